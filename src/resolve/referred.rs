//! What a reference comes to.

use super::kinds::Typed;
use crate::plan::List;
use crate::source::Span;
use crate::value::{Kind, Unit};

/// Whether one figure is wanted or many will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    One,
    Many,
}

/// What a reference came to: a list only where many were wanted.
pub(super) enum Referred {
    One(Typed),
    /// A list, with what is known of its figures.
    List(List, ListMeasure),
}

/// What is known of the figures of a list.
#[derive(Clone, Copy)]
pub(super) struct ListMeasure {
    pub(super) kind: Kind,
    /// For money: the unit its form is written in.
    pub(super) unit: Option<Unit>,
}

impl Referred {
    pub(super) fn broken(span: Span) -> Self {
        Self::One(Typed::broken(span))
    }
}
