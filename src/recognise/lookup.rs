//! Sets and maps for words of forms and codes of rows. They are asked for every cell, so they hash faster than the
//! standard ones; what is put into them is bounded by the form or by the table.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A set.
pub(super) type Set<T> = HashSet<T, RandomState>;
/// A map.
pub(super) type Map<K, V> = HashMap<K, V, RandomState>;
