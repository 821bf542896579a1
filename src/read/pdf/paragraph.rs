//! Lines to paragraphs, over the ends of pages.

use std::collections::HashMap;

use super::leaf::Leaf;
use super::line::{self, Line};

/// Lines whose ends differ less (points) end alike.
const ALIKE: f64 = 4.0;

/// The share of a page's width from which a line tells where the margins are.
const WIDE: f64 = 0.5;

/// The share of such lines that must begin or end alike to make a margin: those of a table's head may be wider.
const SHARED: usize = 10;

/// An indent from this on, as a share of the size, begins a paragraph.
const INDENT: f64 = 1.2;

/// The gap between lines, as a share of the size, that ends a paragraph.
const GAP: f64 = 2.5;

/// How much one line may be larger than the other in a paragraph; people mix sizes without seeing it.
const SAME_SIZE: f64 = 1.3;

/// How much larger (points) than running text a heading is.
const LARGER: f64 = 1.0;

/// Characters of the longest heading.
const HEADING: usize = 60;

/// A paragraph.
#[derive(Debug)]
pub(super) struct Text<'l> {
    /// Its lines.
    pub lines: Vec<&'l Line>,
    /// The page of its first line.
    pub leaf: &'l Leaf,
    /// Whether it stands out as a heading does.
    pub heading: bool,
}

impl Text<'_> {
    /// What it says.
    pub fn text(&self) -> String {
        line::wrapped(self.lines.iter().map(|line| line.text.as_str()))
    }
}

/// The left and right edges of running text, by the size of the page, and the size of its characters.
#[derive(Debug)]
pub(super) struct Measures {
    margins: HashMap<(i64, i64), (f64, f64)>,
    body: f64,
}

impl Measures {
    /// Of a document.
    pub fn of(leaves: &[Leaf]) -> Self {
        let mut edges: HashMap<(i64, i64), (Vec<f64>, Vec<f64>)> = HashMap::new();
        let mut sizes: HashMap<i64, usize> = HashMap::new();
        for leaf in leaves {
            let (left, right) = edges.entry(paper(leaf)).or_default();
            for line in &leaf.lines {
                if line.region.width() > WIDE * leaf.paper.width {
                    left.push(line.region.left);
                    right.push(-line.region.right);
                }
                *sizes.entry(steps(line.size, 0.5)).or_default() += line.text.chars().count();
            }
        }
        let margins = edges
            .into_iter()
            .filter_map(|(paper, (left, right))| Some((paper, (margin(left)?, -margin(right)?))));
        // Of sizes that are equally frequent, the smaller, so that the result does not depend on chance.
        let body = sizes
            .into_iter()
            .max_by_key(|(size, count)| (*count, -*size))
            .map_or(0, |(size, _)| size);
        #[expect(clippy::cast_precision_loss, reason = "a size of a font is a small number")]
        let body = body as f64 * 0.5;
        Self {
            margins: margins.collect(),
            body,
        }
    }

    /// Whether a line stands in the middle, away from both margins.
    fn is_centred(&self, leaf: &Leaf, line: &Line) -> bool {
        let (left, right) = self.margins(leaf);
        let (before, after) = (line.region.left - left, right - line.region.right);
        (before - after).abs() < 2.0 * line.size && before.min(after) > 3.0 * line.size
    }

    fn margins(&self, leaf: &Leaf) -> (f64, f64) {
        self.margins
            .get(&paper(leaf))
            .copied()
            .unwrap_or((0.0, leaf.paper.width))
    }
}

/// The outermost edge that a share of the lines has, and at least three; else the outermost. `None` of no lines.
fn margin(mut edges: Vec<f64>) -> Option<f64> {
    edges.sort_by(f64::total_cmp);
    let alike = |near: &[f64]| match near {
        [first, .., last] if last - first < ALIKE => Some(*first),
        _ => None,
    };
    let enough = (edges.len() / SHARED).max(3);
    edges.windows(enough).find_map(alike).or_else(|| edges.first().copied())
}

fn steps(at: f64, step: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float that is out of range becomes the nearest integer"
    )]
    let steps = (at / step).round() as i64;
    steps
}

fn paper(leaf: &Leaf) -> (i64, i64) {
    (steps(leaf.paper.width, 10.0), steps(leaf.paper.height, 10.0))
}

/// Makes paragraphs of lines that come one after the other.
#[derive(Debug)]
pub(super) struct Writer<'l> {
    measures: &'l Measures,
    done: Vec<Text<'l>>,
    current: Option<Open<'l>>,
}

/// A paragraph that may go on.
#[derive(Debug)]
struct Open<'l> {
    text: Text<'l>,
    last: &'l Line,
    leaf: &'l Leaf,
}

impl<'l> Writer<'l> {
    /// For a document of these measures.
    pub fn new(measures: &'l Measures) -> Self {
        Self {
            measures,
            done: Vec::new(),
            current: None,
        }
    }

    /// The next line.
    pub fn line(&mut self, leaf: &'l Leaf, line: &'l Line) {
        match &mut self.current {
            Some(open) if open.takes(self.measures, leaf, line) => {
                open.text.lines.push(line);
                (open.last, open.leaf) = (line, leaf);
            }
            _ => {
                self.end();
                let text = Text {
                    lines: vec![line],
                    leaf,
                    heading: false,
                };
                self.current = Some(Open { text, last: line, leaf });
            }
        }
    }

    /// Ends the paragraph at hand, and hands over those since the last time.
    pub fn take(&mut self) -> Vec<Text<'l>> {
        self.end();
        std::mem::take(&mut self.done)
    }

    fn end(&mut self) {
        if let Some(mut open) = self.current.take() {
            open.text.heading = self.is_heading(&open.text);
            self.done.push(open.text);
        }
    }

    fn is_heading(&self, text: &Text<'_>) -> bool {
        let Some(first) = text.lines.first() else { return false };
        let said = text.text();
        if said.chars().count() > HEADING || said.ends_with(['。', ';', '；', '，', '、']) || has_leader(&said) {
            return false;
        }
        let centred = text.lines.len() == 1 && self.measures.is_centred(text.leaf, first);
        first.size > self.measures.body + LARGER || centred || text.lines.iter().all(|line| line.bold)
    }
}

impl Open<'_> {
    /// Whether `line` belongs to it.
    fn takes(&self, measures: &Measures, leaf: &Leaf, line: &Line) -> bool {
        let (left, right) = measures.margins(self.leaf);
        let last = self.last;
        let gap = line.region.top - last.region.bottom;
        let is_near = self.leaf.number != leaf.number || gap < GAP * line.size;
        let alike = last.size.max(line.size) < SAME_SIZE * last.size.min(line.size);
        if !is_near || !alike || has_leader(&last.text) || last.region.width() < 0.5 * (right - left) {
            return false;
        }
        let ends = last.text.ends_with(['。', '；', ';', '：', ':']);
        if (ends || last.bold != line.bold) && begins_item(&line.text) {
            return false;
        }
        let room = (right - last.region.right) / last.size;
        let wrapped = line::is_wrapped(room, if ends { "" } else { &line.text });
        let indented = line.region.left - measures.margins(leaf).0 > INDENT * line.size;
        // The second line of a title stands in the middle.
        let is_title = last.bold && line.bold && !ends && measures.is_centred(leaf, line);
        wrapped && (!indented || is_title)
    }
}

/// Whether a line of a table of contents: dots, then the page.
fn has_leader(text: &str) -> bool {
    let rest = text.trim_end_matches(|char: char| char.is_ascii_digit() || char == ' ' || "-—()（）".contains(char));
    rest.len() < text.len() && (rest.ends_with("...") || rest.ends_with('…') || rest.ends_with("···"))
}

/// Whether a line begins as items do: `一、`, `（三）`, `12.`, `3、`.
fn begins_item(text: &str) -> bool {
    let (bracketed, body) = match text.strip_prefix(['（', '(']) {
        Some(body) => (true, body),
        None => (false, text),
    };
    let counted = body.trim_start_matches(|char| "一二三四五六七八九十".contains(char));
    let numbered = body.trim_start_matches(|char: char| char.is_ascii_digit());
    let rest = if counted.len() < body.len() { counted } else { numbered };
    let mut after = rest.chars();
    let mark = after
        .next()
        .filter(|_| rest.len() < body.len() && body.len() - rest.len() <= 9);
    match mark {
        Some('）' | ')') => bracketed,
        Some('、' | '．') => !bracketed,
        Some('.') => !bracketed && !after.next().is_some_and(|char| char.is_ascii_digit()),
        _ => false,
    }
}
