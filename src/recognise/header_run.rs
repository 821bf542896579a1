//! Runs of rows under one header.

use std::sync::Arc;

use super::column_groups::GridLayout;
use super::header::{self, Extent, Header};
use super::lexicon::FormWords;
use super::line::GridRowRef;
use super::sample::Sample;
use super::vocabulary::{Look, Vocabulary};
use crate::form::Form;

/// Headers that a table may have; later ones are rows.
const MOST_HEADERS: usize = 64;

/// Rows under one header.
pub(super) struct HeaderRun<'d> {
    /// Its columns.
    pub layout: Arc<GridLayout>,
    /// Its rows.
    pub rows: Vec<GridRowRef<'d>>,
}

/// A table's rows in runs, and the rows above its header.
pub(super) struct HeaderRuns<'d> {
    /// In reading order.
    pub runs: Vec<HeaderRun<'d>>,
    /// Rows above the header that say nothing about the table.
    pub above: Vec<GridRowRef<'d>>,
}

/// Cuts `rows` at headers. A part of a table without a header of its own has that of the part before, `previous`.
pub(super) fn split<'d>(
    form: &Form,
    known: &FormWords,
    rows: &[GridRowRef<'d>],
    previous: Option<Arc<GridLayout>>,
) -> HeaderRuns<'d> {
    let words = &known.words;
    let first = header::extent(rows, words);
    let mut above = Vec::new();
    let mut opening = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate().take(first.start) {
        let lone = row.filled().nth(1).is_none();
        let wordy = row.filled().all(|(_, cell)| !cell.text.chars().any(char::is_numeric));
        match words.look(*row) {
            // The title of the first section stands above the header.
            Look::Section if lone => opening.push(*row),
            // The groups above the header's first row of names (`收入`, `支出`), or what all columns have in common.
            _ if wordy && (!lone || row.is_merged()) && at + 2 >= first.start => {}
            _ => above.push(*row),
        }
    }
    let own = layout(form, known, rows, &first);
    let current = match previous {
        Some(previous) if own.bound() < previous.bound() => previous,
        _ => own,
    };
    let mut out = HeaderRuns {
        runs: vec![HeaderRun {
            layout: current,
            rows: opening,
        }],
        above,
    };
    let mut headers = 0;
    let mut at = first.end;
    while let Some(row) = rows.get(at) {
        let Some(run) = out.runs.last_mut() else { break };
        let rest = rows.get(at..).unwrap_or_default();
        let is_header = headers < MOST_HEADERS
            && !starts_with_code(*row, words)
            && matches!(words.look(*row), Look::Header | Look::Numbers);
        if !is_header {
            run.rows.push(*row);
            at += 1;
            continue;
        }
        headers += 1;
        let extent = header::extent(rest, words);
        let head = rest.get(..extent.end).unwrap_or_default();
        if header::repeats(head, &run.layout.columns) {
            at += extent.end.max(1);
            continue;
        }
        let next = layout(form, known, rest, &extent);
        if next.bound() > 0 && next.bound() >= run.layout.bound() {
            out.runs.push(HeaderRun {
                layout: next,
                rows: Vec::new(),
            });
            at += extent.end.max(1);
        } else {
            run.rows.push(*row);
            at += 1;
        }
    }
    out
}

fn starts_with_code(row: GridRowRef<'_>, words: &Vocabulary) -> bool {
    row.filled().next().is_some_and(|(_, cell)| words.is_code(&cell.text))
}

fn layout(form: &Form, known: &FormWords, rows: &[GridRowRef<'_>], extent: &Extent) -> Arc<GridLayout> {
    let last = extent.numbers.unwrap_or(extent.end);
    let header = Header {
        names: rows.get(extent.start..last).unwrap_or_default(),
        shared: rows.get(extent.end).filter(|_| extent.shared).copied(),
        numbers: extent.numbers.and_then(|at| rows.get(at)).copied(),
    };
    let body = rows.get(extent.end..).unwrap_or_default();
    known
        .layouts
        .layout(form, &known.words, header, Sample::new(&known.words, body))
}
