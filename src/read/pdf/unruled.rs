//! Tables with level rules only (three-line tables): their columns come from gaps in the text.

use super::find::MEET;
use super::rule;
use super::sheet::{Glyph, Rule, Sheet};
use super::table::Table;

/// The least width of such a table, as a share of the page.
const WIDE: f64 = 0.25;

/// Rules that such a table has at least.
const RULES: usize = 3;

/// Such tables on one page that are looked at.
const TABLES: usize = 50;

/// The least gap between columns, as a share of the text's size.
const GAP: f64 = 0.8;

/// The tables that rules without uprights draw.
pub(super) fn tables(mut rules: Vec<Rule>, sheet: &Sheet) -> Vec<Table> {
    rules.retain(|rule| rule.length() > WIDE * sheet.paper.width);
    rules.sort_by(|a, b| a.at.total_cmp(&b.at));
    let same_ends = |a: &Rule, b: &Rule| (a.from - b.from).abs() < MEET && (a.to - b.to).abs() < MEET;
    let groups = rules.chunk_by(same_ends).filter(|group| group.len() >= RULES);
    groups.take(TABLES).filter_map(|group| table(group, sheet)).collect()
}

fn table(rules: &[Rule], sheet: &Sheet) -> Option<Table> {
    let (first, last) = (rules.first()?, rules.last()?);
    let inside = |glyph: &&Glyph| {
        let (x, y) = glyph.centre();
        !glyph.is_blank() && !glyph.hidden && first.from < x && x < first.to && first.at < y && y < last.at
    };
    let glyphs: Vec<&Glyph> = sheet.glyphs.iter().filter(inside).collect();
    let size = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
    let columns = columns(&glyphs, size, first)?;
    let rows = rows(&glyphs, size, rules);
    let level: Vec<Rule> = rows.iter().map(|at| Rule { at: *at, ..*first }).collect();
    let side = |at: &f64| Rule {
        at: *at,
        from: first.at,
        to: last.at,
    };
    let upright: Vec<Rule> = columns.iter().map(side).collect();
    let mut table = Table::of(columns, rows, &level, &upright)?;
    table.guessed = true;
    Some(table)
}

/// Column lines in the middle of gaps that no glyph of any row crosses; `None` where there is no gap.
fn columns(glyphs: &[&Glyph], size: f64, rule: &Rule) -> Option<Vec<f64>> {
    let mut taken: Vec<(f64, f64)> = glyphs.iter().map(|glyph| (glyph.left, glyph.right)).collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lines = vec![rule.from];
    let mut end = taken.first()?.1;
    for (left, right) in taken {
        if left - end > GAP * size {
            lines.push(f64::midpoint(left, end));
        }
        end = end.max(right);
    }
    lines.push(rule.to);
    (lines.len() > 2).then_some(lines)
}

/// Row lines: the rules, and the middle between lines of text where no rule lies.
fn rows(glyphs: &[&Glyph], size: f64, rules: &[Rule]) -> Vec<f64> {
    let mut bases: Vec<f64> = glyphs.iter().map(|glyph| glyph.base).collect();
    bases.sort_by(f64::total_cmp);
    bases.dedup_by(|later, earlier| *later - *earlier < 0.5 * size);
    let ruled: Vec<f64> = rules.iter().map(|rule| rule.at).collect();
    let mut lines = ruled.clone();
    for pair in bases.windows(2) {
        let [above, below] = pair else { continue };
        let between = |at: &f64| above - 0.5 * size < *at && *at < below - 0.38 * size;
        if !ruled.iter().any(between) {
            lines.push(above + 0.12 * size + (below - above - size) / 2.0);
        }
    }
    rule::places(lines)
}
