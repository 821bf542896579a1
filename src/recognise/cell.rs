//! Cells of the grid to figures.

use rust_decimal::Decimal;

use crate::read::number::{self, Reading};
use crate::read::{Content, GridCell};
use crate::report::{Cell, Figure, Repair, RepairKind};
use crate::source::Origin;
use crate::value::{CellText, Kind, Unit, mul_exact};

/// What the figures of a cell measure.
#[derive(Debug, Clone, Copy)]
pub(super) struct FigureMeasure {
    /// The kind of the column or item.
    pub kind: Kind,
    /// The unit of money printed without one.
    pub unit: Unit,
    /// Whether the header says `%`, so that `95.8` is 95.8 %.
    pub percent: bool,
}

/// The reading of a cell. A cell covered by a merged one has no figure of its own.
pub(super) fn read(cell: &GridCell) -> Reading {
    if cell.covered && !cell.text.is_empty() {
        return Reading::Uncertain {
            reason: "单元格与相邻的合并在一起,不能确定数字属于哪一格".to_owned(),
        };
    }
    number::from_content(cell)
}

/// The figure that a reading is in a column of this measure.
pub(super) fn figure(reading: &Reading, text: &str, measure: FigureMeasure) -> Figure {
    let unreadable = |reason: String| Figure::Unreadable(reason.into());
    let (value, decimals, percent, own) = match reading {
        Reading::Blank => return Figure::Blank,
        Reading::Text => {
            return unreadable(format!("“{}”不是数字", super::line::shorten(text)));
        }
        Reading::Uncertain { reason } => return unreadable(reason.clone()),
        Reading::Number {
            value,
            decimals,
            percent,
            unit,
            ..
        } => (*value, *decimals, *percent, *unit),
    };
    // What is printed, and half a unit of its last place, times `factor` of so many `places`.
    let scaled = |factor: i64, places: u32| {
        let last = decimals.checked_add(1 + places)?;
        Some(Figure::Number {
            value: mul_exact(value, Decimal::new(factor, places))?,
            half: Decimal::try_new(5 * factor, last).ok()?,
        })
    };
    let figure = match measure.kind {
        Kind::Money if percent => return unreadable(format!("金额列中出现了百分数“{text}”")),
        Kind::Money => scaled(10_i64.pow(own.unwrap_or(measure.unit).exponent()), 0),
        Kind::Count if percent || own.is_some() => return unreadable(format!("“{text}”不是数量")),
        Kind::Count => Some(Figure::Number {
            value,
            half: Decimal::ZERO,
        }),
        Kind::Ratio if own.is_some() => return unreadable(format!("“{text}”不是比率")),
        Kind::Ratio if percent || measure.percent => scaled(1, 2),
        Kind::Ratio => scaled(1, 0),
        // Columns of words have no figures; their text is the cell's.
        Kind::Code | Kind::Text | Kind::Bool => return unreadable("这一列不是数字列".to_owned()),
    };
    figure.unwrap_or_else(|| unreadable(format!("“{text}”的数值过大,无法可靠计算")))
}

/// A cell of a table.
pub(super) fn cell(cell: &GridCell, measure: FigureMeasure) -> Cell {
    if cell.content == Content::Empty && cell.text.is_empty() {
        return absent(Figure::Blank, cell.origin);
    }
    if !measure.kind.is_numeric() {
        let figure = if cell.text.is_empty() {
            Figure::Blank
        } else {
            figure(&Reading::Text, &cell.text, measure)
        };
        return plain(figure, cell.text.clone(), cell.origin);
    }
    let reading = read(cell);
    let figure = figure(&reading, &cell.text, measure);
    let repairs = match (reading, &figure) {
        (Reading::Number { repairs, .. }, Figure::Number { .. }) => repairs,
        _ => Vec::new(),
    };
    Cell {
        repair: join(repairs),
        ..plain(figure, cell.text.clone(), cell.origin)
    }
}

/// A cell without repair.
pub(super) fn plain(figure: Figure, text: CellText, origin: Origin) -> Cell {
    Cell {
        figure,
        text,
        origin,
        repair: None,
    }
}

/// A cell that the row does not have.
pub(super) fn absent(figure: Figure, row: Origin) -> Cell {
    plain(figure, CellText::new(), row)
}

/// Several repairs as one, of the gravest kind.
fn join(mut repairs: Vec<Repair>) -> Option<Box<Repair>> {
    if repairs.len() < 2 {
        return repairs.pop().map(Box::new);
    }
    let kind = repairs
        .iter()
        .map(|repair| repair.kind)
        .max_by_key(|kind| gravity(*kind))?;
    let notes: Vec<String> = repairs.into_iter().map(|repair| repair.note).collect();
    let note = notes.join(";");
    Some(Box::new(Repair { kind, note }))
}

/// Adds that the cell was moved.
pub(super) fn moved(cell: Cell, note: String) -> Cell {
    let earlier = cell.repair.map(|repair| *repair);
    let shifted = Repair {
        kind: RepairKind::Shifted,
        note,
    };
    Cell {
        repair: join(earlier.into_iter().chain(std::iter::once(shifted)).collect()),
        ..cell
    }
}

/// How much a repair changes what the cell says.
fn gravity(kind: RepairKind) -> u8 {
    match kind {
        RepairKind::FullWidth => 0,
        RepairKind::InnerSpace => 1,
        RepairKind::FloatNoise => 2,
        RepairKind::TextNumber => 3,
        RepairKind::DotSeparator => 4,
        RepairKind::DecimalComma => 5,
        RepairKind::Shifted => 6,
    }
}
