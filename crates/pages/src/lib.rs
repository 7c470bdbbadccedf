//! Pages: documents of answers set as a book that answers back.
//!
//! A page is a pure function of the JSON documents that commands give too (`docs/json.md`), the words of one language
//! and what frames it ([`Frame`]). Nothing here knows of requests, sessions or where a document came from, and nothing
//! is computed here that a document does not say: what the pages show, any program can read.
//!
//! Every count, status and sentence is a link to its reasons. A status is drawn as a shape and told as a word; colour
//! only helps. Markup is made by `maud`, which escapes whatever is put into it; no page has a style or a script of its
//! own, so that a strict policy holds. Templates in files of their own (askama) were weighed and put aside: these
//! documents are trees, and functions that call each other set trees with fewer parts and fewer dependencies.

mod document;
mod frame;
mod parts;
pub mod rooms;
mod words;
mod world;

pub use document::NotADocument;
pub use frame::{Case, Checked, Colophon, Frame, Room, Theme, page, problem};
pub use words::{Language, Words};
