//! What archives of every kind have in common: members with names, of which some are no files.

use std::io::Read;

use crate::documents::bounded::Budget;
use crate::documents::{Attachment, Document, Failure, Limits, Note, Trouble};

/// The members of an archive as they are taken out.
pub(super) struct Members<'a> {
    limits: &'a Limits,
    budget: Budget,
    attached: u64,
    count: u32,
    document: Document,
}

impl<'a> Members<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        let budget = Budget::new(limits);
        Self { limits, budget, attached: 0, count: 0, document: Document::default() }
    }

    /// Counts a member, whatever it is.
    ///
    /// # Errors
    ///
    /// When there are more than a file may have.
    pub(super) fn count(&mut self) -> Result<(), Failure> {
        self.count += 1;
        if self.count > self.limits.parts {
            let most = self.limits.parts;
            return Err(Failure::too_much(format!("more than {most} members")));
        }
        Ok(())
    }

    /// Leaves a member out, and says why.
    pub(super) fn leave_out(&mut self, path: &str, why: impl Into<String>) {
        self.document.notes.push(Note::LeftOut(path.to_owned(), why.into()));
    }

    /// Takes a member whose packed and unpacked lengths the archive states. One that is too large to be taken
    /// out is left out; one that lies about its length ends the reading.
    ///
    /// # Errors
    ///
    /// When it unpacks to more than is allowed.
    pub(super) fn take<R: Read>(
        &mut self,
        path: &str,
        packed: u64,
        unpacked: u64,
        content: R,
    ) -> Result<(), Failure> {
        let left = self.limits.output.saturating_sub(self.attached);
        // What states a ratio beyond the allowed one is no large file but a bomb, and found to be one below.
        let honest = unpacked <= packed.saturating_mul(u64::from(self.limits.ratio));
        if unpacked > left && honest {
            let why = format!("{unpacked} bytes, too large to be taken out; add it by itself");
            self.leave_out(path, why);
            return Ok(());
        }
        let most = left.saturating_add(1);
        let bytes = match self.budget.unpack(content.take(most), packed) {
            Ok(bytes) => bytes,
            Err(failure) if matches!(failure.trouble, Trouble::Malformed(_)) => {
                self.leave_out(path, failure.to_string());
                return Ok(());
            }
            Err(failure) => return Err(failure.at(path)),
        };
        self.attached += bytes.len() as u64;
        if self.attached > self.limits.output {
            let most = self.limits.output;
            let failure = Failure::too_much(format!("more than {most} bytes once unpacked"));
            return Err(failure.at(path));
        }
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
        self.document.attachments.push(Attachment {
            name,
            media: None,
            at: path.to_owned(),
            address: None,
            captured: None,
            bytes,
        });
        Ok(())
    }

    /// The document: no text of its own, and what was taken out.
    pub(super) fn finish(self) -> Document {
        self.document
    }
}

/// Why a name is not one that an honest archive has: it leads out of the folder it would be unpacked in.
pub(super) fn leads_outside(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    path.starts_with(['/', '\\']) || drive || path.split(['/', '\\']).any(|part| part == "..")
}
