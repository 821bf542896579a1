//! What a narrative pattern takes out of a sentence.

use super::Word;
use crate::syntax::Keyword;
use crate::value::{Kind, Unit};

/// `{收入总计:万元}`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The name.
    pub name: Word,
    /// What stands after the colon, if anything: one of [`Capture::formats`].
    pub format: Option<Word>,
}

/// Words behind the colon that are no unit of money, with what they measure.
const FORMATS: [(&str, Kind); 28] = [
    ("%", Kind::Ratio),
    (Keyword::TEXT.chinese, Kind::Text),
    (Keyword::TEXT.english, Kind::Text),
    ("增减", Kind::Text),
    ("比较", Kind::Text),
    (Keyword::COUNT.chinese, Kind::Count),
    (Keyword::COUNT.english, Kind::Count),
    ("年", Kind::Count),
    ("年度", Kind::Count),
    ("个", Kind::Count),
    ("人", Kind::Count),
    ("人次", Kind::Count),
    ("次", Kind::Count),
    ("批", Kind::Count),
    ("批次", Kind::Count),
    ("组", Kind::Count),
    ("团组", Kind::Count),
    ("辆", Kind::Count),
    ("台", Kind::Count),
    ("套", Kind::Count),
    ("台套", Kind::Count),
    ("件", Kind::Count),
    ("项", Kind::Count),
    ("户", Kind::Count),
    ("家", Kind::Count),
    ("所", Kind::Count),
    ("处", Kind::Count),
    ("平方米", Kind::Count),
];

impl Capture {
    /// What a capture with `format` behind the colon measures; `None` where there is no such format.
    #[must_use]
    pub fn kind_of(format: &str) -> Option<Kind> {
        let format = if format == "\u{ff05}" { "%" } else { format };
        let known = FORMATS.iter().find(|(word, _)| *word == format);
        let money = Unit::from_label(format).map(|_| Kind::Money);
        known.map(|(_, kind)| *kind).or(money)
    }

    /// The words that may stand behind the colon, units of money first.
    pub fn formats() -> impl Iterator<Item = &'static str> {
        let units = Unit::ALL.into_iter().map(Unit::label);
        units.chain(FORMATS.iter().map(|(word, _)| *word))
    }
}
