//! What a mention can mean: a declaration of the ruleset.

use std::sync::Arc;

use crate::form::{Block, Column, Form, Item, LevelDeclaration, Total};
use crate::ruleset::{CodeList, Disabled, Rule};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Name;

/// A declaration that a mention means.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// A form.
    Form(&'a Form),
    /// A block of a form.
    Block(&'a Form, &'a Block),
    /// A group of columns: its name and its first column.
    Group(&'a Form, &'a str, &'a Column),
    /// A column.
    Column(&'a Form, &'a Column),
    /// A section of items: its name and its first item.
    Section(&'a Form, &'a str, &'a Item),
    /// An item.
    Item(&'a Form, &'a Item),
    /// A total row.
    Total(&'a Form, &'a Total),
    /// A level of a coded form.
    Level(&'a Form, &'a LevelDeclaration),
    /// The rows of one code, with the code's name in the code list of the form.
    Code(&'a Form, &'a LevelDeclaration, &'a str, Option<&'a str>),
    /// A rule in force.
    Rule(&'a Rule),
    /// A rule that is declared but not in force, and whether it was switched off; otherwise it is wrong.
    Idle(&'a ast::Rule, bool),
    /// A rule that a form implies and that is switched off, with what implies it.
    IdleImplied(&'a Disabled, Span),
    /// A ruleset.
    Ruleset(&'a ast::Header),
    /// 令
    Let(&'a ast::Let),
    /// 文
    Narrative(&'a ast::NarrativeDeclaration),
    /// A capture of a 文.
    Capture(&'a ast::NarrativeDeclaration, &'a ast::Capture),
    /// A code list.
    CodeList(&'a CodeList),
    /// The file of a code list: its name, and its first line.
    CodeFile(&'a str, Span),
    /// A duty of 应查.
    Duty(&'a Arc<str>, Span),
}

impl Target<'_> {
    /// The name where it is declared.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Form(form) => form.span,
            Self::Block(_, block) => block.span,
            Self::Group(_, _, column) | Self::Column(_, column) => column.span,
            Self::Section(_, _, item) | Self::Item(_, item) => item.span,
            Self::Total(_, total) => total.span,
            Self::Level(_, level) | Self::Code(_, level, ..) => level.span,
            Self::Rule(rule) => rule.span,
            Self::Idle(rule, _) => rule.id.as_ref().map_or(rule.span, |id| id.span),
            Self::IdleImplied(_, span) | Self::CodeFile(_, span) => *span,
            Self::Ruleset(header) => header.name.span,
            Self::Let(binding) => binding.name.span,
            Self::Narrative(narrative) => narrative.name.span,
            Self::Capture(_, capture) => capture.name.span,
            Self::CodeList(list) => list.span,
            Self::Duty(_, span) => *span,
        }
    }

    /// The groups or sections that a column or an item stands in.
    #[must_use]
    pub fn above(&self) -> Option<&[Name]> {
        match self {
            Self::Column(_, column) => Some(&column.groups),
            Self::Item(_, item) => Some(&item.sections),
            _ => None,
        }
    }
}
