//! What rests on a person's consent, so that withdrawing it can lead to erasing it.
//!
//! A consent is for something: an interview, a source, an exhibit, a statement. What rests on it is what was
//! said there and what was kept of it: the claims read in those sources and in the records of those
//! interviews, the claims on these records themselves, and the files and texts of them. A consent of which
//! no scope is recorded is taken to be for all that its person said, and all that was made of interviews with
//! them. Where one interview was recorded as given under the consent, that is its scope.
//!
//! What others say of the person does not rest on their consent. It is counted beside, because a person who
//! withdraws may be in danger by it all the same.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::claim::Speaker;
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::Value;
use onus_store::ClaimRow;

use crate::case::Case;
use crate::convert::claim_from_log;
use crate::derive::logged;
use crate::error::CaseError;

/// How an operation rests on a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rests {
    /// It was read in a source that the consent is for.
    ReadIn,
    /// Its speaker is the person who consented.
    SaidBy,
    /// It is claimed of something that the consent is for.
    ClaimedOf,
    /// It is a file or a text of something that the consent is for.
    File,
}

impl Rests {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadIn => "read-in",
            Self::SaidBy => "said-by",
            Self::ClaimedOf => "claimed-of",
            Self::File => "file",
        }
    }
}

/// What rests on a consent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentReach {
    /// The consent.
    pub consent: Option<RecordId>,
    /// Who consented.
    pub who: BTreeSet<RecordId>,
    /// What it is for; empty where nothing is recorded of it, and all that they said is meant.
    pub scope: BTreeSet<RecordId>,
    /// The claims, and operations about files, that rest on it, with how and through which record.
    pub rests: BTreeMap<ClaimId, (Rests, RecordId)>,
    /// Claims by others that name whoever consented, and do not rest on it.
    pub by_others: BTreeSet<ClaimId>,
}

impl Case {
    /// What rests on a consent, told from a claim on it, such as the one by which it was withdrawn. What was
    /// retracted rests on it too: it is still here.
    ///
    /// # Errors
    ///
    /// When the claim is not here, is on no consent, or the store cannot be read.
    pub fn resting_on_consent(&self, claim: ClaimId) -> Result<ConsentReach, CaseError> {
        let reader = self.store.reader();
        let row = reader.claim(claim)?;
        let row = row.ok_or_else(|| CaseError::Edit(format!("the claim {claim} is not here")))?;
        let record = reader.record(row.record)?;
        if record.is_none_or(|record| record.kind.as_str() != "consent") {
            return Err(CaseError::Edit(format!(
                "the claim {claim} is on no consent: name the one by which consent was withdrawn"
            )));
        }
        let consent = row.record;
        let mut reach = ConsentReach { consent: Some(consent), ..ConsentReach::default() };
        reach.who = self.values_of(consent, "who")?;
        reach.scope = self.values_of(consent, "scope")?;
        reach.scope.extend(self.of_type_naming("interview", "consent", consent)?);
        let mut covered = reach.scope.clone();
        if covered.is_empty() {
            for who in &reach.who {
                covered.extend(self.of_type_naming("interview", "with", *who)?);
                for row in reader.claims_by(*who)? {
                    reach.rests.insert(row.id, (Rests::SaidBy, *who));
                }
            }
        }
        // The records of interviews are sources, and what is kept of sources are exhibits.
        for record in covered.clone() {
            covered.extend(self.of_type_naming("source", "interview", record)?);
        }
        for record in covered.clone() {
            covered.extend(self.values_of(record, "exhibit")?);
        }
        for record in &covered {
            for row in reader.claims_in(*record)? {
                reach.rests.insert(row.id, (Rests::ReadIn, *record));
            }
            for row in reader.claims_about(*record)? {
                reach.rests.entry(row.id).or_insert((Rests::ClaimedOf, *record));
            }
        }
        let exhibits = self.exhibits()?.into_iter().map(|it| (it.what.record, it.operation));
        let readings = self.readings()?.into_iter().map(|it| (it.what.source, it.operation));
        let files = exhibits.chain(readings).filter(|(record, _)| covered.contains(record));
        for (record, operation) in files {
            reach.rests.insert(claim_from_log(operation), (Rests::File, record));
        }
        for who in &reach.who {
            let mut named: Vec<ClaimRow> = reader.claims_about(*who)?;
            named.extend(reader.claims_mentioning(*who, None)?);
            for row in named {
                let logged = logged(&row)?;
                let by_them = logged.claim.origin.speaker == Speaker::Record(*who);
                if !by_them && row.record != consent && !reach.rests.contains_key(&row.id) {
                    reach.by_others.insert(row.id);
                }
            }
        }
        // The consent itself stays: it says what was agreed to, and that it was withdrawn.
        reach.rests.retain(|id, _| *id != claim);
        let own: BTreeSet<ClaimId> =
            reader.claims_about(consent)?.into_iter().map(|row| row.id).collect();
        reach.rests.retain(|id, _| !own.contains(id));
        Ok(reach)
    }

    /// The records that a property of a record names.
    fn values_of(&self, record: RecordId, property: &str) -> Result<BTreeSet<RecordId>, CaseError> {
        let mut records = BTreeSet::new();
        for row in self.store.reader().claims_about(record)? {
            if row.property.as_str() == property
                && !row.retracted
                && let Value::Ref(named) = logged(&row)?.claim.value
            {
                records.insert(named);
            }
        }
        Ok(records)
    }

    /// The records of a type that name a record in a property.
    fn of_type_naming(
        &self,
        record_type: &str,
        property: &str,
        named: RecordId,
    ) -> Result<BTreeSet<RecordId>, CaseError> {
        let mut records = BTreeSet::new();
        let reader = self.store.reader();
        for row in reader.claims_mentioning(named, None)? {
            if row.property.as_str() == property
                && !row.retracted
                && logged(&row)?.claim.value == Value::Ref(named)
                && reader.record(row.record)?.is_some_and(|it| it.kind.as_str() == record_type)
            {
                records.insert(row.record);
            }
        }
        Ok(records)
    }
}
