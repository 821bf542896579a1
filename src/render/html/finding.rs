//! A finding, or a cause with its findings.

use std::io;

use super::escape::Text;
use super::excerpt;
use super::marks::{Kind, Marks};
use crate::finding::{
    CheckedReport, Comparison, Finding, FindingGroup, FormNote, GroupKind, Place, ReportLabel, SharedCause, Side, Term,
    wording,
};
use crate::source::Span;
use crate::syntax::ast::Category;

/// Further places that are shown at once; more are folded away.
const MOST_PLACES: usize = 6;

/// Failures of one rule and table, or of one cause, that are open from the start.
pub(super) const MOST_OPEN: usize = 5;

/// What findings are written with.
#[derive(Clone, Copy)]
pub(super) struct Findings<'a> {
    pub checked: &'a CheckedReport,
    pub marks: &'a Marks<'a>,
    /// Whether the report is alone.
    pub single: bool,
}

impl Findings<'_> {
    /// A group; `first` is the number of its first finding, `anchors` gives the further anchors of a finding (the first
    /// of its rule).
    pub fn group(
        self,
        index: usize,
        group: &FindingGroup,
        first: usize,
        anchors: &mut dyn FnMut(&Finding) -> Option<String>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut all = |findings: Self, out: &mut dyn io::Write| {
            for (at, finding) in group.findings.iter().enumerate() {
                if at == MOST_OPEN {
                    fold(group.findings.len() - at, out)?;
                }
                findings.finding(finding, first + at, anchors(finding), out)?;
            }
            if group.findings.len() > MOST_OPEN {
                unfold(out)
            } else {
                Ok(())
            }
        };
        match &group.kind {
            GroupKind::Single => all(self, out),
            GroupKind::Cause(cause) => {
                let prefix = &self.marks.prefix;
                let kind = Kind::of_severity(group.severity());
                write!(out, "<section class=\"g {}\" id=\"{prefix}-g{index}\">", kind.class())?;
                self.cause(cause, group, kind, out)?;
                all(self, out)?;
                writeln!(out, "</section>")
            }
            GroupKind::Tails(FormNote { id, title }) => self.list(
                &wording::tails(id, title, group.findings.len()),
                group,
                first,
                anchors,
                out,
            ),
            GroupKind::Explained => self.list(
                &wording::explained_head(group.findings.len()),
                group,
                first,
                anchors,
                out,
            ),
        }
    }

    fn cause(self, cause: &SharedCause, group: &FindingGroup, kind: Kind, out: &mut dyn io::Write) -> io::Result<()> {
        let head = match group.findings.len() {
            1 => "可能的原因".to_owned(),
            count => wording::one_cause(count),
        };
        write!(out, "<h4>{}{head}</h4>", badge(kind))?;
        write!(out, "<p class=\"say\">{}", Text(&cause.sentence))?;
        write!(
            out,
            " <span class=\"dim\">{}</span></p>",
            self.spot_link(&cause.label.place, &cause.label.place.in_file())
        )?;
        if let Some(note) = &cause.label.note {
            write!(out, "<p class=\"dim\">{}</p>", Text(&wording::note(note)))?;
        }
        list("help", &cause.help, out)
    }

    fn finding(
        self,
        finding: &Finding,
        number: usize,
        anchor: Option<String>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let kind = Kind::of(finding);
        write!(out, "<article {}>", self.attributes(finding))?;
        write!(out, "<h4{}>{}", id(anchor), badge(kind))?;
        let (rule, title) = (Text(&finding.rule.id), Text(&finding.rule.title));
        writeln!(
            out,
            "<b class=\"rid\">{rule}</b> {title} <a class=\"nr\" href=\"#{}\">第 {number} 条</a></h4>",
            self.marks.finding_id(finding)
        )?;
        writeln!(out, "<p class=\"say\">{}</p>", Text(&finding.sentence))?;
        if let Some(message) = &finding.message {
            writeln!(out, "<p>{}</p>", Text(message))?;
        }
        match &finding.comparison {
            Some(comparison) => self.comparison(comparison, out)?,
            None if finding.terms.is_empty() => {}
            None => {
                write!(out, "<div class=\"scroll\"><table class=\"sides\"><tbody>")?;
                self.terms(&finding.terms, 0, out)?;
                writeln!(out, "</tbody></table></div>")?;
            }
        }
        self.waiver(finding, out)?;
        list("help", &finding.help, out)?;
        let shown: Vec<&Place> = all_terms(finding).filter_map(|term| term.place.as_ref()).collect();
        self.places(finding, &shown, out)?;
        if let Some(basis) = &finding.rule.basis {
            write!(out, "<p class=\"dim\">{}</p>", Text(&wording::basis(basis)))?;
        }
        if finding.rule.category == Category::Verify {
            write!(out, "<p class=\"dim\">{}</p>", wording::VERIFY)?;
        }
        self.rule(finding, out)?;
        writeln!(out, "</article>")
    }

    /// What filters go by, and the anchor.
    pub(super) fn attributes(self, finding: &Finding) -> String {
        let kind = Kind::of(finding).class();
        let form = finding.form.as_ref().map_or("", |form| &form.id);
        format!(
            "class=\"f {kind}\" id=\"{}\" data-k=\"{kind}\" data-t=\"{}\" data-r=\"{} {}\"",
            self.marks.finding_id(finding),
            Text(form),
            Text(&finding.rule.id),
            Text(&finding.rule.title),
        )
    }

    fn comparison(self, comparison: &Comparison, out: &mut dyn io::Write) -> io::Result<()> {
        write!(out, "<div class=\"scroll\"><table class=\"sides\"><tbody>")?;
        self.side(&comparison.left, "", out)?;
        self.side(&comparison.right, comparison.operator, out)?;
        let unit = comparison.scale.difference_unit();
        let (difference, bound) = (Text(&comparison.difference.text), Text(&comparison.bound.text));
        writeln!(
            out,
            "<tr class=\"diff\"><th scope=\"row\">{}</th><td class=\"dim\">{bound}</td>",
            wording::DIFFERENCE
        )?;
        writeln!(
            out,
            "<td class=\"num\">{difference}</td><td>{unit}</td></tr></tbody></table></div>"
        )
    }

    fn side(self, side: &Side, operator: &str, out: &mut dyn io::Write) -> io::Result<()> {
        let lone = match side.terms.as_slice() {
            [only] if only.value == side.value && side.blanks == 0 => Some(only),
            _ => None,
        };
        let name = if operator.is_empty() {
            String::new()
        } else {
            format!("<span class=\"op\">{}</span> ", Text(operator))
        };
        write!(
            out,
            "<tr class=\"side\"><th scope=\"row\">{name}{}</th>",
            Text(&side.name)
        )?;
        write!(
            out,
            "<td class=\"ex\">{}</td><td class=\"num\">{}</td><td>",
            Text(&side.expression),
            Text(&side.value.text)
        )?;
        writeln!(
            out,
            "{}</td></tr>",
            lone.map(|term| self.term_place(term)).unwrap_or_default()
        )?;
        if lone.is_some() {
            return Ok(());
        }
        self.terms(&side.terms, side.left_out, out)?;
        if side.blanks > 0 {
            remark(&wording::blanks(side.blanks), out)?;
        }
        Ok(())
    }

    fn terms(self, terms: &[Term], left_out: usize, out: &mut dyn io::Write) -> io::Result<()> {
        for term in terms {
            let depth = term.depth.min(4);
            write!(
                out,
                "<tr><td></td><td class=\"d{depth}\"><span class=\"sg\">{}</span> {}</td>",
                Text(term.sign),
                Text(&term.label)
            )?;
            let (value, place) = (Text(&term.value.text), self.term_place(term));
            writeln!(out, "<td class=\"num\">{value}</td><td>{place}</td></tr>")?;
        }
        if left_out > 0 {
            remark(&wording::more_terms(left_out), out)?;
        }
        Ok(())
    }

    /// Where a term stands, and what had to be done to read it.
    fn term_place(self, term: &Term) -> String {
        let place = term.place.as_ref().map(|place| self.spot_link(place, &place.in_file()));
        let repair = term
            .repair
            .as_ref()
            .map(|repair| format!(" <small>{}</small>", Text(repair)));
        place.unwrap_or_default() + &repair.unwrap_or_default()
    }

    fn waiver(self, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
        match &finding.waiver {
            // Of an expired one the help says all there is.
            Some(waiver) if !waiver.expired => {
                writeln!(
                    out,
                    "<p>{}</p>",
                    Text(&wording::explained(&waiver.reason, waiver.until))
                )
            }
            _ => Ok(()),
        }
    }

    /// The places that no term has named.
    fn places(self, finding: &Finding, shown: &[&Place], out: &mut dyn io::Write) -> io::Result<()> {
        let labels = finding
            .report_labels
            .iter()
            .filter(|label| !shown.contains(&&label.place));
        let labels: Vec<String> = labels
            .map(|label| {
                let at = self.label_link(label);
                let name = [label.row.as_str(), label.column.as_str(), label.value.as_str()];
                let name: Vec<&str> = name.into_iter().filter(|piece| !piece.is_empty()).collect();
                let note = label.note.as_ref().map_or(String::new(), |note| format!("({note})"));
                format!("{at} {}{}", Text(&name.join(" ")), Text(&note))
            })
            .collect();
        if labels.is_empty() {
            return Ok(());
        }
        let (open, close) = match labels.len() {
            0..=MOST_PLACES => (String::new(), ""),
            count => (format!("<details><summary>报告中 {count} 处</summary>"), "</details>"),
        };
        writeln!(
            out,
            "{open}<ul class=\"at\"><li>{}</li></ul>{close}",
            labels.join("</li><li>")
        )
    }

    /// The rule's own text.
    fn rule(self, finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
        let rule = &finding.rule.place;
        write!(
            out,
            "<details class=\"rule\"><summary>规则原文 <small>{}</small></summary>",
            Text(&rule.full())
        )?;
        let mut marks: Vec<(Span, &str)> = finding
            .rule_labels
            .iter()
            .map(|label| (label.span, label.text.as_str()))
            .collect();
        if marks.is_empty() {
            marks.extend(excerpt::span(rule.origin).map(|span| (span, "")));
        }
        let mut files = vec![rule.origin.source()];
        for (span, _) in &marks {
            if !files.contains(&span.source) {
                files.push(span.source);
            }
        }
        for file in files {
            excerpt::write(&self.checked.sources, file, &marks, out)?;
        }
        write!(out, "</details>")
    }

    /// A link to the cell of a label, or what would be its text.
    pub(super) fn label_link(self, label: &ReportLabel) -> String {
        let text = Text(&label.place.in_file()).to_string();
        match self.marks.label_anchor(label) {
            Some(anchor) => format!("<a href=\"#{anchor}\">{text}</a>"),
            None => text,
        }
    }

    /// A link to the cell at a place, or what would be its text.
    pub(super) fn spot_link(self, place: &Place, text: &str) -> String {
        match self.marks.place_anchor(place) {
            Some(anchor) => format!("<a href=\"#{anchor}\">{}</a>", Text(text)),
            None => Text(text).to_string(),
        }
    }
}

pub(super) fn all_terms(finding: &Finding) -> impl Iterator<Item = &Term> {
    let sides = finding
        .comparison
        .iter()
        .flat_map(|comparison| [&comparison.left, &comparison.right]);
    sides.flat_map(|side| &side.terms).chain(&finding.terms)
}

/// A line among terms.
fn remark(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<tr class=\"dim\"><td></td><td colspan=\"3\">{text}</td></tr>")
}

/// Begins what is folded away.
pub(super) fn fold(count: usize, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "<details class=\"fold\"><summary>另有 {count} 条</summary>")
}

/// Ends what is folded away.
pub(super) fn unfold(out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "</details>")
}

/// The word for a kind with its sign.
pub(super) fn badge(kind: Kind) -> String {
    format!(
        "<span class=\"b {}\"><i aria-hidden=\"true\">{}</i>{}</span>",
        kind.class(),
        kind.sign(),
        kind.label()
    )
}

/// ` id="…"`; nothing for none.
pub(super) fn id(anchor: Option<String>) -> String {
    anchor.map_or(String::new(), |anchor| format!(" id=\"{anchor}\""))
}

/// A list of sentences; nothing for none.
pub(super) fn list(class: &str, lines: &[String], out: &mut dyn io::Write) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    write!(out, "<ul class=\"{class}\">")?;
    for line in lines {
        write!(out, "<li>{}</li>", Text(line))?;
    }
    writeln!(out, "</ul>")
}
