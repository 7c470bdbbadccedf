//! What the voices say on each input, and what an account admits, as the page has it.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{ABOUT, How, MEMBER, NOTES, PROPERTIES, RECORDS, Said, Sort, What};

/// An exact value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Point {
    Number(i64),
    Day(i64),
    Flag(bool),
    /// A term; past the last one, a term that no vocabulary has.
    Term(usize),
    /// A record of the case, or past its last one another one.
    Record(usize),
}

/// An input: a record and a property.
pub(crate) type Input = (usize, usize);

/// Records that are not in the case start here.
pub(crate) const FRESH: usize = 1000;

/// The largest number and the last day of any completion: past all that is claimed and asked by some.
const LARGEST: i64 = 7;
const FIRST_DAY: i64 = -1;
const LAST_DAY: i64 = 12;
/// A term outside the vocabulary.
const OTHER_TERM: usize = 9;

/// Every exact value of a sort, but for records outside the case.
pub(crate) fn every(sort: Sort) -> Vec<Point> {
    match sort {
        Sort::Number => (0..=LARGEST).map(Point::Number).collect(),
        Sort::Date => (FIRST_DAY..=LAST_DAY).map(Point::Day).collect(),
        Sort::Flag => vec![Point::Flag(false), Point::Flag(true)],
        Sort::Term => [0, 1, 2, OTHER_TERM].map(Point::Term).to_vec(),
        Sort::Keeper => of_type("keeper"),
        Sort::Notes => of_type("note"),
    }
}

fn of_type(kind: &str) -> Vec<Point> {
    let places = RECORDS.iter().enumerate().filter(|(_, record)| record.1 == kind);
    places.map(|(place, _)| Point::Record(place)).collect()
}

/// Whether a term is another or a kind of it.
pub(crate) fn is_a(term: usize, other: usize) -> bool {
    term == other || (term, other) == (1, 0)
}

/// The exact values that a value stands for.
pub(crate) fn admitted(what: &What) -> BTreeSet<Point> {
    match what {
        What::Number(low, high) => {
            let high = high.map_or(LARGEST, i64::from);
            (i64::from(*low)..=high).map(Point::Number).collect()
        }
        What::Days(_, _, true) => every(Sort::Date).into_iter().collect(),
        What::Days(low, high, false) => {
            (i64::from(*low)..=i64::from(*high)).map(Point::Day).collect()
        }
        What::Flag(yes) => BTreeSet::from([Point::Flag(*yes)]),
        What::Term(term) => {
            [0, 1, 2].into_iter().filter(|one| is_a(*one, *term)).map(Point::Term).collect()
        }
        What::Record(record) => BTreeSet::from([Point::Record(*record)]),
        _ => BTreeSet::new(),
    }
}

fn is_none(what: &What) -> bool {
    matches!(what, What::NoneAsserted | What::NoneDecided | What::NoneSearched)
}

/// What a voice may still stand by on an input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    pub(crate) stated: Vec<What>,
    pub(crate) denied: Vec<What>,
    pub(crate) says_none: bool,
    pub(crate) searched: bool,
    pub(crate) only: Vec<BTreeSet<usize>>,
    /// Sets of which it denies that they are all: a negative has no members.
    pub(crate) doubts: Vec<BTreeSet<Point>>,
}

impl Word {
    /// Whether it gives a value.
    fn gives(&self) -> bool {
        !self.stated.is_empty() || !self.only.is_empty()
    }

    fn says_anything(&self) -> bool {
        self.gives() || self.says_none || !self.denied.is_empty() || !self.doubts.is_empty()
    }

    /// Whether it denies that there is none.
    fn insists(&self) -> bool {
        self.doubts.contains(&BTreeSet::new())
    }

    /// Whether it denies what somebody states.
    fn touches(&self, stated: &What) -> bool {
        let admits = admitted(stated);
        let covers = |denied: &What| {
            denied == stated || !is_qualified(denied) && admits.is_subset(&admitted(denied))
        };
        self.denied.iter().any(covers)
    }

    /// The exact values that it denies.
    fn excluded(&self) -> BTreeSet<Point> {
        self.denied.iter().filter(|what| !is_qualified(what)).flat_map(admitted).collect()
    }

    /// What it states, with what its sets name.
    fn items(&self) -> Vec<What> {
        let members = self.only.iter().flatten().map(|&one| What::Record(one));
        let mut items: Vec<What> = Vec::new();
        for item in self.stated.iter().cloned().chain(members) {
            if !items.contains(&item) {
                items.push(item);
            }
        }
        items
    }

    /// The sets that it closes. What its own items break closes nothing.
    fn closings(&self) -> Vec<BTreeSet<Point>> {
        let none = self.says_none.then(BTreeSet::new);
        let only = self.only.iter().map(|set| set.iter().map(|&one| Point::Record(one)).collect());
        let items = self.items();
        let breaks =
            |closed: &BTreeSet<Point>| items.iter().any(|item| admitted(item).is_disjoint(closed));
        none.into_iter().chain(only).filter(|closed| !breaks(closed)).collect()
    }

    /// Whether an item cannot be in a list by this word.
    fn conflicts(&self, item: &What) -> bool {
        self.touches(item)
            || self.closings().iter().any(|closed| admitted(item).is_disjoint(closed))
    }
}

/// A date of which it is not certain what it says.
fn is_qualified(what: &What) -> bool {
    matches!(what, What::Days(_, _, true))
}

/// Each voice's word on each input.
pub(crate) struct Words(BTreeMap<Input, BTreeMap<usize, Word>>);

/// What a value input may be on an account.
pub(crate) struct Values {
    /// Its exact values; none among them where there may be none. Whether somebody gives it.
    pub(crate) all: BTreeMap<Option<Point>, bool>,
    /// Whether records outside the case are among them.
    pub(crate) fresh: bool,
    /// Whether nothing is said of what it is.
    pub(crate) open: bool,
}

impl Words {
    /// From the claims of a case.
    pub(crate) fn of(claims: &[Said]) -> Self {
        let mut sayings: BTreeMap<(Input, usize), Vec<&Said>> = BTreeMap::new();
        for one in claims {
            let counts = matches!(one.how, How::Asserts | How::Denies);
            // Which thing a note is about is asked of the thing.
            let input = if one.property == ABOUT {
                if one.what != What::Record(0) {
                    continue;
                }
                (0, NOTES)
            } else {
                (one.record, one.property)
            };
            if counts {
                sayings.entry((input, one.voice)).or_default().push(one);
            }
        }
        let mut words: BTreeMap<Input, BTreeMap<usize, Word>> = BTreeMap::new();
        for ((input, voice), said) in sayings {
            let list = PROPERTIES[input.1].list;
            let matter = |one: &Said| match &one.what {
                _ if !list => "value".to_owned(),
                what if is_none(what) => "none".to_owned(),
                What::Only(_) => "only".to_owned(),
                what => format!("{what:?} {}", one.record),
            };
            let mut word = Word::default();
            for one in &said {
                // Something said later takes the place of what was said earlier on the matter. The team's own
                // claims are kept side by side.
                let later = said.iter().any(|other| {
                    matter(other) == matter(one) && one.said.is_some() && other.said > one.said
                });
                if later && voice != MEMBER {
                    continue;
                }
                let what = match (&one.what, input.1) {
                    (What::Term(3), _) => continue,
                    (_, NOTES) => What::Record(one.record),
                    (what, _) => (*what).clone(),
                };
                match (one.how, &what) {
                    (How::Denies, what) if is_none(what) => word.doubts.push(BTreeSet::new()),
                    (How::Denies, What::Only(members)) => {
                        word.doubts.push(members.iter().map(|&one| Point::Record(one)).collect());
                    }
                    (How::Denies, _) => word.denied.push(what),
                    (_, What::NoneSearched) => word.searched = true,
                    (_, What::NoneAsserted | What::NoneDecided) => word.says_none = true,
                    (_, What::Only(members)) => word.only.push(members.clone()),
                    _ => word.stated.push(what),
                }
            }
            let denies = |yes| word.denied.contains(&What::Flag(yes));
            if denies(true) && denies(false) {
                word.denied.clear();
            }
            words.entry(input).or_default().insert(voice, word);
        }
        for voices in words.values_mut() {
            let is_given = voices.values().any(Word::gives);
            for word in voices.values_mut() {
                word.says_none |= word.searched && !is_given;
            }
            voices.retain(|_, word| word.says_anything());
        }
        words.retain(|_, voices| !voices.is_empty());
        Self(words)
    }

    /// The voices on an input.
    pub(crate) fn on(&self, input: Input) -> Option<&BTreeMap<usize, Word>> {
        self.0.get(&input)
    }

    /// What a value input may be on an account.
    pub(crate) fn values(&self, input: Input, account: Option<usize>) -> Values {
        let sort = PROPERTIES[input.1].sort;
        let Some(voices) = self.on(input) else {
            let all = every(sort).into_iter().map(Some).chain([None]);
            let all = all.map(|value| (value, false)).collect();
            return Values { all, fresh: sort == Sort::Keeper, open: true };
        };
        if let Some(voice) = account.filter(|voice| voices.contains_key(voice)) {
            return own_values(voices, voice, sort);
        }
        // Everybody's is whatever anybody's is.
        let mut union = Values { all: BTreeMap::new(), fresh: false, open: true };
        for voice in voices.keys() {
            let own = own_values(voices, *voice, sort);
            for (value, given) in own.all {
                *union.all.entry(value).or_default() |= given;
            }
            union.fresh |= own.fresh;
            union.open &= own.open;
        }
        union
    }
}

/// What a voice's account admits of a value on which it speaks.
fn own_values(voices: &BTreeMap<usize, Word>, voice: usize, sort: Sort) -> Values {
    let word = &voices[&voice];
    let given = |all: BTreeSet<Option<Point>>| Values {
        all: all.into_iter().map(|value| (value, true)).collect(),
        fresh: false,
        open: false,
    };
    if word.gives() || word.says_none {
        let stated = word.stated.iter().flat_map(admitted).map(Some);
        return given(stated.chain(word.says_none.then_some(None)).collect());
    }
    // What others say and this does not deny stands whole.
    let others = voices.values().flat_map(|other| &other.stated);
    let standing: BTreeSet<Option<Point>> =
        others.filter(|what| !word.touches(what)).flat_map(admitted).map(Some).collect();
    if !standing.is_empty() {
        return given(standing);
    }
    let denied = word.excluded();
    let left = every(sort).into_iter().filter(|point| !denied.contains(point)).map(Some);
    let may_lack = !word.insists() && (sort != Sort::Flag || word.denied.is_empty());
    let all = left.chain(may_lack.then_some(None)).map(|value| (value, false)).collect();
    Values { all, fresh: sort == Sort::Keeper, open: true }
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The exact values that it may be.
    pub(crate) admits: Vec<Point>,
    /// Whether it is in it for certain.
    pub(crate) certain: bool,
}

/// A list on an account.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    pub(crate) items: Vec<Item>,
    /// Whether nothing else is in it.
    pub(crate) closed: bool,
    /// What nothing else in it is.
    pub(crate) barred: BTreeSet<Point>,
    /// Whether there is something in it.
    pub(crate) something: bool,
}

impl Words {
    /// A list on an account.
    pub(crate) fn list(&self, input: Input, account: Option<usize>) -> List {
        let mut list = List::default();
        let Some(voices) = self.on(input) else { return list };
        let own = account.and_then(|voice| voices.get(&voice));
        let mut items: Vec<What> = Vec::new();
        for item in voices.values().flat_map(Word::items) {
            if !items.contains(&item) {
                items.push(item);
            }
        }
        let mut standing: Vec<What> = Vec::new();
        for item in items {
            let states = |word: &Word| word.items().contains(&item);
            let admits = admitted(&item);
            // A record that is claimed to be in it is none of the others.
            if matches!(item, What::Record(_)) {
                list.barred.extend(admits.iter().copied());
            }
            if own.is_some_and(|own| own.conflicts(&item) && !states(own)) {
                list.barred.extend(admits);
                continue;
            }
            let certain = own.is_some_and(states)
                || !voices.values().any(|word| word.conflicts(&item) && !states(word));
            list.items.push(Item { admits: admits.into_iter().collect(), certain });
            standing.push(item);
        }
        for word in voices.values() {
            for denied in word.denied.iter().filter(|what| !is_qualified(what)) {
                let touched = |items: &[What]| {
                    items.iter().any(|item| admitted(item).is_subset(&admitted(denied)))
                };
                let is_own = own.is_some_and(|own| std::ptr::eq(own, word));
                if is_own && !touched(&word.items()) || !touched(&standing) {
                    list.barred.extend(admitted(denied));
                }
            }
        }
        let is_all = |closed: &BTreeSet<Point>| {
            let says = |word: &Word| word.closings().contains(closed);
            let doubted = voices.values().any(|word| word.doubts.contains(closed) && !says(word));
            !doubted && !standing.iter().any(|item| admitted(item).is_disjoint(closed))
        };
        list.closed = input.1 != NOTES
            && (own.is_some_and(|own| !own.closings().is_empty())
                || voices.values().flat_map(Word::closings).any(|closed| is_all(&closed)));
        let none = |word: &Word| word.closings().contains(&BTreeSet::new());
        list.something = own.is_some_and(|own| own.insists() && !none(own))
            || !voices.values().any(none) && voices.values().any(Word::insists);
        list
    }
}
