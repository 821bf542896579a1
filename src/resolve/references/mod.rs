//! What every name in rule files means: from its span to a target. Kept for editors; checking reports asks for none.
//!
//! The files are walked, and for every reference in them resolution itself is asked, which notes what it took each step
//! for. So a name means here what it means when rules run, also in rules that are switched off or have errors.

mod forms;
mod labels;
pub(super) mod reference;
mod steps;
pub(super) mod target;
mod walk;

use std::collections::HashSet;

pub use reference::Reference;
pub use target::{BlockAt, Part, Target, capture_of};

use super::kinds::{Type, Typed};
use super::resolver::Resolver;
use crate::ruleset::Ruleset;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{self, File, NarrativeDeclaration, Segment, Word};

/// All references of some files, declarations included, in the order of their spans.
#[derive(Debug, Clone, Default)]
pub struct References {
    entries: Vec<Reference>,
}

impl References {
    /// The references in `files`, which belong to `ruleset`.
    #[must_use]
    pub fn of(ruleset: &Ruleset, files: &[File]) -> Self {
        let mut entries = walk::references(ruleset, files);
        entries.sort_by_key(|reference| reference.span);
        let mut seen = HashSet::new();
        entries.retain(|reference| seen.insert((reference.span, reference.target.clone())));
        Self { entries }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Reference> {
        self.entries.iter()
    }

    /// Those of the smallest name that the byte `offset` of `source` touches: several where it may mean several things.
    pub fn at(&self, source: SourceId, offset: usize) -> impl Iterator<Item = &Reference> {
        let spans = self.iter().map(|reference| reference.span);
        let touched = spans.filter(|span| span.source == source && span.touches(offset));
        let smallest = touched.min_by_key(|span| span.range().len());
        self.iter().filter(move |reference| Some(reference.span) == smallest)
    }

    /// Every use of `target`, its declaration included.
    pub fn of_target<'r>(&'r self, target: &'r Target) -> impl Iterator<Item = &'r Reference> {
        self.iter().filter(move |reference| reference.target == *target)
    }
}

impl Resolver<'_> {
    /// Notes that `span` means `target`, where that is asked for.
    pub(super) fn refer(&mut self, span: Span, target: Target) {
        if let Some(references) = &mut self.references {
            references.push(Reference {
                span,
                path: span,
                target,
            });
        }
    }

    /// Notes that `word` is one of the language itself.
    pub(super) fn refer_word(&mut self, word: &Word) {
        self.refer(word.span, Target::Word(word.value.clone()));
    }

    /// Notes what a step of `path` means.
    fn refer_step(&mut self, path: &ast::Reference, step: &Word, target: Target) {
        if let Some(references) = &mut self.references {
            references.push(Reference::step(path, step.span, target));
        }
    }

    /// Notes that a step of `path` means the 文 `of`.
    pub(super) fn refer_narrative(&mut self, path: &ast::Reference, step: &Word, of: &NarrativeDeclaration) {
        if let Some(narrative) = self.narrative_index(of) {
            self.refer_step(path, step, Target::Narrative(narrative));
        }
    }

    /// Notes that a step of `path` means the capture of its name in the 文 `of`.
    pub(super) fn refer_capture(&mut self, path: &ast::Reference, step: &Word, of: &NarrativeDeclaration) {
        let capture = super::narrative::captures(of).position(|capture| *capture == *step.value);
        if let (Some(narrative), Some(capture)) = (self.narrative_index(of), capture) {
            self.refer_step(path, step, Target::Capture { narrative, capture });
        }
    }

    /// Notes that what stands behind `报告.` means a fact, if it does.
    pub(super) fn refer_fact(&mut self, path: &ast::Reference, found: &Typed) {
        if let ([Segment::Name(name)], Type::Is(_)) = (path.segments.as_slice(), found.ty) {
            self.refer_step(path, name, Target::Fact(name.value.clone()));
        }
    }

    /// The index of a 文, where references are noted.
    pub(super) fn narrative_index(&self, narrative: &NarrativeDeclaration) -> Option<usize> {
        self.references.as_ref()?;
        let is_it = |declared: &NarrativeDeclaration| declared.name.span == narrative.name.span;
        self.ruleset.narratives.iter().position(is_it)
    }
}
