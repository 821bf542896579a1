//! Bytes of a rule file or a code list to text.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::ruleset as codes;
use crate::source::{SourceId, Span};

/// More than any rule file or code list needs; spans could not count beyond 4 GiB.
const MAX_BYTES: usize = 64 << 20;

/// Why bytes are no text.
pub(super) struct Failure {
    /// What can be shown of them.
    pub text: String,
    /// The first byte of `text` that is wrong.
    at: usize,
    problem: Problem,
}

enum Problem {
    Large,
    NotUtf8(Option<&'static str>),
}

/// The text of `bytes` (UTF-8, byte order mark removed).
pub(super) fn decode(bytes: &[u8]) -> Result<&str, Failure> {
    if bytes.len() > MAX_BYTES {
        return Err(Failure {
            text: String::new(),
            at: 0,
            problem: Problem::Large,
        });
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // On Chinese text this is twice as fast as the standard library, which then says where a text is wrong.
    if let Some(Cow::Borrowed(text)) = encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(body) {
        return Ok(text);
    }
    std::str::from_utf8(body).map_err(|error| Failure {
        text: String::from_utf8_lossy(body).into_owned(),
        at: error.valid_up_to(),
        problem: Problem::NotUtf8(likely_encoding(bytes)),
    })
}

fn likely_encoding(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Some("UTF-16");
    }
    let chinese = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    chinese.map(|_| "GBK")
}

impl Failure {
    /// The message, at the first wrong byte of `source`.
    pub fn diagnostic(&self, path: &str, source: SourceId) -> Diagnostic {
        match self.problem {
            Problem::Large => Diagnostic::new(&codes::FILE_UNREADABLE, format!("文件“{path}”太大,没有读取"))
                .help(format!("规则文件和科目表不能超过{}兆字节", MAX_BYTES >> 20)),
            Problem::NotUtf8(encoding) => {
                let seems = encoding.map_or_else(String::new, |name| format!("(看起来是 {name} 编码)"));
                // The replacement character that stands for the wrong bytes has three bytes.
                Diagnostic::new(&codes::NOT_UTF8, format!("文件“{path}”不是 UTF-8 编码{seems},没有读取"))
                    .at(Span::new(source, self.at, self.at + 3), "从这里起无法识别")
                    .help("用文本编辑器打开,另存为 UTF-8 编码")
            }
        }
    }
}
