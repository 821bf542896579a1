//! Files written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::run::UNWRITABLE_OUTPUT;
use crate::session::in_chinese;

/// A file being written: first beside its place, then in it, so that a run that is cut off leaves the old file.
#[derive(Debug)]
pub struct Pending {
    path: PathBuf,
    /// Where it will stand; `None` where it is written in place (a pipe, /dev/null).
    target: Option<PathBuf>,
    written: PathBuf,
}

impl Pending {
    /// Begins to write `path`.
    ///
    /// # Errors
    /// A diagnostic.
    pub fn create(path: &Path) -> Result<(Self, BufWriter<File>), Box<Diagnostic>> {
        create(path).map_err(|error| unwritable(path, error))
    }

    /// Puts what was written in its place.
    ///
    /// # Errors
    /// A diagnostic; the old file is then untouched.
    pub fn commit(mut self) -> Result<(), Box<Diagnostic>> {
        let Some(target) = self.target.take() else {
            return Ok(());
        };
        let moved = fs::metadata(&target)
            .map_or(Ok(()), |old| fs::set_permissions(&self.written, old.permissions()))
            .and_then(|()| fs::rename(&self.written, &target));
        if moved.is_err() {
            // The first error is the one to tell.
            let _ = fs::remove_file(&self.written);
        }
        moved.map_err(|error| unwritable(&self.path, error))
    }

    /// What to say where writing failed.
    #[must_use]
    pub fn failed(&self, error: io::Error) -> Box<Diagnostic> {
        unwritable(&self.path, error)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.target.is_some() {
            // Not committed: nothing of it may stay.
            let _ = fs::remove_file(&self.written);
        }
    }
}

/// Writes `bytes` to `path`, whole or not at all.
///
/// # Errors
/// A diagnostic; the old file is then untouched.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    let (pending, mut file) = Pending::create(path)?;
    file.write_all(bytes)
        .and_then(|()| file.flush())
        .map_err(|error| pending.failed(error))?;
    drop(file);
    pending.commit()
}

fn create(path: &Path) -> io::Result<(Pending, BufWriter<File>)> {
    // A link keeps pointing where it points; what is no plain file can't be replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        let file = File::options().write(true).open(&target)?;
        let pending = Pending {
            path: path.to_owned(),
            target: None,
            written: target,
        };
        return Ok((pending, BufWriter::new(file)));
    }
    let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    let written = target.with_file_name(beside);
    let file = File::create(&written)?;
    let pending = Pending {
        path: path.to_owned(),
        target: Some(target),
        written,
    };
    Ok((pending, BufWriter::new(file)))
}

fn unwritable(path: &Path, error: io::Error) -> Box<Diagnostic> {
    let message = format!("写不出文件“{}”:{}", path.display(), in_chinese(error));
    Box::new(Diagnostic::new(&UNWRITABLE_OUTPUT, message).help("检查目录是否存在、有没有权限、磁盘是否已满"))
}
