//! A ruleset's files and those it inherits, read and parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Folder, LoadedCodeList, decode};
use crate::diagnostic::codes::ruleset as codes;
use crate::diagnostic::{Checked, Diagnostic};
use crate::source::{SourceId, SourceMap, Span, Workspace, join_path, normalise_path};
use crate::syntax::ast::{File, Item, Word};

/// How many folders may inherit from one another in a row.
const MAX_DEPTH: usize = 32;

/// Reads the ruleset in `folder` with everything it inherits. Files are added to `sources` in the order read and
/// parsed with `parse`. Every folder is loaded once, however often it is inherited from; what can't be read is left
/// out, with a diagnostic.
pub fn load(
    workspace: &dyn Workspace,
    sources: &mut SourceMap,
    folder: &str,
    parse: impl Fn(SourceId, &str) -> Checked<File>,
) -> Checked<Folder> {
    let path = normalise_path(folder);
    let mut loader = Loader {
        workspace,
        sources,
        parse: &parse,
        loaded: BTreeMap::new(),
        open: Vec::new(),
        diagnostics: Vec::new(),
    };
    let loaded = loader.folder(&path, None);
    let Loader { diagnostics, .. } = loader;
    let value = loaded.map_or_else(
        || Folder {
            path,
            ..Folder::default()
        },
        Arc::unwrap_or_clone,
    );
    Checked { value, diagnostics }
}

struct Loader<'a> {
    workspace: &'a dyn Workspace,
    sources: &'a mut SourceMap,
    parse: &'a dyn Fn(SourceId, &str) -> Checked<File>,
    loaded: BTreeMap<String, Arc<Folder>>,
    /// The folders being loaded, each with the 继承 that led to it.
    open: Vec<(String, Option<Span>)>,
    diagnostics: Vec<Diagnostic>,
}

impl Loader<'_> {
    fn folder(&mut self, path: &str, from: Option<Span>) -> Option<Arc<Folder>> {
        if let Some(folder) = self.loaded.get(path) {
            return Some(Arc::clone(folder));
        }
        if self.in_cycle(path, from) {
            return None;
        }
        if self.open.len() >= MAX_DEPTH {
            let message = format!("继承超过{MAX_DEPTH}层");
            let diagnostic = Diagnostic::new(&codes::INHERITANCE_TOO_DEEP, message);
            self.report(diagnostic.help("减少继承的层数"), from);
            return None;
        }
        let names = match self.workspace.list(path) {
            Ok(names) => names,
            Err(error) => {
                let diagnostic = Diagnostic::new(&codes::FOLDER_MISSING, format!("打不开规则集文件夹“{path}”"))
                    .help(format!("检查路径是否写对、文件夹是否存在({error})"));
                self.report(diagnostic, from);
                return None;
            }
        };
        self.open.push((path.to_owned(), from));
        let mut folder = Folder {
            path: path.to_owned(),
            ..Folder::default()
        };
        self.read_files(&mut folder, names, from);
        self.read_code_lists(&mut folder);
        let parents: Vec<Word> = folder
            .headers()
            .next()
            .map_or_else(Vec::new, |header| header.extends.clone());
        for parent in parents {
            let loaded = self.folder(&join_path(path, &parent.value), Some(parent.span));
            folder.extends.extend(loaded);
        }
        self.open.pop();
        let folder = Arc::new(folder);
        self.loaded.insert(path.to_owned(), Arc::clone(&folder));
        Some(folder)
    }

    fn report(&mut self, diagnostic: Diagnostic, at: Option<Span>) {
        self.diagnostics.push(match at {
            Some(span) => diagnostic.at(span, "从这里继承"),
            None => diagnostic,
        });
    }

    /// Whether `path` is being loaded already; says so at every 继承 of the cycle.
    fn in_cycle(&mut self, path: &str, from: Option<Span>) -> bool {
        let Some(start) = self.open.iter().position(|(open, _)| open == path) else {
            return false;
        };
        let cycle = self.open.iter().skip(start);
        let names: Vec<&str> = cycle.clone().map(|(name, _)| name.as_str()).chain([path]).collect();
        let mut diagnostic = Diagnostic::new(
            &codes::INHERITANCE_CYCLE,
            format!("规则集互相继承:{}", names.join(" → ")),
        )
        .help("去掉其中一处“继承”");
        for span in from.into_iter().chain(cycle.skip(1).filter_map(|(_, span)| *span)) {
            diagnostic = diagnostic.at(span, "这里继承");
        }
        self.diagnostics.push(diagnostic);
        true
    }

    fn read_files(&mut self, folder: &mut Folder, names: Vec<String>, from: Option<Span>) {
        let names: BTreeSet<String> = names.into_iter().filter(|name| name.ends_with(".gj")).collect();
        if names.is_empty() {
            let message = format!("文件夹“{}”里没有规则文件", folder.path);
            let diagnostic = Diagnostic::new(&codes::FOLDER_EMPTY, message).help("规则文件的名字要以“.gj”结尾");
            self.report(diagnostic, from);
            return;
        }
        let count = names.len();
        for name in names {
            let Some((source, text)) = self.read_text(&join_path(&folder.path, &name), None) else {
                continue;
            };
            let file = (self.parse)(source, &text).take(&mut self.diagnostics);
            folder.files.push(file);
        }
        // The header may be in what could not be read.
        let whole = folder.files.len() == count && !folder.items().any(|item| matches!(item, Item::Malformed(_)));
        self.check_header(folder, whole);
    }

    fn check_header(&mut self, folder: &Folder, whole: bool) {
        let mut headers = folder.headers();
        let first = headers.next();
        for second in headers {
            let Some(first) = first else { return };
            self.diagnostics.push(
                Diagnostic::new(&codes::HEADER_TWICE, "一个规则集里写了两个“规则集”开头")
                    .at(second.name.span, "这是第二个")
                    .at(first.name.span, "第一个在这里")
                    .help("只留一个;另一个规则集要放在另一个文件夹里"),
            );
        }
        if let (None, true, Some(file)) = (first, whole, folder.files.first()) {
            let message = format!("文件夹“{}”里没有“规则集”开头,名字暂用文件夹名", folder.path);
            self.diagnostics.push(
                Diagnostic::new(&codes::HEADER_MISSING, message)
                    .at(Span::new(file.source, 0, 0), "在这里写上")
                    .help("在一个文件的开头写:规则集 名称 { 年度 2024 }"),
            );
        }
    }

    fn read_code_lists(&mut self, folder: &mut Folder) {
        let mut declared: BTreeSet<Arc<str>> = BTreeSet::new();
        let paths: Vec<Word> = folder.declared_code_lists().map(|list| list.path.clone()).collect();
        for path in paths {
            if !declared.insert(Arc::clone(&path.value)) {
                continue;
            }
            if let Some((source, _)) = self.read_text(&join_path(&folder.path, &path.value), Some(path.span)) {
                folder.code_lists.push(LoadedCodeList {
                    declared: path.value,
                    source,
                });
            }
        }
    }

    /// Reads one text; `declared` is where a rule file names it.
    fn read_text(&mut self, path: &str, declared: Option<Span>) -> Option<(SourceId, Arc<str>)> {
        let bytes = match self.workspace.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let diagnostic = Diagnostic::new(&codes::FILE_UNREADABLE, format!("打不开文件“{path}”"))
                    .help(format!("检查文件是否存在、能否读取({error})"));
                self.diagnostics.push(match declared {
                    Some(span) => diagnostic.at(span, "在这里写的路径"),
                    None => diagnostic,
                });
                return None;
            }
        };
        match decode::decode(&bytes) {
            Ok(text) => {
                let text: Arc<str> = text.into();
                Some((self.sources.add(path, Arc::clone(&text), &bytes), text))
            }
            Err(failure) => {
                let source = self.sources.add(path, failure.text.as_str(), &bytes);
                self.diagnostics.push(failure.diagnostic(path, source));
                None
            }
        }
    }
}
