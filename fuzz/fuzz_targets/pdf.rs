//! PDF files: the bytes as they are, and as what is drawn on a page.
#![no_main]

use gouji_fuzz::examine;

/// What stands before the instructions: a page, and a font whose codes stand for themselves.
const HEAD: &[u8] = b"%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>> endobj
4 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
5 0 obj <<";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    examine("a.pdf", bytes);
    let length = format!("/Length {}>> stream\n", bytes.len());
    let tail: &[u8] = b"\nendstream endobj\ntrailer <</Root 1 0 R/Size 6>>\n%%EOF\n";
    examine("a.pdf", &[HEAD, length.as_bytes(), bytes, tail].concat());
});
