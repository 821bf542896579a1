//! Columns and rows of forms.

use super::{Lowering, Pair, inner};
use crate::syntax::ast::{
    Column, ColumnEntry, Columns, Formula, FormulaOperand, FormulaTerm, Grounds, ItemEntry, RowItem, Rows, Spanned,
    Word,
};
use crate::syntax::parser::Rule;
use crate::value::Kind;

/// What may follow the name of a column or an item, in any order.
struct Attributes {
    aliases: Vec<Word>,
    code: Option<Word>,
    kind: Option<Spanned<Kind>>,
    formula: Option<Formula>,
}

impl<'a> Lowering<'a> {
    /// `列 { … }`
    pub(super) fn columns(&mut self, pair: Pair<'a>) -> Option<Columns> {
        let span = self.span(&pair);
        let group = self.inner_word(&pair, Rule::name);
        let entries = self.column_entries(inner(&pair, Rule::column_block)?);
        Some(Columns { group, entries, span })
    }

    fn column_entries(&mut self, block: Pair<'a>) -> Vec<ColumnEntry> {
        block
            .into_inner()
            .filter_map(|entry| self.column_entry(entry))
            .collect()
    }

    fn column_entry(&mut self, pair: Pair<'a>) -> Option<ColumnEntry> {
        match pair.as_rule() {
            Rule::column_group => {
                let span = self.span(&pair);
                let name = self.inner_word(&pair, Rule::name)?;
                let entries = self.column_entries(inner(&pair, Rule::column_block)?);
                Some(ColumnEntry::Group { name, entries, span })
            }
            Rule::column => {
                let span = self.span(&pair);
                let (number, name) = self.numbered_name(&pair)?;
                let Attributes {
                    aliases, kind, formula, ..
                } = self.attributes(&pair);
                Some(ColumnEntry::Column(Column {
                    number,
                    name,
                    aliases,
                    kind,
                    formula,
                    span,
                }))
            }
            Rule::malformed_entry => {
                self.malformed(&pair, Rule::only_column);
                None
            }
            _ => None,
        }
    }

    fn numbered_name(&mut self, pair: &Pair<'a>) -> Option<(Option<Spanned<u32>>, Word)> {
        let number = match inner(pair, Rule::ordinal) {
            Some(ordinal) => self.whole(&ordinal),
            None => None,
        };
        Some((number, self.inner_word(pair, Rule::name)?))
    }

    fn attributes(&mut self, pair: &Pair<'a>) -> Attributes {
        let mut attributes = Attributes {
            aliases: Vec::new(),
            code: None,
            kind: None,
            formula: None,
        };
        for part in pair.clone().into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::aliases => attributes.aliases.extend(self.words(part.into_inner(), Rule::name)),
                Rule::row_code => {
                    let code = inner(&part, Rule::code).map(|code| self.id(&code));
                    self.once(&mut attributes.code, code, "代码", span, |code| code.span);
                }
                Rule::kind => {
                    let kind = inner(&part, Rule::choice).and_then(|word| self.kind(&word));
                    self.once(&mut attributes.kind, kind, "数据类型", span, |kind| kind.span);
                }
                Rule::identity => {
                    let formula = self.identity(&part);
                    self.once(&mut attributes.formula, formula, "计算关系", span, |formula| {
                        formula.span
                    });
                }
                _ => {}
            }
        }
        attributes
    }

    /// `= 4 + 5`
    pub(super) fn identity(&mut self, pair: &Pair<'a>) -> Option<Formula> {
        let formula = inner(pair, Rule::formula)?;
        let mut terms = Vec::new();
        let mut negative = false;
        for part in formula.clone().into_inner() {
            match part.as_rule() {
                Rule::minus => negative = true,
                Rule::plus => negative = false,
                _ => {
                    let operand = self.operand_of_formula(&part)?;
                    terms.push(FormulaTerm {
                        negative,
                        operand,
                        span: self.span(&part),
                    });
                    negative = false;
                }
            }
        }
        Some(Formula {
            terms,
            grounds: self.grounds(pair),
            span: self.span(&formula),
        })
    }

    /// `依据 "…" 履行 "…"`
    pub(super) fn grounds(&mut self, pair: &Pair<'a>) -> Grounds {
        let mut grounds = Grounds::default();
        for part in pair.clone().into_inner() {
            let word = self.inner_word(&part, Rule::text);
            match part.as_rule() {
                Rule::basis => {
                    let span = self.span(&part);
                    self.once(&mut grounds.basis, word, "依据", span, |basis| basis.span);
                }
                Rule::discharges => grounds.discharges.extend(word),
                _ => {}
            }
        }
        grounds
    }

    fn operand_of_formula(&mut self, term: &Pair<'a>) -> Option<FormulaOperand> {
        let content = term.clone().into_inner().next()?;
        match content.as_rule() {
            Rule::ordinal => self.whole(&content).map(|number| FormulaOperand::Number(number.value)),
            Rule::ordinal_range => {
                let from = self.whole(&inner(&content, Rule::ordinal_end)?)?;
                let to = self.whole(&inner(&content, Rule::ordinal)?)?;
                Some(FormulaOperand::Range(from.value, to.value))
            }
            _ => Some(FormulaOperand::Name(self.word(&content).value)),
        }
    }

    /// `行 { … }`
    pub(super) fn item_rows(&mut self, pair: Pair<'a>) -> Option<Rows> {
        let span = self.span(&pair);
        let entries = self.item_entries(inner(&pair, Rule::item_block)?);
        Some(Rows::Items { entries, span })
    }

    fn item_entries(&mut self, block: Pair<'a>) -> Vec<ItemEntry> {
        block.into_inner().filter_map(|entry| self.item_entry(entry)).collect()
    }

    fn item_entry(&mut self, pair: Pair<'a>) -> Option<ItemEntry> {
        match pair.as_rule() {
            Rule::section => {
                let span = self.span(&pair);
                let name = self.inner_word(&pair, Rule::name)?;
                let entries = self.item_entries(inner(&pair, Rule::item_block)?);
                Some(ItemEntry::Section { name, entries, span })
            }
            Rule::row_item => {
                let span = self.span(&pair);
                let (number, name) = self.numbered_name(&pair)?;
                let Attributes {
                    aliases,
                    code,
                    kind,
                    formula,
                } = self.attributes(&pair);
                Some(ItemEntry::Item(RowItem {
                    number,
                    name,
                    aliases,
                    code,
                    kind,
                    formula,
                    span,
                }))
            }
            Rule::malformed_entry => {
                self.malformed(&pair, Rule::only_row_item);
                None
            }
            _ => None,
        }
    }

    /// `行 科目代码 { 类 3, 款 5 } 科目 功能分类 折叠`
    pub(super) fn coded_rows(&mut self, pair: &Pair<'a>) -> Option<Rows> {
        let mut names = self.words(pair.clone().into_inner(), Rule::name).into_iter();
        let key = names.next()?;
        let mut levels = Vec::new();
        for level in inner(pair, Rule::level_block)?
            .into_inner()
            .filter(|part| part.as_rule() == Rule::code_level)
        {
            let name = self.inner_word(&level, Rule::name)?;
            levels.push((name, self.whole(&inner(&level, Rule::ordinal)?)?));
        }
        Some(Rows::Coded {
            key,
            levels,
            code_list: names.next(),
            folded: inner(pair, Rule::kw_folded).is_some(),
            span: self.span(pair),
        })
    }
}
