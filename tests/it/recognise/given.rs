//! Tables given in a rule's test.

use gouji::read::Piece;
use gouji::recognise::given_table;
use gouji::source::SourceMap;

use super::{codes, forms, rows};

fn check(id: usize, csv: &str, expected: &[&str], expected_codes: &[&str]) {
    let mut sources = SourceMap::new();
    let document = gouji::read::read(&mut sources, "表.csv", csv.as_bytes()).value.unwrap();
    let Some(Piece::Grid(grid)) = document.pieces.first() else {
        panic!("no grid in {csv}")
    };
    let forms = forms::all();
    let checked = given_table(id - 1, &forms[id - 1], grid);
    let blocks = 0..forms[id - 1].blocks.len();
    let actual: Vec<String> = blocks.flat_map(|block| rows(&forms, &checked.value, block)).collect();
    assert_eq!(actual, expected, "{csv}");
    assert_eq!(codes(&checked), expected_codes, "{csv}: {:#?}", checked.diagnostics);
}

#[test]
fn tables_of_tests() {
    check(
        6,
        "科目代码,科目名称,决算数\n301,工资福利支出,437.64\n,人员经费合计,438.35\n,公用经费合计,\n",
        &["301 4376400", "人员经费合计 4383500", "公用经费合计 _"],
        &[],
    );
    // Columns that are left out are missing, and the order is free; short rows end in blanks.
    check(
        3,
        "科目代码,项目支出,基本支出\n201,1,2\n20103,1\n合计,1,2\n",
        &[
            "201 - 20000 10000 - - -",
            "20103 - _ 10000 - - -",
            "合计 - 20000 10000 - - -",
        ],
        &[],
    );
    check(
        9,
        "预算数.合计,预算数.公务接待费,决算数.公务接待费\n1.77,0.03,0.03\n",
        &["记录 17700 - - - - 300 - - - - - 300"],
        &[],
    );
    check(
        10,
        "项目,统计数\n货物,0.50\n车辆数合计(辆),1\n",
        &["2 5000", "7 1"],
        &[],
    );
    // Both blocks below one another: 总计 comes in each.
    check(
        1,
        "行次,项目,金额\n27,本年收入合计,3\n31,总计,4\n32,一般公共服务支出,3\n62,总计,4\n",
        &["27 30000", "31 40000", "32 30000", "62 40000"],
        &[],
    );
    check(
        1,
        "项目,金额,项目,金额\n本年收入合计,3,一般公共服务支出,2\n总计,4,总计,5\n",
        &["27 30000", "31 40000", "32 20000", "62 50000"],
        &[],
    );
    check(
        3,
        "科目代码,基本支出,项目支岀\n201,1,2\n",
        &["201 - 10000 - - - -"],
        &["GJ0418"],
    );
    check(
        3,
        "科目代码,基本支出\n2019,1\n201,一\n",
        &["201 - ? - - - -"],
        &["GJ0409", "GJ0412"],
    );
}
