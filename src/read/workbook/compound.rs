//! OLE compound files: sectors chained by a table of successors, and named streams in them. Read here because chains and lengths of
//! a hostile file must be checked before anything follows them.

/// A checked compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    successors: Vec<u32>,
    small_successors: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

/// Streams shorter than this live in the stream of small sectors.
const SMALL_STREAM: usize = 4096;
const SMALL_SECTOR: usize = 64;
/// From here on numbers of sectors are marks (end of chain, free, …).
const MARKS: u32 = 0xFFFF_FFFA;

impl<'a> Compound<'a> {
    /// Opens `bytes`; `None` where the file is broken: a chain that runs in a circle or leaves the file, a length beyond it.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match word(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            successors: Vec::new(),
            small_successors: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        let table = file.table_sectors()?;
        for id in table {
            let words = words(file.sector_bytes(id)?);
            file.successors.extend(words);
        }
        let directory = file.chain(long(bytes, 48)?, usize::MAX)?;
        file.entries = directory.as_chunks::<128>().0.iter().filter_map(Entry::read).collect();
        let root = file.entries.first()?;
        let (start, length) = (root.start, root.length);
        let small_sectors = long(bytes, 64)? as usize;
        if small_sectors > file.sector_count() || file.entries.iter().any(|entry| entry.length > bytes.len()) {
            return None;
        }
        if small_sectors > 0 {
            file.small = file.chain(start, length)?;
            file.small_successors = words(&file.chain(long(bytes, 60)?, small_sectors * sector)?);
        }
        Some(file)
    }

    /// Whether there is a stream or storage `name`.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The stream `name`.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        if entry.length >= SMALL_STREAM {
            return self.chain(entry.start, entry.length);
        }
        let mut out = Vec::new();
        let mut id = entry.start;
        while out.len() < entry.length {
            let at = id as usize * SMALL_SECTOR;
            out.extend_from_slice(self.small.get(at..)?.get(..SMALL_SECTOR)?);
            id = *self.small_successors.get(id as usize)?;
        }
        out.truncate(entry.length);
        Some(out)
    }

    fn sector_count(&self) -> usize {
        self.bytes.len() / self.sector
    }

    fn sector_bytes(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize + 1) * self.sector;
        let rest = self.bytes.get(start..)?;
        // The last sector may be cut short.
        Some(rest.get(..self.sector).unwrap_or(rest))
    }

    /// The sectors that hold the table of successors: 109 in the header, more in a chain of their own.
    fn table_sectors(&self) -> Option<Vec<u32>> {
        let mut list = words(self.bytes.get(76..512)?);
        let mut id = long(self.bytes, 68)?;
        while id < MARKS {
            list.extend(words(self.sector_bytes(id)?));
            id = list.pop()?;
            if list.len() > self.sector_count() + 256 {
                return None;
            }
        }
        list.retain(|id| *id < MARKS);
        Some(list)
    }

    /// The bytes of the chain that begins at `id`, at most `length`.
    fn chain(&self, mut id: u32, length: usize) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut steps = 0;
        while id < MARKS && out.len() < length {
            steps += 1;
            if steps > self.sector_count() + 1 {
                return None;
            }
            out.extend_from_slice(self.sector_bytes(id)?);
            id = *self.successors.get(id as usize)?;
        }
        out.truncate(length);
        Some(out)
    }
}

impl Entry {
    fn read(entry: &[u8; 128]) -> Option<Self> {
        // 0 marks an unused entry; only storages, streams and the root count.
        if !matches!(entry.get(66), Some(1 | 2 | 5)) {
            return None;
        }
        let units = entry
            .as_chunks::<2>()
            .0
            .iter()
            .take(32)
            .map(|unit| u16::from_le_bytes(*unit));
        let name = char::decode_utf16(units.take_while(|unit| *unit != 0))
            .flatten()
            .collect();
        Some(Self {
            name,
            start: long(entry, 116)?,
            length: long(entry, 120)? as usize,
        })
    }
}

/// The 16-bit number at `at`.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|chunk| u16::from_le_bytes(*chunk))
}

/// The 32-bit number at `at`.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|chunk| u32::from_le_bytes(*chunk))
        .collect()
}
