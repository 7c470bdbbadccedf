//! Invented cases of any size.
//!
//! What is measured has to look like a real case: a few sources that say much and many that say little; the
//! same names in two scripts; the same speakers again and again, first hand, relayed and altered on the
//! way; figures that are revised; statements that deny; judgements of the team on who is who. Everything
//! here is drawn from one seed, so that two runs make the same case, and names nobody.
//!
//! An [`Invented`] gives one edit after another, each to be one commit. Sources come one by one, each with
//! some new records and what it says of them and of earlier ones.

mod random;
mod say;
mod value;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use onus_case::{Edit, NewClaim, NewRecord, NewRetraction};
use onus_model::claim::{Claim, Review};
use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};
use onus_model::schema::{Property, Schema};

pub use random::Random;

/// How large a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How many claims.
    pub claims: usize,
    /// How many records, sources included.
    pub records: usize,
    /// How many sources.
    pub sources: usize,
}

impl Size {
    /// The usual proportions: twenty claims a record, ten records a source.
    #[must_use]
    pub fn of_claims(claims: usize) -> Self {
        Self { claims, records: (claims / 20).max(20), sources: (claims / 200).max(2) }
    }
}

/// Types of records besides sources, by how many there are of a hundred.
const TYPES: [(usize, &str); 13] = [
    (46, "person"),
    (10, "act"),
    (8, "custody"),
    (7, "event"),
    (6, "statement"),
    (5, "organization"),
    (4, "place"),
    (4, "tally"),
    (3, "posting"),
    (3, "decision"),
    (2, "charge"),
    (1, "group"),
    (1, "proceeding"),
];

/// A case that is being invented.
pub struct Invented<'s> {
    schema: &'s Schema,
    random: Random,
    size: Size,
    member: MemberId,
    records: BTreeMap<&'static str, Vec<RecordId>>,
    /// Every record with its type and its number, in order.
    all: Vec<(RecordId, &'static str)>,
    /// The number of each record.
    numbers: BTreeMap<RecordId, usize>,
    properties: BTreeMap<&'static str, Vec<&'s Property>>,
    /// Claims that later ones may repeat or revise.
    recent: Vec<Claim>,
    /// Offices that are said to speak for an organization.
    offices: BTreeSet<RecordId>,
    /// Claims as the log named them, that may be reviewed or retracted.
    named: Vec<ClaimId>,
    sources: usize,
    claims: usize,
}

impl<'s> Invented<'s> {
    /// A case of that size, the same for the same seed. `member` is whose own claims it holds.
    #[must_use]
    pub fn new(schema: &'s Schema, size: Size, member: MemberId, seed: u64) -> Self {
        let types = TYPES.iter().map(|(_, name)| *name).chain(["source"]);
        let properties = types.map(|name| (name, value::usable(schema, name))).collect();
        Self {
            schema,
            random: Random::new(seed),
            size,
            member,
            records: BTreeMap::new(),
            all: Vec::new(),
            numbers: BTreeMap::new(),
            properties,
            recent: Vec::new(),
            offices: BTreeSet::new(),
            named: Vec::new(),
            sources: 0,
            claims: 0,
        }
    }

    /// The next edit, of about so many claims; none when the case is as large as it is to be.
    pub fn edit(&mut self, about: usize) -> Option<Edit> {
        if self.claims >= self.size.claims {
            return None;
        }
        let mut edit = Edit { message: Some("A batch of sources.".to_owned()), ..Edit::default() };
        while edit.claims.len() < about && self.claims < self.size.claims {
            self.source(&mut edit);
        }
        self.review(&mut edit);
        Some(edit)
    }

    /// Takes note of what the log named the claims of the last edit.
    pub fn committed(&mut self, claims: &[ClaimId]) {
        self.named.clear();
        self.named.extend(claims.iter().step_by(7));
    }

    /// Every record so far, with its type.
    #[must_use]
    pub fn made(&self) -> &[(RecordId, &'static str)] {
        &self.all
    }

    /// One source with what it says.
    fn source(&mut self, edit: &mut Edit) {
        let number = self.sources;
        self.sources += 1;
        let source = self.record("source", edit);
        // A few sources say much, most say little; together they say what they are to.
        let average = (self.size.claims / self.size.sources).max(4);
        let says = if self.random.percent(10) {
            average * 4
        } else {
            average / 3 + self.random.below(average * 2 / 3)
        };
        let says = says.min(self.size.claims - self.claims).max(4);
        let wanted = (self.size.records * self.sources).div_ceil(self.size.sources);
        let fresh = wanted.min(self.size.records).saturating_sub(self.all.len());
        let mut subjects = Vec::new();
        for _ in 0..fresh.min(says / 2) {
            if let Some(kind) = self.random.weighted(&TYPES) {
                subjects.push((self.record(kind, edit), kind));
            }
        }
        for _ in 0..fresh / 2 + 4 {
            let place = self.all.len() - 1 - self.random.low(self.all.len());
            subjects.extend(self.all.get(place).copied());
        }
        let told = say::Telling::of(self, source, number);
        self.describe(&told, edit);
        let mut said = 2;
        while said < says {
            said += self.say(&told, &subjects, edit);
        }
        self.claims += said;
    }

    fn record(&mut self, kind: &'static str, edit: &mut Edit) -> RecordId {
        let record = RecordId::from_bytes(self.random.bytes());
        let number = self.all.len();
        if let Ok(record_type) = kind.parse::<TypeId>() {
            let handle = Some(format!("{kind}-{number}"));
            edit.records.push(NewRecord { record, record_type, handle, label: None });
        }
        self.all.push((record, kind));
        self.numbers.insert(record, number);
        self.records.entry(kind).or_default().push(record);
        record
    }

    /// The one member there is checks some of the claims made last, and takes back a few.
    fn review(&mut self, edit: &mut Edit) {
        edit.alone = true;
        for claim in std::mem::take(&mut self.named) {
            if self.random.percent(60) {
                edit.reviews.insert(claim, Review::Checked);
            } else if self.random.percent(2) {
                let retraction = NewRetraction {
                    claims: [claim].into(),
                    reason: "coder-error".to_owned(),
                    note: None,
                };
                edit.retractions.push(retraction);
            }
        }
    }

    fn push(&mut self, claim: Claim, edit: &mut Edit) {
        if self.recent.len() < 4_000 {
            self.recent.push(claim.clone());
        } else {
            let place = self.random.below(self.recent.len());
            self.recent[place] = claim.clone();
        }
        edit.claims.push(NewClaim { claim, row: None });
    }
}
