//! Words of closed lists.

use super::{Lowering, Pair, unquoted};
use crate::diagnostic::{Code, Diagnostic, codes, did_you_mean};
use crate::syntax::ast::{Category, Level, Spanned};
use crate::syntax::keyword::{Keyword, KeywordRole};
use crate::value::{Kind, Outcome};

const UNKNOWN: &Code = &codes::syntax::UNKNOWN_WORD;

impl Lowering<'_> {
    /// The level a word names.
    pub(super) fn level(&mut self, pair: &Pair<'_>) -> Option<Spanned<Level>> {
        self.choice(pair, KeywordRole::Level, "级别", level)
    }

    /// The category a word names.
    pub(super) fn category(&mut self, pair: &Pair<'_>) -> Option<Spanned<Category>> {
        self.choice(pair, KeywordRole::Category, "类别", category)
    }

    /// The outcome a word names.
    pub(super) fn outcome(&mut self, pair: &Pair<'_>) -> Option<Spanned<Outcome>> {
        self.choice(pair, KeywordRole::Outcome, "结果", outcome)
    }

    /// The kind a word names.
    pub(super) fn kind(&mut self, pair: &Pair<'_>) -> Option<Spanned<Kind>> {
        self.choice(pair, KeywordRole::Kind, "数据类型", Kind::from_keyword)
    }

    fn choice<T>(
        &mut self,
        pair: &Pair<'_>,
        role: KeywordRole,
        what: &str,
        named: impl Fn(&str) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let word = unquoted(pair.as_str());
        let span = self.span(pair);
        if let Some(value) = named(word) {
            return Some(Spanned { value, span });
        }
        let spellings = || Keyword::of_role(role).map(|keyword| keyword.chinese);
        let both = Keyword::of_role(role).flat_map(|keyword| [keyword.chinese, keyword.english]);
        let list = spellings().collect::<Vec<_>>().join("、");
        let suggestion = did_you_mean(word, both).unwrap_or_default();
        let mut diagnostic = Diagnostic::new(UNKNOWN, format!("没有“{word}”这个{what}"))
            .at(span, format!("应为{what}"))
            .help(format!("{suggestion}可用的{what}:{list}"));
        if let Some(closest) = crate::diagnostic::closest(word, spellings()) {
            diagnostic = diagnostic.fix(format!("改为“{closest}”"), span, closest);
        }
        self.report(diagnostic);
        None
    }
}

/// The level spelled `word`.
pub(super) fn level(word: &str) -> Option<Level> {
    match word {
        "错误" | "error" => Some(Level::Error),
        "警告" | "warning" => Some(Level::Warning),
        "提示" | "notice" => Some(Level::Notice),
        "试行" | "pilot" => Some(Level::Pilot),
        _ => None,
    }
}

/// The category spelled `word`.
pub(super) fn category(word: &str) -> Option<Category> {
    match word {
        "强制" | "mandatory" => Some(Category::Mandatory),
        "核实" | "verify" => Some(Category::Verify),
        _ => None,
    }
}

fn outcome(word: &str) -> Option<Outcome> {
    match word {
        "成立" | "holds" => Some(Outcome::Holds),
        "尾差" | "tail" => Some(Outcome::Tail),
        "不符" | "fails" => Some(Outcome::Fails),
        "已说明" | "explained" => Some(Outcome::Explained),
        "不适用" | "skipped" => Some(Outcome::Skipped),
        "无数据" | "vacuous" => Some(Outcome::Vacuous),
        "未查" | "unbound" => Some(Outcome::Unbound),
        "无法计算" | "error_outcome" => Some(Outcome::Error),
        _ => None,
    }
}
