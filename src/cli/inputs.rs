//! Which reports a command line means.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::project::{Project, shown};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::run::{MISSING_INPUT, NO_REPORT, UNREADABLE_INPUT};
use crate::session::{Pattern, in_chinese};

/// Endings of files that may be reports; a file named outright may have any.
const ENDINGS: [&str; 9] = ["txt", "tsv", "csv", "xlsx", "xlsm", "xlsb", "xls", "ods", "pdf"];

/// Reports to check, and what is wrong with what was asked for.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Paths in the order meant, `-` for standard input; none twice.
    pub paths: Vec<PathBuf>,
    /// Inputs that don't exist or can't be looked into.
    pub diagnostics: Vec<Diagnostic>,
    seen: BTreeSet<String>,
}

impl Inputs {
    /// The reports given, or else those of the configuration.
    #[must_use]
    pub fn find(given: &[PathBuf], project: &Project) -> Self {
        let mut inputs = Self::default();
        for path in given {
            inputs.given(path);
        }
        if given.is_empty() {
            for pattern in &project.config.reports {
                inputs.matching(pattern, &project.root);
            }
        }
        if inputs.paths.is_empty() && inputs.diagnostics.is_empty() {
            inputs.diagnostics.push(nothing(given, project));
        }
        inputs
    }

    fn given(&mut self, path: &Path) {
        let text = path.to_string_lossy();
        if text == "-" || path.is_file() {
            self.push(path.to_owned());
        } else if path.is_dir() {
            self.walk(path, |_| true);
        } else if path.exists() {
            // A pipe or a device: whoever names it means it.
            self.push(path.to_owned());
        } else if let Some(pattern) = Pattern::wild(&text) {
            let before = self.paths.len();
            self.matching(&pattern, Path::new("."));
            if self.paths.len() == before {
                self.missing(&text, "没有文件合这个样式");
            }
        } else {
            self.missing(&text, "检查文件名、后缀和所在目录");
        }
    }

    fn missing(&mut self, path: &str, help: &str) {
        let diagnostic = Diagnostic::new(&MISSING_INPUT, format!("找不到“{path}”"));
        self.diagnostics.push(diagnostic.help(help));
    }

    fn matching(&mut self, pattern: &Pattern, root: &Path) {
        let base = root.join(pattern.base());
        if base.exists() {
            self.walk(&base, |path| {
                let below = path.strip_prefix(root).unwrap_or(path);
                pattern.matches(below)
            });
        }
    }

    /// Takes the readable files below `folder`, by name. Files that office programs leave while a workbook is open
    /// (`~$…`) and hidden ones are no reports.
    fn walk(&mut self, folder: &Path, wanted: impl Fn(&Path) -> bool) {
        let visible = |entry: &DirEntry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !name.starts_with('.') && !name.starts_with("~$")
        };
        for entry in WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(visible)
        {
            match entry {
                Ok(entry) => {
                    let path = entry.path();
                    if is_readable(path) && path.is_file() && wanted(path) {
                        self.push(path.to_owned());
                    }
                }
                Err(error) => {
                    let place = error.path().map(shown).unwrap_or_default();
                    let reason = in_chinese(error.into());
                    let message = format!("打不开“{place}”:{reason}");
                    self.diagnostics.push(Diagnostic::new(&UNREADABLE_INPUT, message));
                }
            }
        }
    }

    fn push(&mut self, path: PathBuf) {
        if self.seen.insert(shown(&path)) {
            self.paths.push(path);
        }
    }
}

fn is_readable(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

fn nothing(given: &[PathBuf], project: &Project) -> Diagnostic {
    let list = |texts: Vec<String>| texts.join("”、“");
    if !given.is_empty() {
        let places = list(given.iter().map(|path| shown(path)).collect());
        return Diagnostic::new(&NO_REPORT, format!("“{places}”里没有能读的报告"))
            .help(format!("能读的文件后缀:{}", ENDINGS.join("、")));
    }
    if project.config.reports.is_empty() {
        return Diagnostic::new(&NO_REPORT, "没有写要核对哪份报告")
            .help("写出报告文件或目录,如 gouji check 报告.xlsx;或在 gouji.toml 里写 reports = [\"reports/*.xlsx\"]");
    }
    let patterns = list(
        project
            .config
            .reports
            .iter()
            .map(|pattern| pattern.text.clone())
            .collect(),
    );
    Diagnostic::new(
        &NO_REPORT,
        format!("没有文件合 gouji.toml 里 reports 的样式“{patterns}”"),
    )
    .help("样式从 gouji.toml 所在目录算起;* 不跨目录,** 跨任意层目录")
}
