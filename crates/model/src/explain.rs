//! Why a resolution says what it says, as a tree of data.
//!
//! A tree lists exactly the claims used. Replayed alone, they give the same resolution again: that is
//! what makes an explanation more than a story.

use std::collections::BTreeSet;

use crate::claim::Derivation;
use crate::corpus::{Corpus, Voice};
use crate::id::{ClaimId, PropertyId, RecordId};
use crate::resolve::{Polarity, Resolution, Saying, Status, Uncounted};
use crate::value::Value;

/// How many steps of what rests on what the tree shows one below the other; what lies deeper is listed
/// side by side, so that no chain of claims can outgrow the program's stack.
const DEEPEST: usize = 64;

/// The part a claim plays in an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It carries what a voice said.
    Says,
    /// It repeats what a nearer claim carries.
    Echo,
    /// It is part of a statement that answers a claim.
    Statement,
    /// It rests on other claims.
    Derived,
    /// It is the team's own.
    Annotation,
    /// It was changed by a relay.
    Altered,
    /// It is passed on without being endorsed.
    Reported,
    /// It calls for something.
    CallsFor,
    /// Another claim rests on it in this way.
    Premise(Derivation),
    /// It is a judgement that the resolution relies on.
    Judgement,
}

/// What one part of an explanation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// What the claims on a property add up to.
    Property {
        /// The record.
        record: RecordId,
        /// The property.
        property: PropertyId,
        /// How the voices stand.
        status: Status,
    },
    /// What one voice says.
    Voice(Voice),
    /// One thing it said.
    Said {
        /// Whether it affirms or denies the value.
        polarity: Polarity,
        /// The value.
        value: Value,
        /// Whether it may be the voice's last word.
        current: bool,
    },
    /// A claim.
    Claim {
        /// Its name.
        claim: ClaimId,
        /// The part it plays.
        role: Role,
    },
    /// Claims that add no voice.
    AddNoVoice,
    /// Judgements relied on.
    Judgements,
}

/// A reason with the reasons below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What is said here.
    pub reason: Reason,
    /// What it rests on.
    pub because: Vec<Explanation>,
}

impl Explanation {
    fn new(reason: Reason, because: Vec<Self>) -> Self {
        Self { reason, because }
    }

    /// Every claim in the tree.
    #[must_use]
    pub fn claims(&self) -> BTreeSet<ClaimId> {
        let mut claims = BTreeSet::new();
        let mut waiting = vec![self];
        while let Some(explanation) = waiting.pop() {
            if let Reason::Claim { claim, .. } = explanation.reason {
                claims.insert(claim);
            }
            waiting.extend(&explanation.because);
        }
        claims
    }
}

impl Corpus<'_> {
    /// Explains a resolution down to the claims it rests on, and those down to the claims they rest on.
    #[must_use]
    pub fn explain(&self, resolution: &Resolution) -> Explanation {
        let mut because: Vec<Explanation> = resolution
            .voices
            .iter()
            .map(|line| {
                let said = line.sayings.iter().map(|saying| self.explain_saying(saying)).collect();
                Explanation::new(Reason::Voice(line.voice), said)
            })
            .collect();
        let uncounted = |list: &[Uncounted], role: Role| -> Vec<Explanation> {
            list.iter().map(|entry| self.explain_claim(entry.claim, role)).collect()
        };
        let mut apart = uncounted(&resolution.derived, Role::Derived);
        apart.extend(uncounted(&resolution.annotations, Role::Annotation));
        let altered = resolution.overlays.altered.iter().map(|altered| altered.claim);
        let listed = altered
            .map(|claim| (claim, Role::Altered))
            .chain(resolution.reported.iter().map(|&claim| (claim, Role::Reported)))
            .chain(resolution.calls.iter().map(|&claim| (claim, Role::CallsFor)));
        apart.extend(listed.map(|(claim, role)| self.explain_claim(claim, role)));
        if !apart.is_empty() {
            because.push(Explanation::new(Reason::AddNoVoice, apart));
        }
        if !resolution.judgements.is_empty() {
            let judgements = resolution.judgements.iter();
            let judgements =
                judgements.map(|&claim| self.explain_claim(claim, Role::Judgement)).collect();
            because.push(Explanation::new(Reason::Judgements, judgements));
        }
        let reason = Reason::Property {
            record: resolution.record,
            property: resolution.property.clone(),
            status: resolution.status,
        };
        Explanation::new(reason, because)
    }

    fn explain_saying(&self, saying: &Saying) -> Explanation {
        let mut because = Vec::new();
        for (place, &claim) in saying.claims.iter().enumerate() {
            let role = if place == 0 { Role::Says } else { Role::Echo };
            because.push(self.explain_claim(claim, role));
        }
        for answer in &saying.answers {
            let parts = answer.because.iter();
            because.extend(parts.map(|&claim| self.explain_claim(claim, Role::Statement)));
        }
        let reason = Reason::Said {
            polarity: saying.polarity,
            value: saying.value.clone(),
            current: saying.current,
        };
        Explanation::new(reason, because)
    }

    /// A claim with the claims it rests on, each at its first place only, so that the tree always ends.
    #[must_use]
    pub fn explain_claim(&self, claim: ClaimId, role: Role) -> Explanation {
        let mut seen = BTreeSet::from([claim]);
        let because = self.premises(claim, DEEPEST, &mut seen);
        Explanation::new(Reason::Claim { claim, role }, because)
    }

    fn premises(
        &self,
        claim: ClaimId,
        depth: usize,
        seen: &mut BTreeSet<ClaimId>,
    ) -> Vec<Explanation> {
        let mut because = Vec::new();
        let mut waiting = self.premises_of(claim, seen);
        while let Some((premise, how)) = waiting.pop() {
            let below = if depth > 0 {
                self.premises(premise, depth - 1, seen)
            } else {
                waiting.extend(self.premises_of(premise, seen));
                Vec::new()
            };
            let reason = Reason::Claim { claim: premise, role: Role::Premise(how) };
            because.push(Explanation::new(reason, below));
        }
        because
    }

    /// The claims that one rests on, as far as they are in view and not in the tree yet, last first.
    fn premises_of(
        &self,
        claim: ClaimId,
        seen: &mut BTreeSet<ClaimId>,
    ) -> Vec<(ClaimId, Derivation)> {
        let rests_on = self.claim(claim).and_then(|claim| claim.rests_on.as_ref());
        let mut premises = Vec::new();
        if let Some(rests_on) = rests_on {
            for &premise in rests_on.claims.iter().rev() {
                if self.claim(premise).is_some() && seen.insert(premise) {
                    premises.push((premise, rests_on.how));
                }
            }
        }
        premises
    }
}
