//! What a report says about itself.

use crate::source::Origin;

/// A fact and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact<T> {
    /// The fact.
    pub value: T,
    /// Where it stands; `None` where it was given from outside (an option, a test).
    pub origin: Option<Origin>,
}

/// What a report says about itself.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// 部门名称 or 单位名称.
    pub unit: Option<Fact<String>>,
    /// The year reported on.
    pub year: Option<Fact<u16>>,
}
