//! Small readings of XML elements.

use quick_xml::events::BytesStart;

/// The attribute `name` of `element`, whatever its prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(unescape(&attribute.value))
}

/// Whether the attribute `name` is true; `None` where it is absent.
pub(super) fn flag_of(element: &BytesStart<'_>, name: &str) -> Option<bool> {
    attribute(element, name).map(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// Whether the attribute `name` is there and true.
pub(super) fn flag(element: &BytesStart<'_>, name: &str) -> bool {
    flag_of(element, name) == Some(true)
}

/// Entities that XML itself has; others are left as they stand.
pub(super) fn unescape(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

/// `B7` as row and column, both 0-based; `$` is skipped.
pub(super) fn address(text: &str) -> Option<(u32, u32)> {
    let text = text.replace('$', "");
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at_checked(split)?;
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        (value <= 26).then_some(())?;
        column.checked_mul(26)?.checked_add(value)
    })?;
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}
