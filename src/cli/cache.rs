//! Checked reports kept from one run to the next.

use std::fs;
use std::path::{Path, PathBuf};

use super::output;
use crate::finding::CheckedReport;
use crate::session::{CheckOptions, File, Session, saved};

/// A folder of saved reports. It may be deleted at any time; what can't be read or written there is checked again.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    engine: String,
}

impl Cache {
    /// The cache in `folder`, which is made where it doesn't exist. `None` where it can't be.
    #[must_use]
    pub fn open(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).ok()?;
        Some(Self {
            folder: folder.to_owned(),
            engine: engine()?,
        })
    }

    /// The report checked, or what an earlier run has saved of it.
    #[must_use]
    pub fn check(&self, session: &Session, name: &str, files: Vec<File>, options: &CheckOptions) -> CheckedReport {
        let fingerprint = session.fingerprint(&self.engine, name, &files, options);
        let path = self.folder.join(&*fingerprint);
        if let Ok(bytes) = fs::read(&path)
            && let Some(report) = saved::restore(session, name, files.clone(), &bytes)
        {
            return report;
        }
        let report = session.check(name, files, options).checked;
        if let Some(bytes) = saved::save(session, &report) {
            // Where it can't be kept it is checked again next time.
            let _ = output::write(&path, &bytes);
        }
        report
    }
}

/// What tells this build of the program from others: its version, and length and time of its file.
fn engine() -> Option<String> {
    let file = fs::metadata(std::env::current_exe().ok()?).ok()?;
    Some(format!(
        "{} {} {:?}",
        env!("CARGO_PKG_VERSION"),
        file.len(),
        file.modified().ok()?
    ))
}
