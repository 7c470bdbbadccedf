//! What the operating system is asked for beyond the standard library: holding a process in.
//!
//! This is the only crate that may hold unsafe code, and it holds as little as can be: a block where no safe
//! interface exists, each with the reason why it is sound.

pub mod sandbox;
