//! The readers, one file or folder each.
//!
//! A new format is a file here and a line in [`READERS`].

use super::input::{Head, Job};
use super::{Document, Failure};

mod flow;
mod gzip;
mod html;
mod image;
mod mail;
mod members;
mod office;
mod pdf;
mod plain;
mod recording;
mod rtf;
mod table;
mod tar;
mod warc;
mod zip;

/// One kind of file and how it is read.
pub(crate) struct Reader {
    /// Its name and version, as documents carry it: `pdf/1`.
    pub(crate) version: &'static str,
    /// The media type of a file that this reader reads, told by its bytes; nothing for any other file.
    pub(crate) recognize: fn(&Head) -> Option<&'static str>,
    /// Reads such a file. Reader, media type and notes on the file's name are filled in by whoever asked.
    pub(crate) read: fn(&mut Job<'_>) -> Result<Document, Failure>,
}

/// Every reader, the more particular before the more general: what is a ZIP archive may be a text document, and
/// almost anything may be plain text.
pub(crate) const READERS: &[&Reader] = &[
    &office::docx::READER,
    &office::odf::TEXT,
    &office::odf::SHEET,
    &warc::WACZ,
    &warc::READER,
    &table::workbook::READER,
    &office::ole::READER,
    &rtf::READER,
    &mail::mhtml::READER,
    &mail::mbox::READER,
    &mail::READER,
    &html::READER,
    &table::csv::READER,
    &pdf::READER,
    &image::READER,
    &recording::READER,
    &tar::READER,
    &gzip::READER,
    &zip::READER,
    &plain::READER,
];

/// The reader of a file with this beginning, and the media type it recognised.
pub(crate) fn of(head: &Head) -> Option<(&'static Reader, &'static str)> {
    READERS.iter().find_map(|reader| (reader.recognize)(head).map(|media| (*reader, media)))
}
