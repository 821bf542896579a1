//! Where something is, as an editor feature answers it.

use std::ops::Range;

use crate::source::{SourceId, Span};

/// Bytes of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The source, in the map of the snapshot asked.
    pub source: SourceId,
    /// Half-open, in bytes.
    pub range: Range<usize>,
}

impl From<Span> for Location {
    fn from(span: Span) -> Self {
        Self {
            source: span.source,
            range: span.range(),
        }
    }
}
