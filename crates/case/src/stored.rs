//! A case read from the store's derived tables, as far as it is asked for.
//!
//! Nothing is read before it is asked for. Types and handles that were read are kept; claims are kept by
//! [`Loaded`](crate::Loaded).

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use onus_model::claim::Logged;
use onus_model::corpus::Records;
use onus_model::id::{ClaimId, MemberId, PropertyId, RecordId, TypeId};
use onus_model::memo::Memo;
use onus_model::schema::Schema;
use onus_store::{ClaimRow, Reader, RecordRow, SheetId, Visit};

use crate::derive::{MEMBERS, ROWS, SHEETS, logged};
use crate::error::CaseError;
use crate::kept::{self, DefaultView, Kept, KeptKeys};
use crate::question::Question;
use crate::read::{CaseReader, ReadError, RowName};

/// A case read from the store's derived tables.
pub struct Stored<'s> {
    schema: &'s Schema,
    reader: &'s dyn Reader,
    rows: Memo<RecordId, Option<RecordRow>>,
    records: OnceCell<Records>,
    sheets: OnceCell<BTreeMap<SheetId, String>>,
    members: OnceCell<BTreeMap<MemberId, String>>,
    views: Memo<&'static str, Option<u32>>,
    failure: OnceCell<String>,
}

impl From<CaseError> for ReadError {
    fn from(error: CaseError) -> Self {
        Self(Box::new(error))
    }
}

impl<'s> Stored<'s> {
    /// A reader of these tables; reads nothing yet.
    pub(crate) fn new(schema: &'s Schema, reader: &'s dyn Reader) -> Self {
        Self {
            schema,
            reader,
            rows: Memo::default(),
            records: OnceCell::new(),
            sheets: OnceCell::new(),
            members: OnceCell::new(),
            views: Memo::default(),
            failure: OnceCell::new(),
        }
    }

    fn read<T: Default>(&self, result: onus_store::Result<T>) -> T {
        result.unwrap_or_else(|error| {
            let _ = self.failure.set(error.to_string());
            T::default()
        })
    }

    fn row(&self, record: RecordId) -> Option<&RecordRow> {
        self.rows.get_or(record, || self.read(self.reader.record(record))).as_ref()
    }

    fn is_kept(&self, view: &DefaultView) -> Result<bool, CaseError> {
        match self.views.get(view.name) {
            Some(version) => Ok(*version == Some(view.version)),
            None => {
                let kept = kept::is_kept(self.reader, view)?;
                self.views.keep(view.name, kept.then_some(view.version));
                Ok(kept)
            }
        }
    }

    fn all_sheets(&self) -> &BTreeMap<SheetId, String> {
        self.sheets.get_or_init(|| {
            let mut sheets = BTreeMap::new();
            self.read(self.reader.each_entry(SHEETS, &[], &mut |(sheet, name)| {
                if let (Ok(sheet), Ok(name)) =
                    (<[u8; 16]>::try_from(sheet), String::from_utf8(name))
                {
                    sheets.insert(SheetId::from_bytes(sheet), name);
                }
                ControlFlow::Continue(())
            }));
            sheets
        })
    }

    fn all_members(&self) -> &BTreeMap<MemberId, String> {
        self.members.get_or_init(|| {
            let mut members = BTreeMap::new();
            self.read(self.reader.each_entry(MEMBERS, &[], &mut |(member, name)| {
                if let (Ok(member), Ok(name)) =
                    (<[u8; 16]>::try_from(member), String::from_utf8(name))
                {
                    members.insert(MemberId::from_bytes(member), name);
                }
                ControlFlow::Continue(())
            }));
            members
        })
    }

    /// Every member whom the team knows by a name.
    pub fn members(&self) -> impl Iterator<Item = (MemberId, &str)> {
        self.all_members().iter().map(|(member, name)| (*member, name.as_str()))
    }

    /// Every handle with its record, by handle. On a large case, these are many.
    pub fn handles(&self) -> impl Iterator<Item = (&str, RecordId)> {
        let records = self.records().keys();
        let handles: BTreeMap<&str, RecordId> =
            records.filter_map(|record| Some((self.handle(*record)?, *record))).collect();
        handles.into_iter()
    }

    /// What the register calls a record.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn label(&self, record: RecordId) -> Result<Option<String>, CaseError> {
        let label = self.reader.entry(crate::derive::LABELS, &crate::derive::label_key(record))?;
        Ok(label.and_then(|label| String::from_utf8(label).ok()))
    }

    /// The sheet of that name.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<SheetId> {
        self.all_sheets().iter().find(|(_, known)| *known == name).map(|(sheet, _)| *sheet)
    }

    /// Every sheet with its name.
    pub fn sheets(&self) -> impl Iterator<Item = (SheetId, &str)> {
        self.all_sheets().iter().map(|(sheet, name)| (*sheet, name.as_str()))
    }

    /// The rows of a sheet with the claims they last made and what they said, hashed.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn rows(&self, sheet: SheetId) -> Result<Vec<onus_store::SheetRow>, CaseError> {
        Ok(self.reader.sheet_rows(sheet)?)
    }
}

fn read(rows: &[ClaimRow]) -> Result<Vec<Arc<Logged>>, ReadError> {
    rows.iter().map(|row| Ok(Arc::new(logged(row)?))).collect()
}

/// Reads claims row by row, so that the rows of many are never held at once.
fn each(
    visit: impl FnOnce(Visit<'_, ClaimRow>) -> onus_store::Result<()>,
) -> Result<Vec<Arc<Logged>>, ReadError> {
    let mut claims = Vec::new();
    let mut error = None;
    stored(visit(&mut |row| match logged(&row) {
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

fn stored<T>(result: onus_store::Result<T>) -> Result<T, ReadError> {
    result.map_err(|error| ReadError(Box::new(error)))
}

impl CaseReader for Stored<'_> {
    fn schema(&self) -> &Schema {
        self.schema
    }

    fn failure(&self) -> Option<String> {
        self.failure.get().cloned()
    }

    fn records(&self) -> &Records {
        self.records.get_or_init(|| {
            let mut records = Records::new();
            self.read(self.reader.each_record(&mut |row| {
                records.insert(row.id, row.kind.clone());
                self.rows.keep(row.id, Some(row));
                ControlFlow::Continue(())
            }));
            records
        })
    }

    fn record_type(&self, record: RecordId) -> Option<&TypeId> {
        self.row(record).map(|row| &row.kind)
    }

    fn records_of_type(&self, record_type: &str) -> Result<Vec<RecordId>, ReadError> {
        let Ok(kind) = record_type.parse() else { return Ok(Vec::new()) };
        let rows = stored(self.reader.records_of_type(&kind))?;
        let keep = |row: RecordRow| {
            let id = row.id;
            self.rows.keep(id, Some(row));
            id
        };
        Ok(rows.into_iter().map(keep).collect())
    }

    fn handle(&self, record: RecordId) -> Option<&str> {
        self.row(record)?.handle.as_deref()
    }

    fn record_of(&self, handle: &str) -> Option<RecordId> {
        // Two offices may have given one handle to two records; then the one with the greater name has it.
        self.read(self.reader.records_with_handle(handle)).last().map(|row| row.id)
    }

    fn member_name(&self, member: MemberId) -> Option<&str> {
        self.all_members().get(&member).map(String::as_str)
    }

    fn claim(&self, claim: ClaimId) -> Result<Option<Arc<Logged>>, ReadError> {
        match stored(self.reader.claim(claim))? {
            Some(row) => Ok(Some(Arc::new(logged(&row)?))),
            None => Ok(None),
        }
    }

    fn claims_for(&self, question: &Question) -> Result<Vec<Arc<Logged>>, ReadError> {
        let property = |word: &str| word.parse::<PropertyId>().ok();
        let rows = match question {
            Question::Claim(claim) => {
                self.reader.claim(*claim).map(|row| row.into_iter().collect())
            }
            Question::About(record) => self.reader.claims_about(*record),
            Question::On(record, word) => match property(word) {
                Some(property) => self.reader.claims_on(*record, &property),
                None => Ok(Vec::new()),
            },
            Question::Mentioning(record) => self.reader.claims_mentioning(*record, None),
            Question::MentioningOn(record, word) => match property(word) {
                Some(property) => self.reader.claims_mentioning(*record, Some(&property)),
                None => Ok(Vec::new()),
            },
            Question::SaidBy(record) => self.reader.claims_by(*record),
            Question::ReadIn(source) => self.reader.claims_in(*source),
            Question::Answering(claim) => self.reader.claims_naming(*claim),
            Question::With(word) => {
                return match property(word) {
                    Some(property) => each(|visit| self.reader.each_claim_with(&property, visit)),
                    None => Ok(Vec::new()),
                };
            }
            Question::All => return each(|visit| self.reader.each_claim(None, visit)),
            Question::Type(_) | Question::OfType(_) | Question::Handle(_) | Question::Row(_) => {
                Ok(Vec::new())
            }
        };
        read(&stored(rows)?)
    }

    fn has_claims_with(&self, property: &str) -> Result<bool, ReadError> {
        match property.parse() {
            Ok(property) => stored(self.reader.has_claims_with(&property)),
            Err(_) => Ok(false),
        }
    }

    fn kept(&self, view: &DefaultView, record: RecordId) -> Result<Option<Kept>, ReadError> {
        if !self.is_kept(view)? || kept::is_stale(self.reader, record)? {
            return Ok(None);
        }
        Ok(kept::kept(self.reader, view, record)?)
    }

    fn kept_with(
        &self,
        view: &DefaultView,
        beginning: &[u8],
    ) -> Result<Option<BTreeSet<RecordId>>, ReadError> {
        if !self.is_kept(view)? {
            return Ok(None);
        }
        let mut found = kept::with_key(self.reader, view, beginning)?;
        found.extend(kept::stale(self.reader)?);
        Ok(Some(found))
    }

    fn kept_keys(
        &self,
        view: &DefaultView,
        beginning: &[u8],
    ) -> Result<Option<KeptKeys>, ReadError> {
        if !self.is_kept(view)? {
            return Ok(None);
        }
        let stale = kept::stale(self.reader)?;
        let unsure: BTreeSet<RecordId> = stale.iter().copied().collect();
        let mut keys = kept::keys(self.reader, view, beginning)?;
        keys.retain(|(record, _)| !unsure.contains(record));
        Ok(Some(KeptKeys { keys, stale }))
    }

    fn is_partial(&self) -> Result<bool, ReadError> {
        Ok(!crate::sync::missing(self.reader)?.is_nothing())
    }

    fn row_of(&self, claim: ClaimId) -> Result<Option<RowName>, ReadError> {
        let Some(value) = stored(self.reader.entry(ROWS, claim.as_bytes()))? else {
            return Ok(None);
        };
        let named = value.split_first_chunk::<16>().and_then(|(sheet, row)| {
            let sheet = self.all_sheets().get(&SheetId::from_bytes(*sheet))?.clone();
            Some(RowName { sheet, row: String::from_utf8(row.to_vec()).ok()? })
        });
        Ok(named)
    }

    fn claim_of(&self, row: &RowName) -> Result<Option<ClaimId>, ReadError> {
        let Some(sheet) = self.sheet(&row.sheet) else { return Ok(None) };
        Ok(stored(self.reader.sheet_row(sheet, &row.row))?.map(|row| row.claim))
    }
}
