//! A small writer of PDF files.

use std::fmt::Write as _;

/// The numbers of the objects that every file has.
const CATALOG: usize = 1;
const PAGES: usize = 2;
const FONT: usize = 3;

/// A file in the making. Its font maps every code to the character of that number and draws Chinese characters one size
/// wide, all others half a size.
pub struct File {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    /// Added to the trailer.
    pub trailer: String,
}

impl File {
    pub fn new() -> Self {
        let mut file = Self {
            objects: vec![Vec::new(); FONT],
            pages: Vec::new(),
            trailer: String::new(),
        };
        let mut map = String::from("begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n");
        for block in 0..=0xff_u32 {
            writeln!(
                map,
                "1 beginbfrange <{block:02x}00> <{block:02x}ff> <{block:02x}00> endbfrange"
            )
            .unwrap();
        }
        let unicode = file.stream("", map.as_bytes());
        let font = file.add(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /W [0 255 500] \
             /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        );
        file.objects[FONT - 1] = format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [{font} 0 R] \
             /ToUnicode {unicode} 0 R >>"
        )
        .into_bytes();
        file
    }

    /// Adds an object and returns its number.
    pub fn add(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    /// Adds a stream and returns its number.
    pub fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let length = match entries.contains("/Length") {
            true => String::new(),
            false => format!("/Length {}", data.len()),
        };
        let mut object = format!("<< {length} {entries} >>\nstream\n").into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.add(object)
    }

    /// Adds a page.
    pub fn page(&mut self, ink: &Ink) -> &mut Self {
        self.page_with(ink, "", "")
    }

    /// Adds a page with more entries, and more resources.
    pub fn page_with(&mut self, ink: &Ink, entries: &str, resources: &str) -> &mut Self {
        let content = self.stream("", ink.content.as_bytes());
        let contents = match entries.contains("/Contents") {
            true => String::new(),
            false => format!("/Contents {content} 0 R"),
        };
        let page = self.add(format!(
            "<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 {} {}] {contents} \
             /Resources << /Font << /F {FONT} 0 R >> {resources} >> {entries} >>",
            ink.width, ink.height
        ));
        self.pages.push(page);
        self
    }

    /// The file's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        let mut file = Self {
            objects: self.objects.clone(),
            pages: Vec::new(),
            trailer: String::new(),
        };
        for (number, object) in [
            (CATALOG, format!("<< /Type /Catalog /Pages {PAGES} 0 R >>")),
            (
                PAGES,
                format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" ")),
            ),
        ] {
            if file.objects[number - 1].is_empty() {
                file.objects[number - 1] = object.into_bytes();
            }
        }
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut index = format!("xref\n0 {}\n0000000000 65535 f \n", file.objects.len() + 1);
        for (at, object) in file.objects.iter().enumerate() {
            writeln!(index, "{:010} 00000 n ", out.len()).unwrap();
            out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
            out.extend_from_slice(object);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        let size = file.objects.len() + 1;
        write!(
            index,
            "trailer\n<< /Size {size} /Root {CATALOG} 0 R {} >>\nstartxref\n{start}\n%%EOF\n",
            self.trailer
        )
        .unwrap();
        out.extend_from_slice(index.as_bytes());
        out
    }

    /// Sets the object that lists the pages, for files whose list is wrong.
    pub fn set_pages(&mut self, object: &str) {
        self.objects[PAGES - 1] = object.as_bytes().to_vec();
    }
}

/// What is drawn on a page; places are counted from the upper left corner.
#[derive(Clone)]
pub struct Ink {
    pub width: f64,
    pub height: f64,
    /// Drawing instructions.
    pub content: String,
}

impl Ink {
    /// An upright A4 page.
    pub fn new() -> Self {
        Self {
            width: 600.0,
            height: 800.0,
            content: String::new(),
        }
    }

    /// Raw instructions.
    pub fn raw(mut self, content: &str) -> Self {
        self.content.push_str(content);
        self.content.push('\n');
        self
    }

    /// Text of size 10 on the line `base`.
    pub fn text(self, left: f64, base: f64, text: &str) -> Self {
        self.sized(left, base, 10.0, text)
    }

    /// Text on the line `base`.
    pub fn sized(mut self, left: f64, base: f64, size: f64, text: &str) -> Self {
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04x}")).collect();
        let y = self.height - base;
        writeln!(self.content, "BT /F {size} Tf {left} {y} Td <{codes}> Tj ET").unwrap();
        self
    }

    /// A drawn line.
    pub fn line(mut self, x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        let (y0, y1) = (self.height - y0, self.height - y1);
        writeln!(self.content, "{x0} {y0} m {x1} {y1} l S").unwrap();
        self
    }

    /// A filled box.
    pub fn fill(mut self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        let (width, height, y) = (right - left, bottom - top, self.height - bottom);
        writeln!(self.content, "{left} {y} {width} {height} re f*").unwrap();
        self
    }

    /// Rules between all these columns and rows.
    pub fn grid(mut self, columns: &[f64], rows: &[f64]) -> Self {
        let (left, right) = (columns[0], columns[columns.len() - 1]);
        let (top, bottom) = (rows[0], rows[rows.len() - 1]);
        for y in rows {
            self = self.line(left, *y, right, *y);
        }
        for x in columns {
            self = self.line(*x, top, *x, bottom);
        }
        self
    }

    /// The text of cells, one row a line, separated by `|`, 3 points from the left side and 5 from the bottom.
    pub fn cells(mut self, columns: &[f64], rows: &[f64], cells: &str) -> Self {
        for (row, line) in cells.lines().enumerate() {
            for (column, text) in line.split('|').enumerate() {
                if !text.is_empty() {
                    self = self.text(columns[column] + 3.0, rows[row + 1] - 5.0, text);
                }
            }
        }
        self
    }

    /// A table with rules and text.
    pub fn table(self, columns: &[f64], rows: &[f64], cells: &str) -> Self {
        self.grid(columns, rows).cells(columns, rows, cells)
    }
}
