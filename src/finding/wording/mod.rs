//! Every sentence that findings and their renderers say, in one place.

pub(super) mod slip;

pub mod changes;
mod instance_cause;
mod label;
pub mod overview;
mod run;
mod shared_cause;

use std::fmt::Write as _;

pub use instance_cause::{cause_of, failure_of};
pub use label::label;
pub(super) use label::scope;
pub use run::*;
pub(super) use shared_cause::*;

use super::{AllowanceKind, Scale};
use crate::plan::{Body, Defined, SaidBy};
use crate::ruleset::Date;
use crate::syntax::ast::{Category, ComparisonOperator};

/// A blank cell.
pub const BLANK: &str = "空白";
/// A cell that cannot be read as a figure.
pub const UNREADABLE: &str = "读不出数";
/// Something the report does not have.
pub const MISSING: &str = "缺失";
/// True.
pub const TRUE: &str = "真";
/// False.
pub const FALSE: &str = "假";
/// What rules that belong to no form are listed under.
pub const NO_FORM: &str = "其他";
/// An unbound instance whose cause is not known.
pub const UNBOUND: &str = "报告中没有这条规则所说的内容";
/// An incomputable instance whose cause is not known.
pub const INCOMPUTABLE: &str = "无法计算";
/// Pilot rules.
pub const PILOT: &str = "试行";

/// The Chinese word for a category.
#[must_use]
pub fn category(category: Category) -> &'static str {
    match category {
        Category::Mandatory => "强制",
        Category::Verify => "核实",
    }
}

/// What the two sides of a rule's comparison are called.
pub(super) fn side_names(body: Option<&Body>) -> (String, String) {
    let own = |defined: &Defined, otherwise: &str| match &*defined.name {
        "" => otherwise.to_owned(),
        name => name.to_owned(),
    };
    match body.and_then(Body::checks).map(|checks| &checks.said_by) {
        Some(SaidBy::RollUp(_)) => ("本级".into(), "下级之和".into()),
        Some(SaidBy::Column(defined)) => (own(defined, "本栏"), "各栏之和".into()),
        Some(SaidBy::Item(defined)) => (own(defined, "本项"), "各项之和".into()),
        Some(SaidBy::Total(defined)) => (own(defined, "合计"), "各科目之和".into()),
        Some(SaidBy::Author) | None => ("左边".into(), "右边".into()),
    }
}

/// A title for a rule that has none: 汇总 says itself what it is.
pub(super) fn title(body: Option<&Body>) -> String {
    let is_roll_up = body.is_some_and(Body::is_roll_up);
    if is_roll_up {
        "科目逐级汇总".into()
    } else {
        String::new()
    }
}

/// What is wrong where nothing is compared and no cause is known.
pub(super) const NOT_MET: &str = "要求的条件不成立";

/// `208 社会保障和就业支出 项目支出:左边 3.00 万元,右边 3.50 万元,左边少 0.50 万元`
pub(super) struct Comparing<'a> {
    pub subject: &'a str,
    pub operator: ComparisonOperator,
    pub names: (&'a str, &'a str),
    pub values: (&'a str, &'a str),
    pub difference: rust_decimal::Decimal,
    pub scale: Scale,
}

impl Comparing<'_> {
    pub fn sentence(&self) -> String {
        use ComparisonOperator as Op;
        let unit = match self.scale.unit_label() {
            "" | "%" => String::new(),
            unit => format!(" {unit}"),
        };
        let value = |text: &str| {
            if text.chars().any(|c| c.is_ascii_digit()) {
                format!("{text}{unit}")
            } else {
                text.to_owned()
            }
        };
        let (left, right) = (value(self.values.0), value(self.values.1));
        let (left_name, right_name) = self.names;
        let distance = self.scale.distance(self.difference);
        let more = if self.difference.is_sign_negative() {
            "少"
        } else {
            "多"
        };
        let mut out = match self.operator {
            Op::Equal | Op::Approximately => {
                format!("{left_name} {left},{right_name} {right},{left_name}{more} {distance}")
            }
            Op::NotEqual => format!("{left_name}与{right_name}都是 {left},本不应相等"),
            Op::Less => format!("{left_name} {left},应小于{right_name} {right},却多 {distance}"),
            Op::LessOrEqual => format!("{left_name} {left},不应大于{right_name} {right},却多 {distance}"),
            Op::Greater => format!("{left_name} {left},应大于{right_name} {right},却少 {distance}"),
            Op::GreaterOrEqual => format!("{left_name} {left},不应小于{right_name} {right},却少 {distance}"),
        };
        if self.difference.is_zero() && matches!(self.operator, Op::Less | Op::Greater) {
            let word = if self.operator == Op::Less { "小于" } else { "大于" };
            out = format!("{left_name}与{right_name}都是 {left},{left_name}应{word}{right_name}");
        }
        with_subject(self.subject, &out)
    }
}

/// Puts what a sentence is about before it.
#[must_use]
pub fn with_subject(subject: &str, sentence: &str) -> String {
    if subject.is_empty() {
        sentence.to_owned()
    } else {
        format!("{subject}:{sentence}")
    }
}

/// Why a difference of no more than `amount` would have been allowed.
pub(super) fn bound(kind: AllowanceKind, operator: ComparisonOperator, amount: &str) -> String {
    match (kind, operator) {
        (AllowanceKind::Exact, ComparisonOperator::Equal) => "要求完全相等".into(),
        (AllowanceKind::Exact, ComparisonOperator::Approximately) => "各数都是准确数,不容许有差".into(),
        (AllowanceKind::Exact, _) => "按数值直接比较".into(),
        (AllowanceKind::Rounding, _) => format!("各数四舍五入的尾差上限 {amount}"),
        (AllowanceKind::Capped, _) => format!("规定的尾差上限 {amount}"),
        (AllowanceKind::Stated, _) => format!("规则容许 ±{amount}"),
    }
}

/// `2025-12-31`
#[must_use]
pub fn date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// A waiver that no longer holds.
pub(super) fn expired(until: &str, reason: &str) -> String {
    format!("原有豁免已于 {until} 到期,理由是“{reason}”,须重新说明或更正")
}

/// Why a failure is explained, and until when that holds.
#[must_use]
pub fn explained(reason: &str, until: Option<Date>) -> String {
    let mut out = format!("理由 {reason}");
    if let Some(until) = until {
        let _ = write!(out, "(至 {})", date(until));
    }
    out
}

/// A value and the words of its place: `33.24 万元(第456行)`.
#[must_use]
pub fn at(value: &str, place: &str) -> String {
    format!("{value}({place})")
}
