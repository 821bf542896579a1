//! Makes a reader of the grammar.
//!
//! pest says best what is wrong with a text, and keeps book for that at every step. Nearly every text has nothing wrong
//! with it, so the trees of rule files are made by a reader that keeps none: a function for each rule of the same
//! grammar, which does what pest does (`src/syntax/reading/reader.rs` is what the functions are written with) and looks
//! at the next byte before it tries a rule.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fmt::Write;
use std::{env, fs, path::Path};

use pest_meta::ast::RuleType;
use pest_meta::optimizer::{OptimizedExpr as Expr, OptimizedRule};

/// The grammar; read as one, in this order.
const FILES: [&str; 3] = [
    "grammar/lexical.pest",
    "grammar/expression.pest",
    "grammar/declaration.pest",
];

#[expect(clippy::print_stdout, reason = "so build scripts speak to cargo")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut grammar = String::new();
    for file in FILES {
        println!("cargo::rerun-if-changed={file}");
        grammar.push_str(&fs::read_to_string(file)?);
        grammar.push('\n');
    }
    println!("cargo::rerun-if-changed=grammar/generate.rs");
    let (_, rules) = pest_meta::parse_and_optimize(&grammar)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let generator = Generator {
        rules: rules.iter().map(|rule| (rule.name.as_str(), rule)).collect(),
    };
    let mut code = String::from("use super::reader::{Mode, Reader};\nuse crate::syntax::parser::Rule;\n");
    let mut wanted = HashSet::from(["WHITESPACE"]);
    generator.reach("file", &mut wanted);
    for rule in rules.iter().filter(|rule| wanted.contains(rule.name.as_str())) {
        let body = generator.rule(rule)?;
        write!(
            code,
            "\npub(super) fn {}(r: &mut Reader<'_>) -> bool {{\n    {body}\n}}\n",
            function(&rule.name)
        )?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("grammar.rs"), code)?;
    Ok(())
}

/// The name of the function of a rule.
fn function(rule: &str) -> String {
    format!("read_{}", rule.to_lowercase())
}

/// The bytes that a match may begin with.
#[derive(Clone, Copy, Default)]
struct First {
    bytes: [u64; 4],
    /// Whether it may also match nothing.
    empty: bool,
}

impl First {
    fn nothing() -> Self {
        Self {
            bytes: [0; 4],
            empty: true,
        }
    }

    fn of(bytes: impl IntoIterator<Item = u8>) -> Self {
        let mut first = Self::default();
        for byte in bytes {
            if let Some(word) = first.bytes.get_mut(usize::from(byte >> 6)) {
                *word |= 1 << (byte & 63);
            }
        }
        first
    }

    /// Of either.
    fn or(mut self, other: Self) -> Self {
        for (word, others) in self.bytes.iter_mut().zip(other.bytes) {
            *word |= others;
        }
        self.empty |= other.empty;
        self
    }

    /// Of one behind the other.
    fn then(self, next: Self) -> Self {
        if !self.empty {
            return self;
        }
        Self {
            empty: next.empty,
            ..self.or(next)
        }
    }
}

struct Generator<'g> {
    rules: HashMap<&'g str, &'g OptimizedRule>,
}

type Code = Result<String, String>;

impl<'g> Generator<'g> {
    /// Adds the rule and those it is made of.
    fn reach(&self, name: &'g str, wanted: &mut HashSet<&'g str>) {
        let Some(rule) = self.rules.get(name) else { return };
        if wanted.insert(name) {
            self.reach_in(&rule.expr, wanted);
        }
    }

    fn reach_in(&self, expr: &'g Expr, wanted: &mut HashSet<&'g str>) {
        match expr {
            Expr::Ident(name) => self.reach(name, wanted),
            Expr::Seq(one, other) | Expr::Choice(one, other) => {
                self.reach_in(one, wanted);
                self.reach_in(other, wanted);
            }
            Expr::PosPred(inner) | Expr::NegPred(inner) | Expr::Opt(inner) | Expr::Rep(inner) => {
                self.reach_in(inner, wanted);
            }
            _ => {}
        }
    }

    fn rule(&self, rule: &OptimizedRule) -> Code {
        let name = &rule.name;
        let blank = name == "WHITESPACE";
        let spaced = !blank && !matches!(rule.ty, RuleType::Atomic | RuleType::CompoundAtomic);
        let body = self.code(&rule.expr, spaced)?;
        Ok(match rule.ty {
            _ if blank => format!("r.within(Mode::Atomic, |r| {body})"),
            RuleType::Silent => body,
            RuleType::Normal => format!("r.rule(Rule::{name}, |r| {body})"),
            RuleType::Atomic => format!("r.rule(Rule::{name}, |r| r.within(Mode::Atomic, |r| {body}))"),
            RuleType::CompoundAtomic => format!("r.within(Mode::Tight, |r| r.rule(Rule::{name}, |r| {body}))"),
            RuleType::NonAtomic => format!("r.within(Mode::Spaced, |r| r.rule(Rule::{name}, |r| {body}))"),
        })
    }

    /// An expression that tries to match `expr`; between the parts of a `spaced` one blanks may stand.
    fn code(&self, expr: &Expr, spaced: bool) -> Code {
        Ok(match expr {
            Expr::Str(text) => format!("r.literal({text:?})"),
            Expr::Range(from, to) => format!("r.range({:?}, {:?})", character(from)?, character(to)?),
            Expr::Ident(name) => self.call(name)?,
            Expr::PosPred(inner) => format!("r.ahead(|r| {})", self.code(inner, spaced)?),
            Expr::NegPred(inner) => format!("!r.ahead(|r| {})", self.code(inner, spaced)?),
            Expr::Seq(..) => {
                let mut parts = Vec::new();
                let mut rest = expr;
                while let Expr::Seq(head, tail) = rest {
                    parts.push(self.part(head, spaced)?);
                    rest = tail;
                }
                parts.push(self.part(rest, spaced)?);
                let between = if spaced {
                    " && r.blanks(read_whitespace) && "
                } else {
                    " && "
                };
                format!("r.sequence(|r| {})", parts.join(between))
            }
            Expr::Choice(one, other) => {
                format!("{} || {}", self.code(one, spaced)?, self.code(other, spaced)?)
            }
            Expr::Opt(inner) => format!("r.optional(|r| {})", self.code(inner, spaced)?),
            Expr::Rep(inner) if spaced => format!("r.repeat(read_whitespace, |r| {})", self.code(inner, spaced)?),
            Expr::Rep(inner) => format!("r.repeat_tight(|r| {})", self.code(inner, spaced)?),
            Expr::Skip(strings) => format!("r.skip_until(&{strings:?})"),
            other => return Err(format!("the reader knows no {other}")),
        })
    }

    /// A part of a sequence.
    fn part(&self, expr: &Expr, spaced: bool) -> Code {
        let code = self.code(expr, spaced)?;
        let either = matches!(expr, Expr::Choice(..));
        Ok(if either { format!("({code})") } else { code })
    }

    /// A call of a rule, made only where the next byte may begin it.
    fn call(&self, name: &str) -> Code {
        Ok(match name {
            "ANY" => "r.any()".to_owned(),
            "SOI" => "r.at_start()".to_owned(),
            "EOI" => "r.rule(Rule::EOI, |r| r.at_end())".to_owned(),
            "NEWLINE" => "r.newline()".to_owned(),
            "XID_START" | "XID_CONTINUE" => format!("r.character(pest::unicode::{name})"),
            _ => {
                let call = format!("{}(r)", function(name));
                match self.first_of_rule(name)? {
                    First { empty: true, .. } => call,
                    First { bytes, .. } => format!("r.sees(&{bytes:?}) && {call}"),
                }
            }
        })
    }

    fn first_of_rule(&self, name: &str) -> Result<First, String> {
        let rule = self.rules.get(name).ok_or_else(|| format!("no rule {name}"))?;
        let spaced = !matches!(rule.ty, RuleType::Atomic | RuleType::CompoundAtomic);
        self.first(&rule.expr, spaced && name != "WHITESPACE")
    }

    /// No rule begins with itself: the grammar is checked for that.
    fn first(&self, expr: &Expr, spaced: bool) -> Result<First, String> {
        let any = || First::of(0..=u8::MAX);
        Ok(match expr {
            Expr::Str(text) => text.bytes().next().map_or(First::nothing(), |byte| First::of([byte])),
            Expr::Range(from, to) => {
                let (from, to) = (from.bytes().next(), to.bytes().next());
                First::of(from.unwrap_or(0)..=to.unwrap_or(u8::MAX))
            }
            Expr::Ident(name) => match name.as_str() {
                "ANY" => any(),
                "SOI" | "EOI" => First::nothing(),
                "NEWLINE" => First::of([b'\n', b'\r']),
                "XID_START" | "XID_CONTINUE" => {
                    First::of((0..=u8::MAX).filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | 128..)))
                }
                _ => self.first_of_rule(name)?,
            },
            Expr::PosPred(_) | Expr::NegPred(_) => First::nothing(),
            Expr::Seq(head, tail) => {
                let mut first = self.first(head, spaced)?;
                if first.empty && spaced {
                    let blank = self.first_of_rule("WHITESPACE")?;
                    first = first.or(First { empty: true, ..blank });
                }
                if first.empty {
                    first = first.then(self.first(tail, spaced)?);
                }
                first
            }
            Expr::Choice(one, other) => self.first(one, spaced)?.or(self.first(other, spaced)?),
            Expr::Opt(inner) | Expr::Rep(inner) => self.first(inner, spaced)?.or(First::nothing()),
            Expr::Skip(_) => any().or(First::nothing()),
            other => return Err(format!("the reader knows no {other}")),
        })
    }
}

fn character(written: &str) -> Result<char, String> {
    written.chars().next().ok_or_else(|| "an empty range".to_owned())
}
