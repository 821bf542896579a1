//! Operands: parentheses, calls, references, numbers and texts.

use super::expression::Operand;
use super::{Lowering, Pair, inner, unquoted};
use crate::syntax::ast::{
    Call, Expression, ExpressionKind, PostfixTest, Reference, Segment, Selector, SelectorKind, Spanned,
};
use crate::syntax::parser::Rule;

impl<'a> Lowering<'a> {
    /// An operand without signs and tests; `above` is the height of the tree above it.
    pub(super) fn primary(&mut self, pair: Pair<'a>, above: usize) -> Option<Operand> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::group => {
                let content = inner(&pair, Rule::enclosed)?;
                return self.flat(content, above).map(|(expression, _)| (expression, span));
            }
            Rule::call => return self.call(pair, above).map(|call| (call, span)),
            Rule::presence => {
                let keyword = inner(&pair, Rule::kw_exists)?;
                let table = self.reference(inner(&pair, Rule::table)?)?;
                let asked = Expression {
                    span: table.span,
                    kind: ExpressionKind::Reference(table),
                };
                let test = Spanned {
                    value: PostfixTest::Exists,
                    span: self.span(&keyword),
                };
                ExpressionKind::Test(Box::new(asked), test)
            }
            Rule::boolean => ExpressionKind::Bool(inner(&pair, Rule::kw_true).is_some()),
            Rule::reference => ExpressionKind::Reference(self.reference(pair)?),
            Rule::literal => ExpressionKind::Number(self.literal(pair)?),
            Rule::text => ExpressionKind::Text(unquoted(pair.as_str()).into()),
            _ => return None,
        };
        Some((Expression { kind, span }, span))
    }

    fn call(&mut self, pair: Pair<'a>, above: usize) -> Option<Expression> {
        let name = self.inner_word(&pair, Rule::function)?;
        let given = inner(&pair, Rule::arguments)?;
        self.check_thousands(&given);
        let mut arguments = Vec::new();
        for argument in given
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::enclosed)
        {
            arguments.push(self.flat(argument, above)?.0);
        }
        let span = name.span.to(self.span(&given));
        let mut expression = Expression {
            kind: ExpressionKind::Call(Call { name, arguments }),
            span,
        };
        for property in pair.into_inner().filter(|part| part.as_rule() == Rule::property) {
            let word = self.inner_word(&property, Rule::step)?;
            let span = expression.span.to(word.span);
            expression = Expression {
                kind: ExpressionKind::Property(Box::new(expression), word),
                span,
            };
        }
        Some(expression)
    }

    /// `合计(1,234)`: two arguments to the grammar, one number to its author.
    fn check_thousands(&mut self, arguments: &Pair<'a>) {
        let parts: Vec<_> = arguments.clone().into_inner().collect();
        for window in parts.windows(3) {
            let [before, comma, after] = window else { continue };
            let digits = |pair: &Pair<'_>| pair.as_str().bytes().all(|byte| byte.is_ascii_digit());
            let first = before.as_str().split('.').next_back().unwrap_or_default();
            let (from, to) = (before.range(), after.range());
            let touching = from.end == comma.range().start && comma.range().end == to.start;
            let leads = !first.is_empty() && first.len() <= 3 && digits(before);
            let tail = after
                .as_str()
                .get(..3)
                .is_some_and(|d| d.bytes().all(|byte| byte.is_ascii_digit()));
            let ends = !after.as_str().as_bytes().get(3).is_some_and(u8::is_ascii_digit);
            if comma.as_rule() == Rule::comma && touching && leads && tail && ends {
                let span = self.place(from.start..to.end);
                let written = format!("{}{}{}", before.as_str(), comma.as_str(), after.as_str());
                self.report(super::problem::thousands(span, &written));
                return;
            }
        }
    }

    /// `03[229].项目支出` and all other references.
    pub(super) fn reference(&mut self, pair: Pair<'a>) -> Option<Reference> {
        let span = self.span(&pair);
        let mut head = None;
        let mut segments = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::head | Rule::table_head => head = Some(self.id(&part)),
                Rule::property => segments.push(Segment::Name(self.step(&inner(&part, Rule::step)?))),
                Rule::selector => segments.push(Segment::Rows(self.selector(&part)?)),
                _ => {}
            }
        }
        Some(Reference {
            head: head?,
            segments,
            span,
        })
    }

    fn selector(&mut self, pair: &Pair<'a>) -> Option<Selector> {
        let content = pair
            .clone()
            .into_inner()
            .find(|part| !matches!(part.as_rule(), Rule::bracket_open | Rule::bracket_close))?;
        let ends: Vec<_> = content
            .clone()
            .into_inner()
            .filter(|part| part.as_rule() == Rule::code_end)
            .map(|part| self.id(&part).value)
            .collect();
        let kind = match (content.as_rule(), ends.as_slice()) {
            (Rule::code_range, [from, to]) => SelectorKind::Range(from.clone(), to.clone()),
            (Rule::code_prefix, [prefix]) => SelectorKind::Prefix(prefix.clone()),
            (Rule::line, _) => {
                let digits = self.id(&content).value;
                let digits = digits.trim_start_matches(|c: char| !c.is_ascii_digit());
                SelectorKind::Line(digits.parse().unwrap_or(u32::MAX))
            }
            (Rule::code, _) => SelectorKind::Code(self.id(&content).value),
            _ => SelectorKind::Name(self.word(&content).value),
        };
        Some(Selector {
            kind,
            span: self.span(pair),
        })
    }
}
