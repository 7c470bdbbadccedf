//! How a condition comes out on what is claimed, on one account.
//!
//! `docs/design/conditions.md` is the definition. Tests are evaluated in full, so that every input that bears on the
//! outcome is known; what decides is then picked out.

use std::cell::RefCell;
use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId, TypeId};
use onus_model::memo::Memo;
use onus_model::value::date::DayBounds;
use onus_model::value::{Held, Sameness, Value, When};

use super::check::{Compare, Input, Operand, Test, Way};
use super::held::{end, length, start};
use super::set::{self, Days, Known, Set};
use super::slot::{Choice, Listed, Slot, claims_by};
use super::truth::{Account, AskedInput, Judgement, Open, Truth};
use super::variant::{Variant, note_days, product};
use crate::order::Order;

/// What a variable stands for.
#[derive(Clone, Debug)]
struct Bound {
    /// The value, or what it is not where it is any other item of a list.
    value: Result<Value, Vec<Value>>,
    /// The input it is an item of.
    from: Option<AskedInput>,
}

/// Evaluates conditions in one view; what is claimed of an input is looked up once.
pub(crate) struct Evaluator<'e, 'l> {
    look: &'e Look<'l>,
    order: &'e Order,
    slots: Memo<(RecordId, Way), Slot>,
    /// Voices that speak on an input on which accounts may differ.
    contesting: RefCell<BTreeSet<Voice>>,
}

impl<'e, 'l> Evaluator<'e, 'l> {
    pub(crate) fn new(look: &'e Look<'l>, order: &'e Order) -> Self {
        Self { look, order, slots: Memo::default(), contesting: RefCell::default() }
    }

    /// How a test on a record comes out on an account; voices whose accounts may differ are added to `voices`.
    pub(crate) fn judge(
        &self,
        test: &Test,
        record: RecordId,
        account: Account,
        voices: &mut BTreeSet<Voice>,
    ) -> Judgement {
        let record = self.look.corpus().canonical(record);
        let bound = Bound { value: Ok(Value::Ref(record)), from: None };
        let judgement = self.test(test, &mut vec![bound], account);
        voices.append(&mut self.contesting.borrow_mut());
        judgement
    }

    fn slot(&self, record: RecordId, way: &Way, many: bool) -> &Slot {
        let slot = self.slots.get_or((record, way.clone()), || match way {
            Way::On(property) => Slot::on(self.look, self.order, record, property),
            Way::From(_, by) => Slot::from(self.look, self.order, record, by),
        });
        self.contesting.borrow_mut().extend(slot.contesting(many));
        slot
    }

    fn input<'s>(&'s self, input: &Input, bounds: &[Bound]) -> Option<(&'s Slot, AskedInput)> {
        let Ok(Value::Ref(record)) = bounds.get(input.of)?.value else { return None };
        let asked = AskedInput {
            record,
            property: input.way.name().clone(),
            reverse: matches!(input.way, Way::From(..)),
        };
        Some((self.slot(record, &input.way, input.many), asked))
    }

    fn test(&self, test: &Test, bounds: &mut Vec<Bound>, account: Account) -> Judgement {
        match test {
            Test::Constant(flag) => {
                Judgement::plain(if *flag { Truth::True } else { Truth::False })
            }
            Test::Not(inner) => self.test(inner, bounds, account).contrary(),
            Test::And(parts) => {
                Judgement::all(parts.iter().map(|part| self.test(part, bounds, account)).collect())
            }
            Test::Or(parts) => {
                Judgement::any(parts.iter().map(|part| self.test(part, bounds, account)).collect())
            }
            Test::Some(input, only, body) => self.some(input, only, Some(body), bounds, account),
            Test::Has(input) => self.some(input, &BTreeSet::new(), None, bounds, account),
            Test::None(input, otherwise) => {
                let has = self.some(input, &BTreeSet::new(), None, bounds, account);
                let otherwise = self.test(otherwise, bounds, account);
                match self.input(input, bounds) {
                    Some((slot, asked)) if slot.voices().is_empty() => match otherwise.truth {
                        Truth::True => otherwise,
                        Truth::False | Truth::Unknown => Judgement::open(Open::Missing(asked)),
                    },
                    _ => has.contrary(),
                }
            }
            Test::Compare(how, left, right) => {
                let left = self.variants(left, bounds, account);
                let right = self.variants(right, bounds, account);
                self.compare(*how, &left, &right, account)
            }
        }
    }

    /// Whether some item of an input passes a test; without a test, whether there is any.
    fn some(
        &self,
        input: &Input,
        only: &BTreeSet<TypeId>,
        body: Option<&Test>,
        bounds: &mut Vec<Bound>,
        account: Account,
    ) -> Judgement {
        let Some((slot, asked)) = self.input(input, bounds) else {
            return Judgement::plain(Truth::Unknown);
        };
        let mut item = |value: &Value| -> Judgement {
            let Some(body) = body else { return Judgement::plain(Truth::True) };
            bounds.push(Bound { value: Ok(value.clone()), from: Some(asked.clone()) });
            let judgement = self.test(body, bounds, account);
            bounds.pop();
            judgement
        };
        let fits = |value: &Value| match value {
            Value::Ref(record) if !only.is_empty() => {
                self.look.corpus().record_type(*record).is_some_and(|known| only.contains(known))
            }
            Value::Text(_) | Value::Name(_) => body.is_none(),
            _ => true,
        };
        let linked = |claims: BTreeSet<ClaimId>| Judgement {
            claims,
            judgements: slot.judgements.clone(),
            ..Judgement::plain(Truth::True)
        };
        if !input.many {
            let choices = slot.choices(account);
            if choices.is_empty() {
                return Judgement::open(Open::Missing(asked.clone()));
            }
            let parts = choices.iter().map(|choice| match choice {
                Choice::Value(stated) if !fits(&stated.value) => {
                    linked(slot.carried(stated, account)).contrary()
                }
                Choice::Value(stated) => {
                    let link = linked(slot.carried(stated, account));
                    Judgement::all(vec![item(&stated.value), link])
                }
                Choice::None(closing) => negative(linked(claims_by(&closing.by, account))),
                // Of yes and no, what is not the one is the other.
                Choice::Not(denied) if matches!(denied[..], [Value::Flag(_)]) => {
                    let contrary = denied.iter().find_map(|value| match value {
                        Value::Flag(flag) => Some(Value::Flag(!flag)),
                        _ => None,
                    });
                    let link = linked(slot.claims_of_denials(denied));
                    let body = contrary.map(|value| item(&value));
                    Judgement::all(body.into_iter().chain([link]).collect())
                }
                Choice::Not(denied) => Judgement {
                    claims: slot.claims_of_denials(denied),
                    ..Judgement::open(Open::Missing(asked.clone()))
                },
            });
            let parts: Vec<Judgement> = parts.collect();
            return Judgement::whichever(parts, &self.split(slot, &asked, account));
        }
        let mut parts = Vec::new();
        let own = |stated: &&super::slot::Stated| {
            account.is_some_and(|voice| stated.by.contains_key(&voice))
        };
        let (first, rest): (Vec<_>, Vec<_>) =
            slot.stated.iter().filter(|stated| fits(&stated.value)).partition(own);
        let mut stays = Vec::new();
        for stated in first.into_iter().chain(rest) {
            let listed = slot.listed(stated, account);
            let body = item(&stated.value);
            stays.push(
                listed == Listed::Out && body.truth != Truth::False
                    || account.is_some()
                    || slot.keeps_open(&stated.value),
            );
            match listed {
                Listed::In => {
                    let link = linked(claims_by(&stated.by, account));
                    let mut part = Judgement::all(vec![body, link.clone()]);
                    if account.is_some() || slot.keeps_open(&stated.value) {
                        // On somebody's account it may fail by their word; or by it the list is not closed.
                        part.add(link);
                    }
                    parts.push(part);
                }
                Listed::Out => {
                    let denied = account.map(|voice| slot.denying(&stated.value, voice));
                    parts.push(linked(denied.unwrap_or_default()).contrary());
                }
                Listed::Differs => {
                    let mut part = Judgement::all(vec![
                        body,
                        Judgement {
                            claims: claims_by(&stated.by, account),
                            ..Judgement::open(Open::Differs(asked.clone()))
                        },
                    ]);
                    part.judgements.extend(&slot.judgements);
                    parts.push(part);
                }
            }
        }
        if let Some(closing) = slot.closed(account) {
            parts.push(negative(linked(claims_by(&closing.by, account))));
            return Judgement::any(parts);
        }
        let itself = Value::Ref(asked.record);
        let mut barred = slot.barred(self.look, account);
        if asked.reverse {
            // Only others refer to it here.
            barred.push(&itself);
        }
        if let (Some(body), false) = (body, barred.is_empty()) {
            let others = Err(barred.iter().map(|value| (*value).clone()).collect());
            bounds.push(Bound { value: others, from: Some(asked.clone()) });
            let rest = self.test(body, bounds, account);
            bounds.pop();
            if rest.truth == Truth::False {
                parts.push(linked(slot.claims_of_denials(&barred)).contrary());
                return Judgement::any(parts);
            }
        }
        // Where others may be in it, those that fail decide nothing, and are as if they were not there.
        let mut left: Vec<Judgement> = Vec::new();
        for (part, stays) in parts.into_iter().zip(stays) {
            if stays || part.truth != Truth::False {
                left.push(part);
            }
        }
        left.push(Judgement::open(Open::Missing(asked)));
        Judgement::any(left)
    }

    /// Why several values of an input leave a test open: one voice's own last words, or several voices.
    fn split(&self, slot: &Slot, asked: &AskedInput, account: Account) -> Open {
        let own = account.is_some_and(|voice| slot.speaks(voice));
        match own || slot.voices().len() == 1 {
            true => Open::Wide(asked.clone()),
            false => Open::Differs(asked.clone()),
        }
    }

    fn compare(
        &self,
        how: Compare,
        left: &[Variant],
        right: &[Variant],
        account: Account,
    ) -> Judgement {
        let corpus = self.look.corpus();
        let terms = |one: &Value, other: &Value| match (one, other) {
            (Value::Term(one), Value::Term(other)) => self.look.schema().words(one, other),
            _ => Sameness::Unknown,
        };
        let known = Known { identities: corpus, terms: &terms };
        let mut parts = Vec::new();
        for one in left {
            for other in right {
                let truth = set::compare(how, &one.set, &other.set, &known);
                let mut both = one.clone();
                both.add(other);
                let mut part = Judgement::plain(truth);
                if let (Set::Days(own), Set::Days(others)) = (&one.set, &other.set) {
                    note_days(&mut both, (one, own), (other, others));
                }
                if truth == Truth::Unknown {
                    part.open.extend(both.missing.iter().cloned().map(Open::Missing));
                    if !both.unbounded {
                        let wide = if both.wide.is_empty() { &both.inputs } else { &both.wide };
                        part.open.extend(wide.iter().cloned().map(Open::Wide));
                    }
                }
                part.claims = both.claims;
                part.claims.extend(both.anchored);
                part.judgements = both.judgements;
                part.measured = both.measured;
                part.negatives = both.negatives;
                parts.push(part);
            }
        }
        let several = [left, right].into_iter().find(|side| side.len() > 1);
        let inputs = several.into_iter().flatten().flat_map(|one| one.inputs.iter());
        let otherwise = inputs.max().map(|asked| {
            let slot = self.slot(asked.record, &Way::On(asked.property.clone()), false);
            self.split(slot, asked, account)
        });
        match otherwise {
            Some(otherwise) => Judgement::whichever(parts, &otherwise),
            None => parts.pop().unwrap_or_else(|| Judgement::plain(Truth::Unknown)),
        }
    }

    /// Everything that an operand can be.
    fn variants(&self, operand: &Operand, bounds: &[Bound], account: Account) -> Vec<Variant> {
        match operand {
            Operand::Literal(value) => vec![Variant::plain(set::of_value(value))],
            Operand::Item(place) => match bounds.get(*place) {
                Some(bound) => self.of_item(bound, account),
                None => Vec::new(),
            },
            Operand::Input(input) => self.of_input(input, bounds, account),
            Operand::UpTo(of) => {
                let variants = self.variants(of, bounds, account).into_iter();
                variants
                    .map(|variant| {
                        let set = match variant.set {
                            Set::Nothing => Set::Nothing,
                            _ => variant.set.up_to(),
                        };
                        Variant { wide: variant.inputs.clone(), date: None, ..variant.with(set) }
                    })
                    .collect()
            }
            Operand::Length(of) => self.held(of, bounds, account, length),
            Operand::Start(of) => self.held(of, bounds, account, start),
            Operand::End(of) => self.held(of, bounds, account, end),
            Operand::Between(later, earlier) => {
                let (later, earlier) = (
                    self.variants(later, bounds, account),
                    self.variants(earlier, bounds, account),
                );
                product(&later, &earlier, |one, other| match (&one.set, &other.set) {
                    (Set::Nothing, _) | (_, Set::Nothing) => Set::Nothing,
                    (Set::Days(own), Set::Days(others)) => own.time_since(others),
                    _ => Set::Anything,
                })
            }
            Operand::Shifted(date, later, by) => {
                let (date, by) =
                    (self.variants(date, bounds, account), self.variants(by, bounds, account));
                product(&date, &by, |one, other| match (&one.set, &other.set) {
                    (Set::Nothing, _) | (_, Set::Nothing) => Set::Nothing,
                    (Set::Days(days), amount) => match set::in_seconds(amount) {
                        Some(by) => Set::Days(days.shifted(*later, &by)),
                        None => Set::Anything,
                    },
                    _ => Set::Anything,
                })
            }
            Operand::Else(first, second) => {
                let mut found = Vec::new();
                for variant in self.variants(first, bounds, account) {
                    if !variant.absent {
                        found.push(variant);
                        continue;
                    }
                    for mut other in self.variants(second, bounds, account) {
                        if other.set == Set::Nothing {
                            other = Variant { unbounded: true, ..other.with(Set::Anything) };
                        }
                        other.missing.extend(variant.missing.iter().cloned());
                        // Within it the value is not known, even where it is one value only.
                        other.wide.extend(other.inputs.iter().cloned());
                        found.push(other);
                    }
                }
                found
            }
        }
    }

    fn of_item(&self, bound: &Bound, account: Account) -> Vec<Variant> {
        let inputs: BTreeSet<AskedInput> = bound.from.iter().cloned().collect();
        match (&bound.value, &bound.from) {
            (Err(denied), _) => {
                let except = Variant::plain(Set::Except(denied.clone()));
                vec![Variant { inputs, unbounded: true, ..except }]
            }
            (Ok(Value::Date(when)), Some(asked)) => {
                self.of_date(when, asked, Variant { inputs, ..Variant::plain(Set::Other) }, account)
            }
            (Ok(value), _) => {
                let set = set::of_value(value);
                let wide = if set.is_exact() { BTreeSet::new() } else { inputs.clone() };
                vec![Variant { inputs, wide, ..Variant::plain(set) }]
            }
        }
    }

    fn of_input(&self, input: &Input, bounds: &[Bound], account: Account) -> Vec<Variant> {
        let Some((slot, asked)) = self.input(input, bounds) else {
            return vec![Variant { unbounded: true, ..Variant::plain(Set::Anything) }];
        };
        let choices = slot.choices(account);
        if choices.is_empty() {
            return vec![Variant::absent(&asked)];
        }
        let base = Variant {
            inputs: BTreeSet::from([asked.clone()]),
            judgements: slot.judgements.clone(),
            ..Variant::plain(Set::Other)
        };
        let mut found = Vec::new();
        for choice in choices {
            match choice {
                Choice::Value(stated) => {
                    let base = Variant { claims: slot.carried(stated, account), ..base.clone() };
                    match &stated.value {
                        Value::Date(when) => {
                            found.extend(self.of_date(when, &asked, base, account))
                        }
                        value => {
                            let set = set::of_value(value);
                            let wide =
                                if set.is_exact() { BTreeSet::new() } else { base.inputs.clone() };
                            found.push(Variant { wide, ..base.with(set) });
                        }
                    }
                }
                Choice::None(closing) => {
                    let claims = claims_by(&closing.by, account);
                    let negatives = claims.clone();
                    found.push(Variant { claims, negatives, ..base.clone().with(Set::Nothing) });
                }
                Choice::Not(denied) => {
                    let claims = slot.claims_of_denials(&denied);
                    let set = match denied.as_slice() {
                        [Value::Flag(flag)] => Set::One(Value::Flag(!flag)),
                        _ => Set::Except(denied.into_iter().cloned().collect()),
                    };
                    // Nobody says what it is instead.
                    let unbounded = !set.is_exact();
                    let missing = if unbounded { base.inputs.clone() } else { BTreeSet::new() };
                    found.push(Variant { claims, missing, unbounded, ..base.clone().with(set) });
                }
            }
        }
        found
    }

    /// A date, on each account of the date it is told from.
    fn of_date(
        &self,
        when: &When,
        asked: &AskedInput,
        base: Variant,
        account: Account,
    ) -> Vec<Variant> {
        let corpus = self.look.corpus();
        let of = Some((asked.record, asked.property.clone()));
        let base = Variant { date: Some(asked.clone()), ..base };
        let wide = BTreeSet::from([asked.clone()]);
        let anchor = set::anchor_of(when, &|record| corpus.canonical(record));
        let Some(((record, property), _)) = &anchor else {
            let set = match set::of_value(&Value::Date(when.clone())) {
                Set::Days(days) => Set::Days(Days { of, ..days }),
                set => set,
            };
            let wide = if set.is_exact() { BTreeSet::new() } else { wide };
            return vec![Variant { wide, ..base.with(set) }];
        };
        let told_from = AskedInput { record: *record, property: property.clone(), reverse: false };
        // Its accounts are this date's too.
        let _ = self.slot(*record, &Way::On(property.clone()), false);
        let dates = corpus.when(when).unwrap_or_default();
        let is_own = |voices: &[BTreeSet<Voice>]| {
            account.is_some_and(|voice| voices.iter().any(|place| place.contains(&voice)))
        };
        let own = dates.iter().any(|date| is_own(&date.voices));
        let mut found = Vec::new();
        for date in dates.iter().filter(|date| !own || is_own(&date.voices)) {
            let days =
                Days { of: of.clone(), anchor: anchor.clone(), ..Days::of_bounds(date.bounds) };
            let set = if date.qualified { Set::Anything } else { Set::Days(days) };
            let wide = if set.is_exact() { BTreeSet::new() } else { wide.clone() };
            let (judging, anchored): (BTreeSet<ClaimId>, BTreeSet<ClaimId>) =
                date.because.iter().partition(|claim| self.is_judgement(**claim, property));
            let mut variant = Variant { wide, anchored, ..base.clone().with(set) };
            variant.judgements.extend(judging);
            found.push(variant);
        }
        if found.is_empty() {
            let days = Days { of, anchor, ..Days::of_bounds(DayBounds::UNBOUNDED) };
            let missing = BTreeSet::from([told_from]);
            found.push(Variant { missing, wide, unbounded: true, ..base.with(Set::Days(days)) });
        }
        found
    }

    /// Whether a claim that a relative date needs is a judgement rather than a date.
    fn is_judgement(&self, claim: ClaimId, property: &PropertyId) -> bool {
        let claim = self.look.corpus().claim(claim);
        claim.is_some_and(|claim| {
            claim.property != *property && !matches!(claim.value, Value::Date(_))
        })
    }

    fn held(
        &self,
        of: &Operand,
        bounds: &[Bound],
        account: Account,
        part: fn(&Held) -> Set,
    ) -> Vec<Variant> {
        let apart = |value: &Value| match value {
            Value::Held(held) if held.is_qualified() => Set::Anything,
            Value::Held(held) => part(held),
            _ => Set::Other,
        };
        let placed = |set: Set, asked: &AskedInput, base: Variant| {
            let wide =
                if set.is_exact() { BTreeSet::new() } else { BTreeSet::from([asked.clone()]) };
            Variant { wide, date: Some(asked.clone()), ..base.with(set) }
        };
        match of {
            Operand::Item(place) => match bounds.get(*place) {
                Some(Bound { value: Ok(value), from: Some(asked) }) => {
                    let inputs = BTreeSet::from([asked.clone()]);
                    let base = Variant { inputs, ..Variant::plain(Set::Other) };
                    vec![placed(apart(value), asked, base)]
                }
                _ => vec![Variant { unbounded: true, ..Variant::plain(Set::Anything) }],
            },
            Operand::Input(input) => {
                let Some((slot, asked)) = self.input(input, bounds) else {
                    return vec![Variant { unbounded: true, ..Variant::plain(Set::Anything) }];
                };
                let plain = self.of_input(input, bounds, account);
                let choices = slot.choices(account);
                if choices.is_empty() {
                    return plain;
                }
                let pairs = plain.into_iter().zip(choices);
                pairs
                    .map(|(base, choice)| match choice {
                        Choice::Value(stated) => placed(apart(&stated.value), &asked, base),
                        Choice::None(_) | Choice::Not(_) => base,
                    })
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A judgement by which there is none.
fn negative(link: Judgement) -> Judgement {
    Judgement { negatives: link.claims.clone(), ..link.contrary() }
}
