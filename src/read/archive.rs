//! Archives of reports: ZIP files that are no office file themselves.
//!
//! An archive is listed at once and its members are inflated one by one, when they are asked for and only within the
//! limits: what the directory says of names, sizes and counts may be a lie. Nothing here touches a disk.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::{CompressionMethod, ZipArchive};

use super::member_name::{is_left_behind, member_name, numbered};
use super::package::{Contents, contents, directory_entries};
use super::{limits, sniff};
use crate::diagnostic::{Checked, Diagnostic, codes::read as codes};

/// An archive, opened.
#[derive(Debug)]
pub struct Archive {
    /// The archive itself, and those packed in it.
    files: Vec<ZipArchive<Cursor<Arc<[u8]>>>>,
    members: Vec<Member>,
    /// Bytes that reading members has given so far.
    inflated: AtomicU64,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its path in the archive, parted by `/`, unique, with nothing in it that leads elsewhere (`../`, `C:`) or spoils a
    /// line of text. A member of an archive in the archive: `内层.zip/决算.xlsx`.
    pub name: String,
    file: usize,
    index: usize,
}

/// Opens an archive. `None` where `bytes` are none: a report, a package of another kind, or broken; then
/// [`read`](super::read) says what is wrong with it.
///
/// The diagnostics (members with a password, too many of them, archives in archives in archives) have no place; the caller
/// knows the archive's. Files that only systems and editors put there (`__MACOSX/`, `.DS_Store`, `Thumbs.db`, `~$…`) are
/// no members.
#[must_use]
pub fn open(bytes: impl Into<Arc<[u8]>>) -> Option<Checked<Archive>> {
    let bytes = bytes.into();
    if sniff::kind(&bytes) != sniff::Kind::Package || bytes.len() > limits::FILE_BYTES {
        return None;
    }
    let mut listing = Listing {
        archive: Archive {
            files: Vec::new(),
            members: Vec::new(),
            inflated: AtomicU64::new(0),
        },
        names: HashMap::new(),
        packed: Vec::new(),
        locked: Vec::new(),
        unknown: Vec::new(),
        deeper: Vec::new(),
        links: Vec::new(),
        broken: Vec::new(),
        beyond: 0,
        diagnostics: Vec::new(),
    };
    let entries = directory_entries(&bytes);
    if entries > limits::ARCHIVE_ENTRIES {
        listing.diagnostics.push(
            Diagnostic::new(&codes::FILE_TOO_LARGE, format!("压缩包里有 {entries} 个文件,没有打开"))
                .help("请确认选对了文件;确实这么多的,请分成几个压缩包,或者解压后检查。"),
        );
        return Some(listing.finish());
    }
    let archive = list(bytes)?;
    listing.add(archive, "");
    listing.open_packed();
    Some(listing.finish())
}

impl Archive {
    /// Its members in the order of the archive.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The bytes of one of its members.
    ///
    /// # Errors
    ///
    /// Why they cannot be had: the archive is damaged there, or inflates to more than any report. The diagnostic has no
    /// place.
    pub fn read(&self, member: &Member) -> Result<Vec<u8>, Box<Diagnostic>> {
        let broken = || {
            let message = format!("压缩包里的“{}”解不开,可能没有传完或已损坏", member.name);
            Box::new(
                Diagnostic::new(&codes::BROKEN_FILE, message)
                    .help("请重新下载或拷贝压缩包;仍解不开的,请对方重新压缩。"),
            )
        };
        // A copy shares what the directory says.
        let mut file = self.files.get(member.file).ok_or_else(broken)?.clone();
        let part = file.by_index(member.index).map_err(|_| broken())?;
        let ratio = part.compressed_size().saturating_mul(limits::INFLATE_RATIO);
        let left = limits::ARCHIVE_BYTES.saturating_sub(self.inflated.load(Ordering::Relaxed));
        let most = (limits::FILE_BYTES as u64)
            .min(ratio.max(limits::INFLATE_FREE))
            .min(left);
        let too_large = || {
            let message = format!("压缩包里的“{}”解压后超过 {} MB,没有读取", member.name, most >> 20);
            let help = "请确认压缩包是正常的报表;确实这么大的,请解压后分别检查。";
            Box::new(Diagnostic::new(&codes::FILE_TOO_LARGE, message).help(help))
        };
        if part.size() > most {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        let read = part.take(most + 1).read_to_end(&mut bytes);
        self.inflated.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        if bytes.len() as u64 > most {
            return Err(too_large());
        }
        read.map_err(|_| broken())?;
        Ok(bytes)
    }
}

/// The directory of an archive of files; `None` where it is broken or an office file.
fn list(bytes: Arc<[u8]>) -> Option<ZipArchive<Cursor<Arc<[u8]>>>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = (0..archive.len())
        .filter_map(|index| Some(archive.by_index_raw(index).ok()?.name().ok()?.replace('\\', "/")))
        .collect();
    (contents(&mut archive, &names) == Contents::Archive).then_some(archive)
}

/// An archive that is being listed.
struct Listing {
    archive: Archive,
    /// How often each name has been met.
    names: HashMap<String, usize>,
    /// Members that may be archives.
    packed: Vec<Member>,
    /// Names of members with a password, packed in an unknown way, and of archives that are not opened.
    locked: Vec<String>,
    unknown: Vec<String>,
    deeper: Vec<String>,
    /// Names of links, and of members whose beginning is not where the directory says.
    links: Vec<String>,
    broken: Vec<String>,
    /// Members over the limit.
    beyond: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Listing {
    /// Adds the members of a file that stands at `folder` (empty, or ended by `/`).
    fn add(&mut self, mut archive: ZipArchive<Cursor<Arc<[u8]>>>, folder: &str) {
        let file = self.archive.files.len();
        for index in 0..archive.len() {
            let Ok(part) = archive.by_index_raw(index) else {
                // Looking for a name takes time, and only the first are shown.
                let shown = self.broken.len() < limits::LABELS;
                let raw = shown.then(|| archive.file_names_raw().nth(index)).flatten();
                let name = member_name(raw.unwrap_or_default());
                self.broken.push(format!("{folder}{name}"));
                continue;
            };
            if part.is_dir() || part.name_raw().ends_with(b"\\") {
                continue;
            }
            let name = member_name(part.name_raw());
            if is_left_behind(&name) {
                continue;
            }
            if part.is_symlink() {
                self.links.push(format!("{folder}{name}"));
                continue;
            }
            let known = matches!(
                part.compression(),
                CompressionMethod::Stored | CompressionMethod::Deflated
            );
            let locked = part.encrypted();
            let name = self.unique(format!("{folder}{name}"));
            if locked {
                self.locked.push(name);
                continue;
            }
            if !known {
                self.unknown.push(name);
                continue;
            }
            if self.archive.members.len() + self.packed.len() >= limits::ARCHIVE_MEMBERS {
                self.beyond += 1;
                continue;
            }
            let member = Member { name, file, index };
            if !member.name.to_lowercase().ends_with(".zip") {
                self.archive.members.push(member);
            } else if folder.is_empty() {
                self.packed.push(member);
            } else {
                self.deeper.push(member.name);
            }
        }
        if archive.has_duplicate_names() {
            let place = folder.trim_end_matches('/');
            let place = if place.is_empty() {
                String::new()
            } else {
                format!("“{place}”")
            };
            self.diagnostics.push(
                Diagnostic::new(
                    &codes::UNREAD_CONTENT,
                    format!("压缩包{place}里有完全重名的文件,每个名字只读取最后一个"),
                )
                .help("请解压后检查,或者改名后重新压缩。"),
            );
        }
        self.archive.files.push(archive);
    }

    /// Opens the archives in the archive, and makes members of those that are none.
    fn open_packed(&mut self) {
        let mut held = 0;
        for member in std::mem::take(&mut self.packed) {
            let bytes = match self.archive.read(&member) {
                Ok(bytes) => bytes,
                Err(diagnostic) => {
                    self.diagnostics.push(*diagnostic);
                    continue;
                }
            };
            let size = bytes.len();
            let fits = held + size <= limits::FILE_BYTES && directory_entries(&bytes) <= limits::ARCHIVE_ENTRIES;
            let inner = if fits { list(bytes.into()) } else { None };
            match inner {
                Some(inner) => {
                    held += size;
                    self.add(inner, &format!("{}/", member.name));
                }
                None if fits => self.archive.members.push(member),
                None => self.deeper.push(member.name),
            }
        }
    }

    /// `name`, or that name with a number where it has been met before.
    fn unique(&mut self, mut name: String) -> String {
        loop {
            let count = self.names.entry(name.clone()).or_insert(0);
            *count += 1;
            if *count == 1 {
                return name;
            }
            name = numbered(&name, *count);
        }
    }

    fn finish(mut self) -> Checked<Archive> {
        let mut say = |names: &[String], code, what: &str, help: &str| {
            if let Some(listed) = listed(names) {
                self.diagnostics
                    .push(Diagnostic::new(code, format!("{listed}{what}")).help(help));
            }
        };
        say(
            &self.locked,
            &codes::PASSWORD,
            "加了解压密码,没有读取",
            "请用密码解压后再检查。",
        );
        say(
            &self.unknown,
            &codes::UNSUPPORTED_FORMAT,
            "用了少见的压缩方法,没有读取",
            "请解压后检查,或者用系统自带的压缩功能重新压缩。",
        );
        say(
            &self.deeper,
            &codes::UNREAD_CONTENT,
            "是压缩包里的压缩包,层数过多或者过大,没有打开",
            "请解压后再检查。",
        );
        say(
            &self.links,
            &codes::UNREAD_CONTENT,
            "是链接,不是文件,没有读取",
            "请把链接指的文件本身放进压缩包。",
        );
        say(
            &self.broken,
            &codes::BROKEN_FILE,
            "解不开,可能没有传完或已损坏",
            "请重新下载或拷贝压缩包;仍解不开的,请对方重新压缩。",
        );
        if self.beyond > 0 {
            let message = format!(
                "压缩包里的文件多于 {} 个,多出的 {} 个没有读取",
                limits::ARCHIVE_MEMBERS,
                self.beyond
            );
            self.diagnostics
                .push(Diagnostic::new(&codes::PARTLY_READ, message).help("请分成几个压缩包,或者解压后检查。"));
        }
        if self.archive.members.is_empty() && self.diagnostics.is_empty() {
            self.diagnostics
                .push(Diagnostic::new(&codes::EMPTY_FILE, "压缩包里没有文件").help("请确认选对了文件。"));
        }
        Checked {
            value: self.archive,
            diagnostics: self.diagnostics,
        }
    }
}

/// The first names of a list and how many there are; `None` for none.
fn listed(names: &[String]) -> Option<String> {
    let first: String = names
        .iter()
        .take(limits::LABELS)
        .map(|name| format!("“{name}”"))
        .collect();
    let more = if names.len() > limits::LABELS {
        format!("等 {} 个文件", names.len())
    } else {
        String::new()
    };
    (!names.is_empty()).then(|| format!("压缩包里的{first}{more}"))
}
