//! Taking a document out of the index, so that nothing of it is left.

use rusqlite::{Row, params};

use super::posting::{Run, number};
use super::write::BLOCKS;
use crate::error::Result;
use crate::id::DocumentId;
use crate::sqlite::sql::{RowResult, Sql, natural, prefix_of};

impl Sql {
    /// Removes a document that is written, its postings with it. Answers whether it was there.
    pub(super) fn erase_document(&self, document: DocumentId) -> Result<bool> {
        let known = "SELECT number, level, length, terms FROM text_documents \
                     WHERE prefix = ?1 AND id = ?2";
        let id = document.as_bytes();
        let read = |row: &Row<'_>| -> RowResult<(u32, i64, i64, Vec<u8>)> {
            Ok((natural(row, 0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        };
        let Some((document, level, length, terms)) =
            self.one(known, params![prefix_of(id), id], read)?
        else {
            return Ok(false);
        };
        let (mut at, mut list) = (0, 0_i64);
        while let Some(distance) = number(&terms, &mut at) {
            list += i64::try_from(distance).unwrap_or(0);
            self.erase_posting(list, document)?;
        }
        self.run("DELETE FROM text_documents WHERE number = ?1", [document])?;
        self.write_columns([(level, document, None)].into_iter())?;
        self.count_text(level, -1, -length)?;
        Ok(true)
    }

    /// Cuts a document out of a term's postings, and removes the term when it was the last.
    fn erase_posting(&self, list: i64, document: u32) -> Result<()> {
        let tail = "SELECT documents, postings, places FROM text_terms WHERE list = ?1";
        let read = |row: &Row<'_>| -> RowResult<(u64, Vec<u8>, Vec<u8>)> {
            Ok((natural(row, 0)?, row.get(1)?, row.get(2)?))
        };
        let Some((documents, postings, places)) = self.one(tail, [list], read)? else {
            return Ok(());
        };
        if documents <= 1 {
            self.run("DELETE FROM text_terms WHERE list = ?1", [list])?;
            for table in ["text_blocks", "text_places"] {
                let sql = format!("DELETE FROM {table} WHERE key >= ?1 AND key < ?2");
                self.run(&sql, [list * BLOCKS, (list + 1) * BLOCKS])?;
            }
            return Ok(());
        }
        if let Some(left) = Run::without(&postings, &places, document) {
            let sql = "UPDATE text_terms SET documents = documents - 1, last = ?2, postings = ?3, \
                       places = ?4 WHERE list = ?1";
            return self.run(sql, params![list, left.last, left.postings, left.places]).map(|_| ());
        }
        let block = "SELECT b.key, b.postings, p.places FROM text_blocks AS b \
                     LEFT JOIN text_places AS p ON p.key = b.key \
                     WHERE b.key >= ?1 AND b.key < ?2 AND b.last >= ?3 ORDER BY b.key LIMIT 1";
        let read = |row: &Row<'_>| -> RowResult<(i64, Vec<u8>, Option<Vec<u8>>)> {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        };
        let range = params![list * BLOCKS, (list + 1) * BLOCKS, document];
        let Some((key, postings, places)) = self.one(block, range, read)? else { return Ok(()) };
        let Some(left) = Run::without(&postings, &places.unwrap_or_default(), document) else {
            return Ok(());
        };
        self.run("UPDATE text_terms SET documents = documents - 1 WHERE list = ?1", [list])?;
        if left.count == 0 {
            self.run("DELETE FROM text_blocks WHERE key = ?1", [key])?;
            self.run("DELETE FROM text_places WHERE key = ?1", [key])?;
            return Ok(());
        }
        // Its last document is left as it was: all that is asked of it is that none is greater.
        self.run(
            "UPDATE text_blocks SET postings = ?2 WHERE key = ?1",
            params![key, left.postings],
        )?;
        self.run("UPDATE text_places SET places = ?2 WHERE key = ?1", params![key, left.places])?;
        Ok(())
    }
}
