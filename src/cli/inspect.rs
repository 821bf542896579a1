//! `gouji inspect`: what was recognised in a report, and how.

use super::arguments::Inspect;
use super::check::{options, read};
use super::columns::{Align, layout};
use super::inspect_repairs;
use super::inspect_table;
use super::project;
use super::{Console, Status, complain};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::run::UNKNOWN_TOPIC;
use crate::diagnostic::{any_error, did_you_mean};
use crate::finding::{self, Place};
use crate::form::{Form, FormId};
use crate::read::Format;
use crate::report::{ColumnBound, FactSource, Facts, FoundBy, Report, Table, UnitSource};
use crate::session::Session;
use crate::source::{Origin, SourceMap};

/// Runs the subcommand.
pub fn run(arguments: &Inspect, console: &mut Console) -> Status {
    let (_, session, mut status) = match project::open(&arguments.rules, console) {
        Ok(opened) => opened,
        Err(status) => return status,
    };
    let (name, bytes) = match read(&arguments.report, "标准输入") {
        Ok(read) => read,
        Err(diagnostic) => return complain::one(console, &diagnostic),
    };
    let checked = session.check_bytes(&name, bytes, &options(&arguments.facts)).checked;
    let sources = &checked.sources;
    complain::graver(console, &checked.diagnostics, sources);
    status = status.and(Status::trouble_if(any_error(&checked.diagnostics)));
    let Some(report) = &checked.report else {
        return Status::Trouble;
    };
    match &arguments.table {
        Some(table) => status.and(one_table(table, &session, report, sources, console)),
        None => {
            console.result(whole(&session, &name, report, sources));
            status
        }
    }
}

fn one_table(id: &str, session: &Session, report: &Report, sources: &SourceMap, console: &mut Console) -> Status {
    let forms = &session.plan().ruleset.forms;
    let Some(index) = forms.iter().position(|form| &*form.id == id) else {
        let ids = || forms.iter().map(|form| &*form.id);
        let known = ids().collect::<Vec<_>>().join("、");
        let help = did_you_mean(id, ids()).unwrap_or_else(|| format!("规则集里的表:{known}"));
        let diagnostic = Diagnostic::new(&UNKNOWN_TOPIC, format!("规则集里没有表“{id}”")).help(help);
        return complain::one(console, &diagnostic);
    };
    let Some(form) = forms.get(index) else {
        return Status::Trouble;
    };
    let mut tables = report.tables_of(FormId::new(index)).peekable();
    if tables.peek().is_none() {
        console.result(format!("报告里没有找到表{id} {}\n", form.title()));
    }
    for (_, table) in tables {
        console.result(inspect_table::describe(form, table, sources));
    }
    Status::Clean
}

fn whole(session: &Session, name: &str, report: &Report, sources: &SourceMap) -> String {
    let ruleset = &session.plan().ruleset;
    let formats: Vec<&str> = report.files.iter().map(|file| format_label(file.format)).collect();
    let mut text = format!("报告:{name}({})\n", formats.join("、"));
    text.push_str(&facts(&report.facts, sources));
    text.push_str(&format!("规则:{}({})\n\n认出的表\n", ruleset.name, session.folder()));
    text.push_str(&tables(report, &ruleset.forms, sources));
    for (index, form) in ruleset.forms.iter().enumerate() {
        if report.tables_of(FormId::new(index)).next().is_none() {
            let optional = if form.optional { "(可以没有)" } else { "" };
            text.push_str(&format!("  没有找到:{} {}{optional}\n", form.id, form.title()));
        }
    }
    let repairs = finding::repairs(session.plan(), report, sources);
    text.push_str(&inspect_repairs::describe(&repairs));
    text.push_str(&leftovers(report, sources));
    text.push_str("\n某张表的栏目、行和数字:gouji inspect --table 表号 报告\n");
    text
}

fn format_label(format: Format) -> &'static str {
    match format {
        Format::Text => "文本",
        Format::Csv => "分隔文本",
        Format::Workbook => "工作簿",
        Format::Html => "网页",
        Format::Word => "Word 文档",
        Format::Pdf => "PDF",
    }
}

fn facts(facts: &Facts, sources: &SourceMap) -> String {
    let said = |fact: Option<(String, FactSource)>| {
        let Some((value, source)) = fact else {
            return "没有认出".to_owned();
        };
        let from = match source {
            FactSource::Stated(origin) => place(sources, origin),
            FactSource::Given => "由选项给出".to_owned(),
            FactSource::FileName => "由文件名看出".to_owned(),
        };
        format!("{value}({from})")
    };
    let unit = facts.unit.as_ref().map(|fact| (fact.value.clone(), fact.source));
    let year = facts.year.as_ref().map(|fact| (fact.value.to_string(), fact.source));
    let kind = facts
        .kind
        .as_ref()
        .map(|fact| (fact.value.label().to_owned(), fact.source));
    format!("单位:{}\n年度:{}\n种类:{}\n", said(unit), said(year), said(kind))
}

fn tables(report: &Report, forms: &[Form], sources: &SourceMap) -> String {
    let header = ["表", "名称", "怎样找到", "位置", "单位", "认出的栏", "行", "改正"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for table in &report.tables {
        let Some(form) = forms.get(table.form.index()) else {
            continue;
        };
        let bindings = || table.parts.iter().flat_map(|part| part.columns.iter());
        let bound = bindings().filter(|binding| binding.bound.is_some()).count();
        let lines: usize = table.parts.iter().map(|part| part.rows.len()).sum();
        let cells = table.parts.iter().flat_map(|part| &part.cells);
        let repaired = cells.filter(|cell| cell.repair.is_some()).count();
        rows.push(vec![
            form.id.to_string(),
            form.title().to_owned(),
            found_by(&table.found_by),
            place(sources, table.origin),
            unit(table, sources),
            format!("{bound}/{}", bindings().count()),
            lines.to_string(),
            repaired.to_string(),
        ]);
    }
    let right = Align::Right;
    let left = Align::Left;
    layout(&rows, &[left, left, left, left, left, right, right, right], 2)
}

pub(super) fn found_by(found: &FoundBy) -> String {
    match found {
        FoundBy::Number(text) => format!("表号“{text}”"),
        FoundBy::Title(text) => format!("标题“{text}”"),
        FoundBy::Sheet(text) => format!("工作表名“{text}”"),
        FoundBy::Given => "直接给定".to_owned(),
    }
}

pub(super) fn unit(table: &Table, sources: &SourceMap) -> String {
    let from = match table.unit_from {
        UnitSource::Table(origin) => format!("表上写明,{}", place(sources, origin)),
        UnitSource::Report(origin) => format!("报告写明,{}", place(sources, origin)),
        UnitSource::Form => "表上没写,按表样".to_owned(),
    };
    format!("{}({from})", table.unit.label())
}

pub(super) fn bound_label(bound: ColumnBound) -> &'static str {
    match bound {
        ColumnBound::Number => "栏次",
        ColumnBound::Name => "名称",
        ColumnBound::Alias => "别名",
        ColumnBound::Position => "位置",
    }
}

fn leftovers(report: &Report, sources: &SourceMap) -> String {
    if report.leftovers.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = report
        .leftovers
        .iter()
        .map(|left| {
            vec![
                format!("“{}”", left.text),
                left.reason.clone(),
                place(sources, left.origin),
            ]
        })
        .collect();
    format!("\n没有归入任何表的内容({} 处)\n{}", rows.len(), layout(&rows, &[], 2))
}

pub(super) fn place(sources: &SourceMap, origin: Origin) -> String {
    Place::new(sources, origin, "".into()).in_file()
}
