//! A page when its tables are known: tables, and the lines of text outside them.

use super::fill;
use super::find::{self, TooMany};
use super::line::Line;
use super::region::{Paper, Region};
use super::sheet::Sheet;
use super::table::Table;
use crate::source::Landmark;

/// A page of the document.
#[derive(Debug)]
pub(super) struct Leaf {
    /// Its number, from 1.
    pub number: u32,
    /// Its size.
    pub paper: Paper,
    /// Its tables, from top to bottom.
    pub tables: Vec<Table>,
    /// The lines outside them, from top to bottom.
    pub lines: Vec<Line>,
}

impl Leaf {
    /// Finds the tables of a page and puts its text in place.
    pub fn of(number: u32, sheet: &Sheet) -> Result<Self, TooMany> {
        let mut tables = find::tables(sheet)?;
        let lines = fill::fill(sheet, &mut tables);
        Ok(Self { number, paper: sheet.paper, tables, lines })
    }

    /// The place of something on this page.
    pub fn landmark(&self, region: Region) -> Landmark {
        Landmark::Page { page: self.number, area: self.paper.displayed(region).into() }
    }
}
