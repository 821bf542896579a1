//! File URIs to paths and back. URIs that a client sent are kept as it sent them; these are for opening files and for
//! naming files that no client has named yet.

use std::path::{Path, PathBuf};

/// The path that a `file:` URI names, percent-decoded; `None` for another scheme (`untitled:`) or a broken encoding.
/// Both `file:///c:/表` and `file:///c%3A/%E8%A1%A8` name `c:/表`.
#[must_use]
pub fn to_path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = match rest.strip_prefix("//") {
        Some(after) => {
            let (host, path) = after.split_at_checked(after.find('/')?)?;
            if host.is_empty() || host.eq_ignore_ascii_case("localhost") {
                path
            } else {
                // A network share: `//server/share/…`.
                rest
            }
        }
        None => rest,
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let decoded = decode(rest)?;
    let path = if has_drive(&decoded) {
        decoded.trim_start_matches('/')
    } else {
        &decoded
    };
    Some(PathBuf::from(path))
}

/// The URI of an absolute `path`, percent-encoded.
#[must_use]
pub fn from_path(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from("file://");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// Whether a path begins with a drive behind its slash: `/c:/…`.
fn has_drive(path: &str) -> bool {
    let mut bytes = path.bytes();
    bytes.next() == Some(b'/')
        && bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.next() == Some(b':')
}

/// Percent-decodes; `None` where an escape is broken or the bytes are not UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let value = digit(bytes.next()?)? * 16 + digit(bytes.next()?)?;
            decoded.push(u8::try_from(value).ok()?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}
