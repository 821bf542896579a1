//! Codes of the family syntax (语法).

use crate::diagnostic::code::declare_codes;

declare_codes! {
    UNEXPECTED = "GJ0001", Error, "写法不对";
    OPEN_QUOTE = "GJ0002", Error, "引号没有合上";
    OPEN_BRACKET = "GJ0003", Error, "括号没有合上";
    EXTRA_BRACKET = "GJ0004", Error, "多余的括号";
    TOO_DEEP = "GJ0005", Error, "嵌套太深或式子太长";
    UNKNOWN_STATEMENT = "GJ0006", Error, "不认识的语句";
    THOUSANDS = "GJ0007", Error, "数中有千分位逗号";
    WRONG_OPERATOR = "GJ0008", Error, "运算符写法不对";
    UNKNOWN_WORD = "GJ0009", Error, "用词不在可选范围内";
    NO_ASSERTION = "GJ0010", Error, "式子没有说明应当成立什么";
    TIGHT_MINUS = "GJ0011", Warning, "减号紧跟名称";
    STRAY_TOLERANCE = "GJ0012", Error, "容差前面没有比较";
    TWICE = "GJ0013", Error, "同一内容写了两次";
    NUMBER_TOO_LARGE = "GJ0014", Error, "数太长";
    BAD_DATE = "GJ0015", Error, "年度或日期不对";
    BAD_CAPTURE = "GJ0016", Error, "文字模式中的花括号不对";
    NO_CHECK = "GJ0017", Error, "规则中的式子前少了“检查”";
    UNQUOTED_NAME = "GJ0018", Error, "这样的名称要加引号";
    WRONG_QUOTE = "GJ0019", Error, "引号不对";
}
