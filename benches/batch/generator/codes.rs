//! The code lists that come with the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Codes and names, in order.
type Codes = BTreeMap<String, String>;

fn list(text: &str) -> Codes {
    let lines = text
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_digit()));
    let pair = |line: &str| {
        let mut fields = line.split(',');
        (fields.next().unwrap().to_owned(), fields.next().unwrap().to_owned())
    };
    lines.map(pair).collect()
}

static FUNCTIONS: LazyLock<Codes> = LazyLock::new(|| list(include_str!("../../../rulesets/全国/科目/功能分类.csv")));

static FUND_FUNCTIONS: LazyLock<Codes> =
    LazyLock::new(|| list(include_str!("../../../rulesets/全国/科目/政府性基金.csv")));

/// 国有资本经营预算, which has a list of its own.
const STATE_CAPITAL: [(&str, &str); 5] = [
    ("223", "国有资本经营预算支出"),
    ("22301", "解决历史遗留问题及改革成本支出"),
    ("2230105", "国有企业退休人员社会化管理补助支出"),
    ("22302", "国有企业资本金注入"),
    ("2230201", "国有经济结构调整支出"),
];

/// The classes with a line of their own in the summary tables, in their order.
pub const CLASSES: [&str; 26] = [
    "201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214", "215", "216", "217",
    "219", "220", "221", "222", "223", "224", "229", "231", "232", "234",
];

/// The name of a code.
pub fn name(code: &str) -> &'static str {
    let other = || {
        STATE_CAPITAL
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, name)| *name)
    };
    FUNCTIONS.get(code).map(String::as_str).or_else(other).unwrap()
}

fn leaves(codes: &Codes) -> impl Iterator<Item = &str> {
    let leaf = |code: &&str| code.len() == 7 && CLASSES.contains(&&code[..3]);
    codes.keys().map(String::as_str).filter(leaf)
}

/// The 项 of 一般公共预算, but for 其他支出, by 款.
pub static GENERAL: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let fund: BTreeSet<&str> = leaves(&FUND_FUNCTIONS).map(|code| &code[..5]).collect();
    let general = leaves(&FUNCTIONS).filter(|code| !fund.contains(&code[..5]) && !code.starts_with("229"));
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for code in general {
        match groups.last_mut() {
            Some(group) if group[0][..5] == code[..5] => group.push(code),
            _ => groups.push(vec![code]),
        }
    }
    groups
});

/// The 项 of 政府性基金预算 that are spent.
pub static FUND: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let known = |code: &&str| FUNCTIONS.contains_key(*code);
    leaves(&FUND_FUNCTIONS).filter(known).collect()
});

/// The 项 of 国有资本经营预算.
pub const STATE: [&str; 2] = ["2230105", "2230201"];
