//! The pages of `tests/spec`, which a supervisor can read, and the example report: what is given, and what is found.
//!
//! A page is prose and sections `## 标题`. Rules are in ```` ```gouji ```` blocks: one above the first section is shared by
//! the page, one in a section is its own; a page without rules uses `rulesets/山西`. A section gives either tables
//! (```` ```csv 03 ````, as printed, from the header on; more words are paragraphs below the table) or changes to the
//! example report with its slip mended (```` ```替换 ````: `原文 -> 改文`, `表03: 原文 -> 改文`, `删除: 行开头`, `删除表: 表号`;
//! `乘: 表号 倍数`, all its printed amounts, `乘: 表号 列N 倍数`, those of its Nth comma-separated field; what stands several
//! times is changed at the first place, from that table on). ```` ```结果 ```` says what must come; ```` ```说明 ````, of
//! given tables, what a supervisor reads of each finding. `GOUJI_BLESS=1` writes both.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use gouji::evaluate::{Bound, Instance, Outcome};
use gouji::finding::{CheckedReport, Finding, GroupKind, RunHead, Words, wording};
use gouji::render::{self, Options};
use gouji::report::Report;
use gouji::ruleset::{Date, RuleId};
use gouji::session::{CheckOptions, Disk, Examined, Memory, Session};

const TODAY: Date = Date {
    year: 2025,
    month: 9,
    day: 1,
};

/// The planted slip of the example and what should stand there.
const SLIP: (&str, &str) = ("公用经费合计,,,,,138.68", "公用经费合计,,,,,138.86");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn shipped() -> Session {
    Session::load(&Disk, root().join("rulesets/山西").to_str().unwrap(), TODAY)
}

fn example(ending: &str) -> Vec<u8> {
    std::fs::read(root().join("examples/reports/云川县水务局").with_extension(ending)).unwrap()
}

fn mended() -> String {
    let text = String::from_utf8(example("csv")).unwrap();
    assert!(text.contains(SLIP.0));
    text.replace(SLIP.0, SLIP.1)
}

fn check(session: &Session, name: &str, bytes: &[u8]) -> Examined {
    crate::recognise::known::in_session_as_at_first(session, name, bytes);
    session.check_bytes(name, bytes, &CheckOptions::default())
}

/// Tails among them.
fn findings(session: &Session, checked: &CheckedReport) -> Vec<Finding> {
    let told = Words::new(session.program()).of(checked).into_owned();
    told.groups.into_iter().flat_map(|group| group.findings).collect()
}

/// `编号  行  栏  结果  差`
fn line(finding: &Finding) -> String {
    let difference = finding
        .comparison
        .as_ref()
        .map(|comparison| &comparison.difference_text);
    columns([
        &finding.rule.id,
        finding.row.as_deref().unwrap_or(""),
        finding.column.as_deref().unwrap_or(""),
        finding.outcome.label(),
        difference.map_or("", String::as_str),
    ])
}

fn columns<const N: usize>(cells: [&str; N]) -> String {
    cells.map(|cell| if cell.is_empty() { "·" } else { cell }).join("  ")
}

#[test]
fn the_example_is_the_same_as_text_and_as_workbook() {
    let session = shipped();
    let (text, book) = (
        check(&session, "例.csv", &example("csv")),
        check(&session, "例.xlsx", &example("xlsx")),
    );
    let seen = |examined: &Examined| -> Vec<(String, String)> {
        let findings = findings(&session, &examined.checked);
        findings
            .iter()
            .map(|finding| (finding.id.clone(), line(finding)))
            .collect()
    };
    assert_eq!(seen(&text), seen(&book));
    assert_eq!(text.checked.summary.outcomes, book.checked.summary.outcomes);
    assert!(text.checked.diagnostics.is_empty(), "{:?}", text.checked.diagnostics);
    assert!(book.checked.diagnostics.is_empty(), "{:?}", book.checked.diagnostics);
}

#[test]
fn the_planted_slip_is_all_that_is_wrong_with_the_example() {
    let session = shipped();
    let examined = check(&session, "例.csv", &example("csv"));
    let findings = examined.checked.groups.iter().flat_map(|group| &group.findings);
    let failed: Vec<String> = findings.map(line).collect();
    assert_eq!(
        failed,
        [
            "06.公用经费合计  ·  决算数  不符  -0.18 万元",
            "05-06  ·  ·  不符  +0.19 万元"
        ]
    );
    let GroupKind::Cause(cause) = &examined.checked.groups[0].kind else {
        panic!("two failures of one cause");
    };
    assert!(
        cause.sentence.contains("138.68") && cause.sentence.contains("138.86"),
        "{}",
        cause.sentence
    );

    let examined = check(&session, "例.csv", mended().as_bytes());
    let outcomes = examined.checked.summary.outcomes;
    assert_eq!((outcomes.get(Outcome::Fails), outcomes.get(Outcome::Error)), (0, 0));
    // All but the number of devices of table 10, which nothing is known of.
    let figures = examined.checked.summary.figures.unwrap();
    assert_eq!((figures.read, figures.compared), (320, 319));
}

/// A fenced block: the words behind the fence, and the lines.
struct Block {
    info: String,
    text: String,
}

/// A page cut at its headings; the first piece is the intro.
struct Section {
    title: String,
    blocks: Vec<Block>,
}

impl Section {
    fn all<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s Block> {
        self.blocks
            .iter()
            .filter(move |block| block.info.split(' ').next() == Some(kind))
    }
}

fn sections(page: &str) -> Vec<Section> {
    let mut found = vec![Section {
        title: String::new(),
        blocks: Vec::new(),
    }];
    let mut open: Option<Block> = None;
    for line in page.lines() {
        if let Some(block) = &mut open {
            if line == "```" {
                found.last_mut().unwrap().blocks.extend(open.take());
            } else {
                block.text.push_str(line);
                block.text.push('\n');
            }
        } else if let Some(info) = line.strip_prefix("```") {
            open = Some(Block {
                info: info.trim().to_owned(),
                text: String::new(),
            });
        } else if let Some(title) = line.strip_prefix("## ") {
            found.push(Section {
                title: title.to_owned(),
                blocks: Vec::new(),
            });
        }
    }
    assert!(open.is_none(), "a block without an end");
    found
}

/// The example with the changes of a 替换 block.
fn changed(changes: &str) -> String {
    let mut text = mended();
    for change in changes.lines() {
        if let Some(start) = change.strip_prefix("删除: ") {
            let before = text.len();
            let kept: Vec<&str> = text
                .split_inclusive('\n')
                .filter(|line| !line.starts_with(start))
                .collect();
            text = kept.concat();
            assert!(text.len() < before, "nothing starts with {start}");
        } else if let Some(start) = change.strip_prefix("删除表: ") {
            let before = text.len();
            let kept: Vec<&str> = text.split("\n\n").filter(|table| !table.contains(start)).collect();
            text = kept.join("\n\n");
            assert!(text.len() < before, "no table with {start}");
        } else if let Some(what) = change.strip_prefix("乘: ") {
            text = multiplied(&text, what);
        } else {
            // `表03: ` in front: in that table.
            let (form, change) = change
                .strip_prefix('表')
                .and_then(|rest| rest.split_once(": "))
                .map_or((None, change), |(form, change)| (Some(format!("公开{form}表")), change));
            let (from, to) = change.split_once(" -> ").expect("原文 -> 改文");
            let (from, to) = (from.replace("\\n", "\n"), to.replace("\\n", "\n"));
            let start = form.map_or(0, |form| text.find(&form).unwrap());
            let tail = text.split_off(start);
            assert!(tail.contains(&from), "{from} does not occur");
            text.push_str(&tail.replacen(&from, &to, 1));
        }
    }
    text
}

/// Multiplies amounts with two decimals of one table, or of one of its fields (1-based).
fn multiplied(text: &str, what: &str) -> String {
    let words: Vec<&str> = what.split(' ').collect();
    let (form, field, factor) = match words.as_slice() {
        [form, factor] => (form, None, factor),
        [form, field, factor] => (
            form,
            Some(field.strip_prefix('列').unwrap().parse::<usize>().unwrap()),
            factor,
        ),
        _ => panic!("乘: 表号 倍数"),
    };
    let factor: rust_decimal::Decimal = factor.parse().unwrap();
    let tables = text.split("\n\n").map(|table| {
        if !table.contains(&format!("公开{form}表")) {
            return table.to_owned();
        }
        let line = |line: &str| {
            let fields = line.split(',').enumerate().map(|(at, printed)| {
                let amount = printed.parse::<rust_decimal::Decimal>().ok();
                match amount.filter(|amount| amount.scale() == 2 && field.is_none_or(|field| field == at + 1)) {
                    Some(amount) => format!("{:.2}", amount * factor),
                    None => printed.to_owned(),
                }
            });
            fields.collect::<Vec<_>>().join(",")
        };
        table.lines().map(line).collect::<Vec<_>>().join("\n")
    });
    tables.collect::<Vec<_>>().join("\n\n")
}

/// What was found that the example without errors doesn't have, and how it is explained.
fn from_changes(session: &Session, changes: &str) -> String {
    let known = check(session, "例.csv", mended().as_bytes());
    let known: BTreeSet<String> = findings(session, &known.checked).iter().map(line).collect();
    let examined = check(session, "例.csv", changed(changes).as_bytes());
    let mut out = String::new();
    for diagnostic in &examined.checked.diagnostics {
        writeln!(out, "读表: {} {}", diagnostic.code.id, diagnostic.message).unwrap();
    }
    let mut causes = BTreeSet::new();
    for group in &Words::new(session.program()).of(&examined.checked).groups {
        let new = |finding: &&Finding| !known.contains(&line(finding));
        for finding in group.findings.iter().filter(new) {
            writeln!(out, "{}", line(finding)).unwrap();
            causes.extend(finding.help.iter().cloned());
        }
        if let GroupKind::Cause(cause) = &group.kind {
            causes.insert(cause.sentence.clone());
            causes.extend(cause.help.iter().cloned());
        }
    }
    for cause in causes {
        writeln!(out, "原因: {cause}").unwrap();
    }
    for cause in &examined.checked.summary.unbound {
        writeln!(out, "未查: {} {}", cause.rules.join("、"), cause.reason).unwrap();
    }
    out
}

/// The given tables, in the order of the section.
fn given(session: &Session, section: &Section) -> Examined {
    let ruleset = &session.plan().ruleset;
    let mut text = String::from("某某局2024年度部门决算公开\n\n");
    for table in section.all("csv") {
        let id = table.info.strip_prefix("csv ").unwrap();
        let form = ruleset.forms.iter().find(|form| *form.id == *id).unwrap();
        writeln!(
            text,
            "{}\n公开{id}表\n部门名称:某某局\n2024年度\n单位:{}\n{}",
            form.title(),
            form.unit.label(),
            table.text
        )
        .unwrap();
    }
    check(session, "例.csv", text.as_bytes())
}

/// What is said of each finding, without the rule and the report below it.
fn said(session: &Session, section: &Section) -> String {
    let examined = given(session, section);
    let mut shown = Vec::new();
    let head = RunHead {
        program: session.program(),
        sources: session.sources(),
        engine_version: "",
        diagnostics: session.diagnostics(),
        single: true,
    };
    let (human, options) = (render::find("human").unwrap(), Options::default());
    render::render(human, head, &[examined.checked], options, &mut shown).unwrap();
    let shown = String::from_utf8(shown).unwrap();
    shown.lines().filter_map(said_line).map(|line| line + "\n").collect()
}

/// A line about a finding without the frame it stands in; none of a line that shows the rule or the report.
fn said_line(line: &str) -> Option<String> {
    let frame = line.len() - line.trim_start_matches([' ', '│', '├', '╰', '─', '▶']).len();
    let (frame, text) = line.split_at(frame);
    let starts = |heads: &[&str]| heads.iter().any(|head| text.starts_with(head));
    if starts(&["错误 ", "警告 ", "提示 "]) {
        return Some(text.to_owned());
    }
    if starts(&["× "]) {
        return Some(format!("  {text}"));
    }
    let shows = starts(&["·", "╭", "╰"]) || text.starts_with(|c: char| c.is_ascii_digit());
    let row = frame.rfind("│ ").filter(|_| !text.is_empty() && !shows)?;
    Some(format!("  {}{text}", &frame[row..]))
}

/// Every instance of the rules that the page writes, with both sides; money in 元, as the engine computes.
fn from_tables(session: &Session, section: &Section) -> String {
    let ruleset = &session.plan().ruleset;
    let examined = given(session, section);
    let mut out = String::new();
    for diagnostic in &examined.checked.diagnostics {
        writeln!(out, "读表: {} {}", diagnostic.code.id, diagnostic.message).unwrap();
    }
    let report = examined.checked.report.as_ref().unwrap();
    let bound = session.bind(report);
    crate::exactness::come_out_the_same(session, report, "page");
    crate::growth::all_that_changes_is_asked(session, report);
    for ((id, rule), result) in ruleset.numbered_rules().zip(&examined.evaluation.rules) {
        // Implied rules have a point in their id, those of the pages don't.
        if rule.id.contains('.') {
            continue;
        }
        for instance in result.instances() {
            writeln!(
                out,
                "{}",
                instance_line(session, &bound, report, (id, &rule.id), &instance)
            )
            .unwrap();
        }
    }
    out
}

fn instance_line(
    session: &Session,
    bound: &Bound<'_>,
    report: &Report,
    (id, rule): (RuleId, &str),
    instance: &Instance,
) -> String {
    let met = instance.first_row();
    let row = met
        .and_then(|row| report.row(row))
        .map(|row| row.code.clone().unwrap_or_else(|| row.name.clone()));
    let column = met.zip(instance.column).and_then(|(row, column)| {
        let form = session.plan().ruleset.form(report.table(row.table)?.form)?;
        Some(form.block(row.part)?.column(column)?.path())
    });
    let mut said = columns([
        rule,
        row.as_deref().unwrap_or(""),
        column.as_deref().unwrap_or(""),
        instance.outcome.label(),
    ]);
    if let Some(measure) = bound.explain(id, instance).measure {
        let (left, right) = (measure.left.value.normalize(), measure.right.value.normalize());
        write!(said, "  左 {left} 右 {right} 差 {}", measure.difference.normalize()).unwrap();
        write!(said, " 允许 {}", measure.bound.normalize()).unwrap();
    }
    if let Some(cause) = &instance.cause {
        let cause = wording::cause_of(session.plan(), report, id, cause);
        write!(said, "  {cause}").unwrap();
    }
    said
}

fn session_of(page: &str, rules: &str) -> Session {
    if rules.is_empty() {
        return shipped();
    }
    let mut memory = Memory::new();
    memory.insert("例/例.gj", format!("规则集 {page} {{ 年度 2024 }}\n{rules}"));
    let session = Session::load(&memory, "例", TODAY);
    let said: Vec<_> = session
        .diagnostics()
        .iter()
        .map(|diagnostic| &diagnostic.message)
        .collect();
    assert!(said.is_empty(), "{page}: {said:?}");
    session
}

/// What came of a section, and what is said of it.
fn result(page: &str, shared: &str, section: &Section) -> (String, String) {
    let own: String = section.all("gouji").map(|block| block.text.as_str()).collect();
    let session = session_of(page, &format!("{shared}{own}"));
    match section.all("替换").next() {
        Some(changes) => (from_changes(&session, &changes.text), String::new()),
        None => (from_tables(&session, section), said(&session, section)),
    }
}

/// Whether what came is what the page says: every line, of causes each a part of one, and no cause without a line.
fn is_as_expected(expected: &str, actual: &str) -> bool {
    let is_cause = |line: &&str| line.starts_with("原因: ");
    let rest = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !is_cause(line));
        lines.map(str::to_owned).collect()
    };
    let wanted: Vec<&str> = expected
        .lines()
        .filter_map(|line| line.strip_prefix("原因: "))
        .collect();
    let given: Vec<&str> = actual.lines().filter(is_cause).collect();
    rest(expected) == rest(actual)
        && wanted.iter().all(|part| given.iter().any(|line| line.contains(part)))
        && given.iter().all(|line| wanted.iter().any(|part| line.contains(part)))
}

/// Puts what came and what is said, of each section, into a page.
fn blessed(page: &str, results: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut results = results.iter();
    let mut said = "";
    let mut skipping = false;
    for line in page.lines() {
        skipping &= line != "```";
        if !skipping {
            out.push_str(line);
            out.push('\n');
        }
        if line == "```结果" {
            let (result, of_it) = results.next().unwrap();
            out.push_str(result);
            (said, skipping) = (of_it, true);
        } else if line == "```说明" {
            out.push_str(said);
            skipping = true;
        }
    }
    out
}

fn check_page(path: &Path) -> Vec<String> {
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).unwrap();
    let sections = sections(&text);
    let shared: String = sections[0].all("gouji").map(|block| block.text.as_str()).collect();
    let mut wrong = Vec::new();
    let mut results = Vec::new();
    for section in &sections[1..] {
        let expected: Vec<&Block> = section.all("结果").collect();
        assert_eq!(expected.len(), 1, "{name}, {}: one 结果", section.title);
        let actual = result(&name, &shared, section);
        let mut differs = |expected: &str, actual: &str| {
            wrong.push(format!(
                "{name}, {}: expected\n{expected}but got\n{actual}",
                section.title
            ));
        };
        if !is_as_expected(&expected[0].text, &actual.0) {
            differs(&expected[0].text, &actual.0);
        }
        for expected in section.all("说明").filter(|block| block.text != actual.1) {
            differs(&expected.text, &actual.1);
        }
        results.push(actual);
    }
    assert!(!results.is_empty(), "{name} has no sections");
    if std::env::var_os("GOUJI_BLESS").is_some() && !wrong.is_empty() {
        std::fs::write(path, blessed(&text, &results)).unwrap();
        return Vec::new();
    }
    wrong
}

#[test]
fn pages_say_what_happens() {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(root().join("tests/spec"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    pages.sort();
    assert!(!pages.is_empty());
    let wrong: Vec<String> = pages.iter().flat_map(|page| check_page(page)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
