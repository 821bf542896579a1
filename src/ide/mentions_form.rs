//! What the declaration of a form names: members of its formulas, columns of its implied rules, code lists; what
//! 覆盖 says of a form again.

use std::sync::Arc;

use super::mentions::{Mention, What, name};
use crate::source::Span;
use crate::syntax::ast::{
    ColumnEntry, FormPart, Formula, FormulaOperand, Grounds, ImpliedKind, ItemEntry, Rows, TotalRow, Word,
};

/// A member of a formula, or a name in 必填 and 非负, with what surrounds it.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// The form's id.
    pub form: &'a Arc<str>,
    /// The block's name.
    pub block: Option<&'a Arc<str>>,
    /// What it names.
    pub operand: Operand<'a>,
    /// Among what.
    pub among: Among,
    /// The name of the column or item whose formula it is.
    pub own: Option<Span>,
}

/// How a member is named.
#[derive(Debug, Clone, Copy)]
pub enum Operand<'a> {
    /// As formulas do.
    Formula(&'a FormulaOperand),
    /// By name.
    Name(&'a Arc<str>),
}

/// Which declarations of a block a member is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Columns.
    Columns,
    /// Items.
    Items,
    /// Codes and total rows.
    Codes,
    /// Columns and items.
    All,
}

/// The mentions in the parts of the form called `form`. In 覆盖 its columns and rows are mentions of those of the form
/// that it changes.
pub(super) fn in_form<'a>(form: &'a Arc<str>, parts: &'a [FormPart], changes: bool, found: &mut Vec<Mention<'a>>) {
    let walk = Walk {
        form,
        block: None,
        changes,
        found,
    };
    in_parts(walk, parts);
}

fn in_parts<'a>(mut walk: Walk<'a, '_>, parts: &'a [FormPart]) {
    for part in parts {
        match part {
            FormPart::Block(block) => {
                let inner = Walk {
                    block: Some(&block.name.value),
                    found: walk.found,
                    ..walk
                };
                in_parts(inner, &block.parts);
            }
            FormPart::Columns(columns) => walk.columns(&columns.entries),
            FormPart::Rows(Rows::Coded {
                code_list: Some(list), ..
            }) => name(What::CodeList, list, walk.found),
            FormPart::Rows(Rows::Items { entries, .. }) => walk.items(entries),
            FormPart::Total(TotalRow { names, formula, .. }) => {
                walk.declared(names.first(), formula.as_ref(), Among::Codes);
            }
            FormPart::Implied(implied) => {
                if implied.kind != ImpliedKind::EmptyStatement {
                    walk.names(&implied.words);
                }
                walk.duties(&implied.grounds);
            }
            _ => {}
        }
    }
}

struct Walk<'a, 'f> {
    form: &'a Arc<str>,
    block: Option<&'a Arc<str>>,
    changes: bool,
    found: &'f mut Vec<Mention<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn columns(&mut self, entries: &'a [ColumnEntry]) {
        for entry in entries {
            match entry {
                ColumnEntry::Column(column) => {
                    self.declared(Some(&column.name), column.formula.as_ref(), Among::Columns);
                }
                ColumnEntry::Group { entries, .. } => self.columns(entries),
            }
        }
    }

    fn items(&mut self, entries: &'a [ItemEntry]) {
        for entry in entries {
            match entry {
                ItemEntry::Item(item) => self.declared(Some(&item.name), item.formula.as_ref(), Among::Items),
                ItemEntry::Section { entries, .. } => self.items(entries),
            }
        }
    }

    /// A column or a row: the members of its formula, and in 覆盖 its name.
    fn declared(&mut self, own: Option<&'a Word>, formula: Option<&'a Formula>, among: Among) {
        if let Some(own) = own.filter(|_| self.changes) {
            self.push(own.span, Operand::Name(&own.value), among, None);
        }
        if let Some(formula) = formula {
            self.duties(&formula.grounds);
        }
        for term in formula.into_iter().flat_map(|formula| &formula.terms) {
            let operand = Operand::Formula(&term.operand);
            self.push(term.span, operand, among, own.map(|own| own.span));
        }
    }

    /// The duties that a rule implied by the form discharges.
    fn duties(&mut self, grounds: &'a Grounds) {
        for duty in &grounds.discharges {
            name(What::Duty, duty, self.found);
        }
    }

    fn names(&mut self, words: &'a [Word]) {
        for word in words {
            self.push(word.span, Operand::Name(&word.value), Among::All, None);
        }
    }

    fn push(&mut self, span: Span, operand: Operand<'a>, among: Among, own: Option<Span>) {
        let member = Member {
            form: self.form,
            block: self.block,
            operand,
            among,
            own,
        };
        self.found.push(Mention {
            span,
            what: What::Member(member),
        });
    }
}
