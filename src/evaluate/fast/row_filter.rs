//! Conditions that only ask what the row at hand is called, as those of rules about single classes do.

use crate::plan::{Logic, RowText, TextNode, Truth, TruthNode};
use crate::report::Row;
use crate::value::Name;

/// Whether the code or the name of the row at hand is one of some.
#[derive(Debug)]
pub(in crate::evaluate) struct RowFilter {
    of: RowText,
    names: Vec<Name>,
}

impl RowFilter {
    /// The condition as such a one; `None` where it asks more.
    pub(in crate::evaluate) fn of(condition: &Truth) -> Option<Self> {
        let mut names = Vec::new();
        let mut asked = None;
        let mut pending = vec![condition];
        while let Some(node) = pending.pop() {
            match &node.node {
                TruthNode::Logic(Logic::Or, parts) => pending.extend(&**parts),
                TruthNode::SameText(equality) => {
                    let [link] = equality.links.as_slice() else {
                        return None;
                    };
                    let (of, name) = match (&equality.first.node, link.same, &link.right.node) {
                        (TextNode::Row(of), true, TextNode::Literal(name)) => (*of, name),
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
    pub(in crate::evaluate) fn is_met(&self, row: Option<&Row>) -> bool {
        let text = match self.of {
            RowText::Name => row.map(|row| &*row.name),
            RowText::Code => row.and_then(|row| row.code.as_deref()),
        };
        let text = text.unwrap_or_default();
        self.names.iter().any(|name| name.is_written(text))
    }
}
