//! Functions over lists.

use super::{Body, Builtin, Family, Parameter, Result};
use crate::value::{Amount, ArithmeticError, Kind};
use rust_decimal::Decimal;

type Computed = std::result::Result<Amount, ArithmeticError>;

const LISTS: &[Parameter] = &[Parameter::Lists("各数")];

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "sum",
        chinese: "合计",
        family: Family::Aggregate,
        parameters: LISTS,
        result: Result::Argument,
        doc: "各数之和。对按科目编码的表,加的是明细行(没有下级的行),每笔只算一次;空白不计。",
        example: Some("sum(1, 2, 3) == 6"),
        body: Body::Aggregate(sum),
    },
    Builtin {
        name: "count",
        chinese: "计数",
        family: Family::Aggregate,
        parameters: LISTS,
        result: Result::Kind(Kind::Count),
        doc: "有数的个数,空白不计。",
        example: Some("count(1, 2, 3) == 3"),
        body: Body::Aggregate(count),
    },
    Builtin {
        name: "min",
        chinese: "最小",
        family: Family::Aggregate,
        parameters: LISTS,
        result: Result::Argument,
        doc: "各数中最小的一个,空白不计。",
        example: Some("min(3, 1, 2) == 1"),
        body: Body::Aggregate(min),
    },
    Builtin {
        name: "max",
        chinese: "最大",
        family: Family::Aggregate,
        parameters: LISTS,
        result: Result::Argument,
        doc: "各数中最大的一个,空白不计。",
        example: Some("max(3, 1, 2) == 3"),
        body: Body::Aggregate(max),
    },
    Builtin {
        name: "avg",
        chinese: "平均",
        family: Family::Aggregate,
        parameters: LISTS,
        result: Result::Argument,
        doc: "各数的平均数,空白不计;一个数也没有时无法计算。",
        example: Some("avg(1, 2, 3) == 2"),
        body: Body::Aggregate(avg),
    },
];

fn sum(figures: &[Amount]) -> Computed {
    figures
        .iter()
        .try_fold(Amount::BLANK, |total, figure| total.plus(*figure))
}

/// Figures that are there. Literals have no presence of their own; among themselves all of them count.
fn there(figures: &[Amount]) -> impl Iterator<Item = Amount> {
    let any_present = figures.iter().any(|figure| figure.present);
    figures
        .iter()
        .copied()
        .filter(move |figure| figure.present || !any_present && *figure != Amount::BLANK)
}

fn count(figures: &[Amount]) -> Computed {
    let number = Amount::literal(Decimal::from(there(figures).count()));
    Ok(Amount {
        present: figures.iter().any(|figure| figure.present),
        ..number
    })
}

fn extreme(figures: &[Amount], pick: fn(Decimal, Decimal) -> Decimal) -> Computed {
    Ok(there(figures)
        .reduce(|a, b| Amount {
            value: pick(a.value, b.value),
            low: pick(a.low, b.low),
            high: pick(a.high, b.high),
            present: a.present || b.present,
        })
        .unwrap_or(Amount::BLANK))
}

fn min(figures: &[Amount]) -> Computed {
    extreme(figures, Decimal::min)
}

fn max(figures: &[Amount]) -> Computed {
    extreme(figures, Decimal::max)
}

fn avg(figures: &[Amount]) -> Computed {
    let number = there(figures).count();
    sum(figures)?.divided_by(Amount::literal(Decimal::from(number)))
}
