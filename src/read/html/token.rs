//! Markup to tags and text.
//!
//! One pass without a tree. The parsers of browsers search their stack of open elements and each tag's attributes again and
//! again, so that a page of millions of open elements, or of attributes, takes them hours; here every byte is looked at a fixed
//! number of times.

use std::borrow::Cow;

/// A piece of markup.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Text, entities still in it.
    Text(&'a str),
    /// `<name …>`.
    Open(Tag<'a>),
    /// `</name>`.
    Close(Name),
}

/// The name of a tag, in lower case; empty for one longer than any that matters.
pub(super) type Name = String;

/// An opening tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    pub name: Name,
    /// What stands between name and `>`.
    attributes: &'a str,
}

/// Longest name of a tag that matters, in bytes.
const NAME_BYTES: usize = 16;

/// Elements whose content is no markup and is not shown.
const SKIPPED: &[&str] = &[
    "script", "style", "title", "textarea", "template", "noframes", "iframe", "xml", "select", "object", "svg",
    "comment",
];

/// Cuts `page` into tokens; comments, declarations, scripts and styles are left out.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// Elements that nothing in the rest closes.
    unclosed: Vec<String>,
}

impl<'a> Tokens<'a> {
    pub fn new(page: &'a str) -> Self {
        Self {
            rest: page,
            unclosed: Vec::new(),
        }
    }

    fn skip_past(&mut self, end: &str) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
    }

    /// Moves past the closing tag of `name`; where there is none, only this tag is skipped, so that no page is lost to it.
    fn skip_element(&mut self, name: &str) {
        if self.unclosed.iter().any(|unclosed| unclosed == name) {
            return;
        }
        let mut from = 0;
        while let Some(found) = self.rest.get(from..).and_then(|rest| rest.find("</")) {
            let inside = self.rest.get(from + found + 2..).unwrap_or_default();
            if inside
                .get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
            {
                self.rest = inside;
                self.skip_past(">");
                return;
            }
            from += found + 2;
        }
        self.unclosed.push(name.to_owned());
    }

    /// The tag that begins at `inside` (behind `<`), or `None` where the `<` is text.
    fn tag(&mut self, inside: &'a str) -> Option<Option<Token<'a>>> {
        let (closes, named) = match inside.strip_prefix('/') {
            Some(named) => (true, named),
            None => (false, inside),
        };
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let length = named
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
            .unwrap_or(named.len());
        let (name, behind) = named.split_at_checked(length)?;
        let name = if name.len() <= NAME_BYTES {
            name.to_ascii_lowercase()
        } else {
            String::new()
        };
        let end = end_of_tag(behind);
        let attributes = behind.get(..end).unwrap_or_default();
        self.rest = behind.get(end + 1..).unwrap_or_default();
        if closes {
            return Some(Some(Token::Close(name)));
        }
        if SKIPPED.contains(&name.as_str()) {
            if !attributes.ends_with('/') {
                self.skip_element(&name);
            }
            return Some(None);
        }
        Some(Some(Token::Open(Tag { name, attributes })))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest;
            let inside = match rest.find('<') {
                None if rest.is_empty() => return None,
                None => {
                    self.rest = "";
                    return Some(Token::Text(rest));
                }
                Some(0) => rest.get(1..).unwrap_or_default(),
                Some(at) => {
                    let (text, markup) = rest.split_at_checked(at)?;
                    self.rest = markup;
                    return Some(Token::Text(text));
                }
            };
            if let Some(comment) = inside.strip_prefix("!--") {
                // `<!-->` is a whole comment.
                self.rest = comment.strip_prefix('>').unwrap_or(comment);
                if self.rest.len() == comment.len() {
                    self.skip_past("-->");
                }
            } else if inside.starts_with(['!', '?']) {
                self.skip_past(">");
            } else {
                match self.tag(inside) {
                    Some(Some(token)) => return Some(token),
                    Some(None) => {}
                    None => {
                        self.rest = inside;
                        return Some(Token::Text("<"));
                    }
                }
            }
        }
    }
}

/// Where the `>` of a tag stands; one inside of a value in quotes is part of that.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at,
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (None, _) => {}
        }
        after_equals = byte == b'=' || after_equals && byte.is_ascii_whitespace();
    }
    // A quote that is never closed: the tag ends at the first `>`.
    text.find('>').unwrap_or(text.len())
}

impl<'a> Tag<'a> {
    /// The value of an attribute, without quotes; the first of that name counts.
    pub fn attribute(&self, wanted: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest
                .find(|c: char| c.is_ascii_whitespace() || c == '=')
                .unwrap_or(rest.len());
            let (name, behind) = rest.split_at_checked(end)?;
            let spaced = behind.trim_ascii_start();
            let (value, after) = match spaced.strip_prefix('=') {
                None => ("", behind),
                Some(value) => value_of(value.trim_ascii_start()),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
            rest = after;
        }
    }

    /// A whole number that an attribute gives.
    pub fn number(&self, name: &str) -> Option<u32> {
        let text = self.attribute(name)?.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let digits = text.get(..digits).filter(|digits| !digits.is_empty())?;
        Some(digits.parse().unwrap_or(u32::MAX))
    }

    /// Whether the element is not displayed.
    pub fn is_hidden(&self) -> bool {
        let style = self.attribute("style").unwrap_or_default();
        let hides = |declaration: &str| {
            declaration.split_once(':').is_some_and(|(property, value)| {
                property.trim().eq_ignore_ascii_case("display")
                    && value
                        .trim_ascii_start()
                        .get(..4)
                        .is_some_and(|value| value.eq_ignore_ascii_case("none"))
            })
        };
        style.split(';').any(hides) || self.attribute("hidden").is_some()
    }
}

/// A value and what stands behind it.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `text` with its entities replaced; what is none stays as it is.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let Some((before, mut rest)) = text.split_once('&') else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(before);
    loop {
        match entity(rest) {
            Some((length, shown)) => {
                out.push_str(&shown);
                rest = rest.get(length..).unwrap_or_default();
            }
            None => out.push('&'),
        }
        let Some((before, behind)) = rest.split_once('&') else {
            break;
        };
        out.push_str(before);
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Longest name of an entity, in bytes.
const ENTITY_BYTES: usize = 32;

/// The entity whose name `text` begins with (behind `&`): the bytes it takes up and what it shows. Old ones need no semicolon.
fn entity(text: &str) -> Option<(usize, Cow<'static, str>)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let length = text
        .char_indices()
        .take(ENTITY_BYTES)
        .find(|(_, c)| !is_part(*c))
        .map_or(text.len().min(ENTITY_BYTES), |(at, _)| at);
    let name = text.get(..length)?;
    let closed = usize::from(text.get(length..).is_some_and(|rest| rest.starts_with(';')));
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let (digits, base) = hexadecimal.map_or((number, 10), |digits| (digits, 16));
        let end = digits.find(|c: char| !c.is_digit(base)).unwrap_or(digits.len());
        let code = u32::from_str_radix(digits.get(..end)?, base).ok()?;
        let taken = length - (digits.len() - end);
        let closed = if end == digits.len() { closed } else { 0 };
        return Some((taken + closed, Cow::Owned(numbered(code).to_string())));
    }
    if closed == 1
        && let Some(shown) = quick_xml::escape::resolve_html5_entity(name)
    {
        return Some((length + 1, Cow::Borrowed(shown)));
    }
    ["nbsp", "amp", "lt", "gt", "quot", "yen", "middot"]
        .into_iter()
        .find(|old| name.starts_with(old))
        .and_then(|old| Some((old.len(), Cow::Borrowed(quick_xml::escape::resolve_html5_entity(old)?))))
}

/// The character numbered `code`; numbers 128 to 159 are those of Windows, as in browsers.
fn numbered(code: u32) -> char {
    if let (Ok(byte @ 0x80..=0x9F), windows) = (u8::try_from(code), encoding_rs::WINDOWS_1252) {
        let shown = windows.decode_without_bom_handling(&[byte]).0.chars().next();
        return shown.unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    char::from_u32(code)
        .filter(|c| *c != '\0')
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}
