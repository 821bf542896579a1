//! Plain text with tabs.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| gouji_fuzz::examine("a.txt", bytes));
