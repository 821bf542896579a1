//! Macros: a file called xlsx must hold none, or spreadsheets refuse to open it.

use super::package::Package;
use super::scan::{Edits, TagKind, Tags};

/// What the main part of an xlsx file is.
const MAIN_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

/// Makes an xlsx file of the package, whatever kind of workbook it was; whether macros were taken out.
pub(super) fn take_out(package: &mut Package<'_>, workbook: &str) -> Option<bool> {
    let projects: Vec<_> = package
        .relations(workbook)
        .into_iter()
        .filter(|relation| relation.kind.ends_with("/vbaProject"))
        .collect();
    let mut gone: Vec<String> = Vec::new();
    for project in &projects {
        package.unrelate(workbook, &project.id)?;
        // What the project itself relates to goes with it.
        gone.extend(
            package
                .relations(&project.target)
                .into_iter()
                .map(|relation| relation.target),
        );
        package.remove(&super::package::relations_of(&project.target));
        gone.push(project.target.clone());
    }
    for part in &gone {
        package.remove(part);
    }
    let text = package.text("[Content_Types].xml")?;
    let mut edits = Edits::default();
    for tag in Tags::new(&text).filter(|tag| tag.kind == TagKind::Empty) {
        let kind = tag.raw("ContentType").unwrap_or_default();
        let part = tag.get("PartName").unwrap_or_default();
        let part = part.trim_start_matches('/');
        if gone.iter().any(|gone| gone.eq_ignore_ascii_case(part)) {
            edits.replace(tag.range.clone(), "");
        } else if kind.ends_with(".main+xml") && kind != MAIN_TYPE && part.eq_ignore_ascii_case(workbook) {
            edits.replace(tag.range.clone(), tag.with("ContentType", MAIN_TYPE));
        }
    }
    let edited = edits.apply(&text)?;
    if edited != text {
        package.put("[Content_Types].xml", edited);
    }
    Some(!projects.is_empty())
}
