//! References to the tables of other reports: `上年.01.年末结转和结余`, `预算.…`, `所属.…`.

use super::kinds::Typed;
use super::referred::{Referred, Want};
use super::resolver::Resolver;
use crate::diagnostic::{Diagnostic, codes};
use crate::plan::Role;
use crate::syntax::ReferenceHead;
use crate::syntax::ast::{Reference, Segment};

/// The report whose tables stand behind the word; `None` where no other report's do.
pub(super) fn role_of(head: ReferenceHead) -> Option<Role> {
    match head {
        ReferenceHead::LastYear => Some(Role::LastYear),
        ReferenceHead::Budget => Some(Role::Budget),
        ReferenceHead::Subordinates => Some(Role::Subordinates),
        ReferenceHead::Narrative | ReferenceHead::Report | ReferenceHead::Children | ReferenceHead::Parent => None,
    }
}

impl Resolver<'_> {
    /// `上年.01.年末结转和结余`, `预算.…`, `所属.…`: a reference like any other, to the tables of another report.
    pub(super) fn other_report(&mut self, reference: &Reference, role: Role, want: Want) -> Typed {
        let word = &*reference.head.value;
        self.refer_word(&reference.head);
        let Some((Segment::Name(head), rest)) = reference.segments.split_first() else {
            self.report(
                Diagnostic::new(&codes::resolve::UNKNOWN_PART, format!("“{word}”后面要写表号和栏名"))
                    .at(reference.span, format!("如 {word}.01.收入.总计")),
            );
            return Typed::broken(reference.span);
        };
        // Where it is asked what names mean, this one is wrong and means something all the same.
        if role == Role::Subordinates && want == Want::One && self.references.is_none() {
            self.needs_one(reference.span, "所属单位有多个");
            return Typed::broken(reference.span);
        }
        let inner = Reference {
            head: head.clone(),
            segments: rest.to_vec(),
            span: head.span.to(reference.span),
        };
        // The row at hand is of this report, so the other one is addressed without it.
        let scope = std::mem::take(&mut self.scope);
        let outer = self.role;
        if outer == Role::Own {
            self.role = role;
        }
        let found = self.reference(&inner, Want::One);
        self.role = outer;
        self.scope = scope;
        match found {
            Referred::One(mut typed) => {
                typed.node.set_span(reference.span);
                typed
            }
            // One figure was wanted.
            Referred::List(..) => Typed::broken(reference.span),
        }
    }
}
