//! What the name of a report's file says of it: `云川县水务局2024年度部门决算公开.xlsx`.

use super::head;
use crate::report::{Fact, FactSource, Facts, ReportKind};

/// Words of a file's name that are not the unit's.
const AROUND: [&str; 12] = [
    "部门决算",
    "单位决算",
    "部门预算",
    "单位预算",
    "决算",
    "预算",
    "信息公开",
    "公开",
    "报告",
    "报表",
    "套表",
    "表",
];

/// What the names of units end in; nothing else in a file's name is taken for a unit.
const ENDS: [&str; 30] = [
    "局",
    "厅",
    "委",
    "委员会",
    "办",
    "办公室",
    "院",
    "校",
    "学校",
    "大学",
    "中学",
    "小学",
    "幼儿园",
    "中心",
    "站",
    "所",
    "处",
    "队",
    "馆",
    "团",
    "会",
    "政府",
    "街道",
    "镇",
    "乡",
    "部",
    "社",
    "台",
    "库",
    "机关",
];

/// The facts in the name of a file (with or without folders before it).
#[must_use]
pub fn facts_in_name(name: &str) -> Facts {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let fact = |value| Fact {
        value,
        source: FactSource::FileName,
    };
    let year = head::year_in(stem);
    let kind = ReportKind::named_in(stem);
    Facts {
        unit: unit(stem).map(|unit| Fact {
            value: unit,
            source: FactSource::FileName,
        }),
        year: year.map(fact),
        kind: kind.map(|value| Fact {
            value,
            source: FactSource::FileName,
        }),
    }
}

/// The longest piece between years, numbers, brackets and the words of a title that ends as names of units do.
fn unit(stem: &str) -> Option<String> {
    let mut text = stem.to_owned();
    for word in AROUND {
        text = text.replace(word, " ");
    }
    let text = text.replace("年度", " ").replace('年', " ");
    text.split(|c: char| !c.is_alphabetic())
        .filter(|piece| piece.chars().count() >= 3 && !piece.is_ascii())
        .filter(|piece| ENDS.iter().any(|end| piece.ends_with(end)))
        .max_by_key(|piece| piece.chars().count())
        .map(str::to_owned)
}
