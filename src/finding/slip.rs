//! Typical slips, recognised by arithmetic and said as sentences with the figures in them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::case::Case;
use super::side::Addend;
use super::view::View;
use super::{Scale, wording};
use crate::evaluate::{Measure, Outcome};
use crate::form::ColumnIx;
use crate::report::{Figure, FigureRef, RowIx};
use crate::ruleset::Rule;
use crate::syntax::ast::Category;
use crate::value::{Kind, sub_exact};
use wording::slip as say;

/// No finding gets more hints than this.
const MOST_HINTS: usize = 3;
/// Sums with more addends than this are not searched: among so many, one fits by chance.
const MOST_ADDENDS: usize = 64;
/// No more cells of a table than this are compared with a difference.
const MOST_SIBLINGS: usize = 2_000;
/// A slip of 10,000 is believed only where the smaller figure has this many units of the last place.
const LEAST_FOR_UNIT: i128 = 100;

/// What may have happened to one failed equality.
pub(super) fn hints(view: View<'_>, rule: &Rule, case: &Case) -> Vec<String> {
    let mut hints = Vec::new();
    let failed = case.instance.outcome == Outcome::Fails;
    let is_roll_up = view.plan.body(case.rule).is_some_and(|body| body.is_roll_up());
    if failed && is_roll_up && case.counts.1 == 0 {
        hints.push(say::no_children());
    }
    let Some(measure) = case.equality() else { return hints };
    if measure.difference.is_zero() || case.addends.len() > MOST_ADDENDS {
        return hints;
    }
    hints.extend(whole_unit(case, measure));
    // Of two cells that the same slip could be in, the negative one is the likelier; one hint of each kind is enough.
    let mut kinds = Vec::new();
    let (negative, positive): (Vec<&Addend>, Vec<&Addend>) = case
        .addends
        .iter()
        .partition(|addend| addend.amount.value.is_sign_negative());
    for addend in negative.into_iter().chain(positive) {
        let half = Scale::half_of(addend.amount).unwrap_or_default();
        let slip = settling(addend, measure.difference).and_then(|right| {
            let scale = case.scale.as_printed(half);
            between(addend.amount.value, right, measure.bound, scale)
        });
        if let Some(slip) = slip.filter(|slip| !kinds.contains(&slip.kind)) {
            kinds.push(slip.kind);
            hints.push(slip.sentence(&located(view, addend.figure), case.scale));
        }
    }
    hints.extend(missed_addend(view, case, measure));
    if hints.is_empty() {
        hints.extend(sibling(view, rule.category, case, measure));
    }
    hints.truncate(MOST_HINTS);
    hints
}

/// The value an addend would need for the two sides to be equal.
pub(super) fn settling(addend: &Addend, difference: Decimal) -> Option<Decimal> {
    let change = if addend.negative { -difference } else { difference };
    sub_exact(addend.amount.value, change)
}

/// `06 公用经费合计(第456行)`
pub(super) fn located(view: View<'_>, figure: FigureRef) -> String {
    let name = view.cell_name(figure);
    match view.cell(figure) {
        Some(cell) => wording::at(&name, &view.whereabouts(cell.origin)),
        None => name,
    }
}

/// A typical slip: what was written for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slip {
    pub kind: SlipKind,
    wrong: Decimal,
    right: Decimal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SlipKind {
    Sign,
    Unit,
    Swapped,
    Doubled,
    Lost,
}

impl Slip {
    pub fn sentence(self, cell: &str, scale: Scale) -> String {
        let (wrong, right) = (scale.with_unit(self.wrong), scale.with_unit(self.right));
        let say = match self.kind {
            SlipKind::Sign => say::sign,
            SlipKind::Unit => say::cell_unit,
            SlipKind::Swapped => say::swap,
            SlipKind::Doubled => say::doubled,
            SlipKind::Lost => say::lost,
        };
        say(cell, &wrong, &right)
    }
}

/// The slip by which `wrong` was written for `right` (give or take `bound`), if it is a typical one. `scale` has
/// the decimals that the wrong one is printed with.
pub(super) fn between(wrong: Decimal, right: Decimal, bound: Decimal, scale: Scale) -> Option<Slip> {
    let (w, r) = (units(scale, wrong)?, units(scale, right)?);
    if w == 0 || w == r {
        return None;
    }
    let near = |candidate: i128| {
        let off_by = sub_exact(value(scale, candidate), right);
        off_by.is_some_and(|off_by| off_by.abs() <= bound)
    };
    let slip = |kind, candidate| Slip {
        kind,
        wrong,
        right: value(scale, candidate),
    };
    if near(-w) {
        return Some(slip(SlipKind::Sign, -w));
    }
    // 元 in the place of 万元 makes a figure too great; the smaller one is the right one.
    if scale.kind == Kind::Money && w.abs() > r.abs() && ten_thousandfold(w, r) {
        return Some(slip(SlipKind::Unit, r));
    }
    let digits = digits_of(w, scale);
    let sign = w.signum();
    let signed = |digits: &[u8]| number(digits).map(|number| number * sign);
    let swapped = (1..digits.len()).find_map(|at| {
        let mut swapped = digits.clone();
        swapped.swap(at - 1, at);
        // Nobody writes 010 for 100; 0.10 for 1.00 they do.
        let is_written = swapped.first() != Some(&b'0') || swapped.len() <= least_digits(scale);
        let candidate = signed(&swapped).filter(|candidate| *candidate != w && near(*candidate));
        candidate.filter(|_| is_written)
    });
    if let Some(candidate) = swapped {
        return Some(slip(SlipKind::Swapped, candidate));
    }
    let shorter = (0..digits.len())
        .find_map(|at| signed(&without(&digits, at)).filter(|candidate| *candidate != 0 && near(*candidate)));
    if let Some(candidate) = shorter {
        return Some(slip(SlipKind::Doubled, candidate));
    }
    let longer = digits_of(r, scale);
    let lost = sign == r.signum() && near(r) && (0..longer.len()).any(|at| signed(&without(&longer, at)) == Some(w));
    lost.then(|| slip(SlipKind::Lost, r))
}

/// A number of units as it is written: `0.45` is 045.
fn digits_of(units: i128, scale: Scale) -> Vec<u8> {
    let width = least_digits(scale);
    format!("{:0>width$}", units.unsigned_abs()).into_bytes()
}

/// How many digits a figure is written with at least: one before the point.
fn least_digits(scale: Scale) -> usize {
    scale.decimals as usize + 1
}

/// In units of the last place shown; `None` where it does not fit. Finer figures are rounded towards zero.
fn units(scale: Scale, value: Decimal) -> Option<i128> {
    value.checked_div(step(scale)?)?.trunc().to_i128()
}

fn value(scale: Scale, units: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(units, 0)
        .ok()
        .zip(step(scale))
        .and_then(|(units, step)| units.checked_mul(step))
        .unwrap_or_default()
}

fn step(scale: Scale) -> Option<Decimal> {
    let half = scale.half();
    if half.is_zero() {
        Some(Decimal::ONE)
    } else {
        half.checked_mul(Decimal::TWO)
    }
}

fn number(digits: &[u8]) -> Option<i128> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn without(digits: &[u8], at: usize) -> Vec<u8> {
    let kept = digits.iter().enumerate().filter(|(index, _)| *index != at);
    kept.map(|(_, digit)| *digit).collect()
}

fn ten_thousandfold(a: i128, b: i128) -> bool {
    is_fold(a, b, 10_000)
}

fn is_fold(a: i128, b: i128, factor: i128) -> bool {
    let (small, large) = if a.abs() < b.abs() { (a, b) } else { (b, a) };
    small.abs() >= LEAST_FOR_UNIT && (large / factor - small).abs() <= 1
}

/// The power of ten that lies between two figures, from a thousand up.
pub(super) fn power_between(a: Decimal, b: Decimal, scale: Scale) -> Option<u32> {
    let (a, b) = (units(scale, a)?, units(scale, b)?);
    (3..=8).find(|power| is_fold(a, b, 10_i128.pow(*power)))
}

fn whole_unit(case: &Case, measure: Measure) -> Option<String> {
    if case.scale.kind != Kind::Money || case.addends.len() < 2 {
        return None;
    }
    let (left, right) = (
        units(case.scale, measure.left.value)?,
        units(case.scale, measure.right.value)?,
    );
    if !ten_thousandfold(left, right) {
        return None;
    }
    let (larger, smaller) = if left.abs() > right.abs() {
        (&case.names.0, &case.names.1)
    } else {
        (&case.names.1, &case.names.0)
    };
    Some(say::unit(larger, smaller))
}

/// A total that is off by exactly one of its addends.
pub(super) fn missed_addend(view: View<'_>, case: &Case, measure: Measure) -> Option<String> {
    let (total_left, total) = match case.counts {
        (1, 2..) => (true, case.addends.first()),
        (2.., 1) => (false, case.addends.last()),
        _ => return None,
    };
    let total = total.map(|total| view.cell_name(total.figure))?;
    // How much the total is too great.
    let excess = if total_left {
        measure.difference
    } else {
        -measure.difference
    };
    let (left, right) = case.addends.split_at_checked(case.counts.0)?;
    let addends = if total_left { right } else { left };
    addends
        .iter()
        .filter(|addend| !addend.amount.value.is_zero())
        .find_map(|addend| {
            let subtracted = addend.negative != total_left;
            let part = if subtracted {
                -addend.amount.value
            } else {
                addend.amount.value
            };
            let cell = located(view, addend.figure);
            let value = case.scale.with_unit(addend.amount.value);
            if part == -excess {
                Some(say::stale_total(&total, &cell, &value))
            } else if part == excess {
                Some(say::counted_twice(&total, &cell, &value))
            } else {
                None
            }
        })
}

/// A cell beside the addends of a side, in their row or column, that makes up for what the side lacks.
fn sibling(view: View<'_>, category: Category, case: &Case, measure: Measure) -> Option<String> {
    let mut searched = Vec::new();
    let mut left_to_search = MOST_SIBLINGS;
    for (index, addend) in case.addends.iter().enumerate() {
        let at = addend.figure;
        // What is lacking is looked for beside what stands on the same side.
        let (side, wanted) = if index < case.counts.0 {
            (&case.names.0, -measure.difference)
        } else {
            (&case.names.1, measure.difference)
        };
        let part = view.part(at.table, at.part)?;
        let one_row = case.addends.iter().filter(|other| same_row(other.figure, at)).count() > 1;
        let line = (
            at.table,
            at.part,
            wanted,
            one_row.then_some(at.row),
            (!one_row).then_some(at.column),
        );
        if searched.contains(&line) {
            continue;
        }
        searched.push(line);
        let length = if one_row { part.columns.len() } else { part.rows.len() };
        for index in 0..length.min(left_to_search) {
            let figure = if one_row {
                FigureRef {
                    column: ColumnIx::new(index),
                    ..at
                }
            } else {
                FigureRef {
                    row: RowIx::new(index),
                    ..at
                }
            };
            let Some(Figure::Number { value, .. }) = view.cell(figure).map(|cell| &cell.figure) else {
                continue;
            };
            if value.is_zero() || *value != wanted || case.cells.contains(&figure) {
                continue;
            }
            // 预算数 and 决算数 of one row are no addends of each other.
            if one_row && top_group(view, figure) != top_group(view, at) {
                continue;
            }
            let (cell, value) = (located(view, figure), case.scale.with_unit(*value));
            return Some(match category {
                // Nobody forgot a figure that the unit is merely asked about.
                Category::Verify => say::lies_in(&cell, &value),
                Category::Mandatory => say::left_out(side, &cell, &value),
            });
        }
        left_to_search = left_to_search.saturating_sub(length);
        if left_to_search == 0 || searched.len() >= 3 {
            break;
        }
    }
    None
}

/// The outermost group of a cell's column, where it is in one.
fn top_group(view: View<'_>, figure: FigureRef) -> Option<String> {
    let label = view.column_label(figure.table, figure.part, figure.column);
    label.split_once('.').map(|(group, _)| group.to_owned())
}

fn same_row(a: FigureRef, b: FigureRef) -> bool {
    a.in_row() == b.in_row()
}
