//! Names within a form.

use crate::form::{Axis, Block, Coded, Form};
use crate::ruleset::{ListedCode, Ruleset};
use crate::syntax::ast::SelectorKind;
use crate::value::{Name, normalise};

use super::lookup::Step;
use super::target::Target;

/// The form of this id.
pub(super) fn form<'a>(ruleset: &'a Ruleset, id: &str) -> Option<&'a Form> {
    ruleset.forms.iter().find(|form| &*form.id == id)
}

/// What the last of `steps` may mean in `form`; the steps before it narrow the choice. The form itself for no steps.
pub(super) fn within<'a>(ruleset: &'a Ruleset, form: &'a Form, steps: &[Step<'a>]) -> Vec<Target<'a>> {
    let Some((last, before)) = steps.split_last() else {
        return vec![Target::Form(form)];
    };
    let before: Vec<String> = before
        .iter()
        .filter_map(|step| match step {
            Step::Name(name) => Some(normalise(name)),
            Step::Rows(_) => None,
        })
        .collect();
    let named = |block: &Block| {
        block
            .name
            .as_ref()
            .is_some_and(|name| before.iter().any(|key| is(name, key)))
    };
    let narrowed = form.blocks.iter().any(named);
    let blocks = form.blocks.iter().filter(|block| !narrowed || named(block));
    let mut found: Vec<Target<'a>> = Vec::new();
    for block in blocks {
        match last {
            Step::Name(name) => by_name(form, block, &normalise(name), &mut found),
            Step::Rows(kind) => by_selector(ruleset, form, block, kind, &mut found),
        }
    }
    prefer(found, &before)
}

/// Of several, those whose groups or sections were named.
fn prefer<'a>(found: Vec<Target<'a>>, before: &[String]) -> Vec<Target<'a>> {
    let score = |target: &Target<'_>| {
        let above = target.above().unwrap_or_default();
        above
            .iter()
            .filter(|name| before.iter().any(|key| is(name, key)))
            .count()
    };
    let best = found.iter().map(score).max().unwrap_or_default();
    found.into_iter().filter(|target| score(target) == best).collect()
}

/// Everything declared in `form` that has a place of its own.
pub(super) fn declarations(form: &Form) -> impl Iterator<Item = Target<'_>> {
    form.blocks.iter().flat_map(move |block| {
        let columns = block.columns.iter().map(move |column| Target::Column(form, column));
        let items = block.axis.items().iter().map(move |item| Target::Item(form, item));
        let coded = block.axis.coded().into_iter().flat_map(move |coded| {
            let totals = coded.totals.iter().map(move |total| Target::Total(form, total));
            let levels = coded.levels.iter().map(move |level| Target::Level(form, level));
            totals.chain(levels)
        });
        columns.chain(items).chain(coded)
    })
}

fn by_name<'a>(form: &'a Form, block: &'a Block, key: &str, found: &mut Vec<Target<'a>>) {
    if block.name.as_ref().is_some_and(|name| is(name, key)) {
        found.push(Target::Block(form, block));
    }
    let number = key.strip_prefix('栏').and_then(|digits| digits.parse().ok());
    for column in &block.columns {
        if column.answers_to(key) || number.is_some() && column.number == number {
            found.push(Target::Column(form, column));
        }
    }
    let group = block
        .columns
        .iter()
        .find_map(|column| Some((column, column.groups.iter().find(|name| is(name, key))?)));
    found.extend(group.map(|(column, name)| Target::Group(form, &name.text, column)));
    rows_by_name(form, block, key, found);
}

fn rows_by_name<'a>(form: &'a Form, block: &'a Block, key: &str, found: &mut Vec<Target<'a>>) {
    match &block.axis {
        Axis::Single => {}
        Axis::Items(items) => {
            for item in items {
                if is(&item.name, key) || item.aliases.iter().any(|alias| is(alias, key)) {
                    found.push(Target::Item(form, item));
                }
            }
            let section = items
                .iter()
                .find_map(|item| Some((item, item.sections.iter().find(|name| is(name, key))?)));
            found.extend(section.map(|(item, name)| Target::Section(form, &name.text, item)));
        }
        Axis::Coded(coded) => {
            for total in &coded.totals {
                if is(&total.name, key) || total.aliases.iter().any(|alias| is(alias, key)) {
                    found.push(Target::Total(form, total));
                }
            }
            let level = coded.levels.iter().find(|level| is(&level.name, key));
            found.extend(level.map(|level| Target::Level(form, level)));
        }
    }
}

fn by_selector<'a>(
    ruleset: &'a Ruleset,
    form: &'a Form,
    block: &'a Block,
    kind: &'a SelectorKind,
    found: &mut Vec<Target<'a>>,
) {
    match kind {
        SelectorKind::Name(name) => {
            let key = normalise(name);
            rows_by_name(form, block, &key, found);
            if let Some(coded) = block.axis.coded()
                && found.is_empty()
            {
                found.extend(listed(ruleset, form, coded, |listed| listed.is_called(&key)));
            }
        }
        SelectorKind::Line(line) => {
            let items = block.axis.items().iter().filter(|item| item.line == Some(*line));
            found.extend(items.map(|item| Target::Item(form, item)));
        }
        SelectorKind::Code(code) | SelectorKind::Prefix(code) | SelectorKind::Range(code, _) => {
            let items = block
                .axis
                .items()
                .iter()
                .filter(|item| item.code.as_ref() == Some(code));
            found.extend(items.map(|item| Target::Item(form, item)));
            let Some(coded) = block.axis.coded() else { return };
            let target = self::code(ruleset, form, coded, code).or_else(|| {
                let level = coded.level(coded.level_of(code)?)?;
                Some(Target::Code(form, level, code, None))
            });
            found.extend(target);
        }
    }
}

/// A code of the form's code list.
pub(super) fn code<'a>(ruleset: &'a Ruleset, form: &'a Form, coded: &'a Coded, code: &str) -> Option<Target<'a>> {
    listed(ruleset, form, coded, |listed| listed.code == code)
}

/// The first code of the form's code list that `wanted` accepts.
fn listed<'a>(
    ruleset: &'a Ruleset,
    form: &'a Form,
    coded: &'a Coded,
    wanted: impl Fn(ListedCode<'a>) -> bool,
) -> Option<Target<'a>> {
    let list = coded.code_list.as_ref()?;
    ruleset
        .code_lists
        .iter()
        .filter(|declared| declared.name == *list)
        .flat_map(|declared| declared.codes.iter())
        .filter(|listed| wanted(*listed))
        .find_map(|listed| {
            let level = coded.level(coded.level_of(listed.code)?)?;
            Some(Target::Code(form, level, listed.code, Some(listed.name)))
        })
}

fn is(name: &Name, key: &str) -> bool {
    &*name.key == key
}
