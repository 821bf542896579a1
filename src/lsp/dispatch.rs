//! The requests that the server answers: one entry each.

use gen_lsp_types as lsp;
use gen_lsp_types::Request as _;
use serde_json::Value;

use super::from_proto;
use super::guard::{Failure, json, parameters};
use super::state::{RuleFile, State};
use super::to_proto;
use crate::ide;

/// A request that the server answers.
pub struct Feature {
    /// Its method.
    pub method: &'static str,
    /// Says in the capabilities that there is an answer.
    pub announce: fn(&mut lsp::ServerCapabilities),
    /// Makes the answer.
    pub handle: fn(&mut State, Value) -> Result<Value, Failure>,
}

/// Every request but those of the protocol's own life cycle.
pub static FEATURES: &[Feature] = &[
    Feature {
        method: lsp::DocumentFormattingRequest::METHOD.as_str(),
        announce: |capabilities| capabilities.document_formatting_provider = Some(true.into()),
        handle: formatting,
    },
    Feature {
        method: lsp::DocumentSymbolRequest::METHOD.as_str(),
        announce: |capabilities| capabilities.document_symbol_provider = Some(true.into()),
        handle: document_symbol,
    },
    Feature {
        method: lsp::DefinitionRequest::METHOD.as_str(),
        announce: |capabilities| capabilities.definition_provider = Some(true.into()),
        handle: definition,
    },
    Feature {
        method: lsp::HoverRequest::METHOD.as_str(),
        announce: |capabilities| capabilities.hover_provider = Some(true.into()),
        handle: hover,
    },
];

fn formatting(state: &mut State, params: Value) -> Result<Value, Failure> {
    let params: lsp::DocumentFormattingParams = parameters(params)?;
    let edit = state.rule_file(&params.text_document.uri.0).and_then(|file| {
        let text = file.text()?;
        ide::format(text.text).map(|edit| vec![to_proto::edit(text, edit)])
    });
    json(edit)
}

fn document_symbol(state: &mut State, params: Value) -> Result<Value, Failure> {
    let params: lsp::DocumentSymbolParams = parameters(params)?;
    let symbols: Option<Vec<lsp::DocumentSymbol>> = state.rule_file(&params.text_document.uri.0).and_then(|file| {
        let text = file.text()?;
        let symbols = ide::symbols(&file.snapshot, file.source);
        Some(
            symbols
                .into_iter()
                .map(|symbol| to_proto::symbol(text, symbol))
                .collect(),
        )
    });
    json(symbols)
}

fn definition(state: &mut State, params: Value) -> Result<Value, Failure> {
    let params: lsp::DefinitionParams = parameters(params)?;
    let Some((file, offset)) = at(state, &params.text_document_position_params) else {
        return Ok(Value::Null);
    };
    let places = ide::definition(&file.snapshot, file.source, offset);
    let locations: Vec<lsp::Location> = places
        .iter()
        .filter_map(|place| state.location(file.snapshot.sources(), place))
        .collect();
    json(locations)
}

fn hover(state: &mut State, params: Value) -> Result<Value, Failure> {
    let params: lsp::HoverParams = parameters(params)?;
    let Some((file, offset)) = at(state, &params.text_document_position_params) else {
        return Ok(Value::Null);
    };
    let hover = ide::hover(&file.snapshot, file.source, offset);
    json(file.text().and_then(|text| Some(to_proto::hover(text, hover?))))
}

/// The rule file and the byte that a request is about.
fn at(state: &mut State, params: &lsp::TextDocumentPositionParams) -> Option<(RuleFile, usize)> {
    let file = state.rule_file(&params.text_document.uri.0)?;
    let offset = file.offset(from_proto::position(params.position));
    Some((file, offset))
}
