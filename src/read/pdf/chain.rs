//! Tables that go on over the ends of pages.

use std::collections::HashSet;

use super::leaf::Leaf;
use super::line::Line;
use super::table::Table;

/// Column lines closer than this (points) are the same on both pages.
pub(super) const SAME_COLUMN: f64 = 2.0;

/// How far (points) a line of text may reach into a table's box and still stand above it.
const REACH: f64 = 4.0;

/// Lines that may stand above a table that goes on: a title, its number, its unit and the like.
const LINES_ABOVE: usize = 20;

/// A table: the number of its page and of the table there, for each page it stands on.
pub(super) type Chain = Vec<(usize, usize)>;

/// The tables of a document.
#[derive(Debug, Default)]
pub(super) struct Chains {
    /// In reading order.
    pub chains: Vec<Chain>,
    /// Lines, by page and number, that only say again what stands above a table's beginning.
    pub repeated: HashSet<(usize, usize)>,
}

/// Joins tables that go on.
pub(super) fn chains(leaves: &[Leaf]) -> Chains {
    let mut out = Chains::default();
    for (page, leaf) in leaves.iter().enumerate() {
        for (number, table) in leaf.tables.iter().enumerate() {
            let chain = out.chains.last_mut();
            if number == 0
                && let Some(chain) = chain
                && let Some(excused) = goes_on(leaves, chain, (page, table))
            {
                chain.push((page, number));
                out.repeated.extend(excused.into_iter().map(|line| (page, line)));
            } else {
                out.chains.push(vec![(page, number)]);
            }
        }
    }
    out
}

/// If `table` goes on where `chain` ends: the lines above it that say nothing new.
fn goes_on(leaves: &[Leaf], chain: &Chain, (page, table): (usize, &Table)) -> Option<Vec<usize>> {
    let (before_page, before_number) = *chain.last()?;
    let (first_page, first_number) = *chain.first()?;
    let before_leaf = leaves.get(before_page)?;
    let before = before_leaf.tables.get(before_number)?;
    let first_leaf = leaves.get(first_page)?;
    let first = first_leaf.tables.get(first_number)?;
    let leaf = leaves.get(page)?;
    let below = |line: &Line| line.region.top >= before.region().bottom - 1.0;
    let follows = leaf.number == before_leaf.number + 1 && !before_leaf.lines.iter().any(below);
    if !follows || !same_columns(before, table) || has_other_title(first, table) {
        return None;
    }
    let top = table.region().top;
    let above: Vec<(usize, &Line)> = leaf
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_above(line, top))
        .collect();
    if above.len() > LINES_ABOVE {
        return None;
    }
    let first_top = first.region().top;
    let says_nothing = |line: &Line| {
        let known = |first: &Line| is_above(first, first_top) && first.text == line.text;
        line.text.contains('续') || first_leaf.lines.iter().any(known)
    };
    let all = above.iter().all(|(_, line)| says_nothing(line));
    all.then(|| above.into_iter().map(|(number, _)| number).collect())
}

fn is_above(line: &Line, top: f64) -> bool {
    line.region.bottom <= top + REACH
}

/// Whether the edges are the same and every column line is one of those before. The header, on the first page only, may have more.
fn same_columns(before: &Table, table: &Table) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < SAME_COLUMN;
    let (a, b) = (before.region(), table.region());
    near(a.left, b.left)
        && near(a.right, b.right)
        && table
            .columns
            .iter()
            .all(|x| before.columns.iter().any(|known| near(*known, *x)))
}

/// Whether a table begins with a title of its own inside its frame, as sheets printed with borders do.
fn has_other_title(first: &Table, table: &Table) -> bool {
    let title = |table: &Table| {
        let mut cells = table.row(0);
        let cell = cells.next().filter(|_| cells.next().is_none())?;
        let text: String = cell.lines.iter().map(|line| line.text.as_str()).collect();
        text.contains('表').then_some(text)
    };
    title(table).is_some_and(|own| title(first) != Some(own))
}
