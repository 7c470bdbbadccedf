//! Whether a voice speaks for the authorities of a State.
//!
//! Told by what is claimed: the organization's kind or agency, the speaker's capacity, the party they
//! belong to. An official of an intergovernmental body, a union or a newspaper is none of the
//! authorities, whatever their basis.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::claim::Claim;
use onus_model::corpus::Voice;
use onus_model::id::{RecordId, TermId};
use onus_model::schema::Schema;
use onus_model::value::{Sameness, Value};

use crate::order::Order;
use crate::told::told;

/// Kinds of organization that are part of a State, with all narrower ones.
const STATE_KINDS: &[&str] = &["state", "ministry", "public-body"];

/// Agencies that are not part of a State.
const NO_AUTHORITY: &[&str] = &["private", "paramilitary", "unknown"];

/// Capacities in which one speaks for the authorities.
const CAPACITIES: &[&str] = &["official", "spokesperson", "head-of-state", "judge", "prosecutor"];

/// Whether the organization is part of a State; `None` where nothing tells.
pub(crate) fn of_organization(
    look: &Look<'_>,
    order: &Order,
    organization: RecordId,
) -> Option<bool> {
    let kinds: Vec<TermId> = terms(look, order, organization, "kind")
        .into_iter()
        .filter(|term| term.vocabulary().as_str() == "organization-kind")
        .filter(|term| term.term() != "placeholder")
        .collect();
    let agencies = terms(look, order, organization, "agency");
    if agencies.iter().any(|term| !NO_AUTHORITY.contains(&term.term())) {
        return Some(true);
    }
    if kinds.is_empty() {
        return None;
    }
    Some(kinds.iter().any(|kind| is_state_kind(look.schema(), kind)))
}

fn is_state_kind(schema: &Schema, kind: &TermId) -> bool {
    STATE_KINDS.iter().any(|word| {
        TermId::new(kind.vocabulary().clone(), word).is_ok_and(|state| {
            matches!(schema.terms(kind, &state), Sameness::Same | Sameness::Within)
        })
    })
}

fn terms(look: &Look<'_>, order: &Order, record: RecordId, property: &str) -> Vec<TermId> {
    told(look, order, record, property)
        .into_iter()
        .filter_map(|told| match told.value {
            Value::Term(term) => Some(term),
            _ => None,
        })
        .collect()
}

/// Whether a speaker is of the authorities; `None` where nothing tells.
fn of_speaker(look: &Look<'_>, order: &Order, speaker: RecordId) -> Option<bool> {
    let corpus = look.corpus();
    let record = match corpus.voice_of(speaker) {
        Voice::Speaker(record) => record,
        _ => speaker,
    };
    match corpus.record_type(record).map(|one| one.as_str()) {
        Some("organization") => of_organization(look, order, record),
        Some("posting") => {
            told(look, order, record, "in").into_iter().find_map(|told| match told.value {
                Value::Ref(organization) => of_organization(look, order, organization),
                _ => None,
            })
        }
        _ => None,
    }
}

/// Whether a statement is the authorities'.
pub(crate) fn is_official(look: &Look<'_>, order: &Order, statement: RecordId) -> bool {
    told_official(look, order, statement, true).unwrap_or_default()
}

/// Whether a statement is the authorities'. Where that takes all else that its speaker said, and `all` of it is not to be
/// read, nothing.
pub(crate) fn told_official(
    look: &Look<'_>,
    order: &Order,
    statement: RecordId,
    all: bool,
) -> Option<bool> {
    let corpus = look.corpus();
    let capacity = terms(look, order, statement, "capacity");
    let in_office = capacity.iter().any(|term| CAPACITIES.contains(&term.term()));
    for told in told(look, order, statement, "by") {
        let Value::Ref(speaker) = told.value else { continue };
        if let Some(known) = of_speaker(look, order, speaker) {
            return Some(known);
        }
        // Whoever the speaker spoke for, where the statement's own claims say so.
        for claim in corpus.claims_on(statement, "by") {
            if claim.value != Value::Ref(speaker) {
                continue;
            }
            let organization = claim.origin.on_behalf_of;
            let known = organization.and_then(|one| of_organization(look, order, one));
            if let Some(known) = known {
                return Some(known);
            }
        }
        if !all {
            return None;
        }
        // Whatever else they say, for whom they say it.
        let own = corpus.said_by(speaker);
        let organizations = own.iter().filter_map(|claim| claim.origin.on_behalf_of);
        let organizations: BTreeSet<RecordId> = organizations.collect();
        // Of several, one that is part of a State is enough.
        let mut known = None;
        for organization in organizations {
            match of_organization(look, order, organization) {
                Some(true) => return Some(true),
                answer => known = known.or(answer),
            }
        }
        if known.is_some() {
            return known;
        }
        let parties =
            own.iter().filter(|claim| is_office(claim)).filter_map(|one| one.origin.party);
        let parties: BTreeSet<RecordId> = parties.collect();
        if parties.into_iter().any(|party| is_state(look, order, party)) {
            return Some(true);
        }
    }
    Some(in_office)
}

fn is_office(claim: &Claim) -> bool {
    claim.origin.basis.as_ref().is_some_and(|basis| basis.term() == "official")
}

fn is_state(look: &Look<'_>, order: &Order, party: RecordId) -> bool {
    of_organization(look, order, party).unwrap_or(false)
}
