//! What is claimed of one input, by whom, and what each account makes of it.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::claim::Stance;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};
use onus_model::resolve::{Polarity, Resolution, Saying};
use onus_model::schema::Cardinality;
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
    /// Whose word conflicts with it.
    pub(crate) against: BTreeSet<Voice>,
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

/// What is claimed of one input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot {
    pub(crate) stated: Vec<Stated>,
    pub(crate) closings: Vec<Closing>,
    /// Values that somebody denies.
    pub(crate) denied: Vec<(Value, Words)>,
    pub(crate) judgements: BTreeSet<ClaimId>,
}

/// One value that an input can have on an account.
#[derive(Clone, Debug)]
pub(crate) enum Choice<'s> {
    /// A stated value.
    Value(&'s Stated),
    /// There is none.
    None(&'s Closing),
    /// Not these values; nothing else is said.
    Not(Vec<&'s Value>),
}

/// How an item of a list stands on an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// It is in it.
    In,
    /// It is not.
    Out,
    /// On some accounts.
    Differs,
}

impl Slot {
    /// What is claimed on a property of a record.
    pub(crate) fn on(
        look: &Look<'_>,
        order: &Order,
        record: RecordId,
        property: &PropertyId,
    ) -> Self {
        let mut slot = Self::default();
        for resolution in look.resolve(record, property.as_str()) {
            slot.take_in(look, order, &resolution);
        }
        // Who denies a value has it not, even where their last word is not known.
        for stated in &mut slot.stated {
            for (denied, by) in &slot.denied {
                if entails(look, &stated.value, denied) {
                    stated.against.extend(by.keys());
                }
            }
        }
        slot.stated.sort_by_cached_key(|stated| order.value_place(look, &stated.value));
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
        let mut slot = Self::default();
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
                let referring = Self::on(look, order, other, property);
                for stated in referring.stated {
                    if stated.value == Value::Ref(record) {
                        slot.stated.push(Stated { value: Value::Ref(other), ..stated });
                        slot.judgements.extend(&referring.judgements);
                    }
                }
            }
        }
        slot.stated.sort_by_cached_key(|stated| order.value_place(look, &stated.value));
        slot
    }

    fn take_in(&mut self, look: &Look<'_>, order: &Order, resolution: &Resolution) {
        let corpus = look.corpus();
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
                (Polarity::Affirms, Value::Term(term))
                    if corpus.schema().term(term).is_some_and(|term| term.undetermined) => {}
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
                let (by, against) = (Words::new(), BTreeSet::new());
                self.stated.push(Stated { value: value.clone(), by, against });
                self.stated.len() - 1
            });
        // The same value in two scopes, or at two times, is carried by either.
        self.stated[place].by.entry(voice).or_insert_with(|| claims.clone());
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

    fn denies(&self, voice: Voice) -> Vec<&Value> {
        let own = self.denied.iter().filter(|(_, by)| by.contains_key(&voice));
        own.map(|(value, _)| value).collect()
    }

    /// The closings that count: what a search did not find counts for nothing where somebody gives a value.
    fn effective(&self) -> impl Iterator<Item = &Closing> {
        self.closings.iter().filter(|closing| !closing.searched || self.stated.is_empty())
    }

    /// Whether a closing says that a value is none of the set.
    fn shuts_out(closing: &Closing, value: &Value) -> bool {
        match value {
            Value::Ref(record) => !closing.members.contains(record),
            _ => closing.members.is_empty(),
        }
    }

    /// Whether somebody closed the set without a value, or with it among others.
    pub(crate) fn keeps_open(&self, value: &Value) -> bool {
        let named = |closing: &Closing| match value {
            Value::Ref(record) => closing.members.contains(record),
            _ => false,
        };
        self.effective().any(|closing| Self::shuts_out(closing, value) || named(closing))
    }

    /// What an input with one value can be on an account; nothing where nothing is claimed of it.
    pub(crate) fn choices(&self, account: Option<Voice>) -> Vec<Choice<'_>> {
        if let Some(voice) = account {
            let mut own: Vec<Choice<'_>> = Vec::new();
            let stated = self.stated.iter().filter(|stated| stated.by.contains_key(&voice));
            own.extend(stated.map(Choice::Value));
            let closed = self.effective().filter(|closing| closing.by.contains_key(&voice));
            own.extend(closed.map(Choice::None));
            if !own.is_empty() {
                return own;
            }
            let denied = self.denies(voice);
            if !denied.is_empty() {
                let beside: Vec<Choice<'_>> = self
                    .stated
                    .iter()
                    .filter(|stated| !stated.against.contains(&voice))
                    .map(Choice::Value)
                    .collect();
                return if beside.is_empty() { vec![Choice::Not(denied)] } else { beside };
            }
        }
        let mut all: Vec<Choice<'_>> = self.stated.iter().map(Choice::Value).collect();
        all.extend(self.effective().map(Choice::None));
        let mut deniers: BTreeSet<Voice> = BTreeSet::new();
        for (_, by) in &self.denied {
            deniers.extend(by.keys());
        }
        for denier in deniers {
            let states = self.stated.iter().any(|stated| stated.by.contains_key(&denier))
                || self.effective().any(|closing| closing.by.contains_key(&denier));
            let conflicts = self.stated.iter().any(|stated| stated.against.contains(&denier));
            if !states && (conflicts || self.stated.is_empty()) {
                all.push(Choice::Not(self.denies(denier)));
            }
        }
        all
    }

    /// How a stated item stands on an account, and by whose word.
    pub(crate) fn listed(&self, stated: &Stated, account: Option<Voice>) -> Listed {
        let against = self.against(stated);
        match account {
            Some(voice) if stated.by.contains_key(&voice) => Listed::In,
            Some(voice) if against.contains(&voice) => Listed::Out,
            _ if against.iter().all(|voice| stated.by.contains_key(voice)) => Listed::In,
            _ => Listed::Differs,
        }
    }

    /// Whose word conflicts with an item: by resolution, and by closing the set without it.
    fn against(&self, stated: &Stated) -> BTreeSet<Voice> {
        let mut against = stated.against.clone();
        for closing in self.effective().filter(|closing| Self::shuts_out(closing, &stated.value)) {
            against.extend(closing.by.keys());
        }
        against
    }

    /// Values that nothing else in a list is, on an account: those that it excludes, and those that are denied and that
    /// nothing that stands in it is.
    pub(crate) fn barred(&self, look: &Look<'_>, account: Option<Voice>) -> Vec<&Value> {
        let stands = |value: &Value| {
            let in_it =
                self.stated.iter().filter(|stated| self.listed(stated, account) != Listed::Out);
            in_it.into_iter().any(|stated| entails(look, &stated.value, value))
        };
        let own = |by: &Words| account.is_some_and(|voice| by.contains_key(&voice));
        let denied = self.denied.iter().filter(|(value, by)| own(by) || !stands(value));
        let out = self.stated.iter().filter(|stated| self.listed(stated, account) == Listed::Out);
        denied.map(|(value, _)| value).chain(out.map(|stated| &stated.value)).collect()
    }

    /// The closing by which nothing else is in a list on an account.
    pub(crate) fn closed(&self, account: Option<Voice>) -> Option<&Closing> {
        if let Some(voice) = account {
            let own = self.effective().find(|closing| {
                let mut stated = self.stated.iter().filter(|stated| stated.by.contains_key(&voice));
                closing.by.contains_key(&voice)
                    && !stated.any(|stated| Self::shuts_out(closing, &stated.value))
            });
            if own.is_some() {
                return own;
            }
        }
        // Another's word holds only while nothing that stands on this account conflicts with it.
        self.effective().find(|closing| {
            let in_it = |stated: &&Stated| match account {
                Some(_) => self.listed(stated, account) != Listed::Out,
                None => true,
            };
            !self.stated.iter().filter(in_it).any(|stated| Self::shuts_out(closing, &stated.value))
        })
    }

    /// The voices whose accounts of it may differ from what all say together.
    pub(crate) fn contesting(&self, many: bool) -> BTreeSet<Voice> {
        let mut voices = BTreeSet::new();
        if many {
            for stated in &self.stated {
                let against = self.against(stated);
                if against.iter().any(|voice| !stated.by.contains_key(voice)) {
                    voices.extend(stated.by.keys());
                    voices.extend(against);
                }
            }
        } else if self.choices(None).len() > 1 {
            voices.extend(self.stated.iter().flat_map(|stated| stated.by.keys()));
            voices.extend(self.effective().flat_map(|closing| closing.by.keys()));
            voices.extend(self.denied.iter().flat_map(|(_, by)| by.keys()));
        }
        voices
    }

    /// The claims by which a value of an input with one value stands on an account. Who only denies others lets it
    /// stand by that.
    pub(crate) fn carried(&self, stated: &Stated, account: Option<Voice>) -> BTreeSet<ClaimId> {
        let mut claims = claims_by(&stated.by, account);
        if let Some(voice) = account.filter(|voice| !stated.by.contains_key(voice)) {
            let own = self.denied.iter().filter_map(|(_, by)| by.get(&voice));
            claims.extend(own.flatten());
        }
        claims
    }

    /// Every voice that says anything of it that counts.
    pub(crate) fn voices(&self) -> BTreeSet<Voice> {
        let stated = self.stated.iter().map(|stated| &stated.by);
        let closed = self.effective().map(|closing| &closing.by);
        let denied = self.denied.iter().map(|(_, by)| by);
        stated.chain(closed).chain(denied).flat_map(|by| by.keys().copied()).collect()
    }

    /// Whether a voice says anything of it that counts.
    pub(crate) fn speaks(&self, voice: Voice) -> bool {
        self.voices().contains(&voice)
    }

    /// The claims by which a voice's word conflicts with an item: what it states, closes or denies.
    pub(crate) fn denying(&self, value: &Value, voice: Voice) -> BTreeSet<ClaimId> {
        let of = |by: &Words| by.get(&voice).cloned().unwrap_or_default();
        let closing = self
            .effective()
            .find(|closing| closing.by.contains_key(&voice) && Self::shuts_out(closing, value));
        if let Some(closing) = closing {
            return of(&closing.by);
        }
        let denied = self.denied.iter().filter(|(_, by)| by.contains_key(&voice));
        let same: BTreeSet<ClaimId> = denied
            .clone()
            .filter(|(denied, _)| denied == value)
            .flat_map(|(_, by)| of(by))
            .collect();
        if !same.is_empty() {
            return same;
        }
        let stated = self.stated.iter().map(|stated| &stated.by);
        denied.map(|(_, by)| by).chain(stated).flat_map(of).collect()
    }

    /// The claims by which some voices deny values.
    pub(crate) fn claims_of_denials(&self, denied: &[&Value]) -> BTreeSet<ClaimId> {
        let known = self.denied.iter().filter(|(value, _)| denied.contains(&value));
        known.flat_map(|(_, by)| by.values().flatten().copied()).collect()
    }
}

/// The claims by which words carry something on an account: the voice's own where it has some, else everybody's.
pub(crate) fn claims_by(words: &Words, account: Option<Voice>) -> BTreeSet<ClaimId> {
    if let Some(own) = account.and_then(|voice| words.get(&voice)) {
        return own.clone();
    }
    words.values().flatten().copied().collect()
}

/// Whether what is this is that, too.
fn entails(look: &Look<'_>, one: &Value, other: &Value) -> bool {
    one == other || one.compare(other, look.corpus()) == Comparison::Entails
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
    let known = corpus.record_type(resolution.record).and_then(|record_type| {
        look.schema().property(record_type.as_str(), resolution.property.as_str())
    });
    let is_one = known.is_some_and(|known| known.cardinality == Cardinality::One && !known.changes);
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
