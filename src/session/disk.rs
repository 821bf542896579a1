//! The workspace of the command line: the disk.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::source::Workspace;

/// Larger files are no reports and no rules; they are refused before they fill the memory.
const MAX_FILE: u64 = 256 * 1024 * 1024;

/// The disk. Relative paths count from the process's working directory. Errors speak Chinese.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Disk {
    /// The bytes of the file at `path`, whatever its name is written in.
    ///
    /// # Errors
    /// Why they cannot be had, in Chinese.
    pub fn read_at(self, path: &Path) -> io::Result<Vec<u8>> {
        read(path).map_err(in_chinese)
    }
}

impl Workspace for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        read(Path::new(path)).map_err(in_chinese)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let visible = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
        for entry in WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(visible)
        {
            let entry = entry.map_err(|error| in_chinese(error.into()))?;
            let path = entry.path();
            if entry.depth() == 0 && !entry.file_type().is_dir() && !path.is_dir() {
                return Err(io::Error::new(ErrorKind::NotADirectory, "这是一个文件,不是目录"));
            }
            let is_file = || entry.file_type().is_file() || entry.path_is_symlink() && path.is_file();
            if path.extension().is_some_and(|extension| extension == "gj") && is_file() {
                let below = path.strip_prefix(folder).unwrap_or(path);
                names.push(below.to_string_lossy().replace('\\', "/"));
            }
        }
        names.sort();
        Ok(names)
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "这是一个目录,不是文件"));
    }
    let too_large = || io::Error::new(ErrorKind::FileTooLarge, "文件超过 256 MB");
    if about.len() > MAX_FILE {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    // A device may go on for ever, and has no length that would tell.
    file.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(too_large());
    }
    Ok(bytes)
}

/// The same error with a Chinese sentence for what people meet; its kind stays.
#[must_use]
pub fn in_chinese(error: io::Error) -> io::Error {
    let text = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或目录",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::IsADirectory => "这是一个目录,不是文件",
        ErrorKind::NotADirectory => "路径中间的一段不是目录",
        ErrorKind::FileTooLarge => "文件超过 256 MB",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::ReadOnlyFilesystem => "所在的磁盘只能读",
        ErrorKind::InvalidFilename => "文件名不合规则或太长",
        _ if error.raw_os_error().is_none() => return error,
        kind => return io::Error::new(kind, format!("系统报告:{error}")),
    };
    io::Error::new(error.kind(), text)
}
