//! What could not be read: what was expected there, or which known mistake it is.

use std::ops::Range;

use pest::error::{ErrorVariant, InputLocation};

use super::meant::{first_word, home, roles, similar_keyword, spellings, starts_with_keyword};
use super::{Lowering, Pair};
use crate::diagnostic::{Diagnostic, closest, codes};
use crate::source::Span;
use crate::syntax::ast::Word;
use crate::syntax::expected;
use crate::syntax::keyword::{Keyword, KeywordRole};
use crate::syntax::lexeme::{Lexeme, Lexemes, is_blank, is_word};
use crate::syntax::parser::{ParseError, Rule, read};
use crate::value::Unit;

/// A piece that could not be read, with the place where reading it stopped.
struct Failure<'a> {
    /// The piece.
    text: &'a str,
    /// Where it begins in the text for the grammar.
    start: usize,
    /// Where in the piece reading stopped.
    at: usize,
    /// What could have followed.
    expected: Vec<Rule>,
}

impl Failure<'_> {
    fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The piece of text at which reading stopped, in offsets of the text for the grammar.
    fn found(&self) -> Range<usize> {
        let from = self.start + self.at;
        match Lexemes::new(self.rest()).next() {
            Some((_, Lexeme::Newline | Lexeme::Comment)) | None => {
                let end = self.start + self.before().trim_end().len();
                end..end
            }
            Some((range, _)) => from..from + range.end,
        }
    }
}

impl<'a> Lowering<'a> {
    /// Reports what is wrong with a malformed piece that should have been `strict`.
    pub(super) fn malformed(&mut self, pair: &Pair<'a>, strict: Rule) {
        let span = pair.range();
        let whole = self.place(span.clone());
        if self.scan.spoils(&whole.range()) {
            return;
        }
        let text = pair.as_str().trim_end();
        let failure = match read(strict, text) {
            // Readable alone, so what follows it on its line is wrong.
            Ok(_) => Failure {
                text,
                start: span.start,
                at: text.len(),
                expected: vec![Rule::end],
            },
            Err(error) => failure(text, span.start, &error),
        };
        let diagnostic = self
            .thousands(&failure)
            .or_else(|| self.wrong_quote(&failure))
            .or_else(|| self.no_check(&failure, strict))
            .or_else(|| self.unknown_statement(&failure, strict))
            .or_else(|| self.unquoted_name(&failure))
            .unwrap_or_else(|| self.unexpected(&failure, strict));
        self.report(diagnostic);
    }

    /// Reports what is wrong between a keyword and its `{`. Gives the word that stands where the id should, so that
    /// what names it elsewhere is not reported too.
    pub(super) fn malformed_head(&mut self, pair: &Pair<'a>, strict: Rule) -> Option<Word> {
        let head = super::inner(pair, Rule::malformed_head)?;
        self.malformed(&head, strict);
        let start = head.range().start;
        let written = head.as_str();
        let is_id = |c: char| is_word(c) || matches!(c, '-' | '.');
        let id = written.get(..written.find(|c| !is_id(c)).unwrap_or(written.len()))?;
        (!id.is_empty()).then(|| Word {
            value: super::half_width(id),
            span: self.place(start..start + id.len()),
        })
    }

    fn thousands(&self, failure: &Failure<'_>) -> Option<Diagnostic> {
        let leading = failure.before().trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = failure.before().len() - leading.len();
        let mut rest = failure.rest().chars();
        let comma = rest.next().filter(|c| matches!(c, ',' | '，'))?;
        let tail: String = rest
            .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '，' | '.'))
            .collect();
        let groups = tail.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&digits) || groups != 3 {
            return None;
        }
        let start = failure.start + leading.len();
        let written = format!("{}{comma}{tail}", failure.before().get(leading.len()..)?);
        Some(super::problem::thousands(
            self.place(start..start + written.len()),
            &written,
        ))
    }

    fn wrong_quote(&self, failure: &Failure<'_>) -> Option<Diagnostic> {
        let quote = failure.rest().chars().next()?;
        if !matches!(
            quote,
            '”' | '‘' | '’' | '\'' | '「' | '」' | '『' | '』' | '《' | '》' | '`'
        ) {
            return None;
        }
        let start = failure.start + failure.at;
        let span = self.place(start..start + quote.len_utf8());
        Some(
            Diagnostic::new(&codes::syntax::WRONG_QUOTE, format!("这里不能用“{quote}”作引号"))
                .at(span, "引号不对")
                .help("文字和名称用 \"…\" 或 “…” 括起来"),
        )
    }

    /// An expression among the parts of a rule.
    fn no_check(&self, failure: &Failure<'_>, strict: Rule) -> Option<Diagnostic> {
        if strict != Rule::only_rule_part || failure.at > 0 && starts_with_keyword(failure.text, strict) {
            return None;
        }
        read(Rule::only_expression, failure.text).ok()?;
        let has_operator = Lexemes::new(failure.text).any(|(_, lexeme)| matches!(lexeme, Lexeme::Other));
        if !has_operator {
            return None;
        }
        let start = self.place(failure.start..failure.start);
        Some(
            Diagnostic::new(&codes::syntax::NO_CHECK, "规则中的式子前少了“检查”")
                .at(
                    self.place(failure.start..failure.start + failure.text.len()),
                    "这是一个式子",
                )
                .help("应当成立的关系写作:检查 甲 == 乙;条件写作:当 甲 > 0")
                .fix("加上“检查”", start, "检查 "),
        )
    }

    fn unknown_statement(&self, failure: &Failure<'_>, strict: Rule) -> Option<Diagnostic> {
        let word = first_word(failure.text);
        let roles = roles(strict);
        if word.is_empty() || roles.is_empty() || starts_with_keyword(failure.text, strict) {
            return None;
        }
        let home = Keyword::spelled(word).find_map(|keyword| home(keyword.role));
        let similar = similar_keyword(word, strict);
        // A file may also hold expressions, so only what looks like a statement is taken for one.
        let after = failure
            .text
            .get(word.len()..)
            .unwrap_or_default()
            .trim_start_matches(is_blank);
        let is_statement = after.starts_with(|c| is_word(c) || matches!(c, '"' | '“' | '{'));
        if strict == Rule::only_item && (similar.is_none() && home.is_none() || !is_statement) {
            return None;
        }
        let span = self.place(failure.start..failure.start + word.len());
        if let Some(home) = home {
            return Some(
                Diagnostic::new(&codes::syntax::UNKNOWN_STATEMENT, format!("“{word}”不能写在这里"))
                    .at(span, format!("它要写在{home}里面"))
                    .help("检查花括号是否多了或少了,或把这一行移到它该在的地方"),
            );
        }
        let diagnostic =
            Diagnostic::new(&codes::syntax::UNKNOWN_STATEMENT, format!("不认识“{word}”开头的语句")).at(span, "不认识");
        Some(match similar {
            Some((help, keyword)) => diagnostic.help(help).fix(format!("改为“{keyword}”"), span, keyword),
            None => diagnostic.help(format!(
                "这里可以写:{}",
                spellings(roles).collect::<Vec<_>>().join("、")
            )),
        })
    }

    /// A name that begins with a digit or holds what names don't hold.
    fn unquoted_name(&self, failure: &Failure<'_>) -> Option<Diagnostic> {
        let wants_name = failure.expected.iter().any(|rule| {
            matches!(
                rule,
                Rule::name | Rule::step | Rule::ordinal | Rule::head | Rule::brace_open
            )
        });
        let (start, word) = name_around(failure)?;
        let begins_with_digit = word.starts_with(|c: char| c.is_ascii_digit());
        let has_brackets = word.contains(['(', '（', '/', '、', '《', '“']);
        let is_odd = has_brackets || wants_name && begins_with_digit;
        if !is_odd {
            return None;
        }
        let span = self.place(failure.start + start..failure.start + start + word.len());
        let quoted = if word.contains('"') {
            format!("“{word}”")
        } else {
            format!("\"{word}\"")
        };
        Some(
            Diagnostic::new(&codes::syntax::UNQUOTED_NAME, format!("名称“{word}”要加引号"))
                .at(span, "以数字开头或含有括号等符号")
                .help(format!("写作 {quoted}"))
                .fix("加上引号", span, quoted),
        )
    }

    fn unexpected(&self, failure: &Failure<'_>, strict: Rule) -> Diagnostic {
        let mut words = expected::words(&failure.expected);
        if is_head(strict) {
            // What ends a head is the block behind it.
            for word in words.iter_mut().filter(|word| **word == expected::LINE_END) {
                *word = "“{”";
            }
        }
        let is_item = strict == Rule::only_item && starts_with_keyword(failure.text, strict);
        if is_item && failure.before().trim_end() == first_word(failure.text) {
            // Expected of the keyword, not of a name that is spelled like it.
            words.retain(|word| !matches!(*word, "带引号的文字" | "“:”" | "运算符" | expected::LINE_END));
        }
        let span = self.place(failure.found());
        let found = self.scan.text.get(failure.found()).unwrap_or_default();
        if words == [expected::LINE_END] && !found.is_empty() {
            return Diagnostic::new(&codes::syntax::UNEXPECTED, "这条语句到前面已经完整,后面多了内容")
                .at(span, "多余的内容从这里开始")
                .help("一行写一条语句;删去多余的内容,或另起一行");
        }
        let message = match words.as_slice() {
            [] => "这里的写法不对".to_owned(),
            words => format!("这里应写{}", expected::list(words)),
        };
        let label = match found {
            "" => "这里缺少内容".to_owned(),
            found => format!("这里却是“{}”", super::number::short(found)),
        };
        let diagnostic = Diagnostic::new(&codes::syntax::UNEXPECTED, message).at(span, label);
        let is_name = !found.is_empty() && found.chars().all(is_word);
        if let Some((what, list)) = choices(failure) {
            let message = format!("这里应写{what}");
            return Diagnostic { message, ..diagnostic }.help(format!("可用的{what}:{list}"));
        }
        let unit = closest(found, Unit::ALL.map(Unit::label));
        if let Some(unit) = unit.filter(|_| is_name && failure.expected.contains(&Rule::unit)) {
            return Diagnostic::new(&codes::syntax::UNKNOWN_WORD, format!("没有“{found}”这个金额单位"))
                .at(span, "应为金额单位")
                .help(format!("是否想写“{unit}”?"))
                .fix(format!("改为“{unit}”"), span, unit);
        }
        let keywords = words
            .iter()
            .filter_map(|word| word.strip_prefix('“')?.strip_suffix('”'));
        match closest(found, keywords).filter(|_| is_name) {
            Some(keyword) => {
                diagnostic
                    .help(format!("是否想写“{keyword}”?"))
                    .fix(format!("改为“{keyword}”"), span, keyword)
            }
            None if is_name && words.contains(&"带引号的文字") && (is_item || strict != Rule::only_item) => {
                let quoted = format!("\"{found}\"");
                diagnostic
                    .help(format!("文字要加引号:{quoted}"))
                    .fix("加上引号", span, quoted)
            }
            None => diagnostic,
        }
    }
}

/// What kind of word was expected, and the words of this kind.
fn choices(failure: &Failure<'_>) -> Option<(&'static str, String)> {
    if !failure.expected.contains(&Rule::choice) {
        return None;
    }
    let words = failure.before().split(|c| !is_word(c)).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let (what, role) = match (words.first().copied()?, words.last().copied()?) {
        (_, last) if Keyword::LEVEL.is(last) => ("级别", KeywordRole::Level),
        (_, last) if Keyword::CATEGORY.is(last) => ("类别", KeywordRole::Category),
        (first, _) if Keyword::EXPECT.is(first) => ("结果", KeywordRole::Outcome),
        (_, last) if Keyword::UNIT.is(last) => return Some(("金额单位", Unit::ALL.map(Unit::label).join("、"))),
        _ => ("数据类型", KeywordRole::Kind),
    };
    let words: Vec<_> = Keyword::of_role(role).map(|keyword| keyword.chinese).collect();
    Some((what, words.join("、")))
}

fn is_head(strict: Rule) -> bool {
    matches!(
        strict,
        Rule::only_rule_head
            | Rule::only_rule_override_head
            | Rule::only_form_head
            | Rule::only_form_override_head
            | Rule::only_narrative_head
            | Rule::only_test_head
            | Rule::only_name
    )
}

fn failure<'a>(text: &'a str, start: usize, error: &ParseError) -> Failure<'a> {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let expected = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.clone(),
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    Failure {
        text,
        start,
        at: at.min(text.len()),
        expected,
    }
}

/// What is said of a file that the grammar gave up on.
pub(in crate::syntax) fn unreadable(whole: Span) -> Diagnostic {
    Diagnostic::new(&codes::syntax::TOO_DEEP, "嵌套太深,无法读下去").at(whole, "")
}

/// The name that reading stopped in, with characters that plain names don't hold.
fn name_around<'a>(failure: &Failure<'a>) -> Option<(usize, &'a str)> {
    let before = failure.text.get(..failure.at)?;
    let start = before.trim_end_matches(is_word).len();
    let rest = failure.text.get(start..)?;
    let mut depth = 0_i32;
    let end = rest
        .find(|c: char| {
            match c {
                '(' | '（' => depth += 1,
                ')' | '）' => depth -= 1,
                _ => {}
            }
            depth < 0 || !(is_word(c) || matches!(c, '(' | ')' | '（' | '）' | '/' | '《' | '》'))
        })
        .unwrap_or(rest.len());
    let word = rest.get(..end)?;
    word.contains(|c: char| is_word(c) && !c.is_ascii_digit())
        .then_some((start, word))
}
