//! The layouts of headers met before, over all reports: most reports have the same headers.

use std::sync::{Arc, PoisonError, RwLock};

use super::column_groups::GridLayout;
use super::header::{Header, Printed};
use super::sample::{Answers, Sample};
use super::vocabulary::Vocabulary;
use crate::form::Form;
use crate::value::CellText;

/// Layouts kept of one form: memory must not grow with the number of reports.
const MOST_LAYOUTS: usize = 64;
/// Bytes of a header that is kept.
const LONGEST_HEADER: usize = 8192;
/// What may have been asked of the rows below a header that is kept; each time it is met they are asked again.
const MOST_ANSWERS: usize = 64;

/// The layouts that the tables of one form had. Shared by threads.
#[derive(Debug, Default)]
pub(super) struct KnownLayouts {
    known: RwLock<Vec<Known>>,
}

/// All that a layout follows from, and the layout.
#[derive(Debug)]
struct Known {
    size: (usize, usize),
    printed: Vec<Printed<CellText>>,
    answers: Answers,
    layout: Arc<GridLayout>,
}

impl KnownLayouts {
    /// The layout that `header` and the rows below it give: one met before where all is the same that it follows from.
    pub fn layout(
        &self,
        form: &Form,
        words: &Vocabulary,
        header: Header<'_, '_>,
        sample: Sample<'_, '_>,
    ) -> Arc<GridLayout> {
        // A thread that panicked leaves at worst a layout less.
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.iter().find(|known| known.is_of(words, header, &sample)) {
            return Arc::clone(&known.layout);
        }
        drop(known);
        let layout = Arc::new(GridLayout::new(form, header.columns(words), &sample));
        let new = Known {
            size: header.size(),
            printed: header.printed(words).map(Printed::cloned).collect(),
            answers: sample.into_answers(),
            layout: Arc::clone(&layout),
        };
        if new.bytes() <= LONGEST_HEADER && new.answers.len() <= MOST_ANSWERS {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            if known.len() >= MOST_LAYOUTS {
                known.clear();
            }
            known.push(new);
        }
        layout
    }
}

impl Known {
    fn is_of(&self, words: &Vocabulary, header: Header<'_, '_>, sample: &Sample<'_, '_>) -> bool {
        self.size == header.size()
            && self.printed.iter().map(Printed::as_ref).eq(header.printed(words))
            && sample.answers_as(&self.answers)
    }

    fn bytes(&self) -> usize {
        let (rows, width) = self.size;
        rows + width + self.printed.iter().map(Printed::bytes).sum::<usize>()
    }
}
