//! The parts of a rule, sorted and set.

use super::unit;
use crate::diagnostic::codes::ruleset as codes;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::form::{Form, FormId};
use crate::ruleset::form::severity;
use crate::ruleset::{Rule, RuleBody, tail_cap, years};
use crate::source::Span;
use crate::syntax::ast::{Category, Each, Expression, Let, Level, RollUp, RulePart, Spanned, TailCap, Word, YearRange};

/// The parts of a rule or of an override, by kind.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    pub each: Option<&'a Each>,
    pub each_column: Option<Span>,
    pub when: Option<&'a Expression>,
    pub checks: Vec<&'a Expression>,
    pub roll_up: Option<&'a RollUp>,
    pub lets: Vec<&'a Let>,
    pub level: Option<&'a Spanned<Level>>,
    pub category: Option<&'a Spanned<Category>>,
    pub basis: Option<&'a Word>,
    pub message: Option<&'a Word>,
    pub years: Option<&'a Spanned<YearRange>>,
    pub tail_cap: Option<&'a TailCap>,
    pub requires: Vec<&'a Word>,
    pub discharges: Vec<&'a Word>,
    /// Whether a part could not be read, which has been reported.
    pub malformed: bool,
}

impl<'a> Parts<'a> {
    /// Sorts `parts`; one that may stand but once and is repeated is reported, and the first counts.
    pub fn sort(parts: &'a [RulePart], sink: &mut Vec<Diagnostic>) -> Self {
        let mut sorted = Self::default();
        for part in parts {
            let taken = match part {
                RulePart::Each(each) => put(&mut sorted.each, each, "逐行", |each| each.span),
                RulePart::EachColumn(span) => put(&mut sorted.each_column, *span, "逐列", |span| *span),
                RulePart::When(when) => put(&mut sorted.when, when, "当", |when| when.span),
                RulePart::RollUp(roll_up) => put(&mut sorted.roll_up, roll_up, "汇总", |roll_up| roll_up.span),
                RulePart::Level(level) => put(&mut sorted.level, level, "级别", |level| level.span),
                RulePart::Category(category) => put(&mut sorted.category, category, "类别", |word| word.span),
                RulePart::Basis(basis) => put(&mut sorted.basis, basis, "依据", |basis| basis.span),
                RulePart::Message(message) => put(&mut sorted.message, message, "说明", |message| message.span),
                RulePart::Years(years) => put(&mut sorted.years, years, "年度", |years| years.span),
                RulePart::TailCap(cap) => put(&mut sorted.tail_cap, cap, "尾差上限", |cap| cap.span),
                RulePart::Check(check) => {
                    sorted.checks.push(check);
                    None
                }
                RulePart::Let(binding) => {
                    let name = &binding.name;
                    let known = sorted.lets.iter().find(|known| known.name.value == name.value);
                    let clash = known.map(|known| repeated(&format!("令 {}", name.value), name.span, known.name.span));
                    sorted.lets.push(binding);
                    clash
                }
                RulePart::Malformed(_) => {
                    sorted.malformed = true;
                    None
                }
                RulePart::Requires(guard) => {
                    sorted.requires.push(guard);
                    None
                }
                RulePart::Discharges(duty) => {
                    sorted.discharges.push(duty);
                    None
                }
            };
            sink.extend(taken);
        }
        sorted
    }

    /// The first part that says what is checked and over which rows.
    pub fn body_part(&self) -> Option<Span> {
        let each = self.each.map(|each| each.span);
        let roll_up = self.roll_up.map(|roll_up| roll_up.span);
        let check = self.checks.first().map(|check| check.span);
        let binding = self.lets.first().map(|binding| binding.span);
        each.or(self.each_column).or(roll_up).or(check).or(binding)
    }
}

fn put<T>(slot: &mut Option<T>, value: T, word: &str, span: impl Fn(&T) -> Span) -> Option<Diagnostic> {
    if let Some(first) = slot {
        let help = if word == "当" {
            "两个条件用“且”连成一个"
        } else {
            "只留一处"
        };
        return Some(repeated(word, span(&value), span(first)).help(help));
    }
    *slot = Some(value);
    None
}

fn repeated(word: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&codes::RULE_PART_TWICE, format!("一条规则里“{word}”写了两次"))
        .at(second, "这里又写了一次")
        .at(first, "第一次在这里")
        .help("只留一处")
}

/// Sets what `parts` say on `rule`, in place of what it said of their kind; 令 replace those of their name.
pub(super) fn set(
    rule: &mut Rule,
    parts: &Parts<'_>,
    forms: &[Form],
    ruleset_years: Option<YearRange>,
    sink: &mut Vec<Diagnostic>,
) {
    if let Some(level) = parts.level {
        rule.severity = severity(level.value);
        rule.pilot = level.value == Level::Pilot;
    }
    if let Some(category) = parts.category {
        rule.category = category.value;
    }
    if let Some(basis) = parts.basis {
        rule.basis = Some(basis.value.clone());
    }
    if let Some(message) = parts.message {
        rule.message = Some((message.value.clone(), message.span));
    }
    if let Some(when) = parts.when {
        rule.when = Some(when.clone());
    }
    if let Some(written) = parts.years {
        rule.years = Some(written.value);
        years::check_within(written, ruleset_years, sink);
    }
    let words = |words: &[&Word]| words.iter().map(|word| (word.value.clone(), word.span)).collect();
    if !parts.requires.is_empty() {
        rule.requires = words(&parts.requires);
    }
    if !parts.discharges.is_empty() {
        rule.discharges = words(&parts.discharges);
    }
    set_body(rule, parts, forms, sink);
    if let Some(cap) = parts.tail_cap {
        rule.tail_cap = tail_cap::in_yuan(cap, unit::of(rule, forms), sink);
    }
}

fn set_body(rule: &mut Rule, parts: &Parts<'_>, forms: &[Form], sink: &mut Vec<Diagnostic>) {
    if let Some(roll_up) = parts.roll_up {
        if let Some(other) = parts
            .checks
            .first()
            .map(|check| check.span)
            .or(parts.each.map(|each| each.span))
        {
            sink.push(
                Diagnostic::new(&codes::ROLL_UP_MIXED, "一条规则里不能既写“汇总”又写“检查”或“逐行”")
                    .at(roll_up.span, "这里写了汇总")
                    .at(other, "这里又写了别的")
                    .help("分成两条规则"),
            );
        } else if let Some(form) = roll_up_form(roll_up, forms, sink) {
            rule.body = RuleBody::RollUp {
                form: FormId::new(form),
            };
        }
        return;
    }
    if parts.body_part().is_none() {
        return;
    }
    if !matches!(rule.body, RuleBody::Checks { .. }) {
        rule.body = RuleBody::Checks {
            each: None,
            each_column: None,
            lets: Vec::new(),
            checks: Vec::new(),
        };
    }
    let RuleBody::Checks {
        each,
        each_column,
        lets,
        checks,
    } = &mut rule.body
    else {
        return;
    };
    if let Some(new) = parts.each {
        *each = Some(new.clone());
    }
    *each_column = parts.each_column.or(*each_column);
    for new in &parts.lets {
        lets.retain(|known| known.name.value != new.name.value);
        lets.push((*new).clone());
    }
    if !parts.checks.is_empty() {
        *checks = parts.checks.iter().map(|check| (*check).clone()).collect();
    }
}

fn roll_up_form(roll_up: &RollUp, forms: &[Form], sink: &mut Vec<Diagnostic>) -> Option<usize> {
    let id = &roll_up.form;
    let Some(at) = forms.iter().position(|form| form.id == id.value) else {
        sink.push(unknown_form(id, forms.iter().map(|form| &*form.id)));
        return None;
    };
    let coded = forms
        .get(at)
        .is_some_and(|form| form.blocks.iter().any(|block| block.axis.coded().is_some()));
    if !coded {
        sink.push(
            Diagnostic::new(&codes::NOT_CODED, format!("表“{}”不按代码分行,不能汇总", id.value))
                .at(id.span, "这张表没有上下级科目")
                .help("固定行次的表把合计写成算式,例如:9 合计 = 1..8"),
        );
        return None;
    }
    Some(at)
}

/// A form that isn't declared.
pub(in crate::ruleset) fn unknown_form<'a>(id: &Word, forms: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(&codes::FORM_UNKNOWN, format!("没有编号为“{}”的表", id.value))
        .at(id.span, "这张表没有声明")
        .maybe_help(did_you_mean(&id.value, forms))
}

/// Whether the rule as it now is can be checked at all; says why not.
pub(super) fn check_body(rule: &Rule, parts: &Parts<'_>, at: Span, sink: &mut Vec<Diagnostic>) -> bool {
    let RuleBody::Checks {
        each,
        each_column,
        checks,
        ..
    } = &rule.body
    else {
        return true;
    };
    if checks.is_empty() {
        // A 汇总 that came to nothing has been reported.
        if parts.roll_up.is_none() {
            sink.push(
                Diagnostic::new(&codes::RULE_WITHOUT_CHECK, format!("规则“{}”没有写要检查什么", rule.id))
                    .at(at, "缺“检查”或“汇总”")
                    .help("加上一行,例如:检查 本年支出合计 ≈ 基本支出 + 项目支出"),
            );
        }
        return false;
    }
    if let (None, Some(each_column)) = (each, each_column) {
        sink.push(
            Diagnostic::new(&codes::EACH_COLUMN_ALONE, "“逐列”要和“逐行”一起写")
                .at(*each_column, "没有“逐行”,不知道是哪张表的列")
                .help("加上一行,例如:逐行 03"),
        );
        return false;
    }
    true
}
