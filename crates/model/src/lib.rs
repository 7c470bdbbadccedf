//! What Onus computes with: honest values, records as data, claims, and what claims add up to.
//!
//! Everything here is a pure function of its arguments. Nothing reads a file, the environment or the
//! clock, so that every answer can be recomputed later, elsewhere, or without one of its sources.

pub mod claim;
pub mod corpus;
pub mod explain;
pub mod id;
mod level;
pub mod memo;
pub mod resolve;
pub mod schema;
pub mod value;
pub mod view;

pub use level::Level;
