//! Characters to text.

use super::file::{File, Ink};
use super::{Read, check, check_with};

fn one(ink: &Ink) -> Vec<u8> {
    File::new().page(ink).bytes()
}

#[test]
fn bold_by_drawing_twice_is_read_once() {
    let filled_and_drawn = Ink::new().raw("2 Tr").text(50.0, 100.0, "一、1122.33").raw("0 Tr");
    let shifted = Ink::new()
        .text(50.0, 100.0, "一、1122.33")
        .text(50.3, 100.0, "一、1122.33");
    for ink in [filled_and_drawn, shifted] {
        check(&one(&ink.text(50.0, 120.0, "正文")), "# 一、1122.33\n= 正文\n");
    }
    // Real repetitions stay.
    check(&one(&Ink::new().text(50.0, 100.0, "000011")), "= 000011\n");
}

#[test]
fn text_that_nobody_sees() {
    let columns = [50.0, 200.0, 300.0];
    let rows = [100.0, 120.0, 140.0];
    let table = || Ink::new().table(&columns, &rows, "项目|金额\n收入|12.00");
    let read = "1: 项目|金额\n1: 收入|12.00\n--\n";
    let hidden = [
        table().raw("3 Tr").text(240.0, 135.0, "999").raw("0 Tr"),
        table().raw("1 g").text(240.0, 135.0, "999").raw("0 g"),
        table().text(640.0, 135.0, "999"),
        table().raw("q 0 0 10 10 re W n").text(240.0, 135.0, "999").raw("Q"),
    ];
    for ink in hidden {
        check_with(&one(&ink), read, &[("GJ0316", "第1页有 3 个字在页面上看不见")]);
    }
    // White text on a dark band is seen.
    let band = Ink::new()
        .raw("0 0 0.5 rg")
        .fill(50.0, 100.0, 300.0, 120.0)
        .raw("1 g")
        .text(60.0, 115.0, "项目")
        .raw("0 g")
        .table(&columns, &rows, "|金额\n收入|12.00");
    check(&one(&band), read);
}

#[test]
fn characters_without_meaning() {
    let mut file = File::new();
    let font = file.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 >>");
    let ink = Ink::new()
        .text(50.0, 100.0, "收入")
        .raw("BT /G 10 Tf 100 700 Td <00410042> Tj ET");
    let resources = format!(
        "/Font << /F 3 0 R /G << /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H \
         /DescendantFonts [{font} 0 R] >> >>"
    );
    file.page_with(&ink, "", &resources);
    check_with(
        &file.bytes(),
        "= 收入 \u{fffd}\u{fffd}\n",
        &[("GJ0322", "第1页有 2 个字只有字形")],
    );
}

#[test]
fn blanks_by_gaps() {
    let spread = Ink::new()
        .text(50.0, 100.0, "费")
        .text(64.0, 100.0, "用")
        .text(78.0, 100.0, "支")
        .text(92.0, 100.0, "出");
    check(&one(&spread), "= 费用支出\n");
    let apart = Ink::new().text(50.0, 100.0, "部门").text(100.0, 100.0, "单位:元");
    check(&one(&apart), "= 部门 单位:元\n");
    let mixed = Ink::new()
        .text(50.0, 100.0, "共")
        .sized(60.0, 101.0, 9.0, "12")
        .text(70.0, 100.0, "辆");
    check(&one(&mixed), "= 共12辆\n");
}

#[test]
fn lines_make_paragraphs() {
    let full = "一二三四五六七八九十".repeat(5);
    let begin: String = full.chars().skip(2).collect();
    let ink = Ink::new()
        .text(70.0, 100.0, &begin)
        .text(50.0, 116.0, &full)
        .text(50.0, 132.0, "到此为止。")
        .text(70.0, 148.0, &begin)
        .text(
            50.0,
            164.0,
            &format!("{}支出", full.chars().take(44).collect::<String>()),
        )
        .text(50.0, 180.0, "123456.78万元。")
        .text(50.0, 196.0, "未缩进的一段。");
    let two = full.chars().take(44).collect::<String>();
    check(
        &one(&ink),
        &format!("= {begin}{full}到此为止。\n= {begin}{two}支出123456.78万元。\n= 未缩进的一段。\n"),
    );
    // Over the end of a page, past its number and head.
    let mut file = File::new();
    for (at, line) in [full.as_str(), full.as_str(), "结束。"].into_iter().enumerate() {
        let number = format!("第 {} 页，共 3 页", at + 1);
        let ink = Ink::new()
            .text(200.0, 40.0, &format!("某局二〇二四年度部门决算 {at}"))
            .text(50.0, 100.0, line)
            .text(280.0, 780.0, &number);
        file.page(&ink);
    }
    check(&file.bytes(), &format!("= {full}{full}结束。\n"));
}

#[test]
fn what_stands_above_tables_is_no_running_head() {
    let mut file = File::new();
    for at in 1..=4 {
        let ink = Ink::new()
            .text(50.0, 40.0, &format!("公开0{at}表"))
            .text(400.0, 40.0, "单位:万元")
            .table(&[50.0, 100.0, 150.0], &[100.0, 120.0, 140.0], &format!("甲|{at}\n乙|1"));
        file.page(&ink);
    }
    let read = Read::new(&file.bytes());
    let dump = read.dump();
    for at in 1..=4 {
        assert!(
            dump.contains(&format!("= 公开0{at}表 单位:万元\n{at}: 甲|{at}\n")),
            "{dump}"
        );
    }
}

#[test]
fn headings_stand_out() {
    let body = "正文一二三四五六七八九十一二三四五六七八九十。";
    let ink = Ink::new()
        .sized(200.0, 60.0, 20.0, "部门决算")
        .sized(50.0, 100.0, 12.0, "一、收入情况")
        .text(50.0, 120.0, body)
        .text(50.0, 140.0, body)
        .text(50.0, 160.0, body)
        .sized(50.0, 180.0, 12.0, "这一行大些,但它是一句话。");
    check(
        &one(&ink),
        &format!("# 部门决算\n# 一、收入情况\n= {body}\n= {body}\n= {body}\n= 这一行大些,但它是一句话。\n"),
    );
}
