//! Sorts claims into what each voice said, and keeps apart what adds no voice.

use std::collections::{BTreeMap, BTreeSet};

use super::{Matter, Uncounted};
use crate::claim::{Claim, Speaker, Stance};
use crate::corpus::{Answer, Corpus, Voice};
use crate::id::{ClaimId, RecordId};
use crate::schema::{Cardinality, Effect};
use crate::value::date::DayBounds;
use crate::value::{Held, Value, When};

/// Whether a value is said to be so, or not to be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Polarity {
    /// It is so.
    Affirms,
    /// It is not so.
    Denies,
}

/// One thing that a voice said on one date, with everything that carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// Whether the value is affirmed or denied.
    pub polarity: Polarity,
    /// Whether it is affirmed against the speaker's own interest.
    pub admits: bool,
    /// The value, with records replaced by those that stand for them.
    pub value: Value,
    /// When what it says was true.
    pub held: Option<Held>,
    /// When it was said, as far as that is told.
    pub said: Option<DayBounds>,
    /// The claims that carry it, the one nearest to the speaker first; the others are its echoes.
    pub claims: Vec<ClaimId>,
    /// Statements by which the voice says it, in answer to claims.
    pub answers: Vec<Answer>,
    /// Whether it may be the voice's last word on the matter.
    pub current: bool,
}

impl Saying {
    /// The claims that only repeat what a nearer one carries.
    #[must_use]
    pub fn echoes(&self) -> &[ClaimId] {
        self.claims.get(1..).unwrap_or_default()
    }
}

/// A voice with all that it said on a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceLine {
    /// The voice.
    pub voice: Voice,
    /// The people and offices that spoke for it.
    pub persons: BTreeSet<RecordId>,
    /// What it said, in order of date, what has no date last.
    pub sayings: Vec<Saying>,
    /// Matters on which it is not known which saying was its last.
    pub unsettled: usize,
    revised: bool,
    /// The sayings that may be its last, by matter: places in `sayings`.
    pub(crate) matters: Vec<Vec<usize>>,
}

impl VoiceLine {
    /// Whether an earlier saying gave way to a later, different one on the same matter.
    #[must_use]
    pub fn is_revised(&self) -> bool {
        self.revised
    }

    /// The sayings that may be the voice's last.
    pub fn current(&self) -> impl Iterator<Item = &Saying> {
        self.sayings.iter().filter(|saying| saying.current)
    }
}

/// Claims by the part they play.
pub(crate) struct Sorted {
    pub(super) voices: Vec<VoiceLine>,
    pub(super) derived: Vec<Uncounted>,
    pub(super) annotations: Vec<Uncounted>,
    pub(super) reported: Vec<ClaimId>,
    pub(super) calls: Vec<ClaimId>,
    pub(super) altered: Vec<ClaimId>,
}

/// What makes two claims one saying: stance, value, time it held, date it was said.
type SayingKey = (Polarity, String, String, Option<DayBounds>);

/// The order in which a voice's sayings are listed: by date, undated ones last.
fn listed(saying: &Saying) -> (bool, Option<DayBounds>, Polarity, String) {
    (saying.said.is_none(), saying.said, saying.polarity, saying.value.to_string())
}

/// When something held, where that makes a difference, told by the records that stand for others.
pub(super) fn held_of(corpus: &Corpus<'_>, matter: &Matter, claim: &Claim) -> Option<Held> {
    let held = claim.held.as_ref().filter(|_| matter.changes);
    held.map(|held| held.map_records(&|record| corpus.canonical(record)))
}

fn held_key(held: Option<&Held>) -> String {
    held.map(Held::to_string).unwrap_or_default()
}

/// When something was said; a date told only by another one does not order sayings.
fn said(when: Option<&When>) -> Option<DayBounds> {
    when.map(When::own_bounds).filter(|bounds| *bounds != DayBounds::UNBOUNDED)
}

pub(super) fn sort(corpus: &Corpus<'_>, matter: &Matter, claims: &[&Claim]) -> Sorted {
    let mut sorted = Sorted {
        voices: Vec::new(),
        derived: Vec::new(),
        annotations: Vec::new(),
        reported: Vec::new(),
        calls: Vec::new(),
        altered: Vec::new(),
    };
    let mut lines: BTreeMap<Voice, (BTreeSet<RecordId>, BTreeMap<SayingKey, Saying>)> =
        BTreeMap::new();
    for &claim in claims {
        let value = corpus.canonical_value(&claim.value);
        let voice = corpus.voice(claim);
        for answer in corpus.answers_to(claim.id) {
            let (persons, sayings) = lines.entry(answer.voice).or_default();
            persons.extend(answer.spoken_by);
            note_answer(sayings, &value, held_of(corpus, matter, claim), answer);
        }
        let polarity = match claim.stance {
            Stance::Denies => Polarity::Denies,
            _ => Polarity::Affirms,
        };
        let uncounted = || Uncounted { voice, polarity, value: value.clone(), claim: claim.id };
        if claim.altered_by().is_some() {
            sorted.altered.push(claim.id);
        } else if claim.stance == Stance::CallsFor {
            sorted.calls.push(claim.id);
        } else if claim.stance == Stance::Reports {
            sorted.reported.push(claim.id);
        } else if claim.rests_on.is_some() {
            sorted.derived.push(uncounted());
        } else if claim.is_annotation() {
            sorted.annotations.push(uncounted());
        } else {
            let (persons, sayings) = lines.entry(voice).or_default();
            if let Speaker::Record(speaker) = claim.origin.speaker {
                let speaker = corpus.canonical(speaker);
                if voice != Voice::Speaker(speaker) {
                    persons.insert(speaker);
                }
            }
            note_claim(sayings, polarity, value, held_of(corpus, matter, claim), claim);
        }
    }
    sorted.voices = lines
        .into_iter()
        .map(|(voice, (persons, sayings))| {
            let sayings = sayings.into_values().map(|saying| nearest_first(corpus, saying));
            line(matter, voice, persons, sayings.collect())
        })
        .collect();
    sorted
}

fn note_claim(
    sayings: &mut BTreeMap<SayingKey, Saying>,
    polarity: Polarity,
    value: Value,
    held: Option<Held>,
    claim: &Claim,
) {
    let said = said(claim.said.as_ref());
    let key = (polarity, value.to_string(), held_key(held.as_ref()), said);
    let saying = sayings.entry(key).or_insert_with(|| Saying {
        polarity,
        admits: false,
        value,
        held,
        said,
        claims: Vec::new(),
        answers: Vec::new(),
        current: true,
    });
    saying.admits |= claim.stance == Stance::Admits;
    saying.claims.push(claim.id);
}

/// A statement that answers a claim says of the claim's value what its kind does.
fn note_answer(
    sayings: &mut BTreeMap<SayingKey, Saying>,
    value: &Value,
    held: Option<Held>,
    answer: &Answer,
) {
    let polarity = match answer.effect {
        Effect::Denies => Polarity::Denies,
        Effect::Admits => Polarity::Affirms,
    };
    let said = Some(answer.when).filter(|when| *when != DayBounds::UNBOUNDED);
    let key = (polarity, value.to_string(), held_key(held.as_ref()), said);
    let saying = sayings.entry(key).or_insert_with(|| Saying {
        polarity,
        admits: false,
        value: value.clone(),
        held,
        said,
        claims: Vec::new(),
        answers: Vec::new(),
        current: true,
    });
    saying.admits |= answer.effect == Effect::Admits;
    if !saying.answers.contains(answer) {
        saying.answers.push(answer.clone());
    }
}

/// Puts the claim with the shortest way from its speaker first.
fn nearest_first(corpus: &Corpus<'_>, mut saying: Saying) -> Saying {
    saying.claims.sort_by_key(|claim| {
        (corpus.claim(*claim).map_or(usize::MAX, |claim| claim.via.len()), *claim)
    });
    saying
}

/// The matter a saying is on, within its voice.
fn matter_key(matter: &Matter, saying: &Saying) -> (String, String) {
    let on = match (matter.cardinality, &saying.value) {
        (Cardinality::One, _) => String::new(),
        (_, Value::ClosedSet(_)) => "closed set".to_owned(),
        (_, Value::Negative(_)) => "none".to_owned(),
        (_, value) => format!("= {value}"),
    };
    (on, held_key(saying.held.as_ref()))
}

fn line(
    matter: &Matter,
    voice: Voice,
    persons: BTreeSet<RecordId>,
    mut sayings: Vec<Saying>,
) -> VoiceLine {
    sayings.sort_by_cached_key(listed);
    let mut matters: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (place, saying) in sayings.iter().enumerate() {
        matters.entry(matter_key(matter, saying)).or_default().push(place);
    }
    let (mut unsettled, mut revised) = (0, false);
    for places in matters.values_mut() {
        // Whatever is certainly older than some other saying on the matter is not the last word on it.
        let newest = places
            .iter()
            .filter_map(|&place| sayings[place].said.and_then(|said| said.earliest()))
            .max();
        let all = places.clone();
        places.retain(|&place| {
            let latest = sayings[place].said.and_then(|said| said.latest());
            let superseded = latest.zip(newest).is_some_and(|(latest, newest)| latest < newest);
            sayings[place].current = !superseded;
            !superseded
        });
        let says = |place: usize| (sayings[place].polarity, &sayings[place].value);
        let first = places.first().map(|&place| says(place));
        unsettled += usize::from(places.iter().any(|&place| Some(says(place)) != first));
        revised |= all
            .iter()
            .filter(|&&past| !sayings[past].current)
            .any(|&past| places.iter().any(|&now| says(now) != says(past)));
    }
    let matters = matters.into_values().collect();
    VoiceLine { voice, persons, sayings, unsettled, revised, matters }
}
