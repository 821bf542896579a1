//! Statements about a table's structure: what is implied by a form and compares nothing.

use rust_decimal::Decimal;
use smallvec::SmallVec;

use super::bind::{Binding, Slot};
use super::result::{Point, Points, Told};
use super::run::{Way, instance};
use super::{Cause, FigureRef, Instance, Measure, Outcome, RowContext, RuleResult};
use crate::form::Form;
use crate::report::{RowKey, Table};
use crate::resolve::plan::{Plan, Structure};
use crate::syntax::ast::ComparisonOperator;
use crate::value::Amount;

/// The cells of a table that hold something.
pub(super) fn filled_cells<'b>(binding: &'b Binding<'_>, table: usize) -> impl Iterator<Item = FigureRef> + 'b {
    let parts = binding
        .report
        .tables
        .get(table)
        .map(|table| table.parts.as_slice())
        .unwrap_or_default();
    let filled = parts.iter().enumerate().filter(move |(part, _)| {
        let field = binding.field(table, *part);
        field.is_none_or(|field| !field.is_blank())
    });
    filled.flat_map(move |(part, of)| {
        (0..of.rows.len()).flat_map(move |row| {
            (0..of.columns.len())
                .map(move |column| FigureRef {
                    table,
                    part,
                    row,
                    column,
                })
                .filter(|cell| matches!(binding.slot(*cell), Slot::Number(_) | Slot::Unreadable))
        })
    })
}

/// Whether any cell of a table holds something.
pub(super) fn is_filled(binding: &Binding<'_>, table: usize) -> bool {
    let parts = binding.report.tables.get(table).map_or(0, |table| table.parts.len());
    let mut fields = (0..parts).filter_map(|part| binding.field(table, part));
    fields.any(|field| field.has_figures()) || filled_cells(binding, table).next().is_some()
}

/// What comes of a structural rule.
pub(super) fn result(plan: &Plan, binding: &Binding<'_>, way: Way, structure: &Structure) -> RuleResult {
    let index = structure.form();
    let Some(form) = plan.ruleset.forms.get(index) else {
        return RuleResult::default();
    };
    let found = binding
        .table(index)
        .and_then(|table| Some((table, binding.report.tables.get(table)?)));
    if let Structure::TablePresent { .. } = structure {
        return match found {
            Some(_) => RuleResult::one(Outcome::Holds),
            None => RuleResult::listed(vec![absent(form)]),
        };
    }
    let Some((table_index, table)) = found else {
        let message = format!("报告里没有表 {}“{}”", form.id, form.title());
        return RuleResult::listed(vec![caused(Outcome::Unbound, message, Vec::new())]);
    };
    let found = match structure {
        Structure::NonNegative { columns, .. } => non_negative(binding, way, table_index, columns),
        Structure::Required { figures, .. } => required(binding, table_index, figures),
        Structure::EmptyStatement { words, .. } => match wrong_statement(binding, table_index, table, words) {
            Some(wrong) => RuleResult::listed(vec![wrong]),
            None => RuleResult::one(Outcome::Holds),
        },
        Structure::UniqueRows { .. } => unique_rows(binding, table_index, table),
        Structure::CodeTree { .. } => code_tree(form, table_index, table),
        Structure::TablePresent { .. } => RuleResult::default(),
    };
    if found.outcomes().is_empty() {
        RuleResult::one(Outcome::Vacuous)
    } else {
        found
    }
}

fn caused(outcome: Outcome, message: String, figures: Vec<FigureRef>) -> Instance {
    Instance {
        cause: Some(Box::new(Cause {
            message,
            guard: None,
            figures,
        })),
        ..instance(outcome)
    }
}

fn absent(form: &Form) -> Instance {
    caused(Outcome::Fails, format!("报告里没有找到“{}”", form.title()), Vec::new())
}

fn non_negative(binding: &Binding<'_>, way: Way, table: usize, columns: &[(usize, Vec<usize>)]) -> RuleResult {
    let parts = binding.report.tables.get(table).map(|table| table.parts.as_slice());
    let parts = parts.unwrap_or_default();
    let of_parts = columns.iter().filter(|(block, _)| *block < parts.len());
    let columns = of_parts.flat_map(|(block, columns)| columns.iter().map(move |column| (*block, *column)));
    let mut columns: SmallVec<[(usize, usize); 8]> = columns.collect();
    columns.sort_unstable();
    columns.dedup();
    if way == Way::Short
        && let Some((filled, figures)) = binding.not_negative(table, &columns)
    {
        return RuleResult::filled(filled, figures);
    }
    let mut found = Points::new(table);
    for of_part in columns.chunk_by(|(part, _), (next, _)| part == next) {
        let part = of_part.first().map_or(0, |(part, _)| *part);
        let field = binding.field(table, part).filter(|_| way == Way::Short);
        let known = |column| field.and_then(|field| field.column(column)).unwrap_or_default();
        let known: Vec<_> = of_part.iter().map(|(_, column)| (*column, known(*column))).collect();
        for row in 0..parts.get(part).map_or(0, |part| part.rows.len()) {
            for (column, cells) in &known {
                let at = Point::new(part, row, Some(*column));
                match cells.get(row) {
                    Some(cell) if cell.is_figure() && cell.value >= 0 => found.hold(at),
                    Some(cell) if cell.is_blank() => {}
                    _ => sign(binding, table, at, &mut found),
                }
            }
        }
    }
    found.result()
}

/// Adds what becomes of a cell that is not to be negative; nothing where nothing stands.
fn sign(binding: &Binding<'_>, table: usize, at: Point, found: &mut Points) {
    let Some(cell) = at.cell(table) else { return };
    match binding.slot(cell) {
        Slot::Number(amount) if amount.value < Decimal::ZERO => {
            let told = Told {
                measure: not_negative(binding, cell),
                cause: None,
            };
            found.tell(at, Outcome::Fails, told);
        }
        Slot::Number(_) => found.hold(at),
        Slot::Unreadable => {
            let outcome = super::failure::Failure::Unreadable(cell).outcome();
            found.tell(at, outcome, because("这一格不能确定是什么数".to_owned(), cell));
        }
        Slot::Blank | Slot::Missing => {}
    }
}

/// The comparison of a cell with zero.
pub(super) fn not_negative(binding: &Binding<'_>, cell: FigureRef) -> Option<Measure> {
    let Slot::Number(amount) = binding.slot(cell) else {
        return None;
    };
    Some(Measure {
        operator: ComparisonOperator::GreaterOrEqual,
        left: amount,
        right: Amount::literal(Decimal::ZERO),
        difference: amount.value,
        bound: Decimal::ZERO,
        capped: false,
    })
}

fn because(message: String, cell: FigureRef) -> Told {
    let cause = Cause {
        message,
        guard: None,
        figures: vec![cell],
    };
    Told {
        measure: None,
        cause: Some(Box::new(cause)),
    }
}

fn required(
    binding: &Binding<'_>,
    table: usize,
    figures: &[(usize, crate::resolve::plan::RowSetId, Vec<usize>)],
) -> RuleResult {
    let mut found = Points::new(table);
    for (part, rows, columns) in figures {
        let rows = binding.rows(*rows).map(|rows| rows.rows.as_slice());
        for row in rows.unwrap_or_default() {
            for column in columns {
                let cell = FigureRef {
                    table,
                    part: *part,
                    row: *row,
                    column: *column,
                };
                let at = Point::new(*part, *row, Some(*column));
                match binding.slot(cell) {
                    Slot::Number(_) | Slot::Unreadable => found.hold(at),
                    Slot::Blank => {
                        let told = because("必须填列,这里是空白".to_owned(), cell);
                        found.tell(at, Outcome::Fails, told);
                    }
                    Slot::Missing => {}
                }
            }
        }
    }
    found.result()
}

/// What is wrong where a table says that it is empty and is not, or the other way round.
fn wrong_statement(binding: &Binding<'_>, index: usize, table: &Table, words: &[String]) -> Option<Instance> {
    let is_empty = !is_filled(binding, index);
    let says_empty = table.notes.iter().find(|(note, _)| says_empty(note, words));
    match (is_empty, says_empty) {
        (true, Some(_)) | (false, None) => None,
        (true, None) => {
            let words = words
                .iter()
                .map(|word| format!("“{word}”"))
                .collect::<Vec<_>>()
                .join("或");
            let message = format!("这张表一个数也没有,却没有写明本表{words}数据的说明");
            Some(caused(Outcome::Fails, message, Vec::new()))
        }
        (false, Some((note, _))) => {
            let message = format!("这张表填了数,却写着“{note}”");
            let filled = filled_cells(binding, index).take(3).collect();
            Some(caused(Outcome::Fails, message, filled))
        }
    }
}

/// Whether a note says that the table is empty: one of the words, in a clause about the table's data. The note that
/// says what the table is about (`注: 本表反映…`) can hold the words innocently, and so can what the printed form says about
/// the note (`无…收支的,在本表下方作下述说明:`).
fn says_empty(note: &str, words: &[String]) -> bool {
    let about = ["数据", "收支", "收入", "支出", "此项", "发生", "安排", "空表"];
    note.split(['。', ';', ';', '\n']).any(|clause| {
        !clause.contains("反映")
            && !clause.ends_with([':', '\u{ff1a}'])
            && words.iter().any(|word| clause.contains(word.as_str()))
            && about.iter().any(|word| clause.contains(word))
    })
}

fn unique_rows(binding: &Binding<'_>, index: usize, table: &Table) -> RuleResult {
    let mut found = Vec::new();
    for (part, rows) in table.parts.iter().enumerate() {
        let duplicates = binding
            .part(index, part)
            .map(|layout| layout.duplicates.as_slice())
            .unwrap_or_default();
        for (second, first) in duplicates {
            let at = |row: usize| FigureRef {
                table: index,
                part,
                row,
                column: 0,
            };
            let name = rows.rows.get(*second).map(|row| match &row.code {
                Some(code) => format!("代码 {code}"),
                None => format!("“{}”", row.name),
            });
            let message = format!("{}有两行", name.unwrap_or_default());
            let row = RowContext {
                rows: [Some((index, part, *second))].into(),
            };
            found.push(Instance {
                row: Some(row),
                ..caused(Outcome::Fails, message, vec![at(*first), at(*second)])
            });
        }
    }
    let any_rows = table.parts.iter().any(|part| !part.rows.is_empty());
    if found.is_empty() && any_rows {
        return RuleResult::one(Outcome::Holds);
    }
    RuleResult::listed(found)
}

fn code_tree(form: &Form, index: usize, table: &Table) -> RuleResult {
    let mut found = Points::new(index);
    for (part, rows) in table.parts.iter().enumerate() {
        let Some(coded) = form.blocks.get(part).and_then(|block| block.axis.coded()) else {
            continue;
        };
        found.expect(rows.rows.len());
        for (at, row) in rows.rows.iter().enumerate() {
            let RowKey::Code { level } = row.key else { continue };
            let Some(above) = level.checked_sub(1) else { continue };
            let parent = row
                .parent
                .and_then(|parent| rows.rows.get(parent))
                .map(|parent| parent.key);
            if parent == Some(RowKey::Code { level: above }) {
                found.hold(Point::new(part, at, None));
                continue;
            }
            let code = row.code.as_deref().unwrap_or_default();
            let length = coded.levels.get(above).map_or(0, |level| level.length as usize);
            let name = coded.levels.get(above).map_or("上级", |level| &level.name.text);
            let missing = code.get(..length).unwrap_or_default();
            let message = format!("代码 {code} 的{name}级科目 {missing} 没有自己的行");
            let figure = FigureRef {
                table: index,
                part,
                row: at,
                column: 0,
            };
            found.tell(Point::new(part, at, None), Outcome::Fails, because(message, figure));
        }
    }
    found.result()
}
