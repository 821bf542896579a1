//! A name with what it means.

use super::target::Target;
use crate::source::Span;
use crate::syntax::ast;

/// A name with something that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The name: one step of a path.
    pub span: Span,
    /// The path that it ends: `03.项目支出` for the step `项目支出`.
    pub path: Span,
    /// What it means.
    pub target: Target,
}

impl Reference {
    /// A step of a path.
    pub(super) fn step(path: &ast::Reference, span: Span, target: Target) -> Self {
        let path = Span {
            end: span.end,
            ..path.span
        };
        Self { span, path, target }
    }
}
