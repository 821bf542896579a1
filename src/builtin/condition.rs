//! Conditions, and relations that are more than a comparison.

use super::{Body, Builtin, Family, Parameter, Result, Special};
use crate::value::Kind;

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "if",
        chinese: "如果",
        family: Family::Condition,
        parameters: &[
            Parameter::Condition("条件"),
            Parameter::Same("成立时"),
            Parameter::Same("否则"),
        ],
        result: Result::Argument,
        doc: "条件成立取第二个数,否则取第三个。",
        example: Some("if(1 < 2, 10, 20) == 10"),
        body: Body::Special(Special::If),
    },
    Builtin {
        name: "blank",
        chinese: "空白",
        family: Family::Condition,
        parameters: &[Parameter::Figure("数")],
        result: Result::Kind(Kind::Bool),
        doc: "单元格是空白(或短横)。填了 0 不算空白。",
        example: None,
        body: Body::Special(Special::Blank),
    },
    Builtin {
        name: "missing",
        chinese: "缺少",
        family: Family::Condition,
        parameters: &[Parameter::Figure("数")],
        result: Result::Kind(Kind::Bool),
        doc: "报告里没有这张表、这一行或这一栏。",
        example: None,
        body: Body::Special(Special::Missing),
    },
    Builtin {
        name: "both_or_neither",
        chinese: "同有同无",
        family: Family::Condition,
        parameters: &[Parameter::Figure("甲"), Parameter::Figure("乙")],
        result: Result::Kind(Kind::Bool),
        doc: "两个数要么都有(不空白、不为零),要么都没有。",
        example: None,
        body: Body::Special(Special::BothOrNeither),
    },
    Builtin {
        name: "at_most_one",
        chinese: "至多一项",
        family: Family::Condition,
        parameters: &[Parameter::Figures("各数")],
        result: Result::Kind(Kind::Bool),
        doc: "各数之中至多一个有数(不空白、不为零)。",
        example: None,
        body: Body::Special(Special::AtMostOne),
    },
];
