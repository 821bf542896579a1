//! From what the grammar matched to tokens.

use super::Pairs;
use super::operator::{is_operator, is_symbol};
use crate::syntax::ast::{Category, Level};
use crate::syntax::meaning::Named;
use crate::syntax::parser::Rule;
use crate::syntax::scan::Scan;
use crate::syntax::token::{Token, TokenKind};

/// The tokens of a file, comments excepted.
pub(in crate::syntax) fn tokens(pairs: Pairs<'_>, scan: &Scan<'_>) -> Vec<Token> {
    let mut tokens = Vec::new();
    collect(pairs, scan, &mut tokens);
    mark_signs(&mut tokens);
    tokens
}

/// A minus or plus that no operand stands before is a sign.
fn mark_signs(tokens: &mut [Token]) {
    use TokenKind as T;
    let mut before = None;
    for token in tokens {
        let needs_operand = matches!(
            before,
            None | Some(
                T::End
                    | T::Operator
                    | T::WordOperator
                    | T::Sign
                    | T::Not
                    | T::Open
                    | T::Comma
                    | T::Colon
                    | T::Assign
                    | T::Keyword
            )
        );
        if token.kind == T::Operator && needs_operand {
            token.kind = T::Sign;
        }
        before = Some(token.kind);
    }
}

fn collect(pairs: Pairs<'_>, scan: &Scan<'_>, tokens: &mut Vec<Token>) {
    for pair in pairs {
        let span = pair.range();
        let rule = pair.as_rule();
        let range = scan.original(span.start)..scan.original(span.end);
        let first = tokens.len();
        let range_end = scan.original(pair.last_end());
        match rule {
            Rule::EOI => {}
            Rule::column_block | Rule::item_block | Rule::duty_block => {
                collect(pair.into_inner(), scan, tokens);
                mark_separators(tokens, first);
            }
            Rule::level_block => {
                let has_comments = pair.as_str().contains(['#', '＃']);
                collect(pair.into_inner(), scan, tokens);
                if has_comments {
                    mark_separators(tokens, first);
                } else {
                    join_levels(tokens, first);
                }
            }
            Rule::name_path if is_choice(pair.as_str()) => {
                tokens.push(Token {
                    kind: TokenKind::Choice,
                    range,
                    glued: false,
                });
            }
            Rule::property | Rule::code_prefix => {
                let dot = scan.text.get(span.start..).and_then(|rest| rest.chars().next());
                if rule == Rule::property {
                    let end = range.start + dot.map_or(1, char::len_utf8);
                    tokens.push(Token {
                        kind: TokenKind::Dot,
                        range: range.start..end,
                        glued: true,
                    });
                }
                collect(pair.into_inner(), scan, tokens);
            }
            _ => match kind(rule) {
                Some(kind) => tokens.push(Token {
                    kind,
                    range,
                    glued: false,
                }),
                None => {
                    let inner = pair.into_inner();
                    // Only keywords are left that are made of nothing else.
                    if inner.is_empty() {
                        tokens.push(Token {
                            kind: TokenKind::Keyword,
                            range,
                            glued: false,
                        });
                    }
                    collect(inner, scan, tokens);
                }
            },
        }
        if ends_with_block(rule) {
            tokens.push(Token {
                kind: TokenKind::End,
                range: range_end..range_end,
                glued: false,
            });
        }
        if is_tight(rule) {
            for token in tokens.iter_mut().skip(first + 1) {
                token.glued = true;
            }
        }
    }
}

/// Between columns and items a comma ends an entry as a newline does.
fn mark_separators(tokens: &mut [Token], first: usize) {
    for token in tokens
        .iter_mut()
        .skip(first)
        .filter(|token| token.kind == TokenKind::Comma)
    {
        token.kind = TokenKind::End;
    }
}

/// Levels stand on one line: one comma between two of them, whatever separated them.
fn join_levels(tokens: &mut Vec<Token>, first: usize) {
    let mut separator = None;
    for mut token in tokens.split_off(first) {
        match token.kind {
            TokenKind::End | TokenKind::Comma => {
                token.kind = TokenKind::Comma;
                separator = separator.or(Some(token));
                continue;
            }
            TokenKind::BraceClose => {}
            _ => {
                let opened = tokens.last().is_some_and(|last| last.kind == TokenKind::BraceOpen);
                tokens.extend(separator.take().filter(|_| !opened));
            }
        }
        tokens.push(token);
    }
}

/// Whether a word after 非负 and its like is a level or a category.
fn is_choice(word: &str) -> bool {
    Level::named(word).is_some() || Category::named(word).is_some()
}

/// Statements that need no newline behind their block.
fn ends_with_block(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::header
            | Rule::form
            | Rule::form_override
            | Rule::block
            | Rule::columns
            | Rule::column_group
            | Rule::item_rows
            | Rule::coded_rows
            | Rule::section
            | Rule::rule_item
            | Rule::rule_override
            | Rule::narrative
            | Rule::test
            | Rule::duties
    )
}

/// Rules whose tokens stand close together.
fn is_tight(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::reference | Rule::table | Rule::property | Rule::year_range | Rule::ordinal_range | Rule::literal
    )
}

/// The kind of token a rule makes; `None` for rules made of others.
fn kind(rule: Rule) -> Option<TokenKind> {
    use TokenKind as T;
    Some(match rule {
        Rule::end => T::End,
        Rule::kw_not => T::Not,
        Rule::kw_true | Rule::kw_false => T::Constant,
        rule if is_symbol(rule) => T::Operator,
        rule if is_operator(rule) => T::WordOperator,
        Rule::function => T::Function,
        Rule::rule_id | Rule::rule_ref | Rule::form_id => T::Id,
        Rule::name | Rule::name_path | Rule::step | Rule::expected_row => T::Name,
        Rule::head | Rule::table_head => T::Head,
        Rule::choice | Rule::unit | Rule::glued_unit => T::Choice,
        Rule::number
        | Rule::signed_number
        | Rule::ordinal
        | Rule::ordinal_end
        | Rule::code
        | Rule::code_end
        | Rule::line
        | Rule::year
        | Rule::date
        | Rule::version_number => T::Number,
        Rule::percent => T::Choice,
        Rule::text => T::Text,
        Rule::raw_text => T::RawText,
        Rule::brace_open => T::BraceOpen,
        Rule::brace_close => T::BraceClose,
        Rule::paren_open | Rule::bracket_open => T::Open,
        Rule::paren_close | Rule::bracket_close => T::Close,
        Rule::comma => T::Comma,
        Rule::colon => T::Colon,
        Rule::assign => T::Assign,
        Rule::range => T::Range,
        Rule::star => T::Star,
        Rule::malformed_item | Rule::malformed_part | Rule::malformed_entry | Rule::malformed_head => T::Malformed,
        _ => return None,
    })
}
