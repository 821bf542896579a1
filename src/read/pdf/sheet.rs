//! What is drawn on one page, as far as it matters: characters and rules. Filled while the page is interpreted.

use std::collections::HashMap;

use super::region::{Paper, Region};

/// A filled box no thicker than this (points) is a rule: word processors draw borders as boxes of 0.5 to 1 point.
const THIN: f64 = 2.5;

/// Slanted further than this (points), a line is the diagonal of a header cell and no rule.
const SLANT: f64 = 0.5;

/// Shaded boxes that are remembered, to tell white text on a dark band from text that nobody sees.
const SHADES: usize = 4096;

/// Within how much of its size a glyph is drawn again to make it bold.
const AGAIN: f64 = 0.12;

/// The side of the squares by which glyphs are looked up, in points.
const SQUARE: f64 = 16.0;

/// Glyphs of a square that are looked at; a page that has more of the same in one place is crafted.
const SQUARE_GLYPHS: usize = 64;

/// A character on a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    /// What it is; U+FFFD where the file does not say.
    pub char: char,
    /// Where it begins.
    pub left: f64,
    /// Where the next one begins.
    pub right: f64,
    /// The line it stands on.
    pub base: f64,
    /// The height of its font.
    pub size: f64,
    /// Which of the page's pieces of text it belongs to.
    pub run: u32,
    /// Whether it is bold, by its font or because it was drawn twice.
    pub bold: bool,
    /// Whether nobody sees it: drawn invisibly, white on white or outside what shows of the page.
    pub hidden: bool,
    /// Whether it does not stand upright.
    pub turned: bool,
}

impl Glyph {
    /// Its middle, by which it belongs to a cell.
    pub fn centre(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, self.base - 0.38 * self.size)
    }

    /// The box it takes up. Fonts tell their heights in too many ways to believe any.
    pub fn region(&self) -> Region {
        Region {
            left: self.left,
            top: self.base - 0.88 * self.size,
            right: self.right,
            bottom: self.base + 0.12 * self.size,
        }
    }

    /// Whether it leaves nothing on the page.
    pub fn is_blank(&self) -> bool {
        self.char.is_whitespace()
    }
}

/// A straight rule along one axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Its place on the other axis.
    pub at: f64,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

impl Rule {
    /// How long it is.
    pub fn length(self) -> f64 {
        self.to - self.from
    }
}

/// A page's characters and rules.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its size.
    pub paper: Paper,
    /// Characters in the order they were drawn.
    pub glyphs: Vec<Glyph>,
    /// Level rules.
    pub level: Vec<Rule>,
    /// Upright rules.
    pub upright: Vec<Rule>,
    /// Characters whose meaning the file does not tell.
    pub unmapped: u32,
    /// The share of the page that pictures take, overlaps counted twice.
    pub pictures: f64,
    shades: Vec<Region>,
    clips: Vec<Region>,
    squares: HashMap<(char, i64, i64), Vec<u32>>,
}

impl Sheet {
    /// An empty page.
    pub fn new(paper: Paper) -> Self {
        Self {
            paper,
            ..Self::default()
        }
    }

    /// From here on only what lies in `clip` shows.
    pub fn clip(&mut self, clip: Region) {
        let clip = self.clips.last().map_or(clip, |last| last.within(clip));
        self.clips.push(clip);
    }

    /// Ends the last clip.
    pub fn unclip(&mut self) {
        self.clips.pop();
    }

    /// The part of the page where something drawn now shows.
    pub fn visible(&self) -> Region {
        let page = self.paper.region();
        self.clips.last().map_or(page, |clip| clip.within(page))
    }

    /// How many shaded boxes a question about one point may look at.
    pub fn shades(&self) -> usize {
        self.shades.len()
    }

    /// Whether the point lies on something shaded.
    pub fn is_shaded(&self, point: (f64, f64)) -> bool {
        self.shades.iter().any(|shade| shade.holds(point))
    }

    /// Adds a filled shape of this extent: a rule where it is thin.
    pub fn fill(&mut self, region: Region) {
        if region.is_finite() {
            self.rule(region);
        }
    }

    /// Notes that this box is filled with a colour.
    pub fn shade(&mut self, region: Region) {
        if region.width() > THIN && region.height() > THIN && self.shades.len() < SHADES {
            self.shades.push(region);
        }
    }

    /// Adds a drawn line of this width. One far wider than long is a bar across its own direction.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64) {
        let region = Region::between(from.0, from.1, to.0, to.1);
        if !region.is_finite() || region.width().min(region.height()) >= SLANT {
            return;
        }
        let is_bar = width > THIN && width > 2.0 * region.width().max(region.height());
        let (x, y) = match is_bar {
            false => (0.0, 0.0),
            true if region.width() >= region.height() => (0.0, width / 2.0),
            true => (width / 2.0, 0.0),
        };
        self.rule(Region {
            left: region.left - x,
            top: region.top - y,
            right: region.right + x,
            bottom: region.bottom + y,
        });
    }

    fn rule(&mut self, region: Region) {
        let region = region.within(self.visible().grown(1.0));
        let (width, height) = (region.width(), region.height());
        if width < 0.0 || height < 0.0 {
            return;
        }
        let (x, y) = region.centre();
        // A dot or the square in a corner counts for both directions: it may close a gap either way.
        if height <= THIN {
            self.level.push(Rule {
                at: y,
                from: region.left,
                to: region.right,
            });
        }
        if width <= THIN {
            self.upright.push(Rule {
                at: x,
                from: region.top,
                to: region.bottom,
            });
        }
    }

    /// Adds a character, unless it only makes one that is there bold: text that is both filled and drawn arrives twice,
    /// and some programs draw it again a hair to the right.
    pub fn glyph(&mut self, glyph: Glyph) {
        if !glyph.is_blank() && self.thickens(&glyph) {
            return;
        }
        let at = u32::try_from(self.glyphs.len()).unwrap_or(u32::MAX);
        let (x, y) = (square(glyph.left), square(glyph.base));
        self.squares.entry((glyph.char, x, y)).or_default().push(at);
        self.glyphs.push(glyph);
    }

    fn thickens(&mut self, glyph: &Glyph) -> bool {
        let reach = (AGAIN * glyph.size).min(SQUARE);
        for x in square(glyph.left - reach)..=square(glyph.left + reach) {
            for y in square(glyph.base - reach)..=square(glyph.base + reach) {
                let near = self.squares.get(&(glyph.char, x, y)).map_or(&[][..], Vec::as_slice);
                for at in near.iter().rev().take(SQUARE_GLYPHS) {
                    let Some(before) = self.glyphs.get_mut(*at as usize) else {
                        continue;
                    };
                    let same = (before.left - glyph.left).abs() < reach
                        && (before.base - glyph.base).abs() < reach
                        && (before.size - glyph.size).abs() < 0.1 * glyph.size;
                    if same && (!before.hidden || glyph.hidden) {
                        before.bold = true;
                        return true;
                    }
                }
            }
        }
        false
    }
}

/// The square that holds a coordinate.
fn square(at: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float that is out of range becomes the nearest integer"
    )]
    let square = (at / SQUARE).floor() as i64;
    square
}
