//! Things told apart by name, of which a child ruleset may give its own in place of an inherited one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::lineage::Lineage;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::ruleset as codes;
use crate::source::Span;
use crate::syntax::ast::Word;

/// Definitions of one sort (forms, 令 …) in the order in which their names were first met.
pub(super) struct Definitions<T> {
    sort: &'static str,
    entries: Vec<Definition<T>>,
    by_name: BTreeMap<Arc<str>, usize>,
}

/// One definition.
pub(super) struct Definition<T> {
    /// Where its name stands.
    pub span: Span,
    /// The folder (of the lineage) that gives it.
    pub member: usize,
    /// What is defined.
    pub value: T,
}

impl<T> Definition<T> {
    /// The definition of `name` by the folder `member`.
    pub fn new(name: &Word, member: usize, value: T) -> Self {
        Self {
            span: name.span,
            member,
            value,
        }
    }
}

/// What became of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Defined {
    /// It is the first of its name.
    New(usize),
    /// It stands in place of an inherited one.
    Replaced,
    /// The name is taken; reported.
    Refused,
}

impl<T> Definitions<T> {
    /// None yet; `sort` is what messages call them (`表`).
    pub fn new(sort: &'static str) -> Self {
        Self {
            sort,
            entries: Vec::new(),
            by_name: BTreeMap::new(),
        }
    }

    /// Adds a definition made by the folder `member`.
    pub fn define(
        &mut self,
        name: &Arc<str>,
        definition: Definition<T>,
        lineage: &Lineage<'_>,
        sink: &mut Vec<Diagnostic>,
    ) -> Defined {
        let known = self.by_name.get(name).copied();
        let Some(earlier) = known.and_then(|at| self.entries.get_mut(at)) else {
            self.by_name.insert(Arc::clone(name), self.entries.len());
            self.entries.push(definition);
            return Defined::New(self.entries.len() - 1);
        };
        if lineage.inherits(definition.member, earlier.member) {
            *earlier = definition;
            return Defined::Replaced;
        }
        sink.push(twice(self.sort, name, definition.span, earlier.span));
        Defined::Refused
    }

    /// The index of `name`.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The definition numbered `at`.
    pub fn get_mut(&mut self, at: usize) -> Option<&mut Definition<T>> {
        self.entries.get_mut(at)
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(|name| &**name)
    }

    /// The definitions in order.
    pub fn into_values(self) -> impl Iterator<Item = T> {
        self.entries.into_iter().map(|definition| definition.value)
    }

    /// The definitions in order.
    pub fn iter(&self) -> impl Iterator<Item = &Definition<T>> {
        self.entries.iter()
    }
}

/// Two definitions of one name.
pub(super) fn twice(sort: &str, name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&codes::DEFINED_TWICE, format!("{sort}“{name}”定义了两次"))
        .at(second, "这里又定义了一次")
        .at(first, "第一次在这里")
        .help("改掉其中一个的名字,或删去一处")
}
