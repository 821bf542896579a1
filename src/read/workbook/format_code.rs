//! Number formats: how many decimals a cell shows.

/// What a number format shows of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shown {
    /// Decimals; `None` where the format does not fix them (general, fractions, powers of ten, divided by thousands).
    pub decimals: Option<u32>,
    /// Whether it is shown as a percentage.
    pub percent: bool,
}

/// Reads the first section of `code` (that of positive numbers), without quoted text, escapes, colours and conditions.
pub(super) fn shown(code: &str) -> Shown {
    let plain = plain_section(code);
    let percent = plain.contains('%');
    let fixed = plain.contains(['0', '#', '?']) && !plain.contains(['/', 'E', 'e']);
    let digits = |text: &str| text.chars().filter(|c| matches!(c, '0' | '#' | '?')).count();
    let last_digit = plain.rfind(['0', '#', '?']);
    let divided = last_digit.is_some_and(|at| plain.get(at + 1..).is_some_and(|rest| rest.starts_with(',')));
    let decimals = plain.split_once('.').map_or(0, |(_, rest)| digits(rest));
    Shown {
        decimals: (fixed && !divided).then(|| u32::try_from(decimals.min(28)).unwrap_or(28)),
        percent,
    }
}

fn plain_section(code: &str) -> String {
    let mut plain = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => {
                chars.by_ref().find(|c| *c == '"');
            }
            '[' => {
                chars.by_ref().find(|c| *c == ']');
            }
            // The character after these is shown as it is, or only gives a width.
            '\\' | '_' | '*' | '!' => {
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
