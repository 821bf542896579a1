//! What is remembered of headers never changes a result: a report comes out as it would were it the first.

use std::sync::LazyLock;

use gouji::diagnostic::Checked;
use gouji::form::Form;
use gouji::read::Document;
use gouji::recognise::{Hints, Lexicon, recognise};
use gouji::report::Report;
use gouji::session::Session;
use gouji::source::SourceMap;
use proptest::prelude::*;

use super::forms;

/// Recognises a file, where it can be read, by `recognised`, which may know earlier ones, and as the first one.
#[track_caller]
fn comes_out_as_at_first(name: &str, bytes: &[u8], forms: &[Form], recognised: impl Fn(&Document) -> Checked<Report>) {
    let shown = |recognised: Checked<Report>| format!("{:#?}\n{:#?}", recognised.value, recognised.diagnostics);
    if let Some(document) = gouji::read::read(&mut SourceMap::new(), name, bytes).value {
        let first = recognise(&document, forms, &Lexicon::default(), &Hints::default());
        assert_eq!(shown(recognised(&document)), shown(first), "{name}");
    }
}

/// Holds what a session recognises, after all that it has met, against what comes of the file alone.
#[track_caller]
pub fn in_session_as_at_first(session: &Session, name: &str, bytes: &[u8]) {
    comes_out_as_at_first(name, bytes, &session.plan().ruleset.forms, |document| {
        session.recognise(document, &Hints::default())
    });
}

#[track_caller]
fn text_as_at_first(text: &str, lexicon: &Lexicon) {
    comes_out_as_at_first("例.csv", text.as_bytes(), &FORMS, |document| {
        recognise(document, &FORMS, lexicon, &Hints::default())
    });
}

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(forms::all);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

/// A header, and whether its columns are named or what is above them is lost.
fn header() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "科目代码,科目名称,本年支出合计,基本支出,项目支出\n",
        "科目代码,科目名称,本年支出合计,基本支出,项目支出\n栏次,,1,2,3\n",
        "类,款,项,科目名称,本年支出合计,基本支出,项目支出\n",
        "项目,,本年支出合计,基本支出,项目支出\n科目代码,科目名称,,,\n",
        "代号,名目,本年支出合计,基本支出,\n",
        ",,合计,基本支出,项目支出\n",
        "项目,行次,金额,项目,行次,金额\n",
        "项目,,金额,项目,,金额\n",
        "科目代码,科目名称,决算数,科目代码,科目名称,决算数\n",
        "",
    ])
}

/// Rows that decide differently what the columns of a damaged header are.
fn rows() -> impl Strategy<Value = String> {
    let cell = prop::sample::select(vec![
        "",
        "201",
        "20101",
        "2010101",
        "一般公共服务支出",
        "合计",
        "1",
        "2",
        "3",
        "31",
        "12.50",
        "-0.30",
        "一、一般公共预算财政拨款收入",
        "本年收入合计",
        "总计",
        "工资福利支出",
        "301",
        "30101",
        "行次",
        "项目支出",
    ]);
    let row = prop::collection::vec(cell, 2..8).prop_map(|cells| cells.join(",") + "\n");
    prop::collection::vec(row, 0..10).prop_map(|rows| rows.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same headers come again and again, with other rows below them.
    #[test]
    fn any_rows_below_headers_met_before(
        form in 0..10_usize,
        (first, above) in (header(), rows()),
        (second, below) in (header(), rows()),
    ) {
        let title = &FORMS[form].titles[0].text;
        let text = format!("{title}\n{first}{above}\n{title}\n{second}{below}");
        text_as_at_first(&text, &LEXICON);
    }
}

/// What a layout follows from is compared as a whole: neither the header nor the rows alone are enough.
#[test]
fn rows_below_one_header_decide_where_codes_stand() {
    let lexicon = Lexicon::default();
    let table = |rows: &str| format!("支出决算表\n代号,名目,类别,本年支出合计,基本支出,项目支出\n{rows}");
    for rows in [
        "201,一般公共服务支出,,1.00,1.00,\n",
        "甲,201,一般公共服务支出,2.00,2.00,\n",
        ",,201,3.00,3.00,\n",
        "",
        "201,一般公共服务支出,,1.00,1.00,\n",
    ] {
        text_as_at_first(&table(rows), &lexicon);
    }
}

/// More headers than are kept, and one too long to be kept.
#[test]
fn many_headers() {
    let lexicon = Lexicon::default();
    for at in (0..200).chain(0..3) {
        let long = if at % 50 == 1 {
            "甲".repeat(5000)
        } else {
            String::new()
        };
        let text = format!("支出决算表\n科目代码,科目名称,本年支出合计,基本支出,项目支出,丁{at}{long}\n201,甲,1,1,,\n");
        text_as_at_first(&text, &lexicon);
    }
}

/// Cells are seen at a glance to say nothing; what is written otherwise than usual is still looked at.
#[test]
fn heads_are_read_however_they_are_written() {
    let usual = "支出决算表|公开03表\n部门名称:某某局|2024年度|单位:元\n";
    let odd = "\u{2f40}出决算表|公开０３表\n部门名称：某某局|２０２４年度|单 位：元\n";
    let rows =
        "科目代码|科目名称|本年支出合计|基本支出|项目支出\n栏次||1|2|3\n201|甲|1.00|1.00|\n注：本表反映支出。|\n";
    for head in [usual, odd] {
        let report = super::text(&format!("{head}{rows}")).value;
        let [table] = report.tables.as_slice() else {
            panic!("{head}: {report:#?}")
        };
        assert_eq!(table.unit, gouji::value::Unit::Yuan, "{head}");
        assert_eq!(table.notes.len(), 1, "{head}");
        assert_eq!(report.facts.unit.unwrap().value, "某某局", "{head}");
    }
}
