//! Rules between tables, and those that hold under a condition.

use std::collections::BTreeSet;

use super::super::book::{Part, TOTAL, name};
use super::super::codes::CLASSES;
use super::{Is, Marker, Sum, above, sum};

/// Whether a code is meant.
type IsCode = fn(&str) -> bool;

impl<'b> Marker<'b> {
    /// The summary tables and the tables by code, class by class.
    pub(super) fn classes(&mut self) {
        let joined = [
            ("01-03-类", (1, 1), 32, 0, (3, 0), 0),
            ("04-05-类", (4, 1), 33, 1, (5, 0), 0),
            ("04-07-类", (4, 1), 33, 2, (7, 0), 2),
            ("04-08-类", (4, 1), 33, 3, (8, 0), 0),
        ];
        for (rule, summary, first, column, detail, other) in joined {
            for (line, class) in (first..).zip(CLASSES) {
                let line = line.to_string();
                let (left, right) = (self.one(summary, &line, column), self.one(detail, class, other));
                self.equal(rule, 0, (Some(&line), None), left, right);
            }
        }
    }

    /// Figures printed in two tables.
    pub(super) fn single_figures(&mut self) {
        let none = (None, None);
        let (sources, uses) = ((1, 0), (1, 1));
        let (received, spent) = ((2, 0), (3, 0));
        let (granted, granted_uses) = ((4, 0), (4, 1));
        self.equal("01-平衡", 0, none, self.one(sources, "31", 0), self.one(uses, "62", 0));
        self.equal(
            "01-02",
            0,
            none,
            self.one(sources, "27", 0),
            self.one(received, TOTAL, 0),
        );
        self.equal(
            "01-02",
            1,
            none,
            self.span(sources, 1..=3, 0),
            self.one(received, TOTAL, 1),
        );
        for (check, line) in (2..).zip(4..=8) {
            self.equal(
                "01-02",
                check,
                none,
                self.span(sources, [line], 0),
                self.one(received, TOTAL, usize::from(check)),
            );
        }
        self.equal("01-03", 0, none, self.one(uses, "58", 0), self.one(spent, TOTAL, 0));
        for (check, line) in (0..).zip(1..=3) {
            self.equal(
                "01-04",
                check,
                none,
                self.span(sources, [line], 0),
                self.span(granted, [line], 0),
            );
            let used = self.one(granted_uses, "64", usize::from(check) + 1);
            self.equal(
                "04-平衡-分预算",
                check,
                none,
                self.span(granted, [line, line + 28], 0),
                used,
            );
        }
        let (all, of_it) = (self.one(sources, "29", 0), self.one(granted, "28", 0));
        self.mark("01-04-结转", 0, none, all, Is::AtLeast, of_it);
        let (all, of_it) = (self.one(uses, "60", 0), self.one(granted_uses, "60", 0));
        self.mark("01-04-结转", 1, none, all, Is::AtLeast, of_it);
        self.equal(
            "02-04",
            0,
            none,
            self.one(received, TOTAL, 1),
            self.one(granted, "27", 0),
        );
        self.equal(
            "04-平衡",
            0,
            none,
            self.one(granted, "32", 0),
            self.one(granted_uses, "64", 0),
        );
        self.equal(
            "04-05",
            0,
            none,
            self.one(granted_uses, "59", 1),
            self.one((5, 0), TOTAL, 0),
        );
        let with_fund = [
            (self.one(granted, "2", 0), 1),
            (self.one(granted, "30", 0), 0),
            (self.one(granted_uses, "59", 2), 2),
            (self.one(granted_uses, "60", 2), 5),
        ];
        for (check, (left, column)) in (0..).zip(with_fund) {
            self.equal("04-07", check, none, left, self.one((7, 0), TOTAL, column));
        }
        self.equal(
            "04-08",
            0,
            none,
            self.one(granted_uses, "59", 3),
            self.one((8, 0), TOTAL, 0),
        );
        let economic = |code: &str| self.get((6, 0), code, 0);
        let running = economic("公用经费合计");
        let both = sum([economic("人员经费合计"), running]);
        let hospitality = ["30212", "31013", "30231", "30217"].map(|code| sum([economic(code)]));
        self.equal("05-06", 0, none, self.one((5, 0), TOTAL, 1), both);
        let columns = [(7, 1), (9, 3), (10, 4), (11, 5)];
        for (check, ((spent, planned), of_it)) in (0..).zip(columns.into_iter().zip(hospitality)) {
            let spent = self.one((9, 0), "", spent);
            self.mark("06-09", check, none, spent, Is::AtLeast, of_it);
            self.mark("09-预算", check, none, spent, Is::AtMost, self.one((9, 0), "", planned));
        }
        self.mark(
            "10-06",
            0,
            none,
            self.span((10, 0), [5, 6], 0),
            Is::AtMost,
            sum([running]),
        );
    }

    /// Spending by function, code by code.
    pub(super) fn functions(&mut self) {
        let book = self.book;
        for row in book
            .rows((3, 0))
            .iter()
            .filter(|row| row.key.len() == 7 && row.key.is_ascii())
        {
            let (rule, column) = match name(&row.key) {
                "行政运行" | "事业运行" => ("03-行政运行", 1),
                "一般行政管理事务" => ("03-一般行政管理事务", 2),
                _ => continue,
            };
            self.equal(
                rule,
                0,
                (Some(&row.key), None),
                sum([row.figures[column]]),
                sum([row.figures[0]]),
            );
        }
        let parts = [(3, 0), (5, 0), (7, 0), (8, 0)];
        let keys: BTreeSet<&str> = parts
            .iter()
            .flat_map(|part| book.rows(*part))
            .map(|row| &*row.key)
            .collect();
        for key in keys {
            for column in [1, 2] {
                let of_it = sum([((5, 0), column), ((7, 0), column + 2), ((8, 0), column)]
                    .map(|(part, column)| book.get(part, key, column)));
                self.mark(
                    "03-05",
                    0,
                    (Some(key), Some(column)),
                    self.one((3, 0), key, column),
                    Is::AtLeast,
                    of_it,
                );
            }
        }
        for code in ["309", "311"] {
            let literal = Sum::default();
            self.mark(
                "06-基建科目",
                0,
                (Some(code), None),
                self.one((6, 0), code, 0),
                Is::Equal,
                literal,
            );
        }
    }

    /// Rules that hold under a condition.
    pub(super) fn conditions(&mut self) {
        let none = (None, None);
        let figure = |part, key, column| self.get(part, key, column).unwrap_or(0);
        let (received, granted) = (figure((2, 0), TOTAL, 0), figure((2, 0), TOTAL, 1));
        let reserve = figure((1, 0), "28", 0);
        let all_granted = received == granted && figure((1, 0), "29", 0) == figure((4, 0), "28", 0) && reserve == 0;
        let other = self.book.rows((2, 0)).iter().find(|row| row.key == "229");
        let other_only = other.is_some_and(|other| {
            let own = sum([self.get((2, 0), TOTAL, 0)]).minus(self.get((2, 0), TOTAL, 1));
            let there = sum([other.figures[0]]).minus(other.figures[1]);
            2 * (own.value - there.value).abs() <= own.there + there.there
        });
        let has_vehicles = figure((10, 0), "7", 0) > 0;
        let vehicle_costs = self.one((9, 0), "", 10);
        if reserve > 0 {
            let gap = self.one((1, 1), "58", 0).minus(self.get((1, 0), "27", 0));
            self.mark("01-弥补", 0, none, self.one((1, 0), "28", 0), Is::AtMost, gap);
        }
        if all_granted {
            let right =
                sum([((5, 0), 0), ((7, 0), 2), ((8, 0), 0)].map(|(part, column)| self.get(part, TOTAL, column)));
            self.equal("03-全财政", 0, none, self.one((3, 0), TOTAL, 0), right);
        }
        if !has_vehicles {
            self.equal("09-10", 0, none, vehicle_costs, Sum::default());
        }
        let without_fund = self.book.is_empty((7, 0)) && self.book.is_empty((8, 0));
        let spends_other = self.book.rows((3, 0)).iter().any(|row| row.key == "229");
        if other_only && without_fund && spends_other {
            let left = sum(self.leaves((3, 0), |_| true).map(|code| self.get((3, 0), code, 2)));
            let right = sum([self.get((5, 0), TOTAL, 2), self.get((3, 0), "229", 2)]);
            self.equal("03-05-项目", 0, none, left, right);
        }
        if self.get((6, 0), "30107", 0).is_none() {
            let paid: [(&str, IsCode); 5] = [
                ("30108", |code| code.starts_with("2080505")),
                ("30109", |code| code.starts_with("2080506")),
                ("30110", |code| ("2101101"..="2101102").contains(&code)),
                ("30111", |code| code.starts_with("2101103")),
                ("30113", |code| code.starts_with("2210201")),
            ];
            for (check, (code, is)) in (0..).zip(paid) {
                let right = sum(self.leaves((5, 0), is).map(|code| self.get((5, 0), code, 1)));
                self.equal("05-06-社保", check, none, self.one((6, 0), code, 0), right);
            }
        }
    }

    /// The codes without codes below them.
    fn leaves(&self, part: Part, is: impl Fn(&str) -> bool) -> impl Iterator<Item = &'b str> {
        let codes: Vec<&str> = self
            .book
            .rows(part)
            .iter()
            .map(|row| &*row.key)
            .filter(|key| key.is_ascii())
            .collect();
        let mut below: BTreeSet<&str> = BTreeSet::new();
        for code in &codes {
            below.extend(above(code));
        }
        codes.into_iter().filter(move |code| !below.contains(code) && is(code))
    }
}
