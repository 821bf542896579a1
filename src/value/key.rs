//! The form in which a name is compared, without a copy where that can be helped.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::name::{Folds, fold, folds, without_ordinals};

/// Longer texts are folded each time.
const LONGEST_KEPT: usize = 96;

/// Texts remembered for each thread. The labels of one set of forms are some hundred; of other texts, memory must not
/// grow with their number.
const MOST_KEPT: usize = 1024;

thread_local! {
    /// What was folded lately: the same labels come again in every table and in every report.
    static FOLDED: RefCell<HashMap<Box<str>, Arc<str>, RandomState>> = RefCell::default();
}

/// A text in the form in which names are compared (see [`normalise`](super::normalise)).
#[derive(Debug, Clone)]
pub enum Key<'t> {
    /// The text itself or its end, which has that form already.
    Own(&'t str),
    /// Another.
    Folded(Arc<str>),
}

impl<'t> Key<'t> {
    /// The key of `text`.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        match folds(text) {
            Folds::Nothing => return Self::Own(text),
            Folds::Ordinals => return Self::Own(without_ordinals(text)),
            Folds::More => {}
        }
        if text.len() > LONGEST_KEPT {
            return Self::Folded(fold(text).into());
        }
        FOLDED.with_borrow_mut(|folded| {
            if let Some(key) = folded.get(text) {
                return Self::Folded(Arc::clone(key));
            }
            let key: Arc<str> = fold(text).into();
            if folded.len() >= MOST_KEPT {
                folded.clear();
            }
            folded.insert(text.into(), Arc::clone(&key));
            Self::Folded(key)
        })
    }

    /// The key, to be kept.
    #[must_use]
    pub fn shared(self) -> Arc<str> {
        match self {
            Self::Own(text) => text.into(),
            Self::Folded(key) => key,
        }
    }
}

impl PartialEq for Key<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Key<'_> {}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl Deref for Key<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Own(text) => text,
            Self::Folded(key) => key,
        }
    }
}
