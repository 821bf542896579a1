//! References to the running text: `文.收入总体.收入总计`.

use super::coerce;
use super::kinds::{Type, Typed};
use super::resolver::Resolver;
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::plan::{Role, Unavailable};
use crate::source::Span;
use crate::syntax::ast::{Capture, NarrativeDeclaration, Reference, Segment};
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

pub(super) fn unavailable(why: Unavailable, ty: Type, span: Span) -> Typed {
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
}
