//! Causes: what several failures come from.

use rust_decimal::Decimal;

use crate::finding::Scale;
use crate::value::Unit;

/// What follows if a supposition is true.
pub fn follows(count: usize) -> String {
    if count == 1 {
        "这条就成立".to_owned()
    } else {
        format!("以下 {count} 条都成立")
    }
}

/// The headline of a cause that a value would settle. `count` failures would then hold.
pub fn cause(cell: &str, read: &str, value: &str, count: usize) -> String {
    format!("{cell} {read};若为 {value},{}", follows(count))
}

/// The headline of a cell that keeps rules from being computed.
pub fn obstacle(cell: &str, read: &str, count: usize) -> String {
    format!("{cell} {read};以下 {count} 条因此无法计算")
}

/// A second cell that would explain as much.
pub fn alternative(cell: &str, value: &str) -> String {
    format!("也可能错在 {cell}:若为 {value},同样都成立")
}

/// A table, a part or a column (`what`) that is in another unit than stated.
pub fn other_unit(what: &str, stated: Unit, unit: Unit, count: usize) -> String {
    let (stated_label, label) = (stated.label(), unit.label());
    let times = times(stated, unit);
    let size = if stated > unit { "大" } else { "小" };
    format!(
        "{what}的金额像是以{label}填报的,而单位写的是{stated_label},比应有的{size} {times} 倍;若都按{label}读,{}",
        follows(count)
    )
}

/// Another table of which the same could be true.
pub fn other_unit_too(what: &str, stated: Unit, unit: Unit) -> String {
    let (stated, label) = (stated.label(), unit.label());
    format!("也可能是{what}:单位写的是{stated},若都按{label}读,同样都成立")
}

/// What figures seem to be in.
pub fn as_if(unit: Unit) -> String {
    format!("像是{}", unit.label())
}

fn times(a: Unit, b: Unit) -> String {
    let digits = format!("1{}", "0".repeat(a.exponent().abs_diff(b.exponent()) as usize));
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Rows (`rows`) that a table lacks and another has (`there`, with the amounts printed there).
pub fn missing_rows(table: &str, rows: &str, below: usize, there: &str, count: usize) -> String {
    let below = if below == 0 {
        String::new()
    } else {
        format!("(连同它下面的 {below} 行)")
    };
    format!("{table}像是缺了 {rows}{below}:{there};补上后{}", follows(count))
}

/// Several rows, each of which could be the one that is lacking.
pub fn missing_one_of(table: &str, there: &str, rows: &[String]) -> String {
    format!("{table}可能缺了一行,{there}有而本表没有、金额又与差额相等的有 {} 行,说不准是哪一行:{}", rows.len(), rows.join("、"))
}

/// One of several cells of a row: what it says, and what would settle.
pub fn instead(column: &str, read: &str, value: &str) -> String {
    format!("{column} {read},若为 {value}")
}

/// Several cells of a row.
pub fn row_cause(row: &str, clauses: &[String], count: usize) -> String {
    format!("{row} 有 {} 个数要一起看:{};都这样改,{}", clauses.len(), clauses.join(";"), follows(count))
}

/// A total that is not the sum of its parts; `off` is how much it is too great.
pub fn stale(column: &str, was: &str, sum: &str, off: Decimal, scale: Scale) -> String {
    let more = if off.is_sign_negative() { "少" } else { "多" };
    let column = if column.is_empty() { String::new() } else { format!("{column} ") };
    format!("{column}{was},明细之和 {sum},{more} {}", scale.distance(off))
}

/// A total whose parts other rules confirm.
pub fn stale_total(total: &str, clauses: &[String], count: usize) -> String {
    format!(
        "{total} 像是没有随明细更新:{};若改为明细之和,{}",
        clauses.join(";"),
        follows(count)
    )
}

/// Rules (`ids`, the first of `count`) that hold and would not with the value that is supposed.
pub fn would_break(ids: &str, count: usize) -> String {
    let more = if count > ids.split('、').count() {
        format!(" 等 {count} 条规则")
    } else {
        String::new()
    };
    format!("但只改这里,原来成立的 {ids}{more}就会不成立,须一并核对")
}
