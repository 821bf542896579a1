//! Files written whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::run::UNWRITABLE_OUTPUT;
use crate::session::in_chinese;

/// Writes `bytes` to `path`: first beside it, then in its place, so that a run that is cut off leaves the old file.
///
/// # Errors
/// A diagnostic; the old file is then untouched.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    replace(path, bytes).map_err(|error| {
        let message = format!("写不出文件“{}”:{}", path.display(), in_chinese(error));
        Box::new(Diagnostic::new(&UNWRITABLE_OUTPUT, message).help("检查目录是否存在、有没有权限、磁盘是否已满"))
    })
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link keeps pointing where it points; what is no plain file (a pipe, /dev/null) can't be replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return fs::write(&target, bytes);
    }
    let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = target.with_file_name(beside);
    let written = fs::write(&beside, bytes)
        .and_then(|()| old.map_or(Ok(()), |old| fs::set_permissions(&beside, old.permissions())))
        .and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}
