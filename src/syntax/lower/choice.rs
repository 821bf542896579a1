//! Words of closed lists.

use super::{Lowering, Pair, unquoted};
use crate::diagnostic::{Code, Diagnostic, codes, did_you_mean};
use crate::syntax::ast::{Category, Level, Spanned};
use crate::syntax::keyword::Keyword;
use crate::syntax::meaning::Named;
use crate::value::{Kind, Outcome};

const UNKNOWN: &Code = &codes::syntax::UNKNOWN_WORD;

impl Lowering<'_> {
    /// The level a word names.
    pub(super) fn level(&mut self, pair: &Pair<'_>) -> Option<Spanned<Level>> {
        self.choice(pair, "级别")
    }

    /// The category a word names.
    pub(super) fn category(&mut self, pair: &Pair<'_>) -> Option<Spanned<Category>> {
        self.choice(pair, "类别")
    }

    /// The outcome a word names.
    pub(super) fn outcome(&mut self, pair: &Pair<'_>) -> Option<Spanned<Outcome>> {
        self.choice(pair, "结果")
    }

    /// The kind a word names.
    pub(super) fn kind(&mut self, pair: &Pair<'_>) -> Option<Spanned<Kind>> {
        self.choice(pair, "数据类型")
    }

    fn choice<T: Named>(&mut self, pair: &Pair<'_>, what: &str) -> Option<Spanned<T>> {
        let word = unquoted(pair.as_str());
        let span = self.span(pair);
        if let Some(value) = T::named(word) {
            return Some(Spanned { value, span });
        }
        let spellings = || Keyword::of_role(T::ROLE).map(|keyword| keyword.chinese);
        let both = Keyword::of_role(T::ROLE).flat_map(|keyword| [keyword.chinese, keyword.english]);
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
