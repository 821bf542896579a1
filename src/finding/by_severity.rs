//! A count for each severity, without a map of its own.

use crate::diagnostic::Severity;

/// How many of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BySeverity([usize; 3]);

impl BySeverity {
    /// How many of this severity; `None` where there are none.
    #[must_use]
    pub fn get(&self, severity: &Severity) -> Option<&usize> {
        self.0.get(place(*severity)).filter(|count| **count > 0)
    }
}

impl<'c> FromIterator<(&'c Severity, &'c usize)> for BySeverity {
    fn from_iter<I: IntoIterator<Item = (&'c Severity, &'c usize)>>(counts: I) -> Self {
        let mut all = Self::default();
        for (severity, count) in counts {
            if let Some(slot) = all.0.get_mut(place(*severity)) {
                *slot += count;
            }
        }
        all
    }
}

fn place(severity: Severity) -> usize {
    match severity {
        Severity::Notice => 0,
        Severity::Warning => 1,
        Severity::Error => 2,
    }
}
