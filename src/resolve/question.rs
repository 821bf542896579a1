//! What is asked of the report itself: 存在, 缺失, 为空, 为零.

use super::expression::truth;
use super::kinds::Typed;
use super::resolver::Resolver;
use crate::form::BlockIx;
use crate::plan::{self, RowSetId, Subject, TableRef, Truth, TruthNode};
use crate::source::Span;
use crate::syntax::ast::{Expression, ExpressionKind, PostfixTest, Segment};

impl Resolver<'_> {
    pub(super) fn postfix(&mut self, inner: &Expression, test: PostfixTest, span: Span) -> Typed {
        match self.test(inner, test, span) {
            // Asking whether something is there is an answer even where nothing is.
            Some(node) => truth(node, span, false),
            None => Typed::broken(span),
        }
    }

    fn test(&mut self, inner: &Expression, test: PostfixTest, span: Span) -> Option<TruthNode> {
        Some(match test {
            PostfixTest::Exists => TruthNode::Exists(self.subject(inner)?.into()),
            PostfixTest::Missing => {
                let exists = TruthNode::Exists(self.subject(inner)?.into());
                TruthNode::Not(Box::new(Truth::new(exists, span)))
            }
            PostfixTest::Blank => match self.subject(inner)? {
                Asked::Table(table) => TruthNode::EmptyTable(table),
                Asked::Value(value) => TruthNode::Blank(Box::new(value)),
                Asked::Rows(_) => {
                    self.needs_one(inner.span, "没有写明是哪一栏");
                    return None;
                }
            },
            PostfixTest::Zero => TruthNode::Zero(Box::new(self.numeric(inner).into_number())),
        })
    }
}

/// What `存在` and `为空` ask about.
pub(super) enum Asked {
    Table(TableRef),
    Rows(RowSetId),
    Value(plan::Expression),
}

impl From<Asked> for Subject {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::Table(table) => Self::Table(table),
            Asked::Rows(rows) => Self::Rows(rows),
            Asked::Value(value) => match value.figure() {
                Some(figure) => Self::Figure(figure),
                None => Self::Value(Box::new(value)),
            },
        }
    }
}

impl Resolver<'_> {
    /// What `存在` and its like ask about: a table (`07`), rows of one (`02[229]`), or a figure. `None` after an error.
    pub(super) fn subject(&mut self, asked: &Expression) -> Option<Asked> {
        if let ExpressionKind::Reference(reference) = &asked.kind
            && self.form_index(&reference.head.value).is_some()
        {
            match reference.segments.as_slice() {
                [] => {
                    let form = self.require_form(&reference.head.value, reference.head.span)?;
                    return Some(Asked::Table(TableRef::own(form)));
                }
                [Segment::Rows(selector)] => {
                    let form = self.require_form(&reference.head.value, reference.head.span)?;
                    if let [block] = self.form(form)?.blocks.as_slice()
                        && block.columns.len() > 1
                        && let Ok(rows) = self.rows_of(form, BlockIx::default(), &selector.kind)
                    {
                        return Some(Asked::Rows(self.row_set(form, BlockIx::default(), rows)));
                    }
                }
                _ => {}
            }
        }
        Some(Asked::Value(self.expression(asked).node))
    }
}
