//! The program from outside: exit statuses, messages, where things are looked for.

use crate::project::{Project, RULES, Run, report};

/// The table of exit statuses, case by case.
#[test]
fn exit_statuses() {
    let cases = [
        (0, "check --rules rules good.txt"),
        (1, "check --rules rules bad.txt"),
        (0, "check --rules rules warn.txt"),
        (1, "check --rules rules warn.txt --fail-on 警告"),
        (1, "check --rules rules warn.txt --fail-on warning"),
        (1, "check --rules rules warn.txt --fail-on 提示"),
        (0, "check --rules rules good.txt --fail-on notice"),
        (1, "check --rules rules good.txt bad.txt"),
        (0, "check --rules rules bad.txt --exit-zero"),
        (2, "check --rules rules missing.txt"),
        (2, "check --rules rules missing.txt --exit-zero"),
        (2, "check --rules rules bad.txt missing.txt"),
        (2, "check --rules rules good.txt missing.txt"),
        (2, "check --rules rules"),
        (2, "check --rules rules empty"),
        (2, "check --rules nowhere good.txt"),
        (2, "check good.txt"),
        (2, "check --rules rules good.txt --unknown"),
        (2, "check --rules rules good.txt -o nowhere/out.txt"),
        (0, "lint rules"),
        (2, "lint nowhere"),
        (0, "test rules"),
        (1, "test rules --coverage"),
        (0, "inspect --rules rules good.txt"),
        (0, "inspect --rules rules good.txt --table 03"),
        (2, "inspect --rules rules good.txt --table 04"),
        (2, "inspect --rules rules missing.txt"),
        (0, "explain GJ0501"),
        (0, "explain gj0501"),
        (2, "explain GJ9999"),
        (0, "explain S03-01 --rules rules"),
        (0, "explain S03-01 --rules rules --report bad.txt --row 208"),
        (2, "explain S03-99 --rules rules"),
        (2, "fmt nowhere"),
        (0, "completions bash"),
        (2, "completions tcsh"),
        (0, "--help"),
        (0, "--version"),
        (0, "check --help"),
        (2, ""),
        (2, "chekc"),
    ];
    let project = Project::new();
    std::fs::create_dir(project.path().join("empty")).unwrap();
    for (status, arguments) in cases {
        let run = project.run(arguments);
        assert_eq!(run.status, status, "gouji {arguments}\n{}{}", run.out, run.err);
    }
}

#[test]
fn chinese_names_do_the_same() {
    let project = Project::new();
    for (chinese, english) in [
        ("核对 --rules rules bad.txt", "check --rules rules bad.txt"),
        ("检查规则 rules", "lint rules"),
        ("测试 rules", "test rules"),
        ("查看 --rules rules good.txt", "inspect --rules rules good.txt"),
        ("解释 GJ0501", "explain GJ0501"),
        ("排版 --check rules", "fmt --check rules"),
        ("补全 fish", "completions fish"),
    ] {
        let (a, b) = (project.run(chinese), project.run(english));
        assert_eq!((a.status, a.out, a.err), (b.status, b.out, b.err), "{chinese}");
    }
}

/// Nothing that the program says by itself is English.
#[test]
fn help_and_errors_are_chinese() {
    let project = Project::new();
    let english = [
        "Usage",
        "Options",
        "Commands",
        "Arguments",
        "Print",
        "error:",
        "default",
        "possible",
        "alias",
        "tip:",
        "help:",
        "required",
        "unexpected",
        "invalid",
    ];
    for arguments in [
        "--help",
        "check --help",
        "lint --help",
        "test --help",
        "inspect --help",
        "explain --help",
        "fmt --help",
        "completions --help",
        "lsp --help",
        "",
        "chekc",
        "check --fail-on 严重",
        "check --fail-on",
        "check --rulez x",
        "check --year 二〇二四",
        "check --year 24",
        "inspect",
        "explain",
        "completions",
        "completions tcsh",
        "explain X --row 208",
        "check --rules a --rules b",
        "check --output-format xml",
        "inspect a b",
        "fmt --chek",
        "good.txt",
    ] {
        let run = project.run(arguments);
        let said = format!("{}{}", run.out, run.err);
        assert!(
            said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "gouji {arguments}: {said}"
        );
        for word in english {
            assert!(!said.contains(word), "gouji {arguments} says {word}:\n{said}");
        }
    }
}

#[test]
fn mistakes_on_the_command_line_are_explained() {
    let project = Project::new();
    for (arguments, said) in [
        ("chekc", "没有“chekc”这个命令"),
        ("chekc", "是否想写“check”?"),
        ("good.txt", "gouji check good.txt"),
        ("check --rulez x", "是否想写“--rules”?"),
        ("check --fail-on 严重", "可写的值:错误、警告、提示"),
        ("check --year 24", "年度是四位数字"),
        ("inspect", "还缺少:<报告>"),
        ("explain GJ05", "没有提示编号“GJ05”"),
        ("check --rules rules", "没有写要核对哪份报告"),
        ("check --rules rules good.tx", "找不到“good.tx”"),
        ("check --rules rules *.xlsx", "没有文件合这个样式"),
        ("check good.txt", "不知道用哪套规则"),
        ("inspect --rules rules good.txt --table 04", "规则集里没有表“04”"),
        ("explain S03-1 --rules rules", "是否想写“S03-01”?"),
    ] {
        let run = project.run(arguments);
        assert_eq!(run.status, 2, "gouji {arguments}");
        assert!(
            run.err.contains(said),
            "gouji {arguments}: {said} not in\n{}{}",
            run.out,
            run.err
        );
        assert!(
            run.out.is_empty(),
            "gouji {arguments} wrote to standard output:\n{}",
            run.out
        );
    }
}

#[test]
fn two_runs_print_the_same_bytes() {
    let project = Project::new();
    for arguments in [
        "check --rules rules good.txt bad.txt warn.txt",
        "check --rules rules . --output-format json",
        "inspect --rules rules bad.txt",
        "test rules --coverage",
    ] {
        let (a, b) = (project.run(arguments), project.run(arguments));
        assert_eq!((a.out, a.err), (b.out, b.err), "{arguments}");
    }
}

#[test]
fn standard_input_is_a_report() {
    let project = Project::new();
    let bad = report("4.00", "2.00", "1.00");
    let run = project.run_in(".", "check --rules rules - --stdin-filename 某局.txt", bad);
    assert_eq!(run.status, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("某局.txt"), "{}", run.out);
    let run = project.run_in(".", "check --rules rules -", "");
    assert_eq!(run.status, 2, "{}{}", run.out, run.err);
}

#[test]
fn folders_and_patterns_are_searched() {
    let project = Project::new();
    project.write("reports/甲/a.txt", report("4.00", "2.00", "1.00"));
    project.write("reports/乙.txt", report("3.00", "2.00", "1.00"));
    project.write("reports/~$乙.xlsx", "lock");
    project.write("reports/.hidden.txt", "hidden");
    project.write("reports/readme.log", "no report");
    let run = project.run("check --rules rules reports --output-format json");
    assert_eq!(run.status, 1, "{}{}", run.out, run.err);
    assert!(
        run.out.contains("reports/乙.txt") && run.out.contains("reports/甲/a.txt"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("hidden") && !run.out.contains("~$"), "{}", run.out);
    let said: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(said["overview"]["reports"], 2);
    let passed_over = &said["overview"]["passed_over"];
    assert_eq!(
        passed_over[0]["file"], "reports/readme.log",
        "a file that is no report is named"
    );
    let run = project.run("check --rules rules reports --per-folder --output-format json");
    let said: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(said["reports"][0]["file"], "reports/乙.txt".rsplit_once('/').unwrap().0);
    let run = project.run("check --rules rules reports --ignore 甲/** --output-format json");
    assert!(run.out.contains("按设置不核对"), "{}", run.out);
    let run = project.run("check --rules rules reports/*.txt");
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
}

#[test]
fn archives_stand_for_their_members() {
    use std::io::Write as _;

    let project = Project::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("甲局/决算.txt", report("4.00", "2.00", "1.00")),
        ("乙局/决算.txt", report("3.00", "2.00", "1.00")),
        ("乙局/照片.jpg", "picture".to_owned()),
        ("../../外面.txt", report("3.00", "2.00", "1.00")),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    project.write("上报/全县.zip", zip.finish().unwrap().into_inner());
    project.write("上报/坏.zip", "PK\u{3}\u{4} no archive");
    let run = project.run("check --rules rules 上报 --output-format json");
    let said: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let names: Vec<&str> = said["reports"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|report| report["file"].as_str())
        .collect();
    assert_eq!(
        names,
        [
            "上报/全县.zip/甲局/决算.txt",
            "上报/全县.zip/乙局/决算.txt",
            "上报/全县.zip/外面.txt",
            "上报/坏.zip"
        ]
    );
    assert_eq!(
        said["overview"]["passed_over"][0]["file"],
        "上报/全县.zip/乙局/照片.jpg"
    );
    assert_eq!(said["overview"]["unreadable"], 1);
    assert_eq!(run.status, 2, "{}{}", run.out, run.err);
    let run = project.run("check --rules rules 上报/全县.zip --per-folder --output-format json");
    let said: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(said["reports"][1]["file"], "上报/全县.zip/乙局");
}

#[test]
fn a_cache_never_changes_a_result() {
    let project = Project::new();
    project.write("reports/a.txt", report("4.00", "2.00", "1.00"));
    project.write("reports/b.txt", report("3.00", "2.00", "1.00"));
    let plain = project.run("check --rules rules reports");
    for _ in 0..2 {
        let cached = project.run("check --rules rules reports --cache 缓存");
        assert_eq!((&cached.out, cached.status), (&plain.out, plain.status));
    }
    let saved: Vec<_> = std::fs::read_dir(project.path().join("缓存"))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(saved.len(), 2);
    for file in &saved {
        std::fs::write(file.path(), "broken").unwrap();
    }
    let cached = project.run("check --rules rules reports --cache 缓存");
    assert_eq!((&cached.out, cached.status), (&plain.out, plain.status));
    project.write("reports/b.txt", report("5.00", "2.00", "1.00"));
    let changed = project.run("check --rules rules reports --cache 缓存");
    assert_eq!(changed.out, project.run("check --rules rules reports").out);
    assert_ne!(changed.out, plain.out);
}

#[test]
fn results_go_to_a_file_whole() {
    let project = Project::new();
    let shown = project.run("check --rules rules bad.txt");
    project.write("out.txt", "old");
    let run = project.run("check --rules rules bad.txt -o out.txt");
    assert_eq!((run.status, run.out.as_str()), (1, ""));
    assert_eq!(project.read("out.txt"), shown.out);
    let names: Vec<_> = std::fs::read_dir(project.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        names.iter().all(|name| !name.to_string_lossy().ends_with(".tmp")),
        "{names:?}"
    );
    let run = project.run("check --rules rules bad.txt -o nowhere/out.txt");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("写不出文件"), "{}", run.err);
}

#[test]
fn colour_is_only_where_it_is_wanted() {
    let project = Project::new();
    let plain = project.run("check --rules rules bad.txt");
    assert!(!plain.out.contains('\u{1b}'), "{}", plain.out);
    let always = project.run("check --rules rules bad.txt --color always");
    assert!(always.out.contains('\u{1b}'), "{}", always.out);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let project = Project::new();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("gouji"))
        .current_dir(project.path())
        .args(["explain", "GJ0501"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Inputs that are broken in one way or another: a clear sentence and status 2, quickly.
#[test]
fn bad_inputs_are_told_of() {
    let project = Project::new();
    project.write("empty.txt", "");
    project.write("blank.txt", " \n\t\n");
    project.write("binary.xlsx", [0_u8, 159, 146, 150, 0, 0, 1, 2, 3, 0].repeat(100));
    let mut cut = good_workbook();
    cut.truncate(cut.len() / 2);
    project.write("cut.xlsx", cut);
    project.write("head.xlsx", b"PK\x03\x04");
    for name in ["empty.txt", "blank.txt", "binary.xlsx", "cut.xlsx", "head.xlsx"] {
        let run = quick(&project, &format!("check --rules rules {name}"));
        assert_eq!(run.status, 2, "{name}: {}{}", run.out, run.err);
        let said = format!("{}{}", run.out, run.err);
        assert!(said.contains(name), "{name}: {said}");
        assert!(said.contains("GJ03"), "{name}: {said}");
    }
}

fn good_workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..200 {
        sheet.write_string(row, 0, format!("科目{row}")).unwrap();
        sheet.write_number(row, 1, f64::from(row)).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn quick(project: &Project, arguments: &str) -> Run {
    let start = std::time::Instant::now();
    let run = project.run(arguments);
    assert!(
        start.elapsed().as_secs() < 20,
        "gouji {arguments} took {:?}",
        start.elapsed()
    );
    run
}

#[test]
fn a_report_where_no_form_is_found_is_not_clean() {
    let project = Project::new();
    project.write("other.txt", "会议通知\n明天下午三点开会。\n");
    let run = quick(&project, "check --rules rules other.txt");
    assert_ne!(run.status, 0, "{}{}", run.out, run.err);
}

#[test]
fn bad_rules_are_told_of_and_the_good_ones_run() {
    let project = Project::new();
    let brackets = format!("深: {} == 1\n", "(".repeat(10_000));
    for (name, rules, said) in [
        ("brackets", brackets, "GJ00"),
        ("column", "列错: 03.基本支岀 >= 0\n".to_owned(), "基本支出"),
        ("syntax", "规则 X \"缺检查\" {\n    检查\n}\n".to_owned(), "GJ0"),
    ] {
        let folder = format!("rules-{name}");
        project.write(&format!("{folder}/例.gj"), RULES);
        project.write(&format!("{folder}/坏.gj"), rules);
        let run = quick(&project, &format!("check --rules {folder} bad.txt"));
        assert_eq!(run.status, 2, "{name}: {}{}", run.out, run.err);
        assert!(
            format!("{}{}", run.out, run.err).contains(said),
            "{name}: {}{}",
            run.out,
            run.err
        );
        assert!(
            run.out.contains("S03-01"),
            "{name}: the good rules did not run\n{}{}",
            run.out,
            run.err
        );
    }
}

#[test]
fn rulesets_that_inherit_from_each_other_end() {
    let project = Project::new();
    project.write("甲/甲.gj", "规则集 甲 { 继承 \"../乙\" }\n");
    project.write("乙/乙.gj", "规则集 乙 { 继承 \"../甲\" }\n");
    let run = quick(&project, "lint 甲");
    assert_eq!(run.status, 2, "{}{}", run.out, run.err);
    assert!(run.out.contains("继承"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn folders_that_cannot_be_read_are_told_of() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new();
    project.write("locked/a.txt", report("3.00", "2.00", "1.00"));
    let locked = project.path().join("locked");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything can't test this.
    if std::fs::read_dir(&locked).is_err() {
        let run = project.run("check --rules rules locked good.txt");
        assert_eq!(run.status, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains("没有权限"), "{}", run.err);
    }
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A rule that does not run is said to be off, so that deleting rules never makes a result look better.
#[test]
fn rules_switched_off_are_listed_with_the_reason() {
    let project = Project::new();
    project.write("rules/停.gj", "停用 S03-01 因为 \"本省另有规定\"\n");
    for reports in ["bad.txt", "bad.txt good.txt"] {
        let run = project.run(&format!("check --rules rules {reports}"));
        assert_eq!(run.status, 0, "{run:?}");
        assert_eq!(run.out.matches("停用 S03-01:本省另有规定").count(), 1, "{}", run.out);
    }
    let run = project.run("check --rules rules bad.txt --output-format json");
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        json["ruleset"]["disabled"],
        serde_json::json!([{ "rule": "S03-01", "reason": "本省另有规定" }])
    );
    for format in ["html", "markdown", "jsonl", "sarif", "junit"] {
        let run = project.run(&format!("check --rules rules bad.txt --output-format {format}"));
        assert!(
            run.out.contains("S03-01") && run.out.contains("本省另有规定"),
            "{format}: {}",
            run.out
        );
    }
    let said = "停用 S03-01:本省另有规定";
    for (reports, sheet) in [("bad.txt", "问题清单"), ("bad.txt good.txt", "规则")] {
        let run = project.run(&format!("check --rules rules {reports} -o 结果.xlsx"));
        assert_eq!(run.status, 0, "{}{}", run.out, run.err);
        let bytes = std::fs::read(project.path().join("结果.xlsx")).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(bytes)).unwrap();
        let cells = calamine::Reader::worksheet_range(&mut book, sheet).unwrap();
        assert!(cells.used_cells().any(|(.., cell)| *cell == said), "{reports}");
    }
}

/// In a file or a pipe nothing is cut or broken to fit a terminal.
#[test]
fn short_lines_are_for_terminals() {
    let project = Project::new();
    let folder = "很长很长的目录名称".repeat(8);
    for name in ["甲", "乙", "丙", "丁", "戊", "己"] {
        project.write(&format!("{folder}/{name}.txt"), report("4.00", "2.00", "1.00"));
    }
    let run = project.run(&format!("check --rules rules {folder}"));
    assert_eq!(run.status, 1, "{}{}", run.out, run.err);
    project.run(&format!("check --rules rules {folder} -o 结果.txt"));
    let file = std::fs::read_to_string(project.path().join("结果.txt")).unwrap();
    assert_eq!(file, run.out);
    let (found, overview) = file.split_once("全部报告").unwrap();
    // A head, two findings and a blank line each.
    assert_eq!(found.lines().count(), 6 * 4, "{found}");
    assert!(overview.contains(&format!("{folder}/己.txt")), "{overview}");
    assert!(!file.contains('…'), "{file}");
}

/// Reports of several units in one folder: one sentence for the units, one for the tables, not one for each of them.
#[test]
fn files_that_make_no_one_report_are_told_of_once() {
    let project = Project::new();
    for name in ["甲", "乙", "丙", "丁"] {
        let text = report("3.00", "2.00", "1.00").replace("某某局", &format!("{name}局"));
        project.write(&format!("各局/{name}.txt"), text);
    }
    let run = project.run("check --rules rules 各局 --per-folder --output-format compact");
    assert_eq!(run.out.matches("GJ0419").count(), 1, "{}", run.out);
    assert!(run.out.contains("“丁局”、“丙局”、“乙局”、“甲局”"), "{}", run.out);
    assert_eq!(run.out.matches("GJ0404").count(), 1, "{}", run.out);
}

/// Where a file is meant as a whole, SARIF names it.
#[test]
fn sarif_names_the_file_in_which_no_table_is() {
    let project = Project::new();
    project.write("附件/通知.csv", "关于报送决算的通知\n请按时报送\n");
    let run = project.run("check --rules rules 附件/通知.csv --output-format sarif");
    let said: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let told = &said["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    let of_file = told
        .as_array()
        .unwrap()
        .iter()
        .find(|said| said["descriptor"]["id"] == "GJ0420");
    let uri = &of_file.unwrap()["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "%E9%99%84%E4%BB%B6/%E9%80%9A%E7%9F%A5.csv");
}

/// A report that can't be read has nothing to sum up.
#[test]
fn no_summary_without_a_report() {
    let project = Project::new();
    project.write("blank.csv", "");
    let run = project.run("check --rules rules blank.csv");
    assert_eq!(run.status, 2);
    assert!(run.out.contains("GJ0301") && !run.out.contains("小结"), "{}", run.out);
}
