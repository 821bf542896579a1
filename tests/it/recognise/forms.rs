//! The ten forms of a Shanxi department's final accounts, written compactly.

use std::sync::Arc;

use gouji::form::{
    Axis, Block, Coded, Column, Form, Formula, FormulaTerm, Grounds, Implied, ImpliedRule, Item, LevelDeclaration,
    Operand, Total,
};
use gouji::source::{SourceId, Span};
use gouji::syntax::Named;
use gouji::value::{Kind, Name, Unit};

pub fn span() -> Span {
    Span::new(SourceId(0), 0, 0)
}

/// `1..3+5-7` as terms, each resolved by `index`.
fn formula(text: &str, index: &dyn Fn(&str) -> Vec<Operand>) -> Formula {
    let mut terms = Vec::new();
    for part in text.replace('-', "+-").split('+').filter(|part| !part.is_empty()) {
        let negative = part.starts_with('-');
        let part = part.trim_start_matches('-');
        let operands = match part.split_once("..") {
            Some((from, to)) => (from.parse::<u32>().unwrap()..=to.parse().unwrap())
                .flat_map(|number| index(&number.to_string()))
                .collect(),
            None => index(part),
        };
        terms.extend(operands.into_iter().map(|operand| FormulaTerm {
            negative,
            operand,
            span: span(),
        }));
    }
    Formula {
        terms,
        grounds: Grounds::default(),
        span: span(),
    }
}

/// `number name|alias:kind=formula`, the name with its groups before it, joined with `/`.
struct Spec<'a> {
    number: Option<u32>,
    groups: Vec<Name>,
    name: Name,
    aliases: Vec<Name>,
    kind: Option<Kind>,
    code: Option<Arc<str>>,
    formula: Option<&'a str>,
}

fn spec(text: &str) -> Spec<'_> {
    let (text, formula) = match text.trim().split_once('=') {
        Some((text, formula)) => (text, Some(formula)),
        None => (text.trim(), None),
    };
    let (text, code) = match text.split_once('#') {
        Some((text, code)) => (text, Some(code.into())),
        None => (text, None),
    };
    let (text, kind) = match text.split_once(':') {
        Some((text, kind)) => (text, Kind::named(kind)),
        None => (text, None),
    };
    let (number, text) = match text.split_once(' ') {
        Some((number, text)) if number.parse::<u32>().is_ok() => (number.parse().ok(), text),
        _ => (None, text),
    };
    let mut names = text.split('|');
    let path = names.next().unwrap();
    let mut groups: Vec<Name> = path.split('/').map(Name::new).collect();
    let name = groups.pop().unwrap();
    Spec {
        number,
        groups,
        name,
        aliases: names.map(Name::new).collect(),
        kind,
        code,
        formula,
    }
}

fn lines(text: &str) -> Vec<Spec<'_>> {
    text.split(['\n', ';'])
        .filter(|line| !line.trim().is_empty())
        .map(spec)
        .collect()
}

pub fn columns(text: &str) -> Vec<Column> {
    let specs = lines(text);
    let numbers: Vec<Option<u32>> = specs.iter().map(|spec| spec.number).collect();
    let index = |number: &str| {
        let number = number.parse().ok();
        numbers
            .iter()
            .position(|own| *own == number)
            .map(Operand::Index)
            .into_iter()
            .collect()
    };
    specs
        .into_iter()
        .map(|spec| Column {
            number: spec.number,
            name: spec.name,
            groups: spec.groups,
            aliases: spec.aliases,
            kind: spec.kind.unwrap_or(Kind::Money),
            formula: spec.formula.map(|text| formula(text, &index)),
            span: span(),
        })
        .collect()
}

/// Items, the sections before their names joined with `/`.
pub fn items(text: &str) -> Axis {
    let specs = lines(text);
    let numbers: Vec<Option<u32>> = specs.iter().map(|spec| spec.number).collect();
    let index = |number: &str| {
        let number = number.parse().ok();
        numbers
            .iter()
            .position(|own| *own == number)
            .map(Operand::Index)
            .into_iter()
            .collect()
    };
    Axis::Items(
        specs
            .into_iter()
            .map(|spec| Item {
                line: spec.number,
                name: spec.name,
                aliases: spec.aliases,
                sections: spec.groups,
                code: spec.code,
                kind: spec.kind,
                formula: spec.formula.map(|text| formula(text, &index)),
                span: span(),
            })
            .collect(),
    )
}

/// Coded rows: `类3款5项7` as lengths, totals as `name=formula`.
pub fn coded(lengths: &[u32], folded: bool, totals: &str) -> Axis {
    let names = ["类", "款", "项"];
    let code = |code: &str| vec![Operand::Code(code.into())];
    Axis::Coded(Coded {
        key: Name::new("科目代码"),
        levels: names
            .iter()
            .zip(lengths)
            .map(|(name, length)| LevelDeclaration {
                name: Name::new(name),
                length: *length,
                span: span(),
            })
            .collect(),
        code_list: None,
        folded,
        totals: lines(totals)
            .into_iter()
            .map(|spec| Total {
                name: spec.name,
                aliases: spec.aliases,
                formula: spec.formula.map(|text| formula(text, &code)),
                span: span(),
            })
            .collect(),
    })
}

pub fn block(name: Option<&str>, columns: Vec<Column>, axis: Axis) -> Block {
    Block {
        name: name.map(Name::new),
        columns,
        axis,
        span: span(),
    }
}

pub fn form(id: &str, title: &str, blocks: Vec<Block>) -> Form {
    let roll_up = Implied {
        rule: ImpliedRule::RollUp,
        severity: None,
        pilot: false,
        category: None,
        grounds: Grounds::default(),
        span: span(),
    };
    let coded = blocks.iter().any(|block| block.axis.coded().is_some());
    Form {
        id: id.into(),
        titles: title.split('|').map(Name::new).collect(),
        numbers: vec![Name::new(&format!("公开{id}表"))],
        unit: Unit::TenThousand,
        optional: false,
        repeatable: false,
        blocks,
        implied: if coded { vec![roll_up] } else { Vec::new() },
        basis: None,
        tail_cap: None,
        span: span(),
    }
}

const CLASSES: [(&str, &str); 26] = [
    ("201", "一般公共服务支出"),
    ("202", "外交支出"),
    ("203", "国防支出"),
    ("204", "公共安全支出"),
    ("205", "教育支出"),
    ("206", "科学技术支出"),
    ("207", "文化旅游体育与传媒支出"),
    ("208", "社会保障和就业支出"),
    ("210", "卫生健康支出"),
    ("211", "节能环保支出"),
    ("212", "城乡社区支出"),
    ("213", "农林水支出"),
    ("214", "交通运输支出"),
    ("215", "资源勘探工业信息等支出"),
    ("216", "商业服务业等支出"),
    ("217", "金融支出"),
    ("219", "援助其他地区支出"),
    ("220", "自然资源海洋气象等支出"),
    ("221", "住房保障支出"),
    ("222", "粮油物资储备支出"),
    ("223", "国有资本经营预算支出"),
    ("224", "灾害防治及应急管理支出"),
    ("229", "其他支出"),
    ("231", "债务还本支出"),
    ("232", "债务付息支出"),
    ("234", "抗疫特别国债安排的支出"),
];

fn classes(from: usize) -> String {
    let class = |(at, (code, name)): (usize, &(&str, &str))| format!("{} {name}#{code}\n", from + at);
    CLASSES.iter().enumerate().map(class).collect()
}

/// All ten.
pub fn all() -> Vec<Form> {
    let funds = "一般公共预算财政拨款; 政府性基金预算财政拨款; 国有资本经营预算财政拨款";
    let three = |from: usize, prefix: &str| -> String {
        let line = |(at, name): (usize, &str)| format!("{} {prefix}{}\n", from + at, name.trim());
        funds.split(';').enumerate().map(line).collect()
    };
    let by_function = || coded(&[3, 5, 7], false, "合计");
    vec![
        form(
            "01",
            "收入支出决算总表",
            vec![
                block(
                    Some("收入"),
                    columns("1 金额|决算数"),
                    items(
                        "1 一般公共预算财政拨款收入; 2 政府性基金预算财政拨款收入; 3 国有资本经营预算财政拨款收入; 4 上级补助收入
                         5 事业收入; 6 经营收入; 7 附属单位上缴收入; 8 其他收入; 27 本年收入合计=1..8
                         28 使用非财政拨款结余(含专用结余); 29 年初结转和结余; 31 总计=27+28+29",
                    ),
                ),
                block(
                    Some("支出"),
                    columns("2 金额|决算数"),
                    items(&format!(
                        "{}58 本年支出合计=32..57; 59 结余分配; 60 年末结转和结余; 62 总计=58+59+60",
                        classes(32)
                    )),
                ),
            ],
        ),
        form(
            "02",
            "收入决算表",
            vec![block(
                None,
                columns(
                    "1 本年收入合计=2..7; 2 财政拨款收入; 3 上级补助收入; 4 事业收入; 5 经营收入; 6 附属单位上缴收入; 7 其他收入",
                ),
                by_function(),
            )],
        ),
        form(
            "03",
            "支出决算表",
            vec![block(
                None,
                columns(
                    "1 本年支出合计=2..6; 2 基本支出; 3 项目支出; 4 上缴上级支出; 5 经营支出; 6 对附属单位补助支出",
                ),
                by_function(),
            )],
        ),
        form(
            "04",
            "财政拨款收入支出决算总表",
            vec![
                block(
                    Some("收入"),
                    columns("1 金额"),
                    items(&format!(
                        "{}27 本年收入合计=1..3; 28 年初财政拨款结转和结余=29..31\n{}32 总计=27+28",
                        three(1, ""),
                        three(29, "")
                    )),
                ),
                block(
                    Some("支出"),
                    columns("2 合计=3..5; 3 一般公共预算财政拨款; 4 政府性基金预算财政拨款; 5 国有资本经营预算财政拨款"),
                    items(&format!(
                        "{}59 本年支出合计=33..58; 60 年末财政拨款结转和结余=61..63\n{}64 总计=59+60",
                        classes(33),
                        three(61, "")
                    )),
                ),
            ],
        ),
        form(
            "05",
            "一般公共预算财政拨款支出决算表",
            vec![block(
                None,
                columns("1 本年支出/小计=2+3; 2 本年支出/基本支出; 3 本年支出/项目支出"),
                by_function(),
            )],
        ),
        form(
            "06",
            "一般公共预算财政拨款基本支出决算表|一般公共预算财政拨款基本支出决算明细表",
            vec![block(
                None,
                columns("决算数"),
                coded(
                    &[3, 5],
                    true,
                    "人员经费合计=301+303; 公用经费合计=302+307+309+310+311+312+313+399",
                ),
            )],
        ),
        form(
            "07",
            "政府性基金预算财政拨款收入支出决算表",
            vec![block(
                None,
                columns(
                    "1 年初结转和结余; 2 本年收入; 3 本年支出/小计=4+5; 4 本年支出/基本支出; 5 本年支出/项目支出
                     6 年末结转和结余=1+2-3",
                ),
                by_function(),
            )],
        ),
        form(
            "08",
            "国有资本经营预算财政拨款支出决算表",
            vec![block(
                None,
                columns("1 本年支出/合计=2+3; 2 本年支出/基本支出; 3 本年支出/项目支出"),
                by_function(),
            )],
        ),
        form(
            "09",
            "财政拨款“三公”经费支出决算表",
            vec![block(
                None,
                columns(
                    "1 预算数/合计=2+3+6; 2 预算数/因公出国(境)费; 3 预算数/公务用车购置及运行维护费/小计=4+5
                     4 预算数/公务用车购置及运行维护费/购置费; 5 预算数/公务用车购置及运行维护费/运行维护费; 6 预算数/公务接待费
                     7 决算数/合计=8+9+12; 8 决算数/因公出国(境)费; 9 决算数/公务用车购置及运行维护费/小计=10+11
                     10 决算数/公务用车购置及运行维护费/购置费; 11 决算数/公务用车购置及运行维护费/运行维护费
                     12 决算数/公务接待费",
                ),
                Axis::Single,
            )],
        ),
        form(
            "10",
            "部门决算公开相关信息统计表",
            vec![block(
                None,
                columns("统计数"),
                items(
                    "1 政府采购情况/合计=2..4; 2 政府采购情况/货物; 3 政府采购情况/工程; 4 政府采购情况/服务
                     5 机关运行经费/行政单位; 6 机关运行经费/参照公务员法管理事业单位
                     7 国有资产占用情况/车辆数合计(辆):数量=8..15; 8 国有资产占用情况/副部(省)级及以上领导用车:数量
                     9 国有资产占用情况/主要负责人用车:数量; 10 国有资产占用情况/机要通信用车:数量
                     11 国有资产占用情况/应急保障用车:数量; 12 国有资产占用情况/执法执勤用车:数量
                     13 国有资产占用情况/特种专业技术用车:数量; 14 国有资产占用情况/离退休干部服务用车:数量
                     15 国有资产占用情况/其他用车:数量; 17 国有资产占用情况/单价100万元(含)以上设备(不含车辆):数量",
                ),
            )],
        ),
    ]
}
