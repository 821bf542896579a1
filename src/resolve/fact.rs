//! References to the facts of a report: `报告.年度`.

use super::kinds::{Type, Typed};
use super::narrative::{NO_NARRATIVE, unavailable};
use super::reference::shown;
use super::resolver::Resolver;
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::plan::{Number, NumberNode, Role, Text, TextNode, Unavailable};
use crate::syntax::ast::{Reference, Segment};
use crate::syntax::{Keyword, KeywordRole, Named, ReportFact};
use crate::value::Kind;

impl Resolver<'_> {
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
