//! What the words of closed lists mean: levels, outcomes, and the names that the language itself gives a meaning.

use super::ast::{Category, Level};
use super::keyword::{Keyword, KeywordRole};
use crate::value::{Kind, Outcome};

/// What a reference begins with that is no form, no column and no binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReferenceHead {
    /// 文: what was taken out of the running text.
    Narrative,
    /// 上年: last year's report.
    LastYear,
    /// 预算: the budget.
    Budget,
    /// 所属: the reports of subordinate units.
    Subordinates,
    /// 报告: facts of the report.
    Report,
    /// 下级: the children of the row at hand.
    Children,
    /// 上级: its parent.
    Parent,
}

/// The texts of the row at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowName {
    /// 科目代码
    Code,
    /// 科目名称
    Name,
}

/// What the rows of several tables are joined by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JoinName {
    /// 科目代码
    Code,
    /// 科目名称
    Name,
    /// 行次
    Line,
}

/// What is known of a report as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportFact {
    /// 年度
    Year,
    /// 单位: the name of the unit that reports.
    Unit,
    /// 层级
    Tier,
    /// 类别
    Category,
    /// 公开日期
    DisclosureDate,
}

/// A list of words, each of which means something of its own.
pub trait Named: Copy + Sized + 'static {
    /// Where the words stand.
    const ROLE: KeywordRole;

    /// The meaning, where it is of this list.
    fn of(meaning: Meaning) -> Option<Self>;

    /// What `word` means, in Chinese or English.
    #[must_use]
    fn named(word: &str) -> Option<Self> {
        let keyword = Keyword::of_role(Self::ROLE).find(|keyword| keyword.is(word))?;
        Self::of(keyword.meaning?)
    }
}

macro_rules! lists {
    ($($name:ident),*) => {
        /// What a word of a closed list means; each list is a role of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Meaning {
            $(#[doc = concat!("Of [`", stringify!($name), "`].")] $name($name)),*
        }

        $(impl Named for $name {
            const ROLE: KeywordRole = KeywordRole::$name;

            fn of(meaning: Meaning) -> Option<Self> {
                match meaning {
                    Meaning::$name(value) => Some(value),
                    _ => None,
                }
            }
        })*
    };
}

lists! { Level, Category, Outcome, Kind, ReferenceHead, RowName, JoinName, ReportFact }
