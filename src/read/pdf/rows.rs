//! A table's pieces to its rows.

use super::super::transcript::Drawn;
use super::chain::{Chain, SAME_COLUMN};
use super::leaf::Leaf;
use super::line::{self, Line};
use super::table::{Cell, Table};
use crate::source::Landmark;

/// A place in a row.
#[derive(Debug)]
enum Slot {
    /// A cell that begins here.
    Cell(Held),
    /// Covered by a cell that begins so many places before.
    Left(usize),
    /// Covered by a cell that begins in a row above.
    Above,
}

/// A cell in a row.
#[derive(Debug)]
struct Held {
    text: String,
    landmark: Landmark,
    /// The room, in sizes, that its last line leaves.
    room: f64,
}

/// The rows of a table, drawn.
pub(super) fn rows(leaves: &[Leaf], chain: &Chain) -> Vec<Vec<Drawn>> {
    let pieces: Vec<(&Leaf, &Table)> = chain
        .iter()
        .filter_map(|(page, number)| {
            let leaf = leaves.get(*page)?;
            Some((leaf, leaf.tables.get(*number)?))
        })
        .collect();
    let widest = pieces.iter().max_by_key(|(_, table)| table.columns.len());
    let (Some((_, first)), Some((_, widest))) = (pieces.first(), widest) else {
        return Vec::new();
    };
    let mut rows: Vec<Vec<Slot>> = Vec::new();
    for (number, (leaf, table)) in pieces.iter().enumerate() {
        let repeated = if number == 0 { 0 } else { repeated_rows(first, table) };
        let piece = Piece {
            leaf,
            table,
            columns: &widest.columns,
            from: repeated,
        };
        let mut open: Vec<&Cell> = Vec::new();
        for row in 0..table.height() {
            open.retain(|cell| cell.row + cell.rows > row);
            open.extend(table.row(row));
            if row < repeated {
                continue;
            }
            let slots = piece.row(row, &open);
            let before = rows.last_mut().filter(|_| number > 0 && row == repeated);
            match before {
                // What is left of a row whose text found room on the page before.
                Some(_) if slots.iter().all(is_empty) => {}
                Some(before) if goes_on(before, &slots) => append(before, slots),
                _ => rows.push(slots),
            }
        }
    }
    let draw = |slot| match slot {
        Slot::Cell(held) => Drawn::Cell(held.text, held.landmark),
        Slot::Left(places) => Drawn::Left(places),
        Slot::Above => Drawn::Above,
    };
    rows.into_iter()
        .map(|row| row.into_iter().map(draw).collect())
        .collect()
}

/// How many rows at the top of a page say again what stands at the table's beginning. The last row is never one of them.
fn repeated_rows(first: &Table, table: &Table) -> usize {
    let texts = |table: &Table, row| table.row(row).map(text_of).collect::<Vec<_>>();
    let most = first.height().min(table.height()).saturating_sub(1);
    let same = |row: &usize| texts(first, *row) == texts(table, *row);
    let says_something = (0..most)
        .take_while(same)
        .any(|row| texts(table, row).iter().any(|text| !text.is_empty()));
    if says_something {
        (0..most).take_while(same).count()
    } else {
        0
    }
}

fn text_of(cell: &Cell) -> String {
    line::wrapped(cell.lines.iter().map(|line| line.text.as_str()))
}

/// The part of a table on one page.
struct Piece<'p> {
    leaf: &'p Leaf,
    table: &'p Table,
    /// Column lines of the whole table.
    columns: &'p [f64],
    /// The first row that is not left out.
    from: usize,
}

impl Piece<'_> {
    /// A row, of the cells that begin in it or reach into it.
    fn row(&self, row: usize, cells: &[&Cell]) -> Vec<Slot> {
        let mut slots: Vec<Option<Slot>> = Vec::new();
        slots.resize_with(self.columns.len().saturating_sub(1), || None);
        for cell in cells {
            let column = |x: f64| self.columns.partition_point(|line| *line < x - SAME_COLUMN);
            let (begin, end) = (column(cell.region.left), column(cell.region.right));
            for at in begin..end {
                let Some(slot) = slots.get_mut(at) else { continue };
                *slot = Some(match (cell.row == row, at - begin) {
                    (true, 0) => Slot::Cell(self.held(cell)),
                    (true, places) => Slot::Left(places),
                    // What it began with was left out as a repetition.
                    (false, _) if row == self.from => Slot::Cell(self.blank(row, at)),
                    (false, _) => Slot::Above,
                });
            }
        }
        let hole = |(at, slot): (usize, Option<Slot>)| slot.unwrap_or_else(|| Slot::Cell(self.blank(row, at)));
        slots.into_iter().enumerate().map(hole).collect()
    }

    fn held(&self, cell: &Cell) -> Held {
        let room = |line: &Line| (cell.region.right - line.region.right) / line.size;
        Held {
            text: text_of(cell),
            landmark: self.leaf.landmark(cell.region),
            room: cell.lines.last().map_or(f64::MAX, room),
        }
    }

    /// A place that no cell covers.
    fn blank(&self, row: usize, column: usize) -> Held {
        let mut region = self.table.region();
        let between = |places: &[f64], at: usize| places.get(at).copied().zip(places.get(at + 1).copied());
        if let Some((left, right)) = between(self.columns, column) {
            (region.left, region.right) = (left, right);
        }
        if let Some((top, bottom)) = between(&self.table.rows, row) {
            (region.top, region.bottom) = (top, bottom);
        }
        Held {
            text: String::new(),
            landmark: self.leaf.landmark(region),
            room: f64::MAX,
        }
    }
}

fn is_empty(slot: &Slot) -> bool {
    !matches!(slot, Slot::Cell(held) if !held.text.is_empty())
}

/// Whether `rest`, the first row of a page, is what of `row` found no room on the page before: it has no key, and every
/// text in it goes on one that filled its line and is no figure.
fn goes_on(row: &[Slot], rest: &[Slot]) -> bool {
    let mut texts = 0;
    for (at, (before, after)) in row.iter().zip(rest).enumerate() {
        match (before, after) {
            (_, Slot::Cell(after)) if after.text.is_empty() => {
                if at == 0 && is_empty(before) {
                    return false;
                }
            }
            (Slot::Cell(before), Slot::Cell(after)) => {
                let is_figure = before
                    .text
                    .chars()
                    .all(|char| char.is_ascii_digit() || ",.-%".contains(char));
                if at == 0 || is_figure || !line::is_wrapped(before.room, &after.text) {
                    return false;
                }
                texts += 1;
            }
            (Slot::Left(a), Slot::Left(b)) if a == b => {}
            _ => return false,
        }
    }
    texts > 0
}

/// Puts the rest of a row to it.
fn append(row: &mut [Slot], rest: Vec<Slot>) {
    for (before, after) in row.iter_mut().zip(rest) {
        if let (Slot::Cell(before), Slot::Cell(after)) = (before, after) {
            before.text = line::wrapped([before.text.as_str(), after.text.as_str()]);
            before.room = after.room;
        }
    }
}
