//! A small report with rules over it, and a small evaluator, to derive findings from without the rest of the pipeline.

use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use gouji::diagnostic::Severity;
use gouji::evaluate::{
    AllowedBy, Cause, Evaluation, Explanation, Failure, Instance, Measure, Outcome, Program, RowContext, RuleResult,
    Trace, TraceLabel, TraceValue,
};
use gouji::finding::{CheckedFile, CheckedReport, FindingGroup, Oracle, RunHead, Summary, derive, in_words, repairs};
use gouji::form::{
    Axis, Block, BlockIx, Coded, Column, ColumnIx, Form, FormId, LevelDeclaration, LevelIx, Total, TotalIx,
};
use gouji::plan::{Body, Checks, Plan, PlannedRule, RowSet, RowSetId, RowSetKind, SaidBy, Scope, TableRef};
use gouji::read::Format;
use gouji::report::{
    Cell, ColumnBinding, ColumnBound, Fact, FactSource, Facts, Figure, FigureRef, FoundBy, Part, Repair, RepairKind,
    Report, ReportFile, Row, RowIx, RowKey, Table, TableIx, UnitSource,
};
use gouji::ruleset::{Date, Rule, RuleBody, RuleId, Ruleset, Waiver};
use gouji::source::{CellRef, Origin, SourceId, SourceMap, Span};
use gouji::syntax::ast::{Category, ComparisonOperator};
use gouji::value::{Amount, Kind, Name, Unit};
use rust_decimal::Decimal;

pub fn decimal(text: &str) -> Decimal {
    Decimal::from_str(text).unwrap()
}

/// A cell by table, row and column.
pub type At = (usize, usize, usize);

pub fn figure((table, row, column): At) -> FigureRef {
    FigureRef {
        table: TableIx::new(table),
        part: BlockIx::new(0),
        row: RowIx::new(row),
        column: ColumnIx::new(column),
    }
}

/// One application of a rule: signed cells on either side.
#[derive(Debug, Clone)]
pub struct Application {
    pub left: Vec<(char, At)>,
    pub right: Vec<(char, At)>,
    pub operator: ComparisonOperator,
    /// The row and column it is about.
    pub row: Option<(usize, usize)>,
    pub column: Option<usize>,
    /// What to answer instead of computing.
    pub given: Option<(Outcome, Option<Cause>)>,
    /// Cells it is about although it compares nothing.
    pub pointed: Vec<At>,
}

pub fn compare(left: &[(char, At)], operator: ComparisonOperator, right: &[(char, At)]) -> Application {
    Application {
        left: left.to_vec(),
        right: right.to_vec(),
        operator,
        row: None,
        column: None,
        given: None,
        pointed: Vec::new(),
    }
}

pub fn given(outcome: Outcome, cause: Option<Cause>, pointed: &[At]) -> Application {
    Application {
        given: Some((outcome, cause)),
        pointed: pointed.to_vec(),
        ..compare(&[], ComparisonOperator::Approximately, &[])
    }
}

impl Application {
    pub fn on_row(mut self, table: usize, row: usize) -> Self {
        self.row = Some((table, row));
        self
    }

    pub fn in_column(mut self, column: usize) -> Self {
        self.column = Some(column);
        self
    }

    fn context(&self) -> Option<RowContext> {
        self.row.map(|(table, row)| RowContext {
            rows: [Some(figure((table, row, 0)).in_row())].into(),
        })
    }
}

/// How reports carry the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    Text,
    Workbook,
}

pub struct Sample {
    pub plan: Plan,
    pub report: Report,
    pub sources: SourceMap,
    rule_text: String,
    rule_file: SourceId,
    applications: Vec<Vec<Application>>,
    spans: Vec<(Span, Option<(Span, Span)>)>,
    program: OnceLock<Program>,
}

impl Sample {
    /// Tables are `(form id, title, columns, rows)`; a row is `code|name|figure|…`, a figure may hold blanks (then it
    /// was repaired) or be `?…` (then it cannot be read).
    pub fn new(carrier: Carrier, rules: &str, tables: &[(&str, &str, &[&str], &[&str])]) -> Self {
        let mut sources = SourceMap::new();
        let rule_file = sources.add_text("规则/表间.gj", rules);
        let source = SourceId(1);
        let mut text = String::new();
        let mut built = Vec::new();
        for (index, (id, title, columns, rows)) in tables.iter().enumerate() {
            text.push_str(&format!(
                "公开{id}表 {title}\n\n科目代码\t科目名称\t{}\n",
                columns.join("\t")
            ));
            let mut part = Part {
                columns: columns.iter().map(|name| binding(name)).collect(),
                ..Part::default()
            };
            for (at, row) in rows.iter().enumerate() {
                let fields: Vec<&str> = row.split('|').collect();
                let line_start = text.len();
                let origin_of = |start: usize, end: usize, column: usize| match carrier {
                    Carrier::Text => Origin::Text(Span::new(source, start, end)),
                    Carrier::Workbook => Origin::Cell(CellRef {
                        source,
                        sheet: u16::try_from(index).unwrap(),
                        row: u32::try_from(at + 5).unwrap(),
                        column: u32::try_from(column).unwrap(),
                    }),
                };
                for (column, field) in fields.iter().enumerate() {
                    if column > 0 {
                        text.push('\t');
                    }
                    let start = text.len();
                    text.push_str(field.trim_start_matches('?'));
                    if column >= 2 {
                        part.cells.push(cell(field, origin_of(start, text.len(), column)));
                    }
                }
                text.push('\n');
                part.rows.push(Row {
                    key: if fields[0].is_empty() {
                        RowKey::Total(TotalIx::new(0))
                    } else {
                        RowKey::Code { level: LevelIx::new(0) }
                    },
                    code: Some(fields[0]).filter(|code| !code.is_empty()).map(Into::into),
                    name: fields[1].into(),
                    origin: origin_of(line_start, text.len() - 1, 0),
                    parent: None,
                });
            }
            text.push('\n');
            built.push(Table {
                form: FormId::new(index),
                found_by: FoundBy::Number(format!("公开{id}表")),
                origin: Origin::Text(Span::new(source, 0, 0)),
                unit: Unit::TenThousand,
                unit_from: UnitSource::Form,
                parts: vec![part],
                notes: Vec::new(),
            });
        }
        let format = match carrier {
            Carrier::Text => {
                assert_eq!(sources.add_text("高平-2024.txt", text), source);
                Format::Text
            }
            Carrier::Workbook => {
                assert_eq!(sources.add("决算表.xlsx", "", b"workbook"), source);
                let sheets = tables.iter().map(|(id, ..)| Arc::from(*id)).collect();
                sources.set_content(source, "", sheets);
                Format::Workbook
            }
        };
        let forms = tables
            .iter()
            .map(|(id, title, columns, _)| form(id, title, columns, rule_file))
            .collect();
        Self {
            plan: Plan {
                ruleset: Ruleset {
                    name: "全国部门决算公开".into(),
                    version: Some("2024.1".into()),
                    hash: "0123abcd".into(),
                    forms,
                    ..Ruleset::default()
                },
                ..Plan::default()
            },
            report: Report {
                files: vec![ReportFile { source, format }],
                facts: Facts {
                    kind: None,
                    unit: Some(fact("高平市工业和信息化局".to_owned())),
                    year: Some(fact(2024)),
                },
                tables: built,
                leftovers: Vec::new(),
            },
            sources,
            rule_text: rules.to_owned(),
            rule_file,
            applications: Vec::new(),
            spans: Vec::new(),
            program: OnceLock::new(),
        }
    }

    /// Adds a rule. `check` is its text in the rule file; its sides stand left and right of the operator.
    pub fn rule(&mut self, id: &str, title: &str, check: &str, applications: Vec<Application>) -> &mut Rule {
        let start = self.rule_text.find(check).expect("the check stands in the rule text");
        let span = Span::new(self.rule_file, start, start + check.len());
        let operator = ["≈", "==", ">=", "<="]
            .into_iter()
            .find(|operator| check.contains(operator));
        let sides = operator.map(|operator| {
            let (left, right) = check.split_once(operator).unwrap();
            let left_end = start + left.trim_end().len();
            let right_start = start + check.len() - right.trim_start().len();
            (
                Span::new(self.rule_file, start, left_end),
                Span::new(self.rule_file, right_start, start + check.len()),
            )
        });
        self.spans.push((span, sides));
        let form = applications
            .iter()
            .flat_map(|application| application.left.iter().chain(&application.right).map(|(_, at)| at.0))
            .chain(
                applications
                    .iter()
                    .flat_map(|application| application.pointed.iter().map(|at| at.0)),
            )
            .next();
        for application in &applications {
            for (_, at) in application.left.iter().chain(&application.right) {
                let set = self.row_set(*at);
                if !self.plan.row_sets.contains(&set) {
                    self.plan.row_sets.push(set);
                }
            }
        }
        self.applications.push(applications);
        self.plan.rules.push(PlannedRule {
            forms: form.into_iter().map(FormId::new).collect(),
            guards: Vec::new(),
            body: Some(said_by(SaidBy::Author)),
        });
        self.plan.ruleset.rules.push(Rule {
            id: id.into(),
            title: title.into(),
            body: RuleBody::Checks {
                each: None,
                each_column: None,
                lets: Vec::new(),
                checks: Vec::new(),
            },
            when: None,
            pilot: false,
            severity: Severity::Error,
            category: Category::Mandatory,
            basis: None,
            message: None,
            years: None,
            tail_cap: None,
            guard: false,
            requires: Vec::new(),
            discharges: Vec::new(),
            span,
            full_span: span,
            overridden_at: Vec::new(),
        });
        self.plan.ruleset.rules.last_mut().unwrap()
    }

    pub fn waive(&mut self, rule: &str, unit: Option<&str>, until: Option<Date>) {
        self.plan.ruleset.waivers.push(Waiver {
            rule: rule.into(),
            unit: unit.map(Arc::from),
            years: None,
            reason: "上级已批复".into(),
            until,
            span: Span::new(self.rule_file, 0, 0),
        });
    }

    pub fn evaluation(&self) -> Evaluation {
        let rules = self.applications.iter().map(|applications| {
            let instances = applications.iter().map(|application| self.run(application, &[]));
            RuleResult::listed(instances.collect())
        });
        Evaluation { rules: rules.collect() }
    }

    /// What is derived, tails in words: the plan has no rules to find them by later.
    pub fn derive(&self, today: Option<Date>) -> (Vec<FindingGroup>, Summary) {
        let evaluation = self.evaluation();
        let (mut groups, summary) = derive(&self.plan, &self.report, &self.sources, &evaluation, self, today);
        in_words(&self.plan, &self.report, &self.sources, self, &mut groups);
        (groups, summary)
    }

    /// The report as renderers get it.
    pub fn checked(&self) -> CheckedReport {
        let (groups, summary) = self.derive(None);
        let file = self.report.files[0];
        let source = self.sources.get(file.source).unwrap();
        CheckedReport {
            name: Arc::clone(&source.name),
            hash: Arc::clone(&source.hash),
            files: vec![CheckedFile {
                name: Arc::clone(&source.name),
                hash: Arc::clone(&source.hash),
                format: Some(file.format),
                source: file.source,
                bytes: source.text.as_bytes().into(),
            }],
            unit: self.report.facts.unit.as_ref().map(|fact| fact.value.clone()),
            year: self.report.facts.year.as_ref().map(|fact| fact.value),
            kind: None,
            groups,
            summary,
            diagnostics: Vec::new(),
            repairs: repairs(&self.plan, &self.report, &self.sources),
            sources: self.sources.clone(),
            report: Some(Arc::new(self.report.clone())),
            changes: None,
        }
    }

    /// The run that its report is the only one of.
    pub fn head(&self) -> RunHead<'_> {
        RunHead {
            program: self.program.get_or_init(|| Program::compile(self.plan.clone())),
            sources: &self.sources,
            engine_version: "0.1.0",
            diagnostics: &[],
            single: true,
        }
    }

    /// The row of a cell, as references name it.
    fn row_set(&self, at: At) -> RowSet {
        let table = &self.report.tables[at.0];
        let row = &table.parts[0].rows[at.1];
        RowSet {
            table: TableRef::own(table.form),
            block: BlockIx::new(0),
            kind: RowSetKind::Code(row.code.as_deref().unwrap_or(&row.name).into()),
        }
    }

    fn amount(&self, at: At, substitutes: &[(FigureRef, Amount)]) -> Amount {
        if let Some((_, amount)) = substitutes.iter().find(|(cell, _)| *cell == figure(at)) {
            return *amount;
        }
        match self.report.cell(figure(at)).map(|cell| &cell.figure) {
            Some(Figure::Number { value, half }) => Amount::printed(*value, *half).unwrap(),
            _ => Amount::BLANK,
        }
    }

    fn sum(&self, terms: &[(char, At)], substitutes: &[(FigureRef, Amount)]) -> Amount {
        terms.iter().fold(Amount::BLANK, |sum, (sign, at)| {
            let amount = self.amount(*at, substitutes);
            if *sign == '-' {
                sum.minus(amount)
            } else {
                sum.plus(amount)
            }
            .unwrap()
        })
    }

    fn run(&self, application: &Application, substitutes: &[(FigureRef, Amount)]) -> Instance {
        use ComparisonOperator as Op;
        let left = self.sum(&application.left, substitutes);
        let right = self.sum(&application.right, substitutes);
        let difference = left.value - right.value;
        let rounding = left.rounding_bound(&right);
        let cap = decimal("500");
        let (outcome, bound) = match application.operator {
            Op::Approximately if difference.abs() <= rounding.min(cap) => (Outcome::Holds, rounding.min(cap)),
            Op::Equal if difference.is_zero() => (Outcome::Holds, Decimal::ZERO),
            Op::Equal if difference.abs() <= rounding.min(cap) => (Outcome::Tail, rounding.min(cap)),
            Op::GreaterOrEqual if difference >= Decimal::ZERO => (Outcome::Holds, Decimal::ZERO),
            Op::GreaterOrEqual => (Outcome::Fails, Decimal::ZERO),
            _ => (Outcome::Fails, rounding.min(cap)),
        };
        let compares = application.given.is_none();
        Instance {
            check: 0,
            table: None,
            row: application.context(),
            column: application.column.map(ColumnIx::new),
            outcome: application.given.as_ref().map_or(outcome, |(outcome, _)| *outcome),
            measure: compares.then_some(Measure {
                operator: application.operator,
                left,
                right,
                difference,
                bound,
                allowed_by: if rounding > cap {
                    AllowedBy::Cap
                } else {
                    AllowedBy::Rounding
                },
            }),
            cause: application.given.clone().and_then(|(_, cause)| cause).map(Box::new),
        }
    }

    fn application(&self, rule: RuleId, instance: &Instance) -> &Application {
        self.applications[rule.index()]
            .iter()
            .find(|application| {
                application.context() == instance.row && application.column.map(ColumnIx::new) == instance.column
            })
            .unwrap()
    }

    fn trace(&self, terms: &[(char, At)], span: Span) -> Trace {
        let leaf = |(sign, at): &(char, At)| {
            let set = self.row_set(*at);
            let set = self.plan.row_sets.iter().position(|known| *known == set).unwrap();
            Trace {
                span,
                label: TraceLabel::Figure(RowSetId::new(set), ColumnIx::new(at.2)),
                value: TraceValue::Amount(self.amount(*at, &[]), Kind::Money),
                negative: *sign == '-',
                figure: Some(figure(*at)),
                children: Vec::new(),
                blanks: 0,
            }
        };
        if let [only] = terms {
            return leaf(only);
        }
        Trace {
            span,
            label: TraceLabel::Sum,
            value: TraceValue::Amount(self.sum(terms, &[]), Kind::Money),
            negative: false,
            figure: None,
            children: terms.iter().map(leaf).collect(),
            blanks: 0,
        }
    }
}

impl Oracle for Sample {
    fn explain(&self, rule: RuleId, instance: &Instance) -> Explanation {
        let application = self.application(rule, instance);
        let (span, sides) = self.spans[rule.index()];
        let compares = application.given.is_none();
        Explanation {
            span,
            sides: sides.filter(|_| compares).map(|(left, right)| {
                (
                    self.trace(&application.left, left),
                    self.trace(&application.right, right),
                )
            }),
            whole: None,
            measure: instance.measure,
            kind: Kind::Money,
            unit: Unit::TenThousand,
            figures: application.pointed.iter().copied().map(figure).collect(),
        }
    }

    fn reevaluate(&self, rule: RuleId, instance: &Instance, substitutes: &[(FigureRef, Amount)]) -> Instance {
        self.run(self.application(rule, instance), substitutes)
    }
}

/// The body of a rule of which only who says it matters.
pub fn said_by(said_by: SaidBy) -> Body {
    Body::Checks(Checks {
        said_by,
        scope: Scope::default(),
        when: None,
        checks: Vec::new(),
    })
}

fn fact<T>(value: T) -> Fact<T> {
    Fact {
        value,
        source: FactSource::Given,
    }
}

fn binding(name: &str) -> ColumnBinding {
    ColumnBinding {
        bound: Some(ColumnBound::Name),
        header: name.to_owned(),
        grid_columns: Vec::new(),
    }
}

fn cell(field: &str, origin: Origin) -> Cell {
    let bare: String = field.chars().filter(|c| !c.is_whitespace()).collect();
    let figure = if let Some(unreadable) = field.strip_prefix('?') {
        Figure::Unreadable(format!("“{unreadable}”不是数").into())
    } else if bare.is_empty() {
        Figure::Blank
    } else {
        Figure::Number {
            value: decimal(&bare) * decimal("10000"),
            half: decimal("50"),
        }
    };
    let repair = (bare.len() < field.len() && !bare.is_empty()).then(|| {
        Box::new(Repair {
            kind: RepairKind::InnerSpace,
            note: format!("数字中间有空格,“{field}”读作 {bare}"),
        })
    });
    Cell {
        figure,
        text: field.trim_start_matches('?').into(),
        origin,
        repair,
    }
}

fn form(id: &str, title: &str, columns: &[&str], file: SourceId) -> Form {
    let span = Span::new(file, 0, 0);
    Form {
        id: id.into(),
        titles: vec![Name::new(title)],
        numbers: Vec::new(),
        unit: Unit::TenThousand,
        optional: false,
        repeatable: false,
        blocks: vec![Block {
            name: None,
            columns: columns
                .iter()
                .map(|name| Column {
                    number: None,
                    name: Name::new(name),
                    groups: Vec::new(),
                    aliases: Vec::new(),
                    kind: Kind::Money,
                    formula: None,
                    span,
                })
                .collect(),
            axis: Axis::Coded(Coded {
                key: Name::new("科目代码"),
                levels: vec![LevelDeclaration {
                    name: Name::new("类"),
                    length: 3,
                    span,
                }],
                code_list: None,
                folded: false,
                totals: vec![Total {
                    name: Name::new("合计"),
                    aliases: Vec::new(),
                    formula: None,
                    span,
                }],
            }),
            span,
        }],
        implied: Vec::new(),
        basis: None,
        tail_cap: None,
        span,
    }
}

const RULES: &str = "规则集 全国部门决算公开 { 版本 \"2024.1\" }

公用: 06.公用经费合计 ≈ 06[302] + 06[307] + 06[310]
05-06: 05[合计].基本支出 ≈ 06.人员经费合计 + 06.公用经费合计
机关: 06.公用经费合计 >= 10.机关运行经费
横向: 05.小计 ≈ 05.基本支出 + 05.项目支出
纵向: 05.合计 ≈ 05.下级
严格: 05[合计].小计 == 05[合计].基本支出 + 05[合计].项目支出
读数: 05.项目支出 ≈ 05.其他
";

/// The report whose 公用经费合计 was left blank, as the one from Gaoping is, with other things wrong here and there.
pub fn gaoping(carrier: Carrier) -> Sample {
    use ComparisonOperator::{Approximately, Equal, GreaterOrEqual};
    let mut sample = Sample::new(
        carrier,
        RULES,
        &[
            (
                "05",
                "一般公共预算财政拨款支出决算表",
                &["小计", "基本支出", "项目支出"],
                &[
                    "208|社会保障和就业支出|71.94|71.94|",
                    "215|资源勘探工业信息等支出|7983. 87|364.42|7619.54",
                    "221|住房保障支出|35.37|35.37|0.00",
                    "229|其他支出|12.40|-12.40|0.00",
                    "|合计|8103.58|471.59|7632.00",
                    "230|转移性支出|1.00|1.00|?3l4.63",
                ],
            ),
            (
                "06",
                "一般公共预算财政拨款基本支出决算表",
                &["决算数"],
                &[
                    "301|工资福利支出|437. 64",
                    "303|对个人和家庭的补助|0.71",
                    "302|商品和服务支出|33.24",
                    "307|债务利息及费用支出|",
                    "310|资本性支出|",
                    "|人员经费合计|438. 35",
                    "|公用经费合计|",
                ],
            ),
            ("10", "相关信息统计表", &["金额"], &["|机关运行经费|33.24"]),
        ],
    );
    sample.rule(
        "06.公用经费合计",
        "公用经费合计等于各科目之和",
        "06.公用经费合计 ≈ 06[302] + 06[307] + 06[310]",
        vec![compare(
            &[('+', (1, 6, 0))],
            Approximately,
            &[('+', (1, 2, 0)), ('+', (1, 3, 0)), ('+', (1, 4, 0))],
        )],
    );
    sample.rule(
        "05-06",
        "基本支出与表6一致",
        "05[合计].基本支出 ≈ 06.人员经费合计 + 06.公用经费合计",
        vec![compare(
            &[('+', (0, 4, 1))],
            Approximately,
            &[('+', (1, 5, 0)), ('+', (1, 6, 0))],
        )],
    );
    let rule = sample.rule(
        "10-06",
        "机关运行经费不超过公用经费",
        "06.公用经费合计 >= 10.机关运行经费",
        vec![compare(&[('+', (1, 6, 0))], GreaterOrEqual, &[('+', (2, 0, 0))])],
    );
    rule.category = Category::Verify;
    rule.severity = Severity::Warning;
    let across = |row: usize| {
        compare(
            &[('+', (0, row, 0))],
            Approximately,
            &[('+', (0, row, 1)), ('+', (0, row, 2))],
        )
        .on_row(0, row)
    };
    let rule = sample.rule(
        "05.小计",
        "小计等于基本支出与项目支出之和",
        "05.小计 ≈ 05.基本支出 + 05.项目支出",
        (0..4).map(across).collect(),
    );
    rule.basis = Some("部门决算报表编制说明".into());
    let span = rule.span;
    rule.message = Some((
        "{科目名称}({科目代码})的小计{小计},两项之和{右},差{差},见{附注}".into(),
        span,
    ));
    let down = |column: usize| {
        let below: Vec<(char, At)> = (0..4).map(|row| ('+', (0, row, column))).collect();
        compare(&[('+', (0, 4, column))], Approximately, &below)
            .on_row(0, 4)
            .in_column(column)
    };
    sample.rule(
        "05.纵向",
        "科目逐级汇总",
        "05.合计 ≈ 05.下级",
        (0..3).map(down).collect(),
    );
    sample.rule(
        "严格",
        "小计与分项完全相等",
        "05[合计].小计 == 05[合计].基本支出 + 05[合计].项目支出",
        vec![compare(
            &[('+', (0, 4, 0))],
            Equal,
            &[('+', (0, 4, 1)), ('+', (0, 4, 2))],
        )],
    );
    sample.rule(
        "读数",
        "",
        "05.项目支出 ≈ 05.其他",
        vec![given(
            Outcome::Error,
            Some(Failure::Unreadable(figure((0, 5, 2))).into()),
            &[(0, 5, 2)],
        )],
    );
    sample
}
