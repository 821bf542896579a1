//! `gouji fmt`: rule files in one layout.

use std::path::{Path, PathBuf};

use super::arguments::Format;
use super::check::read;
use super::project::{self, shown};
use super::{Console, Status, complain, diff, output};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::run::{MISSING_INPUT, NO_RULES, UNREADABLE_INPUT};
use crate::format;
use crate::session::Disk;
use crate::source::{SourceMap, Workspace, join_path};
use crate::syntax;

/// Runs the subcommand.
pub fn run(arguments: &Format, console: &mut Console) -> Status {
    let (folders, mut status) = match project::folders(&arguments.files, console) {
        Ok(found) => found,
        Err(status) => return status,
    };
    let mut changed = 0;
    for folder in folders {
        let files = match rule_files(&folder) {
            Ok(files) => files,
            Err(diagnostic) => {
                status = status.and(complain::one(console, &diagnostic));
                continue;
            }
        };
        for file in files {
            match format_file(&file, arguments, console) {
                Ok(true) => changed += 1,
                Ok(false) => {}
                Err(trouble) => status = status.and(trouble),
            }
        }
    }
    if arguments.check || arguments.diff {
        return status.and(Status::findings_if(changed > 0));
    }
    status
}

/// The rule files that an argument means.
fn rule_files(argument: &str) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let path = Path::new(argument);
    if argument == "-" || path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !path.is_dir() {
        let diagnostic = Diagnostic::new(&MISSING_INPUT, format!("找不到“{argument}”"));
        return Err(Box::new(diagnostic.help("检查文件名、后缀和所在目录")));
    }
    let names = Disk.list(argument).map_err(|error| {
        let message = format!("打不开“{argument}”:{error}");
        Box::new(Diagnostic::new(&UNREADABLE_INPUT, message))
    })?;
    if names.is_empty() {
        let diagnostic = Diagnostic::new(&NO_RULES, format!("“{argument}”里没有规则文件"));
        return Err(Box::new(diagnostic.help("规则文件的名字要以“.gj”结尾")));
    }
    Ok(names.iter().map(|name| join_path(argument, name).into()).collect())
}

/// Whether the file was not in layout; a file that can't be read or parsed stays as it is.
fn format_file(path: &Path, arguments: &Format, console: &mut Console) -> Result<bool, Status> {
    let (name, bytes) = read(path, "标准输入.gj").map_err(|diagnostic| complain::one(console, &diagnostic))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let message = format!("“{name}”不是 UTF-8 文本");
        let diagnostic = Diagnostic::new(&UNREADABLE_INPUT, message).help("在编辑器里另存为 UTF-8 编码");
        complain::one(console, &diagnostic)
    })?;
    let piped = path.as_os_str() == "-";
    let Some(formatted) = format::format(&text) else {
        tell_broken(&name, &text, console);
        return Err(Status::Trouble);
    };
    let changed = formatted != text;
    if arguments.diff {
        console.result(diff::unified(&name, &text, &formatted));
    } else if arguments.check {
        if changed {
            console.result(format!("版式不合:{name}\n"));
        }
    } else if piped {
        console.result(&formatted);
    } else if changed {
        output::write(path, formatted.as_bytes()).map_err(|diagnostic| complain::one(console, &diagnostic))?;
        console.result(format!("已排版:{}\n", shown(path)));
    }
    Ok(changed)
}

fn tell_broken(name: &str, text: &str, console: &mut Console) {
    let mut sources = SourceMap::new();
    let source = sources.add_text(name, text);
    let parsed = syntax::parse(source, text);
    complain::diagnostics(console, &parsed.diagnostics, &sources);
    console.remark(format!(
        "“{}”有语法错误,没有排版\n",
        crate::render::human::harmless(name)
    ));
}
