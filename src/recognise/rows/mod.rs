//! What the rows of a column group are: coded rows, items, or the one record.

mod coded;
mod items;
mod record;

pub(super) use coded::CodedRows;
pub(super) use items::ItemRows;
pub(super) use record::RecordRow;

use super::column_groups::ColumnGroup;
use super::row_view::RowView;
use crate::diagnostic::Code;
use crate::report::RowKey;
use crate::value::CellText;

/// What a column group of a row was found to be.
pub(super) enum RowFound {
    /// A row of a block.
    Row {
        /// Index into the column group's targets.
        target: usize,
        /// What it is.
        key: RowKey,
        /// Its code.
        code: Option<CellText>,
        /// Its name as printed.
        name: CellText,
        /// Something to say about it.
        remark: Option<Remark>,
    },
    /// The title of a section, or nothing at all.
    Nothing,
    /// Something that the form does not have.
    Unknown(Remark),
}

/// Something to say about a row.
pub(super) struct Remark {
    /// Its code.
    pub code: &'static Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
    /// Whether a figure is at stake; where none is, the row is only kept among what was left over.
    pub grave: bool,
}

/// A reader of the rows of one column group.
pub(super) trait Rows {
    /// What the column group of `view` is. Rows come in reading order.
    fn find(&mut self, view: &RowView<'_>, group: &ColumnGroup) -> RowFound;
}
