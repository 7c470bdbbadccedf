//! Claims: the narrow table that is scanned, and the wide one that is looked up.

use std::collections::BTreeSet;

use onus_model::id::{ClaimId, MemberId, PropertyId, RecordId};
use rusqlite::{Row, params};

use super::records::record_number;
use super::sql::{RowResult, Sql, level_of, natural, number_of, prefix_of, word};
use super::transaction::SqlTransaction;
use crate::error::{Refusal, Result, storable};
use crate::row::{Bounds, ClaimRow, PropertyNumber, SkeletonRow, SpeakerKey};
use crate::store::Visit;

const NOT_STATED: i64 = 0;
const RECORD: i64 = 1;
const MEMBER: i64 = 2;

/// The columns of a claim, as [`claim_row`] reads them.
macro_rules! claims {
    ($rest:literal) => {
        concat!(
            "SELECT c.seq, b.id, r.id, p.word, c.level, s.id, c.speaker_kind, k.id, b.member, \
             c.retracted, c.low, c.high, b.body \
             FROM claims AS c \
             JOIN claim_bodies AS b ON b.seq = c.seq \
             JOIN record_ids AS r ON r.number = c.record \
             JOIN properties AS p ON p.number = c.property \
             LEFT JOIN record_ids AS s ON s.number = c.source \
             LEFT JOIN record_ids AS k ON k.number = c.speaker ",
            $rest
        )
    };
}

fn claim_row(row: &Row<'_>) -> RowResult<ClaimRow> {
    let kind: i64 = row.get(6)?;
    Ok(ClaimRow {
        seq: natural(row, 0)?,
        id: ClaimId::from_bytes(row.get(1)?),
        record: RecordId::from_bytes(row.get(2)?),
        property: word(row, 3)?,
        level: level_of(row.get(4)?)?,
        source: row.get::<_, Option<[u8; 16]>>(5)?.map(RecordId::from_bytes),
        origin: match kind {
            NOT_STATED => SpeakerKey::NotStated,
            RECORD => SpeakerKey::Record(RecordId::from_bytes(row.get(7)?)),
            MEMBER => SpeakerKey::Member(MemberId::from_bytes(row.get(8)?)),
            _ => return Err(rusqlite::Error::IntegralValueOutOfRange(6, kind)),
        },
        retracted: row.get(9)?,
        bounds: Bounds { low: row.get(10)?, high: row.get(11)? },
        body: row.get(12)?,
    })
}

fn skeleton_row(row: &Row<'_>) -> RowResult<SkeletonRow> {
    let number =
        |column| row.get::<_, Option<i64>>(column)?.map(|_| record_number(row, column)).transpose();
    Ok(SkeletonRow {
        seq: natural(row, 0)?,
        record: record_number(row, 1)?,
        property: PropertyNumber(natural(row, 2)?),
        level: level_of(row.get(3)?)?,
        source: number(4)?,
        annotation: row.get::<_, i64>(5)? == MEMBER,
        speaker: number(6)?,
        retracted: row.get(7)?,
        bounds: Bounds { low: row.get(8)?, high: row.get(9)? },
    })
}

impl Sql {
    pub(super) fn claim(&self, id: ClaimId) -> Result<Option<ClaimRow>> {
        let sql = claims!("WHERE b.prefix = ?1 AND b.id = ?2");
        self.one(sql, params![prefix_of(id.as_bytes()), id.as_bytes()], claim_row)
    }

    pub(super) fn claim_at(&self, seq: u64) -> Result<Option<ClaimRow>> {
        let Ok(seq) = i64::try_from(seq) else { return Ok(None) };
        self.one(claims!("WHERE c.seq = ?1"), [seq], claim_row)
    }

    pub(super) fn last_claim(&self) -> Result<Option<u64>> {
        let sql = "SELECT seq FROM claims ORDER BY seq DESC LIMIT 1";
        self.one(sql, [], |row| natural(row, 0))
    }

    pub(super) fn claims_about(&self, record: RecordId) -> Result<Vec<ClaimRow>> {
        self.all(claims!("WHERE r.id = ?1 ORDER BY c.seq"), [record.as_bytes()], claim_row)
    }

    pub(super) fn claims_on(
        &self,
        record: RecordId,
        property: &PropertyId,
    ) -> Result<Vec<ClaimRow>> {
        let sql = claims!("WHERE r.id = ?1 AND p.word = ?2 ORDER BY c.seq");
        self.all(sql, params![record.as_bytes(), property.as_str()], claim_row)
    }

    pub(super) fn claims_in(&self, source: RecordId) -> Result<Vec<ClaimRow>> {
        self.all(claims!("WHERE s.id = ?1 ORDER BY c.seq"), [source.as_bytes()], claim_row)
    }

    pub(super) fn claims_by(&self, speaker: RecordId) -> Result<Vec<ClaimRow>> {
        self.all(claims!("WHERE k.id = ?1 ORDER BY c.seq"), [speaker.as_bytes()], claim_row)
    }

    pub(super) fn claims_mentioning(
        &self,
        record: RecordId,
        property: Option<&PropertyId>,
    ) -> Result<Vec<ClaimRow>> {
        match property {
            None => self.all(
                claims!(
                    "WHERE c.seq IN (SELECT m.seq FROM mentions AS m JOIN record_ids AS n \
                     ON n.number = m.record WHERE n.id = ?1) ORDER BY c.seq"
                ),
                [record.as_bytes()],
                claim_row,
            ),
            Some(property) => self.all(
                claims!(
                    "WHERE c.seq IN (SELECT m.seq FROM mentions AS m JOIN record_ids AS n \
                     ON n.number = m.record JOIN properties AS q ON q.number = m.property \
                     WHERE n.id = ?1 AND q.word = ?2) ORDER BY c.seq"
                ),
                params![record.as_bytes(), property.as_str()],
                claim_row,
            ),
        }
    }

    pub(super) fn claims_naming(&self, claim: ClaimId) -> Result<Vec<ClaimRow>> {
        let sql = claims!(
            "WHERE c.seq IN (SELECT seq FROM claim_mentions WHERE prefix = ?1) ORDER BY c.seq"
        );
        self.all(sql, [prefix_of(claim.as_bytes())], claim_row)
    }

    pub(super) fn each_claim_with(
        &self,
        property: &PropertyId,
        visit: Visit<'_, ClaimRow>,
    ) -> Result<()> {
        self.each(
            claims!("WHERE p.word = ?1 ORDER BY c.seq"),
            [property.as_str()],
            claim_row,
            visit,
        )
    }

    pub(super) fn has_claims_with(&self, property: &PropertyId) -> Result<bool> {
        let sql = "SELECT 1 FROM claims AS c JOIN properties AS p ON p.number = c.property \
                   WHERE p.word = ?1 LIMIT 1";
        Ok(self.one(sql, [property.as_str()], |_| Ok(()))?.is_some())
    }

    pub(super) fn each_claim(&self, after: Option<u64>, visit: Visit<'_, ClaimRow>) -> Result<()> {
        let after = match after.map(i64::try_from) {
            None => -1,
            Some(Ok(after)) => after,
            // No claim has so great a number.
            Some(Err(_)) => return Ok(()),
        };
        self.each(claims!("WHERE c.seq > ?1 ORDER BY c.seq"), [after], claim_row, visit)
    }

    pub(super) fn each_skeleton(&self, visit: Visit<'_, SkeletonRow>) -> Result<()> {
        self.each(
            "SELECT seq, record, property, level, source, speaker_kind, speaker, retracted, \
             low, high FROM claims ORDER BY seq",
            [],
            skeleton_row,
            visit,
        )
    }
}

impl SqlTransaction<'_> {
    pub(super) fn write_claim(&self, row: &ClaimRow) -> Result<()> {
        let sql = self.sql();
        let seq = storable(row.seq)?;
        let at_number = "SELECT id FROM claim_bodies WHERE seq = ?1";
        match sql.one(at_number, [seq], |found| found.get::<_, [u8; 32]>(0))? {
            Some(id) if id != *row.id.as_bytes() => {
                return Err(Refusal::ClaimNumber(row.seq).into());
            }
            Some(_) => {}
            // It may have had another number.
            None => {
                self.delete_claim(row.id)?;
            }
        }
        let record = self.number_record(row.record)?;
        let property = self.number_property(&row.property)?;
        let source = row.source.map(|source| self.number_record(source)).transpose()?;
        let (kind, speaker, member) = match row.origin {
            SpeakerKey::NotStated => (NOT_STATED, None, None),
            SpeakerKey::Record(record) => (RECORD, Some(self.number_record(record)?), None),
            SpeakerKey::Member(member) => (MEMBER, None, Some(member)),
        };
        sql.run(
            "INSERT OR REPLACE INTO claims VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                seq,
                record,
                property,
                number_of(row.level),
                source,
                kind,
                speaker,
                row.retracted,
                row.bounds.low,
                row.bounds.high
            ],
        )?;
        sql.run(
            "INSERT OR REPLACE INTO claim_bodies VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                seq,
                prefix_of(row.id.as_bytes()),
                row.id.as_bytes(),
                member.as_ref().map(MemberId::as_bytes),
                row.body
            ],
        )?;
        Ok(())
    }

    pub(super) fn write_mentions(
        &self,
        row: &ClaimRow,
        records: &BTreeSet<RecordId>,
        claims: &BTreeSet<ClaimId>,
    ) -> Result<()> {
        let seq = storable(row.seq)?;
        let property = self.number_property(&row.property)?;
        for record in records {
            let record = self.number_record(*record)?;
            let sql = "INSERT OR IGNORE INTO mentions VALUES (?1, ?2, ?3)";
            self.sql().run(sql, params![record, property, seq])?;
        }
        for claim in claims {
            let sql = "INSERT OR IGNORE INTO claim_mentions VALUES (?1, ?2)";
            self.sql().run(sql, params![prefix_of(claim.as_bytes()), seq])?;
        }
        Ok(())
    }

    pub(super) fn write_retracted(&self, id: ClaimId, retracted: bool) -> Result<bool> {
        let Some(seq) = self.claim_number(id)? else { return Ok(false) };
        let sql = "UPDATE claims SET retracted = ?2 WHERE seq = ?1";
        let changed = self.sql().run(sql, params![seq, retracted])?;
        Ok(changed > 0)
    }

    pub(super) fn delete_claim(&self, id: ClaimId) -> Result<bool> {
        let Some(seq) = self.claim_number(id)? else { return Ok(false) };
        self.sql().run("DELETE FROM claims WHERE seq = ?1", [seq])?;
        self.sql().run("DELETE FROM claim_bodies WHERE seq = ?1", [seq])?;
        // Both are scanned. A claim is removed when it is erased, which takes longer anyway.
        self.sql().run("DELETE FROM mentions WHERE seq = ?1", [seq])?;
        self.sql().run("DELETE FROM claim_mentions WHERE seq = ?1", [seq])?;
        Ok(true)
    }

    fn claim_number(&self, id: ClaimId) -> Result<Option<i64>> {
        let sql = "SELECT seq FROM claim_bodies WHERE prefix = ?1 AND id = ?2";
        let id = id.as_bytes();
        self.sql().one(sql, params![prefix_of(id), id], |row| row.get(0))
    }
}
