//! ZIP packages of office files: recognised by their parts, and opened only when they cannot blow up.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{limits, unsupported, xml};
use crate::diagnostic::{Diagnostic, codes::read as codes};

/// What a reader gives, or why the file is refused.
pub(super) type Refusable<T> = Result<T, Box<Diagnostic>>;

/// What a package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    /// xlsx or xlsm.
    Xlsx,
    /// xlsb.
    Xlsb,
    /// ods.
    Ods,
    /// docx and its kin.
    Word,
    /// An office format that is known and not read; its name in Chinese.
    Unsupported(&'static str),
    /// No office file: an archive of other files.
    Archive,
}

/// A checked package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    contents: Contents,
    /// The sheets of a workbook, inflated already.
    sheets: HashMap<usize, Vec<u8>>,
}

/// Sheets are kept while they are read up to so many bytes in all.
const KEPT_BYTES: u64 = 8 << 20;

/// Reads a part as XML.
pub(super) type XmlReader<'a> = Reader<BufReader<Box<dyn Read + 'a>>>;

impl<'a> Package<'a> {
    /// Opens `bytes` and inflates every part once into nothing, to see that the real sizes are within the limits: what the
    /// directory says of them may be a lie. Refused too where the package holds nothing that can be read.
    pub fn open(bytes: &'a [u8]) -> Refusable<Self> {
        let noun = noun(bytes);
        let entries = directory_entries(bytes);
        if entries > limits::PACKAGE_PARTS {
            return Err(too_large(format!("{noun}里有 {entries} 个部件")));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken(noun))?;
        let mut declared = 0_u64;
        let mut names = Vec::new();
        let mut encrypted = false;
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|_| broken(noun))?;
            encrypted |= part.encrypted();
            declared = declared.saturating_add(part.size());
            // Some programs write the paths of their own system.
            names.push(part.name().map_err(|_| broken(noun))?.replace('\\', "/"));
        }
        let contents = contents(&mut archive, &names);
        match contents {
            Contents::Unsupported(what) => return Err(Box::new(unsupported(what))),
            Contents::Archive => return Err(Box::new(super::packed("ZIP 压缩包"))),
            _ if encrypted => return Err(password()),
            _ => {}
        }
        let mut package = Self {
            archive,
            names,
            contents,
            sheets: HashMap::new(),
        };
        let inflated = package.check_sizes(bytes.len(), declared, noun)?;
        package.check_string_count(inflated)?;
        Ok(package)
    }

    /// What the package holds; one that can be read.
    pub fn contents(&self) -> Contents {
        self.contents
    }

    /// The bytes of all parts, inflated.
    fn check_sizes(&mut self, packed: usize, declared: u64, noun: &str) -> Refusable<u64> {
        let ratio = (packed as u64).saturating_mul(limits::INFLATE_RATIO);
        let most = limits::INFLATED_BYTES.min(ratio.max(limits::INFLATE_FREE));
        if declared > most {
            return Err(too_large(format!("{noun}解压后有 {} MB", declared >> 20)));
        }
        let mut inflated = 0_u64;
        for (index, name) in self.names.iter().enumerate() {
            let part = self.archive.by_index(index).map_err(|_| broken(noun))?;
            let size = part.size();
            let mut part = part.take(most - inflated + 1);
            if name.contains("worksheets/") && inflated.saturating_add(size) <= KEPT_BYTES {
                let mut bytes = Vec::new();
                let read = part.by_ref().take(KEPT_BYTES).read_to_end(&mut bytes);
                inflated += bytes.len() as u64;
                if read.is_ok() && (bytes.len() as u64) < KEPT_BYTES {
                    self.sheets.insert(index, bytes);
                }
            }
            // A part that ends early (a truncated file) shows where it is used; a picture may be broken.
            inflated += std::io::copy(&mut part, &mut std::io::sink()).unwrap_or(0);
            if inflated > most {
                return Err(too_large(format!("{noun}解压后超过 {} MB", most >> 20)));
            }
        }
        Ok(inflated)
    }

    /// The name of the first part that `wanted` accepts.
    pub fn find(&self, wanted: impl Fn(&str) -> bool) -> Option<&str> {
        self.names.iter().map(String::as_str).find(|name| wanted(name))
    }

    /// The names of all parts that `wanted` accepts.
    pub fn all(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        self.names.iter().filter(|name| wanted(name)).cloned().collect()
    }

    /// The part `name` (case does not matter) as XML; `None` where there is none.
    pub fn xml(&mut self, name: &str) -> Option<XmlReader<'_>> {
        let part: Box<dyn Read + '_> = Box::new(self.raw(name)?);
        Some(xml_reader(BufReader::new(part)))
    }

    /// The bytes of the part `name`, as far as they can be inflated; `None` where there is none.
    pub fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let index = self.index(name)?;
        if let Some(bytes) = self.sheets.remove(&index) {
            return Some(bytes);
        }
        let mut bytes = Vec::new();
        self.raw(name)?.read_to_end(&mut bytes).ok();
        Some(bytes)
    }

    fn raw(&mut self, name: &str) -> Option<impl Read + '_> {
        let index = self.index(name)?;
        self.archive.by_index(index).ok()
    }

    fn index(&self, name: &str) -> Option<usize> {
        let wanted = name.trim_start_matches('/');
        self.names.iter().position(|name| name.eq_ignore_ascii_case(wanted))
    }

    /// The string table says how many strings it has, and memory is taken for as many before they are read.
    fn check_string_count(&mut self, inflated: u64) -> Refusable<()> {
        for table in self.all(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
            let Some(mut part) = self.xml(&table) else { continue };
            let mut buffer = Vec::new();
            while let Ok(event) = part.read_event_into(&mut buffer) {
                match event {
                    Event::Start(element) if element.local_name().as_ref() == "sst" => {
                        let count = xml::attribute(&element, "uniqueCount").and_then(|count| count.parse::<u64>().ok());
                        // A string takes at least five bytes (`<si/>`).
                        if count.is_some_and(|count| count > inflated / 5) {
                            return Err(broken("工作簿"));
                        }
                        break;
                    }
                    Event::Eof => break,
                    _ => buffer.clear(),
                }
            }
        }
        Ok(())
    }
}

/// Reads `part` as XML.
pub(super) fn xml_reader<R: BufRead>(part: R) -> Reader<R> {
    let mut reader = Reader::from_reader(part);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    reader
}

/// What an archive of parts with these names holds.
pub(super) fn contents(archive: &mut ZipArchive<impl Read + Seek>, names: &[String]) -> Contents {
    let has = |end: &str| names.iter().any(|name| name.to_ascii_lowercase().ends_with(end));
    let begins = |start: &str| names.iter().any(|name| name.starts_with(start));
    let typed = names
        .iter()
        .any(|name| name.eq_ignore_ascii_case("[Content_Types].xml"));
    if has("workbook.bin") {
        return Contents::Xlsb;
    }
    if has("workbook.xml") || typed && begins("xl/") {
        return Contents::Xlsx;
    }
    if has("ofd.xml") {
        return Contents::Unsupported("OFD 版式文件");
    }
    if has("word/document.xml") || typed && begins("word/") {
        return Contents::Word;
    }
    if has("presentation.xml") {
        return Contents::Unsupported("演示文稿");
    }
    let mut kind = String::new();
    let mimetype = names.iter().position(|name| name == "mimetype");
    if let Some(part) = mimetype.and_then(|index| archive.by_index(index).ok()) {
        part.take(100).read_to_string(&mut kind).ok();
    }
    if kind.contains("opendocument.spreadsheet") {
        Contents::Ods
    } else if kind.contains("opendocument") {
        Contents::Unsupported("OpenDocument 文档")
    } else {
        Contents::Archive
    }
}

/// How many entries the directory of a ZIP file can have at most: each begins with the same four bytes. Counted before
/// anything trusts the number that the file says, or takes memory for what it lists.
pub(super) fn directory_entries(bytes: &[u8]) -> usize {
    memchr::memmem::find_iter(bytes, b"PK\x01\x02").count()
}

/// What a package is called before it is known to be whole. Names of parts stand unpacked near its beginning.
fn noun(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..64 << 10).unwrap_or(bytes);
    let names = |folder: &[u8]| head.windows(folder.len()).any(|window| window == folder);
    if names(b"word/") {
        "Word 文件"
    } else if names(b"xl/") || names(b"opendocument.spreadsheet") {
        "工作簿"
    } else {
        "文件"
    }
}

/// The file, a `noun`, cannot be opened.
pub(super) fn broken(noun: &str) -> Box<Diagnostic> {
    let (programs, format) = match noun {
        "Word 文件" => ("Word", "docx"),
        _ => ("Excel", "xlsx"),
    };
    Box::new(
        Diagnostic::new(&codes::BROKEN_FILE, format!("{noun}打不开,可能没有传完或已损坏")).help(format!(
            "请重新下载或拷贝;仍打不开的,请用 {programs} 或 WPS 打开并另存为 {format}。"
        )),
    )
}

/// The file is encrypted.
pub(super) fn password() -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(&codes::PASSWORD, "文件加了打开密码,无法读取")
            .help("请用 Office 或 WPS 打开,取消密码,保存后再检查。"),
    )
}

/// The file is larger than any report.
pub(super) fn too_large(what: String) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(&codes::FILE_TOO_LARGE, format!("{what},远大于正常的报表"))
            .help("请确认选对了文件;确实这么大的,请拆成几个文件分别检查。"),
    )
}
