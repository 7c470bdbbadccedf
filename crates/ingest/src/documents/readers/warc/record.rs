//! Records of a web archive (ISO 28500:2017, chapters 4 and 5): a line with the version, named fields, a block of
//! as many bytes as the fields say, and two line ends.

use std::io::{self, BufRead, Read};

use crate::documents::{Failure, Limits};

/// The most bytes that the fields of a record may have.
const FIELDS: u64 = 1 << 20;

/// The fields of a record.
#[derive(Debug)]
pub(super) struct Record {
    /// Its number, from 1.
    pub(super) number: u32,
    fields: Vec<(String, String)>,
    length: u64,
}

impl Record {
    /// The first field of this name.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// What kind of record it is.
    pub(super) fn kind(&self) -> &str {
        self.field("WARC-Type").unwrap_or_default()
    }

    /// Which part it is of something that is recorded in several.
    pub(super) fn segment(&self) -> Option<&str> {
        self.field("WARC-Segment-Number")
    }
}

/// The records of an archive, one after another. After each its block is to be read or passed over.
pub(super) struct Records<R> {
    input: R,
    count: u32,
    most: u32,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(input: R, limits: &Limits) -> Self {
        Self { input, count: 0, most: limits.parts }
    }

    /// How many records there were so far.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// The fields of the next record; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<Record>, Failure> {
        let mut left = FIELDS;
        let version = loop {
            let Some(line) = self.line(&mut left)? else { return Ok(None) };
            if !line.is_empty() {
                break line;
            }
        };
        if !version.starts_with("WARC/") {
            let why = match self.count {
                0 => "it holds no records",
                _ => "it is longer or shorter than it says",
            };
            return Err(self.damaged(why));
        }
        if self.count >= self.most {
            return Err(Failure::too_much(format!("more than {} records", self.most)));
        }
        self.count += 1;
        let mut fields: Vec<(String, String)> = Vec::new();
        loop {
            let line = self.line(&mut left)?.ok_or_else(|| self.damaged("it breaks off"))?;
            if line.is_empty() {
                break;
            }
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        let mut record = Record { number: self.count, fields, length: 0 };
        let length = record.field("Content-Length").and_then(|length| length.parse().ok());
        record.length = length.ok_or_else(|| self.damaged("it does not say how long it is"))?;
        Ok(Some(record))
    }

    /// A line without its end; nothing at the end of the archive.
    fn line(&mut self, left: &mut u64) -> Result<Option<String>, Failure> {
        let mut line = Vec::new();
        let count = (&mut self.input).take(*left).read_until(b'\n', &mut line);
        let count = count.map_err(|error| self.failed(error))?;
        *left -= count as u64;
        if count == 0 && *left > 0 {
            return Ok(None);
        }
        if *left == 0 {
            return Err(self.damaged("its fields never end"));
        }
        Ok(Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned()))
    }

    /// The block of a record.
    pub(super) fn block(&mut self, record: &Record, most: u64) -> Result<Vec<u8>, Failure> {
        if record.length > most {
            let what = format!("{} bytes for record {}", record.length, record.number);
            return Err(Failure::too_much(what));
        }
        let mut block = Vec::new();
        let read = (&mut self.input).take(record.length).read_to_end(&mut block);
        let count = read.map_err(|error| self.failed(error))?;
        self.whole(record, count as u64)?;
        Ok(block)
    }

    /// Passes over the block of a record.
    pub(super) fn pass(&mut self, record: &Record) -> Result<(), Failure> {
        let passed = io::copy(&mut (&mut self.input).take(record.length), &mut io::sink());
        let count = passed.map_err(|error| self.failed(error))?;
        self.whole(record, count)
    }

    fn whole(&self, record: &Record, count: u64) -> Result<(), Failure> {
        if count < record.length {
            return Err(self.damaged("it is shorter than it says"));
        }
        Ok(())
    }

    fn damaged(&self, why: &str) -> Failure {
        Failure::malformed(why).at(format!("record {}", self.count.max(1)))
    }

    fn failed(&self, error: io::Error) -> Failure {
        Failure::from(error).at(format!("record {}", self.count.max(1)))
    }
}
