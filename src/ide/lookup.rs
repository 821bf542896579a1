//! From a mention to what it means. More lenient than resolution: whatever a half-written reference may mean is found.

use crate::ruleset::Ruleset;
use crate::source::SourceId;
use crate::syntax::ast::{File, Item, Reference, Segment, SelectorKind};
use crate::value::normalise;

use super::lookup_form;
use super::mentions::{Mention, Scope, What};
use super::target::Target;

/// Heads that lead to another report of the same forms.
const OTHER_REPORTS: [&str; 3] = ["上年", "预算", "所属"];

/// Everything that `mention` may mean, the cursor being at the byte `offset`: in `03.项目支出` that decides between
/// the form and the column.
#[must_use]
pub fn targets<'a>(ruleset: &'a Ruleset, files: &'a [File], mention: &Mention<'a>, offset: usize) -> Vec<Target<'a>> {
    match &mention.what {
        What::Rule(id) => rules(ruleset, files, id),
        What::Form(id) => lookup_form::form(ruleset, id).map(Target::Form).into_iter().collect(),
        What::CodeList(name) => ruleset
            .code_lists
            .iter()
            .filter(|list| normalise(&list.name) == normalise(name))
            .map(Target::CodeList)
            .collect(),
        What::Duty(words) => ruleset
            .duties
            .iter()
            .filter(|(duty, _)| duty == *words)
            .map(|(duty, span)| Target::Duty(duty, *span))
            .collect(),
        What::Function(_) => Vec::new(),
        What::Path(reference, scope) => path(ruleset, &steps(reference, offset), *scope),
    }
}

/// What is declared at a place: a column, an item, a level or a total row of a 表, a 令, a 文 or a capture.
#[must_use]
pub fn declared_at(ruleset: &Ruleset, source: SourceId, offset: usize) -> Option<Target<'_>> {
    let in_forms = ruleset.forms.iter().flat_map(lookup_form::declarations);
    let lets = ruleset.lets.iter().map(Target::Let);
    let narratives = ruleset.narratives.iter().flat_map(|narrative| {
        let captures = narrative.patterns.iter().flat_map(|pattern| &pattern.captures);
        let captures = captures.map(move |capture| Target::Capture(narrative, capture));
        captures.chain([Target::Narrative(narrative)])
    });
    in_forms
        .chain(lets)
        .chain(narratives)
        .filter(|target| target.span().source == source && target.span().touches(offset))
        .min_by_key(|target| target.span().range().len())
}

/// A rule by id, in force or else declared in any file.
fn rules<'a>(ruleset: &'a Ruleset, files: &'a [File], id: &str) -> Vec<Target<'a>> {
    if let Some(rule) = ruleset.rules.iter().find(|rule| &*rule.id == id) {
        return vec![Target::Rule(rule)];
    }
    let disabled = ruleset.disabled.iter().any(|disabled| &*disabled.rule == id);
    files
        .iter()
        .flat_map(|file| &file.items)
        .filter_map(|item| match item {
            Item::Rule(rule) if rule.id.as_ref().is_some_and(|own| &*own.value == id) => {
                Some(Target::Idle(rule, disabled))
            }
            _ => None,
        })
        .collect()
}

/// A step of a path: a name or a selection of rows.
pub(super) enum Step<'a> {
    /// A name.
    Name(&'a str),
    /// Rows.
    Rows(&'a SelectorKind),
}

/// The steps of `reference` up to the one at `offset`, that one included.
fn steps(reference: &Reference, offset: usize) -> Vec<Step<'_>> {
    let mut steps = vec![Step::Name(&reference.head.value)];
    if reference.head.span.touches(offset) {
        return steps;
    }
    for segment in &reference.segments {
        let (step, span) = match segment {
            Segment::Name(word) => (Step::Name(&word.value), word.span),
            Segment::Rows(selector) => (Step::Rows(&selector.kind), selector.span),
        };
        steps.push(step);
        if span.touches(offset) {
            break;
        }
    }
    steps
}

fn path<'a>(ruleset: &'a Ruleset, steps: &[Step<'a>], scope: Scope<'a>) -> Vec<Target<'a>> {
    let Some((Step::Name(head), rest)) = steps.split_first() else {
        return Vec::new();
    };
    if OTHER_REPORTS.contains(head) {
        return path(ruleset, rest, scope);
    }
    if *head == "文" {
        return narrative(ruleset, rest, scope);
    }
    if let Some(form) = lookup_form::form(ruleset, head) {
        return lookup_form::within(ruleset, form, rest);
    }
    if matches!(*head, "下级" | "上级") {
        return columns_in_scope(ruleset, rest, scope);
    }
    let key = normalise(head);
    let own = scope.lets().find(|binding| normalise(&binding.name.value) == key);
    let shared = ruleset
        .lets
        .iter()
        .rfind(|binding| normalise(&binding.name.value) == key);
    match own.or(shared) {
        Some(binding) => vec![Target::Let(binding)],
        None => columns_in_scope(ruleset, steps, scope),
    }
}

/// What follows `文`: a declaration and a capture, or in 逐行 over matches of a 文 a capture alone.
fn narrative<'a>(ruleset: &'a Ruleset, steps: &[Step<'a>], scope: Scope<'a>) -> Vec<Target<'a>> {
    let find = |name: &str| {
        ruleset
            .narratives
            .iter()
            .find(|narrative| normalise(&narrative.name.value) == normalise(name))
    };
    let (declaration, capture) = match steps {
        [Step::Name(name)] => match find(name) {
            Some(narrative) => return vec![Target::Narrative(narrative)],
            None => (narrative_in_scope(scope).and_then(find), Some(*name)),
        },
        [Step::Name(name), .., Step::Name(capture)] => (find(name), Some(*capture)),
        _ => (None, None),
    };
    let (Some(narrative), Some(name)) = (declaration, capture) else {
        return Vec::new();
    };
    captures(narrative, name).collect()
}

fn narrative_in_scope(scope: Scope<'_>) -> Option<&str> {
    scope.tables.iter().find_map(|table| match table.segments.first() {
        Some(Segment::Name(name)) if &*table.head.value == "文" => Some(&*name.value),
        _ => None,
    })
}

fn captures<'a>(
    narrative: &'a crate::syntax::ast::NarrativeDeclaration,
    name: &str,
) -> impl Iterator<Item = Target<'a>> {
    let key = normalise(name);
    narrative
        .patterns
        .iter()
        .flat_map(|pattern| &pattern.captures)
        .filter(move |capture| normalise(&capture.name.value) == key)
        .map(move |capture| Target::Capture(narrative, capture))
}

/// A bare name in 逐行: a column of the tables it goes over.
fn columns_in_scope<'a>(ruleset: &'a Ruleset, steps: &[Step<'a>], scope: Scope<'a>) -> Vec<Target<'a>> {
    let mut found = Vec::new();
    for table in scope.tables {
        if let Some(form) = lookup_form::form(ruleset, &table.head.value) {
            let mut whole: Vec<Step<'_>> = table.segments.iter().map(step).collect();
            whole.extend(steps.iter().map(|step| match step {
                Step::Name(name) => Step::Name(name),
                Step::Rows(kind) => Step::Rows(kind),
            }));
            found.extend(lookup_form::within(ruleset, form, &whole));
        } else if let (Some(narrative), [Step::Name(name)]) = (narrative_in_scope(scope), steps) {
            let declared = ruleset
                .narratives
                .iter()
                .filter(|declared| normalise(&declared.name.value) == normalise(narrative));
            found.extend(declared.flat_map(|declared| captures(declared, name)));
        }
    }
    found
}

fn step(segment: &Segment) -> Step<'_> {
    match segment {
        Segment::Name(word) => Step::Name(&word.value),
        Segment::Rows(selector) => Step::Rows(&selector.kind),
    }
}
