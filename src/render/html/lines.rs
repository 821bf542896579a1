//! Findings of which a line each is enough: 尾差 of a table, failures that waivers cover.

use std::io;

use super::escape::Text;
use super::finding::{Findings, all_terms, badge, id};
use super::marks::Kind;
use crate::finding::{Finding, FindingGroup, Place, wording};

impl Findings<'_> {
    /// Findings of which a line each is enough.
    pub(super) fn list(
        self,
        head: &str,
        group: &FindingGroup,
        first: usize,
        anchors: &mut dyn FnMut(&Finding) -> Option<String>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let kind = group.findings.first().map_or(Kind::Notice, Kind::of);
        write!(
            out,
            "<details class=\"g list {}\"><summary>{}{}</summary>",
            kind.class(),
            badge(kind),
            Text(head.trim_start_matches("提示 "))
        )?;
        write!(out, "<div class=\"scroll\"><table class=\"lines\"><tbody>")?;
        for (at, finding) in group.findings.iter().enumerate() {
            let number = first + at;
            write!(out, "<tr {}><td class=\"dim\">{number}</td>", self.attributes(finding))?;
            write!(
                out,
                "<td{} title=\"{}\"><b class=\"rid\">{}</b></td>",
                id(anchors(finding)),
                Text(&finding.rule.title),
                Text(&finding.rule.id)
            )?;
            let subject = [finding.row.as_deref(), finding.column.as_deref()];
            let subject: Vec<&str> = subject.into_iter().flatten().collect();
            write!(out, "<td>{}</td>", Text(&subject.join(" ")))?;
            match &finding.comparison {
                Some(comparison) => {
                    write!(out, "<td class=\"num\">{}</td>", Text(&comparison.difference_text))?;
                    write!(
                        out,
                        "<td class=\"dim\">{}</td>",
                        Text(&wording::tail_bound(&comparison.bound.value))
                    )?;
                }
                None => write!(out, "<td colspan=\"2\">{}</td>", Text(&finding.sentence))?,
            }
            let waiver = finding
                .waiver
                .as_ref()
                .map(|waiver| wording::explained(&waiver.reason, waiver.until));
            write!(out, "<td>{}</td><td>", Text(&waiver.unwrap_or_default()))?;
            let mut places: Vec<&Place> = all_terms(finding).filter_map(|term| term.place.as_ref()).collect();
            if places.is_empty() {
                places.extend(finding.report_labels.iter().map(|label| &label.place));
            }
            self.list_places(finding, &places, out)?;
            writeln!(out, "</td></tr>")?;
        }
        writeln!(out, "</tbody></table></div></details>")
    }

    /// The first of the places, and, of a report alone, the others folded away. Among many reports the cells' own numbers
    /// lead back.
    fn list_places(self, finding: &Finding, places: &[&Place], out: &mut dyn io::Write) -> io::Result<()> {
        let Some((first, _)) = places.split_first() else {
            return Ok(());
        };
        write!(out, "{}", self.spot_link(first, &first.in_file()))?;
        let more: Vec<String> = finding
            .report_labels
            .iter()
            .filter(|label| self.single && label.place != **first)
            .map(|label| self.label_link(label))
            .collect();
        if !more.is_empty() {
            write!(
                out,
                "<details><summary>另 {} 处</summary>{}</details>",
                more.len(),
                more.join(" ")
            )?;
        }
        Ok(())
    }
}
