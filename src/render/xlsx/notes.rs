//! Comments as spreadsheets keep them: the text in one part, a box for each in another.

use std::fmt::Write as _;

use super::text::{a1, escape};

/// Who comments.
pub(super) const AUTHOR: &str = "勾稽核对";
/// Type of a comments part, for `[Content_Types].xml`.
pub(super) const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
/// Type of a part with the boxes.
pub(super) const VML_TYPE: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";
/// The shape that boxes are made of.
const SHAPE: &str = "_x0000_t202";

/// A comments part.
pub(super) fn comments(namespace: &str, notes: &[((u32, u32), String)]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{namespace}\"><authors><author>{AUTHOR}</author></authors><commentList>"
    );
    for (at, text) in notes {
        out.push_str(&comment("", *at, 0, text));
    }
    out.push_str("</commentList></comments>");
    out
}

/// A comment; `prefix` is that of its elements.
pub(super) fn comment(prefix: &str, (row, column): (u32, u32), author: usize, text: &str) -> String {
    let p = prefix;
    let (at, run) = (a1(row, column), run(p, text));
    format!("<{p}comment ref=\"{at}\" authorId=\"{author}\"><{p}text>{run}</{p}text></{p}comment>")
}

/// A run of text of a comment.
pub(super) fn run(prefix: &str, text: &str) -> String {
    let p = prefix;
    let text = escape(text);
    format!(
        "<{p}r><{p}rPr><{p}sz val=\"9\"/><{p}color indexed=\"81\"/><{p}rFont val=\"宋体\"/><{p}family val=\"3\"/><{p}charset val=\"134\"/></{p}rPr><{p}t xml:space=\"preserve\">{text}</{p}t></{p}r>"
    )
}

/// A part with the boxes of comments.
pub(super) fn drawing(notes: &[((u32, u32), String)]) -> String {
    let mut out = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
         <o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>"
        .to_owned();
    out.push_str(&boxes(1025, false, notes));
    out.push_str("</xml>");
    out
}

/// The boxes of comments, numbered from `first`; `known` says that the shape they are made of is there already.
pub(super) fn boxes(first: usize, known: bool, notes: &[((u32, u32), String)]) -> String {
    const NAMES: &str = "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"";
    let mut out = String::new();
    if !known {
        let _ = write!(
            out,
            "<v:shapetype {NAMES} id=\"{SHAPE}\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
             <v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
        );
    }
    for (((row, column), text), number) in notes.iter().zip(first..) {
        let top = row.saturating_sub(1);
        let lines: usize = text.lines().map(|line| 1 + line.chars().count() / 24).sum();
        let bottom = top + u32::try_from(lines.clamp(4, 24)).unwrap_or(4) + 1;
        let (left, right) = (column + 1, column + 5);
        let _ = write!(
            out,
            "<v:shape {NAMES} id=\"_x0000_s{number}\" type=\"#{SHAPE}\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:90pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
             <v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
             <v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
             <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
             <x:Anchor>{left}, 15, {top}, 4, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>\
             <x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        );
    }
    out
}

/// Whether a part with boxes holds the shape that ours are made of, and the first number free in it.
pub(super) fn room(drawing: &str) -> (bool, usize) {
    let numbers = drawing.split("_x0000_s").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        rest.get(..end)?.parse::<usize>().ok()
    });
    let highest = numbers.max().unwrap_or(1024);
    let known = [format!("id=\"{SHAPE}\""), format!("id='{SHAPE}'")];
    (known.iter().any(|id| drawing.contains(id)), highest.saturating_add(1))
}
