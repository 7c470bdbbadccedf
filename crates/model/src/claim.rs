//! A claim: a speaker says, in a passage of a source, that a property of a record has a value.
//!
//! Claims are never changed. What happens to one later (a review, a retraction) stands beside it in
//! [`Logged`], so that any earlier state can be recomputed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::Level;
use crate::id::{ClaimId, MemberId, PropertyId, RecordId, TermId};
use crate::value::{Held, Value, When};

/// Who is taken to have said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaker {
    /// A person, office, organization or group of the case.
    Record(RecordId),
    /// The text does not say: one unstated speaker a text, never a class such as "the press".
    NotStated,
    /// A member of the team: the claim is an annotation.
    Member(MemberId),
}

/// How it is known that this speaker said it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribution {
    /// The text says so.
    #[default]
    Stated,
    /// The text leaves it to be understood.
    Implied,
    /// A member concluded it.
    Inferred,
}

/// Where a claim comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Who said it.
    pub speaker: Speaker,
    /// The organization in whose name it was said, when the speaker spoke officially.
    pub on_behalf_of: Option<RecordId>,
    /// On what basis the speaker knows (vocabulary `basis`).
    pub basis: Option<TermId>,
    /// The party to the matter that the speaker belongs to.
    pub party: Option<RecordId>,
    /// What the speaker has at stake, in words.
    pub interest: Option<String>,
    /// How it is known that the speaker said it.
    pub attribution: Attribution,
}

impl Origin {
    /// A claim by this speaker, in no one else's name, with nothing more known.
    #[must_use]
    pub fn of(speaker: Speaker) -> Self {
        Self {
            speaker,
            on_behalf_of: None,
            basis: None,
            party: None,
            interest: None,
            attribution: Attribution::Stated,
        }
    }
}

impl Origin {
    /// The records that speak: the speaker, and the organization in whose name they do.
    pub fn speakers(&self) -> impl Iterator<Item = RecordId> {
        let speaker = match self.speaker {
            Speaker::Record(record) => Some(record),
            Speaker::NotStated | Speaker::Member(_) => None,
        };
        speaker.into_iter().chain(self.on_behalf_of)
    }
}

/// Whether a relay passed on what it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rendering {
    /// It is known to have.
    Faithful,
    /// It is known to have changed it.
    Altered,
    /// It is not known.
    Unknown,
}

/// One station between the speaker and the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relay {
    /// Who passed it on.
    pub by: RecordId,
    /// Whether they changed it.
    pub rendering: Rendering,
}

/// What the speaker does with the proposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Says that it is so.
    Asserts,
    /// Passes it on without endorsing it.
    Reports,
    /// Says that it is not so.
    Denies,
    /// Says that it is so, against their own interest.
    Admits,
    /// Asks that it be so.
    CallsFor,
}

/// How a claim follows from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Derivation {
    /// It adds them up.
    Sum,
    /// It infers from them.
    Inference,
    /// It is a finding drawn from them, such as a monitor's from interviews.
    Finding,
}

/// The claims that a claim rests on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RestsOn {
    /// How it follows from them.
    pub how: Derivation,
    /// Which they are.
    pub claims: BTreeSet<ClaimId>,
}

/// Where in a source's text something stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Locator {
    /// A range of Unicode scalars of the text with this SHA-256.
    Range {
        /// SHA-256 of the text.
        digest: [u8; 32],
        /// First scalar.
        start: u64,
        /// First scalar after it.
        end: u64,
    },
    /// A place told in words, where the text is not held: page, paragraph, cell, time code, address.
    Words(String),
}

/// A located part of a source's text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Passage {
    /// Where it stands.
    pub locator: Locator,
    /// Its exact words, where they may be kept.
    pub quote: Option<String>,
    /// A little of the text before it.
    pub before: String,
    /// A little of the text after it.
    pub after: String,
}

/// What a claim is limited to: values of its property's qualifiers.
///
/// Only claims with the same scope are ever compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope(BTreeMap<PropertyId, Value>);

impl Scope {
    /// The scope with these qualifiers.
    #[must_use]
    pub fn new(qualifiers: impl IntoIterator<Item = (PropertyId, Value)>) -> Self {
        Self(qualifiers.into_iter().collect())
    }

    /// Whether the claim is limited to nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The qualifier's value.
    #[must_use]
    pub fn get(&self, qualifier: &str) -> Option<&Value> {
        self.0.get(qualifier)
    }

    /// Every qualifier with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&PropertyId, &Value)> {
        self.0.iter()
    }

    /// The scope with every record that it names replaced.
    #[must_use]
    pub fn map_records(&self, replace: &dyn Fn(RecordId) -> RecordId) -> Self {
        let replaced = self.0.iter();
        Self(replaced.map(|(name, value)| (name.clone(), value.map_records(replace))).collect())
    }
}

impl fmt::Display for Scope {
    /// Prints `qualifier = value; …` in canonical text, in the order of the qualifiers' names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (qualifier, value)) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{qualifier} = {value}")?;
        }
        Ok(())
    }
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The claim's name.
    pub id: ClaimId,
    /// What it is about.
    pub record: RecordId,
    /// Which property of it.
    pub property: PropertyId,
    /// The value claimed.
    pub value: Value,
    /// The value's wording in the source, hedge included.
    pub wording: Option<String>,
    /// What the claim is limited to.
    pub scope: Scope,
    /// Who said it.
    pub origin: Origin,
    /// Who passed it on, from the speaker towards the source.
    pub via: Vec<Relay>,
    /// The source it was read in; none for most annotations.
    pub source: Option<RecordId>,
    /// Where in the source.
    pub passage: Option<Passage>,
    /// When it was said.
    pub said: Option<When>,
    /// When what it says was true.
    pub held: Option<Held>,
    /// What the speaker does with it.
    pub stance: Stance,
    /// What it is derived from, when it is.
    pub rests_on: Option<RestsOn>,
    /// Who may see it.
    pub level: Level,
}

impl Claim {
    /// Whether it is a claim of the team's own, not one taken from a source.
    #[must_use]
    pub fn is_annotation(&self) -> bool {
        matches!(self.origin.speaker, Speaker::Member(_))
    }

    /// The claims without which it does not stand: those on which a claim of the team's own rests.
    pub fn is_supported_by(&self) -> impl Iterator<Item = ClaimId> {
        let rests_on = self.rests_on.as_ref().filter(|_| self.is_annotation());
        rests_on.into_iter().flat_map(|rests_on| rests_on.claims.iter().copied())
    }

    /// The records that it mentions besides the one it is on, its speaker and its source: in its value, its
    /// scope and its dates, as relay, as party, and as the organization in whose name it was said.
    #[must_use]
    pub fn mentions(&self) -> BTreeSet<RecordId> {
        let mut records = self.value.records();
        for (_, value) in self.scope.iter() {
            records.extend(value.records());
        }
        let dates = [self.said.clone().map(Value::Date), self.held.clone().map(Value::Held)];
        for date in dates.into_iter().flatten() {
            records.extend(date.records());
        }
        records.extend(self.via.iter().map(|relay| relay.by));
        records.extend(self.origin.party);
        records.extend(self.origin.on_behalf_of);
        records
    }

    /// The first relay known to have altered it.
    #[must_use]
    pub fn altered_by(&self) -> Option<RecordId> {
        self.via.iter().find(|relay| relay.rendering == Rendering::Altered).map(|relay| relay.by)
    }
}

/// A moment of the log: seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// How far a claim has been checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Review {
    /// Coded by one person.
    #[default]
    Draft,
    /// Checked by a second person.
    Checked,
    /// Released for editions.
    Released,
}

/// A step of a claim's review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reviewed {
    /// Effective time of the commit that says so.
    pub at: Moment,
    /// How far the claim was checked from then on.
    pub state: Review,
    /// Who checked or released it.
    pub by: MemberId,
}

/// A claim with what the log says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The claim.
    pub claim: Claim,
    /// Effective time of the commit that made it.
    pub recorded: Moment,
    /// The member who made that commit.
    pub recorded_by: MemberId,
    /// Its reviews, each after those that its author knew of.
    pub reviews: Vec<Reviewed>,
    /// Effective time of its retraction.
    pub retracted: Option<Moment>,
}

impl Logged {
    /// A draft recorded at the given moment by a member.
    #[must_use]
    pub fn draft(claim: Claim, recorded: Moment, recorded_by: MemberId) -> Self {
        Self { claim, recorded, recorded_by, reviews: Vec::new(), retracted: None }
    }

    /// How far the claim had been checked at a moment, or is now; of reviews at one moment the last of
    /// the list counts. Whether anybody but its recorder did so is another question: see
    /// [`checked_by`](Self::checked_by).
    #[must_use]
    pub fn review_at(&self, moment: Option<Moment>) -> Review {
        // Of equal ones the last is the greatest.
        let last = self.seen(moment).max_by_key(|review| review.at);
        last.map(|review| review.state).unwrap_or_default()
    }

    /// The second person who checked or released the claim last, as far as it is checked at a moment, or
    /// now: nobody is their own second person.
    #[must_use]
    pub fn checked_by(&self, moment: Option<Moment>) -> Option<MemberId> {
        if self.review_at(moment) == Review::Draft {
            return None;
        }
        let others = self
            .seen(moment)
            .filter(|review| review.state != Review::Draft && review.by != self.recorded_by);
        others.max_by_key(|review| (review.at, review.by)).map(|review| review.by)
    }

    /// The reviews up to a moment, or all.
    fn seen(&self, moment: Option<Moment>) -> impl Iterator<Item = &Reviewed> {
        self.reviews.iter().filter(move |review| moment.is_none_or(|moment| review.at <= moment))
    }
}
