//! TAR archives, packed with gzip or not: each member is a file of its own.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use tar::{Archive, EntryType};

use super::Reader;
use super::members::{Members, leads_outside};
use crate::documents::bounded::Budget;
use crate::documents::input::{Head, Job};
use crate::documents::{Document, Failure, encoding};

/// TAR archives.
pub(crate) const READER: Reader = Reader { version: "tar/1", recognize, read };

const PACKED: &str = "application/gzip; of=tar";

fn recognize(head: &Head) -> Option<&'static str> {
    if is_tar(&head.bytes) {
        Some("application/x-tar")
    } else if is_tar(&head.unpacked) {
        Some(PACKED)
    } else {
        None
    }
}

/// Whether a block is the head of a member: its checksum is right. Older archives have no other mark.
pub(super) fn is_tar(bytes: &[u8]) -> bool {
    let Some(block) = bytes.get(..512) else { return false };
    let Some(stated) = block.get(148..156) else { return false };
    let stated: String = stated
        .iter()
        .skip_while(|byte| **byte == b' ')
        .take_while(|byte| (b'0'..=b'7').contains(*byte))
        .map(|byte| char::from(*byte))
        .collect();
    let Ok(stated) = u32::from_str_radix(&stated, 8) else { return false };
    let sum: u32 = block
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
        .sum();
    sum == stated && block.first().is_some_and(|byte| *byte != 0)
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let mut members = Members::new(job.limits);
    if job.media == PACKED {
        let mut budget = Budget::new(job.limits);
        let unpacked = MultiGzDecoder::new(&mut *job.input);
        take(budget.bounded(unpacked, job.head.length), &mut members)?;
    } else {
        take(&mut *job.input, &mut members)?;
    }
    let mut document = members.finish();
    document.media = job.media.split(';').next().unwrap_or_default().to_owned();
    Ok(document)
}

fn take(input: impl Read, members: &mut Members<'_>) -> Result<(), Failure> {
    let mut archive = Archive::new(input);
    for entry in archive.entries()? {
        members.count()?;
        let entry = entry?;
        let path = encoding::decode(&entry.path_bytes(), None).text;
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous => {}
            EntryType::Directory | EntryType::XGlobalHeader => continue,
            EntryType::Symlink | EntryType::Link => {
                members.leave_out(&path, "a link to another file");
                continue;
            }
            _ => {
                members.leave_out(&path, "not a file");
                continue;
            }
        }
        if leads_outside(&path) {
            members.leave_out(&path, "its name leads out of the archive");
            continue;
        }
        let length = entry.size();
        members.take(&path, length, length, entry)?;
    }
    Ok(())
}
