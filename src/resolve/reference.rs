//! References: `03.项目支出`, `03[229].项目支出`, `01.收入.总计`, a column of the row at hand, `下级.…`.

use super::kinds::{Type, Typed};
use super::other_report;
use super::referred::{ListMeasure, Referred, Want};
use super::resolver::Resolver;
use super::step::Step;
use super::target::{self, Target};
use crate::diagnostic::{Diagnostic, codes};
use crate::form::{Axis, Block, FormId};
use crate::plan::{
    Column, Expression, Figure, List, ListRows, Measured, Number, NumberNode, RowSetKind, SideIx, Text, TextNode,
    Truth, TruthNode,
};
use crate::source::Span;
use crate::syntax::ast::{Reference, Segment, Selector, SelectorKind};
use crate::syntax::{Named, ReferenceHead};
use crate::value::Kind;

impl<'a> Resolver<'a> {
    /// Resolves `reference`; errors are reported and give a broken value.
    pub(super) fn reference(&mut self, reference: &Reference, want: Want) -> Referred {
        let head = &*reference.head.value;
        let word = ReferenceHead::named(head);
        if let Some(role) = word.and_then(other_report::role_of) {
            return Referred::One(self.other_report(reference, role, want));
        }
        match word {
            Some(ReferenceHead::Narrative) => return Referred::One(self.narrative_reference(reference)),
            Some(ReferenceHead::Report) if !reference.segments.is_empty() => {
                let found = self.fact(reference);
                self.refer_fact(reference, &found);
                return Referred::One(found);
            }
            Some(ReferenceHead::Children | ReferenceHead::Parent) if self.binding(head).is_none() => {
                return self.relative(reference, want);
            }
            // Else the word is a name like any other. Those of other reports have been seen to.
            Some(
                ReferenceHead::Report
                | ReferenceHead::Children
                | ReferenceHead::Parent
                | ReferenceHead::LastYear
                | ReferenceHead::Budget
                | ReferenceHead::Subordinates,
            )
            | None => {}
        }
        if self.form_index(head).is_some() {
            return self.form_reference(reference, want);
        }
        if let Some(found) = self.in_row(reference) {
            return Referred::One(found);
        }
        if reference.segments.is_empty()
            && let Some((binding, local)) = self.binding(head)
        {
            self.refer(reference.head.span, binding.into());
            return self.expand(binding, local, reference.span, want);
        }
        self.unknown_head(reference);
        Referred::broken(reference.span)
    }

    /// A reference that begins with a form's id.
    fn form_reference(&mut self, reference: &Reference, want: Want) -> Referred {
        let Some(index) = self.require_form(&reference.head.value, reference.head.span) else {
            return Referred::broken(reference.span);
        };
        let Some(form) = self.form(index) else {
            return Referred::broken(reference.span);
        };
        let (path, selector) = path_of(reference);
        let targets = self.matches(index, &path, selector.is_some());
        if selector.is_none()
            && want == Want::One
            && let Some((side, target)) = self.on_a_side(index, &targets)
        {
            self.refer_steps(reference, index, std::slice::from_ref(&target));
            return Referred::One(self.row_figure(side, target.column, reference.span));
        }
        let targets = match selector {
            None => targets,
            Some(selector) => self.select(index, targets, selector, reference),
        };
        self.refer_steps(reference, index, &targets);
        match targets.as_slice() {
            [target] => self.figure(index, target, want, reference.span),
            [] => {
                if selector.is_none() || self.matches(index, &path, true).is_empty() {
                    self.unknown_part(form, &path, reference);
                }
                Referred::broken(reference.span)
            }
            several => {
                let mut names: Vec<String> = several.iter().map(|target| target::describe(form, target)).collect();
                let more = names.len().saturating_sub(8);
                names.truncate(8);
                let more = if more > 0 {
                    format!(" 等 {} 处", more + 8)
                } else {
                    String::new()
                };
                self.report(
                    Diagnostic::new(
                        &codes::resolve::AMBIGUOUS,
                        format!("“{}”可以指好几处", shown(reference)),
                    )
                    .at(reference.span, "所指不唯一")
                    .help(format!("写明是哪一处:{}{more}", names.join("、"))),
                );
                Referred::broken(reference.span)
            }
        }
    }

    pub(super) fn needs_one(&mut self, span: Span, why: &str) {
        self.report(
            Diagnostic::new(&codes::resolve::NEEDS_ONE_FIGURE, format!("这里要一个数,{why}"))
                .at(span, why.to_owned())
                .help("用 sum(…) 等函数把多行合成一个数,或写明是哪一行"),
        );
    }

    /// One figure, or a list of them, of a form.
    fn figure(&mut self, id: FormId, target: &Target, want: Want, span: Span) -> Referred {
        let Some(form) = self.form(id) else {
            return Referred::broken(span);
        };
        let Some(block) = form.block(target.block) else {
            return Referred::broken(span);
        };
        let rows = target.rows.clone().or_else(|| default_rows(block, want));
        let Some(rows) = rows else {
            let why = match &block.axis {
                Axis::Items(_) => "没有写明是哪一项".to_owned(),
                _ => format!("表 {} 没有声明合计行,要写明是哪一行", form.id),
            };
            self.needs_one(span, &why);
            return Referred::broken(span);
        };
        if want == Want::One && !rows.is_single() {
            self.needs_one(span, "选中的是多行");
            return Referred::broken(span);
        }
        let Some(column) = self.column(SideIx::default(), target.column, span) else {
            return Referred::broken(span);
        };
        let kind = column_kind(block, Some(&rows), column);
        // In a list a code that the table lacks is no figure at all; alone it would be a missing one.
        let found_in_report = matches!(rows, RowSetKind::Code(_) | RowSetKind::Named(_));
        let single = rows.is_single() && !(want == Want::Many && found_in_report);
        let rows = self.row_set(id, target.block, rows);
        let unit = Some(form.unit);
        if single {
            let lenient = false;
            let figure = Figure::Single { rows, column, lenient };
            return Referred::One(typed_figure(figure, ListMeasure { kind, unit }, span));
        }
        let list = List {
            rows: ListRows::Set(rows),
            column,
            measures: Measured::As(kind),
            span,
        };
        Referred::List(list, ListMeasure { kind, unit })
    }
}

/// A figure of a table as an expression of what its column measures.
pub(super) fn typed_figure(figure: Figure, ListMeasure { kind, unit }: ListMeasure, span: Span) -> Typed {
    let node: Expression = match kind {
        Kind::Money | Kind::Count | Kind::Ratio => Number::new(NumberNode::Figure(figure), kind, span).into(),
        Kind::Code | Kind::Text => Text::new(TextNode::Figure(figure), kind, span).into(),
        Kind::Bool => Truth::new(TruthNode::Figure(figure), span).into(),
    };
    Typed {
        unit,
        ..Typed::new(node, Type::Is(kind))
    }
    .with_figures()
}

/// The names of a reference after its head, and its selector.
pub(super) fn path_of(reference: &Reference) -> (Vec<Step>, Option<&Selector>) {
    let mut path = Vec::new();
    let mut selector = None;
    for segment in &reference.segments {
        match segment {
            Segment::Name(name) => path.push(Step::new(&name.value)),
            Segment::Rows(rows) => selector = Some(rows),
        }
    }
    (path, selector)
}

fn default_rows(block: &Block, want: Want) -> Option<RowSetKind> {
    match (&block.axis, want) {
        (Axis::Single, _) => Some(RowSetKind::Record),
        (Axis::Items(_), Want::Many) => Some(RowSetKind::Details),
        (Axis::Coded(_), Want::Many) => Some(RowSetKind::Leaves),
        (Axis::Items(_), Want::One) => None,
        (Axis::Coded(coded), Want::One) => coded.plain_total().map(RowSetKind::Total),
    }
}

pub(super) fn column_kind(block: &Block, rows: Option<&RowSetKind>, column: Column) -> Kind {
    if let Some(RowSetKind::Item(index)) = rows
        && let Some(kind) = block.axis.item(*index).and_then(|item| item.kind)
    {
        return kind;
    }
    match column {
        Column::At(index) => block.column(index).map_or(Kind::Money, |column| column.kind),
        Column::Current(_) => Kind::Money,
    }
}

/// The reference as a person writes it.
pub(super) fn shown(reference: &Reference) -> String {
    let mut text = reference.head.value.to_string();
    for segment in &reference.segments {
        match segment {
            Segment::Name(name) => {
                text.push('.');
                text.push_str(&name.value);
            }
            Segment::Rows(selector) => {
                text.push('[');
                match &selector.kind {
                    SelectorKind::Code(code) => text.push_str(code),
                    SelectorKind::Prefix(prefix) => text.push_str(&format!("{prefix}*")),
                    SelectorKind::Range(from, to) => text.push_str(&format!("{from}..{to}")),
                    SelectorKind::Line(line) => text.push_str(&format!("行{line}")),
                    SelectorKind::Name(name) => text.push_str(name),
                }
                text.push(']');
            }
        }
    }
    text
}
