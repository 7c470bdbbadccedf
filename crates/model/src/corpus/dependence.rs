//! Whether two speakers depend on each other.
//!
//! Two origins count as independent support only where a member has looked into it and excluded that
//! one depends on the other. Anyone can show a dependence; no source can exclude one. Of several
//! judgements on a pair the stricter counts: *dependent*, then *not known*, then *excluded*.

use std::collections::{BTreeMap, BTreeSet};

use super::{Corpus, Judged, pair, pair_judgement};
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

#[derive(Default)]
pub(super) struct Dependences {
    pairs: BTreeMap<(RecordId, RecordId), Vec<(Dependence, ClaimId)>>,
}

impl Dependences {
    pub(super) fn of(corpus: &Corpus<'_>) -> Self {
        let mut pairs: BTreeMap<(RecordId, RecordId), Vec<(Dependence, ClaimId)>> = BTreeMap::new();
        for claim in corpus.claims() {
            let Some((record, other, term)) = pair_judgement(claim, core::DEPENDENCE) else {
                continue;
            };
            let dependence = match term.term() {
                core::DEPENDENT => Dependence::Dependent,
                core::EXCLUDED if claim.is_annotation() => Dependence::Excluded,
                core::EXCLUDED => continue,
                _ => Dependence::Unknown,
            };
            let key = pair(corpus.speaking(record), corpus.speaking(other));
            pairs.entry(key).or_default().push((dependence, claim.id));
        }
        Self { pairs }
    }

    pub(super) fn between(&self, first: RecordId, second: RecordId) -> Judged<Dependence> {
        let judgements = self.pairs.get(&pair(first, second)).map_or(&[][..], Vec::as_slice);
        Judged {
            answer: judgements
                .iter()
                .map(|(dependence, _)| *dependence)
                .max()
                .unwrap_or(Dependence::Unknown),
            because: judgements.iter().map(|(_, claim)| *claim).collect::<BTreeSet<_>>(),
        }
    }

    fn among(&self, records: &BTreeSet<RecordId>) -> impl Iterator<Item = ClaimId> {
        self.pairs
            .iter()
            .filter(|((one, other), _)| records.contains(one) && records.contains(other))
            .flat_map(|(_, judgements)| judgements.iter().map(|(_, claim)| *claim))
    }
}

impl Corpus<'_> {
    /// Whether nothing at all is claimed about dependence.
    pub(crate) fn has_no_dependences(&self) -> bool {
        self.dependences.pairs.is_empty()
    }

    /// Every judgement on whether any two of these speakers depend on each other, and those by which
    /// the judged records are the speakers.
    pub(crate) fn dependence_judgements_among(
        &self,
        speakers: &BTreeSet<RecordId>,
    ) -> BTreeSet<ClaimId> {
        let mut because: BTreeSet<ClaimId> = self.dependences.among(speakers).collect();
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
