//! Comments in a sheet that may have some already.

use std::collections::HashMap;

use super::Namespaces;
use super::package::Package;
use super::scan::{Edits, TagKind, Tags};
use crate::render::xlsx::notes::{self, AUTHOR, COMMENTS_TYPE, VML_TYPE};
use crate::render::xlsx::text::address;

/// A cell and the comment it gets.
pub(super) type Note = ((u32, u32), String);

/// What became of the comments.
pub(super) struct Attached {
    /// The relation of the boxes that the sheet must name, where it names none yet.
    pub relation: Option<String>,
    /// Comments that were left as they are, because a conversation stands there that is kept elsewhere too.
    pub left: usize,
}

/// Adds comments to the sheet of a part; `named` is the relation of the boxes that it names.
pub(super) fn attach(
    package: &mut Package<'_>,
    part: &str,
    named: Option<&str>,
    notes: &[Note],
    names: &Namespaces,
) -> Option<Attached> {
    let relations = package.relations(part);
    let known = relations.iter().find(|relation| relation.kind.ends_with("/comments"));
    let mut left = 0;
    let fresh: Vec<Note> = match known {
        None => {
            let text = notes::comments(&names.main, notes);
            let comments = package.add("xl/comments-gouji", "xml", Some(COMMENTS_TYPE), text);
            package.relate(part, &names.relation("comments"), &comments)?;
            notes.to_vec()
        }
        Some(known) => {
            let text = package.text(&known.target)?;
            let (text, fresh) = extend(&text, notes, &mut left)?;
            package.put(&known.target, text);
            fresh
        }
    };
    if fresh.is_empty() {
        return Some(Attached { relation: None, left });
    }
    let drawn = named.and_then(|id| relations.iter().find(|relation| relation.id == id));
    if let Some(drawn) = drawn {
        let text = package.text(&drawn.target)?;
        let end = text.rfind("</xml>")?;
        let (known, first) = notes::room(&text);
        let (before, after) = text.split_at_checked(end)?;
        let boxes = notes::boxes(first, known, &fresh);
        let text = format!("{before}{boxes}{after}");
        package.put(&drawn.target, text);
        return Some(Attached { relation: None, left });
    }
    if named.is_some() {
        return None;
    }
    package.declare_ending("vml", VML_TYPE)?;
    let drawing = package.add("xl/drawings/gouji", "vml", None, notes::drawing(&fresh));
    let relation = package.relate(part, &names.relation("vmlDrawing"), &drawing)?;
    Some(Attached {
        relation: Some(relation),
        left,
    })
}

/// A comment that is there.
struct Old {
    author: usize,
    /// The tags of a text that is not in runs.
    plain: Option<(usize, usize)>,
    /// Where its text ends; `None` where it has none.
    end: Option<usize>,
}

/// Adds notes to a comments part; those on cells without a comment are given back, for they want a box.
fn extend(xml: &str, notes: &[Note], left: &mut usize) -> Option<(String, Vec<Note>)> {
    let mut edits = Edits::default();
    let mut authors: Vec<String> = Vec::new();
    let mut old: HashMap<(u32, u32), Old> = HashMap::new();
    let mut now: Option<(u32, u32)> = None;
    let mut list = None;
    let mut prefix = String::new();
    let mut author_at = 0;
    let mut author_added = false;
    let mut tags = Tags::new(xml);
    for tag in tags.by_ref() {
        let begins = tag.kind != TagKind::End;
        match (tag.depth, tag.local()) {
            (0, _) => prefix = tag.prefix().to_owned(),
            (1, "authors") if tag.kind != TagKind::Start => {
                edits.append(&tag, &format!("<{prefix}author>{AUTHOR}</{prefix}author>"));
                author_added = true;
            }
            (1, "commentList") if tag.kind != TagKind::Start => list = Some(tag.clone()),
            (2, "author") => {
                if tag.kind != TagKind::Start {
                    authors.push(xml.get(author_at..tag.range.start).unwrap_or_default().to_owned());
                }
                author_at = tag.range.end;
            }
            (2, "comment") if begins => {
                let at = address(tag.raw("ref")?)?;
                let author = tag.raw("authorId").and_then(|id| id.parse().ok()).unwrap_or(usize::MAX);
                old.insert(
                    at,
                    Old {
                        author,
                        plain: None,
                        end: None,
                    },
                );
                now = Some(at);
            }
            (3, "text") if tag.kind == TagKind::End => old.get_mut(&now?)?.end = Some(tag.range.start),
            (4, "t") if tag.kind == TagKind::Start => old.get_mut(&now?)?.plain = Some((tag.range.start, 0)),
            (4, "t") if tag.kind == TagKind::End => {
                if let Some(plain) = &mut old.get_mut(&now?)?.plain {
                    plain.1 = tag.range.end;
                }
            }
            _ => {}
        }
    }
    if tags.broken || !author_added {
        return None;
    }
    let mut fresh = Vec::new();
    let mut added = String::new();
    for (at, text) in notes {
        let Some(known) = old.get(at) else {
            added.push_str(&notes::comment(&prefix, *at, authors.len(), text));
            fresh.push((*at, text.clone()));
            continue;
        };
        let conversation = authors
            .get(known.author)
            .is_some_and(|author| author.starts_with("tc="));
        let Some(end) = known.end.filter(|_| !conversation) else {
            *left += 1;
            continue;
        };
        if let Some((start, stop)) = known.plain.filter(|(_, stop)| *stop > 0) {
            edits.insert(start, format!("<{prefix}r>"));
            edits.insert(stop, format!("</{prefix}r>"));
        }
        edits.insert(end, notes::run(&prefix, &format!("\n\n{AUTHOR}:\n{text}")));
    }
    edits.append(&list?, &added);
    Some((edits.apply(xml)?, fresh))
}
