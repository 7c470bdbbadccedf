//! What comes into a case from outside: coding sheets, in which people record what sources say.
//!
//! Bytes in, typed rows or every mistake out. Nothing here reads a file, the environment or the clock,
//! and nothing here changes a case: what to do with the rows is decided by whoever asked for them.

pub mod sheets;
