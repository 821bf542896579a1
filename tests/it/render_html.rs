//! The web page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use gouji::diagnostic::Diagnostic;
use gouji::diagnostic::codes::run::UNREADABLE_INPUT;
use gouji::evaluate::Outcome;
use gouji::finding::{CheckedReport, GroupKind, Overview, RunHead};
use gouji::render::{self, Options};
use gouji::syntax::ast::ComparisonOperator::Approximately;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::sample::{Carrier, Sample, compare, gaoping, given};

fn page(head: RunHead<'_>, reports: &[CheckedReport]) -> String {
    let mut out = Vec::new();
    render::render(
        render::find("html").unwrap(),
        head,
        reports,
        Options::default(),
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

fn single(sample: &Sample) -> String {
    page(sample.head(), &[sample.checked()])
}

fn many(sample: &Sample) -> RunHead<'_> {
    RunHead {
        single: false,
        ..sample.head()
    }
}

/// The page without its style and its script, which are the same in all.
fn body(page: &str) -> String {
    let mut out = page.to_owned();
    for name in ["style", "script"] {
        let (before, rest) = out.split_once(&format!("<{name}>")).unwrap();
        let (_, after) = rest.split_once(&format!("</{name}>")).unwrap();
        out = format!("{before}<{name}></{name}>{after}");
    }
    // Their fingerprints change with them.
    let (before, policy) = out.split_once(" style-src").unwrap();
    let (_, after) = policy.split_once("; base-uri").unwrap();
    format!("{before} …; base-uri{after}")
}

#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    /// All text in it.
    text: String,
}

impl Element {
    fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }

    fn has_class(&self, class: &str) -> bool {
        self.get("class").split(' ').any(|one| one == class)
    }
}

/// Every element of a page, read by a parser that knows nothing of the writer: each tag must be closed in order, each
/// attribute be quoted or bare, each character reference be one.
fn elements(page: &str) -> Vec<Element> {
    let text = body(page);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        let at = reader.buffer_position();
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                let mut attributes = BTreeMap::new();
                for attribute in tag.html_attributes() {
                    let attribute = attribute.unwrap_or_else(|error| panic!("{error} at {at} in <{name}"));
                    let key = attribute.key.as_ref().to_owned();
                    let value = &*attribute.value;
                    assert!(!value.contains(['<', '>']), "{key}={value}");
                    let value = quick_xml::escape::unescape(value).unwrap().into_owned();
                    assert!(
                        attributes.insert(key.clone(), value).is_none(),
                        "{key} twice in <{name}"
                    );
                }
                if !["meta", "input"].contains(&&*name) {
                    open.push(all.len());
                }
                all.push(Element {
                    name,
                    attributes,
                    text: String::new(),
                });
            }
            Event::End(tag) => {
                let name = tag.name().as_ref().to_owned();
                let opened = open.pop().map(|index| all[index].name.clone());
                assert_eq!(opened.as_deref(), Some(&*name), "at {at}");
            }
            Event::Text(piece) => {
                let piece = &*piece;
                assert!(!piece.contains('&'), "{piece}");
                for index in &open {
                    all[*index].text.push_str(piece);
                }
            }
            Event::GeneralRef(reference) => {
                let c = match &*reference {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "#39" => '\'',
                    other => panic!("&{other};"),
                };
                for index in &open {
                    all[*index].text.push(c);
                }
            }
            Event::DocType(_) => assert_eq!(at, 0),
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
    all
}

fn ids(all: &[Element]) -> BTreeSet<&str> {
    let ids: Vec<&str> = all
        .iter()
        .filter_map(|element| element.attributes.get("id"))
        .map(String::as_str)
        .collect();
    let set: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(set.len(), ids.len(), "an id stands twice");
    set
}

/// What is true of every page: links lead somewhere in it, and nothing in it comes from outside or runs.
fn check(page: &str) -> Vec<Element> {
    let all = elements(page);
    let ids = ids(&all);
    for element in &all {
        for (name, value) in &element.attributes {
            match name.as_str() {
                "href" => {
                    let target = value.strip_prefix('#').unwrap_or_else(|| panic!("{value} leads out"));
                    assert!(
                        target.starts_with('?') || ids.contains(target),
                        "nothing is called {target}"
                    );
                }
                "aria-labelledby" => assert!(ids.contains(value.as_str())),
                "src" | "style" | "srcset" | "action" => panic!("{name}={value}"),
                name => assert!(!name.starts_with("on"), "{name}"),
            }
        }
    }
    let count = |name: &str| all.iter().filter(|element| element.name == name).count();
    for name in ["html", "head", "body", "main", "h1", "title", "script", "style"] {
        assert_eq!(count(name), 1, "{name}");
    }
    for name in ["iframe", "img", "object", "embed", "base", "link", "svg"] {
        assert_eq!(count(name), 0, "{name}");
    }
    let policy = all.iter().find(|element| element.attributes.contains_key("http-equiv"));
    assert!(policy.unwrap().get("content").starts_with("default-src 'none'; "));
    let forbidden = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(body(page).replace('\t', "").find(forbidden), None);
    all
}

fn with_waiver(carrier: Carrier) -> Sample {
    let mut sample = gaoping(carrier);
    sample.waive("10-06", None, None);
    sample
}

#[test]
fn a_report_as_a_page() {
    insta::assert_snapshot!(body(&single(&gaoping(Carrier::Text))));
}

#[test]
fn every_finding_and_every_cell_at_fault_lead_to_one_another() {
    for carrier in [Carrier::Text, Carrier::Workbook] {
        let sample = with_waiver(carrier);
        let report = sample.checked();
        let page = single(&sample);
        let all = check(&page);
        let ids = ids(&all);
        let findings: Vec<_> = report.groups.iter().flat_map(|group| &group.findings).collect();
        assert!(findings.len() > 8);
        for finding in &findings {
            let id = format!("r1-{}", finding.id);
            assert!(ids.contains(id.as_str()), "{id}");
            let from_cells = all.iter().filter(|element| element.get("href") == format!("#{id}"));
            // Its own number is one link; each cell holds its number, and perhaps its figure.
            assert!(
                from_cells.count() > finding.report_labels.len(),
                "{id} is not linked from its cells"
            );
        }
        let cells: Vec<&Element> = all.iter().filter(|element| element.has_class("m")).collect();
        let places: BTreeSet<String> = findings
            .iter()
            .flat_map(|finding| &finding.report_labels)
            .map(|label| format!("{} {} {}", label.place.full(), label.row, label.column))
            .collect();
        assert_eq!(cells.len(), places.len());
        for cell in cells {
            let linked = all
                .iter()
                .any(|element| element.get("href") == format!("#{}", cell.get("id")));
            assert!(linked, "no finding leads to {cell:?}");
        }
    }
}

#[test]
fn the_cause_is_marked_and_repairs_are_told() {
    let sample = gaoping(Carrier::Text);
    let all = check(&single(&sample));
    let hit: Vec<&str> = all
        .iter()
        .filter(|element| element.has_class("hit") && element.has_class("e"))
        .map(|element| element.text.as_str())
        .collect();
    assert!(
        hit.iter().any(|text| text.contains("(空白)") && text.contains('✕')),
        "{hit:?}"
    );
    let repaired: Vec<&Element> = all.iter().filter(|element| element.has_class("rep")).collect();
    assert_eq!(repaired.len(), sample.checked().repairs.len());
    for cell in repaired {
        assert!(cell.get("title").contains("数字中间有空格"), "{cell:?}");
        assert!(
            all.iter()
                .any(|element| element.get("href") == format!("#{}", cell.get("id")))
        );
    }
    let unreadable = all.iter().find(|element| element.has_class("bad")).unwrap();
    assert!(unreadable.text.contains("3l4.63") && unreadable.get("title").contains("不是数"));
}

#[test]
fn tables_have_the_headings_of_their_forms() {
    use gouji::value::Name;
    let mut sample = gaoping(Carrier::Text);
    let columns = &mut sample.plan.ruleset.forms[0].blocks[0].columns;
    for (at, column) in columns.iter_mut().enumerate() {
        column.number = Some(u32::try_from(at + 1).unwrap());
        column.groups = vec![Name::new("本年支出")];
        if at > 0 {
            column.groups.push(Name::new("其中"));
        }
    }
    let columns = &mut sample.report.tables[0].parts[0].columns;
    std::sync::Arc::make_mut(columns)[2].bound = None;
    let page = single(&sample);
    check(&page);
    let (_, table) = page.split_once("<table class=\"fig\">").unwrap();
    let (head, _) = table.split_once("</thead>").unwrap();
    assert_eq!(
        head,
        "<thead><tr><th scope=\"col\" rowspan=\"3\">科目代码</th><th scope=\"col\" rowspan=\"3\">名称</th>\
         <th scope=\"colgroup\" colspan=\"3\">本年支出</th></tr>\
         <tr><th scope=\"col\" rowspan=\"2\">小计</th><th scope=\"colgroup\" colspan=\"2\">其中</th></tr>\
         <tr><th scope=\"col\">基本支出</th><th scope=\"col\">项目支出<small>报告无此栏</small></th></tr>\
         <tr class=\"no\"><th scope=\"row\" colspan=\"2\">栏次</th><td>1</td><td>2</td><td>3</td></tr>"
    );
}

#[test]
fn a_batch_has_an_overview_that_adds_up() {
    let sample = with_waiver(Carrier::Workbook);
    let bad = sample.checked();
    let mut good = sample.checked();
    good.groups.clear();
    good.summary.findings.clear();
    for counts in &mut good.summary.by_rule {
        *counts = Default::default();
        counts.add(Outcome::Holds);
    }
    good.name = "好.xlsx".into();
    good.unit = Some("农业农村局".into());
    let mut lost = sample.checked();
    lost.report = None;
    lost.unit = None;
    lost.name = "坏.xlsx".into();
    lost.groups.clear();
    lost.repairs.clear();
    lost.summary = Default::default();
    lost.diagnostics = vec![Diagnostic::new(&UNREADABLE_INPUT, "打不开“坏.xlsx”")];
    let reports = [bad.clone(), good, lost, bad];
    let mut out = Vec::new();
    let mut overview = Overview::new(&sample.plan);
    overview.passed_over.push(("图.jpg".into(), "图片".into()));
    overview
        .failures
        .push(Diagnostic::new(&UNREADABLE_INPUT, "没有文件夹“甲”"));
    let renderer = render::find("html").unwrap();
    let mut sink = renderer
        .start(many(&sample), Options::default(), Box::new(&mut out))
        .unwrap();
    for report in &reports {
        overview.add(report);
        sink.report(report).unwrap();
    }
    sink.finish(&overview).unwrap();
    drop(sink);
    let page = String::from_utf8(out).unwrap();
    let all = check(&page);
    let by_id = |id: &str| all.iter().find(|element| element.get("id") == id).unwrap();
    let said = &by_id("o").text;
    for text in [
        "共 4 份报告:核对完 3 份,读不出 1 份",
        "没有文件夹“甲”",
        "打不开“坏.xlsx”",
        "图.jpg:图片",
        "最常不符的规则",
        "高平市工业和信息化局 2024年度:决算表.xlsx、决算表.xlsx",
    ] {
        assert!(said.contains(text), "{text} in {said}");
    }
    // A report without findings takes a line, and none in the matrix.
    assert_eq!((by_id("r2").name.as_str(), by_id("r1").name.as_str()), ("p", "details"));
    assert!(by_id("r2").text.contains("没有发现问题"));
    let matrix = &by_id("mx").text;
    assert!(!matrix.contains("农业农村局") && matrix.contains("读不出"));
    // A verdict leads to the first finding of its rule in that report.
    let fails = all
        .iter()
        .filter(|element| element.get("aria-label") == "不符" && element.name == "a");
    let targets: Vec<&str> = fails.map(|element| element.get("href")).collect();
    assert!(
        targets.len() >= 8 && targets.iter().all(|target| target.contains("-u")),
        "{targets:?}"
    );
    // Tables without a failure are folded away.
    assert!(all.iter().any(|element| element.has_class("rest")) || page.contains("<noscript>"));
}

#[test]
fn many_failures_of_one_rule_are_folded_away() {
    let rows: Vec<String> = (0..9).map(|at| format!("2{at:02}|科目{at}|1.00|{at}.50")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut sample = Sample::new(Carrier::Text, "甲: 一 ≈ 二\n", &[("03", "表", &["甲", "乙"], &rows)]);
    let applications =
        (0..9).map(|row| compare(&[('+', (0, row, 0))], Approximately, &[('+', (0, row, 1))]).on_row(0, row));
    sample.rule("甲", "", "一 ≈ 二", applications.collect());
    let report = sample.checked();
    let count: usize = report.groups.iter().map(|group| group.findings.len()).sum();
    let all = check(&page(sample.head(), &[report]));
    let folded: Vec<&Element> = all.iter().filter(|element| element.has_class("fold")).collect();
    let [folded] = folded.as_slice() else {
        panic!("{folded:?}")
    };
    assert!(
        folded.text.contains(&format!("另有 {} 条", count - 5)),
        "{}",
        folded.text
    );
    assert_eq!(all.iter().filter(|element| element.has_class("f")).count(), count);
}

#[test]
fn a_failure_of_a_rule_on_trial_is_not_linked_to_a_finding() {
    let mut sample = gaoping(Carrier::Text);
    sample
        .rule(
            "试行",
            "",
            "05.项目支出 ≈ 05.其他",
            vec![given(Outcome::Fails, None, &[(0, 0, 0)])],
        )
        .pilot = true;
    let report = sample.checked();
    let page = page(many(&sample), &[report.clone(), report]);
    check(&page);
}

#[test]
fn nothing_in_a_file_becomes_part_of_the_page() {
    let evil = "<script>alert(1)</script>\"onmouseover='x'</style></noscript><!--]]>&lt;&#x3c;\u{2028}\u{202e}fdp\u{2066}\u{7}\u{1b}[31m\u{feff}\u{200b}javascript:x";
    let rules = format!("甲{evil}: 一 ≈ 二\n");
    let row = format!("208|{evil}|1.00|3.00");
    let repaired = "209|甲|1 .00|?<b>x";
    for carrier in [Carrier::Text, Carrier::Workbook] {
        let mut sample = Sample::new(carrier, &rules, &[(evil, evil, &[evil, "乙"], &[&row, repaired])]);
        let application = compare(&[('+', (0, 0, 0))], Approximately, &[('+', (0, 0, 1))]).on_row(0, 0);
        let rule = sample.rule(evil, evil, "一 ≈ 二", vec![application]);
        rule.basis = Some(evil.into());
        rule.message = Some((evil.into(), rule.span));
        let duty = rule.span;
        sample.plan.ruleset.duties = vec![(evil.into(), duty)];
        sample.plan.ruleset.name = evil.into();
        sample.plan.ruleset.version = Some(evil.into());
        sample.plan.ruleset.forms[0].blocks[0].name = Some(gouji::value::Name::new(evil));
        let origin = sample.report.tables[0].origin;
        sample.report.tables[0].notes.push((evil.to_owned(), origin));
        let mut report = sample.checked();
        report.name = evil.into();
        report.files[0].name = "别的<i>.txt".into();
        report.unit = Some(evil.into());
        report.diagnostics = vec![
            Diagnostic::new(&UNREADABLE_INPUT, evil)
                .at_origin(report.report.as_ref().unwrap().tables[0].origin, evil.to_owned())
                .help(evil),
        ];
        let diagnostics = report.diagnostics.clone();
        for single in [true, false] {
            let head = RunHead {
                single,
                diagnostics: &diagnostics,
                sources: &report.sources,
                ..sample.head()
            };
            let mut out = Vec::new();
            let mut overview = Overview::new(&sample.plan);
            overview.passed_over.push((evil.into(), evil.into()));
            overview.failures.clone_from(&diagnostics);
            let mut sink = render::find("html")
                .unwrap()
                .start(head, Options::default(), Box::new(&mut out))
                .unwrap();
            for _ in 0..2 {
                overview.add(&report);
                sink.report(&report).unwrap();
            }
            sink.finish(&overview).unwrap();
            drop(sink);
            let page = String::from_utf8(out).unwrap();
            let all = check(&page);
            let shown = all.iter().find(|element| element.name == "title").unwrap();
            assert!(
                shown.text.contains("<script>alert(1)</script>\"onmouseover='x'"),
                "{shown:?}"
            );
            assert!(shown.text.contains("&lt;&#x3c;\u{fffd}\u{fffd}fdp"), "{shown:?}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_report_can_be_a_page(
        name in "[a甲<>\"'&≈(…,\u{1b}👍\u{2028}\u{202e} 0-9.]{0,40}",
        figure in "-?[0-9]{1,9}\\.[0-9]{2}|",
        workbook in proptest::bool::ANY,
        single in proptest::bool::ANY,
    ) {
        let rows = [format!("208|{name}|{figure}|1.00"), "|合计|7.00|".to_owned()];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let carrier = if workbook { Carrier::Workbook } else { Carrier::Text };
        let mut sample = Sample::new(carrier, "甲: 一 ≈ 二\n", &[("03", "表", &["甲", &name], &rows)]);
        let application = compare(&[('+', (0, 1, 0))], Approximately, &[('-', (0, 0, 0)), ('+', (0, 0, 1))]);
        sample.rule("甲", &name, "一 ≈ 二", vec![application.on_row(0, 0)]);
        check(&page(RunHead { single, ..sample.head() }, &[sample.checked()]));
    }
}

#[test]
fn the_page_is_the_same_twice_and_groups_are_all_there() {
    let sample = with_waiver(Carrier::Workbook);
    let page = single(&sample);
    assert_eq!(page, single(&sample));
    let report = sample.checked();
    let kinds = |wanted: fn(&GroupKind) -> bool| report.groups.iter().filter(|group| wanted(&group.kind)).count();
    let all = check(&page);
    let shown = |class: &str| {
        all.iter()
            .filter(|element| element.has_class("list") && element.has_class(class))
            .count()
    };
    assert_eq!(kinds(|kind| matches!(kind, GroupKind::Tails(_))), shown("t"));
    assert_eq!(kinds(|kind| matches!(kind, GroupKind::Explained)), shown("x"));
    let causes = kinds(|kind| matches!(kind, GroupKind::Cause(_)));
    assert!(causes > 0);
    assert_eq!(
        causes,
        all.iter()
            .filter(|element| element.name == "section" && element.has_class("g"))
            .count()
    );
}

/// Chromium, where there is one.
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("GOUJI_CHROMIUM").map(PathBuf::from);
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = || std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    named.into_iter().chain(found()).find(|file| file.is_file())
}

/// What a browser made of a page at `hash`.
fn run(browser: &PathBuf, page: &std::path::Path, hash: &str, options: &[&str]) -> String {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--virtual-time-budget=4000",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(options)
        .arg(format!("file://{}{hash}", page.display()))
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_browser_runs_the_page() {
    let Some(browser) = browser() else {
        println!("skipped: no Chromium found (set GOUJI_CHROMIUM)");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.html");
    std::fs::write(&empty, "<p>甲").unwrap();
    if !run(&browser, &empty, "", &["--dump-dom"]).contains("甲") {
        println!("skipped: {} does not run here", browser.display());
        return;
    }
    let sample = with_waiver(Carrier::Workbook);
    let report = sample.checked();
    let file = folder.path().join("result.html");
    std::fs::write(&file, page(many(&sample), &[report.clone(), report.clone()])).unwrap();
    let tag = |dom: &str, with: &str| {
        let at = dom.find(with).unwrap_or_else(|| panic!("no {with} in {dom}"));
        let start = dom[..at].rfind('<').unwrap();
        dom[start..start + dom[start..].find('>').unwrap()].to_owned()
    };

    // The script ran although nothing but itself is allowed to: the filters are there, the overview comes first.
    let dom = run(&browser, &file, "", &["--dump-dom"]);
    assert!(!tag(&dom, "id=\"flt\"").contains("hidden"));
    assert!(dom.find("id=\"o\"").unwrap() < dom.find("id=\"reports\"").unwrap());
    let total = 2 * report.groups.iter().map(|group| group.findings.len()).sum::<usize>();
    assert!(dom.contains(&format!("2 份 {total} 条</output>")));

    // A finding's cell: its report is opened, its table made, the cell highlighted.
    let page = std::fs::read_to_string(&file).unwrap();
    let (_, from) = page.split_once("href=\"#r2-c").unwrap();
    let cell = format!("r2-c{}", from.split_once('"').unwrap().0);
    assert_eq!(
        dom.matches("<noscript>").count(),
        2,
        "what nobody has opened is not made"
    );
    let dom = run(&browser, &file, &format!("#{cell}"), &["--dump-dom"]);
    assert!(tag(&dom, &format!("id=\"{cell}\"")).contains("here"));
    assert!(tag(&dom, "id=\"r2\"").contains("open"));
    assert_eq!(dom.matches("<noscript>").count(), 1);
    assert!(!tag(&dom, "id=\"r1\"").contains("open"));

    // What a filter leaves is what is seen, and as many as it says.
    let sought = |dom: &str, left: fn(&str) -> bool| {
        let tags = dom
            .split('<')
            .filter(|tag| tag.contains(" data-k=\"") && tag.contains(" data-r=\""));
        let (seen, hidden): (Vec<_>, Vec<_>) = tags
            .filter_map(|tag| tag.split('>').next())
            .partition(|tag| !tag.contains(" hidden"));
        assert!(!seen.is_empty() && !hidden.is_empty());
        assert!(seen.iter().all(|tag| left(tag)), "{seen:?}");
        assert!(!hidden.iter().any(|tag| left(tag)), "{hidden:?}");
        assert!(dom.contains(&format!(" {}/{total} 条</output>", seen.len())));
    };
    let dom = run(&browser, &file, "#?k=e", &["--dump-dom"]);
    sought(&dom, |tag| tag.contains(" data-k=\"e\""));
    assert!(tag(&dom, "class=\"g list t\"").contains("hidden"));
    let dom = run(&browser, &file, "#?t=05", &["--dump-dom"]);
    sought(&dom, |tag| tag.contains(" data-t=\"05\""));
    assert!(!tag(&dom, "class=\"g list t\"").contains("hidden"));

    // The state of the filters is in the address.
    let dom = run(&browser, &file, "#?q=05-06&k=e", &["--dump-dom"]);
    assert!(dom.contains(&format!("2 份 2/{total} 条</output>")));
    assert!(tag(&dom, "id=\"none\"").contains("hidden"));
    let dom = run(
        &browser,
        &file,
        "#?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E6%9D%A1",
        &["--dump-dom"],
    );
    assert!(!tag(&dom, "id=\"none\"").contains("hidden"));

    let paper = folder.path().join("result.pdf");
    run(&browser, &file, "", &[&format!("--print-to-pdf={}", paper.display())]);
    assert!(std::fs::read(&paper).unwrap().starts_with(b"%PDF-"));
}
