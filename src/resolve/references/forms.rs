//! The names in the declaration of a form and in 覆盖 表: what it declares, changes and ties to one another.

use super::labels::{self, Labels};
use super::walk::Walk;
use super::{BlockAt, Part, Target};
use crate::form::{Block, BlockIx, ColumnIx, FormId, ImpliedRule, ItemIx, LevelIx, Operand, TotalIx};
use crate::plan::RowSetKind;
use crate::ruleset::{FormulaOf, NamedFigures, NamedRows, Statement, meant};
use crate::source::Span;
use crate::syntax::ast::{
    ColumnEntry, FormPart, Formula, FormulaOperand, FormulaTerm, Grounds, Implied, ImpliedKind, ItemEntry, Rows, Word,
};
use crate::value::{Name, normalise};

/// A block that is walked.
struct Walked<'a> {
    at: BlockAt,
    declared: &'a Block,
    columns: Vec<Labels<'a>>,
    rows: Vec<Labels<'a>>,
    /// The terms of its formulas: they are looked up together.
    terms: Vec<(FormulaOf, FormulaTerm)>,
}

impl<'a> Walk<'a> {
    pub(super) fn form(&mut self, id: &Word, parts: &'a [FormPart]) {
        if let Some(form) = self.form_id(id) {
            self.form_parts(form, None, parts);
        }
    }

    /// The parts of a form, or of a block of it.
    fn form_parts(&mut self, form: FormId, block: Option<&Word>, parts: &'a [FormPart]) {
        let mut walked = self.block(form, block);
        if let (Some(name), Some(walked)) = (block, &walked) {
            self.refer(name.span, Target::In(walked.at, Part::Block));
        }
        for part in parts {
            match (part, &mut walked) {
                (FormPart::Block(block), _) => self.form_parts(form, Some(&block.name), &block.parts),
                (FormPart::Implied(implied), _) => self.implied(form, implied),
                (FormPart::Columns(columns), Some(walked)) => {
                    let mut above: Vec<&Word> = columns.group.iter().collect();
                    self.columns(walked, &mut above, &columns.entries);
                }
                (FormPart::Rows(rows), Some(walked)) => self.rows(walked, rows),
                (FormPart::Total(total), Some(walked)) => {
                    if let Some(name) = total.names.first() {
                        self.entry(walked, &[name], FormulaOf::Total, total.formula.as_ref());
                    }
                }
                _ => {}
            }
        }
        if let Some(walked) = walked {
            self.terms(&walked);
        }
    }

    fn block(&self, form: FormId, name: Option<&Word>) -> Option<Walked<'a>> {
        let key = name.map(|name| normalise(&name.value));
        let blocks = &self.ruleset().form(form)?.blocks;
        let is_it = |block: &Block| block.name.as_ref().map(|name| &*name.key) == key.as_deref();
        let block = blocks.iter().position(is_it)?;
        let declared = blocks.get(block)?;
        let block = BlockIx::new(block);
        Some(Walked {
            at: BlockAt { form, block },
            declared,
            columns: labels::columns(declared).collect(),
            rows: labels::rows(declared).collect(),
            terms: Vec::new(),
        })
    }

    fn columns(&mut self, walked: &mut Walked<'a>, above: &mut Vec<&'a Word>, entries: &'a [ColumnEntry]) {
        for entry in entries {
            match entry {
                ColumnEntry::Column(column) => {
                    above.push(&column.name);
                    self.entry(walked, above, FormulaOf::Column, column.formula.as_ref());
                }
                ColumnEntry::Group { name, entries, .. } => {
                    above.push(name);
                    self.columns(walked, above, entries);
                }
            }
            above.pop();
        }
    }

    fn items(&mut self, walked: &mut Walked<'a>, above: &mut Vec<&'a Word>, entries: &'a [ItemEntry]) {
        for entry in entries {
            match entry {
                ItemEntry::Item(item) => {
                    above.push(&item.name);
                    self.entry(walked, above, FormulaOf::Item, item.formula.as_ref());
                }
                ItemEntry::Section { name, entries, .. } => {
                    above.push(name);
                    self.items(walked, above, entries);
                }
            }
            above.pop();
        }
    }

    fn rows(&mut self, walked: &mut Walked<'a>, rows: &'a Rows) {
        match rows {
            Rows::Coded { levels, code_list, .. } => {
                let declared = walked.declared.axis.coded().map_or(&[][..], |coded| &coded.levels);
                for (name, _) in levels {
                    if let Some(level) = declared.iter().position(|level| is(&level.name, name)) {
                        self.refer(name.span, Target::In(walked.at, Part::Level(LevelIx::new(level))));
                    }
                }
                if let Some(list) = code_list {
                    self.code_list_name(&list.value, list.span);
                }
            }
            Rows::Items { entries, .. } => self.items(walked, &mut Vec::new(), entries),
            Rows::Single(_) => {}
        }
    }

    /// A column or a row, written as `path` with the groups above it, and its formula.
    fn entry(
        &mut self,
        walked: &mut Walked<'a>,
        path: &[&Word],
        of: fn(usize) -> FormulaOf,
        formula: Option<&Formula>,
    ) {
        let entries = match of(0) {
            FormulaOf::Column(_) => &walked.columns,
            FormulaOf::Item(_) | FormulaOf::Total(_) => &walked.rows,
        };
        let keys: Vec<String> = path.iter().map(|word| normalise(&word.value)).collect();
        let is_it = |labels: &Labels<'_>| {
            labels
                .iter()
                .map(|label| &*label.name.key)
                .eq(keys.iter().map(|key| &**key))
        };
        let Some((own, labels)) = entries.iter().enumerate().find(|(_, labels)| is_it(labels)) else {
            return;
        };
        for (word, label) in path.iter().zip(labels) {
            self.refer(word.span, Target::In(walked.at, label.part.clone()));
        }
        if let Some(formula) = formula {
            self.grounds(&formula.grounds);
            let terms = formula.terms.iter().flat_map(with_ends);
            walked.terms.extend(terms.map(|term| (of(own), term)));
        }
    }

    fn terms(&mut self, walked: &Walked<'a>) {
        let found = meant(walked.declared, &self.ruleset().code_lists, &walked.terms);
        for ((of, term), operands) in walked.terms.iter().zip(found) {
            for operand in operands {
                let part = match (operand, of) {
                    (Operand::Index(index), FormulaOf::Column(_)) => Some(Part::Column(ColumnIx::new(index))),
                    (Operand::Index(index), FormulaOf::Item(_)) => Some(Part::Item(ItemIx::new(index))),
                    (Operand::Index(index), FormulaOf::Total(_)) => Some(Part::Total(TotalIx::new(index))),
                    (Operand::Code(code), _) => self.resolver.rows_part(walked.declared, &RowSetKind::Code(code)),
                };
                if let Some(part) = part {
                    self.refer(term.span, Target::In(walked.at, part));
                }
            }
        }
    }

    /// A rule that the form writes out: the columns and rows that it names in any block.
    fn implied(&mut self, form: FormId, implied: &Implied) {
        self.grounds(&implied.grounds);
        if !matches!(implied.kind, ImpliedKind::NonNegative | ImpliedKind::Required) {
            return;
        }
        let Some(declared) = self.ruleset().form(form) else {
            return;
        };
        for word in &implied.words {
            let names = vec![Name::new(&word.value)];
            let rule = match implied.kind {
                ImpliedKind::Required => ImpliedRule::Required(names),
                _ => ImpliedRule::NonNegative(names),
            };
            let figures = Statement::written(declared, &rule).map_or_else(Vec::new, |said| said.figures());
            for (block, part) in figures.iter().flat_map(named) {
                self.refer(word.span, Target::In(BlockAt { form, block }, part));
            }
        }
    }

    fn grounds(&mut self, grounds: &Grounds) {
        for duty in &grounds.discharges {
            self.duty(&duty.value, duty.span);
        }
    }
}

/// The rows that are named, or else the columns.
fn named(figures: &NamedFigures) -> Vec<(BlockIx, Part)> {
    let parts = match figures.rows {
        NamedRows::Item(item) => vec![Part::Item(item)],
        NamedRows::Total(total) => vec![Part::Total(total)],
        NamedRows::All | NamedRows::Record => figures.columns.iter().copied().map(Part::Column).collect(),
    };
    parts.into_iter().map(|part| (figures.block, part)).collect()
}

fn is(name: &Name, word: &Word) -> bool {
    *name.key == *normalise(&word.value)
}

/// A term, and of a range its ends too, each where it is written.
fn with_ends(term: &FormulaTerm) -> Vec<FormulaTerm> {
    let mut terms = vec![term.clone()];
    if let FormulaOperand::Range(from, to) = term.operand {
        let (source, whole) = (term.span.source, term.span.range());
        let first = Span::new(source, whole.start, whole.start + from.to_string().len());
        let last = Span::new(source, whole.end.saturating_sub(to.to_string().len()), whole.end);
        terms.extend([(from, first), (to, last)].map(|(number, span)| FormulaTerm {
            operand: FormulaOperand::Number(number),
            span,
            ..*term
        }));
    }
    terms
}
