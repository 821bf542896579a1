//! Invariants of the source tree, so that its structure is kept by `cargo test` and not by memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gouji::diagnostic::codes;

/// The layers of the crate, the foundation first. A module may use only modules of the lines above its own.
const LAYERS: [&[&str]; 19] = [
    &["source"],
    &["value"],
    &["diagnostic"],
    &["syntax"],
    &["read"],
    &["form"],
    &["builtin"],
    &["ruleset"],
    &["report"],
    &["plan"],
    &["resolve"],
    &["recognise"],
    &["evaluate"],
    &["finding"],
    &["session"],
    &["format", "render"],
    &["ide"],
    &["lsp"],
    &["cli"],
];

/// Who alone may know a crate: paths (or beginnings of paths) below src/.
const KNOWN_BY: &[(&str, &[&str])] = &[
    ("miette", &["diagnostic/miette.rs"]),
    (
        "pest",
        &["syntax/parser.rs", "syntax/lower/malformed.rs", "syntax/reading/"],
    ),
    ("pest_derive", &["syntax/parser.rs"]),
    ("calamine", &["read/"]),
    ("csv", &["read/", "render/csv.rs"]),
    ("ecow", &["value/text.rs"]),
    ("encoding_rs", &["read/", "ruleset/decode.rs"]),
    ("quick_xml", &["read/", "render/xlsx/"]),
    ("zip", &["read/", "render/xlsx/"]),
    ("hayro_interpret", &["read/pdf/page/"]),
    ("flate2", &["read/pdf/streams.rs", "read/workbook/ordinary/inflate.rs"]),
    ("libdeflater", &["read/workbook/ordinary/inflate.rs"]),
    ("lsp_server", &["lsp/"]),
    ("gen_lsp_types", &["lsp/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("ctrlc", &["cli/interrupt.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("terminal_size", &["cli/console.rs"]),
    ("simdutf8", &["read/workbook/ordinary/inflate.rs"]),
    ("toml", &["session/config.rs"]),
    ("globset", &["session/pattern.rs"]),
    ("walkdir", &["cli/", "lsp/", "session/disk.rs"]),
];

/// The outside world, and who may touch it.
const OUTSIDE: [(&str, &[&str]); 8] = [
    ("std::fs", &["cli/", "lsp/", "session/disk.rs"]),
    ("std::env", &["cli/", "lsp/", "main.rs"]),
    ("std::time", &["cli/", "lsp/"]),
    ("std::net", &[]),
    ("std::process", &["cli/", "main.rs"]),
    ("io::stdin", &["cli/"]),
    ("io::stdout", &["cli/"]),
    ("io::stderr", &["cli/", "lsp/"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` with one of these endings, sorted; what a build or an editor leaves is not looked at.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let skip = ["target", ".git", "node_modules"];
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !skip.contains(&&*entry.file_name().to_string_lossy()))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            endings.is_empty() || endings.iter().any(|ending| name.ends_with(ending))
        })
        .collect()
}

/// The files of src/ by their path below it, without comments.
fn code() -> Vec<(String, String)> {
    let src = root().join("src");
    let strip = |text: &str| {
        let lines = text
            .lines()
            .map(|line| if line.trim_start().starts_with("//") { "" } else { line });
        lines.collect::<Vec<_>>().join("\n")
    };
    files(&src, &[".rs"])
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
            (name, strip(&std::fs::read_to_string(&path).unwrap()))
        })
        .collect()
}

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|layer| layer.contains(&module))
        .unwrap_or_else(|| panic!("module `{module}` has no place in the list of layers"))
}

/// The top modules a text names behind `crate::`, those of `crate::{a::X, b}` included.
fn imports(text: &str) -> Vec<String> {
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = true;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    found.push(word(&group[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn imports_point_up_the_list_of_layers() {
    let mut wrong = Vec::new();
    for (path, text) in code() {
        let Some((module, _)) = path.split_once('/') else {
            continue;
        };
        for import in imports(&text) {
            if import != module && layer(&import) >= layer(module) {
                wrong.push(format!("{path} uses crate::{import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn imports_of_groups_are_seen() {
    assert_eq!(
        imports("use crate::{source::{A, B}, value};\ncrate::read::read()"),
        ["source", "value", "read"]
    );
}

/// Folders in which no file may use another that uses it, however far round. A parent and its children are one.
const WITHOUT_CIRCLES: [&str; 3] = ["resolve", "evaluate", "finding"];

/// The files below a folder of src/ by the path of their module (`evaluate/exact`), each with its code.
fn modules(folder: &str) -> BTreeMap<String, String> {
    let below = format!("{folder}/");
    let files = code().into_iter().filter(|(path, _)| path.starts_with(&below));
    files
        .map(|(path, text)| {
            let module = path.trim_end_matches(".rs").trim_end_matches("/mod");
            (module.to_owned(), text)
        })
        .collect()
}

/// The paths that the `use` statements and the paths in the code of a module name, from `crate` on.
fn named_paths(module: &str, is_folder: bool, text: &str) -> Vec<Vec<String>> {
    // What `super` and `self` mean in it.
    let own: Vec<&str> = module.split('/').collect();
    let above = |levels: usize| -> Vec<String> {
        let own = own[..own.len() - levels].iter();
        own.map(|name| (*name).to_owned()).collect()
    };
    let mut found = Vec::new();
    let starts = ["crate::", "super::", "self::"];
    let mut rest = text;
    while let Some((at, start)) = starts
        .iter()
        .filter_map(|start| Some((rest.find(start)?, *start)))
        .min()
    {
        let before = rest[..at].chars().next_back();
        rest = &rest[at..];
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            rest = &rest[start.len()..];
            continue;
        }
        let mut base = match start {
            "crate::" => Vec::new(),
            // A file that is no folder stands for itself: its parent is the folder.
            _ => above(0),
        };
        let mut tail = rest;
        loop {
            if let Some(next) = tail.strip_prefix("crate::") {
                tail = next;
            } else if let Some(next) = tail.strip_prefix("self::") {
                tail = next;
            } else if let Some(next) = tail.strip_prefix("super::") {
                base.pop();
                tail = next;
            } else {
                break;
            }
        }
        expand(&base, tail, &mut found);
        rest = &rest[start.len()..];
    }
    if is_folder {
        // `mod` and what it hands on are the parent speaking of its children.
        found.retain(|path| !path.join("/").starts_with(&format!("{module}/")));
    }
    found
}

/// `a::{b::C, D}` behind `base` as the paths it stands for.
fn expand(base: &[String], text: &str, found: &mut Vec<Vec<String>>) {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let behind = &text[word.len()..];
    let mut path = base.to_vec();
    if !word.is_empty() {
        path.push(word);
    }
    if let Some(next) = behind.strip_prefix("::") {
        return expand(&path, next, found);
    }
    let Some(group) = behind.strip_prefix('{') else {
        found.push(path);
        return;
    };
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        let ends = matches!((c, depth), (',' | '}', 0));
        if ends && !group[start..at].trim().is_empty() {
            expand(&path, group[start..at].trim_start(), found);
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = at + 1,
            _ => {}
        }
    }
}

/// The file of `modules` that a path leads to: through what folders hand on (`pub use file::Name`).
fn file_of(modules: &BTreeMap<String, String>, path: &[String]) -> Option<String> {
    let mut module = String::new();
    let mut names = path.iter();
    for name in names.by_ref() {
        let below = if module.is_empty() {
            name.clone()
        } else {
            format!("{module}/{name}")
        };
        let is_module =
            modules.contains_key(&below) || modules.keys().any(|known| known.starts_with(&format!("{below}/")));
        if !is_module {
            return handed_on(modules, &module, name).or(Some(module));
        }
        module = below;
    }
    Some(module)
}

/// The file that a folder hands `name` on from.
fn handed_on(modules: &BTreeMap<String, String>, folder: &str, name: &str) -> Option<String> {
    let text = modules.get(folder)?;
    let statements = text.split(';').filter_map(|statement| {
        let (before, path) = statement.rsplit_once("use ")?;
        before
            .trim_end()
            .ends_with(|c: char| c == ')' || c.is_alphanumeric())
            .then_some(path)
    });
    let mut paths = Vec::new();
    let base: Vec<String> = folder.split('/').map(str::to_owned).collect();
    for path in statements.filter(|path| !path.starts_with("crate::") && !path.starts_with("super::")) {
        expand(&base, path.trim_start_matches("self::"), &mut paths);
    }
    let found = paths
        .into_iter()
        .find(|path| path.last().is_some_and(|last| last == name))?;
    let (_, module) = found.split_last()?;
    let mut through = module.to_vec();
    through.push(name.to_owned());
    if module.len() == base.len() {
        return None;
    }
    file_of(modules, &through)
}

#[test]
fn files_of_the_middle_use_one_another_without_circles() {
    for folder in WITHOUT_CIRCLES {
        let modules = modules(folder);
        let is_folder = |module: &str| modules.keys().any(|known| known.starts_with(&format!("{module}/")));
        let is_family = |a: &str, b: &str| {
            let (a, b) = (format!("{a}/"), format!("{b}/"));
            a.starts_with(&b) || b.starts_with(&a)
        };
        let uses: BTreeMap<&str, BTreeSet<String>> = modules
            .iter()
            .map(|(module, text)| {
                let paths = named_paths(module, is_folder(module), text);
                let inside = paths
                    .iter()
                    .filter(|path| path.first().is_some_and(|first| first == folder));
                let files = inside.filter_map(|path| file_of(&modules, path));
                let files = files.filter(|file| modules.contains_key(file) && !is_family(file, module));
                (module.as_str(), files.collect())
            })
            .collect();
        let edges: usize = uses.values().map(BTreeSet::len).sum();
        assert!(
            edges > modules.len(),
            "{folder}: {edges} uses seen among {} files",
            modules.len()
        );
        // Whatever uses nothing that is left is taken away; a circle stays.
        let mut left = uses.clone();
        while let Some(free) = left
            .iter()
            .find(|(_, uses)| !uses.iter().any(|used| left.contains_key(used.as_str())))
            .map(|(module, _)| *module)
        {
            left.remove(free);
        }
        let circle: Vec<String> = left
            .iter()
            .map(|(module, uses)| {
                let uses: Vec<_> = uses.iter().filter(|used| left.contains_key(used.as_str())).collect();
                format!("{module} uses {uses:?}")
            })
            .collect();
        assert!(circle.is_empty(), "{folder} goes round:\n{}", circle.join("\n"));
    }
}

/// Paths of files and folders of the project, in backticks: they stand below `src/` or at the top.
fn paths_in(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|path| {
        let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "_/.-".contains(c));
        // One folder alone may be one within the folder that is spoken of.
        plain
            && path.trim_end_matches('/').contains('/')
            && (path.ends_with(".rs") || path.ends_with(".md") || path.ends_with('/'))
    })
}

#[test]
fn files_that_the_documents_name_are_there() {
    let mut named = 0;
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/performance.md"] {
        let text = std::fs::read_to_string(root().join(page)).unwrap();
        for path in paths_in(&text) {
            let made = ["target/", "docs/diagnostics/CODE.md"]
                .iter()
                .any(|made| path.starts_with(made));
            let there = ["", "src"].iter().any(|below| root().join(below).join(path).exists());
            assert!(made || there, "{page} names `{path}`");
            named += 1;
        }
    }
    assert!(named > 100, "{named}");
}

#[test]
fn no_module_reaches_another_through_super() {
    for (path, text) in code() {
        let depth = path.matches('/').count() + usize::from(!path.ends_with("mod.rs"));
        let escape = "super::".repeat(depth.max(1));
        let top = path.contains('/') && text.contains(&escape);
        assert!(!top, "{path} reaches the crate's root through `{escape}`");
    }
}

#[test]
fn every_module_of_the_list_of_layers_is_one_folder() {
    let seen: BTreeMap<String, usize> = code()
        .into_iter()
        .filter_map(|(path, _)| Some(path.split_once('/')?.0.to_owned()))
        .fold(BTreeMap::new(), |mut seen, module| {
            *seen.entry(module).or_default() += 1;
            seen
        });
    for module in seen.keys() {
        layer(module);
    }
}

#[test]
fn the_code_map_is_the_tree() {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let map = page
        .split("\n## Code map\n")
        .nth(1)
        .unwrap()
        .split("\n## ")
        .next()
        .unwrap();
    let rows = map
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("/`"));
    let folders: Vec<&str> = rows.map(|(folder, _)| folder).collect();
    let layers: Vec<usize> = folders.iter().map(|folder| layer(folder)).collect();
    assert!(layers.is_sorted(), "in the order of dependency: {folders:?}");
    assert_eq!(
        folders.len(),
        LAYERS.iter().map(|layer| layer.len()).sum::<usize>(),
        "{folders:?}"
    );

    // Whatever file or folder the page names is there.
    let named = page.split('`').skip(1).step_by(2).filter(|code| {
        let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
        code.contains('/') && code.chars().all(plain) && !code.contains("CODE")
    });
    let lost: Vec<&str> = named
        .filter(|path| !root().join(path).exists() && !root().join("src").join(path).exists())
        .filter(|path| !map_has_below(map, path))
        .collect();
    assert!(lost.is_empty(), "named and not there: {lost:?}");
}

/// Whether a row of the code map names a part of its own folder.
fn map_has_below(map: &str, part: &str) -> bool {
    map.lines()
        .filter(|line| line.contains(&format!("`{part}`")))
        .filter_map(|line| line.strip_prefix("| `")?.split_once("/`"))
        .any(|(folder, _)| root().join("src").join(folder).join(part).exists())
}

fn allowed(path: &str, places: &[&str]) -> bool {
    places.iter().any(|place| path.starts_with(place))
}

#[test]
fn libraries_are_known_in_one_place_each() {
    let mut wrong = Vec::new();
    for (path, text) in code() {
        for (library, places) in KNOWN_BY {
            let used = [format!("{library}::"), format!("use {library};")]
                .iter()
                .any(|pattern| {
                    text.match_indices(pattern.as_str()).any(|(at, _)| {
                        let before = text[..at].chars().next_back();
                        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                    })
                });
            if used && !allowed(&path, places) {
                wrong.push(format!("{path} knows {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_edges_touch_the_outside_world() {
    let mut wrong = Vec::new();
    for (path, text) in code() {
        for (what, places) in OUTSIDE {
            if text.contains(what) && !allowed(&path, places) {
                wrong.push(format!("{path} uses {what}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_longer_than_400_lines() {
    let mut long = Vec::new();
    // Tests are tables of cases and grow with them.
    for folder in ["src", "grammar", "benches", "examples"] {
        for path in files(&root().join(folder), &[".rs", ".pest"]) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            if lines > 400 {
                long.push(format!("{} has {lines} lines", path.display()));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn diagnostic_codes_are_unique_and_in_order() {
    let ids: Vec<&str> = codes::all().map(|code| code.id).collect();
    assert!(!ids.is_empty());
    for pair in ids.windows(2) {
        assert!(pair[0] < pair[1], "{} stands before {}", pair[0], pair[1]);
    }
    for id in ids {
        let digits = id.strip_prefix("GJ").expect("ids begin with GJ");
        assert!(
            digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()),
            "{id}"
        );
    }
}

#[test]
fn a_retired_code_is_never_used_again() {
    let retired = codes::RETIRED;
    assert!(retired.is_sorted() && retired.contains(&"GJ0216"));
    for id in retired {
        assert!(codes::find(id).is_none(), "{id} is retired: take another number");
        let page = root().join("docs/diagnostics").join(format!("{id}.md"));
        assert!(!page.exists(), "{id} is retired and has a page");
    }
    // Whatever number is missing in a family has been given up, and is declared so.
    let numbers: Vec<u32> = codes::all().map(|code| code.id[2..].parse().unwrap()).collect();
    for pair in numbers.windows(2).filter(|pair| pair[0] / 100 == pair[1] / 100) {
        for gone in pair[0] + 1..pair[1] {
            let id = format!("GJ{gone:04}");
            assert!(retired.contains(&&*id), "{id} is gone and not declared as retired");
        }
    }
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let mut wrong = Vec::new();
    for code in codes::all() {
        let headings: Vec<&str> = code.page.lines().filter(|line| line.starts_with('#')).collect();
        let title = format!("# {} {}", code.id, code.summary);
        let empty = |section: &str| section.split_once('\n').is_none_or(|(_, body)| body.trim().is_empty());
        if headings != [title.as_str(), "## 含义", "## 例子", "## 改法"] {
            wrong.push(format!("{title}: headings are {headings:?}"));
        } else if code.page.split("\n## ").skip(1).any(empty) {
            wrong.push(format!("{title}: a section is empty"));
        }
    }
    for path in files(&root().join("docs/diagnostics"), &[".md"]) {
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        if codes::find(&id).is_none() {
            wrong.push(format!("{id}.md belongs to no code"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
