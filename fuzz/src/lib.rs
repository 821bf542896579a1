//! What every target does with its bytes.

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::LazyLock;

use gouji::read;
use gouji::recognise::Hints;
use gouji::ruleset::Date;
use gouji::session::{Disk, Session};
use gouji::source::SourceMap;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The forms of the country.
static RULES: LazyLock<Session> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rulesets/全国");
    let today = Date {
        year: 2026,
        month: 1,
        day: 1,
    };
    let session = Session::load(&Disk, folder.to_str().expect("a path of text"), today);
    assert!(!session.has_errors(), "the rules of the country cannot be loaded");
    session
});

/// Reads a file and looks for tables in it. Nothing may panic, and where nothing is read something is said.
pub fn examine(name: &str, bytes: &[u8]) {
    let mut sources = SourceMap::new();
    let read = read::read(&mut sources, name, bytes);
    let Some(document) = read.value else {
        assert!(!read.diagnostics.is_empty(), "nothing was read and nothing said");
        return;
    };
    drop(RULES.recognise(&document, &Hints::default()));
}

/// A package of these parts, not compressed, so that changes of the input are changes of the parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, stored).expect("a new part");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("a package").into_inner()
}
