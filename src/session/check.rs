//! One report from bytes to findings.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::Session;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::{
    recognise::{NOTHING_RECOGNISED, UNLISTED},
    run::INTERNAL,
};
use crate::evaluate::Evaluation;
use crate::finding::{self, CheckedFile, CheckedReport, Summary};
use crate::read;
use crate::recognise::{self, Hints};
use crate::report::{Fact, FactSource, Facts};
use crate::source::SourceId;

/// What is known about a report from outside; it wins over what the report says.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// 单位名称
    pub unit: Option<String>,
    /// 年度
    pub year: Option<u16>,
}

/// A file of a report.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name as people are shown it; its ending helps to tell the format.
    pub name: String,
    /// What is in it.
    pub bytes: Arc<[u8]>,
}

/// What came of one report.
#[derive(Debug, Clone)]
pub struct Examined {
    /// What renderers are given.
    pub checked: CheckedReport,
    /// The outcome of every rule; no rules where there is no report.
    pub evaluation: Evaluation,
}

impl Session {
    /// Reads, recognises and checks a report that is one file; see [`Session::check`].
    #[must_use]
    pub fn check_bytes(&self, name: &str, bytes: impl Into<Arc<[u8]>>, options: &CheckOptions) -> Examined {
        let bytes = bytes.into();
        let file = File {
            name: name.to_owned(),
            bytes,
        };
        self.check(name, vec![file], options)
    }

    /// Reads, recognises and checks the report called `name`, which is made up of `files`: the tables of all of them are
    /// checked together.
    ///
    /// Never panics: a bug met on the way becomes a diagnostic of this report, and others go on.
    #[must_use]
    pub fn check(&self, name: &str, files: Vec<File>, options: &CheckOptions) -> Examined {
        let whole = AssertUnwindSafe(|| self.examine(name, &files, options));
        catch_unwind(whole).unwrap_or_else(|panic| {
            let mut examined = self.unexamined(name);
            examined.checked.diagnostics.push(internal_error(name, &*panic));
            examined
        })
    }

    fn examine(&self, name: &str, files: &[File], options: &CheckOptions) -> Examined {
        let mut examined = self.unexamined(name);
        let checked = &mut examined.checked;
        let hints = Hints {
            year: options.year,
            unit: options.unit.clone(),
        };
        let forms = &self.plan().ruleset.forms;
        let mut reports = Vec::new();
        for file in files {
            let next = SourceId(u32::try_from(checked.sources.iter().count()).unwrap_or(u32::MAX));
            let document = read::read(&mut checked.sources, &file.name, &file.bytes).take(&mut checked.diagnostics);
            checked.files.push(CheckedFile {
                name: file.name.as_str().into(),
                hash: checked
                    .sources
                    .get(next)
                    .map(|source| Arc::clone(&source.hash))
                    .unwrap_or_default(),
                format: document.as_ref().map(|document| document.format),
                source: next,
                bytes: Arc::clone(&file.bytes),
            });
            let Some(document) = document else { continue };
            reports.push(self.recognise(&document, &hints).take(&mut checked.diagnostics));
        }
        checked.hash = hash_of(&checked.files);
        let Some(mut report) = recognise::join(reports, forms).take(&mut checked.diagnostics) else {
            return examined;
        };
        if report.tables.is_empty() {
            checked.diagnostics.push(nothing_recognised());
        }
        let given = Facts {
            unit: options.unit.clone().map(given),
            year: options.year.map(given),
            kind: None,
        };
        report.facts = given.or(report.facts).or(recognise::facts_in_name(name));
        checked.unit = report.facts.unit.as_ref().map(|fact| fact.value.clone());
        checked.kind = report.facts.kind.as_ref().map(|fact| fact.value);
        checked.year = report.facts.year.as_ref().map(|fact| fact.value);
        checked.repairs = finding::repairs(self.plan(), &report, &checked.sources);
        if report.tables.is_empty() {
            // That every table is missing would only hide what is wrong.
            checked.report = Some(Arc::new(report));
            return examined;
        }
        let bound = self.bind(&report);
        examined.evaluation = bound.run();
        (checked.groups, checked.summary) = finding::derive(
            self.plan(),
            &report,
            &checked.sources,
            &examined.evaluation,
            &bound,
            Some(self.today),
        );
        let unlisted = finding::unlisted(&checked.summary, &checked.groups);
        if unlisted > 0 {
            checked.diagnostics.push(too_many(unlisted));
        }
        checked.report = Some(Arc::new(report));
        examined
    }

    fn unexamined(&self, name: &str) -> Examined {
        Examined {
            checked: CheckedReport {
                name: name.into(),
                hash: "".into(),
                files: Vec::new(),
                unit: None,
                year: None,
                kind: None,
                groups: Vec::new(),
                summary: Summary::default(),
                diagnostics: Vec::new(),
                repairs: Vec::new(),
                sources: self.sources.clone(),
                report: None,
                changes: None,
            },
            evaluation: Evaluation::default(),
        }
    }
}

/// The hash of the only file, or one over the hashes of all.
pub(super) fn hash_of(files: &[CheckedFile]) -> Arc<str> {
    if let [only] = files {
        return Arc::clone(&only.hash);
    }
    let hashes: String = files.iter().map(|file| &*file.hash).collect();
    crate::source::hash(hashes.as_bytes())
}

/// The report it is told of bears its name already.
fn nothing_recognised() -> Diagnostic {
    Diagnostic::new(&NOTHING_RECOGNISED, "没有认出规则集里的任何一张表,没有核对")
        .help("确认选对了文件和规则集;用 gouji inspect 查看文件里读到了什么")
}

/// The findings told of are true; only the list of them has an end.
fn too_many(unlisted: usize) -> Diagnostic {
    let message = format!("不符太多,另有 {unlisted} 处没有逐条列出,只计入小结");
    Diagnostic::new(&UNLISTED, message)
        .help("同一条规则有上千处不符,多半是同一个原因:先看规则集是否选对,再看列出的前几条")
}

/// A fact from outside the report.
pub(super) fn given<T>(value: T) -> Fact<T> {
    Fact {
        value,
        source: FactSource::Given,
    }
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
