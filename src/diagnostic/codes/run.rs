//! Codes of the family run (运行).

use crate::diagnostic::code::declare_codes;

declare_codes! {}
