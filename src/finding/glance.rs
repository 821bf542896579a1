//! What a comparison looks at, without the words of an explanation: enough to tell of a tail.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Scale, side};
use crate::evaluate::{Explanation, TraceValue};
use crate::report::FigureRef;
use crate::value::{Kind, Unit};

/// More cells than this are counted, not listed.
const MOST_CELLS: usize = 60;

/// What a comparison looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// The cells whose figures stand on its sides, each once, in the order of the rule.
    pub cells: Vec<FigureRef>,
    /// Further cells left out because there are too many.
    pub left_out: usize,
    /// How its figures are shown.
    pub scale: Scale,
    /// The cells that tell it from others of its rule, in the order of the report: none where a single figure enters a side
    /// with factor ±1.
    pub pointed: Vec<FigureRef>,
}

/// Figures that were looked at, one after the other.
#[derive(Debug, Default)]
pub(super) struct FiguresSeen {
    cells: Vec<FigureRef>,
    left_out: usize,
    /// The cells listed come one after the other in the report, this the last of them.
    last: Option<FigureRef>,
    /// Half a unit of the last place of the figures, by what they measure, each once: most are printed alike.
    halves: Vec<(Kind, Decimal)>,
}

impl FiguresSeen {
    /// Adds the cell of a figure that is there, printed to within `half`.
    pub fn add(&mut self, cell: FigureRef, half: Decimal, kind: Kind) {
        let is_new = self.last.is_none_or(|last| last < cell) || !self.cells.contains(&cell);
        if is_new && self.cells.len() < MOST_CELLS {
            self.cells.push(cell);
            self.last = self.last.max(Some(cell));
        } else {
            self.left_out += usize::from(is_new);
        }
        if !half.is_zero() && !self.halves.contains(&(kind, half)) {
            self.halves.push((kind, half));
        }
    }

    /// The comparison of figures of this kind; money is shown in this unit.
    pub fn glance(self, kind: Kind, unit: Unit) -> Glance {
        let halves = self.halves.into_iter().filter(|(of, _)| *of == kind);
        Glance {
            cells: self.cells,
            left_out: self.left_out,
            scale: Scale::of_halves(kind, unit, halves.map(|(_, half)| half)),
            pointed: Vec::new(),
        }
    }
}

impl Glance {
    /// What an explanation looks at.
    #[must_use]
    pub fn of(explanation: &Explanation) -> Self {
        let mut figures = FiguresSeen::default();
        let mut adds_figures = false;
        let mut all: BTreeSet<FigureRef> = explanation.figures.iter().copied().collect();
        let sides = explanation.sides.iter().flat_map(|(left, right)| [left, right]);
        for side in sides.clone() {
            side::addends(side, false, &mut |_| adds_figures = true);
        }
        for trace in sides.chain(&explanation.whole) {
            side::cells(trace, &mut |cell, node| {
                all.insert(cell);
                if let TraceValue::Amount(amount, kind) = node.value
                    && amount.present
                {
                    figures.add(cell, Scale::half_of(amount).unwrap_or_default(), kind);
                }
            });
        }
        let pointed = all.into_iter().filter(|_| !adds_figures).collect();
        Self {
            pointed,
            ..figures.glance(explanation.kind, explanation.unit)
        }
    }
}
