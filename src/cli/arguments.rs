//! The tree of subcommands and options.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::status;
use crate::diagnostic::Severity;
use crate::render::{self, Renderer};
use crate::session::Pattern;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "gouji",
    version,
    about = "勾稽:用规则核对财政报告的数字。规则写成文本,哪张表哪一格对不上、差多少,逐条指明。",
    override_usage = "gouji <命令> [选项] [参数]",
    arg_required_else_help = true,
    subcommand_help_heading = "命令",
    after_help = "没有项目配置时用 --rules 指定规则目录;在含有 gouji.toml 的目录里可直接运行 gouji check。\n某条命令的用法:gouji <命令> --help"
)]
pub struct Arguments {
    /// When to colour.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t = ColorChoice::Auto,
        value_name = "何时",
        help_heading = "选项",
        help = "彩色输出:auto(默认,终端才用)、always(总是)、never(从不)"
    )]
    pub color: ColorChoice,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Checks reports.
    #[command(
        alias = "核对",
        about = "核对报告(也可写作 gouji 核对)",
        override_usage = "gouji check [选项] [报告]…",
        after_help = status::HELP
    )]
    Check(Check),
    /// Checks rule files.
    #[command(
        alias = "检查规则",
        about = "检查规则文件本身有没有错(也可写作 gouji 检查规则)",
        override_usage = "gouji lint [选项] [目录]…"
    )]
    Lint(Lint),
    /// Runs the tests of rules.
    #[command(
        alias = "测试",
        about = "运行规则自带的测试(也可写作 gouji 测试)",
        override_usage = "gouji test [选项] [目录]…"
    )]
    Test(Test),
    /// Shows what was recognised in a report.
    #[command(
        alias = "查看",
        about = "查看从报告里认出了什么:表、单位、栏目、行、修正(也可写作 gouji 查看)",
        override_usage = "gouji inspect [选项] <报告>"
    )]
    Inspect(Inspect),
    /// Explains a diagnostic code or a rule.
    #[command(
        alias = "解释",
        about = "解释一个提示编号,或一条规则(也可写作 gouji 解释)",
        override_usage = "gouji explain [选项] <编号或规则>"
    )]
    Explain(Explain),
    /// Formats rule files.
    #[command(
        name = "fmt",
        alias = "排版",
        about = "把规则文件排成统一的版式(也可写作 gouji 排版)",
        override_usage = "gouji fmt [选项] [文件或目录]…"
    )]
    Format(Format),
    /// Serves an editor.
    #[command(about = "为编辑器提供语言服务(由编辑器启动)", override_usage = "gouji lsp")]
    Lsp,
    /// Prints a completion script.
    #[command(
        alias = "补全",
        about = "输出命令行补全脚本(也可写作 gouji 补全)",
        override_usage = "gouji completions <外壳>"
    )]
    Completions(Completions),
}

/// Where the rules are and what is known about a report from outside.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "选项")]
pub struct RulesOption {
    /// The folder of the ruleset.
    #[arg(long, value_name = "目录", help = "规则集所在目录;不写时用 gouji.toml 里的 rules")]
    pub rules: Option<PathBuf>,
}

/// What is known about a report from outside.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "选项")]
pub struct FactOptions {
    /// The unit the report is of.
    #[arg(long, value_name = "单位名", help = "报告的单位名称;不写时取报告里写的")]
    pub unit: Option<String>,
    /// The year reported on.
    #[arg(long, value_name = "年度", value_parser = parse_year, help = "报告年度,如 2024;不写时取报告里写的")]
    pub year: Option<u16>,
}

/// `gouji check`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Check {
    /// Files and folders.
    #[arg(
        value_name = "报告",
        help_heading = "参数",
        help = "报告文件或目录(目录里能读的文件全部核对);- 表示标准输入。不写时用 gouji.toml 里的 reports"
    )]
    pub reports: Vec<PathBuf>,
    /// The ruleset.
    #[command(flatten)]
    pub rules: RulesOption,
    /// Facts from outside.
    #[command(flatten)]
    pub facts: FactOptions,
    /// What to print.
    #[arg(
        long,
        value_name = "格式",
        value_parser = output_formats(),
        help = output_format_help()
    )]
    pub output_format: Option<String>,
    /// Where to.
    #[arg(
        short,
        long,
        value_name = "文件",
        help = "把结果写入文件,而不是显示;格式看后缀。可以写几次,一次得到几种结果"
    )]
    pub output: Vec<PathBuf>,
    /// An earlier run to compare with.
    #[arg(
        long,
        value_name = "上次结果",
        help = "与上次的结果(当时用 -o 写出的 .json)比较:哪些问题是新增的、仍在的、已消除的"
    )]
    pub against: Option<PathBuf>,
    /// Everything about every report, however many.
    #[arg(long, help = "报告再多也逐份列出全部细节(默认多于 5 份时每个问题只列一行)")]
    pub detail: bool,
    /// The files of a folder are one report.
    #[arg(long, help = "同一个文件夹里的文件合成一份报告(默认一个文件一份)")]
    pub per_folder: bool,
    /// Files that are no reports.
    #[arg(long, value_name = "样式", value_parser = parse_pattern, help = "略过的文件,如 '草稿/**';可以写几次")]
    pub ignore: Vec<Pattern>,
    /// Where checked reports are kept.
    #[arg(
        long,
        value_name = "目录",
        help = "把核对结果存在这个目录,文件和规则都没变的报告下次不再重新核对;目录可随时删除"
    )]
    pub cache: Option<PathBuf>,
    /// How many reports at a time.
    #[arg(long, value_name = "个数", value_parser = parse_threads, help = "同时核对几份报告;不写时按处理器个数")]
    pub threads: Option<usize>,
    /// From which level on findings matter for the exit status.
    #[arg(
        long,
        value_enum,
        value_name = "级别",
        help = "从哪一级起算作有问题(影响退出状态):错误(默认)、警告、提示"
    )]
    pub fail_on: Option<Threshold>,
    /// Findings don't matter for the exit status.
    #[arg(long, help = "有问题也以 0 退出(运行本身出错仍为 2)")]
    pub exit_zero: bool,
    /// The name that standard input goes by.
    #[arg(
        long,
        value_name = "文件名",
        default_value = "标准输入",
        help = "标准输入的内容叫什么文件名(后缀用来判断格式)"
    )]
    pub stdin_filename: String,
}

/// `gouji lint`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Lint {
    /// Folders of rulesets.
    #[arg(
        value_name = "目录",
        help_heading = "参数",
        help = "规则集目录;不写时用 gouji.toml 里的 rules"
    )]
    pub folders: Vec<PathBuf>,
}

/// `gouji test`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Test {
    /// Folders of rulesets.
    #[arg(
        value_name = "目录",
        help_heading = "参数",
        help = "规则集目录;不写时用 gouji.toml 里的 rules"
    )]
    pub folders: Vec<PathBuf>,
    /// Every rule must have a case in which it holds and one in which it fails.
    #[arg(long, help = "还要求每条规则至少有一例成立、一例不符,缺的列出来")]
    pub coverage: bool,
}

/// `gouji inspect`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Inspect {
    /// The report.
    #[arg(value_name = "报告", help_heading = "参数", help = "报告文件")]
    pub report: PathBuf,
    /// The ruleset.
    #[command(flatten)]
    pub rules: RulesOption,
    /// Facts from outside.
    #[command(flatten)]
    pub facts: FactOptions,
    /// Only this table, with its figures.
    #[arg(long, value_name = "表", help = "只看这张表(如 03),连同每一行每一格")]
    pub table: Option<String>,
}

/// `gouji explain`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Explain {
    /// A code or a rule's id.
    #[arg(
        value_name = "编号或规则",
        help_heading = "参数",
        help = "提示编号(如 GJ0501)或规则编号(如 03.纵向)"
    )]
    pub topic: String,
    /// The ruleset.
    #[command(flatten)]
    pub rules: RulesOption,
    /// A report to take the rule apart on.
    #[arg(long, value_name = "报告", help = "在这份报告上逐项拆开:每个数是多少、出自哪一格")]
    pub report: Option<PathBuf>,
    /// Facts from outside.
    #[command(flatten)]
    pub facts: FactOptions,
    /// Only this row.
    #[arg(long, value_name = "行", requires = "report", help = "只看这一行(科目代码或名称)")]
    pub row: Option<String>,
}

/// `gouji fmt`
#[derive(Debug, Args)]
#[command(next_help_heading = "选项")]
pub struct Format {
    /// Files and folders.
    #[arg(
        value_name = "文件或目录",
        help_heading = "参数",
        help = "规则文件,或含规则文件的目录;- 表示标准输入(结果写到标准输出)。不写时用 gouji.toml 里的 rules"
    )]
    pub files: Vec<PathBuf>,
    /// Only say which files would change.
    #[arg(long, help = "只检查,不改文件;版式不合的列出来,并以 1 退出")]
    pub check: bool,
    /// Show what would change.
    #[arg(long, help = "只显示改动,不改文件")]
    pub diff: bool,
}

/// `gouji completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell.
    #[arg(
        value_name = "外壳",
        help_heading = "参数",
        help = "bash、zsh、fish、powershell 或 elvish"
    )]
    pub shell: clap_complete::Shell,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// From which level on findings matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Threshold {
    /// 错误
    #[value(name = "错误", alias = "error")]
    Error,
    /// 警告
    #[value(name = "警告", alias = "warning")]
    Warning,
    /// 提示
    #[value(name = "提示", alias = "notice")]
    Notice,
}

impl From<Threshold> for Severity {
    fn from(threshold: Threshold) -> Self {
        match threshold {
            Threshold::Error => Self::Error,
            Threshold::Warning => Self::Warning,
            Threshold::Notice => Self::Notice,
        }
    }
}

fn output_formats() -> PossibleValuesParser {
    let value = |renderer: &&Renderer| PossibleValue::new(renderer.name).help(renderer.description);
    PossibleValuesParser::new(render::ALL.iter().map(value))
}

/// The formats, a line each.
fn output_format_help() -> String {
    let mut help = "输出格式;不写时显示用 human,文件看后缀:".to_owned();
    for renderer in render::ALL {
        let endings: Vec<String> = renderer.endings.iter().map(|ending| format!(".{ending}")).collect();
        let ending = endings.first().map(String::as_str).unwrap_or_default();
        help.push_str(&format!("\n{:<9} {ending:<6}  {}", renderer.name, renderer.description));
    }
    help
}

fn parse_year(text: &str) -> Result<u16, String> {
    text.parse()
        .ok()
        .filter(|year| (1949..=2999).contains(year))
        .ok_or_else(|| "年度是四位数字,如 2024".to_owned())
}

fn parse_pattern(text: &str) -> Result<Pattern, String> {
    Pattern::new(text).ok_or_else(|| "样式写得不对:括号要成对".to_owned())
}

fn parse_threads(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=256).contains(count));
    count.ok_or_else(|| "个数是 1 到 256 的整数".to_owned())
}
