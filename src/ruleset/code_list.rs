//! Code list files: a code and its name a line, perhaps with the years they are in force.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::definitions::{Defined, Definition, Definitions};
use super::lineage::Lineage;
use super::{CodeList, Codes, ListedCode};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::ruleset as codes;
use crate::source::{Source, SourceMap, Span, lines};
use crate::syntax::ast::YearRange;

/// Loads every code list that the lineage declares. A child's list stands in place of an inherited one of the same
/// name and years.
pub(super) fn collect(lineage: &Lineage<'_>, sources: &SourceMap, sink: &mut Vec<Diagnostic>) -> Vec<CodeList> {
    let mut lists = Definitions::new("科目表");
    for (member, folder) in lineage.members() {
        for declaration in folder.declared_code_lists() {
            let years = declaration.years.as_ref().map(|written| written.value);
            let key = match years {
                Some(YearRange { from, to }) => format!("{} {from}..{to}", declaration.name.value).into(),
                None => Arc::clone(&declaration.name.value),
            };
            let definition = Definition {
                span: declaration.name.span,
                member,
                value: (declaration, folder, years),
            };
            let _: Defined = lists.define(&key, definition, lineage, sink);
        }
    }
    let mut read = Vec::new();
    for (declaration, folder, years) in lists.into_values() {
        let loaded = folder
            .code_lists
            .iter()
            .find(|list| list.declared == declaration.path.value)
            .and_then(|list| sources.get(list.source));
        let codes = loaded.map_or_else(Codes::default, |source| parse(source, sink));
        read.push(CodeList {
            name: Arc::clone(&declaration.name.value),
            years,
            codes,
            file: loaded.map(first_line),
            span: declaration.name.span,
        });
    }
    read
}

/// Which field of a line holds what.
#[derive(Debug, Clone, Copy)]
struct CodeFields {
    code: usize,
    name: usize,
    from: Option<usize>,
    to: Option<usize>,
}

const PLAIN: CodeFields = CodeFields {
    code: 0,
    name: 1,
    from: Some(2),
    to: Some(3),
};

impl CodeFields {
    /// The layout that a header line gives; `None` where the line is no header.
    fn of_header(fields: &[Cow<'_, str>]) -> Option<Self> {
        let find = |words: &[&str]| {
            fields
                .iter()
                .position(|field| words.contains(&field.to_lowercase().as_str()))
        };
        Some(Self {
            code: find(&["code", "代码", "编码", "科目代码", "科目编码"])?,
            name: find(&["name", "名称", "科目名称"])?,
            from: find(&["from", "起始年度", "启用年度", "起"]),
            to: find(&["to", "截止年度", "停用年度", "止"]),
        })
    }
}

fn first_line(source: &Source) -> Span {
    let line = source.text.lines().next().unwrap_or_default();
    Span::new(source.id, 0, line.len())
}

fn parse(source: &Source, sink: &mut Vec<Diagnostic>) -> Codes {
    let mut codes = Codes::with_room_for(&source.text);
    let mut spans: Vec<Span> = Vec::new();
    let mut said = Vec::new();
    let mut layout = None;
    let mut fields = Vec::new();
    let mut start = 0;
    for line in lines(&source.text) {
        let written = line.trim_end();
        let span = Span::new(source.id, start, start + written.len());
        start += line.len();
        let text = written.trim_start();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        fields.clear();
        split(line.trim_end_matches(['\r', '\n']), &mut fields);
        let layout = match layout {
            Some(layout) => layout,
            None => {
                let header = CodeFields::of_header(&fields);
                layout = Some(header.unwrap_or(PLAIN));
                if header.is_some() {
                    continue;
                }
                PLAIN
            }
        };
        match read_line(&fields, layout) {
            Ok(code) => {
                codes.push(code);
                spans.push(span);
            }
            Err(problem) => said.push(
                Diagnostic::new(&codes::CODE_LIST_LINE, format!("科目表的这一行读不懂:{problem}"))
                    .at(span, problem)
                    .help("每行写:代码,名称[,起始年度,截止年度]"),
            ),
        }
    }
    let clashing = clashing(&codes, &spans, &mut said);
    if !clashing.is_empty() {
        codes.remove(&clashing);
        said.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.at));
    }
    sink.append(&mut said);
    codes
}

/// The codes that are listed more than once, be it for different years; sorted.
fn doubles(codes: &Codes) -> Vec<&str> {
    if codes.iter().is_sorted_by(|a, b| a.code < b.code) {
        return Vec::new();
    }
    let mut sorted: Vec<&str> = codes.iter().map(|listed| listed.code).collect();
    sorted.sort_unstable();
    let pairs = sorted.iter().zip(sorted.iter().skip(1));
    let equal = pairs.filter(|(code, next)| code == next);
    equal.map(|(code, _)| *code).collect()
}

/// The places of codes that an earlier line has for one of the same years.
fn clashing(listed: &Codes, spans: &[Span], said: &mut Vec<Diagnostic>) -> BTreeSet<usize> {
    let doubles = doubles(listed);
    let mut clashing = BTreeSet::new();
    if doubles.is_empty() {
        return clashing;
    }
    let mut places: HashMap<&str, Vec<(Option<YearRange>, Span)>> = HashMap::new();
    for (at, (code, span)) in listed.iter().zip(spans).enumerate() {
        if doubles.binary_search(&code.code).is_err() {
            continue;
        }
        let earlier = places.entry(code.code).or_default();
        let clash = earlier.iter().find(|(years, _)| match (years, &code.years) {
            (Some(a), Some(b)) => a.meets(b),
            _ => true,
        });
        if let Some((_, first)) = clash {
            let message = format!("科目表里代码“{}”出现两次", code.code);
            said.push(
                Diagnostic::new(&codes::CODE_LIST_DUPLICATE, message)
                    .at(*span, "又出现一次")
                    .at(*first, "第一次在这里")
                    .help("删去一行,或给两行写上不相交的年度"),
            );
            clashing.insert(at);
            continue;
        }
        earlier.push((code.years, *span));
    }
    clashing
}

fn read_line<'f>(fields: &'f [Cow<'_, str>], layout: CodeFields) -> Result<ListedCode<'f>, &'static str> {
    let field = |at: usize| fields.get(at).map_or("", Cow::as_ref);
    let code = field(layout.code);
    let name = field(layout.name);
    if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("代码要由数字或字母组成");
    }
    if name.is_empty() {
        return Err("缺名称");
    }
    let year = |at: Option<usize>, open: u16| match at.map(field) {
        None | Some("") => Ok(open),
        Some(text) => text.parse::<u16>().map_err(|_| "年度要写成四位数字"),
    };
    let from = year(layout.from, 0)?;
    let to = year(layout.to, u16::MAX)?;
    if from > to {
        return Err("起始年度在截止年度之后");
    }
    Ok(ListedCode {
        code,
        name,
        years: (from, to).ne(&(0, u16::MAX)).then_some(YearRange { from, to }),
    })
}

/// Adds the fields of a line: separated by tabs where there is one, else by commas; a field in `"` may hold either.
fn split<'l>(line: &'l str, fields: &mut Vec<Cow<'l, str>>) {
    // Most lines have neither tabs nor quotes, and the only comma that is not ASCII begins with 0xEF.
    if memchr::memchr3(b'\t', b'"', 0xEF, line.as_bytes()).is_none() {
        let mut rest = line;
        while let Some((field, behind)) =
            memchr::memchr(b',', rest.as_bytes()).and_then(|comma| Some((rest.get(..comma)?, rest.get(comma + 1..)?)))
        {
            fields.push(field.trim().into());
            rest = behind;
        }
        fields.push(rest.trim().into());
        return;
    }
    let tabs = line.contains('\t');
    let separates = |c: char| if tabs { c == '\t' } else { matches!(c, ',' | '\u{ff0c}') };
    if !line.contains('"') {
        fields.extend(line.split(separates).map(|field| Cow::from(field.trim())));
        return;
    }
    let mut unquoted = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        if !quoted && separates(c) {
            unquoted.push(String::new());
        } else if c == '"' {
            quoted = !quoted;
        } else if let Some(field) = unquoted.last_mut() {
            field.push(c);
        }
    }
    fields.extend(unquoted.iter().map(|field| Cow::from(field.trim().to_owned())));
}
