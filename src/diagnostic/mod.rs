//! What gouji says about rules and about files it cannot read. (What it says about reported figures is a
//! finding.)

mod checked;
mod code;
pub mod codes;
pub mod miette;
mod suggest;

use std::borrow::Cow;

pub use checked::Checked;
pub use code::Code;
pub use suggest::{closest, did_you_mean};

use crate::source::{Origin, Span};

/// How grave a diagnostic or a finding is; ordered from least to most grave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 提示: worth knowing.
    Notice,
    /// 警告: probably wrong.
    Warning,
    /// 错误: wrong.
    Error,
}

impl Severity {
    /// All of them, from most to least grave.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Notice];

    /// The Chinese word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Notice => "提示",
            Self::Warning => "警告",
            Self::Error => "错误",
        }
    }
}

/// A place that a diagnostic points at, with what to say there.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Label {
    /// The place.
    pub at: Origin,
    /// One short clause in Chinese; may be empty.
    pub text: String,
}

/// A replacement that would settle a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fix {
    /// What it does, in Chinese, for a menu.
    pub title: String,
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// One message about a rule file, a configuration or a report that cannot be read as it should.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// Its declared code.
    #[serde(with = "code::by_id")]
    pub code: &'static Code,
    /// Usually the code's own.
    pub severity: Severity,
    /// One sentence in Chinese, no line break: what is wrong.
    pub message: String,
    /// Places; the first is the primary one. Empty only where no text exists (a missing file).
    pub labels: Vec<Label>,
    /// What to do, in Chinese.
    pub help: Option<String>,
    /// A replacement, where one is known.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A diagnostic of `code` with its severity and no place yet.
    #[must_use]
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Adds a place in a text.
    #[must_use]
    pub fn at(self, span: Span, text: impl Into<Cow<'static, str>>) -> Self {
        self.at_origin(Origin::Text(span), text)
    }

    /// Adds a place in a text or a workbook.
    #[must_use]
    pub fn at_origin(mut self, at: Origin, text: impl Into<Cow<'static, str>>) -> Self {
        self.labels.push(Label {
            at,
            text: text.into().into_owned(),
        });
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Sets the help where there is one.
    #[must_use]
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }

    /// Sets a replacement of the text at `span`.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            title: title.into(),
            span,
            replacement: replacement.into(),
        });
        self
    }
}

/// Whether any of `diagnostics` is an error, so that what came of the run is not the whole truth.
#[must_use]
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}
