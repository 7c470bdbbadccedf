//! The log's tables.

use onus_model::Level;
use rusqlite::{Row, params};

use super::sql::{RowResult, Sql, level_of, natural, number_of, prefix_of};
use super::transaction::SqlTransaction;
use crate::error::{Refusal, Result, storable};
use crate::id::{CommitId, DeviceId, LeafId};
use crate::row::{CommitRow, LeafRow, NewCommit, Opening, Place};
use crate::store::Visit;

/// The columns of a commit, as [`commit_row`] reads them.
macro_rules! commits {
    ($rest:literal) => {
        concat!(
            "SELECT place, id, device, seq, height, signature, header FROM commits AS c ",
            $rest
        )
    };
}

/// The columns of a leaf, as [`leaf_row`] reads them.
macro_rules! leaves {
    ($rest:literal) => {
        concat!(
            "SELECT l.place, c.id, l.leaf, l.id, l.level, l.salt, l.content \
             FROM leaves AS l JOIN commits AS c ON c.place = l.place ",
            $rest
        )
    };
}

fn commit_row(row: &Row<'_>) -> RowResult<CommitRow> {
    Ok(CommitRow {
        place: Place(natural(row, 0)?),
        id: CommitId::from_bytes(row.get(1)?),
        device: DeviceId::from_bytes(row.get(2)?),
        seq: natural(row, 3)?,
        height: natural(row, 4)?,
        signature: row.get(5)?,
        header: row.get(6)?,
    })
}

fn commit_id(row: &Row<'_>) -> RowResult<CommitId> {
    row.get(0).map(CommitId::from_bytes)
}

fn leaf_row(row: &Row<'_>) -> RowResult<LeafRow> {
    let (salt, content): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.get(5)?, row.get(6)?);
    Ok(LeafRow {
        commit: CommitId::from_bytes(row.get(1)?),
        index: natural(row, 2)?,
        id: LeafId::from_bytes(row.get(3)?),
        level: row.get::<_, Option<i64>>(4)?.map(level_of).transpose()?,
        opening: salt.zip(content).map(|(salt, content)| Opening { salt, content }),
    })
}

impl Sql {
    pub(super) fn commit(&self, id: CommitId) -> Result<Option<CommitRow>> {
        self.one(commits!("WHERE id = ?1"), [id.as_bytes()], commit_row)
    }

    pub(super) fn place_of(&self, id: CommitId) -> Result<Option<i64>> {
        self.one("SELECT place FROM commits WHERE id = ?1", [id.as_bytes()], |row| row.get(0))
    }

    pub(super) fn heads(&self) -> Result<Vec<CommitId>> {
        self.all("SELECT id FROM heads JOIN commits USING (place) ORDER BY id", [], commit_id)
    }

    pub(super) fn parents(&self, id: CommitId) -> Result<Vec<CommitId>> {
        self.all(
            "SELECT c.id FROM parents AS p JOIN commits AS c ON c.place = p.parent \
             WHERE p.child = (SELECT place FROM commits WHERE id = ?1) ORDER BY c.id",
            [id.as_bytes()],
            commit_id,
        )
    }

    pub(super) fn last_of(&self, device: DeviceId) -> Result<Vec<CommitRow>> {
        self.all(
            commits!(
                "WHERE device = ?1 AND seq = (SELECT max(seq) FROM commits WHERE device = ?1) \
                 ORDER BY id"
            ),
            [device.as_bytes()],
            commit_row,
        )
    }

    pub(super) fn each_commit(&self, after: i64, visit: Visit<'_, CommitRow>) -> Result<()> {
        self.each(commits!("WHERE place > ?1 ORDER BY place"), [after], commit_row, visit)
    }

    pub(super) fn leaf(&self, commit: CommitId, index: u32) -> Result<Option<LeafRow>> {
        let sql = leaves!("WHERE c.id = ?1 AND l.leaf = ?2");
        self.one(sql, params![commit.as_bytes(), index], leaf_row)
    }

    pub(super) fn leaves_named(&self, id: LeafId) -> Result<Vec<LeafRow>> {
        let sql = leaves!("WHERE l.prefix = ?1 AND l.id = ?2 ORDER BY l.number");
        self.all(sql, params![prefix_of(id.as_bytes()), id.as_bytes()], leaf_row)
    }

    pub(super) fn leaves_of(&self, commit: CommitId) -> Result<Vec<LeafRow>> {
        self.all(leaves!("WHERE c.id = ?1 ORDER BY l.leaf"), [commit.as_bytes()], leaf_row)
    }

    pub(super) fn each_leaf(&self, after: i64, visit: Visit<'_, (Place, LeafRow)>) -> Result<()> {
        // Leaves are numbered as they arrive, which is by place and index.
        let first = "SELECT number FROM leaves WHERE place > ?1 ORDER BY place, leaf LIMIT 1";
        let Some(first) = self.one(first, [after], |row| row.get::<_, i64>(0))? else {
            return Ok(());
        };
        let read = |row: &Row<'_>| Ok((Place(natural(row, 0)?), leaf_row(row)?));
        self.each(leaves!("WHERE l.number >= ?1 ORDER BY l.number"), [first], read, visit)
    }
}

impl SqlTransaction<'_> {
    pub(super) fn append_commit(&self, commit: &NewCommit, leaves: &[LeafRow]) -> Result<Place> {
        let sql = self.sql();
        if sql.place_of(commit.id)?.is_some() {
            return Err(Refusal::CommitPresent(commit.id).into());
        }
        let (seq, height) = (storable(commit.seq)?, storable(commit.height)?);
        let mut parents = Vec::with_capacity(commit.parents.len());
        for parent in &commit.parents {
            let missing = Refusal::ParentMissing { child: commit.id, parent: *parent };
            parents.push(sql.place_of(*parent)?.ok_or(missing)?);
        }
        for (index, leaf) in (0_u32..).zip(leaves) {
            if leaf.commit != commit.id || leaf.index != index {
                return Err(Refusal::LeafPlace(leaf.id).into());
            }
        }
        let place = sql.insert(
            "INSERT INTO commits (id, device, seq, height, signature, header) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                commit.id.as_bytes(),
                commit.device.as_bytes(),
                seq,
                height,
                commit.signature,
                commit.header
            ],
        )?;
        sql.run("INSERT INTO heads VALUES (?1)", [place])?;
        for parent in parents {
            sql.run("INSERT OR IGNORE INTO parents VALUES (?1, ?2)", [place, parent])?;
            sql.run("DELETE FROM heads WHERE place = ?1", [parent])?;
        }
        for leaf in leaves {
            let (salt, content) = match &leaf.opening {
                Some(opening) => (Some(&opening.salt), Some(&opening.content)),
                None => (None, None),
            };
            sql.run(
                "INSERT INTO leaves (place, leaf, prefix, id, level, salt, content) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    place,
                    leaf.index,
                    prefix_of(leaf.id.as_bytes()),
                    leaf.id.as_bytes(),
                    leaf.level.map(number_of),
                    salt,
                    content
                ],
            )?;
        }
        Ok(Place(place.unsigned_abs()))
    }

    pub(super) fn open_closed_leaf(
        &self,
        commit: CommitId,
        index: u32,
        level: Level,
        opening: &Opening,
    ) -> Result<()> {
        let leaf = self.sql().leaf(commit, index)?.ok_or(Refusal::NoLeaf { commit, index })?;
        if leaf.opening.is_some() {
            return Err(Refusal::LeafOpen { commit, index }.into());
        }
        self.sql().run(
            "UPDATE leaves SET level = ?3, salt = ?4, content = ?5 \
             WHERE place = (SELECT place FROM commits WHERE id = ?1) AND leaf = ?2",
            params![commit.as_bytes(), index, number_of(level), opening.salt, opening.content],
        )?;
        Ok(())
    }

    pub(super) fn erase_opened_leaf(&self, commit: CommitId, index: u32) -> Result<bool> {
        let erased = self.sql().run(
            "UPDATE leaves SET salt = NULL, content = NULL \
             WHERE place = (SELECT place FROM commits WHERE id = ?1) AND leaf = ?2 \
             AND content IS NOT NULL",
            params![commit.as_bytes(), index],
        )?;
        Ok(erased > 0)
    }
}
