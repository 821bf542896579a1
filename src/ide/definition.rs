//! From a name to where it is declared.

use super::cursor;
use super::place::Place;
use super::snapshot::Snapshot;
use crate::source::SourceId;

/// Where that which is named at the byte `offset` of `source` is declared: several places where several things may be
/// meant, none where nothing is known.
#[must_use]
pub fn definition(snapshot: &Snapshot, source: SourceId, offset: usize) -> Vec<Place> {
    cursor::at(snapshot, source, offset, |cursor| {
        let mut places: Vec<Place> = Vec::new();
        for target in &cursor.targets {
            let place = Place::from(target.span());
            if !places.contains(&place) {
                places.push(place);
            }
        }
        (!places.is_empty()).then_some(places)
    })
    .unwrap_or_default()
}
