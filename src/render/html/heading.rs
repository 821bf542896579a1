//! The heading of a block: columns under their groups, their 栏次, and before them what tells rows apart.

use std::io;

use super::escape::Text;
use crate::form::{Axis, Block, Column};
use crate::report::Part;

/// The columns before the figures.
pub(super) fn stub(block: &Block) -> Vec<&str> {
    match &block.axis {
        Axis::Coded(coded) => vec![&coded.key.text, "名称"],
        Axis::Items(items) if items.iter().any(|item| item.line.is_some()) => vec!["行次", "项目"],
        Axis::Items(_) => vec!["项目"],
        Axis::Single => Vec::new(),
    }
}

/// The rows of the heading.
pub(super) fn write(block: &Block, part: &Part, out: &mut dyn io::Write) -> io::Result<()> {
    let columns = &block.columns;
    let depth = columns.iter().map(|column| column.groups.len()).max().unwrap_or(0) + 1;
    write!(out, "<thead>")?;
    for level in 0..depth {
        write!(out, "<tr>")?;
        if level == 0 {
            for name in stub(block) {
                write!(out, "<th scope=\"col\"{}>{}</th>", span("row", depth), Text(name))?;
            }
        }
        let mut at = 0;
        while let Some(column) = columns.get(at) {
            let width = columns
                .iter()
                .skip(at)
                .take_while(|other| together(column, other, level))
                .count()
                .max(1);
            if let Some(group) = column.groups.get(level) {
                write!(
                    out,
                    "<th scope=\"colgroup\"{}>{}</th>",
                    span("col", width),
                    Text(&group.text)
                )?;
                at += width;
                continue;
            }
            if level == column.groups.len() {
                leaf(column, depth - level, part, at, out)?;
            }
            at += 1;
        }
        write!(out, "</tr>")?;
    }
    if columns.iter().any(|column| column.number.is_some()) {
        write!(out, "<tr class=\"no\">")?;
        let stub = stub(block).len();
        if stub > 0 {
            write!(out, "<th scope=\"row\" colspan=\"{stub}\">栏次</th>")?;
        }
        for column in columns {
            match column.number {
                Some(number) => write!(out, "<td>{number}</td>")?,
                None => write!(out, "<td></td>")?,
            }
        }
        write!(out, "</tr>")?;
    }
    write!(out, "</thead>")
}

/// ` colspan="3"`; nothing for one.
fn span(direction: &str, count: usize) -> String {
    match count {
        1 => String::new(),
        _ => format!(" {direction}span=\"{count}\""),
    }
}

/// Whether two columns stand under one group of this level.
fn together(one: &Column, other: &Column, level: usize) -> bool {
    let is_alike = |level: usize| match (one.groups.get(level), other.groups.get(level)) {
        (Some(one), Some(other)) => one.text == other.text,
        _ => false,
    };
    (0..=level).all(is_alike)
}

fn leaf(column: &Column, height: usize, part: &Part, at: usize, out: &mut dyn io::Write) -> io::Result<()> {
    let bound = part.columns.get(at).is_some_and(|binding| binding.bound.is_some());
    // A column that is told by its number alone has its number for a name.
    let number = column.number.map(|number| number.to_string());
    let alias = column.aliases.first().map(|name| &*name.text);
    let name = match (number, alias) {
        (Some(number), Some(alias)) if *column.name.text == number => alias,
        _ => &column.name.text,
    };
    write!(out, "<th scope=\"col\"{}>{}", span("row", height), Text(name))?;
    if !bound {
        write!(out, "<small>报告无此栏</small>")?;
    }
    write!(out, "</th>")
}
