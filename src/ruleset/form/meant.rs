//! What the formulas of a form name, told from the form as it was built: of a formula with an error its other terms too.

use super::formula::{COLUMNS, ITEMS, Member, Resolver};
use super::total::{self, Codes};
use crate::form::{Block, Operand};
use crate::ruleset::CodeList;
use crate::syntax::ast::FormulaTerm;

/// Whose formula it is, by its index in the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaOf {
    /// A column.
    Column(usize),
    /// An item.
    Item(usize),
    /// A total row.
    Total(usize),
}

/// What each of `terms` means in a formula of `block`: nothing where it is unknown, several where it is a range or could
/// be any of them. `lists` are the ruleset's code lists.
#[must_use]
pub fn meant(block: &Block, lists: &[CodeList], terms: &[(FormulaOf, FormulaTerm)]) -> Vec<Vec<Operand>> {
    let columns: Vec<Member> = block.columns.iter().map(Member::from).collect();
    let items: Vec<Member> = block.axis.items().iter().map(Member::from).collect();
    let (columns, items) = (Resolver::new(&columns, COLUMNS), Resolver::new(&items, ITEMS));
    let coded = block.axis.coded();
    let named = |list: &&CodeList| Some(&list.name) == coded.and_then(|coded| coded.code_list.as_ref());
    let codes = Codes {
        levels: coded.map_or(&[], |coded| &coded.levels),
        lists: lists.iter().filter(named).collect(),
    };
    let totals = coded.map_or(&[][..], |coded| &coded.totals);
    let meant = |(of, term): &(FormulaOf, FormulaTerm)| match of {
        FormulaOf::Column(own) => columns.meant(*own, &term.operand),
        FormulaOf::Item(own) => items.meant(*own, &term.operand),
        FormulaOf::Total(own) => total::operands(*own, term, totals, &codes).unwrap_or_default(),
    };
    terms.iter().map(meant).collect()
}
