//! Styles: those that a workbook has, untouched, and behind them ours.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::copy::scan::{Edits, Tag, TagKind, Tags};
use super::look::{Font, Look, Shape, Tint};

/// The namespace of workbooks.
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// The lists that a style is made of, in the order they must stand in, with what is in one that is missing.
const LISTS: [(&str, &[&str]); 6] = [
    ("numFmts", &[]),
    ("fonts", &["<~font><~sz val=\"11\"/><~name val=\"等线\"/></~font>"]),
    // The first two are these for every program, whatever stands there.
    (
        "fills",
        &[
            "<~fill><~patternFill patternType=\"none\"/></~fill>",
            "<~fill><~patternFill patternType=\"gray125\"/></~fill>",
        ],
    ),
    (
        "borders",
        &["<~border><~left/><~right/><~top/><~bottom/><~diagonal/></~border>"],
    ),
    (
        "cellStyleXfs",
        &["<~xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"],
    ),
    (
        "cellXfs",
        &["<~xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"],
    ),
];
const NUMBERS: usize = 0;
const FONTS: usize = 1;
const FILLS: usize = 2;
const BORDERS: usize = 3;
const STYLES: usize = 5;

/// A list of a styles part.
#[derive(Default)]
struct List {
    /// The bytes of its first and last tag (the same for an empty one); `None` where it is missing.
    tags: Option<(Range<usize>, Range<usize>)>,
    count: u32,
    added: Vec<String>,
}

/// A styles part.
pub(super) struct Stylesheet {
    xml: String,
    prefix: String,
    lists: [List; LISTS.len()],
    /// Where a missing list goes in.
    ends: [usize; LISTS.len()],
    /// The elements of `cellXfs`.
    styles: Vec<Range<usize>>,
    /// The highest number of a number format.
    number: u32,
    looks: HashMap<Look, u32>,
    clones: HashMap<(u32, Tint), u32>,
    fills: HashMap<Tint, u32>,
}

impl Stylesheet {
    /// Of a workbook that has none yet; `namespace` is the one of its parts.
    pub fn empty(namespace: &str) -> Option<Self> {
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
        let names = "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";
        Self::open(format!("{head}<styleSheet xmlns=\"{namespace}\">{names}</styleSheet>"))
    }

    /// Of a workbook; `None` where it can't be read.
    pub fn open(xml: String) -> Option<Self> {
        let mut lists: [List; LISTS.len()] = Default::default();
        let mut styles = Vec::new();
        let mut number = 163;
        let mut prefix = None;
        let mut ends = [0; LISTS.len()];
        let mut inside: Option<usize> = None;
        let mut begun: Option<(usize, Range<usize>)> = None;
        let mut tags = Tags::new(&xml);
        for tag in tags.by_ref() {
            match (tag.depth, tag.kind) {
                (0, TagKind::Start) => {
                    prefix = Some(tag.prefix().to_owned());
                    ends = [tag.range.end; LISTS.len()];
                }
                (1, kind) => {
                    let index = LISTS.iter().position(|(name, _)| *name == tag.local());
                    let Some(index) = index else { continue };
                    inside = (kind == TagKind::Start).then_some(index);
                    let first = begun
                        .take()
                        .filter(|(of, _)| *of == index)
                        .map_or(tag.range.clone(), |(_, range)| range);
                    if kind == TagKind::Start {
                        begun = Some((index, tag.range.clone()));
                    } else {
                        lists.get_mut(index)?.tags = Some((first, tag.range.clone()));
                        ends.iter_mut().skip(index).for_each(|end| *end = tag.range.end);
                    }
                }
                (2, kind) => {
                    let Some(index) = inside else { continue };
                    if kind != TagKind::End {
                        lists.get_mut(index)?.count += 1;
                    }
                    if index == NUMBERS {
                        let id = tag.raw("numFmtId").and_then(|id| id.parse().ok());
                        number = number.max(id.unwrap_or(0));
                    } else if index == STYLES && kind != TagKind::End {
                        styles.push(tag.range.clone());
                    } else if index == STYLES {
                        styles.last_mut()?.end = tag.range.end;
                    }
                }
                _ => {}
            }
        }
        if tags.broken {
            return None;
        }
        let prefix = prefix?;
        for (list, (_, least)) in lists.iter_mut().zip(LISTS) {
            for element in least.iter().skip(list.count as usize) {
                list.added.push((*element).to_owned());
                list.count += 1;
            }
        }
        Some(Self {
            xml,
            prefix,
            lists,
            ends,
            styles,
            number,
            looks: HashMap::new(),
            clones: HashMap::new(),
            fills: HashMap::new(),
        })
    }

    /// Adds to a list; the number of what was added.
    fn add(&mut self, list: usize, element: String) -> u32 {
        let Some(list) = self.lists.get_mut(list) else { return 0 };
        list.added.push(element);
        list.count += 1;
        list.count - 1
    }

    fn fill(&mut self, tint: Tint) -> u32 {
        if let Some(fill) = self.fills.get(&tint) {
            return *fill;
        }
        let rgb = tint.rgb();
        let fill = self.add(
            FILLS,
            format!(
                "<~fill><~patternFill patternType=\"solid\"><~fgColor rgb=\"{rgb}\"/><~bgColor indexed=\"64\"/></~patternFill></~fill>"
            ),
        );
        self.fills.insert(tint, fill);
        fill
    }

    /// The style `base` with another background.
    pub fn tinted(&mut self, base: u32, tint: Tint) -> u32 {
        if let Some(style) = self.clones.get(&(base, tint)) {
            return *style;
        }
        let fill = self.fill(tint);
        let range = usize::try_from(base)
            .ok()
            .and_then(|base| self.styles.get(base).or(self.styles.first()));
        let element = match range.cloned().and_then(|range| self.xml.get(range)) {
            Some(element) => with_fill(element, fill),
            None => None,
        };
        let plain = || {
            format!("<~xf numFmtId=\"0\" fontId=\"0\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyFill=\"1\"/>")
        };
        let style = self.add(STYLES, element.unwrap_or_else(plain));
        self.clones.insert((base, tint), style);
        style
    }

    /// The style of a look.
    pub fn look(&mut self, look: Look) -> u32 {
        if let Some(style) = self.looks.get(&look) {
            return *style;
        }
        let font = match look.font {
            Font::Plain => self.font(""),
            Font::Bold => self.font("<~b/>"),
            Font::Large => self.font("<~b/>!"),
            Font::Link => self.font("<~u/>"),
        };
        let fill = look.tint.map_or(0, |tint| self.fill(tint));
        let border = if look.body { self.border() } else { 0 };
        let number = self.number_format(look.shape);
        let mut xf = format!(
            "<~xf numFmtId=\"{number}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" \
             applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"{}><~alignment",
            if look.quoted { " quotePrefix=\"1\"" } else { "" }
        );
        if look.centred {
            xf.push_str(" horizontal=\"center\"");
        }
        let _ = write!(
            xf,
            " vertical=\"center\"{}/></~xf>",
            if look.body { " wrapText=\"1\"" } else { "" }
        );
        let style = self.add(STYLES, xf);
        self.looks.insert(look, style);
        style
    }

    /// A font of ours, once.
    fn font(&mut self, marks: &str) -> u32 {
        let (marks, size) = marks.strip_suffix('!').map_or((marks, 10), |marks| (marks, 14));
        let color = if marks.contains("<~u/>") {
            "FF0563C1"
        } else {
            "FF000000"
        };
        let element = format!(
            "<~font>{marks}<~sz val=\"{size}\"/><~color rgb=\"{color}\"/><~name val=\"微软雅黑\"/><~family val=\"2\"/></~font>"
        );
        self.once(FONTS, element)
    }

    fn border(&mut self) -> u32 {
        let side = |name: &str| format!("<~{name} style=\"thin\"><~color rgb=\"FFBFBFBF\"/></~{name}>");
        let sides: String = ["left", "right", "top", "bottom"].map(side).concat();
        self.once(BORDERS, format!("<~border>{sides}<~diagonal/></~border>"))
    }

    fn number_format(&mut self, shape: Shape) -> u32 {
        let zeros = |decimals: u32| {
            let decimals = decimals.min(10) as usize;
            if decimals == 0 {
                "0".to_owned()
            } else {
                format!("0.{}", "0".repeat(decimals))
            }
        };
        let code = match shape {
            Shape::General => return 0,
            Shape::Decimals(0) => return 1,
            Shape::Decimals(2) => return 2,
            Shape::Percent(0) => return 9,
            Shape::Percent(2) => return 10,
            Shape::Decimals(decimals) => zeros(decimals),
            Shape::Percent(decimals) => zeros(decimals) + "%",
        };
        let ending = format!(" formatCode=\"{code}\"/>");
        let known = self
            .lists
            .first()
            .and_then(|list| list.added.iter().find(|element| element.ends_with(&ending)));
        let id = known.and_then(|element| element.split('"').nth(1)?.parse().ok());
        id.unwrap_or_else(|| {
            self.number += 1;
            self.add(NUMBERS, format!("<~numFmt numFmtId=\"{}\"{ending}", self.number));
            self.number
        })
    }

    fn once(&mut self, list: usize, element: String) -> u32 {
        let known = self.lists.get(list).and_then(|list| {
            let at = list.added.iter().rev().position(|added| *added == element)?;
            list.count.checked_sub(1)?.checked_sub(u32::try_from(at).ok()?)
        });
        known.unwrap_or_else(|| self.add(list, element))
    }

    /// The part with all that was added; as it was where nothing was.
    pub fn finish(self) -> Option<String> {
        let mut edits = Edits::default();
        for ((list, (name, _)), end) in self.lists.iter().zip(LISTS).zip(self.ends) {
            if list.added.is_empty() {
                continue;
            }
            let added = self.prefixed(&list.added.concat());
            let Some((first, last)) = &list.tags else {
                let prefix = &self.prefix;
                edits.insert(
                    end,
                    format!("<{prefix}{name} count=\"{}\">{added}</{prefix}{name}>", list.count),
                );
                continue;
            };
            let tag = |range: &Range<usize>, kind| {
                Some(Tag {
                    kind,
                    range: range.clone(),
                    text: self.xml.get(range.clone())?,
                    depth: 1,
                })
            };
            let counted = tag(first, TagKind::Start)?.with("count", &list.count.to_string());
            if first == last {
                let whole = Tag {
                    text: &counted,
                    ..tag(first, TagKind::Empty)?
                };
                edits.replace(
                    first.clone(),
                    format!("{}{added}</{}>", whole.opened(), whole.qualified()),
                );
            } else {
                edits.replace(first.clone(), counted);
                edits.insert(last.start, added);
            }
        }
        edits.apply(&self.xml)
    }

    fn prefixed(&self, element: &str) -> String {
        let prefix = &self.prefix;
        element
            .replace("<~", &format!("<{prefix}"))
            .replace("</~", &format!("</{prefix}"))
    }
}

/// A style's element with another background.
fn with_fill(element: &str, fill: u32) -> Option<String> {
    let tag = Tags::new(element).next()?;
    let filled = tag.with("fillId", &fill.to_string());
    let tag = Tag {
        text: &filled,
        ..tag.clone()
    };
    let mut out = tag.with("applyFill", "1");
    out.push_str(element.get(tag.range.end..)?);
    Some(out)
}
