//! Rules within a table.

use std::collections::BTreeSet;

use super::super::book::{Part, TOTAL};
use super::{Answer, Is, Marker, above, sum};

impl Marker<'_> {
    /// Identities of columns, row by row.
    pub(super) fn tables(&mut self) {
        let add: [(&str, Part, usize, &[usize]); 10] = [
            ("02.本年收入合计", (2, 0), 0, &[1, 2, 3, 4, 5, 6]),
            ("03.本年支出合计", (3, 0), 0, &[1, 2, 3, 4, 5]),
            ("04.支出.合计", (4, 1), 0, &[1, 2, 3]),
            ("05.本年支出.小计", (5, 0), 0, &[1, 2]),
            ("07.本年支出.小计", (7, 0), 2, &[3, 4]),
            ("08.本年支出.合计", (8, 0), 0, &[1, 2]),
            ("09.预算数.合计", (9, 0), 0, &[1, 2, 5]),
            ("09.预算数.公务用车购置及运行维护费.小计", (9, 0), 2, &[3, 4]),
            ("09.决算数.合计", (9, 0), 6, &[7, 8, 11]),
            ("09.决算数.公务用车购置及运行维护费.小计", (9, 0), 8, &[9, 10]),
        ];
        let book = self.book;
        for (rule, part, own, terms) in add {
            for row in book.rows(part) {
                let right = sum(terms.iter().map(|column| row.figures[*column]));
                self.equal(rule, 0, (Some(&row.key), None), sum([row.figures[own]]), right);
            }
        }
        for row in book.rows((7, 0)) {
            let right = sum([row.figures[0], row.figures[1]]).minus(row.figures[2]);
            self.equal(
                "07.年末结转和结余",
                0,
                (Some(&row.key), None),
                sum([row.figures[5]]),
                right,
            );
        }
    }

    /// Identities of rows, column by column.
    pub(super) fn summaries(&mut self) {
        let add: [(&str, Part, usize, &str, Vec<u32>); 10] = [
            ("01.收入.本年收入合计", (1, 0), 1, "27", (1..=8).collect()),
            ("01.收入.总计", (1, 0), 1, "31", vec![27, 28, 29]),
            ("01.支出.本年支出合计", (1, 1), 1, "58", (32..=57).collect()),
            ("01.支出.总计", (1, 1), 1, "62", vec![58, 59, 60]),
            ("04.收入.本年收入合计", (4, 0), 1, "27", (1..=3).collect()),
            ("04.收入.年初财政拨款结转和结余", (4, 0), 1, "28", (29..=31).collect()),
            ("04.收入.总计", (4, 0), 1, "32", vec![27, 28]),
            ("04.支出.本年支出合计", (4, 1), 4, "59", (33..=58).collect()),
            ("04.支出.总计", (4, 1), 4, "64", vec![59, 60]),
            ("10.政府采购情况.合计", (10, 0), 1, "1", (2..=4).collect()),
        ];
        for (rule, part, columns, own, terms) in add {
            for column in 0..columns {
                let right = self.span(part, terms.iter().copied(), column);
                self.equal(rule, 0, (None, Some(column)), self.one(part, own, column), right);
            }
        }
        let (vehicles, uses) = (self.one((10, 0), "7", 0), self.span((10, 0), 8..=15, 0));
        self.mark(
            "10.国有资产占用情况.车辆数合计",
            0,
            (None, Some(0)),
            vehicles,
            Is::Count,
            uses,
        );
        let totals: [(&str, &str, &[&str]); 2] = [
            ("06.人员经费合计", "人员经费合计", &["301", "303"]),
            (
                "06.公用经费合计",
                "公用经费合计",
                &["302", "307", "309", "310", "311", "312", "313", "399"],
            ),
        ];
        for (rule, own, terms) in totals {
            let right = sum(terms.iter().map(|code| self.get((6, 0), code, 0)));
            self.equal(rule, 0, (None, Some(0)), self.one((6, 0), own, 0), right);
        }
    }

    /// Parents and totals are the sum of what is below them, and every code has its parent.
    pub(super) fn hierarchies(&mut self) {
        let book = self.book;
        for table in [2, 3, 5, 6, 7, 8] {
            let part = (table, 0);
            let rows = book.rows(part);
            let codes: BTreeSet<&str> = rows.iter().map(|row| &*row.key).filter(|key| key.is_ascii()).collect();
            let parent = |code: &str| above(code).find(|parent| codes.contains(parent)).map(str::to_owned);
            let deepest = if table == 6 { 5 } else { 7 };
            for code in &codes {
                if above(code).next().is_some_and(|direct| !codes.contains(direct)) {
                    let answer = Answer {
                        rule: format!("{table:02}.上级科目"),
                        check: 0,
                        row: Some((*code).to_owned()),
                        column: None,
                    };
                    self.fails.insert(answer);
                }
            }
            for row in rows
                .iter()
                .filter(|row| row.key == TOTAL || codes.contains(&*row.key) && row.key.len() < deepest)
            {
                let of = if row.key == TOTAL { None } else { Some(row.key.clone()) };
                let below: Vec<_> = rows
                    .iter()
                    .filter(|child| codes.contains(&*child.key) && parent(&child.key) == of)
                    .collect();
                for (column, figure) in row.figures.iter().enumerate() {
                    let right = sum(below.iter().map(|child| child.figures[column]));
                    let rule = format!("{table:02}.纵向");
                    let failed = self.mark(
                        &rule,
                        0,
                        (Some(&row.key), Some(column)),
                        sum([*figure]),
                        Is::Equal,
                        right,
                    );
                    // Said once of a parent whose rows are all lost.
                    if failed && below.is_empty() {
                        break;
                    }
                }
            }
        }
    }
}
