//! Conditions that only ask what the row at hand is called, as those of rules about single classes do.

use crate::report::Row;
use crate::resolve::plan::{Logic, Node, NodeKind, TextOf};
use crate::syntax::ast::ComparisonOperator;
use crate::value::Name;

/// Whether the code or the name of the row at hand is one of some.
#[derive(Debug)]
pub(super) struct Called {
    of: TextOf,
    names: Vec<Name>,
}

impl Called {
    /// The condition as such a one; `None` where it asks more.
    pub(super) fn of(condition: &Node) -> Option<Self> {
        let mut names = Vec::new();
        let mut asked = None;
        let mut pending = vec![condition];
        while let Some(node) = pending.pop() {
            match &node.kind {
                NodeKind::Logic(Logic::Or, parts) => pending.extend(&**parts),
                NodeKind::Comparison(left, links) => {
                    let [link] = links.as_slice() else { return None };
                    let (of, name) = match (&left.kind, link.operator, &link.right.kind) {
                        (NodeKind::RowText(of), ComparisonOperator::Equal, NodeKind::Text(name)) => (*of, name),
                        _ => return None,
                    };
                    if *asked.get_or_insert(of) != of {
                        return None;
                    }
                    names.push(name.clone());
                }
                _ => return None,
            }
        }
        Some(Self { of: asked?, names })
    }

    /// Whether it is true of `row`; where there is none, of nothing.
    pub(super) fn is_met(&self, row: Option<&Row>) -> bool {
        let text = match self.of {
            TextOf::Name => row.map(|row| &*row.name),
            _ => row.and_then(|row| row.code.as_deref()),
        };
        let text = text.unwrap_or_default();
        self.names.iter().any(|name| name.is_written(text))
    }
}
