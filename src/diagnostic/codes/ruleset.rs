//! Codes of the family ruleset (规则集).

use crate::diagnostic::code::declare_codes;

declare_codes! {
    FOLDER_MISSING = "GJ0101", Error, "找不到规则集文件夹";
    FOLDER_EMPTY = "GJ0102", Error, "文件夹里没有规则文件";
    INHERITANCE_CYCLE = "GJ0103", Error, "规则集互相继承";
    INHERITANCE_TOO_DEEP = "GJ0104", Error, "继承的层数太多";
    NOT_UTF8 = "GJ0105", Error, "文件不是 UTF-8 编码";
    FILE_UNREADABLE = "GJ0106", Error, "文件打不开";
    HEADER_MISSING = "GJ0107", Warning, "没有“规则集”开头";
    HEADER_TWICE = "GJ0108", Error, "写了两个“规则集”开头";
    CODE_LIST_LINE = "GJ0109", Error, "科目表有一行读不懂";
    CODE_LIST_DUPLICATE = "GJ0110", Error, "科目表里代码重复";
    DEFINED_TWICE = "GJ0111", Error, "同一名称定义了两次";
    REDEFINED = "GJ0112", Error, "重新定义了继承来的规则";
    RULE_UNKNOWN = "GJ0113", Error, "没有这条规则";
    FORM_UNKNOWN = "GJ0114", Error, "没有这张表";
    OVERRIDDEN_TWICE = "GJ0115", Error, "一条规则被两处同时覆盖";
    OVERRIDE_OF_IMPLIED = "GJ0116", Error, "改了由表产生的规则所检查的内容";
    REASON_MISSING = "GJ0117", Error, "没有写原因";
    RULE_DISABLED = "GJ0118", Warning, "所说的规则已经停用";
    YEARS_OUTSIDE = "GJ0119", Warning, "年度不在规则集的年度之内";
    NOT_A_GUARD = "GJ0120", Error, "不是前提规则";
    GUARD_CYCLE = "GJ0121", Error, "规则互为前提";
    DUTY_UNKNOWN = "GJ0122", Warning, "“应查”里没有这一项";
    RULE_PART_TWICE = "GJ0123", Error, "规则的一个部分写了两次";
    RULE_WITHOUT_CHECK = "GJ0124", Error, "规则没有写要检查什么";
    EACH_COLUMN_ALONE = "GJ0125", Error, "“逐列”没有和“逐行”一起写";
    ROLL_UP_MIXED = "GJ0126", Error, "“汇总”和“检查”写在了一条规则里";
    NOT_CODED = "GJ0127", Error, "这张表不按代码分行";
    TAIL_CAP = "GJ0128", Error, "尾差上限不对";
    FORM_PART_TWICE = "GJ0129", Error, "表的一个部分写了两次";
    FORM_PART_MISPLACED = "GJ0130", Error, "表的一个部分写错了地方";
    FORM_PART_MISSING = "GJ0131", Error, "表没有写列或行";
    FORM_ENTRY_TWICE = "GJ0132", Error, "表里有重复的栏次、行次或名称";
    LEVELS = "GJ0133", Error, "级次的代码长度不对";
    FORM_NAME_UNKNOWN = "GJ0134", Error, "表里没有这个栏次、行次、代码或名称";
    FORMULA_AMBIGUOUS = "GJ0135", Error, "算式里的名称不止一个";
    FORMULA_SELF = "GJ0136", Error, "算式里有它自己";
    FORMULA_CYCLE = "GJ0137", Error, "算式互相引用";
    FORMULA_TERM_TWICE = "GJ0138", Warning, "算式里同一项算了两次";
}
