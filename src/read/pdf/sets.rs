//! Which of many things hang together (disjoint sets).

/// Things by number, each in one set.
#[derive(Debug)]
pub(super) struct Sets {
    parents: Vec<usize>,
}

impl Sets {
    /// `count` things, each in a set of its own.
    pub fn new(count: usize) -> Self {
        Self {
            parents: (0..count).collect(),
        }
    }

    /// The number of the set that `of` is in: that of one of its things.
    pub fn find(&mut self, of: usize) -> usize {
        let mut at = of;
        while let Some(parent) = self.parents.get(at).copied()
            && parent != at
        {
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(at) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    /// Makes one set of those that `a` and `b` are in.
    pub fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if let Some(slot) = self.parents.get_mut(a) {
            *slot = b;
        }
    }
}
