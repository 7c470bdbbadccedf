//! Coding sheets on their way into a case and out of it.

pub(crate) mod export;
pub(crate) mod files;
pub(crate) mod plan;
mod told;

pub(crate) use export::{create, new_file};
pub(crate) use told::{json, text};
