//! The main part, element by element. Elements are known by their local names, which strict and transitional files share;
//! one that is not known is looked through.

use quick_xml::events::BytesStart;

use super::Notes;
use super::flow::{Block, Flow, joined};
use super::paragraph::{Paragraph, Run};
use super::styles::Styles;
use super::symbol;
use super::table::{Finished, Table};
use crate::read::assemble::{Cut, shortened};
use crate::read::limits;
use crate::read::transcript::Transcript;
use crate::read::xml::attribute;
use crate::source::Landmark;

/// The document while it is read.
pub(super) struct Body {
    transcript: Transcript,
    styles: Styles,
    pub notes: Notes,
    /// What is open: tables, text boxes, tables in their cells, the innermost last.
    frames: Vec<Frame>,
    paragraph: Option<Paragraph>,
    run: Run,
    /// Depth inside an element whose content does not count.
    skipped: usize,
    /// Open alternatives, and whether one of each has been taken.
    alternatives: Vec<bool>,
    /// Open fields, and whether each is still in its code.
    fields: Vec<bool>,
    in_text: bool,
    in_paragraph_properties: bool,
    paragraphs: u32,
    tables: u32,
    /// Bytes of text so far, and cells that wait for the end of a table around theirs.
    bytes: usize,
    waiting: usize,
    /// Whether the document has come to its end.
    pub ended: bool,
}

enum Frame {
    Table(Table),
    /// A text box, and the paragraph and run it is anchored in.
    TextBox(Flow, Option<Paragraph>, Run),
}

impl Body {
    /// Draws to `transcript`.
    pub fn new(transcript: Transcript, styles: Styles) -> Self {
        Self {
            transcript,
            styles,
            notes: Notes::default(),
            frames: Vec::new(),
            paragraph: None,
            run: Run::default(),
            skipped: 0,
            alternatives: Vec::new(),
            fields: Vec::new(),
            in_text: false,
            in_paragraph_properties: false,
            paragraphs: 0,
            tables: 0,
            bytes: 0,
            waiting: 0,
            ended: false,
        }
    }

    /// Ends what is still open.
    pub fn finish(mut self) -> (Transcript, Notes) {
        self.end_paragraph();
        while !self.frames.is_empty() {
            self.end_frame();
            self.end_paragraph();
        }
        (self.transcript, self.notes)
    }

    /// An element begins.
    pub fn start(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        let name = name.as_ref();
        if self.skipped > 0 || self.is_left_out(name) {
            self.skipped += 1;
            return;
        }
        match name {
            "p" => {
                self.end_paragraph();
                self.paragraph = Some(Paragraph::default());
            }
            "tbl" => self.start_table(),
            "tr" => self.in_table(Table::start_row),
            "tc" => self.in_table(Table::start_cell),
            "txbxContent" => {
                let landmark = self.landmark();
                let outer = self.paragraph.take();
                self.frames.push(Frame::TextBox(Flow::new(landmark), outer, self.run));
            }
            "gridSpan" | "vMerge" | "hMerge" | "gridBefore" | "gridAfter" | "hidden" => {
                self.in_table(|table| table.property(element));
            }
            "AlternateContent" => self.alternatives.push(false),
            "ins" | "moveTo" => self.notes.changes.add(self.transcript.here()),
            "r" => self.run = Run::default(),
            "t" => self.in_text = true,
            "pPr" => self.in_paragraph_properties = true,
            "tab" | "ptab" if !self.in_paragraph_properties => self.push(" "),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => self.push(symbol::shown(element).encode_utf8(&mut [0; 4])),
            "fldChar" => self.field(element),
            "OLEObject" if is_workbook(element) => self.notes.embedded.add(self.transcript.here()),
            "altChunk" => self.notes.embedded.add(self.transcript.here()),
            "blip" | "imagedata" => self.notes.pictures += 1,
            _ => self.property(name, element),
        }
    }

    /// An element ends.
    pub fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "tc" => {
                self.end_paragraph();
                self.end_cell();
            }
            "tr" => self.end_row(),
            "tbl" if matches!(self.frames.last(), Some(Frame::Table(_))) => self.end_frame(),
            "txbxContent" if matches!(self.frames.last(), Some(Frame::TextBox(..))) => self.end_frame(),
            "AlternateContent" => {
                self.alternatives.pop();
            }
            "t" => self.in_text = false,
            "pPr" => self.in_paragraph_properties = false,
            "document" => self.ended = true,
            _ => {}
        }
    }

    /// Text of the part; only that of an element `t` counts.
    pub fn text(&mut self, text: &str) {
        if !self.in_text || self.skipped > 0 {
            return;
        }
        self.push(&self.run.shown(text));
    }

    /// Whether the content of an element does not count: what is deleted, what readings of it are, earlier properties, and
    /// all alternatives but the first.
    fn is_left_out(&mut self, name: &str) -> bool {
        match name {
            "del" | "moveFrom" => {
                self.notes.changes.add(self.transcript.here());
                if !self.in_paragraph_properties {
                    self.in_table(Table::delete_row);
                }
                true
            }
            "rt" | "sectPr" | "tblGrid" => true,
            "Choice" | "Fallback" => match self.alternatives.last_mut() {
                Some(taken) => std::mem::replace(taken, true),
                None => false,
            },
            _ => name.ends_with("PrChange"),
        }
    }

    fn property(&mut self, name: &str, element: &BytesStart<'_>) {
        if !self.in_paragraph_properties {
            self.run.property(name, element, &self.styles);
        } else if let Some(paragraph) = &mut self.paragraph {
            paragraph.property(name, element);
        }
    }

    fn field(&mut self, element: &BytesStart<'_>) {
        match attribute(element, "fldCharType").as_deref() {
            Some("begin") if self.fields.len() < limits::FIELD_DEPTH => self.fields.push(true),
            Some("separate") => {
                if let Some(in_code) = self.fields.last_mut() {
                    *in_code = false;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// Adds to the paragraph at hand what can be seen of `text`.
    fn push(&mut self, text: &str) {
        if self.paragraph.is_none() || self.fields.contains(&true) {
            return;
        }
        if self.is_hidden() {
            if !text.trim().is_empty() && !self.run.counted {
                self.run.counted = true;
                self.notes.hidden.add(self.transcript.here());
            }
            return;
        }
        let line = if text == "\n" { LINE_COST } else { 0 };
        if self.bytes + text.len() + line > limits::DRAWN_BYTES {
            self.transcript.cut(Cut::Text);
            return;
        }
        self.bytes += text.len() + line;
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.text.push_str(text);
        }
    }

    /// Whether text of the run at hand is hidden. In a hidden row it counts: sums are made with it.
    fn is_hidden(&self) -> bool {
        let styled = || {
            let style = self.paragraph.as_ref().and_then(|paragraph| paragraph.style.as_ref());
            self.run.styled_hidden || style.is_some_and(|id| self.styles.is_hidden(id))
        };
        let in_hidden_row = || matches!(self.frames.last(), Some(Frame::Table(table)) if table.in_hidden_row());
        self.run.hidden.unwrap_or_else(styled) && !in_hidden_row()
    }

    fn end_paragraph(&mut self) {
        // A field may go on over paragraphs, but no code is that long: one that never ends must not hide the rest.
        self.fields.fill(false);
        self.in_paragraph_properties = false;
        self.in_text = false;
        let Some(paragraph) = self.paragraph.take() else { return };
        if !paragraph.text.is_empty() {
            self.bytes = self.bytes.saturating_add(LINE_COST);
        }
        let flow = match self.frames.last_mut() {
            Some(Frame::Table(table)) => table.flow(),
            Some(Frame::TextBox(flow, ..)) => Some(flow),
            None => return self.draw_paragraph(paragraph),
        };
        if let Some(flow) = flow {
            flow.paragraph(&paragraph.text);
            for inner in paragraph.boxes {
                flow.append(inner);
            }
        }
    }

    /// A paragraph of the document itself. A heading is one line; others are as many as they have line breaks.
    fn draw_paragraph(&mut self, paragraph: Paragraph) {
        let styled = || paragraph.style.as_ref().is_some_and(|id| self.styles.is_heading(id));
        let heading = paragraph.heading.unwrap_or_else(styled);
        if !paragraph.text.trim().is_empty() {
            self.paragraphs += 1;
        }
        let landmark = Landmark::Paragraph {
            paragraph: self.paragraphs,
        };
        if heading {
            self.draw_line(&joined(&paragraph.text), true, landmark);
        } else {
            for line in paragraph.text.lines() {
                self.draw_line(line, false, landmark);
            }
        }
        for inner in paragraph.boxes {
            for block in inner.into_blocks() {
                self.draw(block);
            }
        }
    }

    fn draw_line(&mut self, line: &str, heading: bool, landmark: Landmark) {
        let shown = shortened(line, limits::LINE_BYTES);
        self.transcript.paragraph(shown, heading, landmark);
        if shown.len() < line.len() {
            self.transcript.cut(Cut::Line);
        }
    }

    fn start_table(&mut self) {
        self.end_paragraph();
        if self.frames.len() >= limits::TABLE_DEPTH {
            self.transcript.cut(Cut::Nested);
            self.skipped = 1;
            return;
        }
        if self.frames.is_empty() {
            self.transcript.end_grid();
        }
        self.tables = self.tables.saturating_add(1);
        self.frames.push(Frame::Table(Table::new(self.tables)));
    }

    fn in_table(&mut self, action: impl FnOnce(&mut Table)) {
        if let Some(Frame::Table(table)) = self.frames.last_mut() {
            action(table);
        }
    }

    fn end_cell(&mut self) {
        let Some(Frame::Table(table)) = self.frames.last_mut() else {
            return;
        };
        if table.end_cell() {
            self.notes.hidden.add(self.transcript.here());
        }
    }

    fn end_row(&mut self) {
        self.end_paragraph();
        self.end_cell();
        let Some(Frame::Table(table)) = self.frames.last_mut() else {
            return;
        };
        let Some(Finished { cells, hidden, inner }) = table.end_row() else {
            return;
        };
        table.open |= cells.is_some();
        let ends = table.open && !inner.is_empty();
        table.open &= inner.is_empty();
        let row = cells.map(|cells| Block::Row(cells, hidden));
        for block in row.into_iter().chain(ends.then_some(Block::EndTable)).chain(inner) {
            self.put(block);
        }
    }

    /// Ends the innermost table or text box.
    fn end_frame(&mut self) {
        self.end_paragraph();
        if matches!(self.frames.last(), Some(Frame::Table(_))) {
            self.end_row();
        }
        match self.frames.last() {
            Some(Frame::Table(table)) if table.open => self.put(Block::EndTable),
            _ => {}
        }
        if let Some(Frame::TextBox(flow, outer, run)) = self.frames.pop() {
            self.run = run;
            // A box outside any paragraph is one.
            let paragraph = outer.unwrap_or_default();
            self.paragraph.insert(paragraph).boxes.push(flow);
        }
    }

    /// Hands what the innermost table gives to what is around it.
    fn put(&mut self, block: Block) {
        let outer = self.frames.len().checked_sub(2).and_then(|at| self.frames.get_mut(at));
        let flow = match outer {
            None => return self.draw(block),
            Some(Frame::Table(table)) => table.flow(),
            Some(Frame::TextBox(flow, ..)) => Some(flow),
        };
        if let Block::Row(cells, _) = &block {
            if !self.transcript.has_room(self.waiting + cells.len()) {
                return self.transcript.cut(Cut::Rows);
            }
            self.waiting += cells.len();
        }
        if let Some(flow) = flow {
            flow.block(block);
        }
    }

    fn draw(&mut self, block: Block) {
        match block {
            Block::Lines(text, landmark) => {
                for line in text.lines() {
                    self.draw_line(line, false, landmark);
                }
            }
            Block::Row(cells, _) if !self.transcript.has_room(cells.len()) => self.transcript.cut(Cut::Rows),
            Block::Row(cells, hidden) => self.transcript.row(cells, hidden),
            Block::EndTable => self.transcript.end_grid(),
        }
    }

    /// Where text outside tables stands.
    fn landmark(&self) -> Landmark {
        Landmark::Paragraph {
            paragraph: self.paragraphs.saturating_add(1),
        }
    }
}

/// What a line costs beside its bytes: a place for it is kept.
const LINE_COST: usize = 32;

/// Whether an embedded object is a workbook of Excel or WPS.
fn is_workbook(element: &BytesStart<'_>) -> bool {
    let program = attribute(element, "ProgID").unwrap_or_default().to_ascii_lowercase();
    ["excel.", "et.", "ket."].iter().any(|start| program.starts_with(start))
}
