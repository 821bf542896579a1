//! The nearest `gouji.toml`, and the rules and reports it names.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::arguments::RulesOption;
use super::{Console, Status, complain};
use crate::diagnostic::codes::run::{NO_RULES, UNREADABLE_INPUT};
use crate::diagnostic::{Diagnostic, Severity};
use crate::session::config::{self, Config};
use crate::session::{Disk, Session};
use crate::source::{SourceMap, Workspace, join_path};

/// A project: the nearest `gouji.toml` upward from the working directory, or none. Never more than one: nothing is
/// merged.
#[derive(Debug, Default)]
pub struct Project {
    /// Its folder as seen from the working directory (`.`, `..`, …).
    pub root: PathBuf,
    /// What the file says; the default where there is none.
    pub config: Config,
    /// What is wrong with the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The file.
    pub sources: SourceMap,
}

impl Project {
    /// Finds the project of the working directory.
    #[must_use]
    pub fn find() -> Self {
        let mut project = Self {
            root: ".".into(),
            ..Self::default()
        };
        let Ok(here) = std::env::current_dir() else {
            return project;
        };
        for (level, folder) in here.ancestors().enumerate() {
            if folder.join(config::FILE_NAME).is_file() {
                if level > 0 {
                    project.root = std::iter::repeat_n("..", level).collect();
                }
                project.read();
                break;
            }
        }
        project
    }

    fn read(&mut self) {
        let name = join_path(&self.root.to_string_lossy(), config::FILE_NAME);
        let read = Disk.read(&name).and_then(|bytes| {
            let wrong = |_| std::io::Error::new(std::io::ErrorKind::InvalidData, "不是 UTF-8 文本,请另存为 UTF-8");
            String::from_utf8(bytes).map_err(wrong)
        });
        match read {
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                let source = self.sources.add_text(name, text);
                self.config = config::parse(source, text).take(&mut self.diagnostics);
            }
            Err(error) => {
                let message = format!("打不开文件“{name}”:{error}");
                self.diagnostics.push(Diagnostic::new(&UNREADABLE_INPUT, message));
            }
        }
    }

    /// Whether anything is wrong with the file, so that what it says can't be relied on.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The folder of the ruleset: the option's, else the configuration's.
    ///
    /// # Errors
    /// A diagnostic where neither names one.
    pub fn rules(&self, option: &RulesOption) -> Result<String, Box<Diagnostic>> {
        self.folders(option.rules.as_slice())
            .and_then(|folders| folders.into_iter().next().ok_or_else(no_rules))
    }

    /// The folders given, else the configuration's one.
    ///
    /// # Errors
    /// A diagnostic where neither names one.
    pub fn folders(&self, given: &[PathBuf]) -> Result<Vec<String>, Box<Diagnostic>> {
        if !given.is_empty() {
            return Ok(given.iter().map(|folder| shown(folder)).collect());
        }
        let rules = self.config.rules.as_ref().ok_or_else(no_rules)?;
        Ok(vec![join_path(&self.root.to_string_lossy(), rules)])
    }
}

/// Loads the ruleset of `folder` from the disk, as of today.
#[must_use]
pub fn load(folder: &str) -> Session {
    Session::load(&Disk, folder, super::today::today())
}

/// The project of the working directory with its rules loaded (but for their tests), and how that went; what is wrong
/// has been told.
///
/// # Errors
/// The exit status where no rules are named.
pub fn open(option: &RulesOption, console: &mut Console) -> Result<(Project, Session, Status), Status> {
    let project = Project::find();
    let status = complain::project(console, &project);
    let folder = project
        .rules(option)
        .map_err(|diagnostic| complain::one(console, &diagnostic))?;
    let session = Session::load_rules(&Disk, &folder, super::today::today());
    complain::diagnostics(console, session.diagnostics(), session.sources());
    let status = status.and(Status::trouble_if(session.has_errors()));
    Ok((project, session, status))
}

/// The folders given, or else that of the rules of the project, and how finding them went; what is wrong has been told.
///
/// # Errors
/// The exit status where there are none.
pub fn folders(given: &[PathBuf], console: &mut Console) -> Result<(Vec<String>, Status), Status> {
    let project = Project::find();
    let status = complain::project(console, &project);
    let folders = project
        .folders(given)
        .map_err(|diagnostic| complain::one(console, &diagnostic))?;
    Ok((folders, status))
}

/// A path as people see it and as sources are called: with `/`.
#[must_use]
pub fn shown(path: &Path) -> String {
    crate::source::normalise_path(&decoded(path))
}

/// A step that is not UTF-8 was written on a system of the GB family.
#[cfg(unix)]
fn decoded(path: &Path) -> Cow<'_, str> {
    use std::os::unix::ffi::OsStrExt;
    if let Some(text) = path.to_str() {
        return text.into();
    }
    let steps = path.as_os_str().as_bytes().split(|byte| *byte == b'/');
    let steps: Vec<Cow<'_, str>> = steps.map(crate::read::decode_name).collect();
    steps.join("/").into()
}

#[cfg(not(unix))]
fn decoded(path: &Path) -> Cow<'_, str> {
    path.to_string_lossy()
}

fn no_rules() -> Box<Diagnostic> {
    let help = "写明规则集目录,如 --rules rulesets/山西;或在 gouji.toml 里写 rules = \"rulesets/山西\"";
    Box::new(Diagnostic::new(&NO_RULES, "不知道用哪套规则").help(help))
}
