//! Why instances came out as they did: what a report lacks, what cannot be computed, what is wrong where nothing is compared.

use crate::evaluate::{Cause, Failure, Unmet};
use crate::form::{Axis, Block, Column, FormId};
use crate::plan::{Plan, Role, RowSetId, RowSetKind};
use crate::report::{Figure, FigureRef, Report};
use crate::ruleset::{RuleId, Statement};
use crate::value::ArithmeticError;

/// Why an instance of a rule over a report came out as it did, one sentence.
#[must_use]
pub fn cause_of(plan: &Plan, report: &Report, rule: RuleId, cause: &Cause) -> String {
    match cause {
        Cause::Guard(guard) => {
            let guard = plan.ruleset.rule(*guard);
            let name = guard.map(|rule| if rule.title.is_empty() { &rule.id } else { &rule.title });
            format!("前提“{}”不成立", name.map_or("", |name| name))
        }
        Cause::BrokenRule => "规则本身有错误,没有执行".to_owned(),
        Cause::NoValue(failure) => failure_of(plan, report, failure),
        Cause::Unmet(unmet) => unmet_because(plan, report, rule, unmet),
    }
}

/// Why what a rule says without a comparison is not so, one sentence.
fn unmet_because(plan: &Plan, report: &Report, rule: RuleId, unmet: &Unmet) -> String {
    match unmet {
        Unmet::Childless => "下面没有下级科目的行".to_owned(),
        Unmet::TableAbsent(form) => {
            let title = plan.ruleset.form(*form).map_or("", |form| form.title());
            format!("报告里没有找到“{title}”")
        }
        Unmet::RowsAlike([_, second]) => {
            let row = report.row(second.in_row());
            let name = row.map(|row| match &row.code {
                Some(code) => format!("代码 {code}"),
                None => format!("“{}”", row.name),
            });
            format!("{}有两行", name.unwrap_or_default())
        }
        Unmet::ParentAbsent(cell, level) => {
            let code = report.row(cell.in_row()).and_then(|row| row.code.as_deref());
            let code = code.unwrap_or_default();
            let form = report.table(cell.table).and_then(|table| plan.ruleset.form(table.form));
            let coded = form.and_then(|form| form.block(cell.part)?.axis.coded());
            let level = coded.and_then(|coded| coded.level(*level));
            let name = level.map_or("上级", |level| &level.name.text);
            let missing = code.get(..level.map_or(0, |level| level.length as usize));
            format!(
                "代码 {code} 的{name}级科目 {} 没有自己的行",
                missing.unwrap_or_default()
            )
        }
        Unmet::Blank(_) => "必须填列,这里是空白".to_owned(),
        Unmet::SignUnreadable(_) => "这一格不能确定是什么数".to_owned(),
        Unmet::EmptyUnsaid => {
            let words = match plan.body(rule).and_then(|body| body.statement()) {
                Some(Statement::EmptyStatement { words }) => words.as_slice(),
                _ => &[],
            };
            let words: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
            format!("这张表一个数也没有,却没有写明本表{}数据的说明", words.join("或"))
        }
        Unmet::EmptySaid { table, note, .. } => {
            let note = report.table(*table).and_then(|table| table.notes.get(*note));
            let note = note.map_or("", |(note, _)| note.as_str());
            format!("这张表填了数,却写着“{note}”")
        }
    }
}

/// Why an expression has no value, one sentence.
#[must_use]
pub fn failure_of(plan: &Plan, report: &Report, failure: &Failure) -> String {
    match failure {
        Failure::Report(role) => not_at_hand(*role).to_owned(),
        Failure::Broken => "规则有错误".to_owned(),
        Failure::Year => "报告里没有写明年度".to_owned(),
        Failure::Unit => "报告里没有写明单位名称".to_owned(),
        Failure::Table(form) => format!("报告里没有{}", table(plan, *form)),
        Failure::Row(set) => row(plan, *set),
        Failure::Column(form, block, column) => {
            let block = plan.ruleset.form(*form).and_then(|form| form.block(*block));
            let column = block.and_then(|block| block.column(*column));
            let name = column.map(Column::path).unwrap_or_default();
            format!("{}里没有“{name}”这一栏", table(plan, *form))
        }
        Failure::NoParent => "这一行没有上级科目的行".to_owned(),
        Failure::Unreadable(cell) => unreadable(report, *cell),
        Failure::Duplicate(_) => "同一个科目(或项目)有两行,不知道取哪一行".to_owned(),
        Failure::UnknownCode(code) => format!("科目表里没有代码 {code}"),
        Failure::Arithmetic(ArithmeticError::DivisionByZero) => "除数是零:没有可比的基数".to_owned(),
        Failure::Arithmetic(ArithmeticError::Overflow) => "数字太大,超出了计算范围".to_owned(),
    }
}

/// That a report, or a part of one, is not at hand.
fn not_at_hand(role: Role) -> &'static str {
    match role {
        Role::Own => "没有提供报告",
        Role::LastYear => "没有提供上年的报告",
        Role::Budget => "没有提供预算报告",
        Role::Subordinates => "没有提供所属单位的报告",
        Role::Narrative => "没有读取正文,只核对表格",
    }
}

fn table(plan: &Plan, form: FormId) -> String {
    let form = plan.ruleset.form(form);
    form.map_or_else(String::new, |form| format!("表 {}“{}”", form.id, form.title()))
}

/// That a table lacks a row.
fn row(plan: &Plan, set: RowSetId) -> String {
    let set = plan.row_set(set);
    let block = set.and_then(|set| plan.ruleset.form(set.table.form)?.block(set.block));
    let row = set.zip(block).map(|(set, block)| row_label(block, &set.kind));
    let table = set.map(|set| table(plan, set.table.form));
    format!("{}里没有{}", table.unwrap_or_default(), row.unwrap_or_default())
}

/// What the rows of a set are called.
fn row_label(block: &Block, rows: &RowSetKind) -> String {
    match (rows, &block.axis) {
        (RowSetKind::Item(item), axis @ Axis::Items(_)) => {
            let item = axis.item(*item).map(|item| format!("“{}”这一项", item.name.text));
            item.unwrap_or_default()
        }
        (RowSetKind::Total(total), Axis::Coded(coded)) => {
            let total = coded.total(*total).map(|total| format!("“{}”这一行", total.name.text));
            total.unwrap_or_default()
        }
        (RowSetKind::Code(code), _) => format!("代码 {code} 的行"),
        (RowSetKind::Named(name), _) => format!("名称为“{name}”的行"),
        (RowSetKind::Record, _) => "数据行".to_owned(),
        _ => "所选的行".to_owned(),
    }
}

fn unreadable(report: &Report, cell: FigureRef) -> String {
    let Some(cell) = report.cell(cell) else {
        return "有一格不能确定是什么数".to_owned();
    };
    match &cell.figure {
        Figure::Unreadable(reason) => format!("“{}”不能确定是什么数:{reason}", cell.text),
        _ => format!("“{}”不能确定是什么数", cell.text),
    }
}
