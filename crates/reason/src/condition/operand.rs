//! Everything that an operand can be on an account.

use std::collections::BTreeSet;

use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId};
use onus_model::value::date::DayBounds;
use onus_model::value::{Held, Value, When};

use super::account::{Choice, claims_by};
use super::evaluate::{Bound, Evaluator};
use super::held::{end, length, start};
use super::meaning::{Input, Operand, Way};
use super::set::{self, Days, Set};
use super::truth::{Account, AskedInput};
use super::variant::{Variant, product};

impl Evaluator<'_, '_> {
    /// Everything that an operand can be.
    pub(super) fn variants(
        &self,
        operand: &Operand,
        bounds: &[Bound],
        account: Account,
    ) -> Vec<Variant> {
        match operand {
            Operand::Literal(value) => vec![Variant::plain(set::of_value(value))],
            Operand::AnyOf(values) => {
                let sets = values.iter().map(set::of_value).collect();
                vec![Variant::plain(Set::AnyOf(sets))]
            }
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
                product(&later, &earlier, |one, other| {
                    among(one, Some(other), |own, others| Some(own.time_since(others?)))
                })
            }
            Operand::Shifted(date, later, by) => {
                let (date, by) =
                    (self.variants(date, bounds, account), self.variants(by, bounds, account));
                product(&date, &by, |one, other| {
                    let by = set::in_seconds(&other.set);
                    match other.set {
                        Set::Nothing => Set::Nothing,
                        _ => among(one, None, |own, _| {
                            Some(Set::Days(own.shifted(*later, by.as_ref()?)))
                        }),
                    }
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
                        other = match other.set.clone() {
                            // Where there is none of what would bound it, nothing does.
                            Set::Nothing | Set::Except(_, false) | Set::Within(_, false) => {
                                Variant { unbounded: true, ..other.with(Set::Anything) }
                            }
                            _ => other,
                        };
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
                let except = Variant::plain(Set::Except(denied.clone(), true));
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
            contested: slot.contesting.clone(),
            ..Variant::plain(Set::Other)
        };
        let is_given = choices.iter().any(|choice| !matches!(choice, Choice::Not(_)));
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
                    let some = denied.iter().any(|value| matches!(value, Value::Negative(_)));
                    let set = match contrary(&denied) {
                        Some(flag) => Set::One(flag),
                        None => Set::Except(denied.into_iter().cloned().collect(), some),
                    };
                    let mut variant = Variant { claims, ..base.clone().with(set) };
                    if !variant.set.is_exact() {
                        // Nobody says what it is instead, or only others do.
                        let open =
                            if is_given { &mut variant.differs } else { &mut variant.missing };
                        open.insert(asked.clone());
                        variant.unbounded = true;
                    }
                    found.push(variant);
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
        let corpus = self.look().corpus();
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
        let anchor_of_it = self.slot(*record, &Way::On(property.clone()), false);
        let mut base = base;
        base.contested.extend(&anchor_of_it.contesting);
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
        let claim = self.look().corpus().claim(claim);
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

/// Of yes and no, what is not the one is the other.
pub(super) fn contrary(denied: &[&Value]) -> Option<Value> {
    let mut flags = denied.iter().filter(|value| !matches!(value, Value::Negative(_)));
    match (flags.next(), flags.next()) {
        (Some(Value::Flag(flag)), None) => Some(Value::Flag(!flag)),
        _ => None,
    }
}

/// What is made of a date, or of two, for every stretch of days that these can be.
fn among(
    one: &Variant,
    other: Option<&Variant>,
    made: impl Fn(&Days, Option<&Days>) -> Option<Set>,
) -> Set {
    let is_none = |variant: &Variant| variant.set == Set::Nothing;
    if is_none(one) || other.is_some_and(is_none) {
        return Set::Nothing;
    }
    let stretches = |variant: &Variant| {
        let of = variant.date.as_ref().map(|date| (date.record, date.property.clone()));
        set::stretches(&variant.set, of)
    };
    let others = match other {
        None => Some((vec![None], false)),
        Some(other) => stretches(other)
            .map(|(days, lacking)| (days.into_iter().map(Some).collect::<Vec<_>>(), lacking)),
    };
    let (Some((own, lacking)), Some((others, others_lacking))) = (stretches(one), others) else {
        return Set::Anything;
    };
    let pairs = own.iter().flat_map(|own| others.iter().map(move |other| (own, other.as_ref())));
    let sets: Option<Vec<Set>> = pairs.map(|(own, other)| made(own, other)).collect();
    match (sets, lacking || others_lacking) {
        (None, _) => Set::Anything,
        (Some(sets), false) if sets.len() == 1 => sets.into_iter().next().unwrap_or(Set::Anything),
        (Some(sets), lacking) => Set::Within(sets, !lacking),
    }
}
