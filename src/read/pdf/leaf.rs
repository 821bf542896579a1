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
        Ok(Self {
            number,
            paper: sheet.paper,
            tables,
            lines,
        })
    }

    /// The place of something on this page.
    pub fn landmark(&self, region: Region) -> Landmark {
        Landmark::Page {
            page: self.number,
            area: self.paper.displayed(region).into(),
        }
    }

    /// Lines outside tables that look like rows of one: three words or more, two or more of them figures.
    pub fn rows_without_rules(&self) -> usize {
        let is_row = |line: &&Line| {
            let words = line.text.split(' ');
            let is_prose = line.text.contains(['，', '。', '；']);
            !is_prose && words.clone().count() >= 3 && words.filter(|word| is_figure(word)).count() >= 2
        };
        self.lines.iter().filter(is_row).count()
    }
}

fn is_figure(word: &str) -> bool {
    word.contains(|char: char| char.is_ascii_digit())
        && word.chars().all(|char| char.is_ascii_digit() || ",.-%".contains(char))
}
