//! Time stamps of an authority that the tests make with OpenSSL's program.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod accepted;
mod authority;
mod changed;
mod refused;

use authority::{Authority, Setup};

/// Makes an authority, or says why the test is left out.
macro_rules! made {
    ($setup:expr) => {
        match $crate::Authority::make($setup) {
            Some(authority) => authority,
            None => return,
        }
    };
}
pub(crate) use made;

/// What is stamped here: a checkpoint as a case has it.
const NOTE: &[u8] = b"onus.example/case\n12\nqw2f0Kzm6rWZ3nJ0xJ1JdbVYh0y3o3m2q1w2e3r4t5Y=\n";

fn nonce() -> [u8; 16] {
    *b"\x91 sixteen bytes "
}
