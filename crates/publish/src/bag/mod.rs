//! BagIt packages: a folder with a payload, the digests of all of it, and files about it.
//!
//! The format is [RFC 8493](https://www.rfc-editor.org/rfc/rfc8493), version 1.0, and its drafts from 0.93 on.
//! Archives, libraries and courts have tools for it, and `sha256sum -c` is enough for most of the checking.
//!
//! [`BagWriter`] makes version 1.0 with SHA-256 and SHA-512. [`verify`] reads **any** bag of those versions
//! and holds it to the letter of its own version: what a bag must be and is not is an error, what it should
//! be and is not a warning, and each [`Finding`] names the file and the line. All of the bag is read,
//! whatever is found on the way: one run gives the whole list.
//!
//! What was decided where the text leaves room:
//!
//! - *Nothing outside the bag is ever opened.* A path that would lead out is an error and is not followed; nor
//!   is a link to a folder. A link to a file inside the bag is read, with a warning that copying may lose it;
//!   pipes, sockets and devices are errors and are not opened.
//! - *An algorithm that is not known here is an error*, since the bag then has checksums that were not
//!   verified. Known are MD5, SHA-1 and the SHA-2 family.
//! - *Percent-encoding differs by version.* From 1.0 on `%25`, `%0A` and `%0D` are decoded, and any other
//!   percent sign is an error. Before, only line ends were to be encoded, and tools disagreed about the rest:
//!   a file is looked for under the plainer reading first, and found under another with a warning.
//! - *Names are compared as they are, then normalized* (NFC): a file that is found only so is a warning, since
//!   some file systems change names by themselves.
//! - *Byte-order marks* are errors in `bagit.txt` always, and elsewhere in UTF-8 from 1.0 on; before, warnings.

mod algorithm;
mod declaration;
mod fetch;
mod finding;
mod info;
mod manifest;
mod path;
mod text;
mod tree;
mod verify;
mod write;

pub use algorithm::Algorithm;
pub use declaration::Version;
pub use finding::{Finding, Problem, Verified};
pub use path::{PathError, decode, encode};
pub use verify::verify;
pub use write::{BagError, BagWriter, Written};
