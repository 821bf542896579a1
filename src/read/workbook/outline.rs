//! Which part of an xlsx package is which sheet.

use std::collections::HashMap;

use quick_xml::events::Event;

use crate::read::package::Package;
use crate::read::xml::attribute;

/// The part of each sheet, in workbook order; empty where the package does not say.
pub(super) fn sheet_parts(package: &mut Package<'_>) -> Vec<String> {
    let main = targets(package, "_rels/.rels", "")
        .into_values()
        .find(|(kind, _)| kind.ends_with("/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, target)| target);
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = targets(package, &format!("{folder}/_rels/{file}.rels"), folder);
    let mut parts = Vec::new();
    elements(package, &main, "sheet", |element| {
        let id = attribute(element, "id").unwrap_or_default();
        parts.push(relations.get(&id).map(|(_, target)| target.clone()).unwrap_or_default());
    });
    parts
}

/// The relations of a part: id → type and target, the target as a path from the root.
pub(super) fn targets(package: &mut Package<'_>, part: &str, folder: &str) -> HashMap<String, (String, String)> {
    let mut found = HashMap::new();
    elements(package, part, "Relationship", |element| {
        let get = |name| attribute(element, name).unwrap_or_default();
        let target = get("Target");
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None if folder.is_empty() => target,
            None => format!("{folder}/{target}"),
        };
        found.insert(get("Id"), (get("Type"), path));
    });
    found
}

fn elements(
    package: &mut Package<'_>,
    part: &str,
    name: &str,
    mut each: impl FnMut(&quick_xml::events::BytesStart<'_>),
) {
    let Some(mut xml) = package.xml(part) else { return };
    let mut buffer = Vec::new();
    while let Ok(event) = xml.read_event_into(&mut buffer) {
        match event {
            Event::Start(element) if element.local_name().as_ref() == name => each(&element),
            Event::Eof => break,
            _ => {}
        }
        buffer.clear();
    }
}
