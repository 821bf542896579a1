//! The parts of a package that are read, found by their relations: some programs name them otherwise.

use quick_xml::events::Event;

use super::styles::Styles;
use crate::read::limits;
use crate::read::package::Package;
use crate::read::xml::attribute;

/// The name of the main part; `None` where there is none.
pub(super) fn main(package: &mut Package<'_>) -> Option<String> {
    let named = related(package, "_rels/.rels", "/officeDocument");
    let named = named.map(|target| target.trim_start_matches('/').to_owned());
    let exists = |package: &Package<'_>, wanted: &str| {
        package
            .find(|name| name.eq_ignore_ascii_case(wanted))
            .map(str::to_owned)
    };
    named
        .and_then(|target| exists(package, &target))
        .or_else(|| exists(package, "word/document.xml"))
        .or_else(|| {
            package
                .find(|name| name.to_ascii_lowercase().ends_with("word/document.xml"))
                .map(str::to_owned)
        })
}

/// The styles that the main part uses; none where there is no such part.
pub(super) fn styles(package: &mut Package<'_>, main: &str) -> Styles {
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
    let target = related(package, &format!("{folder}/_rels/{file}.rels"), "/styles");
    let target = target.unwrap_or_else(|| "styles.xml".to_owned());
    let part = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    package.xml(&part).map(Styles::read).unwrap_or_default()
}

/// The target of the first relation in `part` whose type ends with `kind`: strict and transitional files differ before.
fn related(package: &mut Package<'_>, part: &str, kind: &str) -> Option<String> {
    let mut xml = package.xml(part)?;
    let mut buffer = Vec::new();
    for _ in 0..limits::PACKAGE_PARTS {
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "Relationship" => {
                if attribute(&element, "Type").is_some_and(|found| found.ends_with(kind)) {
                    return attribute(&element, "Target");
                }
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
        buffer.clear();
    }
    None
}
