//! Names of the members of an archive: decoded, and made harmless.

use super::encoding::decode_name;
use super::limits;

/// The path that `raw` stands for.
///
/// Decoded by [`decode_name`]. Parted by `/`; `.`, `..`, drive
/// letters and empty steps are dropped, characters that control a terminal or the direction of text become `_`. Of a name
/// longer than any system allows the end is kept, which says what the file is.
pub(super) fn member_name(raw: &[u8]) -> String {
    let steps: Vec<String> = decode_name(raw)
        .split(['/', '\\'])
        .map(|step| without_drive(step.trim()))
        .filter(|step| !matches!(*step, "" | "." | ".."))
        .map(|step| step.chars().map(|c| if is_harmful(c) { '_' } else { c }).collect())
        .collect();
    let name = steps.join("/");
    if name.is_empty() {
        return "未命名".to_owned();
    }
    let from = name.len().saturating_sub(limits::NAME_BYTES);
    let start = (from..=name.len()).find(|at| name.is_char_boundary(*at));
    name.get(start.unwrap_or(0)..).unwrap_or_default().to_owned()
}

/// `C:` in front of a step is dropped.
fn without_drive(step: &str) -> &str {
    match step.as_bytes() {
        [letter, b':', ..] if letter.is_ascii_alphabetic() => step.get(2..).unwrap_or_default(),
        _ => step,
    }
}

/// Control characters, and those that turn the direction of text or show nothing.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

/// Whether the file `name` is one that systems and editors leave behind, not a report.
pub(super) fn is_left_behind(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.split('/').any(|step| step == "__MACOSX")
        || file.starts_with("~$")
        || file.starts_with("._")
        || [".DS_Store", "Thumbs.db", "desktop.ini"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(file))
}

/// `决算(2).xlsx`: the name for the file that is the `count`th of the name `name`.
pub(super) fn numbered(name: &str, count: usize) -> String {
    let (folder, file) = name
        .rsplit_once('/')
        .map_or(("", name), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    match file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, extension)) => format!("{folder}{slash}{stem}({count}).{extension}"),
        None => format!("{folder}{slash}{file}({count})"),
    }
}
