//! WACZ: web archives with an index and a description, in one ZIP archive (WACZ 1.1.1).

use std::io::{BufReader, Cursor};

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use super::super::office::package::Package;
use super::Archive;
use crate::documents::bounded::Budget;
use crate::documents::input::{Head, Job};
use crate::documents::readers::Reader;
use crate::documents::{Document, Failure, Field, Property};

/// Web archives with an index.
pub(in super::super) const READER: Reader = Reader { version: "wacz/1", recognize, read };

fn is_archive(member: &str) -> bool {
    member.starts_with("archive/") && (member.ends_with(".warc") || member.ends_with(".warc.gz"))
}

fn recognize(head: &Head) -> Option<&'static str> {
    let archive = head.members.iter().any(|member| is_archive(member));
    (archive && head.has_member("datapackage.json")).then_some("application/wacz")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let limits = job.limits;
    let mut package = Package::open(&mut *job.input, limits)?;
    let mut archive = Archive::new(limits);
    if let Some(text) = package.text("datapackage.json")?
        && let Ok(description) = serde_json::from_str::<Value>(&text)
    {
        let fields = [
            ("title", Field::Title),
            ("created", Field::Made),
            ("modified", Field::Changed),
            ("software", Field::Device),
            ("mainPageUrl", Field::Address),
            ("mainPageURL", Field::Address),
        ];
        for (name, field) in fields {
            if let Some(value) =
                description.get(name).and_then(Value::as_str).filter(|value| !value.is_empty())
            {
                let (value, at) = (value.to_owned(), format!("datapackage.json {name}"));
                archive.document.properties.push(Property { field, value, at });
            }
        }
    }
    let mut budget = Budget::new(limits);
    for path in package.names().into_iter().filter(|name| is_archive(name)) {
        let Some(bytes) = package.bytes(&path)? else { continue };
        let within = format!("{path} ");
        let mut inner = budget.clone();
        let read = if bytes.starts_with(&[0x1f, 0x8b]) {
            let unpacked = MultiGzDecoder::new(&bytes[..]);
            let unpacked = budget.bounded(unpacked, bytes.len() as u64);
            archive.read(BufReader::new(unpacked), &within, &mut inner)
        } else {
            archive.read(Cursor::new(&bytes), &within, &mut inner)
        };
        read.map_err(|failure| {
            let place = failure.at.as_deref().map_or(path.clone(), |at| format!("{path} {at}"));
            Failure { at: Some(place), ..failure }
        })?;
    }
    Ok(archive.finish())
}
