//! What a name can mean: a declaration of the ruleset, by index, or a word of the language.

use std::sync::Arc;

use crate::form::{Block, BlockIx, ColumnIx, Form, FormId, ItemIx, LevelIx, TotalIx};
use crate::ruleset::{RuleId, Ruleset};
use crate::source::Span;
use crate::syntax::ast::{Capture, Let};

/// What a name means. Numbers are indices into the [`Ruleset`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A form.
    Form(FormId),
    /// A block of a form, or what it declares.
    In(BlockAt, Part),
    /// A rule in force.
    Rule(RuleId),
    /// A rule switched off, by its place among those.
    Disabled(usize),
    /// A rule that could not be made out: its id where it is declared.
    BrokenRule(Span),
    /// A ruleset: its name in its header.
    Ruleset(Span),
    /// 令, of the ruleset or of a rule: its name and what it stands for.
    Let {
        /// Its name where it is declared.
        name: Span,
        /// What it stands for.
        value: Span,
    },
    /// 文
    Narrative(usize),
    /// A capture of a 文.
    Capture {
        /// The 文.
        narrative: usize,
        /// Which of its captures, counted over its patterns.
        capture: usize,
    },
    /// A code list.
    CodeList(usize),
    /// The file of a code list.
    CodeFile(usize),
    /// A duty of 应查.
    Duty(usize),
    /// A function, by its English name.
    Function(&'static str),
    /// A fact of the report, as written behind `报告.`.
    Fact(Arc<str>),
    /// A word of the language itself, as written: `上年`, `children`, `本列`, `代码`.
    Word(Arc<str>),
    /// Rows that nothing declares: `[明细]`, `[2*]`.
    Rows,
}

/// A block of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BlockAt {
    /// The form.
    pub form: FormId,
    /// The block in the form.
    pub block: BlockIx,
}

/// What a block declares. Numbers are indices into the block.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// The block itself.
    Block,
    /// A group of columns: its first column, and how many groups stand above it.
    Group(ColumnIx, usize),
    /// A column.
    Column(ColumnIx),
    /// A section of items: its first item, and how many sections stand above it.
    Section(ItemIx, usize),
    /// An item.
    Item(ItemIx),
    /// A total row.
    Total(TotalIx),
    /// A level of codes.
    Level(LevelIx),
    /// The row of a code, with the code's level.
    Code(LevelIx, Arc<str>),
}

impl From<&Let> for Target {
    fn from(binding: &Let) -> Self {
        Self::Let {
            name: binding.name.span,
            value: binding.value.span,
        }
    }
}

impl Target {
    /// Where it is declared, by its name; `None` for what the language brings.
    #[must_use]
    pub fn span(&self, ruleset: &Ruleset) -> Option<Span> {
        match self {
            Self::Form(form) => Some(ruleset.form(*form)?.span),
            Self::In(at, part) => part.span(at.of(ruleset)?.1),
            Self::Rule(rule) => Some(ruleset.rule(*rule)?.span),
            Self::Disabled(disabled) => Some(ruleset.disabled.get(*disabled)?.declared),
            Self::BrokenRule(name) | Self::Ruleset(name) | Self::Let { name, .. } => Some(*name),
            Self::Narrative(narrative) => Some(ruleset.narratives.get(*narrative)?.name.span),
            Self::Capture { narrative, capture } => Some(capture_of(ruleset, *narrative, *capture)?.name.span),
            Self::CodeList(list) => Some(ruleset.code_lists.get(*list)?.span),
            Self::CodeFile(list) => ruleset.code_lists.get(*list)?.file,
            Self::Duty(duty) => Some(ruleset.duties.get(*duty)?.1),
            Self::Function(_) | Self::Fact(_) | Self::Word(_) | Self::Rows => None,
        }
    }
}

impl BlockAt {
    /// The block with its form.
    #[must_use]
    pub fn of(self, ruleset: &Ruleset) -> Option<(&Form, &Block)> {
        let form = ruleset.form(self.form)?;
        Some((form, form.block(self.block)?))
    }
}

impl Part {
    fn span(&self, block: &Block) -> Option<Span> {
        Some(match self {
            Self::Block => block.span,
            Self::Group(column, _) | Self::Column(column) => block.column(*column)?.span,
            Self::Section(item, _) | Self::Item(item) => block.axis.item(*item)?.span,
            Self::Total(total) => block.axis.total(*total)?.span,
            Self::Level(level) | Self::Code(level, _) => block.axis.coded()?.level(*level)?.span,
        })
    }
}

/// A capture of a 文, counted over its patterns.
#[must_use]
pub fn capture_of(ruleset: &Ruleset, narrative: usize, capture: usize) -> Option<&Capture> {
    let patterns = &ruleset.narratives.get(narrative)?.patterns;
    patterns.iter().flat_map(|pattern| &pattern.captures).nth(capture)
}
