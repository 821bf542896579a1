//! Functions on the report as a document.

use super::{Body, Builtin, Family, Parameter, Result, Special};
use crate::value::Kind;

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin {
        name: "empty_table",
        chinese: "空表",
        family: Family::Document,
        parameters: &[Parameter::Form("表")],
        result: Result::Kind(Kind::Bool),
        doc: "报告里有这张表,但一个数也没有填。",
        example: None,
        body: Body::Special(Special::EmptyTable),
    },
    Builtin {
        name: "in_order",
        chinese: "顺序",
        family: Family::Document,
        parameters: &[Parameter::Form("各表")],
        result: Result::Kind(Kind::Bool),
        doc: "报告里有的这些表按给出的先后排列。",
        example: None,
        body: Body::Special(Special::InOrder),
    },
    Builtin {
        name: "code_name",
        chinese: "科目名",
        family: Family::Document,
        parameters: &[Parameter::Text("科目表"), Parameter::Text("代码")],
        result: Result::Kind(Kind::Text),
        doc: "代码在科目表里的名称,以报告年度的为准;表里有没有这个代码,用“存在”问,没有而取名称时无法计算。",
        example: None,
        body: Body::Special(Special::CodeName),
    },
    Builtin {
        name: "section",
        chinese: "节",
        family: Family::Document,
        parameters: &[Parameter::Text("标题")],
        result: Result::Kind(Kind::Text),
        doc: "正文的一节。",
        example: None,
        body: Body::Special(Special::Narrative),
    },
];
