//! A written rule to a rule.

use std::sync::Arc;

use super::parts::{self, Parts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ruleset::context::Context;
use crate::ruleset::{Rule, RuleBody};
use crate::source::{SourceMap, Span};
use crate::syntax::ast::{self, Category};

/// Builds the rule `id`, written in the folder `member`; `None` where nothing is left that it could check.
pub(in crate::ruleset) fn build(
    written: &ast::Rule,
    id: Arc<str>,
    member: usize,
    context: Context<'_>,
    sink: &mut Vec<Diagnostic>,
) -> Option<Rule> {
    let span = written.id.as_ref().map_or(written.span, |id| id.span);
    let mut rule = Rule {
        id,
        title: written
            .title
            .as_ref()
            .map_or_else(|| "".into(), |title| title.value.clone()),
        body: RuleBody::Checks {
            each: None,
            each_column: None,
            lets: Vec::new(),
            checks: Vec::new(),
        },
        when: None,
        pilot: false,
        severity: Severity::Error,
        category: Category::Mandatory,
        basis: None,
        message: None,
        years: None,
        tail_cap: None,
        guard: written.guard,
        requires: Vec::new(),
        discharges: Vec::new(),
        span,
        full_span: written.span,
        overridden_at: Vec::new(),
    };
    let parts = Parts::sort(&written.parts, sink);
    parts::set(&mut rule, &parts, context.forms, context.years_of(member), sink);
    // Without the part that could not be read the rule would judge what its author did not mean.
    let whole = !parts.malformed;
    (whole && parts::check_body(&rule, &parts, span, sink)).then_some(rule)
}

/// The id of a rule written without one: the file's name without its ending, and the line (1-based).
pub(in crate::ruleset) fn bare_id(span: Span, sources: &SourceMap) -> String {
    let Some(source) = sources.get(span.source) else {
        return format!("规则:{}", span.start);
    };
    let file = source.name.rsplit('/').next().unwrap_or_default();
    let stem = file.strip_suffix(".gj").unwrap_or(file);
    format!("{stem}:{}", source.lines().line_of(span.start as usize) + 1)
}
