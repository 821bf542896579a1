//! Characters to lines of text.

use super::region::Region;
use super::sheet::Glyph;

/// How far from each other, as a share of their size, glyphs of one line may stand on different heights.
const SAME_BASE: f64 = 0.4;

/// The gap, as a share of the size, from which there is a blank.
const BLANK: f64 = 0.3;

/// A blank is also this much wider than most gaps of its line: characters may be spread out to fill it.
const UNLIKE: f64 = 1.8;

/// How much room, in sizes, a wrapped line may leave for want of a character's width.
const WRAPPED: f64 = 1.6;

/// What is added, in sizes, to the room that the beginning of the next line would have taken.
const SLACK: f64 = 1.0;

/// A line of text.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What it says, trimmed, never empty.
    pub text: String,
    /// The box around its characters.
    pub region: Region,
    /// The size of most of its characters.
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
    let usual = usual_gap(glyphs);
    for glyph in glyphs {
        if glyph.is_blank() {
            push_blank(&mut text);
            continue;
        }
        let gap = before.map_or(0.0, |before| glyph.left - before.right);
        if !glyph.turned && gap > BLANK * glyph.size && gap > UNLIKE * usual {
            push_blank(&mut text);
        }
        text.push(glyph.char);
        around = Some(around.map_or_else(|| glyph.region(), |around| around.with(glyph.region())));
        before = Some(glyph);
    }
    let visible = || glyphs.iter().filter(|glyph| !glyph.is_blank());
    let mut sizes: Vec<f64> = visible().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let bold = visible().filter(|glyph| glyph.bold).count();
    Some(Line {
        text: text.trim_end().to_owned(),
        region: around?,
        size: sizes.get(sizes.len() / 2).copied()?,
        bold: bold * 2 > visible().count(),
    })
}

/// The gap of most glyphs to the next.
fn usual_gap(glyphs: &[Glyph]) -> f64 {
    let visible: Vec<&Glyph> = glyphs.iter().filter(|glyph| !glyph.is_blank()).collect();
    let gap = |pair: &[&Glyph]| match pair {
        [before, glyph] => (glyph.left - before.right).max(0.0),
        _ => 0.0,
    };
    let mut gaps: Vec<f64> = visible.windows(2).map(gap).collect();
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(0.0)
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

/// Whether a line that leaves this room (in sizes) goes on in one that begins with `next`, which found no room any more.
pub(super) fn is_wrapped(room: f64, next: &str) -> bool {
    room < WRAPPED || room < first_word(next) + SLACK
}

/// The width, in sizes, of what at the beginning of a line cannot be broken: a figure, or a character with the marks that may not
/// stand alone.
fn first_word(text: &str) -> f64 {
    let mut width = 0.0;
    let mut chars = text.chars().peekable();
    let mut in_word = None;
    while let Some(char) = chars.next_if(|char| {
        let opens = "（(“《〈【".contains(*char);
        let closes = "，。、；：）)”》〉】！？%％".contains(*char);
        let is_word = char.is_ascii_graphic() && !opens && !closes;
        let fits = match in_word {
            None => true,
            Some(word) => closes || word && is_word,
        };
        if !opens && !closes {
            in_word = Some(is_word);
        }
        fits
    }) {
        width += if char.is_ascii() { 0.5 } else { 1.0 };
    }
    width
}
