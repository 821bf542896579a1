//! Words in front of tables of other reports.

use crate::plan::Role;
use crate::syntax::ReferenceHead;

/// The report whose tables stand behind the word; `None` where no other report's do.
pub(super) fn role_of(head: ReferenceHead) -> Option<Role> {
    match head {
        ReferenceHead::LastYear => Some(Role::LastYear),
        ReferenceHead::Budget => Some(Role::Budget),
        ReferenceHead::Subordinates => Some(Role::Subordinates),
        ReferenceHead::Narrative | ReferenceHead::Report | ReferenceHead::Children | ReferenceHead::Parent => None,
    }
}
