//! References that hang on the row at hand: a bare column, `03.X` in 逐行 03, `下级.X`, `上级.X`.

use super::kinds::{Type, Typed};
use super::plan::{Column, List, Node, NodeKind, TextOf};
use super::reference::{Referred, Want, column_kind, path_of, shown};
use super::resolver::{Resolver, ScopeSide};
use super::target::{self, Step, Target, TargetColumn};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;
use crate::syntax::ast::Reference;
use crate::value::Kind;

impl<'a> Resolver<'a> {
    /// The side of 逐行 whose row the targets speak of, where they name no row of their own.
    pub(super) fn on_a_side(&self, form: usize, targets: &[Target]) -> Option<(usize, Target)> {
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
                found = Some((side, target.clone()));
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
            let text = match head {
                "科目代码" | "代码" | "code" => Some((TextOf::Code, Kind::Code)),
                "科目名称" | "名称" | "name" => Some((TextOf::Name, Kind::Text)),
                _ => None,
            };
            if let Some((of, kind)) = text {
                return Some(Typed::new(
                    Node::new(NodeKind::RowText(of), kind, reference.span),
                    Type::Is(kind),
                ));
            }
        }
        path.insert(0, Step::new(head));
        let mut found: Vec<(usize, TargetColumn)> = Vec::new();
        for (side, scope) in self.scope.sides.clone().into_iter().enumerate() {
            match scope {
                ScopeSide::Rows { form, block } => {
                    let Some(declared) = self.form(form) else { continue };
                    let targets = target::matches(declared, &path, true);
                    found.extend(
                        targets
                            .into_iter()
                            .filter(|target| target.block == block)
                            .map(|target| (side, target.column)),
                    );
                }
                ScopeSide::Narrative(narrative) => {
                    if let Some(typed) = super::narrative::capture(narrative, head, reference.span) {
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
                    .filter_map(|(side, _)| match self.scope.sides.get(*side) {
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

    pub(super) fn row_figure(&mut self, side: usize, column: TargetColumn, span: Span) -> Typed {
        let Some(column) = self.column(side, column, span) else {
            return Typed::broken(span);
        };
        let (kind, unit) = self.side_kind(side, column);
        let node = Node::new(NodeKind::RowFigure { side, column }, kind, span);
        Typed {
            unit,
            ..Typed::new(node, Type::Is(kind))
        }
        .with_figures()
    }

    pub(super) fn column(&mut self, side: usize, column: TargetColumn, span: Span) -> Option<Column> {
        match column {
            TargetColumn::At(index) => Some(Column::At(index)),
            TargetColumn::Current => self.current_column(side, span),
        }
    }

    fn side_kind(&mut self, side: usize, column: Column) -> (Kind, Option<crate::value::Unit>) {
        let Some(ScopeSide::Rows { form, block }) = self.scope.sides.get(side).copied() else {
            return (Kind::Money, None);
        };
        self.mention(form);
        let Some(form) = self.form(form) else {
            return (Kind::Money, None);
        };
        let kind = form
            .blocks
            .get(block)
            .map_or(Kind::Money, |block| column_kind(block, None, column));
        (kind, Some(form.unit))
    }

    /// `下级.X`, `上级.X`.
    pub(super) fn relative(&mut self, reference: &Reference, want: Want) -> Referred {
        let word = &*reference.head.value;
        let (path, selector) = path_of(reference);
        let [ScopeSide::Rows { form, block }] = self.scope.sides.as_slice() else {
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
        let (form_index, block) = (*form, *block);
        let Some(form) = self.form(form_index) else {
            return Referred::broken(reference.span);
        };
        let mut targets = target::matches(form, &path, true);
        targets.retain(|target| target.block == block);
        let ([target], None) = (targets.as_slice(), selector) else {
            self.unknown_part(form, &path, reference);
            return Referred::broken(reference.span);
        };
        let Some(column) = self.column(0, target.column, reference.span) else {
            return Referred::broken(reference.span);
        };
        let (kind, unit) = self.side_kind(0, column);
        let span = reference.span;
        if matches!(word, "上级" | "parent") {
            let node = Node::new(NodeKind::ParentFigure { side: 0, column }, kind, span);
            return Referred::One(
                Typed {
                    unit,
                    ..Typed::new(node, Type::Is(kind))
                }
                .with_figures(),
            );
        }
        if want == Want::One {
            self.needs_one(reference.span, "下级有多行");
            return Referred::broken(span);
        }
        let typed = Typed {
            unit,
            ..Typed::new(Node::new(NodeKind::Bool(true), kind, span), Type::Is(kind))
        };
        Referred::List(List::Children { side: 0, column, span }, typed.with_figures())
    }
}
