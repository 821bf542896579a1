//! Pages to the text drawn from them: paragraphs and tables in reading order.

use std::collections::HashMap;

use super::super::assemble::Cut;
use super::super::transcript::Transcript;
use super::chain::{self, Chain};
use super::leaf::Leaf;
use super::paragraph::{Measures, Writer};
use super::rows;

/// What stands on a page, from top to bottom.
enum Item {
    /// The line of this number.
    Line(usize),
    /// The table of this number.
    Table(usize),
}

/// Writes all pages.
pub(super) fn write(leaves: &[Leaf], out: &mut Transcript) {
    let chains = chain::chains(leaves);
    let begun: HashMap<(usize, usize), &Chain> = chains
        .chains
        .iter()
        .filter_map(|chain| Some((*chain.first()?, chain)))
        .collect();
    let measures = Measures::of(leaves);
    let mut text = Writer::new(&measures);
    for (page, leaf) in leaves.iter().enumerate() {
        for item in items(leaf) {
            match item {
                Item::Line(number) if chains.repeated.contains(&(page, number)) => {}
                Item::Line(number) => {
                    if let Some(line) = leaf.lines.get(number) {
                        text.line(leaf, line);
                    }
                }
                Item::Table(number) => {
                    paragraphs(&mut text, out);
                    if let Some(chain) = begun.get(&(page, number)) {
                        table(leaves, chain, out);
                    }
                }
            }
        }
    }
    paragraphs(&mut text, out);
}

fn paragraphs(text: &mut Writer<'_>, out: &mut Transcript) {
    for paragraph in text.take() {
        if let Some(first) = paragraph.lines.first() {
            out.paragraph(
                &paragraph.text(),
                paragraph.heading,
                paragraph.leaf.landmark(first.region),
            );
        }
    }
}

fn table(leaves: &[Leaf], chain: &Chain, out: &mut Transcript) {
    for row in rows::rows(leaves, chain) {
        if !out.has_room(row.len()) {
            out.cut(Cut::Rows);
            continue;
        }
        out.row(row, false);
    }
    out.end_grid();
}

fn items(leaf: &Leaf) -> Vec<Item> {
    let lines = leaf
        .lines
        .iter()
        .enumerate()
        .map(|(number, line)| (line.region.top, Item::Line(number)));
    let tables = leaf
        .tables
        .iter()
        .enumerate()
        .map(|(number, table)| (table.region().top, Item::Table(number)));
    let mut items: Vec<(f64, Item)> = lines.chain(tables).collect();
    items.sort_by(|a, b| a.0.total_cmp(&b.0));
    items.into_iter().map(|(_, item)| item).collect()
}
