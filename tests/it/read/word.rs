//! Word files: what is text, what is a heading, what becomes of tables.

use std::fmt::Write as _;

use gouji::finding::Position;
use gouji::read::{Format, Piece};
use gouji::source::{Landmark, Origin};

use super::package::package;
use super::{Read, check_refused};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";

fn relations(list: &[(&str, &str)]) -> String {
    let list: String = list
        .iter()
        .map(|(kind, target)| format!("<Relationship Id=\"r\" Type=\"{kind}\" Target=\"{target}\"/>"))
        .collect();
    format!("<Relationships>{list}</Relationships>")
}

fn main_part(body: &str) -> String {
    format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"{MAIN}\"><w:body>{body}<w:sectPr/></w:body></w:document>")
}

/// A docx with this body and these styles.
fn docx_with(body: &str, styles: &str) -> Vec<u8> {
    package(&[
        ("[Content_Types].xml", TYPES),
        (
            "_rels/.rels",
            &relations(&[(&format!("{OFFICE}/officeDocument"), "word/document.xml")]),
        ),
        ("word/document.xml", &main_part(body)),
        (
            "word/_rels/document.xml.rels",
            &relations(&[(&format!("{OFFICE}/styles"), "styles.xml")]),
        ),
        (
            "word/styles.xml",
            &format!("<w:styles xmlns:w=\"{MAIN}\">{styles}</w:styles>"),
        ),
    ])
}

fn docx(body: &str) -> Vec<u8> {
    docx_with(body, "")
}

/// A paragraph of one run.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A cell with these properties and this text.
fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

/// A table: `|` parts cells; a cell may begin with its properties, `[2]` for columns, `[v]` where an area merged downwards
/// begins, `[^]` where one goes on.
fn tbl(rows: &[&str]) -> String {
    let mut out = String::from("<w:tbl><w:tblPr/><w:tblGrid/>");
    for row in rows {
        out.push_str("<w:tr>");
        for cell in row.split('|') {
            let (properties, text) = match cell.strip_prefix('[').and_then(|cell| cell.split_once(']')) {
                Some((marks, text)) => (marks, text),
                None => ("", cell),
            };
            let mut xml = String::new();
            for mark in properties.chars() {
                match mark {
                    'v' => xml.push_str("<w:vMerge w:val=\"restart\"/>"),
                    '^' => xml.push_str("<w:vMerge/>"),
                    'h' => xml.push_str("<w:hMerge w:val=\"restart\"/>"),
                    '<' => xml.push_str("<w:hMerge w:val=\"continue\"/>"),
                    columns => write!(xml, "<w:gridSpan w:val=\"{columns}\"/>").unwrap(),
                }
            }
            out.push_str(&tc(&xml, text));
        }
        out.push_str("</w:tr>");
    }
    out + "</w:tbl>"
}

#[track_caller]
fn check(body: &str, expected: &str) {
    check_noted(body, expected, "");
}

#[track_caller]
fn check_noted(body: &str, expected: &str, diagnostics: &str) {
    let read = Read::new("a.docx", &docx(body));
    assert_eq!(read.dump(), expected, "{body}");
    assert_eq!(read.diagnostics(), diagnostics, "{body}");
    assert_eq!(read.document().format, Format::Word);
}

#[test]
fn text_of_paragraphs() {
    let in_p = |content: &str| format!("<w:p>{content}</w:p>");
    let cases = [
        // Runs are pieces of one text, whatever parts them.
        (
            "<w:r><w:t>合计8</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>034.07</w:t></w:r>",
            "= 合计8034.07\n",
        ),
        (
            "<w:r><w:t xml:space=\"preserve\"> 甲 </w:t><w:tab/><w:t>乙</w:t></w:r>",
            "= 甲 乙\n",
        ),
        ("<w:r><w:t>A&amp;B &lt;1&gt; &#x4E00;</w:t></w:r>", "= A&B <1> 一\n"),
        ("<w:r><w:t><![CDATA[<甲>]]></w:t></w:r>", "= <甲>\n"),
        (
            "<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/></w:r>",
            "= 1-2\n",
        ),
        ("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:cr/></w:r>", "= 上\n= 下\n"),
        // Tab stops are no tabs.
        (
            "<w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>甲</w:t></w:r>",
            "= 甲\n",
        ),
        ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", "= 链接\n"),
        (
            "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>",
            "= 控件\n",
        ),
        ("<w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag>", "= 标记\n"),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>ping</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>平</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "= 平\n",
        ),
        (
            "<w:r><w:t>8</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:commentReference w:id=\"1\"/></w:r>",
            "= 8\n",
        ),
        // A mark behind a figure is no digit of it.
        (
            "<w:r><w:t>8034.07</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>1</w:t></w:r>",
            "= 8034.07¹\n",
        ),
        (
            "<w:fldSimple w:instr=\"PAGE\"><w:r><w:t>3</w:t></w:r></w:fldSimple>",
            "= 3\n",
        ),
        (
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>=SUM(ABOVE)</w:instrText><w:t>码</w:t></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>12.5</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            "= 12.5\n",
        ),
        (
            "<w:r><w:sym w:font=\"Symbol\" w:char=\"F02D\"/><w:t>5</w:t></w:r>",
            "= -5\n",
        ),
        (
            "<w:r><w:t>1</w:t><w:sym w:font=\"某种字体\" w:char=\"F031\"/><w:t>2</w:t></w:r>",
            "= 1□2\n",
        ),
        ("<w:r><w:sym w:char=\"2014\"/><w:sym/></w:r>", "= —□\n"),
    ];
    for (content, expected) in cases {
        check(&in_p(content), expected);
    }
    check(&format!("{}{}<w:p/>{}", p("甲"), p(" "), p("乙")), "= 甲\n= 乙\n");
    // A field whose code never ends hides no other paragraph.
    check(
        &format!("<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>{}", p("甲")),
        "= 甲\n",
    );
}

#[test]
fn changes_are_read_as_accepted() {
    let body = format!(
        "<w:p><w:r><w:t>合计</w:t></w:r><w:del><w:r><w:delText>1</w:delText><w:tab/></w:r></w:del><w:ins><w:r><w:t>2</w:t></w:r></w:ins></w:p>\
         <w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo></w:p>\
         <w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>\
         <w:tbl><w:tr>{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr><w:tr><w:trPr><w:ins/></w:trPr>{}</w:tr></w:tbl>",
        tc("", "一"),
        tc("", "二"),
        tc("", "三"),
    );
    check_noted(
        &body,
        "= 合计2\n= 新处\n= 甲\n[]\n一\n三\n",
        "GJ0317 有 6 处修订还没有接受,已按全部接受后的内容读取\n",
    );
}

#[test]
fn hidden_text_is_left_out_and_said() {
    let styles = "<w:style w:type=\"character\" w:styleId=\"h\"><w:rPr><w:vanish/></w:rPr></w:style>\
                  <w:style w:type=\"paragraph\" w:styleId=\"hp\"><w:basedOn w:val=\"h\"/></w:style>";
    let body = format!(
        "<w:p><w:r><w:t>见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>底稿</w:t><w:t>二</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>得</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:rStyle w:val=\"h\"/></w:rPr><w:t>样式</w:t></w:r></w:p>\
         <w:p><w:pPr><w:pStyle w:val=\"hp\"/></w:pPr><w:r><w:t>段落</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"false\"/></w:rPr><w:t>例外</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>段落标记</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{hidden}</w:tc></w:tr><w:tr><w:tc>{hidden}</w:tc></w:tr></w:tbl>",
        hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>5</w:t></w:r></w:p>"
    );
    let read = Read::new("a.docx", &docx_with(&body, styles));
    assert_eq!(read.dump(), "= 见得\n= 例外\n= 段落标记\n[]\n_5\n\n");
    assert_eq!(read.diagnostics(), "GJ0316 有 4 处隐藏的文字,没有读取\n");
}

#[test]
fn headings() {
    let style = |id: &str, inner: &str| format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\">{inner}</w:style>");
    let styles = [
        style(
            "1",
            "<w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>",
        ),
        style("a", "<w:name w:val=\"表题\"/><w:basedOn w:val=\"1\"/>"),
        style(
            "b",
            "<w:name w:val=\"正文\"/><w:basedOn w:val=\"1\"/><w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr>",
        ),
        style("c", "<w:name w:val=\"标题 3\"/>"),
        style("d", "<w:name w:val=\"Title\"/>"),
        style("x", "<w:name w:val=\"x\"/><w:basedOn w:val=\"y\"/>"),
        style("y", "<w:name w:val=\"y\"/><w:basedOn w:val=\"x\"/>"),
    ]
    .concat();
    let with =
        |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let styled = |id: &str| with(&format!("<w:pStyle w:val=\"{id}\"/>"), id);
    let body: String = ["1", "a", "b", "c", "d", "x", "没有"].map(styled).concat();
    let body = body
        + &with("<w:outlineLvl w:val=\"1\"/>", "自己")
        + &with("<w:pStyle w:val=\"1\"/><w:outlineLvl w:val=\"9\"/>", "不是");
    let read = Read::new("a.docx", &docx_with(&body, &styles));
    assert_eq!(read.dump(), "# 1\n# a\n= b\n# c\n# d\n= x\n= 没有\n# 自己\n= 不是\n");
    // Without styles the usual ids speak for themselves; a heading with a break is one heading.
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Heading2\"/></w:pPr><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:p>";
    check(body, "# 上下\n");
}

#[test]
fn tables() {
    let cases: &[(&[&str], &str)] = &[
        (&["项目|金额", "合计|1"], "项目|金额\n合计|1\n"),
        (&["[3]表头|丁", "甲|乙|丙|丁"], "表头|^表头|^表头|丁\n甲|乙|丙|丁\n"),
        (&["[v]甲|1", "[^]|2", "[^]|3", "乙|4"], "甲|1\n^甲|2\n^甲|3\n乙|4\n"),
        (&["[2v]甲|1", "[2^]|2"], "甲|^甲|1\n^甲|^甲|2\n"),
        (&["[h]甲|[<]|[<]|1", "a|b|c|d"], "甲|^甲|^甲|1\na|b|c|d\n"),
        (&["[hv]甲|[<v]|1", "[h^]|[<^]|2"], "甲|^甲|1\n^甲|^甲|2\n"),
        // Areas end where another begins, and where a row has none.
        (
            &["[v]甲", "[v]乙", "[^]", "丙", "[^]丁", "[^]"],
            "甲\n乙\n^乙\n丙\n丁\n^丁\n",
        ),
        // One that goes on from nothing begins there; one wider than what is above covers itself.
        (&["[^]甲|1", "[^]|2"], "甲|1\n^甲|2\n"),
        (&["[v]甲|1|2", "[2^]|3"], "甲|1|2\n^甲|^甲|3\n"),
        (&["甲|[<]乙"], "甲|乙\n"),
        (&["甲|[0]乙"], "甲|乙\n"),
    ];
    for (rows, expected) in cases {
        check(&tbl(rows), &format!("[]\n{expected}"));
    }
    let row = format!(
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"2\"/><w:gridAfter w:val=\"1\"/></w:trPr>{}</w:tr></w:tbl>",
        tc("", "甲")
    );
    check(&row, "[]\n||甲|\n");
    let wrapped = format!(
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt><w:customXml>{}</w:customXml></w:tr></w:sdtContent></w:sdt></w:tbl>",
        tc("", "甲"),
        tc("", "乙")
    );
    check(&wrapped, "[]\n甲|乙\n");
    let two = format!("{}<w:p/>{}{}{}", tbl(&["a"]), tbl(&["b"]), p("中"), tbl(&["c"]));
    check(&two, "[]\na\n[]\nb\n= 中\n[]\nc\n");
    check_noted(
        &tbl(&["[v]甲|1", "[^]被盖住|2"]),
        "[]\n甲|1\n^甲|2\n",
        "GJ0316 有 1 处隐藏的文字,没有读取\n",
    );
}

#[test]
fn lines_in_a_cell() {
    let cell = |paragraphs: &[&str]| {
        let all: String = paragraphs.iter().map(|text| p(text)).collect();
        format!("<w:tbl><w:tr><w:tc>{all}</w:tc></w:tr></w:tbl>")
    };
    for (paragraphs, expected) in [
        (&["功能分类", "科目编码"][..], "功能分类科目编码"),
        (&["", "甲", " ", "乙"], "甲乙"),
        (&["Gross", "total"], "Gross total"),
        (&["123,456,", "789.12"], "123,456,789.12"),
        (&["123", "456"], "123 456"),
        (&["表A", "1"], "表A1"),
    ] {
        check(&cell(paragraphs), &format!("[]\n{expected}\n"));
    }
    let broken = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>项</w:t><w:br/><w:t>目</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    check(broken, "[]\n项目\n");
}

#[test]
fn tables_in_tables() {
    let framed = |inner: &str| format!("<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>");
    // A frame around title, table and note.
    let body = framed(&format!("{}{}{}", p("收入决算表"), tbl(&["甲|1", "乙|2"]), p("注:略")));
    check(&body, "= 收入决算表\n[]\n甲|1\n乙|2\n= 注:略\n");
    check(&framed(&framed(&framed(&tbl(&["甲|1"])))), "[]\n甲|1\n");
    // Two tables side by side.
    let body = format!(
        "<w:tbl><w:tr><w:tc>{}<w:p/></w:tc><w:tc>{}<w:p/></w:tc></w:tr></w:tbl>",
        tbl(&["a|1"]),
        tbl(&["b|2"])
    );
    check(&body, "[]\na|1\n[]\nb|2\n");
    // A table in one cell of a table of figures parts it there.
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}<w:tc>{}</w:tc></w:tr><w:tr>{}{}</w:tr></w:tbl>",
        tc("<w:vMerge w:val=\"restart\"/>", "甲"),
        tc("", "1"),
        tc("<w:vMerge/>", ""),
        tbl(&["内"]),
        tc("<w:vMerge/>", ""),
        tc("", "3"),
    );
    check(&body, "[]\n甲|1\n[]\n内\n[]\n|3\n");
}

#[test]
fn text_boxes_are_read_once() {
    let alternatives = |inner: &str| {
        format!(
            "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
             <mc:Fallback><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        )
    };
    let anchored = |inner: &str| {
        format!(
            "<w:p><w:r><w:t>前</w:t>{}<w:t>后</w:t></w:r></w:p>",
            alternatives(inner)
        )
    };
    check(&anchored(&(p("框一") + &p("框二"))), "= 前后\n= 框一\n= 框二\n");
    check(&anchored(&tbl(&["甲|1"])), "= 前后\n[]\n甲|1\n");
    check(&anchored(&anchored(&p("内"))), "= 前后\n= 前后\n= 内\n");
    let in_cell = |inner: &str| {
        format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc>{}</w:tr></w:tbl>",
            anchored(inner),
            tc("", "1")
        )
    };
    check(&in_cell(&p("框")), "[]\n前后框|1\n");
    check(&in_cell(&tbl(&["甲"])), "[]\n|1\n= 前后\n[]\n甲\n");
    // Only the fallback is there.
    let body =
        "<w:p><mc:AlternateContent><mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>";
    check(body, "= 旧\n");
}

#[test]
fn what_cannot_be_read_is_said() {
    let object = "<w:p><w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID=\"Excel.Sheet.12\"/></w:object></w:r></w:p>";
    check_noted(
        &format!("{}{object}{object}", p("决算表")),
        "= 决算表\n",
        "GJ0318 有 2 处嵌入的表格或文件,里面的内容没有读取\n",
    );
    let picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>";
    check_noted(
        &format!("{}{picture}", p("决算表")),
        "= 决算表\n",
        "GJ0318 没有表格,只有 1 张图片,图片里的内容没有读取\n",
    );
    // A seal beside tables is nothing to speak of.
    check(&format!("{picture}{}", tbl(&["甲|1"])), "[]\n甲|1\n");
}

#[test]
fn places() {
    let body = format!(
        "{}<w:p/>{}{}{}",
        p("标题"),
        p("单位:万元"),
        tbl(&["[2]甲|乙", &format!("a|b|{}", "c")]),
        p("末")
    );
    let read = Read::new("a.docx", &docx(&body));
    let source = read.sources.get(read.document().source).unwrap();
    let place = |origin: Origin| {
        let Origin::Text(span) = origin else { panic!() };
        source.landmarks.at(span.start).unwrap()
    };
    let grid = read.grids()[0];
    assert_eq!(
        place(grid.rows[1].cells[2].origin),
        Landmark::Table {
            table: 1,
            row: 2,
            column: 3
        }
    );
    assert_eq!(place(grid.rows[0].cells[2].origin), place(grid.rows[0].cells[2].origin));
    assert_eq!(
        Position::from(place(grid.rows[0].cells[1].origin)),
        Position::Table {
            table: 1,
            row: 1,
            column: 1
        }
    );
    let paragraphs: Vec<Landmark> = read
        .document()
        .pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Paragraph(paragraph) => Some(place(paragraph.origin)),
            Piece::Grid(_) => None,
        })
        .collect();
    assert_eq!(paragraphs, [1, 2, 3].map(|paragraph| Landmark::Paragraph { paragraph }));
}

#[test]
fn the_example_reads_the_same_as_word() {
    let table = Read::new("a.csv", include_bytes!("../../../examples/reports/云川县水务局.csv"));
    let mut body = String::new();
    for piece in &table.document().pieces {
        match piece {
            Piece::Paragraph(paragraph) => body.push_str(&p(&paragraph.text)),
            Piece::Grid(grid) => {
                let rows = grid.rows.iter();
                let rows: Vec<Vec<&str>> = rows
                    .map(|row| row.cells.iter().map(|cell| &*cell.text).collect())
                    .collect();
                let rows: Vec<String> = rows.iter().map(|cells| cells.join("|")).collect();
                body.push_str(&tbl(&rows.iter().map(String::as_str).collect::<Vec<_>>()));
            }
        }
    }
    check(&body, &table.dump());
}

#[test]
fn packages_of_other_programs() {
    // Strict names, another main part, no content types in front, upper case, and a name that says xlsx.
    let strict = "http://purl.oclc.org/ooxml";
    let main = main_part(&p("甲")).replace(MAIN, &format!("{strict}/wordprocessingml/main"));
    let bytes = package(&[
        ("word/document2.xml", &main),
        (
            "_rels/.rels",
            &relations(&[(
                &format!("{strict}/officeDocument/relationships/officeDocument"),
                "/Word/Document2.xml",
            )]),
        ),
        ("[Content_Types].xml", TYPES),
    ]);
    for name in ["a.docx", "a.xlsx", "a"] {
        assert_eq!(Read::new(name, &bytes).dump(), "= 甲\n");
    }
    assert_eq!(
        Read::new("a.docx", &package(&[("word/document.xml", &main)])).dump(),
        "= 甲\n"
    );
    let windows = package(&[("[Content_Types].xml", TYPES), ("word\\document.xml", &main)]);
    assert_eq!(Read::new("a.docx", &windows).dump(), "= 甲\n");
    // No prefix for the namespace.
    let plain = main_part(&p("甲")).replace("w:", "");
    assert_eq!(
        Read::new("a.docx", &package(&[("word/document.xml", &plain)])).dump(),
        "= 甲\n"
    );
}

#[test]
fn broken_documents() {
    let missing = package(&[("[Content_Types].xml", TYPES), ("word/styles.xml", "<x/>")]);
    check_refused("a.docx", &missing, "GJ0305", "Word 文件打不开");
    check_refused("a.docx", &docx("<w:p/>"), "GJ0301", "没有文字");
    check_refused("a.docx", &package(&[("word/document.xml", "<x/>")]), "GJ0315", "不完整");
    check_refused(
        "a.docx",
        &package(&[("word/document.xml", "not xml")]),
        "GJ0315",
        "不完整",
    );
    let picture = Read::new(
        "a.docx",
        &docx("<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"),
    );
    assert!(picture.diagnostics().contains("GJ0301 Word 文件里只有图片"));
    let bytes = docx(&(p("甲") + &tbl(&["[2]甲|[v]乙", "a|b|[^]"])));
    let named = bytes.windows(5).position(|window| window == b"word/").unwrap() + 5;
    for length in (8..bytes.len()).step_by(37) {
        // Until the first name of a part that says so, it may be any package.
        let says = if length >= named {
            "Word 文件打不开"
        } else {
            "文件打不开"
        };
        check_refused("a.docx", &bytes[..length], "GJ0305", says);
    }
    // What stands before the damage is read.
    let cut = main_part(&(p("甲") + &tbl(&["甲|1", "乙|2"])));
    let cut = cut.split("</w:t></w:r></w:p></w:tc></w:tr></w:tbl>").next().unwrap();
    let read = Read::new("a.docx", &package(&[("word/document.xml", cut)]));
    assert_eq!(read.dump(), "= 甲\n[]\n甲|1\n乙|2\n");
    assert_eq!(read.diagnostics(), "GJ0315 Word 文件的正文不完整,后面的内容没有读到\n");
    for at in (0..bytes.len()).step_by(13) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        Read::new("a.docx", &damaged);
    }
    // Elements where they have no business: text is kept, nothing breaks.
    for (body, expected) in [
        (
            "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>",
            "= 甲\n",
        ),
        ("<w:tbl><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tbl>", "[]\n甲\n"),
        (
            "<w:tbl><w:tr><w:p><w:r><w:t>甲</w:t></w:r></w:p><w:tbl><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tbl></w:tr></w:tbl>",
            "= 甲\n[]\n乙\n",
        ),
        (
            "<w:p><w:r><w:t>甲</w:t></w:r><w:tbl><w:tr><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:p>",
            "= 甲\n[]\n乙\n",
        ),
        (
            "<w:txbxContent><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:txbxContent>",
            "= 甲\n",
        ),
        (
            "<w:p><w:txbxContent></w:tbl></w:tc></w:p><w:p><w:r><w:t>甲</w:t></w:r></w:p>",
            "= 甲\n",
        ),
    ] {
        let read = Read::new("a.docx", &docx(body));
        assert_eq!(
            read.checked.value.as_ref().map(|_| read.dump()).as_deref(),
            Some(expected),
            "{body}"
        );
    }
}

#[test]
fn documents_that_want_memory_or_time() {
    let wide = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"1000000000\"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let read = Read::new("a.docx", &docx(wide));
    assert_eq!(read.grids()[0].rows[0].cells.len(), 1024);
    assert!(read.diagnostics().contains("多于 1024 列"), "{}", read.diagnostics());
    let row = "<w:tr><w:trPr><w:gridBefore w:val=\"9999999999\"/><w:gridAfter w:val=\"-1\"/></w:trPr><w:tc/></w:tr>";
    let read = Read::new("a.docx", &docx(&format!("<w:tbl>{}</w:tbl>", row.repeat(4_200))));
    let cells: usize = read.grids()[0].rows.iter().map(|row| row.cells.len()).sum();
    assert!(cells <= 4_000_000);
    assert!(read.diagnostics().contains("没有读取"), "{}", read.diagnostics());
    let nested = format!(
        "{}{}{}",
        "<w:tbl><w:tr><w:tc>".repeat(100_000),
        p("甲"),
        "</w:tc></w:tr></w:tbl>".repeat(100_000)
    );
    let read = Read::new("a.docx", &docx(&(p("前") + &nested)));
    assert_eq!(read.dump(), "= 前\n[]\n\n");
    assert!(
        read.diagnostics().contains("第 32 层以下的 1 张"),
        "{}",
        read.diagnostics()
    );
    let boxes = format!("{}{}", "<w:p><w:txbxContent>".repeat(100_000), p("甲"));
    Read::new("a.docx", &docx(&boxes));
    let fields = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".repeat(200_000);
    let read = Read::new("a.docx", &docx(&format!("<w:p>{fields}</w:p>{}", p("甲").repeat(1000))));
    assert_eq!(read.document().pieces.len(), 1000);
    let deep = format!("{}{}", "<w:a>".repeat(1_000_000), "</w:a>".repeat(1_000_000));
    check(&(deep + &p("甲")), "= 甲\n");
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
    let main = main_part(&p("x&b;y")).replace("?>", &format!("?>{entities}"));
    let read = Read::new("a.docx", &package(&[("word/document.xml", &main)]));
    assert_eq!(read.dump(), "= x&b;y\n");
    let long = docx(&p(&"长".repeat(22 << 20)));
    let said = Read::new("a.docx", &long).diagnostics();
    assert!(said.contains("GJ0308 文字超过"), "{said}");
    let line = Read::new("a.docx", &docx(&p(&"长".repeat(1 << 20))));
    assert!(
        line.diagnostics().contains("长于 1048576 字节"),
        "{}",
        line.diagnostics()
    );
    check_refused(
        "a.docx",
        &docx(&format!("<!--{}-->", "0".repeat(100 << 20))),
        "GJ0307",
        "Word 文件解压后",
    );
}
