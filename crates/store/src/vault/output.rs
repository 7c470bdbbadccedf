//! Writing a large file once, past the page cache where the system lets us.
//!
//! What is sealed is not read again soon, so keeping it in memory costs twice: the copy itself, which takes as
//! much processor time as sealing does, and whatever was in memory before. On Linux, whole blocks are
//! therefore written directly. Where the file system cannot (it says so at the first block), and elsewhere,
//! and for what is shorter than a block, writing goes the usual way; the bytes are the same.

use std::fs::File;
use std::io::{self, Write};

/// How much is written at once.
const BLOCK: usize = 1 << 20;
/// What direct writing asks addresses and lengths to be multiples of: a page, which covers every block size.
const ALIGNED: usize = 4096;

/// How the file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// No block was written yet.
    NotYet,
    Direct,
    Usual,
}

/// A file that is written from its beginning.
#[derive(Debug)]
pub(super) struct Output {
    file: File,
    way: Way,
    /// With room to begin at an aligned address.
    room: Vec<u8>,
    start: usize,
    filled: usize,
}

impl Output {
    /// Takes a new file.
    pub(super) fn new(file: File) -> Self {
        let room = vec![0; BLOCK + ALIGNED];
        let start = room.as_ptr().align_offset(ALIGNED);
        let (start, way) = if start < ALIGNED { (start, Way::NotYet) } else { (0, Way::Usual) };
        Self { file, way, room, start, filled: 0 }
    }

    /// Appends.
    pub(super) fn append(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let (from, to) = (self.start + self.filled, self.start + BLOCK);
            let free = self.room.get_mut(from..to).unwrap_or_default();
            let (now, later) = bytes.split_at(bytes.len().min(free.len()));
            if let Some(free) = free.get_mut(..now.len()) {
                free.copy_from_slice(now);
            }
            self.filled += now.len();
            bytes = later;
            if self.filled == BLOCK {
                self.block()?;
            }
        }
        Ok(())
    }

    /// Writes what is left and makes everything last.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        // A length that is no multiple of anything cannot be written directly.
        if self.way == Way::Direct {
            self.usual()?;
        }
        let end = self.start + self.filled;
        self.file.write_all(self.room.get(self.start..end).unwrap_or_default())?;
        self.filled = 0;
        self.file.sync_all()
    }

    fn block(&mut self) -> io::Result<()> {
        if self.way == Way::NotYet {
            self.way = if set_direct(&self.file, true).is_ok() { Way::Direct } else { Way::Usual };
        }
        let mut at = self.start;
        let end = self.start + BLOCK;
        while at < end {
            match self.file.write(self.room.get(at..end).unwrap_or_default()) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => at += written,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // The file system takes the wish and not the block.
                Err(error)
                    if self.way == Way::Direct && error.kind() == io::ErrorKind::InvalidInput =>
                {
                    self.usual()?;
                }
                Err(error) => return Err(error),
            }
        }
        self.filled = 0;
        Ok(())
    }

    fn usual(&mut self) -> io::Result<()> {
        self.way = Way::Usual;
        set_direct(&self.file, false)
    }
}

#[cfg(target_os = "linux")]
fn set_direct(file: &File, direct: bool) -> io::Result<()> {
    use rustix::fs::{OFlags, fcntl_setfl};
    fcntl_setfl(file, if direct { OFlags::DIRECT } else { OFlags::empty() })?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn set_direct(_: &File, direct: bool) -> io::Result<()> {
    if direct { Err(io::ErrorKind::Unsupported.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_is_in_the_file_whichever_way() {
        let folder = tempfile::tempdir().unwrap();
        let content: Vec<u8> = (0..3 * BLOCK + 777).map(|at| (at % 251) as u8).collect();
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, content.len()] {
            for part in [1000, 65_552, BLOCK, content.len()] {
                for way in [Way::NotYet, Way::Usual] {
                    let path = folder.path().join("file");
                    let mut output = Output::new(File::create(&path).unwrap());
                    output.way = way;
                    for part in content[..length].chunks(part) {
                        output.append(part).unwrap();
                    }
                    output.finish().unwrap();
                    assert!(
                        std::fs::read(&path).unwrap() == content[..length],
                        "{length}, {way:?}"
                    );
                }
            }
        }
    }
}
