//! A case held in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use onus_model::claim::Logged;
use onus_model::corpus::Records;
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::schema::Schema;

use crate::read::{CaseReader, ReadError, RowName};

/// A case held in memory.
#[derive(Clone, Debug, Default)]
pub struct Resident {
    schema: Arc<Schema>,
    records: Records,
    handles: BTreeMap<String, RecordId>,
    handle_of: BTreeMap<RecordId, String>,
    claims: Vec<Arc<Logged>>,
    places: BTreeMap<ClaimId, usize>,
    of_record: BTreeMap<RecordId, Vec<usize>>,
    members: BTreeMap<MemberId, String>,
    rows: BTreeMap<RowName, ClaimId>,
    row_of: BTreeMap<ClaimId, RowName>,
}

impl Resident {
    /// An empty case.
    #[must_use]
    pub fn new(schema: Arc<Schema>) -> Self {
        Self { schema, ..Self::default() }
    }

    /// Takes in a record.
    pub fn add_record(&mut self, record: RecordId, record_type: onus_model::id::TypeId) {
        self.records.insert(record, record_type);
    }

    /// Takes in the handle of a record; a later one replaces an earlier one.
    pub fn add_handle(&mut self, record: RecordId, handle: &str) {
        if let Some(former) = self.handle_of.insert(record, handle.to_owned()) {
            self.handles.remove(&former);
        }
        self.handles.insert(handle.to_owned(), record);
    }

    /// Takes in a claim, in the order of the log. One that is known already is replaced.
    pub fn add_claim(&mut self, logged: Logged) {
        let (claim, record) = (logged.claim.id, logged.claim.record);
        if let Some(&place) = self.places.get(&claim) {
            self.claims[place] = Arc::new(logged);
            return;
        }
        let place = self.claims.len();
        self.claims.push(Arc::new(logged));
        self.places.insert(claim, place);
        self.of_record.entry(record).or_default().push(place);
    }

    /// Takes in the name by which the team knows a member; a later one replaces an earlier one.
    pub fn add_member(&mut self, member: MemberId, name: &str) {
        self.members.insert(member, name.to_owned());
    }

    /// Takes in which row of a sheet made a claim; the last claim of a row is its current one.
    pub fn add_row(&mut self, row: RowName, claim: ClaimId) {
        self.row_of.insert(claim, row.clone());
        self.rows.insert(row, claim);
    }

    /// Changes what the log says of a claim, if the claim is known.
    pub fn change(&mut self, claim: ClaimId, change: impl FnOnce(&mut Logged)) {
        if let Some(logged) = self.places.get(&claim).and_then(|&place| self.claims.get_mut(place))
        {
            change(Arc::make_mut(logged));
        }
    }
}

impl CaseReader for Resident {
    fn schema(&self) -> &Schema {
        &self.schema
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
        Ok(self.places.get(&claim).and_then(|&place| self.claims.get(place)).cloned())
    }

    fn claims_of(&self, record: RecordId) -> Result<Vec<Arc<Logged>>, ReadError> {
        let places = self.of_record.get(&record).map_or(&[][..], Vec::as_slice);
        Ok(places.iter().filter_map(|&place| self.claims.get(place)).cloned().collect())
    }

    fn claims(&self) -> Result<Vec<Arc<Logged>>, ReadError> {
        Ok(self.claims.clone())
    }

    fn row_of(&self, claim: ClaimId) -> Result<Option<RowName>, ReadError> {
        Ok(self.row_of.get(&claim).cloned())
    }

    fn claim_of(&self, row: &RowName) -> Result<Option<ClaimId>, ReadError> {
        Ok(self.rows.get(row).copied())
    }
}
