//! Rectangles on a page, in points from its upper left corner as it is displayed.

use crate::source::Area;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Region {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Region {
    /// What lies between two corners, in whatever order they come.
    pub fn between(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self {
            left: x0.min(x1),
            top: y0.min(y1),
            right: x0.max(x1),
            bottom: y0.max(y1),
        }
    }

    /// Left to right.
    pub fn width(self) -> f64 {
        self.right - self.left
    }

    /// Top to bottom.
    pub fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// What it covers.
    pub fn size(self) -> f64 {
        self.width() * self.height()
    }

    /// The point in its middle.
    pub fn centre(self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// Whether the point lies in it.
    pub fn holds(self, (x, y): (f64, f64)) -> bool {
        self.left <= x && x <= self.right && self.top <= y && y <= self.bottom
    }

    /// What both cover; upside down where they do not meet.
    pub fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// The smallest rectangle around both.
    pub fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Moved outwards on every side.
    pub fn grown(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// Whether all its edges are numbers.
    pub fn is_finite(self) -> bool {
        [self.left, self.top, self.right, self.bottom]
            .into_iter()
            .all(f64::is_finite)
    }
}

impl From<Region> for Area {
    fn from(region: Region) -> Self {
        let hundredths = |points: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a float that is out of range becomes the nearest integer"
            )]
            let rounded = (points * 100.0).round() as i32;
            rounded
        };
        Self {
            left: hundredths(region.left),
            top: hundredths(region.top),
            right: hundredths(region.right),
            bottom: hundredths(region.bottom),
        }
    }
}

/// How a page was turned so that its text stands upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Turn {
    /// Not at all.
    #[default]
    None,
    /// Its text ran downwards.
    FromDown,
    /// Its text ran leftwards, upside down.
    FromLeft,
    /// Its text ran upwards.
    FromUp,
}

/// A page as it was read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Paper {
    /// Points from left to right.
    pub width: f64,
    /// Points from top to bottom.
    pub height: f64,
    /// How it was turned.
    pub turn: Turn,
}

impl Paper {
    /// All of it.
    pub fn region(self) -> Region {
        Region {
            left: 0.0,
            top: 0.0,
            right: self.width,
            bottom: self.height,
        }
    }

    /// Where a rectangle lies on the page as it is displayed, before it was turned.
    pub fn displayed(self, region: Region) -> Region {
        let point = |x: f64, y: f64| match self.turn {
            Turn::None => (x, y),
            Turn::FromDown => (self.height - y, x),
            Turn::FromLeft => (self.width - x, self.height - y),
            Turn::FromUp => (y, self.width - x),
        };
        let (x0, y0) = point(region.left, region.top);
        let (x1, y1) = point(region.right, region.bottom);
        Region::between(x0, y0, x1, y1)
    }
}
