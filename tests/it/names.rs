//! The form in which names are compared.

use gouji::value::{Name, normalise};
use proptest::prelude::*;

/// The normal form is found by a short way for most texts; a character that knows no short way takes the long one.
#[test]
fn short_ways_to_the_normal_form_end_where_the_long_one_does() {
    let texts = [
        "一般公共服务支出",
        "2010101",
        "1,234.56",
        "-0.5",
        "1.货物",
        "1.5",
        "1.-5",
        "（一）基本支出",
        "一、本年收入",
        "其中：人员经费",
        "其中",
        "三公经费",
        "加：年初结转",
        "决算数（万元）",
        "Ａ１　ｂ～",
        "“三公”经费",
        "表【１】—〔2〕",
        "十一、(二)3.甲",
        "1、2、甲(乙)",
        "(1)其中:甲",
        "二十,甲",
        "甲[乙]",
        "甲'乙'",
        "、甲",
        "1.(2)3",
        "项目(甲)、乙",
        "",
        "．",
    ];
    for text in texts {
        assert_eq!(
            normalise(&format!("{text}㎡")),
            format!("{}m2", normalise(text)),
            "{text}"
        );
        assert_eq!(*Name::new(text).key, *normalise(text), "{text}");
    }
    for c in ('\u{ff01}'..='\u{ff5e}').chain(['\u{3000}', '一', '、', '。', '《', '—']) {
        assert_eq!(
            normalise(&format!("甲{c}㎡")),
            format!("{}m2", normalise(&format!("甲{c}"))),
            "{c}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whether a text writes a name is seen as if both were brought into the normal form.
    #[test]
    fn a_text_writes_the_names_of_its_normal_form(
        name in "[一二甲运行(（)）、 .:：其中\\[\u{2f00}]{0,4}",
        text in "[一二甲运行(（)）、 .:：其中\\[\u{2f00}]{0,4}",
    ) {
        prop_assert_eq!(Name::new(&name).is_written(&text), normalise(&name) == normalise(&text));
    }
}
