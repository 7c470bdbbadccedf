//! Reading in a process of its own.
//!
//! [`Reader`] is the side that asks: it starts this same program again, hands it a file, and takes back a
//! document, believing nothing in it. [`serve`] is the side that reads, after it has given up everything that it
//! does not need for that. `docs/design/reading-in-a-sandbox.md` says what an attacker is left with.
//!
//! Other people's programs, which draw pages and recognise text in pictures, are started from the asking side
//! and never from the reading one, each in a process that gave up its powers in the same way first.

mod child;
mod parent;
mod recognize;
mod tools;
mod tree;
mod wire;

pub use child::serve;
pub use parent::{Reader, Source};
pub use tools::Tools;
