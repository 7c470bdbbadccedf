//! Whose voice a claim is.
//!
//! A spokesperson who speaks officially, and an office, are the voice of their organization; the person
//! is kept beside it. A text that does not say who speaks has one unstated voice of its own.

use std::collections::BTreeSet;

use super::Corpus;
use crate::claim::{Claim, Speaker, Stance};
use crate::id::{ClaimId, MemberId, RecordId};
use crate::schema::core;
use crate::value::Value;

/// One voice: what counts as one speaker, however many sources relay it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// A person, group or organization.
    Speaker(RecordId),
    /// The unstated speaker of one source's text.
    UnstatedIn(RecordId),
    /// The unstated speaker of a claim that names no source.
    Unstated(ClaimId),
    /// A member of the team.
    Member(MemberId),
}

/// The organizations that an office speaks for, with the claims that say so.
pub(super) type SpeaksFor = BTreeSet<(RecordId, ClaimId)>;

impl Corpus<'_> {
    /// The organizations that a record, which stands for itself, speaks for as an office.
    fn speaks_for(&self, office: RecordId) -> &SpeaksFor {
        self.offices.get_or(office, || {
            let claims = self.claims_on(office, core::SPEAKS_FOR).iter();
            let claims = claims.filter(|claim| self.makes_an_office(claim));
            let targets = claims.filter_map(|claim| match &claim.value {
                Value::Ref(organization) => Some((self.canonical(*organization), claim.id)),
                _ => None,
            });
            targets.collect()
        })
    }

    /// Whether a claim that a record speaks for an organization makes it the organization's voice. A person speaks
    /// for one only where a claim says that they spoke officially.
    fn makes_an_office(&self, claim: &Claim) -> bool {
        let kind = self.record_type(claim.record);
        kind.is_some_and(|kind| kind.as_str() != "person")
            && claim.stance == Stance::Asserts
            && claim.altered_by().is_none()
    }

    /// The organization at the end of the chain that starts at an office, and the way there. An office
    /// said to speak for several organizations is its own voice; those that speak for one another in a
    /// circle are one voice.
    fn chain_from(&self, office: RecordId) -> (RecordId, Vec<RecordId>, BTreeSet<ClaimId>) {
        let (mut current, mut way, mut because) = (office, vec![office], BTreeSet::new());
        loop {
            let targets = self.speaks_for(current);
            because.extend(targets.iter().map(|(_, claim)| *claim));
            let organizations: BTreeSet<RecordId> =
                targets.iter().map(|(organization, _)| *organization).collect();
            let [next] = organizations.into_iter().collect::<Vec<_>>()[..] else { break };
            if let Some(start) = way.iter().position(|passed| *passed == next) {
                current = way[start..].iter().copied().min().unwrap_or(current);
                break;
            }
            way.push(next);
            current = next;
        }
        (current, way, because)
    }

    /// Every record whose voice this one is, itself included.
    pub(super) fn voiced_by(&self, speaker: RecordId) -> BTreeSet<RecordId> {
        let mut found = BTreeSet::new();
        let mut waiting = vec![speaker];
        while let Some(canonical) = waiting.pop() {
            let members = self.members_of(canonical);
            if found.contains(&canonical) || self.speaking(canonical) != speaker {
                continue;
            }
            for member in members {
                found.insert(member);
                let claims = self.claims.mentioning_on(member, core::SPEAKS_FOR).into_iter();
                let offices = claims.filter(|claim| self.makes_an_office(claim));
                waiting.extend(offices.map(|claim| self.canonical(claim.record)));
            }
        }
        found
    }

    /// The voice of a claim.
    #[must_use]
    pub fn voice(&self, claim: &Claim) -> Voice {
        match (claim.origin.speaker, claim.origin.on_behalf_of, claim.source) {
            (Speaker::Member(member), ..) => Voice::Member(member),
            (_, Some(organization), _) => self.voice_of(organization),
            (Speaker::Record(record), None, _) => self.voice_of(record),
            (Speaker::NotStated, None, Some(source)) => Voice::UnstatedIn(self.canonical(source)),
            (Speaker::NotStated, None, None) => Voice::Unstated(claim.id),
        }
    }

    /// The voice of a speaker.
    #[must_use]
    pub fn voice_of(&self, speaker: RecordId) -> Voice {
        Voice::Speaker(self.speaking(speaker))
    }

    /// The record whose voice a speaker is.
    pub(crate) fn speaking(&self, speaker: RecordId) -> RecordId {
        self.chain_from(self.canonical(speaker)).0
    }

    /// Every record that had a part in finding out whose voice this speaker is, and the claims by which
    /// one speaks for the next.
    pub(crate) fn way_to_voice(&self, speaker: RecordId) -> (Vec<RecordId>, BTreeSet<ClaimId>) {
        let (_, way, because) = self.chain_from(self.canonical(speaker));
        (way, because)
    }
}
