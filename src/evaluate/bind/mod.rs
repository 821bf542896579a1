//! A report seen as a plan sees it: which table is which form, which rows every row set means, what stands below what, which rows
//! join.

mod binding;
mod by_code;
mod hierarchy;
mod join;
mod join_key;
mod last_place;
mod places;
mod row_layout;
mod shape;
mod shapes;

pub(super) use binding::{Binding, Slot};
pub(super) use hierarchy::PartLayout;
pub(super) use join::{Joined, join};
pub(super) use last_place::coarsest;
pub(super) use places::Places;
pub(super) use shapes::Shapes;
