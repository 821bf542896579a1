//! Outcomes to findings: what is wrong with the figures of a report, where, by how much, and what it probably comes
//! from. No renderer is known here; all that they say comes from [`wording`].

mod baseline;
mod by_severity;
mod case;
mod cell_cause;
mod changes;
mod checked_report;
mod derive;
mod digits;
mod empty_table;
mod figures;
mod filling;
mod glance;
mod identity;
mod interned;
mod labels;
mod lookout;
mod message;
mod missing_row;
mod model;
mod number;
mod oracle;
mod other_unit;
mod overview;
mod place;
mod remedy;
mod row_name;
mod side;
mod slip;
mod standing;
mod subject;
mod summary;
mod swapped_rows;
mod tail;
mod tails_in_full;
mod told_tail;
mod trial;
mod verdicts;
mod view;
mod waiver;
pub mod wording;

pub use baseline::{Baseline, ChangeTotals};
pub use by_severity::BySeverity;
pub use changes::{Changes, EarlierFinding, EarlierReport};
pub use checked_report::{CheckedFile, CheckedReport, RepairedCell, RulesetNote, RunHead, repairs};
pub use derive::{derive, form_of, unlisted};
pub use figures::FigureCount;
pub use glance::Glance;
pub use interned::Word;
pub use model::{
    Allowance, AllowanceKind, Comparison, Finding, FindingGroup, FormNote, GroupKind, ReportLabel, RuleLabel, RuleNote,
    SharedCause, Side, Term, WaiverNote,
};
pub use number::{Scale, Shown};
pub use oracle::Oracle;
pub use overview::{Overview, ReportLine, ReportState, RuleLine};
pub use place::{Place, Position};
pub use row_name::RowName;
pub use standing::Standing;
pub use summary::{Counts, Duty, FormLine, Summary, UnboundCause};
pub use tail::Tail;
pub use tails_in_full::{Words, in_words};
pub use told_tail::{TailCells, ToldTail};
pub use verdicts::Verdicts;
