//! Word files: the bytes as they are, as the main part, and as the styles.
#![no_main]

use gouji_fuzz::{examine, package};

const BODY: &[u8] = b"<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p></w:body></w:document>";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    examine("a.docx", bytes);
    examine("a.docx", &package(&[("word/document.xml", bytes)]));
    examine(
        "a.docx",
        &package(&[("word/document.xml", BODY), ("word/styles.xml", bytes)]),
    );
});
