//! Total rows of coded tables: identities in codes of the list, or in other total rows.

use super::draft::DraftBlock;
use super::formula::{own_term, report_cycles};
use super::implied::grounds;
use crate::diagnostic::codes::ruleset as codes;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::form::{Formula, FormulaTerm, LevelDeclaration, Operand, Total};
use crate::ruleset::CodeList;
use crate::source::Span;
use crate::syntax::ast::{self, FormulaOperand, TotalRow};
use crate::value::Name;

/// What a total row's identity may speak of.
pub(super) struct Codes<'a> {
    pub levels: &'a [LevelDeclaration],
    /// The lists the codes are from (one for every range of years); empty where none is known.
    pub lists: Vec<&'a CodeList>,
}

/// The total rows of a coded block, `合计` where none is declared.
pub(super) fn totals(block: &DraftBlock, codes: &Codes<'_>, at: Span, sink: &mut Vec<Diagnostic>) -> Vec<Total> {
    let mut totals: Vec<Total> = Vec::new();
    for row in &block.totals {
        let Some((name, aliases)) = row.names.split_first() else {
            continue;
        };
        let total = Total {
            name: Name::new(&name.value),
            aliases: aliases.iter().map(|alias| Name::new(&alias.value)).collect(),
            formula: None,
            span: name.span,
        };
        if let Some(first) = totals.iter().find(|known| known.name == total.name) {
            sink.push(
                Diagnostic::new(&codes::FORM_ENTRY_TWICE, format!("有两个合计行叫“{}”", total.name))
                    .at(total.span, "第二次在这里")
                    .at(first.span, "第一次在这里")
                    .help("删去一个"),
            );
        }
        totals.push(total);
    }
    let rows = block.totals.iter().filter(|row| !row.names.is_empty());
    let formulas: Vec<Option<Formula>> = rows
        .enumerate()
        .map(|(own, row)| formula(own, row, &totals, codes, sink))
        .collect();
    let names: Vec<&Name> = totals.iter().map(|total| &total.name).collect();
    report_cycles(&names, &formulas, sink);
    for (total, formula) in totals.iter_mut().zip(formulas) {
        total.formula = formula;
    }
    if totals.is_empty() {
        totals.push(Total {
            name: Name::new("合计"),
            aliases: Vec::new(),
            formula: None,
            span: at,
        });
    }
    totals
}

fn formula(
    own: usize,
    row: &TotalRow,
    totals: &[Total],
    codes: &Codes<'_>,
    sink: &mut Vec<Diagnostic>,
) -> Option<Formula> {
    let written = row.formula.as_ref()?;
    let mut terms: Vec<FormulaTerm> = Vec::new();
    let mut whole = true;
    for term in &written.terms {
        let operands = match operands(own, term, totals, codes) {
            Ok(operands) => operands,
            Err(diagnostic) => {
                sink.push(*diagnostic);
                whole = false;
                continue;
            }
        };
        for operand in operands {
            if let Some(first) = terms.iter().find(|known| known.operand == operand) {
                sink.push(
                    Diagnostic::new(&codes::FORMULA_TERM_TWICE, "合计行的算式里同一项算了两次")
                        .at(term.span, "又算了一次")
                        .at(first.span, "第一次在这里")
                        .help("去掉重复的一项"),
                );
            }
            terms.push(FormulaTerm {
                negative: term.negative,
                operand,
                span: term.span,
            });
        }
    }
    whole.then(|| Formula {
        terms,
        grounds: grounds(&written.grounds),
        span: written.span,
    })
}

/// What a term of the total row `own` adds.
pub(super) fn operands(
    own: usize,
    term: &ast::FormulaTerm,
    totals: &[Total],
    codes: &Codes<'_>,
) -> Result<Vec<Operand>, Box<Diagnostic>> {
    let unknown = |message: String, help: Option<String>| {
        let diagnostic = Diagnostic::new(&codes::FORM_NAME_UNKNOWN, message).at(term.span, "这里");
        Box::new(diagnostic.maybe_help(help))
    };
    match &term.operand {
        FormulaOperand::Number(number) => {
            let code = number.to_string();
            codes.check(&code).map_err(|(message, help)| unknown(message, help))?;
            Ok(vec![Operand::Code(code.into())])
        }
        FormulaOperand::Range(from, to) => {
            let within = codes.between(&from.to_string(), &to.to_string());
            if within.is_empty() {
                let help = if codes.lists.is_empty() {
                    "在“行”里用“科目”写明科目表,或者逐个列出代码"
                } else {
                    "检查区间两端的代码;小的在前"
                };
                let message = format!("科目表里没有 {from}..{to} 之间的代码");
                return Err(unknown(message, Some(help.to_owned())));
            }
            Ok(within)
        }
        FormulaOperand::Name(name) => {
            let wanted = Name::new(name);
            let total = totals
                .iter()
                .position(|total| total.name == wanted || total.aliases.contains(&wanted));
            match total {
                Some(at) if at == own => Err(Box::new(own_term(&wanted, term.span))),
                Some(at) => Ok(vec![Operand::Index(at)]),
                None => codes.named(&wanted).map(|operand| vec![operand]).ok_or_else(|| {
                    let names = totals.iter().map(|total| &*total.name.text).chain(codes.names());
                    unknown(format!("没有叫“{wanted}”的合计行或科目"), did_you_mean(name, names))
                }),
            }
        }
    }
}

impl Codes<'_> {
    /// What is wrong with a code, and what to do.
    fn check(&self, code: &str) -> Result<(), (String, Option<String>)> {
        if !self.levels.iter().any(|level| level.length as usize == code.len()) {
            let lengths: Vec<String> = self.levels.iter().map(|level| level.length.to_string()).collect();
            let help = format!("这张表的代码长度是 {} 位", lengths.join("、"));
            return Err((format!("代码“{code}”的长度不对"), Some(help)));
        }
        let mut listed = self.lists.iter().flat_map(|list| list.codes.iter()).peekable();
        let known = listed.peek().is_none() || listed.any(|listed| listed.code == code);
        if known {
            return Ok(());
        }
        let all = self.lists.iter().flat_map(|list| list.codes.iter());
        let help = did_you_mean(
            code,
            all.map(|listed| listed.code).filter(|near| near.len() == code.len()),
        );
        Err((format!("科目表里没有代码“{code}”"), help))
    }

    fn between(&self, from: &str, to: &str) -> Vec<Operand> {
        let mut found: Vec<Operand> = Vec::new();
        for listed in self.lists.iter().flat_map(|list| list.codes.iter()) {
            let operand = Operand::Code(listed.code.into());
            let within = listed.code.len() == from.len() && (from..=to).contains(&listed.code);
            if within && !found.contains(&operand) {
                found.push(operand);
            }
        }
        found
    }

    fn named(&self, name: &Name) -> Option<Operand> {
        let mut all = self.lists.iter().flat_map(|list| list.codes.iter());
        all.find(|listed| listed.is_called(&name.key))
            .map(|listed| Operand::Code(listed.code.into()))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let all = self.lists.iter().flat_map(|list| list.codes.iter());
        all.map(|listed| listed.name)
    }
}
