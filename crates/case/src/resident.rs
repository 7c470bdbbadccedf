//! A case held in memory.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use onus_model::claim::Logged;
use onus_model::corpus::Records;
use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};
use onus_model::schema::Schema;

use crate::question::{Question, touched_by};
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
    asked: OnceCell<BTreeMap<Question, Vec<usize>>>,
    members: BTreeMap<MemberId, String>,
    rows: BTreeMap<RowName, ClaimId>,
    row_of: BTreeMap<ClaimId, RowName>,
    partial: bool,
}

impl Resident {
    /// An empty case.
    #[must_use]
    pub fn new(schema: Arc<Schema>) -> Self {
        Self { schema, ..Self::default() }
    }

    /// Takes in a record.
    pub fn add_record(&mut self, record: RecordId, record_type: TypeId) {
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
        let claim = logged.claim.id;
        self.asked.take();
        if let Some(&place) = self.places.get(&claim) {
            self.claims[place] = Arc::new(logged);
            return;
        }
        let place = self.claims.len();
        self.claims.push(Arc::new(logged));
        self.places.insert(claim, place);
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

    /// Says that contents are withheld from this copy.
    pub fn set_partial(&mut self) {
        self.partial = true;
    }

    /// The places of the claims that answer each question that any claim answers.
    fn asked(&self) -> &BTreeMap<Question, Vec<usize>> {
        self.asked.get_or_init(|| {
            let mut asked: BTreeMap<Question, Vec<usize>> = BTreeMap::new();
            for (place, entry) in self.claims.iter().enumerate() {
                for question in touched_by(&entry.claim) {
                    asked.entry(question).or_default().push(place);
                }
            }
            asked
        })
    }

    /// Changes what the log says of a claim, if the claim is known.
    pub fn change(&mut self, claim: ClaimId, change: impl FnOnce(&mut Logged)) {
        self.asked.take();
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

    fn failure(&self) -> Option<String> {
        None
    }

    fn record_type(&self, record: RecordId) -> Option<&TypeId> {
        self.records.get(&record)
    }

    fn records_of_type(&self, record_type: &str) -> Result<Vec<RecordId>, ReadError> {
        let records = self.records.iter().filter(|(_, known)| known.as_str() == record_type);
        Ok(records.map(|(record, _)| *record).collect())
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

    fn claims_for(&self, question: &Question) -> Result<Vec<Arc<Logged>>, ReadError> {
        if *question == Question::All {
            return Ok(self.claims.clone());
        }
        let places = self.asked().get(question).map_or(&[][..], Vec::as_slice);
        Ok(places.iter().filter_map(|&place| self.claims.get(place)).cloned().collect())
    }

    fn has_claims_with(&self, property: &str) -> Result<bool, ReadError> {
        Ok(self.asked().contains_key(&Question::With(property.to_owned())))
    }

    fn is_partial(&self) -> Result<bool, ReadError> {
        Ok(self.partial)
    }

    fn row_of(&self, claim: ClaimId) -> Result<Option<RowName>, ReadError> {
        Ok(self.row_of.get(&claim).cloned())
    }

    fn claim_of(&self, row: &RowName) -> Result<Option<ClaimId>, ReadError> {
        Ok(self.rows.get(row).copied())
    }
}
