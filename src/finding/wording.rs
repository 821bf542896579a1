//! Every sentence that findings and their renderers say, in one place.

use std::fmt::Write as _;

use super::{BoundKind, Scale};
use crate::ruleset::{Date, RuleBody};
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
pub(super) fn side_names(body: &RuleBody, subject: Option<&str>) -> (String, String) {
    let own = |otherwise: &str| subject.filter(|name| !name.is_empty()).unwrap_or(otherwise).to_owned();
    match body {
        RuleBody::RollUp { .. } => ("本级".into(), "下级之和".into()),
        RuleBody::ColumnIdentity { .. } => (own("本栏"), "各栏之和".into()),
        RuleBody::ItemIdentity { .. } => (own("本项"), "各项之和".into()),
        RuleBody::TotalIdentity { .. } => (own("合计"), "各科目之和".into()),
        _ => ("左边".into(), "右边".into()),
    }
}

/// A title for a rule that has none.
pub(super) fn title(body: &RuleBody, subject: Option<&str>) -> String {
    let own = subject.unwrap_or_default();
    match body {
        RuleBody::Checks { .. } => String::new(),
        RuleBody::RollUp { .. } => "科目逐级汇总".into(),
        RuleBody::ColumnIdentity { .. } => format!("{own}等于各栏之和"),
        RuleBody::ItemIdentity { .. } => format!("{own}等于各项之和"),
        RuleBody::TotalIdentity { .. } => format!("{own}等于各科目之和"),
        RuleBody::NonNegative { .. } => "不应有负数".into(),
        RuleBody::Required { .. } => "必填项不得空白".into(),
        RuleBody::EmptyStatement { .. } => "空表须有说明".into(),
        RuleBody::UniqueRows { .. } => "一个科目只占一行".into(),
        RuleBody::CodeTree { .. } => "每个科目都有上级科目".into(),
        RuleBody::TablePresent { .. } => "报告应有这张表".into(),
    }
}

/// What is wrong where nothing is compared.
pub(super) fn broken(body: &RuleBody) -> &'static str {
    match body {
        RuleBody::NonNegative { .. } => "出现负数",
        RuleBody::Required { .. } => "应填未填",
        RuleBody::EmptyStatement { .. } => "表中有无数据与所附说明不一致",
        RuleBody::UniqueRows { .. } => "同一科目出现了不止一行",
        RuleBody::CodeTree { .. } => "缺少上级科目的行",
        RuleBody::TablePresent { .. } => "报告中没有找到这张表",
        _ => "要求的条件不成立",
    }
}

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
pub(super) fn bound(kind: BoundKind, operator: ComparisonOperator, amount: &str) -> String {
    match (kind, operator) {
        (BoundKind::Exact, ComparisonOperator::Equal) => "要求完全相等".into(),
        (BoundKind::Exact, ComparisonOperator::Approximately) => "各数都是准确数,不容许有差".into(),
        (BoundKind::Exact, _) => "按数值直接比较".into(),
        (BoundKind::Rounding, ComparisonOperator::Equal) => {
            format!("要求完全相等;各数四舍五入的尾差上限 {amount}")
        }
        (BoundKind::Rounding, _) => format!("各数四舍五入的尾差上限 {amount}"),
        (BoundKind::Capped, _) => format!("规定的尾差上限 {amount}"),
        (BoundKind::Stated, _) => format!("规则容许 ±{amount}"),
    }
}

/// The headline of a cause that a value would settle. `count` failures would then hold.
pub(super) fn cause(cell: &str, read: &str, value: &str, count: usize) -> String {
    let follows = if count == 1 {
        "这条就成立".to_owned()
    } else {
        format!("以下 {count} 条都成立")
    };
    format!("{cell} {read};若为 {value},{follows}")
}

/// The headline of a cell that keeps rules from being computed.
pub(super) fn obstacle(cell: &str, read: &str, count: usize) -> String {
    format!("{cell} {read};以下 {count} 条因此无法计算")
}

/// A second cell that would explain as much.
pub(super) fn alternative(cell: &str, value: &str) -> String {
    format!("也可能错在 {cell}:若为 {value},同样都成立")
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

/// A waiver that holds.
#[must_use]
pub fn explained(reason: &str, until: Option<Date>) -> String {
    let mut out = format!("已说明:{reason}");
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

/// The sentences about typical slips. `cell` names a cell with its place, values carry their units.
pub(super) mod slip {
    pub fn unit(larger: &str, smaller: &str) -> String {
        format!("{larger}恰为{smaller}的 10,000 倍,可能把“元”当成了“万元”")
    }
    pub fn cell_unit(cell: &str, value: &str, right: &str) -> String {
        format!("{cell}是 {value},与 {right} 相差恰 10,000 倍,可能把“元”当成了“万元”")
    }
    pub fn sign(cell: &str, value: &str, right: &str) -> String {
        format!("{cell}是 {value},若为 {right}(正负号相反),两边就相等")
    }
    pub fn swap(cell: &str, value: &str, right: &str) -> String {
        format!("{cell}是 {value},若为 {right}(相邻两位数字对调),两边就相等")
    }
    pub fn lost(cell: &str, value: &str, right: &str) -> String {
        format!("{cell}是 {value},若为 {right},两边就相等,可能漏写了一位数字")
    }
    pub fn doubled(cell: &str, value: &str, right: &str) -> String {
        format!("{cell}是 {value},若为 {right},两边就相等,可能多写了一位数字")
    }
    pub fn stale_total(total: &str, cell: &str, value: &str) -> String {
        format!("差额恰为{cell}的 {value},{total}可能没有计入它,或者它改动后合计没有更新")
    }
    pub fn counted_twice(total: &str, cell: &str, value: &str) -> String {
        format!("差额恰为{cell}的 {value},{total}可能把它计了两次")
    }
    pub fn left_out(side: &str, cell: &str, value: &str) -> String {
        format!("差额恰为{cell}的 {value},{side}可能漏了它")
    }
    pub fn no_children() -> String {
        "没有列出任何下级科目的数,请核对是否漏填或漏印了明细行".to_owned()
    }
}

/// Heads of tables and lines.
pub const DIFFERENCE: &str = "差";
/// The column of forms.
pub const FORM: &str = "表";
/// The line of totals.
pub const TOTAL: &str = "合计";
/// The head of the run in numbers.
pub const SUMMARY: &str = "小结";
/// A rule of this category may be explained.
pub const VERIFY: &str = "类别 核实:单位可以说明理由";
/// Another file that a diagnostic speaks of.
pub const SEE_ALSO: &str = "相关位置";

/// The legal ground.
#[must_use]
pub fn basis(basis: &str) -> String {
    format!("依据 {basis}")
}

/// Blank addends that are not listed.
#[must_use]
pub fn blanks(count: usize) -> String {
    format!("(另有 {count} 项空白)")
}

/// Terms that are not listed.
#[must_use]
pub fn more_terms(count: usize) -> String {
    format!("(另有 {count} 项未列出)")
}

/// What stands over the report's own lines; `more` places are not shown.
#[must_use]
pub fn in_report(more: usize) -> String {
    if more == 0 {
        "报告中".to_owned()
    } else {
        format!("报告中(另有 {more} 处见上)")
    }
}

/// The headline of findings that share a cause.
#[must_use]
pub fn one_cause(count: usize) -> String {
    format!("{count} 条出于同一处")
}

/// A line that explains how a figure was read.
#[must_use]
pub fn note(text: &str) -> String {
    format!("注 {text}")
}

/// `gaoping-2024.txt  高平市工业和信息化局 2024年度`
#[must_use]
pub fn report_head(name: &str, unit: Option<&str>, year: Option<u16>) -> String {
    let mut out = name.to_owned();
    if let Some(unit) = unit {
        let _ = write!(out, "  {unit}");
    }
    if let Some(year) = year {
        let _ = write!(out, "  {year}年度");
    }
    out
}

/// The head of a table's tails.
#[must_use]
pub fn tails(form: &str, title: &str, count: usize) -> String {
    format!("提示 {form} {title} 尾差 {count} 处,都不超过四舍五入的影响")
}

/// The head of explained failures.
#[must_use]
pub fn explained_head(count: usize) -> String {
    format!("已说明 {count} 条,不计入问题")
}

/// Whether a repair could have changed the figure, so that it is listed by itself.
#[must_use]
pub fn is_grave(kind: crate::report::RepairKind) -> bool {
    use crate::report::RepairKind as Kind;
    matches!(kind, Kind::DecimalComma | Kind::DotSeparator | Kind::Shifted)
}

/// `数字中间有空格 85 处`
#[must_use]
pub fn repairs_of_kind(kind: crate::report::RepairKind, count: usize) -> String {
    use crate::report::RepairKind as Kind;
    let word = match kind {
        Kind::InnerSpace => "数字中间有空格",
        Kind::FullWidth => "全角数字或符号",
        Kind::DecimalComma => "小数点误作逗号",
        Kind::DotSeparator => "千分位误作小数点",
        Kind::FloatNoise => "存储误差",
        Kind::TextNumber => "数字存成了文本",
        Kind::Shifted => "所在行缺格,移回原栏",
    };
    format!("{word} {count} 处")
}

/// The head of the repaired figures.
#[must_use]
pub fn repairs(count: usize, kinds: &str) -> String {
    format!("读数时修正了 {count} 处:{kinds}")
}

/// How much was run and what came of it.
#[must_use]
pub fn totals(
    rules: usize,
    instances: usize,
    figures: Option<usize>,
    findings: &[(crate::diagnostic::Severity, usize)],
    explained: usize,
) -> String {
    let mut out = format!("规则 {rules} 条,检查 {instances} 次");
    if let Some(figures) = figures {
        let _ = write!(out, ",涉及数字 {figures} 个");
    }
    out.push(';');
    let found: Vec<String> = findings
        .iter()
        .map(|(severity, count)| format!("{} {count} 条", severity.label()))
        .collect();
    out.push_str(&found.join(","));
    if explained > 0 {
        let _ = write!(out, ",已说明 {explained} 条");
    }
    out
}

/// The head of what could not be bound.
#[must_use]
pub fn unbound_head(count: usize) -> String {
    format!("未绑定 {count} 次,没有查到结果:")
}

/// A cause for which rules could not be bound.
#[must_use]
pub fn unbound_cause(reason: &str, guard: Option<&str>, rules: &[std::sync::Arc<str>]) -> String {
    const MOST: usize = 12;
    let names: Vec<&str> = rules.iter().take(MOST).map(|rule| &**rule).collect();
    let mut out = match guard {
        Some(guard) => format!("前提 {guard} 不成立"),
        None => reason.to_owned(),
    };
    let _ = write!(out, ":{}", names.join("、"));
    if rules.len() > MOST {
        let _ = write!(out, " 等 {} 条", rules.len());
    }
    out
}

/// What a pilot rule came to.
#[must_use]
pub fn pilot(rule: &str, counts: &str) -> String {
    format!("试行 {rule}:{counts},不计入问题")
}

/// Coverage over what must be checked.
#[must_use]
pub fn duties(total: usize, open: &[&str]) -> String {
    let done = total - open.len();
    if open.is_empty() {
        format!("应查 {total} 项,都已查到")
    } else {
        format!("应查 {total} 项,已查 {done} 项;未查:{}", open.join("、"))
    }
}
