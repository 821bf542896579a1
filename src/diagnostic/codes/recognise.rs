//! Codes of the family recognise (识别).

use crate::diagnostic::code::declare_codes;

declare_codes! {
    NUMBER_AND_TITLE = "GJ0401", Warning, "标题与表号不一致";
    UNFIT_TABLE = "GJ0402", Warning, "表格与表样不符";
    AMBIGUOUS_TABLE = "GJ0403", Warning, "分不清是哪张表";
    DUPLICATE_TABLE = "GJ0404", Warning, "同一张表出现不止一次";
    NO_ROWS = "GJ0405", Warning, "只有标题,没有表格";
    MISSING_COLUMN = "GJ0406", Warning, "没有找到表样中的列";
    SURPLUS_COLUMN = "GJ0407", Warning, "有表样之外的数字列";
    UNKNOWN_ROW = "GJ0408", Warning, "有表样之外的行";
    BROKEN_CODE = "GJ0409", Warning, "科目代码位数不对";
    LINE_AND_NAME = "GJ0410", Warning, "行次与项目名称不一致";
    SECOND_RECORD = "GJ0411", Warning, "单行表有多行数字";
    UNREADABLE = "GJ0412", Warning, "读不出数字";
    REPAIRED = "GJ0413", Notice, "分隔符有误,已改正读取";
    TIDIED = "GJ0414", Notice, "数字写法不规范,已按数字读取";
    SHIFT_DECIDED = "GJ0415", Notice, "缺少单元格的行,数字已归列";
    SHIFT_UNDECIDED = "GJ0416", Warning, "缺少单元格的行,数字无法归列";
    YEARS_DIFFER = "GJ0417", Warning, "年度不一致";
    GIVEN_COLUMN = "GJ0418", Error, "给定的表有表样之外的列";
    UNITS_DIFFER = "GJ0419", Warning, "单位不一致";
    NOTHING_RECOGNISED = "GJ0420", Error, "一张表也没有认出";
    UNLISTED = "GJ0421", Warning, "不符太多,没有全部列出";
}
