//! Documents to reports: which grid is which form, which column and row is which, and what the figures are.
//!
//! [`recognise`] cuts the document at the titles of the forms (`segmenter`), finds the header and binds its columns
//! (`header`, `column_groups`, `bind`), finds the rows (`rows`), places the cells of rows that have lost some (`shift`)
//! and reads the figures (`cell`). What it can't place is kept in [`Report::leftovers`] and said in a diagnostic, never guessed.

mod assemble;
mod bind;
mod cell;
mod column_groups;
mod facts;
mod figure;
mod figure_column;
mod file_name;
mod given;
mod glance;
mod head;
mod header;
mod header_run;
mod items;
mod join;
mod known;
mod lexicon;
mod line;
mod lookup;
mod partial_table;
mod placing;
mod remarks;
mod row_view;
mod rows;
mod sample;
mod segment;
mod segmenter;
mod shift;
mod table;
mod titles;
mod vocabulary;

pub use file_name::facts_in_name;
pub use given::given_table;
pub use join::join;
pub use lexicon::Lexicon;

use std::collections::BTreeMap;

use crate::diagnostic::{Checked, Diagnostic};
use crate::form::Form;
use crate::read::{Document, Format};
use crate::report::{Leftover, Report, ReportFile};
use line::GridRowRef;
use partial_table::LostCells;

/// What is known about a report from outside; it wins over what the report says.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The unit's name.
    pub unit: Option<String>,
    /// The year.
    pub year: Option<u16>,
}

/// Recognises the tables of `document`. [`Table::form`](crate::report::Table::form) indexes `forms`.
///
/// Never fails: what is not recognised is in the report's leftovers, and the diagnostics say why. `lexicon` is kept for the next
/// report; it belongs to these forms.
#[must_use]
pub fn recognise(document: &Document, forms: &[Form], lexicon: &Lexicon, hints: &Hints) -> Checked<Report> {
    let lines = line::lines(document);
    let mut segmented = segmenter::segment(&lines, lexicon.titles(forms));
    let mut diagnostics = Vec::new();
    let facts = facts::facts(&segmented, hints, &mut diagnostics);
    let cover = facts::cover_unit(&segmented);
    let segments = std::mem::take(&mut segmented.segments);
    let lost = match document.format {
        Format::Workbook | Format::Html | Format::Word | Format::Pdf => LostCells::None,
        Format::Text | Format::Csv if line::is_trimmed(&lines) => LostCells::AtTheEnd,
        Format::Text | Format::Csv => LostCells::Anywhere,
    };
    let mut tables = table::Tables::new(forms, lexicon, lost, cover);
    for segment in segments {
        tables.add(segment);
    }
    let mut recognised = tables.finish();
    let mut leftovers = std::mem::take(&mut recognised.leftovers);
    leftovers.extend(loose(&segmented.loose));
    diagnostics.extend(recognised.diagnostics);
    Checked::new(
        Report {
            files: vec![ReportFile {
                source: document.source,
                format: document.format,
            }],
            facts,
            tables: recognised.tables,
            leftovers,
        },
        diagnostics,
    )
}

/// What of a recognition is not facts.
#[derive(Default)]
struct Recognised {
    tables: Vec<crate::report::Table>,
    leftovers: Vec<Leftover>,
    diagnostics: Vec<Diagnostic>,
}

/// One leftover for each grid (or the part of it) outside of tables.
fn loose(rows: &[GridRowRef<'_>]) -> Vec<Leftover> {
    let mut grids: BTreeMap<usize, (GridRowRef<'_>, usize)> = BTreeMap::new();
    for row in rows {
        grids.entry(row.grid).or_insert((*row, 0)).1 += 1;
    }
    let leftover = |(first, count): (GridRowRef<'_>, usize)| Leftover {
        text: first.excerpt(),
        origin: first.row.origin,
        reason: format!("共{count}行,未识别为任何表"),
    };
    grids.into_values().map(leftover).collect()
}
