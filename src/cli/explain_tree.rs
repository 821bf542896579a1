//! An instance as a tree: every value of an expression and where it comes from.

use crate::evaluate::{Explanation, FigureRef, Instance, Trace, TraceValue};
use crate::finding::{Place, Scale};
use crate::report::{Cell, Report, Row};
use crate::resolve::Plan;
use crate::source::SourceMap;
use crate::value::{Amount, Kind, Unit};

/// Writes trees about one report.
pub(super) struct Tree<'a> {
    pub(super) plan: &'a Plan,
    pub(super) report: &'a Report,
    pub(super) sources: &'a SourceMap,
    /// The unit to show money in.
    pub(super) unit: Unit,
}

impl Tree<'_> {
    /// One instance: its outcome and row, its check as written, then the tree.
    pub(super) fn instance(&self, instance: &Instance, explanation: &Explanation) -> String {
        let heading = [self.row(instance), self.column(instance)].concat();
        let mut text = format!("\n{}  {heading}", instance.outcome.label())
            .trim_end()
            .to_owned();
        text.push('\n');
        for line in self.sources.slice(explanation.span).lines() {
            text.push_str(&format!("  {}\n", line.trim()));
        }
        if let Some((left, right)) = &explanation.sides {
            self.node("左", left, 1, &mut text);
            self.node("右", right, 1, &mut text);
        }
        if let Some(whole) = &explanation.whole {
            self.node("", whole, 1, &mut text);
        }
        for figure in &explanation.figures {
            let cell = self.cell(*figure);
            text.push_str(&format!(
                "  {}{}\n",
                cell.map_or("", |cell| &cell.text),
                self.place(*figure)
            ));
        }
        if let Some(measure) = &explanation.measure {
            let scale = Scale::of(explanation.kind, explanation.unit, [measure.left, measure.right]);
            let bound = scale.distance(measure.bound);
            let capped = if measure.capped { "(尾差上限)" } else { "" };
            text.push_str(&format!(
                "  差 {},容许 {bound}{capped}\n",
                self.signed(scale, measure.difference)
            ));
        }
        if let Some(cause) = &instance.cause {
            text.push_str(&format!("  原因:{}\n", cause.message));
        }
        text
    }

    fn signed(&self, scale: Scale, difference: rust_decimal::Decimal) -> String {
        format!("{} {}", scale.signed(difference), scale.difference_unit())
            .trim_end()
            .to_owned()
    }

    fn rows<'b>(&'b self, instance: &'b Instance) -> impl Iterator<Item = &'b Row> {
        let rows = instance.row.iter().flat_map(|context| context.rows.iter().flatten());
        rows.filter_map(|(table, part, row)| self.report.tables.get(*table)?.parts.get(*part)?.rows.get(*row))
    }

    fn row(&self, instance: &Instance) -> String {
        let Some(row) = self.rows(instance).next() else {
            return String::new();
        };
        format!("{} {}", row.code.as_deref().unwrap_or_default(), row.name)
            .trim()
            .to_owned()
    }

    /// The column at hand, for rules over columns.
    fn column(&self, instance: &Instance) -> String {
        let place = instance
            .row
            .as_ref()
            .and_then(|context| context.rows.iter().flatten().next());
        let path = instance.column.zip(place).and_then(|(column, (table, part, _))| {
            let form = self.plan.ruleset.forms.get(self.report.tables.get(*table)?.form)?;
            Some(form.blocks.get(*part)?.columns.get(column)?.path())
        });
        path.map_or_else(String::new, |path| format!(" {path}"))
    }

    fn cell(&self, figure: FigureRef) -> Option<&Cell> {
        self.report
            .tables
            .get(figure.table)?
            .parts
            .get(figure.part)?
            .cell(figure.row, figure.column)
    }

    /// `   ← 报告.txt:456:12`, with what was done to read it.
    fn place(&self, figure: FigureRef) -> String {
        let Some(cell) = self.cell(figure) else {
            return String::new();
        };
        let place = Place::new(self.sources, cell.origin, "".into()).full();
        let repair = cell
            .repair
            .as_ref()
            .map_or_else(String::new, |repair| format!("({})", repair.note));
        format!("   ← {place}{repair}")
    }

    fn node(&self, prefix: &str, trace: &Trace, depth: usize, text: &mut String) {
        let sign = if trace.negative { "- " } else { "" };
        let prefix = if prefix.is_empty() {
            String::new()
        } else {
            format!("{prefix} ")
        };
        let place = trace.figure.map(|figure| self.place(figure)).unwrap_or_default();
        let value = self.value(&trace.value);
        let indent = "  ".repeat(depth);
        text.push_str(&format!("{indent}{prefix}{sign}{} = {value}{place}\n", trace.label));
        for child in &trace.children {
            self.node("", child, depth + 1, text);
        }
        if trace.blanks > 0 {
            text.push_str(&format!("{indent}  另有 {} 个空白\n", trace.blanks));
        }
    }

    fn value(&self, value: &TraceValue) -> String {
        match value {
            TraceValue::Amount(amount, kind) => self.amount(*amount, *kind),
            TraceValue::Text(text) => format!("“{text}”"),
            TraceValue::Bool(true) => "真".to_owned(),
            TraceValue::Bool(false) => "假".to_owned(),
            TraceValue::Missing => "报告里没有".to_owned(),
            TraceValue::Error(reason) => format!("算不出:{reason}"),
        }
    }

    fn amount(&self, amount: Amount, kind: Kind) -> String {
        if amount == Amount::BLANK {
            return "空白".to_owned();
        }
        Scale::of(kind, self.unit, [amount]).with_unit(amount.value)
    }
}
