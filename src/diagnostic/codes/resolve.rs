//! Codes of names, references and kinds.

use crate::diagnostic::code::declare_codes;

declare_codes! {
    UNKNOWN_FORM = "GJ0201", Error, "没有声明的表";
    UNKNOWN_PART = "GJ0202", Error, "表里没有这一栏或这一项";
    AMBIGUOUS = "GJ0203", Error, "所指不唯一";
    UNKNOWN_NAME = "GJ0204", Error, "没有定义的名称";
    KIND_MISMATCH = "GJ0205", Error, "两种不同的量不能运算或比较";
    NEEDS_ONE_FIGURE = "GJ0206", Error, "这里要一个数,给出的是多行";
    UNKNOWN_FUNCTION = "GJ0207", Error, "没有这个函数";
    WRONG_ARGUMENTS = "GJ0208", Error, "函数的参数不对";
    NOT_A_CONDITION = "GJ0209", Error, "这里要一个能判断真假的式子";
    BAD_EACH = "GJ0210", Error, "逐行、逐列用得不对";
    UNKNOWN_NARRATIVE = "GJ0211", Error, "没有声明的文字或其中的量";
    OUTSIDE_EACH = "GJ0212", Error, "只能用在逐行之内";
    CYCLIC_LET = "GJ0213", Error, "令的定义绕成了圈";
    UNKNOWN_CODE_LIST = "GJ0214", Error, "没有声明的科目表";
    BAD_SELECTOR = "GJ0215", Error, "方括号里选的行不对";
}
