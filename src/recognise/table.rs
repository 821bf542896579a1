//! Segments to tables: which form each is, which go on with the one before, what is said about each.

use super::Recognised;
use super::assemble::{Assembled, assemble};
use super::header_run;
use super::lexicon::Lexicon;
use super::partial_table::{self, LostCells, PartialTable, Situation};
use super::remarks;
use super::segment::Segment;
use super::shift::Lookups;
use crate::diagnostic::{Diagnostic, codes::recognise as codes};
use crate::form::{Form, FormId};
use crate::report::{FoundBy, Leftover, Table, UnitSource};
use crate::source::Origin;
use crate::value::Unit;

/// The tables of a report in the making.
pub(super) struct Tables<'f, 'd> {
    forms: &'f [Form],
    lexicon: &'f Lexicon,
    lost: LostCells,
    lookups: Lookups,
    /// The unit stated on the cover.
    cover: Option<(Unit, Origin)>,
    done: Recognised,
    open: Option<OpenTable<'d>>,
    /// Where the first table of each form stands.
    seen: Vec<Option<Origin>>,
}

/// A table that a next page may go on with.
struct OpenTable<'d> {
    form: usize,
    found_by: FoundBy,
    origin: Origin,
    unit: Option<(Unit, Origin)>,
    partial: PartialTable<'d>,
    notes: Vec<(String, Origin)>,
}

impl<'f, 'd> Tables<'f, 'd> {
    /// No tables yet.
    pub fn new(forms: &'f [Form], lexicon: &'f Lexicon, lost: LostCells, cover: Option<(Unit, Origin)>) -> Self {
        Self {
            forms,
            lexicon,
            lost,
            lookups: Lookups::default(),
            cover,
            done: Recognised::default(),
            open: None,
            seen: vec![None; forms.len()],
        }
    }

    /// Takes a segment for a table, for the next page of the one before, or for none.
    pub fn add(&mut self, segment: Segment<'d>) {
        let Some((mark, found_by)) = segment.mark() else { return };
        let origin = mark.origin;
        let title_forms = segment.title.as_ref().map(|mark| mark.forms.as_slice());
        let mut candidates = mark.forms.clone();
        if let (Some(forms), Some(number)) = (title_forms, &segment.number) {
            candidates.retain(|form| number.forms.contains(form));
            if candidates.is_empty() {
                self.disagree(&segment, forms, number, origin);
                return;
            }
        }
        if segment.rows.is_empty() {
            self.without_rows(&segment, &candidates, found_by, origin);
            return;
        }
        let mut fitting: Vec<(usize, PartialTable<'d>)> = Vec::new();
        for form in candidates {
            if let Some(partial) = self.partial(form, &segment).filter(PartialTable::fits) {
                fitting.push((form, partial));
            }
        }
        // Forms of one title: the one that more of the table answers to.
        let weight = |partial: &PartialTable<'_>| {
            let parts = partial.parts.iter();
            parts
                .map(|part| part.rows.len() + part.columns.iter().filter(|column| column.bound.is_some()).count())
                .sum::<usize>()
        };
        fitting.sort_by_key(|(form, partial)| (std::cmp::Reverse(weight(partial)), *form));
        let tied = match fitting.as_slice() {
            [(_, first), (_, second), ..] => weight(first) == weight(second),
            _ => false,
        };
        let mut fitting = fitting.into_iter();
        match fitting.next() {
            Some((form, partial)) if !tied => self.take(form, partial, segment, found_by, origin),
            Some((form, _)) => {
                let message = format!("“{}”这张表同时符合几个表样,无法判定是哪一个", self.title(form));
                self.reject(
                    &segment,
                    Diagnostic::new(&codes::AMBIGUOUS_TABLE, message),
                    origin,
                    "请给这些表样写上各自的表号或标题",
                );
            }
            None => {
                let text = segment.mark().map(|(mark, _)| mark.text.clone()).unwrap_or_default();
                let message = format!("“{text}”下面的表格与表样不符,没有一列能对上");
                let help = "请核对表头;列名写法不同的,请在表样中补上栏次或别名;只是同名的其他表格的,可不理会";
                self.reject(&segment, Diagnostic::new(&codes::UNFIT_TABLE, message), origin, help);
            }
        }
    }

    /// The tables, with what there is to say.
    pub fn finish(mut self) -> Recognised {
        self.close();
        self.done
    }

    fn title(&self, form: usize) -> &'f str {
        self.forms.get(form).map_or("", Form::title)
    }

    fn partial(&mut self, at: usize, segment: &Segment<'d>) -> Option<PartialTable<'d>> {
        let form = self.forms.get(at)?;
        let known = self.lexicon.form(self.forms, at)?;
        let previous = self
            .open
            .as_ref()
            .filter(|open| open.form == at)
            .and_then(|open| open.partial.layouts.last().cloned());
        let cut = header_run::split(form, known, &segment.rows, previous);
        let situation = Situation {
            words: &known.words,
            lost: self.lost,
            unit: segment.unit.map(|(unit, _)| unit),
        };
        let mut partial = partial_table::find_rows(form, cut.runs, &situation);
        partial.leftovers.extend(cut.above.iter().map(|row| Leftover {
            text: row.excerpt(),
            origin: row.row.origin,
            reason: "在表头之上,不知是什么".to_owned(),
        }));
        partial
            .leftovers
            .extend(segment.strays.iter().map(|paragraph| Leftover {
                text: super::line::shorten(&paragraph.text),
                origin: paragraph.origin,
                reason: "夹在表格中间的文字".to_owned(),
            }));
        Some(partial)
    }

    fn take(
        &mut self,
        form: usize,
        partial: PartialTable<'d>,
        segment: Segment<'d>,
        found_by: FoundBy,
        origin: Origin,
    ) {
        let repeatable = self.forms.get(form).is_some_and(|form| form.repeatable);
        if let Some(open) = self.open.as_mut().filter(|open| open.form == form) {
            let goes_on = segment.continued || !repeatable && open.partial.keys().is_disjoint(&partial.keys());
            if goes_on {
                open.partial.append(partial);
                open.notes.extend(segment.notes);
                open.unit = open.unit.or(segment.unit);
                return;
            }
        }
        self.close();
        match self.seen.get_mut(form) {
            Some(Some(first)) if !repeatable => {
                let first = *first;
                let message = format!("“{}”在报告中出现了不止一次", self.title(form));
                self.done.diagnostics.push(
                    Diagnostic::new(&codes::DUPLICATE_TABLE, message)
                        .at_origin(origin, "这里又有一张")
                        .at_origin(first, "第一张")
                        .help("请核对是否重复收录;确实可以有多张的,请在表样中写“可重复”"),
                );
            }
            Some(slot) => *slot = Some(origin),
            None => {}
        }
        self.open = Some(OpenTable {
            form,
            found_by,
            origin,
            unit: segment.unit,
            partial,
            notes: segment.notes,
        });
    }

    /// Reads the figures of the table at hand.
    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        let Some(form) = self.forms.get(open.form) else { return };
        open.partial.order();
        let (unit, unit_from) = match (open.unit, self.cover) {
            (Some((unit, origin)), _) => (unit, UnitSource::Table(origin)),
            (None, Some((unit, origin))) => (unit, UnitSource::Report(origin)),
            (None, None) => (form.unit, UnitSource::Form),
        };
        let Assembled {
            parts,
            verdicts,
            unplaced,
        } = assemble(form, &mut open.partial, unit, Some(open.origin), &mut self.lookups);
        let mut said = std::mem::take(&mut open.partial.diagnostics);
        said.extend(remarks::missing(form, &parts, open.origin));
        let shifts = remarks::shifts(form, &open.partial, &verdicts);
        let told = unplaced.into_iter().filter(|(_, group)| shifts.contains_key(group));
        let told = told.map(|(origin, _)| origin).collect();
        said.extend(shifts.into_values());
        said.extend(remarks::figures(form, &parts, &told));
        self.done.diagnostics.extend(remarks::limit(said));
        self.done.leftovers.append(&mut open.partial.leftovers);
        self.done.tables.push(Table {
            form: FormId::new(open.form),
            found_by: open.found_by,
            origin: open.origin,
            unit,
            unit_from,
            parts,
            notes: open.notes,
        });
    }

    /// A title without a table: a line of a list of contents, or a table that was left out, which a note may explain.
    fn without_rows(&mut self, segment: &Segment<'d>, candidates: &[usize], found_by: FoundBy, origin: Origin) {
        let certain = segment.title.is_some() && segment.number.is_some();
        if !certain && segment.notes.is_empty() {
            return;
        }
        let Some(form) = candidates.first().copied() else {
            return;
        };
        let message = format!("“{}”只有标题,下面没有表格", self.title(form));
        self.done.diagnostics.push(
            Diagnostic::new(&codes::NO_ROWS, message)
                .at_origin(origin, "")
                .help("请核对表格是否漏掉,或是以图片形式放在报告里"),
        );
        if segment.notes.is_empty() || self.seen.get(form).is_some_and(Option::is_some) {
            return;
        }
        let partial = self
            .forms
            .get(form)
            .map(partial_table::without_rows)
            .unwrap_or_default();
        self.take(form, partial, segment.clone(), found_by, origin);
    }

    fn disagree(&mut self, segment: &Segment<'d>, by_title: &[usize], number: &super::segment::Marked, origin: Origin) {
        let title = by_title.first().map_or("", |form| self.title(*form));
        let other = number.forms.first().map_or("", |form| self.title(*form));
        let message = format!("标题是“{title}”,表号“{}”却是“{other}”的", number.text);
        let diagnostic = Diagnostic::new(&codes::NUMBER_AND_TITLE, message).at_origin(number.origin, "表号");
        self.reject(
            segment,
            diagnostic,
            origin,
            "请改正标题或表号;改正之前,这张表不参加检查",
        );
    }

    fn reject(&mut self, segment: &Segment<'d>, diagnostic: Diagnostic, origin: Origin, help: &str) {
        self.close();
        let reason = diagnostic.message.clone();
        self.done.diagnostics.push(diagnostic.at_origin(origin, "").help(help));
        if let Some(first) = segment.rows.first() {
            self.done.leftovers.push(Leftover {
                text: first.excerpt(),
                origin: first.row.origin,
                reason: format!("共{}行:{reason}", segment.rows.len()),
            });
        }
    }
}
