//! What comes into a case from outside: documents, of which the text is read, and coding sheets, in which people
//! record what sources say.
//!
//! Bytes in, text and typed rows or every mistake out. Nothing here reads a file, the environment or the clock,
//! and nothing here changes a case: what to do with what was read is decided by whoever asked for it.

pub mod documents;
pub mod sheets;
