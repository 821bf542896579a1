//! Names that mean nothing, and what was probably meant.

use super::resolver::{Resolver, ScopeSide};
use super::step::Step;
use super::target;
use crate::diagnostic::{Diagnostic, closest, codes, did_you_mean};
use crate::form::Form;
use crate::syntax::ast::{Reference, Segment};

impl<'a> Resolver<'a> {
    pub(super) fn unknown_head(&mut self, reference: &Reference) {
        let head = &*reference.head.value;
        if head.bytes().all(|byte| byte.is_ascii_digit()) || !reference.segments.is_empty() {
            self.require_form(head, reference.head.span);
            return;
        }
        let columns: Vec<&str> = self
            .scope
            .sides
            .iter()
            .flat_map(|side| self.side_vocabulary(*side))
            .collect();
        let known = columns.into_iter().chain(self.binding_names()).chain(self.form_ids());
        let help = did_you_mean(head, known.take_while(|_| self.suggests())).unwrap_or_else(|| {
            let place = if self.scope.sides.is_empty() {
                "要写明是哪张表的,如 03.项目支出"
            } else {
                "它不是所列各表的栏名"
            };
            format!("{place};也没有叫这个名字的“令”")
        });
        let known_suggestion = closest(head, self.binding_names().take_while(|_| self.suggests())).map(str::to_owned);
        let mut diagnostic = Diagnostic::new(&codes::resolve::UNKNOWN_NAME, format!("没有定义名称“{head}”"))
            .at(reference.span, "不知道指什么")
            .help(help);
        if let Some(name) = known_suggestion {
            diagnostic = diagnostic.fix(format!("改为“{name}”"), reference.head.span, name);
        }
        self.report(diagnostic);
    }

    fn side_vocabulary(&self, side: ScopeSide<'a>) -> Vec<&'a str> {
        match side {
            ScopeSide::Rows { form, block } => {
                let block = self.form(form).and_then(|form| form.block(block));
                block
                    .map(|block| block.columns.iter().map(|column| &*column.name.text).collect())
                    .unwrap_or_default()
            }
            ScopeSide::Narrative(narrative) => super::narrative::captures(narrative).collect(),
        }
    }

    pub(super) fn unknown_part(&mut self, form: &Form, path: &[Step], reference: &Reference) {
        let vocabulary = target::vocabulary(form);
        let known = |step: &&Step| !vocabulary.iter().any(|word| *word.key == *step.key);
        let step = path.iter().find(known).or_else(|| path.last());
        let word = step.map_or("", |step| &*step.text);
        let span = reference
            .segments
            .iter()
            .find_map(|segment| match segment {
                Segment::Name(name) if &*name.value == word => Some(name.span),
                _ => None,
            })
            .unwrap_or(reference.span);
        let id = &form.id;
        let words = vocabulary
            .iter()
            .map(|word| &*word.text)
            .take_while(|_| self.suggests());
        let nearest = closest(word, words).map(str::to_owned);
        let mut diagnostic = if path.is_empty() {
            Diagnostic::new(
                &codes::resolve::UNKNOWN_PART,
                format!("没有写明是表 {id}“{}”的哪一栏", form.title()),
            )
            .at(span, "要写明哪一栏")
        } else if let Some(nearest) = &nearest {
            Diagnostic::new(
                &codes::resolve::UNKNOWN_PART,
                format!("表 {id}“{}”里没有“{word}”", form.title()),
            )
            .at(span, "没有这一栏或这一项")
            .help(format!("是否想写“{nearest}”?"))
        } else {
            Diagnostic::new(
                &codes::resolve::UNKNOWN_PART,
                format!("表 {id}“{}”里没有“{word}”", form.title()),
            )
            .at(span, "没有这一栏或这一项")
        };
        if diagnostic.help.is_none() && !vocabulary.is_empty() {
            let mut words: Vec<&str> = Vec::new();
            for word in &vocabulary {
                if !words.contains(&&*word.text) {
                    words.push(&word.text);
                }
                if words.len() > 8 {
                    break;
                }
            }
            let more = if words.len() > 8 { "……" } else { "" };
            words.truncate(8);
            diagnostic.help = Some(format!("这张表有:{}{more}", words.join("、")));
        }
        if let Some(nearest) = nearest
            && !path.is_empty()
        {
            diagnostic = diagnostic.fix(format!("改为“{nearest}”"), span, nearest);
        }
        self.report(diagnostic);
    }
}
