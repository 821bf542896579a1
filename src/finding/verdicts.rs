//! The gravest outcome of each rule, two rules to a byte.

use crate::evaluate::Outcome;

/// For each rule of a plan its gravest outcome in a report, where it was run. A run keeps them for every report, so they are
/// kept small.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Half a byte each: none, or one more than the place among all outcomes.
    packed: Box<[u8]>,
    count: usize,
}

// As many as half a byte can tell apart.
const _: () = assert!(Outcome::ALL.len() < 16);

impl Verdicts {
    /// That of the rule (index); `None` where it was not run.
    #[must_use]
    pub fn get(&self, rule: usize) -> Option<Outcome> {
        let pair = self.packed.get(rule / 2).copied().unwrap_or_default();
        let half = if rule.is_multiple_of(2) { pair & 15 } else { pair >> 4 };
        Outcome::ALL.get(usize::from(half).checked_sub(1)?).copied()
    }

    /// Those of all rules in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<Outcome>> {
        (0..self.count).map(|rule| self.get(rule))
    }
}

impl FromIterator<Option<Outcome>> for Verdicts {
    fn from_iter<I: IntoIterator<Item = Option<Outcome>>>(verdicts: I) -> Self {
        let mut packed: Vec<u8> = Vec::new();
        let mut count = 0;
        for verdict in verdicts {
            let place = verdict.and_then(|verdict| Outcome::ALL.iter().position(|outcome| *outcome == verdict));
            let half = place.map_or(0, |place| u8::try_from(place + 1).unwrap_or_default());
            match packed.last_mut().filter(|_| count % 2 == 1) {
                Some(pair) => *pair |= half << 4,
                None => packed.push(half),
            }
            count += 1;
        }
        Self {
            packed: packed.into(),
            count,
        }
    }
}
