//! Rule text to trees.

pub mod ast;
