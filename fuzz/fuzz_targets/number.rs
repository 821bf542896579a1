//! Figures.
#![no_main]

use std::str::from_utf8;

use gouji::read::number::{Reading, parse};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = from_utf8(bytes) else { return };
    let reading = parse(text);
    if let Reading::Number { value, percent: false, unit: None, .. } = &reading {
        // What a figure is shown as is that figure.
        let again = parse(&value.to_string());
        assert!(matches!(&again, Reading::Number { value: same, .. } if same == value), "{text} {again:?}");
    }
});
