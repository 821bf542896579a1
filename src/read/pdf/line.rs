//! Characters to lines of text.

use super::region::Region;
use super::sheet::Glyph;

/// How far from each other, as a share of their size, glyphs of one line may stand on different heights.
const SAME_BASE: f64 = 0.4;

/// The gap, as a share of the size, from which there is a blank.
const BLANK: f64 = 0.3;

/// A line of text.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What it says, trimmed, never empty.
    pub text: String,
    /// The box around its characters.
    pub region: Region,
    /// The size of its first character.
    pub size: f64,
    /// Whether most of it is bold.
    pub bold: bool,
}

/// The lines that glyphs make, from top to bottom. Glyphs that do not stand upright come last, in the order they were drawn.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let (turned, mut upright): (Vec<Glyph>, Vec<Glyph>) = glyphs.into_iter().partition(|glyph| glyph.turned);
    upright.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in upright {
        match rows.last_mut() {
            Some(row) if stands_in(row, &glyph) => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    rows.push(turned);
    rows.iter().filter_map(|row| line(row)).collect()
}

/// Whether a glyph stands in the line of others. Their middle one tells the height, so that a line cannot drift.
fn stands_in(row: &[Glyph], glyph: &Glyph) -> bool {
    let (Some(first), Some(middle)) = (row.first(), row.get(row.len() / 2)) else {
        return false;
    };
    (glyph.base - middle.base).abs() < SAME_BASE * glyph.size.min(first.size).max(2.0)
}

fn line(glyphs: &[Glyph]) -> Option<Line> {
    let mut text = String::new();
    let mut around: Option<Region> = None;
    let mut before: Option<&Glyph> = None;
    for glyph in glyphs {
        if glyph.is_blank() {
            push_blank(&mut text);
            continue;
        }
        if before.is_some_and(|before| !glyph.turned && glyph.left - before.right > BLANK * glyph.size) {
            push_blank(&mut text);
        }
        text.push(glyph.char);
        around = Some(around.map_or_else(|| glyph.region(), |around| around.with(glyph.region())));
        before = Some(glyph);
    }
    let visible = || glyphs.iter().filter(|glyph| !glyph.is_blank());
    let bold = visible().filter(|glyph| glyph.bold).count();
    Some(Line {
        text: text.trim_end().to_owned(),
        region: around?,
        size: visible().next()?.size,
        bold: bold * 2 > visible().count(),
    })
}

fn push_blank(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// The text of wrapped lines. Nothing comes between them, as a figure or a Chinese word may be broken anywhere; only Latin
/// words are kept apart.
pub(super) fn wrapped<'t>(lines: impl IntoIterator<Item = &'t str>) -> String {
    let mut out = String::new();
    for line in lines {
        let letter = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphabetic());
        if letter(out.chars().next_back()) && letter(line.chars().next()) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}
