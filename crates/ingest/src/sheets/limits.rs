//! How much is read at once, so that no file can exhaust the machine.
//!
//! A sheet is typed by people; these limits lie far above what people type and far below what hurts.

/// The largest file that is read, in bytes.
pub const FILE_BYTES: usize = 32 << 20;

/// The most bytes that the files of one reading have together.
pub const TOTAL_BYTES: usize = 128 << 20;

/// The most bytes that a workbook may unpack to.
pub const UNPACKED_BYTES: u64 = 128 << 20;

/// The most bytes that a workbook's own lists (styles, relations) may unpack to, each.
pub const WORKBOOK_PART_BYTES: u64 = 8 << 20;

/// The most rows of one reading, over all its files.
pub const ROWS: usize = 200_000;

/// The most columns looked at in a table.
pub const COLUMNS: u32 = 200;

/// The most mistakes listed one by one; further ones are counted.
pub const MISTAKES_LISTED: usize = 1_000;

/// The longest text that a spreadsheet's cell can hold, in UTF-16 units.
pub const WORKSHEET_CELL: usize = 32_767;
