//! What several test files share.

#![allow(dead_code, reason = "each test file uses a part")]

pub(crate) mod oracle;
pub(crate) mod state;
pub(crate) mod team;
pub(crate) mod vectors;
