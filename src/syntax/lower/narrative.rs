//! Narrative declarations and the captures in their patterns.

use super::{Lowering, Pair, inner};
use crate::diagnostic::{Diagnostic, closest, codes};
use crate::source::Span;
use crate::syntax::ast::{Capture, NarrativeDeclaration, Pattern, Word};
use crate::syntax::parser::Rule;

impl<'a> Lowering<'a> {
    /// `文 名 "章节" { … }`
    pub(super) fn narrative(&mut self, pair: Pair<'a>) -> Option<NarrativeDeclaration> {
        let span = self.span(&pair);
        let head = inner(&pair, Rule::narrative_head);
        if head.is_none() {
            self.malformed_head(&pair, Rule::only_narrative_head);
        }
        let mut patterns = Vec::new();
        for part in inner(&pair, Rule::narrative_block)?.into_inner() {
            match part.as_rule() {
                Rule::pattern => patterns.extend(self.pattern(&part)),
                Rule::malformed_part => self.malformed(&part, Rule::only_pattern),
                _ => {}
            }
        }
        let head = head?;
        Some(NarrativeDeclaration {
            name: self.inner_word(&head, Rule::name)?,
            section: self.inner_word(&head, Rule::text)?,
            patterns,
            span,
        })
    }

    fn pattern(&mut self, pair: &Pair<'a>) -> Option<Pattern> {
        let text = self.inner_word(pair, Rule::text)?;
        let captures = self.captures(&text)?;
        Some(Pattern {
            text,
            captures,
            repeated: inner(pair, Rule::star).is_some(),
            span: self.span(pair),
        })
    }

    /// The `{name:format}` of a pattern; `None` where its braces don't pair.
    fn captures(&mut self, text: &Word) -> Option<Vec<Capture>> {
        // The quotes of a text are the same bytes before and behind it.
        let quote = (text.span.range().len() - text.value.len()) / 2;
        let base = text.span.range().start + quote;
        let mut captures = Vec::new();
        // The brace that is open: where it stands and where its content begins.
        let mut open: Option<(Span, usize)> = None;
        for (offset, c) in text.value.char_indices() {
            let here = Span::new(self.source, base + offset, base + offset + c.len_utf8());
            match (c, open) {
                ('{' | '｛', None) => open = Some((here, offset + c.len_utf8())),
                ('}' | '｝', Some((_, start))) => {
                    let content = text.value.get(start..offset).unwrap_or_default();
                    captures.push(self.capture(content, base + start)?);
                    open = None;
                }
                ('{' | '｛' | '}' | '｝', _) => {
                    self.report(bad_capture("花括号不成对", here));
                    return None;
                }
                _ => {}
            }
        }
        if let Some((brace, _)) = open {
            self.report(bad_capture("花括号没有合上", brace));
            return None;
        }
        Some(captures)
    }

    fn capture(&mut self, content: &str, start: usize) -> Option<Capture> {
        let word = |text: &str, at: usize| {
            let trimmed = text.trim();
            let from = at + (text.len() - text.trim_start().len());
            Word {
                value: trimmed.into(),
                span: Span::new(self.source, from, from + trimmed.len()),
            }
        };
        let colon = content.find([':', '：']);
        let (name, format) = match colon {
            Some(at) => {
                let after = content.get(at..).unwrap_or_default();
                let width = after.chars().next().map_or(1, char::len_utf8);
                let format = after.get(width..).unwrap_or_default();
                (
                    word(content.get(..at).unwrap_or_default(), start),
                    Some(word(format, start + at + width)),
                )
            }
            None => (word(content, start), None),
        };
        let empty = name.value.is_empty() || format.as_ref().is_some_and(|format| format.value.is_empty());
        if empty {
            let span = Span::new(self.source, start, start + content.len());
            self.report(bad_capture("花括号里没有写全", span));
            return None;
        }
        if let Some(word) = &format
            && Capture::kind_of(&word.value).is_none()
        {
            self.report(unknown_format(word));
        }
        Some(Capture { name, format })
    }
}

fn unknown_format(word: &Word) -> Diagnostic {
    let written = &word.value;
    let diagnostic = Diagnostic::new(&codes::syntax::UNKNOWN_WORD, format!("不知道“{written}”是什么单位"))
        .at(word.span, "应为金额单位、%、文本或数量的单位");
    match closest(written, Capture::formats()) {
        Some(near) => diagnostic
            .help(format!("是否想写“{near}”?"))
            .fix(format!("改为“{near}”"), word.span, near),
        None => diagnostic.help("金额写 万元、元 等,比率写 %,文字写 文本,人数、次数等写 个、人次、辆 等,或一律写 数量"),
    }
}

fn bad_capture(message: &'static str, span: Span) -> Diagnostic {
    Diagnostic::new(&codes::syntax::BAD_CAPTURE, format!("模式中的{message}"))
        .at(span, "这里")
        .help("要提取的数写作 {名称:单位},例如 \"收入总计{收入总计:万元}\"")
}
