//! The rules that a form implies, in their fixed order.

use std::sync::Arc;

use super::Statement;
use crate::diagnostic::Severity;
use crate::form::{Block, BlockIx, ColumnIx, Form, FormId, Formula, Grounds, Implied, ItemIx, Operand, TotalIx};
use crate::ruleset::{Defines, Rule, RuleBody};
use crate::source::Span;
use crate::syntax::ast::Category;
use crate::value::Name;

/// A formula of more terms than this is shortened in titles.
const TERMS_SHOWN: usize = 6;

/// The rules of a form: what every form implies, then its identities block by block, then what it writes out.
pub(in crate::ruleset) fn of_form(form: FormId, declared: &Form) -> Vec<Rule> {
    let maker = Maker { form: declared };
    let of_every = Statement::of_every(declared).into_iter();
    let mut rules: Vec<Rule> = of_every
        .map(|statement| maker.statement(form, statement, declared.span))
        .collect();
    for (at, block) in declared.blocks.iter().enumerate() {
        maker.identities(form, BlockIx::new(at), block, &mut rules);
    }
    rules.extend(declared.implied.iter().map(|implied| maker.written(form, implied)));
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
            // What its printed form says, the form gives the reason for.
            basis: self.form.basis.clone(),
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

    /// A statement about the form's table, with what any bookkeeper would give as its reason.
    fn statement(&self, form: FormId, statement: Statement, span: Span) -> Rule {
        let (id, title) = (statement.id(), statement.title(self.form.title()));
        let reason = statement.reason().map(Arc::from);
        let mut rule = self.rule(id, title, RuleBody::Statement { form, statement }, span);
        rule.basis = reason.or(rule.basis);
        rule
    }

    fn identities(&self, form: FormId, block: BlockIx, declared: &Block, rules: &mut Vec<Rule>) {
        let mut push =
            |path: &[&Name], own: usize, names: &[String], formula: &Formula, defines: Defines, span: Span| {
                let id = path.iter().map(|name| &*name.text).collect::<Vec<_>>().join(".");
                let own = names.get(own).map_or("", String::as_str);
                let body = RuleBody::Identity { form, block, defines };
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
            let defines = Defines::Column(ColumnIx::new(at));
            push(&path, at, &columns, formula, defines, column.span);
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
            let defines = Defines::Item(ItemIx::new(at));
            push(&path, at, &items, formula, defines, item.span);
        }
        let declared_totals = declared.axis.coded().map_or(&[][..], |coded| &coded.totals);
        let totals: Vec<String> = declared_totals.iter().map(|total| shown(&[], &total.name)).collect();
        for (at, total) in declared_totals.iter().enumerate() {
            let Some(formula) = &total.formula else { continue };
            let path: Vec<&Name> = start.iter().copied().chain([&total.name]).collect();
            let defines = Defines::Total(TotalIx::new(at));
            push(&path, at, &totals, formula, defines, total.span);
        }
    }

    fn written(&self, form: FormId, declared: &Implied) -> Rule {
        let mut rule = match Statement::written(self.form, &declared.rule) {
            Some(statement) => self.statement(form, statement, declared.span),
            None => self.roll_up(form, declared.span),
        };
        rule.severity = declared.severity.unwrap_or(Severity::Error);
        rule.pilot = declared.pilot;
        rule.category = declared.category.unwrap_or(Category::Mandatory);
        ground(&mut rule, &declared.grounds);
        rule
    }

    fn roll_up(&self, form: FormId, span: Span) -> Rule {
        let title = format!("{}各级科目逐级汇总", self.form.title());
        let mut rule = self.rule("纵向", title, RuleBody::RollUp { form }, span);
        rule.basis = Some("上级科目的数是其下级科目之和,合计是最高一级科目之和".into());
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
