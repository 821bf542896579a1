//! What the cursor is on.

use std::ops::Range;

use super::snapshot::Snapshot;
use super::text;
use crate::resolve::{References, Target};
use crate::source::SourceId;
use crate::syntax::{self, TokenKind};

/// What makes an item of a lone name: a path, the id of a rule, the name of a function.
const AROUND: [(&str, &str); 3] = [("x:", "==0"), ("停用 ", " 因为\"\""), ("x:", "()==0")];

/// A name with what it means.
pub(super) struct Cursor {
    /// The bytes that name it; of a path, up to the step that the cursor is on.
    pub range: Range<usize>,
    /// What it may mean; never empty.
    pub targets: Vec<Target>,
}

/// The name at the byte `offset` of `source`. In text that could not be parsed it is taken alone.
pub(super) fn at(snapshot: &Snapshot, source: SourceId, offset: usize) -> Option<Cursor> {
    let whole = &snapshot.sources().get(source)?.text;
    if let Some(found) = cursor(snapshot.references(), source, offset) {
        return Some(found);
    }
    if text::token_at(whole, offset)? != TokenKind::Malformed {
        return None;
    }
    let run = text::run_at(whole, offset)?;
    let name = whole.get(run.clone())?;
    AROUND.into_iter().find_map(|(before, after)| {
        let file = syntax::parse(source, &format!("{before}{name}{after}")).value;
        let alone = References::of(snapshot.ruleset(), &[file]);
        let found = cursor(&alone, source, offset - run.start + before.len())?;
        let shifted = |at: usize| (at + run.start).checked_sub(before.len());
        Some(Cursor {
            range: shifted(found.range.start)?..shifted(found.range.end)?,
            ..found
        })
    })
}

fn cursor(references: &References, source: SourceId, offset: usize) -> Option<Cursor> {
    let mut found = references.at(source, offset).peekable();
    Some(Cursor {
        range: found.peek()?.path.range(),
        targets: found.map(|reference| reference.target.clone()).collect(),
    })
}
