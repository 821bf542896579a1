//! Drawn lines to rules: pieces that a reader sees as one line become one.

use super::sheet::Rule;

/// Parallel rules closer than this (points) are one.
pub(super) const SNAP: f64 = 2.0;

/// Pieces in one line with a gap up to this (points) are one rule: dashes, or the borders of cells side by side.
const JOIN: f64 = 3.0;

/// Shorter rules (points) are dropped once joined.
const SHORTEST: f64 = 5.0;

/// How much of a side must be ruled to be closed.
const COVER: f64 = 0.7;

/// Snaps parallel rules to shared places and joins those in one line. Sorted by place, then by beginning.
pub(super) fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut sorted = rules.to_vec();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out = Vec::new();
    let mut rest = sorted.as_mut_slice();
    while let Some(first) = rest.first().copied() {
        let is_near = |pair: &&[Rule]| match pair {
            [before, rule] => rule.at - before.at <= SNAP && rule.at - first.at <= 2.0 * SNAP,
            _ => false,
        };
        let count = 1 + rest.windows(2).take_while(is_near).count();
        let (near, after) = rest.split_at_mut(count);
        join(near, &mut out);
        rest = after;
    }
    out
}

/// Joins rules that are near each other.
fn join(near: &mut [Rule], out: &mut Vec<Rule>) {
    // Where most of the ink is; a dot has a little weight too.
    let weight = |rule: &Rule| rule.length() + 0.01;
    let at = near.iter().map(|rule| rule.at * weight(rule)).sum::<f64>() / near.iter().map(weight).sum::<f64>();
    near.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut current: Option<Rule> = None;
    for rule in near {
        match &mut current {
            Some(current) if rule.from <= current.to + JOIN => current.to = current.to.max(rule.to),
            _ => out.extend(current.replace(Rule { at, ..*rule }).filter(is_long)),
        }
    }
    out.extend(current.filter(is_long));
}

fn is_long(rule: &Rule) -> bool {
    rule.length() >= SHORTEST
}

/// Whether rules (sorted by place) close the side from `from` to `to` at `at`.
pub(super) fn close(rules: &[Rule], at: f64, from: f64, to: f64) -> bool {
    let first = rules.partition_point(|rule| rule.at < at - SNAP);
    let near = rules
        .get(first..)
        .unwrap_or_default()
        .iter()
        .take_while(|rule| rule.at <= at + SNAP);
    let ruled: f64 = near.map(|rule| (rule.to.min(to) - rule.from.max(from)).max(0.0)).sum();
    ruled >= COVER * (to - from)
}

/// The places, sorted; of those closer than [`SNAP`] to the one before only the first.
pub(super) fn places(at: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut places: Vec<f64> = at.into_iter().collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|later, earlier| *later - *earlier <= SNAP);
    places
}
