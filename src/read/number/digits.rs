//! Digits and separators to a number, by position: which separator is which is never taken from the locale.

use rust_decimal::Decimal;

use super::Reading;
use crate::read::{limits, markup::is_blank};

/// An unsigned number and what was wrong with it.
#[derive(Debug, Default)]
pub(super) struct Plain {
    pub value: Decimal,
    pub decimals: u32,
    pub blanks: bool,
    pub decimal_comma: bool,
    pub dot_separator: bool,
}

/// A run of digits with the separator before it.
struct Group<'a> {
    before: Mark,
    digits: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Start,
    Blank,
    Comma,
    Dot,
}

/// Reads `text`, which has only digits, `.`, `,` and blanks.
pub(super) fn read(text: &str) -> Result<Plain, Reading> {
    // Zeros before a number are none of its digits: `0.5` has no more of them than `.5`.
    let counted = text.trim_start_matches('0');
    if counted.chars().filter(char::is_ascii_digit).count() > limits::DIGITS {
        return Err(Reading::uncertain(format!(
            "数字超过 {} 位,无法可靠计算",
            limits::DIGITS
        )));
    }
    let blanks = text.contains(is_blank);
    let groups = groups(text)?;
    let Some((last, before_last)) = groups.split_last() else {
        return Err(Reading::Text);
    };
    // The point is the last mark that is not a thousands separator; everything before it must be groups of three.
    let has = |mark: Mark| groups.iter().any(|group| group.before == mark);
    let count = |mark: Mark| groups.iter().filter(|group| group.before == mark).count();
    let two_last = last.digits.len() == 2;
    let mut plain = Plain {
        blanks,
        ..Plain::default()
    };
    let (whole, fraction) = match last.before {
        Mark::Dot if count(Mark::Dot) == 1 => (before_last, Some(last)),
        Mark::Dot if two_last && !has(Mark::Comma) => {
            plain.dot_separator = true;
            (before_last, Some(last))
        }
        Mark::Comma if two_last => {
            plain.decimal_comma = true;
            plain.dot_separator = has(Mark::Dot);
            (before_last, Some(last))
        }
        Mark::Comma | Mark::Blank | Mark::Start if !has(Mark::Dot) => (groups.as_slice(), None),
        _ => return Err(unclear(text)),
    };
    if !is_grouped(whole, fraction.map(|group| group.before)) {
        return Err(unclear(text));
    }
    let mut joined: String = whole.iter().map(|group| group.digits).collect();
    if let Some(fraction) = fraction {
        if fraction.digits.is_empty() {
            return Err(Reading::uncertain(format!("“{text}”的小数点后面没有数字")));
        }
        joined.push('.');
        joined.push_str(fraction.digits);
        plain.decimals = u32::try_from(fraction.digits.len()).unwrap_or(u32::MAX);
    }
    if joined.starts_with('.') {
        joined.insert(0, '0');
    }
    plain.value = Decimal::from_str_exact(&joined)
        .map_err(|_| Reading::uncertain(format!("数字超过 {} 位,无法可靠计算", limits::DIGITS)))?;
    Ok(plain)
}

fn unclear(text: &str) -> Reading {
    let reason = if text.contains(is_blank) && !text.contains(',') && text.matches('.').count() <= 1 {
        format!("“{text}”中间有空格,可能是两个数,也可能漏了小数点或分隔符")
    } else {
        format!("“{text}”的分隔符位置不对,分不清小数点和千分位")
    };
    Reading::uncertain(reason)
}

/// Cuts `text` into groups. Blanks beside a mark belong to it; two marks in a row are an error.
fn groups(text: &str) -> Result<Vec<Group<'_>>, Reading> {
    let mut groups = vec![Group {
        before: Mark::Start,
        digits: "",
    }];
    let mut rest = text.trim_matches(is_blank);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if let Some(group) = groups.last_mut() {
            group.digits = digits;
        }
        let next = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (separator, following) = after.split_at_checked(next).unwrap_or((after, ""));
        let mut marks = separator.chars().filter(|c| !is_blank(*c));
        let before = match (marks.next(), marks.next()) {
            _ if separator.is_empty() => break,
            (None, _) => Mark::Blank,
            (Some('.'), None) => Mark::Dot,
            (Some(_), None) => Mark::Comma,
            _ => return Err(unclear(text)),
        };
        groups.push(Group { before, digits: "" });
        rest = following;
    }
    Ok(groups)
}

/// Whether the digits before the point are one run, or groups of three behind a first one of one to three, all separated
/// alike. A lone blank between three and three digits (`200 300`) may as well stand between two numbers.
fn is_grouped(whole: &[Group<'_>], point: Option<Mark>) -> bool {
    let Some((first, others)) = whole.split_first() else {
        return false;
    };
    let Some(mark) = others.first().map(|group| group.before) else {
        // `.5` is a way to print 0.5; `5.` and `,5` are not complete.
        return !first.digits.is_empty() || point == Some(Mark::Dot);
    };
    let groups_of_three = (1..=3).contains(&first.digits.len())
        && !first.digits.starts_with('0')
        && others
            .iter()
            .all(|group| group.digits.len() == 3 && group.before == mark);
    let two_numbers = mark == Mark::Blank && others.len() == 1 && first.digits.len() == 3 && point.is_none();
    groups_of_three && !two_numbers
}
