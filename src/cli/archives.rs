//! Archives of reports, opened when a member of theirs is wanted and closed when others are.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::project::shown;
use crate::diagnostic::Diagnostic;
use crate::read::archive::{self, Archive, Member};
use crate::session::Disk;

/// Archives kept open: reports come in order, so that few are at work at a time.
const OPEN: usize = 4;

/// The archives of a run.
#[derive(Debug, Default)]
pub struct Archives {
    open: Mutex<VecDeque<(PathBuf, Arc<Archive>)>>,
}

impl Archives {
    /// The members of the archive at `path`, and what there is to say about it. `None` where it is none, or broken:
    /// reading it as a report says why.
    #[must_use]
    pub fn list(&self, path: &Path) -> Option<(Vec<Member>, Vec<Diagnostic>)> {
        let bytes = Disk.read_at(path).ok()?;
        let mut diagnostics = Vec::new();
        let archive = archive::open(bytes)?.take(&mut diagnostics);
        let name = shown(path);
        for diagnostic in &mut diagnostics {
            diagnostic.message = format!("“{name}”:{}", diagnostic.message);
        }
        let members = archive.members().to_vec();
        self.keep(path, archive);
        Some((members, diagnostics))
    }

    /// The bytes of a member of the archive at `path`.
    ///
    /// # Errors
    /// Why they cannot be had.
    pub fn read(&self, path: &Path, member: &Member) -> Result<Vec<u8>, Box<Diagnostic>> {
        self.get(path)?.read(member)
    }

    fn get(&self, path: &Path) -> Result<Arc<Archive>, Box<Diagnostic>> {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, archive)) = open.iter().find(|(other, _)| other == path) {
            return Ok(Arc::clone(archive));
        }
        drop(open);
        let name = shown(path);
        let bytes = Disk
            .read_at(path)
            .map_err(|error| super::check::unreadable(&name, error))?;
        let changed = || super::check::unreadable(&name, std::io::Error::other("读取中途变了,不再是压缩包"));
        let archive = archive::open(bytes).ok_or_else(changed)?.value;
        Ok(self.keep(path, archive))
    }

    fn keep(&self, path: &Path, archive: Archive) -> Arc<Archive> {
        let archive = Arc::new(archive);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= OPEN {
            open.pop_front();
        }
        open.push_back((path.to_owned(), Arc::clone(&archive)));
        archive
    }
}
