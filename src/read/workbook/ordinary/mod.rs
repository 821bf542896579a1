//! Workbooks as spreadsheet programs usually write reports, read without an XML library.
//!
//! As soon as anything unusual shows (a comment in the XML, a cell out of order, a value that is none, a part that is not where it usually
//! is, a package packed in a way of its own) the whole workbook is left to the library, so that both always tell the same.

mod cell;
mod directory;
mod inflate;
mod listing;
mod sheet;
mod strings;
mod styles;
mod tags;

use super::sheet::Sheet;
use crate::read::limits;
use directory::{Directory, Part};
use inflate::{Inflater, MOST_PER_BYTE};

/// A sheet of an ordinary workbook.
pub(in crate::read) struct OrdinarySheet {
    pub(super) name: String,
    pub(super) visible: bool,
    /// Nothing where it is not visible.
    pub(super) held: Sheet,
}

/// Reads the sheets of a workbook in their order. `None` where it is not an ordinary one.
pub(in crate::read) fn read(bytes: &[u8]) -> Option<Vec<OrdinarySheet>> {
    let directory = Directory::of(bytes)?;
    if directory.has_ending("workbook.bin") {
        return None;
    }
    let mut package = Parts {
        directory,
        inflater: Inflater::new(),
        read: Vec::new(),
    };
    let (mut listing, mut leading, mut room) = (Vec::new(), Vec::new(), Vec::new());
    listing::leads_to_workbook(package.text("_rels/.rels", &mut room)?)?;
    let workbook = package.text("xl/workbook.xml", &mut listing)?;
    let relations = package.text("xl/_rels/workbook.xml.rels", &mut leading)?;
    let relations = listing::relations(relations, "worksheet")?;
    let strings = match package.optional("xl/sharedStrings.xml", &mut room)? {
        Some(part) => strings::read(part)?,
        None => Vec::new(),
    };
    let styles = match package.optional("xl/styles.xml", &mut room)? {
        Some(part) => styles::read(part)?,
        None => Vec::new(),
    };
    let mut sheets = Vec::new();
    let mut cells = 0;
    for listed in listing::sheets(workbook)? {
        let target = relations.get(listed.relation)?;
        let mut held = Sheet::default();
        if listed.visible {
            let part = match target.strip_prefix('/') {
                Some(absolute) => package.text(absolute, &mut room)?,
                None => package.text(&format!("xl/{target}"), &mut room)?,
            };
            held = sheet::read(part, &strings, &styles)?;
            cells += held.cells.len();
            (cells <= limits::DOCUMENT_CELLS).then_some(())?;
        }
        sheets.push(OrdinarySheet {
            name: listed.name,
            visible: listed.visible,
            held,
        });
    }
    package.rest_is_honest().then_some(sheets)
}

/// The parts of a package, each of them read at most once.
struct Parts<'a> {
    directory: Directory<'a>,
    inflater: Inflater,
    read: Vec<Part<'a>>,
}

impl Parts<'_> {
    /// The text of a part, in `room`.
    fn text<'r>(&mut self, name: &str, room: &'r mut Vec<u8>) -> Option<&'r str> {
        let part = *self.directory.part(name)?;
        if self.read.iter().any(|read| read.name == part.name) {
            return None;
        }
        self.read.push(part);
        self.inflater.text(&part, room)
    }

    /// A part that need not be there.
    fn optional<'r>(&mut self, name: &str, room: &'r mut Vec<u8>) -> Option<Option<&'r str>> {
        match self.directory.part(name) {
            Some(_) => self.text(name, room).map(Some),
            None => (!self.directory.has_ending(name)).then_some(None),
        }
    }

    /// Whether the parts that were not read are no larger than the directory says, or cannot be too large in any case.
    fn rest_is_honest(&mut self) -> bool {
        let read: usize = self.read.iter().map(|part| part.size).sum();
        let is_read = |part: &Part<'_>| self.read.iter().any(|read| read.name == part.name);
        let rest: Vec<Part<'_>> = self
            .directory
            .parts()
            .iter()
            .copied()
            .filter(|part| !is_read(part))
            .collect();
        let packed: usize = rest.iter().map(|part| part.packed.len()).sum();
        let most = packed.saturating_mul(MOST_PER_BYTE).saturating_add(read);
        most as u64 <= limits::INFLATE_FREE || rest.iter().all(|part| self.inflater.is_honest(part))
    }
}
