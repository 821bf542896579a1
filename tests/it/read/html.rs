//! Web pages: what is a table, a row, a paragraph, and where they stand.

use gouji::read::{Format, Piece};
use gouji::source::{Landmark, Origin};

use super::{Read, check, check_refused};

/// The pieces of a page.
#[track_caller]
fn page(page: &str, expected: &str) {
    let page = format!("<html><body>{page}");
    check("a.html", page.as_bytes(), expected, "");
    assert_eq!(Read::new("a.xls", page.as_bytes()).document().format, Format::Html);
}

#[test]
fn tables() {
    let cases = [
        (
            "<table><tr><th>项目</th><th>金额</th></tr><tr><td>合计</td><td>1,234.50</td></tr></table>",
            "[]\n项目|金额\n合计|1,234.50\n",
        ),
        // What nobody closes ends where the next begins.
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>x", "[]\na|b\nc|d\n= x\n"),
        ("<TABLE><TBODY><TR><TD>a</TD>\n<TD>b</TD>", "[]\na|b\n"),
        ("<table><td>a</td><td>b</td></table>", "[]\na|b\n"),
        // Spans.
        (
            "<table><tr><td colspan=2>标题<td>c<tr><td>a<td>b<td>d</table>",
            "[]\n标题|^标题|c\na|b|d\n",
        ),
        (
            "<table><tr><td rowspan=2>甲<td>1<tr><td>2<tr><td>乙<td>3</table>",
            "[]\n甲|1\n^甲|2\n乙|3\n",
        ),
        (
            "<table><tr><td>a<td rowspan=\"2\" colspan='2'>b<td>c<tr><td>d<td>e</table>",
            "[]\na|b|^b|c\nd|^b|^b|e\n",
        ),
        (
            "<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>",
            "[]\na|b\n^a|c\n^a|d\n",
        ),
        (
            "<table><tr><td>a<td>b<td rowspan=2>c<tr><td>d</table>",
            "[]\na|b|c\nd||^c\n",
        ),
        // A cell that spans rows keeps its place where another would reach over it.
        (
            "<table><tr><td>a<td rowspan=2>b<tr><td colspan=3>c<td>d</table>",
            "[]\na|b\nc|^b|d\n",
        ),
        // Cells and rows that are not shown.
        (
            "<table><tr><td>a<td>b<tr style='mso-height:0; display : none'><td>c<td>d<tr hidden><td><td></table>",
            "[]\na|b\n_c|d\n",
        ),
        (
            "<table><tr><td>a<td style=\"display:none\">页码<td>b</table>",
            "[]\na|b\n",
        ),
        (
            "<table><tr><td>a<td><span style='display:none'>0012<b>3</b></span>1,234<tr><td>b<td><span style=display:none>5<tr><td>c<td>6</table>",
            "[]\na|1,234\nb|\nc|6\n",
        ),
        // Lines in cells, raised figures.
        (
            "<table><tr><td>一般公共<br>预算<td><p>1</p><p>2</p></table>",
            "[]\n一般公共 预算|1 2\n",
        ),
        (
            "<table><tr><td>面积<td>12<sup>2</sup><td>H<sub>2</sub>O</table>",
            "[]\n面积|12²|H₂O\n",
        ),
        (
            "<table><tr><td>a<td>\n  1,234.5\n 6\t</td></table>",
            "[]\na|1,234.5 6\n",
        ),
    ];
    for (text, expected) in cases {
        page(text, expected);
    }
}

#[test]
fn paragraphs_and_layout() {
    let cases = [
        (
            "<h2>第一部分</h2><p>概况<p>职责<div>机构<div>编制</div></div>其他",
            "# 第一部分\n= 概况\n= 职责\n= 机构\n= 编制\n= 其他\n",
        ),
        ("公开01表<br>单位:<b>万</b>元", "= 公开01表\n= 单位:万元\n"),
        (
            "<table><caption>收入支出决算总表</caption><tr><td>a<td>1</table><table><tr><td>b<td>2</table>",
            "= 收入支出决算总表\n[]\na|1\n[]\nb|2\n",
        ),
        // A table in which each row has one cell only places things.
        (
            "<table><tr><td><h1>决算</h1><p>甲</p><p>乙</p></td></tr><tr><td></td></tr></table>",
            "# 决算\n= 甲\n= 乙\n",
        ),
        (
            "<table><tr><td>首页<td>新闻</tr><tr><td colspan=2>正文<table><tr><td>a<td>1</table>之后</td></tr><tr><td>电话<td>123</table>",
            "[]\n首页|新闻\n= 正文\n[]\na|1\n= 之后\n[]\n电话|123\n",
        ),
        // A table of one cell in a cell is its text.
        (
            "<table><tr><td>a<td><table><tr><td>1</table></td></tr></table>",
            "[]\na|1\n",
        ),
        // What is no content.
        (
            "<!-- <table><tr><td>x<td>y</table> --><script>if (a<b) document.write('<p>x</p>')</script><style>td{}</style><![if x]>甲<![endif]><title>t</title>",
            "= 甲\n",
        ),
        (
            "1 < 2 &amp;&lt;b&gt; &#19975;&#x5143; &yen;5 &nbsp;&hellip;&middot;&unknown; &#150; A&B",
            "= 1 < 2 &<b> 万元 ¥5 …·&unknown; – A&B\n",
        ),
        ("<script>甲", "= 甲\n"),
        ("<a title='a>b'>甲</a><img alt=\"x\" src='data:,'>", "= 甲\n"),
    ];
    for (text, expected) in cases {
        page(text, expected);
    }
}

#[test]
fn encodings_of_pages() {
    let html = |charset: &str| format!("<html><meta charset={charset}><table><tr><td>合计<td>1</table>");
    let expected = "[]\n合计|1\n";
    let encoded =
        |encoding: &'static encoding_rs::Encoding, charset: &str| encoding.encode(&html(charset)).0.into_owned();
    for bytes in [
        html("utf-8").into_bytes(),
        // A page that was converted, and still names what it was.
        html("gb2312").into_bytes(),
        encoded(encoding_rs::GBK, "gb2312"),
        encoded(encoding_rs::GB18030, "\"GB18030\""),
        encoded(encoding_rs::GBK, "iso-8859-1"),
    ] {
        check("a.htm", &bytes, expected, "");
    }
    let taipei = encoding_rs::BIG5
        .encode("<meta charset='big5'><table><tr><td>總計<td>1</table>")
        .0
        .into_owned();
    check("a.htm", &taipei, "[]\n總計|1\n", "");
    let damaged = [
        html("utf-8").as_bytes(),
        "<p>部门名称高平市工业和信息化局二〇二四年度".as_bytes(),
        b"\xFF</p>",
    ]
    .concat();
    let read = Read::new("a.htm", &damaged);
    assert_eq!(read.diagnostics(), "GJ0306 按 UTF-8 读取时,有 1 处字节认不出\n");
}

#[test]
fn what_begins_a_page() {
    for start in [
        "<!DOCTYPE html>",
        "<?xml version=\"1.0\"?><html>",
        "<!-- 导出 --><html>",
        "\u{feff}\n<meta charset=utf-8>",
        "<div>",
    ] {
        check("a.xls", format!("{start}<p>甲").as_bytes(), "= 甲\n", "");
    }
    check("a.txt", "<招标>甲\n".as_bytes(), "= <招标>甲\n", "");
}

#[test]
fn places_in_pages() {
    let read = Read::new(
        "a.html",
        "<html><p>甲<table><tr><td colspan=2>a<td>b<tr><td>c</table><p>乙<table><tr><td>x<td>y</table>".as_bytes(),
    );
    let source = read.sources.get(read.document().source).unwrap();
    assert_eq!(&*source.text, "甲\na\t\tb\nc\n\n乙\nx\ty\n\n");
    let mark = |origin: Origin| {
        let Origin::Text(span) = origin else { panic!() };
        source.landmarks.at(span.start).unwrap()
    };
    let cell = |grid: usize, row: usize, column: usize| mark(read.grids()[grid].rows[row].cells[column].origin);
    let place = |table, row, column| Landmark::Table { table, row, column };
    assert_eq!(cell(0, 0, 2), place(1, 1, 3));
    // The covered cell is its merged cell.
    assert_eq!(cell(0, 0, 1), place(1, 1, 1));
    assert_eq!(cell(0, 1, 0), place(1, 2, 1));
    assert_eq!(cell(1, 0, 1), place(2, 1, 2));
    let paragraphs: Vec<Landmark> = read
        .document()
        .pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Paragraph(paragraph) => Some(mark(paragraph.origin)),
            Piece::Grid(_) => None,
        })
        .collect();
    assert_eq!(paragraphs, [1, 2].map(|paragraph| Landmark::Paragraph { paragraph }));
}

#[test]
fn hostile_pages() {
    let wide = "<table><tr><td>a<td colspan=999999999999 rowspan=4000000000>b<tr><td>c<tr><td>d</table>";
    let read = Read::new("a.html", wide.as_bytes());
    let lengths: Vec<usize> = read.grids()[0].rows.iter().map(|row| row.cells.len()).collect();
    assert_eq!(lengths, [1001, 1001, 1001]);
    let cells = "<td colspan=1000 rowspan=60000>x<td colspan=1000 rowspan=60000>y";
    let read = Read::new(
        "a.html",
        format!("<table><tr>{cells}{}", "<tr>".repeat(3000)).as_bytes(),
    );
    let said = read.diagnostics();
    assert!(said.contains("多于 1024 列") && said.contains("表格过大"), "{said}");
    // Each of these would take a parser that keeps a tree, or searches what is open, hours.
    let many = 100_000;
    for unit in [
        "<div>",
        "<table>",
        "<table><tr><td>x",
        "<td>",
        "<script>",
        "<!--",
        "<",
        "</",
        "<a b='",
        "<a b=\"",
        "&",
        "&#",
        "<span style=display:none>",
        "<p x",
        "<td x=1 ",
        "<sup>1",
        "<a\n",
        "<!",
        "<tr><td rowspan=9>1<td>2",
    ] {
        let text = format!("<html><p>始</p><table><tr><td>x<td>y</table>{}", unit.repeat(many));
        let read = Read::new("a.html", text.as_bytes());
        assert!(read.dump().starts_with("= 始\n[]\nx|y\n"), "{unit}");
    }
    let said = |unit: &str| Read::new("a.html", format!("<html>{}", unit.repeat(400_000)).as_bytes()).diagnostics();
    assert!(
        said("<p>1<p>2<p>3").contains("GJ0308 文字过多"),
        "{}",
        said("<p>1<p>2<p>3")
    );
    let rows = said("<table><tr><td>1<td>2</table>");
    assert!(rows.contains("GJ0308 表格过大"), "{rows}");
    let attributes = format!(
        "<table><tr><td {} colspan=2>a<td>b",
        (0..many).map(|i| format!("a{i}=1 ")).collect::<String>()
    );
    check("a.html", attributes.as_bytes(), "[]\na|^a|b\n", "");
    let long = Read::new("a.html", format!("<html><p>{}", "长 ".repeat(1 << 20)).as_bytes());
    let said = "GJ0308 有 1 行长于 1048576 字节,超出的部分没有读取\n";
    assert_eq!((long.diagnostics().as_str(), long.document().pieces.len()), (said, 1));
    check_refused(
        "a.html",
        format!("<html>{}", "<p>&nbsp;".repeat(many)).as_bytes(),
        "GJ0301",
        "没有表格",
    );
}
