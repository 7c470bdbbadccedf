//! Whether two speakers depend on each other.
//!
//! Two origins count as independent support only where a member has looked into it and excluded that
//! one depends on the other. Anyone can show a dependence; no source can exclude one. Of several
//! judgements on a pair the stricter counts: *dependent*, then *not known*, then *excluded*.

use std::collections::{BTreeMap, BTreeSet};

use super::{Corpus, Judged, pair_judgement};
use crate::id::{ClaimId, RecordId};
use crate::schema::core;
use crate::value::Value;

/// Whether two speakers depend on each other, from the loosest to the strictest judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dependence {
    /// A member has excluded it.
    Excluded,
    /// It is not known.
    Unknown,
    /// It is shown.
    Dependent,
}

/// The judgements on one speaker: who the other one is, what was judged, and in which claim.
pub(super) type Judgements = BTreeMap<RecordId, BTreeSet<(Dependence, ClaimId)>>;

impl Corpus<'_> {
    /// Whether nothing at all is claimed about dependence.
    pub(crate) fn has_no_dependences(&self) -> bool {
        !self.claims.may_have_property(core::DEPENDENCE)
    }

    /// Whether two speakers depend on each other.
    #[must_use]
    pub fn dependence_of(&self, first: RecordId, second: RecordId) -> Judged<Dependence> {
        let none = Judged { answer: Dependence::Unknown, because: BTreeSet::new() };
        if self.has_no_dependences() {
            return none;
        }
        let (first, second) = (self.speaking(first), self.speaking(second));
        let Some(judgements) = self.dependences_of(first).get(&second) else {
            return none;
        };
        Judged {
            answer: judgements
                .iter()
                .map(|(dependence, _)| *dependence)
                .max()
                .unwrap_or(Dependence::Unknown),
            because: judgements.iter().map(|(_, claim)| *claim).collect(),
        }
    }

    /// Every judgement on a speaker, whose voice it is.
    fn dependences_of(&self, speaker: RecordId) -> &Judgements {
        self.dependences.get_or(speaker, || {
            let mut judgements = Judgements::new();
            for record in self.voiced_by(speaker) {
                let own = self.claims.on(record, core::DEPENDENCE);
                let others = self.claims.mentioning_on(record, core::DEPENDENCE);
                for claim in own.into_iter().chain(others) {
                    let Some((one, other, term)) = pair_judgement(claim, core::DEPENDENCE) else {
                        continue;
                    };
                    let dependence = match term.term() {
                        core::DEPENDENT => Dependence::Dependent,
                        core::EXCLUDED if claim.is_annotation() => Dependence::Excluded,
                        core::EXCLUDED => continue,
                        _ => Dependence::Unknown,
                    };
                    if one != record && other != record {
                        continue;
                    }
                    let (one, other) = (self.speaking(one), self.speaking(other));
                    let with = if one == speaker { other } else { one };
                    judgements.entry(with).or_default().insert((dependence, claim.id));
                }
            }
            judgements
        })
    }

    /// Every judgement on whether any two of these speakers depend on each other, and those by which
    /// the judged records are the speakers.
    pub(crate) fn dependence_judgements_among(
        &self,
        speakers: &BTreeSet<RecordId>,
    ) -> BTreeSet<ClaimId> {
        let mut because: BTreeSet<ClaimId> = BTreeSet::new();
        for &speaker in speakers {
            let judgements = self.dependences_of(speaker).iter();
            let among = judgements.filter(|(other, _)| speakers.contains(other));
            because.extend(among.flat_map(|(_, judgements)| judgements).map(|(_, claim)| *claim));
        }
        let mut judged = BTreeSet::new();
        for claim in because.clone().into_iter().filter_map(|claim| self.claim(claim)) {
            let other = match claim.scope.get(core::WITH) {
                Some(Value::Ref(other)) => Some(*other),
                _ => None,
            };
            for record in [Some(claim.record), other].into_iter().flatten() {
                let (way, claims) = self.way_to_voice(record);
                judged.insert(record);
                judged.extend(way);
                because.extend(claims);
            }
        }
        because.extend(self.judgements_among(&judged));
        because
    }
}
