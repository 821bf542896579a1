//! Which reports a command line means.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::archives::Archives;
use super::project::{Project, shown};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::run::{MISSING_INPUT, NO_REPORT, UNREADABLE_INPUT};
use crate::read::archive::Member;
use crate::session::{Pattern, in_chinese};
use crate::source::normalise_path;

/// Endings of files that may be reports; a file named outright may have any. Formats that can't be read are among them
/// where people hand in reports in them: a report must not be passed over in silence.
const ENDINGS: [&str; 21] = [
    "txt", "md", "tsv", "csv", "xlsx", "xlsm", "xlsb", "xls", "et", "ods", "htm", "html", "mht", "mhtml", "docx",
    "doc", "wps", "pdf", "zip", "rar", "7z",
];

/// Files that programs leave behind and nobody hands in.
const LITTER: [&str; 3] = ["thumbs.db", "desktop.ini", "gouji.toml"];

/// Which files of a folder are meant, and what makes a report.
#[derive(Debug, Default)]
pub struct Selection {
    /// Files that are no reports, though they look like some. Compared with the path below the folder walked, below the
    /// project, and with the file's name.
    pub ignore: Vec<Pattern>,
    /// Whether the files of one folder are one report.
    pub per_folder: bool,
}

/// A report to check.
#[derive(Debug, Clone)]
pub struct ReportInput {
    /// The folder it is called after; where there is none, after its file.
    pub folder: Option<String>,
    /// Its files.
    pub files: Vec<FileInput>,
}

impl ReportInput {
    /// What it is called: its file, or its folder. Made when asked for, since a run may be about very many.
    #[must_use]
    pub fn name(&self) -> String {
        let file = || self.files.first().map(FileInput::name).unwrap_or_default();
        self.folder.clone().unwrap_or_else(file)
    }
}

/// A file of a report.
#[derive(Debug, Clone)]
pub enum FileInput {
    /// On the disk; `-` is standard input.
    Path(PathBuf),
    /// In an archive. Kept apart, since most files are not and a run may be about very many.
    Member(Box<InArchive>),
}

/// A file in an archive.
#[derive(Debug, Clone)]
pub struct InArchive {
    /// The archive.
    pub archive: PathBuf,
    /// The file.
    pub member: Member,
}

impl FileInput {
    /// What it is called: `包.zip/甲/决算.xlsx` for a member.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => shown(path),
            Self::Member(place) => format!("{}/{}", shown(&place.archive), place.member.name),
        }
    }
}

/// Reports to check, and what is wrong with what was asked for.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The reports in the order meant; no file twice.
    pub reports: Vec<ReportInput>,
    /// Inputs that don't exist or can't be looked into.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that are no reports: name and why.
    pub passed_over: Vec<(Arc<str>, String)>,
    /// The archives among them.
    pub archives: Archives,
    paths: Vec<PathBuf>,
    seen: BTreeSet<PathBuf>,
}

impl Inputs {
    /// The reports given, or else those of the configuration.
    #[must_use]
    pub fn find(given: &[PathBuf], project: &Project, selection: &Selection) -> Self {
        let mut inputs = Self::default();
        let walk = Walk {
            selection,
            project: &project.root,
        };
        for path in given {
            inputs.given(path, walk);
        }
        if given.is_empty() {
            for pattern in &project.config.reports {
                inputs.matching(pattern, &project.root, walk);
            }
        }
        if inputs.paths.is_empty() && inputs.diagnostics.is_empty() {
            inputs.diagnostics.push(nothing(given, project));
        }
        inputs.group(selection);
        inputs
    }

    fn given(&mut self, path: &Path, walk: Walk<'_>) {
        let text = path.to_string_lossy();
        if text == "-" || path.is_file() {
            self.push(path.to_owned());
        } else if path.is_dir() {
            self.walk(path, walk, |_| true);
        } else if path.exists() {
            // A pipe or a device: whoever names it means it.
            self.push(path.to_owned());
        } else if let Some(pattern) = Pattern::wild(&text) {
            let before = self.paths.len();
            self.matching(&pattern, Path::new("."), walk);
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

    fn matching(&mut self, pattern: &Pattern, root: &Path, walk: Walk<'_>) {
        let base = root.join(pattern.base());
        if base.exists() {
            self.walk(&base, walk, |path| {
                let below = path.strip_prefix(root).unwrap_or(path);
                pattern.matches(below)
            });
        }
    }

    /// Takes the readable files below `folder`, by name. Links are followed only to what lies below it too.
    fn walk(&mut self, folder: &Path, walk: Walk<'_>, wanted: impl Fn(&Path) -> bool) {
        let home = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        for entry in WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(is_visible)
        {
            match entry {
                Ok(entry) => {
                    let path = entry.path();
                    if path.is_dir() || !wanted(path) {
                        continue;
                    }
                    match walk.refusal(&entry, folder, &home) {
                        None => self.push(path.to_owned()),
                        Some(why) => self.passed_over.push((shown(path).into(), why)),
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
        // Names that are shown alike may be those of two files.
        let normalised = match path.to_str() {
            Some(text) => normalise_path(text).into(),
            None => path.clone(),
        };
        if self.seen.insert(normalised) {
            self.paths.push(path);
        }
    }

    /// Makes reports of the paths: one of each file, or one of those in each folder. An archive stands for its members.
    fn group(&mut self, selection: &Selection) {
        // What only served to find the paths need not be kept for a long run.
        self.seen = BTreeSet::new();
        for path in std::mem::take(&mut self.paths) {
            let members = Some(&path)
                .filter(|path| is_archive(path))
                .and_then(|path| self.archives.list(path));
            let Some((members, diagnostics)) = members else {
                self.add(FileInput::Path(path), selection.per_folder);
                continue;
            };
            self.diagnostics.extend(diagnostics);
            for member in members {
                let below = Path::new(&member.name).to_owned();
                let file_name = Path::new(below.file_name().unwrap_or_default());
                let refusal = if selection.ignores(&[below.as_path(), file_name]) {
                    Some(IGNORED.to_owned())
                } else {
                    refusal_by_ending(&below)
                };
                let archive = path.clone();
                let file = FileInput::Member(Box::new(InArchive { archive, member }));
                match refusal {
                    None => self.add(file, selection.per_folder),
                    Some(why) => self.passed_over.push((file.name().into(), why)),
                }
            }
        }
    }

    fn add(&mut self, file: FileInput, per_folder: bool) {
        let name = Some(file.name()).filter(|name| per_folder && name != "-");
        let folder = name.and_then(|name| Some(name.rsplit_once('/')?.0.to_owned()));
        let mut before = self.reports.iter_mut().rev();
        let same = folder
            .as_ref()
            .and_then(|folder| before.find(|report| report.folder.as_ref() == Some(folder)));
        match same {
            Some(report) => report.files.push(file),
            None => self.reports.push(ReportInput {
                folder,
                files: vec![file],
            }),
        }
    }
}

/// How folders are walked.
#[derive(Clone, Copy)]
struct Walk<'a> {
    selection: &'a Selection,
    /// The project's folder.
    project: &'a Path,
}

impl Walk<'_> {
    /// Why a file is passed over; `None` where it is a report.
    fn refusal(self, entry: &DirEntry, folder: &Path, home: &Path) -> Option<String> {
        let path = entry.path();
        let name = Path::new(entry.file_name());
        let below = |folder: &Path| path.strip_prefix(folder).unwrap_or(path).to_owned();
        let (in_folder, in_project) = (below(folder), below(self.project));
        if self
            .selection
            .ignores(&[in_folder.as_path(), in_project.as_path(), name])
        {
            return Some(IGNORED.to_owned());
        }
        if !path.is_file() {
            let link = entry.path_is_symlink();
            return Some(if link { DANGLING } else { NO_FILE }.to_owned());
        }
        if entry.path_is_symlink() && !path.canonicalize().is_ok_and(|target| target.starts_with(home)) {
            return Some("是指到目录外面的链接".to_owned());
        }
        refusal_by_ending(path)
    }
}

/// Why a link is passed over that leads nowhere: what it led to may have been a report.
const DANGLING: &str = "是失效的链接,它指的文件不在了";

/// Why a pipe is passed over: reading it would wait for ever.
const NO_FILE: &str = "是管道或设备,不是文件";

/// Why a file is passed over that the settings leave out.
const IGNORED: &str = "按设置不核对";

impl Selection {
    /// Whether a file that goes by these names is left out.
    fn ignores(&self, names: &[&Path]) -> bool {
        self.ignore
            .iter()
            .any(|pattern| names.iter().any(|name| pattern.matches(name)))
    }
}

/// Why a file is passed over by its ending; `None` where it may be a report.
fn refusal_by_ending(path: &Path) -> Option<String> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending {
        Some(ending) if ENDINGS.contains(&ending.as_str()) => None,
        Some(ending) => Some(format!("后缀是 .{ending},不是报告文件")),
        None => Some("没有后缀,看不出是不是报告".to_owned()),
    }
}

/// Whether to look for members in a file: only its name is asked, so that no report is opened twice.
fn is_archive(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// Files that office programs leave while a workbook is open (`~$…`), hidden ones and litter are no reports.
fn is_visible(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy().to_lowercase();
    let litter =
        LITTER.contains(&name.as_str()) || name.starts_with('.') || name.starts_with("~$") || name == "__macosx";
    entry.depth() == 0 || !litter
}

fn nothing(given: &[PathBuf], project: &Project) -> Diagnostic {
    let list = |texts: Vec<String>| texts.join("”、“");
    if !given.is_empty() {
        let places = list(given.iter().map(|path| shown(path)).collect());
        return Diagnostic::new(&NO_REPORT, format!("“{places}”里没有能读的报告"))
            .help(format!("目录里按后缀找报告:{}", ENDINGS.join("、")));
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
