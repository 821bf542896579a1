//! Titles and printed numbers of forms, and whether a text is one.

use std::sync::Arc;

use super::glance::Glance;
use super::lookup::Map;
use crate::form::Form;
use crate::value::{Key, Name, is_han, is_plain, normalise};

/// Longer texts are no titles.
const LONGEST: usize = 80;

/// The titles and numbers of all forms.
#[derive(Debug)]
pub(super) struct Titles {
    titles: Map<Arc<str>, Vec<usize>>,
    numbers: Map<Arc<str>, Vec<usize>>,
    /// A character that all titles have (`表`).
    common: Option<char>,
    /// One of the titles and one of the numbers that all have, where there are such.
    marks: Option<(char, char)>,
    /// Bytes of the shortest title, and of the shortest number.
    shortest: (usize, usize),
}

/// A text that is a title.
#[derive(Debug, Clone, Default)]
pub(super) struct Title {
    /// The forms that go by it.
    pub forms: Vec<usize>,
    /// The forms whose number stands with it, where one does.
    pub number: Option<Vec<usize>>,
    /// Whether it says that it goes on with a table (`续`).
    pub continued: bool,
}

/// A title with what was taken off around it.
#[derive(Clone)]
struct Core {
    text: String,
    number: Option<Vec<usize>>,
    continued: bool,
}

impl Titles {
    /// Indexes the titles and numbers of `forms`.
    pub fn new(forms: &[Form]) -> Self {
        let index = |names: fn(&Form) -> &[Name]| {
            let mut map: Map<Arc<str>, Vec<usize>> = Map::default();
            for (at, form) in forms.iter().enumerate() {
                for name in names(form) {
                    let entry = map.entry(Arc::clone(&name.key)).or_default();
                    if entry.last() != Some(&at) {
                        entry.push(at);
                    }
                }
            }
            map
        };
        let (titles, numbers) = (index(|form| &form.titles), index(|form| &form.numbers));
        let shortest = |names: &Map<Arc<str>, Vec<usize>>| names.keys().map(|name| name.len()).min().unwrap_or(0);
        let common = |names: &Map<Arc<str>, Vec<usize>>| common(names.keys().map(|name| &**name));
        let (title, number) = (common(&titles), common(&numbers));
        let number = if numbers.is_empty() { title } else { number };
        Self {
            common: title,
            marks: title
                .zip(number)
                .filter(|(title, number)| is_han(*title) && is_han(*number)),
            shortest: (shortest(&titles), shortest(&numbers)),
            titles,
            numbers,
        }
    }

    /// The title that `text` is: the longest, apart from year, number and continuation mark around it.
    pub fn title(&self, text: &str) -> Option<Title> {
        if text.is_empty() || is_shorter(text, self.shortest.0) || text.chars().count() > LONGEST {
            return None;
        }
        let text = Key::of(text);
        if let Some(forms) = self.titles.get(&*text) {
            return Some(Title {
                forms: forms.clone(),
                ..Title::default()
            });
        }
        // What is taken off stands around the title.
        let common = self.common.is_none_or(|common| text.contains(common));
        if !common || !self.titles.keys().any(|title| text.contains(&**title)) {
            return None;
        }
        let mut cores = vec![Core {
            text: text.to_string(),
            number: None,
            continued: false,
        }];
        let mut at = 0;
        // Each step takes something off, so the texts only get shorter; the bound is for the combinations.
        while let Some(core) = cores.get(at).cloned() {
            if let Some(forms) = self.titles.get(core.text.as_str()) {
                return Some(Title {
                    forms: forms.clone(),
                    number: core.number,
                    continued: core.continued,
                });
            }
            if cores.len() < 32 {
                cores.extend(self.shorter(&core));
                // The longest text first, for the longest title wins.
                if let Some(rest) = cores.get_mut(at + 1..) {
                    rest.sort_by_key(|core| std::cmp::Reverse(core.text.len()));
                }
            }
            at += 1;
        }
        None
    }

    fn shorter(&self, core: &Core) -> Vec<Core> {
        let mut found = Vec::new();
        let mut push = |text: &str, number: Option<Vec<usize>>, continued: bool| {
            let text = normalise(text);
            if !text.is_empty() {
                found.push(Core {
                    text,
                    number: number.or_else(|| core.number.clone()),
                    continued: core.continued || continued,
                });
            }
        };
        let text = core.text.as_str();
        if let Some((rest, inner)) = text.strip_suffix(')').and_then(|open| open.rsplit_once('(')) {
            let number = self.number(inner);
            if number.is_some() || is_suffix(inner) {
                push(rest, number, inner.contains('续'));
            }
        }
        for mark in ["续表", "续"] {
            if let Some(rest) = text.strip_suffix(mark) {
                push(rest, None, true);
            }
        }
        for (number, forms) in &self.numbers {
            let around = text.strip_prefix(&**number).or_else(|| text.strip_suffix(&**number));
            if let Some(rest) = around {
                push(rest.trim_start_matches([':', '-']), Some(forms.clone()), false);
            }
        }
        if let Some(rest) = text.strip_prefix("附表").or_else(|| text.strip_prefix("附件")) {
            push(
                rest.trim_start_matches(|c: char| c.is_ascii_digit() || ":-、.".contains(c)),
                None,
                false,
            );
        }
        if let Some(rest) = after_year(text) {
            push(rest, None, false);
        }
        found
    }

    /// What `text` may say, by its characters.
    pub fn glance(&self, text: &str) -> Glance {
        Glance::at(text, self.marks)
    }

    /// The forms whose printed number `text` is.
    pub fn number(&self, text: &str) -> Option<Vec<usize>> {
        if self.numbers.is_empty()
            || text.is_empty()
            || is_shorter(text, self.shortest.1)
            || text.chars().count() > LONGEST
        {
            return None;
        }
        let key = Key::of(text);
        let bare = match key.starts_with("表号") {
            true => key.trim_start_matches("表号:").trim_start_matches("表号"),
            false => &*key,
        };
        let bare = bare
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .unwrap_or(bare);
        self.numbers.get(bare).or_else(|| self.numbers.get(&*key)).cloned()
    }

    /// The forms that a sheet's name means: a title (a leading sheet number aside) or a number.
    pub fn sheet(&self, name: &str) -> Option<Vec<usize>> {
        let bare = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_. ()".contains(c));
        self.title(name)
            .or_else(|| self.title(bare))
            .map(|title| title.forms)
            .or_else(|| self.number(name))
    }
}

/// The last character that all of `titles` have.
fn common<'t>(mut titles: impl Iterator<Item = &'t str>) -> Option<char> {
    let first = titles.next()?;
    let others: Vec<&str> = titles.collect();
    let in_all = |c: &char| others.iter().all(|title| title.contains(*c));
    first.chars().rev().find(in_all)
}

/// Whether `text` is shorter than `bytes`, normalised or not: plain text gets no longer.
fn is_shorter(text: &str, bytes: usize) -> bool {
    text.len() < bytes && text.chars().all(is_plain)
}

fn is_suffix(inner: &str) -> bool {
    inner.contains('续') || super::head::whole_year(inner) || super::head::unit_statement(inner).is_some()
}

/// What follows a year (`2024年度`) that ends a clause-free beginning.
fn after_year(text: &str) -> Option<&str> {
    let (at, mark) = text.rmatch_indices('年').next()?;
    let before = text.get(..at)?;
    let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
    if digits != 4 || before.contains([',', '。', ';', ':', '、']) {
        return None;
    }
    let rest = text.get(at + mark.len()..)?;
    Some(rest.strip_prefix('度').unwrap_or(rest))
}
