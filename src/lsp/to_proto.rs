//! Our answers, in the words of the protocol.

use std::ops::Range;

use gen_lsp_types as lsp;

use crate::diagnostic::Severity;
use crate::ide::{Problem, Symbol, SymbolKind};
use crate::source::{Encoding, LineIndex};

/// A text with what is needed to say where its bytes are.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The text.
    pub text: &'a str,
    /// Its lines.
    pub lines: &'a LineIndex,
    /// What the client counts in.
    pub encoding: Encoding,
}

impl Text<'_> {
    /// The range of `bytes`.
    #[must_use]
    pub fn range(&self, bytes: Range<usize>) -> lsp::Range {
        let position = |offset| {
            let position = self.lines.position(self.text, offset, self.encoding);
            lsp::Position::new(position.line, position.column)
        };
        lsp::Range::new(position(bytes.start), position(bytes.end))
    }
}

/// What the server says of itself, but for the features of the dispatch table.
#[must_use]
pub fn capabilities(encoding: Encoding) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(match encoding {
            Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
            Encoding::Utf32 => lsp::PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(lsp::TextDocumentSync::Options(lsp::TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(lsp::TextDocumentSyncKind::Incremental),
            save: Some(lsp::Save::Bool(true)),
            ..lsp::TextDocumentSyncOptions::default()
        })),
        ..lsp::ServerCapabilities::default()
    }
}

/// A problem of `text`; `related` are its other places, located.
#[must_use]
pub fn diagnostic(
    text: Text<'_>,
    problem: Problem,
    related: Vec<lsp::DiagnosticRelatedInformation>,
) -> lsp::Diagnostic {
    lsp::Diagnostic {
        range: text.range(problem.range),
        severity: Some(match problem.severity {
            Severity::Error => lsp::DiagnosticSeverity::Error,
            Severity::Warning => lsp::DiagnosticSeverity::Warning,
            Severity::Notice => lsp::DiagnosticSeverity::Information,
        }),
        code: Some(lsp::Code::String(problem.code)),
        source: Some("gouji".into()),
        message: lsp::Message::String(problem.message),
        related_information: (!related.is_empty()).then_some(related),
        ..lsp::Diagnostic::default()
    }
}

/// An entry of the outline, with what it holds.
#[must_use]
pub fn symbol(text: Text<'_>, symbol: Symbol) -> lsp::DocumentSymbol {
    let children: Vec<_> = symbol
        .children
        .into_iter()
        .map(|child| self::symbol(text, child))
        .collect();
    let kind = match symbol.kind {
        SymbolKind::Ruleset => lsp::SymbolKind::Module,
        SymbolKind::CodeList => lsp::SymbolKind::Enum,
        SymbolKind::Form => lsp::SymbolKind::Class,
        SymbolKind::Block | SymbolKind::Group => lsp::SymbolKind::Namespace,
        SymbolKind::Column => lsp::SymbolKind::Field,
        SymbolKind::Row => lsp::SymbolKind::Property,
        SymbolKind::Rule => lsp::SymbolKind::Function,
        SymbolKind::Change => lsp::SymbolKind::Event,
        SymbolKind::Let => lsp::SymbolKind::Variable,
        SymbolKind::Narrative => lsp::SymbolKind::Struct,
        SymbolKind::Capture => lsp::SymbolKind::Key,
        SymbolKind::Test => lsp::SymbolKind::Method,
        SymbolKind::Duties => lsp::SymbolKind::Array,
    };
    lsp::DocumentSymbol::new(
        symbol.name,
        Some(symbol.detail).filter(|detail| !detail.is_empty()),
        kind,
        None,
        None,
        text.range(symbol.range),
        text.range(symbol.selection),
        (!children.is_empty()).then_some(children),
    )
}

/// A hover text of `text`.
#[must_use]
pub fn hover(text: Text<'_>, hover: crate::ide::Hover) -> lsp::Hover {
    lsp::Hover {
        contents: lsp::Contents::MarkupContent(lsp::MarkupContent {
            kind: lsp::MarkupKind::Markdown,
            value: hover.markdown,
        }),
        range: Some(text.range(hover.range)),
    }
}

/// An edit of `text`.
#[must_use]
pub fn edit(text: Text<'_>, edit: crate::ide::TextEdit) -> lsp::TextEdit {
    lsp::TextEdit {
        range: text.range(edit.range),
        new_text: edit.text,
    }
}
