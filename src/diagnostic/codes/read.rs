//! Codes of the family read (读取).

use crate::diagnostic::code::declare_codes;

declare_codes! {}
