//! Codes of the family read (读取).

use crate::diagnostic::code::declare_codes;

declare_codes! {
    EMPTY_FILE = "GJ0301", Error, "文件里没有内容";
    UNSUPPORTED_FORMAT = "GJ0302", Error, "暂不支持这种文件";
    UNKNOWN_FORMAT = "GJ0303", Error, "认不出这是什么文件";
    PASSWORD = "GJ0304", Error, "文件加了密码";
    BROKEN_WORKBOOK = "GJ0305", Error, "工作簿已损坏";
    BAD_BYTES = "GJ0306", Warning, "有认不出的字节";
    FILE_TOO_LARGE = "GJ0307", Error, "文件过大";
    PARTLY_READ = "GJ0308", Error, "内容过多,只读了一部分";
    UNCLOSED_QUOTE = "GJ0309", Warning, "引号没有成对";
    UNCALCULATED = "GJ0310", Warning, "公式没有计算结果";
    BROKEN_SHEET = "GJ0311", Error, "工作表没有读全";
    HIDDEN_SHEET = "GJ0312", Notice, "跳过了隐藏的工作表";
    HIDDEN_COLUMNS = "GJ0313", Notice, "跳过了隐藏的列";
    BROKEN_PDF = "GJ0330", Error, "PDF 打不开";
    INCOMPLETE_PDF = "GJ0331", Error, "PDF 没有读全";
    NO_TEXT_LAYER = "GJ0332", Error, "扫描件没有文字层";
    SCANNED_PAGES = "GJ0333", Warning, "有的页是图片";
    UNMAPPED_CHARACTERS = "GJ0334", Warning, "有认不出的字";
    HIDDEN_TEXT = "GJ0335", Notice, "有看不见的文字";
    UNRULED_ROWS = "GJ0336", Warning, "像表格的文字没有格线";
    GUESSED_COLUMNS = "GJ0337", Notice, "表格没有竖线";
}
