//! What the declaration of a function consists of.

use crate::value::{Amount, ArithmeticError, CellText, Kind, Value};

/// A function of the language.
#[derive(Debug)]
pub struct Builtin {
    /// English name.
    pub name: &'static str,
    /// Chinese name.
    pub chinese: &'static str,
    /// What belongs together on the reference page.
    pub family: Family,
    /// Parameters in order.
    pub parameters: &'static [Parameter],
    /// What the result is.
    pub result: Result,
    /// What it does, in Chinese, one or two sentences.
    pub doc: &'static str,
    /// An assertion that holds without any table; `None` for functions that need one.
    pub example: Option<&'static str>,
    /// How it is computed.
    pub body: Body,
}

/// Families of functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Over lists.
    Aggregate,
    /// On numbers.
    Arithmetic,
    /// Conditions and relations.
    Condition,
    /// On texts.
    Text,
    /// On the report as a document.
    Document,
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// One number, named as given.
    Number(&'static str),
    /// A whole number written out.
    Places(&'static str),
    /// One text.
    Text(&'static str),
    /// A condition.
    Condition(&'static str),
    /// Any value; those of one call must be of one kind.
    Same(&'static str),
    /// A figure whose being there is asked about.
    Figure(&'static str),
    /// Any number of lists and numbers of one kind; only as the last parameter.
    Lists(&'static str),
    /// Any number of figures; only as the last parameter.
    Figures(&'static str),
    /// A form; any number of them where it is the last parameter of `in_order`.
    Form(&'static str),
}

impl Parameter {
    /// The parameter's name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Number(name)
            | Self::Places(name)
            | Self::Text(name)
            | Self::Condition(name)
            | Self::Same(name)
            | Self::Figure(name)
            | Self::Lists(name)
            | Self::Figures(name)
            | Self::Form(name) => name,
        }
    }

    /// Whether any number of arguments (at least one) may stand for it.
    #[must_use]
    pub fn repeats(self) -> bool {
        matches!(self, Self::Lists(_) | Self::Figures(_))
    }
}

/// What a function gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Result {
    /// The kind of its numeric arguments.
    Argument,
    /// Always this kind.
    Kind(Kind),
    /// The quotient of the first two arguments.
    Quotient,
}

/// Figures to a number.
pub type AggregateFunction = fn(&[Amount]) -> std::result::Result<Amount, ArithmeticError>;
/// Values to a number.
pub type NumberFunction = fn(&[Value]) -> std::result::Result<Amount, ArithmeticError>;
/// Values to a text.
pub type TextFunction = fn(&[Value]) -> std::result::Result<CellText, ArithmeticError>;
/// Values to true or false.
pub type TruthFunction = fn(&[Value]) -> std::result::Result<bool, ArithmeticError>;

/// How a function is computed.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    /// A number from the figures of its lists.
    Aggregate(AggregateFunction),
    /// A number from the values of its arguments, which are of the kinds declared.
    Number(NumberFunction),
    /// A text from them.
    Text(TextFunction),
    /// True or false from them.
    Truth(TruthFunction),
    /// By the interpreter: its arguments are not values.
    Special(Special),
}

/// Functions that look at more than values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Special {
    /// `if(c, a, b)`: only the branch taken is evaluated.
    If,
    /// `blank(x)`
    Blank,
    /// `missing(x)`
    Missing,
    /// `both_or_neither(a, b)`
    BothOrNeither,
    /// `at_most_one(a, b, …)`
    AtMostOne,
    /// `empty_table(07)`
    EmptyTable,
    /// `in_order(01, 02, …)`
    InOrder,
    /// `code_name("功能分类", 代码)`
    CodeName,
    /// Needs the running text of the report.
    Narrative,
}
