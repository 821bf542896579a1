//! The words of the language: one table that lookups, completion, hover, highlighting, the formatter and the reference
//! page are made from, and that the grammar is tested against.

use super::ast::{Category, Level};
use super::meaning::{JoinName, Meaning, ReferenceHead, ReportFact, RowName};
use crate::value::{Kind, Outcome};

/// A word of the language in both spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keyword {
    /// The Chinese spelling, the normal one.
    pub chinese: &'static str,
    /// Other Chinese spellings that are understood.
    pub also: &'static [&'static str],
    /// The English spelling.
    pub english: &'static str,
    /// Where it stands.
    pub role: KeywordRole,
    /// What it means, where it is of a list of which each word means something of its own.
    pub meaning: Option<Meaning>,
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
    /// Stands before a 行次 in brackets, without a blank.
    LineMark,
    /// Stands for rows in brackets.
    RowSelector,
    /// Begins a reference.
    ReferenceHead,
    /// A name that every row has, in 逐行.
    RowName,
    /// What rows are joined by (after 按).
    JoinName,
    /// A fact of the report (after `报告.`).
    ReportFact,
}

impl KeywordRole {
    /// Whether its words stand where other names do: in references and behind 按.
    #[must_use]
    pub fn is_name(self) -> bool {
        matches!(
            self,
            Self::LineMark
                | Self::RowSelector
                | Self::ReferenceHead
                | Self::RowName
                | Self::JoinName
                | Self::ReportFact
        )
    }
}

impl Keyword {
    /// The keywords spelled `word`, in Chinese or English; a word may have several roles (`科目`, `年度`).
    pub fn spelled(word: &str) -> impl Iterator<Item = &'static Keyword> {
        KEYWORDS.iter().filter(move |keyword| keyword.is(word))
    }

    /// Those of one role.
    pub fn of_role(role: KeywordRole) -> impl Iterator<Item = &'static Keyword> {
        of_role(role).iter()
    }

    /// Whether `word` is one of its spellings.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.chinese == word || self.english == word || self.also.contains(&word)
    }

    /// What follows it in a `text` that begins with it.
    pub(crate) fn strip<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.strip_prefix(self.chinese)
            .or_else(|| text.strip_prefix(self.english))
    }

    /// Its spellings, the normal one first.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> {
        let others = self.also.iter().copied();
        std::iter::once(self.chinese).chain(others).chain([self.english])
    }
}

// `chinese | also … english as CONSTANT [meaning] doc`; the type of the meaning is called as the role is.
macro_rules! keyword {
    ($role:ident $chinese:tt [$($also:literal)*] $english:literal [$($meaning:ident)?] $doc:literal) => {
        Keyword {
            chinese: $chinese,
            also: &[$($also),*],
            english: $english,
            role: KeywordRole::$role,
            meaning: [$(Some(Meaning::$role($role::$meaning)),)? None][0],
            doc: $doc,
        }
    };
}

macro_rules! keywords {
    ($($role:ident { $(
        $chinese:tt $(| $also:literal)* $english:literal $(as $name:ident)? $([$meaning:ident])? $doc:literal
    )* })*) => {
        /// Every keyword; those of one role stand together.
        pub static KEYWORDS: &[Keyword] = &[$($(
            keyword!($role $chinese [$($also)*] $english [$($meaning)?] $doc)
        ),*),*];

        // Those that are asked for one by one; they have one Chinese spelling.
        impl Keyword {
            $($($(pub(crate) const $name: Self = keyword!($role $chinese [] $english [] $doc);)?)*)*
        }

        fn of_role(role: KeywordRole) -> &'static [Keyword] {
            match role {
                $(KeywordRole::$role => {
                    const WORDS: &[Keyword] = &[$(
                        keyword!($role $chinese [$($also)*] $english [$($meaning)?] $doc)
                    ),*];
                    WORDS
                })*
            }
        }
    };
}

keywords! {
    Item {
        "规则集" "ruleset" as RULESET "规则集的抬头:名称、版本、适用年度、继承的规则集。"
        "表" "form" as FORM "声明一张表:表号、单位、行、列,以及表内应有的关系。"
        "规则" "rule" as RULE "声明一条规则。"
        "前提" "premise" as PREMISE "写在“规则”前:此规则不成立时,依赖它的规则一律不判断。"
        "令" "let" "给一个式子起名,以后按名引用。"
        "文" "narrative" as NARRATIVE "声明从某一章节的文字中提取哪些数。"
        "覆盖" "override" as OVERRIDE "修改继承来的表或规则的某些部分。"
        "停用" "disable" as DISABLE "停用一条规则,并说明原因。"
        "豁免" "waive" as WAIVE "在期限内把某单位某规则的不符视为已说明。"
        "科目" "codes" "声明一份科目表:代码、名称、起止年度。"
        "测试" "test" as TEST "规则的测试:给定数据,期望结果。"
        "应查" "duties" as DUTIES "列出必须检查的事项;规则用“履行”对应。"
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
        "单位" "unit" as UNIT "表中金额的单位。"
        "块" "block" "并排的一块,如收入、支出。"
        "列" "columns" "表的各列。"
        "行" "rows" as ROWS "表的各行:按代码、按项目,或单行。"
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
        "级别" "level" as LEVEL "不符时的级别:错误、警告、提示、试行。"
        "类别" "category" as CATEGORY "强制,或经单位说明可予核实。"
        "依据" "basis" "制度依据。"
        "说明" "message" "写给读者的说明,花括号内可引用数值。"
        "年度" "years" "规则适用的年度。"
        "尾差上限" "tail_cap" "本规则四舍五入所容许差额的上限。"
        "前提" "premise" "本规则所依赖的前提规则。"
        "履行" "discharges" "本规则对应的应查事项。"
    }
    TestPart {
        "给定" "given" as GIVEN "测试所用的表或报告信息。"
        "期望" "expect" as EXPECT "规则应得的结果。"
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
        "则" "implies" as IMPLIES "前者成立时后者必须成立。"
        "或" "or" as OR "至少一个成立。"
        "且" "and" as AND "两个都成立。"
        "非" "not" as NOT "不成立。"
        "包含" "contains" as CONTAINS "文本中有这些字。"
        "匹配" "matches" as MATCHES "整个文本符合样式:* 代表任意一段,? 代表任意一个字。"
        "存在" "exists" "报告中有它。"
        "缺失" "missing" "报告中没有它。"
        "为空" "blank" "有此格而未填。"
        "为零" "zero" "未填,或填的是 0。"
        "真" "true" "成立。"
        "假" "false" "不成立。"
    }
    Level {
        "错误" "error" [Error] "不符即为错误。"
        "警告" "warning" [Warning] "不符大多是错误。"
        "提示" "notice" [Notice] "不符供参考。"
        "试行" "pilot" [Pilot] "照常计算和计数,但不报告不符。"
    }
    Category {
        "强制" "mandatory" [Mandatory] "必须成立。"
        "核实" "verify" [Verify] "不成立时可由单位说明。"
    }
    Outcome {
        (Outcome::Holds.label()) "holds" [Holds] "关系成立。"
        (Outcome::Tail.label()) "tail" [Tail] "差额不超过四舍五入所能解释的范围。"
        (Outcome::Fails.label()) "fails" [Fails] "关系不成立。"
        (Outcome::Explained.label()) "explained" [Explained] "不符,但已豁免。"
        (Outcome::Skipped.label()) "skipped" [Skipped] "“当”或“则”左边的条件不成立,未检查。"
        (Outcome::Vacuous.label()) "vacuous" [Vacuous] "没有可检查的行,或各数全为空白。"
        (Outcome::Unbound.label()) "unbound" [Unbound] "所需的表、行或列在报告中找不到,没有检查。"
        (Outcome::Error.label()) "error_outcome" [Error] "如除数为零。"
    }
    Kind {
        (Kind::Money.label()) "money" [Money] "以元为本位的金额。"
        (Kind::Count.label()) "count" as COUNT [Count] "人数、辆数、批次等。"
        (Kind::Ratio.label()) "ratio" [Ratio] "百分比。"
        (Kind::Code.label()) "code" [Code] "科目代码等编号。"
        (Kind::Text.label()) "text" as TEXT [Text] "文字。"
        (Kind::Bool.label()) "bool" [Bool] "是或否。"
    }
    LineMark {
        "行" "line" as LINE "后接行次:[行29]。"
    }
    RowSelector {
        "明细" "leaves" as LEAVES "最末级的各行,或各项目。"
        "合计" "total" as TOTAL "合计行。"
    }
    ReferenceHead {
        "文" "narrative" [Narrative] "从文字中提取的数:文.收入总体.收入总计。"
        "上年" "last_year" [LastYear] "上年的报告:上年.01.年末结转和结余。"
        "预算" "budget" [Budget] "本年的预算报告。"
        "所属" "subordinates" [Subordinates] "各所属单位的报告,是一列数。"
        "报告" "report" [Report] "报告的信息:报告.年度。"
        "下级" "children" [Children] "逐行之内,手头这一行的各下级行,是一列数。"
        "上级" "parent" [Parent] "逐行之内,手头这一行的上级行。"
    }
    RowName {
        "科目代码" | "代码" "code" [Code] "逐行之内,手头这一行的代码。"
        "科目名称" | "名称" "name" [Name] "逐行之内,手头这一行的名称。"
        "本列" "this_column" as THIS_COLUMN "逐列之内,手头这一列的数。"
    }
    JoinName {
        "科目代码" | "代码" | "科目编码" | "编码" "code" [Code] "按代码对齐。"
        "科目名称" | "名称" | "项目" "name" [Name] "按名称对齐。"
        "行次" "line" [Line] "按行次对齐。"
    }
    ReportFact {
        "年度" "year" [Year] "报告的年度。"
        "单位" "unit" [Unit] "填报单位的名称。"
        "层级" "tier" [Tier] "填报单位的层级;暂时读不出,用到它的规则为未查。"
        "类别" "category" [Category] "填报单位的类别;暂时读不出,用到它的规则为未查。"
        "公开日期" "disclosure_date" [DisclosureDate] "报告公开的日期;暂时读不出,用到它的规则为未查。"
    }
}
