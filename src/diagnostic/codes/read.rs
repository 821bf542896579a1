//! Codes of the family read (读取).

use crate::diagnostic::code::declare_codes;

declare_codes! {
    EMPTY_FILE = "GJ0301", Error, "文件里没有内容";
    UNSUPPORTED_FORMAT = "GJ0302", Error, "暂不支持这种文件";
    UNKNOWN_FORMAT = "GJ0303", Error, "认不出这是什么文件";
    PASSWORD = "GJ0304", Error, "文件加了密码";
    BROKEN_FILE = "GJ0305", Error, "文件已损坏";
    BAD_BYTES = "GJ0306", Warning, "有认不出的字节";
    FILE_TOO_LARGE = "GJ0307", Error, "文件过大";
    PARTLY_READ = "GJ0308", Error, "内容过多,只读了一部分";
    UNCLOSED_QUOTE = "GJ0309", Warning, "引号没有成对";
    UNCALCULATED = "GJ0310", Warning, "公式没有计算结果";
    BROKEN_SHEET = "GJ0311", Error, "工作表没有读全";
    HIDDEN_SHEET = "GJ0312", Notice, "跳过了隐藏的工作表";
    HIDDEN_COLUMNS = "GJ0313", Notice, "跳过了隐藏的列";
    DIVIDED_FORMAT = "GJ0314", Notice, "数字格式把数缩小了显示";
    BROKEN_DOCUMENT = "GJ0315", Error, "Word 文件没有读全";
    HIDDEN_TEXT = "GJ0316", Notice, "跳过了隐藏的文字";
    TRACKED_CHANGES = "GJ0317", Warning, "修订还没有接受";
    UNREAD_CONTENT = "GJ0318", Warning, "有内容没有读取";
}
