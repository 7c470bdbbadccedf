//! Files of the older office programs, all of them in one kind of container (MS-CFB), and files with a
//! password, which Office wraps in that same container (MS-OFFCRYPTO).
//!
//! Of these only workbooks are read (by the reader of tables). For the others the reading ends with what the
//! file is and what to do with it, since a library that reads them well does not exist.

use crate::documents::input::{Head, Job};
use crate::documents::readers::Reader;
use crate::documents::readers::table::workbook;
use crate::documents::{Document, Failure, Trouble};

/// Files that are told apart and not read.
pub(crate) const READER: Reader = Reader {
    version: "older-office/1",
    recognize: |head| is_container(head).then_some(MEDIA),
    read,
};

const MEDIA: &str = "application/x-ole-storage";

/// Whether a file is such a container.
pub(crate) fn is_container(head: &Head) -> bool {
    head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

/// What lies in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// A file with a password.
    Protected,
    /// An Excel workbook.
    Workbook,
    /// A Word document.
    Text,
    /// A PowerPoint presentation.
    Slides,
    /// An Outlook message.
    Message,
    /// Something else.
    Other,
}

/// Tells what lies in a container by the names of its streams.
pub(crate) fn held(bytes: &[u8]) -> Held {
    const NAMES: &[(&str, Held)] = &[
        ("EncryptedPackage", Held::Protected),
        ("WordDocument", Held::Text),
        ("PowerPoint Document", Held::Slides),
        ("__substg1.0_", Held::Message),
        ("Workbook", Held::Workbook),
        ("Book", Held::Workbook),
    ];
    // A directory is made of entries of 128 bytes, each beginning with its name in UTF-16 (MS-CFB 2.6.1); it
    // stands at a sector's beginning, and sectors are multiples of 128.
    let mut found = Held::Other;
    let mut best = NAMES.len();
    for entry in bytes.chunks_exact(128).skip(4) {
        let length = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
        if !(4..=64).contains(&length) || !(1..=5).contains(&entry[66]) {
            continue;
        }
        let units =
            entry[..length].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let name = String::from_utf16_lossy(&units.collect::<Vec<_>>());
        for (rank, (known, held)) in NAMES.iter().enumerate() {
            if rank < best && name.starts_with(known) {
                (found, best) = (*held, rank);
            }
        }
    }
    found
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let what = match held(&job.whole()?) {
        Held::Workbook => return workbook::read_old(job),
        Held::Protected => return Err(Trouble::Protected.into()),
        Held::Text => "a Word document of the format before 2007 (.doc): save it as .docx",
        Held::Slides => {
            "a PowerPoint presentation of the format before 2007 (.ppt): save it as PDF"
        }
        Held::Message => "an Outlook message (.msg): save it as .eml",
        Held::Other => "a file of an older office program: save it in a newer format or as PDF",
    };
    Err(Trouble::Unknown(what.to_owned()).into())
}
