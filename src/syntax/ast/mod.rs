//! The tree of one rule file: what was written, with the place of every piece, before any name means anything.

mod capture;
mod expression;
mod form;
mod item;
mod rule;

pub use capture::Capture;
pub use expression::*;
pub use form::*;
pub use item::*;
pub use rule::*;

use std::sync::Arc;

use crate::source::Span;

/// A piece of text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The piece.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A name, an id or a quoted text, without its quotes, as written otherwise; the span includes quotes.
pub type Word = Spanned<Arc<str>>;
