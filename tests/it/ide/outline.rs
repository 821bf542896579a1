//! The outline.

use gouji::ide::{self, Snapshot, Symbol};

use super::fixture::RULESETS;

/// One line an entry, indented: `kind name · detail`.
fn outline(text: &str) -> String {
    fn write(symbols: &[Symbol], depth: usize, text: &str, out: &mut String) {
        for symbol in symbols {
            assert!(!symbol.name.is_empty());
            assert!(symbol.range.start <= symbol.selection.start && symbol.selection.end <= symbol.range.end);
            assert!(text.get(symbol.range.clone()).is_some() && text.get(symbol.selection.clone()).is_some());
            out.push_str(&format!("{}{:?} {}", "  ".repeat(depth), symbol.kind, symbol.name));
            if !symbol.detail.is_empty() {
                out.push_str(&format!(" · {}", symbol.detail));
            }
            out.push('\n');
            write(&symbol.children, depth + 1, text, out);
        }
    }
    let snapshot = Snapshot::of_text("试.gj", text);
    let source = snapshot.source_named("试.gj").unwrap();
    let mut out = String::new();
    write(&ide::symbols(&snapshot, source), 0, text, &mut out);
    out
}

#[test]
fn of_forms() {
    let (_, text) = RULESETS[2];
    assert_eq!(
        outline(text),
        "\
Form 表 01 · 收入支出决算总表
  Block 收入 · 块
    Column 金额 · 栏1
    Row 财政拨款收入 · 行1
    Row 其他收入 · 行8
    Row 总计 · 行31
  Block 支出 · 块
    Column 金额 · 栏2
    Row 其他支出 · 行54
    Row 总计 · 行62
Form 表 03 · 支出决算表
  Row 科目代码 · 行
  Column 本年支出合计 · 栏1
  Column 基本支出 · 栏2
  Column 项目支出 · 栏3
  Row 合计 · 合计行
Form 表 09 · 三公经费表
  Group 预算数 · 列
    Column 合计 · 栏1
    Column 公务接待费 · 栏2
  Group 决算数 · 列
    Column 合计 · 栏7
    Column 公务接待费 · 栏8
"
    );
}

#[test]
fn of_everything_else() {
    let text = r#"规则集 试 { 版本 "1"
科目 功能分类 "科目.csv" }
令 其他 = 03[229].项目支出
规则 甲 "相等" { 令 半 = 1 / 2
检查 半 > 0 }
乙 "一行": 1 > 0
sum(03.项目支出) == 05.项目支出 + 其他支出
文 收入 "总体情况" { "收入{总额:万元}" }
测试 "合计漏加" { 期望 甲 成立 }
停用 丙 因为 "口径"
覆盖 规则 丁 { 级别 提示 }
豁免 戊 单位 "某局" 理由 "划转"
应查 { "衔接" }
"#;
    assert_eq!(
        outline(text),
        "\
Ruleset 试 · 1
  CodeList 功能分类 · 科目.csv
Let 其他 · 03[229].项目支出
Rule 甲 · 相等
  Let 半
Rule 乙 · 一行
Rule sum(03.项目支出) == 05.项目支出 + 其他支出
Narrative 收入 · 总体情况
  Capture 总额 · 万元
Test 合计漏加 · 测试
Change 停用 丙 · 口径
Change 覆盖 规则 丁
Change 豁免 戊 · 某局
Duties 应查
"
    );
}

#[test]
fn of_a_broken_file_is_what_is_whole() {
    let text = "甲: 1 > 0\n规则 乙 {{{ 检查\n丙: 2 > 1\n";
    let outline = outline(text);
    assert!(outline.contains("Rule 甲"), "{outline}");
}
