//! What the client says, in our words.

use gen_lsp_types as lsp;

use super::documents::Change;
use crate::source::{Encoding, LineColumn};

/// The encoding of positions to use with a client of these initialize parameters: the first of its wishes that is
/// known, UTF-16 where it has none.
#[must_use]
pub fn encoding(parameters: &serde_json::Value) -> Encoding {
    parameters
        .pointer("/capabilities/general/positionEncodings")
        .and_then(serde_json::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(serde_json::Value::as_str)
        .find_map(|name| match name {
            "utf-8" => Some(Encoding::Utf8),
            "utf-16" => Some(Encoding::Utf16),
            "utf-32" => Some(Encoding::Utf32),
            _ => None,
        })
        .unwrap_or(Encoding::Utf16)
}

/// A position.
#[must_use]
pub fn position(position: lsp::Position) -> LineColumn {
    LineColumn {
        line: position.line,
        column: position.character,
    }
}

/// A change of a document.
#[must_use]
pub fn change(change: lsp::TextDocumentContentChangeEvent) -> Change {
    match change {
        lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(partial) => Change {
            range: Some(position(partial.range.start)..position(partial.range.end)),
            text: partial.text,
        },
        lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => Change {
            range: None,
            text: whole.text,
        },
    }
}
