//! `gouji.toml`: what it may say, and where it is found.

use gouji::session::config;
use gouji::source::{SourceMap, Span};

use crate::project::{Project, report};

/// Parses `text`; every diagnostic as code, the text it points at, and its help.
fn diagnostics(text: &str) -> Vec<(String, String, String)> {
    let mut sources = SourceMap::new();
    let source = sources.add_text("gouji.toml", text);
    let at = |diagnostic: &gouji::diagnostic::Diagnostic| match diagnostic.labels.first().unwrap().at {
        gouji::source::Origin::Text(span) => span,
        gouji::source::Origin::Cell(_) => Span::new(source, 0, 0),
    };
    config::parse(source, text)
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let place = sources.slice(at(diagnostic)).to_owned();
            (
                diagnostic.code.id.to_owned(),
                place,
                diagnostic.help.clone().unwrap_or_default(),
            )
        })
        .collect()
}

#[test]
fn good_configurations() {
    for text in [
        "",
        "# nothing\n",
        "rules = \"rulesets/山西\"\n",
        "rules = \"r\"\nreports = [\"*.xlsx\", \"**/{a,b}.csv\"]\nfail-on = \"警告\"\noutput-format = \"json\"\n",
        "fail-on = \"notice\"\noutput-format = \"human\"\r\n",
    ] {
        assert_eq!(diagnostics(text), [], "{text}");
    }
}

#[test]
fn bad_configurations() {
    let cases = [
        ("rule = \"r\"", "GJ0506", "rule", "是否想写“rules”?"),
        ("report = []", "GJ0506", "report", "是否想写“reports”?"),
        ("failon = \"错误\"", "GJ0506", "failon", "是否想写“fail-on”?"),
        ("rules = 3", "GJ0507", "3", ""),
        ("rules = \"\"", "GJ0507", "\"\"", ""),
        ("reports = \"*.xlsx\"", "GJ0507", "\"*.xlsx\"", ""),
        ("reports = [1]", "GJ0507", "1", ""),
        ("reports = [\"[\"]", "GJ0507", "\"[\"", ""),
        ("fail-on = \"严重\"", "GJ0507", "\"严重\"", ""),
        ("output-format = 3", "GJ0507", "3", ""),
        ("per-folder = \"是\"", "GJ0507", "\"是\"", ""),
        ("ignore = \"*.tmp\"", "GJ0507", "\"*.tmp\"", ""),
    ];
    for (text, code, place, help) in cases {
        assert_eq!(
            diagnostics(text),
            [(code.to_owned(), place.to_owned(), help.to_owned())],
            "{text}"
        );
    }
    assert_eq!(
        diagnostics("rule = 1\nrules = 2\nreprots = 3\n").len(),
        3,
        "every mistake is told of"
    );
}

#[test]
fn what_is_no_toml() {
    for (text, help) in [
        ("rules = “山西”", "引号要用英文的"),
        ("rules = \"a\"\nrules = \"b\"", "同一项只写一次"),
        ("rules = 山西", "配置项 = \"值\""),
        ("[rules", ""),
    ] {
        let found = diagnostics(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].0, "GJ0505", "{text}");
        assert!(found[0].2.contains(help), "{text}: {}", found[0].2);
    }
}

#[test]
fn a_project_is_checked_without_options() {
    let project = Project::new();
    project.write("gouji.toml", "rules = \"rules\"\nreports = [\"报告/*.txt\"]\n");
    project.write("报告/甲.txt", report("3.00", "1.00", "2.00"));
    assert_eq!(project.run("check").status, 0);
    project.write("报告/乙.txt", report("4.00", "1.00", "2.00"));
    let run = project.run("check");
    assert_eq!(run.status, 1, "{}{}", run.out, run.err);
    // The same from a folder below, and the same files.
    let below = project.run_in("报告", "check", "");
    assert_eq!(below.status, 1, "{}{}", below.out, below.err);
    assert_eq!(project.run("lint").status, 0);
    assert_eq!(project.run("test").status, 0);
}

#[test]
fn options_win_over_the_configuration() {
    let project = Project::new();
    project.write(
        "gouji.toml",
        "rules = \"nowhere\"\nreports = [\"nothing/*.txt\"]\nfail-on = \"警告\"\n",
    );
    assert_eq!(project.run("check").status, 2);
    assert_eq!(project.run("check --rules rules good.txt").status, 0);
    assert_eq!(
        project.run("check --rules rules warn.txt").status,
        1,
        "fail-on of the configuration"
    );
    assert_eq!(project.run("check --rules rules warn.txt --fail-on 错误").status, 0);
    project.write("gouji.toml", "rules = \"rules\"\noutput-format = \"json\"\n");
    assert!(project.run("check good.txt").out.starts_with('{'));
    assert!(!project.run("check good.txt --output-format human").out.starts_with('{'));
}

#[test]
fn the_nearest_configuration_is_the_only_one() {
    let project = Project::new();
    project.write("gouji.toml", "rules = \"rules\"\nreports = [\"bad.txt\"]\n");
    project.write("inner/gouji.toml", "reports = [\"good.txt\"]\n");
    project.write("inner/good.txt", report("3.00", "2.00", "1.00"));
    let run = project.run_in("inner", "check", "");
    assert_eq!(
        run.status, 2,
        "rules of the outer one are not merged in\n{}{}",
        run.out, run.err
    );
    assert!(run.err.contains("不知道用哪套规则"), "{}", run.err);
}

#[test]
fn reports_that_match_nothing_are_no_success() {
    let project = Project::new();
    project.write("gouji.toml", "rules = \"rules\"\nreports = [\"nothing/*.xlsx\"]\n");
    let run = project.run("check");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("nothing/*.xlsx"), "{}", run.err);
}

#[test]
fn a_broken_configuration_is_shown_at_its_place() {
    let project = Project::new();
    project.write("gouji.toml", "rules = \"rules\"\nreprots = [\"*.txt\"]\n");
    let run = project.run("check good.txt");
    assert_eq!(run.status, 2);
    for said in ["GJ0506", "gouji.toml:2:1", "是否想写“reports”?"] {
        assert!(run.err.contains(said), "{said}\n{}", run.err);
    }
}

#[test]
fn the_documented_configuration_is_good() {
    let page = include_str!("../../docs/cli.md");
    let text = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(diagnostics(text), []);
}
