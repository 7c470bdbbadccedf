//! The text index: for each level, the terms that its documents hold, and for each term the documents that hold it.
//!
//! Why not FTS5, which SQLite brings along: it does not tell how often a word occurs in a document, except to extensions
//! written in C, so that ranking had to read every text that matched again; common words took seconds. Here a posting is
//! two to four bytes (which document, how often, how long that is), in blocks of about a page, so that a word in half of a million
//! passages is read in some hundredths of a second and ranked without looking anything up. And erasing can be seen to be complete:
//! a document's postings are cut out of the blocks they stand in, a term that nothing holds any longer is deleted, and SQLite
//! overwrites what is freed.
//!
//! `text_terms` has a row per level and term with the newest postings; what does not fit there goes to `text_blocks`, places of
//! words to `text_places`. Documents are numbered as they come in, so new postings always go to the end. `text_columns` keeps what documents are
//! filtered and counted by, a thousand to a row. Nothing stands in a row of one level that depends on another, but numbers, which no
//! answer shows.
//!
//! Documents are gathered in memory and written together, sorted by term: see [`write`].

mod columns;
mod erase;
mod lists;
mod posting;
mod search;
mod write;

use std::cell::RefCell;

use crate::error::Result;

pub(super) use columns::ColumnCache;
pub(super) use write::{Pending, Values};

use super::schema::TEXT_TABLES;
use super::sql::Sql;

/// What one connection keeps of the text index in memory.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// Documents not yet written.
    pending: RefCell<Option<Box<Pending>>>,
    /// Numbers of values looked up in this transaction.
    values: RefCell<Values>,
    columns: RefCell<ColumnCache>,
    /// Writing documents failed: what was gathered is lost, and the transaction must not be committed.
    failed: std::cell::Cell<bool>,
}

impl Texts {
    /// Forgets what belongs to a transaction that has ended.
    pub(super) fn forget(&self) {
        self.pending.borrow_mut().take();
        self.values.borrow_mut().clear();
        self.columns.borrow_mut().clear();
        self.failed.set(false);
    }

    /// Whether documents were lost on the way.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.get()
    }
}

impl Sql {
    /// Empties the index.
    pub(super) fn clear_texts(&self) -> Result<()> {
        self.texts().forget();
        for table in TEXT_TABLES {
            self.run(&format!("DELETE FROM {table}"), [])?;
        }
        Ok(())
    }
}
