//! A case asked for its claims one question at a time, each answered by looking through all of them.

use onus_model::claim::{Logged, Speaker};
use onus_model::corpus::Entries;
use onus_model::id::{ClaimId, RecordId, TypeId};
use onus_model::value::{Answers, Value};

use crate::case::Case;

impl Case {
    fn those(&self, wanted: impl Fn(&Logged) -> bool) -> Vec<&Logged> {
        self.logged.iter().filter(|entry| wanted(entry)).collect()
    }
}

impl Entries for Case {
    fn record_type(&self, record: RecordId) -> Option<&TypeId> {
        self.records.get(&record)
    }

    fn entry(&self, claim: ClaimId) -> Option<&Logged> {
        self.logged.iter().find(|entry| entry.claim.id == claim)
    }

    fn about(&self, record: RecordId) -> Vec<&Logged> {
        self.those(|entry| entry.claim.record == record)
    }

    fn on(&self, record: RecordId, property: &str) -> Vec<&Logged> {
        self.those(|entry| {
            entry.claim.record == record && entry.claim.property.as_str() == property
        })
    }

    fn mentioning(&self, record: RecordId) -> Vec<&Logged> {
        self.those(|entry| entry.claim.mentions().contains(&record))
    }

    fn mentioning_on(&self, record: RecordId, property: &str) -> Vec<&Logged> {
        self.those(|entry| {
            entry.claim.property.as_str() == property && entry.claim.mentions().contains(&record)
        })
    }

    fn said_by(&self, record: RecordId) -> Vec<&Logged> {
        self.those(|entry| entry.claim.origin.speaker == Speaker::Record(record))
    }

    fn read_in(&self, source: RecordId) -> Vec<&Logged> {
        self.those(|entry| entry.claim.source == Some(source))
    }

    fn answering(&self, claim: ClaimId) -> Vec<&Logged> {
        self.those(|entry| {
            entry.claim.property.as_str() == "answers"
                && matches!(&entry.claim.value, Value::Answers(Answers::Claims(claims))
                    if claims.contains(&claim))
        })
    }

    fn with_property(&self, property: &str) -> Vec<&Logged> {
        self.those(|entry| entry.claim.property.as_str() == property)
    }

    fn may_have_property(&self, property: &str) -> bool {
        !self.with_property(property).is_empty()
    }

    fn all(&self) -> Vec<&Logged> {
        self.logged.iter().collect()
    }
}
