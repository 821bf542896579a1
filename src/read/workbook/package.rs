//! The ZIP package of a workbook: opened only when it cannot blow up, and recognised by its parts.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{Refusable, unsupported};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::read::limits;

/// What a package holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    /// xlsx or xlsm.
    Xlsx,
    /// xlsb.
    Xlsb,
    /// ods.
    Ods,
}

/// A checked package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// The sheets, inflated already.
    sheets: HashMap<usize, Vec<u8>>,
}

/// Sheets are kept while they are read up to so many bytes in all.
const KEPT_BYTES: u64 = 8 << 20;

/// Reads a part as XML.
pub(super) type XmlReader<'a> = Reader<BufReader<Box<dyn Read + 'a>>>;

impl<'a> Package<'a> {
    /// Opens `bytes` and inflates every part once into nothing, to see that the real sizes are within the limits: what the
    /// directory says of them may be a lie.
    pub fn open(bytes: &'a [u8]) -> Refusable<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
        if archive.len() > limits::PACKAGE_PARTS {
            return Err(too_large(format!("工作簿里有 {} 个部件", archive.len())));
        }
        let ratio = (bytes.len() as u64).saturating_mul(limits::INFLATE_RATIO);
        let most = limits::INFLATED_BYTES.min(ratio.max(limits::INFLATE_FREE));
        let mut declared = 0_u64;
        let mut names = Vec::new();
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|_| broken())?;
            if part.encrypted() {
                return Err(password());
            }
            declared = declared.saturating_add(part.size());
            // Some programs write the paths of their own system.
            names.push(part.name().map_err(|_| broken())?.replace('\\', "/"));
        }
        if declared > most {
            return Err(too_large(format!("工作簿解压后有 {} MB", declared >> 20)));
        }
        let mut inflated = 0_u64;
        let mut sheets = HashMap::new();
        for (index, name) in names.iter().enumerate() {
            let part = archive.by_index(index).map_err(|_| broken())?;
            let size = part.size();
            let mut part = part.take(most - inflated + 1);
            // A part that ends early (a truncated file) shows where it is used; a picture may be broken.
            if name.contains("worksheets/") && inflated.saturating_add(size) <= KEPT_BYTES {
                let mut bytes = Vec::new();
                let read = part.by_ref().take(KEPT_BYTES).read_to_end(&mut bytes);
                inflated += bytes.len() as u64;
                if read.is_ok() && (bytes.len() as u64) < KEPT_BYTES {
                    sheets.insert(index, bytes);
                }
            }
            inflated += std::io::copy(&mut part, &mut std::io::sink()).unwrap_or(0);
            if inflated > most {
                return Err(too_large(format!("工作簿解压后超过 {} MB", most >> 20)));
            }
        }
        let mut package = Self { archive, names, sheets };
        package.check_string_count(inflated)?;
        Ok(package)
    }

    /// What the package holds.
    pub fn contents(&mut self) -> Refusable<Contents> {
        let has = |end: &str| self.names.iter().any(|name| name.to_ascii_lowercase().ends_with(end));
        if has("workbook.bin") {
            return Ok(Contents::Xlsb);
        }
        if has("workbook.xml") || has("[content_types].xml") && self.names.iter().any(|name| name.starts_with("xl/")) {
            return Ok(Contents::Xlsx);
        }
        if has("document.xml") {
            return Err(unsupported("Word 文档"));
        }
        if has("presentation.xml") {
            return Err(unsupported("演示文稿"));
        }
        if has("ofd.xml") {
            return Err(unsupported("OFD 版式文件"));
        }
        let mut kind = String::new();
        if let Some(part) = self.raw("mimetype") {
            part.take(100).read_to_string(&mut kind).ok();
        }
        if kind.contains("opendocument.spreadsheet") {
            Ok(Contents::Ods)
        } else if kind.contains("opendocument") {
            Err(unsupported("OpenDocument 文档"))
        } else {
            Err(unsupported("压缩包"))
        }
    }

    /// The part `name` (case does not matter) as XML; `None` where there is none.
    pub fn xml(&mut self, name: &str) -> Option<XmlReader<'_>> {
        let part: Box<dyn Read + '_> = Box::new(self.raw(name)?);
        Some(xml_reader(BufReader::new(part)))
    }

    /// The bytes of the part `name`, as far as they can be inflated; `None` where there is none.
    pub fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let index = self.index(name)?;
        if let Some(bytes) = self.sheets.remove(&index) {
            return Some(bytes);
        }
        let mut bytes = Vec::new();
        // A part that ends early is read as far as it goes.
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
        let is_table = |name: &&String| name.to_ascii_lowercase().ends_with("sharedstrings.xml");
        let tables: Vec<String> = self.names.iter().filter(is_table).cloned().collect();
        for table in tables {
            let Some(mut xml) = self.xml(&table) else { continue };
            let mut buffer = Vec::new();
            while let Ok(event) = xml.read_event_into(&mut buffer) {
                match event {
                    Event::Start(element) if element.local_name().as_ref() == "sst" => {
                        let count =
                            super::xml::attribute(&element, "uniqueCount").and_then(|count| count.parse::<u64>().ok());
                        // A string takes at least five bytes (`<si/>`).
                        if count.is_some_and(|count| count > inflated / 5) {
                            return Err(broken());
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

/// The workbook cannot be opened.
pub(super) fn broken() -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(&codes::BROKEN_WORKBOOK, "工作簿打不开,文件可能没有传完或已损坏")
            .help("请重新下载或拷贝;仍打不开的,请用 Excel 或 WPS 打开并另存为 xlsx。"),
    )
}

/// The workbook is encrypted.
pub(super) fn password() -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(&codes::PASSWORD, "文件加了打开密码,无法读取")
            .help("请在 Excel 或 WPS 里取消密码,保存后再检查。"),
    )
}

/// The workbook is larger than any report.
pub(super) fn too_large(what: String) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(&codes::FILE_TOO_LARGE, format!("{what},远大于正常的报表"))
            .help("请确认选对了文件;确实这么大的,请拆成几个文件分别检查。"),
    )
}
