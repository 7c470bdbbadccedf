//! Reading postings: all of a term's, or those of some documents.

use rusqlite::{Row, params};

use super::posting::{Posting, Postings, places, skip_places};
use super::write::BLOCKS;
use crate::error::Result;
use crate::rank::Scorer;
use crate::sqlite::sql::{RowResult, Sql, after_all, natural};
use crate::text::Wanted;

/// A term's postings: the newest, and where the others are.
#[derive(Debug)]
pub(super) struct List {
    list: i64,
    blocks: i64,
    pub(super) documents: u64,
    /// The last document of the newest postings.
    last: u32,
    tail: Vec<u8>,
}

/// Documents, ascending, with how much each holds of something.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) numbers: Vec<u32>,
    pub(super) parts: Vec<f64>,
}

fn list(row: &Row<'_>) -> RowResult<List> {
    Ok(List {
        list: row.get(0)?,
        blocks: row.get(1)?,
        documents: natural(row, 2)?,
        last: natural(row, 3)?,
        tail: row.get(4)?,
    })
}

impl Sql {
    /// The lists of a level's terms that fit, ascending by term.
    pub(super) fn lists(&self, level: i64, wanted: &Wanted) -> Result<Vec<List>> {
        const COLUMNS: &str = "SELECT list, blocks, documents, last, postings FROM text_terms";
        if !wanted.begun {
            let sql = format!("{COLUMNS} WHERE level = ?1 AND term = ?2");
            return Ok(self.one(&sql, params![level, wanted.term], list)?.into_iter().collect());
        }
        // A term begins with its space, which is never the greatest byte.
        let end = after_all(&wanted.term).unwrap_or_default();
        let sql = format!("{COLUMNS} WHERE level = ?1 AND term >= ?2 AND term < ?3 ORDER BY term");
        self.all(&sql, params![level, wanted.term, end], list)
    }

    /// Visits the postings of a list in blocks, those left out that hold no document of `among` (ascending; `None` is all). With each
    /// block comes its key; the newest postings have none.
    fn each_block(
        &self,
        list: &List,
        among: Option<&[u32]>,
        mut visit: impl FnMut(Option<i64>, &[u8]) -> Result<()>,
    ) -> Result<()> {
        let mut left = among;
        // Whether any document up to this one is among those wanted.
        let mut wants = |last: u32| match &mut left {
            None => true,
            Some(left) => {
                let until = left.partition_point(|number| *number <= last);
                *left = left.get(until..).unwrap_or_default();
                until > 0
            }
        };
        if list.blocks > 0 {
            let sql = "SELECT key, last, postings FROM text_blocks \
                       WHERE key >= ?1 AND key < ?2 ORDER BY key";
            let range = [list.list * BLOCKS, (list.list + 1) * BLOCKS];
            self.each_row(sql, range, |row| {
                if wants(natural(row, 1)?) {
                    Ok(visit(Some(row.get(0)?), row.get_ref(2)?.as_blob()?))
                } else {
                    Ok(Ok(()))
                }
            })?;
        }
        if wants(list.last) { visit(None, &list.tail) } else { Ok(()) }
    }

    /// The documents that hold any of these terms, with the best that each holds.
    pub(super) fn union(&self, lists: &[(&List, f64)], scorer: &Scorer) -> Result<Parts> {
        let mut found: Vec<(u32, f64)> = Vec::new();
        for (list, weight) in lists {
            self.each_block(list, None, |_, postings| {
                found.extend(
                    Postings::new(postings)
                        .map(|one| (one.number, weight * scorer.part(one.times, one.length))),
                );
                Ok(())
            })?;
        }
        if lists.len() > 1 {
            // Each list is ascending, and a stable sort merges what is in order already.
            found.sort_by_key(|(number, _)| *number);
            found.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 = kept.1.max(next.1);
                }
                same
            });
        }
        let (numbers, parts) = found.into_iter().unzip();
        Ok(Parts { numbers, parts })
    }

    /// How much each of some documents (ascending) holds of any of these terms; 0 where it holds none.
    pub(super) fn held(
        &self,
        lists: &[(&List, f64)],
        among: &[u32],
        scorer: &Scorer,
    ) -> Result<Vec<f64>> {
        let mut parts = vec![0.0_f64; among.len()];
        for (list, weight) in lists {
            let mut at = 0;
            self.each_block(list, Some(among), |_, postings| {
                meet(postings, among, &mut at, |place, one| {
                    let part = weight * scorer.part(one.times, one.length);
                    parts[place] = parts[place].max(part);
                });
                Ok(())
            })?;
        }
        Ok(parts)
    }

    /// The places of a word in each of some documents (ascending), and the lengths of those that hold it.
    pub(super) fn places(
        &self,
        lists: &[(&List, f64)],
        among: &[u32],
    ) -> Result<Vec<(Vec<u32>, u8)>> {
        let mut found: Vec<(Vec<u32>, u8)> = vec![(Vec::new(), 0); among.len()];
        let tail = "SELECT places FROM text_terms WHERE list = ?1";
        let block = "SELECT places FROM text_places WHERE key = ?1";
        for (list, _) in lists {
            let mut at = 0;
            self.each_block(list, Some(among), |key, postings| {
                let (sql, key) = key.map_or((tail, list.list), |key| (block, key));
                let read = |row: &Row<'_>| row.get::<_, Vec<u8>>(0);
                let bytes = self.one(sql, [key], read)?.unwrap_or_default();
                let mut from = 0;
                for one in Postings::new(postings) {
                    at += among[at..].partition_point(|number| *number < one.number);
                    if among.get(at) == Some(&one.number) {
                        let (known, length) = &mut found[at];
                        known.extend(places(&bytes, &mut from, one.times));
                        *length = one.length;
                    } else {
                        skip_places(&bytes, &mut from, one.times);
                    }
                }
                Ok(())
            })?;
        }
        Ok(found)
    }
}

/// Calls back for each posting whose document is among those wanted, from `at` on.
fn meet(postings: &[u8], among: &[u32], at: &mut usize, mut visit: impl FnMut(usize, Posting)) {
    for one in Postings::new(postings) {
        // In steps that double, so that few postings find their way among many documents, and the other way round.
        let mut step = 1;
        while among.get(*at + step).is_some_and(|number| *number < one.number) {
            *at += step;
            step *= 2;
        }
        let near = among.get(*at..(*at + step + 1).min(among.len())).unwrap_or_default();
        *at += near.partition_point(|number| *number < one.number);
        match among.get(*at) {
            None => return,
            Some(number) if *number == one.number => visit(*at, one),
            Some(_) => {}
        }
    }
}
