//! Typical slips. `cell` names a cell with its place; values carry their units.

pub fn unit(larger: &str, smaller: &str) -> String {
    format!("{larger}恰为{smaller}的 10,000 倍,可能把“元”当成了“万元”")
}

pub fn cell_unit(cell: &str, value: &str, right: &str) -> String {
    format!("{cell}是 {value},与 {right} 相差恰 10,000 倍,可能把“元”当成了“万元”")
}

pub fn sign(cell: &str, value: &str, right: &str) -> String {
    format!("{cell}是 {value},若为 {right}(正负号相反),两边就相等")
}

pub fn swap(cell: &str, value: &str, right: &str) -> String {
    format!("{cell}是 {value},若为 {right}(相邻两位数字对调),两边就相等")
}

pub fn lost(cell: &str, value: &str, right: &str) -> String {
    format!("{cell}是 {value},若为 {right},两边就相等,可能漏写了一位数字")
}

pub fn doubled(cell: &str, value: &str, right: &str) -> String {
    format!("{cell}是 {value},若为 {right},两边就相等,可能多写了一位数字")
}

pub fn stale_total(total: &str, cell: &str, value: &str) -> String {
    format!("差额恰为 {cell}的 {value},{total} 可能没有计入它")
}

pub fn counted_twice(total: &str, cell: &str, value: &str) -> String {
    format!("差额恰为 {cell}的 {value},{total} 可能把它计了两次")
}

pub fn left_out(side: &str, cell: &str, value: &str) -> String {
    format!("差额恰为 {cell}的 {value},{side}可能漏了它")
}

pub fn lies_in(cell: &str, value: &str) -> String {
    format!("差额就是 {cell}的 {value}")
}

pub fn no_children() -> String {
    "没有列出任何下级科目的数,请核对是否漏填或漏印了明细行".to_owned()
}
