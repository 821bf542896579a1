//! What an instance is about, in names.

use std::borrow::Cow;

use super::RowName;
use super::view::View;
use crate::evaluate::Instance;
use crate::form::{BlockIx, FormId};
use crate::plan::Body;
use crate::ruleset::RuleId;

/// What an instance is about.
pub(super) struct Subject {
    pub form: Option<FormId>,
    pub row: Option<String>,
    pub column: Option<String>,
}

/// What an instance of a rule is about.
pub(super) fn subject(view: View<'_>, rule: RuleId, instance: &Instance) -> Subject {
    let form = form(view, rule, instance);
    Subject {
        form,
        row: row(view, instance).map(|row| row.to_string()),
        column: column(view, rule, form, instance).map(Cow::into_owned),
    }
}

/// The form that an instance of a rule is about.
pub(super) fn form(view: View<'_>, rule: RuleId, instance: &Instance) -> Option<FormId> {
    let implied = view.plan.body(rule).and_then(Body::form);
    let met = || Some(view.table(instance.first_row()?.table)?.form);
    let planned = || view.plan.rule(rule)?.forms.first().copied();
    implied.or_else(met).or_else(planned)
}

/// The row that an instance is about: that of the first table that has it.
pub(super) fn row<'a>(view: View<'a>, instance: &Instance) -> Option<RowName<'a>> {
    view.row_called(instance.first_row()?).filter(|name| !name.is_empty())
}

/// The column that an instance about a form is about.
pub(super) fn column<'a>(
    view: View<'a>,
    rule: RuleId,
    form: Option<FormId>,
    instance: &Instance,
) -> Option<Cow<'a, str>> {
    let column = instance.column?;
    let found = match instance.first_row() {
        Some(row) => view.column(row.table, row.part, column)?,
        None => view
            .plan
            .ruleset
            .form(form?)?
            .block(block_of(view, rule))?
            .column(column)?,
    };
    Some(found.called()).filter(|name| !name.is_empty())
}

/// The block that an identity is about; the first for rules about a whole form.
fn block_of(view: View<'_>, rule: RuleId) -> BlockIx {
    let defined = view.plan.body(rule).and_then(Body::defined);
    defined.map_or(BlockIx::default(), |defined| defined.block)
}
