//! Page numbers and running heads: what stands on pages and not in the text.

use std::collections::HashMap;

use super::leaf::Leaf;
use super::line::Line;

/// The share of a page, at its top and at its bottom, in which they stand.
const MARGIN: f64 = 0.1;

/// Pages on which the same line must stand to be a running head.
const PAGES: usize = 3;

/// Heights that differ less (points) are the same.
const SAME_HEIGHT: f64 = 3.0;

/// Takes page numbers and running heads out of pages.
pub(super) fn remove(leaves: &mut [Leaf]) {
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for leaf in leaves.iter() {
        let in_margin = |line: &&Line| is_in_margin(leaf.paper.height, line) && !heads_table(&line.text);
        for line in leaf.lines.iter().filter(in_margin) {
            *seen.entry(key(line)).or_default() += 1;
        }
    }
    for leaf in leaves {
        let height = leaf.paper.height;
        let is_furniture = |line: &Line| {
            is_in_margin(height, line)
                && (is_page_number(&line.text) || seen.get(&key(line)).is_some_and(|pages| *pages >= PAGES))
        };
        leaf.lines.retain(|line| !is_furniture(line));
    }
}

fn is_in_margin(height: f64, line: &Line) -> bool {
    line.region.bottom < MARGIN * height || line.region.top > (1.0 - MARGIN) * height
}

/// Whether a line looks like one of those above a table, which stand at the same height on many pages too: its number
/// (`公开02表`), its unit, who filled it in.
fn heads_table(text: &str) -> bool {
    text.contains(['表', '元', ':', '：'])
}

/// The same for lines that are equal apart from digits and stand at the same height.
fn key(line: &Line) -> (String, i64) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float that is out of range becomes the nearest integer"
    )]
    let height = (line.region.top / SAME_HEIGHT).round() as i64;
    (
        line.text.chars().filter(|char| !char.is_ascii_digit()).collect(),
        height,
    )
}

/// `12`, `- 3 -`, `第5页`, `3/25`.
fn is_page_number(text: &str) -> bool {
    let mut rest = text
        .chars()
        .filter(|char| !" -—–·,，第页共/".contains(*char))
        .peekable();
    rest.peek().is_some() && text.len() <= 40 && rest.all(|char| char.is_ascii_digit())
}
