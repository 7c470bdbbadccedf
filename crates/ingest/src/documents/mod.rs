//! Documents: a file in, its text with exact places out.
//!
//! Every format has one reader, a function from a seekable input to a [`Document`]. A reader knows nothing of
//! cases, keys or processes: it is handed bytes from outside, and whatever they hold it answers with a
//! document or one [`Failure`]. It runs in a process of its own that can do nothing but this, because formats
//! are large and their parsers are where hostile files attack.

mod document;
mod failure;
mod limits;

pub use document::{Attachment, Document, Field, Note, Part, Place, Property, Recognized};
pub use failure::{Failure, Trouble};
pub use limits::Limits;
