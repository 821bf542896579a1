//! The lines of each table of a document.

use super::head::Head;
use super::line::GridRowRef;
use crate::read::Paragraph;
use crate::report::FoundBy;
use crate::source::Origin;
use crate::value::Unit;

/// The lines between a title (or number, or sheet) and the end of its table.
#[derive(Clone)]
pub(super) struct Segment<'d> {
    /// The title, as printed, with its forms and where it stands.
    pub title: Option<Marked>,
    /// The printed number.
    pub number: Option<Marked>,
    /// The sheet's name, where it means a form.
    pub sheet: Option<Marked>,
    /// Whether the title says that it goes on.
    pub continued: bool,
    /// The unit stated with it.
    pub unit: Option<(Unit, Origin)>,
    /// Its rows, without those that only carry the above.
    pub rows: Vec<GridRowRef<'d>>,
    /// Sentences below it.
    pub notes: Vec<(String, Origin)>,
    /// Other paragraphs between its rows.
    pub strays: Vec<&'d Paragraph>,
    /// Paragraphs that no row has followed yet.
    pub pending: Vec<&'d Paragraph>,
    /// Whether what comes next stands below it.
    pub closing: bool,
}

/// A text that means forms.
#[derive(Debug, Clone)]
pub(super) struct Marked {
    /// As printed.
    pub text: String,
    /// The forms it means.
    pub forms: Vec<usize>,
    /// Where it stands.
    pub origin: Origin,
}

impl Segment<'_> {
    /// One that has nothing yet.
    pub fn new() -> Self {
        Self {
            title: None,
            number: None,
            sheet: None,
            continued: false,
            unit: None,
            rows: Vec::new(),
            notes: Vec::new(),
            strays: Vec::new(),
            pending: Vec::new(),
            closing: false,
        }
    }

    /// What it was found by.
    pub fn mark(&self) -> Option<(&Marked, FoundBy)> {
        let title = self
            .title
            .as_ref()
            .map(|mark| (mark, FoundBy::Title(mark.text.clone())));
        let number = || {
            self.number
                .as_ref()
                .map(|mark| (mark, FoundBy::Number(mark.text.clone())))
        };
        let sheet = || {
            self.sheet
                .as_ref()
                .map(|mark| (mark, FoundBy::Sheet(mark.text.clone())))
        };
        title.or_else(number).or_else(sheet)
    }
}

/// A document cut up.
#[derive(Default)]
pub(super) struct Segmented<'d> {
    /// Tables to be, in reading order.
    pub segments: Vec<Segment<'d>>,
    /// Rows outside of them.
    pub loose: Vec<GridRowRef<'d>>,
    /// What is said about the unit and the year, and whether it stands before the first table.
    pub heads: Vec<(Head, Origin, bool)>,
    /// The first paragraphs and cells, where the report's own title is.
    pub opening: Vec<(String, Origin)>,
}
