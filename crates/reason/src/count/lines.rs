//! The figures of one scope, voice by voice.

use std::collections::BTreeMap;

use onus_case::Look;
use onus_model::corpus::{Corpus, Dependence, Voice};
use onus_model::id::{RecordId, TermId};
use onus_model::resolve::{Polarity, Status};
use onus_model::value::date::DayBounds;
use onus_model::value::{Comparison, Count, Value};

use super::{Between, CountLine, Minimum, ScopeGroup, Verdict, people, same, scope};
use crate::order::{Order, day_place};
use crate::reading::{Line, SaidOnce, read};
use crate::told::{Told, told};

/// The property that carries a tally's number.
pub(super) const FIGURE: &str = "figure";

/// All that is counted within the scope that these tallies share.
pub(super) fn group(
    look: &Look<'_>,
    order: &Order,
    kind: &TermId,
    tallies: Vec<RecordId>,
) -> ScopeGroup {
    let (scope, unstated) =
        tallies.first().map(|tally| scope::scope_of(look, order, *tally)).unwrap_or_default();
    let (mut apart, mut denied, mut preliminary) = (Vec::new(), Vec::new(), Vec::new());
    let (mut minimums, mut named, mut may_be) = (Vec::new(), Vec::new(), Vec::new());
    let mut by_voice: BTreeMap<Voice, Vec<(RecordId, Line)>> = BTreeMap::new();
    for &tally in &tallies {
        for reading in read(look, order, tally, FIGURE) {
            apart.extend(reading.apart);
            denied.extend(reading.denied);
            for line in reading.voices {
                by_voice.entry(line.voice).or_default().push((tally, line));
            }
        }
        let is_yes = |told: &Told| told.value == Value::Flag(true);
        preliminary.extend(told(look, order, tally, "preliminary").into_iter().filter(is_yes));
        minimums.extend(minimums_of(look, order, tally));
        let counted = people::named(look, order, tally);
        may_be.extend(same::may_be_counted(look, order, kind, tally, counted.as_ref()));
        named.extend(counted);
    }
    let mut lines: Vec<CountLine> =
        by_voice.into_iter().map(|(voice, lines)| merged(look, order, voice, lines)).collect();
    lines.sort_by_cached_key(|line| {
        let first = line.sayings.iter().filter_map(|saying| saying.said);
        let first = first.map(|said| day_place(&said)).min();
        (first.is_none(), first, order.voice_place(look, line.voice))
    });
    let between = between(look, order, &lines);
    ScopeGroup {
        status: status(look.corpus(), &lines),
        if_all_right: if_all_right(&lines),
        scope,
        unstated,
        tallies,
        lines,
        apart,
        denied,
        between,
        preliminary,
        minimums,
        named,
        may_be,
    }
}

fn minimums_of(look: &Look<'_>, order: &Order, tally: RecordId) -> Vec<Minimum> {
    let criteria = told(look, order, tally, "criteria");
    told(look, order, tally, "acceptable-minimum")
        .into_iter()
        .map(|minimum| Minimum { tally, minimum, criteria: criteria.clone() })
        .collect()
}

/// One voice's figures over all tallies of the scope. A figure certainly older than another gives way
/// to it, on whichever record the two stand.
fn merged(look: &Look<'_>, order: &Order, voice: Voice, lines: Vec<(RecordId, Line)>) -> CountLine {
    let several = lines.len() > 1;
    let tallies = order.records(look, lines.iter().map(|(tally, _)| *tally));
    let persons = lines.iter().flat_map(|(_, line)| line.persons.clone());
    let persons = order.records(look, persons);
    let heard = lines.iter().any(|(_, line)| line.known_only_through.is_empty());
    let through = lines.iter().flat_map(|(_, line)| line.known_only_through.clone());
    let known_only_through = if heard { Vec::new() } else { order.records(look, through) };
    let mut revised = lines.iter().any(|(_, line)| line.revised);
    let mut sayings: Vec<SaidOnce> = lines.into_iter().flat_map(|(_, line)| line.sayings).collect();
    sayings.sort_by_cached_key(|saying| {
        let bounds = saying.said.unwrap_or(DayBounds::UNBOUNDED);
        let place = order.value_place(look, &saying.value);
        (saying.said.is_none(), day_place(&bounds), saying.polarity, place)
    });
    if several {
        let newest =
            sayings.iter().filter_map(|saying| saying.said.and_then(|said| said.earliest())).max();
        for saying in &mut sayings {
            let latest = saying.said.and_then(|said| said.latest());
            let superseded = latest.zip(newest).is_some_and(|(latest, newest)| latest < newest);
            saying.current = saying.current && !superseded;
        }
        revised = sayings.iter().any(|past| {
            !past.current && sayings.iter().any(|now| now.current && now.value != past.value)
        });
    }
    let mut current = sayings.iter().filter(|saying| saying.current);
    let first = current.next();
    let unsettled = current.any(|other| {
        first.is_some_and(|first| (first.polarity, &first.value) != (other.polarity, &other.value))
    });
    CountLine { voice, persons, tallies, sayings, revised, unsettled, known_only_through }
}

/// What a voice may stand by.
fn standing(line: &CountLine) -> Vec<(Polarity, &Value)> {
    let current = line.sayings.iter().filter(|saying| saying.current);
    current.map(|saying| (saying.polarity, &saying.value)).collect()
}

fn conflict(corpus: &Corpus<'_>, one: (Polarity, &Value), other: (Polarity, &Value)) -> bool {
    let entails = |said: &Value, denied: &Value| {
        said == denied || said.compare(denied, corpus) == Comparison::Entails
    };
    match (one, other) {
        ((Polarity::Affirms, one), (Polarity::Affirms, other)) => {
            one.compare(other, corpus) == Comparison::Conflicts
        }
        ((Polarity::Affirms, said), (Polarity::Denies, denied))
        | ((Polarity::Denies, denied), (Polarity::Affirms, said)) => entails(said, denied),
        ((Polarity::Denies, _), (Polarity::Denies, _)) => false,
    }
}

fn status(corpus: &Corpus<'_>, lines: &[CountLine]) -> Status {
    let in_conflict = lines.iter().enumerate().filter(|(place, own)| {
        lines.iter().enumerate().any(|(other_place, other)| {
            let (own, others) = (standing(own), standing(other));
            *place != other_place
                && !own.is_empty()
                && !others.is_empty()
                && own.iter().all(|one| others.iter().all(|two| conflict(corpus, *one, *two)))
        })
    });
    let affirming: Vec<Voice> = lines
        .iter()
        .filter(|line| standing(line).iter().any(|(polarity, _)| *polarity == Polarity::Affirms))
        .map(|line| line.voice)
        .collect();
    Status {
        origins: lines.len(),
        independent: independent(corpus, &affirming),
        in_conflict: in_conflict.count(),
    }
}

/// Voices beyond this many are not searched for sets that are independent of one another.
const MOST_SEARCHED: usize = 24;

/// The size of the largest set of voices of which every two have had dependence excluded; 0 when no
/// two have.
fn independent(corpus: &Corpus<'_>, voices: &[Voice]) -> usize {
    fn grow(
        excluded: &dyn Fn(usize, usize) -> bool,
        chosen: &mut Vec<usize>,
        from: usize,
        n: usize,
    ) -> usize {
        let mut best = chosen.len();
        for next in from..n {
            if chosen.len() + (n - next) <= best {
                break;
            }
            if chosen.iter().all(|one| excluded(*one, next)) {
                chosen.push(next);
                best = best.max(grow(excluded, chosen, next + 1, n));
                chosen.pop();
            }
        }
        best
    }
    let speakers: Vec<RecordId> = voices
        .iter()
        .filter_map(|voice| match voice {
            Voice::Speaker(record) => Some(*record),
            _ => None,
        })
        .take(MOST_SEARCHED)
        .collect();
    let excluded = |one: usize, other: usize| {
        corpus.dependence_of(speakers[one], speakers[other]).answer == Dependence::Excluded
    };
    match grow(&excluded, &mut Vec::new(), 0, speakers.len()) {
        0 | 1 => 0,
        size => size,
    }
}

/// The distinct figures that voices stand by, with whose they are.
fn figures(look: &Look<'_>, order: &Order, lines: &[CountLine]) -> Vec<(Value, Vec<Voice>)> {
    let mut figures: Vec<(Value, Vec<Voice>)> = Vec::new();
    for line in lines {
        for (polarity, value) in standing(line) {
            if polarity == Polarity::Denies {
                continue;
            }
            match figures.iter_mut().find(|(known, _)| known == value) {
                Some((_, voices)) => voices.push(line.voice),
                None => figures.push((value.clone(), vec![line.voice])),
            }
        }
    }
    figures.sort_by_cached_key(|(value, _)| order.value_place(look, value));
    for (_, voices) in &mut figures {
        order.sort_voices(look, voices);
    }
    figures
}

/// How two values bear on each other.
pub(super) fn verdict(corpus: &Corpus<'_>, first: &Value, second: &Value) -> Verdict {
    if first == second {
        return Verdict::Same;
    }
    match (first.compare(second, corpus), second.compare(first, corpus)) {
        (Comparison::Entails, Comparison::Entails) => Verdict::Same,
        (Comparison::Entails, _) => Verdict::FirstEntails,
        (_, Comparison::Entails) => Verdict::SecondEntails,
        (Comparison::Conflicts, _) | (_, Comparison::Conflicts) => Verdict::Conflict,
        _ => Verdict::CannotTell,
    }
}

fn between(look: &Look<'_>, order: &Order, lines: &[CountLine]) -> Vec<Between> {
    let figures = figures(look, order, lines);
    let mut list = Vec::new();
    for (place, (first, first_voices)) in figures.iter().enumerate() {
        for (second, second_voices) in &figures[place + 1..] {
            // Two figures of one voice alone, of which either may be its last, are not at odds.
            if first_voices == second_voices && first_voices.len() == 1 {
                continue;
            }
            list.push(Between {
                first: first.clone(),
                first_voices: first_voices.clone(),
                second: second.clone(),
                second_voices: second_voices.clone(),
                verdict: verdict(look.corpus(), first, second),
            });
        }
    }
    list
}

/// What all figures leave if all are right: only where each of several voices stands by one number.
fn if_all_right(lines: &[CountLine]) -> Option<Count> {
    let mut all: Vec<Count> = Vec::new();
    for line in lines {
        match standing(line).as_slice() {
            [(Polarity::Affirms, Value::Count(count))] => all.push(*count),
            _ => return None,
        }
    }
    let mut bounds = all.first().copied()?;
    for count in &all {
        bounds = bounds.intersection(count)?;
    }
    (!all.contains(&bounds)).then_some(bounds)
}
