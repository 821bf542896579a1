//! Characters of symbol fonts (`w:sym`), which have codes of their own.

use quick_xml::events::BytesStart;

use crate::read::xml::attribute;

/// What an element `sym` shows. A sign of an unknown font is shown as an empty box, as a reader without the font sees it:
/// no sign may turn into a digit or vanish from between two of them.
pub(super) fn shown(element: &BytesStart<'_>) -> char {
    let code = attribute(element, "char").and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
    let Some(code) = code else { return UNKNOWN };
    if !(0xF000..=0xF0FF).contains(&code) {
        return char::from_u32(code).filter(|c| !c.is_control()).unwrap_or(UNKNOWN);
    }
    let font = attribute(element, "font").unwrap_or_default();
    let low = u8::try_from(code & 0xFF).unwrap_or(0);
    match (font.as_str(), low) {
        // The Symbol font has ASCII's digits and signs in their places, and a real minus sign.
        ("Symbol", b'0'..=b'9' | b'(' | b')' | b'+' | b',' | b'.' | b'/' | b'%' | b' ') => char::from(low),
        ("Symbol", b'-') => '-',
        ("Symbol", 0xA3) => '≤',
        ("Symbol", 0xB1) => '±',
        ("Symbol", 0xB3) => '≥',
        ("Symbol", 0xB4) => '×',
        ("Symbol", 0xB7) => '·',
        ("Symbol", 0xB8) => '÷',
        ("Wingdings", 0x52 | 0xFE) => '☑',
        ("Wingdings", 0xFC) => '✓',
        _ => UNKNOWN,
    }
}

const UNKNOWN: char = '□';
