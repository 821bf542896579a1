//! The reference pages under docs/reference/ are made from the tables in the source. Run with `GOUJI_BLESS=1` to
//! write them anew.

mod forms;

use std::fmt::Write;
use std::path::Path;

use gouji::builtin::{self, Builtin, Family, Parameter, Result as Given};
use gouji::diagnostic::codes;
use gouji::syntax::{KEYWORDS, KeywordRole};

fn check(page: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference").join(page);
    if std::env::var_os("GOUJI_BLESS").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == made, "{page} is stale: run the tests with GOUJI_BLESS=1");
}

/// A cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn parameter(parameter: Parameter) -> String {
    let takes = match parameter {
        Parameter::Number(_) => "一个数",
        Parameter::Places(_) => "写明的整数",
        Parameter::Text(_) => "文本",
        Parameter::Condition(_) => "能判断真假的式子",
        Parameter::Same(_) => "同一种量",
        Parameter::Figure(_) => "表中的一个数",
        Parameter::Lists(_) => "一个或多个数,可以是多行",
        Parameter::Figures(_) => "表中的一个或多个数",
        Parameter::Form(_) => "表号",
    };
    format!("{}:{takes}", parameter.label())
}

fn function(builtin: &Builtin) -> String {
    let names: Vec<&str> = builtin.parameters.iter().map(|parameter| parameter.label()).collect();
    let several = builtin.parameters.iter().any(|parameter| parameter.repeats()) || builtin.name == "in_order";
    let more = if several { ", …" } else { "" };
    let takes: Vec<String> = builtin.parameters.iter().copied().map(parameter).collect();
    let gives = match builtin.result {
        Given::Argument => "与参数同一种量".to_owned(),
        Given::Kind(kind) => kind.label().to_owned(),
        Given::Quotient => "前两个参数之商:两个金额之商是比率".to_owned(),
    };
    let mut text = format!(
        "### {}\n\n`{}({}{more})`,也可写 `{}(…)`。\n\n{}\n\n- 参数:{}\n- 结果:{gives}\n",
        builtin.chinese,
        builtin.chinese,
        names.join(", "),
        builtin.name,
        builtin.doc,
        takes.join(";"),
    );
    if let Some(example) = builtin.example {
        write!(text, "\n```gouji\n{example}\n```\n").unwrap();
    }
    text
}

#[test]
fn functions() {
    let families = [
        (Family::Aggregate, "多个数"),
        (Family::Arithmetic, "数"),
        (Family::Condition, "条件"),
        (Family::Text, "文本"),
        (Family::Document, "报告"),
    ];
    let mut page = "# 函数\n\n每个函数都有中文名和英文名,写哪个都行。例子都成立。\n".to_owned();
    for (family, title) in families {
        write!(page, "\n## {title}\n").unwrap();
        for builtin in builtin::all().filter(|builtin| builtin.family == family) {
            write!(page, "\n{}", function(builtin)).unwrap();
        }
    }
    for builtin in builtin::all() {
        assert!(
            page.contains(&format!("\n### {}\n", builtin.chinese)),
            "{}",
            builtin.name
        );
    }
    check("functions.md", &page);
}

fn place(role: KeywordRole) -> &'static str {
    match role {
        KeywordRole::Item => "文件中的声明",
        KeywordRole::HeaderPart => "规则集之内",
        KeywordRole::FormPart => "表之内",
        KeywordRole::FormAttribute => "表、列、项目的属性",
        KeywordRole::RulePart => "规则之内",
        KeywordRole::TestPart => "测试之内",
        KeywordRole::Clause => "语句中间",
        KeywordRole::Operator => "式子之内",
        KeywordRole::Level => "级别",
        KeywordRole::Category => "类别",
        KeywordRole::Outcome => "结果",
        KeywordRole::Kind => "量的种类",
        KeywordRole::LineMark => "方括号之内,行次之前",
        KeywordRole::RowSelector => "方括号之内",
        KeywordRole::ReferenceHead => "引用的开头",
        KeywordRole::RowName => "手头这一行的名称",
        KeywordRole::JoinName => "“按”之后",
        KeywordRole::ReportFact => "“报告.”之后",
    }
}

#[test]
fn keywords() {
    let mut page = "# 关键字\n\n关键字只在它该出现的地方才是关键字;别处可以照常用作名称。\n".to_owned();
    let mut role = None;
    for keyword in KEYWORDS {
        if role.replace(keyword.role) != Some(keyword.role) {
            let title = place(keyword.role);
            write!(page, "\n## {title}\n\n| 中文 | 英文 | 作用 |\n| --- | --- | --- |\n").unwrap();
        }
        let doc = cell(keyword.doc);
        let chinese: Vec<&str> = std::iter::once(keyword.chinese)
            .chain(keyword.also.iter().copied())
            .collect();
        let chinese = chinese.join("` `");
        writeln!(page, "| `{chinese}` | `{}` | {doc} |", keyword.english).unwrap();
    }
    check("keywords.md", &page);
}

#[test]
fn diagnostics() {
    let families = [
        ("GJ00", "写法"),
        ("GJ01", "规则集"),
        ("GJ02", "名称、所指和量"),
        ("GJ03", "读文件"),
        ("GJ04", "识别报表"),
        ("GJ05", "运行"),
    ];
    let mut page = "# 提示编号\n\n这些提示说的是规则、配置或文件有读不懂的地方,不是报表数字的问题。\n".to_owned();
    let mut listed = 0;
    for (prefix, title) in families {
        write!(page, "\n## {title}\n\n| 代码 | 级别 | 含义 |\n| --- | --- | --- |\n").unwrap();
        for code in codes::all().filter(|code| code.id.starts_with(prefix)) {
            let (id, summary) = (code.id, cell(code.summary));
            let level = code.severity.label();
            writeln!(page, "| [{id}](../diagnostics/{id}.md) | {level} | {summary} |").unwrap();
            listed += 1;
        }
    }
    assert_eq!(listed, codes::all().count(), "every code is of a family");
    check("diagnostics.md", &page);
}
