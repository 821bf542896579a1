//! Shorter ways to what [`exact`](super::exact) says: sums of whole thousandths for all rows of a column at once, conditions on names
//! without their trees, signs known for whole columns.
//!
//! Nothing here says what the language means. Whatever it cannot tell for certain is left to exact arithmetic, and without it all comes
//! out the same, only later; a test runs everything so.

mod cell_lookup;
mod column_sums;
mod compiled;
mod part_cells;
mod quantity;
mod row_filter;
mod signs;
mod sum;

pub(super) use cell_lookup::Lookup;
pub(super) use column_sums::{Scratch, sweep};
pub(super) use compiled::{Compiled, CompiledRule};
pub(super) use part_cells::{PartCells, TableCells};
pub(super) use row_filter::RowFilter;
pub(super) use signs::non_negative;
