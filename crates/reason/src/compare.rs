//! Two sources, or two origins, side by side.
//!
//! A source's side is what is read in it, whoever says it; an origin's side is what its voice says,
//! wherever that is read. The two are compared property by property and within one scope only; tallies of
//! one scope are compared although they are different records. One voice that says different things at
//! different times has revised itself and is not in conflict with itself.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::claim::Claim;
use onus_model::corpus::{Corpus, Voice};
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::resolve::{Polarity, Saying};
use onus_model::schema::{Cardinality, core};
use onus_model::value::date::DayBounds;
use onus_model::value::{Comparison, Held, Overlap, Value};

use crate::count::scope_key;
use crate::order::Order;
use crate::reading::wording_of;

/// Why two things cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// They are one.
    #[error("both are the same record")]
    Same,
    /// One of them says nothing in view.
    #[error("nothing in view is read in it or said by it")]
    Silent(RecordId),
}

/// What one side says on a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideValue {
    /// Whose it is.
    pub voice: Voice,
    /// Whether it affirms or denies.
    pub polarity: Polarity,
    /// The value.
    pub value: Value,
    /// When it held.
    pub held: Option<Held>,
    /// When it was said.
    pub said: Option<DayBounds>,
    /// Its wording.
    pub wording: Option<String>,
    /// Whether it may be the voice's last word.
    pub current: bool,
    /// The claims that carry it on this side.
    pub claims: Vec<ClaimId>,
}

/// How two sides stand on something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// They cannot both be right.
    Conflicts,
    /// One voice, at another time, said something else.
    Revised,
    /// They say the same, or what one says entails what the other says.
    Agrees,
    /// It cannot be told whether both can be right.
    CannotTell,
    /// They say different things of a property that can have many values.
    Differs,
    /// Only the first side says anything; the second is silent.
    OnlyFirst,
    /// Only the second side says anything; the first is silent.
    OnlySecond,
}

/// A value of one side beside a value of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Place among the first side's values.
    pub first: usize,
    /// Place among the second side's values.
    pub second: usize,
    /// How the two stand to each other.
    pub outcome: Outcome,
}

/// One property within one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The records: one, or tallies of one scope.
    pub records: Vec<RecordId>,
    /// The property.
    pub property: PropertyId,
    /// What the claims are limited to.
    pub scope: Vec<(PropertyId, Value)>,
    /// What the first side says.
    pub first: Vec<SideValue>,
    /// What the second side says.
    pub second: Vec<SideValue>,
    /// Each value beside each other one.
    pub pairs: Vec<Pair>,
    /// How the two sides stand, all in all.
    pub outcome: Outcome,
}

/// Two sides compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The first side.
    pub first: RecordId,
    /// Whether it is a source.
    pub first_is_source: bool,
    /// The second side.
    pub second: RecordId,
    /// Whether it is a source.
    pub second_is_source: bool,
    /// Every property that either side speaks of.
    pub entries: Vec<Entry>,
}

impl Compared {
    /// How many entries have an outcome.
    #[must_use]
    pub fn number_of(&self, outcome: Outcome) -> usize {
        self.entries.iter().filter(|entry| entry.outcome == outcome).count()
    }
}

/// One side of a comparison.
enum Side {
    Source(RecordId),
    Voice(RecordId, Voice),
}

impl Side {
    fn of(look: &Look<'_>, record: RecordId) -> Self {
        let corpus = look.corpus();
        let is_source = corpus.record_type(record).is_some_and(|one| one.as_str() == core::SOURCE);
        if is_source { Self::Source(record) } else { Self::Voice(record, corpus.voice_of(record)) }
    }

    fn has(&self, corpus: &Corpus<'_>, claim: &Claim) -> bool {
        match self {
            Self::Source(source) => {
                claim.source.is_some_and(|own| corpus.canonical(own) == *source)
            }
            Self::Voice(record, voice) => {
                let speaker = matches!(claim.origin.speaker,
                    onus_model::claim::Speaker::Record(own) if corpus.canonical(own) == *record);
                corpus.voice(claim) == *voice || speaker
            }
        }
    }
}

/// Compares two sources or origins.
///
/// # Errors
///
/// When they are one record, or one of them says nothing in view.
pub fn compare(
    look: &Look<'_>,
    first: RecordId,
    second: RecordId,
) -> Result<Compared, CompareError> {
    let full = look.corpus();
    let (first, second) = (full.canonical(first), full.canonical(second));
    if first == second {
        return Err(CompareError::Same);
    }
    let sides = [Side::of(look, first), Side::of(look, second)];
    let mut kept: BTreeSet<ClaimId> = BTreeSet::new();
    for (side, record) in sides.iter().zip([first, second]) {
        let own: Vec<ClaimId> =
            full.claims().filter(|claim| side.has(full, claim)).map(|claim| claim.id).collect();
        if own.is_empty() {
            return Err(CompareError::Silent(record));
        }
        kept.extend(own);
    }
    // Judgements of the team and who speaks for whom are needed to read the rest.
    kept.extend(full.claims().filter(|claim| is_frame(claim)).map(|claim| claim.id));
    let corpus = full.restricted(&kept);
    let order = Order::of(look);

    let mut entries: BTreeMap<Key, Collected> = BTreeMap::new();
    for (record, property) in corpus.claimed_properties() {
        let of_tally = corpus.record_type(record).is_some_and(|one| one.as_str() == core::TALLY);
        let known = look.schema().property(core::TALLY, property);
        let figure =
            of_tally && (property == "figure" || known.is_some_and(|property| property.scope));
        for resolution in corpus.resolve(record, property) {
            let subject = if figure {
                format!("{:?}", scope_key(look, &order, record))
            } else {
                record.to_string()
            };
            let key = (subject, property.to_owned(), resolution.scope.to_string());
            let scope = resolution.scope.iter();
            let scope = scope.map(|(id, value)| (id.clone(), value.clone())).collect();
            let entry = entries.entry(key).or_insert_with(|| Collected {
                records: BTreeSet::new(),
                property: resolution.property.clone(),
                scope,
                sides: [Vec::new(), Vec::new()],
            });
            let mut spoken = false;
            for line in &resolution.voices {
                for saying in &line.sayings {
                    for (side, values) in sides.iter().zip(&mut entry.sides) {
                        let claims = carried(&corpus, side, saying);
                        if !claims.is_empty() {
                            spoken = true;
                            values.push(side_value(look, &order, line.voice, saying, claims));
                        }
                    }
                }
            }
            if spoken {
                entry.records.insert(full.canonical(record));
            }
        }
    }
    let mut entries: Vec<Entry> = entries
        .into_values()
        .filter(|entry| !entry.records.is_empty())
        .map(|entry| judge(look, &order, entry))
        .collect();
    entries.sort_by_cached_key(|entry| {
        let record = entry.records.first().map(|record| {
            let record_type = full.record_type(*record).map(|one| one.as_str().to_owned());
            (record_type, order.record_place(look, *record))
        });
        let scope = entry.scope.iter().map(|(_, value)| order.value_place(look, value));
        (entry.outcome, record, entry.property.clone(), scope.collect::<Vec<_>>())
    });
    Ok(Compared {
        first,
        first_is_source: matches!(sides[0], Side::Source(_)),
        second,
        second_is_source: matches!(sides[1], Side::Source(_)),
        entries,
    })
}

/// Subject, property and scope.
type Key = (String, String, String);

struct Collected {
    records: BTreeSet<RecordId>,
    property: PropertyId,
    scope: Vec<(PropertyId, Value)>,
    sides: [Vec<SideValue>; 2],
}

/// Claims that are read whichever sides are compared.
fn is_frame(claim: &Claim) -> bool {
    let judged = [core::IDENTITY, core::DEPENDENCE, core::SPEAKS_FOR];
    (claim.is_annotation() && claim.source.is_none() && judged.contains(&claim.property.as_str()))
        || claim.property.as_str() == core::SPEAKS_FOR
        || claim.property.as_str() == "within"
}

/// The claims by which a side carries a saying.
fn carried(corpus: &Corpus<'_>, side: &Side, saying: &Saying) -> Vec<ClaimId> {
    let answers = saying.answers.iter().flat_map(|answer| answer.because.iter());
    let all = saying.claims.iter().chain(answers).copied();
    let own = all.filter(|id| corpus.claim(*id).is_some_and(|claim| side.has(corpus, claim)));
    own.collect()
}

fn side_value(
    look: &Look<'_>,
    order: &Order,
    voice: Voice,
    saying: &Saying,
    claims: Vec<ClaimId>,
) -> SideValue {
    let claims = order.claims(look, claims);
    SideValue {
        voice,
        polarity: saying.polarity,
        value: saying.value.clone(),
        held: saying.held.clone(),
        said: saying.said,
        wording: wording_of(look, &claims),
        current: saying.current,
        claims,
    }
}

fn judge(look: &Look<'_>, order: &Order, entry: Collected) -> Entry {
    let records = order.records(look, entry.records);
    let [mut first, mut second] = entry.sides;
    for values in [&mut first, &mut second] {
        values.sort_by_cached_key(|one| {
            let claim = one.claims.first().map(|claim| order.claim_place(look, *claim));
            (order.value_place(look, &one.value), order.voice_place(look, one.voice), claim)
        });
    }
    let matter = Matter::of(look, records.first().copied(), &entry.property);
    let mut pairs = Vec::new();
    for (place, one) in first.iter().enumerate() {
        for (other_place, other) in second.iter().enumerate() {
            let outcome = matter.judge(look.corpus(), one, other);
            pairs.push(Pair { first: place, second: other_place, outcome });
        }
    }
    let outcome = match (first.is_empty(), second.is_empty()) {
        (false, true) => Outcome::OnlyFirst,
        (true, _) => Outcome::OnlySecond,
        (false, false) => overall(&matter, &first, &second, &pairs),
    };
    Entry { records, property: entry.property, scope: entry.scope, first, second, pairs, outcome }
}

/// What kind of matter a property is.
struct Matter {
    many: bool,
    changes: bool,
}

impl Matter {
    fn of(look: &Look<'_>, record: Option<RecordId>, property: &PropertyId) -> Self {
        let record_type = record.and_then(|record| look.corpus().record_type(record));
        let known =
            record_type.and_then(|one| look.schema().property(one.as_str(), property.as_str()));
        Self {
            many: known.is_none_or(|known| known.cardinality != Cardinality::One),
            changes: known.is_some_and(|known| known.changes),
        }
    }

    fn judge(&self, corpus: &Corpus<'_>, one: &SideValue, other: &SideValue) -> Outcome {
        let entails = |from: &Value, to: &Value| {
            from == to || from.compare(to, corpus) == Comparison::Entails
        };
        if self.changes && !at_one_time(one.held.as_ref(), other.held.as_ref()) {
            let same = one.polarity == other.polarity && one.value == other.value;
            return if same { Outcome::Agrees } else { Outcome::CannotTell };
        }
        let outcome = match (one.polarity, other.polarity) {
            (Polarity::Affirms, Polarity::Affirms) => {
                let about_all =
                    |value: &Value| matches!(value, Value::Negative(_) | Value::ClosedSet(_));
                if entails(&one.value, &other.value) || entails(&other.value, &one.value) {
                    Outcome::Agrees
                } else if self.many && !about_all(&one.value) && !about_all(&other.value) {
                    Outcome::Differs
                } else if one.value.compare(&other.value, corpus) == Comparison::Conflicts {
                    Outcome::Conflicts
                } else {
                    Outcome::CannotTell
                }
            }
            (Polarity::Denies, Polarity::Denies) if one.value == other.value => Outcome::Agrees,
            (Polarity::Denies, Polarity::Denies) => Outcome::CannotTell,
            (Polarity::Affirms, Polarity::Denies) if entails(&one.value, &other.value) => {
                Outcome::Conflicts
            }
            (Polarity::Denies, Polarity::Affirms) if entails(&other.value, &one.value) => {
                Outcome::Conflicts
            }
            _ if self.many => Outcome::Differs,
            _ => Outcome::CannotTell,
        };
        let one_voice = one.voice == other.voice && one.said != other.said;
        if one_voice && outcome == Outcome::Conflicts { Outcome::Revised } else { outcome }
    }
}

/// Whether two states held at one time, or at no time that is told.
fn at_one_time(one: Option<&Held>, other: Option<&Held>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one.overlap(other) == Overlap::Certain,
        _ => false,
    }
}

fn overall(matter: &Matter, first: &[SideValue], second: &[SideValue], pairs: &[Pair]) -> Outcome {
    // What a voice has since given up is listed, and settles nothing.
    let counts = |pair: &&Pair| first[pair.first].current && second[pair.second].current;
    let live: Vec<Outcome> = pairs.iter().filter(counts).map(|pair| pair.outcome).collect();
    let has = |outcome: Outcome| live.contains(&outcome);
    if has(Outcome::Conflicts) {
        return Outcome::Conflicts;
    }
    if pairs.iter().any(|pair| pair.outcome == Outcome::Revised) {
        return Outcome::Revised;
    }
    let matched = |side: fn(&Pair) -> usize, place: usize| {
        pairs.iter().any(|pair| side(pair) == place && pair.outcome == Outcome::Agrees)
    };
    let all_match = (0..first.len()).all(|place| matched(|pair| pair.first, place))
        && (0..second.len()).all(|place| matched(|pair| pair.second, place));
    if has(Outcome::Agrees) && (!matter.many || all_match) {
        Outcome::Agrees
    } else if matter.many {
        Outcome::Differs
    } else {
        Outcome::CannotTell
    }
}
