//! From a name to where it is declared.

use super::cursor;
use super::location::Location;
use super::snapshot::Snapshot;
use crate::source::SourceId;

/// Where that which is named at the byte `offset` of `source` is declared: several places where several things may be
/// meant, none where nothing is known.
#[must_use]
pub fn definition(snapshot: &Snapshot, source: SourceId, offset: usize) -> Vec<Location> {
    let targets = cursor::at(snapshot, source, offset).map_or_else(Vec::new, |cursor| cursor.targets);
    let mut places: Vec<Location> = Vec::new();
    for target in targets {
        let place = target.span(snapshot.ruleset()).map(Location::from);
        places.extend(place.filter(|place| !places.contains(place)));
    }
    places
}
