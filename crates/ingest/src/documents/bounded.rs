//! Unpacking what is compressed, within bounds.
//!
//! A few kilobytes can unpack to terabytes. Every reader unpacks through [`Bounded`], which stops at the bytes
//! allowed in all and at the allowed multiple of what was packed.

use std::io::{self, Read};

use super::{Failure, Limits};

/// Below this many bytes no ratio is looked at: small files of one repeated letter are no attack.
const HARMLESS: u64 = 1 << 20;

/// The bytes that one file's parts may still unpack to, all of them together.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    left: u64,
    all: u64,
    ratio: u64,
}

impl Budget {
    /// The budget of one file: twice the output allowed, since not all that is unpacked is text.
    pub(crate) fn new(limits: &Limits) -> Self {
        let all = limits.output.saturating_mul(2);
        Self { left: all, all, ratio: u64::from(limits.ratio.max(1)) }
    }

    /// Reads unpacked bytes whose packed form has `packed` bytes.
    pub(crate) fn bounded<R: Read>(&mut self, inner: R, packed: u64) -> Bounded<'_, R> {
        let most = packed.saturating_mul(self.ratio).max(HARMLESS);
        Bounded { inner, budget: self, read: 0, most }
    }

    /// Reads all unpacked bytes of a part whose packed form has `packed` bytes.
    ///
    /// # Errors
    ///
    /// When it unpacks to more than is allowed, or is damaged.
    pub(crate) fn unpack<R: Read>(&mut self, inner: R, packed: u64) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        self.bounded(inner, packed).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Takes bytes that were unpacked by other means out of the budget.
    ///
    /// # Errors
    ///
    /// When they are more than is left.
    pub(crate) fn spend(&mut self, bytes: u64) -> Result<(), Failure> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = 0;
                Err(Failure::too_much(format!("more than {} bytes once unpacked", self.all)))
            }
        }
    }
}

/// A stream of unpacked bytes that ends in a failure when there are too many of them.
#[derive(Debug)]
pub(crate) struct Bounded<'a, R> {
    inner: R,
    budget: &'a mut Budget,
    read: u64,
    most: u64,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read = self.read.saturating_add(count as u64);
        self.budget.spend(count as u64)?;
        if self.read > self.most {
            let ratio = self.budget.ratio;
            return Err(Failure::too_much(format!(
                "unpacking to more than {ratio} times its packed size"
            ))
            .into());
        }
        Ok(count)
    }
}
