//! References that hang on the row at hand: a bare column, `03.X` in 逐行 03, `下级.X`, `上级.X`.

use super::kinds::{Type, Typed};
use super::reference::{column_kind, path_of, shown, typed_figure};
use super::referred::{ListMeasure, Referred, Want};
use super::resolver::{Resolver, ScopeSide};
use super::step::Step;
use super::target::{Target, TargetColumn};
use crate::diagnostic::{Diagnostic, codes};
use crate::form::FormId;
use crate::plan::{Column, Figure, List, ListRows, Measured, RowText, SideIx, Text, TextNode};
use crate::source::Span;
use crate::syntax::ast::Reference;
use crate::syntax::{Named, ReferenceHead, RowName};
use crate::value::Kind;

impl<'a> Resolver<'a> {
    /// The side of 逐行 whose row the targets speak of, where they name no row of their own.
    pub(super) fn on_a_side(&self, form: FormId, targets: &[Target]) -> Option<(SideIx, Target)> {
        let mut found = None;
        for (side, scope) in self.scope.sides.iter().enumerate() {
            let ScopeSide::Rows { form: of, block } = scope else {
                continue;
            };
            let mut here = targets
                .iter()
                .filter(|target| *of == form && target.block == *block && target.rows.is_none());
            if let (Some(target), None) = (here.next(), here.next()) {
                if found.is_some() {
                    return None;
                }
                found = Some((SideIx::new(side), target.clone()));
            }
        }
        found
    }

    /// A column (or code, name) of the row at hand.
    pub(super) fn in_row(&mut self, reference: &Reference) -> Option<Typed> {
        let (mut path, selector) = path_of(reference);
        if self.scope.sides.is_empty() || selector.is_some() {
            return None;
        }
        let head = &*reference.head.value;
        if reference.segments.is_empty() {
            let text = RowName::named(head).map(|name| match name {
                RowName::Code => (RowText::Code, Kind::Code),
                RowName::Name => (RowText::Name, Kind::Text),
            });
            if let Some((of, kind)) = text {
                self.refer_word(&reference.head);
                let text = Text::new(TextNode::Row(of), kind, reference.span);
                return Some(Typed::new(text, Type::Is(kind)));
            }
        }
        path.insert(0, Step::new(head));
        let mut found: Vec<(SideIx, TargetColumn)> = Vec::new();
        for (side, scope) in self.scope.sides.clone().into_iter().enumerate() {
            match scope {
                ScopeSide::Rows { form, block } => {
                    let mut targets = self.matches(form, &path, true);
                    targets.retain(|target| target.block == block);
                    if !targets.is_empty() {
                        self.refer_steps(reference, form, &targets);
                    }
                    let columns = targets.into_iter().map(|target| (SideIx::new(side), target.column));
                    found.extend(columns);
                }
                ScopeSide::Narrative(narrative) => {
                    if let Some(typed) = super::narrative::capture(narrative, head, reference.span) {
                        self.refer_capture(reference, &reference.head, narrative);
                        return Some(typed);
                    }
                }
            }
        }
        match found.as_slice() {
            [] => None,
            [(side, column)] => Some(self.row_figure(*side, *column, reference.span)),
            // 本列 of a join without a table named: every side has one.
            [(side, TargetColumn::Current), ..] if self.scope.sides.len() == 1 => {
                Some(self.row_figure(*side, TargetColumn::Current, reference.span))
            }
            several => {
                let names: Vec<String> = several
                    .iter()
                    .filter_map(|(side, _)| match self.scope.sides.get(side.index()) {
                        Some(ScopeSide::Rows { form, .. }) => self.form(*form),
                        _ => None,
                    })
                    .map(|form| format!("{}.{}", form.id, shown(reference)))
                    .collect();
                self.report(
                    Diagnostic::new(
                        &codes::resolve::AMBIGUOUS,
                        format!("“{}”在好几张表里都有", shown(reference)),
                    )
                    .at(reference.span, "所指不唯一")
                    .help(format!("写明是哪一张:{}", names.join("、"))),
                );
                Some(Typed::broken(reference.span))
            }
        }
    }

    pub(super) fn row_figure(&mut self, side: SideIx, column: TargetColumn, span: Span) -> Typed {
        let Some(column) = self.column(side, column, span) else {
            return Typed::broken(span);
        };
        let of_side = self.of_side(side, column);
        typed_figure(Figure::OfRow { side, column }, of_side, span)
    }

    pub(super) fn column(&mut self, side: SideIx, column: TargetColumn, span: Span) -> Option<Column> {
        match column {
            TargetColumn::At(index) => Some(Column::At(index)),
            TargetColumn::Current => self.current_column(side, span),
        }
    }

    /// What is known of the figures of a column of a side.
    fn of_side(&mut self, side: SideIx, column: Column) -> ListMeasure {
        let unknown = ListMeasure {
            kind: Kind::Money,
            unit: None,
        };
        let Some(ScopeSide::Rows { form, block }) = self.scope.sides.get(side.index()).copied() else {
            return unknown;
        };
        self.mention(form);
        let Some(form) = self.form(form) else { return unknown };
        let kind = form
            .block(block)
            .map_or(Kind::Money, |block| column_kind(block, None, column));
        ListMeasure {
            kind,
            unit: Some(form.unit),
        }
    }

    /// `下级.X`, `上级.X`.
    pub(super) fn relative(&mut self, reference: &Reference, want: Want) -> Referred {
        let word = &*reference.head.value;
        self.refer_word(&reference.head);
        let (path, selector) = path_of(reference);
        let [ScopeSide::Rows { form, block }] = self.scope.sides.as_slice() else {
            self.refer_in_sides(reference);
            self.report(
                Diagnostic::new(
                    &codes::resolve::OUTSIDE_EACH,
                    format!("“{word}”只能用在逐行一张表的规则里"),
                )
                .at(reference.head.span, "没有当前行")
                .help("在规则里加一行“逐行 表号”"),
            );
            return Referred::broken(reference.span);
        };
        let (id, block) = (*form, *block);
        let Some(form) = self.form(id) else {
            return Referred::broken(reference.span);
        };
        let mut targets = self.matches(id, &path, true);
        targets.retain(|target| target.block == block);
        self.refer_steps(reference, id, &targets);
        let ([target], None) = (targets.as_slice(), selector) else {
            self.unknown_part(form, &path, reference);
            return Referred::broken(reference.span);
        };
        let side = SideIx::default();
        let Some(column) = self.column(side, target.column, reference.span) else {
            return Referred::broken(reference.span);
        };
        let of_side = self.of_side(side, column);
        let span = reference.span;
        if ReferenceHead::named(word) == Some(ReferenceHead::Parent) {
            return Referred::One(typed_figure(Figure::OfParent { side, column }, of_side, span));
        }
        if want == Want::One {
            self.needs_one(reference.span, "下级有多行");
            return Referred::broken(span);
        }
        let list = List {
            rows: ListRows::Children(side),
            column,
            measures: Measured::As(of_side.kind),
            span,
        };
        Referred::List(list, of_side)
    }
}
