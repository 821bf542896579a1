//! The figures that had to be put right to be read.

use std::collections::BTreeMap;

use super::columns::{Align, layout};
use crate::finding::RepairedCell;
use crate::report::RepairKind;

/// Those that could have been read otherwise one by one; of the others, which leave no doubt, how many there are of each
/// kind, with an example. Empty where there are none.
pub(super) fn describe(repairs: &[RepairedCell]) -> String {
    let mut text = String::new();
    let doubtful: Vec<Vec<String>> = repairs
        .iter()
        .filter(|repair| !is_harmless(repair.kind))
        .map(|repair| vec![repair.cell.clone(), repair.note.clone(), repair.place.in_file()])
        .collect();
    if !doubtful.is_empty() {
        text.push_str(&format!("\n改正后读出、请对照原件的数({} 处)\n", doubtful.len()));
        text.push_str(&layout(&doubtful, &[], 2));
    }
    let mut harmless: BTreeMap<RepairKind, (usize, &RepairedCell)> = BTreeMap::new();
    for repair in repairs.iter().filter(|repair| is_harmless(repair.kind)) {
        harmless.entry(repair.kind).or_insert((0, repair)).0 += 1;
    }
    if !harmless.is_empty() {
        let lines = harmless.iter().map(|(kind, (count, first))| {
            let example = format!("如 {}:{},{}", first.cell, first.note, first.place.in_file());
            let example = example.replacen(&format!("{},", kind.label()), "", 1);
            vec![kind.label().to_owned(), format!("{count} 处"), example]
        });
        text.push_str("\n写法不规范、读法没有疑问的数\n");
        text.push_str(&layout(&lines.collect::<Vec<_>>(), &[Align::Left, Align::Right], 2));
    }
    text
}

/// Whether what is printed can mean only one figure.
fn is_harmless(kind: RepairKind) -> bool {
    match kind {
        RepairKind::InnerSpace | RepairKind::FullWidth | RepairKind::FloatNoise | RepairKind::TextNumber => true,
        RepairKind::DecimalComma | RepairKind::DotSeparator | RepairKind::Shifted => false,
    }
}
