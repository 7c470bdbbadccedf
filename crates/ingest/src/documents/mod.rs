//! Documents: a file in, its text with exact places out.
//!
//! Every format has one reader, a function from a seekable input to a [`Document`]. A reader knows nothing of
//! cases, keys or processes: it is handed bytes from outside, and whatever they hold it answers with a
//! document or one [`Failure`]. It runs in a process of its own that can do nothing but this, because formats
//! are large and their parsers are where hostile files attack.
//!
//! A file's kind is told by its bytes. Its name is a promise that anyone can make; where bytes and name
//! disagree the document says so.

mod bounded;
mod builder;
mod document;
mod encoding;
mod ending;
mod failure;
mod input;
mod limits;
pub mod process;
pub mod quote;
mod readers;
mod vetting;

pub use document::{
    Attachment, Document, Drawn, Field, Note, Part, Picture, Place, Property, Recognized,
};
pub use failure::{Failure, Trouble};
pub use input::Input;
pub use limits::Limits;

/// Reads a file in this process. `name` is what the file is called.
///
/// # Errors
///
/// One failure, when the file cannot be read within the limits.
pub fn read(input: &mut dyn Input, name: &str, limits: &Limits) -> Result<Document, Failure> {
    let head = input::Head::of(input, name)?;
    if head.length == 0 {
        return Err(Trouble::Empty.into());
    }
    let Some((reader, media)) = readers::of(&head) else {
        return Err(Trouble::Unknown(ending::seen(&head)).into());
    };
    let mut job = input::Job { input, head: &head, media, limits };
    let mut document = (reader.read)(&mut job)?;
    document.reader = reader.version.to_owned();
    if document.media.is_empty() {
        document.media = media.to_owned();
    }
    if let Some(note) = ending::note(&head.ending, &document.media) {
        document.notes.insert(0, note);
    }
    vetting::vet(&mut document, limits)?;
    Ok(document)
}
