//! What the outputs that are lists have in common.

use crate::finding::{CheckedReport, Finding, Place, Shown, WaiverNote, wording};

/// `text` as a piece of one line: what would break it, or command a terminal, is taken out.
pub(crate) fn one_line(text: &str) -> String {
    let blank = |c: char| {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            ' '
        } else {
            c
        }
    };
    let turns = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    text.chars().map(blank).filter(turns).collect()
}

/// What a character is written as in XML and HTML, in element content and between double quotes; `None` for itself.
pub(super) fn entity(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        _ => None,
    }
}

/// The place to go to first.
pub(super) fn place(finding: &Finding) -> Option<&Place> {
    finding.report_labels.first().map(|label| &label.place)
}

/// A place, as short as it is clear within `report`.
pub(super) fn within(place: &Place, report: &CheckedReport) -> String {
    if place.file == report.name {
        place.in_file()
    } else {
        place.full()
    }
}

/// A figure for programs, or the word for what is there instead.
pub(super) fn figure(value: &Shown) -> &str {
    value.plain.as_deref().unwrap_or(&value.text)
}

/// What is wrong and what the author of the rule says of it.
pub(super) fn said(finding: &Finding) -> String {
    match &finding.message {
        Some(message) => format!("{};{message}", finding.sentence),
        None => finding.sentence.clone(),
    }
}

/// Why a failure was waived, and until when.
pub(super) fn granted(waiver: &WaiverNote) -> String {
    match waiver.until {
        Some(until) => format!("{}(至 {})", waiver.reason, wording::date(until)),
        None => waiver.reason.to_string(),
    }
}
