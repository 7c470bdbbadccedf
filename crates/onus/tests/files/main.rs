//! Files put into a case as a user does it: added, read, quoted in sheets, corrected, and killed while being added.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/mod.rs"]
mod common;

mod adding;
mod kills;
mod quotes;
mod texts;
