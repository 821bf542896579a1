//! Declarations in words, as Markdown: what hover shows.

use std::fmt::Write as _;

use super::snapshot::Snapshot;
use super::vocabulary;
use crate::form::{Axis, Block, Column, Form, Formula, Item, LevelIx};
use crate::resolve::{Part, Target, capture_of};
use crate::ruleset::{CodeList, Disabled, Rule};
use crate::source::{SourceMap, Span};
use crate::syntax::ast::{self, Category, Word};
use crate::value::Kind;

/// `target` in a few lines of Markdown; `None` where there is nothing to say of it.
#[must_use]
pub(super) fn describe(snapshot: &Snapshot, target: &Target) -> Option<String> {
    let (ruleset, sources) = (snapshot.ruleset(), snapshot.sources());
    Some(match *target {
        Target::Form(form) => describe_form(ruleset.form(form)?),
        Target::Rule(rule) => describe_rule(ruleset.rule(rule)?, sources),
        Target::Disabled(disabled) => describe_disabled(ruleset.disabled.get(disabled)?),
        Target::BrokenRule(id) => {
            let title = items(snapshot).find_map(|item| match item {
                ast::Item::Rule(rule) if rule.id.as_ref().is_some_and(|own| own.span == id) => rule.title.as_ref(),
                _ => None,
            });
            let title = title.map_or("", |title| &title.value);
            page(
                &format!("规则 {} {title}", sources.slice(id)),
                &["有错误,没有启用".into()],
            )
        }
        Target::Ruleset(name) => describe_ruleset(items(snapshot).find_map(|item| match item {
            ast::Item::Header(header) if header.name.span == name => Some(header),
            _ => None,
        })?),
        Target::Let { name, value } => format!("**令 {}**\n\n{}", sources.slice(name), code(sources.slice(value))),
        Target::Narrative(narrative) => {
            let narrative = ruleset.narratives.get(narrative)?;
            page(
                &format!("文 {}", narrative.name.value),
                &[
                    format!("所在章节:{}", narrative.section.value),
                    format!("{} 个句式", narrative.patterns.len()),
                ],
            )
        }
        Target::Capture { narrative, capture } => {
            let capture = capture_of(ruleset, narrative, capture)?;
            let narrative = ruleset.narratives.get(narrative)?;
            let format = |format: &Word| format!("单位或格式:{}", format.value);
            page(
                &format!("文.{}.{}", narrative.name.value, capture.name.value),
                &[
                    format!("取自章节:{}", narrative.section.value),
                    capture.format.as_ref().map_or(String::new(), format),
                ],
            )
        }
        Target::CodeList(list) => {
            let CodeList { name, codes, .. } = ruleset.code_lists.get(list)?;
            page(&format!("科目 {name}"), &[format!("{} 个代码", codes.len())])
        }
        Target::CodeFile(list) => {
            let file = sources.get(ruleset.code_lists.get(list)?.file?.source)?;
            page("科目表文件", &[file.name.to_string()])
        }
        Target::Duty(duty) => page(&format!("应查 {}", ruleset.duties.get(duty)?.0), &[]),
        Target::Function(name) => vocabulary::function(name)?,
        Target::Fact(ref word) => page(&format!("报告.{word}"), &["整份报告的情况,不属于哪一张表".into()]),
        Target::Word(ref word) => vocabulary::name(word)?,
        Target::Rows => return None,
        Target::In(at, ref part) => within_form(snapshot, part, at.of(ruleset)?)?,
    })
}

fn items(snapshot: &Snapshot) -> impl Iterator<Item = &ast::Item> {
    snapshot.files().iter().flat_map(|file| &file.items)
}

/// What a block of a form declares.
fn within_form(snapshot: &Snapshot, part: &Part, (form, block): (&Form, &Block)) -> Option<String> {
    let sources = snapshot.sources();
    let level_at = |level: LevelIx| block.axis.coded()?.level(level);
    let (title, line) = match part {
        Part::Column(column) => return Some(describe_column(form, block.column(*column)?, sources)),
        Part::Item(item) => return Some(describe_item(form, block.axis.item(*item)?, sources)),
        Part::Block => {
            let name = block.name.as_ref()?;
            (format!("块 {name}"), format!("{} 列", block.columns.len()))
        }
        Part::Group(column, depth) => {
            let name = block.column(*column)?.groups.get(*depth)?;
            (format!("列组 {name}"), String::new())
        }
        Part::Section(item, depth) => {
            let name = block.axis.item(*item)?.sections.get(*depth)?;
            (format!("节 {name}"), String::new())
        }
        Part::Total(total) => {
            let total = block.axis.total(*total)?;
            let sum = match &total.formula {
                Some(formula) => format!("等于 {}", sources.slice(formula.span)),
                None => "等于最高一级各行之和".into(),
            };
            (format!("合计行 {}", total.name), sum)
        }
        Part::Level(level) => {
            let level = level_at(*level)?;
            (format!("级次 {}", level.name), format!("代码 {} 位", level.length))
        }
        Part::Code(level, code) => {
            let list = block.axis.coded()?.code_list.as_ref();
            let lists = snapshot.ruleset().code_lists.iter();
            let lists = lists.filter(|known| Some(&known.name) == list);
            let name = lists.flat_map(|list| list.codes.of(code)).next();
            let name = name.map_or("", |listed| listed.name);
            (format!("{code} {name}"), format!("{}级科目", level_at(*level)?.name))
        }
    };
    Some(page(&title, &[of_form(form), line]))
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

fn describe_disabled(disabled: &Disabled) -> String {
    let reason = match &*disabled.reason {
        "" => String::new(),
        reason => format!("因为:{reason}"),
    };
    page(
        &format!("规则 {} {}", disabled.rule, disabled.title),
        &["本规则集里已停用".into(), reason],
    )
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
