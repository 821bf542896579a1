//! Workbooks as spreadsheet programs usually write reports, read without an XML library.
//!
//! It reads plain texts and figures only. As soon as anything else shows (a formula, a date, a rich string, a hidden row, a comment in the
//! XML, a part that is not where it usually is) the whole workbook is left to the library, so that both always tell the same.

mod parts;
mod sheet;
mod tags;

use super::Book;
use super::sheet::Sheet;
use crate::read::package::Package;

/// Reads the sheets into `book`. `None` where the workbook is not an ordinary one; `book` is then as it was.
pub(super) fn read(package: &Package<'_>, book: &mut Book) -> Option<()> {
    for (listed, sheet) in sheets(package)? {
        if let Some(place) = book.enter(&listed.name, listed.visible)
            && let Some(sheet) = sheet
        {
            book.add(&place, sheet, 0);
        }
    }
    Some(())
}

fn sheets<'a>(package: &'a Package<'_>) -> Option<Vec<(parts::Listed<'a>, Option<Sheet>)>> {
    if !package.has_distinct_names() {
        return None;
    }
    let start = parts::relations(package.kept("_rels/.rels")?, "officeDocument")?;
    let mut targets = start.values();
    if !matches!(targets.next(), Some(&("xl/workbook.xml" | "/xl/workbook.xml"))) || targets.next().is_some() {
        return None;
    }
    let relations = parts::relations(package.kept("xl/_rels/workbook.xml.rels")?, "worksheet")?;
    let strings = match package.kept("xl/sharedStrings.xml") {
        Some(part) => parts::strings(part)?,
        None if package.has("xl/sharedStrings.xml") => return None,
        None => Vec::new(),
    };
    let styles = match package.kept("xl/styles.xml") {
        Some(part) => parts::styles(part)?,
        None if package.has("xl/styles.xml") => return None,
        None => Vec::new(),
    };
    let mut sheets = Vec::new();
    for listed in parts::sheets(package.kept("xl/workbook.xml")?)? {
        let target = relations.get(listed.relation)?;
        let sheet = if listed.visible {
            let part = match target.strip_prefix('/') {
                Some(absolute) => package.kept(absolute)?,
                None => package.kept(&format!("xl/{target}"))?,
            };
            Some(sheet::read(part, &strings, &styles)?)
        } else {
            None
        };
        sheets.push((listed, sheet));
    }
    Some(sheets)
}
