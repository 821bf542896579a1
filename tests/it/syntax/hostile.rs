//! Texts that are out to break the parser: deep, long, cut off, scrambled.

use std::time::{Duration, Instant};

use gouji::source::Origin;
use gouji::syntax::ast::Item;
use gouji::syntax::tokens;

use super::{GOOD, parsed, shape, underlined};

fn within(limit: Duration, what: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    assert!(start.elapsed() < limit, "{what} took {:?}", start.elapsed());
}

#[test]
fn hostile_texts_end_soon_and_clearly() {
    let cases: [(&str, String, &str); 15] = [
        (
            "parentheses",
            format!("A: {}1{} == 1", "(".repeat(10_000), ")".repeat(10_000)),
            "GJ0005",
        ),
        ("open parentheses", format!("A: {}", "(".repeat(100)), "GJ0003"),
        ("signs", format!("A: {}1 == 1", "-".repeat(1_000_000)), "GJ0005"),
        ("negations", format!("A: {}真", "非 ".repeat(250_000)), "GJ0005"),
        (
            "blocks",
            "表 1 \"a\" {列 {".to_owned() + &"甲 {".repeat(10_000),
            "GJ0005",
        ),
        ("quotes", "说明 ".to_owned() + &"“".repeat(300_000), "GJ0005"),
        ("sum", format!("A: {}1 == 1", "1 + ".repeat(30_000)), "GJ0005"),
        ("implications", format!("A: {}真", "真 则 ".repeat(20_000)), "GJ0005"),
        ("calls", format!("A: {}", "f(".repeat(120)), "GJ0003"),
        ("extra braces", "}\n".repeat(20_000), "GJ0004"),
        ("commas", format!("A: f({}1)", "1,".repeat(20_000)), ""),
        ("one line", "甲 ".repeat(200_000), "GJ0001"),
        ("broken lines", "规则 A {\n检察 x\n}\n".repeat(3_000), "GJ0006"),
        ("open quotes", "\"\n".repeat(20_000), "GJ0002"),
        ("unclosed blocks", "规则 A {\n检查 1 == 1\n".repeat(5_000), "GJ0003"),
    ];
    for (what, text, code) in cases {
        within(Duration::from_secs(10), what, || {
            let file = parsed(&text);
            let found = file.diagnostics.first().map_or("", |diagnostic| diagnostic.code.id);
            assert_eq!(found, code, "{what}");
        });
    }
}

#[test]
fn an_absurd_item_loses_only_itself() {
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    let middles = [
        format!("规则 B {{\n    检查 {} == 1\n}}", deep("(", ")")),
        format!(
            "规则 B {{\n    # “注释”\n    检查 {} == 1  # 𠮷\n    依据 \"甲\n}}",
            deep("(", "")
        ),
        format!(
            "规则 B {{\n    检查 {} == 1\n}}",
            deep("", ")").replace('1', &deep("[", "]"))
        ),
        format!("规则 B {{\n    检查 {}1 == 1\n    依据 \"甲\"\n}}", "-".repeat(10_000)),
        format!("规则 B {{\n    检查 {}真\n}}", "非 ".repeat(10_000)),
        format!("规则 B {{\n    依据 {}\n    检查 1 == 1\n}}", "“".repeat(10_000)),
        format!("令 乙 = {}", deep("f(", ")")),
        format!("表 9 \"甲\" {{ 列 {{ {} }} }}", deep("乙 {", "}")),
        format!("表 9 \"甲\" {{ 列 {{ {} }} }}", deep("乙 {", "")),
    ];
    for middle in middles {
        let start: String = middle.chars().take(40).collect();
        let text = format!("规则 A {{\n    检查 1 == 1\n}}\n{middle}\n规则 C: 1 == 1\n令 丁 = 1\n");
        let file = parsed(&text);
        let said: Vec<&str> = file.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        assert_eq!(said, ["GJ0005"], "{start}: {:#?}", file.diagnostics);
        let Origin::Text(span) = file.diagnostics[0].labels[0].at else {
            panic!()
        };
        let at = text.find(&middle).unwrap();
        assert!((at..at + middle.len()).contains(&span.range().start), "{start}");
        let rules = file.value.items.iter().filter_map(|item| match item {
            Item::Rule(rule) => Some(&*rule.id.as_ref().unwrap().value),
            Item::Let(binding) => Some(&*binding.name.value),
            Item::Malformed(_) => None,
            other => panic!("{start}: {other:?}"),
        });
        assert_eq!(rules.collect::<Vec<_>>(), ["A", "C", "丁"], "{start}");
        assert!(
            tokens(&text)
                .windows(2)
                .all(|pair| pair[0].range.end <= pair[1].range.start)
        );
    }
}

#[test]
fn the_limits_themselves_are_fine() {
    let nested = format!("A: {}1{} == 1", "(".repeat(128), ")".repeat(128));
    let long = format!("A: {}1 == 1", "1 + ".repeat(250));
    let signs = format!("A: {}1 == 1", "-".repeat(128));
    let calls = format!("A: {}1{} == 1", "f(".repeat(128), ")".repeat(128));
    let groups = format!("表 1 \"a\" {{ 列 {{ {}甲{} }} }}", "乙 {".repeat(126), "}".repeat(126));
    let quotes = format!("令 甲 = {}{}", "“".repeat(128), "”".repeat(128));
    for text in [nested, long, signs, calls, groups, quotes] {
        assert!(parsed(&text).diagnostics.is_empty(), "{:?}", parsed(&text).diagnostics);
    }
}

#[test]
fn every_beginning_of_a_text_is_survived() {
    for (_, text) in GOOD {
        for (end, _) in text.char_indices().step_by(3) {
            let file = parsed(&text[..end]);
            for diagnostic in &file.diagnostics {
                underlined(text, diagnostic);
            }
        }
    }
}

/// A small generator of numbers; the same seed gives the same texts.
pub(super) struct Random(pub u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// `text` with some characters changed, put in, taken out or exchanged.
pub(super) fn scrambled(text: &str, random: &mut Random) -> String {
    let spice: Vec<char> = "{}()[]\"“”#=,:;.\n 则非-±*％｛（】甲0９".chars().collect();
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(12) {
        let (a, b) = (random.below(chars.len()), random.below(chars.len()));
        match random.below(4) {
            0 => chars.swap(a, b),
            1 => chars[a] = spice[random.below(spice.len())],
            2 => chars.insert(a, spice[random.below(spice.len())]),
            _ => drop(chars.drain(a..(a + random.below(8)).min(chars.len()))),
        }
    }
    chars.into_iter().collect()
}

#[test]
fn scrambled_texts_are_survived() {
    let mut random = Random(7);
    within(Duration::from_secs(60), "scrambled texts", || {
        for round in 0..400 {
            let scrambled = scrambled(GOOD[round % GOOD.len()].1, &mut random);
            let file = parsed(&scrambled);
            for diagnostic in &file.diagnostics {
                underlined(&scrambled, diagnostic);
            }
            if let Some(formatted) = gouji::format::format(&scrambled) {
                assert_eq!(
                    shape(&file.value.items),
                    shape(&parsed(&formatted).value.items),
                    "{scrambled}"
                );
                assert_eq!(
                    gouji::format::format(&formatted).as_ref(),
                    Some(&formatted),
                    "{scrambled}"
                );
            }
        }
    });
}
