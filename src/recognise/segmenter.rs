//! Cuts a document into the lines of each table.

use std::sync::Arc;

use super::head::{self, Head, Heads};
use super::line::{GridRowRef, Line};
use super::segment::{Marked, Segment, Segmented};
use super::titles::{Title, Titles};
use crate::read::Paragraph;
use crate::source::Origin;

/// A row with more cells of its own is no title and says nothing about a table.
const MOST_HEAD_CELLS: usize = 8;
/// Rows that a table is given room for before they come.
const MOST_EXPECTED: usize = 256;
/// Paragraphs that may stand between a title and its table.
const MOST_STRAY: usize = 4;
/// A longer paragraph is running text.
const LONGEST_STRAY: usize = 40;

/// Cuts `lines` at titles.
pub(super) fn segment<'d>(lines: &[Line<'d>], titles: &Titles) -> Segmented<'d> {
    let mut segmenter = Segmenter {
        titles,
        heads: Heads::default(),
        segmented: Segmented::default(),
        current: None,
        sheet: None,
        before: None,
        left: 0,
    };
    for (at, line) in lines.iter().enumerate() {
        match line {
            Line::Sheet(name) => segmenter.sheet(name),
            Line::Paragraph(paragraph) => segmenter.paragraph(paragraph),
            Line::Row(row) => {
                if segmenter.left == 0 {
                    let of_grid = |line: &&Line<'_>| matches!(line, Line::Row(next) if next.grid == row.grid);
                    segmenter.left = lines.iter().skip(at).take_while(of_grid).count();
                }
                segmenter.row(*row);
                segmenter.left -= 1;
            }
        }
    }
    segmenter.close();
    segmenter.segmented
}

struct Segmenter<'t, 'd> {
    titles: &'t Titles,
    heads: Heads<'d>,
    segmented: Segmented<'d>,
    current: Option<Segment<'d>>,
    /// The sheet begun, where its name means a form and no row came yet.
    sheet: Option<(Vec<usize>, Arc<str>)>,
    /// The paragraph just before, for titles that break over two lines.
    before: Option<&'d Paragraph>,
    /// Rows of the grid at hand, from the one at hand on.
    left: usize,
}

impl<'d> Segmenter<'_, 'd> {
    fn close(&mut self) {
        if let Some(mut segment) = self.current.take() {
            if segment.rows.len() < segment.rows.capacity() / 2 {
                segment.rows.shrink_to_fit();
            }
            self.segmented.segments.push(segment);
        }
    }

    fn sheet(&mut self, name: &str) {
        self.close();
        self.before = None;
        self.sheet = self.titles.sheet(name).map(|forms| (forms, name.into()));
    }

    fn opening(&mut self, text: &str, origin: Origin) {
        if self.segmented.opening.len() < 20 && self.segmented.segments.is_empty() {
            self.segmented.opening.push((super::line::shorten(text), origin));
        }
    }

    fn paragraph(&mut self, paragraph: &'d Paragraph) {
        let before = self.before.replace(paragraph);
        let text = paragraph.text.as_str();
        let origin = paragraph.origin;
        let wrapped = || {
            // A number is no first half of a title: it belongs to the table before, which has lost its rows.
            let before = before.filter(|before| self.titles.number(&before.text).is_none())?;
            let joined = format!("{}{text}", before.text);
            self.titles.title(&joined).map(|title| (title, joined))
        };
        let plain = self.titles.title(text).map(|title| (title, text.to_owned()));
        // A title that two lines make up is longer than the one that its second line may be.
        if let Some((title, text)) = wrapped().or(plain) {
            return self.title(title, text, origin);
        }
        if let Some(forms) = self.titles.number(text) {
            return self.number(forms, text, origin);
        }
        if head::is_page_mark(text) {
            return;
        }
        if head::is_note(text) {
            return self.note(text, origin);
        }
        let may_state = self.titles.glance(text).may_state();
        if let Some(head) = may_state.then(|| self.heads.read(text)).flatten() {
            return self.head(head, origin);
        }
        self.opening(text, origin);
        let Some(segment) = &mut self.current else { return };
        let in_table = !segment.rows.is_empty();
        if paragraph.heading {
            self.close();
        } else if segment.closing {
            if head::is_list_item(text) || head::speaks_of_table(text) {
                segment.notes.push((text.to_owned(), origin));
            } else {
                self.close();
            }
        } else if head::speaks_of_table(text) {
            self.note(text, origin);
        } else if text.chars().count() > LONGEST_STRAY
            || text.ends_with(['。', ';', '\u{ff1b}'])
            || segment.pending.len() >= MOST_STRAY && !in_table
        {
            self.close();
        } else {
            segment.pending.push(paragraph);
        }
    }

    fn note(&mut self, text: &str, origin: Origin) {
        if let Some(segment) = &mut self.current {
            segment.notes.push((text.to_owned(), origin));
            segment.closing |= !segment.rows.is_empty();
        }
    }

    fn head(&mut self, head: Head, origin: Origin) {
        // What no form is called, and a unit below: another table begins, and what follows is not of the one before.
        let other = |segment: &Segment<'_>| {
            let last = segment.pending.last().filter(|_| !segment.rows.is_empty());
            last.is_some_and(|paragraph| head::names_table(&paragraph.text))
        };
        if head.unit.is_some() && self.current.as_ref().is_some_and(other) {
            return self.close();
        }
        if let (Some(segment), Some(unit)) = (&mut self.current, head.unit) {
            segment.unit.get_or_insert((unit, origin));
        }
        let cover = self.current.is_none() && self.segmented.segments.is_empty();
        if cover || self.current.is_some() {
            self.segmented.heads.push((head, origin, cover));
        }
    }

    fn title(&mut self, title: Title, text: String, origin: Origin) {
        let year = head::year_in(&text);
        let mark = Marked {
            text: text.clone(),
            forms: title.forms,
            origin,
        };
        let number = title.number.map(|forms| Marked { text, forms, origin });
        let meets = |other: &Marked| other.forms.iter().any(|form| mark.forms.contains(form));
        let mut carried = None;
        if let Some(segment) = &mut self.current {
            let fresh = segment.rows.is_empty() && segment.notes.is_empty();
            // The title of a table already begun: by its number, by its sheet's name, or by the same title.
            let same = match (&segment.title, &segment.number, &segment.sheet) {
                (Some(own), _, _) => fresh && own.forms == mark.forms,
                (None, Some(_), _) => fresh,
                (None, None, Some(sheet)) => meets(sheet),
                (None, None, None) => false,
            };
            if same {
                segment.continued |= title.continued;
                segment.title.get_or_insert(mark);
                segment.number = segment.number.take().or(number);
                return;
            }
            if fresh {
                carried = segment.number.take_if(|number| meets(number));
            }
        }
        if self
            .current
            .as_ref()
            .is_some_and(|segment| segment.title.is_none() && segment.number.is_none())
        {
            // Only the sheet's name spoke for the rows so far, and the title says otherwise.
            let rows = self.current.take().map(|segment| segment.rows).unwrap_or_default();
            self.segmented.loose.extend(rows);
        }
        self.close();
        self.sheet = None;
        self.current = Some(Segment {
            title: Some(mark),
            number: number.or(carried),
            continued: title.continued,
            ..Segment::new()
        });
        if let Some(year) = year {
            let head = Head {
                year: Some(year),
                ..Head::default()
            };
            self.segmented.heads.push((head, origin, false));
        }
    }

    fn number(&mut self, forms: Vec<usize>, text: &str, origin: Origin) {
        let mark = Marked {
            text: text.to_owned(),
            forms,
            origin,
        };
        match &mut self.current {
            Some(segment) if segment.rows.is_empty() && segment.number.is_none() => segment.number = Some(mark),
            Some(segment) if segment.rows.is_empty() && segment.notes.is_empty() && segment.title.is_none() => {
                segment.number = Some(mark);
            }
            // A row above the title began the segment, which goes by its sheet's name.
            Some(segment)
                if segment.number.is_none()
                    && segment.sheet.as_ref().is_some_and(|sheet| sheet.forms == mark.forms) =>
            {
                segment.number = Some(mark);
            }
            _ => {
                self.close();
                self.sheet = None;
                self.current = Some(Segment {
                    number: Some(mark),
                    ..Segment::new()
                });
            }
        }
    }

    fn row(&mut self, row: GridRowRef<'d>) {
        self.before = None;
        if self.head_row(row) {
            return;
        }
        if self.current.as_ref().is_some_and(|segment| segment.closing) {
            self.close();
        }
        if self.current.is_none()
            && let Some((forms, name)) = self.sheet.take()
        {
            let mut segment = Segment::new();
            segment.sheet = Some(Marked {
                text: name.to_string(),
                forms,
                origin: row.row.origin,
            });
            self.current = Some(segment);
        }
        match &mut self.current {
            Some(segment) => {
                // What stands between a title and its table is no part of it.
                let between = std::mem::take(&mut segment.pending);
                if segment.rows.is_empty() {
                    segment.rows.reserve(self.left.min(MOST_EXPECTED));
                } else {
                    segment.strays.extend(between);
                }
                segment.rows.push(row);
            }
            None => self.segmented.loose.push(row),
        }
    }

    /// Takes a row that carries a title, a number, a note, a unit or a name and no figures.
    fn head_row(&mut self, row: GridRowRef<'d>) -> bool {
        let cells = || row.filled().map(|(_, cell)| cell);
        let mut rest = cells();
        let Some(first) = rest.next() else { return false };
        let lone = rest.next().is_none();
        let glance = self.titles.glance(&first.text);
        if !lone && glance.is_ordinary() || rest.nth(MOST_HEAD_CELLS - 2).is_some() {
            return false;
        }
        if lone {
            let cell = first;
            let is_note = glance.may_be_note() && head::is_note(&cell.text);
            let speaks = || glance.may_speak_of_table() && head::speaks_of_table(&cell.text);
            if is_note || self.current.is_some() && speaks() {
                self.note(&cell.text, cell.origin);
                return self.current.is_some();
            }
            let is_page_mark = glance.may_be_page_mark() && head::is_page_mark(&cell.text);
            if is_page_mark && self.titles.number(&cell.text).is_none() {
                return row.row.cells.len() == 1;
            }
            self.opening(&cell.text, cell.origin);
        }
        let mut title = None;
        let mut numbers = Vec::new();
        let mut heads = Vec::new();
        let mut value_next = false;
        for cell in cells() {
            let text = &*cell.text;
            let glance = self.titles.glance(text);
            let may_be_title = glance.may_be_title();
            if let (true, Some((head, _))) = (value_next, heads.last_mut()) {
                // `部门名称:` in one cell, the name in the next.
                value_next = false;
                let head: &mut Head = head;
                head.name = Some(head::joined(text).into());
            } else if let Some(found) = (may_be_title && title.is_none())
                .then(|| self.titles.title(text))
                .flatten()
            {
                title = Some((found, text.to_owned(), cell.origin));
            } else if let Some(forms) = may_be_title.then(|| self.titles.number(text)).flatten() {
                numbers.push((forms, text, cell.origin));
            } else if let Some(head) = glance.may_state().then(|| self.heads.read(text)).flatten() {
                value_next = head.name.as_deref() == Some("");
                heads.push((head, cell.origin));
            } else {
                return false;
            }
        }
        if title.is_none() && numbers.is_empty() && heads.is_empty() {
            return false;
        }
        if let Some((title, text, origin)) = title {
            self.title(title, text, origin);
        }
        for (forms, text, origin) in numbers {
            self.number(forms, text, origin);
        }
        for (head, origin) in heads {
            self.head(head, origin);
        }
        true
    }
}
