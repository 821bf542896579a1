//! Characters to cells.

use super::line::{self, Line};
use super::sheet::{Glyph, Sheet};
use super::table::Table;

/// The gap, as a share of the size, within which glyphs of one run are a chain that no rule cuts.
const TIGHT: f64 = 0.08;

/// Puts the visible text of a page into its tables' cells; what stands in none comes back as lines.
pub(super) fn fill(sheet: &Sheet, tables: &mut [Table]) -> Vec<Line> {
    let mut cells: Vec<Vec<Vec<Glyph>>> = tables.iter().map(|table| vec![Vec::new(); table.cells.len()]).collect();
    let mut rest = Vec::new();
    let visible: Vec<Glyph> = sheet.glyphs.iter().filter(|glyph| !glyph.hidden).copied().collect();
    for chain in visible.chunk_by(hold_together) {
        // What runs over a rule belongs where it is aligned: figures to the right, all else to the left.
        let decisive = if chain.iter().all(is_of_figure) {
            chain.last()
        } else {
            chain.first()
        };
        let place = decisive.and_then(|glyph| cell_at(tables, glyph.centre()));
        let into = place.and_then(|(table, cell)| cells.get_mut(table)?.get_mut(cell));
        into.unwrap_or(&mut rest).extend_from_slice(chain);
    }
    for (table, glyphs) in tables.iter_mut().zip(cells) {
        for (cell, glyphs) in table.cells.iter_mut().zip(glyphs) {
            cell.lines = line::lines(glyphs);
        }
    }
    line::lines(rest)
}

fn hold_together(a: &Glyph, b: &Glyph) -> bool {
    a.run == b.run && !b.is_blank() && (b.left - a.right).abs() < TIGHT * b.size && (b.base - a.base).abs() < 0.1
}

fn is_of_figure(glyph: &Glyph) -> bool {
    glyph.char.is_ascii_digit() || ",.-()%，．－（）％ ".contains(glyph.char)
}

/// The smallest cell at a point, by table and number: a table may stand in a cell of another.
fn cell_at(tables: &[Table], point: (f64, f64)) -> Option<(usize, usize)> {
    let found = tables.iter().enumerate().filter_map(|(at, table)| {
        let cell = table.at(point)?;
        Some((at, cell, table.cells.get(cell)?.region.size()))
    });
    let smallest = found.min_by(|a, b| a.2.total_cmp(&b.2))?;
    Some((smallest.0, smallest.1))
}
