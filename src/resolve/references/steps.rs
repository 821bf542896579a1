//! The steps of a path within a form, each tied to what it names.

use super::labels::{self, Labels, Step};
use super::{BlockAt, Part, Reference, Target};
use crate::form::{Block, BlockIx, ColumnIx, FormId};
use crate::plan::RowSetKind;
use crate::resolve::resolver::{Resolver, ScopeSide};
use crate::resolve::target::{self, TargetColumn};
use crate::source::Span;
use crate::syntax::ast::{self, Segment};

/// Steps with what they mean.
type Meant = Vec<(Span, Target)>;

impl Resolver<'_> {
    /// Notes what the steps of `path` mean, if it means `targets` of a form; what each could mean, if there are none.
    pub(in crate::resolve) fn refer_steps(&mut self, path: &ast::Reference, form: FormId, targets: &[target::Target]) {
        let Some(whole) = self.form(form).filter(|_| self.references.is_some()) else {
            return;
        };
        let steps = names(path, self.form_index(&path.head.value).is_none());
        let mut found = Meant::new();
        for (block, declared) in whole.blocks.iter().enumerate() {
            let block = BlockIx::new(block);
            let at = BlockAt { form, block };
            let mut here = targets.iter().filter(|target| target.block == block).peekable();
            if targets.is_empty() {
                of_any(at, declared, &steps, &mut found);
            } else if here.peek().is_none() {
                continue;
            }
            for target in here {
                of_target(at, declared, target, &steps, &mut found);
            }
            for segment in &path.segments {
                if let Segment::Rows(selector) = segment
                    && let Ok(rows) = self.rows_of(form, block, &selector.kind)
                {
                    let part = self.rows_part(declared, &rows);
                    found.push((selector.span, part.map_or(Target::Rows, |part| Target::In(at, part))));
                }
            }
        }
        if let Some(known) = &mut self.references {
            let found = found.into_iter();
            known.extend(found.map(|(span, target)| Reference::step(path, span, target)));
        }
    }

    /// The same of a table of 逐行, which is `block` or else unknown.
    pub(in crate::resolve) fn refer_side(&mut self, table: &ast::Reference, form: FormId, block: Option<BlockIx>) {
        let target = block.map(|block| target::Target {
            block,
            rows: None,
            column: TargetColumn::At(ColumnIx::new(usize::MAX)),
        });
        self.refer_steps(table, form, target.as_slice());
    }

    /// Notes what the steps of a `下级.…` that is out of place could mean.
    pub(in crate::resolve) fn refer_in_sides(&mut self, reference: &ast::Reference) {
        for side in self.scope.sides.clone() {
            if let ScopeSide::Rows { form, .. } = side {
                self.refer_steps(reference, form, &[]);
            }
        }
    }

    /// What a set of rows is declared as.
    pub(super) fn rows_part(&self, block: &Block, rows: &RowSetKind) -> Option<Part> {
        match rows {
            RowSetKind::Item(item) => Some(Part::Item(*item)),
            RowSetKind::Total(total) => Some(Part::Total(*total)),
            RowSetKind::Level(level) => Some(Part::Level(*level)),
            RowSetKind::Code(code) | RowSetKind::Prefix(code) | RowSetKind::Range(code, _) => {
                Some(Part::Code(block.axis.coded()?.level_of(code)?, code.clone()))
            }
            RowSetKind::Named(key) => {
                let coded = block.axis.coded()?;
                let lists = self.ruleset.code_lists.iter();
                let own = lists.filter(|list| Some(&list.name) == coded.code_list.as_ref());
                let mut codes = own.flat_map(|list| list.codes.iter());
                let listed = codes.find(|listed| listed.is_called(key))?;
                Some(Part::Code(coded.level_of(listed.code)?, listed.code.into()))
            }
            _ => None,
        }
    }
}

/// The names of a path, its head among them where that is no form: in 逐行 it may be a column.
fn names(path: &ast::Reference, with_head: bool) -> Vec<Step<'_>> {
    let behind = path.segments.iter().filter_map(|segment| match segment {
        Segment::Name(name) => Some(name),
        Segment::Rows(_) => None,
    });
    let head = with_head.then_some(&path.head);
    head.into_iter().chain(behind).map(Step::new).collect()
}

/// Ties each step to all that it can name in a block.
fn of_any(at: BlockAt, block: &Block, steps: &[Step<'_>], found: &mut Meant) {
    let entries = labels::columns(block).chain(labels::rows(block));
    for label in labels::of_block(block).into_iter().chain(entries.flatten()) {
        let answering = steps.iter().filter(|step| label.answers_to(step));
        found.extend(answering.map(|step| (step.word.span, Target::In(at, label.part.clone()))));
    }
}

/// Ties the steps to the labels of `target`. A path may leave labels out but not change their order; of two labels of one
/// name the later is the one that can't be left out.
fn of_target(at: BlockAt, block: &Block, target: &target::Target, mut steps: &[Step<'_>], found: &mut Meant) {
    let mut labels: Labels<'_> = labels::of_block(block).into_iter().collect();
    match target.rows {
        Some(RowSetKind::Item(item)) => labels.extend(labels::of_item(block, item)),
        Some(RowSetKind::Total(total)) => labels.extend(labels::of_total(block, total)),
        _ => {}
    }
    match (target.column, steps.split_last()) {
        (TargetColumn::At(column), _) => labels.extend(labels::of_column(block, column)),
        (TargetColumn::Current, Some((last, before))) => {
            found.push((last.word.span, Target::Word(last.word.value.clone())));
            steps = before;
        }
        (TargetColumn::Current, None) => {}
    }
    for step in steps.iter().rev() {
        if let Some(behind) = labels.iter().rposition(|label| label.answers_to(step)) {
            let meant = labels.drain(behind..).next();
            found.extend(meant.map(|label| (step.word.span, Target::In(at, label.part))));
        }
    }
}
