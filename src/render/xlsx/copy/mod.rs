//! The report's own workbook with marks and lists in it. Whatever is not concerned is copied as it lies.

mod cells;
mod macros;
mod package;
mod remarks;
pub(super) mod scan;

use std::collections::{BTreeMap, HashMap};

use super::book::defined_names;
use super::list;
use super::listing::{Area, Listing, legend};
use super::marks::{Mark, marks};
use super::style::Stylesheet;
use super::text::{SheetNames, attribute, location};
use crate::finding::{CheckedFile, CheckedReport, Place};
use crate::source::Origin;
use cells::{Frame, Painter};
use package::Package;
use scan::{Edits, Tag, TagKind, Tags};

/// Type of a sheet's part.
const SHEET_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
/// Type of a styles part.
const STYLES_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";

/// Why a workbook can't be changed in place, one clause.
pub(super) type Refusal = &'static str;

/// The namespaces of a workbook: those of the strict standard are others.
pub(super) struct Namespaces {
    /// Of its parts.
    pub main: String,
    /// Of relations between them.
    pub relations: String,
}

impl Namespaces {
    /// The type of a relation.
    pub fn relation(&self, what: &str) -> String {
        format!("{}/{what}", self.relations)
    }
}

/// A workbook's frame.
struct Workbook {
    part: String,
    xml: String,
    names: Namespaces,
    /// Name and part of each sheet.
    sheets: Vec<(String, String)>,
    styles: Option<String>,
    /// Whether its structure is protected.
    protected: bool,
}

/// The workbook of a report with marks and lists, above which stand the lines of `intro`.
///
/// # Errors
/// Why it can't be.
pub(super) fn annotate(report: &CheckedReport, file: &CheckedFile, intro: Vec<String>) -> Result<Vec<u8>, Refusal> {
    let mut package = Package::open(&file.bytes).ok_or("不是 xlsx 格式")?;
    let workbook = Workbook::read(&mut package).ok_or("工作簿的结构不常见")?;
    let source = report.sources.get(file.source);
    let same = source.is_some_and(|source| {
        source
            .sheets
            .iter()
            .map(|name| &**name)
            .eq(workbook.sheets.iter().map(|(name, _)| &**name))
    });
    if !same {
        return Err("工作表的名称对不上");
    }
    let mut styles = match &workbook.styles {
        Some(part) => package.text(part).and_then(Stylesheet::open),
        None => Stylesheet::empty(&workbook.names.main),
    }
    .ok_or("单元格样式读不出")?;
    let locate = |place: &Place| match place.origin {
        Origin::Cell(cell) if cell.source == file.source => Some((usize::from(cell.sheet), cell.row, cell.column)),
        _ => None,
    };
    let mut remarks = Remarks { lines: intro, left: 0 };
    let mut by_sheet: BTreeMap<usize, CellMarks> = BTreeMap::new();
    for ((sheet, row, column), mark) in marks(report, &locate) {
        by_sheet.entry(sheet).or_default().push(((row, column), mark));
    }
    for (sheet, marks) in by_sheet {
        let (name, part) = workbook.sheets.get(sheet).ok_or("工作表的名称对不上")?;
        remarks.sheet(
            name,
            mark(&mut package, part, &marks, &mut styles, &workbook.names).ok_or("有的工作表不能只改单元格的颜色")?,
        );
    }
    if macros::take_out(&mut package, &workbook.part).ok_or("宏取不出来")? {
        remarks.lines.push("原文件带宏;本副本是 xlsx 格式,不含宏".to_owned());
    }
    if workbook.protected {
        remarks.lines.push("原文件设了工作簿保护,加清单时没有解除".to_owned());
    }
    if package.has("_xmlsignatures/") {
        remarks.lines.push("原文件有数字签名,对本副本无效".to_owned());
    }
    remarks.conversations();
    add_lists(&mut package, &workbook, report, remarks.lines, &mut styles).ok_or("加不进问题清单")?;
    let part = workbook.styles.clone().unwrap_or_default();
    let text = styles.finish().ok_or("单元格样式读不出")?;
    if part.is_empty() {
        let part = package.add("xl/styles-gouji", "xml", Some(STYLES_TYPE), text);
        package
            .relate(&workbook.part, &workbook.names.relation("styles"), &part)
            .ok_or("加不进样式")?;
    } else {
        package.put(&part, text);
    }
    package.finish().ok_or("文件包有破损")
}

/// The marks of a sheet by row and column.
type CellMarks = Vec<((u32, u32), Mark)>;

/// What a reader of the copy must know.
struct Remarks {
    lines: Vec<String>,
    left: usize,
}

impl Remarks {
    fn sheet(&mut self, name: &str, marked: Marked) {
        if marked.protected {
            self.lines.push(format!("工作表“{name}”设了保护,标注时没有解除"));
        }
        self.left += marked.left;
    }

    fn conversations(&mut self) {
        if self.left > 0 {
            self.lines
                .push(format!("{} 个单元格原有会话批注,只标了颜色,说明见清单", self.left));
        }
    }
}

/// What was met in a sheet.
struct Marked {
    protected: bool,
    left: usize,
}

/// Marks cells of a sheet.
fn mark(
    package: &mut Package<'_>,
    part: &str,
    marks: &[((u32, u32), Mark)],
    styles: &mut Stylesheet,
    names: &Namespaces,
) -> Option<Marked> {
    let xml = package.text(part)?;
    let frame = Frame::read(&xml)?;
    let tints: HashMap<_, _> = marks.iter().map(|(at, mark)| (*at, mark.tint)).collect();
    let mut notes: BTreeMap<(u32, u32), String> = BTreeMap::new();
    for (at, mark) in marks {
        let note = notes.entry(frame.seen_at(*at)).or_default();
        if !note.is_empty() {
            note.push_str("\n\n");
        }
        note.push_str(&mark.text());
    }
    let notes: Vec<_> = notes.into_iter().collect();
    let attached = remarks::attach(package, part, frame.notes.as_deref(), &notes, names)?;
    let mut edits = Edits::default();
    if let Some(relation) = &attached.relation {
        let (at, element) = frame.name_notes(relation, &names.relations);
        edits.insert(at, element);
    }
    let painter = Painter {
        frame: &frame,
        styles,
        wanted: cells::seen(&frame, &tints),
        edits,
    };
    let text = painter.paint(&xml)?.apply(&xml)?;
    package.put(part, text);
    Some(Marked {
        protected: frame.protected,
        left: attached.left,
    })
}

/// Adds the sheets with the lists.
fn add_lists(
    package: &mut Package<'_>,
    workbook: &Workbook,
    report: &CheckedReport,
    mut lines: Vec<String>,
    styles: &mut Stylesheet,
) -> Option<()> {
    let mut names = SheetNames::default();
    names.reserve(workbook.sheets.iter().map(|(name, _)| &**name));
    let link = |place: &Place| {
        let Origin::Cell(cell) = place.origin else { return None };
        let (name, _) = workbook.sheets.get(usize::from(cell.sheet))?;
        Some(location(name, cell.row, cell.column))
    };
    let mut listed = Vec::new();
    let mut legend = legend();
    for (name, rows) in list::all(report) {
        let (lines, legend) = (std::mem::take(&mut lines), std::mem::take(&mut legend));
        if rows.is_empty() && lines.is_empty() {
            continue;
        }
        let mut out = Vec::new();
        let mut listing =
            Listing::start(&workbook.names.main, (&lines, &legend), false, false, styles, &mut out).ok()?;
        for row in &rows {
            listing.add(row, None, &link, styles, &mut out).ok()?;
        }
        let area = listing.finish(&mut out).ok()?;
        let part = package.add(
            "xl/worksheets/gouji",
            "xml",
            Some(SHEET_TYPE),
            String::from_utf8(out).ok()?,
        );
        let relation = package.relate(&workbook.part, &workbook.names.relation("worksheet"), &part)?;
        listed.push((names.take(name), relation, area));
    }
    package.put(&workbook.part, workbook.with_sheets(&listed)?);
    Some(())
}

impl Workbook {
    fn read(package: &mut Package<'_>) -> Option<Self> {
        let root = package
            .relations("")
            .into_iter()
            .find(|relation| relation.kind.ends_with("/officeDocument"))?;
        let part = root.target;
        let xml = package.text(&part)?;
        let relations = package.relations(&part);
        let mut main = None;
        let mut sheets = Vec::new();
        let mut protected = false;
        let mut tags = Tags::new(&xml);
        for tag in tags.by_ref().filter(|tag| tag.kind != TagKind::End) {
            match (tag.depth, tag.local()) {
                (0, "workbook") => {
                    let prefix = tag.prefix().trim_end_matches(':');
                    let name = if prefix.is_empty() {
                        "xmlns".to_owned()
                    } else {
                        format!("xmlns:{prefix}")
                    };
                    main = Some(tag.get(&name)?);
                }
                (1, "workbookProtection") => {
                    protected = tag.raw("lockStructure").is_some_and(|on| on == "1" || on == "true");
                }
                (2, "sheet") => {
                    let (_, id) = tag.prefixed("id")?;
                    let relation = relations.iter().find(|relation| relation.id == id);
                    sheets.push((
                        tag.get("name")?,
                        relation.map(|relation| relation.target.clone()).unwrap_or_default(),
                    ));
                }
                _ => {}
            }
        }
        if tags.broken || sheets.is_empty() {
            return None;
        }
        let styles = relations.iter().find(|relation| relation.kind.ends_with("/styles"));
        let styles = styles.map(|relation| relation.target.clone());
        // A part that is named and not there is as good as none.
        let styles = styles.filter(|part| package.text(part).is_some());
        Some(Self {
            part,
            names: Namespaces {
                main: main?,
                relations: root.kind.trim_end_matches("/officeDocument").to_owned(),
            },
            sheets,
            styles,
            protected,
            xml,
        })
    }

    /// The workbook's part with sheets added behind the others.
    fn with_sheets(&self, sheets: &[(String, String, Area)]) -> Option<String> {
        let mut edits = Edits::default();
        let mut highest = 0_u32;
        let mut model: Option<(&str, &str)> = None;
        let mut end: Option<&Tag<'_>> = None;
        // The end of the names that are defined, or where they would be.
        let mut names: Option<&Tag<'_>> = None;
        let mut names_at = 0;
        let tags: Vec<Tag<'_>> = Tags::new(&self.xml).collect();
        for tag in &tags {
            match (tag.depth, tag.local(), tag.kind) {
                (2, "sheet", TagKind::Start | TagKind::Empty) => {
                    highest = highest.max(tag.raw("sheetId").and_then(|id| id.parse().ok()).unwrap_or(0));
                    model = Some((tag.qualified(), tag.prefixed("id")?.0));
                }
                (1, "definedNames", TagKind::End | TagKind::Empty) => names = Some(tag),
                (1, "sheets" | "functionGroups" | "externalReferences", TagKind::End | TagKind::Empty) => {
                    names_at = tag.range.end;
                    end = if tag.local() == "sheets" { Some(tag) } else { end };
                }
                _ => {}
            }
        }
        let (element, key) = model?;
        let prefix = key.trim_end_matches(":id");
        let p = element.trim_end_matches("sheet");
        let relations = &self.names.relations;
        let mut added = String::new();
        let mut defined = String::new();
        for (((name, relation, area), id), index) in
            sheets.iter().zip(highest.checked_add(1)?..).zip(self.sheets.len()..)
        {
            defined.push_str(&defined_names(p, name, index, area));
            let name = attribute(name);
            added.push_str(&format!(
                "<{element} xmlns:{prefix}=\"{relations}\" name=\"{name}\" sheetId=\"{id}\" {key}=\"{relation}\"/>"
            ));
        }
        edits.append(end?, &added);
        match names {
            Some(names) => edits.append(names, &defined),
            None => edits.insert(names_at, format!("<{p}definedNames>{defined}</{p}definedNames>")),
        }
        edits.apply(&self.xml)
    }
}
