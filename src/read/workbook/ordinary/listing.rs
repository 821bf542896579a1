//! Which sheets an ordinary workbook has, and where they are.

use std::collections::{HashMap, HashSet};

use quick_xml::escape::unescape;

use super::tags::{self, each};
use crate::read::limits;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// A sheet as the workbook lists it.
pub(super) struct Listed<'a> {
    pub name: String,
    pub visible: bool,
    /// The id of the relation that leads to its part.
    pub relation: &'a str,
}

/// Whether the relations of a package lead to the workbook where it usually is, and to no other.
pub(super) fn leads_to_workbook(part: &str) -> Option<()> {
    let found = relations(part, "officeDocument")?;
    let mut targets = found.values();
    let usual = matches!(targets.next(), Some(&("xl/workbook.xml" | "/xl/workbook.xml")));
    (usual && targets.next().is_none()).then_some(())
}

/// The relations of a part: id → target, of those whose kind is `kind`.
pub(super) fn relations<'a>(part: &'a str, kind: &str) -> Option<HashMap<&'a str, &'a str>> {
    let mut found = HashMap::new();
    let mut ids = HashSet::new();
    each(part, |_, tag| {
        if tag.local() != "Relationship" {
            return Some(());
        }
        let [id, of, target] = tag.values(["Id", "Type", "Target"])?;
        let (id, of, target) = (id?, of?, target?);
        let plain = !target.contains(['&', '%', '\\']) && !id.contains('&');
        if of.strip_prefix(OFFICE) == Some(kind) {
            found.insert(id, target);
        } else if of.ends_with(kind) {
            // Another way to say the same, that of the strict variety for one.
            return None;
        }
        (plain && ids.insert(id)).then_some(())
    })?;
    Some(found)
}

/// The sheets in their order.
pub(super) fn sheets(part: &str) -> Option<Vec<Listed<'_>>> {
    let mut sheets: Vec<Listed<'_>> = Vec::new();
    each(part, |tags, tag| {
        match tag.local() {
            "sheet" if tag.name == "sheet" && tags.parent(tag) == "sheets" => {
                let mut relation = None;
                tag.attributes(|name, value| {
                    if tags::local(name) == "id" {
                        return relation.replace(value).is_none().then_some(());
                    }
                    Some(())
                })?;
                let [name, state] = tag.values(["name", "state"])?;
                let name = unescape(name?).ok()?.into_owned();
                let visible = match state {
                    None | Some("visible") => true,
                    Some("hidden" | "veryHidden") => false,
                    Some(_) => return None,
                };
                let another = sheets.iter().all(|other| other.name != name);
                (another && sheets.len() < limits::SHEETS).then_some(())?;
                sheets.push(Listed {
                    name,
                    visible,
                    relation: relation?,
                });
            }
            "sheet" => return None,
            "workbookPr" => {
                let [epoch] = tag.values(["date1904"])?;
                matches!(epoch, None | Some("0" | "false")).then_some(())?;
            }
            _ => {}
        }
        Some(())
    })?;
    Some(sheets)
}
