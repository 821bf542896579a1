//! What a report says about itself.

use crate::source::Origin;

/// A fact and where it is from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fact<T> {
    /// The fact.
    pub value: T,
    /// Where it is from.
    pub source: FactSource,
}

/// Where a fact about a report is from; the first of these that there is wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FactSource {
    /// From outside: an option, a test.
    Given,
    /// It stands in the report.
    Stated(Origin),
    /// The name of its file.
    FileName,
}

impl FactSource {
    /// Where it stands, if it stands in the report.
    #[must_use]
    pub fn origin(self) -> Option<Origin> {
        match self {
            Self::Stated(origin) => Some(origin),
            Self::Given | Self::FileName => None,
        }
    }
}

/// What a report accounts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// 部门决算: of a department with its subordinate units.
    DepartmentAccounts,
    /// 单位决算: of one unit.
    UnitAccounts,
    /// 部门预算
    DepartmentBudget,
    /// 单位预算
    UnitBudget,
}

impl ReportKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::DepartmentAccounts,
        Self::UnitAccounts,
        Self::DepartmentBudget,
        Self::UnitBudget,
    ];

    /// Its name, which titles and file names hold.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::DepartmentAccounts => "部门决算",
            Self::UnitAccounts => "单位决算",
            Self::DepartmentBudget => "部门预算",
            Self::UnitBudget => "单位预算",
        }
    }

    /// The kind that a title names.
    #[must_use]
    pub fn named_in(title: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| title.contains(kind.label()))
    }
}

/// What a report says about itself.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    /// 部门名称 or 单位名称.
    pub unit: Option<Fact<String>>,
    /// The year reported on.
    pub year: Option<Fact<u16>>,
    /// What it accounts for.
    pub kind: Option<Fact<ReportKind>>,
}

impl Facts {
    /// These facts, and those of `other` where there is none.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            unit: self.unit.or(other.unit),
            year: self.year.or(other.year),
            kind: self.kind.or(other.kind),
        }
    }
}
