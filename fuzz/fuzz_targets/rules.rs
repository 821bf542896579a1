//! Rules: parsed, put together with nothing else, resolved; written in the one style where nothing is wrong with them.
#![no_main]

use std::str::from_utf8;

use gouji::format::format;
use gouji::ruleset::Date;
use gouji::session::{Memory, Session};

const DAY: Date = Date {
    year: 2026,
    month: 1,
    day: 1,
};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = from_utf8(bytes) else { return };
    let mut files = Memory::new();
    files.insert("rules/a.gj", text);
    let session = Session::load(&files, "rules", DAY);
    let _ = session.run_tests();
    if let Some(once) = format(text) {
        assert_eq!(format(&once), Some(once.clone()), "formatting twice");
    }
});
