//! Keys that look more closely the longer two things are alike.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::claim::Claim;
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::Value;

use super::Order;
use super::digest::{Content, Digest};

/// How closely something is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Records by their types alone.
    Type,
    /// Records by what is claimed of them.
    Own,
    /// Records by what is claimed of them, and what is claimed of what they refer to.
    Near,
    /// By the rows that were coded.
    Row,
    /// Records by what refers to them.
    Mentioned,
    /// Records by what refers to them, and what refers to that.
    Around,
}

impl Step {
    /// The steps after the first that stay near to what is looked at.
    const NEARER: [Self; 3] = [Self::Own, Self::Near, Self::Row];
    /// Those that look at what refers to it.
    const FAR: [Self; 2] = [Self::Mentioned, Self::Around];

    /// The step before; looking at the neighbours of what is looked at in this one.
    fn before(self) -> Self {
        match self {
            Self::Type | Self::Own => Self::Type,
            Self::Near => Self::Own,
            Self::Row => Self::Near,
            Self::Mentioned => Self::Near,
            Self::Around => Self::Mentioned,
        }
    }
}

/// What a key is of.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Something without records in it, by its digest.
    Plain(u64),
    /// A value with records in it.
    Value(Value),
    /// A record and all that are the same.
    Record(RecordId),
    /// A record alone.
    Member(RecordId),
    /// A claim.
    Claim(ClaimId),
}

/// The place of something among what nothing more telling tells it from.
#[derive(Clone)]
pub struct Key<'o, 'l> {
    order: &'o Order,
    look: &'o Look<'l>,
    what: What,
}

impl<'o, 'l> Key<'o, 'l> {
    pub(super) fn new(order: &'o Order, look: &'o Look<'l>, what: What) -> Self {
        Self { order, look, what }
    }

    /// Whether both are claims that name the very same records and claims in the very same places: looking closer at
    /// these cannot tell them apart, however closely, and only their rows can.
    fn is_the_same_but_for_its_row(&self, other: &Self) -> bool {
        let named = |what: &What| match what {
            What::Claim(claim) => self.look.corpus().claim(*claim).map(|claim| {
                let record = |record: RecordId| digest_of_bytes(record.as_bytes());
                let premise = |premise: ClaimId| digest_of_bytes(premise.as_bytes());
                (claim.record, Content { record: &record, claim: &premise }.of_claim(claim))
            }),
            _ => None,
        };
        let own = named(&self.what);
        own.is_some() && own == named(&other.what)
    }

    /// Whether both name the very same records, so that looking closer at these tells nothing.
    fn is_told_by_the_same_records(&self, other: &Self) -> bool {
        let records = |what: &What| match what {
            What::Claim(claim) => self.look.corpus().claim(*claim).map(records_in),
            What::Value(value) => Some(value.records()),
            What::Plain(_) => Some(BTreeSet::new()),
            What::Record(record) | What::Member(record) => Some(BTreeSet::from([*record])),
        };
        records(&self.what) == records(&other.what)
    }

    fn at(&self, step: Step) -> u64 {
        let Self { order, look, what } = self;
        match what {
            What::Plain(digest) => *digest,
            What::Value(value) => order.value_digest(look, step, value),
            What::Record(record) => order.group_key(look, step, *record),
            What::Member(record) => order.record_key(look, step, *record),
            What::Claim(claim) => order.claim_key(look, step, *claim),
        }
    }
}

impl PartialEq for Key<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Key<'_, '_> {}

impl PartialOrd for Key<'_, '_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key<'_, '_> {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.what == other.what {
            return Ordering::Equal;
        }
        let by = |step: Step| self.at(step).cmp(&other.at(step));
        let first = |steps: &[Step]| {
            let mut orders = steps.iter().copied().map(by);
            orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        };
        match by(Step::Type) {
            Ordering::Equal if self.is_the_same_but_for_its_row(other) => return by(Step::Row),
            Ordering::Equal => {}
            order => return order,
        }
        match first(&Step::NEARER) {
            Ordering::Equal if self.is_told_by_the_same_records(other) => Ordering::Equal,
            Ordering::Equal => first(&Step::FAR),
            order => order,
        }
    }
}

impl Order {
    /// A number that two values share when they are alike at that step.
    pub(super) fn value_digest(&self, look: &Look<'_>, step: Step, value: &Value) -> u64 {
        let record = |record| {
            let step = self.seen_from_afar(look, step, record);
            self.group_key(look, step, look.corpus().canonical(record))
        };
        let claim = |claim| self.claim_key(look, step, claim);
        let mut digest = Digest::new();
        Content { record: &record, claim: &claim }.value(&mut digest, value);
        digest.finish()
    }

    /// The key of a record and all that are the same.
    pub(super) fn group_key(&self, look: &Look<'_>, step: Step, canonical: RecordId) -> u64 {
        *self.groups.get_or((step, canonical), || {
            let members = look.corpus().members_of(canonical);
            let mut keys: Vec<u64> =
                members.iter().map(|member| self.record_key(look, step, *member)).collect();
            if let [only] = keys[..] {
                return only;
            }
            keys.sort_unstable();
            digest_of(&keys)
        })
    }

    /// The key of a record alone.
    fn record_key(&self, look: &Look<'_>, step: Step, record: RecordId) -> u64 {
        *self.records.get_or((step, record), || {
            let before = || self.record_key(look, step.before(), record);
            let mut parts = match step {
                Step::Type => {
                    let mut digest = Digest::new();
                    let known = look.corpus().record_type(record);
                    digest.text(known.map_or("", |known| known.as_str()));
                    return digest.finish();
                }
                Step::Own | Step::Near => {
                    let own = own_claims(look, record).into_iter();
                    own.map(|claim| self.content(look, step.before(), claim)).collect()
                }
                Step::Row => {
                    let own = own_claims(look, record).into_iter();
                    let rows = own.filter_map(|claim| row_of(look, claim.id));
                    rows.min().map(|row| digest_of_text(&row)).into_iter().collect()
                }
                Step::Mentioned | Step::Around => self.mentions(look, step, record),
            };
            parts.sort_unstable();
            parts.insert(0, before());
            digest_of(&parts)
        })
    }

    /// What refers to a record, speaks through it or was read in it.
    fn mentions(&self, look: &Look<'_>, step: Step, record: RecordId) -> Vec<u64> {
        let corpus = look.corpus();
        let near = step.before();
        let mut parts = Vec::new();
        let lists =
            [corpus.mentioning(record).to_vec(), corpus.said_by(record), corpus.read_in(record)];
        for (kind, claims) in (0u64..).zip(lists) {
            for claim in claims {
                let mut digest = Digest::new();
                digest.number(kind).text(claim.property.as_str());
                let seen = self.seen_from_afar(look, near, claim.record);
                digest.number(self.record_key(look, seen, claim.record));
                digest.number(self.content(look, near, claim));
                parts.push(digest.finish());
            }
        }
        parts
    }

    /// How closely a record is looked at where it only helps to tell others apart: what has a name is known
    /// by it, and what refers to it, which may be half of the case, is left out.
    fn seen_from_afar(&self, look: &Look<'_>, step: Step, record: RecordId) -> Step {
        match step {
            Step::Mentioned | Step::Around if self.name(look, record).is_some() => Step::Near,
            step => step,
        }
    }

    fn content(&self, look: &Look<'_>, step: Step, claim: &Claim) -> u64 {
        let record =
            |record| self.record_key(look, self.seen_from_afar(look, step, record), record);
        let premise = |premise| match step {
            Step::Type => 0,
            _ => self.claim_key(look, step.before(), premise),
        };
        Content { record: &record, claim: &premise }.of_claim(claim)
    }

    /// The key of a claim.
    pub(super) fn claim_key(&self, look: &Look<'_>, step: Step, claim: ClaimId) -> u64 {
        *self.claims.get_or((step, claim), || match (step, look.corpus().claim(claim)) {
            (_, None) => 0,
            (Step::Row, _) => row_of(look, claim).map_or(0, |row| digest_of_text(&row)),
            (_, Some(claim)) => digest_of(&[
                self.record_key(look, step, claim.record),
                self.content(look, step, claim),
            ]),
        })
    }
}

/// Every record that a claim names in any part of it.
fn records_in(claim: &Claim) -> BTreeSet<RecordId> {
    let mut records = claim.mentions();
    records.extend(claim.origin.speakers());
    records.extend(claim.source);
    records.insert(claim.record);
    records
}

/// The claims on a record itself, not on those that are the same.
fn own_claims<'l>(look: &Look<'l>, record: RecordId) -> Vec<&'l Claim> {
    let corpus = look.corpus();
    let properties: BTreeSet<&str> = corpus.properties_of(record).collect();
    let claims = properties.into_iter().flat_map(|property| corpus.claims_on(record, property));
    claims.copied().filter(|claim| claim.record == record).collect()
}

fn row_of(look: &Look<'_>, claim: ClaimId) -> Option<String> {
    look.row_of(claim).ok().flatten().map(|row| row.to_string())
}

fn digest_of(numbers: &[u64]) -> u64 {
    let mut digest = Digest::new();
    for number in numbers {
        digest.number(*number);
    }
    digest.finish()
}

fn digest_of_bytes(bytes: &[u8]) -> u64 {
    let mut digest = Digest::new();
    digest.bytes(bytes).finish()
}

fn digest_of_text(text: &str) -> u64 {
    let mut digest = Digest::new();
    digest.text(text).finish()
}
