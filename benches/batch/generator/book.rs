//! The ten tables as printed.

use std::collections::{BTreeMap, BTreeSet};

use super::codes::{self, CLASSES};
use super::department::{Department, Fen, Fund, Line};
use super::layout;

/// A printed figure in hundredths of 万元 (or a count); `None` is a blank cell.
pub type Figure = Option<i64>;

/// A table, and which of its blocks: 收入 and 支出 of tables 1 and 4 are two.
pub type Part = (u8, u8);

/// A row: its code, its line number (of tables with fixed items), or the name of its total.
pub struct Row {
    pub key: String,
    pub figures: Vec<Figure>,
}

/// The key of the total row of tables by code.
pub const TOTAL: &str = "合计";

/// All tables.
#[derive(Default)]
pub struct Book {
    pub parts: BTreeMap<Part, Vec<Row>>,
}

impl Book {
    pub fn rows(&self, part: Part) -> &[Row] {
        self.parts.get(&part).map_or(&[], Vec::as_slice)
    }

    /// A figure; a row that is not there is blank.
    pub fn get(&self, part: Part, key: &str, column: usize) -> Figure {
        self.rows(part).iter().find(|row| row.key == key)?.figures[column]
    }

    pub fn is_empty(&self, part: Part) -> bool {
        self.rows(part)
            .iter()
            .all(|row| row.figures.iter().all(Option::is_none))
    }
}

/// Whether a figure of table 10 is a count: vehicles and devices, from line 7 on.
pub fn is_count(part: Part, key: &str) -> bool {
    part == (10, 0) && key.parse::<u32>().is_ok_and(|line| line >= 7)
}

/// Rounds 分 to hundredths of 万元.
fn printed(fen: Fen) -> Figure {
    (fen != 0).then_some((fen + 5_000 * fen.signum()) / 10_000)
}

/// A table with fixed lines.
fn lines<const N: usize>(lines: impl IntoIterator<Item = (usize, [Fen; N])>) -> Vec<Row> {
    let row = |(line, fen): (usize, [Fen; N])| Row {
        key: line.to_string(),
        figures: fen.map(printed).to_vec(),
    };
    lines.into_iter().map(row).collect()
}

/// A table by code: the total, then every code with those above it, each added up before it is rounded.
fn by_code<const N: usize>(leaves: &BTreeMap<&str, [Fen; N]>) -> Vec<Row> {
    let mut sums: BTreeMap<&str, [Fen; N]> = BTreeMap::new();
    for (code, fen) in leaves {
        for prefix in ["", &code[..3], &code[..5], code] {
            let sum = sums.entry(prefix).or_insert([0; N]);
            sum.iter_mut().zip(fen).for_each(|(sum, fen)| *sum += fen);
        }
    }
    sums.entry("").or_insert([0; N]);
    let row = |(code, fen): (&str, [Fen; N])| Row {
        key: if code.is_empty() { TOTAL } else { code }.to_owned(),
        figures: fen.map(printed).to_vec(),
    };
    sums.into_iter().map(row).collect()
}

fn total(fund: &Fund, of: fn(&Line) -> Fen) -> Fen {
    fund.values().map(of).sum()
}

/// What was spent on a class.
fn on_class(fund: &Fund, class: &str) -> Fen {
    fund.iter()
        .filter(|(code, _)| code.starts_with(class))
        .map(|(_, line)| line.spent())
        .sum()
}

/// Prints a department's year.
pub fn print(year: &Department) -> Book {
    let Department {
        general,
        fund,
        state,
        own,
        ..
    } = year;
    let funds = [general, fund, state];
    let income = funds.map(|fund| total(fund, |line| line.income));
    let carried_in = funds.map(|fund| total(fund, |line| line.carried_in));
    let carried_out = funds.map(|fund| total(fund, Line::carried_out));
    let spent = funds.map(|fund| total(fund, Line::spent));
    let own_spent = own.project + own.business;
    let sum = |parts: [Fen; 3]| parts.iter().sum::<Fen>();
    let all_in = sum(income) + own.income.iter().sum::<Fen>();
    let all_carried_in = sum(carried_in) + own.carried_in;
    let all_spent = sum(spent) + own_spent;
    let all_carried_out = sum(carried_out) + own.carried_out();
    let mut parts = BTreeMap::new();

    let sources = income
        .into_iter()
        .chain(own.income)
        .enumerate()
        .map(|(at, fen)| (at + 1, [fen]));
    let grand = all_in + own.reserve + all_carried_in;
    let below = [
        (27, [all_in]),
        (28, [own.reserve]),
        (29, [all_carried_in]),
        (31, [grand]),
    ];
    parts.insert((1, 0), lines(sources.chain(below)));
    let class = |(at, class): (usize, &&str)| {
        let own = if own.code.starts_with(class) { own_spent } else { 0 };
        (32 + at, [sum(funds.map(|fund| on_class(fund, class))) + own])
    };
    let below = [
        (58, [all_spent]),
        (59, [own.distributed]),
        (60, [all_carried_out]),
        (62, [grand]),
    ];
    parts.insert((1, 1), lines(CLASSES.iter().enumerate().map(class).chain(below)));

    let mut received: BTreeMap<&str, [Fen; 7]> = BTreeMap::new();
    let mut spending: BTreeMap<&str, [Fen; 6]> = BTreeMap::new();
    for (code, line) in funds.into_iter().flatten() {
        let row = received.entry(code).or_default();
        row[0] += line.income;
        row[1] += line.income;
        let row = spending.entry(code).or_default();
        row[0] += line.spent();
        row[1] += line.basic;
        row[2] += line.project;
    }
    if !own.code.is_empty() {
        let row = received.entry(own.code).or_default();
        row[0] += own.income.iter().sum::<Fen>();
        row[2..].copy_from_slice(&own.income);
        let row = spending.entry(own.code).or_default();
        row[0] += own_spent;
        row[2] += own.project;
        row[4] += own.business;
    }
    parts.insert((2, 0), by_code(&received));
    parts.insert((3, 0), by_code(&spending));

    let first = (1..).zip(income.map(|fen| [fen]));
    let rest = (29..).zip(carried_in.map(|fen| [fen]));
    let fiscal = sum(income) + sum(carried_in);
    let totals = [(27, [sum(income)]), (28, [sum(carried_in)]), (32, [fiscal])];
    parts.insert((4, 0), lines(first.chain(rest).chain(totals)));
    let across = |[a, b, c]: [Fen; 3]| [a + b + c, a, b, c];
    let class = |(at, class): (usize, &&str)| (33 + at, across(funds.map(|fund| on_class(fund, class))));
    let used = [0, 1, 2].map(|at| spent[at] + carried_out[at]);
    let below = [(59, across(spent)), (60, across(carried_out)), (64, across(used))];
    parts.insert((4, 1), lines(CLASSES.iter().enumerate().map(class).chain(below)));

    let spent_on = |fund: &Fund| {
        let row = |(code, line): (&&'static str, &Line)| (*code, [line.spent(), line.basic, line.project]);
        by_code(&fund.iter().map(row).collect())
    };
    parts.insert((5, 0), spent_on(general));
    parts.insert((6, 0), economic(year));
    let row = |(code, line): (&&'static str, &Line)| {
        let Line {
            carried_in,
            income,
            basic,
            project,
        } = *line;
        (
            *code,
            [carried_in, income, line.spent(), basic, project, line.carried_out()],
        )
    };
    parts.insert((7, 0), by_code(&fund.iter().map(row).collect()));
    parts.insert((8, 0), spent_on(state));

    let record = year
        .hospitality
        .iter()
        .flat_map(|[abroad, buying, running, receiving]| {
            let cars = buying + running;
            [abroad + cars + receiving, *abroad, cars, *buying, *running, *receiving]
        });
    let figures = record.map(printed).collect();
    parts.insert(
        (9, 0),
        vec![Row {
            key: String::new(),
            figures,
        }],
    );

    let bought = (2..).zip(year.procurement.map(|fen| [fen]));
    let bought = [(1, [year.procurement.iter().sum()])].into_iter().chain(bought);
    let mut facts = lines(bought.chain((5..).zip(year.running.map(|fen| [fen]))));
    let counts = [(7, year.vehicles.iter().sum())]
        .into_iter()
        .chain((8..).zip(year.vehicles));
    facts.extend(counts.chain([(17, year.devices)]).map(|(line, count)| Row {
        key: line.to_string(),
        figures: vec![(count != 0).then_some(count)],
    }));
    parts.insert((10, 0), facts);
    Book { parts }
}

/// Table 6: every code it lists, and the two totals.
fn economic(year: &Department) -> Vec<Row> {
    let of = |prefix: &str| -> Fen {
        year.economic
            .iter()
            .filter(|(code, _)| code.starts_with(prefix))
            .map(|(_, fen)| fen)
            .sum()
    };
    let staff = of("301") + of("303");
    let row = |key: &str, fen: Fen| Row {
        key: key.to_owned(),
        figures: vec![printed(fen)],
    };
    let codes: BTreeSet<&str> = layout::economic_codes().collect();
    let mut rows: Vec<Row> = codes.into_iter().map(|code| row(code, of(code))).collect();
    rows.push(row("人员经费合计", staff));
    rows.push(row("公用经费合计", of("") - staff));
    rows
}

/// The name printed beside a code.
pub fn name(key: &str) -> &str {
    if key == TOTAL { TOTAL } else { codes::name(key) }
}
