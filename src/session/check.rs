//! One report from bytes to findings.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::Session;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::run::INTERNAL;
use crate::evaluate::Evaluation;
use crate::finding::{self, CheckedReport, Summary};
use crate::read;
use crate::recognise::{self, Hints};
use crate::report::{Fact, Report};
use crate::source::SourceMap;

/// What is known about a report from outside; it wins over what the report says.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// 单位名称
    pub unit: Option<String>,
    /// 年度
    pub year: Option<u16>,
}

/// What came of one report.
#[derive(Debug, Clone)]
pub struct Examined {
    /// What renderers are given.
    pub checked: CheckedReport,
    /// The report as recognised; `None` where the file could not be read at all.
    pub report: Option<Report>,
    /// The outcome of every rule; no rules where there is no report.
    pub evaluation: Evaluation,
}

impl Session {
    /// Reads, recognises and checks a report, and adds it to `sources`, which begin as a copy of
    /// [`Session::sources`] and may take many reports. `name` is shown to people, and its ending helps to tell the
    /// format.
    ///
    /// Never panics: a bug met on the way becomes a diagnostic of this report, and others go on.
    pub fn check_bytes(&self, sources: &mut SourceMap, name: &str, bytes: &[u8], options: &CheckOptions) -> Examined {
        catch_unwind(AssertUnwindSafe(|| self.check(sources, name, bytes, options))).unwrap_or_else(|panic| {
            let mut examined = unexamined(name);
            examined.checked.diagnostics.push(internal_error(name, &*panic));
            examined
        })
    }

    fn check(&self, sources: &mut SourceMap, name: &str, bytes: &[u8], options: &CheckOptions) -> Examined {
        let mut examined = unexamined(name);
        let checked = &mut examined.checked;
        let document = read::read(sources, name, bytes).take(&mut checked.diagnostics);
        checked.hash = sources
            .iter()
            .last()
            .map(|source| Arc::clone(&source.hash))
            .unwrap_or_default();
        let Some(document) = document else {
            return examined;
        };
        let hints = Hints {
            year: options.year,
            unit: options.unit.clone(),
        };
        let forms = &self.plan.ruleset.forms;
        let mut report = recognise::recognise(&document, forms, &hints).take(&mut checked.diagnostics);
        report.facts.unit = options.unit.clone().map(given).or(report.facts.unit);
        report.facts.year = options.year.map(given).or(report.facts.year);
        checked.unit = report.facts.unit.as_ref().map(|fact| fact.value.clone());
        checked.year = report.facts.year.as_ref().map(|fact| fact.value);
        checked.format = Some(report.format);
        checked.repairs = finding::repairs(&self.plan, &report, sources);
        let bound = self.bind(&report);
        examined.evaluation = bound.run();
        (checked.groups, checked.summary) = finding::derive(
            &self.plan,
            &report,
            sources,
            &examined.evaluation,
            &bound,
            Some(self.today),
        );
        examined.report = Some(report);
        examined
    }
}

fn unexamined(name: &str) -> Examined {
    Examined {
        checked: CheckedReport {
            name: name.into(),
            hash: "".into(),
            unit: None,
            year: None,
            format: None,
            groups: Vec::new(),
            summary: Summary::default(),
            diagnostics: Vec::new(),
            repairs: Vec::new(),
        },
        report: None,
        evaluation: Evaluation::default(),
    }
}

/// A fact from outside the report.
pub(super) fn given<T>(value: T) -> Fact<T> {
    Fact { value, origin: None }
}

fn internal_error(name: &str, panic: &(dyn Any + Send)) -> Diagnostic {
    let reason = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    Diagnostic::new(&INTERNAL, format!("核对“{name}”时程序内部出错,这份报告没有核对完"))
        .help(format!("请把这句话和报告文件反馈给我们:{reason}"))
}
