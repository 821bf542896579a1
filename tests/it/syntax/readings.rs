//! The reader that is made of the grammar and pest see the same in every text.

use std::path::Path;

use gouji::syntax::both_readings;

use super::GOOD;
use super::hostile::{Random, scrambled};
use super::mistakes::BAD;
use super::without_tests::rule_files;

fn check(name: &str, text: &str) {
    let [slow, fast] = both_readings(text);
    let slow = slow.expect("pest reads every text");
    let fast = fast.expect("so does the other");
    if let Some((one, other)) = slow.iter().zip(&fast).find(|(one, other)| one != other) {
        panic!("{name}: pest sees {one:?}, the other {other:?} in\n{text}");
    }
    assert_eq!(slow.len(), fast.len(), "{name}: {text}");
}

#[test]
fn good_texts_and_bad() {
    rule_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets"), &mut check);
    for (name, text) in GOOD {
        check(name, text);
        check(name, &text.replace('\n', "\r\n"));
        check(name, &text.replace('\n', "\r"));
        check(name, &text.replace(' ', "\u{3000}\t"));
        check(name, &text.replace('\n', " # 注 { \n"));
    }
    for (text, _) in BAD {
        check("bad", text);
    }
}

#[test]
fn scrambled_texts() {
    let mut random = Random(11);
    for round in 0..600 {
        let (name, text) = GOOD[round % GOOD.len()];
        check(name, &scrambled(text, &mut random));
    }
}
