//! Rules to tables: rules that meet belong together and draw one table.

use std::collections::BTreeMap;

use super::super::limits;
use super::region::Region;
use super::rule;
use super::sets::Sets;
use super::sheet::{Rule, Sheet};
use super::table::{ELEMENTS, Table};
use super::unruled;

/// How far (points) a rule may fall short of one it meets.
pub(super) const MEET: f64 = 1.5;

/// How far (points) rules must stick out where a table is open at a side.
const STICKS_OUT: f64 = 5.0;

/// How many pairs of rules are tried. The fullest real page has 300 × 200.
const PAIRS: usize = 2_000_000;

/// Glyphs times tables: for each glyph every table is asked. The fullest real page has 20 000 × 10.
const LOOKUPS: usize = 4_000_000;

/// The share of a page that one cell of a table may take up where it has hardly any others; a larger one is a frame around the text.
const FRAME: f64 = 0.5;

/// A page has more rules than can be looked at.
#[derive(Debug)]
pub(super) struct TooMany;

/// The tables of a page, from top to bottom.
pub(super) fn tables(sheet: &Sheet) -> Result<Vec<Table>, TooMany> {
    let level = rule::joined(&sheet.level);
    let upright = rule::joined(&sheet.upright);
    if level.len().saturating_mul(upright.len()) > PAIRS {
        return Err(TooMany);
    }
    let mut tables = Vec::new();
    let mut lone = Vec::new();
    for mut part in parts(level, upright) {
        if part.upright.is_empty() {
            lone.append(&mut part.level);
        } else if !part.level.is_empty() {
            part.close_sides();
            let columns = rule::places(part.upright.iter().map(|rule| rule.at));
            let rows = rule::places(part.level.iter().map(|rule| rule.at));
            if columns.len() > limits::ROW_CELLS || columns.len() * rows.len() > ELEMENTS {
                return Err(TooMany);
            }
            let table = Table::of(columns, rows, &part.level, &part.upright);
            tables.extend(table.filter(|table| !is_frame(table, sheet)));
        }
    }
    let is_free = |rule: &Rule| {
        let holds = |around: Region| {
            let around = around.grown(MEET);
            around.holds((rule.from, rule.at)) && around.holds((rule.to, rule.at))
        };
        !tables.iter().any(|table| holds(table.region()))
    };
    lone.retain(is_free);
    tables.extend(unruled::tables(lone, sheet));
    if tables.len().saturating_mul(sheet.glyphs.len()) > LOOKUPS {
        return Err(TooMany);
    }
    tables.sort_by(|a, b| {
        let (a, b) = (a.region(), b.region());
        a.top.total_cmp(&b.top).then(a.left.total_cmp(&b.left))
    });
    Ok(tables)
}

fn is_frame(table: &Table, sheet: &Sheet) -> bool {
    let large = FRAME * sheet.paper.region().size();
    table.cells.len() <= 3 && table.cells.iter().any(|cell| cell.region.size() > large)
}

/// Rules that hang together.
#[derive(Debug, Default)]
struct Part {
    level: Vec<Rule>,
    upright: Vec<Rule>,
}

/// Sorts rules into those that hang together, each part sorted by place. Ends that fall just short are stretched.
fn parts(mut level: Vec<Rule>, mut upright: Vec<Rule>) -> Vec<Part> {
    let first_upright = level.len();
    let mut sets = Sets::new(first_upright + upright.len());
    for (i, level_rule) in level.iter_mut().enumerate() {
        for (j, upright_rule) in upright.iter_mut().enumerate() {
            let (x, y) = (upright_rule.at, level_rule.at);
            if reaches(level_rule, x) && reaches(upright_rule, y) {
                stretch(level_rule, x);
                stretch(upright_rule, y);
                sets.unite(i, first_upright + j);
            }
        }
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for (i, rule) in level.into_iter().enumerate() {
        parts.entry(sets.find(i)).or_default().level.push(rule);
    }
    for (j, rule) in upright.into_iter().enumerate() {
        parts
            .entry(sets.find(first_upright + j))
            .or_default()
            .upright
            .push(rule);
    }
    parts.into_values().collect()
}

fn reaches(rule: &Rule, at: f64) -> bool {
    rule.from - MEET <= at && at <= rule.to + MEET
}

fn stretch(rule: &mut Rule, to: f64) {
    rule.from = rule.from.min(to);
    rule.to = rule.to.max(to);
}

impl Part {
    /// Adds the side of a table that is open there: tables without frame, or cut off by the end of the page.
    fn close_sides(&mut self) {
        let (left, right) = extent(&self.upright);
        let (top, bottom) = extent(&self.level);
        for end in [open_end(&self.level, left, true), open_end(&self.level, right, false)] {
            self.upright.extend(end.map(|at| Rule {
                at,
                from: top,
                to: bottom,
            }));
        }
        let (left, right) = extent(&self.upright);
        for end in [
            open_end(&self.upright, top, true),
            open_end(&self.upright, bottom, false),
        ] {
            self.level.extend(end.map(|at| Rule {
                at,
                from: left,
                to: right,
            }));
        }
        self.level.sort_by(|a, b| a.at.total_cmp(&b.at));
        self.upright.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
}

/// The first and last place of rules.
fn extent(rules: &[Rule]) -> (f64, f64) {
    let places = rules.iter().map(|rule| rule.at);
    places.fold((f64::MAX, f64::MIN), |(first, last), at| (first.min(at), last.max(at)))
}

/// Where rules end beyond `edge`, the outermost that crosses them, if two or more do so equally far.
fn open_end(rules: &[Rule], edge: f64, at_start: bool) -> Option<f64> {
    let end = |rule: &Rule| if at_start { rule.from } else { rule.to };
    let outermost = rules
        .iter()
        .map(end)
        .reduce(if at_start { f64::min } else { f64::max })?;
    let ends = rules.iter().filter(|rule| (end(rule) - outermost).abs() < MEET).count();
    (ends >= 2 && (outermost - edge).abs() > STICKS_OUT).then_some(outermost)
}
