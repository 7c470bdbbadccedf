//! Records that may be one: whom a name brings together, with what speaks for it and against it side by side.
//!
//! A name never decides between two people. It only says which two are worth looking at: a whole name that is the same
//! across scripts and spellings ([`crate::fold`]), or one whose every word stands in the other. Somebody who is told of
//! without a name is set beside those with whom they have something in common ([`crate::check`]). What the two are said
//! to be is then compared property by property: a value that agrees speaks for, one that conflicts against, and what
//! cannot be told is said to be open. Nothing is weighed or added up. Whether they are one is for members to judge; a
//! judgement can be taken back.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::Look;
use onus_model::corpus::Grade;
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::schema::{Cardinality, core};
use onus_model::value::{Comparison, Value};

use crate::called::{By, Called, called};
use crate::check::{Open, perhaps_one};
use crate::find::Matched;
use crate::fold;
use crate::order::Order;
use crate::show::properties_in_order;
use crate::told::{Told, told};

/// The types whose records are known by their names.
const NAMED: [&str; 3] = ["person", "organization", "place"];

/// How many records may have a word in their names before the word brings nobody together.
const MOST_WITH_WORD: usize = 40;

/// The fewest letters of a folded word that bring two names together by itself.
const LEAST_LETTERS: usize = 4;

/// How a property bears on whether two records are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weighs {
    /// What is said of the one conflicts with what is said of the other.
    Against,
    /// What is said of the one agrees with what is said of the other.
    For,
    /// It cannot be told, or some of it agrees and some conflicts.
    Open,
}

/// What both records are said to be, in one property.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkEvidence {
    /// The property.
    pub property: PropertyId,
    /// How it bears on the question.
    pub weighs: Weighs,
    /// What is said of the first.
    pub first: Vec<Told>,
    /// What is said of the second.
    pub second: Vec<Told>,
}

/// The names by which two records come together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// How: as it is written, across spellings, or by words of it.
    pub how: Matched,
    /// The name of the first.
    pub first: String,
    /// The name of the second.
    pub second: String,
}

/// Two records that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkPair {
    /// The one.
    pub first: RecordId,
    /// The other.
    pub second: RecordId,
    /// Their names; none where something else brings them together.
    pub alike: Option<Alike>,
    /// How members judged it, the strictest of several.
    pub judged: Option<Grade>,
    /// The judgements.
    pub judgements: Vec<ClaimId>,
    /// What speaks for it and against it, what speaks against first.
    pub evidence: Vec<LinkEvidence>,
}

/// Records that stand for one, by judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    /// The record that the others are shown as.
    pub record: RecordId,
    /// All of them, with their own names.
    pub members: Vec<(RecordId, Vec<String>)>,
    /// The judgements.
    pub judgements: Vec<ClaimId>,
}

/// Records that may be one, and those that were judged to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// The record that was asked about.
    pub of: Option<RecordId>,
    /// Pairs, those that nobody has judged first.
    pub pairs: Vec<LinkPair>,
    /// How many more pairs there are.
    pub left_out: usize,
    /// Records that were judged to be one.
    pub joined: Vec<Joined>,
}

/// Finds records that may be one, at most so many pairs; with a record, only those that it may be.
#[must_use]
pub fn links(look: &Look<'_>, of: Option<RecordId>, most: usize) -> Links {
    let order = Order::of(look);
    let corpus = look.corpus();
    let of = of.map(|record| corpus.canonical(record));
    let mut pairs = by_name(look);
    for unjudged in perhaps_one(look, &order) {
        let Open::PerhapsOne { nameless, candidates } = unjudged.open else { continue };
        for candidate in candidates {
            pairs.entry(both(nameless, candidate.person)).or_insert(None);
        }
    }
    let mut standing: BTreeMap<RecordId, BTreeSet<ClaimId>> = BTreeMap::new();
    for claim in corpus.claims_with(core::IDENTITY) {
        let Some(Value::Ref(other)) = claim.scope.get(core::WITH) else { continue };
        if !claim.is_annotation() {
            continue;
        }
        let (one, other) = (corpus.canonical(claim.record), corpus.canonical(*other));
        if one == other {
            standing.entry(one).or_default().insert(claim.id);
        } else {
            pairs.entry(both(one, other)).or_insert(None);
        }
    }
    // Whoever is told of by way of the other is another: a square lies in its town, a branch belongs to its union.
    pairs.retain(|(one, other), alike| {
        alike.is_none() || !names(look, *one, *other) && !names(look, *other, *one)
    });
    let concerns = |record: RecordId| of.is_none_or(|of| of == record);
    let pairs = pairs.into_iter().filter(|((one, other), _)| concerns(*one) || concerns(*other));
    // What depends on names is put in an order that depends on what is claimed.
    let mut found: Vec<LinkPair> = pairs
        .map(|((one, other), alike)| {
            let turned = order.record_place(look, other) < order.record_place(look, one);
            let (first, second) = if turned { (other, one) } else { (one, other) };
            let alike = alike.map(|alike| match turned {
                true => Alike { how: alike.how, first: alike.second, second: alike.first },
                false => alike,
            });
            let judged = corpus.identity_of(first, second);
            LinkPair {
                first,
                second,
                alike,
                judged: judged.answer,
                judgements: order.claims(look, judged.because),
                evidence: Vec::new(),
            }
        })
        .collect();
    found.sort_by_cached_key(|pair| {
        (
            pair.judged,
            pair.alike.as_ref().map_or(Matched::Near, |alike| alike.how),
            order.record_place(look, pair.first),
            order.record_place(look, pair.second),
        )
    });
    let left_out = found.len().saturating_sub(most);
    found.truncate(most);
    for pair in &mut found {
        pair.evidence = evidence(look, &order, pair.first, pair.second);
    }
    let joined = order.records(look, standing.keys().copied().filter(|record| concerns(*record)));
    let joined = joined.into_iter().map(|record| {
        let judgements = standing.remove(&record).unwrap_or_default();
        stands_for(look, &order, record, judgements)
    });
    let joined = joined.collect();
    Links { of, pairs: found, left_out, joined }
}

/// Whether anything that is said of a record names another one.
fn names(look: &Look<'_>, record: RecordId, other: RecordId) -> bool {
    let corpus = look.corpus();
    corpus.mentioning(other).iter().any(|claim| {
        corpus.canonical(claim.record) == record
            && claim.property.as_str() != core::IDENTITY
            && claim.value.records().iter().any(|named| corpus.canonical(*named) == other)
    })
}

fn both(one: RecordId, other: RecordId) -> (RecordId, RecordId) {
    if one < other { (one, other) } else { (other, one) }
}

/// Pairs that their names bring together, each in the strictest way that does.
fn by_name(look: &Look<'_>) -> BTreeMap<(RecordId, RecordId), Option<Alike>> {
    let corpus = look.corpus();
    let mut found: BTreeMap<(RecordId, RecordId), Option<Alike>> = BTreeMap::new();
    let all = called(look, &By::Any);
    for kind in NAMED {
        let is_kind = |record: RecordId| {
            corpus.record_type(record).is_some_and(|known| known.as_str() == kind)
        };
        let of_kind: Vec<(RecordId, Vec<Folded<'_>>)> = all
            .iter()
            .filter(|(record, _)| is_kind(**record))
            .map(|(record, called)| (*record, folded(called)))
            .collect();
        let mut whole: BTreeMap<&str, BTreeMap<RecordId, &Folded<'_>>> = BTreeMap::new();
        let mut words: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (place, (record, names)) in of_kind.iter().enumerate() {
            for name in names {
                whole.entry(&name.across).or_default().entry(*record).or_insert(name);
                for word in name.across.split(' ').filter(|word| !word.is_empty()) {
                    words.entry(word).or_default().insert(place);
                }
            }
        }
        for records in whole.values() {
            let records: Vec<_> = records.iter().collect();
            for (place, (one, name)) in records.iter().enumerate() {
                for (other, others) in records.iter().skip(place + 1) {
                    let how = match name.plain == others.plain {
                        true => Matched::Name,
                        false => Matched::Spelling,
                    };
                    take(&mut found, (**one, name.name), (**other, others.name), how);
                }
            }
        }
        for (one, names) in &of_kind {
            for name in names {
                let own: Vec<&str> = name.across.split(' ').collect();
                let Some(rarest) =
                    own.iter().filter_map(|word| words.get(word)).min_by_key(|with| with.len())
                else {
                    continue;
                };
                let long = own.iter().any(|word| word.chars().count() >= LEAST_LETTERS);
                if !long || rarest.len() > MOST_WITH_WORD {
                    continue;
                }
                for (other, names) in rarest.iter().filter_map(|place| of_kind.get(*place)) {
                    let holds = |name: &&Folded<'_>| {
                        let theirs: BTreeSet<&str> = name.across.split(' ').collect();
                        own.iter().all(|word| theirs.contains(word))
                    };
                    if let (true, Some(theirs)) = (one != other, names.iter().find(holds)) {
                        take(
                            &mut found,
                            (*one, name.name),
                            (*other, theirs.name),
                            Matched::PartOfName,
                        );
                    }
                }
            }
        }
    }
    found
}

/// A name with what it is compared by.
struct Folded<'n> {
    name: &'n str,
    plain: String,
    across: String,
}

fn folded(called: &Called) -> Vec<Folded<'_>> {
    let folded = called.names.iter().map(|name| Folded {
        name,
        plain: fold::plain(name),
        across: fold::across(name),
    });
    folded.filter(|name| !name.across.is_empty()).collect()
}

/// Keeps the strictest way; of several equal ones, that with the first names.
fn take(
    found: &mut BTreeMap<(RecordId, RecordId), Option<Alike>>,
    (one, name): (RecordId, &str),
    (other, others): (RecordId, &str),
    how: Matched,
) {
    let turned = other < one;
    let (first, second) = if turned { (others, name) } else { (name, others) };
    let alike = Alike { how, first: first.to_owned(), second: second.to_owned() };
    let rank = |alike: &Alike| {
        let mut names = [alike.first.clone(), alike.second.clone()];
        names.sort();
        (alike.how, names)
    };
    let known = found.entry(both(one, other)).or_insert(None);
    if known.as_ref().is_none_or(|known| rank(&alike) < rank(known)) {
        *known = Some(alike);
    }
}

/// What both are said to be, property by property.
fn evidence(
    look: &Look<'_>,
    order: &Order,
    first: RecordId,
    second: RecordId,
) -> Vec<LinkEvidence> {
    let corpus = look.corpus();
    let mut found = Vec::new();
    for property in properties_in_order(look, first) {
        let name = property.as_str();
        if [core::NAME, core::IDENTITY, core::DEPENDENCE, "note"].contains(&name) {
            continue;
        }
        let known =
            corpus.record_type(first).and_then(|kind| look.schema().property(kind.as_str(), name));
        // What lies in one thing lies in all that contains it: that says nothing of whether two are one.
        if known.is_some_and(|known| known.within) {
            continue;
        }
        let is_one = known.is_some_and(|known| known.cardinality == Cardinality::One);
        let (own, others) = (told(look, order, first, name), told(look, order, second, name));
        if own.is_empty() || others.is_empty() {
            continue;
        }
        let (mut agrees, mut conflicts) = (false, false);
        for one in &own {
            for other in &others {
                let (one, other) = (&one.value, &other.value);
                let ways = [one.compare(other, corpus), other.compare(one, corpus)];
                agrees |= ways.contains(&Comparison::Entails);
                conflicts |= is_one && ways.contains(&Comparison::Conflicts);
            }
        }
        let weighs = match (agrees, conflicts) {
            (true, false) => Weighs::For,
            (false, true) => Weighs::Against,
            // Of many values, others than those of the one say nothing.
            (false, false) if !is_one => continue,
            _ => Weighs::Open,
        };
        found.push(LinkEvidence { property, weighs, first: own, second: others });
    }
    found.sort_by_key(|evidence| evidence.weighs);
    found
}

fn stands_for(
    look: &Look<'_>,
    order: &Order,
    record: RecordId,
    judgements: BTreeSet<ClaimId>,
) -> Joined {
    let corpus = look.corpus();
    let named = |member: RecordId| {
        let claims = corpus.claims_on(record, core::NAME).iter();
        let own = claims.filter(|claim| claim.record == member);
        let names: BTreeSet<String> = own
            .filter_map(|claim| match &claim.value {
                Value::Name(name) => Some(name.name.clone()),
                _ => None,
            })
            .collect();
        (member, names.into_iter().collect())
    };
    let members = order.members(look, record);
    Joined {
        record,
        members: members.into_iter().map(named).collect(),
        judgements: order.claims(look, judgements),
    }
}
