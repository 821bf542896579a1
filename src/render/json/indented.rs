//! JSON on lines of their own, indented by two, inside of other JSON.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// What lines are moved in by, as many as are needed.
const SPACES: &[u8] = b"                                                                ";

/// The lists whose items take a line each, whatever is in them: they are long, and read by programs.
const OF_LINES: &str = "tails";

/// Writes `value` behind `text`, its lines after the first moved in by `depth` steps.
pub(super) fn write(text: &mut Vec<u8>, value: &impl Serialize, depth: usize) -> io::Result<()> {
    let formatter = Indented {
        depth,
        ..Indented::default()
    };
    Ok(value.serialize(&mut Serializer::with_formatter(text, formatter))?)
}

/// Where in the JSON the writing stands.
#[derive(Default)]
struct Indented {
    depth: usize,
    /// Whether the list or object that is open holds anything yet.
    holds_any: bool,
    /// Whether a key is being written.
    in_key: bool,
    /// Whether the key last written is that of a list of lines.
    of_lines: bool,
    /// The depth of the items of the list of lines that is open.
    lines_at: Option<usize>,
}

impl Indented {
    fn open<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.holds_any = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        let on_one_line = self.is_within_line();
        self.lines_at = self.lines_at.filter(|depth| *depth != self.depth);
        self.depth = self.depth.saturating_sub(1);
        if self.holds_any && !on_one_line {
            self.line(out, b"\n")?;
        }
        out.write_all(bracket)
    }

    fn is_within_line(&self) -> bool {
        self.lines_at.is_some_and(|depth| depth < self.depth)
    }

    /// Begins an item or a key.
    fn next<W: ?Sized + io::Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        match (self.is_within_line(), first) {
            (true, true) => Ok(()),
            (true, false) => out.write_all(b", "),
            (false, true) => self.line(out, b"\n"),
            (false, false) => self.line(out, b",\n"),
        }
    }

    /// Begins a line.
    fn line<W: ?Sized + io::Write>(&self, out: &mut W, before: &[u8]) -> io::Result<()> {
        out.write_all(before)?;
        let mut wanted = self.depth * 2;
        while let Some(spaces) = SPACES
            .get(..wanted.min(SPACES.len()))
            .filter(|spaces| !spaces.is_empty())
        {
            out.write_all(spaces)?;
            wanted -= spaces.len();
        }
        Ok(())
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")?;
        if std::mem::take(&mut self.of_lines) {
            self.lines_at.get_or_insert(self.depth);
        }
        Ok(())
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.holds_any = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.in_key = true;
        self.next(out, first)
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if std::mem::take(&mut self.in_key) {
            self.of_lines = fragment == OF_LINES;
        }
        out.write_all(fragment.as_bytes())
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.holds_any = true;
        Ok(())
    }
}
