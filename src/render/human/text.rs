//! Text as a terminal shows it: display width, what may be printed, wrapping, cutting.

use unicode_width::UnicodeWidthChar;

/// How text is written: the lines and marks it may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    pub ascii: bool,
}

impl Ink {
    /// What stands for a character: itself, or something harmless. Control characters and those that turn the writing
    /// direction never reach the terminal; in ASCII mode characters whose width consoles disagree about are spelled.
    pub fn spell(self, c: char, out: &mut String) {
        let spelled = match c {
            '\t' => "    ",
            '\n' | '\r' => " ",
            c if c.is_control() || is_direction(c) => {
                if self.ascii {
                    "?"
                } else {
                    "\u{fffd}"
                }
            }
            _ if !self.ascii => return out.push(c),
            '≈' => "~=",
            '≠' => "!=",
            '≤' => "<=",
            '≥' => ">=",
            '×' => "*",
            '÷' => "/",
            '±' => "+-",
            '“' | '”' => "\"",
            '‘' | '’' => "'",
            '…' => "...",
            '·' => ".",
            '│' => "|",
            '—' | '–' | '−' => "-",
            c => return out.push(c),
        };
        out.push_str(spelled);
    }

    /// A whole text so spelled.
    pub fn clean(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            self.spell(c, &mut out);
        }
        out
    }

    /// The mark for what is left out.
    pub fn ellipsis(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    /// What stands between cells.
    pub fn bar(self) -> &'static str {
        if self.ascii { " | " } else { " │ " }
    }

    /// `text`, cut to `width` columns with a mark at the end where it is longer.
    pub fn cut(self, text: &str, most: usize) -> String {
        if width(text) <= most {
            return text.to_owned();
        }
        let room = most.saturating_sub(width(self.ellipsis()));
        let mut out = String::new();
        let mut used = 0;
        for c in text.chars() {
            used += char_width(c);
            if used > room {
                break;
            }
            out.push(c);
        }
        out.push_str(self.ellipsis());
        out
    }
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e000}')
}

/// Columns of a character.
pub(super) fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Columns of a text without control characters, counted as the drawing counts them: character by character.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// `text` with blanks behind it up to `to` columns.
pub(super) fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// `text` with blanks before it up to `to` columns.
pub(super) fn pad_left(text: &str, to: usize) -> String {
    format!("{}{text}", " ".repeat(to.saturating_sub(width(text))))
}

/// Lines of at most `most` columns. Breaks at blanks, and between Chinese characters, but leaves no punctuation at the
/// start of a line and never breaks a number or a word that fits on a line of its own. Where a line is nearly full at a
/// punctuation mark already, what follows it stays together on the next.
pub(super) fn wrap(text: &str, most: usize) -> Vec<String> {
    let most = most.max(8);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let piece_width = width(piece);
        if !line.is_empty() && width(&line) + width(piece.trim_end()) > most {
            let rest = line
                .split_off(pause(&line, most).unwrap_or(line.len()))
                .trim_start()
                .to_owned();
            lines.push(std::mem::replace(&mut line, rest).trim_end().to_owned());
        }
        if piece_width <= most {
            line.push_str(if line.is_empty() { piece.trim_start() } else { piece });
            continue;
        }
        for c in piece.chars() {
            if width(&line) + char_width(c) > most {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Where a line that is too long had better end (bytes): behind its last mark between parts of a sentence, unless that
/// would leave much of the line empty.
fn pause(line: &str, most: usize) -> Option<usize> {
    let mut used = 0;
    let mut best = None;
    let next = line.chars().skip(1);
    for ((at, c), next) in line.char_indices().zip(next) {
        used += char_width(c);
        let ends = ",、,;:。;:".contains(c) && !next.is_ascii_alphanumeric() && !closes(next);
        if used * 5 >= most * 3 && ends {
            best = Some(at + c.len_utf8());
        }
    }
    best
}

/// Pieces between which a line may break.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        let breakable = previous.is_some_and(|before| {
            let after_blank = before == ' ' && c != ' ';
            let wide = char_width(before) == 2 || char_width(c) == 2;
            after_blank || (wide && c != ' ' && !closes(c) && !opens(before))
        });
        if breakable && at > start {
            pieces.extend(text.get(start..at));
            start = at;
        }
        previous = Some(c);
    }
    pieces.extend(text.get(start..));
    pieces
}

fn closes(c: char) -> bool {
    ",.;:!?)]}%,。;:!?、)】》”’…".contains(c)
}

fn opens(c: char) -> bool {
    "([{(【《“‘".contains(c)
}
