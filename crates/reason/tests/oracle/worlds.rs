//! Every state of the world that what is claimed admits, and how a condition comes out in each.
//!
//! Made from `docs/design/conditions.md`: nothing here knows how the evaluator works. Domains are finite and reach past
//! every number that conditions and values use, so that no bound is missed.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::claim::{Claim, Stance};
use onus_model::id::RecordId;
use onus_model::value::{ByName, Comparison, Identities, Negative, Sameness, Value, When};

use crate::case::{SCHEMA, THINGS, Word, claim_of, thing};
use crate::condition::{Condition, Name};

/// A speaker, or none for the member of the team.
pub(crate) type Speaker = Option<usize>;

/// One exact value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exact {
    Nothing,
    Flag(bool),
    Number(i64),
    Colour(&'static str),
    /// A day and which part of it, of ten.
    Moment(i64, i64),
    /// Half days.
    Halves(i64),
    Thing(usize),
}

/// The thing that no claim speaks of. Where there must be one, there may be another instead.
pub(crate) const STRANGER: usize = THINGS;

/// The last one is in no list: no vocabulary is taken to be complete.
const COLOURS: [&str; 4] = ["red", "scarlet", "blue", "another"];

fn first_of_january() -> i64 {
    onus_model::value::date::Day::from_civil(2020, 1, 1).expect("a day").number()
}

fn domain(property: Name) -> Vec<Exact> {
    match property {
        "sure" => vec![Exact::Flag(true), Exact::Flag(false)],
        "number" | "limit" => (0..=9).map(Exact::Number).collect(),
        "colour" | "spot" => COLOURS.map(Exact::Colour).to_vec(),
        "begun" | "ended" => [-9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 30]
            .into_iter()
            .flat_map(|day| [0, 5, 9].map(|part| Exact::Moment(day, part)))
            .collect(),
        "lasted" | "total" => (0..=12).map(Exact::Halves).collect(),
        _ => (0..=STRANGER).map(Exact::Thing).collect(),
    }
}

struct Terms;

impl Identities for Terms {
    fn records(&self, first: RecordId, second: RecordId) -> Sameness {
        ByName.records(first, second)
    }

    fn terms(&self, first: &onus_model::id::TermId, second: &onus_model::id::TermId) -> Sameness {
        SCHEMA.terms(first, second)
    }
}

/// Whether an exact value is one of those that a value admits.
fn admits(value: &Value, exact: Exact) -> bool {
    match (value, exact) {
        (Value::Flag(flag), Exact::Flag(other)) => *flag == other,
        (Value::Count(count), Exact::Number(number)) => {
            let number = u64::try_from(number).expect("not below 0");
            count.low() <= number && count.high().is_none_or(|high| number <= high)
        }
        (Value::Term(term), Exact::Colour(colour)) => {
            term.term() == colour || term.term() == "red" && colour == "scarlet"
        }
        (Value::Date(When::Calendar(date)), Exact::Moment(day, _)) => {
            let day = onus_model::value::date::Day::from_number(first_of_january() + day - 1);
            date.is_qualified() || date.bounds().contains(day.expect("a day"))
        }
        (Value::Duration(duration), Exact::Halves(halves)) => {
            let range = duration.in_seconds().expect("days");
            let seconds = rust_decimal::Decimal::from(halves * 43_200);
            range.low().is_none_or(|low| low.at < seconds || low.included && low.at == seconds)
                && range
                    .high()
                    .is_none_or(|high| seconds < high.at || high.included && high.at == seconds)
        }
        (Value::Ref(record), Exact::Thing(place)) => *record == thing(place),
        _ => false,
    }
}

fn is_qualified(value: &Value) -> bool {
    matches!(value, Value::Date(When::Calendar(date)) if date.is_qualified())
}

fn entails(one: &Value, other: &Value) -> bool {
    one == other || one.compare(other, &Terms) == Comparison::Entails
}

/// What counts of what is said on one property of one thing.
#[derive(Default)]
struct Input {
    stated: Vec<(Value, BTreeSet<Speaker>)>,
    denied: Vec<(Value, Speaker)>,
    /// Negatives and sets whose members are all named.
    closings: Vec<(BTreeSet<RecordId>, Speaker)>,
    /// The same, denied: a negative has no members.
    doubts: Vec<(BTreeSet<RecordId>, Speaker)>,
}

fn is_list(property: Name) -> bool {
    ["spot", "link"].contains(&property)
}

impl Input {
    fn of(words: &[(usize, Word)], of: usize, property: Name) -> Self {
        let mut input = Self::default();
        let claims: Vec<(Claim, Speaker)> = words
            .iter()
            .filter(|(_, word)| word.thing == of && word.property == property)
            .map(|(place, word)| (claim_of(word, *place), word.speaker))
            .collect();
        let mut searched = Vec::new();
        for (claim, speaker) in &claims {
            let mut state =
                |value: Value| match input.stated.iter_mut().find(|(known, _)| *known == value) {
                    Some((_, by)) => {
                        by.insert(*speaker);
                    }
                    None => input.stated.push((value, BTreeSet::from([*speaker]))),
                };
            match (&claim.value, claim.stance) {
                // That something is not told is no word, affirmed or denied.
                (Value::Term(term), _) if term.term() == "not-told" => {}
                (Value::Negative(_), Stance::Denies) => {
                    input.doubts.push((BTreeSet::new(), *speaker));
                }
                (Value::ClosedSet(set), Stance::Denies) => {
                    input.doubts.push((set.named().clone(), *speaker));
                }
                (value, Stance::Denies) => input.denied.push((value.clone(), *speaker)),
                (Value::Negative(Negative::Searched { .. }), _) => searched.push(*speaker),
                (Value::Negative(_), _) => input.closings.push((BTreeSet::new(), *speaker)),
                (Value::ClosedSet(set), _) => {
                    set.named().iter().for_each(|member| state(Value::Ref(*member)));
                    input.closings.push((set.named().clone(), *speaker));
                }
                (value, _) => state(value.clone()),
            }
        }
        // What a search did not find counts for nothing where somebody gives a value.
        if input.stated.is_empty() {
            input.closings.extend(searched.into_iter().map(|by| (BTreeSet::new(), by)));
        }
        if is_list(property) {
            // Who names what their own closing leaves out has closed nothing.
            let stated = &input.stated;
            input.closings.retain(|(members, by)| {
                let mut own = stated.iter().filter(|(_, speakers)| speakers.contains(by));
                !own.any(|(value, _)| Self::shuts_out(members, value))
            });
        } else {
            // Who denies yes and no has said nothing.
            let denied = input.denied.clone();
            let denies = |flag: bool, by: Speaker| denied.contains(&(Value::Flag(flag), by));
            input.denied.retain(|(_, by)| !(denies(true, *by) && denies(false, *by)));
        }
        input
    }

    fn is_unsaid(&self) -> bool {
        self.speakers().is_empty()
    }

    fn speakers(&self) -> BTreeSet<Speaker> {
        let stated = self.stated.iter().flat_map(|(_, by)| by.iter().copied());
        let denied = self.denied.iter().map(|(_, by)| *by);
        let closed = self.closings.iter().chain(&self.doubts).map(|(_, by)| *by);
        stated.chain(denied).chain(closed).collect()
    }

    fn shuts_out(closing: &BTreeSet<RecordId>, value: &Value) -> bool {
        match value {
            Value::Ref(record) => !closing.contains(record),
            _ => closing.is_empty(),
        }
    }

    fn denials_of(&self, speaker: Speaker) -> Vec<&Value> {
        self.denied.iter().filter(|(_, by)| *by == speaker).map(|(value, _)| value).collect()
    }

    /// Whether somebody denies a value.
    fn denies(&self, speaker: Speaker, value: &Value) -> bool {
        self.denials_of(speaker).into_iter().any(|denied| entails(value, denied))
    }

    /// Whether somebody denies that there is none.
    fn insists(&self, speaker: Speaker) -> bool {
        self.doubts.contains(&(BTreeSet::new(), speaker))
    }

    /// What remains where a speaker denies values and says nothing else.
    fn remaining(&self, property: Name, speaker: Speaker) -> BTreeSet<Exact> {
        let denied = self.denials_of(speaker);
        let mut left: BTreeSet<Exact> = domain(property)
            .into_iter()
            // The denial of a qualified date excludes none.
            .filter(|exact| {
                !denied.iter().any(|value| !is_qualified(value) && admits(value, *exact))
            })
            .collect();
        let is_flag = denied.iter().any(|value| matches!(value, Value::Flag(_)));
        if !is_flag && !self.insists(speaker) {
            left.insert(Exact::Nothing);
        }
        left
    }

    /// The exact values on a speaker's own account, and whether nothing is said of what it is.
    fn own_values(&self, property: Name, speaker: Speaker) -> (BTreeSet<Exact>, bool) {
        let admitted = |value: &Value| -> BTreeSet<Exact> {
            domain(property).into_iter().filter(|one| admits(value, *one)).collect()
        };
        let own = |(_, by): &&(Value, BTreeSet<Speaker>)| by.contains(&speaker);
        let stated: Vec<_> = self.stated.iter().filter(own).collect();
        let says_none = self.closings.iter().any(|(_, by)| *by == speaker);
        // A date told by another one stands apart, in no domain.
        let mut values: BTreeSet<Exact> =
            stated.iter().flat_map(|(value, _)| admitted(value)).collect();
        if says_none {
            values.insert(Exact::Nothing);
        }
        if says_none || !stated.is_empty() {
            return (values, false);
        }
        let stands = |(value, _): &&(Value, BTreeSet<Speaker>)| !self.denies(speaker, value);
        let standing: Vec<_> = self.stated.iter().filter(stands).collect();
        match standing.is_empty() {
            true => (self.remaining(property, speaker), true),
            false => (standing.iter().flat_map(|(value, _)| admitted(value)).collect(), false),
        }
    }

    /// The exact values on an account, and whether they are those of nothing being claimed, or only denied.
    fn values(&self, property: Name, account: Option<Speaker>) -> (BTreeSet<Exact>, bool) {
        let speakers = self.speakers();
        if speakers.is_empty() {
            return (domain(property).into_iter().chain([Exact::Nothing]).collect(), true);
        }
        if let Some(speaker) = account.filter(|speaker| speakers.contains(speaker)) {
            return self.own_values(property, speaker);
        }
        // Everybody's is whatever anybody's is.
        let all = speakers.iter().map(|speaker| self.own_values(property, *speaker));
        all.fold((BTreeSet::new(), true), |(mut values, open), (own, own_open)| {
            values.extend(own);
            (values, open && own_open)
        })
    }

    fn against(&self, value: &Value) -> BTreeSet<Speaker> {
        let denying = self.denied.iter().filter(|(denied, _)| entails(value, denied));
        let closing = self.closings.iter().filter(|(members, _)| Self::shuts_out(members, value));
        denying.map(|(_, by)| *by).chain(closing.map(|(_, by)| *by)).collect()
    }

    /// How a stated item stands: in it, not in it, or on some accounts.
    fn listed(
        &self,
        value: &Value,
        by: &BTreeSet<Speaker>,
        account: Option<Speaker>,
    ) -> Option<bool> {
        let against = self.against(value);
        match account {
            Some(speaker) if by.contains(&speaker) => Some(true),
            Some(speaker) if against.contains(&speaker) => Some(false),
            _ if against.iter().all(|speaker| by.contains(speaker)) => Some(true),
            _ => None,
        }
    }

    fn is_closed(&self, account: Option<Speaker>) -> bool {
        if self.closings.iter().any(|(_, by)| account == Some(*by)) {
            return true;
        }
        self.closings.iter().any(|(members, _)| {
            let says = |by: Speaker| self.closings.contains(&(members.clone(), by));
            let doubted = self.doubts.iter().any(|(other, by)| other == members && !says(*by));
            let mut standing = self
                .stated
                .iter()
                .filter(|(value, by)| self.listed(value, by, account) != Some(false));
            !doubted && !standing.any(|(value, _)| Self::shuts_out(members, value))
        })
    }

    /// Whether there is something in a list, though nobody may say what.
    fn is_some(&self, account: Option<Speaker>) -> bool {
        let says_none = |by: Speaker| self.closings.contains(&(BTreeSet::new(), by));
        if account.is_some_and(|own| self.insists(own) && !says_none(own)) {
            return true;
        }
        !self.closings.iter().any(|(members, _)| members.is_empty())
            && self.doubts.iter().any(|(members, _)| members.is_empty())
    }

    /// Exact items that nothing unnamed is.
    fn barred(&self, account: Option<Speaker>, exact: Exact) -> bool {
        self.denied.iter().any(|(denied, by)| {
            let stands = self.stated.iter().any(|(value, by)| {
                self.listed(value, by, account) != Some(false) && entails(value, denied)
            });
            let states = self
                .stated
                .iter()
                .any(|(value, speakers)| speakers.contains(by) && entails(value, denied));
            admits(denied, exact) && (account == Some(*by) && !states || !stands)
        })
    }
}

/// A part of a world that can be one way or another: a value, an item that is in a list or not, or what else is in it.
type Part = (usize, Name, usize);

/// What a part of a world is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Value(Exact),
    /// So many days after the first thing's beginning.
    After(i64, i64),
    Items(BTreeSet<Exact>),
}

/// Everything that differs between worlds.
pub(crate) struct Worlds<'w> {
    words: &'w [(usize, Word)],
    account: Option<Speaker>,
    parts: BTreeMap<Part, Vec<Way>>,
    /// Parts of which nothing is claimed, by the property as it is asked for.
    open: BTreeMap<Part, (usize, Name)>,
    /// Lists that hold something.
    some: Vec<(usize, Name)>,
    /// Whether a date is told by another one: then parts are not apart.
    pub(crate) tied: bool,
    /// Whether what is added now is of a thing that is claimed to be where it is asked about.
    named: bool,
}

/// How a condition comes out over all worlds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// True, false, or not known.
    pub(crate) truth: Option<bool>,
    /// Inputs of which nothing is claimed and on which it depends: thing and property.
    pub(crate) missing: BTreeSet<(usize, Name)>,
    /// Whether there is no world at all: what is claimed cannot be.
    pub(crate) none: bool,
}

impl<'w> Worlds<'w> {
    pub(crate) fn of(
        words: &'w [(usize, Word)],
        condition: &Condition,
        account: Option<Speaker>,
    ) -> Self {
        let mut worlds = Self {
            words,
            account,
            parts: BTreeMap::new(),
            open: BTreeMap::new(),
            some: Vec::new(),
            tied: false,
            named: true,
        };
        worlds.add(condition, 0);
        worlds
    }

    fn add_value(&mut self, of: usize, property: Name) {
        if of >= STRANGER || self.parts.contains_key(&(of, property, 0)) {
            if of >= STRANGER {
                let mut all: Vec<Way> = domain(property).into_iter().map(Way::Value).collect();
                all.push(Way::Value(Exact::Nothing));
                self.parts.insert((of, property, 0), all);
            }
            return;
        }
        let input = Input::of(self.words, of, property);
        let (values, open) = input.values(property, self.account);
        let mut ways: Vec<Way> = values.into_iter().map(Way::Value).collect();
        // A date told by another one stands in no domain.
        let relative = |(value, by): &&(Value, BTreeSet<Speaker>)| {
            let heard = match self.account {
                Some(own)
                    if input.stated.iter().any(|(_, by)| by.contains(&own))
                        || input.closings.iter().any(|(_, by)| *by == own) =>
                {
                    by.contains(&own)
                }
                Some(own) => !input.denies(own, value),
                None => true,
            };
            heard && matches!(value, Value::Date(When::Relative(_)))
        };
        for (value, _) in input.stated.iter().filter(relative) {
            if let Value::Date(When::Relative(relative)) = value {
                let days = relative.offset().expect("it has one").amount().as_exact().copied();
                let days = i64::try_from(days.expect("it is exact")).expect("few");
                ways.extend([0, 5, 9].map(|part| Way::After(days, part)));
                self.tied = true;
            }
        }
        if self.tied && (of, property) != (0, "begun") {
            self.add_value(0, "begun");
        }
        if open && self.named {
            self.open.insert((of, property, 0), (of, property));
        }
        self.parts.insert((of, property, 0), ways);
    }

    fn add_list(&mut self, of: usize, property: Name) {
        if self.parts.contains_key(&(of, property, 0)) {
            return;
        }
        if of >= STRANGER {
            let subsets = subsets(&domain(property)).into_iter().map(Way::Items).collect();
            self.parts.insert((of, property, 0), subsets);
            return;
        }
        let mut place = 1;
        let mut taken: BTreeSet<Exact> = BTreeSet::new();
        let mut item = |worlds: &mut Self, exact: Vec<Exact>, listed: Option<bool>| {
            let one = |exact: &Exact| Way::Items(BTreeSet::from([*exact]));
            let nothing = || Way::Items(BTreeSet::new());
            let ways = match listed {
                Some(true) => exact.iter().map(one).collect(),
                Some(false) => vec![nothing()],
                None => exact.iter().map(one).chain([nothing()]).collect(),
            };
            worlds.parts.insert((of, property, place), ways);
            place += 1;
        };
        let (mut closed, mut others) = (false, domain(property));
        if property == "linked" {
            for from in (0..THINGS).filter(|from| *from != of) {
                let input = Input::of(self.words, from, "link");
                let stated = input.stated.iter().find(|(value, _)| *value == Value::Ref(thing(of)));
                if let Some((value, by)) = stated {
                    item(self, vec![Exact::Thing(from)], input.listed(value, by, self.account));
                    taken.insert(Exact::Thing(from));
                }
            }
            taken.insert(Exact::Thing(of));
        } else {
            let input = Input::of(self.words, of, property);
            for (value, by) in &input.stated {
                let exact: Vec<Exact> =
                    domain(property).into_iter().filter(|one| admits(value, *one)).collect();
                let listed = input.listed(value, by, self.account);
                if matches!(value, Value::Ref(_)) || listed == Some(false) {
                    taken.extend(exact.iter().copied());
                }
                item(self, exact, listed);
            }
            closed = input.is_closed(self.account);
            if input.is_some(self.account) {
                self.some.push((of, property));
            }
            others.retain(|exact| !input.barred(self.account, *exact));
        }
        if property == "link" && self.some.contains(&(of, property)) {
            others.push(Exact::Thing(STRANGER + 1));
        }
        others.retain(|exact| !taken.contains(exact));
        let more = if closed { vec![BTreeSet::new()] } else { subsets(&others) };
        if !closed && self.named {
            self.open.insert((of, property, 0), (of, property));
        }
        self.parts.insert((of, property, 0), more.into_iter().map(Way::Items).collect());
    }

    fn add_items(&mut self, list: Name, body: &Condition) {
        self.add_list(0, list);
        for item in 0..=STRANGER + usize::from(self.some.contains(&(0, list))) {
            let holds = |way: &Way| match way {
                Way::Items(items) => items.contains(&Exact::Thing(item)),
                _ => false,
            };
            let claimed = self.parts.range((0, list, 1)..=(0, list, usize::MAX));
            self.named = claimed.into_iter().any(|(_, ways)| ways.iter().any(holds));
            self.add(body, item);
        }
        self.named = true;
    }

    fn add(&mut self, condition: &Condition, of: usize) {
        let on = |variable: usize| if variable == 0 { 0 } else { of };
        match condition {
            Condition::Not(inner) => self.add(inner, of),
            Condition::And(parts) | Condition::Or(parts) => {
                parts.iter().for_each(|part| self.add(part, of));
            }
            Condition::Sure(var) => self.add_value(on(*var), "sure"),
            Condition::Number(var, ..) => self.add_value(on(*var), "number"),
            Condition::NumberLimit(var, _) => {
                self.add_value(on(*var), "number");
                self.add_value(on(*var), "limit");
            }
            Condition::Colour(var, _) => self.add_value(on(*var), "colour"),
            Condition::Spot(var, _) => self.add_list(on(*var), "spot"),
            Condition::Day(var, property, ..) => self.add_value(on(*var), property),
            Condition::Days(var, _) | Condition::Elapsed(var, ..) => {
                self.add_value(on(*var), "begun");
                self.add_value(on(*var), "ended");
            }
            Condition::Lasted(var, ..) => self.add_value(on(*var), "lasted"),
            Condition::LastedElse(var, ..) => {
                self.add_value(on(*var), "lasted");
                self.add_value(on(*var), "total");
            }
            Condition::Has(var, "spot") => self.add_list(on(*var), "spot"),
            Condition::Has(var, property) => self.add_value(on(*var), property),
            Condition::Some(back, body) => {
                self.add_items(if *back { "linked" } else { "link" }, body)
            }
            Condition::All(body) => self.add_items("link", body),
            Condition::IsFirst => {}
        }
    }

    /// Whether a thing's missing length lies within a total of which nothing is claimed either.
    fn is_bounded(&self, of: usize) -> bool {
        self.open.contains_key(&(of, "total", 0)) && self.is_unclaimed(of)
    }

    /// Whether nothing is claimed of a thing's length.
    fn is_unclaimed(&self, of: usize) -> bool {
        of < STRANGER && Input::of(self.words, of, "lasted").is_unsaid()
    }

    /// How many worlds there are.
    pub(crate) fn count(&self) -> usize {
        self.parts
            .values()
            .try_fold(1_usize, |product, ways| product.checked_mul(ways.len()))
            .unwrap_or(usize::MAX)
    }

    /// Goes through every world.
    pub(crate) fn outcome(&self, condition: &Condition) -> Outcome {
        let keys: Vec<Part> = self.parts.keys().copied().collect();
        let mut world: Vec<usize> = vec![0; keys.len()];
        let mut seen = BTreeSet::new();
        let mut by_others: BTreeMap<(Part, Vec<usize>), bool> = BTreeMap::new();
        let mut missing = BTreeSet::new();
        loop {
            let ways: BTreeMap<Part, &Way> = keys
                .iter()
                .zip(&world)
                .map(|(key, place)| (*key, &self.parts[key][*place]))
                .collect();
            // A date that is told by another one is there only if that one is.
            let told = |way: &&Way| matches!(way, Way::After(..));
            let is_empty = |(of, property): &(usize, Name)| {
                let parts = ways.range((*of, *property, 0)..=(*of, *property, usize::MAX));
                parts
                    .into_iter()
                    .all(|(_, way)| matches!(way, Way::Items(items) if items.is_empty()))
            };
            let is_possible = !self.some.iter().any(is_empty);
            let anchored = ways.get(&(0, "begun", 0)) != Some(&&Way::Value(Exact::Nothing));
            if let (true, Some(truth)) = (
                is_possible && (anchored || !ways.values().any(told)),
                self.holds(condition, 0, &ways),
            ) {
                seen.insert(truth);
                for (part, input) in &self.open {
                    let place = keys.iter().position(|key| key == part).expect("it is a part");
                    let mut others = world.clone();
                    others[place] = usize::MAX;
                    if *by_others.entry((*part, others)).or_insert(truth) != truth {
                        missing.insert(*input);
                    }
                }
            }
            let mut place = 0;
            loop {
                if place == keys.len() {
                    // What would bound a missing value is named with it.
                    let bounds: Vec<(usize, Name)> = missing
                        .iter()
                        .filter(|(of, property)| *property == "lasted" && self.is_bounded(*of))
                        .map(|(of, _)| (*of, "total"))
                        .collect();
                    missing.extend(bounds);
                    let truth = match (seen.contains(&true), seen.contains(&false)) {
                        (true, false) => Some(true),
                        (false, true) => Some(false),
                        _ => None,
                    };
                    return Outcome { truth, missing, none: seen.is_empty() };
                }
                world[place] += 1;
                if world[place] < self.parts[&keys[place]].len() {
                    break;
                }
                world[place] = 0;
                place += 1;
            }
        }
    }

    /// Whether it is so in one world; nothing where there is no such world.
    fn holds(&self, condition: &Condition, of: usize, ways: &BTreeMap<Part, &Way>) -> Option<bool> {
        let on = |variable: usize| if variable == 0 { 0 } else { of };
        let value = |of: usize, property: Name| match ways.get(&(of, property, 0)) {
            Some(Way::Value(exact)) => *exact,
            Some(Way::After(days, part)) => match ways.get(&(0, "begun", 0)) {
                Some(Way::Value(Exact::Moment(day, _))) => Exact::Moment(day + days, *part),
                _ => Exact::Nothing,
            },
            _ => Exact::Nothing,
        };
        let list = |of: usize, property: Name| -> BTreeSet<Exact> {
            let parts = ways.range((of, property, 0)..=(of, property, usize::MAX));
            let items = parts.filter_map(|(_, way)| match way {
                Way::Items(items) => Some(items.iter().copied()),
                _ => None,
            });
            items.flatten().collect()
        };
        let is_colour = |exact: Exact, wanted: &str| {
            exact == Exact::Colour("scarlet") && wanted == "red"
                || matches!(exact, Exact::Colour(colour) if colour == wanted)
        };
        Some(match condition {
            Condition::Not(inner) => !self.holds(inner, of, ways)?,
            Condition::And(parts) => {
                let parts: Option<Vec<bool>> =
                    parts.iter().map(|part| self.holds(part, of, ways)).collect();
                parts?.into_iter().all(|part| part)
            }
            Condition::Or(parts) => {
                let parts: Option<Vec<bool>> =
                    parts.iter().map(|part| self.holds(part, of, ways)).collect();
                parts?.into_iter().any(|part| part)
            }
            Condition::Sure(var) => value(on(*var), "sure") == Exact::Flag(true),
            Condition::Number(var, sign, number) => match value(on(*var), "number") {
                Exact::Number(own) => sign.holds(own, *number),
                _ => false,
            },
            Condition::NumberLimit(var, sign) => {
                match (value(on(*var), "number"), value(on(*var), "limit")) {
                    (Exact::Number(own), Exact::Number(limit)) => sign.holds(own, limit),
                    _ => false,
                }
            }
            Condition::Colour(var, colour) => is_colour(value(on(*var), "colour"), colour),
            Condition::Spot(var, colour) => {
                list(on(*var), "spot").into_iter().any(|exact| is_colour(exact, colour))
            }
            Condition::Day(var, property, sign, day) => match value(on(*var), property) {
                Exact::Moment(own, _) => sign.holds(own, *day),
                _ => false,
            },
            Condition::Days(var, sign) => {
                match (value(on(*var), "begun"), value(on(*var), "ended")) {
                    (Exact::Moment(begun, _), Exact::Moment(ended, _)) => sign.holds(begun, ended),
                    _ => false,
                }
            }
            Condition::Elapsed(var, sign, days) => {
                match (value(on(*var), "begun"), value(on(*var), "ended")) {
                    (Exact::Moment(begun, from), Exact::Moment(ended, to)) => {
                        sign.holds((ended - begun) * 10 + to - from, days * 10)
                    }
                    _ => false,
                }
            }
            Condition::Lasted(var, sign, days) => match value(on(*var), "lasted") {
                Exact::Halves(halves) => sign.holds(halves, days * 2),
                _ => false,
            },
            Condition::LastedElse(var, sign, days) => {
                let of = on(*var);
                let lasted = value(of, "lasted");
                if self.is_unclaimed(of) {
                    // It lies within the other, and there is some.
                    match (lasted, value(of, "total")) {
                        (Exact::Nothing, _) => return None,
                        (Exact::Halves(own), Exact::Halves(total)) if own > total => return None,
                        _ => {}
                    }
                }
                match lasted {
                    Exact::Halves(halves) => sign.holds(halves, days * 2),
                    _ => false,
                }
            }
            Condition::Has(var, "spot") => !list(on(*var), "spot").is_empty(),
            Condition::Has(var, property) => value(on(*var), property) != Exact::Nothing,
            Condition::Some(back, body) => {
                let items = list(0, if *back { "linked" } else { "link" });
                self.items(&items, body, ways)?.into_iter().any(|item| item)
            }
            Condition::All(body) => {
                let items = list(0, "link");
                self.items(&items, body, ways)?.into_iter().all(|item| item)
            }
            Condition::IsFirst => of == 0,
        })
    }

    fn items(
        &self,
        items: &BTreeSet<Exact>,
        body: &Condition,
        ways: &BTreeMap<Part, &Way>,
    ) -> Option<Vec<bool>> {
        let things = items.iter().map(|item| match item {
            Exact::Thing(thing) => *thing,
            _ => STRANGER,
        });
        things.map(|thing| self.holds(body, thing, ways)).collect()
    }
}

fn subsets(of: &[Exact]) -> Vec<BTreeSet<Exact>> {
    of.iter().fold(vec![BTreeSet::new()], |known, item| {
        let with = known.iter().map(|set| {
            let mut set = set.clone();
            set.insert(*item);
            set
        });
        let with: Vec<_> = with.collect();
        known.into_iter().chain(with).collect()
    })
}
