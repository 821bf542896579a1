//! What a name means, in a few lines.

use std::ops::Range;

use super::cursor;
use super::describe::describe;
use super::snapshot::Snapshot;
use super::text;
use super::vocabulary;
use crate::source::SourceId;
use crate::syntax::TokenKind;

/// Of several meanings, so many are shown.
const MOST: usize = 4;

/// What to show at a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The name, in bytes.
    pub range: Range<usize>,
    /// What it means, as Markdown.
    pub markdown: String,
}

/// What the name at the byte `offset` of `source` means: what is declared in the ruleset, a function, or a keyword.
#[must_use]
pub fn hover(snapshot: &Snapshot, source: SourceId, offset: usize) -> Option<Hover> {
    let declared = cursor::at(snapshot, source, offset).and_then(|cursor| {
        let described = cursor.targets.iter().filter_map(|target| describe(snapshot, target));
        let mut texts: Vec<String> = described.collect();
        let all = texts.len();
        texts.truncate(MOST);
        texts.extend((all > MOST).then(|| format!("共 {all} 处")));
        (!texts.is_empty()).then(|| Hover {
            range: cursor.range,
            markdown: texts.join("\n\n---\n\n"),
        })
    });
    declared.or_else(|| keyword(snapshot, source, offset))
}

fn keyword(snapshot: &Snapshot, source: SourceId, offset: usize) -> Option<Hover> {
    let whole = &snapshot.sources().get(source)?.text;
    match text::token_at(whole, offset)? {
        TokenKind::Keyword
        | TokenKind::WordOperator
        | TokenKind::Not
        | TokenKind::Constant
        | TokenKind::Choice
        | TokenKind::Malformed => {}
        _ => return None,
    }
    let range = text::word_at(whole, offset)?;
    let markdown = vocabulary::keyword(whole.get(range.clone())?)?;
    Some(Hover { range, markdown })
}
