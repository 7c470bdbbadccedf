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
}

impl Word {
    /// Whether it denies yes and no, and says neither.
    fn denies_both(&self) -> bool {
        let denies = |yes| self.denied.contains(&What::Flag(yes));
        !self.gives() && denies(false) && denies(true)
    }

    /// Whether it gives a value.
    fn gives(&self) -> bool {
        !self.stated.is_empty() || !self.only.is_empty()
    }
}

/// Each voice's word on each input.
pub(crate) struct Words(BTreeMap<Input, BTreeMap<usize, Word>>);

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
                    (How::Denies, What::Days(_, _, true)) => {}
                    (How::Denies, _) => word.denied.push(what),
                    (_, What::NoneSearched) => word.searched = true,
                    (_, What::NoneAsserted | What::NoneDecided) => word.says_none = true,
                    (_, What::Only(members)) => word.only.push(members.clone()),
                    _ => word.stated.push(what),
                }
            }
            if word.gives() || !word.denied.is_empty() || word.says_none || word.searched {
                words.entry(input).or_default().insert(voice, word);
            }
        }
        for voices in words.values_mut() {
            if voices.values().any(Word::gives) {
                for word in voices.values_mut() {
                    word.searched = false;
                }
            }
            for word in voices.values_mut() {
                word.says_none |= word.searched;
            }
            voices.retain(|_, word| word.gives() || !word.denied.is_empty() || word.says_none);
        }
        words.retain(|_, voices| !voices.is_empty());
        Self(words)
    }

    /// The voices on an input.
    pub(crate) fn on(&self, input: Input) -> Option<&BTreeMap<usize, Word>> {
        self.0.get(&input)
    }

    /// Whether an input is in conflict or has two values.
    pub(crate) fn differ(&self, input: Input) -> bool {
        let Some(voices) = self.on(input) else { return false };
        let values = |voice: &Word| -> BTreeSet<String> {
            let stated = voice.stated.iter().map(|what| format!("{what:?}"));
            let none = voice.says_none.then(|| "none".to_owned());
            stated.chain(none).chain(voice.only.iter().map(|set| format!("{set:?}"))).collect()
        };
        let all: BTreeSet<String> = voices.values().flat_map(values).collect();
        let touched = |denied: &What| {
            let denies = admitted(denied);
            voices.values().any(|other| {
                let stated = items(other).iter().any(|one| one.is_subset(&denies));
                stated || is_none(denied) && other.says_none
            })
        };
        let mut denied = voices.values().flat_map(|voice| &voice.denied);
        !PROPERTIES[input.1].list && all.len() > 1 || denied.any(touched)
    }

    /// Whether a record is claimed to be what an input refers to, or in its list.
    pub(crate) fn is_claimed(&self, record: usize) -> bool {
        let point = Point::Record(record);
        let mut words = self.0.values().flat_map(BTreeMap::values);
        words.any(|word| items(word).iter().any(|item| item.contains(&point)))
    }

    /// The exact values of a value input on an account; `None` among them where it may have none. Whether
    /// records outside the case are among them too.
    pub(crate) fn values(
        &self,
        input: Input,
        account: Option<usize>,
        cut: bool,
    ) -> (BTreeSet<Option<Point>>, bool) {
        let sort = PROPERTIES[input.1].sort;
        let Some(voices) = self.on(input) else {
            let all = every(sort).into_iter().map(Some).chain([None]);
            return (all.collect(), sort == Sort::Keeper);
        };
        // Who denies yes and no says nothing; or else leaves it open, which is the wider reading.
        let voices: BTreeMap<usize, Word> = voices
            .iter()
            .filter(|(_, word)| !(cut && word.denies_both()))
            .map(|(voice, word)| (*voice, word.clone()))
            .collect();
        let voices = &voices;
        if voices.is_empty() {
            return (every(sort).into_iter().map(Some).chain([None]).collect(), false);
        }
        match account.filter(|voice| voices.contains_key(voice)) {
            Some(voice) => own_values(voices, voice, sort, cut),
            None => {
                let mut all = BTreeSet::new();
                let mut fresh = false;
                for voice in voices.keys() {
                    let (values, others) = own_values(voices, *voice, sort, cut);
                    all.extend(values);
                    fresh |= others;
                    // What remains may be all that is not denied, or what others say of it.
                    let word = &voices[voice];
                    let denied: BTreeSet<Point> = word.denied.iter().flat_map(admitted).collect();
                    let mut stated = voices.values().flat_map(|other| &other.stated);
                    let touches = stated.any(|what| admitted(what).is_subset(&denied));
                    if !cut && !word.gives() && !word.says_none && touches {
                        let rest = every(sort).into_iter().filter(|point| !denied.contains(point));
                        all.extend(rest.map(Some).chain([None]));
                    }
                }
                (all, fresh)
            }
        }
    }
}

/// What a voice's account admits of a value on which it speaks.
fn own_values(
    voices: &BTreeMap<usize, Word>,
    voice: usize,
    sort: Sort,
    cut: bool,
) -> (BTreeSet<Option<Point>>, bool) {
    let word = &voices[&voice];
    let mut values: BTreeSet<Option<Point>> = BTreeSet::new();
    if word.gives() || word.says_none {
        values.extend(word.stated.iter().flat_map(admitted).map(Some));
        if word.says_none {
            values.insert(None);
        }
        return (values, false);
    }
    let denied: BTreeSet<Point> = word.denied.iter().flat_map(admitted).collect();
    let denies_none = word.denied.iter().any(is_none);
    for (_, other) in voices.iter().filter(|(other, _)| **other != voice) {
        for stated in &other.stated {
            let admits = admitted(stated);
            if !word.denied.iter().any(|denied| admits.is_subset(&admitted(denied))) {
                let stands = admits.iter().filter(|point| !cut || !denied.contains(point));
                values.extend(stands.copied().map(Some));
            }
        }
    }
    if !values.is_empty() {
        return (values, false);
    }
    values.extend(every(sort).into_iter().filter(|point| !denied.contains(point)).map(Some));
    if word.denies_both() {
        values.extend(every(sort).into_iter().map(Some).chain([None]));
    }
    // Whether who denies that there is none says that there is one is left open.
    if !(denies_none && cut) && sort != Sort::Flag {
        values.insert(None);
    }
    (values, sort == Sort::Keeper)
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
    /// What closes it, each with its members: none holds where something else stands.
    pub(crate) closed: Vec<BTreeSet<Point>>,
    /// What nothing else in it may be, and what the account itself denies.
    pub(crate) denied: Vec<BTreeSet<Point>>,
    pub(crate) own_denied: BTreeSet<Point>,
    /// Whether the account denies that there is none.
    pub(crate) something: bool,
    pub(crate) others_something: bool,
}

fn closings(word: &Word) -> Vec<BTreeSet<Point>> {
    let none = word.says_none.then(BTreeSet::new);
    let only =
        word.only.iter().map(|set| set.iter().map(|&member| Point::Record(member)).collect());
    none.into_iter().chain(only).collect()
}

/// The items a word states, with what named members add.
fn items(word: &Word) -> Vec<BTreeSet<Point>> {
    let members = word.only.iter().flatten().map(|&one| BTreeSet::from([Point::Record(one)]));
    let mut items: Vec<BTreeSet<Point>> = word.stated.iter().map(admitted).chain(members).collect();
    items.sort();
    items.dedup();
    items
}

fn conflicts(item: &BTreeSet<Point>, word: &Word) -> bool {
    word.denied.iter().any(|denied| !is_none(denied) && item.is_subset(&admitted(denied)))
        || closings(word).iter().any(|closed| item.is_disjoint(closed))
}

impl Words {
    /// A list on an account.
    pub(crate) fn list(&self, input: Input, account: Option<usize>, narrow: bool) -> List {
        let mut list = List::default();
        let Some(voices) = self.on(input) else { return list };
        let own = account.and_then(|voice| voices.get(&voice));
        for (&voice, word) in voices {
            for item in items(word) {
                let is_own = account == Some(voice);
                if !is_own
                    && own.is_some_and(|own| conflicts(&item, own) && !items(own).contains(&item))
                {
                    // Whether a closing that does not hold excludes what others say is left open.
                    if narrow {
                        list.own_denied.extend(item);
                    }
                    continue;
                }
                // Whether what is in conflict among others stands beside one's own word is left open.
                let certain = is_own
                    || narrow && own.is_some()
                    || own.is_some_and(|own| items(own).contains(&item))
                    || !voices
                        .iter()
                        .any(|(other, word)| *other != voice && conflicts(&item, word));
                list.items.push(Item { admits: item.into_iter().collect(), certain });
            }
            let is_own = account == Some(voice);
            for closed in closings(word) {
                // One's own holds but for one's own items.
                let broken = items(word).iter().any(|item| item.is_disjoint(&closed));
                if !broken || !is_own {
                    list.closed.push(closed);
                }
            }
            list.denied.extend(word.denied.iter().filter(|what| !is_none(what)).map(admitted));
            let denies_none = word.denied.iter().any(is_none);
            list.others_something |= denies_none;
            if is_own {
                list.own_denied.extend(word.denied.iter().flat_map(admitted));
                list.something |= denies_none;
            }
        }
        list
    }
}
