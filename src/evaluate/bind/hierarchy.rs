//! The hierarchy of a part: which rows stand below which.

use std::collections::HashMap;

use foldhash::quality::RandomState;

use crate::report::{Row, RowIx, RowKey};

/// The hierarchy of a part.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct PartLayout {
    /// The rows below others, those of one row after those of another.
    below: Vec<RowIx>,
    /// For each row, where those below it stand there: of a total, the coded rows without parent.
    spans: Vec<(u32, u32)>,
    /// Rows whose key an earlier row has, with that row, in order.
    pub(in crate::evaluate) duplicates: Vec<(RowIx, RowIx)>,
}

/// Whether no two rows share a key, as can be seen at once where keys ascend.
fn ascend(rows: &[Row]) -> bool {
    let (mut code, mut item, mut total, mut record) = (None, None, None, false);
    rows.iter().all(|row| match row.key {
        RowKey::Code { .. } => row.code.as_deref().is_some_and(|next| code.replace(next) < Some(next)),
        RowKey::Item(next) => item.replace(next) < Some(next),
        RowKey::Total(next) => total.replace(next) < Some(next),
        RowKey::Record => !std::mem::replace(&mut record, true),
    })
}

impl PartLayout {
    pub(super) fn new(rows: &[Row]) -> Self {
        let mut layout = Self::default();
        layout.arrange(rows);
        if ascend(rows) {
            return layout;
        }
        let mut seen: HashMap<(RowKey, Option<&str>), RowIx, RandomState> = HashMap::default();
        seen.reserve(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let index = RowIx::new(index);
            match seen.entry((row.key, row.code.as_deref())) {
                std::collections::hash_map::Entry::Occupied(first) => layout.duplicates.push((index, *first.get())),
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(index);
                }
            }
        }
        layout
    }

    /// Puts every coded row below its parent, or at the top.
    fn arrange(&mut self, rows: &[Row]) {
        let top = rows.len();
        let above = |row: &Row| match row.key {
            RowKey::Code { .. } => Some(
                row.parent
                    .map(RowIx::index)
                    .filter(|parent| *parent < top)
                    .unwrap_or(top),
            ),
            _ => None,
        };
        // Where those below each row, and at the top, begin and end: counted, then filled.
        let mut ends = vec![0_usize; top + 1];
        for above in rows.iter().filter_map(above) {
            if let Some(count) = ends.get_mut(above) {
                *count += 1;
            }
        }
        let mut count = 0;
        for end in &mut ends {
            (*end, count) = (count, count + *end);
        }
        self.below = vec![RowIx::default(); count];
        let begins = ends.clone();
        for (index, row) in rows.iter().enumerate() {
            if let Some(end) = above(row).and_then(|above| ends.get_mut(above)) {
                if let Some(place) = self.below.get_mut(*end) {
                    *place = RowIx::new(index);
                }
                *end += 1;
            }
        }
        let small = |place: &usize| u32::try_from(*place).unwrap_or(u32::MAX);
        let span = |row: usize| {
            begins
                .get(row)
                .map(small)
                .zip(ends.get(row).map(small))
                .unwrap_or_default()
        };
        let spans = rows.iter().enumerate().map(|(index, row)| match row.key {
            RowKey::Total(_) => span(top),
            _ => span(index),
        });
        self.spans = spans.collect();
    }

    /// Whether no two rows have one key.
    pub(in crate::evaluate) fn is_plain(&self) -> bool {
        self.duplicates.is_empty()
    }

    /// The rows below a row: of a total, the top level. Two of the same key where there are such: they would count twice.
    pub(in crate::evaluate) fn below(&self, row: RowIx) -> Result<&[RowIx], [RowIx; 2]> {
        let (from, to) = self.spans.get(row.index()).copied().unwrap_or_default();
        let below = self.below.get(from as usize..to as usize).unwrap_or_default();
        if self.is_plain() {
            return Ok(below);
        }
        let twice = below.iter().find_map(|row| Some([self.doubled(*row)?, *row]));
        twice.map_or(Ok(below), Err)
    }

    /// An earlier row with the key of the row, if there is one.
    pub(in crate::evaluate) fn doubled(&self, row: RowIx) -> Option<RowIx> {
        let found = self.duplicates.binary_search_by_key(&row, |(second, _)| *second);
        self.duplicates.get(found.ok()?).map(|(_, first)| *first)
    }

    /// Whether no row stands below the row.
    pub(in crate::evaluate) fn is_leaf(&self, row: RowIx) -> bool {
        self.spans.get(row.index()).is_none_or(|(from, to)| from == to)
    }
}
