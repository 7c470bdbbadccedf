//! The rooms of the book, one a file: functions from documents to pages.

pub mod accountability;
pub mod adding;
pub mod case;
pub mod checks;
pub mod claim;
pub mod coding;
pub mod commitments;
pub mod count;
pub mod findings;
pub mod log;
pub mod record;
pub mod records;
pub mod review;
pub mod search;
pub mod source;
pub mod sources;
pub mod statements;
pub mod timeline;
pub mod unlock;
pub mod view;
pub mod why;
pub mod work;
