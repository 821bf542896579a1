//! `gouji.toml`: where a project's rules and reports are.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::Pattern;
use crate::diagnostic::codes::run::{CONFIG_KEY, CONFIG_SYNTAX, CONFIG_VALUE};
use crate::diagnostic::{Checked, Diagnostic, Severity, did_you_mean};
use crate::source::{SourceId, Span};
use crate::syntax::{Named, ast::Level};

/// The file's name.
pub const FILE_NAME: &str = "gouji.toml";

const KEYS: [&str; 6] = ["rules", "reports", "ignore", "per-folder", "fail-on", "output-format"];

/// A configuration. Paths are relative to the folder that holds it.
#[derive(Debug, Default)]
pub struct Config {
    /// `rules = "rulesets/山西"`: the folder of the ruleset.
    pub rules: Option<String>,
    /// `reports = ["reports/*.xlsx"]`: which files are reports.
    pub reports: Vec<Pattern>,
    /// `ignore = ["草稿/**"]`: files that are no reports, though they look like some.
    pub ignore: Vec<Pattern>,
    /// `per-folder = true`: the files of one folder are one report.
    pub per_folder: bool,
    /// `fail-on = "警告"`
    pub fail_on: Option<Severity>,
    /// `output-format = "json"`: what a check prints, by the output's name, and where it is written.
    pub output_format: Option<(String, Span)>,
}

/// Reads the text of a configuration. Whatever is wrong with a key, the others still count.
#[must_use]
pub fn parse(source: SourceId, text: &str) -> Checked<Config> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let span = |range: std::ops::Range<usize>| Span::new(source, range.start, range.end);
    let mut diagnostics: Vec<Diagnostic> = errors
        .iter()
        .map(|error| syntax_error(text, span(error.span().unwrap_or_default())))
        .collect();
    // What follows a syntax error is guesswork of the TOML reader, not the author's.
    if !diagnostics.is_empty() {
        diagnostics.truncate(1);
        return Checked::new(Config::default(), diagnostics);
    }
    let mut config = Config::default();
    let mut entries: Vec<_> = table.get_ref().iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        if let Err(diagnostic) = config.set(key, value, &span) {
            diagnostics.push(*diagnostic);
        }
    }
    Checked::new(config, diagnostics)
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Config {
    fn set(
        &mut self,
        key: &Spanned<DeString<'_>>,
        value: &Value<'_>,
        span: &impl Fn(std::ops::Range<usize>) -> Span,
    ) -> Result<(), Box<Diagnostic>> {
        let wrong = |value: &Value<'_>, expected: &str| {
            let message = format!("配置项 {} 的值不对", key.get_ref());
            let place = span(value.span());
            Box::new(Diagnostic::new(&CONFIG_VALUE, message).at(place, format!("这里应写{expected}")))
        };
        match key.get_ref().as_ref() {
            "rules" => {
                let folder = value.get_ref().as_str().filter(|text| !text.trim().is_empty());
                let folder = folder.ok_or_else(|| wrong(value, "规则目录,如 \"rulesets/山西\""))?;
                self.rules = Some(folder.to_owned());
            }
            "reports" | "ignore" => {
                let patterns = match key.get_ref().as_ref() {
                    "reports" => &mut self.reports,
                    _ => &mut self.ignore,
                };
                let expected = "文件样式的列表,如 [\"reports/*.xlsx\"]";
                let list = value.get_ref().as_array().ok_or_else(|| wrong(value, expected))?;
                for pattern in list.iter() {
                    let compiled = pattern.get_ref().as_str().and_then(Pattern::new);
                    let expected = "文件样式,如 \"reports/*.xlsx\",括号要成对";
                    patterns.push(compiled.ok_or_else(|| wrong(pattern, expected))?);
                }
            }
            "per-folder" => {
                self.per_folder = value
                    .get_ref()
                    .as_bool()
                    .ok_or_else(|| wrong(value, " true 或 false"))?;
            }
            "fail-on" => {
                self.fail_on = Some(severity(value).ok_or_else(|| wrong(value, " \"错误\"、\"警告\" 或 \"提示\""))?);
            }
            "output-format" => {
                let name = value
                    .get_ref()
                    .as_str()
                    .ok_or_else(|| wrong(value, "输出格式的名字,如 \"json\""))?;
                self.output_format = Some((name.to_owned(), span(value.span())));
            }
            unknown => {
                let help = did_you_mean(unknown, KEYS).unwrap_or_else(|| format!("可写的配置项:{}", KEYS.join("、")));
                let diagnostic = Diagnostic::new(&CONFIG_KEY, format!("没有“{unknown}”这个配置项"));
                return Err(Box::new(diagnostic.at(span(key.span()), "不认识").help(help)));
            }
        }
        Ok(())
    }
}

fn severity(value: &Value<'_>) -> Option<Severity> {
    match Level::named(value.get_ref().as_str()?)? {
        Level::Error => Some(Severity::Error),
        Level::Warning => Some(Severity::Warning),
        Level::Notice => Some(Severity::Notice),
        Level::Pilot => None,
    }
}

fn syntax_error(text: &str, span: Span) -> Diagnostic {
    let line_start = text
        .get(..span.range().start)
        .map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
    let line = text
        .get(line_start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    let help = if line.contains(['“', '”', '‘', '’']) {
        "引号要用英文的 \"…\",不能用“…”"
    } else if line.contains(['\u{ff1d}', '\u{ff0c}', '\u{3010}', '\u{3011}', '\u{ff3b}', '\u{ff3d}']) {
        "等号、逗号、方括号要用英文的"
    } else {
        "每行写成:配置项 = \"值\",同一项只写一次,如 rules = \"rulesets/山西\""
    };
    Diagnostic::new(&CONFIG_SYNTAX, "配置文件的写法有误")
        .at(span, "从这里读不下去")
        .help(help)
}
