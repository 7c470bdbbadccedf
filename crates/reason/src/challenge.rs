//! The case as a hostile lawyer reads it: how each line can be attacked, and by what it would be stronger.
//!
//! A line is a sentence of the brief or, of one record, a property. What is said against it is only what its own claims
//! show: that one voice alone carries it, that it was never heard from that voice itself, that a relay changed it. None
//! of it says that a line is wrong. Lines stand in the order of how much rests on them: first those whose claims the most
//! other sentences and claims need.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::claim::{Attribution, Claim, Derivation, Speaker, Stance};
use onus_model::corpus::{Dependence, Voice};
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::schema::core;
use onus_model::value::{Negative, Value};

use crate::brief::roles::Roles;
use crate::brief::{BriefLimits, Sentence, brief};
use crate::order::Order;
use crate::reading::{Reading, is_draft, read};
use crate::show::properties_in_order;
use crate::why::{Ending, ending_of};

/// How a line can be attacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attack {
    /// Others conflict with it.
    InConflict,
    /// Somebody denies it.
    Denied,
    /// One voice alone carries it.
    OneVoice,
    /// Several voices carry it, and nobody has excluded that one depends on another.
    NotIndependent,
    /// Nobody is said to have said it.
    Unattributed,
    /// Who said it is understood or inferred, not stated.
    AttributionInferred,
    /// It was never heard from its speaker, only through others.
    OnlyRelayed,
    /// A relay changed it.
    Altered,
    /// Its speaker only passes it on.
    PassedOn,
    /// Its speaker knows it from hearsay.
    Hearsay,
    /// Its speaker has something at stake.
    Interest,
    /// That there is none is only somebody's word.
    OnlyAsserted,
    /// One member of the team inferred it.
    OneAnalyst,
    /// It says no place in its source.
    NoPassage,
    /// The words it was read in are not held here.
    PassageNotHeld,
    /// No second person has checked it.
    Unchecked,
}

/// An attack on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// How.
    pub attack: Attack,
    /// Whose word it concerns: the one voice, those in conflict, those who deny.
    pub voices: Vec<Voice>,
    /// Through whom, of what is relayed or altered.
    pub through: Vec<RecordId>,
    /// The claims that it hits.
    pub claims: Vec<ClaimId>,
    /// Whether it hits every claim of the line.
    pub all: bool,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A sentence of the brief.
    Sentence(Box<Sentence>),
    /// A property of a record, in one scope.
    Property(Box<Reading>),
}

/// Properties that say who somebody is, or who depends on whom.
const ABOUT_WHO: [&str; 4] = [core::NAME, core::IDENTITY, core::DEPENDENCE, core::SPEAKS_FOR];

/// A line with all that can be said against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenged {
    /// The line.
    pub line: Line,
    /// How many other sentences of the brief need one of its claims.
    pub sentences: usize,
    /// How many claims of the case rest on its claims, over any number of steps.
    pub resting: usize,
    /// What can be said against it, the gravest first.
    pub objections: Vec<Objection>,
    /// The claims it rests on.
    pub claims: Vec<ClaimId>,
}

/// A voice that sentences need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pillar {
    /// The voice.
    pub voice: Voice,
    /// The sentences that rest on this voice and on no other.
    pub alone: Vec<usize>,
    /// The sentences that it speaks in.
    pub speaks_in: usize,
}

/// The case as a hostile lawyer reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// The record asked about; none for the brief.
    pub of: Option<RecordId>,
    /// The lines, that on which most rests first.
    pub lines: Vec<Challenged>,
    /// The voices on which sentences of the brief rest alone, the one with the most first.
    pub pillars: Vec<Pillar>,
    /// People who stand under their role.
    pub by_role: Vec<RecordId>,
}

/// Reads the brief, or what is claimed of one record, as a hostile lawyer would.
#[must_use]
pub fn challenge(look: &Look<'_>, of: Option<RecordId>) -> Challenge {
    let order = Order::of(look);
    let of = of.map(|record| look.corpus().canonical(record));
    let brief = brief(look, &BriefLimits::default());
    let needed: Vec<(usize, BTreeSet<ClaimId>)> = brief
        .sentences()
        .map(|sentence| (sentence.number, sentence.claims.iter().copied().collect()))
        .collect();
    let mut search = Search {
        look,
        order: &order,
        readings: BTreeMap::new(),
        needed: &needed,
        resting: resting(look),
    };
    let mut lines: Vec<Challenged> = match of {
        None => brief
            .sentences()
            .map(|sentence| {
                let line = Line::Sentence(Box::new(sentence.clone()));
                search.challenged(line, &sentence.claims, Some(sentence.number))
            })
            .collect(),
        Some(record) => properties_in_order(look, record)
            .iter()
            .flat_map(|property| read(look, &order, record, property.as_str()))
            .map(|reading| {
                let claims = order.claims(look, reading.claims());
                search.challenged(Line::Property(Box::new(reading)), &claims, None)
            })
            .collect(),
    };
    // Those of equal weight stay in the order of the brief, or of the record's properties.
    lines.sort_by_key(|line| std::cmp::Reverse((line.sentences + line.resting, line.sentences)));
    let pillars = search.pillars();
    let by_role = order.records(look, Roles::of(look, &order).shielded);
    Challenge { of, lines, pillars, by_role }
}

/// Of each claim, the claims that rest on it, one step up.
fn resting(look: &Look<'_>) -> BTreeMap<ClaimId, BTreeSet<ClaimId>> {
    let mut above: BTreeMap<ClaimId, BTreeSet<ClaimId>> = BTreeMap::new();
    for claim in look.corpus().claims() {
        for premise in claim.rests_on.iter().flat_map(|rests| &rests.claims) {
            above.entry(*premise).or_default().insert(claim.id);
        }
    }
    above
}

struct Search<'s, 'a> {
    look: &'s Look<'a>,
    order: &'s Order,
    readings: BTreeMap<(RecordId, PropertyId), Vec<Reading>>,
    needed: &'s [(usize, BTreeSet<ClaimId>)],
    resting: BTreeMap<ClaimId, BTreeSet<ClaimId>>,
}

/// Claims that an attack hits, with whom it concerns.
#[derive(Default)]
struct Hit {
    claims: BTreeSet<ClaimId>,
    voices: BTreeSet<Voice>,
    through: BTreeSet<RecordId>,
}

impl Search<'_, '_> {
    fn challenged(&mut self, line: Line, claims: &[ClaimId], number: Option<usize>) -> Challenged {
        let own: BTreeSet<ClaimId> = claims.iter().copied().collect();
        let others = self.needed.iter().filter(|(known, _)| Some(*known) != number);
        let sentences = others.filter(|(_, needed)| !needed.is_disjoint(&own)).count();
        let mut above: BTreeSet<ClaimId> = BTreeSet::new();
        let mut waiting: Vec<ClaimId> = claims.to_vec();
        while let Some(claim) = waiting.pop() {
            for resting in self.resting.get(&claim).into_iter().flatten() {
                if !own.contains(resting) && above.insert(*resting) {
                    waiting.push(*resting);
                }
            }
        }
        let objections = self.objections(claims);
        Challenged { line, sentences, resting: above.len(), objections, claims: claims.to_vec() }
    }

    fn objections(&mut self, claims: &[ClaimId]) -> Vec<Objection> {
        let corpus = self.look.corpus();
        let mut known: Vec<&Claim> =
            claims.iter().filter_map(|claim| corpus.claim(*claim)).collect();
        // Who somebody is and who depends on whom goes with a line without being what it says.
        if known.iter().any(|claim| !ABOUT_WHO.contains(&claim.property.as_str())) {
            known.retain(|claim| !ABOUT_WHO.contains(&claim.property.as_str()));
        }
        let mut hits: BTreeMap<Attack, Hit> = BTreeMap::new();
        self.alone(&known, &mut hits);
        for claim in &known {
            for attack in self.weaknesses(claim) {
                let hit = hits.entry(attack).or_default();
                hit.claims.insert(claim.id);
                hit.voices.insert(corpus.voice(claim));
                if attack == Attack::Altered {
                    hit.through.extend(claim.altered_by().map(|by| corpus.canonical(by)));
                } else if attack == Attack::OnlyRelayed {
                    hit.through.extend(claim.via.iter().map(|relay| corpus.canonical(relay.by)));
                }
            }
            self.against(claim, &mut hits);
        }
        let objections = hits.into_iter().map(|(attack, hit)| Objection {
            attack,
            voices: self.order.voices(self.look, hit.voices),
            through: self.order.records(self.look, hit.through),
            all: hit.claims.len() == known.len(),
            claims: self.order.claims(self.look, hit.claims),
        });
        objections.collect()
    }

    /// Whether one voice alone carries the line, or several of which nobody has shown that they are independent.
    fn alone(&self, claims: &[&Claim], hits: &mut BTreeMap<Attack, Hit>) {
        let corpus = self.look.corpus();
        let carrying = claims.iter().filter(|claim| carries(claim));
        let mut by_voice: BTreeMap<Voice, BTreeSet<ClaimId>> = BTreeMap::new();
        for claim in carrying {
            by_voice.entry(corpus.voice(claim)).or_default().insert(claim.id);
        }
        let attack = match by_voice.len() {
            0 => return,
            1 => Attack::OneVoice,
            _ if self.any_independent(&by_voice) => return,
            _ => Attack::NotIndependent,
        };
        let hit = hits.entry(attack).or_default();
        hit.voices.extend(by_voice.keys());
        hit.claims.extend(by_voice.into_values().flatten());
    }

    /// Whether a member has excluded that any two of the voices depend on each other.
    fn any_independent(&self, by_voice: &BTreeMap<Voice, BTreeSet<ClaimId>>) -> bool {
        let speakers: Vec<RecordId> = by_voice
            .keys()
            .filter_map(|voice| match voice {
                Voice::Speaker(record) => Some(*record),
                _ => None,
            })
            .collect();
        let corpus = self.look.corpus();
        speakers.iter().enumerate().any(|(place, one)| {
            speakers[place + 1..].iter().any(|other| {
                let judged = corpus.dependence_of(*one, *other).answer;
                judged == Dependence::Excluded
            })
        })
    }

    /// What can be said against a claim by itself.
    fn weaknesses(&self, claim: &Claim) -> Vec<Attack> {
        let mut found = Vec::new();
        let basis = claim.origin.basis.as_ref().map(|basis| basis.term());
        let own = claim.is_annotation();
        if claim.origin.speaker == Speaker::NotStated {
            found.push(Attack::Unattributed);
        }
        if claim.origin.attribution != Attribution::Stated {
            found.push(Attack::AttributionInferred);
        }
        if claim.altered_by().is_some() {
            found.push(Attack::Altered);
        } else if !own && !claim.via.is_empty() && !self.is_heard_itself(claim) {
            found.push(Attack::OnlyRelayed);
        }
        if claim.stance == Stance::Reports {
            found.push(Attack::PassedOn);
        }
        if basis == Some("hearsay") {
            found.push(Attack::Hearsay);
        }
        if claim.origin.interest.is_some() {
            found.push(Attack::Interest);
        }
        if matches!(claim.value, Value::Negative(Negative::Asserted) | Value::ClosedSet(_)) {
            found.push(Attack::OnlyAsserted);
        }
        let inferred = claim.rests_on.as_ref().is_some_and(|one| one.how != Derivation::Sum);
        if own && inferred {
            found.push(Attack::OneAnalyst);
        }
        match ending_of(self.look, claim.id) {
            Ending::Nowhere => found.push(Attack::NoPassage),
            Ending::Passage if self.look.quote(claim).is_none() => {
                found.push(Attack::PassageNotHeld);
            }
            _ => {}
        }
        if is_draft(self.look, claim.id) {
            found.push(Attack::Unchecked);
        }
        found
    }

    /// Whether the speaker is heard itself on the same property.
    fn is_heard_itself(&self, claim: &Claim) -> bool {
        let corpus = self.look.corpus();
        let voice = corpus.voice(claim);
        corpus.claims_on(corpus.canonical(claim.record), claim.property.as_str()).iter().any(
            |other| {
                other.via.is_empty() && other.value == claim.value && corpus.voice(other) == voice
            },
        )
    }

    /// Who conflicts with a claim, and who denies it.
    fn against(&mut self, claim: &Claim, hits: &mut BTreeMap<Attack, Hit>) {
        if claim.property.as_str() == core::IDENTITY {
            return;
        }
        let (look, order) = (self.look, self.order);
        let corpus = look.corpus();
        let record = corpus.canonical(claim.record);
        let value = corpus.canonical_value(&claim.value);
        let key = (record, claim.property.clone());
        let readings = self
            .readings
            .entry(key)
            .or_insert_with(|| read(look, order, record, claim.property.as_str()));
        for reading in readings.iter().filter(|reading| reading.claims().contains(&claim.id)) {
            for stand in reading.stands.iter().filter(|stand| stand.value == value) {
                for (attack, voices) in [
                    (Attack::InConflict, &stand.conflicts_with),
                    (Attack::Denied, &stand.denied_by),
                ] {
                    if !voices.is_empty() && claim.stance != Stance::Denies {
                        let hit = hits.entry(attack).or_default();
                        hit.claims.insert(claim.id);
                        hit.voices.extend(voices);
                    }
                }
            }
        }
    }

    /// The voices on which sentences of the brief rest.
    fn pillars(&self) -> Vec<Pillar> {
        let corpus = self.look.corpus();
        let mut pillars: BTreeMap<Voice, Pillar> = BTreeMap::new();
        for (number, claims) in self.needed {
            let carrying = claims.iter().filter_map(|claim| corpus.claim(*claim));
            let voices: BTreeSet<Voice> = carrying
                .filter(|claim| carries(claim) && !ABOUT_WHO.contains(&claim.property.as_str()))
                .map(|claim| corpus.voice(claim))
                .collect();
            for voice in &voices {
                let pillar = pillars.entry(*voice).or_insert_with(|| Pillar {
                    voice: *voice,
                    alone: Vec::new(),
                    speaks_in: 0,
                });
                pillar.speaks_in += 1;
                if voices.len() == 1 {
                    pillar.alone.push(*number);
                }
            }
        }
        let mut pillars: Vec<Pillar> =
            pillars.into_values().filter(|pillar| !pillar.alone.is_empty()).collect();
        pillars.sort_by_cached_key(|pillar| {
            let most = (pillar.alone.len(), pillar.speaks_in);
            (std::cmp::Reverse(most), self.order.voice_place(self.look, pillar.voice))
        });
        pillars
    }
}

/// Whether a claim is somebody's word and not only the team's, or a conclusion from others.
fn carries(claim: &Claim) -> bool {
    !claim.is_annotation() && claim.rests_on.is_none() && claim.stance != Stance::CallsFor
}
