//! Rows told apart by classification codes, and their total rows.

use std::borrow::Cow;

use super::{Remark, RowFound, Rows};
use crate::diagnostic::codes::recognise as codes;
use crate::form::{Coded, LevelIx, TotalIx};
use crate::recognise::column_groups::ColumnGroup;
use crate::recognise::figure::digits;
use crate::recognise::head::joined;
use crate::recognise::row_view::RowView;
use crate::report::RowKey;
use crate::value::{CellText, Key};

/// Reads the coded rows of one column group.
pub(in crate::recognise) struct CodedRows<'f> {
    coded: &'f Coded,
    target: usize,
    /// The code's parts of the row before, for sheets that print upper levels once.
    parts: Vec<String>,
}

impl<'f> CodedRows<'f> {
    /// A reader for the rows of `coded`, which is the column group's target of this index.
    pub fn new(coded: &'f Coded, target: usize) -> Self {
        Self {
            coded,
            target,
            parts: Vec::new(),
        }
    }

    /// The code of a row as printed, its parts joined.
    fn printed<'d>(&mut self, view: &RowView<'d>, group: &ColumnGroup) -> Cow<'d, str> {
        if let [column] = group.code.as_slice() {
            return view.text(Some(*column)).into();
        }
        let cells: Vec<&'d str> = group.code.iter().map(|column| view.text(Some(*column))).collect();
        let Some(last) = cells.iter().rposition(|cell| !cell.is_empty()) else {
            return Cow::default();
        };
        let own = cells.get(last).copied().unwrap_or_default();
        if cells.iter().flat_map(|cell| digits(cell)).count() == 0 {
            return own.into();
        }
        // Each column may hold the whole code of its level …
        let whole = digits(own).filter(|code| last > 0 && self.coded.level_of(code) == Some(LevelIx::new(last)));
        if let Some(code) = whole {
            return code.to_string().into();
        }
        // … or its own digits only, the upper ones perhaps printed in the first row alone.
        self.parts.resize(cells.len(), String::new());
        for (at, (part, cell)) in self.parts.iter_mut().zip(&cells).enumerate() {
            if !cell.is_empty() || at > last {
                *part = (*cell).to_owned();
            }
        }
        let parts = self.parts.iter().take(last + 1);
        parts.map(String::as_str).collect::<String>().into()
    }

    fn total(&self, text: &str) -> Option<TotalIx> {
        let key = Key::of(text);
        self.coded
            .totals
            .iter()
            .position(|total| *total.name.key == *key || total.aliases.iter().any(|alias| *alias.key == *key))
            .map(TotalIx::new)
    }
}

impl Rows for CodedRows<'_> {
    fn find(&mut self, view: &RowView<'_>, group: &ColumnGroup) -> RowFound {
        let mut printed = self.printed(view, group);
        let mut name = joined(view.text(group.name));
        if name.is_empty() || group.code.is_empty() {
            // Code and name in one cell.
            let glued: &str = if group.code.is_empty() { &name } else { &printed };
            let end = glued.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
            if let Some((code, rest)) = glued.split_at_checked(end)
                && self.coded.level_of(code).is_some()
            {
                let (code, rest) = (code.to_owned(), joined(rest).into_owned());
                (printed, name) = (code.into(), rest.into());
            }
        }
        let code = digits(&printed);
        if let Some((code, level)) = code
            .as_deref()
            .and_then(|code| Some((code, self.coded.level_of(code)?)))
        {
            return RowFound::Row {
                target: self.target,
                key: RowKey::Code { level },
                code: Some(view.shared(group.code.first().copied(), code)),
                name: view.shared(group.name, &name),
                remark: None,
            };
        }
        let by_code = if code.is_some() { None } else { self.total(&printed) };
        if let Some(total) = self.total(&name).or(by_code) {
            let name = if name.is_empty() { joined(&printed) } else { name };
            return RowFound::Row {
                target: self.target,
                key: RowKey::Total(total),
                code: None,
                name: view.shared(group.name, &name),
                remark: None,
            };
        }
        let grave = view.has_figure(group);
        if let Some(code) = code {
            let lengths: Vec<String> = self.coded.levels.iter().map(|level| level.length.to_string()).collect();
            return RowFound::Unknown(Remark {
                code: &codes::BROKEN_CODE,
                message: format!(
                    "科目代码“{printed}”有{}位,这张表的代码应是{}位",
                    code.len(),
                    lengths.join("、")
                ),
                help: "代码可能漏了数字,请对照原件补正;补正之前这一行不参加检查",
                grave: true,
            });
        }
        if !grave && name.is_empty() && printed.is_empty() {
            return RowFound::Nothing;
        }
        let label: CellText = if name.is_empty() {
            joined(&printed).into()
        } else {
            name.into()
        };
        RowFound::Unknown(Remark {
            code: &codes::UNKNOWN_ROW,
            message: format!("“{label}”这一行没有科目代码,也不是合计行"),
            help: "请补上科目代码;是合计行的,请在表样的“合计行”中写上这个名称",
            grave,
        })
    }
}
