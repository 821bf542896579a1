//! What the library draws a page with: it notes characters and rules instead of painting them.

use std::panic::resume_unwind;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};

use super::super::region::{Paper, Region};
use super::super::sheet::{Glyph, Sheet};
use super::Allowance;

/// Sizes (points) below which a glyph is no text.
const SMALLEST: f64 = 0.1;

/// Weights from which a font is bold.
const BOLD: u32 = 600;

/// Draws one page. More than is allowed ends it by unwinding.
pub(super) struct Pen {
    /// What is noted.
    pub sheet: Sheet,
    /// How many glyphs run right, down, left and up.
    pub directions: [u32; 4],
    /// Characters and pieces of paths so far.
    pub drawn: usize,
    allowance: Allowance,
    run: u32,
}

impl Pen {
    /// For a page of this size.
    pub fn new(paper: Paper, allowance: Allowance) -> Self {
        Self {
            sheet: Sheet::new(paper),
            directions: [0; 4],
            drawn: 0,
            allowance,
            run: 0,
        }
    }

    /// Counts what is drawn. The library cannot be told to stop; unwinding out of it can (no panic hook runs).
    fn count(&mut self, pieces: usize) {
        self.drawn = self.drawn.saturating_add(pieces);
        if self.drawn > self.allowance.page {
            resume_unwind(Box::new("too much is drawn on this page"));
        }
    }

    /// Whether what is painted like this at this point cannot be seen: white is seen only on shading.
    fn is_unseen(&mut self, paint: &Paint<'_>, at: (f64, f64)) -> bool {
        if !is_pale(paint) {
            return false;
        }
        self.count(self.sheet.shades() / 64);
        !self.sheet.is_shaded(at)
    }

    fn place(&mut self, drawn: &Drawn<'_>, transform: Affine, shown: Shown) {
        let advance = match drawn {
            Drawn::Outline(glyph) => glyph.advance_width(),
            Drawn::Type3(glyph) => glyph.advance_width(),
        };
        let origin = transform * Point::ZERO;
        let next = transform * Point::new(f64::from(advance.unwrap_or(1000.0)), 0.0);
        let up = transform * Point::new(0.0, 1000.0);
        let size = (up - origin).hypot();
        if ![size, origin.x, origin.y, next.x, next.y]
            .into_iter()
            .all(f64::is_finite)
            || size < SMALLEST
        {
            return;
        }
        let (dx, dy) = (next.x - origin.x, next.y - origin.y);
        let direction = match (dx.abs() >= dy.abs(), dx >= 0.0, dy > 0.0) {
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        if let Some(count) = self.directions.get_mut(direction) {
            *count += 1;
        }
        let turned = shown.vertical || dx < 0.0 || dy.abs() > 0.2 * dx.hypot(dy);
        let (left, right, base) = if turned {
            let around = Rect::from_points(origin, next).union(Rect::from_points(origin, up));
            (around.x0, around.x1, around.y1 - 0.12 * size)
        } else {
            (origin.x, next.x, origin.y)
        };
        let text = self.text_of(drawn);
        #[expect(clippy::cast_precision_loss, reason = "a ligature stands for a few characters")]
        let step = (right - left) / text.len().max(1) as f64;
        for (char, at) in text.into_iter().zip(0_u32..) {
            let left = left + step * f64::from(at);
            let mut glyph = Glyph {
                char,
                left,
                right: left + step,
                base,
                size,
                run: self.run,
                bold: shown.bold,
                hidden: shown.hidden,
                turned,
            };
            let centre = glyph.centre();
            glyph.hidden |= !self.sheet.visible().holds(centre) || (shown.pale && !self.sheet.is_shaded(centre));
            self.sheet.glyph(glyph);
        }
    }

    /// The characters a glyph stands for: more than one for a ligature.
    fn text_of(&mut self, drawn: &Drawn<'_>) -> Vec<char> {
        match drawn.as_unicode() {
            Some(BfString::Char(char)) if char >= ' ' => vec![char],
            Some(BfString::String(text)) if !text.is_empty() && !text.contains('\0') => text.chars().collect(),
            _ => {
                self.sheet.unmapped += 1;
                vec![char::REPLACEMENT_CHARACTER]
            }
        }
    }

    fn path(&mut self, path: &BezPath, transform: Affine, stroke: Option<f64>, fill: bool) {
        let width = stroke.map(|width| width * transform.determinant().abs().sqrt());
        let fills = fill && stroke.is_none();
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        // A fill is a rule only where the whole of a closed shape is thin; larger ones are shading.
        let mut shape: Option<Rect> = None;
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => {
                    start = transform * to;
                    last = start;
                    let before = shape.replace(Rect::from_points(start, start));
                    if let Some(before) = before.filter(|_| fills) {
                        self.sheet.fill(region(before));
                    }
                }
                PathEl::LineTo(to) => {
                    let to = transform * to;
                    if let Some(width) = width {
                        self.sheet.line((last.x, last.y), (to.x, to.y), width);
                    }
                    shape = shape.map(|shape| shape.union_pt(to));
                    last = to;
                }
                PathEl::ClosePath => {
                    if let Some(width) = width {
                        self.sheet.line((last.x, last.y), (start.x, start.y), width);
                    }
                    last = start;
                }
                PathEl::QuadTo(by, to) => {
                    last = transform * to;
                    shape = shape.map(|shape| shape.union_pt(transform * by).union_pt(last));
                }
                PathEl::CurveTo(by, and, to) => {
                    last = transform * to;
                    let curve = |shape: Rect| shape.union_pt(transform * by).union_pt(transform * and).union_pt(last);
                    shape = shape.map(curve);
                }
            }
        }
        if let Some(shape) = shape.filter(|_| fills) {
            self.sheet.fill(region(shape));
        }
    }
}

/// How a run of glyphs is shown.
#[derive(Debug, Clone, Copy)]
struct Shown {
    hidden: bool,
    pale: bool,
    bold: bool,
    vertical: bool,
}

impl<'a> Device<'a> for Pen {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(path.elements().len());
        let around = region(props.transform.transform_rect_bbox(path.bounding_box()));
        if self.is_unseen(&props.paint, around.centre()) {
            return;
        }
        let (stroke, fill) = match mode {
            DrawMode::Stroke(pen) => (Some(f64::from(pen.line_width)), false),
            DrawMode::FillAndStroke(_, pen) => (Some(f64::from(pen.line_width)), true),
            DrawMode::Fill(_) => (None, true),
            DrawMode::Invisible => return,
        };
        if matches!(mode, DrawMode::Fill(_)) && !is_pale(&props.paint) {
            self.sheet.shade(around);
        }
        self.path(path, props.transform, stroke, fill);
    }

    fn push_clip_rect(&mut self, clip: &Rect) {
        self.count(4);
        self.sheet.clip(region(*clip));
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        // A form begins by clipping to its box. What else clips to one comes as a rectangle.
        let form = if clip.path.elements().len() <= 6 {
            self.allowance.form
        } else {
            0
        };
        self.count(clip.path.elements().len().saturating_add(form));
        self.sheet.clip(region(clip.path.bounding_box()));
    }

    fn pop_clip(&mut self) {
        self.sheet.unclip();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.count(1);
        let pixels = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let shown = region(props.transform.transform_rect_bbox(pixels)).within(self.sheet.paper.region());
        if shown.width() > 0.0 && shown.height() > 0.0 {
            self.sheet.pictures += shown.size() / self.sheet.paper.region().size().max(1.0);
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let pale = is_pale(&props.paint);
        let shades = if pale { self.sheet.shades() / 64 } else { 0 };
        self.count(run.glyphs().len().saturating_mul(1 + shades));
        self.run = self.run.wrapping_add(1);
        let shown = Shown {
            hidden: matches!(mode, DrawMode::Invisible),
            pale,
            bold: run.glyphs().first().is_some_and(|glyph| is_bold(glyph)),
            vertical: run.writing_mode() == WritingMode::Vertical,
        };
        for glyph in run.glyphs() {
            self.place(glyph, props.transform * glyph.transform(), shown);
        }
    }
}

fn region(rect: Rect) -> Region {
    Region::between(rect.x0, rect.y0, rect.x1, rect.y1)
}

/// Paint that does not show on white paper.
fn is_pale(paint: &Paint<'_>) -> bool {
    let Paint::Color(color) = paint else { return false };
    let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
    alpha < 16 || red.min(green).min(blue) > 245
}

fn is_bold(glyph: &Drawn<'_>) -> bool {
    let Drawn::Outline(glyph) = glyph else { return false };
    glyph.font_data().is_some_and(|font| {
        let named = |name: &String| name.contains("Bold") || name.contains("SimHei");
        font.weight.is_some_and(|weight| weight >= BOLD) || font.postscript_name.as_ref().is_some_and(named)
    })
}
