//! Days of the calendar.

use super::Date;

/// The day written `2025-12-31`; `None` where there is no such day.
pub(super) fn parse(text: &str) -> Option<Date> {
    let mut parts = text.trim().splitn(3, '-');
    let mut number = |digits: std::ops::RangeInclusive<usize>| {
        let part = parts.next()?;
        let sound = digits.contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
        sound.then(|| part.parse::<u16>().ok()).flatten()
    };
    let year = number(4..=4)?;
    let month = u8::try_from(number(1..=2)?).ok()?;
    let day = u8::try_from(number(1..=2)?).ok()?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=last).contains(&day).then_some(Date { year, month, day })
}
