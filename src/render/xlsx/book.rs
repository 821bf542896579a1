//! A new workbook, written part by part.

use std::io::{self, Seek, Write};

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::listing::Area;
use super::style::{MAIN, Stylesheet};
use super::text::{SheetNames, attribute, escape};

/// The namespace of relations.
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// How parts are packed: the same bytes whenever they are.
pub(super) fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
}

/// A sheet of a new workbook.
pub(super) struct Sheet {
    /// Its name.
    pub name: String,
    /// Its part: `sheet3` for `xl/worksheets/sheet3.xml`.
    pub part: usize,
    /// Its list, if it is one.
    pub area: Option<Area>,
    /// Whether it has comments (`xl/comments3.xml`).
    pub notes: bool,
}

/// A workbook being written.
pub(super) struct Book<W: Write + Seek> {
    /// The package.
    pub zip: ZipWriter<W>,
    /// Its styles.
    pub styles: Stylesheet,
    /// The names of its sheets.
    pub names: SheetNames,
    /// How many parts of sheets there are.
    pub parts: usize,
}

impl<W: Write + Seek> Book<W> {
    /// Begins a workbook.
    pub fn new(zip: ZipWriter<W>) -> io::Result<Self> {
        let styles = Stylesheet::empty(MAIN).ok_or(io::ErrorKind::InvalidData)?;
        Ok(Self {
            zip,
            styles,
            names: SheetNames::default(),
            parts: 0,
        })
    }

    /// Begins the part of a sheet; its number.
    pub fn begin_sheet(&mut self) -> io::Result<usize> {
        self.parts += 1;
        self.zip.start_file(sheet_part(self.parts), options())?;
        Ok(self.parts)
    }

    /// Adds a part.
    pub fn part(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.zip.start_file(name, options())?;
        self.zip.write_all(text.as_bytes())
    }

    /// Writes what holds the sheets together, in the order they are to be seen.
    pub fn finish(mut self, sheets: &[Sheet]) -> io::Result<W> {
        let styles = std::mem::replace(
            &mut self.styles,
            Stylesheet::empty(MAIN).ok_or(io::ErrorKind::InvalidData)?,
        );
        let styles = styles.finish().ok_or(io::ErrorKind::InvalidData)?;
        self.part("xl/styles.xml", &styles)?;
        self.part("xl/workbook.xml", &workbook(sheets))?;
        let mut relations = String::new();
        for sheet in sheets {
            relation(
                &mut relations,
                sheet.part,
                "worksheet",
                &format!("worksheets/sheet{}.xml", sheet.part),
            );
        }
        relation(&mut relations, 0, "styles", "styles.xml");
        self.part("xl/_rels/workbook.xml.rels", &related(&relations))?;
        for sheet in sheets.iter().filter(|sheet| sheet.notes) {
            let mut relations = String::new();
            relation(&mut relations, 1, "comments", &format!("../comments{}.xml", sheet.part));
            relation(
                &mut relations,
                2,
                "vmlDrawing",
                &format!("../drawings/notes{}.vml", sheet.part),
            );
            self.part(
                &format!("xl/worksheets/_rels/sheet{}.xml.rels", sheet.part),
                &related(&relations),
            )?;
        }
        let mut relations = String::new();
        relation(&mut relations, 1, "officeDocument", "xl/workbook.xml");
        self.part("_rels/.rels", &related(&relations))?;
        self.part("[Content_Types].xml", &types(sheets))?;
        Ok(self.zip.finish()?)
    }
}

/// The name of a sheet's part.
pub(super) fn sheet_part(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// The relation of a sheet's boxes, as [`Book::finish`] numbers it.
pub(super) const NOTES: &str = "rId2";

fn relation(out: &mut String, number: usize, kind: &str, target: &str) {
    out.push_str(&format!(
        "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>"
    ));
}

fn related(relations: &str) -> String {
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!("{HEAD}<Relationships xmlns=\"{namespace}\">{relations}</Relationships>")
}

fn workbook(sheets: &[Sheet]) -> String {
    let mut out = format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><bookViews><workbookView xWindow=\"0\" yWindow=\"0\" windowWidth=\"28800\" windowHeight=\"15000\" tabRatio=\"800\"/></bookViews><sheets>"
    );
    for (sheet, id) in sheets.iter().zip(1..) {
        let (name, part) = (attribute(&sheet.name), sheet.part);
        out.push_str(&format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{part}\"/>"));
    }
    out.push_str("</sheets>");
    let named = |(index, sheet): (usize, &Sheet)| Some(defined_names("", &sheet.name, index, sheet.area.as_ref()?));
    let names: String = sheets.iter().enumerate().filter_map(named).collect();
    if !names.is_empty() {
        out.push_str(&format!("<definedNames>{names}</definedNames>"));
    }
    out.push_str("</workbook>");
    out
}

/// What spreadsheets call the area of a filter and the row and the column printed on each page, for the sheet of a list that stands at
/// `index`; `prefix` is that of the elements.
pub(super) fn defined_names(prefix: &str, sheet: &str, index: usize, area: &Area) -> String {
    let fixed = |at: &str| {
        let split = at.find(|c: char| c.is_ascii_digit()).unwrap_or(at.len());
        let (letters, digits) = at.split_at_checked(split).unwrap_or((at, ""));
        format!("${letters}${digits}")
    };
    let filter = area.filter.split(':').map(fixed).collect::<Vec<_>>().join(":");
    let row = u64::from(area.head) + 1;
    let (p, of) = (prefix, escape(&sheet.replace('\'', "''")));
    format!(
        "<{p}definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{index}\" hidden=\"1\">'{of}'!{filter}</{p}definedName>\
         <{p}definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{index}\">'{of}'!$A:$A,'{of}'!${row}:${row}</{p}definedName>"
    )
}

fn types(sheets: &[Sheet]) -> String {
    const OFFICE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut out = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Default Extension=\"vml\" ContentType=\"{}\"/>",
        super::notes::VML_TYPE
    );
    let mut part = |name: &str, kind: &str| {
        out.push_str(&format!(
            "<Override PartName=\"/xl/{name}.xml\" ContentType=\"{OFFICE}.{kind}+xml\"/>"
        ));
    };
    part("workbook", "sheet.main");
    part("styles", "styles");
    for sheet in sheets {
        let number = sheet.part;
        part(&format!("worksheets/sheet{number}"), "worksheet");
        if sheet.notes {
            part(&format!("comments{number}"), "comments");
        }
    }
    out.push_str("</Types>");
    out
}
