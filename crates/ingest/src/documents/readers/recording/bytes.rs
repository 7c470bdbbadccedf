//! Small reads at places in a large file.

use std::io::{Read, SeekFrom};

use crate::documents::Failure;
use crate::documents::input::Input;

/// The most bytes of a header or a tag that are looked at. Pictures of album covers are not.
pub(super) const TAG: u64 = 1 << 20;

/// Up to `length` bytes at a place; fewer where the file ends.
pub(super) fn at(input: &mut dyn Input, place: u64, length: u64) -> Result<Vec<u8>, Failure> {
    input.seek(SeekFrom::Start(place))?;
    let mut bytes = Vec::new();
    Read::take(&mut *input, length.min(TAG)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Bytes that are taken from the front; nothing when there are too few.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn number(&mut self, length: usize) -> Option<u64> {
        Some(self.take(length)?.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    /// An unsigned number of 8 bits.
    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// An unsigned number of 16 bits, the greatest byte first.
    pub(super) fn u16(&mut self) -> Option<u16> {
        u16::try_from(self.number(2)?).ok()
    }

    /// An unsigned number of 32 bits, the greatest byte first.
    pub(super) fn u32(&mut self) -> Option<u32> {
        u32::try_from(self.number(4)?).ok()
    }

    /// An unsigned number of 64 bits, the greatest byte first.
    pub(super) fn u64(&mut self) -> Option<u64> {
        self.number(8)
    }

    /// An unsigned number of 32 bits, the least byte first.
    pub(super) fn u32_le(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }
}

/// `count` units of which there are `rate` in a second, in milliseconds.
pub(super) fn milliseconds(count: u64, rate: u64) -> Option<u64> {
    let exact = u128::from(count) * 1000 / u128::from(std::num::NonZeroU64::new(rate)?.get());
    u64::try_from(exact).ok()
}
