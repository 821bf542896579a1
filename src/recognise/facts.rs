//! What the report says about itself, from the heads of its tables and from its cover.

use std::collections::BTreeMap;

use super::Hints;
use super::head;
use super::segment::Segmented;
use crate::diagnostic::{Diagnostic, codes};
use crate::report::{Fact, FactSource, Facts, ReportKind};
use crate::source::Origin;
use crate::value::Unit;

/// The unit and the year; what is given from outside wins.
pub(super) fn facts(segmented: &Segmented<'_>, hints: &Hints, diagnostics: &mut Vec<Diagnostic>) -> Facts {
    let given = |name: &String| Fact {
        value: name.clone(),
        source: FactSource::Given,
    };
    Facts {
        kind: kind(segmented),
        unit: hints.unit.as_ref().map(given).or_else(|| name(segmented)),
        year: match hints.year {
            Some(value) => Some(Fact {
                value,
                source: FactSource::Given,
            }),
            None => year(segmented, diagnostics),
        },
    }
}

/// The money unit that the cover states for all tables.
pub(super) fn cover_unit(segmented: &Segmented<'_>) -> Option<(Unit, Origin)> {
    segmented
        .heads
        .iter()
        .filter(|(_, _, cover)| *cover)
        .find_map(|(head, origin, _)| head.unit.map(|unit| (unit, *origin)))
}

/// The name stated most often; where that one is cut short, the longer one it begins.
fn name(segmented: &Segmented<'_>) -> Option<Fact<String>> {
    let mut seen: BTreeMap<&str, (usize, Origin)> = BTreeMap::new();
    let stated = segmented
        .heads
        .iter()
        .filter_map(|(head, origin, _)| Some((head.name.as_deref()?, *origin)));
    for (name, origin) in stated.filter(|(name, _)| !name.is_empty()) {
        seen.entry(name).or_insert((0, origin)).0 += 1;
    }
    let cover = cover_names(segmented);
    for (name, origin) in &cover {
        seen.entry(name).or_insert((0, *origin)).0 += 1;
    }
    let most = seen
        .iter()
        .max_by_key(|(name, (count, _))| (*count, name.chars().count()))?;
    let full = seen
        .iter()
        .filter(|(name, (count, _))| name.starts_with(most.0) && *count >= most.1.0.min(2))
        .max_by_key(|(name, _)| name.len())?;
    Some(Fact {
        value: (*full.0).to_owned(),
        source: FactSource::Stated(full.1.1),
    })
}

/// The year stated most often with the tables, else the one in the report's title.
fn year(segmented: &Segmented<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Fact<u16>> {
    let mut seen: BTreeMap<u16, (usize, Origin)> = BTreeMap::new();
    for (head, origin, _) in &segmented.heads {
        if let Some(year) = head.year {
            seen.entry(year).or_insert((0, *origin)).0 += 1;
        }
    }
    if let Some((_, Some(year), origin)) = cover_title(segmented) {
        seen.entry(year).or_insert((0, origin)).0 += 1;
    }
    let (year, (_, origin)) = seen.iter().max_by_key(|(_, (count, _))| *count)?;
    for (other, (_, at)) in seen.iter().filter(|(other, _)| *other != year) {
        diagnostics.push(
            Diagnostic::new(
                &codes::recognise::YEARS_DIFFER,
                format!("这里写的是{other}年,其他地方写的是{year}年"),
            )
            .at_origin(*at, format!("{other}年"))
            .help(format!("本报告按{year}年处理;请核对是否沿用了其他年度的表")),
        );
    }
    Some(Fact {
        value: *year,
        source: FactSource::Stated(*origin),
    })
}

/// What the report's own title names.
fn kind(segmented: &Segmented<'_>) -> Option<Fact<ReportKind>> {
    segmented.opening.iter().find_map(|(text, origin)| {
        Some(Fact {
            value: ReportKind::named_in(text)?,
            source: FactSource::Stated(*origin),
        })
    })
}

/// Lines that a cover may break the unit's name over.
const MOST_NAME_LINES: usize = 3;

/// The unit's name on the cover, and in the headings of the parts that the list of contents names after it. A cover
/// breaks lines at will: of the lines before the year those make up the name that a heading confirms, else the one with
/// the year, else the one above it.
fn cover_names(segmented: &Segmented<'_>) -> Vec<(String, Origin)> {
    let headings: Vec<(String, Origin)> = segmented
        .opening
        .iter()
        .filter_map(|(text, origin)| Some((named_in_heading(text)?, *origin)))
        .collect();
    let mut names = headings.clone();
    if let Some((at, (own, _, origin))) = cover_title_at(segmented).filter(|(_, (own, ..))| !is_no_name(own)) {
        let above = segmented
            .opening
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(MOST_NAME_LINES);
        let mut joined = vec![(own, origin)];
        for (line, origin) in above {
            if !may_be_name(line) {
                break;
            }
            let longer = format!("{}{}", head::joined(line), joined.last().map_or("", |(name, _)| name));
            joined.push((longer, *origin));
        }
        let confirmed = joined
            .iter()
            .position(|(name, _)| headings.iter().any(|(heading, _)| heading == name));
        let own = joined.iter().position(|(name, _)| !name.is_empty());
        names.splice(0..0, confirmed.or(own).map(|at| joined.swap_remove(at)));
    }
    names
}

/// The name in the heading of a part: `第二部分 某某局2024年度部门决算表`, `第一部分 某某局概况`.
fn named_in_heading(text: &str) -> Option<String> {
    let (number, rest) = text.trim().strip_prefix('第')?.split_once("部分")?;
    let rest = head::joined(rest);
    let name = match head::year_in(&rest) {
        Some(year) => rest.split(&year.to_string()).next()?,
        None => rest.strip_suffix("概况").or_else(|| rest.strip_suffix("基本情况"))?,
    };
    let generic = ["", "部门", "单位", "本部门", "本单位"].contains(&name);
    (number.chars().count() <= 3 && !generic && may_be_name(name)).then(|| name.to_owned())
}

/// Whether a line may be the name of a unit, or a part of it.
fn may_be_name(text: &str) -> bool {
    let marks = [',', '\u{ff0c}', '。', ':', '\u{ff1a}', ';', '\u{ff1b}'];
    let length = text.chars().count();
    (1..=40).contains(&length)
        && !is_no_name(text)
        && !text.contains(marks)
        && !text.chars().any(|c| c.is_ascii_digit())
}

/// Whether a line of a cover is a heading that stands on covers of all units.
fn is_no_name(text: &str) -> bool {
    text.starts_with('第') && text.contains("部分") || text.starts_with("附件") || head::joined(text) == "目录"
}

/// A report's own title: the name in it, the year, and where it stands.
type CoverTitle = (String, Option<u16>, Origin);

/// The report's own title (`…局 2024年度部门决算公开`): the name before the year, and the year.
fn cover_title(segmented: &Segmented<'_>) -> Option<CoverTitle> {
    cover_title_at(segmented).map(|(_, title)| title)
}

/// The same, with its place among the opening lines.
fn cover_title_at(segmented: &Segmented<'_>) -> Option<(usize, CoverTitle)> {
    segmented.opening.iter().enumerate().find_map(|(at, (text, origin))| {
        let is_title = text.contains("决算") || text.contains("预算");
        let year = head::year_in(text).filter(|_| is_title)?;
        let before = text.split(&year.to_string()).next().unwrap_or_default();
        let name = before.trim_matches(|c: char| c.is_whitespace() || "((《#".contains(c));
        let plain = !name.contains([',', '\u{ff0c}', '。', ':', '\u{ff1a}', ';', '\u{ff1b}']);
        let name = if plain {
            head::joined(name).into_owned()
        } else {
            String::new()
        };
        Some((at, (name, Some(year), *origin)))
    })
}
