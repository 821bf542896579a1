//! Folders of rule texts to rulesets: forms, implied rules, inheritance, overrides, and what is said when they are wrong.

mod inherited;
mod wrong;

use std::collections::BTreeMap;
use std::io;

use gouji::diagnostic::{Diagnostic, Severity};
use gouji::form::{Block, Form, Operand};
use gouji::ruleset::{Rule, RuleBody, Ruleset, assemble, load};
use gouji::source::{Origin, SourceMap, Workspace, join_path, normalise_path};
use gouji::syntax;
use gouji::syntax::ast::{Category, YearRange};
use gouji::value::Unit;

/// Files in memory.
#[derive(Default)]
struct Memory(BTreeMap<String, Vec<u8>>);

impl Workspace for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let prefix = format!("{folder}/");
        let inside: Vec<&str> = self.0.keys().filter_map(|path| path.strip_prefix(&prefix)).collect();
        if inside.is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let rules = inside.iter().filter(|name| name.ends_with(".gj"));
        Ok(rules.map(|name| (*name).to_owned()).collect())
    }
}

struct Assembled {
    ruleset: Ruleset,
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

fn assembled(files: &[(&str, &[u8])], folder: &str) -> Assembled {
    let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
    let workspace = Memory(files.collect());
    let mut sources = SourceMap::new();
    let mut diagnostics = Vec::new();
    let loaded = load(&workspace, &mut sources, folder, syntax::parse).take(&mut diagnostics);
    let ruleset = assemble(&loaded, &sources).take(&mut diagnostics);
    Assembled {
        ruleset,
        sources,
        diagnostics,
    }
}

impl Assembled {
    /// Every diagnostic as its code and the texts it points at.
    fn said(&self) -> Vec<String> {
        let text = |origin: &Origin| match origin {
            Origin::Text(span) => {
                let source = self.sources.get(span.source).unwrap();
                let line = source.lines().line_of(span.start as usize) + 1;
                format!("{}:{line} {}", source.name, source.slice(*span))
            }
            Origin::Cell(_) => unreachable!("rule texts have no cells"),
        };
        let say = |diagnostic: &Diagnostic| {
            let places: Vec<String> = diagnostic.labels.iter().map(|label| text(&label.at)).collect();
            format!("{} {}", diagnostic.code.id, places.join(" | "))
                .trim()
                .to_owned()
        };
        self.diagnostics.iter().map(say).collect()
    }

    fn rule(&self, id: &str) -> &Rule {
        let rules = &self.ruleset.rules;
        let found = rules.iter().find(|rule| &*rule.id == id);
        found.unwrap_or_else(|| panic!("no rule {id} among {:?}", ids(&self.ruleset)))
    }

    fn form(&self, id: &str) -> &Form {
        self.ruleset.forms.iter().find(|form| &*form.id == id).unwrap()
    }

    fn clean(self) -> Self {
        assert!(self.diagnostics.is_empty(), "{:#?}", self.said());
        self
    }
}

fn ids(ruleset: &Ruleset) -> Vec<&str> {
    ruleset.rules.iter().map(|rule| &*rule.id).collect()
}

const HEADER: &str = "规则集 甲 { 版本 \"1\"\n年度 2023..2024 }\n";

const FORM: &str = r#"
表 03 "支出决算表" {
    表号 "公开03表"
    单位 万元
    行 科目代码 { 类 3, 款 5, 项 7 }
    列 {
        1 本年支出合计 = 2..3
        2 基本支出
        3 项目支出
    }
    纵向
    非负 核实
}
"#;

/// A ruleset of one file, header and form 03 in front.
fn one(text: &str) -> Assembled {
    assembled(&[("甲/规则.gj", format!("{HEADER}{FORM}{text}").as_bytes())], "甲")
}

/// A ruleset of one file with the header alone in front.
fn bare(text: &str) -> Assembled {
    assembled(&[("甲/规则.gj", format!("{HEADER}{text}").as_bytes())], "甲")
}

/// A child that inherits a parent with form 03 and the rule A-1.
fn child(text: &str) -> Assembled {
    let parent = format!("{HEADER}{FORM}\n规则 A-1 \"甲一\" {{ 检查 03.基本支出 >= 0 }}\n");
    let own = format!("规则集 乙 {{ 年度 2024\n继承 \"../甲\" }}\n{text}");
    assembled(
        &[("甲/规则.gj", parent.as_bytes()), ("乙/规则.gj", own.as_bytes())],
        "乙",
    )
}

fn says(assembled: &Assembled, expected: &[&str]) {
    assert_eq!(assembled.said(), expected, "{:#?}", assembled.diagnostics);
}

#[test]
fn implied_rules_stand_behind_their_form() {
    let made = one("规则 A-1 \"甲一\": 03.基本支出 >= 0\n03.项目支出 >= 0\n").clean();
    let expected = [
        "03.必有",
        "03.重复行",
        "03.上级科目",
        "03.本年支出合计",
        "03.纵向",
        "03.非负",
        "A-1",
        "规则:17",
    ];
    assert_eq!(ids(&made.ruleset), expected);
    assert_eq!(
        &*made.rule("03.本年支出合计").title,
        "本年支出合计 = 基本支出 + 项目支出"
    );
    assert_eq!(&*made.rule("03.纵向").title, "支出决算表各级科目逐级汇总");
    assert_eq!(made.rule("03.非负").category, Category::Verify);
    assert_eq!(made.rule("03.纵向").category, Category::Mandatory);
    assert_eq!(made.sources.slice(made.rule("03.本年支出合计").span), "本年支出合计");
    assert_eq!(made.sources.slice(made.rule("03.纵向").span), "纵向");
    assert_eq!(&*made.ruleset.name, "甲");
    assert_eq!(made.ruleset.years, Some(YearRange { from: 2023, to: 2024 }));
}

#[test]
fn implied_rules_have_their_reasons() {
    let form = |line: &str| {
        format!(
            "表 9 \"某表\" {{ {line}\n行 科目代码 {{ 类 3, 款 5 }}\n列 {{ 1 甲 = 2 依据 \"印在表上\" 履行 \"收支\"; 2 乙 = 3; 3 丙 }}\n纵向\n非负 核实 依据 \"实际发生\" }}\n应查 {{ \"收支\" }}\n"
        )
    };
    let reason = |made: &Assembled, id: &str| made.rule(id).basis.as_ref().map(ToString::to_string);
    let made = one(&form("依据 \"表样\"")).clean();
    assert_eq!(reason(&made, "9.甲").as_deref(), Some("印在表上"));
    assert_eq!(&*made.rule("9.甲").discharges[0].0, "收支");
    assert_eq!(reason(&made, "9.乙").as_deref(), Some("表样"));
    assert_eq!(reason(&made, "9.必有").as_deref(), Some("表样"));
    assert_eq!(reason(&made, "9.非负").as_deref(), Some("实际发生"));
    for id in ["9.纵向", "9.重复行", "9.上级科目"] {
        let said = reason(&made, id).unwrap();
        assert!(!said.is_empty() && said != "表样", "{id}");
    }
    // Where the form says nothing of what it prints, nothing is made up.
    let silent = one(&form("")).clean();
    assert_eq!(reason(&silent, "9.乙"), None);
    assert_eq!(reason(&silent, "9.甲").as_deref(), Some("印在表上"));
    // An override of the form speaks for it.
    let made = child("覆盖 表 03 { 依据 \"本省表样\" }\n").clean();
    assert_eq!(reason(&made, "03.本年支出合计").as_deref(), Some("本省表样"));
}

fn operands(block: &Block, column: usize) -> Vec<(bool, usize)> {
    let formula = block.columns[column].formula.as_ref().unwrap();
    let terms = formula.terms.iter();
    terms
        .map(|term| (term.negative, term.operand.index().unwrap()))
        .collect()
}

#[test]
fn forms_are_flattened_and_tied() {
    let text = r#"
表 01 "总表" 可空 {
    单位 元
    尾差上限 2
    块 收入 { 列 { 1 金额 别名 "决算数" } 行 { 1 甲; 2 乙; 9 总计 = 1..8 } }
    块 支出 { 列 { 2 金额 } 行 { 32 丙 代码 201; 节 其中 { 33 丁 : 数量; 34 小计 = 33 } 62 总计 = 32 + 丁 - 34 } }
}
表 06 "基本支出" {
    行 科目代码 { 类 3, 款 5 } 折叠
    列 预算数 { 1 合计 = 2 + 3; 组 { 2 小计; 4 购置费 } }
    列 决算数 { 3 合计; 车辆数 : 数量 }
    合计行 "合计" "总计" = 人员经费合计
    合计行 人员经费合计 = 301 + 303
}
"#;
    let made = bare(text).clean();
    let form = made.form("01");
    assert_eq!((form.unit, form.optional), (Unit::Yuan, true));
    assert_eq!(form.tail_cap, Some(2.into()));
    let [income, expense] = &form.blocks[..] else { panic!() };
    let items = expense.axis.items();
    assert_eq!(items[0].code.as_deref(), Some("201"));
    assert_eq!(items[1].sections[0].key.as_ref(), "其中");
    let total = items[3].formula.as_ref().unwrap();
    let terms: Vec<_> = total
        .terms
        .iter()
        .map(|term| (term.negative, term.operand.index().unwrap()))
        .collect();
    assert_eq!(terms, [(false, 0), (false, 1), (true, 2)]);
    assert_eq!(income.axis.items()[2].formula.as_ref().unwrap().terms.len(), 2);
    let form = made.form("06");
    let block = &form.blocks[0];
    let paths: Vec<String> = block.columns.iter().map(gouji::form::Column::path).collect();
    assert_eq!(
        paths,
        [
            "预算数.合计",
            "预算数.组.小计",
            "预算数.组.购置费",
            "决算数.合计",
            "决算数.车辆数"
        ]
    );
    assert_eq!(operands(block, 0), [(false, 1), (false, 3)]);
    let totals = &block.axis.coded().unwrap().totals;
    let operand = |total: usize| totals[total].formula.as_ref().unwrap().terms[0].operand.clone();
    assert_eq!(
        (operand(0), operand(1)),
        (Operand::Index(1), Operand::Code("301".into()))
    );
    let expected = [
        "01.重复行",
        "01.收入.总计",
        "01.支出.其中.小计",
        "01.支出.总计",
        "06.必有",
        "06.重复行",
        "06.上级科目",
        "06.预算数.合计",
        "06.合计",
        "06.人员经费合计",
    ];
    assert_eq!(ids(&made.ruleset), expected);
    assert_eq!(&*made.rule("06.人员经费合计").title, "人员经费合计 = 301 + 303");
    assert_eq!(&*made.rule("01.支出.总计").title, "总计 = 丙 + 丁 - 其中小计");
}

#[test]
fn a_coded_table_has_a_total_row_by_default() {
    let made = one("").clean();
    let totals = &made.form("03").blocks[0].axis.coded().unwrap().totals;
    assert_eq!(totals.len(), 1);
    assert_eq!(&*totals[0].name.text, "合计");
}

#[test]
fn a_file_in_another_encoding_loses_only_itself() {
    let gbk = b"\xb9\xe6\xd4\xf2 A\n";
    let good = format!("{HEADER}{FORM}");
    let made = assembled(&[("甲/a.gj", gbk), ("甲/b.gj", good.as_bytes())], "甲");
    says(&made, &["GJ0105 甲/a.gj:1 \u{fffd}"]);
    assert!(
        made.diagnostics[0].message.contains("GBK"),
        "{}",
        made.diagnostics[0].message
    );
    assert_eq!(made.ruleset.forms.len(), 1);
    let marked = [b"\xEF\xBB\xBF".as_slice(), good.as_bytes()].concat();
    assembled(&[("甲/a.gj", &marked)], "甲").clean();
}

#[test]
fn code_lists() {
    let rules = r#"规则集 甲 { 科目 经济分类 "科目/经济.csv" }
表 06 "基本支出" {
    行 科目代码 { 类 3, 款 5 } 科目 经济分类
    列 { 1 数 }
    合计行 人员 = 301..303
    合计行 公用 = 商品和服务支出2 + 399
}
"#;
    let list = "# 说明\n科目编码,名称,起始年度,截止年度\n301,工资福利支出\n302,\"商品,服务\",2020,\n303,对个人\n303,又一次\n3x?,坏\n310,\n304,旧,2024,2020\n30101,基本工资\n";
    let made = assembled(
        &[("甲/a.gj", rules.as_bytes()), ("甲/科目/经济.csv", list.as_bytes())],
        "甲",
    );
    let expected = [
        "GJ0110 甲/科目/经济.csv:6 303,又一次 | 甲/科目/经济.csv:5 303,对个人",
        "GJ0109 甲/科目/经济.csv:7 3x?,坏",
        "GJ0109 甲/科目/经济.csv:8 310,",
        "GJ0109 甲/科目/经济.csv:9 304,旧,2024,2020",
        "GJ0134 甲/a.gj:6 商品和服务支出2",
        "GJ0134 甲/a.gj:6 399",
    ];
    says(&made, &expected);
    let codes: Vec<_> = made.ruleset.code_lists[0].codes.iter().collect();
    assert_eq!(codes.len(), 4);
    assert_eq!(codes[1].name, "商品,服务");
    assert_eq!(
        codes[1].years,
        Some(YearRange {
            from: 2020,
            to: u16::MAX
        })
    );
    let totals = &made.form("06").blocks[0].axis.coded().unwrap().totals;
    assert_eq!(totals[0].formula.as_ref().unwrap().terms.len(), 3);
    let made = assembled(&[("甲/a.gj", rules.as_bytes())], "甲");
    assert_eq!(made.said()[0], "GJ0106 甲/a.gj:1 \"科目/经济.csv\"");
}

#[test]
fn years_waivers_and_caps() {
    let made = one(
        "规则 A { 检查 03.基本支出 > 0\n年度 2024..2026\n尾差上限 0.5 }\n规则 B { 逐行 03\n检查 基本支出 > 0\n级别 试行\n尾差上限 3元 }\n豁免 A 单位 \"某局\" 年度 2024 理由 \"划转\" 至 2025-12-31\n",
    )
    .clean();
    let rules = &made.ruleset;
    let force = |id: &str, year| rules.in_force(made.rule(id), year);
    assert_eq!(
        [force("A", Some(2023)), force("A", Some(2026)), force("A", None)],
        [false, true, true]
    );
    assert_eq!([force("B", Some(2023)), force("B", Some(2026))], [true, false]);
    assert_eq!(
        rules
            .for_year(Some(2026))
            .map(|(_, rule)| &*rule.id)
            .collect::<Vec<_>>(),
        ["A"]
    );
    assert!(made.rule("B").pilot && !made.rule("A").pilot);
    assert_eq!(made.rule("A").tail_cap, Some(5000.into()));
    assert_eq!(made.rule("B").tail_cap, Some(3.into()));
    let waiver = &rules.waivers[0];
    let until = waiver.until.unwrap();
    assert_eq!(
        (until.year, until.month, until.day, waiver.unit.as_deref()),
        (2025, 12, 31, Some("某局"))
    );
}

#[test]
fn the_hash_follows_contents_not_places() {
    let hash = |folder: &str, text: &str| {
        let path = format!("{folder}/a.gj");
        assembled(&[(&path, text.as_bytes())], folder).ruleset.hash
    };
    assert_eq!(hash("甲", HEADER), hash("x/y", HEADER));
    assert_ne!(hash("甲", HEADER), hash("甲", &format!("{HEADER}# 注\n")));
}

#[test]
fn paths_are_normalised() {
    for (path, expected) in [
        ("a/./b/../c/", "a/c"),
        ("../a//b", "../a/b"),
        ("a/../..", ".."),
        ("/../a", "/a"),
        ("a\\b", "a/b"),
        ("a/..", "."),
    ] {
        assert_eq!(normalise_path(path), expected, "{path}");
    }
    assert_eq!(join_path("a/b", "../c"), "a/c");
    assert_eq!(join_path("a", "/c"), "/c");
    assert_eq!(join_path(".", "c"), "c");
}
