//! What an instance is about, in names.

use super::view::View;
use crate::evaluate::Instance;
use crate::form::Column;
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
    let ruleset = &view.plan.ruleset;
    let first_row = instance.row.as_ref().and_then(|row| row.rows.iter().flatten().next());
    let (form, own) = match rule.body {
        RuleBody::ColumnIdentity { form, block, column } => (
            Some(form),
            ruleset
                .forms
                .get(form)
                .and_then(|form| form.blocks.get(block)?.columns.get(column))
                .map(|column| column.name.text.to_string()),
        ),
        RuleBody::ItemIdentity { form, block, item } => (
            Some(form),
            ruleset
                .forms
                .get(form)
                .and_then(|form| form.blocks.get(block)?.axis.items().get(item))
                .map(|item| item.name.text.to_string()),
        ),
        RuleBody::TotalIdentity { form, block, total } => (
            Some(form),
            ruleset
                .forms
                .get(form)
                .and_then(|form| form.blocks.get(block)?.axis.coded()?.totals.get(total))
                .map(|total| total.name.text.to_string()),
        ),
        RuleBody::Checks { .. } => {
            let planned = view.plan.rules.get(index).and_then(|rule| rule.forms.first().copied());
            let met = first_row
                .and_then(|(table, _, _)| view.table(*table))
                .map(|table| table.form);
            (met.or(planned), None)
        }
        ref implied => (implied.form(), None),
    };
    let column = instance.column.and_then(|column| {
        let label = match first_row {
            Some((table, part, _)) => view.column_label(*table, *part, column),
            None => ruleset
                .forms
                .get(form?)?
                .blocks
                .get(block_of(&rule.body))?
                .columns
                .get(column)
                .map(Column::path)?,
        };
        Some(label).filter(|label| !label.is_empty())
    });
    Subject {
        form,
        row: instance.row.as_ref().and_then(|row| view.context_label(row)),
        column,
        own,
    }
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
