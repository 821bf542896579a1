//! Several files of one unit as one report.

use crate::diagnostic::{Checked, Diagnostic, codes::recognise as codes};
use crate::form::Form;
use crate::report::Report;
use crate::value::normalise;

/// `first` with what `second` adds: its tables, and the facts that `first` does not state. Nothing is merged in
/// silence: a table that both have, and another unit or year, are told of; the first counts.
#[must_use]
pub fn join(first: Report, second: Report, forms: &[Form]) -> Checked<Report> {
    let mut diagnostics = Vec::new();
    let mut report = first;
    for table in &second.tables {
        let form = forms.get(table.form);
        let twice = report
            .tables_of(table.form)
            .next()
            .filter(|_| form.is_none_or(|form| !form.repeatable));
        if let Some(((_, before), form)) = twice.zip(form) {
            let message = format!("表{} {}在两个文件里都有,按先读到的核对", form.id, form.title());
            diagnostics.push(
                Diagnostic::new(&codes::DUPLICATE_TABLE, message)
                    .at_origin(table.origin, "这里又有一张")
                    .at_origin(before.origin, "先读到的在这里")
                    .help("同一份报告的同一张表只留一份;两份不一样的,请确认以哪一份为准"),
            );
        }
    }
    let (unit, year) = (&report.facts.unit, &report.facts.year);
    let other = |code, message: String, fact: Option<crate::source::Origin>, help: &str| {
        let diagnostic = Diagnostic::new(code, message).help(help);
        match fact {
            Some(origin) => diagnostic.at_origin(origin, "这里"),
            None => diagnostic,
        }
    };
    if let (Some(one), Some(two)) = (unit, &second.facts.unit)
        && normalise(&one.value) != normalise(&two.value)
    {
        let message = format!("这个文件写的单位是“{}”,前面的文件写的是“{}”", two.value, one.value);
        let help = "确认这些文件属于同一个单位;不属于的,请分开核对";
        diagnostics.push(other(&codes::UNITS_DIFFER, message, two.source.origin(), help));
    }
    if let (Some(one), Some(two)) = (year, &second.facts.year)
        && one.value != two.value
    {
        let message = format!("这个文件写的是{}年,前面的文件写的是{}年", two.value, one.value);
        diagnostics.push(other(
            &codes::YEARS_DIFFER,
            message,
            two.source.origin(),
            "确认这些文件属于同一个年度",
        ));
    }
    report.facts = report.facts.or(second.facts);
    report.files.extend(second.files);
    report.tables.extend(second.tables);
    report.leftovers.extend(second.leftovers);
    Checked::new(report, diagnostics)
}
