//! Rulesets in memory, with a cursor.

use gouji::ide::{Location, Snapshot};
use gouji::ruleset::Date;
use gouji::session::Memory;
use gouji::source::SourceId;

/// Files of a national ruleset and of a province that inherits it.
pub const RULESETS: [(&str, &str); 5] = [
    (
        "全国/规则集.gj",
        "规则集 全国 {\n    年度 2024\n    科目 功能分类 \"科目.csv\"\n}\n应查 { \"表间衔接\" }\n",
    ),
    (
        "全国/科目.csv",
        "代码,名称\n208,社会保障和就业支出\n20805,行政事业单位养老支出\n229,其他支出\n",
    ),
    (
        "全国/表.gj",
        r#"表 01 "收入支出决算总表" {
    单位 万元
    块 收入 {
        列 { 1 金额 }
        行 {
            1 财政拨款收入
            8 其他收入
            31 总计 = 1 + 8
        }
    }
    块 支出 {
        列 { 2 金额 }
        行 {
            54 其他支出 代码 229
            62 总计 = 54
        }
    }
}

表 03 "支出决算表" {
    表号 "公开03表"
    单位 万元
    行 科目代码 { 类 3, 款 5 } 科目 功能分类
    列 {
        1 本年支出合计 = 2..3
        2 基本支出 别名 "基本"
        3 项目支出
    }
    合计行 "合计"
    纵向
}

表 09 "三公经费表" {
    单位 万元
    行 单行
    列 预算数 { 1 合计 = 2; 2 公务接待费 }
    列 决算数 { 7 合计 = 8; 8 公务接待费 }
}
"#,
    ),
    (
        "全国/表间.gj",
        r#"令 其他支出 = 03[229].项目支出
规则 甲-1 "总计相等" {
    检查 01.收入.总计 ≈ 01.支出.总计
    级别 警告
    履行 "表间衔接"
}
甲-2 "项目支出": sum(03.项目支出) >= 其他支出
规则 甲-3 "各行" {
    逐行 03
    令 一半 = 基本支出 / 2
    检查 基本支出 >= 一半
    依据 "编制说明"
}
前提 规则 甲-4 "有数": 03.本年支出合计 > 0
规则 甲-5 "三公" {
    检查 09.决算数.公务接待费 <= 09.预算数.公务接待费
    前提 甲-4
}
"#,
    ),
    (
        "山西/规则集.gj",
        "规则集 山西 {\n    年度 2024\n    继承 \"../全国\"\n}\n停用 甲-2 因为 \"口径不同\"\n覆盖 规则 甲-1 { 级别 提示 }\n",
    ),
];

pub fn today() -> Date {
    Date {
        year: 2025,
        month: 6,
        day: 30,
    }
}

/// The file of the province that a test writes.
pub const FILE: &str = "山西/试.gj";

/// The province with `text` (the cursor `¦` taken out) as its further file: the ruleset, that file, and where the
/// cursor was.
pub fn province(text: &str) -> (Snapshot, SourceId, usize) {
    let offset = text.find('¦').unwrap_or_default();
    let mut memory = Memory::new();
    for (path, text) in RULESETS {
        memory.insert(path, text);
    }
    memory.insert(FILE, text.replacen('¦', "", 1));
    let snapshot = Snapshot::of_folder(&memory, "山西", today());
    let source = snapshot.source_named(FILE).unwrap();
    (snapshot, source, offset)
}

/// `path:line text`, the line counted from 1.
pub fn shown(snapshot: &Snapshot, place: &Location) -> String {
    let source = snapshot.sources().get(place.source).unwrap();
    let line = source.lines().line_of(place.range.start) + 1;
    format!("{}:{line} {}", source.name, &source.text[place.range.clone()])
}
