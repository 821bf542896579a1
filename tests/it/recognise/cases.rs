//! What text does to tables, case by case. `|` stands for a tab.

use super::{codes, forms, rows, text};

struct Case {
    name: &'static str,
    text: &'static str,
    /// Form, block, and its rows.
    tables: &'static [(usize, usize, &'static [&'static str])],
    codes: &'static [&'static str],
}

fn check(cases: &[Case]) {
    let forms = forms::all();
    let mut failures = Vec::new();
    for case in cases {
        let checked = text(case.text);
        let mut actual: Vec<(usize, usize, Vec<String>)> = Vec::new();
        for table in &checked.value.tables {
            for block in 0..table.parts.len() {
                actual.push((table.form.index() + 1, block, rows(&forms, table, block)));
            }
        }
        actual.retain(|(_, _, rows)| !rows.is_empty());
        let expected: Vec<(usize, usize, Vec<String>)> = case
            .tables
            .iter()
            .map(|(form, block, rows)| (*form, *block, rows.iter().map(|row| (*row).to_owned()).collect()))
            .collect();
        if actual != expected || codes(&checked) != case.codes {
            failures.push(format!(
                "{}:\n got {actual:#?}\n codes {:?}\n {:#?}",
                case.name,
                codes(&checked),
                checked
                    .diagnostics
                    .iter()
                    .map(|diagnostic| &diagnostic.message)
                    .collect::<Vec<_>>(),
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

const PLAIN_03: &[&str] = &["合计 30000 10000 20000 _ _ _", "201 30000 10000 20000 _ _ _"];

#[test]
fn headers() {
    check(&[
        Case {
            name: "by 栏次, whatever the names",
            text: "支出决算表\n科目代码|科目名称|甲|乙|丙|丁|戊|己\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "栏次 in another order",
            text: "支出决算表\n科目代码|科目名称|丙|甲|乙|丁|戊|己\n栏次||3|1|2|4|5|6\n|合计|2|3|1|||\n201|一般|2|3|1|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "a row of 栏次 without label",
            text: "支出决算表\n代码|名称|甲|乙|丙|丁|戊|己\n||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "by name, wrapped over two rows, in another order",
            text: "支出决算表\n科目|科目|本年支|项目|基本|上缴上|经营|对附属单\n编码|名称|出合计|支出|支出|级支出|支出|位补助支出\n合计||3|2|1|||\n201|一般|3|2|1|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "by position, the header being noise",
            text: "支出决算表\n彳|口|廾|乂|丿|丶|丨|亅\n|合计|3|1|2|||\n201|一般|3|1|2|||\n20101|人大|3|1|2|||\n",
            tables: &[(
                3,
                0,
                &[
                    "合计 30000 10000 20000 _ _ _",
                    "201 30000 10000 20000 _ _ _",
                    "20101 30000 10000 20000 _ _ _",
                ],
            )],
            codes: &[],
        },
        Case {
            name: "some by name, the ones between by position",
            text: "支出决算表\n科目代码|科目名称|本年支出合计|?|项目支出|?|经营支出|?\n|合计|3|1|2|||\n201|一般|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "a column too many and one too few",
            text: "支出决算表\n科目代码|科目名称|本年支出合计|基本支出|项目支出|上年数|经营支出|对附属单位补助支出|上缴上级支出\n|合计|3|1|2|9|||\n201|一般|3|1|2|9|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &["GJ0407"],
        },
        Case {
            name: "a column missing",
            text: "支出决算表\n科目代码|科目名称|本年支出合计|基本支出|项目支出\n|合计|3|1|2\n201|一般|3|1|2\n",
            tables: &[(3, 0, &["合计 30000 10000 20000 - - -", "201 30000 10000 20000 - - -"])],
            codes: &["GJ0406"],
        },
        Case {
            name: "groups printed over their first column",
            text: "一般公共预算财政拨款支出决算表\n项目||本年支出||\n科目代码|科目名称|小计|基本支出|项目支出\n合计||3|1|2\n201|一般|3|1|2\n",
            tables: &[(5, 0, &["合计 30000 10000 20000", "201 30000 10000 20000"])],
            codes: &[],
        },
        Case {
            name: "a record, one name in two groups",
            text: "财政拨款“三公”经费支出决算表\n公开09表\n预算数||||||决算数|||||\n合计|因公出国(境)费|小计|购置费|运行维护费|公务接待费|合计|因公出国(境)费|小计|购置费|运行维护费|公务接待费\n3||2||2|1|3||2||2|1\n",
            tables: &[(9, 0, &["记录 30000 _ 20000 _ 20000 10000 30000 _ 20000 _ 20000 10000"])],
            codes: &[],
        },
        Case {
            name: "only code and noise: no table of this form",
            text: "支出决算表\n姓名|电话\n张三|888\n",
            tables: &[],
            codes: &["GJ0402"],
        },
    ]);
}

#[test]
fn rows_of_all_kinds() {
    check(&[
        Case {
            name: "total at the bottom, blanks in its name",
            text: "支出决算表\n科目代码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出\n201|一般|3|1|2|||\n合 计||3|1|2|||\n",
            tables: &[(3, 0, &["201 30000 10000 20000 _ _ _", "合计 30000 10000 20000 _ _ _"])],
            codes: &[],
        },
        Case {
            name: "codes split over three columns, upper ones printed once",
            text: "一般公共预算财政拨款支出决算表\n科目编码|||科目名称|小计|基本支出|项目支出\n类|款|项|||\n208|||社会|3|1|2\n208|05||养老|3|1|2\n|05|05|保险|3|1|2\n合计||||3|1|2\n",
            tables: &[(
                5,
                0,
                &[
                    "208 30000 10000 20000",
                    "20805 30000 10000 20000",
                    "2080505 30000 10000 20000",
                    "合计 30000 10000 20000",
                ],
            )],
            codes: &[],
        },
        Case {
            name: "a lost zero is no code",
            text: "一般公共预算财政拨款基本支出决算表\n科目代码|科目名称|决算数\n301|工资|3\n301 2|津贴|1\n302 01|办公|2\n",
            tables: &[(6, 0, &["301 30000", "30201 20000"])],
            codes: &["GJ0409"],
        },
        Case {
            name: "a row without code",
            text: "一般公共预算财政拨款基本支出决算表\n科目代码|科目名称|决算数\n301|工资|3\n|补助|1\n|续行的名称|\n",
            tables: &[(6, 0, &["301 30000"])],
            codes: &["GJ0408"],
        },
        Case {
            name: "two rows with one code are both kept",
            text: "一般公共预算财政拨款基本支出决算表\n科目代码|科目名称|决算数\n301|工资|3\n301|工资|4\n",
            tables: &[(6, 0, &["301 30000", "301 40000"])],
            codes: &[],
        },
        Case {
            name: "side by side without 行次, names twice, unknown rows",
            text: "财政拨款收入支出决算总表\n收入||支出||||\n项目|金额|项目|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款\n一、一般公共预算财政拨款|3|一、一般公共服务支出|3|3||\n本年收入合计|3|本年支出合计|3|3||\n年初财政拨款结转和结余|2|年末财政拨款结转和结余|2|2||\n一般公共预算财政拨款|2|火星支出|7|7||\n总 计|5|总 计|5|5||\n",
            tables: &[
                (4, 0, &["1 30000", "27 30000", "28 20000", "29 20000", "32 50000"]),
                (
                    4,
                    1,
                    &[
                        "33 30000 30000 _ _",
                        "59 30000 30000 _ _",
                        "60 20000 20000 _ _",
                        "64 50000 50000 _ _",
                    ],
                ),
            ],
            codes: &["GJ0408"],
        },
        Case {
            name: "行次 and name disagree: the name",
            text: "收入支出决算总表\n项目|行次|金额|项目|行次|金额\n五、事业收入|4|3|二、外交支出|33|1\n",
            tables: &[(1, 0, &["5 30000"]), (1, 1, &["33 10000"])],
            codes: &["GJ0410"],
        },
        Case {
            name: "行次 with a name that is nothing like it",
            text: "收入支出决算总表\n项目|行次|金额|项目|行次|金额\n火星|4|3|二、外交攴出|33|1\n",
            tables: &[(1, 1, &["33 10000"])],
            codes: &["GJ0408"],
        },
        Case {
            name: "a second record",
            text: "财政拨款“三公”经费支出决算表\n1|2|3|4|5|6|7|8|9|10|11|12\n3||2||2|1|3||2||2|1\n4||2||2|1|3||2||2|1\n",
            tables: &[(9, 0, &["记录 30000 _ 20000 _ 20000 10000 30000 _ 20000 _ 20000 10000"])],
            codes: &["GJ0411"],
        },
        Case {
            name: "sections without 行次",
            text: "部门决算公开相关信息统计表\n一、政府采购情况|\n项目|统计数\n合计|0.50\n货物|0.50\n三、国有资产占用情况|\n(一)车辆数合计(辆)|2\n8.其他用车|2\n",
            tables: &[(10, 0, &["1 5000", "2 5000", "7 2", "15 2"])],
            codes: &[],
        },
        Case {
            name: "words where a figure should be",
            text: "部门决算公开相关信息统计表\n项目|行次|统计数\n合计|1|无\n货物|2|-\n工程|3|12.5%\n车辆数合计(辆)|7|2\n",
            tables: &[(10, 0, &["1 ?", "2 _", "3 ?", "7 2"])],
            codes: &["GJ0412", "GJ0412"],
        },
    ]);
}

#[test]
fn tables_and_pages() {
    check(&[
        Case {
            name: "a list of contents and running text are no tables",
            text: "目录\n一、收入决算表|8\n二、支出决算表|9\n收入决算表反映收入情况。\n单位|人数\n一科|3\n支出决算表\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "page marks, repeated title and header on the next page, blank lines",
            text: "支出决算表\n公开03表\n科目代码|科目名称|甲|乙|丙|丁|戊|己\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n\n- 31 -\n\n支出决算表(续)\n公开03表\n部门名称:某局\n科目代码|科目名称|甲|乙|丙|丁|戊|己\n栏次||1|2|3|4|5|6\n201|一般|3|1|2|||\n注:本表反映支出。\n说明:金额单位万元。\n- 2. 第二点。\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "the header repeated without the title",
            text: "支出决算表\n科目代码|科目名称|甲|乙|丙|丁|戊|己\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n\n科目代码|科目名称|甲|乙|丙|丁|戊|己\n栏次||1|2|3|4|5|6\n201|一般|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "the same table twice",
            text: "支出决算表\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n注:一\n支出决算表\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03), (3, 0, PLAIN_03)],
            codes: &["GJ0404"],
        },
        Case {
            name: "title and number disagree",
            text: "支出决算表\n公开02表\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n",
            tables: &[],
            codes: &["GJ0401"],
        },
        Case {
            name: "found by number, which stands before the title or instead of it",
            text: "公开03表\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "the longest title, over two lines, with year and number around it",
            text: "2024年度一般公共预算财政拨款\n支出决算表(公开05表)\n科目代码|科目名称|小计|基本支出|项目支出\n合计||3|1|2\n",
            tables: &[(5, 0, &["合计 30000 10000 20000"])],
            codes: &[],
        },
        Case {
            name: "a heading ends a table, what follows is none",
            text: "支出决算表\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n# 其他说明\n208|社会|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "a table that no form is, with its unit, ends the one before; its note is not that one's",
            text: "支出决算表\n单位:万元\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n某项收入支出决算明细表\n单位:万元\n208|社会|3|1|2|||\n说明:本表无数据\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "what runs along the tops of pages ends no table",
            text: "支出决算表\n单位:万元\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n\n某局2024年度部门决算公开表\n单位:万元\n201|一般|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &[],
        },
        Case {
            name: "in 元, one cell in 万元",
            text: "支出决算表\n金额单位:元\n栏次||1|2|3|4|5|6\n|合计|3|1万元|2|||\n201|一般|3|1万元|2|||\n",
            tables: &[(3, 0, &["合计 3 10000 2 _ _ _", "201 3 10000 2 _ _ _"])],
            codes: &[],
        },
        Case {
            name: "a table that is left out, and says so",
            text: "国有资本经营预算财政拨款支出决算表\n公开08表\n说明:本表无数据\n支出决算表\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n",
            tables: &[(3, 0, PLAIN_03)],
            codes: &["GJ0405", "GJ0406"],
        },
        Case {
            name: "full-width marks and digits",
            text: "支出决算表\n单位\u{ff1a}元\n栏次||1|2|3|4|5|6\n|合计|\u{ff13}|\u{ff11}|2|||\n201|一般|3|1|2|||\n注\u{ff1a}第一点\u{ff1b}\n\u{ff12}\u{ff0e} 第二点\n208|社会|3|1|2|||\n",
            tables: &[(3, 0, &["合计 3 1 2 _ _ _", "201 3 1 2 _ _ _"])],
            codes: &["GJ0414"],
        },
        Case {
            name: "two years",
            text: "支出决算表\n2023年度\n栏次||1|2|3|4|5|6\n|合计|3|1|2|||\n201|一般|3|1|2|||\n注:一\n收入决算表\n2024年度\n栏次||1|2|3|4|5|6|7\n|合计|3|3|||||\n国有资本经营预算财政拨款支出决算表\n2024年度\n栏次||1|2|3\n|合计|||\n",
            tables: &[
                (3, 0, PLAIN_03),
                (2, 0, &["合计 30000 30000 _ _ _ _ _"]),
                (8, 0, &["合计 _ _ _"]),
            ],
            codes: &["GJ0417"],
        },
    ]);
}

#[test]
fn rows_with_lost_cells() {
    const HEAD: &str = "支出决算表\n科目代码|科目名称|甲|乙|丙|丁|戊|己\n栏次||1|2|3|4|5|6\n";
    assert!(HEAD.contains("栏次"));
    check(&[
        Case {
            name: "the sums decide",
            text: "支出决算表\n栏次||1|2|3|4|5|6\n|合计|8|1|2|||5\n201|一般|3|1|2|||\n\n203|国防|5||5\n20306|动员|5||5\n",
            tables: &[(
                3,
                0,
                &[
                    "合计 80000 10000 20000 _ _ 50000",
                    "201 30000 10000 20000 _ _ _",
                    "203 50000 _ _ _ _ 50000",
                    "20306 50000 _ _ _ _ 50000",
                ],
            )],
            codes: &["GJ0415"],
        },
        Case {
            name: "nothing decides: the total has lost its figures too",
            text: "支出决算表\n栏次||1|2|3|4|5|6\n201|一般|3|1|2|||\n\n203|国防|5||5\n",
            tables: &[(3, 0, &["201 30000 10000 20000 _ _ _", "203 50000 _ ? ? ? ?"])],
            codes: &["GJ0416"],
        },
        Case {
            name: "a wrong figure in the page does not spoil its neighbours",
            text: "支出决算表\n栏次||1|2|3|4|5|6\n|合计|100|10|20|||70\n201|一般|30|10|20|||\n\n203|国防|31||31\n20306|动员|30||30\n2030601|动员|30||30\n208|社会|40||40\n20805|养老|40||40\n2080505|保险|40||40\n",
            tables: &[(
                3,
                0,
                &[
                    "合计 1000000 100000 200000 _ _ 700000",
                    "201 300000 100000 200000 _ _ _",
                    "203 310000 _ _ _ _ 310000",
                    "20306 300000 _ _ _ _ 300000",
                    "2030601 300000 _ _ _ _ 300000",
                    "208 400000 _ _ _ _ 400000",
                    "20805 400000 _ _ _ _ 400000",
                    "2080505 400000 _ _ _ _ 400000",
                ],
            )],
            codes: &["GJ0415"],
        },
        Case {
            name: "nothing moves where only the last cells are gone",
            text: "一般公共预算财政拨款支出决算表\n栏次||1|2|3\n|合计|3|3|\n201|一般|3|3\n",
            tables: &[(5, 0, &["合计 30000 30000 _", "201 30000 30000 _"])],
            codes: &["GJ0415"],
        },
        Case {
            name: "side by side: 行次 say which lane has lost a cell",
            text: "收入支出决算总表\n项目|行次|金额|项目|行次|金额\n一、一般公共预算财政拨款收入|1|3|一、一般公共服务支出|32|3\n四、上级补助收入|4|三、国防支出|34|2\n",
            tables: &[(1, 0, &["1 30000", "4 _"]), (1, 1, &["32 30000", "34 20000"])],
            codes: &["GJ0415"],
        },
    ]);
}
