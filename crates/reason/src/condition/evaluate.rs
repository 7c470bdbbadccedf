//! How a condition comes out on what is claimed, on one account.
//!
//! `docs/design/conditions.md` is the definition. Tests are evaluated in full, so that every input that bears on the
//! outcome is known; what decides is then picked out.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::id::{ClaimId, RecordId, TypeId};
use onus_model::memo::Memo;
use onus_model::value::{Sameness, Value};

use super::account::{Choice, Listed, claims_by};
use super::meaning::{Compare, Input, Test, Way};
use super::operand::contrary;
use super::set::{self, Known, Set};
use super::slot::{Slot, Stated};
use super::truth::{Account, AskedInput, Judgement, Open, Truth};
use super::variant::{Variant, note_days};
use crate::order::Order;

/// What a variable stands for.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    /// The value, or what it is not where it is any other item of a list.
    pub(super) value: Result<Value, Vec<Value>>,
    /// The input it is an item of.
    pub(super) from: Option<AskedInput>,
}

/// Evaluates conditions in one view; what is claimed of an input is looked up once.
pub(crate) struct Evaluator<'e, 'l> {
    look: &'e Look<'l>,
    order: &'e Order,
    slots: Memo<(RecordId, Way, bool), Slot>,
}

impl<'e, 'l> Evaluator<'e, 'l> {
    pub(crate) fn new(look: &'e Look<'l>, order: &'e Order) -> Self {
        Self { look, order, slots: Memo::default() }
    }

    /// How a test on a record comes out on an account.
    pub(crate) fn judge(&self, test: &Test, record: RecordId, account: Account) -> Judgement {
        let record = self.look.corpus().canonical(record);
        let bound = Bound { value: Ok(Value::Ref(record)), from: None };
        self.test(test, &mut vec![bound], account)
    }

    pub(super) fn look(&self) -> &'e Look<'l> {
        self.look
    }

    pub(super) fn slot(&self, record: RecordId, way: &Way, many: bool) -> &Slot {
        self.slots.get_or((record, way.clone(), many), || match way {
            Way::On(property) => Slot::on(self.look, self.order, record, property, many),
            Way::From(_, by) => Slot::from(self.look, self.order, record, by),
        })
    }

    pub(super) fn input<'s>(
        &'s self,
        input: &Input,
        bounds: &[Bound],
    ) -> Option<(&'s Slot, AskedInput)> {
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
            Test::None(input, otherwise) => match self.input(input, bounds) {
                Some((slot, asked)) if slot.voices().is_empty() => {
                    let otherwise = self.test(otherwise, bounds, account);
                    Judgement::any(vec![otherwise, Judgement::open(Open::Missing(asked))])
                }
                known => {
                    let mut has = self.some(input, &BTreeSet::new(), None, bounds, account);
                    if let (Truth::Unknown, Some((slot, _))) = (has.truth, known) {
                        // Without any of these, the other test would count.
                        has.claims.extend(slot.claims());
                    }
                    has.contrary()
                }
            },
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
        let mut asking = Asking { evaluator: self, slot, asked, only, body, bounds, account };
        match input.many {
            true => asking.of_list(),
            false => asking.of_value(),
        }
    }

    /// Why several values of an input leave a test open: one voice's own last words, or several voices.
    fn split(&self, slot: &Slot, asked: &AskedInput, account: Account) -> Open {
        let own = account.is_some_and(|voice| slot.gives(voice));
        match own || slot.contesting.is_empty() {
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
        let mut parts: Vec<Judgement> = Vec::new();
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
                    part.open.extend(both.differs.iter().cloned().map(Open::Differs));
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
        // What a side lacks however it is told is missing where that makes the difference.
        let truths: Vec<Truth> = parts.iter().map(|part| part.truth).collect();
        let at = |row: usize, column: usize| truths.get(row * right.len() + column);
        let (rows, columns) = (left.len(), right.len());
        let by_left =
            (0..columns).any(|column| (1..rows).any(|row| at(row, column) != at(0, column)));
        let by_right =
            (0..rows).any(|row| (1..columns).any(|column| at(row, column) != at(row, 0)));
        let sides =
            [(by_left, left), (by_right, right)].into_iter().filter(|(differs, _)| *differs);
        let lacking: Vec<AskedInput> = sides.flat_map(|(_, side)| lacking(side)).collect();
        let mut whole = match otherwise {
            Some(otherwise) => Judgement::whichever(parts, &otherwise),
            None => parts.pop().unwrap_or_else(|| Judgement::plain(Truth::Unknown)),
        };
        if whole.truth == Truth::Unknown {
            let both = left.iter().chain(right);
            whole.contested.extend(both.flat_map(|one| &one.contested));
            whole.open.extend(lacking.into_iter().map(Open::Missing));
        }
        whole
    }
}

/// The inputs that are missing for everything that an operand can be.
fn lacking(side: &[Variant]) -> Vec<AskedInput> {
    let Some((first, rest)) = side.split_first() else { return Vec::new() };
    let all =
        first.missing.iter().filter(|input| rest.iter().all(|one| one.missing.contains(input)));
    all.cloned().collect()
}

/// A test of what is in an input.
struct Asking<'a, 'e, 'l> {
    evaluator: &'a Evaluator<'e, 'l>,
    slot: &'a Slot,
    asked: AskedInput,
    /// Only records of these types, where any are named.
    only: &'a BTreeSet<TypeId>,
    body: Option<&'a Test>,
    bounds: &'a mut Vec<Bound>,
    account: Account,
}

impl Asking<'_, '_, '_> {
    /// How the test comes out for a value, or for what is none of these.
    fn item(&mut self, value: Result<Value, Vec<Value>>) -> Judgement {
        let Some(body) = self.body else { return Judgement::plain(Truth::True) };
        self.bounds.push(Bound { value, from: Some(self.asked.clone()) });
        let judgement = self.evaluator.test(body, self.bounds, self.account);
        self.bounds.pop();
        judgement
    }

    fn fits(&self, value: &Value) -> bool {
        match value {
            Value::Ref(record) if !self.only.is_empty() => {
                let known = self.evaluator.look.corpus().record_type(*record);
                known.is_some_and(|known| self.only.contains(known))
            }
            Value::Text(_) | Value::Name(_) => self.body.is_none(),
            _ => true,
        }
    }

    /// That something is so by some claims.
    fn linked(&self, claims: BTreeSet<ClaimId>) -> Judgement {
        let judgements = self.slot.judgements.clone();
        Judgement { claims, judgements, ..Judgement::plain(Truth::True) }
    }

    /// That there is none, by somebody's word.
    fn negative(&self, claims: BTreeSet<ClaimId>) -> Judgement {
        let negatives = claims.clone();
        Judgement { negatives, ..self.linked(claims).contrary() }
    }

    fn missing(&self) -> Judgement {
        Judgement::open(Open::Missing(self.asked.clone()))
    }

    /// Of an input with one value.
    fn of_value(&mut self) -> Judgement {
        let (slot, account) = (self.slot, self.account);
        let choices = slot.choices(account);
        if choices.is_empty() {
            return self.missing();
        }
        let is_given = choices.iter().any(|choice| !matches!(choice, Choice::Not(_)));
        let mut parts = Vec::new();
        for choice in &choices {
            parts.push(match choice {
                Choice::Value(stated) => {
                    let link = self.linked(slot.carried(stated, account));
                    match self.fits(&stated.value) {
                        true => Judgement::all(vec![self.item(Ok(stated.value.clone())), link]),
                        false => link.contrary(),
                    }
                }
                Choice::None(closing) => self.negative(claims_by(&closing.by, account)),
                Choice::Not(denied) => self.of_denied(denied, is_given),
            });
        }
        let split = self.evaluator.split(slot, &self.asked, account);
        let mut whole = Judgement::whichever(parts, &split);
        if whole.truth == Truth::Unknown {
            whole.contested.extend(&slot.contesting);
        }
        whole
    }

    /// Of a value that is only said not to be these, by others than who give one, if any do.
    fn of_denied(&mut self, denied: &[&Value], is_given: bool) -> Judgement {
        let link = self.linked(self.slot.claims_of_denials(denied));
        if let Some(flag) = contrary(denied) {
            return Judgement::all(vec![self.item(Ok(flag)), link]);
        }
        let (none, values): (Vec<&Value>, Vec<&Value>) =
            denied.iter().copied().partition(|value| matches!(value, Value::Negative(_)));
        let mut other = self.item(Err(values.into_iter().cloned().collect()));
        let is_told = match other.truth {
            Truth::False => true,
            Truth::True => !none.is_empty() && self.only.is_empty(),
            Truth::Unknown => false,
        };
        if is_told {
            other.add(link);
            return other;
        }
        let mut open = match is_given {
            true => Judgement::open(Open::Differs(self.asked.clone())),
            false => self.missing(),
        };
        open.add(link);
        open
    }

    /// Of an input with several values.
    fn of_list(&mut self) -> Judgement {
        let (slot, account) = (self.slot, self.account);
        let is_contested = !slot.contesting.is_empty();
        // A claim that closes it without holding names items too.
        let is_told_whole = is_contested || slot.is_broken;
        // On somebody's account, an item may fail by their word alone.
        let mut whole = self.of_items(is_told_whole || account.is_some());
        if whole.truth == Truth::Unknown && is_told_whole {
            // Who is in conflict over it is told by all that is said of it.
            whole.claims.extend(slot.claims());
            whole.judgements.extend(&slot.judgements);
            if account.is_none() {
                whole.contested.extend(&slot.contesting);
            }
        }
        whole
    }

    fn of_items(&mut self, keeps_all: bool) -> Judgement {
        let (slot, account) = (self.slot, self.account);
        let own = |stated: &&Stated| account.is_some_and(|voice| stated.by.contains_key(&voice));
        let (first, rest): (Vec<_>, Vec<_>) =
            slot.stated.iter().filter(|stated| self.fits(&stated.value)).partition(own);
        let fit = first.len() + rest.len();
        let mut parts = Vec::new();
        // Whether one item at least is in it; if any of these is, it passes.
        let (mut is_in, mut all_pass) = (false, fit == slot.stated.len());
        for stated in first.into_iter().chain(rest) {
            let link = self.linked(claims_by(&stated.by, account));
            match slot.listed(stated, account) {
                Listed::In => {
                    let mut part =
                        Judgement::all(vec![self.item(Ok(stated.value.clone())), link.clone()]);
                    if keeps_all {
                        part.add(link);
                    }
                    parts.push(part);
                    is_in = true;
                }
                Listed::Out => {
                    let by = account.and_then(|voice| stated.against.get(&voice));
                    parts.push(self.linked(by.cloned().unwrap_or_default()).contrary());
                }
                Listed::Differs => {
                    let body = self.item(Ok(stated.value.clone()));
                    all_pass &= body.truth == Truth::True;
                    let differs = Judgement::open(Open::Differs(self.asked.clone()));
                    let mut part = Judgement::all(vec![body, differs]);
                    part.add(link);
                    parts.push(part);
                }
            }
        }
        if let Some(closing) = slot.closed(account) {
            parts.push(self.negative(claims_by(&closing.by, account)));
            return Judgement::any(parts);
        }
        let itself = Value::Ref(self.asked.record);
        let mut barred = slot.barred(self.evaluator.look, account);
        if self.asked.reverse {
            // Only others refer to it here.
            barred.push(&itself);
        }
        let others = self.item(Err(barred.iter().map(|value| (*value).clone()).collect()));
        if others.truth == Truth::False {
            let mut none = others;
            none.add(self.linked(slot.claims_of_denials(&barred)));
            parts.push(none);
            return Judgement::any(parts);
        }
        let something = slot.something(account).filter(|_| !is_in && self.only.is_empty());
        if let (Some(claims), Truth::True, true) = (something, others.truth, all_pass) {
            let mut part = others;
            part.add(self.linked(claims));
            parts.push(part);
            return Judgement::any(parts);
        }
        // Where others may be in it, those that fail decide nothing, and are as if they were not there.
        parts.retain(|part| keeps_all || part.truth != Truth::False);
        parts.push(self.missing());
        Judgement::any(parts)
    }
}
