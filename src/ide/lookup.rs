//! From a mention to what it means. More lenient than resolution: whatever a half-written reference may mean is found.

use crate::ruleset::Ruleset;
use crate::source::{Source, SourceId, SourceMap, Span, join_path};
use crate::syntax::ast::{File, Item, Reference, Segment, SelectorKind};
use crate::value::normalise;

use super::lookup_form;
use super::lookup_member;
use super::mentions::{Mention, Scope, What};
use super::snapshot::Snapshot;
use super::target::Target;

/// Heads that lead to another report of the same forms.
const OTHER_REPORTS: [&str; 3] = ["上年", "预算", "所属"];

/// Everything that `mention` may mean, the cursor being at the byte `offset`: in `03.项目支出` that decides between
/// the form and the column.
#[must_use]
pub fn targets<'a>(snapshot: &'a Snapshot, mention: &Mention<'a>, offset: usize) -> Vec<Target<'a>> {
    let (ruleset, files, sources) = (snapshot.ruleset(), snapshot.files(), snapshot.sources());
    match &mention.what {
        What::Rule(id) => rules(ruleset, files, id),
        What::Parent(path) => parent(files, sources, mention.span.source, path).into_iter().collect(),
        What::CodeFile(path) => code_file(sources, mention.span.source, path).into_iter().collect(),
        What::Member(member) => lookup_member::member(ruleset, member, mention.span, offset),
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
    let disabled = ruleset.disabled.iter().find(|disabled| &*disabled.rule == id);
    let declared: Vec<Target<'a>> = files
        .iter()
        .flat_map(|file| &file.items)
        .filter_map(|item| match item {
            Item::Rule(rule) if rule.id.as_ref().is_some_and(|own| &*own.value == id) => {
                Some(Target::Idle(rule, disabled.is_some()))
            }
            _ => None,
        })
        .collect();
    if !declared.is_empty() {
        return declared;
    }
    let implied = disabled.and_then(|disabled| Some(Target::IdleImplied(disabled, implied_at(ruleset, id)?)));
    implied.into_iter().collect()
}

/// What implies the rule `id`: a column, an item or a total row of a form, or the form.
fn implied_at(ruleset: &Ruleset, id: &str) -> Option<Span> {
    let form = ruleset
        .forms
        .iter()
        .find(|form| id.strip_prefix(&*form.id).is_some_and(|rest| rest.starts_with('.')))?;
    let steps: Vec<Step<'_>> = id.split('.').skip(1).map(Step::Name).collect();
    let within = lookup_form::within(ruleset, form, &steps);
    Some(within.first().map_or(form.span, Target::span))
}

/// The header of the ruleset that `source` inherits as `path`.
fn parent<'a>(files: &'a [File], sources: &SourceMap, source: SourceId, path: &str) -> Option<Target<'a>> {
    let places: Vec<String> = seen_from(sources, source, path).collect();
    places.iter().find_map(|folder| {
        let in_folder = |file: &&File| {
            let name = sources.get(file.source).map_or("", |source| &source.name);
            name.strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
        };
        let items = files.iter().filter(in_folder).flat_map(|file| &file.items);
        items.into_iter().find_map(|item| match item {
            Item::Header(header) => Some(Target::Ruleset(header)),
            _ => None,
        })
    })
}

/// The file of a code list that `source` names as `path`.
fn code_file<'a>(sources: &'a SourceMap, source: SourceId, path: &str) -> Option<Target<'a>> {
    let places: Vec<String> = seen_from(sources, source, path).collect();
    let found = places
        .iter()
        .find_map(|place| sources.iter().find(|source| *source.name == **place));
    found.map(|source: &Source| {
        let line = source.text.lines().next().unwrap_or_default();
        Target::CodeFile(&source.name, Span::new(source.id, 0, line.len()))
    })
}

/// What `path` may be: it counts from the folder of the ruleset, which is that of the file or one above it.
fn seen_from(sources: &SourceMap, source: SourceId, path: &str) -> impl Iterator<Item = String> {
    let name = sources.get(source).map_or("", |source| &*source.name);
    let folders = name.rmatch_indices('/').filter_map(|(at, _)| name.get(..at));
    let folders: Vec<String> = folders.map(|folder| join_path(folder, path)).collect();
    folders.into_iter().chain([join_path(".", path)])
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
