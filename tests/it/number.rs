//! The number parser: what is a number, what is repaired, what is left alone.

use gouji::read::number::{Reading, RepairKind, from_content, parse};
use gouji::read::{Content, GridCell};
use gouji::source::{CellRef, Origin, SourceId, Span};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// A reading in one line: `blank`, `text`, `? reason` or `value/decimals% unit [repairs]`.
fn line(reading: &Reading) -> String {
    match reading {
        Reading::Blank => "blank".to_owned(),
        Reading::Text => "text".to_owned(),
        Reading::Uncertain { reason } => format!("? {reason}"),
        Reading::Number {
            value,
            decimals,
            percent,
            unit,
            repairs,
        } => {
            let percent = if *percent { "%" } else { "" };
            let unit = unit.map_or(String::new(), |unit| format!(" {}", unit.label()));
            let kinds: Vec<String> = repairs.iter().map(|repair| format!(" {:?}", repair.kind)).collect();
            format!("{value}/{decimals}{percent}{unit}{}", kinds.concat())
        }
    }
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, line(&parse(text)), expected))
        .filter(|(_, actual, expected)| {
            // A reason is checked by its beginning, so that a case can leave its words open (`?`).
            let open = expected.starts_with('?') && actual.starts_with(*expected);
            actual != *expected && !open
        })
        .map(|(text, actual, expected)| format!("{text:?}: {actual}, expected {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn blanks_and_words() {
    check(&[
        ("", "blank"),
        ("   ", "blank"),
        ("\u{3000}", "blank"),
        ("\u{a0}\t", "blank"),
        ("-", "blank"),
        ("--", "blank"),
        ("—", "blank"),
        ("——", "blank"),
        ("－", "blank"),
        ("–", "blank"),
        ("/", "blank"),
        ("／", "blank"),
        ("//", "text"),
        ("无", "text"),
        ("合计", "text"),
        ("2024年", "text"),
        ("12个", "text"),
        ("一、1", "text"),
        ("2024-12-31", "text"),
        ("2024/12/31", "text"),
        ("1/2", "text"),
        ("<5", "text"),
        ("约5", "text"),
        ("①", "text"),
        ("12abc", "text"),
    ]);
}

#[test]
fn plain_numbers() {
    check(&[
        ("0", "0/0"),
        ("0.00", "0.00/2"),
        ("7983.87", "7983.87/2"),
        (" 7983.87 ", "7983.87/2"),
        ("007", "7/0"),
        (".5", "0.5/1"),
        ("1.234", "1.234/3"),
        ("0.123456", "0.123456/6"),
        ("1,234", "1234/0"),
        ("1,234.5", "1234.5/1"),
        ("12,345,678.90", "12345678.90/2"),
        ("9,572.7%", "9572.7/1%"),
        ("99.86%", "99.86/2%"),
        ("99.86 %", "99.86/2%"),
        ("¥1,234.50", "1234.50/2"),
        ("¥ 5", "5/0"),
        ("+5", "5/0"),
        ("1,234.5万元", "1234.5/1 万元"),
        ("2.4 亿元", "2.4/1 亿元"),
        ("30元", "30/0 元"),
        ("3百万元", "3/0 百万元"),
        ("9999999999999999999999999999", "9999999999999999999999999999/0"),
    ]);
}

#[test]
fn negatives() {
    check(&[
        ("-390", "-390/0"),
        ("−390", "-390/0"),
        ("(390)", "-390/0"),
        ("(1,390.50)", "-1390.50/2"),
        ("△390", "-390/0"),
        ("▲390", "-390/0"),
        ("-4.2%", "-4.2/1%"),
        ("(4.2%)", "-4.2/1%"),
        ("-¥5", "-5/0"),
        ("¥-5", "-5/0"),
        ("－390", "-390/0 FullWidth"),
        ("（390）", "-390/0 FullWidth"),
        ("- 390", "-390/0 InnerSpace"),
        ("-(390)", "? “-(390)”有不止一个正负号"),
        ("--390", "? “--390”有不止一个正负号"),
        ("390-", "? “390-”的负号在数字后面"),
        ("(390", "? “(390”的括号不成对"),
        ("390)", "? “390)”的括号不成对"),
    ]);
}

#[test]
fn repairs() {
    check(&[
        ("7983. 87", "7983.87/2 InnerSpace"),
        ("7983 .87", "7983.87/2 InnerSpace"),
        ("0. 03", "0.03/2 InnerSpace"),
        ("7983.\n87", "7983.87/2 InnerSpace"),
        ("1, 234.56", "1234.56/2 InnerSpace"),
        ("1 234 567", "1234567/0 InnerSpace"),
        ("7 983.87", "7983.87/2 InnerSpace"),
        ("1 234", "1234/0 InnerSpace"),
        ("314, 63", "314.63/2 DecimalComma InnerSpace"),
        ("314,63", "314.63/2 DecimalComma"),
        ("1,23", "1.23/2 DecimalComma"),
        ("1,234,56", "1234.56/2 DecimalComma"),
        ("2.119.60", "2119.60/2 DotSeparator"),
        ("2. 119. 60", "2119.60/2 DotSeparator InnerSpace"),
        ("2.119,60", "2119.60/2 DecimalComma DotSeparator"),
        ("１２３．４５", "123.45/2 FullWidth"),
        ("１，２３４", "1234/0 FullWidth"),
        ("12.5％", "12.5/1% FullWidth"),
        ("￥5", "5/0 FullWidth"),
    ]);
}

#[test]
fn never_a_guess() {
    check(&[
        ("12 34.56", "? “12 34.56”中间有空格"),
        ("79 83.87", "? "),
        ("200 300", "? “200 300”中间有空格"),
        ("12.3 4", "? "),
        ("1 2", "? "),
        ("0 123", "? "),
        ("376. 69 376. 69", "? "),
        ("1.23.4", "? “1.23.4”的分隔符位置不对"),
        ("1.234.567", "? "),
        ("2024.12.31", "? "),
        ("12,5", "? "),
        ("0,123", "? "),
        ("1234,567", "? "),
        ("12,34.56", "? "),
        ("1,2345", "? "),
        ("1.234,5", "? "),
        ("1,234.567.8", "? "),
        ("1..2", "? "),
        ("1.,2", "? "),
        ("5.", "? “5.”的小数点后面没有数字"),
        ("5,", "? "),
        (",5", "? "),
        (",55", "? "),
        ("1O.5", "? “1O.5”里的“O”可能是数字 0"),
        ("l2.50", "? “l2.50”里的“l”可能是数字 1"),
        ("1e5", "? “1e5”是科学计数法"),
        ("1.23E+08", "? “1.23E+08”是科学计数法"),
        ("5%%", "? “5%%”有不止一个单位"),
        ("5%元", "? "),
        ("31、", "? "),
        ("12345678901234567890123456789", "? 数字超过 28 位"),
        // A zero before the point is none of the digits: both are read, or neither.
        (".0000000000000000000000000012", "0.0000000000000000000000000012/28"),
        ("0.0000000000000000000000000012", "0.0000000000000000000000000012/28"),
        ("0.00000000000000000000000000012", "? 数字超过 28 位"),
    ]);
}

#[test]
fn notes_say_what_was_done() {
    let notes = |text: &str| match parse(text) {
        Reading::Number { repairs, .. } => repairs.into_iter().map(|repair| repair.note).collect(),
        _ => Vec::new(),
    };
    assert_eq!(
        notes("314, 63"),
        [
            "小数点误作逗号,“314, 63”读作 314.63",
            "数字中间有空格,“314, 63”读作 314.63"
        ]
    );
    assert_eq!(notes("（1，390）万元"), ["用了全角字符,“（1，390）万元”读作 -1390万元"]);
    assert_eq!(notes("2.119.60"), ["千分位误作点,“2.119.60”读作 2119.60"]);
}

#[test]
fn hostile_lengths() {
    let long = "1".repeat(1_000_000);
    assert!(matches!(parse(&long), Reading::Uncertain { .. }));
    assert!(matches!(parse(&"(".repeat(100_000)), Reading::Text));
    let nested = format!("{}5{}", "(".repeat(100), ")".repeat(100));
    assert!(matches!(parse(&nested), Reading::Uncertain { .. }));
    assert!(matches!(
        parse(&format!("{}5", "¥".repeat(100))),
        Reading::Number { .. }
    ));
    assert!(matches!(parse(&",".repeat(100_000)), Reading::Text));
}

fn cell(content: Content, text: &str) -> GridCell {
    let origin = Origin::Cell(CellRef {
        source: SourceId(0),
        sheet: 0,
        row: 0,
        column: 0,
    });
    GridCell {
        content,
        text: text.into(),
        origin,
        covered: false,
    }
}

fn stored(value: &str, decimals: Option<u32>, percent: bool) -> Content {
    Content::Number {
        value: Decimal::from_str_exact(value).unwrap(),
        decimals,
        percent,
    }
}

#[test]
fn stored_cells() {
    let cases = [
        (stored("8508.68000000017", Some(2), false), "8508.68/2 FloatNoise"),
        (stored("8508.67999999983", None, false), "8508.68/2 FloatNoise"),
        (stored("0.30000000000000004", None, false), "0.3/1 FloatNoise"),
        (
            stored("0.0000000000004547473508864641", Some(2), false),
            "0/2 FloatNoise",
        ),
        (stored("33.3333333333333", Some(2), false), "33.3333333333333/2"),
        (stored("51234.000001", None, false), "51234.000001/6"),
        (stored("123.4567890123", None, false), "123.4567890123/10"),
        (stored("81234567.890000001", Some(2), false), "81234567.89/2 FloatNoise"),
        (stored("7983.87", Some(2), false), "7983.87/2"),
        (stored("200", Some(2), false), "200/2"),
        (stored("0.125", Some(1), true), "12.5/1%"),
        (stored("0.07000000000000001", Some(2), true), "7/2% FloatNoise"),
        (Content::Text, "1234/0 TextNumber"),
        (Content::Empty, "blank"),
    ];
    for (content, expected) in cases {
        let shown = format!("{content:?}");
        assert_eq!(line(&from_content(&cell(content, "1,234"))), expected, "{shown}");
    }
    for (content, text, reason) in [
        (Content::Error, "#DIV/0!", "? 单元格里是错误值“#DIV/0!”"),
        (
            Content::Uncalculated,
            "",
            "? 公式没有计算结果,请用表格软件打开、重新计算并保存",
        ),
        (Content::Bool(true), "TRUE", "? 单元格里是逻辑值“TRUE”,不是数字"),
        (Content::Date, "2024-12-31", "? 单元格里是日期“2024-12-31”,不是数字"),
    ] {
        assert_eq!(line(&from_content(&cell(content, text))), reason);
    }
}

#[test]
fn text_of_a_text_is_no_repair() {
    let mut cell = cell(Content::Text, "12");
    cell.origin = Origin::Text(Span::new(SourceId(0), 0, 2));
    assert_eq!(line(&from_content(&cell)), "12/0");
}

/// Digits with a separator before every third from the right.
fn grouped(digits: &str, separator: &str) -> String {
    let bytes: Vec<char> = digits.chars().collect();
    let mut out = String::new();
    for (i, c) in bytes.iter().enumerate() {
        if i > 0 && (bytes.len() - i).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(*c);
    }
    out
}

proptest! {
    #[test]
    fn every_way_of_writing_reads_back(units in -99_999_999_999_999_i64..99_999_999_999_999, scale in 0_u32..7, way in 0_usize..9) {
        let value = Decimal::new(units, scale);
        let plain = value.abs().to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
        let point = |whole: &str, mark: &str| if scale == 0 { whole.to_owned() } else { format!("{whole}{mark}{fraction}") };
        let wide = |text: String| text.chars().map(|c| match c {
            '0'..='9' => char::from_u32(u32::from(c) - 48 + 0xFF10).unwrap(),
            '.' => '．',
            ',' => '，',
            _ => c,
        }).collect::<String>();
        let body = match way {
            0 => plain.clone(),
            1 => point(&grouped(whole, ","), "."),
            2 => point(whole, ". "),
            3 => point(whole, " ."),
            4 => wide(point(&grouped(whole, ","), ".")),
            5 => format!("{plain}%"),
            6 => format!("{plain}万元"),
            7 => format!("¥{plain}"),
            _ => plain.clone(),
        };
        let negative = value.is_sign_negative() && !value.is_zero();
        let text = match (negative, way % 3) {
            (false, _) => body,
            (true, 0) => format!("-{body}"),
            (true, 1) => format!("（{body}）"),
            (true, _) => format!("△{body}"),
        };
        let text = if way == 8 { format!(" {text}\u{3000}") } else { text };
        let Reading::Number { value: read, decimals, repairs, .. } = parse(&text) else {
            return Err(TestCaseError::fail(format!("{text}: {:?}", parse(&text))));
        };
        prop_assert_eq!(read, value, "{}", text);
        prop_assert_eq!(decimals, scale, "{}", text);
        let altered = text.contains(['（', '．', '，', '０', '１', '２', '３', '４', '５', '６', '７', '８', '９'])
            || matches!(way, 2 | 3) && scale > 0;
        prop_assert_eq!(!repairs.is_empty(), altered, "{}: {:?}", text, repairs);
    }

    #[test]
    fn nothing_breaks_it(text in "[0-9.,() %¥△e元OＯ１，．-]{0,40}") {
        if let Reading::Number { repairs, .. } = parse(&text) {
            for repair in repairs {
                prop_assert_ne!(repair.kind, RepairKind::Shifted);
                prop_assert!(repair.note.contains("读作"));
            }
        }
    }

    #[test]
    fn any_text_at_all(text in "\\PC{0,60}") {
        let _ = parse(&text);
    }
}
