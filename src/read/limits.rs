//! How much of a file is read. Every limit of the readers stands here; none is near what a real report needs, each one
//! keeps a broken or hostile file from taking the machine with it.

/// Bytes of a file. The largest workbook met had 4 MB; 256 MiB still fit in memory several times over.
pub(super) const FILE_BYTES: usize = 256 << 20;

/// Bytes of one line of a text. A long paragraph has 10 kB.
pub(super) const LINE_BYTES: usize = 1 << 20;

/// Bytes of one quoted field of a CSV; also how far an opening quote looks for its end, so that a lost quote
/// cannot swallow the rest of the file.
pub(super) const QUOTED_BYTES: usize = 64 << 10;

/// Cells of one row. The widest form has about 40 columns.
pub(super) const ROW_CELLS: usize = 1024;

/// Rows of one grid: those of a spreadsheet.
pub(super) const GRID_ROWS: usize = 1 << 20;

/// Cells of a document, empty ones included: about 500 MB of memory. The largest workbook met had 500 000.
pub(super) const DOCUMENT_CELLS: usize = 3_000_000;

/// Grids of a document. The thickest report has some hundreds.
pub(super) const GRIDS: usize = 100_000;

/// Lines of running text of a document. The thickest report has some ten thousand.
pub(super) const PARAGRAPHS: usize = 300_000;

/// Empty rows kept in a run: a single cell at the bottom of a sheet is no reason for a million rows.
pub(super) const EMPTY_ROWS: usize = 100;

/// Sheets of a workbook.
pub(super) const SHEETS: usize = 1000;

/// Parts of a packed workbook. One with 300 sheets and drawings has 1 500.
pub(super) const PACKAGE_PARTS: usize = 20_000;

/// Bytes of all parts of a packed workbook when inflated. A sheet of 1 000 000 cells has about 50 MB.
pub(super) const INFLATED_BYTES: u64 = 512 << 20;

/// Inflated over packed bytes of a whole workbook. Sheets of equal rows reach 100; a bomb has 1 000.
pub(super) const INFLATE_RATIO: u64 = 400;

/// Inflated bytes up to which the ratio does not matter.
pub(super) const INFLATE_FREE: u64 = 64 << 20;

/// Cells, rows and paragraphs of a web page. One as long as the thickest report has some hundred thousand.
pub(super) const PAGE_PARTS: usize = 1_000_000;

/// Tables of a web page inside one another that are told apart. Pages laid out with tables reach 10.
pub(super) const NESTED_TABLES: usize = 32;

/// Merged areas of one sheet.
pub(super) const MERGES: usize = 100_000;

/// Labels that one diagnostic carries; the rest is only counted.
pub(super) const LABELS: usize = 5;

/// Digits of a number. Decimals hold 28.
pub(super) const DIGITS: usize = 28;

/// Bytes of a text that may be a number; longer ones are not looked at.
pub(super) const NUMBER_BYTES: usize = 256;

/// Bytes of the text of a workbook's cell; spreadsheets allow 32 767 characters.
pub(super) const CELL_BYTES: usize = 128 << 10;

/// Bytes of text that the cells of an xls may take together.
pub(super) const TEXT_BYTES: u64 = 512 << 20;

/// Cells that one merged area may cover.
pub(super) const MERGE_CELLS: u64 = 100_000;

/// Cells of a workbook that are skipped as unreadable before its sheet is given up.
pub(super) const BROKEN_CELLS: usize = 1000;

/// Tables inside tables of a document. Pages laid out with tables have three.
pub(super) const TABLE_DEPTH: usize = 32;

/// Bytes of text drawn from a document. A report of 500 pages has 1 MB.
pub(super) const DRAWN_BYTES: usize = 64 << 20;

/// Styles of a document, and steps from one to the style it is based on.
pub(super) const STYLES: usize = 10_000;
/// See [`STYLES`].
pub(super) const STYLE_STEPS: usize = 20;

/// Fields inside fields.
pub(super) const FIELD_DEPTH: usize = 64;

/// Files in an archive that are read. A province publishes some 3 000 at once.
pub(super) const ARCHIVE_MEMBERS: usize = 10_000;

/// Entries in the directory of an archive, each of which takes memory before anything is known of it.
pub(super) const ARCHIVE_ENTRIES: usize = 200_000;

/// Bytes of all files of an archive, inflated one after the other.
pub(super) const ARCHIVE_BYTES: u64 = 4 << 30;

/// Bytes of the name of a file in an archive, folders included.
pub(super) const NAME_BYTES: usize = 1024;
