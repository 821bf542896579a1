//! Codes of the family run (运行).

use crate::diagnostic::code::declare_codes;

declare_codes! {
    MISSING_INPUT = "GJ0501", Error, "找不到文件";
    UNREADABLE_INPUT = "GJ0502", Error, "打不开文件";
    NO_REPORT = "GJ0503", Error, "没有报告可核对";
    NO_RULES = "GJ0504", Error, "没有规则可用";
    CONFIG_SYNTAX = "GJ0505", Error, "配置文件的写法有误";
    CONFIG_KEY = "GJ0506", Error, "不认识的配置项";
    CONFIG_VALUE = "GJ0507", Error, "配置项的值不对";
    INTERNAL = "GJ0508", Error, "程序内部错误";
    UNKNOWN_TOPIC = "GJ0509", Error, "没有这个编号或规则";
    UNWRITABLE_OUTPUT = "GJ0510", Error, "写不出文件";
    EARLIER_RUN = "GJ0511", Error, "上次的结果不能用来比较";
}
