//! What is shown over a status: denials, admissions, revisions, altered relays, voices known only
//! through others.

use std::collections::BTreeSet;

use super::Polarity;
use super::saying::{Saying, Sorted, VoiceLine};
use crate::claim::{Claim, Origin};
use crate::corpus::{Corpus, Voice};
use crate::id::{ClaimId, RecordId, TermId};
use crate::value::Value;

/// A value denied by a voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// Who denies it.
    pub voice: Voice,
    /// What is denied.
    pub value: Value,
    /// The party the voice belongs to, where a claim of the denial says so.
    pub party: Option<RecordId>,
    /// What the voice has at stake, where a claim of the denial says so.
    pub interest: Option<String>,
    /// Claims that carry the denial.
    pub claims: BTreeSet<ClaimId>,
    /// Statements that make it.
    pub statements: BTreeSet<RecordId>,
    /// Whether the voice has since said otherwise.
    pub given_up: bool,
}

/// A value affirmed by a voice against its own interest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// Who admits it.
    pub voice: Voice,
    /// What is admitted.
    pub value: Value,
    /// What the admission is of: conduct, result, responsibility, unlawfulness. Empty where that is not
    /// claimed.
    pub of: BTreeSet<TermId>,
    /// Claims that carry the admission.
    pub claims: BTreeSet<ClaimId>,
    /// Statements that make it.
    pub statements: BTreeSet<RecordId>,
}

/// A claim that a relay is known to have changed; shown under the relay, never as the speaker's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Altered {
    /// The relay.
    pub relay: RecordId,
    /// Whose words they were.
    pub voice: Voice,
    /// The claim.
    pub claim: ClaimId,
}

/// A voice of which nothing is known but through others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unheard {
    /// The voice.
    pub voice: Voice,
    /// Those who passed its words on.
    pub through: BTreeSet<RecordId>,
}

/// What is shown over a status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlays {
    /// Denials, those given up since included.
    pub denied: Vec<Denial>,
    /// Admissions.
    pub admitted: Vec<Admission>,
    /// Voices that have said different things at different times.
    pub revised: Vec<Voice>,
    /// Claims altered on the way.
    pub altered: Vec<Altered>,
    /// Voices known only through others.
    pub known_only_through: Vec<Unheard>,
}

pub(super) fn overlays(corpus: &Corpus<'_>, sorted: &Sorted) -> Overlays {
    let mut overlays = Overlays::default();
    for line in &sorted.voices {
        for saying in &line.sayings {
            let claims: BTreeSet<ClaimId> = saying.claims.iter().copied().collect();
            let statements: BTreeSet<RecordId> =
                saying.answers.iter().map(|answer| answer.statement).collect();
            if saying.polarity == Polarity::Denies {
                let (party, interest) = stake(corpus, line.voice, saying);
                let known = overlays
                    .denied
                    .iter_mut()
                    .find(|denial| denial.voice == line.voice && denial.value == saying.value);
                if let Some(denial) = known {
                    denial.party = denial.party.or(party);
                    denial.interest = denial.interest.take().or(interest);
                    denial.claims.extend(claims);
                    denial.statements.extend(statements);
                    denial.given_up &= !saying.current;
                    continue;
                }
                overlays.denied.push(Denial {
                    voice: line.voice,
                    value: saying.value.clone(),
                    party,
                    interest,
                    claims,
                    statements,
                    given_up: !saying.current,
                });
            } else if saying.admits {
                overlays.admitted.push(Admission {
                    voice: line.voice,
                    value: saying.value.clone(),
                    of: saying.answers.iter().flat_map(|answer| answer.admits.clone()).collect(),
                    claims,
                    statements,
                });
            }
        }
        if line.is_revised() {
            overlays.revised.push(line.voice);
        }
        overlays.known_only_through.extend(unheard(corpus, line));
    }
    overlays.altered = sorted
        .altered
        .iter()
        .filter_map(|&id| {
            let claim = corpus.claim(id)?;
            let relay = corpus.canonical(claim.altered_by()?);
            Some(Altered { relay, voice: corpus.voice(claim), claim: id })
        })
        .collect();
    overlays
}

/// The voice's own claims by which it says something: those that carry it, and those of its statements.
fn own_claims<'c>(
    corpus: &'c Corpus<'_>,
    voice: Voice,
    saying: &'c Saying,
) -> impl Iterator<Item = &'c Claim> {
    let answers = saying.answers.iter().flat_map(|answer| answer.because.iter().copied());
    let claims = saying.claims.iter().copied().chain(answers);
    claims.filter_map(|claim| corpus.claim(claim)).filter(move |claim| corpus.voice(claim) == voice)
}

/// The first party and interest that the voice's own claims of a saying name.
fn stake(corpus: &Corpus<'_>, voice: Voice, saying: &Saying) -> (Option<RecordId>, Option<String>) {
    let origins: Vec<&Origin> =
        own_claims(corpus, voice, saying).map(|claim| &claim.origin).collect();
    (
        origins.iter().find_map(|origin| origin.party).map(|party| corpus.canonical(party)),
        origins.iter().find_map(|origin| origin.interest.clone()),
    )
}

/// Those who passed on the words of a voice that is heard nowhere itself.
fn unheard(corpus: &Corpus<'_>, line: &VoiceLine) -> Option<Unheard> {
    let mut through = BTreeSet::new();
    let claims = line.sayings.iter().flat_map(|saying| own_claims(corpus, line.voice, saying));
    for claim in claims {
        if claim.via.is_empty() {
            return None;
        }
        through.extend(claim.via.iter().map(|relay| corpus.canonical(relay.by)));
    }
    (!through.is_empty()).then_some(Unheard { voice: line.voice, through })
}
