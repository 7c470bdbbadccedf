//! The log of a case: bytes in, bytes out.
//!
//! A case is what its signed, hash-linked commits say, and nothing else. This crate reads and writes
//! those commits and judges whether one may follow another. It holds no files, reads no clock, draws
//! no random numbers: keys, salts and times come in as arguments, bytes and typed refusals go out.
//! The format itself, with the reasons for it, is `docs/log-format.md`; what the code does and that
//! page does not say is a fault in one of them.
//!
//! The way through: [`content`] is the JSON profile everything is written in; an [`Operation`] is one
//! content, sealed into a [`Leaf`] whose hash is its name; a [`Draft`] gathers operations and
//! [`Effect`]s and signs them into a [`Commit`]; a [`Verifier`] takes commits one after another and
//! answers [`Accepted`] or [`Refusal`]; [`merkle`] and [`TreeHead`] prove to others what a chain held.
//!
//! Values, schema and vocabularies belong to the model: here a claim's value is a kind and a text that
//! nothing looks into. So a log can be verified by a program that knows nothing of human-rights work.

mod checkpoint;
mod commit;
pub mod content;
mod effect;
mod hash;
mod header;
mod id;
mod key;
mod leaf;
pub mod merkle;
mod object;
pub mod operation;
mod reason;
mod time;
mod verify;
mod word;

pub use checkpoint::{Checkpoint, TreeHead};
pub use commit::{Commit, Draft, Place};
pub use effect::{
    Bytes, Case, DeviceAdd, DeviceRetire, DeviceRevoke, Effect, Erase, ErasureClass, Floor, Keep,
    LevelChange, Retract, Role, RoleGrant,
};
pub use header::{
    FORMAT, HEADER_LIMIT, Header, Leaves, MAX_EFFECTS, MAX_LEAVES, MAX_PARENTS, SUITE,
};
pub use id::{
    CaseId, CommitId, DeviceId, Digest, IdError, MemberId, OperationId, RecordId, SheetId,
};
pub use key::{PublicKey, Signature, SigningKey};
pub use leaf::{Leaf, Salt};
pub use operation::{Content, Operation};
pub use reason::{Fault, Object, Reason, Refusal};
pub use time::Time;
pub use verify::{Accepted, CLOCK_TOLERANCE, Entry, Known, Position, Resident, Standing, Verifier};
pub use word::{Level, Word};
