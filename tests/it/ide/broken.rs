//! Files as they are while being typed.

use std::time::Instant;

use gouji::ide::{self, Location, Snapshot};
use gouji::source::SourceId;

use super::fixture::{RULESETS, province};

/// Prefixes of a text, in at most so many steps.
fn prefixes(text: &str, steps: usize) -> Vec<&str> {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let step = ends.len().div_ceil(steps);
    ends.iter().step_by(step).map(|end| &text[..*end]).collect()
}

#[test]
fn every_prefix_is_survived() {
    let started = Instant::now();
    let mut texts: Vec<(String, usize)> = RULESETS.iter().map(|(_, text)| ((*text).to_owned(), 40)).collect();
    texts.extend(shipped().into_iter().map(|text| (text, 8)));
    let mut asked = 0;
    for (text, steps) in &texts {
        for prefix in prefixes(text, *steps) {
            let (snapshot, source, _) = province(prefix);
            for problem in ide::rule_problems(&snapshot, source) {
                assert!(prefix.get(problem.range.clone()).is_some(), "{problem:?} in\n{prefix}");
            }
            for symbol in ide::symbols(&snapshot, source) {
                assert!(prefix.get(symbol.range.clone()).is_some(), "{symbol:?} in\n{prefix}");
            }
            // Formatting may refuse; what it gives must not be refused in its turn.
            if let Some(edit) = ide::format(prefix) {
                assert_eq!(ide::format(&edit.text), None, "not stable:\n{prefix}");
            }
            for offset in [prefix.len(), prefix.len() / 2, prefix.len() / 3] {
                ask(&snapshot, source, offset);
                asked += 1;
            }
        }
    }
    println!("{asked} states of {} files in {:?}", texts.len(), started.elapsed());
}

/// The rule files that come with gouji.
fn shipped() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets");
    let mut paths: Vec<_> = walkdir::WalkDir::new(root)
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "gj"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

/// Any offset may be asked about, inside characters and past the end too.
#[test]
fn every_offset_is_survived() {
    let text = RULESETS[3].1;
    let (snapshot, source, _) = province(text);
    for offset in (0..text.len() + 5).chain([usize::MAX]) {
        ask(&snapshot, source, offset);
    }
}

/// What is asked at `offset` is answered with places that exist.
fn ask(snapshot: &Snapshot, source: SourceId, offset: usize) {
    let slice = |place: &Location| {
        snapshot
            .sources()
            .get(place.source)
            .unwrap()
            .text
            .get(place.range.clone())
    };
    if let Some(hover) = ide::hover(snapshot, source, offset) {
        let place = Location {
            source,
            range: hover.range,
        };
        assert!(slice(&place).is_some() && !hover.markdown.is_empty(), "{place:?}");
    }
    for place in ide::definition(snapshot, source, offset) {
        assert!(slice(&place).is_some(), "{place:?}");
    }
}

#[test]
fn a_file_alone_is_told_what_its_text_shows() {
    let snapshot = Snapshot::of_text("untitled:1", "甲: 1 >\n乙: 03.合计 > 0\n");
    let source = snapshot.source_named("untitled:1").unwrap();
    let problems = ide::rule_problems(&snapshot, source);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(ide::definition(&snapshot, source, 14).is_empty());
}
