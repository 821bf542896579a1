//! Figures: exact decimals with a kind, a unit and the interval their printing stands for.

mod amount;
mod exact;
mod index;
mod key;
mod kind;
mod name;
mod outcome;
mod packed_code;
mod text;
mod unit;
#[expect(clippy::module_inception, reason = "the file is named after the type it holds")]
mod value;

pub use amount::{Amount, ArithmeticError};
pub use exact::{add_exact, mul_exact, round_half_away, sub_exact};
pub(crate) use index::index_types;
pub use key::Key;
pub use kind::Kind;
pub use name::{Name, is_same_name, normalise};
pub(crate) use name::{is_han, is_plain, nfkc};
pub use outcome::Outcome;
pub(crate) use packed_code::{leading_bytes, short_code};
pub use text::CellText;
pub use unit::Unit;
pub use value::Value;
