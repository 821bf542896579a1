//! The formats of an xlsx's cells. The library copies the names and codes that a format refers to for each format, so that a
//! long one that very many share must be seen before.

use memchr::memmem;

use crate::read::limits;
use crate::read::package::Package;

/// Whether the formats take no more memory than the package may when inflated.
pub(super) fn is_bounded(package: &mut Package<'_>) -> bool {
    package
        .all(|name| name.to_ascii_lowercase().ends_with("styles.xml"))
        .iter()
        .all(|name| copied(&package.bytes(name).unwrap_or_default()) <= limits::INFLATED_BYTES)
}

/// As many bytes as are copied at most.
fn copied(part: &[u8]) -> u64 {
    let formats = memmem::find_iter(part, b"xf").count() as u64;
    let texts = part.split(|byte| matches!(byte, b'"' | b'\''));
    let longest = texts.map(<[u8]>::len).max().unwrap_or(0) as u64;
    formats.saturating_mul(longest)
}
