//! The generated parser and its way in.

use std::ops::Range;

use pest::Parser;
use pest::iterators::Pairs;

use super::ast::{File, Item};
use super::lower::{Lowering, scan_diagnostics};
use super::reading;
use super::scan::{Scan, scan};
use super::test_block::test_blocks;
use crate::diagnostic::Checked;
use crate::source::{SourceId, Span};

/// The grammar under `grammar/`.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/lexical.pest"]
#[grammar = "grammar/expression.pest"]
#[grammar = "grammar/declaration.pest"]
struct Grammar;

/// What the grammar found wrong.
pub(super) type ParseError = pest::error::Error<Rule>;

/// Parses the text of a rule file. Never fails: what cannot be read becomes [`Item::Malformed`], a statement that
/// cannot be read is left out of its block, and the diagnostics say why, all of them in one run, by place.
///
/// Spans of the tree are byte offsets in `text`, of `source`.
#[must_use]
pub fn parse(source: SourceId, text: &str) -> Checked<File> {
    parse_scanned(source, text, &scan(text, &[]), true)
}

/// Like [`parse`], but for tests (测试): there are none in the tree, and what is wrong in them is not looked for. Where
/// only rules are wanted, this takes a fraction of the time.
#[must_use]
pub fn parse_rules(source: SourceId, text: &str) -> Checked<File> {
    let mut scan = scan(text, &test_blocks(text));
    if !scan.problems.is_empty() {
        // A bracket that is not closed ends where the next item begins, a test too.
        scan = super::scan::scan(text, &[]);
    }
    parse_scanned(source, text, &scan, false)
}

fn parse_scanned(source: SourceId, text: &str, scan: &Scan<'_>, tests: bool) -> Checked<File> {
    let mut diagnostics = scan_diagnostics(source, scan, text);
    let whole = Span::new(source, 0, text.len());
    let items = match reading::file(&scan.text) {
        Some(tree) => {
            let mut lowering = Lowering::new(source, scan);
            let items = lowering.file(tree.pairs(), tests);
            diagnostics.append(&mut lowering.diagnostics);
            items
        }
        None => {
            if diagnostics.is_empty() {
                diagnostics.push(super::lower::unreadable(whole));
            }
            vec![Item::Malformed(whole)]
        }
    };
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.at));
    Checked::new(File { source, items }, diagnostics)
}

/// Reads `text` as `rule` with pest, which says what it expected where it could not go on.
pub(super) fn read(rule: Rule, text: &str) -> Result<Pairs<'_, Rule>, Box<ParseError>> {
    Grammar::parse(rule, text).map_err(Box::new)
}

/// What matched in a text, each match before those in it: the rule and the bytes.
type Matches = Vec<(String, Range<usize>)>;

/// What the two readers of the grammar make of a text, pest's first. Only the test that holds them together needs this.
#[doc(hidden)]
#[must_use]
pub fn both_readings(text: &str) -> [Option<Matches>; 2] {
    fn with_pest(pairs: Pairs<'_, Rule>, matches: &mut Matches) {
        for pair in pairs {
            matches.push((
                format!("{:?}", pair.as_rule()),
                pair.as_span().start()..pair.as_span().end(),
            ));
            with_pest(pair.into_inner(), matches);
        }
    }
    fn without(pairs: reading::Pairs<'_>, matches: &mut Matches) {
        for pair in pairs {
            matches.push((format!("{:?}", pair.as_rule()), pair.range()));
            without(pair.into_inner(), matches);
        }
    }
    let scan = scan(text, &[]);
    let mut readings = [Matches::new(), Matches::new()];
    let [slow, fast] = &mut readings;
    let slow = read(Rule::file, &scan.text).ok().map(|pairs| {
        with_pest(pairs, slow);
        std::mem::take(slow)
    });
    let fast = reading::file(&scan.text).map(|tree| {
        without(tree.pairs(), fast);
        std::mem::take(fast)
    });
    [slow, fast]
}
