//! Declarations in words, as Markdown: what hover shows.

use std::fmt::Write as _;

use crate::form::{Axis, Column, Form, Formula, Item};
use crate::ruleset::Rule;
use crate::source::{SourceMap, Span};
use crate::syntax::ast::{self, Category};
use crate::value::Kind;

use super::target::Target;

/// `target` in a few lines of Markdown; `sources` hold the texts its spans point into.
#[must_use]
pub(super) fn describe(target: &Target<'_>, sources: &SourceMap) -> String {
    match target {
        Target::Form(form) => describe_form(form),
        Target::Block(form, block) => {
            let name = block.name.as_ref().map_or("", |name| &name.text);
            page(
                &format!("块 {name}"),
                &[of_form(form), format!("{} 列", block.columns.len())],
            )
        }
        Target::Group(form, name, _) => page(&format!("列组 {name}"), &[of_form(form)]),
        Target::Section(form, name, _) => page(&format!("节 {name}"), &[of_form(form)]),
        Target::Column(form, column) => describe_column(form, column, sources),
        Target::Item(form, item) => describe_item(form, item, sources),
        Target::Total(form, total) => {
            let sum = match &total.formula {
                Some(formula) => format!("等于 {}", sources.slice(formula.span)),
                None => "等于最高一级各行之和".into(),
            };
            page(&format!("合计行 {}", total.name), &[of_form(form), sum])
        }
        Target::Level(form, level) => page(
            &format!("级次 {}", level.name),
            &[of_form(form), format!("代码 {} 位", level.length)],
        ),
        Target::Code(form, level, code, name) => page(
            &format!("{code} {}", name.unwrap_or_default()),
            &[of_form(form), format!("{}级科目", level.name)],
        ),
        Target::Rule(rule) => describe_rule(rule, sources),
        Target::Idle(rule, disabled) => {
            let word = |word: &Option<ast::Word>| word.as_ref().map_or(String::new(), |word| word.value.to_string());
            page(
                &format!("规则 {} {}", word(&rule.id), word(&rule.title)),
                &[if *disabled {
                    "本规则集里已停用"
                } else {
                    "有错误,没有启用"
                }
                .into()],
            )
        }
        Target::IdleImplied(disabled, _) => {
            let reason = match &*disabled.reason {
                "" => String::new(),
                reason => format!("因为:{reason}"),
            };
            page(
                &format!("规则 {}", disabled.rule),
                &["由表样得出,本规则集里已停用".into(), reason],
            )
        }
        Target::Ruleset(header) => describe_ruleset(header),
        Target::CodeFile(name, _) => page("科目表文件", &[(*name).to_owned()]),
        Target::Let(binding) => format!(
            "**令 {}**\n\n{}",
            binding.name.value,
            code(sources.slice(binding.value.span))
        ),
        Target::Narrative(narrative) => page(
            &format!("文 {}", narrative.name.value),
            &[
                format!("所在章节:{}", narrative.section.value),
                format!("{} 个句式", narrative.patterns.len()),
            ],
        ),
        Target::Capture(narrative, capture) => page(
            &format!("文.{}.{}", narrative.name.value, capture.name.value),
            &[
                format!("取自章节:{}", narrative.section.value),
                capture
                    .format
                    .as_ref()
                    .map_or(String::new(), |format| format!("单位或格式:{}", format.value)),
            ],
        ),
        Target::CodeList(list) => page(
            &format!("科目 {}", list.name),
            &[format!("{} 个代码", list.codes.len())],
        ),
        Target::Duty(words, _) => page(&format!("应查 {words}"), &[]),
    }
}

/// A bold title and lines below it; empty lines are left out.
fn page(title: &str, lines: &[String]) -> String {
    let mut text = format!("**{}**", title.trim());
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let _ = write!(text, "\n\n{line}");
    }
    text
}

/// Rule text as a block of code.
pub(super) fn code(text: &str) -> String {
    format!("```gouji\n{}\n```", text.trim())
}

fn describe_ruleset(header: &ast::Header) -> String {
    let version = header.version.as_ref();
    let years = header.years.as_ref().map(|years| years.value);
    page(
        &format!("规则集 {}", header.name.value),
        &[
            version.map_or(String::new(), |version| format!("版本:{}", version.value)),
            years.map_or(String::new(), |years| match years.from == years.to {
                true => format!("年度:{}", years.from),
                false => format!("年度:{}至{}", years.from, years.to),
            }),
        ],
    )
}

fn of_form(form: &Form) -> String {
    format!("表 {}《{}》", form.id, form.title())
}

fn describe_form(form: &Form) -> String {
    let list = |names: &[crate::value::Name]| names.iter().map(|name| &*name.text).collect::<Vec<_>>().join("、");
    let mut lines = Vec::new();
    if !form.numbers.is_empty() {
        lines.push(format!("表号:{}", list(&form.numbers)));
    }
    lines.push(format!("单位:{}", form.unit.label()));
    for block in &form.blocks {
        let name = block.name.as_ref().map_or(String::new(), |name| format!("块 {name}:"));
        let rows = match &block.axis {
            Axis::Coded(coded) => format!("按{}分行", coded.key),
            Axis::Items(items) => format!("{} 个项目", items.len()),
            Axis::Single => "单行".into(),
        };
        lines.push(format!("{name}{} 列,{rows}", block.columns.len()));
    }
    lines.extend(form.basis.as_ref().map(|basis| format!("依据:{basis}")));
    if form.optional {
        lines.push("可空:报告里可以没有这张表".into());
    }
    if form.repeatable {
        lines.push("可重复:报告里可以有多张".into());
    }
    page(&format!("表 {} {}", form.id, form.title()), &lines)
}

fn describe_column(form: &Form, column: &Column, sources: &SourceMap) -> String {
    let mut facts = Vec::new();
    facts.extend(column.number.map(|number| format!("栏次 {number}")));
    facts.push(kind(form, column.kind));
    page(
        &format!("{}.{}", form.id, column.path()),
        &[
            of_form(form),
            facts.join(","),
            identity(column.formula.as_ref(), sources),
            aliases(&column.aliases),
        ],
    )
}

fn describe_item(form: &Form, item: &Item, sources: &SourceMap) -> String {
    let mut facts = Vec::new();
    facts.extend(item.line.map(|line| format!("行次 {line}")));
    facts.extend(item.code.as_ref().map(|code| format!("代码 {code}")));
    facts.extend(item.kind.map(|own| kind(form, own)));
    let sections = item.sections.iter().map(|section| format!("{section}."));
    page(
        &format!("{}.{}{}", form.id, sections.collect::<String>(), item.name),
        &[
            of_form(form),
            facts.join(","),
            identity(item.formula.as_ref(), sources),
            aliases(&item.aliases),
        ],
    )
}

fn describe_rule(rule: &Rule, sources: &SourceMap) -> String {
    let level = if rule.pilot { "试行" } else { rule.severity.label() };
    let category = match rule.category {
        Category::Mandatory => "强制",
        Category::Verify => "核实",
    };
    let basis = rule
        .basis
        .as_ref()
        .map_or(String::new(), |basis| format!("依据:{basis}"));
    let changed = match rule.overridden_at.len() {
        0 => String::new(),
        count => format!("被覆盖 {count} 次"),
    };
    let text = page(
        &format!("规则 {} {}", rule.id, rule.title),
        &[format!("级别:{level},类别:{category}"), basis, changed],
    );
    format!("{text}\n\n{}", code(&excerpt(rule.full_span, sources)))
}

/// The text of a declaration, cut to what a hover can show.
fn excerpt(span: Span, sources: &SourceMap) -> String {
    const MOST: usize = 12;
    let text = sources.slice(span);
    let mut lines: Vec<&str> = text.lines().take(MOST).collect();
    if text.lines().nth(MOST).is_some() {
        lines.push("…");
    }
    lines.join("\n")
}

fn kind(form: &Form, kind: Kind) -> String {
    match kind {
        Kind::Money => format!("{}({})", kind.label(), form.unit.label()),
        _ => kind.label().to_owned(),
    }
}

fn identity(formula: Option<&Formula>, sources: &SourceMap) -> String {
    let Some(formula) = formula else {
        return String::new();
    };
    let basis = formula.grounds.basis.as_ref();
    let basis = basis.map_or(String::new(), |basis| format!(",依据:{basis}"));
    format!("等于 {}{basis}", sources.slice(formula.span))
}

fn aliases(names: &[crate::value::Name]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = names.iter().map(|name| &*name.text).collect();
    format!("别名:{}", names.join("、"))
}
