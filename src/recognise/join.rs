//! Several files of one unit as one report.

use crate::diagnostic::{Checked, Code, Diagnostic, codes::recognise as codes};
use crate::form::{Form, FormId};
use crate::report::{Fact, Report};
use crate::source::Origin;
use crate::value::normalise;

/// Things that are named one by one; the rest is counted.
const MOST_NAMED: usize = 8;

/// The first report with what the others add: their tables, and the facts that none before states. Nothing is merged in
/// silence: tables that several have, and other units or years, are told of, each once; what comes first counts.
/// `None` for no reports.
#[must_use]
pub fn join(reports: Vec<Report>, forms: &[Form]) -> Checked<Option<Report>> {
    let units = distinct(&reports, |report| report.facts.unit.as_ref(), |unit| normalise(unit));
    let years = distinct(&reports, |report| report.facts.year.as_ref(), |year| *year);
    let mut diagnostics = Vec::new();
    if units.len() > 1 {
        let names = units.iter().map(|unit| format!("“{}”", unit.value)).collect();
        let message = format!("几个文件写的单位不是一个:{}", listed(names, "个单位"));
        let help = "确认这些文件属于同一个单位;不属于的,一个单位放一个目录,或者去掉 --per-folder";
        diagnostics.push(differ(&codes::UNITS_DIFFER, message, units.get(1).copied(), help));
    }
    if years.len() > 1 {
        let names = years.iter().map(|year| year.value.to_string()).collect();
        let message = format!("几个文件写的年度不是一个:{}", listed(names, "个年度"));
        let help = "确认这些文件属于同一个年度";
        diagnostics.push(differ(&codes::YEARS_DIFFER, message, years.get(1).copied(), help));
    }
    diagnostics.extend(twice(&reports, forms));
    let joined = reports.into_iter().reduce(|mut report, next| {
        report.facts = report.facts.or(next.facts);
        report.files.extend(next.files);
        report.tables.extend(next.tables);
        report.leftovers.extend(next.leftovers);
        report
    });
    Checked::new(joined, diagnostics)
}

/// What the reports say of one fact: the first of each value.
fn distinct<'r, T, K: PartialEq>(
    reports: &'r [Report],
    fact: impl Fn(&'r Report) -> Option<&'r Fact<T>>,
    key: impl Fn(&T) -> K,
) -> Vec<&'r Fact<T>> {
    let mut found: Vec<(K, &Fact<T>)> = Vec::new();
    for fact in reports.iter().filter_map(fact) {
        let key = key(&fact.value);
        if found.iter().all(|(known, _)| *known != key) {
            found.push((key, fact));
        }
    }
    found.into_iter().map(|(_, fact)| fact).collect()
}

fn differ<T>(code: &'static Code, message: String, second: Option<&Fact<T>>, help: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, message).help(help);
    match second.and_then(|fact| fact.source.origin()) {
        Some(origin) => diagnostic.at_origin(origin, "这里写的与前面的文件不同"),
        None => diagnostic,
    }
}

/// The tables that several reports have, in one sentence: of two copies of a report it would else be one for each table.
fn twice(reports: &[Report], forms: &[Form]) -> Option<Diagnostic> {
    let mut first: Vec<Option<Origin>> = vec![None; forms.len()];
    let mut again: Vec<(FormId, Origin, Origin)> = Vec::new();
    for report in reports {
        let mut here: Vec<(FormId, Origin)> = Vec::new();
        for table in &report.tables {
            let once = forms.get(table.form.index()).is_some_and(|form| !form.repeatable);
            let before = first.get(table.form.index()).copied().flatten();
            match before {
                Some(before) if once && again.iter().all(|(form, ..)| *form != table.form) => {
                    again.push((table.form, table.origin, before));
                }
                None => here.push((table.form, table.origin)),
                Some(_) => {}
            }
        }
        for (form, origin) in here {
            if let Some(slot) = first.get_mut(form.index()) {
                slot.get_or_insert(origin);
            }
        }
    }
    let (_, second, before) = *again.first()?;
    let named = again.iter().filter_map(|(form, ..)| forms.get(form.index()));
    let named: Vec<String> = match again.as_slice() {
        [_] => named.map(|form| format!("表{} {}", form.id, form.title())).collect(),
        _ => named.map(|form| format!("表{}", form.id)).collect(),
    };
    let message = format!("{}在不止一个文件里有,按先读到的核对", listed(named, "张表"));
    Some(
        Diagnostic::new(&codes::DUPLICATE_TABLE, message)
            .at_origin(second, "这里又有一张")
            .at_origin(before, "先读到的在这里")
            .help("同一份报告的同一张表只留一份;两份不一样的,请确认以哪一份为准"),
    )
}

/// `甲、乙、丙 等 30 个单位`
fn listed(names: Vec<String>, what: &str) -> String {
    let count = names.len();
    let named = names.into_iter().take(MOST_NAMED).collect::<Vec<_>>().join("、");
    if count > MOST_NAMED {
        format!("{named} 等 {count} {what}")
    } else {
        named
    }
}
