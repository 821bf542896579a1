//! What may stand around the digits of a figure: sign, brackets, currency, percent sign, unit.

use super::Reading;
use crate::read::markup::is_blank;
use crate::value::Unit;

/// A figure without what stands around its digits.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    /// Digits, separators and blanks.
    pub digits: &'a str,
    pub negative: bool,
    pub percent: bool,
    pub unit: Option<Unit>,
    /// Whether a blank stood between sign and digits.
    pub blanks: bool,
}

/// Full-width digits and marks as half-width ones. A minus sign is one in any spelling.
pub(super) fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '％' => '%',
        '－' => '-',
        '＋' => '+',
        '（' => '(',
        '）' => ')',
        '￥' => '¥',
        _ => c,
    }
}

/// Splits `text` (half-width, trimmed, with digits in it).
pub(super) fn split(text: &str) -> Result<Parts<'_>, Reading> {
    let mut parts = Parts {
        digits: text,
        negative: false,
        percent: false,
        unit: None,
        blanks: false,
    };
    let mut signs = 0;
    let mut suffixes = 0;
    loop {
        let before = parts.digits;
        if let Some(inner) = before.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            parts.digits = inner.trim_matches(is_blank);
            parts.negative = true;
            signs += 1;
        } else if let Some(rest) = before.strip_prefix(['-', '−', '△', '▲', '+']) {
            parts.negative = !before.starts_with('+');
            parts.digits = rest.trim_start_matches(is_blank);
            parts.blanks |= parts.digits.len() != rest.len();
            signs += 1;
        } else if let Some(rest) = before.strip_prefix('¥') {
            parts.digits = rest.trim_start_matches(is_blank);
        } else if let Some(rest) = before.strip_suffix('%') {
            parts.digits = rest.trim_end_matches(is_blank);
            parts.percent = true;
            suffixes += 1;
        } else if let Some((rest, unit)) = strip_unit(before) {
            parts.digits = rest.trim_end_matches(is_blank);
            parts.unit = Some(unit);
            suffixes += 1;
        } else {
            break;
        }
        if signs > 1 {
            return Err(Reading::uncertain(format!("“{text}”有不止一个正负号")));
        }
        if suffixes > 1 {
            return Err(Reading::uncertain(format!("“{text}”有不止一个单位")));
        }
    }
    check(text, parts.digits)?;
    Ok(parts)
}

/// The longest unit that ends `text`, and what stands before it.
fn strip_unit(text: &str) -> Option<(&str, Unit)> {
    Unit::ALL
        .into_iter()
        .filter_map(|unit| Some((text.strip_suffix(unit.label())?, unit)))
        .min_by_key(|(rest, _)| rest.len())
}

/// Whether only digits, separators and blanks are left in `digits`.
fn check(text: &str, digits: &str) -> Result<(), Reading> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',') || is_blank(c);
    let Some(strange) = digits.chars().find(|c| !is_part(*c)) else {
        return Ok(());
    };
    let all = |extra: &dyn Fn(char) -> bool| digits.chars().all(|c| is_part(c) || extra(c));
    if all(&|c| look_alike(c).is_some()) {
        let digit = look_alike(strange).unwrap_or('0');
        return Err(Reading::uncertain(format!("“{text}”里的“{strange}”可能是数字 {digit}")));
    }
    if all(&|c| matches!(c, 'e' | 'E' | '+' | '-')) && digits.contains(['e', 'E']) {
        return Err(Reading::uncertain(format!("“{text}”是科学计数法,可能丢了位数")));
    }
    if all(&|c| matches!(c, '(' | ')')) {
        return Err(Reading::uncertain(format!("“{text}”的括号不成对")));
    }
    if all(&|c| c == '-') && digits.ends_with('-') {
        return Err(Reading::uncertain(format!("“{text}”的负号在数字后面")));
    }
    if all(&|c| matches!(c, '\'' | '`' | '·' | ':' | ';' | '、' | '。' | '_' | '~' | '*')) {
        return Err(Reading::uncertain(format!("“{text}”里有多余的“{strange}”")));
    }
    Err(Reading::Text)
}

/// The digit that a letter is easily taken for.
fn look_alike(c: char) -> Option<char> {
    match c {
        'O' | 'o' | '〇' | '○' | 'D' | 'Q' => Some('0'),
        'l' | 'I' | '|' | 'i' => Some('1'),
        'Z' | 'z' => Some('2'),
        'S' | 's' => Some('5'),
        'B' => Some('8'),
        _ => None,
    }
}
