//! An instance as a tree: every value of an expression and where it comes from.

use crate::evaluate::{AllowedBy, Explanation, Instance, Measure, Outcome, Trace, TraceValue};
use crate::finding::{Place, Position, Scale, wording};
use crate::plan::Plan;
use crate::report::{Figure, FigureRef, RepairKind, Report, Row, RowKey};
use crate::ruleset::RuleId;
use crate::source::SourceMap;
use crate::value::{Amount, Kind, Unit};

/// Writes trees about one report.
pub(super) struct Tree<'a> {
    pub(super) plan: &'a Plan,
    pub(super) report: &'a Report,
    pub(super) rule: RuleId,
    pub(super) sources: &'a SourceMap,
    /// The unit to show money in.
    pub(super) unit: Unit,
}

impl Tree<'_> {
    /// One instance: its outcome and row, its check as written, then the tree.
    pub(super) fn instance(&self, instance: &Instance, explanation: &Explanation) -> String {
        let heading = [self.row(instance), self.column(instance)].concat();
        let heading = format!("{}  {heading}", instance.outcome.label());
        let mut text = String::new();
        // What every form implies is written nowhere but in its id, which says nothing.
        if !self.plan.ruleset.forms.iter().any(|form| form.span == explanation.span) {
            for line in self.sources.slice(explanation.span).lines() {
                text.push_str(&format!("  {}\n", line.trim()));
            }
        }
        if let Some((left, right)) = &explanation.sides {
            self.node("左", left, 1, &mut text);
            self.node("右", right, 1, &mut text);
        }
        if let Some(whole) = &explanation.whole {
            self.node("", whole, 1, &mut text);
        }
        for figure in &explanation.figures {
            text.push_str(&format!("  {}{}\n", self.printed(*figure), self.place(*figure)));
        }
        // An inequality that holds is not about its difference, and where there are no figures there is none.
        let about_difference = |measure: &&Measure| match instance.outcome {
            Outcome::Vacuous => false,
            Outcome::Holds => measure.difference.abs() <= measure.bound,
            _ => true,
        };
        if let Some(measure) = explanation.measure.as_ref().filter(about_difference) {
            let scale = Scale::of(explanation.kind, explanation.unit, [measure.left, measure.right]);
            let bound = scale.distance(measure.bound);
            let capped = if measure.allowed_by == AllowedBy::Cap {
                "(尾差上限)"
            } else {
                ""
            };
            text.push_str(&format!(
                "  差 {},容许 {bound}{capped}\n",
                self.signed(scale, measure.difference)
            ));
        }
        if let Some(cause) = &instance.cause {
            let cause = wording::cause_of(self.plan, self.report, self.rule, cause);
            text.push_str(&format!("  原因:{cause}\n"));
        }
        // One line each where there is nothing to take apart.
        let gap = if text.is_empty() { "" } else { "\n" };
        format!("{gap}{}\n{text}", heading.trim_end())
    }

    fn signed(&self, scale: Scale, difference: rust_decimal::Decimal) -> String {
        format!("{} {}", scale.signed(difference), scale.difference_unit())
            .trim_end()
            .to_owned()
    }

    fn rows<'b>(&'b self, instance: &'b Instance) -> impl Iterator<Item = &'b Row> {
        let rows = instance.row.iter().flat_map(|context| context.rows.iter().flatten());
        rows.filter_map(|row| self.report.row(*row))
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
        let path = instance.column.zip(instance.first_row()).and_then(|(column, row)| {
            let form = self.plan.ruleset.form(self.report.table(row.table)?.form)?;
            Some(form.block(row.part)?.column(column)?.path())
        });
        path.map_or_else(String::new, |path| format!(" {path}"))
    }

    /// The figure of a cell, or what is printed in place of one.
    fn printed(&self, figure: FigureRef) -> String {
        let Some(cell) = self.report.cell(figure) else {
            return String::new();
        };
        let Figure::Number { value, half } = &cell.figure else {
            return cell.text.to_string();
        };
        let printed = Amount::printed(*value, *half).ok();
        match self.kind(figure) {
            Some(kind) => Scale::of(kind, self.unit, printed).with_unit(*value),
            None => cell.text.to_string(),
        }
    }

    /// What a figure measures.
    fn kind(&self, figure: FigureRef) -> Option<Kind> {
        let table = self.report.table(figure.table)?;
        let block = self.plan.ruleset.form(table.form)?.block(figure.part)?;
        let own = match self.report.row(figure.in_row())?.key {
            RowKey::Item(item) => block.axis.item(item)?.kind,
            _ => None,
        };
        own.or(Some(block.column(figure.column)?.kind))
    }

    /// `   ← 报告.txt:456:12`, with what was done to read it.
    fn place(&self, figure: FigureRef) -> String {
        let Some(cell) = self.report.cell(figure) else {
            return String::new();
        };
        let mut place = Place::new(self.sources, cell.origin, "".into());
        // Sheets store no blank cells; what is known is the row.
        if let (Position::Cell { cell: named, row, .. }, Figure::Blank) = (&mut place.position, &cell.figure) {
            *named = format!("第{row}行");
        }
        let repair = match &cell.repair {
            Some(repair) if matches!(repair.kind, RepairKind::InnerSpace | RepairKind::FullWidth) => {
                format!("(印作“{}”)", cell.text)
            }
            Some(repair) => format!("({})", repair.note),
            None => String::new(),
        };
        format!("   ← {}{repair}", place.full())
    }

    fn node(&self, prefix: &str, trace: &Trace, depth: usize, text: &mut String) {
        let sign = if trace.negative { "- " } else { "" };
        let prefix = if prefix.is_empty() {
            String::new()
        } else {
            format!("{prefix} ")
        };
        let place = trace.figure.map(|figure| self.place(figure)).unwrap_or_default();
        // A zero that is written down is no blank cell.
        let literal = trace.figure.is_none() && is_number(self.sources.slice(trace.span));
        let value = match &trace.value {
            TraceValue::Amount(amount, kind) if literal => self.scaled(*amount, *kind),
            value => self.value(value),
        };
        let indent = "  ".repeat(depth);
        let label = wording::label(self.plan, self.report, &trace.label);
        text.push_str(&format!("{indent}{prefix}{sign}{label} = {value}{place}\n"));
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
            TraceValue::Error(failure) => {
                format!("算不出:{}", wording::failure_of(self.plan, self.report, failure))
            }
        }
    }

    fn amount(&self, amount: Amount, kind: Kind) -> String {
        if amount == Amount::BLANK {
            return "空白".to_owned();
        }
        self.scaled(amount, kind)
    }

    fn scaled(&self, amount: Amount, kind: Kind) -> String {
        Scale::of(kind, self.unit, [amount]).with_unit(amount.value)
    }
}

/// Whether `text` is a number, with its unit or without.
fn is_number(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace() || c == '%');
    // `03.项目支出` is none.
    !digits.ends_with('.') && digits.parse::<rust_decimal::Decimal>().is_ok()
}
