//! What rules are built in.

use super::lineage::Lineage;
use crate::form::Form;
use crate::syntax::ast::YearRange;

/// The folders, the forms and the years of the ruleset being put together.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub lineage: &'a Lineage<'a>,
    pub forms: &'a [Form],
    pub years: Option<YearRange>,
}

impl Context<'_> {
    /// The years that what the folder `member` writes should lie in. What is inherited may be for years that only
    /// other children have.
    pub fn years_of(&self, member: usize) -> Option<YearRange> {
        self.years.filter(|_| member == self.lineage.own())
    }
}
