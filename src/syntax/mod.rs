//! Rule text to trees, and back.

pub mod ast;
mod brackets;
mod expected;
mod keyword;
mod lexeme;
mod lower;
mod meaning;
mod parser;
mod print;
mod reading;
mod scan;
mod test_block;
mod token;

pub use keyword::{KEYWORDS, Keyword, KeywordRole};
pub use meaning::{JoinName, Meaning, Named, ReferenceHead, ReportFact, RowName};
#[doc(hidden)]
pub use parser::both_readings;
pub use parser::{parse, parse_rules};
pub(crate) use print::push_quoted;
pub use print::{print_expression, print_reference};
pub use token::{Token, TokenKind, tokens};
