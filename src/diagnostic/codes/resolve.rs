//! Codes of the family resolve (名称与类型).

use crate::diagnostic::code::declare_codes;

declare_codes! {}
