//! A case: opened, read and changed.
//!
//! Everything above reads a case through [`CaseReader`] and changes it through [`Case::commit`]; there is no
//! other way to change one. A change is data ([`Edit`]) until it is committed.

mod case;
mod commit;
mod convert;
mod derive;
mod edit;
mod error;
mod folder;
mod known;
mod log;
mod look;
mod read;
mod resident;
mod search;
mod stored;
mod tokens;
mod verify;

pub use case::{Author, Case, Now};
pub use commit::Committed;
pub use edit::{Edit, NewClaim, NewRecord, NewRetraction, provisional};
pub use error::CaseError;
pub use folder::{Making, Notice, OpenCase};
pub use log::LogLine;
pub use look::{Loaded, Look};
pub use read::{CaseReader, ReadError, RowName};
pub use resident::Resident;
pub use search::WordsFound;
pub use stored::Stored;
pub use verify::Verified;
