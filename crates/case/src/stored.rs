//! A case read from the store's derived tables, as far as it is asked for.
//!
//! Records and handles are few and small and are held; claims are read when they are needed. The claims of
//! records that were asked for are kept, up to a limit, until the case changes.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use onus_model::claim::Logged;
use onus_model::corpus::Records;
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::schema::Schema;
use onus_store::{ClaimRow, Reader, SheetId};

use crate::derive::{MEMBERS, ROWS, SHEETS, logged};
use crate::error::CaseError;
use crate::read::{CaseReader, ReadError, RowName};

/// The most records whose claims are kept.
const MOST_KEPT: usize = 4_096;

type Kept = BTreeMap<RecordId, Vec<Arc<Logged>>>;

/// A case read from the store's derived tables.
pub struct Stored<'s> {
    schema: &'s Schema,
    reader: &'s dyn Reader,
    records: Records,
    handles: BTreeMap<String, RecordId>,
    handle_of: BTreeMap<RecordId, String>,
    sheets: BTreeMap<SheetId, String>,
    members: BTreeMap<MemberId, String>,
    kept: Mutex<Kept>,
}

impl From<CaseError> for ReadError {
    fn from(error: CaseError) -> Self {
        Self(Box::new(error))
    }
}

impl<'s> Stored<'s> {
    /// Reads records, handles and sheets.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn new(schema: &'s Schema, reader: &'s dyn Reader) -> Result<Self, CaseError> {
        let mut stored = Self {
            schema,
            reader,
            records: Records::new(),
            handles: BTreeMap::new(),
            handle_of: BTreeMap::new(),
            sheets: BTreeMap::new(),
            members: BTreeMap::new(),
            kept: Mutex::default(),
        };
        reader.each_record(&mut |row| {
            stored.records.insert(row.id, row.kind);
            if let Some(handle) = row.handle {
                stored.handles.insert(handle.clone(), row.id);
                stored.handle_of.insert(row.id, handle);
            }
            ControlFlow::Continue(())
        })?;
        reader.each_entry(SHEETS, &[], &mut |(sheet, name)| {
            if let (Ok(sheet), Ok(name)) = (<[u8; 16]>::try_from(sheet), String::from_utf8(name)) {
                stored.sheets.insert(SheetId::from_bytes(sheet), name);
            }
            ControlFlow::Continue(())
        })?;
        reader.each_entry(MEMBERS, &[], &mut |(member, name)| {
            if let (Ok(member), Ok(name)) = (<[u8; 16]>::try_from(member), String::from_utf8(name))
            {
                stored.members.insert(MemberId::from_bytes(member), name);
            }
            ControlFlow::Continue(())
        })?;
        Ok(stored)
    }

    /// Every member whom the team knows by a name.
    pub fn members(&self) -> impl Iterator<Item = (MemberId, &str)> {
        self.members.iter().map(|(member, name)| (*member, name.as_str()))
    }

    /// Every handle with its record.
    pub fn handles(&self) -> impl Iterator<Item = (&str, RecordId)> {
        self.handles.iter().map(|(handle, record)| (handle.as_str(), *record))
    }

    /// The sheet of that name.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<SheetId> {
        self.sheets.iter().find(|(_, known)| *known == name).map(|(sheet, _)| *sheet)
    }

    /// Every sheet with its name.
    pub fn sheets(&self) -> impl Iterator<Item = (SheetId, &str)> {
        self.sheets.iter().map(|(sheet, name)| (*sheet, name.as_str()))
    }

    /// The rows of a sheet with the claims they last made and what they said, hashed.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn rows(&self, sheet: SheetId) -> Result<Vec<onus_store::SheetRow>, CaseError> {
        Ok(self.reader.sheet_rows(sheet)?)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // A panic elsewhere leaves only a cache behind, which is whole between statements.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(rows: &[ClaimRow]) -> Result<Vec<Arc<Logged>>, ReadError> {
    rows.iter().map(|row| Ok(Arc::new(logged(row)?))).collect()
}

fn stored<T>(result: onus_store::Result<T>) -> Result<T, ReadError> {
    result.map_err(|error| ReadError(Box::new(error)))
}

impl CaseReader for Stored<'_> {
    fn schema(&self) -> &Schema {
        self.schema
    }

    fn records(&self) -> &Records {
        &self.records
    }

    fn handle(&self, record: RecordId) -> Option<&str> {
        self.handle_of.get(&record).map(String::as_str)
    }

    fn record_of(&self, handle: &str) -> Option<RecordId> {
        self.handles.get(handle).copied()
    }

    fn member_name(&self, member: MemberId) -> Option<&str> {
        self.members.get(&member).map(String::as_str)
    }

    fn claim(&self, claim: ClaimId) -> Result<Option<Arc<Logged>>, ReadError> {
        match stored(self.reader.claim(claim))? {
            Some(row) => Ok(Some(Arc::new(logged(&row)?))),
            None => Ok(None),
        }
    }

    fn claims_of(&self, record: RecordId) -> Result<Vec<Arc<Logged>>, ReadError> {
        if let Some(claims) = self.kept().get(&record) {
            return Ok(claims.clone());
        }
        let claims = read(&stored(self.reader.claims_about(record))?)?;
        let mut kept = self.kept();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(record, claims.clone());
        Ok(claims)
    }

    fn claims(&self) -> Result<Vec<Arc<Logged>>, ReadError> {
        let mut claims = Vec::new();
        let mut error = None;
        stored(self.reader.each_claim(None, &mut |row| match logged(&row) {
            Ok(entry) => {
                claims.push(Arc::new(entry));
                ControlFlow::Continue(())
            }
            Err(damage) => {
                error = Some(damage);
                ControlFlow::Break(())
            }
        }))?;
        match error {
            Some(error) => Err(error.into()),
            None => Ok(claims),
        }
    }

    fn row_of(&self, claim: ClaimId) -> Result<Option<RowName>, ReadError> {
        let Some(value) = stored(self.reader.entry(ROWS, claim.as_bytes()))? else {
            return Ok(None);
        };
        let named = value.split_first_chunk::<16>().and_then(|(sheet, row)| {
            let sheet = self.sheets.get(&SheetId::from_bytes(*sheet))?.clone();
            Some(RowName { sheet, row: String::from_utf8(row.to_vec()).ok()? })
        });
        Ok(named)
    }

    fn claim_of(&self, row: &RowName) -> Result<Option<ClaimId>, ReadError> {
        let Some(sheet) = self.sheet(&row.sheet) else { return Ok(None) };
        Ok(stored(self.reader.sheet_row(sheet, &row.row))?.map(|row| row.claim))
    }
}
