//! The JSON of an earlier run, to compare with.

use serde::Deserialize;

use crate::diagnostic::Severity;
use crate::evaluate::Outcome;
use crate::finding::{Baseline, EarlierFinding, EarlierReport};

/// What is read of it; all else is passed over.
#[derive(Deserialize)]
struct Run {
    schema: String,
    ruleset: Ruleset,
    reports: Vec<Report>,
}

#[derive(Deserialize)]
struct Ruleset {
    hash: String,
}

#[derive(Deserialize)]
struct Report {
    file: String,
    unit: Option<String>,
    year: Option<u16>,
    summary: Summary,
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Summary {
    /// Nothing was run where the report could not be read.
    rules: usize,
}

#[derive(Deserialize)]
struct Group {
    findings: Vec<Finding>,
    /// Those put into words are among the findings.
    #[serde(default)]
    tails: Vec<Tail>,
}

#[derive(Deserialize)]
struct Finding {
    id: String,
    rule: Rule,
    severity: Severity,
    outcome: Outcome,
    message: String,
}

#[derive(Deserialize)]
struct Tail {
    id: String,
    rule: String,
}

#[derive(Deserialize)]
struct Rule {
    id: String,
    title: String,
}

/// Reads what `gouji check` wrote as JSON. `rules` is the hash of the ruleset used now.
///
/// # Errors
/// One clause in Chinese: why it can't be used.
pub fn baseline(json: &[u8], rules: &str) -> Result<Baseline, String> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let run: Run = serde_json::from_slice(json).map_err(|error| {
        let line = error.line();
        match error.classify() {
            serde_json::error::Category::Data => format!("第{line}行的内容不是 gouji check 写出的"),
            serde_json::error::Category::Eof => "内容不完整,后面缺了一截".to_owned(),
            _ => format!("第{line}行不是 JSON"),
        }
    })?;
    if run.schema != "gouji-check/1" {
        return Err(format!("格式是“{}”,这一版读的是 gouji-check/1", run.schema));
    }
    let reports = run
        .reports
        .into_iter()
        .filter(|report| report.summary.rules > 0)
        .map(|report| EarlierReport {
            name: report.file,
            unit: report.unit,
            year: report.year,
            findings: report
                .groups
                .into_iter()
                .flat_map(|group| {
                    let findings = group.findings.into_iter().map(earlier);
                    findings.chain(group.tails.into_iter().map(earlier_tail))
                })
                .collect(),
        });
    Ok(Baseline::new(reports.collect(), run.ruleset.hash != rules))
}

/// A tail is known again by its id; nothing else is said of one that is gone.
fn earlier_tail(tail: Tail) -> EarlierFinding {
    EarlierFinding {
        id: tail.id,
        rule: tail.rule,
        title: String::new(),
        severity: Severity::Notice,
        outcome: Outcome::Tail,
        sentence: String::new(),
    }
}

fn earlier(finding: Finding) -> EarlierFinding {
    EarlierFinding {
        id: finding.id,
        rule: finding.rule.id,
        title: finding.rule.title,
        severity: finding.severity,
        outcome: finding.outcome,
        sentence: finding.message,
    }
}
