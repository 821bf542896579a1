//! clap in Chinese: the help pages' frame, and its errors as sentences.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::arguments::Arguments;

/// The command tree with everything clap would say in English said in Chinese.
#[must_use]
pub fn command() -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help("显示版本")
        .help_heading("选项");
    localise(Arguments::command()).arg(version)
}

fn localise(command: Command) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("显示这份说明")
        .help_heading("选项");
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .help_template("{about}\n\n用法:{usage}\n\n{all-args}{after-help}\n")
        .mut_args(|arg| match arg.get_action().takes_values() {
            true => arg.hide_default_value(true).hide_possible_values(true),
            false => arg,
        })
        .arg(help)
        .mut_subcommands(localise)
}

/// What to print for an error of clap's: the message, and whether it is help that was asked for.
#[must_use]
pub fn explain(error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return format!("{}\n", error.to_string().trim_end());
        }
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项或参数。"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令。", context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "还要写明做什么,如 gouji check。".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("选项“{argument}”后面要写出值。"),
        ErrorKind::InvalidValue => format!("选项“{argument}”的值“{value}”不对。"),
        ErrorKind::ValueValidation => match std::error::Error::source(error) {
            Some(reason) => format!("选项“{argument}”的值“{value}”不对:{reason}。"),
            None => format!("选项“{argument}”的值“{value}”不对。"),
        },
        ErrorKind::NoEquals => format!("选项“{argument}”要写成“选项=值”。"),
        ErrorKind::TooManyValues => format!("“{argument}”的值写多了:多出“{value}”。"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("“{argument}”的值个数不对。"),
        ErrorKind::ArgumentConflict => {
            let prior = context(ContextKind::PriorArg);
            if prior.is_empty() || prior == argument {
                format!("“{argument}”只能写一次。")
            } else {
                format!("“{argument}”不能与“{prior}”同时使用。")
            }
        }
        ErrorKind::MissingRequiredArgument => format!("还缺少:{argument}。"),
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文字。".to_owned(),
        _ => "命令行写法有误。".to_owned(),
    };
    let mut text = format!("错误:{message}\n");
    for line in advice(error) {
        text.push_str(&line);
        text.push('\n');
    }
    text.push_str("用法说明:gouji --help,或 gouji <命令> --help\n");
    text
}

fn advice(error: &clap::Error) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        if let Some(suggestion) = error.get(kind) {
            lines.push(format!("是否想写“{}”?", words(suggestion)));
        }
    }
    if let Some(values) = error.get(ContextKind::ValidValue) {
        lines.push(format!("可写的值:{}", words(values)));
    }
    if error.kind() == ErrorKind::InvalidSubcommand {
        let word = error.get(ContextKind::InvalidSubcommand).map(words).unwrap_or_default();
        if std::path::Path::new(&word).exists() {
            lines.push(format!("“{word}”是一个文件或目录;要核对它,请写:gouji check {word}"));
        } else {
            let names: Vec<String> = command().get_subcommands().map(|c| c.get_name().to_owned()).collect();
            lines.push(format!("可用的命令:{}", names.join("、")));
        }
    }
    lines
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::Number(number) => number.to_string(),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        _ => String::new(),
    }
}
