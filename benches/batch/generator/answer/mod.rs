//! What the rules of 山西 say of a book, in whole hundredths and by hand.

mod between;
mod within;

use std::collections::BTreeSet;
use std::fmt;

use super::book::{Book, Figure, Part};

/// A rule instance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    pub rule: String,
    /// Which 检查 of the rule, from 0.
    pub check: u16,
    /// Code, line number or name of the row it is about.
    pub row: Option<String>,
    /// The column it is about, from 0.
    pub column: Option<usize>,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.rule, self.check)?;
        self.row.iter().try_for_each(|row| write!(f, " {row}"))?;
        self.column.iter().try_for_each(|column| write!(f, " .{column}"))
    }
}

/// 尾差 are at most five units of the last place, ten halves.
const CAP: i64 = 10;

/// Half a unit of the last place each figure may be off, for every figure that is there.
#[derive(Clone, Copy, Default)]
struct Sum {
    value: i64,
    there: i64,
}

impl Sum {
    fn plus(self, figure: Figure) -> Self {
        Self {
            value: self.value + figure.unwrap_or(0),
            there: self.there + i64::from(figure.is_some()),
        }
    }

    fn minus(self, figure: Figure) -> Self {
        let sum = self.plus(figure.map(|value| -value));
        Self {
            value: sum.value,
            ..sum
        }
    }
}

fn sum(figures: impl IntoIterator<Item = Figure>) -> Sum {
    figures.into_iter().fold(Sum::default(), Sum::plus)
}

#[derive(Clone, Copy, PartialEq)]
enum Is {
    Equal,
    AtMost,
    AtLeast,
    /// Equal, and nothing is rounded.
    Count,
}

struct Marker<'b> {
    book: &'b Book,
    fails: BTreeSet<Answer>,
    tails: BTreeSet<Answer>,
}

/// The instances that fail, and those that miss by no more than rounding explains.
pub fn of(book: &Book) -> (BTreeSet<Answer>, BTreeSet<Answer>) {
    let mut marker = Marker {
        book,
        fails: BTreeSet::new(),
        tails: BTreeSet::new(),
    };
    marker.tables();
    marker.summaries();
    marker.hierarchies();
    marker.classes();
    marker.single_figures();
    marker.functions();
    marker.conditions();
    (marker.fails, marker.tails)
}

impl<'b> Marker<'b> {
    fn mark(
        &mut self,
        rule: &str,
        check: u16,
        at: (Option<&str>, Option<usize>),
        left: Sum,
        is: Is,
        right: Sum,
    ) -> bool {
        let difference = left.value - right.value;
        let missed = match is {
            Is::Equal | Is::Count => difference.abs(),
            Is::AtMost => difference,
            Is::AtLeast => -difference,
        };
        let halves = if is == Is::Count {
            0
        } else {
            (left.there + right.there).min(CAP)
        };
        if missed <= 0 {
            return false;
        }
        let answer = Answer {
            rule: rule.to_owned(),
            check,
            row: at.0.map(str::to_owned),
            column: at.1,
        };
        let fails = 2 * missed > halves;
        if fails {
            self.fails.insert(answer)
        } else {
            self.tails.insert(answer)
        };
        fails
    }

    fn equal(&mut self, rule: &str, check: u16, at: (Option<&str>, Option<usize>), left: Sum, right: Sum) {
        self.mark(rule, check, at, left, Is::Equal, right);
    }

    fn get(&self, part: Part, key: &str, column: usize) -> Figure {
        self.book.get(part, key, column)
    }

    /// One figure.
    fn one(&self, part: Part, key: &str, column: usize) -> Sum {
        sum([self.get(part, key, column)])
    }

    /// The sum of numbered lines.
    fn span(&self, part: Part, lines: impl IntoIterator<Item = u32>, column: usize) -> Sum {
        sum(lines.into_iter().map(|line| self.get(part, &line.to_string(), column)))
    }
}

/// The codes above a code, the nearest first.
fn above(code: &str) -> impl Iterator<Item = &str> {
    [5, 3]
        .into_iter()
        .filter(|length| *length < code.len())
        .map(|length| &code[..length])
}
