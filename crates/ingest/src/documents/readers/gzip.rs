//! A single file packed with gzip.

use flate2::bufread::GzDecoder;
use flate2::read::MultiGzDecoder;

use super::Reader;
use crate::documents::bounded::Budget;
use crate::documents::input::{Head, Job};
use crate::documents::{Attachment, Document, Failure, encoding};

/// Gzip.
pub(crate) const READER: Reader = Reader { version: "gzip/1", recognize, read };

fn recognize(head: &Head) -> Option<&'static str> {
    head.starts_with(b"\x1f\x8b\x08").then_some("application/gzip")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let mut budget = Budget::new(job.limits);
    let bytes = budget.unpack(MultiGzDecoder::new(&mut *job.input), job.head.length)?;
    if bytes.len() as u64 > job.limits.output {
        let most = job.limits.output;
        return Err(Failure::too_much(format!("more than {most} bytes once unpacked")));
    }
    let beginning = GzDecoder::new(job.head.bytes.as_slice());
    let stated = beginning.header().and_then(|header| header.filename());
    let name = stated.map(|name| encoding::decode(name, None).text).unwrap_or_default();
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let attachment = Attachment {
        name,
        media: None,
        at: "the packed file".to_owned(),
        address: None,
        captured: None,
        bytes,
    };
    Ok(Document { attachments: vec![attachment], ..Document::default() })
}
