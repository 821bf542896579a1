//! Tails: told briefly they say what they say in words.

use std::collections::BTreeSet;

use gouji::evaluate::Outcome;
use gouji::finding::{CheckedReport, Finding, RunHead, Words};
use gouji::render::{self, Options};
use gouji::session::{CheckOptions, Disk, Session};
use serde_json::Value;

use super::ide::fixture::today;

fn session() -> Session {
    let folder = format!("{}/rulesets/山西", env!("CARGO_MANIFEST_DIR"));
    Session::load(&Disk, &folder, today())
}

fn example(session: &Session, ending: &str) -> CheckedReport {
    let name = format!("云川县水务局.{ending}");
    let path = format!("{}/examples/reports/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    session.check_bytes(&name, bytes, &CheckOptions::default()).checked
}

fn render_as(name: &str, session: &Session, report: &CheckedReport) -> String {
    let head = RunHead {
        program: session.program(),
        sources: session.sources(),
        engine_version: "0",
        diagnostics: &[],
        single: true,
    };
    let mut out = Vec::new();
    let renderer = render::find(name).unwrap();
    render::render(
        renderer,
        head,
        std::slice::from_ref(report),
        Options::default(),
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

fn in_words(session: &Session, report: &CheckedReport) -> Vec<Finding> {
    let told = Words::new(session.program()).of(report).into_owned();
    let findings = told.groups.into_iter().flat_map(|group| group.findings);
    findings.filter(|finding| finding.outcome == Outcome::Tail).collect()
}

/// What both ways say: id, rule, row, column, operator, unit, both sides, difference, bound, where the figures stand.
type Said = (Vec<Option<String>>, BTreeSet<String>);

fn said(finding: &Finding) -> Said {
    let comparison = finding.comparison.as_ref().unwrap();
    let cells = finding.report_labels.iter().filter(|label| !label.suspect);
    let text = |text: &str| Some(text.to_owned());
    (
        vec![
            text(&finding.id),
            text(&finding.rule.id),
            finding.row.clone(),
            finding.column.clone(),
            text(comparison.operator),
            text(comparison.scale.unit_label()),
            comparison.left.value.plain.clone(),
            comparison.right.value.plain.clone(),
            comparison.difference.plain.clone(),
            comparison.bound.value.plain.clone(),
        ],
        cells.map(|label| label.place.full()).collect(),
    )
}

fn said_briefly(tail: &Value) -> Said {
    let names = [
        "id",
        "rule",
        "row",
        "column",
        "operator",
        "unit",
        "left",
        "right",
        "difference",
        "bound",
    ];
    let place = |cell: &Value| {
        let file = cell["file"].as_str().unwrap();
        match cell["cell"].as_str() {
            Some(address) => format!("{file}!{}!{address}", cell["sheet"].as_str().unwrap()),
            None => format!("{file}:{}:{}", cell["line"], cell["column"]),
        }
    };
    assert_eq!(tail["left_out"], 0);
    (
        names.map(|name| tail[name].as_str().map(str::to_owned)).into(),
        tail["cells"].as_array().unwrap().iter().map(place).collect(),
    )
}

#[test]
fn briefly_and_in_words_the_same_is_said() {
    let session = session();
    let line_schema = super::render_lists::line_schema();
    for ending in ["csv", "xlsx"] {
        let report = example(&session, ending);
        let words: Vec<Said> = in_words(&session, &report).iter().map(said).collect();
        assert!(words.len() > 10, "{words:?}");
        let json = render_as("json", &session, &report);
        let lines = json.lines().filter(|line| line.trim_start().starts_with("{\"id\": "));
        assert_eq!(lines.count(), words.len(), "a line each");
        let json: Value = serde_json::from_str(&json).unwrap();
        let errors: Vec<String> = super::render::schema()
            .iter_errors(&json)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new());
        let groups = json["reports"][0]["groups"].as_array().unwrap();
        let tails = groups.iter().flat_map(|group| group["tails"].as_array().unwrap());
        assert_eq!(tails.map(said_briefly).collect::<Vec<_>>(), words);
        let lines = render_as("jsonl", &session, &report);
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.iter().all(|line| line_schema.is_valid(line)));
        let tails = lines.iter().filter(|line| line["type"] == "tail");
        let tails: Vec<Said> = tails.map(|line| said_briefly(&line["tail"])).collect();
        assert_eq!(tails, words);
    }
}

#[test]
fn every_output_that_lists_tails_lists_each() {
    let session = session();
    let report = example(&session, "xlsx");
    let words = in_words(&session, &report);
    for (output, mark) in [
        ("csv", |finding: &Finding| finding.id.clone()),
        ("sarif", |finding: &Finding| finding.id.clone()),
        ("html", |finding: &Finding| finding.id.clone()),
        ("compact", |finding: &Finding| finding.sentence.clone()),
        ("human", |finding: &Finding| finding.report_labels[0].place.in_file()),
        ("junit", |finding: &Finding| finding.sentence.clone()),
    ] as [(_, fn(&Finding) -> String); 6]
    {
        let text = render_as(output, &session, &report);
        for finding in &words {
            assert!(text.contains(&mark(finding)), "{output}: {}", finding.sentence);
        }
    }
}
