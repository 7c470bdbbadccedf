//! What is claimed of one input, and by whom.
//!
//! What an account makes of it is in [`super::account`].

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::claim::Stance;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId, TermId, TypeId};
use onus_model::resolve::{Polarity, Resolution, Saying};
use onus_model::schema::{Cardinality, Property};
use onus_model::value::{Comparison, Negative, Value};

use crate::order::Order;

/// The scope that leaves a negative about the whole: it says only as of when.
const AS_OF: &str = "as-of";

/// Somebody's word, with the claims that carry it.
pub(crate) type Words = BTreeMap<Voice, BTreeSet<ClaimId>>;

/// A value that somebody stands by.
#[derive(Clone, Debug)]
pub(crate) struct Stated {
    pub(crate) value: Value,
    /// Who stands by it.
    pub(crate) by: Words,
    /// Whose word conflicts with it, with the claims by which it does.
    pub(crate) against: Words,
}

/// Somebody's word that there is no other, or none at all.
#[derive(Clone, Debug)]
pub(crate) struct Closing {
    /// The members of the set; none for a negative.
    pub(crate) members: BTreeSet<RecordId>,
    /// Whether a member looked and found none: then any value counts for more.
    pub(crate) searched: bool,
    pub(crate) by: Words,
}

impl Closing {
    /// Whether it says that a value is none of the set.
    pub(crate) fn shuts_out(&self, value: &Value) -> bool {
        match value {
            Value::Ref(record) => !self.members.contains(record),
            _ => self.members.is_empty(),
        }
    }
}

/// What is claimed of one input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot {
    /// Whether it can have several values.
    pub(crate) many: bool,
    pub(crate) stated: Vec<Stated>,
    pub(crate) closings: Vec<Closing>,
    /// Values that somebody denies, negatives and closed sets among them.
    pub(crate) denied: Vec<(Value, Words)>,
    /// Whether somebody closed it and named what that leaves out.
    pub(crate) is_broken: bool,
    pub(crate) judgements: BTreeSet<ClaimId>,
    /// The voices that have an account of it of their own.
    pub(crate) contesting: BTreeSet<Voice>,
}

impl Slot {
    /// What is claimed on a property of a record.
    pub(crate) fn on(
        look: &Look<'_>,
        order: &Order,
        record: RecordId,
        property: &PropertyId,
        many: bool,
    ) -> Self {
        let mut slot = Self { many, ..Self::default() };
        for resolution in look.resolve(record, property.as_str()) {
            slot.take_in(look, order, &resolution);
        }
        let known = known(look, record, property);
        slot.settle(look, known.is_some_and(has_one));
        slot.stated.sort_by_cached_key(|stated| order.value_place(look, &stated.value));
        slot.contesting = slot.find_contesting(look);
        slot
    }

    /// The records that refer to a record by a property.
    pub(crate) fn from(
        look: &Look<'_>,
        order: &Order,
        record: RecordId,
        by: &[(Option<TypeId>, PropertyId)],
    ) -> Self {
        let corpus = look.corpus();
        let mut slot = Self { many: true, ..Self::default() };
        for (record_type, property) in by {
            let claims = corpus.mentioning_on(record, property.as_str());
            let from: BTreeSet<RecordId> =
                claims.iter().map(|claim| corpus.canonical(claim.record)).collect();
            for other in from {
                let fits =
                    record_type.is_none() || corpus.record_type(other) == record_type.as_ref();
                if !fits || other == record {
                    continue;
                }
                let many = known(look, other, property).is_none_or(|known| !has_one(known));
                let referring = Self::on(look, order, other, property, many);
                let here = Value::Ref(record);
                let stated = referring.stated.into_iter().filter(|stated| stated.value == here);
                let stated = stated.map(|stated| Stated { value: Value::Ref(other), ..stated });
                let denied = referring.denied.into_iter().filter(|(value, _)| *value == here);
                let denied = denied.map(|(_, by)| (Value::Ref(other), by));
                let before = slot.stated.len() + slot.denied.len();
                slot.stated.extend(stated);
                slot.denied.extend(denied);
                if slot.stated.len() + slot.denied.len() > before {
                    slot.judgements.extend(referring.judgements);
                }
            }
        }
        slot.stated.sort_by_cached_key(|stated| order.value_place(look, &stated.value));
        slot.contesting = slot.find_contesting(look);
        slot
    }

    fn take_in(&mut self, look: &Look<'_>, order: &Order, resolution: &Resolution) {
        self.judgements.extend(order.judgements(look, resolution.judgements.iter().copied()));
        // Of a word limited to a part nothing follows for the whole.
        let is_whole = resolution.scope.iter().all(|(qualifier, _)| qualifier.as_str() == AS_OF);
        let mut words: Vec<(Voice, Polarity, &Value, BTreeSet<ClaimId>)> = Vec::new();
        for line in &resolution.voices {
            for saying in line.current() {
                let claims = carriers(look, order, resolution, saying);
                words.push((line.voice, saying.polarity, &saying.value, claims));
            }
        }
        let plain: BTreeSet<Voice> = words.iter().map(|(voice, ..)| *voice).collect();
        for own in resolution.derived.iter().chain(&resolution.annotations) {
            if plain.contains(&own.voice) {
                continue;
            }
            let said = |(voice, polarity, value, _): &(Voice, Polarity, &Value, _)| {
                *voice == own.voice && *polarity == own.polarity && **value == own.value
            };
            match words.iter().position(said) {
                // Of several that say the same, the first in order carries it.
                Some(place) => {
                    let known = words[place].3.iter().copied().chain([own.claim]);
                    let first = order.claims(look, known).into_iter().take(1).collect();
                    words[place].3 = first;
                }
                None => words.push((own.voice, own.polarity, &own.value, [own.claim].into())),
            }
        }
        let is_own = |voice: &Voice| !plain.contains(voice);
        for (voice, polarity, value, claims) in &words {
            match (polarity, value) {
                (_, Value::Term(term)) if is_undetermined(look, term) => {}
                // A set that is closed within a part is not closed.
                (Polarity::Denies, Value::ClosedSet(set)) if !is_whole || !set.is_fully_named() => {
                }
                (Polarity::Denies, value) => self.deny(value, *voice, claims),
                (Polarity::Affirms, Value::Negative(negative)) if is_whole => {
                    let searched = matches!(negative, Negative::Searched { .. });
                    self.close(BTreeSet::new(), searched, *voice, claims);
                }
                (Polarity::Affirms, Value::Negative(_)) => {}
                (Polarity::Affirms, Value::ClosedSet(set)) => {
                    for member in set.named() {
                        let against =
                            against(look, resolution, &Value::Ref(*member), &words, &is_own);
                        self.state(&Value::Ref(*member), *voice, claims, against);
                    }
                    if is_whole && set.is_fully_named() {
                        self.close(set.named().clone(), false, *voice, claims);
                    }
                }
                (Polarity::Affirms, value) => {
                    let against = against(look, resolution, value, &words, &is_own);
                    self.state(value, *voice, claims, against);
                }
            }
        }
    }

    fn state(
        &mut self,
        value: &Value,
        voice: Voice,
        claims: &BTreeSet<ClaimId>,
        against: BTreeSet<Voice>,
    ) {
        let place =
            self.stated.iter().position(|stated| stated.value == *value).unwrap_or_else(|| {
                let (by, against) = (Words::new(), Words::new());
                self.stated.push(Stated { value: value.clone(), by, against });
                self.stated.len() - 1
            });
        // The same value in two scopes, or at two times, is carried by either.
        self.stated[place].by.entry(voice).or_insert_with(|| claims.clone());
        // By which claims is told once all words are known.
        let against = against.into_iter().map(|voice| (voice, BTreeSet::new()));
        self.stated[place].against.extend(against);
    }

    fn deny(&mut self, value: &Value, voice: Voice, claims: &BTreeSet<ClaimId>) {
        let place =
            self.denied.iter().position(|(denied, _)| denied == value).unwrap_or_else(|| {
                self.denied.push((value.clone(), Words::new()));
                self.denied.len() - 1
            });
        self.denied[place].1.entry(voice).or_insert_with(|| claims.clone());
    }

    fn close(
        &mut self,
        members: BTreeSet<RecordId>,
        searched: bool,
        voice: Voice,
        claims: &BTreeSet<ClaimId>,
    ) {
        let same = |closing: &Closing| closing.members == members && closing.searched == searched;
        let place = self.closings.iter().position(same).unwrap_or_else(|| {
            self.closings.push(Closing { members: members.clone(), searched, by: Words::new() });
            self.closings.len() - 1
        });
        self.closings[place].by.entry(voice).or_insert_with(|| claims.clone());
    }

    /// Takes out what says nothing, and finds by which claims words conflict.
    ///
    /// Whoever denies yes and no alike has said nothing, and whoever names what their own closing leaves out has closed
    /// nothing.
    fn settle(&mut self, look: &Look<'_>, is_one: bool) {
        let mut void: BTreeSet<Voice> = BTreeSet::new();
        if self.many {
            for closing in &mut self.closings {
                let left_out = self.stated.iter().filter(|stated| closing.shuts_out(&stated.value));
                let broken: BTreeSet<Voice> =
                    left_out.flat_map(|stated| stated.by.keys().copied()).collect();
                let broken: BTreeSet<Voice> =
                    broken.into_iter().filter(|voice| closing.by.contains_key(voice)).collect();
                closing.by.retain(|voice, _| !broken.contains(voice));
                self.is_broken |= !broken.is_empty();
                void.extend(broken);
            }
        } else {
            let denying = |flag: bool| -> BTreeSet<Voice> {
                let same = self.denied.iter().filter(|(value, _)| *value == Value::Flag(flag));
                same.flat_map(|(_, by)| by.keys().copied()).collect()
            };
            void = denying(true).intersection(&denying(false)).copied().collect();
            for (value, by) in &mut self.denied {
                by.retain(|voice, _| !(matches!(value, Value::Flag(_)) && void.contains(voice)));
            }
        }
        let denying = self.denied.iter().filter(|(value, _)| matches!(value, Value::Negative(_)));
        let insisting: Vec<Voice> = denying.flat_map(|(_, by)| by.keys().copied()).collect();
        void.extend(insisting);
        self.closings.retain(|closing| !closing.by.is_empty());
        self.denied.retain(|(_, by)| !by.is_empty());
        let mut all_against = Vec::new();
        for stated in &self.stated {
            let mut against: BTreeSet<Voice> = stated.against.keys().copied().collect();
            // What conflicts only by a word that is void, or by a denied negative, does not.
            against.retain(|voice| {
                let states = |other: &Stated| {
                    other.value != stated.value && is_one && other.by.contains_key(voice)
                };
                !void.contains(voice) || self.stated.iter().any(states)
            });
            // Who denies a value has it not, even where their last word is not known.
            for (denied, by) in &self.denied {
                if entails(look, &stated.value, denied) {
                    against.extend(by.keys());
                }
            }
            if self.many {
                let closed = self.effective().filter(|closing| closing.shuts_out(&stated.value));
                against.extend(closed.flat_map(|closing| closing.by.keys()));
            }
            let words = against.into_iter();
            all_against.push(
                words
                    .map(|voice| (voice, self.conflicting(look, &stated.value, voice)))
                    .collect::<Words>(),
            );
        }
        for (stated, against) in self.stated.iter_mut().zip(all_against) {
            stated.against = against;
        }
    }

    /// The claims by which a voice's word conflicts with a value: what it closes, denies or states.
    fn conflicting(&self, look: &Look<'_>, value: &Value, voice: Voice) -> BTreeSet<ClaimId> {
        let of = |by: &Words| by.get(&voice).cloned().unwrap_or_default();
        let closing = self
            .effective()
            .find(|closing| closing.by.contains_key(&voice) && closing.shuts_out(value));
        if let Some(closing) = closing {
            return of(&closing.by);
        }
        let denied = self.denied.iter().filter(|(_, by)| by.contains_key(&voice));
        let fitting = denied.clone().find(|(denied, _)| denied == value);
        let fitting =
            fitting.or_else(|| denied.clone().find(|(denied, _)| entails(look, value, denied)));
        if let Some((_, by)) = fitting {
            return of(by);
        }
        let stated = self.stated.iter().map(|stated| &stated.by);
        denied.map(|(_, by)| by).chain(stated).flat_map(of).collect()
    }

    /// The closings that count: what a search did not find counts for nothing where somebody gives a value.
    pub(crate) fn effective(&self) -> impl Iterator<Item = &Closing> {
        self.closings.iter().filter(|closing| !closing.searched || self.stated.is_empty())
    }

    fn words(&self) -> impl Iterator<Item = &Words> {
        let stated = self.stated.iter().flat_map(|stated| [&stated.by, &stated.against]);
        let closed = self.effective().map(|closing| &closing.by);
        stated.chain(closed).chain(self.denied.iter().map(|(_, by)| by))
    }

    /// Every voice that says anything of it that counts.
    pub(crate) fn voices(&self) -> BTreeSet<Voice> {
        self.words().flat_map(|by| by.keys().copied()).collect()
    }

    /// Every claim that counts.
    pub(crate) fn claims(&self) -> BTreeSet<ClaimId> {
        self.words().flat_map(|by| by.values().flatten().copied()).collect()
    }

    /// The claims by which some voices deny values.
    pub(crate) fn claims_of_denials(&self, denied: &[&Value]) -> BTreeSet<ClaimId> {
        let known = self.denied.iter().filter(|(value, _)| denied.contains(&value));
        known.flat_map(|(_, by)| by.values().flatten().copied()).collect()
    }
}

/// The property of a record, as the schema has it.
fn known<'l>(look: &Look<'l>, record: RecordId, property: &PropertyId) -> Option<&'l Property> {
    let record_type = look.corpus().record_type(record)?;
    look.schema().property(record_type.as_str(), property.as_str())
}

/// Whether a property has one value that does not change over time.
fn has_one(property: &Property) -> bool {
    property.cardinality == Cardinality::One && !property.changes
}

/// Whether a term says that it is not known: then it is no word, affirmed or denied.
fn is_undetermined(look: &Look<'_>, term: &TermId) -> bool {
    look.schema().term(term).is_some_and(|term| term.undetermined)
}

/// Whether what is this is that, too. A value is never none, not even where it is zero.
pub(crate) fn entails(look: &Look<'_>, one: &Value, other: &Value) -> bool {
    let is_none = matches!(other, Value::Negative(_));
    one == other || !is_none && one.compare(other, look.corpus()) == Comparison::Entails
}

/// Whose word conflicts with a value.
fn against(
    look: &Look<'_>,
    resolution: &Resolution,
    value: &Value,
    words: &[(Voice, Polarity, &Value, BTreeSet<ClaimId>)],
    is_own: &dyn Fn(&Voice) -> bool,
) -> BTreeSet<Voice> {
    let corpus = look.corpus();
    let positions = resolution.positions.iter().filter(|position| position.value == *value);
    let mut against: BTreeSet<Voice> =
        positions.flat_map(|position| position.conflicts_with.iter().copied()).collect();
    // Words that are no voice's by resolution are compared here, as it compares.
    let is_one = known(look, resolution.record, &resolution.property).is_some_and(has_one);
    let about_all = |value: &Value| matches!(value, Value::Negative(_) | Value::ClosedSet(_));
    for (voice, polarity, others, _) in words.iter().filter(|(voice, ..)| is_own(voice)) {
        let conflicts = match polarity {
            Polarity::Denies => entails(look, value, others),
            Polarity::Affirms if is_one || about_all(others) || about_all(value) => {
                value != *others && value.compare(others, corpus) == Comparison::Conflicts
            }
            Polarity::Affirms => false,
        };
        if conflicts {
            against.insert(*voice);
        }
    }
    against
}

/// The claims that carry a saying: the one nearest to the speaker; else a statement with what it answers.
fn carriers(
    look: &Look<'_>,
    order: &Order,
    resolution: &Resolution,
    saying: &Saying,
) -> BTreeSet<ClaimId> {
    let corpus = look.corpus();
    let steps = |claim: &ClaimId| corpus.claim(*claim).map_or(usize::MAX, |claim| claim.via.len());
    if let Some(least) = saying.claims.iter().map(steps).min() {
        let nearest = saying.claims.iter().copied().filter(|claim| steps(claim) == least);
        return order.claims(look, nearest).into_iter().take(1).collect();
    }
    let answers = saying.answers.iter();
    let answer = answers.min_by_key(|answer| order.record_place(look, answer.statement));
    let Some(answer) = answer else { return BTreeSet::new() };
    let targets = corpus.claims_on(resolution.record, resolution.property.as_str()).iter();
    let targets = targets.filter(|claim| {
        claim.stance != Stance::CallsFor && corpus.answers_to(claim.id).contains(answer)
    });
    let target = order.claims(look, targets.map(|claim| claim.id)).into_iter().take(1);
    answer.because.iter().copied().chain(target).collect()
}
