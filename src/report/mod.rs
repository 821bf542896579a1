//! A report once its tables have been recognised: figures addressed by form, row and column.

mod fact;
mod figure;
mod place;
mod table;

pub use fact::{Fact, FactSource, Facts, ReportKind};
pub use figure::{Cell, Figure, Repair, RepairKind};
pub use place::{FigureRef, RowIx, RowRef, TableIx};
pub use table::{ColumnBinding, ColumnBound, FoundBy, Part, Row, RowKey, Table, UnitSource};

use crate::form::FormId;
use crate::read::Format;
use crate::source::{Origin, SourceId};

/// A recognised report.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// The files it was read from: one, or several of one unit.
    pub files: Vec<ReportFile>,
    /// What it says about itself.
    pub facts: Facts,
    /// Its tables in reading order. [`Table::form`] indexes the ruleset's forms.
    pub tables: Vec<Table>,
    /// What stands in tables or between them and was not taken for anything, so that nothing is lost unseen.
    pub leftovers: Vec<Leftover>,
}

/// A file that a report was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReportFile {
    /// The file.
    pub source: SourceId,
    /// What it turned out to be.
    pub format: Format,
}

/// A piece that recognition could not place.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Leftover {
    /// Its text, shortened.
    pub text: String,
    /// Where it stands.
    pub origin: Origin,
    /// Why it was left, in Chinese.
    pub reason: String,
}

impl Report {
    /// The tables with their indices, in reading order.
    pub fn numbered_tables(&self) -> impl Iterator<Item = (TableIx, &Table)> {
        self.tables
            .iter()
            .enumerate()
            .map(|(at, table)| (TableIx::new(at), table))
    }

    /// The tables recognised as a form, in reading order.
    pub fn tables_of(&self, form: FormId) -> impl Iterator<Item = (TableIx, &Table)> {
        self.numbered_tables().filter(move |(_, table)| table.form == form)
    }
}
