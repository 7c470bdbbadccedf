//! What comes into a case from outside: documents, of which the text is read, and coding sheets, in which people
//! record what sources say.
//!
//! Bytes in, text and typed rows or every mistake out. Nothing here finds files, or reads the environment or the
//! clock; and only [`adding`] changes a case, one commit a file.

pub mod adding;
pub mod documents;
pub mod sheets;
