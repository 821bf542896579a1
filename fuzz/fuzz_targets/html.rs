//! Web pages: the bytes as they are, and as the body of a page.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    gouji_fuzz::examine("a.html", bytes);
    gouji_fuzz::examine("a.xls", &[b"<html><body>", bytes].concat());
});
