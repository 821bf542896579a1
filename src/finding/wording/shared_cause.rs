//! Causes: what several failures come from.

use rust_decimal::Decimal;

use crate::finding::Scale;
use crate::value::Unit;

/// What follows if a supposition is true.
pub fn follows(count: usize) -> String {
    if count == 1 {
        "这条就成立".to_owned()
    } else {
        format!("原来不符的 {count} 条都成立")
    }
}

/// The headline of a cause that a value would settle. `count` failures would then hold.
pub fn cause(cell: &str, read: &str, value: &str, count: usize) -> String {
    format!("{cell} {read};若为 {value},{}", follows(count))
}

/// The headline of a cell that keeps rules from being computed.
pub fn obstacle(cell: &str, read: &str, count: usize) -> String {
    format!("{cell} {read};有 {count} 条因此无法计算")
}

/// A second cell that would explain as much.
pub fn alternative(cell: &str, value: &str) -> String {
    format!("也可能错在 {cell}:若为 {value},同样都成立")
}

/// The headline of a table without a figure that `count` failures come from.
pub fn empty_table(form: &str, title: &str, count: usize) -> String {
    format!("表 {form}“{title}”一个数也没有填,有 {count} 条因此不符")
}

/// What to do about such a table.
pub const EMPTY_TABLE_HELP: &str = "请核对这张表是否漏填;确实没有发生的,请核对与它不符的那些数";

/// A table, a part or a column (`what`) that is in another unit than stated.
pub fn other_unit(what: &str, stated: Unit, unit: Unit, count: usize) -> String {
    let (stated_label, label) = (stated.label(), unit.label());
    let times = times(stated, unit);
    let size = if stated > unit { "大" } else { "小" };
    format!(
        "{}的金额像是以{label}填报的,而单位写的是{stated_label},比应有的{size} {times} 倍;若都按{label}读,{}",
        spaced(what),
        follows(count)
    )
}

/// With a blank behind it where it ends in a table's number.
fn spaced(what: &str) -> String {
    if what.ends_with(|last: char| last.is_ascii_alphanumeric()) {
        format!("{what} ")
    } else {
        what.to_owned()
    }
}

/// Another table of which the same could be true.
pub fn other_unit_too(what: &str, stated: Unit, unit: Unit) -> String {
    let (stated, label) = (stated.label(), unit.label());
    format!("也可能是 {what}:单位写的是{stated},若都按{label}读,同样都成立")
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
    format!("{table} 像是缺了 {rows}{below}:{there};补上后{}", follows(count))
}

/// Several rows (the first of `count`), each of which could be the one that is lacking.
pub fn missing_one_of(table: &str, there: &str, rows: &[String], count: usize) -> String {
    let more = if count > rows.len() {
        format!(" 等 {count} 行")
    } else {
        String::new()
    };
    let rows = rows.join("、");
    format!("{table} 可能缺了一行:{rows}{more} 在 {there} 都有,金额也都等于差额,不能断定缺的是哪一行")
}

/// What a total is made of: codes below it, or items.
pub fn parts(coded: bool) -> &'static str {
    if coded { "下级" } else { "明细" }
}

/// What a cell with a number says.
pub fn is(value: &str) -> String {
    format!("为 {value}")
}

/// What a cell says that cannot be read as a number.
pub fn is_unreadable(text: &str) -> String {
    format!("“{text}”{}", super::UNREADABLE)
}

/// What rows have in a column; of several rows together.
pub fn amount_of(column: &str, several: bool, amount: &str) -> String {
    let together = if several { "共" } else { "" };
    format!("{column}{together} {amount}")
}

/// What is found at a place.
pub fn has(place: &str, amounts: &[String]) -> String {
    format!("{place}有,{}", amounts.join("、"))
}

/// One of several cells of a row: what it says, and what would settle.
pub fn instead(column: &str, read: &str, value: &str) -> String {
    format!("{column} {read}(若为 {value})")
}

/// Several cells of a row.
pub fn row_cause(row: &str, clauses: &[String], count: usize) -> String {
    format!(
        "{row} 像是有 {} 个数都错了:{};一起改,{}",
        clauses.len(),
        clauses.join(","),
        follows(count)
    )
}

/// Two rows whose figures stand in one another's place; of one only where the other has none.
pub fn swapped_rows(wrong: &str, right: &str, both: bool, count: usize) -> String {
    if both {
        format!("{wrong} 与 {right} 两行的数像是互相填错了行;对调后{}", follows(count))
    } else {
        format!(
            "{wrong} 一行的数像是填错了行,应当填在 {right} 一行;移过去后{}",
            follows(count)
        )
    }
}

/// A total that is not the sum of its parts (明细, 下级); `off` is how much it is too great.
pub fn stale(column: &str, was: &str, parts: &str, sum: &str, off: &str) -> String {
    let column = if column.is_empty() {
        String::new()
    } else {
        format!("{column} ")
    };
    format!("{column}{was},{parts}之和 {sum},{off}")
}

/// A total whose parts other rules confirm.
pub fn stale_total(total: &str, parts: &str, clauses: &[String], count: usize) -> String {
    format!(
        "{total} 像是没有随{parts}更新:{};若改为{parts}之和,{}",
        clauses.join(";"),
        follows(count)
    )
}

/// By how much something is too great.
pub fn off_by(off: Decimal, scale: Scale) -> String {
    let more = if off.is_sign_negative() { "少" } else { "多" };
    format!("{more} {}", scale.distance(off))
}

/// A total that is not the sum of its parts, but that other tables (rules `ids`) confirm.
pub fn confirmed_total(total: &str, sum: &str, ids: &str) -> [String; 2] {
    [
        format!("{total} 若改为明细之和 {sum},原来成立的 {ids} 就不成立,别的表与现在的合计一致"),
        "多半是明细多记或少记了,也可能各表的合计都没有随明细更新".to_owned(),
    ]
}

/// The one part of a total that has a figure.
pub fn only_part(cell: &str, value: &str) -> String {
    format!("明细中只有 {cell}有数,是 {value}")
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
