//! What waits for a second person, and where two coders read one passage differently.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::{Look, ReadError, RowName};
use onus_model::claim::{Claim, Locator, Review as State, Stance};
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::schema::Cardinality;
use onus_model::value::Value;

use crate::order::Order;

/// How far the claims from one source and sheet have been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceDrafts {
    /// The source; none for the team's own claims.
    pub source: Option<RecordId>,
    /// The sheet; none for claims made elsewhere.
    pub sheet: Option<String>,
    /// Claims coded by one person.
    pub draft: Vec<ClaimId>,
    /// How many were checked by a second person.
    pub checked: usize,
    /// How many are released.
    pub released: usize,
}

/// What one coder made of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoderValue {
    /// The coder's sheet.
    pub sheet: String,
    /// The claim.
    pub claim: ClaimId,
    /// Its value.
    pub value: Value,
    /// Whose it is taken to be.
    pub voice: Voice,
    /// What the speaker is taken to do.
    pub stance: Stance,
}

/// One passage, read differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The source.
    pub source: RecordId,
    /// Where in it.
    pub locator: Locator,
    /// The record.
    pub record: RecordId,
    /// The property.
    pub property: PropertyId,
    /// What each coder made of it.
    pub codings: Vec<CoderValue>,
}

/// The state of the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// By source and sheet.
    pub sources: Vec<SourceDrafts>,
    /// Passages read differently.
    pub disagreements: Vec<Disagreement>,
}

/// Where two coders can be compared: source, passage, record, property, scope.
type Spot = (RecordId, String, RecordId, String, String);

/// The state of the review.
///
/// # Errors
///
/// When the case cannot be read.
pub fn review(look: &Look<'_>) -> Result<Review, ReadError> {
    let order = Order::of(look);
    let corpus = look.corpus();
    let mut sources: BTreeMap<(Option<RecordId>, Option<String>), SourceDrafts> = BTreeMap::new();
    let mut spots: BTreeMap<Spot, Vec<(RowName, &Claim)>> = BTreeMap::new();
    for claim in corpus.claims() {
        let row = look.row_of(claim.id)?;
        let source = claim.source.map(|source| corpus.canonical(source));
        let sheet = row.as_ref().map(|row| row.sheet.clone());
        let entry = sources.entry((source, sheet.clone())).or_insert_with(|| SourceDrafts {
            source,
            sheet,
            draft: Vec::new(),
            checked: 0,
            released: 0,
        });
        let state = look.logged(claim.id).map(|logged| logged.review_at(look.view().as_of));
        match state {
            Some(State::Checked) => entry.checked += 1,
            Some(State::Released) => entry.released += 1,
            _ => entry.draft.push(claim.id),
        }
        if let (Some(source), Some(passage), Some(row)) = (source, &claim.passage, row) {
            let scope = claim.scope.map_records(&|record| corpus.canonical(record)).to_string();
            let locator = format!("{:?}", passage.locator);
            let record = corpus.canonical(claim.record);
            let property = claim.property.to_string();
            let spot = (source, locator, record, property, scope);
            spots.entry(spot).or_default().push((row, claim));
        }
    }
    let mut sources: Vec<SourceDrafts> = sources.into_values().collect();
    for one in &mut sources {
        one.draft = order.claims(look, std::mem::take(&mut one.draft));
    }
    sources.sort_by_cached_key(|one| {
        let place = one.source.map(|source| order.record_place(look, source));
        (one.source.is_none(), place, one.sheet.clone())
    });
    let mut disagreements: Vec<Disagreement> =
        spots.into_values().filter_map(|codings| disagreement(look, &order, &codings)).collect();
    disagreements.sort_by_cached_key(|one| {
        let claim = one.codings.first().map(|coding| order.claim_place(look, coding.claim));
        (order.record_place(look, one.source), order.record_place(look, one.record), claim)
    });
    Ok(Review { sources, disagreements })
}

/// What a coder made of a passage, in terms that two codings can be compared by.
fn content(look: &Look<'_>, claim: &Claim) -> String {
    let value = look.corpus().canonical_value(&claim.value);
    format!("{value} {:?} {:?}", look.corpus().voice(claim), claim.stance)
}

fn disagreement(
    look: &Look<'_>,
    order: &Order,
    codings: &[(RowName, &Claim)],
) -> Option<Disagreement> {
    let mut by_sheet: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (row, claim) in codings {
        by_sheet.entry(&row.sheet).or_default().insert(content(look, claim));
    }
    let mut sets = by_sheet.values();
    let first = sets.next()?;
    let (_, claim) = codings.first()?;
    let cardinality = look.corpus().property_of(claim).map(|property| property.cardinality);
    // Of many values, two coders may each have noted some; they disagree where neither's is all of
    // the other's.
    let agree = |others: &BTreeSet<String>| match cardinality {
        Some(Cardinality::One) => first == others,
        _ => first.is_subset(others) || others.is_subset(first),
    };
    if by_sheet.len() < 2 || sets.all(agree) {
        return None;
    }
    let passage = claim.passage.as_ref()?;
    let mut list: Vec<CoderValue> = codings
        .iter()
        .map(|(row, claim)| CoderValue {
            sheet: row.sheet.clone(),
            claim: claim.id,
            value: look.corpus().canonical_value(&claim.value),
            voice: look.corpus().voice(claim),
            stance: claim.stance,
        })
        .collect();
    list.sort_by_cached_key(|one| (one.sheet.clone(), order.claim_place(look, one.claim)));
    Some(Disagreement {
        source: look.corpus().canonical(claim.source?),
        locator: passage.locator.clone(),
        record: look.corpus().canonical(claim.record),
        property: claim.property.clone(),
        codings: list,
    })
}
