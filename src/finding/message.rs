//! The author's 说明 filled in.

use rust_decimal::Decimal;

use super::view::View;
use super::{Finding, Scale, Shown, Term};
use crate::evaluate::Instance;
use crate::report::Figure;
use crate::syntax::{Named, RowName};
use crate::value::{Kind, normalise};

/// Fills the `{…}` places of `text`. What a place means, first match wins: 科目代码, 科目名称, 左, 右, 差, a column of
/// the row (`{本年支出合计}`, `{03.基本支出}`), a term of the check as it is written there. A place that means nothing
/// is left as written.
pub(super) fn fill(text: &str, view: View<'_>, instance: &Instance, finding: &Finding, scale: Scale) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match place(name.trim(), view, instance, finding, scale) {
            Some(value) => {
                let value = value.before(tail);
                if run_together(&out, before.is_empty(), &value) {
                    out.push(' ');
                }
                out.push_str(&value);
            }
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Whether a value needs a blank before it, which authors leave out: a figure after a word or a digit (`支出{右}`,
/// `表5{右}`), and a name straight after a code (`{科目代码}{科目名称}`).
fn run_together(out: &str, adjacent: bool, value: &str) -> bool {
    let Some(last) = out.chars().next_back() else {
        return false;
    };
    if value.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '-') {
        last.is_alphanumeric()
    } else {
        adjacent && last.is_ascii_digit()
    }
}

/// A value with the unit that it needs unless the author wrote it.
struct Filled {
    text: String,
    unit: &'static str,
}

impl Filled {
    fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            unit: "",
        }
    }

    fn shown(value: &Shown, scale: Scale) -> Self {
        Self {
            text: value.text.clone(),
            unit: match (&value.plain, scale.unit_label()) {
                (None, _) | (_, "%") => "",
                (Some(_), unit) => unit,
            },
        }
    }

    fn before(self, tail: &str) -> String {
        if self.unit.is_empty() || tail.trim_start().starts_with(self.unit) {
            self.text
        } else {
            format!("{} {}", self.text, self.unit)
        }
    }
}

fn place(name: &str, view: View<'_>, instance: &Instance, finding: &Finding, scale: Scale) -> Option<Filled> {
    let own = |text: RowName| {
        let row = view.row(instance.first_row()?)?;
        Some(Filled::words(match text {
            RowName::Code => row.code.as_deref().unwrap_or_default(),
            RowName::Name => &row.name,
        }))
    };
    if let Some(text) = RowName::named(name) {
        return own(text);
    }
    match name {
        "行" => return finding.row.as_ref().map(Filled::words),
        "列" | "本列" => return finding.column.as_ref().map(Filled::words),
        _ => {}
    }
    if let Some(comparison) = &finding.comparison {
        match name {
            "左" => return Some(Filled::shown(&comparison.left.value, scale)),
            "右" => return Some(Filled::shown(&comparison.right.value, scale)),
            "差" => return Some(Filled::words(&comparison.difference_text)),
            _ => {}
        }
    }
    column(name, view, instance, scale).or_else(|| {
        let key = normalise(name);
        let comparison = finding.comparison.iter();
        let terms = comparison.flat_map(|comparison| comparison.left.terms.iter().chain(&comparison.right.terms));
        let term: &Term = terms.chain(&finding.terms).find(|term| normalise(&term.label) == key)?;
        Some(Filled::shown(&term.value, scale))
    })
}

/// A column of the row at hand, `03.` in front of it choosing the joined table.
fn column(name: &str, view: View<'_>, instance: &Instance, scale: Scale) -> Option<Filled> {
    let rows = &instance.row.as_ref()?.rows;
    rows.iter().flatten().find_map(|row| {
        let bare = name
            .split_once('.')
            .filter(|(head, _)| view.form(row.table).is_some_and(|form| &*form.id == *head))
            .map_or(name, |(_, bare)| bare);
        let key = normalise(bare);
        let mut columns = view.block(row.table, row.part)?.numbered_columns();
        let (index, declared) =
            columns.find(|(_, column)| column.answers_to(&key) || normalise(&column.path()) == key)?;
        let kind = declared.kind;
        let cell = view.cell(row.cell(index))?;
        Some(match (&cell.figure, view.words(cell)) {
            (Figure::Number { value, half }, _) => {
                let own = own_scale(kind, scale, *value, *half);
                Filled::shown(&own.shown(*value), own)
            }
            (_, words) => Filled::words(words.unwrap_or_default()),
        })
    })
}

fn own_scale(kind: Kind, scale: Scale, value: Decimal, half: Decimal) -> Scale {
    if kind == scale.kind {
        return scale;
    }
    Scale::of(kind, scale.unit, crate::value::Amount::printed(value, half))
}
