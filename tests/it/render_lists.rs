//! Outputs that are lists: what they hold, and what their standards ask.

use std::collections::BTreeMap;

use gouji::finding::CheckedReport;
use gouji::render::{self, Options};
use gouji::ruleset::Date;
use gouji::syntax::ast::ComparisonOperator::Approximately;
use quick_xml::events::Event;
use serde_json::Value;

use super::project::Project;
use super::sample::{Carrier, Sample, compare, gaoping};

fn render_as(name: &str, sample: &Sample, reports: &[CheckedReport]) -> String {
    let mut out = Vec::new();
    let renderer = render::find(name).unwrap();
    let head = gouji::finding::RunHead {
        single: reports.len() == 1,
        ..sample.head()
    };
    render::render(renderer, head, reports, Options::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The sample with a waiver and a diagnostic.
fn waived(carrier: Carrier) -> Sample {
    let mut sample = gaoping(carrier);
    let until = Date {
        year: 2025,
        month: 12,
        day: 31,
    };
    sample.waive("05.小计", None, Some(until));
    sample
}

fn one(name: &str, carrier: Carrier) -> String {
    let sample = waived(carrier);
    render_as(name, &sample, &[sample.checked()])
}

/// A report whose names try to be more than text.
fn hostile(carrier: Carrier, name: &str) -> Sample {
    let mut sample = Sample::new(
        carrier,
        "甲: 一 ≈ 二\n",
        &[("03", "表", &["甲", "乙"], &["208|名|1.00|3.00"])],
    );
    sample.report.tables[0].parts[0].rows[0].name = name.into();
    sample.report.facts.unit.as_mut().unwrap().value = name.to_owned();
    let application = compare(&[('+', (0, 0, 0))], Approximately, &[('+', (0, 0, 1))]).on_row(0, 0);
    sample.rule("=甲", name, "一 ≈ 二", vec![application]);
    sample
}

const HOSTILE: [&str; 12] = [
    "=HYPERLINK(\"http://x\")",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "a|b\\|c",
    "<script>alert(1)</script>",
    "a\"b,c\r\nd",
    "`code` *bold* _it_ [x](y) ![z](w) ~~no~~ #1 $x$",
    "]]>&amp;&#0;\u{1}\u{b}\u{ffff}\u{fffe}",
    "\u{202e}\u{2028}\u{85}",
    "1. 一",
];

#[test]
fn compact() {
    insta::assert_snapshot!("compact_text", one("compact", Carrier::Text));
    insta::assert_snapshot!("compact_workbook", one("compact", Carrier::Workbook));
}

#[test]
fn a_thought_a_line() {
    for name in HOSTILE {
        let sample = hostile(Carrier::Text, name);
        let text = render_as("compact", &sample, &[sample.checked()]);
        assert_eq!(text.lines().count(), 1, "{text:?}");
        assert!(text.starts_with("高平-2024.txt:4:"), "{text:?}");
        let bad = text
            .chars()
            .find(|c| *c != '\n' && (c.is_control() || ('\u{2028}'..='\u{202e}').contains(c)));
        assert_eq!(bad, None, "{text:?}");
    }
}

#[test]
fn markdown() {
    insta::assert_snapshot!("markdown_one", one("markdown", Carrier::Text));
    let sample = waived(Carrier::Workbook);
    let mut other = sample.checked();
    other.name = "另一份|报告.xlsx".into();
    other.unit = None;
    let mut none = sample.checked();
    (none.name, none.report, none.groups, none.summary) = ("坏.xlsx".into(), None, Vec::new(), Default::default());
    let reports = [sample.checked(), other, none];
    let text = render_as("markdown", &sample, &reports);
    let (_, matrix) = text.split_once("## 全部报告").unwrap();
    insta::assert_snapshot!("markdown_matrix", matrix);
}

#[test]
fn markdown_shows_names_as_they_are() {
    for name in HOSTILE {
        let sample = hostile(Carrier::Workbook, name);
        let text = render_as("markdown", &sample, &[sample.checked()]);
        assert!(!text.contains('<') && !text.replace("\\]", "").contains("]("), "{text}");
        let cells = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 3, "{text}");
        for row in rows {
            assert_eq!(cells(row), 6, "{row}");
        }
    }
}

#[test]
fn csv_for_excel() {
    insta::assert_snapshot!("csv", one("csv", Carrier::Workbook));
}

/// Heads and rows.
fn csv_rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn csv_keeps_to_rfc_4180_and_computes_nothing() {
    for name in HOSTILE {
        let sample = hostile(Carrier::Workbook, name);
        let text = render_as("csv", &sample, &[sample.checked()]);
        assert!(text.ends_with("\r\n"));
        for row in csv_rows(&text) {
            for (head, cell) in &row {
                let figure = cell.parse::<f64>().is_ok();
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!formula || figure && head == "差额", "{head}: {cell:?}");
            }
            assert_eq!(row["差额"], "-2");
            assert!(
                row["规则"].starts_with("'=甲 ") && row["规则"].ends_with(name),
                "{row:?}"
            );
        }
    }
}

#[test]
fn csv_has_a_row_for_each_finding_and_plain_figures() {
    let sample = waived(Carrier::Text);
    let report = sample.checked();
    let rows = csv_rows(&render_as("csv", &sample, std::slice::from_ref(&report)));
    let findings: Vec<_> = report.groups.iter().flat_map(|group| &group.findings).collect();
    assert_eq!(rows.len(), findings.len());
    for (row, finding) in rows.iter().zip(findings) {
        assert_eq!(row["编号"], finding.id);
        let named = format!("{} {}", finding.rule.id, finding.rule.title);
        assert_eq!(row["规则"], named.trim_end());
        if let Some(comparison) = &finding.comparison {
            assert_eq!(Some(&row["差额"]), comparison.difference.plain.as_ref());
            assert_eq!(row["计量单位"], "万元");
        }
    }
}

pub fn line_schema() -> jsonschema::Validator {
    let text = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let whole = jsonschema::Resource::from_contents(text(include_str!("../../docs/schema/check.schema.json"))).unwrap();
    jsonschema::options()
        .with_resource("urn:gouji:schema:check:1", whole)
        .build(&text(include_str!("../../docs/schema/check-line.schema.json")))
        .unwrap()
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn json_lines_keep_to_their_schema_and_say_what_json_says() {
    let schema = line_schema();
    for carrier in [Carrier::Text, Carrier::Workbook] {
        let sample = waived(carrier);
        let reports = [sample.checked(), sample.checked()];
        let lines = json_lines(&render_as("jsonl", &sample, &reports));
        for line in &lines {
            let errors: Vec<String> = schema.iter_errors(line).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{line}");
        }
        let mut spoilt = lines[1].clone();
        spoilt["finding"]["severity"] = "grave".into();
        assert!(!schema.is_valid(&spoilt));
        let whole: Value = serde_json::from_str(&render_as("json", &sample, &reports)).unwrap();
        let groups = whole["reports"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|report| report["groups"].as_array().unwrap());
        let findings: Vec<&Value> = groups.flat_map(|group| group["findings"].as_array().unwrap()).collect();
        let told: Vec<&Value> = lines
            .iter()
            .filter(|line| line["type"] == "finding")
            .map(|line| &line["finding"])
            .collect();
        assert_eq!(told, findings);
        assert_eq!(lines[0]["type"], "run");
        assert_eq!(lines.last().unwrap()["overview"], whole["overview"]);
        assert_eq!(lines.iter().filter(|line| line["type"] == "report").count(), 2);
    }
}

#[test]
fn sarif() {
    insta::assert_snapshot!("sarif_text", one("sarif", Carrier::Text));
}

/// OASIS's schema is not ours to keep here; `GOUJI_SARIF_SCHEMA` may name a copy of it.
#[test]
fn sarif_keeps_to_its_schema() {
    let Some(path) = std::env::var_os("GOUJI_SARIF_SCHEMA") else {
        println!("skipped: GOUJI_SARIF_SCHEMA names no schema");
        return;
    };
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let schema = jsonschema::draft4::new(&schema).unwrap();
    for carrier in [Carrier::Text, Carrier::Workbook] {
        for name in HOSTILE {
            let sample = hostile(carrier, name);
            let log = serde_json::from_str(&render_as("sarif", &sample, &[sample.checked()])).unwrap();
            assert!(schema.is_valid(&log), "{name}");
        }
        let log = serde_json::from_str(&one("sarif", carrier)).unwrap();
        let errors: Vec<String> = schema.iter_errors(&log).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
}

/// What the schema of SARIF cannot say: that indices and regions mean what they should.
#[test]
fn sarif_points_at_what_it_means() {
    for carrier in [Carrier::Text, Carrier::Workbook] {
        let sample = waived(carrier);
        let report = sample.checked();
        let log: Value = serde_json::from_str(&render_as("sarif", &sample, std::slice::from_ref(&report))).unwrap();
        assert_eq!(
            (&log["version"], log["runs"].as_array().unwrap().len()),
            (&"2.1.0".into(), 1)
        );
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        let results = run["results"].as_array().unwrap();
        let findings: Vec<_> = report.groups.iter().flat_map(|group| &group.findings).collect();
        assert_eq!(results.len(), findings.len());
        for (result, finding) in results.iter().zip(findings) {
            let rule = &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(
                (&rule["id"], result["ruleId"].as_str()),
                (&result["ruleId"], Some(&*finding.rule.id))
            );
            assert_eq!(result["partialFingerprints"]["gouji/1"], *finding.id);
            assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
            let suppressed = !result["suppressions"].as_array().unwrap().is_empty();
            assert_eq!(suppressed, finding.outcome == gouji::evaluate::Outcome::Explained);
            let related = result["relatedLocations"].as_array().unwrap();
            assert_eq!(related.len(), finding.report_labels.len().max(1));
            for location in result["locations"].as_array().unwrap().iter().chain(related) {
                let at = &location["physicalLocation"]["artifactLocation"];
                let artifact = &run["artifacts"][usize::try_from(at["index"].as_u64().unwrap()).unwrap()];
                assert_eq!(artifact["location"]["uri"], at["uri"]);
                assert_eq!(artifact["hashes"]["sha-256"].as_str().unwrap().len(), 64);
                assert!(at["uri"].as_str().unwrap().is_ascii(), "{at}");
                let region = &location["physicalLocation"]["region"];
                if region.is_null() {
                    assert!(location["properties"]["cell"].is_string(), "{location}");
                    assert!(
                        location["logicalLocations"][0]["fullyQualifiedName"]
                            .as_str()
                            .unwrap()
                            .starts_with('表')
                    );
                    continue;
                }
                let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
                assert_eq!(number("startLine"), number("endLine"));
                let is_rule = at["uri"].as_str().unwrap().ends_with(".gj");
                let source = if is_rule {
                    sample.sources.iter().next()
                } else {
                    sample.sources.iter().nth(1)
                };
                let line = source.unwrap().text.lines().nth(number("startLine") - 1).unwrap();
                let (start, end) = (number("startColumn") - 1, number("endColumn") - 1);
                let meant: String = line.chars().skip(start).take(end - start).collect();
                if !is_rule {
                    assert_eq!(region["snippet"]["text"], meant);
                }
            }
        }
        assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    }
}

#[test]
fn names_of_files_become_uris() {
    for (name, uri) in [
        ("报告 1.txt", "%E6%8A%A5%E5%91%8A%201.txt"),
        ("a/b#c?d%.txt", "a/b%23c%3Fd%25.txt"),
        ("a:b.txt", "a%3Ab.txt"),
        ("..\\a.txt", "../a.txt"),
        ("C:\\决\\a.txt", "file:///C:/%E5%86%B3/a.txt"),
        ("/a/b.txt", "file:///a/b.txt"),
        ("//server/share/a.txt", "file://server/share/a.txt"),
    ] {
        let sample = gaoping(Carrier::Workbook);
        let mut report = sample.checked();
        report.groups.clear();
        report.files[0].name = name.into();
        let log: Value = serde_json::from_str(&render_as("sarif", &sample, &[report])).unwrap();
        assert_eq!(log["runs"][0]["artifacts"][0]["location"]["uri"], uri);
    }
}

#[test]
fn junit() {
    insta::assert_snapshot!("junit_text", one("junit", Carrier::Text));
}

/// Suites with what they say of their cases and what is so: `tests, failures, errors, skipped`.
fn suites(text: &str) -> Vec<([usize; 4], [usize; 4])> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut suites: Vec<([usize; 4], [usize; 4])> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return suites,
            Event::Start(element) | Event::Empty(element) => {
                let kinds = ["testcase", "failure", "error", "skipped"];
                let name = element.name().as_ref().to_owned();
                if name == "testsuite" {
                    let said = ["tests", "failures", "errors", "skipped"].map(|name| {
                        let value = element.try_get_attribute(name).unwrap().unwrap();
                        value.value.parse().unwrap()
                    });
                    suites.push((said, [0; 4]));
                } else if let Some(kind) = kinds.iter().position(|kind| *kind == name) {
                    suites.last_mut().unwrap().1[kind] += 1;
                }
            }
            _ => {}
        }
    }
}

#[test]
fn junit_counts_add_up_and_no_name_breaks_it() {
    let sample = waived(Carrier::Text);
    let mut none = sample.checked();
    (none.report, none.groups, none.summary) = (None, Vec::new(), Default::default());
    let found = suites(&render_as("junit", &sample, &[sample.checked(), none]));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].0[0], sample.plan.ruleset.rules.len() + 1);
    assert_eq!(found[1].0, [1, 0, 1, 0]);
    for name in HOSTILE {
        let sample = hostile(Carrier::Text, name);
        let text = render_as("junit", &sample, &[sample.checked()]);
        let bad = text
            .chars()
            .find(|c| c.is_control() && !"\n\t".contains(*c) || "\u{fffe}\u{ffff}".contains(*c));
        assert_eq!(bad, None, "{text:?}");
        assert_eq!(suites(&text), vec![([2, 1, 0, 0], [2, 1, 0, 0])], "{text}");
    }
    for (said, counted) in found {
        assert_eq!(said, counted);
    }
}

proptest::proptest! {
    #[test]
    fn any_name_can_be_written(name in "\\PC{0,12}|[\u{0}-\u{ff}\u{2020}-\u{2030}=+@|<>&\"'`\\\\]{0,12}", workbook in proptest::bool::ANY) {
        let sample = hostile(if workbook { Carrier::Workbook } else { Carrier::Text }, &name);
        let reports = [sample.checked()];
        proptest::prop_assert_eq!(render_as("compact", &sample, &reports).lines().count(), 1);
        proptest::prop_assert_eq!(csv_rows(&render_as("csv", &sample, &reports)).len(), 1);
        proptest::prop_assert_eq!(suites(&render_as("junit", &sample, &reports)), vec![([2, 1, 0, 0], [2, 1, 0, 0])]);
        proptest::prop_assert_eq!(json_lines(&render_as("jsonl", &sample, &reports)).len(), 4);
        let sarif: Value = serde_json::from_str(&render_as("sarif", &sample, &reports)).unwrap();
        proptest::prop_assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
        let markdown = render_as("markdown", &sample, &reports);
        proptest::prop_assert_eq!(markdown.lines().filter(|line| line.starts_with('|')).count(), 3);
    }
}

#[test]
fn all_outputs_at_once() {
    let project = Project::new();
    let run =
        project.run("check --rules rules bad.txt warn.txt -o a.csv -o b.sarif -o c.xml -o d.md -o e.jsonl -o f.json");
    assert_eq!((run.status, run.out.as_str()), (1, ""), "{}", run.err);
    assert_eq!(csv_rows(&project.read("a.csv")).len(), 4);
    assert!(serde_json::from_str::<Value>(&project.read("b.sarif")).is_ok());
    assert_eq!(suites(&project.read("c.xml")).len(), 2);
    assert!(project.read("d.md").contains("## 全部报告"));
    assert_eq!(
        json_lines(&project.read("e.jsonl"))
            .iter()
            .filter(|line| line["type"] == "finding")
            .count(),
        4
    );
    let run = project.run("check --rules rules bad.txt --output-format compact");
    assert!(run.out.starts_with("bad.txt:7:"), "{}", run.out);
}

#[test]
fn every_output_is_listed_with_what_it_is_for() {
    let help = Project::new().run("check --help").out.replace(['\n', ' '], "");
    let page = include_str!("../../docs/cli.md");
    for renderer in render::ALL {
        let (name, description) = (renderer.name, renderer.description);
        assert!(
            help.contains(&description.replace(' ', "")),
            "{name} is not in the help"
        );
        let endings: Vec<String> = renderer.endings.iter().map(|ending| format!(".{ending}")).collect();
        let line = format!("| {name} | {} | {description} |", endings.join(" ")).replace("|  |", "| |");
        assert!(page.contains(&line), "docs/cli.md lacks {line}");
    }
    let zsh = Project::new().run("completions zsh").out;
    assert!(zsh.contains("markdown") && zsh.contains("贴进文档"), "{zsh}");
    assert!(zsh.contains("[输出格式;不写时显示用 human,文件看后缀]"), "{zsh}");
}
