//! A recognised table as it is printed, with the cells marked that findings speak of.

use std::io;

use super::escape::Text;
use super::heading::{self, stub};
use super::marks::{Mark, Marks, Spot};
use crate::finding::{CheckedReport, Place, RunHead, wording};
use crate::form::{Axis, Block, ColumnIx, Form, Item};
use crate::report::{Cell, Figure, Part, Row, RowIx, RowKey, Table};

/// What tables are drawn with.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    pub head: RunHead<'a>,
    pub checked: &'a CheckedReport,
    pub marks: &'a Marks<'a>,
}

impl<'a> Tables<'a> {
    /// The form of a table and its name.
    pub fn form(self, table: &Table) -> Option<&'a Form> {
        self.head.plan().ruleset.form(table.form)
    }

    pub fn write(self, index: usize, table: &Table, out: &mut dyn io::Write) -> io::Result<()> {
        let Some(form) = self.form(table) else { return Ok(()) };
        let place = Place::new(&self.checked.sources, table.origin, "".into()).in_file();
        let (prefix, id, title) = (&self.marks.prefix, Text(&form.id), Text(form.title()));
        write!(
            out,
            "<section class=\"tab\" id=\"{prefix}-t{index}\" data-t=\"{id}\"><h4>{id} {title}"
        )?;
        write!(
            out,
            " <small>单位:{} · {}</small></h4>",
            table.unit.label(),
            Text(&place)
        )?;
        write!(out, "<div class=\"parts\">")?;
        for (number, (block, part)) in form.blocks.iter().zip(&table.parts).enumerate() {
            self.part((index, number), form, block, part, out)?;
        }
        write!(out, "</div>")?;
        for (note, _) in &table.notes {
            write!(out, "<p class=\"dim\">{}</p>", Text(note))?;
        }
        writeln!(out, "</section>")
    }

    fn part(
        self,
        (table, number): (usize, usize),
        form: &Form,
        block: &Block,
        part: &Part,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let name = block.name.as_ref().map_or("", |name| &*name.text);
        let label = format!("{} {} {name}", form.id, form.title());
        write!(
            out,
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">",
            Text(label.trim_end())
        )?;
        write!(out, "<table class=\"fig\">")?;
        if !name.is_empty() {
            write!(out, "<caption>{}</caption>", Text(name))?;
        }
        heading::write(block, part, out)?;
        writeln!(out, "<tbody>")?;
        let width = stub(block).len() + block.columns.len();
        let mut section = String::new();
        let mut left_out = 0;
        for (at, row) in part.rows.iter().enumerate() {
            if !self.head.single && self.is_empty((table, number, at), part) {
                left_out += 1;
                continue;
            }
            let item = item(block, row);
            let here = item.map(sections).unwrap_or_default();
            if here != section {
                if !here.is_empty() {
                    write!(
                        out,
                        "<tr class=\"sec\"><th colspan=\"{width}\">{}</th></tr>",
                        Text(&here)
                    )?;
                }
                section = here;
            }
            self.row((table, number, at), block, part, row, out)?;
        }
        write!(out, "</tbody></table>")?;
        if left_out > 0 {
            write!(out, "<p class=\"dim\">另有 {left_out} 行空白,没有列出</p>")?;
        }
        writeln!(out, "</div>")
    }

    /// Whether a row says nothing, and nothing is said of it.
    fn is_empty(self, (table, number, row): (usize, usize, usize), part: &Part) -> bool {
        let spot = |column| Spot {
            table,
            part: number,
            row,
            column,
        };
        let is_blank = |column| {
            let blank = part
                .cell(RowIx::new(row), ColumnIx::new(column))
                .is_none_or(|cell| matches!(cell.figure, Figure::Blank | Figure::Missing));
            blank && !self.marks.marks.contains_key(&spot(Some(column)))
        };
        !self.marks.marks.contains_key(&spot(None)) && (0..part.columns.len()).all(is_blank)
    }

    fn row(
        self,
        (table, number, at): (usize, usize, usize),
        block: &Block,
        part: &Part,
        row: &Row,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let spot = |column| Spot {
            table,
            part: number,
            row: at,
            column,
        };
        let whole = self.marks.marks.get(&spot(None));
        match row.key {
            RowKey::Total(_) => write!(out, "<tr class=\"sum\"")?,
            _ => write!(out, "<tr")?,
        }
        if whole.is_some() {
            write!(out, " id=\"{}\"", self.marks.spot_id(spot(None)))?;
        }
        write!(out, ">")?;
        let name = row_name(block, row);
        match &block.axis {
            Axis::Coded(_) => {
                write!(
                    out,
                    "<td class=\"code\">{}</td>",
                    Text(row.code.as_deref().unwrap_or_default())
                )?;
                let level = match row.key {
                    RowKey::Code { level } => level.index().min(4),
                    _ => 0,
                };
                let class = if level > 0 {
                    format!(" class=\"l{level}\"")
                } else {
                    String::new()
                };
                write!(out, "<th scope=\"row\"{class}>{}", Text(name))?;
            }
            Axis::Items(_) => {
                let item = item(block, row);
                if stub(block).len() > 1 {
                    let line = item.and_then(|item| item.line).map(|line| line.to_string());
                    write!(out, "<td class=\"code\">{}</td>", line.unwrap_or_default())?;
                }
                write!(out, "<th scope=\"row\">{}", Text(name))?;
            }
            Axis::Single => {}
        }
        if !matches!(block.axis, Axis::Single) {
            if let Some(mark) = whole {
                self.numbers(mark, out)?;
            }
            write!(out, "</th>")?;
        }
        for column in 0..block.columns.len() {
            match part.cell(RowIx::new(at), ColumnIx::new(column)) {
                Some(cell) => self.cell(cell, spot(Some(column)), out)?,
                None => write!(out, "<td></td>")?,
            }
        }
        writeln!(out, "</tr>")
    }

    fn cell(self, cell: &Cell, spot: Spot, out: &mut dyn io::Write) -> io::Result<()> {
        let mark = self.marks.marks.get(&spot);
        let unreadable = match &cell.figure {
            Figure::Unreadable(reason) => Some(&**reason),
            _ => None,
        };
        let Some(mark) = mark else {
            let (class, note) = match (unreadable, &cell.repair) {
                (Some(reason), _) => ("bad", reason),
                (None, Some(repair)) => ("rep", repair.note.as_str()),
                (None, None) => return write!(out, "<td>{}</td>", Text(&cell.text)),
            };
            let (note, text) = (Text(note), Text(&cell.text));
            return write!(
                out,
                "<td class=\"{class}\" title=\"{note}\"><div><span>{text}</span></div></td>"
            );
        };
        let mut classes = Vec::new();
        if let Some((kind, telling)) = mark.kind {
            classes.push("m");
            classes.push(kind.class());
            classes.extend(telling.then_some("hit"));
        }
        classes.extend(unreadable.map(|_| "bad"));
        classes.extend(cell.repair.as_ref().map(|_| "rep"));
        write!(
            out,
            "<td id=\"{}\" class=\"{}\"",
            self.marks.spot_id(spot),
            classes.join(" ")
        )?;
        if let Some(note) = unreadable.or(cell.repair.as_ref().map(|repair| repair.note.as_str())) {
            write!(out, " title=\"{}\"", Text(note))?;
        }
        write!(out, "><div>")?;
        let words = match &cell.figure {
            Figure::Missing => wording::MISSING,
            Figure::Blank if cell.text.trim().is_empty() => wording::BLANK,
            _ => "",
        };
        let is_telling = mark.kind.is_some_and(|(_, telling)| telling);
        // A blank among many terms is no more than its number; one that may be what is wrong must be seen.
        let shown = match words {
            "" => cell.text.to_string(),
            _ if is_telling => format!("({words})"),
            _ => String::new(),
        };
        if let Some((kind, true)) = mark.kind {
            write!(
                out,
                "<i role=\"img\" aria-label=\"{}\">{}</i>",
                kind.label(),
                kind.sign()
            )?;
        }
        self.numbers(mark, out)?;
        match mark.findings.first().and_then(|number| self.marks.finding(*number)) {
            Some(finding) if !shown.trim().is_empty() => {
                write!(
                    out,
                    "<a href=\"#{}\">{}</a>",
                    self.marks.finding_id(finding),
                    Text(&shown)
                )?;
            }
            None => write!(out, "<span>{}</span>", Text(&cell.text))?,
            Some(_) => {}
        }
        write!(out, "</div></td>")
    }

    /// The numbers of the findings that speak of a cell, each leading there.
    fn numbers(self, mark: &Mark, out: &mut dyn io::Write) -> io::Result<()> {
        if mark.findings.is_empty() {
            return Ok(());
        }
        write!(out, "<sup>")?;
        for number in &mark.findings {
            if let Some(finding) = self.marks.finding(*number) {
                let to = self.marks.finding_id(finding);
                write!(out, "<a href=\"#{to}\" aria-label=\"第{number}条\">{number}</a> ")?;
            }
        }
        write!(out, "</sup>")
    }
}

fn item<'a>(block: &'a Block, row: &Row) -> Option<&'a Item> {
    match row.key {
        RowKey::Item(item) => block.axis.item(item),
        _ => None,
    }
}

fn sections(item: &Item) -> String {
    item.sections
        .iter()
        .map(|name| &*name.text)
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The name as printed; the form's where none is.
fn row_name<'a>(block: &'a Block, row: &'a Row) -> &'a str {
    if !row.name.is_empty() {
        return &row.name;
    }
    let declared = match row.key {
        RowKey::Item(item) => block.axis.item(item).map(|item| &item.name),
        RowKey::Total(total) => block.axis.total(total).map(|total| &total.name),
        RowKey::Code { .. } | RowKey::Record => None,
    };
    declared.map_or("", |name| &name.text)
}
