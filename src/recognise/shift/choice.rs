//! The ways to place the cells of rows that have lost some, as far as the keys of the rows allow.

use std::collections::HashSet;

use super::Choice;
use crate::form::Form;
use crate::read::GridCell;
use crate::recognise::column_groups::GridLayout;
use crate::recognise::figure::{looks_like_figure, small_integer};
use crate::recognise::line::GridRowRef;
use crate::recognise::row_view::Placement;
use crate::recognise::vocabulary::Vocabulary;
use crate::value::Key;

/// Ways to lose columns that are tried.
const MOST_WAYS: usize = 6000;
/// Columns of all ways together.
const MOST_COLUMNS: usize = 150_000;
/// Looks at a row in one way, in all.
const MOST_LOOKS: usize = 200_000;

/// The ways found.
pub(super) struct Choices {
    pub choices: Vec<Choice>,
    pub in_doubt: bool,
    pub given_up: bool,
}

/// What a column of the layout holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Code,
    Name,
    Line,
    Figure,
    None,
}

/// What a cell looks like.
#[derive(Clone, Copy, Default)]
struct Looks {
    filled: bool,
    code: bool,
    integer: Option<u32>,
    figure: bool,
    known: bool,
}

/// The ways to place `cells` cells of each of `rows` in the columns of `layout`.
pub(super) fn choices(
    form: &Form,
    words: &Vocabulary,
    layout: &GridLayout,
    rows: &[GridRowRef<'_>],
    cells: usize,
    work: &mut usize,
) -> Choices {
    let uses = uses(layout);
    let Some(ways) = ways(uses.len(), cells).filter(|ways| ways.len() * uses.len() <= *work) else {
        let natural = (0..uses.len()).map(|at| (at < cells).then_some(at)).collect();
        return Choices {
            choices: vec![Choice::new(natural)],
            in_doubt: true,
            given_up: true,
        };
    };
    let enough = (MOST_LOOKS / ways.len().max(1)).clamp(1, rows.len());
    *work = work.saturating_sub(ways.len() * uses.len() * enough);
    let looks: Vec<Vec<Looks>> = rows
        .iter()
        .take(enough)
        .map(|row| {
            row.row
                .cells
                .iter()
                .take(uses.len())
                .map(|cell| look(cell, words))
                .collect()
        })
        .collect();
    let filled: Vec<usize> = (0..cells)
        .filter(|at| looks.iter().any(|row| row.get(*at).is_some_and(|cell| cell.filled)))
        .collect();
    // Ways that differ in blank cells alone are one.
    let mut seen = HashSet::new();
    let distinct: Vec<Choice> = ways
        .into_iter()
        .map(Choice::new)
        .filter(|choice| {
            seen.insert(
                filled
                    .iter()
                    .map(|cell| choice.columns.get(*cell).copied())
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    let in_doubt = distinct.len() > 1;
    let lines: HashSet<u32> = form
        .blocks
        .iter()
        .flat_map(|block| block.axis.items())
        .filter_map(|item| item.line)
        .collect();
    let scored: Vec<(usize, usize)> = distinct
        .iter()
        .map(|choice| {
            let scores = looks.iter().map(|row| score(row, &choice.placement, &uses, &lines));
            scores.fold((0, 0), |(misfits, keys), (misfit, key)| {
                (misfits + usize::from(misfit), keys + key)
            })
        })
        .collect();
    // The fewest rows with something where it cannot be; of those, the most keys found.
    let best = scored
        .iter()
        .copied()
        .min_by_key(|(misfits, keys)| (*misfits, std::cmp::Reverse(*keys)));
    let choices = distinct
        .into_iter()
        .zip(scored)
        .filter(|(_, score)| Some(*score) == best);
    Choices {
        choices: choices.map(|(choice, _)| choice).collect(),
        in_doubt,
        given_up: false,
    }
}

fn uses(layout: &GridLayout) -> Vec<Use> {
    let mut uses = vec![Use::None; layout.width];
    let mut set = |at: usize, as_: Use| {
        if let Some(slot) = uses.get_mut(at) {
            *slot = as_;
        }
    };
    for group in &layout.column_groups {
        for bound in group.targets.iter().flat_map(|target| &target.bound) {
            set(bound.grid, Use::Figure);
        }
        group.code.iter().for_each(|at| set(*at, Use::Code));
        group.name.iter().for_each(|at| set(*at, Use::Name));
        group.line.iter().for_each(|at| set(*at, Use::Line));
    }
    uses
}

/// Every way to put `cells` cells in order into `width` columns; `None` where there are too many.
fn ways(width: usize, cells: usize) -> Option<Vec<Placement>> {
    let mut count: usize = 1;
    let lost = width.checked_sub(cells)?;
    for step in 0..lost.min(cells) {
        count = count.checked_mul(width - step)? / (step + 1);
        if count > MOST_WAYS || count * width > MOST_COLUMNS {
            return None;
        }
    }
    let mut ways: Vec<Placement> = vec![Vec::new()];
    for column in 0..width {
        let mut next = Vec::with_capacity(ways.len() * 2);
        for way in ways {
            let placed = way.iter().flatten().count();
            let skipped = column - placed;
            if placed < cells {
                let mut with = way.clone();
                with.push(Some(placed));
                next.push(with);
            }
            if skipped < lost {
                let mut without = way;
                without.push(None);
                next.push(without);
            }
        }
        ways = next;
    }
    Some(ways)
}

fn look(cell: &GridCell, words: &Vocabulary) -> Looks {
    if cell.text.is_empty() {
        return Looks::default();
    }
    Looks {
        filled: true,
        code: words.is_code(&cell.text),
        integer: small_integer(&cell.text),
        figure: looks_like_figure(cell),
        known: words.names_row(&Key::of(&cell.text)),
    }
}

/// Whether something stands where it cannot, and how many keys stand where they belong.
fn score(row: &[Looks], placement: &Placement, uses: &[Use], lines: &HashSet<u32>) -> (bool, usize) {
    let mut misfit = false;
    let mut keys = 0;
    let mut beside_code = !uses.contains(&Use::Code);
    for (at, of) in placement.iter().zip(uses) {
        let cell = at.and_then(|at| row.get(at)).filter(|cell| cell.filled);
        if *of == Use::Code {
            beside_code = cell.is_some_and(|cell| cell.code);
        }
        let Some(cell) = cell else { continue };
        match of {
            Use::Code => {
                misfit |= cell.figure && !cell.code && cell.integer.is_none();
                keys += usize::from(cell.code) * 2 + usize::from(cell.known);
            }
            Use::Name => {
                misfit |= cell.figure;
                keys += usize::from(cell.known) * 2 + usize::from(beside_code);
            }
            Use::Line => {
                misfit |= cell.integer.is_none();
                keys += cell.integer.map_or(0, |line| if lines.contains(&line) { 2 } else { 1 });
            }
            Use::Figure => misfit |= !cell.figure,
            Use::None => misfit |= cell.figure,
        }
    }
    (misfit, keys)
}
