//! Identities of columns and items: numbers, ranges and names tied to indices within the block.

use std::collections::BTreeMap;

use super::implied::grounds;
use crate::diagnostic::codes::ruleset as codes;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::form::{Column, Formula, FormulaTerm, Item, Operand};
use crate::ruleset::cycle;
use crate::source::Span;
use crate::syntax::ast::{self, FormulaOperand};
use crate::value::Name;

/// A column or an item as formulas see it.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// 栏次 or 行次
    pub number: Option<u32>,
    /// Groups or sections above it.
    pub groups: Vec<Name>,
    pub name: Name,
    pub aliases: Vec<Name>,
    pub formula: Option<ast::Formula>,
    /// Its name in the declaration.
    pub span: Span,
}

impl From<&Column> for Member {
    fn from(column: &Column) -> Self {
        Self {
            number: column.number,
            groups: column.groups.clone(),
            name: column.name.clone(),
            aliases: column.aliases.clone(),
            formula: None,
            span: column.span,
        }
    }
}

impl From<&Item> for Member {
    fn from(item: &Item) -> Self {
        Self {
            number: item.line,
            groups: item.sections.clone(),
            name: item.name.clone(),
            aliases: item.aliases.clone(),
            formula: None,
            span: item.span,
        }
    }
}

/// What messages call the members of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording {
    /// `列`
    pub thing: &'static str,
    /// `栏次`
    pub number: &'static str,
}

/// The columns of a block.
pub(super) const COLUMNS: Wording = Wording {
    thing: "列",
    number: "栏次",
};

/// The items of a block.
pub(super) const ITEMS: Wording = Wording {
    thing: "行",
    number: "行次",
};

/// The formulas of `members`, by index. One of which any term is unknown is `None`: half an identity would be wrong.
pub(super) fn resolve(members: &[Member], wording: Wording, sink: &mut Vec<Diagnostic>) -> Vec<Option<Formula>> {
    let resolver = Resolver::new(members, wording);
    let formulas: Vec<Option<Formula>> = members
        .iter()
        .enumerate()
        .map(|(own, member)| resolver.formula(own, member.formula.as_ref()?, sink))
        .collect();
    let names: Vec<&Name> = members.iter().map(|member| &member.name).collect();
    report_cycles(&names, &formulas, sink);
    formulas
}

/// Formulas of the members of a block.
pub(super) struct Resolver<'a> {
    members: &'a [Member],
    wording: Wording,
    by_number: BTreeMap<u32, usize>,
    by_name: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Resolver<'a> {
    pub fn new(members: &'a [Member], wording: Wording) -> Self {
        let mut by_number = BTreeMap::new();
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, member) in members.iter().enumerate() {
            if let Some(number) = member.number {
                by_number.entry(number).or_insert(at);
            }
            for name in std::iter::once(&member.name).chain(&member.aliases) {
                let known = by_name.entry(&name.key).or_default();
                if known.last() != Some(&at) {
                    known.push(at);
                }
            }
        }
        Self {
            members,
            wording,
            by_number,
            by_name,
        }
    }

    /// What `operand` may mean in the formula of the member `own`, also where that is not settled.
    pub fn meant(&self, own: usize, operand: &FormulaOperand) -> Vec<Operand> {
        let found = match operand {
            FormulaOperand::Name(name) => self.candidates(own, &Name::new(name)),
            _ => self.operand(own, operand).unwrap_or_default(),
        };
        found.into_iter().map(Operand::Index).collect()
    }

    fn formula(&self, own: usize, formula: &ast::Formula, sink: &mut Vec<Diagnostic>) -> Option<Formula> {
        let mut terms: Vec<FormulaTerm> = Vec::new();
        let mut used: BTreeMap<usize, Span> = BTreeMap::new();
        let mut whole = true;
        for term in &formula.terms {
            let found = self.operand(own, &term.operand);
            let indices = found.unwrap_or_else(|problem| {
                sink.push(problem.at(term.span, "这里"));
                whole = false;
                Vec::new()
            });
            for index in indices {
                if index == own {
                    whole = false;
                    sink.extend(self.members.get(own).map(|member| own_term(&member.name, term.span)));
                    continue;
                }
                if let Some(first) = used.insert(index, term.span) {
                    sink.push(self.added_twice(index, term.span, first));
                }
                terms.push(FormulaTerm {
                    negative: term.negative,
                    operand: Operand::Index(index),
                    span: term.span,
                });
            }
        }
        whole.then(|| Formula {
            terms,
            grounds: grounds(&formula.grounds),
            span: formula.span,
        })
    }

    fn added_twice(&self, index: usize, second: Span, first: Span) -> Diagnostic {
        let name = self.members.get(index).map_or("", |member| &member.name.text);
        Diagnostic::new(&codes::FORMULA_TERM_TWICE, format!("算式里“{name}”算了两次"))
            .at(second, "又算了一次")
            .at(first, "第一次在这里")
            .help("去掉重复的一项")
    }

    fn operand(&self, own: usize, operand: &FormulaOperand) -> Result<Vec<usize>, Box<Diagnostic>> {
        let Wording { thing, number } = self.wording;
        match operand {
            FormulaOperand::Number(wanted) => self.by_number.get(wanted).map(|at| vec![*at]).ok_or_else(|| {
                let message = format!("没有{number}为 {wanted} 的{thing}");
                unknown(message, Some(self.numbers_there()))
            }),
            FormulaOperand::Range(from, to) if from > to => Err(unknown(
                format!("区间写反了:{from}在{to}之后"),
                Some(format!("写成 {to}..{from}")),
            )),
            FormulaOperand::Range(from, to) => {
                let mut range: Vec<usize> = self.by_number.range(from..=to).map(|(_, at)| *at).collect();
                range.sort_unstable();
                if range.is_empty() {
                    let message = format!("{number} {from}..{to} 之间没有{thing}");
                    return Err(unknown(message, Some(self.numbers_there())));
                }
                Ok(range)
            }
            FormulaOperand::Name(name) => self.named(own, &Name::new(name)).map(|at| vec![at]),
        }
    }

    /// The members of that name: those of the same group where there are some, else all of the block.
    fn candidates(&self, own: usize, name: &Name) -> Vec<usize> {
        let found = self.by_name.get(&*name.key).map_or(&[][..], Vec::as_slice);
        let group = self.members.get(own).map(|member| &member.groups);
        let near = |at: &usize| self.members.get(*at).map(|member| &member.groups) == group;
        let near: Vec<usize> = found.iter().copied().filter(near).collect();
        if near.is_empty() { found.to_vec() } else { near }
    }

    /// The one member of that name.
    fn named(&self, own: usize, name: &Name) -> Result<usize, Box<Diagnostic>> {
        let thing = self.wording.thing;
        match self.candidates(own, name).as_slice() {
            [only] => Ok(*only),
            [] => {
                let names = self.members.iter().map(|member| &*member.name.text);
                Err(unknown(
                    format!("没有叫“{name}”的{thing}"),
                    did_you_mean(&name.text, names),
                ))
            }
            _ => {
                let message = format!("叫“{name}”的{thing}不止一个");
                let number = self.wording.number;
                let diagnostic = Diagnostic::new(&codes::FORMULA_AMBIGUOUS, message);
                Err(Box::new(diagnostic.help(format!("改用{number}来写"))))
            }
        }
    }

    fn numbers_there(&self) -> String {
        let number = self.wording.number;
        match (self.by_number.keys().next(), self.by_number.keys().next_back()) {
            (Some(first), Some(last)) => format!("这里的{number}从 {first} 到 {last}"),
            _ => format!("这里没有写{number},请用名称"),
        }
    }
}

/// A formula with its own member in it.
pub(super) fn own_term(name: &Name, at: Span) -> Diagnostic {
    Diagnostic::new(&codes::FORMULA_SELF, format!("“{name}”的算式里有它自己"))
        .at(at, "包含它自己")
        .help("算式里只写其他的行或列")
}

fn unknown(message: String, help: Option<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(&codes::FORM_NAME_UNKNOWN, message).maybe_help(help))
}

/// Formulas that lead back to themselves over others say nothing that could be checked in an order.
pub(super) fn report_cycles(names: &[&Name], formulas: &[Option<Formula>], sink: &mut Vec<Diagnostic>) {
    let edges: Vec<Vec<usize>> = formulas
        .iter()
        .map(|formula| {
            let terms = formula.iter().flat_map(|formula| &formula.terms);
            terms.filter_map(|term| term.operand.index()).collect()
        })
        .collect();
    for cycle in cycle::cycles(&edges) {
        let around = cycle.iter().chain(cycle.first()).filter_map(|at| names.get(*at));
        let around: Vec<&str> = around.map(|name| &*name.text).collect();
        let message = format!("算式互相引用:{}", around.join(" → "));
        let mut diagnostic = Diagnostic::new(&codes::FORMULA_CYCLE, message).help("每个合计只由比它小的项目相加");
        for formula in cycle.iter().filter_map(|at| formulas.get(*at)?.as_ref()) {
            diagnostic = diagnostic.at(formula.span, "参与循环的算式");
        }
        sink.push(diagnostic);
    }
}
