//! The row of a table that has only one.

use super::{Remark, RowFound, Rows};
use crate::diagnostic::codes::recognise as codes;
use crate::recognise::column_groups::ColumnGroup;
use crate::recognise::row_view::RowView;
use crate::report::RowKey;

/// Takes the first row with something in its bound columns.
pub(in crate::recognise) struct RecordRow {
    target: usize,
    taken: bool,
}

impl RecordRow {
    /// A reader for a record, which is the column group's target of this index.
    pub fn new(target: usize) -> Self {
        Self { target, taken: false }
    }
}

impl Rows for RecordRow {
    fn find(&mut self, view: &RowView<'_>, group: &ColumnGroup) -> RowFound {
        let bound = group.targets.get(self.target).map(|target| target.bound.as_slice());
        if !view.has_figure(group) || !bound.is_some_and(|bound| view.is_filled(bound)) {
            return RowFound::Nothing;
        }
        if self.taken {
            return RowFound::Unknown(Remark {
                code: &codes::SECOND_RECORD,
                message: "这张表只应有一行数字,这里又有一行".to_owned(),
                help: "请核对是否多录了一行,或两张表连在了一起;只有第一行参加检查",
                grave: true,
            });
        }
        self.taken = true;
        RowFound::Row {
            target: self.target,
            key: RowKey::Record,
            code: None,
            name: "".into(),
            remark: None,
        }
    }
}
