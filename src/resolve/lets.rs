//! 令: names for expressions, expanded where they are used.

use super::referred::{Referred, Want};
use super::resolver::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::{ExpressionKind, Let};

/// 令 that rest on one another so deep, or are used so often in one rule, are a mistake or an attack: each use is a copy.
const MOST_NESTED: usize = 16;
const MOST_EXPANSIONS: usize = 1000;

impl<'a> Resolver<'a> {
    /// Resolves every 令 of the ruleset once, so that mistakes are seen in those that no rule uses too.
    pub(super) fn check_lets(&mut self) {
        for (binding, _) in Self::lets_of(self.ruleset) {
            self.begin_rule();
            self.expand(binding, false, binding.name.span, Want::Many);
            self.end_rule();
        }
    }

    /// What `binding` stands for, at a use of it at `span`. A 令 of the ruleset means the same everywhere, so it is
    /// resolved outside the rows at hand; one of the rule sees them.
    pub(super) fn expand(&mut self, binding: &'a Let, local: bool, span: Span, want: Want) -> Referred {
        let name = &*binding.name.value;
        if self.references.is_some() {
            // What it stands for is walked where it is written.
            return Referred::broken(span);
        }
        if self.expanding.contains(&name) {
            self.report(
                Diagnostic::new(&codes::resolve::CYCLIC_LET, format!("“{name}”的定义绕回了它自己"))
                    .at(binding.name.span, "在这里定义")
                    .help("改掉其中一个定义,使它们不再互相引用"),
            );
            return Referred::broken(span);
        }
        self.expansions += 1;
        if self.expanding.len() >= MOST_NESTED || self.expansions > MOST_EXPANSIONS {
            self.report(
                Diagnostic::new(&codes::syntax::TOO_DEEP, format!("“{name}”展开后太长"))
                    .at(binding.name.span, "在这里定义")
                    .help(format!(
                        "“令”一层套一层最多 {MOST_NESTED} 层,一条规则里展开最多 {MOST_EXPANSIONS} 次"
                    )),
            );
            return Referred::broken(span);
        }
        self.expanding.push(name);
        let scope = if local {
            None
        } else {
            Some(std::mem::take(&mut self.scope))
        };
        let found = match &binding.value.kind {
            ExpressionKind::Reference(reference) => self.reference(reference, want),
            _ => Referred::One(self.expression(&binding.value)),
        };
        if let Some(scope) = scope {
            self.scope = scope;
        }
        self.expanding.pop();
        match found {
            // The name is what the reader of the rule sees; where its value comes from, the tree below shows.
            Referred::One(mut typed) => {
                typed.node.set_span(span);
                Referred::One(typed)
            }
            list @ Referred::List(..) => list,
        }
    }
}
