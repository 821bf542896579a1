//! What a file is, by its content. The name only decides between a table and a text that both are plain text.

use super::csv::delimiter_of;
use super::encoding::wide_without_mark;

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// No bytes, or nothing but blanks.
    Empty,
    /// A ZIP package; its parts say which.
    Package,
    /// An OLE compound file: xls, or another old office format.
    Compound,
    /// A PDF.
    Pdf,
    /// A format that is known and not read; its name in Chinese.
    Unsupported(&'static str),
    /// Files packed in a way that is not read; its name in Chinese.
    Packed(&'static str),
    /// A web page.
    Html,
    /// Text in some encoding.
    Text,
    /// None of these.
    Binary,
}

/// A web page with its pictures in one file.
pub(super) const PAGE_ARCHIVE: &str = "网页存档(MHTML)";

/// A picture.
pub(super) const PICTURE: &str = "图片";

const MAGIC: &[(&[u8], Kind)] = &[
    (b"PK\x03\x04", Kind::Package),
    (b"PK\x05\x06", Kind::Package),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Compound),
    (b"%PDF", Kind::Pdf),
    (b"{\\rtf", Kind::Unsupported("RTF 文档")),
    (b"\x89PNG", Kind::Unsupported(PICTURE)),
    (b"\xFF\xD8\xFF", Kind::Unsupported(PICTURE)),
    (b"GIF8", Kind::Unsupported(PICTURE)),
    (b"II*\0", Kind::Unsupported(PICTURE)),
    (b"MM\0*", Kind::Unsupported(PICTURE)),
    (b"Rar!", Kind::Packed("RAR 压缩包")),
    (b"7z\xBC\xAF\x27\x1C", Kind::Packed("7z 压缩包")),
    (b"\x1F\x8B", Kind::Packed("gz 压缩包")),
];

/// Finds out what `bytes` are.
pub(super) fn kind(bytes: &[u8]) -> Kind {
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let content = bytes.get(mark..).unwrap_or_default();
    let start = content.trim_ascii_start();
    if start.is_empty() {
        return Kind::Empty;
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| content.starts_with(magic)) {
        return *kind;
    }
    if let Some(kind) = markup(start) {
        return kind;
    }
    if is_binary(bytes) { Kind::Binary } else { Kind::Text }
}

/// Many systems export a web page and call it `.xls`.
fn markup(start: &[u8]) -> Option<Kind> {
    let head = start.get(..1024).unwrap_or(start).to_ascii_lowercase();
    let opens = |tag: &str| head.starts_with(tag.as_bytes());
    let names = |word: &str| head.windows(word.len()).any(|window| window == word.as_bytes());
    const OPENINGS: &[&str] = &[
        "<!doctype html",
        "<html",
        "<table",
        "<head",
        "<body",
        "<meta",
        "<style",
        "<script",
        "<title",
        "<link",
        "<div",
        "<center",
    ];
    let is_page = names("<html") || names("<table") || names("<body") || names("<head");
    if OPENINGS.iter().any(|tag| opens(tag)) || opens("<!--") && is_page {
        return Some(Kind::Html);
    }
    // Browsers write first who saved the page.
    if opens("mime-version:") || opens("from:") && names("\nmime-version:") {
        return Some(Kind::Unsupported(PAGE_ARCHIVE));
    }
    if !opens("<?xml") {
        return None;
    }
    if names("<html") {
        Some(Kind::Html)
    } else if names("urn:schemas-microsoft-com:office:spreadsheet") {
        Some(Kind::Unsupported("XML 电子表格 2003"))
    } else if names("schemas.microsoft.com/office/word") || names("package/2006/main") || names("xmlpackage") {
        Some(Kind::Unsupported("XML 格式的 Word 文档"))
    } else {
        Some(Kind::Unsupported("XML 文件"))
    }
}

/// Control bytes other than white space in the first 64 KiB. UTF-16 has zeros, but only with its mark or on one side.
fn is_binary(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return false;
    }
    let head = bytes.get(..64 << 10).unwrap_or(bytes);
    let is_control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A);
    let controls = head.iter().filter(is_control).count();
    controls * 100 > head.len() && wide_without_mark(bytes).is_none()
}

/// Whether a text is a table of delimited values; otherwise it is running text with tabs.
///
/// A text whose name says `csv` or `tsv` is one. Otherwise it must have no tabs, and most of its lines must have the same number of
/// short fields: running text has commas too.
pub(super) fn is_delimited(name: &str, text: &str) -> bool {
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    if matches!(extension.as_deref(), Some("csv" | "tsv")) {
        return true;
    }
    if text.contains('\t') {
        return false;
    }
    let delimiter = delimiter_of(text);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(200).collect();
    let fields: Vec<(usize, usize)> = lines
        .iter()
        .map(|line| (line.split(delimiter).count(), line.chars().count()))
        .collect();
    let alike = |common: usize| fields.iter().filter(move |(count, _)| *count == common);
    let counts = fields.iter().map(|(count, _)| *count).filter(|count| *count > 1);
    let Some(common) = counts.max_by_key(|count| alike(*count).count()) else {
        return false;
    };
    let count = alike(common).count();
    let length: usize = alike(common).map(|(_, length)| length).sum();
    count >= 2 && count * 5 >= lines.len() * 3 && length <= count * common * FIELD_CHARACTERS
}

/// Average length up to which a field is one of a table; clauses of running text are longer.
const FIELD_CHARACTERS: usize = 24;
