//! A plan with all that is worked out once for it.

use std::sync::OnceLock;

use super::Sights;
use super::bind::{Places, Shapes};
use super::fast::Compiled;
use crate::plan::Plan;

/// A plan ready to run, with what is worked out once for all reports. Reports on any number of threads share it.
#[derive(Debug, Default)]
pub struct Program {
    plan: Plan,
    pub(super) places: Places,
    /// The table shapes that were met.
    pub(super) shapes: Shapes,
    /// Where rules look, when someone asked.
    sights: OnceLock<Sights>,
    /// The shorter ways of the rules; `None` where all is decided exactly.
    pub(super) compiled: Option<Compiled>,
}

impl Program {
    /// Works out what is the same for all reports.
    #[must_use]
    pub fn compile(plan: Plan) -> Self {
        let compiled = Some(Compiled::of(&plan));
        Self {
            compiled,
            ..Self::exact(plan)
        }
    }

    /// The same without shorter ways: exact arithmetic decides everything. Slower, and what the other is held against.
    #[must_use]
    pub fn exact(plan: Plan) -> Self {
        Self {
            places: Places::of(&plan),
            plan,
            shapes: Shapes::default(),
            sights: OnceLock::new(),
            compiled: None,
        }
    }

    /// Where rules look: worked out when it is first asked for.
    pub fn sights(&self) -> &Sights {
        self.sights.get_or_init(|| Sights::of(&self.plan))
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}
