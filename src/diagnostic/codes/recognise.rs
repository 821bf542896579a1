//! Codes of the family recognise (识别).

use crate::diagnostic::code::declare_codes;

declare_codes! {}
