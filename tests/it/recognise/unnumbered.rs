//! Forms printed without 表号, 行次 and 栏次: columns and rows by their names, wherever they stand; empty forms; covers.

use gouji::report::{ColumnBound, FactSource};

use super::workbook::workbook;
use super::{codes, forms, rows, text};

/// The rows of the only table, with its form's number and the codes of what was said; nothing may be left over.
fn table(sheet: &str) -> (usize, Vec<String>, Vec<&'static str>) {
    let checked = workbook(&[("1", sheet)]);
    let report = &checked.value;
    assert!(report.leftovers.is_empty(), "{:?}", report.leftovers);
    let [table] = report.tables.as_slice() else {
        return (0, Vec::new(), codes(&checked));
    };
    (table.form.index() + 1, rows(&forms::all(), table, 0), codes(&checked))
}

#[test]
fn pairs_of_columns_under_each_item() {
    let sheet = "
财政拨款“三公”经费支出决算表|<|<|<|<|<|<|<|<|<|<|<
财政拨款“三公”经费|<|<|<|<|<|<|<|<|<|<|<
合计|<|因公出国(境)费|<|公务用车购置及运行费|<|<|<|<|<|公务接待费|<
^|^|^|^|小计|<|购置费|<|运行维护费|<|^|^
预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
=101|=102|=103|=104|=105|=106|=107|=108|=109|=110|=111|=112
";
    let figures = "1010000 1030000 1050000 1070000 1090000 1110000 1020000 1040000 1060000 1080000 1100000 1120000";
    assert_eq!(table(sheet), (9, vec![format!("记录 {figures}")], vec![]));
    let checked = workbook(&[("1", sheet)]);
    let bound: Vec<_> = checked.value.tables[0].parts[0]
        .columns
        .iter()
        .map(|column| column.bound)
        .collect();
    assert_eq!(bound, [Some(ColumnBound::Name); 12]);
}

/// The same without merged cells, as text has it: a group stands over its first column.
#[test]
fn pairs_of_columns_in_text() {
    let checked = text(
        "财政拨款“三公”经费支出决算表\n\
         合计||因公出国(境)费||公务用车购置及运行费||||||公务接待费|\n\
         ||||小计||购置费||运行维护费|||\n\
         预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数\n\
         101|102|103|104|105|106|107|108|109|110|111|112\n",
    );
    let figures = "1010000 1030000 1050000 1070000 1090000 1110000 1020000 1040000 1060000 1080000 1100000 1120000";
    assert_eq!(
        rows(&forms::all(), &checked.value.tables[0], 0),
        [format!("记录 {figures}")]
    );
    assert_eq!(codes(&checked), [""; 0]);
}

/// As many columns as the form has, but of another order: the place says nothing where the words say otherwise.
#[test]
fn columns_whose_headers_say_otherwise_are_not_taken_by_position() {
    let sheet = "
财政拨款“三公”经费支出决算表|<|<|<|<|<|<|<|<|<|<|<
甲|<|乙|<|丙|<|丁|<|戊|<|己|<
预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
=101|=102|=103|=104|=105|=106|=107|=108|=109|=110|=111|=112
";
    let checked = workbook(&[("1", sheet)]);
    let table = &checked.value.tables[0];
    let right = |path: usize, grid: &[usize]| match grid {
        [] => true,
        [grid] => (grid % 2 == 0) == (path < 6),
        _ => false,
    };
    let columns = table.parts[0].columns.iter().enumerate();
    let wrong: Vec<_> = columns
        .filter(|(at, column)| !right(*at, &column.grid_columns))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(codes(&checked).contains(&"GJ0406"), "{:?}", codes(&checked));
}

#[test]
fn labels_of_the_code_in_the_total_row() {
    let sheet = "
支出决算表|<|<|<|<|<|<|<|<|<
项目|<|<|<|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出
支出功能分类科目编码|<|<|科目名称|^|^|^|^|^|^
^|^|^|^|^|^|^|^|^|^
类|款|项|合计|=30|=10|=20|||
201|||一般公共服务支出|=30|=10|=20|||
201|06||财政事务|=30|=10|=20|||
201|06|01|行政运行|=30|=10|=20|||
";
    let row = |key: &str| format!("{key} 300000 100000 200000 _ _ _");
    assert_eq!(
        table(sheet),
        (3, ["合计", "201", "20106", "2010601"].map(row).to_vec(), vec![])
    );
}

#[test]
fn an_empty_form_has_a_blank_total_or_record() {
    let fund = "
政府性基金预算财政拨款收入支出决算表|<|<|<|<|<|<|<
项目|<|年初结转和结余|本年收入|本年支出|<|<|年末结转和结余
功能分类科目编码|科目名称|^|^|^|^|^|^
合计|<|||小计|基本支出|项目支出|
|||||||
|||||||
";
    assert_eq!(table(fund), (7, vec!["合计 _ _ _ _ _ _".to_owned()], vec![]));
    let single = "
财政拨款“三公”经费支出决算表|<|<|<|<|<|<|<|<|<|<|<
合计|<|因公出国(境)费|<|公务用车购置及运行维护费|<|<|<|<|<|公务接待费|<
^|^|^|^|小计|<|购置费|<|运行维护费|<|^|^
预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
|||||||||||
";
    let blank = format!("记录{}", " _".repeat(12));
    assert_eq!(table(single), (9, vec![blank], vec![]));
}

#[test]
fn notes_below_a_form_go_on_where_they_speak_of_it() {
    let checked = text(
        "政府性基金预算财政拨款收入支出决算表\n科目编码|科目名称|年初结转和结余|本年收入|小计|基本支出|项目支出|年末结转和结余\n|合计||||||\n\n\
         注:本表反映收支情况。\n没有收支的,保留该表格式,并在本表下方作下述说明:\n说明:某局没有收入和支出,故本表无数据。\n正文第一段。\n",
    );
    let notes: Vec<&str> = checked.value.tables[0]
        .notes
        .iter()
        .map(|(note, _)| note.as_str())
        .collect();
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert!(notes[2].starts_with("说明:某局"), "{notes:?}");
}

#[test]
fn the_unit_on_a_cover() {
    // What stands before the first table, the unit's name, and the line that it is from.
    let cases = [
        ("某某局\n2024年度部门决算\n", Some("某某局"), 0),
        ("某某局2024年度部门决算\n", Some("某某局"), 0),
        (
            "某某局\n\n2024年度\n\n部门决算\n第一部分 某某局概况\n",
            Some("某某局"),
            3,
        ),
        (
            "中共某某区委\n社会工作部 2024年度部门决算\n目录\n第一部分 中共某某区委社会工作部概况\n第二部分 中共某某区委社会工作部2024年度部门决算表\n",
            Some("中共某某区委社会工作部"),
            0,
        ),
        ("附件:\n某某局2024年度部门决算\n", Some("某某局"), 1),
        ("目录\n2024年度部门决算\n", None, 0),
        ("目录\n第一部分 部门概况\n第二部分 2024年度部门决算表\n", None, 0),
        ("第一部分 本部门概况\n", None, 0),
    ];
    for (cover, unit, line) in cases {
        let checked = text(&format!(
            "{cover}支出决算表\n科目编码|科目名称|本年支出合计|基本支出|项目支出\n|合计|1|1|\n"
        ));
        let found = &checked.value.facts.unit;
        assert_eq!(found.as_ref().map(|fact| fact.value.as_str()), unit, "{cover}");
        let Some(FactSource::Stated(gouji::source::Origin::Text(span))) = found.as_ref().map(|fact| fact.source) else {
            assert_eq!(unit, None, "{cover}");
            continue;
        };
        let before = cover.get(..span.start as usize).unwrap();
        let lines = before.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(lines, line, "{cover}");
    }
}
