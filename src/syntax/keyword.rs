//! The keywords: one table that completion, hover, highlighting, the formatter and the reference page are made from.

/// A keyword in both spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keyword {
    /// The Chinese spelling, the normal one.
    pub chinese: &'static str,
    /// The English spelling.
    pub english: &'static str,
    /// Where it stands.
    pub role: KeywordRole,
    /// What it does, one line in Chinese.
    pub doc: &'static str,
}

/// Where a keyword stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeywordRole {
    /// Begins an item of a file.
    Item,
    /// Begins a statement of a ruleset's header.
    HeaderPart,
    /// Begins a statement of a form.
    FormPart,
    /// Begins an attribute of a column, an item or a form.
    FormAttribute,
    /// Begins a statement of a rule.
    RulePart,
    /// Begins a statement of a test.
    TestPart,
    /// Stands inside a statement.
    Clause,
    /// An operator or a constant of expressions.
    Operator,
    /// A level (after 级别).
    Level,
    /// A category (after 类别).
    Category,
    /// An outcome (after 期望).
    Outcome,
    /// A kind of figure (after `:`).
    Kind,
}

impl Keyword {
    /// The keywords spelled `word`, in Chinese or English; a word may have several roles (`科目`, `年度`).
    pub fn spelled(word: &str) -> impl Iterator<Item = &'static Keyword> {
        KEYWORDS.iter().filter(move |keyword| keyword.is(word))
    }

    /// Those of one role.
    pub fn of_role(role: KeywordRole) -> impl Iterator<Item = &'static Keyword> {
        KEYWORDS.iter().filter(move |keyword| keyword.role == role)
    }

    /// Whether `word` is one of its spellings.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.chinese == word || self.english == word
    }
}

macro_rules! keywords {
    ($($role:ident { $($chinese:literal $english:literal $doc:literal)* })*) => {
        /// Every keyword; those of one role stand together.
        pub static KEYWORDS: &[Keyword] = &[$($(Keyword {
            chinese: $chinese,
            english: $english,
            role: KeywordRole::$role,
            doc: $doc,
        }),*),*];
    };
}

keywords! {
    Item {
        "规则集" "ruleset" "规则集的抬头:名称、版本、适用年度、继承的规则集。"
        "表" "form" "声明一张表:表号、单位、行、列,以及表内应有的关系。"
        "规则" "rule" "声明一条规则。"
        "前提" "premise" "写在“规则”前:此规则不成立时,依赖它的规则一律不判断。"
        "令" "let" "给一个式子起名,以后按名引用。"
        "文" "narrative" "声明从某一章节的文字中提取哪些数。"
        "覆盖" "override" "修改继承来的表或规则的某些部分。"
        "停用" "disable" "停用一条规则,并说明原因。"
        "豁免" "waive" "在期限内把某单位某规则的不符视为已说明。"
        "科目" "codes" "声明一份科目表:代码、名称、起止年度。"
        "测试" "test" "规则的测试:给定数据,期望结果。"
        "应查" "duties" "列出必须检查的事项;规则用“履行”对应。"
    }
    HeaderPart {
        "版本" "version" "规则集的版本。"
        "年度" "years" "适用年度,如 2022..2024。"
        "继承" "extends" "所继承规则集的文件夹。"
        "科目" "codes" "规则集所用的科目表。"
        "尾差上限" "tail_cap" "四舍五入所容许差额的上限。"
    }
    FormPart {
        "表号" "number" "表上印的表号,可写多种写法。"
        "标题" "title" "表题的其他写法。"
        "单位" "unit" "表中金额的单位。"
        "块" "block" "并排的一块,如收入、支出。"
        "列" "columns" "表的各列。"
        "行" "rows" "表的各行:按代码、按项目,或单行。"
        "合计行" "total" "合计行的名称,可带计算关系。"
        "节" "section" "一组项目。"
        "纵向" "roll_up" "逐级汇总:上级等于下级之和,合计等于最高一级之和。"
        "非负" "non_negative" "各数不得为负。"
        "必填" "required" "写出的列或行不得空白;没有写出的,看合计行或单行。"
        "空表说明" "empty_statement" "空表须有说明,有数的表不得有。"
        "尾差上限" "tail_cap" "本表四舍五入所容许差额的上限。"
        "依据" "basis" "表上印着的关系从哪里来。"
    }
    FormAttribute {
        "可空" "optional" "报告可以没有此表。"
        "可重复" "repeatable" "一份报告可有多张此表。"
        "单行" "single" "表只有一行数。"
        "折叠" "folded" "并排的几栏其实是一张长表。"
        "别名" "alias" "列或项目的其他写法。"
        "代码" "code" "项目对应的科目代码。"
        "履行" "discharges" "这一条对应的“应查”事项。"
    }
    RulePart {
        "逐行" "each" "对表的每一行分别检查;几张表按键对齐。"
        "逐列" "each_column" "对每一金额列分别检查,当前列称“本列”。"
        "当" "when" "条件不满足时此规则不适用。"
        "检查" "check" "应当成立的关系。"
        "汇总" "rollup" "上级等于下级之和,合计等于最高一级之和,逐列检查。"
        "令" "let" "给一个式子起名,在本规则内引用。"
        "级别" "level" "不符时的级别:错误、警告、提示、试行。"
        "类别" "category" "强制,或经单位说明可予核实。"
        "依据" "basis" "制度依据。"
        "说明" "message" "写给读者的说明,花括号内可引用数值。"
        "年度" "years" "规则适用的年度。"
        "尾差上限" "tail_cap" "本规则四舍五入所容许差额的上限。"
        "前提" "premise" "本规则所依赖的前提规则。"
        "履行" "discharges" "本规则对应的应查事项。"
    }
    TestPart {
        "给定" "given" "测试所用的表或报告信息。"
        "期望" "expect" "规则应得的结果。"
    }
    Clause {
        "按" "by" "几张表对齐所用的键。"
        "因为" "because" "停用的原因。"
        "理由" "reason" "豁免的理由。"
        "至" "until" "豁免的截止日期。"
        "报告" "report" "给定报告的单位、年度。"
        "差" "difference" "期望的差额。"
    }
    Operator {
        "则" "implies" "前者成立时后者必须成立。"
        "或" "or" "至少一个成立。"
        "且" "and" "两个都成立。"
        "非" "not" "不成立。"
        "包含" "contains" "文本中有这些字。"
        "匹配" "matches" "整个文本符合样式:* 代表任意一段,? 代表任意一个字。"
        "存在" "exists" "报告中有它。"
        "缺失" "missing" "报告中没有它。"
        "为空" "blank" "有此格而未填。"
        "为零" "zero" "未填,或填的是 0。"
        "真" "true" "成立。"
        "假" "false" "不成立。"
    }
    Level {
        "错误" "error" "不符即为错误。"
        "警告" "warning" "不符大多是错误。"
        "提示" "notice" "不符供参考。"
        "试行" "pilot" "照常计算和计数,但不报告不符。"
    }
    Category {
        "强制" "mandatory" "必须成立。"
        "核实" "verify" "不成立时可由单位说明。"
    }
    Outcome {
        "成立" "holds" "关系成立。"
        "尾差" "tail" "差额不超过四舍五入所能解释的范围。"
        "不符" "fails" "关系不成立。"
        "已说明" "explained" "不符,但已豁免。"
        "不适用" "skipped" "“当”或“则”左边的条件不成立,未检查。"
        "无数据" "vacuous" "没有可检查的行,或各数全为空白。"
        "未查" "unbound" "所需的表、行或列在报告中找不到,没有检查。"
        "无法计算" "error_outcome" "如除数为零。"
    }
    Kind {
        "金额" "money" "以元为本位的金额。"
        "数量" "count" "人数、辆数、批次等。"
        "比率" "ratio" "百分比。"
        "代码" "code" "科目代码等编号。"
        "文本" "text" "文字。"
        "是非" "bool" "是或否。"
    }
}
