//! 空表说明: an empty table says that it is empty, a filled one does not.

use super::Subject;
use crate::evaluate::{Instance, Outcome, RuleResult, Unmet};

/// So many cells of a filled table are named.
const MOST_NAMED: usize = 3;

pub(super) fn result(subject: Subject<'_, '_>, words: &[String]) -> RuleResult {
    match wrong(subject, words) {
        Some(cause) => RuleResult::listed(vec![Instance::caused(Outcome::Fails, cause)]),
        None => RuleResult::one(Outcome::Holds),
    }
}

/// What is wrong where a table says that it is empty and is not, or the other way round.
fn wrong(subject: Subject<'_, '_>, words: &[String]) -> Option<Unmet> {
    let is_empty = !subject.binding.is_filled(subject.at);
    let says_empty = subject.table.notes.iter().position(|(note, _)| says_empty(note, words));
    match (is_empty, says_empty) {
        (true, Some(_)) | (false, None) => None,
        (true, None) => Some(Unmet::EmptyUnsaid),
        (false, Some(note)) => {
            let filled = subject.binding.filled_cells(subject.at).take(MOST_NAMED);
            Some(Unmet::EmptySaid {
                table: subject.at,
                note,
                figures: filled.collect(),
            })
        }
    }
}

/// Whether a note says that the table is empty: one of the words, in a clause about the table's data. The note that
/// says what the table is about (`注: 本表反映…`) can hold the words innocently, and so can what the printed form says about
/// the note (`无…收支的,在本表下方作下述说明:`).
fn says_empty(note: &str, words: &[String]) -> bool {
    let about = ["数据", "收支", "收入", "支出", "此项", "发生", "安排", "空表"];
    note.split(['。', ';', '\n']).any(|clause| {
        !clause.contains("反映")
            && !clause.ends_with([':', '\u{ff1a}'])
            && words.iter().any(|word| clause.contains(word.as_str()))
            && about.iter().any(|word| clause.contains(word))
    })
}
