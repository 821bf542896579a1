//! What a formula inside a form means. More lenient than loading: the other terms of a wrong formula are found too.

use crate::form::{Block, Form};
use crate::ruleset::Ruleset;
use crate::source::Span;
use crate::syntax::ast::FormulaOperand;
use crate::value::{Name, normalise};

use super::lookup_form;
use super::mentions_form::{Among, Member, Operand};
use super::target::Target;

/// What `member`, written at `span`, means, the cursor being at the byte `offset`: of a range, the end that it is on.
pub(super) fn member<'a>(ruleset: &'a Ruleset, member: &Member<'_>, span: Span, offset: usize) -> Vec<Target<'a>> {
    let Some(form) = lookup_form::form(ruleset, member.form) else {
        return Vec::new();
    };
    let key = member.block.map(|name| normalise(name));
    let own_block = |block: &&Block| match (&block.name, &key) {
        (Some(name), Some(key)) => &*name.key == key,
        (_, None) => true,
        (None, Some(_)) => false,
    };
    let find = |wanted: Wanted<'_>| -> Vec<Target<'a>> {
        let blocks = form.blocks.iter().filter(own_block);
        let found = blocks.flat_map(|block| in_block(ruleset, form, block, member.among, wanted));
        nearest(found.collect(), form, member.own)
    };
    match member.operand {
        Operand::Name(name) | Operand::Formula(FormulaOperand::Name(name)) => find(Wanted::Name(&normalise(name))),
        Operand::Formula(FormulaOperand::Number(number)) => find(Wanted::Number(*number)),
        Operand::Formula(FormulaOperand::Range(from, to)) => {
            let start = span.range().start;
            let after_first = start + from.to_string().len();
            let before_last = span.range().end.saturating_sub(to.to_string().len());
            let ends = if offset <= after_first {
                vec![*from]
            } else if offset >= before_last {
                vec![*to]
            } else {
                vec![*from, *to]
            };
            ends.into_iter().flat_map(|end| find(Wanted::Number(end))).collect()
        }
    }
}

#[derive(Clone, Copy)]
enum Wanted<'k> {
    Number(u32),
    /// A normalised name.
    Name(&'k str),
}

fn in_block<'a>(
    ruleset: &'a Ruleset,
    form: &'a Form,
    block: &'a Block,
    among: Among,
    wanted: Wanted<'_>,
) -> Vec<Target<'a>> {
    let fits = |number: Option<u32>, name: &Name, aliases: &[Name]| match wanted {
        Wanted::Number(wanted) => number == Some(wanted),
        Wanted::Name(key) => std::iter::once(name).chain(aliases).any(|name| &*name.key == key),
    };
    let mut found = Vec::new();
    if matches!(among, Among::Columns | Among::All) {
        let columns = block.columns.iter();
        let fitting = columns.filter(|column| fits(column.number, &column.name, &column.aliases));
        found.extend(fitting.map(|column| Target::Column(form, column)));
    }
    if matches!(among, Among::Items | Among::All) {
        let items = block.axis.items().iter();
        let fitting = items.filter(|item| fits(item.line, &item.name, &item.aliases));
        found.extend(fitting.map(|item| Target::Item(form, item)));
    }
    if let (Among::Codes, Some(coded)) = (among, block.axis.coded()) {
        let totals = coded.totals.iter();
        let fitting = totals.filter(|total| fits(None, &total.name, &total.aliases));
        found.extend(fitting.map(|total| Target::Total(form, total)));
        if let Wanted::Number(code) = wanted {
            found.extend(lookup_form::code(ruleset, form, coded, &code.to_string()));
        }
    }
    found
}

/// Of several, those that stand in the same groups or sections as the one whose formula it is.
fn nearest<'a>(found: Vec<Target<'a>>, form: &Form, own: Option<Span>) -> Vec<Target<'a>> {
    let own = lookup_form::declarations(form).find(|target| Some(target.span()) == own);
    let groups = own.as_ref().and_then(Target::above);
    let near: Vec<Target<'a>> = found
        .iter()
        .copied()
        .filter(|target| groups.is_some() && target.above() == groups)
        .collect();
    if near.is_empty() { found } else { near }
}
