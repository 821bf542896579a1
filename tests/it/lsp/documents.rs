//! Incremental changes, in every encoding.

use gouji::lsp::{Change, Documents};
use gouji::source::{Encoding, LineColumn, LineIndex};
use proptest::prelude::*;

const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

fn changed(before: &str, changes: Vec<Change>, encoding: Encoding) -> String {
    let mut documents = Documents::default();
    documents.open("file:///a.gj".into(), "gouji", 1, before.into());
    documents.change("file:///a.gj", 2, changes, encoding);
    let document = documents.get("file:///a.gj").unwrap();
    assert_eq!(document.version, 2);
    document.text.to_string()
}

fn change(from: (u32, u32), to: (u32, u32), text: &str) -> Change {
    let at = |(line, column)| LineColumn { line, column };
    Change {
        range: Some(at(from)..at(to)),
        text: text.into(),
    }
}

#[test]
fn changes_in_utf_16() {
    let cases = [
        ("abc", vec![change((0, 1), (0, 2), "x")], "axc"),
        ("𠮷坏", vec![change((0, 2), (0, 3), "好")], "𠮷好"),
        ("𠮷坏", vec![change((0, 3), (0, 3), "!")], "𠮷坏!"),
        // Half of a pair is the pair's start.
        ("𠮷坏", vec![change((0, 1), (0, 2), "")], "坏"),
        ("一\r\n二\r\n", vec![change((0, 1), (1, 0), "")], "一二\r\n"),
        (
            "一\r\n二\r\n",
            vec![change((1, 1), (1, 1), "\r\n三")],
            "一\r\n二\r\n三\r\n",
        ),
        // Past the end of a line, and of the text.
        ("一\n二", vec![change((0, 99), (0, 99), "!")], "一!\n二"),
        ("一\n二", vec![change((9, 9), (9, 9), "!")], "一\n二!"),
        // A range that ends before it begins is empty.
        ("abc", vec![change((0, 2), (0, 1), "x")], "abxc"),
        // Each change sees what the one before it left.
        (
            "",
            vec![change((0, 0), (0, 0), "𠮷"), change((0, 2), (0, 2), "坏")],
            "𠮷坏",
        ),
        (
            "abc",
            vec![
                Change {
                    range: None,
                    text: "新".into(),
                },
                change((0, 1), (0, 1), "的"),
            ],
            "新的",
        ),
    ];
    for (before, changes, after) in cases {
        assert_eq!(
            changed(before, changes.clone(), Encoding::Utf16),
            after,
            "{before:?} {changes:?}"
        );
    }
}

proptest! {
    /// A change said in lines and columns is the change of the bytes that were meant.
    #[test]
    fn a_change_is_what_was_meant(
        before in "([a坏𠮷é\n ]|\r\n){0,30}",
        text in "[b好𠮷\n]{0,5}",
        from in 0usize..=30,
        length in 0usize..=10,
    ) {
        let boundaries: Vec<usize> = before.char_indices().map(|(at, _)| at).chain([before.len()]).collect();
        // A position can't stand between the two characters of a line end.
        let stands = |at: usize| !before[..at].ends_with('\r');
        let start = boundaries[from.min(boundaries.len() - 1)];
        let end = boundaries[(from + length).min(boundaries.len() - 1)];
        prop_assume!(stands(start) && stands(end));
        let mut expected = before.clone();
        expected.replace_range(start..end, &text);
        let lines = LineIndex::new(&before);
        for encoding in ALL {
            let range = lines.position(&before, start, encoding)..lines.position(&before, end, encoding);
            let change = Change { range: Some(range), text: text.clone() };
            prop_assert_eq!(&changed(&before, vec![change], encoding), &expected);
        }
    }
}
