//! Functions on numbers.

use super::{Body, Builtin, Family, Parameter, Result, Special};
use crate::value::{Amount, ArithmeticError, CellText, Kind, Value, round_half_away, sub_exact};
use rust_decimal::Decimal;

type Computed = std::result::Result<Amount, ArithmeticError>;

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "abs",
        chinese: "绝对值",
        family: Family::Arithmetic,
        parameters: &[Parameter::Number("数")],
        result: Result::Argument,
        doc: "绝对值。",
        example: Some("abs(-3) == 3"),
        body: Body::Number(abs),
    },
    Builtin {
        name: "round",
        chinese: "四舍五入",
        family: Family::Arithmetic,
        parameters: &[Parameter::Number("数"), Parameter::Places("小数位数")],
        result: Result::Argument,
        doc: "四舍五入到指定的小数位数;金额按所在表的单位算位数。",
        example: Some("round(2.345, 2) == 2.35"),
        body: Body::Number(round),
    },
    Builtin {
        name: "ratio",
        chinese: "占比",
        family: Family::Arithmetic,
        parameters: &[Parameter::Number("部分"), Parameter::Number("总数")],
        result: Result::Quotient,
        doc: "部分 ÷ 总数。总数为零时无法计算。",
        example: Some("ratio(1, 4) == 25%"),
        body: Body::Number(ratio),
    },
    Builtin {
        name: "change",
        chinese: "增减额",
        family: Family::Arithmetic,
        parameters: &[Parameter::Number("本期"), Parameter::Number("上期")],
        result: Result::Argument,
        doc: "本期 − 上期。",
        example: Some("change(5, 8) == -3"),
        body: Body::Number(change),
    },
    Builtin {
        name: "growth",
        chinese: "增长率",
        family: Family::Arithmetic,
        parameters: &[Parameter::Number("本期"), Parameter::Number("上期")],
        result: Result::Quotient,
        doc: "(本期 − 上期) ÷ 上期。上期为零时无法计算:没有可比的基数。",
        example: Some("growth(6, 5) == 20%"),
        body: Body::Number(growth),
    },
    Builtin {
        name: "compare",
        chinese: "比较",
        family: Family::Arithmetic,
        parameters: &[Parameter::Number("甲"), Parameter::Number("乙")],
        result: Result::Kind(Kind::Text),
        doc: "甲比乙:“大于”“小于”或“等于”;印数的舍入分不出大小时算“等于”。",
        example: Some("compare(2, 1) == \"大于\""),
        body: Body::Text(compare),
    },
    Builtin {
        name: "precision",
        chinese: "精度",
        family: Family::Arithmetic,
        parameters: &[Parameter::Number("数")],
        result: Result::Kind(Kind::Count),
        doc: "正文中一个数印出的小数位数。",
        example: None,
        body: Body::Special(Special::Narrative),
    },
];

/// The number at `index`; the resolver has seen to it that there is one.
fn number(arguments: &[Value], index: usize) -> Amount {
    arguments.get(index).and_then(Value::number).unwrap_or(Amount::BLANK)
}

fn abs(arguments: &[Value]) -> Computed {
    Ok(number(arguments, 0).abs())
}

fn round(arguments: &[Value]) -> Computed {
    let amount = number(arguments, 0);
    let places = number(arguments, 1).value;
    let decimals = i32::try_from(places.trunc().mantissa()).unwrap_or(0).clamp(-12, 12);
    let rounded = |value: Decimal| match u32::try_from(decimals) {
        Ok(places) => round_half_away(value, places),
        Err(_) => {
            let unit = Decimal::from(10_u64.pow(decimals.unsigned_abs()));
            let scaled = value.checked_div(unit).map(|scaled| round_half_away(scaled, 0));
            scaled.and_then(|scaled| scaled.checked_mul(unit)).unwrap_or(value)
        }
    };
    let [value, low, high] = [amount.value, amount.low, amount.high].map(rounded);
    Ok(Amount {
        value,
        low,
        high,
        present: amount.present,
    })
}

fn ratio(arguments: &[Value]) -> Computed {
    number(arguments, 0).divided_by(number(arguments, 1))
}

fn change(arguments: &[Value]) -> Computed {
    number(arguments, 0).minus(number(arguments, 1))
}

/// `now / before − 1`, so that `before` counts once and the interval stays exact; its sign follows `|before|`.
fn growth(arguments: &[Value]) -> Computed {
    let (now, before) = (number(arguments, 0), number(arguments, 1));
    let quotient = now.divided_by(before)?;
    let one = Amount::literal(Decimal::ONE);
    let less_one = |value: Decimal| value.checked_sub(one.value).unwrap_or(value);
    let growth = Amount {
        value: sub_exact(quotient.value, one.value).unwrap_or_else(|| less_one(quotient.value)),
        low: less_one(quotient.low),
        high: less_one(quotient.high),
        present: quotient.present,
    };
    Ok(if before.value < Decimal::ZERO {
        growth.negated()
    } else {
        growth
    })
}

fn within_rounding(a: &Amount, b: &Amount) -> bool {
    a.value
        .checked_sub(b.value)
        .is_some_and(|difference| difference.abs() <= a.rounding_bound(b))
}

fn compare(arguments: &[Value]) -> std::result::Result<CellText, ArithmeticError> {
    let (a, b) = (number(arguments, 0), number(arguments, 1));
    let word = if within_rounding(&a, &b) {
        "等于"
    } else if a.value > b.value {
        "大于"
    } else {
        "小于"
    };
    Ok(word.into())
}
