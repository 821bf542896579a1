//! Rules with 检查: 逐行, 逐列, 当.

use super::reference::path_of;
use super::resolver::{Resolver, RuleScope, ScopeSide};
use super::step::Step;
use super::target;
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::form::{BlockIx, ColumnIx, Form};
use crate::plan::{
    Body, Check, Checks, ColumnScope, JoinKey, RowScope, RowSetKind, RowSide, SaidBy, Scope, TableRef, Truth, TruthNode,
};
use crate::ruleset::Rule;
use crate::source::Span;
use crate::syntax::ast::{Each, Expression, Let, Reference, Word};
use crate::syntax::{JoinName, Keyword, KeywordRole, Named, ReferenceHead};
use crate::value::{Kind, normalise};

impl<'a> Resolver<'a> {
    /// Resolves the body of a rule with 检查; `None` where its 逐行 or 逐列 cannot be made out.
    pub(super) fn checks(
        &mut self,
        rule: &'a Rule,
        each: Option<&'a Each>,
        each_column: Option<Span>,
        lets: &'a [Let],
        checks: &'a [Expression],
    ) -> Option<Body> {
        self.scope = RuleScope {
            lets: lets.iter().collect(),
            ..RuleScope::default()
        };
        let rows = match each {
            None => None,
            Some(each) => Some(self.each(each)?),
        };
        let columns = match each_column {
            None => None,
            Some(span) => Some(self.each_column(span, rows.as_ref())?),
        };
        self.scope.columns = columns.is_some();
        let when = rule.when.as_ref().map(|when| self.condition(when).into_truth());
        let checks = checks.iter().map(|check| self.check(check)).collect();
        // Without the running text its matches are not to be had, so there is nothing to range over.
        if let (Some(each), true) = (
            each,
            self.scope
                .sides
                .iter()
                .any(|side| matches!(side, ScopeSide::Narrative(_))),
        ) {
            let unavailable = TruthNode::Unavailable(super::narrative::NO_NARRATIVE);
            let check = Check::new(Truth::new(unavailable, each.span), each.span, true);
            return Some(Body::Checks(Checks {
                said_by: SaidBy::Author,
                scope: Scope::default(),
                when: None,
                checks: vec![check],
            }));
        }
        Some(Body::Checks(Checks {
            said_by: SaidBy::Author,
            scope: Scope { rows, columns },
            when,
            checks,
        }))
    }

    fn check(&mut self, check: &Expression) -> Check {
        let typed = self.condition(check);
        let has_figures = typed.has_figures;
        Check::new(typed.into_truth(), check.span, has_figures)
    }

    fn each(&mut self, each: &'a Each) -> Option<RowScope> {
        let mut sides = Vec::with_capacity(each.tables.len());
        for table in &each.tables {
            sides.push(self.side(table)?);
        }
        let key = match &each.key {
            Some(word) => self.join_key(word)?,
            None if each.tables.len() > 1 => {
                self.report(
                    Diagnostic::new(&codes::resolve::BAD_EACH, "逐行几张表要写明按什么对应")
                        .at(each.span, "没有写“按 …”")
                        .help("如“逐行 03, 05 按 科目代码”"),
                );
                return None;
            }
            None => JoinKey::Code,
        };
        self.scope.key = Some(key);
        let sides: Vec<RowSide> = sides.into_iter().flatten().collect();
        Some(RowScope { sides, key })
    }

    /// One row set of 逐行, entered into the scope; `Some(None)` for matches in the running text.
    pub(super) fn side(&mut self, table: &'a Reference) -> Option<Option<RowSide>> {
        if ReferenceHead::named(&table.head.value) == Some(ReferenceHead::Narrative) {
            let name = table.segments.first().and_then(|segment| match segment {
                crate::syntax::ast::Segment::Name(name) => Some(name),
                crate::syntax::ast::Segment::Rows(_) => None,
            });
            let Some(narrative) = name.and_then(|name| {
                self.ruleset
                    .narratives
                    .iter()
                    .find(|declared| declared.name.value == name.value)
            }) else {
                self.narrative_reference(table);
                return None;
            };
            self.refer_word(&table.head);
            if let Some(name) = name {
                self.refer_narrative(table, name, narrative);
            }
            self.scope.sides.push(ScopeSide::Narrative(narrative));
            return Some(None);
        }
        let form_index = self.require_form(&table.head.value, table.head.span)?;
        let form = self.form(form_index)?;
        let (path, selector) = path_of(table);
        let block = match path.as_slice() {
            [] if form.blocks.len() == 1 => Some(0),
            [] => None,
            [name] => form.blocks.iter().position(|block| {
                block
                    .name
                    .as_ref()
                    .is_some_and(|block| *block.key == *normalise(&name.text))
            }),
            _ => None,
        };
        let block = block.map(BlockIx::new);
        self.refer_side(table, form_index, block);
        let Some(block) = block else {
            self.unknown_block(form, table);
            return None;
        };
        let rows = match selector {
            None => RowSetKind::All,
            Some(selector) => match self.rows_of(form_index, block, &selector.kind) {
                Ok(rows) => rows,
                Err((why, help)) => {
                    self.report(
                        Diagnostic::new(&codes::resolve::BAD_SELECTOR, format!("逐行选不到行:{why}"))
                            .at(selector.span, why)
                            .maybe_help(help),
                    );
                    return None;
                }
            },
        };
        self.scope.sides.push(ScopeSide::Rows {
            form: form_index,
            block,
        });
        let rows = self.row_set(form_index, block, rows);
        Some(Some(RowSide {
            table: TableRef::own(form_index),
            block,
            rows,
        }))
    }

    fn unknown_block(&mut self, form: &Form, table: &Reference) {
        let blocks: Vec<&str> = form
            .blocks
            .iter()
            .filter_map(|block| block.name.as_ref())
            .map(|name| &*name.text)
            .collect();
        let help = if blocks.is_empty() {
            format!("逐行整张表写“逐行 {}”,逐行其中几行写“逐行 {}[…]”", form.id, form.id)
        } else {
            let names = blocks
                .iter()
                .map(|block| format!("{}.{block}", form.id))
                .collect::<Vec<_>>();
            format!("写明是哪一块:{}", names.join("、"))
        };
        self.report(
            Diagnostic::new(&codes::resolve::BAD_EACH, format!("表 {} 的这些行不能逐行", form.id))
                .at(table.span, "不知道是哪些行")
                .help(help),
        );
    }

    fn join_key(&mut self, word: &Word) -> Option<JoinKey> {
        let text = &*word.value;
        let is_axis_key = self.scope.sides.iter().any(|side| match side {
            ScopeSide::Rows { form, block } => self
                .form(*form)
                .and_then(|form| form.block(*block))
                .and_then(|block| block.axis.coded())
                .is_some_and(|coded| *coded.key.key == *normalise(text)),
            ScopeSide::Narrative(_) => false,
        });
        match JoinName::named(text) {
            Some(JoinName::Code) => Some(JoinKey::Code),
            Some(JoinName::Name) => Some(JoinKey::Name),
            Some(JoinName::Line) => Some(JoinKey::Line),
            None if is_axis_key => Some(JoinKey::Code),
            None => {
                let known = Keyword::of_role(KeywordRole::JoinName).map(|keyword| keyword.chinese);
                let help = did_you_mean(text, known);
                self.report(
                    Diagnostic::new(&codes::resolve::BAD_EACH, format!("不能按“{text}”对应"))
                        .at(word.span, "不是行的标识")
                        .help(help.unwrap_or_else(|| "可以按 科目代码、科目名称 或 行次".to_owned())),
                );
                None
            }
        }
    }

    /// The money columns to range over: those of the table, or those that all tables joined have in common by name.
    fn each_column(&mut self, span: Span, rows: Option<&RowScope>) -> Option<ColumnScope> {
        let Some(first) = rows.and_then(|rows| rows.sides.first()) else {
            self.report(
                Diagnostic::new(&codes::resolve::BAD_EACH, "逐列要和逐行一起用")
                    .at(span, "没有逐行")
                    .help("在规则里加一行“逐行 表号”"),
            );
            return None;
        };
        let sides = rows.map(|rows| rows.sides.as_slice()).unwrap_or_default();
        let columns_of = |side: &RowSide| self.form(side.table.form).and_then(|form| form.block(side.block));
        let declared = columns_of(first)?;
        let mut columns = Vec::new();
        for (index, column) in declared
            .numbered_columns()
            .filter(|(_, column)| column.kind == Kind::Money)
        {
            let others: Option<Vec<ColumnIx>> = sides
                .iter()
                .skip(1)
                .map(|side| {
                    let block = columns_of(side)?;
                    let path = [Step::new(&column.name.text)];
                    let found = self.matches(side.table.form, &path, true);
                    let found = found.into_iter().find(|found| found.block == side.block);
                    let by_path = block.columns.iter().position(|other| other.path() == column.path());
                    by_path.map(ColumnIx::new).or(match found?.column {
                        target::TargetColumn::At(index) => Some(index),
                        target::TargetColumn::Current => None,
                    })
                })
                .collect();
            columns.extend(others.map(|others| std::iter::once(index).chain(others).collect::<Vec<_>>()));
        }
        if columns.is_empty() {
            self.report(
                Diagnostic::new(&codes::resolve::BAD_EACH, "这几张表没有同名的金额栏")
                    .at(span, "没有可以逐列的栏")
                    .help("写出要核对的栏,不用逐列"),
            );
            return None;
        }
        Some(ColumnScope {
            columns,
            form: first.table.form,
            block: first.block,
        })
    }
}
