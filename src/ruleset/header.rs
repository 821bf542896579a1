//! What the headers settle: name, version, years, tail cap.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::lineage::Lineage;
use super::{Folder, tail_cap};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::YearRange;
use crate::value::Unit;

/// The header of the ruleset; years and tail cap come from the nearest parent where it has none of its own.
#[derive(Debug, Clone, Default)]
pub(super) struct Settled {
    pub name: Arc<str>,
    pub version: Option<Arc<str>>,
    pub years: Option<YearRange>,
    pub tail_cap: Option<Decimal>,
}

/// Reads the headers of the lineage, parents first, so that what stands nearer wins.
pub(super) fn settle(root: &Folder, lineage: &Lineage<'_>, sink: &mut Vec<Diagnostic>) -> Settled {
    let mut settled = Settled::default();
    for (_, folder) in lineage.members() {
        let Some(header) = folder.headers().next() else {
            continue;
        };
        let years = header.years.as_ref().map(|written| written.value);
        settled.years = years.or(settled.years);
        let cap = header.tail_cap.as_ref();
        let cap = cap.and_then(|cap| tail_cap::in_yuan(cap, Unit::TenThousand, sink));
        settled.tail_cap = cap.or(settled.tail_cap);
    }
    let own = root.headers().next();
    settled.name = own.map_or_else(|| root.short_name().into(), |header| header.name.value.clone());
    settled.version = own
        .and_then(|header| header.version.as_ref())
        .map(|version| version.value.clone());
    settled
}
