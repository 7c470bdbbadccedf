//! How much one file may take.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How much reading one file may take. Readers check what they can foresee; the process they run in is ended
/// when it goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Seconds of processor time, and twice as many on the clock.
    pub time: Duration,
    /// Bytes of memory.
    pub memory: u64,
    /// Bytes of text, and of attachments together, that a reading may give.
    pub output: u64,
    /// How deep parts, elements or objects of one file may lie in one another.
    pub depth: u32,
    /// How deep files may lie in one another: a letter in a mailbox in an archive is two deep.
    pub nesting: u32,
    /// How many parts: pages, cells, messages, files.
    pub parts: u32,
    /// How many times its own size a compressed part may unpack to.
    pub ratio: u32,
    /// In how many pictures text is recognised at most; of the others the document says that it was not.
    pub pictures: u32,
}

impl Default for Limits {
    /// Enough for a scanned report of a thousand pages or a mailbox of a hundred megabytes.
    fn default() -> Self {
        Self {
            time: Duration::from_secs(300),
            memory: 1 << 30,
            output: 256 << 20,
            depth: 64,
            nesting: 8,
            parts: 200_000,
            ratio: 200,
            pictures: 2000,
        }
    }
}
