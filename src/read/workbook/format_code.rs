//! Number formats: how many decimals a cell shows, and by what it divides them.

/// What a number format shows of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shown {
    /// Decimals; `None` where the format does not fix them (general, fractions, powers of ten, one that depends on the value).
    pub decimals: Option<u32>,
    /// Whether it is shown as a percentage.
    pub percent: bool,
    /// The power of ten by which the number is divided before it is shown: 3 for `0.00,` (thousands), 4 for `0!.0000`, which
    /// sets a point among the digits of a whole number (万).
    pub power: u32,
}

/// Stands for a point that is only printed among the digits (`0!.0,`) and is not the format's decimal point.
const PRINTED_POINT: char = '\u{1}';

/// Reads the first section of `code` (that of positive numbers), without quoted text, escapes, colours and conditions.
pub(super) fn shown(code: &str) -> Shown {
    let plain = plain_section(code);
    let percent = plain.contains('%');
    let fixed = plain.contains(['0', '#', '?']) && !plain.contains(['/', 'E', 'e']);
    let Some(power) = power(&plain) else {
        return Shown {
            percent,
            ..Shown::default()
        };
    };
    // A format that divides only figures of some size (`[>=10000]0!.0,"万";0`) names the unit itself: what counts is the stored value.
    if power > 0 && ["[<", "[>", "[="].iter().any(|condition| code.contains(condition)) {
        return Shown::default();
    }
    let decimals = plain
        .split_once(['.', PRINTED_POINT])
        .map_or(0, |(_, rest)| digits(rest));
    Shown {
        decimals: fixed.then(|| u32::try_from(decimals.min(28)).unwrap_or(28)),
        percent,
        power: if fixed { power } else { 0 },
    }
}

/// The power of ten by which `plain` divides: three for each comma behind the last digit before the point or of all, one for
/// each digit behind a printed point. `None` where both kinds of point are there.
fn power(plain: &str) -> Option<u32> {
    let commas = |text: &str| {
        let after = text
            .rfind(is_digit)
            .and_then(|at| text.get(at + 1..))
            .unwrap_or_default();
        after.chars().take_while(|c| *c == ',').count()
    };
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let printed = match plain.split_once(PRINTED_POINT) {
        Some((before, rest)) if before.contains(is_digit) => digits(rest),
        _ => 0,
    };
    if printed > 0 && digits(fraction) > 0 {
        return None;
    }
    u32::try_from((commas(whole) + commas(fraction)) * 3 + printed)
        .ok()
        .filter(|power| *power <= MOST_POWER)
}

/// More than that divides every figure of a report to nothing.
pub(super) const MOST_POWER: u32 = 15;

fn is_digit(c: char) -> bool {
    matches!(c, '0' | '#' | '?')
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| is_digit(*c)).count()
}

fn plain_section(code: &str) -> String {
    let mut plain = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => {
                let quoted: String = chars.by_ref().take_while(|c| *c != '"').collect();
                plain.extend((quoted == ".").then_some(PRINTED_POINT));
            }
            '[' => {
                chars.by_ref().find(|c| *c == ']');
            }
            // The character after these is shown as it is.
            '\\' | '!' => plain.extend(chars.next().filter(|c| *c == '.').map(|_| PRINTED_POINT)),
            // These only give a width.
            '_' | '*' => {
                chars.next();
            }
            _ => plain.push(c),
        }
    }
    if plain.trim().eq_ignore_ascii_case("general") || plain.contains(['y', 'd', 'h', '@']) {
        plain.clear();
    }
    plain
}

/// The code of a number format that spreadsheets know by number alone.
pub(super) fn builtin(id: u16) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 | 41 | 42 => "#,##0",
        4 | 39 | 40 | 43 | 44 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        _ => "General",
    }
}
