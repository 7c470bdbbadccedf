//! The vault's index.

use rusqlite::{Row, params};

use super::sql::{RowResult, Sql, natural};
use super::transaction::SqlTransaction;
use crate::error::{Refusal, Result, storable};
use crate::id::{ContentDigest, ObjectName};
use crate::row::{Identity, ObjectKind, ObjectRow};
use crate::store::Visit;

/// The columns of an object, as [`object_row`] reads them.
macro_rules! objects {
    ($rest:literal) => {
        concat!("SELECT digest, bytes, name, sealed, kind, identity FROM objects ", $rest)
    };
}

fn object_row(row: &Row<'_>) -> RowResult<ObjectRow> {
    let kind: i64 = row.get(4)?;
    Ok(ObjectRow {
        digest: ContentDigest::from_bytes(row.get(0)?),
        bytes: natural(row, 1)?,
        name: ObjectName::from_bytes(row.get(2)?),
        sealed: natural(row, 3)?,
        kind: match kind {
            0 => ObjectKind::Exhibit,
            1 => ObjectKind::Text,
            _ => return Err(rusqlite::Error::IntegralValueOutOfRange(4, kind)),
        },
        identity: Identity::new(row.get(5)?),
    })
}

impl Sql {
    pub(super) fn object(&self, digest: ContentDigest) -> Result<Option<ObjectRow>> {
        self.one(objects!("WHERE digest = ?1"), [digest.as_bytes()], object_row)
    }

    pub(super) fn has_object_of(&self, bytes: u64) -> Result<bool> {
        let Ok(bytes) = i64::try_from(bytes) else { return Ok(false) };
        let sql = "SELECT 1 FROM objects WHERE bytes = ?1 LIMIT 1";
        Ok(self.one(sql, [bytes], |_| Ok(()))?.is_some())
    }

    pub(super) fn each_object(&self, visit: Visit<'_, ObjectRow>) -> Result<()> {
        self.each(objects!("ORDER BY digest"), [], object_row, visit)
    }
}

impl SqlTransaction<'_> {
    pub(super) fn write_object(&self, row: &ObjectRow) -> Result<()> {
        let sql = self.sql();
        let (bytes, sealed) = (storable(row.bytes)?, storable(row.sealed)?);
        if sql.object(row.digest)?.is_some_and(|known| known.name != row.name) {
            return Err(Refusal::ObjectPresent(row.digest).into());
        }
        let named = "SELECT digest FROM objects WHERE name = ?1";
        let named = sql.one(named, [row.name.as_bytes()], |row| row.get::<_, [u8; 32]>(0))?;
        if let Some(other) = named.filter(|digest| digest != row.digest.as_bytes()) {
            return Err(Refusal::ObjectName(ContentDigest::from_bytes(other)).into());
        }
        let kind = match row.kind {
            ObjectKind::Exhibit => 0,
            ObjectKind::Text => 1,
        };
        sql.run(
            "INSERT INTO objects (digest, bytes, name, sealed, kind, identity) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT (digest) DO UPDATE SET kind = excluded.kind",
            params![
                row.digest.as_bytes(),
                bytes,
                row.name.as_bytes(),
                sealed,
                kind,
                row.identity.expose()
            ],
        )?;
        Ok(())
    }

    pub(super) fn delete_object(&self, digest: ContentDigest) -> Result<Option<ObjectRow>> {
        let row = self.sql().object(digest)?;
        if row.is_some() {
            self.sql().run("DELETE FROM objects WHERE digest = ?1", [digest.as_bytes()])?;
        }
        Ok(row)
    }
}
