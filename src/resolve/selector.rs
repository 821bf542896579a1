//! Selectors: which rows `[229]`, `[208*]`, `[行29]`, `[合计]` mean in a block.

use super::reference::shown;
use super::resolver::Resolver;
use super::target::Target;
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::form::{Axis, BlockIx, FormId, ItemIx, LevelIx, TotalIx};
use crate::plan::RowSetKind;
use crate::syntax::Keyword;
use crate::syntax::ast::{Reference, Selector, SelectorKind};
use crate::value::normalise;

impl Resolver<'_> {
    /// The targets with the rows that `selector` chooses; reports where none has such rows.
    pub(super) fn select(
        &mut self,
        form: FormId,
        targets: Vec<Target>,
        selector: &Selector,
        reference: &Reference,
    ) -> Vec<Target> {
        let mut chosen = Vec::new();
        let mut problem = None;
        let had_targets = !targets.is_empty();
        for target in targets {
            match self.rows_of(form, target.block, &selector.kind) {
                Ok(rows) => chosen.push(Target {
                    rows: Some(rows),
                    ..target
                }),
                Err(why) => problem = problem.or(Some(why)),
            }
        }
        if chosen.is_empty() && had_targets {
            let (why, help) = problem.unwrap_or_else(|| ("没有这样的行".to_owned(), None));
            self.report(
                Diagnostic::new(
                    &codes::resolve::BAD_SELECTOR,
                    format!("“{}”选不到行:{why}", shown(reference)),
                )
                .at(selector.span, why)
                .maybe_help(help),
            );
        }
        chosen
    }

    /// The rows that a selector means in a block of a form, or why none, with help.
    pub(super) fn rows_of(
        &self,
        form: FormId,
        block: BlockIx,
        selector: &SelectorKind,
    ) -> Result<RowSetKind, (String, Option<String>)> {
        let names = self.names(form).get(block.index());
        let form = self.form(form);
        let (Some(names), Some((form, block))) = (names, form.and_then(|form| Some((form, form.block(block)?)))) else {
            return Err(("没有这样的行".to_owned(), None));
        };
        match (&block.axis, selector) {
            (Axis::Coded(coded), SelectorKind::Code(code)) => {
                if coded.level_of(code).is_some() {
                    return Ok(RowSetKind::Code(code.clone()));
                }
                let lengths = coded
                    .levels
                    .iter()
                    .map(|level| format!("{}{}位", level.name.text, level.length));
                Err((
                    format!("代码 {code} 是 {} 位", code.len()),
                    Some(format!(
                        "表 {} 的代码:{}",
                        form.id,
                        lengths.collect::<Vec<_>>().join("、")
                    )),
                ))
            }
            (Axis::Coded(_), SelectorKind::Prefix(prefix)) => Ok(RowSetKind::Prefix(prefix.clone())),
            (Axis::Coded(_), SelectorKind::Range(from, to)) => {
                if from.len() != to.len() || from > to {
                    return Err(("两头的代码要一样长,小的在前".to_owned(), None));
                }
                Ok(RowSetKind::Range(from.clone(), to.clone()))
            }
            (Axis::Coded(coded), SelectorKind::Name(name)) => {
                let key = normalise(name);
                let total = names.rows.first_called(&key).map(TotalIx::new);
                let plain = || coded.plain_total();
                if let Some(index) = total.or_else(|| if Keyword::TOTAL.is(&key) { plain() } else { None }) {
                    return Ok(RowSetKind::Total(index));
                }
                if Keyword::LEAVES.is(&key) {
                    return Ok(RowSetKind::Leaves);
                }
                if let Some(level) = coded.levels.iter().position(|level| *level.name.key == *key) {
                    return Ok(RowSetKind::Level(LevelIx::new(level)));
                }
                self.named_row(coded.code_list.as_deref(), name, &key)
            }
            (Axis::Items(_), SelectorKind::Line(line)) => names
                .rows
                .first_numbered(*line)
                .map(|item| RowSetKind::Item(ItemIx::new(item)))
                .ok_or_else(|| (format!("没有行次 {line}"), None)),
            (Axis::Items(_), SelectorKind::Code(code)) => names
                .codes
                .get(&**code)
                .map(|item| RowSetKind::Item(*item))
                .ok_or_else(|| (format!("没有代码为 {code} 的项"), None)),
            (Axis::Items(items), SelectorKind::Name(name)) => {
                let key = normalise(name);
                if let Some(index) = names.rows.first_called(&key) {
                    return Ok(RowSetKind::Item(ItemIx::new(index)));
                }
                if Keyword::LEAVES.is(&key) {
                    return Ok(RowSetKind::Details);
                }
                let help = did_you_mean(name, items.iter().map(|item| &*item.name.text));
                Err((format!("没有“{name}”这一项"), help))
            }
            (Axis::Coded(_), SelectorKind::Line(_)) => Err((format!("表 {} 的行按代码,没有行次", form.id), None)),
            (Axis::Items(_), _) => Err((format!("表 {} 的行是固定项目,不按代码选", form.id), None)),
            (Axis::Single, _) => Err((format!("表 {} 只有一行,不用选", form.id), None)),
        }
    }

    /// A row by name. Where the code list is there, it knows which names there are.
    fn named_row(&self, list: Option<&str>, name: &str, key: &str) -> Result<RowSetKind, (String, Option<String>)> {
        let list = self
            .ruleset
            .code_lists
            .iter()
            .find(|declared| Some(&*declared.name) == list);
        if let Some(list) = list.filter(|list| !list.codes.is_empty())
            && !list.codes.iter().any(|code| code.is_called(key))
        {
            let help = did_you_mean(name, list.codes.iter().map(|code| code.name));
            return Err((format!("{}里没有“{name}”", list.name), help));
        }
        Ok(RowSetKind::Named(key.into()))
    }
}
