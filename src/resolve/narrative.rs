//! References to what the tables of this one report do not hold: its running text, other reports, its facts.

use super::coerce;
use super::kinds::{Type, Typed};
use super::reference::{Referred, Want, shown};
use super::resolver::Resolver;
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::plan::{Number, NumberNode, Role, Text, TextNode, Unavailable};
use crate::source::Span;
use crate::syntax::ast::{Capture, NarrativeDeclaration, Reference, Segment};
use crate::syntax::{Keyword, KeywordRole, Named, ReportFact};
use crate::value::Kind;

/// Nothing of the running text is to be had.
pub(super) const NO_NARRATIVE: Unavailable = Unavailable::Report(Role::Narrative);

/// The names of what a declaration captures.
pub(super) fn captures(narrative: &NarrativeDeclaration) -> impl Iterator<Item = &str> {
    narrative
        .patterns
        .iter()
        .flat_map(|pattern| &pattern.captures)
        .map(|capture| &*capture.name.value)
}

/// The capture called `name`.
pub(super) fn capture(narrative: &NarrativeDeclaration, name: &str, span: Span) -> Option<Typed> {
    let capture = narrative
        .patterns
        .iter()
        .flat_map(|pattern| &pattern.captures)
        .find(|capture| &*capture.name.value == name)?;
    Some(unavailable(NO_NARRATIVE, format_of(capture), span))
}

/// What a capture measures, by its format.
fn format_of(capture: &Capture) -> Type {
    let kind = capture.format.as_ref().map(|format| Capture::kind_of(&format.value));
    // Of an unknown word its declaration has been told.
    kind.flatten().map_or(Type::Any, Type::Is)
}

fn unavailable(why: Unavailable, ty: Type, span: Span) -> Typed {
    let kind = match ty {
        Type::Is(kind) => kind,
        Type::Bare | Type::Any => Kind::Money,
    };
    Typed::new(coerce::unavailable(why, kind, span), ty).with_figures()
}

impl Resolver<'_> {
    /// `文.收入总体.收入总计`, and inside 逐行 `文.金额`.
    pub(super) fn narrative_reference(&mut self, reference: &Reference) -> Typed {
        self.refer_word(&reference.head);
        let names: Vec<_> = reference
            .segments
            .iter()
            .filter_map(|segment| match segment {
                Segment::Name(name) => Some(name),
                Segment::Rows(_) => None,
            })
            .collect();
        let in_scope = |name: &str| {
            self.scope.sides.iter().find_map(|side| match side {
                super::resolver::ScopeSide::Narrative(narrative) => {
                    capture(narrative, name, reference.span).map(|found| (*narrative, found))
                }
                super::resolver::ScopeSide::Rows { .. } => None,
            })
        };
        if let [name] = names.as_slice()
            && let Some((narrative, found)) = in_scope(&name.value)
        {
            self.refer_capture(reference, name, narrative);
            return found;
        }
        let Some(first) = names.first() else {
            self.report(
                Diagnostic::new(&codes::resolve::UNKNOWN_NARRATIVE, "“文”后面要写文字声明的名称")
                    .at(reference.span, "没有写明哪一段文字"),
            );
            return Typed::broken(reference.span);
        };
        let declared = &self.ruleset.narratives;
        let Some(narrative) = declared.iter().find(|narrative| narrative.name.value == first.value) else {
            let help = did_you_mean(&first.value, declared.iter().map(|narrative| &*narrative.name.value));
            self.report(
                Diagnostic::new(
                    &codes::resolve::UNKNOWN_NARRATIVE,
                    format!("没有声明“文 {}”", first.value),
                )
                .at(first.span, "没有这段文字的声明")
                .maybe_help(help),
            );
            return Typed::broken(reference.span);
        };
        self.refer_narrative(reference, first, narrative);
        let Some(second) = names.get(1) else {
            return unavailable(NO_NARRATIVE, Type::Any, reference.span);
        };
        if let Some(found) = capture(narrative, &second.value, reference.span) {
            self.refer_capture(reference, second, narrative);
            return found;
        }
        let help = did_you_mean(&second.value, captures(narrative));
        self.report(
            Diagnostic::new(
                &codes::resolve::UNKNOWN_NARRATIVE,
                format!("“文 {}”里没有“{}”", first.value, second.value),
            )
            .at(second.span, "模式里没有取这个量")
            .maybe_help(help),
        );
        Typed::broken(reference.span)
    }

    /// `上年.01.年末结转和结余`, `预算.…`, `所属.…`: a reference like any other, to the tables of another report.
    pub(super) fn other_report(&mut self, reference: &Reference, role: Role, want: Want) -> Typed {
        let word = &*reference.head.value;
        self.refer_word(&reference.head);
        let Some((Segment::Name(head), rest)) = reference.segments.split_first() else {
            self.report(
                Diagnostic::new(&codes::resolve::UNKNOWN_PART, format!("“{word}”后面要写表号和栏名"))
                    .at(reference.span, format!("如 {word}.01.收入.总计")),
            );
            return Typed::broken(reference.span);
        };
        // Where it is asked what names mean, this one is wrong and means something all the same.
        if role == Role::Subordinates && want == Want::One && self.references.is_none() {
            self.needs_one(reference.span, "所属单位有多个");
            return Typed::broken(reference.span);
        }
        let inner = Reference {
            head: head.clone(),
            segments: rest.to_vec(),
            span: head.span.to(reference.span),
        };
        // The row at hand is of this report, so the other one is addressed without it.
        let scope = std::mem::take(&mut self.scope);
        let outer = self.role;
        if outer == Role::Own {
            self.role = role;
        }
        let found = self.reference(&inner, Want::One);
        self.role = outer;
        self.scope = scope;
        match found {
            Referred::One(mut typed) => {
                typed.node.set_span(reference.span);
                typed
            }
            // One figure was wanted.
            Referred::List(..) => Typed::broken(reference.span),
        }
    }

    /// `报告.年度`, `报告.单位`, `报告.层级`, `报告.类别`.
    pub(super) fn fact(&mut self, reference: &Reference) -> Typed {
        let span = reference.span;
        self.refer_word(&reference.head);
        let word = match reference.segments.as_slice() {
            [Segment::Name(name)] => &*name.value,
            _ => "",
        };
        let elsewhere = Some(self.role)
            .filter(|role| *role != Role::Own)
            .map(Unavailable::Report);
        match ReportFact::named(word) {
            Some(ReportFact::Year) => {
                let year = elsewhere.map_or(NumberNode::Year, NumberNode::Unavailable);
                Typed::new(Number::new(year, Kind::Count, span), Type::Is(Kind::Count)).with_figures()
            }
            Some(ReportFact::Unit) => {
                let unit = elsewhere.map_or(TextNode::Unit, TextNode::Unavailable);
                Typed::new(Text::new(unit, Kind::Text, span), Type::Is(Kind::Text)).with_figures()
            }
            Some(ReportFact::Tier | ReportFact::Category | ReportFact::DisclosureDate) => {
                unavailable(NO_NARRATIVE, Type::Is(Kind::Text), span)
            }
            None => {
                let known: Vec<&str> = Keyword::of_role(KeywordRole::ReportFact)
                    .map(|keyword| keyword.chinese)
                    .collect();
                let help =
                    did_you_mean(word, known.iter().copied()).unwrap_or_else(|| format!("可以写:{}", known.join("、")));
                self.report(
                    Diagnostic::new(
                        &codes::resolve::UNKNOWN_NAME,
                        format!("报告没有“{}”这一项", shown(reference)),
                    )
                    .at(span, "不知道指什么")
                    .help(help),
                );
                Typed::broken(span)
            }
        }
    }
}
