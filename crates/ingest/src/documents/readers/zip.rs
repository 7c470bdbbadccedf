//! ZIP archives: each member is a file of its own.

use zip::ZipArchive;
use zip::result::ZipError;

use super::Reader;
use super::members::{Members, leads_outside};
use crate::documents::input::{Head, Job};
use crate::documents::{Document, Failure, encoding};

/// ZIP archives that are nothing more particular.
pub(crate) const READER: Reader = Reader { version: "zip/1", recognize, read };

fn recognize(head: &Head) -> Option<&'static str> {
    let zip = head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06");
    zip.then_some("application/zip")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let mut archive = ZipArchive::new(&mut *job.input).map_err(failure)?;
    let mut members = Members::new(job.limits);
    let mut packed_in_all = 0_u64;
    let names = names(&mut archive)?;
    for (index, path) in names.iter().enumerate() {
        members.count()?;
        let member = match archive.by_index(index) {
            Ok(member) => member,
            Err(error) => {
                members.leave_out(path, reason(&error));
                continue;
            }
        };
        // Members that share their packed bytes make gigabytes of kilobytes.
        packed_in_all = packed_in_all.saturating_add(member.compressed_size());
        if packed_in_all > job.head.length {
            return Err(Failure::hostile("its members lie over one another"));
        }
        if member.is_dir() {
            continue;
        }
        if member.is_symlink() {
            members.leave_out(path, "a link to another file");
            continue;
        }
        if leads_outside(path) {
            members.leave_out(path, "its name leads out of the archive");
            continue;
        }
        let (packed, unpacked) = (member.compressed_size(), member.size());
        members.take(path, packed, unpacked, member)?;
    }
    Ok(members.finish())
}

/// The members' names. Archives made on Russian and other older systems have them in the encoding of the system,
/// which is told from all of them together.
fn names<R: std::io::Read + std::io::Seek>(
    archive: &mut ZipArchive<R>,
) -> Result<Vec<String>, Failure> {
    let mut raw: Vec<Vec<u8>> = Vec::new();
    for index in 0..archive.len() {
        let name = archive.by_index_raw(index).map(|member| member.name_raw().to_vec());
        raw.push(name.unwrap_or_else(|_| format!("member {}", index + 1).into_bytes()));
    }
    let all: Vec<u8> = raw.iter().take(1000).flat_map(|name| [name, &b"\n"[..]].concat()).collect();
    let guessed = encoding::decode(&all, None).encoding;
    let name = |bytes: Vec<u8>| match String::from_utf8(bytes) {
        Ok(name) => name,
        Err(error) => encoding::decode(error.as_bytes(), Some(guessed)).text,
    };
    Ok(raw.into_iter().map(name).collect())
}

fn failure(error: ZipError) -> Failure {
    match error {
        ZipError::Io(error) => error.into(),
        other => Failure::malformed(reason(&other)),
    }
}

fn reason(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(why) if why.contains("assword") => {
            "protected by a password".to_owned()
        }
        ZipError::InvalidPassword => "protected by a password".to_owned(),
        other => other.to_string(),
    }
}
