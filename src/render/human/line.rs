//! Lines of files as snippets show them: cut to what is concerned, with the marks moved along.

use std::ops::Range;

use super::text::{Ink, char_width, width};

/// Longer cells of a report are cut, unless they are marked.
const WIDEST_CELL: usize = 28;
/// Characters between two marks that are always kept.
const SHORT_GAP: usize = 4;

/// A line to show and where the places asked for stand in it, in their order.
#[derive(Debug, Default)]
pub(super) struct Fitted {
    pub text: String,
    pub ranges: Vec<Range<usize>>,
}

/// Longer lines are cut before anything looks at each of their characters.
const LONG_LINE: usize = 64 << 10;
/// What is left of them before and behind the start of the first range: more than any terminal is wide.
const AROUND: usize = 4 << 10;

/// What of `line` a snippet can have room for, and the ranges in it. All of it unless a broken or hostile file has lines of megabytes.
pub(super) fn near(line: &str, ranges: Vec<Range<usize>>) -> (&str, Vec<Range<usize>>) {
    if line.len() <= LONG_LINE {
        return (line, ranges);
    }
    let at = ranges.first().map_or(0, |range| range.start);
    let boundary = |offset: usize| (0..=offset.min(line.len())).rev().find(|at| line.is_char_boundary(*at));
    let start = boundary(at.saturating_sub(AROUND)).unwrap_or(0);
    let end = boundary(at.saturating_add(AROUND)).unwrap_or(0);
    let clamp = |offset: usize| offset.clamp(start, end) - start;
    let ranges = ranges
        .iter()
        .map(|range| clamp(range.start)..clamp(range.end))
        .collect();
    (line.get(start..end).unwrap_or_default(), ranges)
}

/// A line of running text or of rules, at most `most` columns wide: what stands around the ranges (bytes of `line`,
/// ascending, disjoint) is kept as far as there is room.
pub(super) fn fit(line: &str, ranges: &[Range<usize>], most: usize, ink: Ink) -> Fitted {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let marked = |at: usize| ranges.iter().any(|range| range.contains(&at));
    let spelled = |c: char| {
        let mut out = String::new();
        ink.spell(c, &mut out);
        out
    };
    let total: usize = chars.iter().map(|(_, c)| width(&spelled(*c))).sum();
    let mut keep: Vec<bool> = vec![total <= most; chars.len()];
    if total > most {
        grow(
            &mut keep,
            &chars,
            ranges,
            most.saturating_sub(4 * (ranges.len() + 1)),
            &marked,
        );
    }
    let mut out = Fitted::default();
    let mut found: Vec<Option<Range<usize>>> = vec![None; ranges.len()];
    let mut skipping = false;
    for ((at, c), keep) in chars.iter().zip(keep) {
        if !keep && skipping {
            continue;
        }
        skipping = !keep;
        let start = out.text.len();
        if keep {
            ink.spell(*c, &mut out.text);
        } else {
            // Where a range itself is cut, the mark for that belongs to it.
            out.text.push_str(ink.ellipsis());
        }
        let end = out.text.len();
        for (range, fitted) in ranges.iter().zip(&mut found) {
            let empty_here = range.is_empty() && *at >= range.start && fitted.is_none();
            if empty_here {
                *fitted = Some(start..start);
            } else if range.contains(at) {
                *fitted = Some(fitted.as_ref().map_or(start, |fitted| fitted.start)..end);
            }
        }
    }
    let end = out.text.len();
    out.ranges = found.into_iter().map(|fitted| fitted.unwrap_or(end..end)).collect();
    out
}

/// Marks characters to keep: those in ranges from their starts, then outwards from each range in turn.
fn grow(
    keep: &mut [bool],
    chars: &[(usize, char)],
    ranges: &[Range<usize>],
    room: usize,
    marked: &impl Fn(usize) -> bool,
) {
    let mut left = room;
    let mut take = |keep: &mut [bool], index: usize| -> bool {
        let (Some(flag), Some((_, c))) = (keep.get_mut(index), chars.get(index)) else {
            return false;
        };
        if *flag {
            return true;
        }
        let width = char_width(*c).max(1);
        if left < width {
            return false;
        }
        left -= width;
        *flag = true;
        true
    };
    // What is between two ranges says how they are related, so it stays where it is short.
    for (before, after) in ranges.iter().zip(ranges.iter().skip(1)) {
        let between = |at: usize| (before.end..after.start).contains(&at);
        let first = chars.partition_point(|(at, _)| *at < before.end);
        let count = chars.iter().skip(first).take_while(|(at, _)| between(*at)).count();
        for index in first..first + if count <= SHORT_GAP { count } else { 0 } {
            take(keep, index);
        }
    }
    let share = room.saturating_sub(SHORT_GAP * ranges.len().saturating_sub(1)) / ranges.len().max(1);
    let mut edges: Vec<(usize, usize)> = Vec::new();
    for range in ranges {
        let first = chars.partition_point(|(at, _)| *at < range.start);
        let mut used = 0;
        let mut last = first;
        while let Some((at, c)) = chars.get(last) {
            used += char_width(*c).max(1);
            if !marked(*at) || !range.contains(at) || used > share || !take(keep, last) {
                break;
            }
            last += 1;
        }
        edges.push((first, last));
    }
    if edges.is_empty() {
        edges.push((0, 0));
    }
    let mut open = true;
    while open {
        open = false;
        for (first, last) in &mut edges {
            if *first > 0 && take(keep, *first - 1) {
                *first -= 1;
                open = true;
            }
            if *last < chars.len() && take(keep, *last) {
                *last += 1;
                open = true;
            }
        }
    }
}

/// A row of a table in a text, as cells with bars between: the cells that the spans (bytes of `line`, ascending) lie
/// in, the names of their rows, and of the others what there is room for. A blank cell that is asked for says so.
/// `None` where the line is no table row.
pub(super) fn fit_row(line: &str, spans: &[Range<usize>], most: usize, ink: Ink, blank: &str) -> Option<Fitted> {
    let mut cells = split(line, spans)?;
    let text_of = |range: &Range<usize>| line.get(range.clone()).unwrap_or_default().trim();
    let target: Vec<usize> = spans
        .iter()
        .map(|span| {
            let holding = cells
                .iter()
                .position(|cell| cell.start <= span.start && span.end <= cell.end);
            holding.unwrap_or_else(|| {
                let within = |cell: &Range<usize>| span.start <= cell.start && cell.end <= span.end;
                cells
                    .iter()
                    .position(|cell| within(cell) && is_name(text_of(cell)))
                    .unwrap_or(0)
            })
        })
        .collect();
    // Blank cells at the end say nothing, unless they are asked for.
    let last = cells.iter().rposition(|cell| !text_of(cell).is_empty());
    let last = last.max(target.iter().copied().max()).unwrap_or(0);
    cells.truncate(last + 1);
    let mut keep = vec![false; cells.len()];
    for target in &target {
        let name = cells.iter().take(*target).rposition(|cell| is_name(text_of(cell)));
        let code = name
            .and_then(|name| name.checked_sub(1))
            .filter(|code| cells.get(*code).is_some_and(|cell| is_code(text_of(cell))));
        for index in [Some(*target), name, code].into_iter().flatten() {
            if let Some(flag) = keep.get_mut(index) {
                *flag = true;
            }
        }
    }
    let render = |keep: &[bool]| {
        let mut out = String::new();
        let mut ranges = vec![0..0; spans.len()];
        let mut skipped = false;
        for (index, (cell, keep)) in cells.iter().zip(keep).enumerate() {
            if !keep {
                skipped = true;
                continue;
            }
            if skipped {
                out.push_str(if out.is_empty() { "" } else { ink.bar() });
                out.push_str(ink.ellipsis());
                skipped = false;
            }
            out.push_str(if out.is_empty() { "" } else { ink.bar() });
            let asked = target.contains(&index);
            let text = ink.clean(text_of(cell));
            let text = match (text.is_empty(), asked) {
                (true, true) => blank.to_owned(),
                (_, true) => text,
                (_, false) => ink.cut(&text, WIDEST_CELL),
            };
            let start = out.len();
            out.push_str(&text);
            for (range, _) in ranges.iter_mut().zip(&target).filter(|(_, target)| **target == index) {
                *range = start..out.len();
            }
        }
        if skipped {
            out.push_str(ink.bar());
            out.push_str(ink.ellipsis());
        }
        Fitted { text: out, ranges }
    };
    let all = render(&vec![true; cells.len()]);
    let crowded = cells.iter().filter(|cell| text_of(cell).is_empty()).count() > 3;
    Some(if width(&all.text) <= most && !crowded {
        all
    } else {
        render(&keep)
    })
}

/// The cells of a line: between tabs; or between commas, where every span ends at one.
fn split(line: &str, spans: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
    let mut cells = Vec::new();
    let separator = if line.contains('\t') { '\t' } else { ',' };
    let mut start = 0;
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        quoted ^= c == '"' && separator == ',';
        if c == separator && !quoted {
            cells.push(start..at);
            start = at + c.len_utf8();
        }
    }
    cells.push(start..line.len());
    let bounded = |span: &Range<usize>| {
        let bare = |text: Option<&str>| text.unwrap_or_default().trim_matches(['"', ' ']).is_empty();
        cells.iter().any(|cell| {
            cell.start <= span.start
                && span.end <= cell.end
                && bare(line.get(cell.start..span.start))
                && bare(line.get(span.end..cell.end))
        })
    };
    (cells.len() > 1 && (separator == '\t' || spans.iter().all(bounded))).then_some(cells)
}

fn is_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) && text.len() <= 9
}
