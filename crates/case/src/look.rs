//! A case seen in one view: what every answer is computed from.

use std::collections::BTreeMap;
use std::sync::Arc;

use onus_model::claim::Logged;
use onus_model::corpus::Corpus;
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::resolve::Resolution;
use onus_model::schema::Schema;
use onus_model::view::View;

use crate::read::{CaseReader, ReadError, RowName};

/// The claims of a case, loaded to be looked at.
pub struct Loaded<'r> {
    reader: &'r dyn CaseReader,
    claims: Vec<Arc<Logged>>,
}

impl<'r> Loaded<'r> {
    /// Loads every claim of a case.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn all(reader: &'r dyn CaseReader) -> Result<Self, ReadError> {
        Ok(Self { reader, claims: reader.claims()? })
    }

    /// What the case shows in a view.
    #[must_use]
    pub fn look(&self, view: View) -> Look<'_> {
        let logged = self.claims.iter().map(Arc::as_ref);
        let corpus =
            Corpus::new(self.reader.schema(), self.reader.records(), logged.clone(), &view);
        let by_id = logged.map(|entry| (entry.claim.id, entry)).collect();
        Look { reader: self.reader, corpus, by_id, view }
    }
}

/// A case seen in one view.
pub struct Look<'a> {
    reader: &'a dyn CaseReader,
    corpus: Corpus<'a>,
    by_id: BTreeMap<ClaimId, &'a Logged>,
    view: View,
}

impl<'a> Look<'a> {
    /// The claims in view, indexed for resolution.
    #[must_use]
    pub fn corpus(&self) -> &Corpus<'a> {
        &self.corpus
    }

    /// The view.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The case's schema.
    #[must_use]
    pub fn schema(&self) -> &'a Schema {
        self.reader.schema()
    }

    /// What the log says of a claim in view.
    #[must_use]
    pub fn logged(&self, claim: ClaimId) -> Option<&'a Logged> {
        self.corpus.claim(claim)?;
        self.by_id.get(&claim).copied()
    }

    /// The row that a claim was made from.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn row_of(&self, claim: ClaimId) -> Result<Option<RowName>, ReadError> {
        self.reader.row_of(claim)
    }

    /// Every record of a type in view, each standing for those judged the same, by handle. A record is in
    /// view when something in view is claimed of it.
    #[must_use]
    pub fn records_of_type(&self, record_type: &str) -> Vec<RecordId> {
        let mut found: Vec<(Option<&str>, RecordId)> = Vec::new();
        for (record, known_type) in self.reader.records() {
            let stands_for_itself = self.corpus.canonical(*record) == *record;
            if known_type.as_str() == record_type && stands_for_itself && self.is_in_view(*record) {
                found.push((self.reader.handle(*record), *record));
            }
        }
        found.sort();
        found.into_iter().map(|(_, record)| record).collect()
    }

    /// Whether anything in view is claimed of a record.
    #[must_use]
    pub fn is_in_view(&self, record: RecordId) -> bool {
        self.corpus.properties_of(record).next().is_some()
    }

    /// The handle of a record.
    #[must_use]
    pub fn handle(&self, record: RecordId) -> Option<&'a str> {
        self.reader.handle(record)
    }

    /// The name by which the team knows a member.
    #[must_use]
    pub fn member_name(&self, member: MemberId) -> Option<&'a str> {
        self.reader.member_name(member)
    }

    /// The record of a handle.
    #[must_use]
    pub fn record_of(&self, handle: &str) -> Option<RecordId> {
        self.reader.record_of(handle)
    }

    /// What the claims on a property add up to.
    #[must_use]
    pub fn resolve(&self, record: RecordId, property: &str) -> Vec<Resolution> {
        self.corpus.resolve(record, property)
    }
}
