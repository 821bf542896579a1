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

/// How far, as a share of its size, from the right margin a line ends that is wrapped there.
const WRAPPED: f64 = 1.6;

/// The gap between lines, as a share of the size, that ends a paragraph.
const GAP: f64 = 2.5;

/// Sizes that differ less (points) are the same.
const SAME_SIZE: f64 = 0.6;

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
        let margins = edges.into_iter().filter_map(|(paper, (left, right))| Some((paper, (margin(left)?, -margin(right)?))));
        // Of sizes that are equally frequent, the smaller, so that the result does not depend on chance.
        let body = sizes.into_iter().max_by_key(|(size, count)| (*count, -*size)).map_or(0, |(size, _)| size);
        #[expect(clippy::cast_precision_loss, reason = "a size of a font is a small number")]
        let body = body as f64 * 0.5;
        Self { margins: margins.collect(), body }
    }

    fn margins(&self, leaf: &Leaf) -> (f64, f64) {
        self.margins.get(&paper(leaf)).copied().unwrap_or((0.0, leaf.paper.width))
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
    #[expect(clippy::cast_possible_truncation, reason = "a float that is out of range becomes the nearest integer")]
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
    page: u32,
    goes_on: bool,
}

impl<'l> Writer<'l> {
    /// For a document of these measures.
    pub fn new(measures: &'l Measures) -> Self {
        Self { measures, done: Vec::new(), current: None }
    }

    /// The next line.
    pub fn line(&mut self, leaf: &'l Leaf, line: &'l Line) {
        let (left, right) = self.measures.margins(leaf);
        let goes_on = right - line.region.right < WRAPPED * line.size
            && line.region.width() > 0.5 * (right - left)
            && !has_leader(&line.text);
        let indented = line.region.left - left > INDENT * line.size;
        match &mut self.current {
            Some(open) if open.goes_on && !indented && open.is_near(leaf, line) && !open.ends_before(line) => {
                open.text.lines.push(line);
                (open.last, open.page, open.goes_on) = (line, leaf.number, goes_on);
            }
            _ => {
                self.end();
                let text = Text { lines: vec![line], leaf, heading: false };
                self.current = Some(Open { text, last: line, page: leaf.number, goes_on });
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
        let (left, right) = self.measures.margins(text.leaf);
        let middle = |from: f64, to: f64| f64::midpoint(from, to);
        let off_centre = (middle(first.region.left, first.region.right) - middle(left, right)).abs();
        let centred = text.lines.len() == 1
            && off_centre < first.size
            && first.region.left - left > 3.0 * first.size
            && right - first.region.right > 3.0 * first.size;
        first.size > self.measures.body + 1.0 || centred || text.lines.iter().all(|line| line.bold)
    }
}

impl Open<'_> {
    /// Whether its sentence ends and an item begins.
    fn ends_before(&self, line: &Line) -> bool {
        self.last.text.ends_with(['。', '；', ';', '：', ':']) && begins_item(&line.text)
    }

    fn is_near(&self, leaf: &Leaf, line: &Line) -> bool {
        let same_page = self.page == leaf.number;
        let gap = line.region.top - self.last.region.bottom;
        (self.last.size - line.size).abs() < SAME_SIZE && (!same_page || gap < GAP * line.size)
    }
}

/// Whether a line of a table of contents: dots, then the page.
fn has_leader(text: &str) -> bool {
    let rest = text.trim_end_matches(|char: char| char.is_ascii_digit() || char == ' ' || "-—()（）".contains(char));
    rest.len() < text.len() && (rest.ends_with("...") || rest.ends_with('…') || rest.ends_with("···"))
}

/// Whether a line begins as items do: `一、`, `（三）`.
fn begins_item(text: &str) -> bool {
    let is_number = |char: char| "一二三四五六七八九十".contains(char);
    let (bracketed, body) = match text.strip_prefix(['（', '(']) {
        Some(body) => (true, body),
        None => (false, text),
    };
    let rest = body.trim_start_matches(is_number);
    rest.len() < body.len() && if bracketed { rest.starts_with(['）', ')']) } else { rest.starts_with('、') }
}
