//! The rules that a form implies, in their fixed order.

use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::form::{Axis, Block, Form, Formula, Grounds, Implied, ImpliedRule, Operand};
use crate::ruleset::{Rule, RuleBody};
use crate::source::Span;
use crate::syntax::ast::Category;
use crate::value::Name;

/// A formula of more terms than this is shortened in titles.
const TERMS_SHOWN: usize = 6;

/// The rules of the form numbered `form`: what every form implies, then its identities block by block, then what it
/// writes out.
pub(in crate::ruleset) fn of_form(form: usize, declared: &Form) -> Vec<Rule> {
    let maker = Maker { form: declared };
    let mut rules = Vec::new();
    let title = declared.title();
    if !declared.optional {
        let body = RuleBody::TablePresent { form };
        rules.push(maker.rule("必有", format!("应有{title}"), body, declared.span));
    }
    let blocks = &declared.blocks;
    // A single record has no key that could stand twice.
    if blocks.iter().any(|block| !matches!(block.axis, Axis::Single)) {
        let body = RuleBody::UniqueRows { form };
        rules.push(maker.rule("重复行", format!("{title}没有重复的行"), body, declared.span));
    }
    if blocks
        .iter()
        .any(|block| block.axis.coded().is_some_and(|coded| coded.levels.len() > 1))
    {
        let body = RuleBody::CodeTree { form };
        rules.push(maker.rule(
            "上级科目",
            format!("{title}每个科目都列有上级科目"),
            body,
            declared.span,
        ));
    }
    for (at, block) in blocks.iter().enumerate() {
        maker.identities(form, at, block, &mut rules);
    }
    for (at, implied) in declared.implied.iter().enumerate() {
        rules.push(maker.written(form, at, implied));
    }
    rules
}

struct Maker<'a> {
    form: &'a Form,
}

impl Maker<'_> {
    fn rule(&self, id: &str, title: String, body: RuleBody, span: Span) -> Rule {
        Rule {
            id: format!("{}.{id}", self.form.id).into(),
            title: title.into(),
            when: None,
            pilot: false,
            severity: Severity::Error,
            category: Category::Mandatory,
            basis: self.reason(&body),
            body,
            message: None,
            years: None,
            tail_cap: self.form.tail_cap,
            guard: false,
            requires: Vec::new(),
            discharges: Vec::new(),
            span,
            full_span: span,
            overridden_at: Vec::new(),
        }
    }

    /// Why a rule must hold of which nothing is written: the form's 依据 for what its printed form says, and what any
    /// bookkeeper would say of the rest.
    fn reason(&self, body: &RuleBody) -> Option<Arc<str>> {
        let said = match body {
            RuleBody::UniqueRows { .. } => "一个科目、一个项目在一张表里只列一行,重复的行会重复计入合计",
            RuleBody::CodeTree { .. } => "科目逐级填列,有下级科目的数,就有上级科目的数",
            RuleBody::RollUp { .. } => "上级科目的数是其下级科目之和,合计是最高一级科目之和",
            RuleBody::NonNegative { .. } => "收入、支出和结余一般不为负数;红字冲销等造成负数的,应当说明",
            RuleBody::Required { .. } => "表上必须填报的数,没有发生也要填0",
            RuleBody::EmptyStatement { .. } => "没有数据的表也要公开,并说明没有数据;有数据的表不应留着这句说明",
            RuleBody::TablePresent { .. }
            | RuleBody::Checks { .. }
            | RuleBody::ColumnIdentity { .. }
            | RuleBody::ItemIdentity { .. }
            | RuleBody::TotalIdentity { .. } => return self.form.basis.clone(),
        };
        Some(said.into())
    }

    fn identities(&self, form: usize, block: usize, declared: &Block, rules: &mut Vec<Rule>) {
        let mut push = |path: &[&Name], own: usize, names: &[String], formula: &Formula, body: RuleBody, span: Span| {
            let id = path.iter().map(|name| &*name.text).collect::<Vec<_>>().join(".");
            let own = names.get(own).map_or("", String::as_str);
            let mut rule = self.rule(&id, equation(own, names, formula), body, span);
            rule.full_span = span.to(formula.span);
            ground(&mut rule, &formula.grounds);
            rules.push(rule);
        };
        let start: Vec<&Name> = declared.name.iter().collect();
        let columns = declared
            .columns
            .iter()
            .map(|column| shown(&column.groups, &column.name));
        let columns: Vec<String> = columns.collect();
        for (at, column) in declared.columns.iter().enumerate() {
            let Some(formula) = &column.formula else { continue };
            let path: Vec<&Name> = start
                .iter()
                .copied()
                .chain(&column.groups)
                .chain([&column.name])
                .collect();
            let body = RuleBody::ColumnIdentity {
                form,
                block,
                column: at,
            };
            push(&path, at, &columns, formula, body, column.span);
        }
        let items = declared
            .axis
            .items()
            .iter()
            .map(|item| shown(&item.sections, &item.name));
        let items: Vec<String> = items.collect();
        for (at, item) in declared.axis.items().iter().enumerate() {
            let Some(formula) = &item.formula else { continue };
            let path: Vec<&Name> = start
                .iter()
                .copied()
                .chain(&item.sections)
                .chain([&item.name])
                .collect();
            let body = RuleBody::ItemIdentity { form, block, item: at };
            push(&path, at, &items, formula, body, item.span);
        }
        let declared_totals = declared.axis.coded().map_or(&[][..], |coded| &coded.totals);
        let totals: Vec<String> = declared_totals.iter().map(|total| shown(&[], &total.name)).collect();
        for (at, total) in declared_totals.iter().enumerate() {
            let Some(formula) = &total.formula else { continue };
            let path: Vec<&Name> = start.iter().copied().chain([&total.name]).collect();
            let body = RuleBody::TotalIdentity { form, block, total: at };
            push(&path, at, &totals, formula, body, total.span);
        }
    }

    fn written(&self, form: usize, implied: usize, declared: &Implied) -> Rule {
        let title = self.form.title();
        let whose = |names: &[Name]| names.iter().map(|name| &*name.text).collect::<Vec<_>>().join("、");
        let (id, title, body) = match &declared.rule {
            ImpliedRule::RollUp => ("纵向", format!("{title}各级科目逐级汇总"), RuleBody::RollUp { form }),
            ImpliedRule::NonNegative(names) => (
                "非负",
                format!("{title}{}不为负数", whose(names)),
                RuleBody::NonNegative { form, implied },
            ),
            ImpliedRule::Required(names) => (
                "必填",
                format!("{title}{}不得空缺", whose(names)),
                RuleBody::Required { form, implied },
            ),
            ImpliedRule::EmptyStatement(_) => (
                "空表说明",
                format!("{title}为空时有说明"),
                RuleBody::EmptyStatement { form, implied },
            ),
        };
        let mut rule = self.rule(id, title, body, declared.span);
        rule.severity = declared.severity.unwrap_or(Severity::Error);
        rule.pilot = declared.pilot;
        rule.category = declared.category.unwrap_or(Category::Mandatory);
        ground(&mut rule, &declared.grounds);
        rule
    }
}

fn ground(rule: &mut Rule, written: &Grounds) {
    if let Some(basis) = &written.basis {
        rule.basis = Some(basis.clone());
    }
    rule.discharges.clone_from(&written.discharges);
}

/// How titles call a column or an item: a 小计 or 合计 says little without its group.
fn shown(groups: &[Name], name: &Name) -> String {
    match groups.last() {
        Some(group) if matches!(&*name.key, "小计" | "合计") => format!("{}{}", group.text, name.text),
        _ => name.text.to_string(),
    }
}

/// `本年支出合计 = 基本支出 + 项目支出 + …`
fn equation(own: &str, names: &[String], formula: &Formula) -> String {
    let mut right = String::new();
    let count = formula.terms.len();
    for (at, term) in formula.terms.iter().enumerate() {
        if count > TERMS_SHOWN && at == TERMS_SHOWN / 2 {
            right.push_str(" + …");
        }
        if count > TERMS_SHOWN && at >= TERMS_SHOWN / 2 && at + 1 < count {
            continue;
        }
        right.push_str(match (term.negative, at) {
            (true, 0) => "-",
            (true, _) => " - ",
            (false, 0) => "",
            (false, _) => " + ",
        });
        match &term.operand {
            Operand::Index(index) => right.push_str(names.get(*index).map_or("", String::as_str)),
            Operand::Code(code) => right.push_str(code),
        }
    }
    format!("{own} = {right}")
}
