//! References: `03.项目支出`, `03[229].项目支出`, `01.收入.总计`, a column of the row at hand, `下级.…`.

use super::kinds::{Type, Typed};
use super::plan::{Argument, Column, List, Node, NodeKind, RowSetKind, TextOf};
use super::resolver::{Resolver, ScopeSide};
use super::target::{self, Step, Target, TargetColumn};
use crate::diagnostic::{Diagnostic, closest, codes, did_you_mean};
use crate::form::{Axis, Block, Form};
use crate::source::Span;
use crate::syntax::ast::{Reference, Segment, Selector, SelectorKind};
use crate::value::{Kind, normalise};

/// Whether one figure is wanted or many will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    One,
    Many,
}

/// What a reference came to: a list only where many were wanted.
pub(super) enum Referred {
    One(Typed),
    List(List, Typed),
}

impl Referred {
    pub(super) fn broken(span: Span) -> Self {
        Self::One(Typed::broken(span))
    }

    /// As an argument of an aggregate, with what is known of its figures.
    pub(super) fn argument(self) -> (Argument, Typed) {
        match self {
            Self::One(typed) => (Argument::Single(typed.node.clone()), typed),
            Self::List(list, typed) => (Argument::List(list), typed),
        }
    }
}

impl<'a> Resolver<'a> {
    /// Resolves `reference`; errors are reported and give a broken value.
    pub(super) fn reference(&mut self, reference: &Reference, want: Want) -> Referred {
        let head = &*reference.head.value;
        match head {
            "文" | "narrative" => return Referred::One(self.narrative_reference(reference)),
            "上年" | "last_year" | "预算" | "budget" | "所属" | "subordinates" => {
                return Referred::One(self.other_report(reference, want));
            }
            "报告" | "report" if !reference.segments.is_empty() => return Referred::One(self.fact(reference)),
            "下级" | "children" | "上级" | "parent" if self.binding(head).is_none() => {
                return self.relative(reference, want);
            }
            _ => {}
        }
        if self.form_index(head).is_some() {
            return self.form_reference(reference, want);
        }
        if let Some(found) = self.in_row(reference) {
            return Referred::One(found);
        }
        if reference.segments.is_empty()
            && let Some((binding, local)) = self.binding(head)
        {
            return self.expand(binding, local, reference.span, want);
        }
        self.unknown_head(reference);
        Referred::broken(reference.span)
    }

    fn unknown_head(&mut self, reference: &Reference) {
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
        let help = did_you_mean(head, known).unwrap_or_else(|| {
            let place = if self.scope.sides.is_empty() {
                "要写明是哪张表的,如 03.项目支出"
            } else {
                "它不是所列各表的栏名"
            };
            format!("{place};也没有叫这个名字的“令”")
        });
        let known_suggestion = closest(head, self.binding_names()).map(str::to_owned);
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
                let block = self.form(form).and_then(|form| form.blocks.get(block));
                block
                    .map(|block| block.columns.iter().map(|column| &*column.name.text).collect())
                    .unwrap_or_default()
            }
            ScopeSide::Narrative(narrative) => super::narrative::captures(narrative).collect(),
        }
    }

    /// A reference that begins with a form's id.
    fn form_reference(&mut self, reference: &Reference, want: Want) -> Referred {
        let Some(index) = self.require_form(&reference.head.value, reference.head.span) else {
            return Referred::broken(reference.span);
        };
        let Some(form) = self.form(index) else {
            return Referred::broken(reference.span);
        };
        let (path, selector) = path_of(reference);
        let targets = target::matches(form, &path, selector.is_some());
        if selector.is_none()
            && want == Want::One
            && let Some((side, target)) = self.on_a_side(index, &targets)
        {
            return Referred::One(self.row_figure(side, target.column, reference.span));
        }
        let targets = match selector {
            None => targets,
            Some(selector) => self.select(form, targets, selector, reference),
        };
        match targets.as_slice() {
            [target] => self.figure(index, target, want, reference.span),
            [] => {
                if selector.is_none() || target::matches(form, &path, true).is_empty() {
                    self.unknown_part(form, &path, reference);
                }
                Referred::broken(reference.span)
            }
            several => {
                let mut names: Vec<String> = several.iter().map(|target| target::describe(form, target)).collect();
                let more = names.len().saturating_sub(8);
                names.truncate(8);
                let more = if more > 0 {
                    format!(" 等 {} 处", more + 8)
                } else {
                    String::new()
                };
                self.report(
                    Diagnostic::new(
                        &codes::resolve::AMBIGUOUS,
                        format!("“{}”可以指好几处", shown(reference)),
                    )
                    .at(reference.span, "所指不唯一")
                    .help(format!("写明是哪一处:{}{more}", names.join("、"))),
                );
                Referred::broken(reference.span)
            }
        }
    }

    /// The side of 逐行 whose row the targets speak of, where they name no row of their own.
    fn on_a_side(&self, form: usize, targets: &[Target]) -> Option<(usize, Target)> {
        let mut found = None;
        for (side, scope) in self.scope.sides.iter().enumerate() {
            let ScopeSide::Rows { form: of, block } = scope else {
                continue;
            };
            let mut here = targets
                .iter()
                .filter(|target| *of == form && target.block == *block && target.rows.is_none());
            if let (Some(target), None) = (here.next(), here.next()) {
                if found.is_some() {
                    return None;
                }
                found = Some((side, target.clone()));
            }
        }
        found
    }

    /// A column (or code, name) of the row at hand.
    fn in_row(&mut self, reference: &Reference) -> Option<Typed> {
        let (mut path, selector) = path_of(reference);
        if self.scope.sides.is_empty() || selector.is_some() {
            return None;
        }
        let head = &*reference.head.value;
        if reference.segments.is_empty() {
            let text = match head {
                "科目代码" | "代码" | "code" => Some((TextOf::Code, Kind::Code)),
                "科目名称" | "名称" | "name" => Some((TextOf::Name, Kind::Text)),
                _ => None,
            };
            if let Some((of, kind)) = text {
                return Some(Typed::new(
                    Node::new(NodeKind::RowText(of), kind, reference.span),
                    Type::Is(kind),
                ));
            }
        }
        path.insert(0, Step::new(head));
        let mut found: Vec<(usize, TargetColumn)> = Vec::new();
        for (side, scope) in self.scope.sides.clone().into_iter().enumerate() {
            match scope {
                ScopeSide::Rows { form, block } => {
                    let Some(declared) = self.form(form) else { continue };
                    let targets = target::matches(declared, &path, true);
                    found.extend(
                        targets
                            .into_iter()
                            .filter(|target| target.block == block)
                            .map(|target| (side, target.column)),
                    );
                }
                ScopeSide::Narrative(narrative) => {
                    if let Some(typed) = super::narrative::capture(narrative, head, reference.span) {
                        return Some(typed);
                    }
                }
            }
        }
        match found.as_slice() {
            [] => None,
            [(side, column)] => Some(self.row_figure(*side, *column, reference.span)),
            // 本列 of a join without a table named: every side has one.
            [(side, TargetColumn::Current), ..] if self.scope.sides.len() == 1 => {
                Some(self.row_figure(*side, TargetColumn::Current, reference.span))
            }
            several => {
                let names: Vec<String> = several
                    .iter()
                    .filter_map(|(side, _)| match self.scope.sides.get(*side) {
                        Some(ScopeSide::Rows { form, .. }) => self.form(*form),
                        _ => None,
                    })
                    .map(|form| format!("{}.{}", form.id, shown(reference)))
                    .collect();
                self.report(
                    Diagnostic::new(
                        &codes::resolve::AMBIGUOUS,
                        format!("“{}”在好几张表里都有", shown(reference)),
                    )
                    .at(reference.span, "所指不唯一")
                    .help(format!("写明是哪一张:{}", names.join("、"))),
                );
                Some(Typed::broken(reference.span))
            }
        }
    }

    fn row_figure(&mut self, side: usize, column: TargetColumn, span: Span) -> Typed {
        let Some(column) = self.column(side, column, span) else {
            return Typed::broken(span);
        };
        let (kind, unit) = self.side_kind(side, column);
        let node = Node::new(NodeKind::RowFigure { side, column }, kind, span);
        Typed {
            unit,
            ..Typed::new(node, Type::Is(kind))
        }
        .with_figures()
    }

    fn column(&mut self, side: usize, column: TargetColumn, span: Span) -> Option<Column> {
        match column {
            TargetColumn::At(index) => Some(Column::At(index)),
            TargetColumn::Current => self.current_column(side, span),
        }
    }

    fn side_kind(&mut self, side: usize, column: Column) -> (Kind, Option<crate::value::Unit>) {
        let Some(ScopeSide::Rows { form, block }) = self.scope.sides.get(side).copied() else {
            return (Kind::Money, None);
        };
        self.mention(form);
        let Some(form) = self.form(form) else {
            return (Kind::Money, None);
        };
        let kind = form
            .blocks
            .get(block)
            .map_or(Kind::Money, |block| column_kind(block, None, column));
        (kind, Some(form.unit))
    }

    /// `下级.X`, `上级.X`.
    fn relative(&mut self, reference: &Reference, want: Want) -> Referred {
        let word = &*reference.head.value;
        let (path, selector) = path_of(reference);
        let [ScopeSide::Rows { form, block }] = self.scope.sides.as_slice() else {
            self.report(
                Diagnostic::new(
                    &codes::resolve::OUTSIDE_EACH,
                    format!("“{word}”只能用在逐行一张表的规则里"),
                )
                .at(reference.head.span, "没有当前行")
                .help("在规则里加一行“逐行 表号”"),
            );
            return Referred::broken(reference.span);
        };
        let (form_index, block) = (*form, *block);
        let Some(form) = self.form(form_index) else {
            return Referred::broken(reference.span);
        };
        let mut targets = target::matches(form, &path, true);
        targets.retain(|target| target.block == block);
        let ([target], None) = (targets.as_slice(), selector) else {
            self.unknown_part(form, &path, reference);
            return Referred::broken(reference.span);
        };
        let Some(column) = self.column(0, target.column, reference.span) else {
            return Referred::broken(reference.span);
        };
        let (kind, unit) = self.side_kind(0, column);
        let span = reference.span;
        if matches!(word, "上级" | "parent") {
            let node = Node::new(NodeKind::ParentFigure { side: 0, column }, kind, span);
            return Referred::One(
                Typed {
                    unit,
                    ..Typed::new(node, Type::Is(kind))
                }
                .with_figures(),
            );
        }
        if want == Want::One {
            self.needs_one(reference.span, "下级有多行");
            return Referred::broken(span);
        }
        let typed = Typed {
            unit,
            ..Typed::new(Node::new(NodeKind::Bool(true), kind, span), Type::Is(kind))
        };
        Referred::List(List::Children { side: 0, column, span }, typed.with_figures())
    }

    pub(super) fn needs_one(&mut self, span: Span, why: &str) {
        self.report(
            Diagnostic::new(&codes::resolve::NEEDS_ONE_FIGURE, format!("这里要一个数,{why}"))
                .at(span, why.to_owned())
                .help("用 sum(…) 等函数把多行合成一个数,或写明是哪一行"),
        );
    }

    /// One figure, or a list of them, of a form.
    fn figure(&mut self, form_index: usize, target: &Target, want: Want, span: Span) -> Referred {
        let Some(form) = self.form(form_index) else {
            return Referred::broken(span);
        };
        let Some(block) = form.blocks.get(target.block) else {
            return Referred::broken(span);
        };
        let rows = target.rows.clone().or_else(|| default_rows(block, want));
        let Some(rows) = rows else {
            let why = match &block.axis {
                Axis::Items(_) => "没有写明是哪一项".to_owned(),
                _ => format!("表 {} 没有声明合计行,要写明是哪一行", form.id),
            };
            self.needs_one(span, &why);
            return Referred::broken(span);
        };
        if want == Want::One && !rows.is_single() {
            self.needs_one(span, "选中的是多行");
            return Referred::broken(span);
        }
        let Some(column) = self.column(0, target.column, span) else {
            return Referred::broken(span);
        };
        let kind = column_kind(block, Some(&rows), column);
        // In a list a code that the table lacks is no figure at all; alone it would be a missing one.
        let found_in_report = matches!(rows, RowSetKind::Code(_) | RowSetKind::Named(_));
        let single = rows.is_single() && !(want == Want::Many && found_in_report);
        let rows = self.row_set(form_index, target.block, rows);
        let unit = Some(form.unit);
        if single {
            let node = Node::new(
                NodeKind::Figure {
                    rows,
                    column,
                    lenient: false,
                },
                kind,
                span,
            );
            return Referred::One(
                Typed {
                    unit,
                    ..Typed::new(node, Type::Is(kind))
                }
                .with_figures(),
            );
        }
        let typed = Typed {
            unit,
            ..Typed::new(Node::new(NodeKind::Bool(true), kind, span), Type::Is(kind))
        };
        Referred::List(List::Rows { rows, column, span }, typed.with_figures())
    }

    /// The targets with the rows that `selector` chooses; reports where none has such rows.
    fn select(&mut self, form: &Form, targets: Vec<Target>, selector: &Selector, reference: &Reference) -> Vec<Target> {
        let mut chosen = Vec::new();
        let mut problem = None;
        let had_targets = !targets.is_empty();
        for target in targets {
            let Some(block) = form.blocks.get(target.block) else {
                continue;
            };
            match self.rows_of(form, block, &selector.kind) {
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

    /// The rows that a selector means in a block, or why none, with help.
    pub(super) fn rows_of(
        &self,
        form: &Form,
        block: &Block,
        selector: &SelectorKind,
    ) -> Result<RowSetKind, (String, Option<String>)> {
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
                let answers = |candidate: &crate::value::Name| *candidate.key == *key;
                let total = coded
                    .totals
                    .iter()
                    .position(|total| answers(&total.name) || total.aliases.iter().any(answers));
                let plain = || coded.totals.iter().position(|total| total.formula.is_none());
                if let Some(index) = total.or_else(|| if key == "合计" { plain() } else { None }) {
                    return Ok(RowSetKind::Total(index));
                }
                if key == "明细" {
                    return Ok(RowSetKind::Leaves);
                }
                if let Some(level) = coded.levels.iter().position(|level| answers(&level.name)) {
                    return Ok(RowSetKind::Level(level));
                }
                self.named_row(coded.code_list.as_deref(), name, &key)
            }
            (Axis::Items(items), SelectorKind::Line(line)) => items
                .iter()
                .position(|item| item.line == Some(*line))
                .map(RowSetKind::Item)
                .ok_or_else(|| (format!("没有行次 {line}"), None)),
            (Axis::Items(items), SelectorKind::Code(code)) => items
                .iter()
                .position(|item| item.code.as_deref() == Some(code))
                .map(RowSetKind::Item)
                .ok_or_else(|| (format!("没有代码为 {code} 的项"), None)),
            (Axis::Items(items), SelectorKind::Name(name)) => {
                let key = normalise(name);
                let found = items.iter().position(|item| {
                    std::iter::once(&item.name)
                        .chain(&item.aliases)
                        .any(|candidate| *candidate.key == *key)
                });
                if let Some(index) = found {
                    return Ok(RowSetKind::Item(index));
                }
                if key == "明细" {
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
            && !list.codes.iter().any(|code| *code.name.key == *key)
        {
            let help = did_you_mean(name, list.codes.iter().map(|code| &*code.name.text));
            return Err((format!("{}里没有“{name}”", list.name), help));
        }
        Ok(RowSetKind::Named(key.into()))
    }

    pub(super) fn unknown_part(&mut self, form: &Form, path: &[Step], reference: &Reference) {
        let vocabulary = target::vocabulary(form);
        let known = |step: &&Step| !vocabulary.iter().any(|word| normalise(word) == normalise(&step.text));
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
        let nearest = closest(word, vocabulary.iter().copied()).map(str::to_owned);
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
            let mut words: Vec<&str> = vocabulary.clone();
            words.dedup();
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

/// The names of a reference after its head, and its selector.
pub(super) fn path_of(reference: &Reference) -> (Vec<Step>, Option<&Selector>) {
    let mut path = Vec::new();
    let mut selector = None;
    for segment in &reference.segments {
        match segment {
            Segment::Name(name) => path.push(Step::new(&name.value)),
            Segment::Rows(rows) => selector = Some(rows),
        }
    }
    (path, selector)
}

fn default_rows(block: &Block, want: Want) -> Option<RowSetKind> {
    match (&block.axis, want) {
        (Axis::Single, _) => Some(RowSetKind::Record),
        (Axis::Items(_), Want::Many) => Some(RowSetKind::Details),
        (Axis::Coded(_), Want::Many) => Some(RowSetKind::Leaves),
        (Axis::Items(_), Want::One) => None,
        (Axis::Coded(coded), Want::One) => coded
            .totals
            .iter()
            .position(|total| total.formula.is_none())
            .map(RowSetKind::Total),
    }
}

fn column_kind(block: &Block, rows: Option<&RowSetKind>, column: Column) -> Kind {
    if let Some(RowSetKind::Item(index)) = rows
        && let Some(kind) = block.axis.items().get(*index).and_then(|item| item.kind)
    {
        return kind;
    }
    match column {
        Column::At(index) => block.columns.get(index).map_or(Kind::Money, |column| column.kind),
        Column::Current(_) => Kind::Money,
    }
}

/// The reference as a person writes it.
pub(super) fn shown(reference: &Reference) -> String {
    let mut text = reference.head.value.to_string();
    for segment in &reference.segments {
        match segment {
            Segment::Name(name) => {
                text.push('.');
                text.push_str(&name.value);
            }
            Segment::Rows(selector) => {
                text.push('[');
                match &selector.kind {
                    SelectorKind::Code(code) => text.push_str(code),
                    SelectorKind::Prefix(prefix) => text.push_str(&format!("{prefix}*")),
                    SelectorKind::Range(from, to) => text.push_str(&format!("{from}..{to}")),
                    SelectorKind::Line(line) => text.push_str(&format!("行{line}")),
                    SelectorKind::Name(name) => text.push_str(name),
                }
                text.push(']');
            }
        }
    }
    text
}
