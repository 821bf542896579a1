//! Folders of rule texts to rulesets: forms, implied rules, inheritance, overrides, and what is said when they are wrong.

use std::collections::BTreeMap;
use std::io;

use gouji::diagnostic::{Diagnostic, Severity, codes};
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
fn wrong_forms() {
    let form = |parts: &str| format!("表 9 \"某表\" {{ {parts} }}\n");
    let rows = "行 科目代码 { 类 3, 款 5 }";
    let cases: &[(&str, &[&str])] = &[
        ("行 单行\n列 { 1 甲 = 2 + 5; 2 乙 }", &["GJ0134 5"]),
        ("行 码 { 类 3 }\n列 { 1 甲 }\n纵向 警高", &["GJ0134 警高"]),
        ("行 单行\n列 { 1 甲 = 5..7; 2 乙 }", &["GJ0134 5..7"]),
        ("行 单行\n列 { 1 甲 = 7..5; 2 乙 }", &["GJ0134 7..5"]),
        (
            "行 单行\n列 { 1 合计金额 = 项目经费; 2 项目经非 }",
            &["GJ0134 项目经费"],
        ),
        ("行 单行\n列 { 1 甲 = 1..2; 2 乙 }", &["GJ0136 1..2"]),
        ("行 单行\n列 { 1 甲 = 2; 2 乙 = 1 - 3; 3 丙 }", &["GJ0137 2 | 1 - 3"]),
        ("行 单行\n列 { 1 甲 = 2..3 + 3; 2 乙; 3 丙 }", &["GJ0138 3 | 2..3"]),
        (
            "行 单行\n列 { 组 { 1 小计 } 另 { 2 小计 } 3 甲 = 小计 }",
            &["GJ0135 小计"],
        ),
        ("行 单行\n列 { 组 { 1 小计; 4 乙 = 小计 } 另 { 2 小计 } }", &[]),
        ("行 单行\n列 { 1 甲; 1 乙 }", &["GJ0132 乙 | 甲"]),
        ("行 单行\n列 { 1 甲; 2 甲 }", &["GJ0132 甲 | 甲"]),
        ("行 { 1 甲; 1 乙; 节 丙 { 2 甲 } }\n列 { 1 金额 }", &["GJ0132 乙 | 甲"]),
        ("行 科目代码 { 类 3, 款 3 }\n列 { 1 甲 }", &["GJ0133 3"]),
        (
            "行 科目代码 { 类 3, 款 5 } 科目 功能分类\n列 { 1 甲 }",
            &["GJ0134 功能分类"],
        ),
        ("列 { 1 甲 }", &["GJ0131 9"]),
        ("行 单行", &["GJ0131 9"]),
        ("行 单行\n列 { 1 甲 }\n纵向", &["GJ0127 纵向"]),
        ("行 单行\n列 { 1 甲 }\n合计行 \"合计\"", &["GJ0127 合计行 \"合计\""]),
        ("行 单行\n列 { 1 甲 }\n必填 乙", &["GJ0134 乙"]),
        ("行 单行\n列 { 1 甲 }\n单位 元\n单位 万元", &["GJ0129 万元 | 元"]),
        (
            "行 单行\n列 { 1 甲 }\n块 乙 { 行 单行\n列 { 2 丙 } }",
            &["GJ0130 9 | 乙"],
        ),
    ];
    for (parts, expected) in cases {
        let made = bare(&form(parts));
        assert_eq!(short(&made), *expected, "{parts}: {:#?}", made.diagnostics);
    }
    let totals: &[(&str, &[&str])] = &[
        ("合计行 甲 = 301 + 3011", &["GJ0134 3011"]),
        ("合计行 甲 = 301..303", &["GJ0134 301..303"]),
        ("合计行 甲 = 301 + 301", &["GJ0138 301 | 301"]),
        ("合计行 甲 = 乙\n合计行 乙 = 甲", &["GJ0137 乙 | 甲"]),
        ("合计行 甲 = 甲", &["GJ0136 甲"]),
        ("合计行 甲\n合计行 甲", &["GJ0132 甲 | 甲"]),
    ];
    for (parts, expected) in totals {
        let made = bare(&form(&format!("{rows}\n列 {{ 1 数 }}\n{parts}")));
        assert_eq!(short(&made), *expected, "{parts}: {:#?}", made.diagnostics);
    }
}

/// Codes with the texts pointed at, without files and lines.
fn short(made: &Assembled) -> Vec<String> {
    let cut = |said: String| {
        let (code, places) = said.split_once(' ').unwrap_or((&said, ""));
        let texts: Vec<&str> = places
            .split(" | ")
            .filter_map(|place| Some(place.split_once(' ')?.1))
            .collect();
        format!("{code} {}", texts.join(" | ")).trim().to_owned()
    };
    made.said().into_iter().map(cut).collect()
}

#[test]
fn wrong_rules() {
    let cases: &[(&str, &[&str])] = &[
        ("规则 A { 级别 警告 }", &["GJ0124 A"]),
        ("规则 A { 逐列\n检查 03.本列 > 0 }", &["GJ0125 逐列"]),
        (
            "规则 A { 汇总 03\n检查 03.基本支出 > 0 }",
            &["GJ0126 汇总 03 | 03.基本支出 > 0"],
        ),
        ("规则 A { 汇总 04 }", &["GJ0114 04"]),
        (
            "规则 A { 检查 03.基本支出 > 0\n级别 警告\n级别 提示 }",
            &["GJ0123 提示 | 警告"],
        ),
        (
            "规则 A { 检查 03.基本支出 > 0\n年度 2020..2021 }",
            &["GJ0119 2020..2021"],
        ),
        ("规则 A { 检查 03.基本支出 > 0\n前提 B }", &["GJ0113 B"]),
        (
            "规则 A { 检查 03.基本支出 > 0\n前提 03.纵向 }",
            &["GJ0120 03.纵向 | 纵向"],
        ),
        ("前提 规则 A { 检查 03.基本支出 > 0\n前提 A }", &["GJ0121 A"]),
        (
            "前提 规则 A { 检查 03.基本支出 > 0\n前提 B }\n前提 规则 B { 检查 03.基本支出 > 0\n前提 A }",
            &["GJ0121 A | B"],
        ),
        ("规则 A: 03.基本支出 > 0\n规则 A: 03.基本支出 > 1", &["GJ0111 A | A"]),
        ("规则 03.纵向: 03.基本支出 > 0", &["GJ0111 03.纵向 | 纵向"]),
        ("令 甲 = 1\n令 甲 = 2", &["GJ0111 甲 | 甲"]),
        ("覆盖 规则 03.纵项 { 级别 提示 }", &["GJ0113 03.纵项"]),
        (
            "覆盖 规则 03.纵向 { 级别 提示 }\n覆盖 规则 03.纵向 { 类别 核实 }",
            &["GJ0115 03.纵向 | 03.纵向"],
        ),
        (
            "覆盖 规则 03.纵向 { 检查 03.基本支出 > 0 }",
            &["GJ0116 03.基本支出 > 0"],
        ),
        ("停用 03.纵向", &["GJ0117 03.纵向"]),
        ("停用 03.横向 因为 \"无\"", &["GJ0113 03.横向"]),
        (
            "停用 03.纵向 因为 \"无\"\n覆盖 规则 03.纵向 { 级别 提示 }",
            &["GJ0118 03.纵向 | 03.纵向"],
        ),
        ("豁免 03.纵向 单位 \"某局\"", &["GJ0117 03.纵向"]),
        ("豁免 Z-1 理由 \"无\"", &["GJ0113 Z-1"]),
        (
            "应查 { \"预决算相符\" }\n规则 A { 检查 03.基本支出 > 0\n履行 \"预决算相等\" }",
            &["GJ0122 \"预决算相等\""],
        ),
        ("覆盖 表 30 { 单位 元 }", &["GJ0114 30"]),
        // A rule that could not be built is not missed a second time.
        ("规则 A { 级别 警告 }\n停用 A 因为 \"无\"", &["GJ0124 A"]),
    ];
    for (text, expected) in cases {
        let made = one(text);
        assert_eq!(short(&made), *expected, "{text}: {:#?}", made.diagnostics);
    }
}

#[test]
fn what_is_malformed_is_said_once() {
    let cases: &[(&str, &[&str])] = &[
        ("规则 A { 检查 03.基本支出 > > 0 }", &["GJ0001 >"]),
        ("规则 A { 检察 03.基本支出 > 0 }", &["GJ0006 检察"]),
        ("规则 A { 级别 严重 }\n停用 A 因为 \"…\"", &["GJ0009 严重"]),
        (
            "规则 A { 检查 03.基本支出 > > 0 }\n覆盖 规则 A { 级别 提示 }",
            &["GJ0001 >"],
        ),
        ("规则 A: 03.基本支出 > > 0\n豁免 A 理由 \"…\"", &["GJ0001 >"]),
        ("规则 A: 03.基本支出 >\n测试 \"…\" { 期望 A 成立 }", &["GJ0001"]),
        ("A \"…\": 03.基本支出 > > 0\n停用 A 因为 \"…\"", &["GJ0001 >"]),
        (
            "规则 A 标题 { 检查 03.基本支出 > 0 }\n豁免 A 理由 \"…\"",
            &["GJ0001 标题"],
        ),
        (
            "规则 B { 检查 03.基本支出 > 0\n前提 A }\n前提 规则 A: 空表(03",
            &["GJ0003 ("],
        ),
        (
            "表 9 某表 { 行 单行\n列 { 1 甲 } }\n规则 B { 汇总 03 }\n停用 9.非负 因为 \"…\"",
            &["GJ0001 某表", "GJ0113 9.非负"],
        ),
        ("豁免 03.纵向 理由 \"…\" 至 2025-02-30", &["GJ0015 2025-02-30"]),
    ];
    for (text, expected) in cases {
        let made = one(text);
        assert_eq!(short(&made), *expected, "{text}: {:#?}", made.diagnostics);
        // A rule without the part that could not be read would judge what nobody meant.
        assert!(!ids(&made.ruleset).contains(&"A"), "{text}");
        // A waiver without its last day would hold for ever.
        assert!(made.ruleset.waivers.iter().all(|waiver| &*waiver.rule == "A"), "{text}");
    }
}

#[test]
fn overrides_change_named_parts() {
    let made = child("覆盖 规则 03.纵向 \"新\" { 级别 提示\n说明 \"注意\" }\n覆盖 规则 A-1 { 检查 03.项目支出 >= 0 }\n停用 03.非负 因为 \"本省不要求\"\n")
        .clean();
    let rule = made.rule("03.纵向");
    assert_eq!((rule.severity, &*rule.title), (Severity::Notice, "新"));
    assert_eq!(rule.overridden_at.len(), 1);
    assert!(matches!(rule.body, RuleBody::RollUp { form: 0 }));
    let RuleBody::Checks { checks, .. } = &made.rule("A-1").body else {
        panic!()
    };
    assert_eq!(made.sources.slice(checks[0].span), "03.项目支出 >= 0");
    assert_eq!(&*made.rule("A-1").title, "甲一");
    assert!(!ids(&made.ruleset).contains(&"03.非负"));
    assert_eq!(&*made.ruleset.disabled[0].reason, "本省不要求");
}

#[test]
fn form_overrides_add_and_replace() {
    let made = child(
        "覆盖 表 03 \"部门支出表\" { 表号 \"表3\"\n单位 元\n列 { 2 基本支出 别名 \"基本\"; 4 其他支出; 1 本年支出合计 = 2..4 }\n非负 警告 }\n",
    )
    .clean();
    let form = made.form("03");
    assert_eq!(
        form.titles.iter().map(|title| &*title.text).collect::<Vec<_>>(),
        ["部门支出表", "支出决算表"]
    );
    assert_eq!(form.numbers.len(), 2);
    assert_eq!(form.unit, Unit::Yuan);
    assert_eq!(operands(&form.blocks[0], 0), [(false, 1), (false, 2), (false, 3)]);
    assert!(form.blocks[0].columns[1].answers_to("基本"));
    assert_eq!(made.rule("03.非负").severity, Severity::Warning);
    assert_eq!(made.rule("03.非负").category, Category::Mandatory);
}

#[test]
fn a_child_may_declare_a_form_anew_but_not_a_rule() {
    let made = child("表 03 \"新表\" { 行 单行\n列 { 1 甲 } }\n").clean();
    assert_eq!(ids(&made.ruleset), ["03.必有", "A-1"]);
    assert_eq!(made.form("03").title(), "新表");
    let made = child("规则 A-1 { 检查 03.项目支出 >= 0 }\n");
    says(&made, &["GJ0112 乙/规则.gj:3 A-1 | 甲/规则.gj:17 A-1"]);
    let fix = made.diagnostics[0].fix.as_ref().unwrap();
    assert_eq!(
        (&*fix.replacement, fix.span.start, fix.span.end),
        ("覆盖 ", fix.span.start, fix.span.start)
    );
}

#[test]
fn parents_come_first_and_only_once() {
    let base = format!("{HEADER}{FORM}令 甲 = 1\n");
    let parent = |name: &str, rule: &str| format!("规则集 {name} {{ 继承 \"../基\" }}\n规则 {rule}: 03.基本支出 > 0\n");
    let files = |own: &str| {
        assembled(
            &[
                ("基/表.gj", base.as_bytes()),
                ("左/规则.gj", parent("左", "L").as_bytes()),
                ("右/规则.gj", parent("右", "R").as_bytes()),
                ("子/b.gj", own.as_bytes()),
                ("子/a.gj", "规则 子一: 03.基本支出 > 0\n令 甲 = 2\n".as_bytes()),
            ],
            "子/",
        )
    };
    let made = files("规则集 子 { 继承 \"../左\" \"../右\" }\n规则 子二: 03.基本支出 > 甲\n").clean();
    let explicit: Vec<&str> = ids(&made.ruleset)
        .into_iter()
        .filter(|id| !id.starts_with("03."))
        .collect();
    assert_eq!(explicit, ["L", "R", "子一", "子二"]);
    assert_eq!(made.ruleset.lets.len(), 1);
    assert_eq!(made.sources.slice(made.ruleset.lets[0].value.span), "2");
    assert_eq!(made.ruleset.years, Some(YearRange { from: 2023, to: 2024 }));
    // Both parents change one rule: neither stands above the other.
    let change = |level: &str| format!("规则集 边 {{ 继承 \"../基\" }}\n覆盖 规则 03.纵向 {{ 级别 {level} }}\n");
    let made = assembled(
        &[
            ("基/表.gj", base.as_bytes()),
            ("左/规则.gj", change("提示").as_bytes()),
            ("右/规则.gj", change("警告").as_bytes()),
            ("子/a.gj", "规则集 子 { 继承 \"../左\" \"../右\" }\n".as_bytes()),
        ],
        "子",
    );
    says(&made, &["GJ0115 右/规则.gj:2 03.纵向 | 左/规则.gj:2 03.纵向"]);
    assert_eq!(made.rule("03.纵向").severity, Severity::Notice);
}

#[test]
fn wrong_folders() {
    let header = |parents: &str| format!("规则集 某 {{ {parents} }}\n");
    let circle = [
        ("a/x.gj", header("继承 \"../b\"")),
        ("b/x.gj", header("继承 \"../c\"")),
        ("c/x.gj", header("继承 \"../b\"")),
    ];
    let check = |files: &[(&str, String)], folder: &str, expected: &[&str]| {
        let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        says(&assembled(&files, folder), expected);
    };
    check(&circle, "a", &["GJ0103 c/x.gj:1 \"../b\" | b/x.gj:1 \"../c\""]);
    check(&[("a/x.gj", header("继承 \".\""))], "a", &["GJ0103 a/x.gj:1 \".\""]);
    check(
        &[("a/x.gj", header("继承 \"../无\""))],
        "a",
        &["GJ0101 a/x.gj:1 \"../无\""],
    );
    check(&[], "a", &["GJ0101"]);
    check(&[("a/x.txt", String::new())], "a", &["GJ0102"]);
    check(&[("a/x.gj", "规则 A: 1 > 0\n".to_owned())], "a", &["GJ0107 a/x.gj:1"]);
    check(
        &[("a/x.gj", header("")), ("a/y.gj", "规则集 另 { }\n".to_owned())],
        "a",
        &["GJ0108 a/y.gj:1 另 | a/x.gj:1 某"],
    );
    let deep: Vec<(String, String)> = (0..40)
        .map(|at| (format!("d{at}/x.gj"), header(&format!("继承 \"../d{}\"", at + 1))))
        .collect();
    let deep: Vec<(&str, String)> = deep.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
    check(&deep, "d0", &["GJ0104 d31/x.gj:1 \"../d32\""]);
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
    let codes = &made.ruleset.code_lists[0].codes;
    assert_eq!(codes.len(), 4);
    assert_eq!(&*codes[1].name.text, "商品,服务");
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

/// Every page has its headings, and its example raises its code and no other.
#[test]
fn pages_raise_their_code() {
    for code in codes::ruleset::ALL {
        for heading in [
            &*format!("# {} {}", code.id, code.summary),
            "## 含义",
            "## 例子",
            "## 改法",
        ] {
            assert!(code.page.lines().any(|line| line == heading), "{}: {heading}", code.id);
        }
        let Some((_, example)) = code.page.split_once("```gouji\n") else {
            continue;
        };
        let (example, _) = example.split_once("```").unwrap();
        let made = assembled(&[("例/例.gj", example.as_bytes())], "例");
        let raised: Vec<&str> = made.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        assert_eq!(raised, [code.id], "{:#?}", made.diagnostics);
    }
}

/// Whatever is cut off, something comes of the rest.
#[test]
fn broken_texts_never_stop_assembly() {
    let whole = format!(
        "{HEADER}{FORM}覆盖 表 03 {{ 列 {{ 2 基本支出 别名 \"基本\" }} }}\n规则 A {{ 逐行 03\n检查 基本支出 > 0 }}\n停用 A 因为 \"无\"\n豁免 A 理由 \"无\" 至 2025-01-01\n"
    );
    for (cut, _) in whole.char_indices() {
        for text in [&whole[..cut], &whole[cut..]] {
            let made = assembled(&[("甲/规则.gj", text.as_bytes())], "甲");
            assert!(made.ruleset.forms.len() <= 1);
        }
    }
}
