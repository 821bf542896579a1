//! Lines to text, broken where they are too long.

use unicode_width::UnicodeWidthStr;

/// Columns of a line; Chinese characters take two.
const WIDTH: usize = 100;
/// Columns of one level of indentation.
const INDENT: usize = 4;

/// A line of the formatted text.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Levels of indentation.
    pub indent: usize,
    /// Whether a blank line stands before it.
    pub blank_before: bool,
    /// Whether it goes on with the statement of the line before.
    pub continues: bool,
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// The comment at its end, or all of it.
    pub comment: Option<String>,
}

/// A piece of a line.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its text.
    pub text: String,
    /// Whether a blank stands before it.
    pub space: bool,
    /// How loosely what follows it hangs on, where the line may be broken after it: the least is broken first.
    pub rank: Option<usize>,
}

/// Writes `line` to `out`.
pub(super) fn write(out: &mut String, line: &Line) {
    if line.blank_before {
        out.push('\n');
    }
    let mut rest = line.pieces.as_slice();
    let mut indent = line.indent + usize::from(line.continues);
    loop {
        let split = split(rest, indent);
        let (head, tail) = rest.split_at_checked(split).unwrap_or((rest, &[]));
        push_pieces(out, head, indent);
        rest = tail;
        if rest.is_empty() {
            break;
        }
        out.push('\n');
        indent = line.indent + 1;
    }
    if let Some(comment) = &line.comment {
        if line.pieces.is_empty() {
            push_indent(out, indent);
        } else {
            out.push_str("  ");
        }
        out.push_str(comment);
    }
    out.push('\n');
}

/// How many of the pieces fit on a line: all, or as many as stand before the loosest place to break it.
fn split(pieces: &[Piece], indent: usize) -> usize {
    let mut end = pieces.len();
    while width(pieces.get(..end).unwrap_or_default(), indent) > WIDTH {
        let candidates = pieces.get(..end.saturating_sub(1)).unwrap_or_default();
        let Some(rank) = candidates.iter().filter_map(|piece| piece.rank).min() else {
            break;
        };
        let mut columns = indent * INDENT;
        let (mut first, mut last_fitting) = (None, None);
        for (index, piece) in candidates.iter().enumerate() {
            columns += piece_width(piece, index == 0);
            if piece.rank == Some(rank) {
                first = first.or(Some(index));
                if columns <= WIDTH {
                    last_fitting = Some(index);
                }
            }
        }
        let Some(place) = last_fitting.or(first) else { break };
        end = place + 1;
    }
    end
}

fn width(pieces: &[Piece], indent: usize) -> usize {
    let pieces = pieces.iter().enumerate();
    pieces
        .map(|(index, piece)| piece_width(piece, index == 0))
        .sum::<usize>()
        + indent * INDENT
}

fn piece_width(piece: &Piece, first: bool) -> usize {
    piece.text.width() + usize::from(piece.space && !first)
}

fn push_pieces(out: &mut String, pieces: &[Piece], indent: usize) {
    if pieces.is_empty() {
        return;
    }
    push_indent(out, indent);
    for (index, piece) in pieces.iter().enumerate() {
        if piece.space && index > 0 {
            out.push(' ');
        }
        out.push_str(&piece.text);
    }
}

fn push_indent(out: &mut String, indent: usize) {
    for _ in 0..indent * INDENT {
        out.push(' ');
    }
}
