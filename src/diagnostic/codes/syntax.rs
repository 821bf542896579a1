//! Codes of the family syntax (语法).

use crate::diagnostic::code::declare_codes;

declare_codes! {}
