//! JSON on lines of their own, indented by two, inside of other JSON.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// What lines are moved in by, as many as are needed.
const SPACES: &[u8] = b"                                                                ";

/// Writes `value` behind `text`, its lines after the first moved in by `depth` steps.
pub(super) fn write(text: &mut Vec<u8>, value: &impl Serialize, depth: usize) -> io::Result<()> {
    let formatter = Indented {
        depth,
        holds_any: false,
    };
    Ok(value.serialize(&mut Serializer::with_formatter(text, formatter))?)
}

/// Where in the JSON the writing stands.
struct Indented {
    depth: usize,
    /// Whether the list or object that is open holds anything yet.
    holds_any: bool,
}

impl Indented {
    fn open<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.holds_any = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.holds_any {
            self.line(out, b"\n")?;
        }
        out.write_all(bracket)
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
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, if first { b"\n" } else { b",\n" })
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
        self.line(out, if first { b"\n" } else { b",\n" })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.holds_any = true;
        Ok(())
    }
}
