//! Grammar rules in the words of those who write rules.

use super::lower::is_infix;
use super::parser::Rule;

/// The word for the end of a line.
pub(super) const LINE_END: &str = "换行";
/// The word for an operand, which covers what an operand may begin with.
const OPERAND: &str = "数、名称或式子";
/// The word for what may stand between two operands.
const OPERATOR: &str = "运算符";

/// What could have stood somewhere, most telling first. Empty where nothing can be said.
pub(super) fn words(rules: &[Rule]) -> Vec<&'static str> {
    const MOST: usize = 6;
    let mut words: Vec<&'static str> = Vec::new();
    for word in rules.iter().filter_map(|expected| word(*expected)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.contains(&OPERAND) {
        words.retain(|word| !matches!(*word, "带引号的文字" | "数" | "“(”" | "名称" | OPERATOR));
    }
    if words.contains(&OPERATOR) {
        words.retain(|word| *word != "“(”");
    }
    if words.contains(&LINE_END) {
        words.retain(|word| !matches!(*word, "“}”" | LINE_END));
        words.truncate(MOST);
        words.push(LINE_END);
    }
    words.truncate(MOST + 1);
    words
}

/// Words as a list: `甲、乙或丙`.
pub(super) fn list(words: &[&str]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{}或{last}", rest.join("、")),
    }
}

/// The word for one rule; `None` where it says nothing to an author.
fn word(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::end | Rule::EOI => LINE_END,
        Rule::name | Rule::plain_name | Rule::step | Rule::name_path => "名称",
        Rule::text | Rule::pattern | Rule::duty => "带引号的文字",
        Rule::raw_text => "三个引号括起来的表",
        Rule::rule_id | Rule::rule_ref | Rule::rule_head | Rule::rule_override_head => "规则编号",
        Rule::form_id | Rule::form_head | Rule::form_override_head => "表的编号",
        Rule::choice | Rule::expected_row => "词语",
        Rule::number | Rule::digits | Rule::signed_number | Rule::ordinal | Rule::ordinal_end | Rule::ordinal_range => {
            "数"
        }
        Rule::term | Rule::formula => "数或名称",
        Rule::code | Rule::code_end => "代码",
        Rule::year | Rule::year_range => "年度(四位数)",
        Rule::date => "日期(如 2025-12-31)",
        Rule::unit | Rule::glued_unit => "金额单位",
        Rule::version_number => "版本号",
        Rule::brace_open
        | Rule::rule_block
        | Rule::form_block
        | Rule::header_block
        | Rule::column_block
        | Rule::item_block
        | Rule::level_block
        | Rule::narrative_block
        | Rule::test_block
        | Rule::duty_block => "“{”",
        Rule::brace_close => "“}”",
        Rule::paren_open | Rule::arguments => "“(”",
        Rule::paren_close => "“)”",
        Rule::bracket_open => "“[”",
        Rule::bracket_close => "“]”",
        Rule::comma => "“,”",
        Rule::colon | Rule::rule_line | Rule::kind => "“:”",
        Rule::assign | Rule::identity => "“=”",
        Rule::range => "“..”",
        Rule::expression
        | Rule::enclosed
        | Rule::reference
        | Rule::head
        | Rule::literal
        | Rule::call
        | Rule::function
        | Rule::group
        | Rule::boolean
        | Rule::presence
        | Rule::assertion
        | Rule::kw_not => OPERAND,
        Rule::table | Rule::table_head => "表的编号",
        rule if is_infix(rule) => OPERATOR,
        Rule::code_level => "级次及其代码位数(如“类 3”)",
        Rule::column | Rule::column_group => "列",
        Rule::row_item | Rule::section => "项目",
        Rule::kw_because => "“因为”",
        Rule::kw_by => "“按”",
        Rule::kw_rule => "“规则”",
        Rule::kw_form => "“表”",
        Rule::kw_report => "“报告”",
        Rule::kw_years | Rule::years | Rule::fact_year => "“年度”",
        Rule::kw_unit | Rule::waived_unit => "“单位”",
        Rule::kw_reason | Rule::waiver_reason => "“理由”",
        Rule::kw_until | Rule::waiver_until => "“至”",
        Rule::kw_alias | Rule::aliases => "“别名”",
        Rule::kw_code | Rule::row_code => "“代码”",
        Rule::kw_single => "“单行”",
        _ => return None,
    })
}
