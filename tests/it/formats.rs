//! The example report as people hand it in: whatever carries it, the findings are the same.
//!
//! `tests/fixtures/` holds what LibreOffice makes of `examples/reports/云川县水务局.xlsx` when it saves it as these formats (the
//! docx from the html); save them again when the example changes.

use gouji::finding::{CheckedReport, Position};
use gouji::session::{CheckOptions, Disk, Session};

use crate::ide::fixture::today;

/// What must not depend on the carrier.
#[derive(Debug, PartialEq)]
struct Said {
    facts: (Option<String>, Option<u16>),
    findings: Vec<(String, String, Option<String>)>,
    causes: Vec<String>,
    counts: gouji::finding::Counts,
}

fn said(checked: &CheckedReport) -> Said {
    let findings = checked.groups.iter().flat_map(|group| &group.findings);
    Said {
        facts: (checked.unit.clone(), checked.year),
        findings: findings
            .map(|finding| {
                let difference = finding.comparison.as_ref();
                (
                    finding.id.clone(),
                    finding.sentence.clone(),
                    difference.map(|comparison| comparison.difference_text.clone()),
                )
            })
            .collect(),
        causes: checked
            .groups
            .iter()
            .filter_map(|group| match &group.kind {
                gouji::finding::GroupKind::Cause(cause) => Some(cause.sentence.clone()),
                _ => None,
            })
            .collect(),
        counts: checked.summary.outcomes,
    }
}

fn checked(session: &Session, path: &str) -> CheckedReport {
    let bytes = std::fs::read(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    session.check_bytes(path, bytes, &CheckOptions::default()).checked
}

#[test]
fn every_format_gives_the_same_findings() {
    let session = Session::load(&Disk, &format!("{}/rulesets/山西", env!("CARGO_MANIFEST_DIR")), today());
    let expected = said(&checked(&session, "examples/reports/云川县水务局.csv"));
    assert!(!expected.findings.is_empty());
    let workbook = checked(&session, "examples/reports/云川县水务局.xlsx");
    assert_eq!(said(&workbook), expected, "xlsx");
    for ending in ["ods", "xls", "html", "docx", "pdf"] {
        let report = checked(&session, &format!("tests/fixtures/云川县水务局.{ending}"));
        assert_eq!(said(&report), expected, "{ending}: {:#?}", report.diagnostics);
        let place = &report.groups[0].findings[0].report_labels[0].place;
        let fitting = match ending {
            "ods" | "xls" => matches!(place.position, Position::Cell { .. }),
            "html" | "docx" => matches!(place.position, Position::Table { .. }),
            _ => matches!(place.position, Position::Page { .. }),
        };
        assert!(fitting, "{ending}: {:?}", place.position);
    }
}
