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
//! [`Effect`]s and signs them into a [`Commit`]; a [`Graph`] answers which commits may be held and what
//! the held ones count for, asking a [`Known`] for what is many; a [`bundle`] carries commits and files
//! between replicas; [`merkle`], [`TreeHead`] and [`Checkpoint`] prove to others what a chain held.
//!
//! Values, schema and vocabularies belong to the model: here a claim's value is a kind and a text that
//! nothing looks into. So a log can be verified by a program that knows nothing of human-rights work.

pub mod bundle;
mod checkpoint;
mod codec;
mod commit;
pub mod content;
mod effect;
pub mod graph;
mod hash;
mod header;
mod id;
mod key;
mod leaf;
mod log;
pub mod merkle;
mod object;
pub mod operation;
mod reason;
mod seal;
mod time;
mod word;

pub use checkpoint::{Checkpoint, TreeHead};
pub use commit::{Commit, Draft, Place};
pub use effect::{
    Bytes, Case, DeviceAdd, DeviceRetire, DeviceRevoke, Effect, Erase, ErasureClass, Floor, Keep,
    LevelChange, Retract, Role, RoleGrant,
};
pub use graph::{Accepted, Delta, Entry, Graph, Known, Position, Resident, Rights, Standing};
pub use header::{
    FORMAT, HEADER_LIMIT, Header, Leaves, MAX_EFFECTS, MAX_LEAVES, MAX_PARENTS, SUITE,
};
pub use id::{
    CaseId, CommitId, DeviceId, Digest, IdError, MemberId, OperationId, RecordId, SheetId,
};
pub use key::{PublicKey, Signature, SigningKey};
pub use leaf::{Absence, Leaf, Salt, Slot};
pub use log::{Log, Offered};
pub use operation::{Content, Operation};
pub use reason::{Fault, Object, Reason, Refusal};
pub use seal::{SealKey, SealSecret};
pub use time::Time;
pub use word::{Level, Word};
