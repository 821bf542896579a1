//! The forms of the national ruleset: what an author of rules looks up. Every reference printed is the shortest that
//! means what its line says, found by resolving it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use gouji::form::{Axis, Block, Coded, Column, Form, Formula, Item};
use gouji::ruleset::{Rule, Ruleset};
use gouji::session::{Memory, Session};
use gouji::source::{Origin, SourceMap};
use gouji::syntax::ast::Category;
use gouji::value::{Kind, Name};

use super::{cell, check};
use crate::ide::fixture::today;

const INTRODUCTION: &str = "# 表样

`rulesets/全国` 声明的各张表:写规则时怎样指到一栏、一行,表样本身已经包含哪些规则(不必再写)。
“引用”一列是最短的写法;在“逐行”之内,本表的栏直接写名称,如 `项目支出`。
";

/// The national ruleset in memory, with `rules` in a ruleset that inherits it.
fn session(rules: &str) -> Session {
    let mut memory = Memory::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets");
    for entry in walkdir::WalkDir::new(root.join("全国")).into_iter().flatten() {
        if entry.file_type().is_file() {
            let below = entry
                .path()
                .strip_prefix(&root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            memory.insert(&below, std::fs::read(entry.path()).unwrap());
        }
    }
    memory.insert("例/规则集.gj", "规则集 例 {\n    年度 2024\n    继承 \"../全国\"\n}\n");
    memory.insert("例/引用.gj", rules);
    Session::load(&memory, "例", today())
}

/// Names of a path, quoted where they must be.
fn path<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted = |name: &str| {
        let plain = name.chars().all(|c| c.is_alphanumeric() || "_·[]".contains(c));
        if plain { name.to_owned() } else { format!("\"{name}\"") }
    };
    names.into_iter().map(quoted).collect::<Vec<_>>().join(".")
}

/// The ways to say a figure, the shortest first: the form, `least` or more of what stands above it, and the rest.
fn spellings(form: &Form, above: &[&str], least: usize, own: &[&str]) -> Vec<String> {
    let start = &*form.id;
    (least.min(above.len())..=above.len())
        .map(|from| {
            let above = above.get(above.len() - from..).unwrap_or_default();
            path(
                [start]
                    .into_iter()
                    .chain(above.iter().copied())
                    .chain(own.iter().copied()),
            )
        })
        .collect()
}

fn texts<'a>(block: &'a Block, names: &'a [Name]) -> Vec<&'a str> {
    let block = block.name.iter();
    block.chain(names).map(|name| &*name.text).collect()
}

/// The ways to say a column: as such, or of one row where the table has none by default.
fn of_column(form: &Form, block: &Block, column: &Column, example: Option<&str>) -> Vec<String> {
    let above = texts(block, &column.groups);
    let mut ways = spellings(form, &above, 0, &[&column.name.text]);
    if let Some(code) = example {
        ways.push(format!("{}[{code}].{}", form.id, path([&*column.name.text])));
    }
    ways
}

/// The ways to say an item, in the first column where there are several.
fn of_item(form: &Form, block: &Block, item: &Item) -> Vec<String> {
    let mut own = vec![&*item.name.text];
    if let [first, _, ..] = block.columns.as_slice() {
        own.push(&first.name.text);
    }
    // A 总计 that two blocks have is told apart for the reader, even where the language can.
    let items = form.blocks.iter().flat_map(|block| block.axis.items());
    let least = usize::from(items.filter(|other| other.name == item.name).count() > 1);
    let mut ways = spellings(form, &texts(block, &item.sections), least, &own);
    if let (Some(line), Some(column)) = (item.line, block.columns.first()) {
        ways.push(format!("{}[行{line}].{}", form.id, path([&*column.name.text])));
    }
    ways
}

/// Of each list of ways the first that resolves.
struct Ways {
    wrong: BTreeSet<String>,
    /// Those given away: what means one thing can't be said of another.
    used: RefCell<BTreeSet<String>>,
}

impl Ways {
    fn try_all(ruleset: &Ruleset) -> Self {
        let mut ways: Vec<String> = Vec::new();
        for form in &ruleset.forms {
            for block in &form.blocks {
                let example = block.axis.coded().and_then(|coded| example(ruleset, coded));
                ways.extend(
                    block
                        .columns
                        .iter()
                        .flat_map(|column| of_column(form, block, column, example)),
                );
                ways.extend(block.axis.items().iter().flat_map(|item| of_item(form, block, item)));
            }
        }
        let rules: Vec<String> = ways
            .iter()
            .enumerate()
            .map(|(at, way)| format!("试-{at}: {way} >= 0\n"))
            .collect();
        let tried = session(&rules.concat());
        let source = tried
            .sources()
            .iter()
            .find(|source| &*source.name == "例/引用.gj")
            .unwrap();
        let wrong = tried
            .diagnostics()
            .iter()
            .map(|diagnostic| match diagnostic.labels[0].at {
                Origin::Text(span) if span.source == source.id => {
                    ways[source.lines().line_of(span.range().start) as usize].clone()
                }
                other => panic!("{other:?}: {diagnostic:?}"),
            });
        Self {
            wrong: wrong.collect(),
            used: RefCell::default(),
        }
    }

    fn shortest(&self, ways: &[String]) -> String {
        let found = ways.iter().find(|way| !self.wrong.contains(*way));
        let found = found.unwrap_or_else(|| panic!("none of {ways:?} means anything"));
        assert!(self.used.borrow_mut().insert(found.clone()), "{found} is two things");
        format!("`{}`", cell(found))
    }
}

/// The first code of the list that the rows are from.
fn example<'a>(ruleset: &'a Ruleset, coded: &Coded) -> Option<&'a str> {
    let wanted = coded.code_list.as_ref()?;
    let list = ruleset.code_lists.iter().find(|list| list.name == *wanted)?;
    list.codes.iter().next().map(|code| code.code)
}

fn table(page: &mut String, header: &[&str], rows: &[Vec<String>]) {
    // A column without a word in it is left out.
    let kept: Vec<usize> = (0..header.len())
        .filter(|at| rows.iter().any(|row| !row[*at].is_empty()))
        .collect();
    let mut line = |cells: Vec<&str>| writeln!(page, "| {} |", cells.join(" | ")).unwrap();
    line(kept.iter().map(|at| header[*at]).collect());
    line(kept.iter().map(|_| "---").collect());
    for row in rows {
        line(kept.iter().map(|at| row[*at].as_str()).collect());
    }
}

fn formula(formula: Option<&Formula>, sources: &SourceMap) -> String {
    formula.map_or(String::new(), |formula| format!("`{}`", sources.slice(formula.span)))
}

fn kind(kind: Option<Kind>) -> &'static str {
    kind.filter(|kind| *kind != Kind::Money).map_or("", Kind::label)
}

fn number(number: Option<u32>) -> String {
    number.map_or(String::new(), |number| number.to_string())
}

fn list(names: &[Name]) -> String {
    names.iter().map(|name| &*name.text).collect::<Vec<_>>().join("、")
}

fn describe(page: &mut String, form: &Form, session: &Session, ways: &Ways) {
    let (ruleset, sources) = (&session.plan().ruleset, session.sources());
    write!(page, "\n## 表 {} {}\n\n", form.id, form.title()).unwrap();
    write!(page, "表号:{}。单位:{}。", list(&form.numbers), form.unit.label()).unwrap();
    if let Some((_, others @ [_, ..])) = form.titles.split_first() {
        write!(page, "也叫:{}。", list(others)).unwrap();
    }
    if form.optional {
        page.push_str("可以没有。");
    }
    page.push('\n');
    for block in &form.blocks {
        if let Some(name) = &block.name {
            write!(page, "\n### 块 {name}\n").unwrap();
        }
        match &block.axis {
            Axis::Single => page.push_str("\n行:只有一行。\n"),
            Axis::Coded(coded) => rows_by_code(page, form, coded, ruleset, sources),
            Axis::Items(_) => {}
        }
        columns(page, form, block, ruleset, sources, ways);
        items(page, form, block, sources, ways);
    }
    let implied = ruleset
        .rules
        .iter()
        .filter(|rule| rule.id.starts_with(&format!("{}.", form.id)));
    let rows: Vec<Vec<String>> = implied.map(implied_rule).collect();
    page.push_str("\n已经包含的规则:\n\n");
    table(page, &["编号", "含义", "级别"], &rows);
}

fn rows_by_code(page: &mut String, form: &Form, coded: &Coded, ruleset: &Ruleset, sources: &SourceMap) {
    let levels: Vec<String> = coded
        .levels
        .iter()
        .map(|level| format!("{} {} 位", level.name, level.length))
        .collect();
    write!(page, "\n行:按{}({})", coded.key, levels.join(",")).unwrap();
    if let Some(name) = &coded.code_list {
        write!(page, ",科目表 {name}").unwrap();
    }
    let level = coded.levels.first().map_or("", |level| &*level.name.text);
    let code = example(ruleset, coded).unwrap_or("223");
    writeln!(
        page,
        "。某个科目写 `{0}[{code}].栏`,{level}级各科目写 `{0}[{level}].栏`。",
        form.id
    )
    .unwrap();
    for total in &coded.totals {
        match &total.formula {
            Some(identity) => {
                let way = path([&*form.id, &total.name.text]);
                let identity = sources.slice(identity.span);
                write!(page, "\n合计行 {}:引用 `{way}`,等于 `{identity}`。\n", total.name).unwrap();
            }
            None => write!(page, "\n合计行 {}:不写行时就是这一行。\n", total.name).unwrap(),
        }
    }
}

fn columns(page: &mut String, form: &Form, block: &Block, ruleset: &Ruleset, sources: &SourceMap, ways: &Ways) {
    let has_items = !block.axis.items().is_empty();
    if let (true, [only]) = (has_items, block.columns.as_slice()) {
        let number = only.number.map_or(String::new(), |number| format!("(栏次 {number})"));
        write!(page, "\n只有一栏:{}{number}。\n\n", only.name).unwrap();
        return;
    }
    let example = block.axis.coded().and_then(|coded| example(ruleset, coded));
    let rows: Vec<Vec<String>> = block
        .columns
        .iter()
        .map(|column| {
            let way = if has_items {
                String::new()
            } else {
                ways.shortest(&of_column(form, block, column, example))
            };
            vec![
                number(column.number),
                cell(&column.path()),
                way,
                formula(column.formula.as_ref(), sources),
                kind(Some(column.kind)).to_owned(),
                list(&column.aliases),
            ]
        })
        .collect();
    page.push('\n');
    table(page, &["栏次", "栏", "引用", "等于", "种类", "别名"], &rows);
    if has_items {
        page.push('\n');
    }
}

fn items(page: &mut String, form: &Form, block: &Block, sources: &SourceMap, ways: &Ways) {
    let rows: Vec<Vec<String>> = block
        .axis
        .items()
        .iter()
        .map(|item| {
            vec![
                number(item.line),
                cell(&item.name.text),
                ways.shortest(&of_item(form, block, item)),
                item.code.as_deref().unwrap_or_default().to_owned(),
                formula(item.formula.as_ref(), sources),
                kind(item.kind).to_owned(),
                list(&item.aliases),
            ]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let reference = match block.columns.as_slice() {
        [first, _, ..] => format!("引用(以“{}”栏为例)", first.name),
        _ => "引用".to_owned(),
    };
    table(page, &["行次", "行", &reference, "代码", "等于", "种类", "别名"], &rows);
}

fn implied_rule(rule: &Rule) -> Vec<String> {
    let level = match (rule.pilot, rule.category) {
        (true, _) => "试行".to_owned(),
        (false, Category::Mandatory) => rule.severity.label().to_owned(),
        (false, Category::Verify) => format!("{},核实", rule.severity.label()),
    };
    vec![format!("`{}`", cell(&rule.id)), cell(&rule.title), level]
}

#[test]
fn forms() {
    let session = session("");
    assert!(session.diagnostics().is_empty(), "{:#?}", session.diagnostics());
    let ways = Ways::try_all(&session.plan().ruleset);
    let mut page = INTRODUCTION.to_owned();
    for form in &session.plan().ruleset.forms {
        describe(&mut page, form, &session, &ways);
    }
    for said in ["`05.项目支出`", "`01.收入.总计`", "`06.公用经费合计`", "`05.纵向`"] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    check("forms.md", &page);
}
