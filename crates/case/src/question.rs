//! What is asked of a case's claims, and what was asked so far.
//!
//! The same list serves three ends: a reader answers these questions, [`Loaded`](crate::Loaded) keeps what
//! was answered, and whatever is computed from the answers depends on exactly the questions it asked. A
//! change that alters no answer to any of them leaves it as it was.

use onus_model::claim::{Claim, Speaker};
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::{Answers, Value};

/// A question to the claims of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// One claim.
    Claim(ClaimId),
    /// Those on a record.
    About(RecordId),
    /// Those on one property of a record.
    On(RecordId, String),
    /// Those that mention a record.
    Mentioning(RecordId),
    /// Those on one property that mention a record.
    MentioningOn(RecordId, String),
    /// Those whose speaker a record is.
    SaidBy(RecordId),
    /// Those read in a source.
    ReadIn(RecordId),
    /// Those that say of a statement that it answers a claim by name.
    Answering(ClaimId),
    /// Those on a property.
    With(String),
    /// All of them.
    All,
    /// The type of a record.
    Type(RecordId),
    /// The records of a type.
    OfType(String),
    /// The handle of a record.
    Handle(RecordId),
    /// The row that a claim was made from.
    Row(ClaimId),
}

/// The claims that a claim names: those that it answers, and those that it rests on.
pub(crate) fn named(claim: &Claim) -> std::collections::BTreeSet<ClaimId> {
    let mut named = answered(claim).cloned().unwrap_or_default();
    named.extend(claim.rests_on.iter().flat_map(|rests_on| rests_on.claims.iter()));
    named
}

fn answered(claim: &Claim) -> Option<&std::collections::BTreeSet<ClaimId>> {
    match &claim.value {
        Value::Answers(Answers::Claims(claims)) => Some(claims),
        _ => None,
    }
}

/// Every question whose answer a claim is part of.
pub(crate) fn touched_by(claim: &Claim) -> Vec<Question> {
    let property = claim.property.as_str();
    let mut touched = vec![
        Question::Claim(claim.id),
        Question::About(claim.record),
        Question::On(claim.record, property.to_owned()),
        Question::With(property.to_owned()),
        Question::All,
    ];
    for record in claim.mentions() {
        touched.push(Question::Mentioning(record));
        touched.push(Question::MentioningOn(record, property.to_owned()));
    }
    if let Speaker::Record(speaker) = claim.origin.speaker {
        touched.push(Question::SaidBy(speaker));
    }
    touched.extend(claim.source.map(Question::ReadIn));
    if property == onus_model::schema::core::ANSWERS {
        let answered = answered(claim).into_iter().flatten();
        touched.extend(answered.map(|claim| Question::Answering(*claim)));
    }
    touched
}

impl Question {
    /// Whether a claim is part of the answer.
    pub(crate) fn takes(&self, claim: &Claim) -> bool {
        match self {
            Self::Claim(id) => claim.id == *id,
            Self::About(record) => claim.record == *record,
            Self::On(record, property) => {
                claim.record == *record && claim.property.as_str() == property
            }
            Self::Mentioning(record) => claim.mentions().contains(record),
            Self::MentioningOn(record, property) => {
                claim.property.as_str() == property && claim.mentions().contains(record)
            }
            Self::SaidBy(record) => claim.origin.speaker == Speaker::Record(*record),
            Self::ReadIn(source) => claim.source == Some(*source),
            Self::Answering(id) => {
                claim.property.as_str() == onus_model::schema::core::ANSWERS
                    && answered(claim).is_some_and(|claims| claims.contains(id))
            }
            Self::With(property) => claim.property.as_str() == property,
            Self::All => true,
            Self::Type(_) | Self::OfType(_) | Self::Handle(_) | Self::Row(_) => false,
        }
    }

    /// A short name for it, by which what depends on it is found. That two share one does no harm: what
    /// depends on either is then computed again more often than it need be.
    pub(crate) fn short(&self) -> [u8; 8] {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        let (number, id, word): (u8, &[u8], &str) = match self {
            Self::Claim(claim) => (0, claim.as_bytes(), ""),
            Self::About(record) => (1, record.as_bytes(), ""),
            Self::On(record, property) => (2, record.as_bytes(), property),
            Self::Mentioning(record) => (3, record.as_bytes(), ""),
            Self::MentioningOn(record, property) => (4, record.as_bytes(), property),
            Self::SaidBy(record) => (5, record.as_bytes(), ""),
            Self::ReadIn(source) => (6, source.as_bytes(), ""),
            Self::Answering(claim) => (7, claim.as_bytes(), ""),
            Self::With(property) => (8, &[], property),
            Self::All => (9, &[], ""),
            Self::Type(record) => (10, record.as_bytes(), ""),
            Self::OfType(record_type) => (11, &[], record_type),
            Self::Handle(record) => (12, record.as_bytes(), ""),
            Self::Row(claim) => (13, claim.as_bytes(), ""),
        };
        hash.add(&[number]);
        hash.add(id);
        hash.add(word.as_bytes());
        hash.0.to_be_bytes()
    }
}

/// FNV-1a, 64 bits: spread, not secrecy, is wanted of it.
struct Fnv(u64);

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
