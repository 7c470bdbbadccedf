//! Files in files.

use super::{Reader, Source};
use crate::documents::{Attachment, Document, Failure, Limits};

/// How many times the output of one file all files in it may come to.
const ALL: u64 = 4;

/// What is left of the bounds of one outermost file.
struct Left {
    bytes: u64,
    files: u32,
}

/// Is told of each file as it is read: its path and what was made of it.
type Told<'a> = dyn FnMut(&[String], &Result<Document, Failure>) + 'a;

impl Reader {
    /// Reads a file, the files inside it, and those inside them, each in a process of its own. Each is told as
    /// soon as it is read, with its path: where it stands in the file around it, and so on outwards from the last.
    ///
    /// An archive in an archive in an archive is where bombs hide, so that depth, number and length are bounded
    /// for the whole tree. What lies beyond ends in a failure of its own.
    pub fn read_all(&self, source: &Source<'_>, name: &str, limits: &Limits, each: &mut Told<'_>) {
        let mut left = Left { bytes: limits.output.saturating_mul(ALL), files: limits.parts };
        let mut path = Vec::new();
        let read = self.read(source, name, limits);
        each(&path, &read);
        if let Ok(document) = read {
            self.inside(document.attachments, limits, &mut path, &mut left, each);
        }
    }

    fn inside(
        &self,
        attachments: Vec<Attachment>,
        limits: &Limits,
        path: &mut Vec<String>,
        left: &mut Left,
        each: &mut Told<'_>,
    ) {
        let (mut deep, mut many) = (false, false);
        for attachment in attachments {
            path.push(attachment.at);
            let bytes = attachment.bytes.len() as u64;
            let read = if path.len() > limits.nesting as usize {
                Err((&mut deep, format!("files in files deeper than {}", limits.nesting)))
            } else if left.files == 0 || left.bytes < bytes {
                Err((&mut many, "more files or bytes than one file may hold in all".to_owned()))
            } else {
                left.files -= 1;
                left.bytes -= bytes;
                Ok(self.read(&Source::Bytes(&attachment.bytes), &attachment.name, limits))
            };
            match read {
                Ok(read) => {
                    each(path, &read);
                    if let Ok(document) = read {
                        self.inside(document.attachments, limits, path, left, each);
                    }
                }
                // Said once for all files at one place that lie beyond.
                Err((said, why)) => {
                    if !std::mem::replace(said, true) {
                        each(path, &Err(Failure::too_much(why)));
                    }
                }
            }
            path.pop();
        }
    }
}
