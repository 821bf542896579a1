//! Recognition: documents and forms to reports.

mod cases;
mod damage;
mod file_name;
mod forms;
mod gaoping;
mod given;
mod hostile;
pub mod known;
mod unnumbered;
mod workbook;

use gouji::diagnostic::Checked;
use gouji::form::Form;
use gouji::recognise::{Hints, Lexicon, recognise};
use gouji::report::{Figure, Report, RowIx, RowKey, Table};
use gouji::source::SourceMap;

/// A report in text, with `|` for tabs, recognised against the ten forms.
fn text(text: &str) -> Checked<Report> {
    text_as(text, &forms::all())
}

fn text_as(text: &str, forms: &[Form]) -> Checked<Report> {
    let mut sources = SourceMap::new();
    let text = text.replace('|', "\t");
    let read = gouji::read::read(&mut sources, "报告.txt", text.as_bytes());
    recognise(&read.value.unwrap(), forms, &Lexicon::default(), &Hints::default())
}

/// A figure: its value in 元, `_` for blank, `?` for unreadable, `-` for missing.
fn shown(figure: &Figure) -> String {
    match figure {
        Figure::Number { value, .. } => value.normalize().to_string(),
        Figure::Blank => "_".to_owned(),
        Figure::Unreadable(_) => "?".to_owned(),
        Figure::Missing => "-".to_owned(),
    }
}

/// What tells a row apart: its code, its 行次 (or name), the name of its total.
fn key(form: &Form, block: usize, row: &gouji::report::Row) -> String {
    let axis = &form.blocks[block].axis;
    match row.key {
        RowKey::Code { .. } => row.code.as_deref().unwrap_or_default().to_owned(),
        RowKey::Item(item) => {
            let item = axis.item(item).unwrap();
            item.line
                .map_or_else(|| item.name.text.to_string(), |line| line.to_string())
        }
        RowKey::Total(total) => axis.total(total).unwrap().name.text.to_string(),
        RowKey::Record => "记录".to_owned(),
    }
}

/// Each row of a block as `key figure figure …`.
fn rows(forms: &[Form], table: &Table, block: usize) -> Vec<String> {
    let part = &table.parts[block];
    let line = |(at, row): (RowIx, &gouji::report::Row)| {
        let mut line = key(&forms[table.form.index()], block, row);
        for column in part.column_indices() {
            line.push(' ');
            line.push_str(&shown(&part.cell(at, column).unwrap().figure));
        }
        line
    };
    part.numbered_rows().map(line).collect()
}

/// The codes of the diagnostics, sorted.
fn codes<T>(checked: &Checked<T>) -> Vec<&'static str> {
    let mut codes: Vec<_> = checked
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code.id)
        .collect();
    codes.sort_unstable();
    codes
}
