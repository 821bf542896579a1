//! A department's year in 分: what it took in, what it spent on what, what it carried over. Everything balances.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::codes;

/// Money in 分.
pub type Fen = i64;

/// The least that is printed as something: 100 元 is 0.01 万元.
const LEAST: Fen = 10_000;

/// One 项: what it was given and what became of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line {
    /// 年初结转, 本年收入, 基本支出, 项目支出; what is left is 年末结转.
    pub carried_in: Fen,
    pub income: Fen,
    pub basic: Fen,
    pub project: Fen,
}

impl Line {
    pub fn spent(&self) -> Fen {
        self.basic + self.project
    }

    pub fn carried_out(&self) -> Fen {
        self.carried_in + self.income - self.spent()
    }
}

/// Lines by code.
pub type Fund = BTreeMap<&'static str, Line>;

/// What is not 财政拨款, all under one code.
#[derive(Debug, Clone, Copy, Default)]
pub struct Own {
    pub code: &'static str,
    /// 上级补助, 事业, 经营, 附属单位上缴, 其他
    pub income: [Fen; 5],
    pub carried_in: Fen,
    /// 使用非财政拨款结余
    pub reserve: Fen,
    pub project: Fen,
    /// 经营支出
    pub business: Fen,
    /// 结余分配
    pub distributed: Fen,
}

impl Own {
    pub fn carried_out(&self) -> Fen {
        let sources = self.income.iter().sum::<Fen>() + self.carried_in + self.reserve;
        sources - self.project - self.business - self.distributed
    }
}

/// The year of a department.
pub struct Department {
    pub name: String,
    pub general: Fund,
    pub fund: Fund,
    pub state: Fund,
    pub own: Own,
    /// 基本支出 by economic code.
    pub economic: BTreeMap<&'static str, Fen>,
    /// 三公经费: 出国, 购置, 维护, 接待; budget and outcome.
    pub hospitality: [[Fen; 4]; 2],
    /// 货物, 工程, 服务
    pub procurement: [Fen; 3],
    /// 机关运行经费: 行政单位, 参公单位
    pub running: [Fen; 2],
    /// Vehicles by use (lines 8 to 15).
    pub vehicles: [i64; 8],
    /// Devices above a million.
    pub devices: i64,
}

/// An amount between 1,000 元 and some millions, spread over the orders of magnitude; half of them round.
fn amount(rng: &mut Rng) -> Fen {
    let fen = 10_f64.powf(5.0 + 3.7 * rng.f64()) as Fen;
    if rng.bool() { fen / LEAST * LEAST } else { fen }
}

/// `total` in as many parts as there are codes, none too small to be printed.
fn split<'c>(rng: &mut Rng, total: Fen, codes: &[&'c str]) -> BTreeMap<&'c str, Fen> {
    let mut left = total;
    let mut parts = BTreeMap::new();
    for (index, code) in codes.iter().enumerate() {
        let others = (codes.len() - index - 1) as Fen;
        let part = if others == 0 {
            left
        } else {
            let fair = (left - others * LEAST) / (others + 1);
            LEAST + (fair as f64 * 1.6 * rng.f64()) as Fen
        };
        parts.insert(*code, part);
        left -= part;
    }
    parts
}

/// Draws a department.
pub fn draw(rng: &mut Rng, number: usize) -> Department {
    const PLACES: [&str; 6] = ["云川县", "清河市", "石岭县", "柳林区", "安平县", "北屯市"];
    const OFFICES: [&str; 8] = [
        "水务局",
        "教育局",
        "民政局",
        "交通运输局",
        "林业局",
        "文化和旅游局",
        "卫生健康局",
        "统计局",
    ];
    let name = format!(
        "{}{}{number:05}",
        rng.choice(PLACES).unwrap(),
        rng.choice(OFFICES).unwrap()
    );
    let saves = rng.f64() < 0.8;
    let mut general = general(rng, saves);
    let fund = if rng.f64() < 0.4 {
        earmarked(rng, saves)
    } else {
        Fund::new()
    };
    let mut state = Fund::new();
    if rng.f64() < 0.1 {
        let spent = amount(rng);
        let line = Line {
            income: spent,
            project: spent,
            ..Line::default()
        };
        state.insert(*rng.choice(&codes::STATE).unwrap(), line);
    }
    let own = if rng.f64() < 0.4 {
        own(rng, &mut general, saves)
    } else {
        Own::default()
    };
    let economic = economic(rng, &general);
    let of = |code: &str| economic.get(code).copied().unwrap_or_default();
    let sometimes = |rng: &mut Rng, chance: f64| if rng.f64() < chance { amount(rng) } else { 0 };
    let spent = [
        of("30212") + sometimes(rng, 0.1),
        sometimes(rng, 0.1),
        of("30231") + sometimes(rng, 0.3),
        of("30217") + sometimes(rng, 0.3),
    ];
    let planned = spent.map(|spent| {
        if spent == 0 {
            0
        } else {
            (spent / 1_000_000 + 1) * 1_000_000
        }
    });
    let public: Fen = economic
        .iter()
        .filter(|(code, _)| !matches!(&code[..3], "301" | "303"))
        .map(|(_, fen)| fen)
        .sum();
    let mut vehicles = [0; 8];
    if spent[2] > 0 || rng.bool() {
        for _ in 0..rng.usize(1..5) {
            vehicles[rng.usize(1..8)] += rng.i64(1..4);
        }
    }
    Department {
        name,
        general,
        fund,
        state,
        own,
        hospitality: [planned, spent],
        procurement: [amount(rng), sometimes(rng, 0.5), sometimes(rng, 0.8)],
        running: [public * 6 / 10, if rng.bool() { public * 2 / 10 } else { 0 }],
        vehicles,
        devices: rng.i64(0..5),
        economic,
    }
}

/// What every department pays for its staff.
const STAFF: [&str; 5] = ["2080505", "2080506", "2101101", "2101103", "2210201"];

fn general(rng: &mut Rng, saves: bool) -> Fund {
    let mut fund = Fund::new();
    let mut add = |code, basic: Fen, project: Fen| {
        let line = Line {
            income: basic + project,
            basic,
            project,
            ..Line::default()
        };
        fund.insert(code, line);
    };
    for code in STAFF {
        add(code, 2_000_000 + amount(rng), 0);
    }
    if rng.bool() {
        add("2101102", 2_000_000 + amount(rng), 0);
    }
    // The department's own 款 pays for the running of the house; others give projects.
    let wanted = rng.usize(8..70);
    let mut leaves = STAFF.len();
    let mut first = true;
    while leaves < wanted {
        let group = rng.choice(&*codes::GENERAL).unwrap();
        if first && !group.iter().any(|code| codes::name(code) == "行政运行") {
            continue;
        }
        for code in group.iter().filter(|code| !STAFF.contains(code) && **code != "2101102") {
            let name = codes::name(code);
            let house = matches!(name, "行政运行" | "事业运行");
            if !(first && house) && rng.f64() < 0.4 {
                continue;
            }
            match name {
                "行政运行" | "事业运行" => add(code, 200_000_000 + 10 * amount(rng), 0),
                "一般行政管理事务" => add(code, 0, amount(rng)),
                _ if rng.f64() < 0.15 => add(code, amount(rng), amount(rng)),
                _ => add(code, 0, amount(rng)),
            }
            leaves += 1;
        }
        first = false;
    }
    carry(rng, &mut fund, saves);
    fund
}

/// Some of what was spent came from last year, some of what came is left.
fn carry(rng: &mut Rng, fund: &mut Fund, saves: bool) {
    for line in fund.values_mut().filter(|line| line.project > 8 * LEAST) {
        match rng.u8(0..20) {
            0 => {
                line.carried_in = line.project / 3;
                line.income -= line.carried_in;
            }
            1 if saves => line.income += amount(rng),
            _ => {}
        }
    }
}

fn earmarked(rng: &mut Rng, saves: bool) -> Fund {
    let mut fund = Fund::new();
    for _ in 0..rng.usize(1..6) {
        let project = amount(rng);
        let line = Line {
            income: project,
            project,
            ..Line::default()
        };
        fund.insert(*rng.choice(&*codes::FUND).unwrap(), line);
    }
    carry(rng, &mut fund, saves);
    fund
}

fn own(rng: &mut Rng, general: &mut Fund, saves: bool) -> Own {
    if rng.f64() < 0.6 {
        // All under 其他支出.
        let project = amount(rng);
        let mut own = Own {
            code: "2299999",
            project,
            ..Own::default()
        };
        own.income[4] = project;
        match rng.u8(0..4) {
            0 if project > 8 * LEAST => {
                own.carried_in = project / 4;
                own.income[4] -= own.carried_in;
            }
            1 if saves => own.income[4] += amount(rng),
            // Nothing is left then, so the reserve covers no more than the gap.
            2 if !saves && project > 8 * LEAST => {
                own.reserve = project / 3;
                own.income[4] -= own.reserve;
            }
            _ => {}
        }
        return own;
    }
    // With the department's own projects.
    let free = |code: &str| !matches!(codes::name(code), "行政运行" | "事业运行" | "一般行政管理事务");
    let candidates: Vec<&'static str> = general
        .iter()
        .filter(|(code, line)| line.project > 0 && free(code))
        .map(|(code, _)| *code)
        .collect();
    let Some(code) = rng.choice(candidates) else {
        return Own::default();
    };
    let (project, business) = (amount(rng), if rng.bool() { amount(rng) } else { 0 });
    let mut own = Own {
        code,
        project,
        business,
        ..Own::default()
    };
    own.income[if rng.bool() { 0 } else { 1 }] = project;
    own.income[2] = business;
    if saves && rng.bool() {
        own.income[3] = amount(rng);
        own.distributed = own.income[3] / 2 / LEAST * LEAST;
    }
    own
}

fn economic(rng: &mut Rng, general: &Fund) -> BTreeMap<&'static str, Fen> {
    let basic = |code: &str| general.get(code).map_or(0, |line| line.basic);
    let mut economic = BTreeMap::from([
        ("30108", basic("2080505")),
        ("30109", basic("2080506")),
        ("30110", basic("2101101") + basic("2101102")),
        ("30111", basic("2101103")),
        ("30113", basic("2210201")),
    ]);
    let all: Fen = general.values().map(|line| line.basic).sum();
    let left = all - economic.values().sum::<Fen>();
    let mut codes = vec![
        "30101", "30102", "30103", "30112", "30199", "30201", "30205", "30206", "30211", "30228", "30299",
    ];
    let rarer = [
        "30107", "30202", "30203", "30207", "30208", "30212", "30213", "30215", "30216", "30217", "30226", "30227",
        "30229", "30231", "30239", "30302", "30305", "30307", "30309", "31002", "31003",
    ];
    codes.extend(rarer.into_iter().filter(|_| rng.f64() < 0.5));
    rng.shuffle(&mut codes);
    economic.extend(split(rng, left, &codes));
    economic
}
