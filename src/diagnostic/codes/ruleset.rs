//! Codes of the family ruleset (规则集).

use crate::diagnostic::code::declare_codes;

declare_codes! {}
