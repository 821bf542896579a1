//! Outputs.

use gouji::diagnostic::{Code, Diagnostic, Severity};
use gouji::finding::CheckedReport;
use gouji::render::human::render_diagnostics;
use gouji::render::{self, Options};
use gouji::source::{CellRef, Origin, SourceMap, Span};
use gouji::syntax::ast::ComparisonOperator::Approximately;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use super::sample::{Carrier, Sample, compare, gaoping};

fn render_as(name: &str, sample: &Sample, reports: &[CheckedReport], options: Options) -> String {
    let mut out = Vec::new();
    let renderer = render::find(name).unwrap();
    render::render(renderer, sample.head(), reports, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn human(sample: &Sample, options: Options) -> String {
    render_as("human", sample, &[sample.checked()], options)
}

fn wide() -> Options {
    Options::default()
}

fn narrow_ascii() -> Options {
    Options {
        width: 80,
        color: false,
        ascii: true,
        brief: false,
        wrap: true,
    }
}

#[test]
fn every_output_has_a_name_of_its_own() {
    for renderer in render::ALL {
        assert!(std::ptr::eq(render::find(renderer.name).unwrap(), *renderer));
        assert!(!renderer.description.is_empty());
    }
    assert!(render::find("没有").is_none());
}

#[test]
fn a_text_report_for_people() {
    insta::assert_snapshot!(human(&gaoping(Carrier::Text), wide()));
}

#[test]
fn a_workbook_for_people() {
    insta::assert_snapshot!(human(&gaoping(Carrier::Workbook), wide()));
}

#[test]
fn an_old_console() {
    insta::assert_snapshot!(human(&gaoping(Carrier::Workbook), narrow_ascii()));
}

#[test]
fn waived_failures_and_all_the_rest_of_the_summary() {
    let mut sample = gaoping(Carrier::Text);
    sample.waive(
        "05.小计",
        None,
        Some(gouji::ruleset::Date {
            year: 2025,
            month: 12,
            day: 31,
        }),
    );
    sample.waive("05-06", None, None);
    let rule = sample.rule(
        "07-01",
        "",
        "05.项目支出 ≈ 05.其他",
        vec![super::sample::given(
            gouji::evaluate::Outcome::Unbound,
            Some(gouji::evaluate::Failure::Report(gouji::plan::Role::Budget).into()),
            &[],
        )],
    );
    let span = rule.span;
    rule.discharges = vec![("政府性基金".into(), span)];
    sample.plan.ruleset.duties = vec![("政府性基金".into(), span)];
    let mut report = sample.checked();
    report
        .groups
        .retain(|group| !matches!(group.kind, gouji::finding::GroupKind::Single));
    insta::assert_snapshot!(render_as("human", &sample, &[report], wide()));
}

#[test]
fn many_failures_of_one_rule_or_cause_are_listed() {
    let rows: Vec<String> = (0..9)
        .map(|row| format!("{}|科目{row}|{}.00|1.23|50.00|5.00", 201 + row, 2 * row * row + 3))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut sample = Sample::new(
        Carrier::Text,
        "行: 一 ≈ 二\n同: 三 ≈ 四\n",
        &[("03", "支出决算表", &["一", "二", "三", "四"], &rows)],
    );
    let each = |row: usize| compare(&[('+', (0, row, 0))], Approximately, &[('+', (0, row, 1))]).on_row(0, row);
    sample.rule("行", "", "一 ≈ 二", (0..9).map(each).collect());
    let shared = |row: usize| compare(&[('+', (0, 0, 2))], Approximately, &[('+', (0, row, 3))]).on_row(0, row);
    sample.rule("同", "", "三 ≈ 四", (0..8).map(shared).collect());
    let checked = sample.checked();
    let told = |text: &str, finding: &gouji::finding::Finding| {
        let comparison = finding.comparison.as_ref().unwrap();
        let place = comparison.left.terms[0].place.as_ref().unwrap().in_file();
        let line = |line: &str| {
            [finding.row.as_deref().unwrap(), &comparison.difference.text, &place]
                .iter()
                .all(|piece| line.contains(*piece))
        };
        text.lines().any(line)
    };
    let findings = || checked.groups.iter().flat_map(|group| &group.findings);
    for options in [wide(), narrow_ascii()] {
        let text = human(&sample, options);
        let listed = findings().filter(|finding| told(&text, finding)).count();
        assert!(listed >= findings().count() - 10, "{listed} of {}", findings().count());
        assert!(text.lines().all(|line| line.width() <= options.width), "{text}");
    }
    insta::assert_snapshot!(human(&sample, wide()));
}

/// What stands above each underline, by display columns, colours aside.
fn underlined(drawn: &str) -> Vec<String> {
    let plain = without_colors(drawn);
    let lines: Vec<&str> = plain.lines().collect();
    let mut out = Vec::new();
    for pair in lines.windows(2) {
        let Some((gutter, marks)) = pair[1].split_once('·') else {
            continue;
        };
        if !marks.contains('┬') && !marks.contains("───") || marks.contains('╰') {
            continue;
        }
        let offset = gutter.width() + 1;
        let mut run: Option<usize> = None;
        for (at, c) in marks.chars().chain([' ']).enumerate() {
            match (run, "─┬".contains(c)) {
                (None, true) => run = Some(at),
                (Some(start), false) => {
                    out.push(columns(pair[0], offset + start, offset + at));
                    run = None;
                }
                _ => {}
            }
        }
    }
    out
}

/// The text in display columns `from..to` of a line; panics where a column cuts a character in two.
fn columns(line: &str, from: usize, to: usize) -> String {
    let mut at = 0;
    let mut out = String::new();
    for c in line.chars() {
        let mut buffer = [0; 4];
        let width = c.encode_utf8(&mut buffer).width();
        let inside = at >= from && at < to;
        assert!(
            !inside || at + width <= to,
            "{c} stands across the end of {from}..{to} in {line}"
        );
        assert!(
            inside || at + width <= from || at >= to,
            "{c} stands across the start of {from}..{to} in {line}"
        );
        if inside {
            out.push(c);
        }
        at += width;
    }
    out
}

fn without_colors(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    out.push_str(rest);
    out
}

#[test]
fn underlines_stand_under_what_they_mean() {
    for carrier in [Carrier::Text, Carrier::Workbook] {
        for color in [false, true] {
            for width in [60, 100, 160] {
                let sample = gaoping(carrier);
                let options = Options {
                    width,
                    color,
                    ascii: false,
                    brief: false,
                    wrap: true,
                };
                let found = underlined(&human(&sample, options));
                let mut expected = Vec::new();
                for finding in sample.checked().groups.iter().flat_map(|group| &group.findings) {
                    expected.extend(
                        finding
                            .rule_labels
                            .iter()
                            .map(|label| sample.sources.slice(label.span).to_owned()),
                    );
                    expected.extend(finding.report_labels.iter().map(|label| match &*label.place.text {
                        "" => "(空白)".to_owned(),
                        text => text.to_owned(),
                    }));
                }
                assert!(found.len() > 15, "{found:?}");
                for text in &found {
                    let cut = text.strip_suffix('…').unwrap_or(text);
                    let whole = |expected: &String| expected == text || cut != text && expected.starts_with(cut);
                    assert!(
                        expected.iter().any(whole),
                        "{text:?} is underlined at width {width}; expected of {expected:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn colours_only_colour() {
    let sample = gaoping(Carrier::Text);
    let colored = human(&sample, Options { color: true, ..wide() });
    assert!(colored.contains("\u{1b}[31m"), "errors are red");
    let trimmed: Vec<String> = without_colors(&colored)
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    let plain: Vec<String> = human(&sample, wide()).lines().map(str::to_owned).collect();
    assert_eq!(trimmed, plain);
}

#[test]
fn long_rows_are_cut_to_the_cells_concerned() {
    let columns: Vec<String> = (0..60).map(|at| format!("第{at}栏")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let row = format!("208|社会保障和就业支出{}", "|1234.56".repeat(60));
    let mut sample = Sample::new(
        Carrier::Text,
        "甲: 一 ≈ 二\n",
        &[("03", "支出决算表", &columns, &[&row])],
    );
    sample.rule(
        "甲",
        "",
        "一 ≈ 二",
        vec![compare(
            &[('+', (0, 0, 30))],
            Approximately,
            &[('+', (0, 0, 41)), ('+', (0, 0, 57))],
        )],
    );
    let drawn = human(&sample, wide());
    assert!(
        drawn.contains("208 │ 社会保障和就业支出 │ … │ 1234.56 │ … │ 1234.56 │ … │ 1234.56 │ …"),
        "{drawn}"
    );
    for line in drawn.lines() {
        assert!(line.width() <= 100, "{} columns: {line}", line.width());
    }
}

#[test]
fn blank_cells_at_the_end_of_a_row_are_left_out() {
    let columns = ["一", "二", "三", "四", "五"];
    let mut sample = Sample::new(
        Carrier::Text,
        "甲: 一 ≈ 二\n",
        &[("03", "支出决算表", &columns, &["208|社会保障|1.00|||3.00||"])],
    );
    let compared = compare(&[('+', (0, 0, 0))], Approximately, &[('+', (0, 0, 3))]);
    sample.rule("甲", "", "一 ≈ 二", vec![compared]);
    let drawn = human(&sample, wide());
    assert!(drawn.contains("208 │ 社会保障 │ 1.00 │  │  │ 3.00\n"), "{drawn}");
}

#[test]
fn no_width_is_exceeded_by_long_names() {
    let name = "很长的科目名称".repeat(20);
    let row = format!("208|{name}|1.00|3.00");
    let total = format!("|合计{name}|1.00|9.00");
    let check = format!("一{name} ≈ 二");
    let rules = format!("甲: {check}\n");
    for carrier in [Carrier::Text, Carrier::Workbook] {
        let mut sample = Sample::new(carrier, &rules, &[("03", "支出决算表", &["甲", "乙"], &[&row, &total])]);
        let applications = vec![
            compare(&[('+', (0, 0, 0))], Approximately, &[('+', (0, 0, 1))]).on_row(0, 0),
            compare(
                &[('+', (0, 1, 0))],
                Approximately,
                &[('+', (0, 1, 1)), ('+', (0, 0, 0))],
            )
            .on_row(0, 1),
        ];
        sample.rule("甲", &name, &check, applications);
        for options in [wide(), narrow_ascii()] {
            for line in human(&sample, options)
                .lines()
                .filter(|line| !line.starts_with("错误 "))
            {
                assert!(line.width() <= options.width, "{} columns: {line}", line.width());
            }
        }
    }
}

#[test]
fn nothing_in_a_file_reaches_the_terminal_as_a_command() {
    let rules = "甲: 一\u{1b}[2J\u{202e} ≈ 二\n";
    let rows = ["208|社\u{1b}[31m会\u{7}\u{202e}|1.00|3.00"];
    for carrier in [Carrier::Text, Carrier::Workbook] {
        let mut sample = Sample::new(carrier, rules, &[("03", "支出\u{9b}表", &["甲\u{8}", "乙"], &rows)]);
        let application = compare(&[('+', (0, 0, 0))], Approximately, &[('+', (0, 0, 1))]).on_row(0, 0);
        sample.rule("甲", "标\u{1b}题\n行", "一\u{1b}[2J\u{202e} ≈ 二", vec![application]);
        for options in [wide(), narrow_ascii()] {
            let drawn = human(&sample, options);
            let bad = drawn
                .chars()
                .find(|c| *c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(c)));
            assert_eq!(bad, None, "{drawn:?}");
        }
    }
}

#[test]
fn no_english_word_is_said() {
    let drawn = human(&gaoping(Carrier::Text), wide());
    let words: Vec<&str> = drawn
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() > 1 && !["gj", "txt"].contains(word))
        .collect();
    assert_eq!(words, Vec::<&str>::new());
}

static UNKNOWN: Code = Code {
    id: "GJ0299",
    severity: Severity::Error,
    summary: "没有这样的名称",
    page: "",
};

fn diagnosed(options: Options) -> (SourceMap, Vec<Diagnostic>, String) {
    let mut sources = SourceMap::new();
    let rules = sources.add_text(
        "规则/表间.gj",
        "规则 甲 {\n\t检查 03.项目支处 ≈ 05.项目支出 +\n\t\t其他支出\n}\n",
    );
    let parent = sources.add_text("全国/表.gj", "表 03 \"支出决算表\" { 列 { 项目支出 } }\n");
    let book = sources.add("决算表.xlsx", "", b"x");
    sources.set_content(book, "", vec!["03".into()]);
    let text = sources.get(rules).unwrap().text.clone();
    let at = |what: &str| {
        let start = text.find(what).unwrap();
        Span::new(rules, start, start + what.len())
    };
    let declared = Span::new(parent, 0, "表 03".len());
    let diagnostics = vec![
        Diagnostic::new(&UNKNOWN, "表 03 没有叫“项目支处”的栏")
            .at(at("项目支处"), "没有这一栏")
            .at(at("03.项目支处"), "在这里引用")
            .at(declared, "表 03 在此声明")
            .help("是否想写“项目支出”?")
            .fix("改为“项目支出”", at("项目支处"), "项目支出"),
        Diagnostic::new(&UNKNOWN, "这个式子写了两行").at(at("05.项目支出 +\n\t\t其他支出"), "从这里起"),
        Diagnostic::new(&UNKNOWN, "公式没有计算过").at_origin(
            Origin::Cell(CellRef {
                source: book,
                sheet: 0,
                row: 6,
                column: 2,
            }),
            "请在表格软件中打开并保存一次",
        ),
        Diagnostic::new(&UNKNOWN, "没有找到文件“决算.xlsx”"),
    ];
    let mut out = Vec::new();
    render_diagnostics(&diagnostics, &sources, options, &mut out).unwrap();
    let drawn = String::from_utf8(out).unwrap();
    (sources, diagnostics, drawn)
}

#[test]
fn diagnostics_are_drawn_the_same_way() {
    let (_, _, drawn) = diagnosed(wide());
    insta::assert_snapshot!(drawn);
}

proptest::proptest! {
    #[test]
    fn any_text_and_any_place_can_be_drawn(
        text in "[a甲≈(…\t\n\r,|\u{1b}\u{300}\u{200d}👍 ]{0,60}",
        places in proptest::collection::vec((0_usize..90, 0_usize..90), 0..4),
        width in 0_usize..200,
        ascii in proptest::bool::ANY,
    ) {
        let mut sources = SourceMap::new();
        let file = sources.add_text("甲.gj", text);
        let mut diagnostic = Diagnostic::new(&UNKNOWN, "说明");
        for (start, end) in places {
            diagnostic = diagnostic.at(Span::new(file, start, end), "这里");
        }
        let mut out = Vec::new();
        let options = Options { width, color: false, ascii, brief: false, wrap: true };
        render_diagnostics(&[diagnostic], &sources, options, &mut out).unwrap();
        let drawn = String::from_utf8(out).unwrap();
        proptest::prop_assert!(!drawn.contains("Failed"), "{drawn}");
        proptest::prop_assert!(!drawn.contains('\u{1b}'), "{drawn}");
    }

    #[test]
    fn any_report_can_be_drawn(
        name in "[a甲≈(…,\u{1b}👍 0-9.]{0,40}",
        figure in "-?[0-9]{1,9}\\.[0-9]{2}|",
        total in "-?[0-9]{1,9}\\.[0-9]{2}",
        width in 0_usize..200,
        workbook in proptest::bool::ANY,
        ascii in proptest::bool::ANY,
    ) {
        let rows = [format!("208|{name}|{figure}|1.00"), format!("|合计|{total}|")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let carrier = if workbook { Carrier::Workbook } else { Carrier::Text };
        let mut sample = Sample::new(carrier, "甲: 一 ≈ 二\n", &[("03", "表", &["甲", &name], &rows)]);
        let application = compare(&[('+', (0, 1, 0))], Approximately, &[('-', (0, 0, 0)), ('+', (0, 0, 1))]);
        sample.rule("甲", &name, "一 ≈ 二", vec![application.on_row(0, 0)]);
        let drawn = human(&sample, Options { width, color: false, ascii, brief: false, wrap: true });
        proptest::prop_assert!(!drawn.contains("Failed"), "{drawn}");
        let (_, value) = json(&sample);
        proptest::prop_assert!(schema().is_valid(&value));
    }
}

pub fn schema() -> jsonschema::Validator {
    let text = include_str!("../../docs/schema/check.schema.json");
    jsonschema::draft202012::new(&serde_json::from_str(text).unwrap()).unwrap()
}

fn json(sample: &Sample) -> (String, Value) {
    let text = render_as("json", sample, &[sample.checked()], wide());
    let value = serde_json::from_str(&text).unwrap();
    (text, value)
}

#[test]
fn json_keeps_to_its_schema() {
    let schema = schema();
    for carrier in [Carrier::Text, Carrier::Workbook] {
        let mut sample = gaoping(carrier);
        sample.waive(
            "05.小计",
            None,
            Some(gouji::ruleset::Date {
                year: 2025,
                month: 12,
                day: 31,
            }),
        );
        let (_, value) = json(&sample);
        let errors: Vec<String> = schema
            .iter_errors(&value)
            .map(|error| format!("{error} at {}", error.instance_path))
            .collect();
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(
            value["reports"][0]["hash"],
            &*sample.sources.get(sample.report.files[0].source).unwrap().hash
        );
        assert_eq!(value["reports"][0]["ruleset_hash"], "0123abcd");
        assert_eq!(value["reports"][0]["engine_version"], "0.1.0");
    }
    let (sources, diagnostics, _) = diagnosed(wide());
    let sample = gaoping(Carrier::Text);
    let mut report = sample.checked();
    report.diagnostics.clone_from(&diagnostics);
    let mut out = Vec::new();
    report.sources = sources.clone();
    let head = gouji::finding::RunHead {
        sources: &sources,
        diagnostics: &diagnostics,
        ..sample.head()
    };
    render::render(render::find("json").unwrap(), head, &[report], wide(), &mut out).unwrap();
    let value: Value = serde_json::from_slice(&out).unwrap();
    assert!(schema.is_valid(&value));
    assert_eq!(value["diagnostics"][0]["labels"][0]["place"]["text"], "项目支处");
    assert_eq!(value["diagnostics"][2]["labels"][0]["place"]["cell"], "C7");
}

#[test]
fn the_schema_refuses_what_is_not_its_shape() {
    let schema = schema();
    let (_, value) = json(&gaoping(Carrier::Text));
    let refuse = |change: &dyn Fn(&mut Value)| {
        let mut changed = value.clone();
        change(&mut changed);
        assert_ne!(changed, value);
        assert!(!schema.is_valid(&changed));
    };
    refuse(&|value| {
        value["reports"][0].as_object_mut().unwrap().remove("hash");
    });
    refuse(&|value| value["reports"][0]["groups"][0]["findings"][0]["outcome"] = "holds".into());
    refuse(&|value| value["reports"][0]["groups"][0]["cause"]["settled_by"] = 33.24.into());
    refuse(&|value| value["reports"][0]["groups"][0]["findings"] = Value::Array(Vec::new()));
    refuse(&|value| value["extra"] = true.into());
}

#[test]
fn json_says_amounts_as_strings_and_is_the_same_twice() {
    let sample = gaoping(Carrier::Workbook);
    let (text, value) = json(&sample);
    assert_eq!(text, json(&sample).0);
    let group = &value["reports"][0]["groups"][0];
    assert_eq!(group["cause"]["settled_by"], "33.24");
    let comparison = &group["findings"][1]["comparison"];
    assert_eq!(comparison["difference"], "33.24");
    assert_eq!(comparison["left"]["value"], "471.59");
    assert_eq!(comparison["right"]["terms"][1]["value"], Value::Null);
    assert_eq!(comparison["right"]["terms"][1]["place"]["cell"], "C12");
    insta::assert_snapshot!(text);
}
