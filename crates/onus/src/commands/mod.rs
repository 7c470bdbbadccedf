//! The commands, one a file: its options and what it does.

pub(crate) mod agent;
pub(crate) mod brief;
pub(crate) mod check;
pub(crate) mod code;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod count;
pub(crate) mod demo;
pub(crate) mod erase;
pub(crate) mod init;
pub(crate) mod join;
pub(crate) mod list;
pub(crate) mod lock;
pub(crate) mod log;
pub(crate) mod man;
pub(crate) mod members;
pub(crate) mod passwd;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod sync;
pub(crate) mod timeline;
pub(crate) mod unlock;
pub(crate) mod verify;
pub(crate) mod why;
