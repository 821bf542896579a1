//! Workbooks with answers on disk, written once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::generator::{self, Answer};

const SEED: u64 = 2024;

/// The first so many books of the seed.
pub struct Books {
    folder: PathBuf,
    pub count: usize,
}

impl Books {
    /// Writes those that are not there yet.
    pub fn of(count: usize) -> Self {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
        let books = Self {
            folder: target.join(format!("batch/{SEED}")),
            count,
        };
        fs::create_dir_all(&books.folder).unwrap();
        for number in 0..count {
            // The answers come last, so that a book without them is written again.
            if !books.path(number, "txt").exists() {
                let report = generator::report(SEED, number);
                fs::write(books.path(number, "xlsx"), &report.xlsx).unwrap();
                fs::write(books.path(number, "txt"), answers(&report)).unwrap();
            }
        }
        books
    }

    fn path(&self, number: usize, ending: &str) -> PathBuf {
        self.folder.join(format!("{number:05}.{ending}"))
    }

    pub fn name(&self, number: usize) -> String {
        format!("{number:05}.xlsx")
    }

    pub fn read(&self, number: usize) -> Vec<u8> {
        fs::read(self.path(number, "xlsx")).unwrap()
    }

    fn answers(&self, number: usize) -> String {
        fs::read_to_string(self.path(number, "txt")).unwrap()
    }

    /// How many books were spoilt.
    pub fn spoilt(&self) -> usize {
        (0..self.count)
            .filter(|number| self.answers(*number).contains("planted "))
            .count()
    }

    /// How many instances of a book fail.
    pub fn fails(&self, number: usize) -> usize {
        self.answers(number)
            .lines()
            .filter(|line| line.starts_with("fails "))
            .count()
    }

    /// How many answers are missing from what was found, or in it and wrong; says which.
    pub fn wrong(&self, number: usize, fails: &BTreeSet<Answer>, tails: &BTreeSet<Answer>) -> usize {
        let answers = self.answers(number);
        let expected: BTreeSet<&str> = answers.lines().filter(|line| !line.starts_with("planted ")).collect();
        let found = lines(fails, tails);
        let found: BTreeSet<&str> = found.lines().collect();
        for line in expected.symmetric_difference(&found) {
            println!(
                "{}: {line} ({})",
                self.name(number),
                if found.contains(line) { "false" } else { "missed" }
            );
        }
        expected.symmetric_difference(&found).count()
    }
}

/// `fails 03.纵向#0 208 .1`
fn lines(fails: &BTreeSet<Answer>, tails: &BTreeSet<Answer>) -> String {
    let fails = fails.iter().map(|answer| format!("fails {answer}\n"));
    fails
        .chain(tails.iter().map(|answer| format!("tails {answer}\n")))
        .collect()
}

fn answers(report: &generator::Generated) -> String {
    let planted = report.plant.as_ref().map(|plant| format!("planted {plant}\n"));
    planted.unwrap_or_default() + &lines(&report.fails, &report.tails)
}
