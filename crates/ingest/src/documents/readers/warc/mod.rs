//! Web archives: WARC (ISO 28500), plain or packed record by record, and WACZ, an archive of these.
//!
//! What was captured are files, each with the address it was captured from and when. Requests and what the
//! program that captured says of its own work are not kept, nor is what only lays out pages; how much was left
//! out, and why, is noted.

mod http;
mod record;
mod wacz;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};

use flate2::read::MultiGzDecoder;

use super::Reader;
use super::mail::mhtml::lays_out;
use crate::documents::bounded::Budget;
use crate::documents::input::{Head, Job};
use crate::documents::{Attachment, Document, Failure, Field, Limits, Note, Property};
use http::Response;
use record::{Record, Records};

pub(super) use wacz::READER as WACZ;

/// Web archives.
pub(crate) const READER: Reader = Reader { version: "warc/1", recognize, read };

fn recognize(head: &Head) -> Option<&'static str> {
    if head.starts_with(b"WARC/") {
        return Some("application/warc");
    }
    if !head.starts_with(&[0x1f, 0x8b]) {
        return None;
    }
    let mut start = [0; 5];
    let mut unpacked = MultiGzDecoder::new(&head.bytes[..]);
    std::io::Read::read_exact(&mut unpacked, &mut start).ok()?;
    (&start == b"WARC/").then_some("application/warc")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let limits = job.limits;
    let mut budget = Budget::new(limits);
    let mut archive = Archive::new(limits);
    if job.head.starts_with(b"WARC/") {
        archive.read(BufReader::new(&mut *job.input), "", &mut budget.clone())?;
    } else {
        let mut inner = budget.clone();
        let unpacked = MultiGzDecoder::new(BufReader::new(&mut *job.input));
        let unpacked = budget.bounded(unpacked, job.head.length);
        archive.read(BufReader::new(unpacked), "", &mut inner)?;
    }
    Ok(archive.finish())
}

/// What was found in web archives.
struct Archive<'a> {
    limits: &'a Limits,
    left: u64,
    document: Document,
    left_out: BTreeMap<&'static str, u32>,
}

impl<'a> Archive<'a> {
    fn new(limits: &'a Limits) -> Self {
        let (document, left_out) = (Document::default(), BTreeMap::new());
        Self { limits, left: limits.output, document, left_out }
    }

    /// Reads one archive. `within` is what places in it are called after: the path of the archive in a larger
    /// one.
    fn read(
        &mut self,
        input: impl BufRead,
        within: &str,
        budget: &mut Budget,
    ) -> Result<(), Failure> {
        let mut records = Records::new(input, self.limits);
        while let Some(record) = records.next()? {
            let at = format!("{within}record {}", record.number);
            let address = record.field("WARC-Target-URI");
            let address = address.map(|address| address.trim_matches(['<', '>']).to_owned());
            // Programs that capture also keep what servers' names stood for, and notes on their own work.
            let web = !address.as_deref().is_some_and(|address| {
                address.starts_with("dns:") || address.starts_with("metadata:")
            });
            let kept = match record.kind() {
                "response" | "resource" | "conversion" if web => true,
                "warcinfo" => {
                    let block = records.block(&record, 1 << 20)?;
                    self.information(&block, &at);
                    continue;
                }
                "revisit" => {
                    self.leave_out("they say only that a page had not changed");
                    false
                }
                "continuation" => {
                    self.leave_out("they go on with a record of another file");
                    false
                }
                _ => false,
            };
            let kept = kept && record.segment().is_none_or(|segment| segment == "1");
            if !kept {
                records.pass(&record)?;
                continue;
            }
            let block = records.block(&record, self.left)?;
            self.capture(&record, block, address, at, budget)?;
        }
        if records.count() == 0 {
            return Err(Failure::malformed("it holds no records"));
        }
        Ok(())
    }

    /// Takes in something that was captured.
    fn capture(
        &mut self,
        record: &Record,
        block: Vec<u8>,
        address: Option<String>,
        at: String,
        budget: &mut Budget,
    ) -> Result<(), Failure> {
        let stated = record.field("Content-Type").unwrap_or_default();
        let (media, bytes, at) = if stated.to_ascii_lowercase().starts_with("application/http") {
            let Some(response) = Response::parse(&block) else {
                self.leave_out("they hold no answer of a server");
                return Ok(());
            };
            if (300..400).contains(&response.status) {
                self.leave_out("they only point to another address");
                return Ok(());
            }
            let Some(body) = response.body(budget).map_err(|failure| failure.at(at.clone()))?
            else {
                self.leave_out("they are packed in a way that is not unpacked here");
                return Ok(());
            };
            let at = match response.status {
                200 => at,
                status => format!("{at}, status {status}"),
            };
            (response.header("content-type").map(str::to_owned), body, at)
        } else {
            (Some(stated.to_owned()).filter(|stated| !stated.is_empty()), block, at)
        };
        if media.as_deref().is_some_and(lays_out) {
            self.leave_out("style sheets, scripts and fonts hold nothing to read");
            return Ok(());
        }
        if bytes.is_empty() {
            self.leave_out("they are empty");
            return Ok(());
        }
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| {
            Failure::too_much(format!("more than {} bytes captured", self.limits.output))
        })?;
        if self.document.attachments.len() >= self.limits.parts as usize {
            return Err(Failure::too_much(format!("more than {} captures", self.limits.parts)));
        }
        let name =
            name(address.as_deref().unwrap_or_default(), media.as_deref().unwrap_or_default());
        let captured = record.field("WARC-Date").map(str::to_owned);
        self.document.attachments.push(Attachment { name, media, at, address, captured, bytes });
        Ok(())
    }

    /// Takes in what the program that captured says of itself (lines of fields, ISO 28500 6.2).
    fn information(&mut self, block: &[u8], at: &str) {
        for line in String::from_utf8_lossy(block).lines() {
            let Some((name, value)) = line.split_once(':') else { continue };
            let field = match name.trim().to_ascii_lowercase().as_str() {
                "software" => Field::Device,
                "operator" => Field::Author,
                _ => continue,
            };
            let (value, at) = (value.trim().to_owned(), format!("{at} {}", name.trim()));
            self.document.properties.push(Property { field, value, at });
        }
    }

    fn leave_out(&mut self, why: &'static str) {
        *self.left_out.entry(why).or_default() += 1;
    }

    fn finish(mut self) -> Document {
        for (why, count) in self.left_out {
            self.document.notes.push(Note::LeftOut(format!("{count} records"), why.to_owned()));
        }
        self.document
    }
}

/// What to call something captured from an address: the last word of its path.
fn name(address: &str, media: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let last = path.trim_end_matches('/').rsplit('/').next().filter(|last| !last.is_empty());
    let name: String = last
        .unwrap_or(host)
        .chars()
        .map(|scalar| if scalar.is_control() || scalar == '\\' { '_' } else { scalar })
        .take(200)
        .collect();
    let page = media.starts_with("text/html") || media.starts_with("application/xhtml");
    let known = name.to_ascii_lowercase();
    match page && !known.ends_with(".html") && !known.ends_with(".htm") {
        true => format!("{}.html", if name.is_empty() { "page" } else { &name }),
        false if name.is_empty() => "capture".to_owned(),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn captures_are_named_after_their_addresses() {
        assert_eq!(name("https://example.org/", "text/html"), "example.org.html");
        assert_eq!(name("https://example.org/a/report.pdf?x=/y", "application/pdf"), "report.pdf");
        assert_eq!(name("http://example.org/news/17/", "text/html; charset=utf-8"), "17.html");
        assert_eq!(name("", ""), "capture");
    }
}
