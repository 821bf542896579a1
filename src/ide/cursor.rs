//! What the cursor is on.

use std::ops::Range;

use super::lookup;
use super::loose;
use super::mentions::{Mention, What, mention_at};
use super::snapshot::Snapshot;
use super::target::Target;
use crate::source::{SourceId, Span};
use crate::syntax::TokenKind;
use crate::syntax::ast::Segment;

/// What the cursor is on.
pub(super) struct Cursor<'a> {
    /// The bytes that name it.
    pub range: Range<usize>,
    /// What it may mean; may be empty.
    pub targets: Vec<Target<'a>>,
    /// The name, where it is that of a function.
    pub function: Option<String>,
}

/// Hands what is at the byte `offset` of `source` to `answer`, the first time that it has one: first what the parsed
/// file says, then, in text that could not be parsed, what it suggests.
pub(super) fn at<T>(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    mut answer: impl FnMut(Cursor<'_>) -> Option<T>,
) -> Option<T> {
    let file = snapshot.file(source)?;
    if let Some(mention) = mention_at(file, offset) {
        return answer(cursor(snapshot, &mention, offset));
    }
    if let Some(target) = lookup::declared_at(snapshot.ruleset(), source, offset) {
        return answer(Cursor {
            range: target.span().range(),
            targets: vec![target],
            function: None,
        });
    }
    let text = &snapshot.sources().get(source)?.text;
    if loose::token_at(text, offset)? != TokenKind::Malformed {
        return None;
    }
    let whole = loose::file_with_reference(text, source, offset);
    let mention = whole.as_ref().and_then(|file| mention_at(file, offset));
    if let Some(found) = mention.and_then(|mention| answer(cursor(snapshot, &mention, offset))) {
        return Some(found);
    }
    let run = loose::run_at(text, offset)?;
    let id = text.get(run.clone())?.into();
    let span = Span::new(source, run.start, run.end);
    [What::Rule(&id), What::Form(&id), What::Function(&id)]
        .into_iter()
        .find_map(|what| answer(cursor(snapshot, &Mention { span, what }, offset)))
}

fn cursor<'a>(snapshot: &'a Snapshot, mention: &Mention<'a>, offset: usize) -> Cursor<'a> {
    Cursor {
        range: range_at(mention, offset),
        targets: lookup::targets(snapshot, mention, offset),
        function: match mention.what {
            What::Function(name) => Some(name.to_string()),
            _ => None,
        },
    }
}

/// The bytes of a mention; of a path, up to the step that the cursor is on.
fn range_at(mention: &Mention<'_>, offset: usize) -> Range<usize> {
    let What::Path(reference, _) = &mention.what else {
        return mention.span.range();
    };
    let steps = reference.segments.iter().map(|segment| match segment {
        Segment::Name(word) => word.span,
        Segment::Rows(selector) => selector.span,
    });
    let end = std::iter::once(reference.head.span)
        .chain(steps)
        .find(|span| span.touches(offset))
        .map_or(reference.span.range().end, |span| span.range().end);
    reference.span.range().start..end
}
