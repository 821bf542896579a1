//! A draft to a form.

use super::columns::Placed;
use super::draft::{Draft, DraftBlock};
use super::formula::{self, COLUMNS, ITEMS, Member};
use super::rows::Rows;
use super::total::{self, Codes};
use super::{implied, unique};
use crate::diagnostic::codes::ruleset as codes;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::form::{Axis, Block, Coded, Column, Form, Item, LevelDeclaration};
use crate::ruleset::{CodeList, tail_cap};
use crate::syntax::ast::{self, Spanned, Word};
use crate::value::{Kind, Name, Unit};

/// Builds the form; `lists` are the ruleset's code lists.
pub(in crate::ruleset) fn build(draft: &Draft, lists: &[CodeList], sink: &mut Vec<Diagnostic>) -> Form {
    let unit = draft.unit.as_ref().map_or(Unit::TenThousand, |unit| unit.value);
    check_shape(draft, sink);
    let blocks: Vec<Block> = draft
        .blocks
        .iter()
        .map(|block| self::block(block, lists, sink))
        .collect();
    let tail_cap = draft
        .tail_cap
        .as_ref()
        .and_then(|cap| tail_cap::in_yuan(cap, unit, sink));
    let implied = implied::build(&draft.implied, &blocks, sink);
    Form {
        id: draft.id.value.clone(),
        titles: names(&draft.titles),
        numbers: names(&draft.numbers),
        unit,
        optional: draft.optional,
        repeatable: draft.repeatable,
        blocks,
        implied,
        basis: draft.basis.as_ref().map(|basis| basis.value.clone()),
        tail_cap,
        span: draft.id.span,
    }
}

fn names(words: &[Word]) -> Vec<Name> {
    words.iter().map(|word| Name::new(&word.value)).collect()
}

/// Blocks and the form's own columns and rows exclude one another.
fn check_shape(draft: &Draft, sink: &mut Vec<Diagnostic>) {
    let own = draft.blocks.iter().find(|block| block.name.is_none());
    let named = draft.blocks.iter().find_map(|block| block.name.as_ref());
    if let (Some(own), Some(named)) = (own, named) {
        let message = format!("表“{}”分了块,列和行就要写在块里", draft.id.value);
        sink.push(
            Diagnostic::new(&codes::FORM_PART_MISPLACED, message)
                .at(own.span, "这张表另有写在块外的列或行")
                .at(named.span, "块在这里")
                .help("把块外的列和行移进块里"),
        );
    }
}

fn block(draft: &DraftBlock, lists: &[CodeList], sink: &mut Vec<Diagnostic>) -> Block {
    let missing = match (&draft.rows, draft.columns.is_empty()) {
        (None, _) => Some(("行", "例如:行 科目代码 { 类 3, 款 5, 项 7 },行 { 1 收入 … },或 行 单行")),
        (_, true) => Some(("列", "例如:列 { 1 金额 }")),
        _ => None,
    };
    if let Some((what, example)) = missing {
        sink.push(
            Diagnostic::new(&codes::FORM_PART_MISSING, format!("没有写“{what}”"))
                .at(draft.span, format!("这里缺“{what}”"))
                .help(example),
        );
    }
    Block {
        name: draft.name.as_ref().map(|name| Name::new(&name.value)),
        columns: columns(draft, sink),
        axis: axis(draft, lists, sink),
        span: draft.span,
    }
}

fn columns(draft: &DraftBlock, sink: &mut Vec<Diagnostic>) -> Vec<Column> {
    let members: Vec<Member> = draft
        .columns
        .iter()
        .map(|Placed { groups, entry, .. }| {
            let formula = entry.formula.clone();
            member(entry.number.as_ref(), groups, &entry.name, &entry.aliases, formula)
        })
        .collect();
    unique::check(&members, COLUMNS, sink);
    let formulas = formula::resolve(&members, COLUMNS, sink);
    let kinds = draft.columns.iter().map(|placed| placed.entry.kind.as_ref());
    members
        .into_iter()
        .zip(formulas)
        .zip(kinds)
        .map(|((member, formula), kind)| Column {
            number: member.number,
            name: member.name,
            groups: member.groups,
            aliases: member.aliases,
            kind: kind.map_or(Kind::Money, |kind| kind.value),
            formula,
            span: member.span,
        })
        .collect()
}

fn member(
    number: Option<&Spanned<u32>>,
    groups: &[Word],
    name: &Word,
    aliases: &[Word],
    formula: Option<ast::Formula>,
) -> Member {
    Member {
        number: number.map(|number| number.value),
        groups: names(groups),
        name: Name::new(&name.value),
        aliases: names(aliases),
        formula,
        span: name.span,
    }
}

fn axis(draft: &DraftBlock, lists: &[CodeList], sink: &mut Vec<Diagnostic>) -> Axis {
    let axis = match &draft.rows {
        None | Some(Rows::Single) => Axis::Single,
        Some(Rows::Items(_)) => Axis::Items(items(draft, sink)),
        Some(Rows::Coded {
            key,
            levels,
            code_list,
            folded,
        }) => {
            let levels = self::levels(levels, sink);
            let lists = code_list
                .as_ref()
                .map_or_else(Vec::new, |name| named_lists(name, lists, sink));
            let codes = Codes { levels: &levels, lists };
            let totals = total::totals(draft, &codes, key.span, sink);
            return Axis::Coded(Coded {
                key: Name::new(&key.value),
                levels,
                code_list: code_list.as_ref().map(|name| name.value.clone()),
                folded: *folded,
                totals,
            });
        }
    };
    if let (Some(total), true) = (draft.totals.first(), draft.rows.is_some()) {
        sink.push(
            Diagnostic::new(&codes::NOT_CODED, "只有按代码分行的表才有合计行")
                .at(total.span, "这张表不按代码分行")
                .help("把合计写成“行”里的一项,例如:9 合计 = 1..8"),
        );
    }
    axis
}

fn items(draft: &DraftBlock, sink: &mut Vec<Diagnostic>) -> Vec<Item> {
    let Some(Rows::Items(placed)) = &draft.rows else {
        return Vec::new();
    };
    let members: Vec<Member> = placed
        .iter()
        .map(|Placed { groups, entry, .. }| {
            let formula = entry.formula.clone();
            member(entry.number.as_ref(), groups, &entry.name, &entry.aliases, formula)
        })
        .collect();
    unique::check(&members, ITEMS, sink);
    let formulas = formula::resolve(&members, ITEMS, sink);
    members
        .into_iter()
        .zip(formulas)
        .zip(placed)
        .map(|((member, formula), placed)| Item {
            line: member.number,
            name: member.name,
            aliases: member.aliases,
            sections: member.groups,
            code: placed.entry.code.as_ref().map(|code| code.value.clone()),
            kind: placed.entry.kind.as_ref().map(|kind| kind.value),
            formula,
            span: member.span,
        })
        .collect()
}

fn levels(written: &[(Word, Spanned<u32>)], sink: &mut Vec<Diagnostic>) -> Vec<LevelDeclaration> {
    let mut levels: Vec<LevelDeclaration> = Vec::new();
    for (word, length) in written {
        let level = LevelDeclaration {
            name: Name::new(&word.value),
            length: length.value,
            span: word.span,
        };
        let before = levels.last().map_or(0, |before| before.length);
        if level.length <= before {
            let message = format!("级次“{}”的代码长度要大于{before}位", level.name);
            sink.push(
                Diagnostic::new(&codes::LEVELS, message)
                    .at(length.span, "长度不对")
                    .help("级次由短到长写,例如:{ 类 3, 款 5, 项 7 }"),
            );
        }
        if let Some(first) = levels.iter().find(|known| known.name == level.name) {
            sink.push(
                Diagnostic::new(&codes::FORM_ENTRY_TWICE, format!("有两个级次叫“{}”", level.name))
                    .at(level.span, "第二次在这里")
                    .at(first.span, "第一次在这里")
                    .help("改掉其中一个的名字"),
            );
        }
        levels.push(level);
    }
    levels
}

fn named_lists<'a>(name: &Word, lists: &'a [CodeList], sink: &mut Vec<Diagnostic>) -> Vec<&'a CodeList> {
    let found: Vec<&CodeList> = lists.iter().filter(|list| list.name == name.value).collect();
    if found.is_empty() {
        let message = format!("没有叫“{}”的科目表", name.value);
        let near = did_you_mean(&name.value, lists.iter().map(|list| &*list.name));
        let help = near.or_else(|| Some(format!("在规则集开头写:科目 {} \"文件.csv\"", name.value)));
        sink.push(
            Diagnostic::new(&codes::FORM_NAME_UNKNOWN, message)
                .at(name.span, "这个科目表没有声明")
                .maybe_help(help),
        );
    }
    found
}
