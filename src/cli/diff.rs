//! What would change, line by line.

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;

/// Above so many pairs of lines the whole middle is shown as one change.
const MAX_PAIRS: usize = 4_000_000;

/// A line of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line<'a> {
    Same(&'a str),
    Old(&'a str),
    New(&'a str),
}

/// The unified diff of two texts; empty where they are equal.
#[must_use]
pub fn unified(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let lines = compare(&old.lines().collect::<Vec<_>>(), &new.lines().collect::<Vec<_>>());
    let mut text = format!("--- {name}\n+++ {name}(排版后)\n");
    let changed = |at: usize| lines.get(at).is_some_and(|line| !matches!(line, Line::Same(_)));
    let near = |at: usize| (at.saturating_sub(CONTEXT)..=at + CONTEXT).any(changed);
    let (mut old_line, mut new_line) = (1, 1);
    let mut open = false;
    for (at, line) in lines.iter().enumerate() {
        let shown = near(at);
        if shown && !open {
            text.push_str(&format!("@@ -{old_line} +{new_line} @@\n"));
        }
        open = shown;
        let (mark, content) = match line {
            Line::Same(content) => (' ', content),
            Line::Old(content) => ('-', content),
            Line::New(content) => ('+', content),
        };
        old_line += usize::from(mark != '+');
        new_line += usize::from(mark != '-');
        if shown {
            text.push(mark);
            text.push_str(content);
            text.push('\n');
        }
    }
    text
}

/// The longest common lines stay; the rest is old or new.
fn compare<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let common = |pairs: &mut dyn Iterator<Item = (&&'a str, &&'a str)>| pairs.take_while(|(a, b)| a == b).count();
    let start = common(&mut old.iter().zip(new));
    let (head, old) = old.split_at(start);
    let new = new.get(start..).unwrap_or_default();
    let end = common(&mut old.iter().rev().zip(new.iter().rev()));
    let (old, tail) = old.split_at(old.len() - end);
    let new = new.get(..new.len() - end).unwrap_or_default();
    let mut lines: Vec<Line<'_>> = head.iter().map(|line| Line::Same(line)).collect();
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        lines.extend(old.iter().map(|line| Line::Old(line)));
        lines.extend(new.iter().map(|line| Line::New(line)));
    } else {
        middle(old, new, &mut lines);
    }
    lines.extend(tail.iter().map(|line| Line::Same(line)));
    lines
}

fn middle<'a>(old: &[&'a str], new: &[&'a str], lines: &mut Vec<Line<'a>>) {
    // longest[i][j]: how many lines old[i..] and new[j..] have in common, in order.
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    let at = |longest: &[u32], i: usize, j: usize| longest.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best = if a == b {
                at(&longest, i + 1, j + 1) + 1
            } else {
                at(&longest, i + 1, j).max(at(&longest, i, j + 1))
            };
            if let Some(cell) = longest.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                lines.push(Line::Same(a));
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), b) if b.is_none() || at(&longest, i + 1, j) >= at(&longest, i, j + 1) => {
                lines.push(Line::Old(a));
                i += 1;
            }
            (_, Some(b)) => {
                lines.push(Line::New(b));
                j += 1;
            }
            (_, None) => break,
        }
    }
}
