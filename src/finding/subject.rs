//! What an instance is about, in names.

use std::borrow::Cow;

use super::RowName;
use super::view::View;
use crate::evaluate::Instance;
use crate::ruleset::{Rule, RuleBody};

/// What an instance is about.
pub(super) struct Subject {
    pub form: Option<usize>,
    pub row: Option<String>,
    pub column: Option<String>,
    /// What an identity defines: the column or the row.
    pub own: Option<String>,
}

/// What an instance of a rule (index) is about.
pub(super) fn subject(view: View<'_>, index: usize, rule: &Rule, instance: &Instance) -> Subject {
    let form = form(view, index, rule, instance);
    Subject {
        form,
        row: row(view, instance).map(|row| row.to_string()),
        column: column(view, rule, form, instance).map(Cow::into_owned),
        own: own(view, rule).map(str::to_owned),
    }
}

/// The form (index) that an instance of a rule (index) is about.
pub(super) fn form(view: View<'_>, index: usize, rule: &Rule, instance: &Instance) -> Option<usize> {
    match rule.body {
        RuleBody::Checks { .. } => {
            let met = first_row(instance).and_then(|(table, _, _)| view.table(table));
            let planned = || view.plan.rules.get(index)?.forms.first().copied();
            met.map(|table| table.form).or_else(planned)
        }
        ref implied => implied.form(),
    }
}

/// The row that an instance is about: that of the first table that has it.
pub(super) fn row<'a>(view: View<'a>, instance: &Instance) -> Option<RowName<'a>> {
    let (table, part, row) = first_row(instance)?;
    view.row_called(table, part, row).filter(|name| !name.is_empty())
}

/// The column that an instance about a form (index) is about.
pub(super) fn column<'a>(
    view: View<'a>,
    rule: &Rule,
    form: Option<usize>,
    instance: &Instance,
) -> Option<Cow<'a, str>> {
    let column = instance.column?;
    let found = match first_row(instance) {
        Some((table, part, _)) => view.column(table, part, column)?,
        None => {
            let blocks = &view.plan.ruleset.forms.get(form?)?.blocks;
            blocks.get(block_of(&rule.body))?.columns.get(column)?
        }
    };
    Some(found.called()).filter(|name| !name.is_empty())
}

/// What an identity defines: the column or the row.
fn own<'a>(view: View<'a>, rule: &Rule) -> Option<&'a str> {
    let block = |form: usize, block: usize| view.plan.ruleset.forms.get(form)?.blocks.get(block);
    let name = match rule.body {
        RuleBody::ColumnIdentity {
            form,
            block: at,
            column,
        } => &block(form, at)?.columns.get(column)?.name,
        RuleBody::ItemIdentity { form, block: at, item } => &block(form, at)?.axis.items().get(item)?.name,
        RuleBody::TotalIdentity { form, block: at, total } => &block(form, at)?.axis.coded()?.totals.get(total)?.name,
        _ => return None,
    };
    Some(&name.text)
}

fn first_row(instance: &Instance) -> Option<(usize, usize, usize)> {
    instance.row.as_ref()?.rows.iter().flatten().next().copied()
}

/// The block that a rule implied by a form is about; the first for rules about a whole form.
fn block_of(body: &RuleBody) -> usize {
    match *body {
        RuleBody::ColumnIdentity { block, .. }
        | RuleBody::ItemIdentity { block, .. }
        | RuleBody::TotalIdentity { block, .. } => block,
        _ => 0,
    }
}
