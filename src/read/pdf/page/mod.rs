//! A file's pages to their characters and rules. The only folder that knows the library that interprets pages.

mod pen;

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};

use super::region::{Paper, Turn};
use super::sheet::Sheet;
use pen::Pen;

/// Why a file has no pages to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It wants a password.
    Password,
    /// It is enciphered in a way that is not known.
    Cipher,
    /// It is not what it should be.
    Broken,
}

/// Why a page was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GivenUp {
    /// More is drawn on it than on any real page.
    TooMuch,
    /// The library fell over it.
    Broken,
}

/// An open file.
pub(super) struct File {
    pdf: Pdf,
}

impl File {
    /// Opens a file.
    pub fn open(bytes: &[u8]) -> Result<Self, Refusal> {
        let data = Arc::new(bytes.to_vec());
        match catch_unwind(AssertUnwindSafe(|| Pdf::new(data))) {
            Ok(Ok(pdf)) => Ok(Self { pdf }),
            Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => Err(Refusal::Password),
            Ok(Err(LoadPdfError::Decryption(_))) => Err(Refusal::Cipher),
            Ok(Err(LoadPdfError::Invalid)) | Err(_) => Err(Refusal::Broken),
        }
    }

    /// The number of pages that were found.
    pub fn pages(&self) -> usize {
        self.pdf.pages().len()
    }

    /// The number of pages that the file says it has.
    pub fn promised_pages(&self) -> Option<usize> {
        let xref = self.pdf.xref();
        let count = || {
            let root = xref.get::<Dict<'_>>(xref.root_id())?;
            root.get::<Dict<'_>>(b"Pages")?.get::<i32>(b"Count")
        };
        usize::try_from(catch_unwind(AssertUnwindSafe(count)).ok().flatten()?).ok()
    }

    /// Reads the pages in order until told to stop. `visit` gets each, and what it took.
    pub fn each_page(
        &self,
        allowance: Allowance,
        mut visit: impl FnMut(Result<Sheet, GivenUp>, Weight) -> ControlFlow<()>,
    ) {
        let cache = InterpreterCache::new();
        for page in self.pdf.pages().iter() {
            let reader = Reader {
                pdf: &self.pdf,
                page,
                cache: &cache,
                allowance,
            };
            let mut weight = Weight::default();
            let sheet = reader.read(&mut weight);
            if visit(sheet, weight).is_break() {
                return;
            }
        }
    }
}

/// What reading a page may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    /// Characters and pieces of paths that it may hold.
    pub page: usize,
    /// Pieces that drawing a form, instructions kept apart, counts for whatever is in it.
    pub form: usize,
}

/// What it took to read a page.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weight {
    /// Characters and pieces of paths.
    pub drawn: usize,
    /// Bytes of drawing instructions, which stay in memory.
    pub bytes: usize,
}

/// Reads one page.
struct Reader<'r, 'a> {
    pdf: &'a Pdf,
    page: &'r Page<'a>,
    cache: &'r InterpreterCache<'a>,
    allowance: Allowance,
}

impl Reader<'_, '_> {
    fn read(&self, weight: &mut Weight) -> Result<Sheet, GivenUp> {
        let (width, height) = self.page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let paper = Paper {
            width,
            height,
            turn: Turn::None,
        };
        let (sheet, directions) = self.interpret(paper, weight)?;
        let turn = main_direction(directions);
        if turn == Turn::None {
            return Ok(sheet);
        }
        let (width, height) = if turn == Turn::FromLeft {
            (width, height)
        } else {
            (height, width)
        };
        Ok(self.interpret(Paper { width, height, turn }, weight)?.0)
    }

    /// The page turned as `paper` says, and how many glyphs run in each direction.
    fn interpret(&self, paper: Paper, weight: &mut Weight) -> Result<(Sheet, [u32; 4]), GivenUp> {
        let Paper { width, height, .. } = paper;
        let turned = match paper.turn {
            Turn::None => Affine::IDENTITY,
            Turn::FromDown => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, height]),
            Turn::FromLeft => Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]),
            Turn::FromUp => Affine::new([0.0, 1.0, -1.0, 0.0, width, 0.0]),
        };
        let mut pen = Pen::new(paper, self.allowance);
        let done = catch_unwind(AssertUnwindSafe(|| {
            let transform = turned * Affine::new(self.page.initial_transform(true).as_coeffs());
            let area = Rect::new(0.0, 0.0, width, height);
            let settings = InterpreterSettings::default();
            let mut context = Context::new(transform, area, self.cache, self.pdf.xref(), settings);
            interpret_page(self.page, &mut context, &mut pen);
        }));
        weight.drawn += pen.drawn;
        weight.bytes = self.page.page_stream().map_or(0, <[u8]>::len);
        match done {
            Ok(()) => Ok((pen.sheet, pen.directions)),
            Err(_) if pen.drawn > self.allowance.page => Err(GivenUp::TooMuch),
            Err(_) => Err(GivenUp::Broken),
        }
    }
}

/// How to turn a page on which glyphs run right, down, left and up so often.
fn main_direction([right, down, left, up]: [u32; 4]) -> Turn {
    let most = down.max(left).max(up);
    if most <= right.saturating_mul(2) {
        Turn::None
    } else if most == down {
        Turn::FromDown
    } else if most == left {
        Turn::FromLeft
    } else {
        Turn::FromUp
    }
}
