//! A case: opened, read and changed.
//!
//! Everything above reads a case through [`CaseReader`] and changes it through [`Case::commit`]; there is no
//! other way to change one. A change is data ([`Edit`]) until it is committed.

mod case;
mod change;
mod checkpoints;
mod commit;
mod consent;
mod convert;
mod countersign;
mod derive;
mod edit;
mod enrol;
mod erase;
mod error;
mod files;
mod folder;
mod index;
mod join;
mod kept;
mod known;
mod loaded;
mod log;
mod look;
mod order;
mod passages;
mod question;
mod read;
mod resident;
mod reviews;
mod search;
mod slots;
mod stamps;
mod stored;
mod sync;
mod taking;
mod team;
mod texts;
mod verify;

pub use case::{Author, Case, Now};
pub use checkpoints::{ComparedCheckpoints, ForkedChain};
pub use commit::Committed;
pub use consent::{ConsentReach, Rests};
pub use countersign::KeptCheckpoint;
pub use edit::{Edit, NewClaim, NewRecord, NewRetraction, provisional};
pub use enrol::{GivingTo, unlock_with_code};
pub use erase::{ERASED_AT_ONCE, Erased, Erasing};
pub use error::CaseError;
pub use files::{Custody, CustodyKind, Exhibit, Filed, Reading};
pub use folder::{Making, Notice, OpenCase};
pub use index::{ClaimText, claim_language, claim_texts};
pub use join::{Invitation, LONGEST, Request};
pub use kept::{DefaultView, Kept, KeptKeys};
pub use loaded::Loaded;
pub use log::LogLine;
pub use look::Look;
pub use passages::{IndexedText, NewPassage, NewText};
pub use question::Question;
pub use read::{CaseReader, ReadError, RowName};
pub use resident::Resident;
pub use search::{Common, Findings, FoundHit, Search, What, WordsFound};
pub use stamps::{KeptStamp, StampRequest};
pub use stored::Stored;
pub use sync::{Given, Giving, Missing, Peer, Peers, Received, Receiving, RolledBackPeer};
pub use team::{KeepUpTo, Revoked, TeamDevice, TeamDeviceState, TeamMember};
pub use texts::{Texts, VaultTexts, slice};
pub use verify::{Step, Verified};

/// Names of the log that callers hand in and get back.
pub use onus_ledger::{CommitId, DeviceId, ErasureClass, Level as GivenLevel, OperationId, Role};

/// A number that an answer of the search index counts no further than asked.
pub use onus_store::Counted;
