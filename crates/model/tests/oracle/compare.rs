//! Sets what the implementation answers beside what the long way gives.

use std::collections::BTreeSet;
use std::fmt::Debug;

use onus_model::corpus::{Corpus, Voice};
use onus_model::id::{ClaimId, RecordId};
use onus_model::resolve::{Position, Resolution, Uncounted};
use onus_model::schema::Schema;
use onus_model::value::Value;

use crate::case::Case;
use crate::expected::{Expected, Reading, Stated};
use crate::naive::{Apart, Naive};
use crate::overlays::compare_overlays;
use crate::random::Random;

/// Collects what differs.
#[derive(Default)]
pub(crate) struct Differences(pub(crate) Vec<String>);

impl Differences {
    pub(crate) fn equal<T: PartialEq + Debug>(&mut self, what: &str, found: T, expected: T) {
        if found != expected {
            self.0.push(format!("{what}:\n    found    {found:?}\n    expected {expected:?}"));
        }
    }

    fn within<T: Ord + Debug>(
        &mut self,
        what: &str,
        found: &BTreeSet<T>,
        least: &BTreeSet<T>,
        most: &BTreeSet<T>,
    ) {
        if !found.is_superset(least) || !found.is_subset(most) {
            self.0.push(format!(
                "{what}:\n    found    {found:?}\n    at least {least:?}\n    at most  {most:?}"
            ));
        }
    }

    pub(crate) fn check(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.0.push(what());
        }
    }
}

/// Prints a value so that it can be told from every other.
pub(crate) fn exact(value: &Value) -> String {
    format!("{:?} {value}", value.kind())
}

fn uncounted(naive: &Naive<'_>, found: &[Uncounted]) -> BTreeSet<String> {
    (found.iter())
        .map(|one| {
            let voice = naive.voice_by_name(&one.voice);
            let value = exact(&naive.identity.value(&one.value));
            format!("{} {voice:?} {:?} {value}", one.claim, one.polarity)
        })
        .collect()
}

fn apart(list: &[Apart]) -> BTreeSet<String> {
    (list.iter())
        .map(|one| {
            let polarity = if one.denies { "Denies" } else { "Affirms" };
            format!("{} {:?} {polarity} {}", one.claim, one.voice, exact(&one.value))
        })
        .collect()
}

/// The claims as a set.
pub(crate) fn set<'a>(claims: impl IntoIterator<Item = &'a ClaimId>) -> BTreeSet<ClaimId> {
    claims.into_iter().copied().collect()
}

/// Statements, each by its one name.
pub(crate) fn statements(
    naive: &Naive<'_>,
    list: impl Iterator<Item = RecordId>,
) -> BTreeSet<RecordId> {
    list.map(|statement| naive.identity.canonical(statement)).collect()
}

/// Compares one resolution with what was expected of its scope.
fn compare_scope(
    found: &Resolution,
    naive: &Naive<'_>,
    expected: &Expected<'_>,
    differences: &mut Differences,
) {
    let sorted = &expected.sorted;
    differences.equal("derived", uncounted(naive, &found.derived), apart(&sorted.derived));
    let annotations = uncounted(naive, &found.annotations);
    differences.equal("annotations", annotations, apart(&sorted.annotations));
    differences.equal("reported", set(&found.reported), sorted.reported.clone());
    differences.equal("calls", set(&found.calls), sorted.calls.clone());
    let altered: BTreeSet<String> = (found.overlays.altered.iter())
        .map(|one| {
            let relay = naive.identity.canonical(one.relay);
            format!("{relay} {:?} {}", naive.voice_by_name(&one.voice), one.claim)
        })
        .collect();
    let expected_altered: BTreeSet<String> = (sorted.altered.iter())
        .map(|(relay, one)| format!("{relay} {:?} {}", one.voice, one.claim))
        .collect();
    differences.equal("altered", altered, expected_altered);
    compare_sayings(found, naive, expected, differences);
    compare_positions(found, naive, expected, differences);
    compare_status(found, naive, expected, differences);
    compare_overlays(found, naive, expected, differences);
}

fn compare_sayings(
    found: &Resolution,
    naive: &Naive<'_>,
    expected: &Expected<'_>,
    differences: &mut Differences,
) {
    let mut lines: Vec<String> = Vec::new();
    for line in &found.voices {
        let voice = naive.voice_by_name(&line.voice);
        for saying in &line.sayings {
            lines.push(format!(
                "{voice:?} {:?} {} {:?} {:?} admits {} claims {:?} answers {:?} current {}",
                saying.polarity,
                exact(&naive.identity.value(&saying.value)),
                saying.held,
                saying.said,
                saying.admits,
                set(&saying.claims),
                statements(naive, saying.answers.iter().map(|answer| answer.statement)),
                saying.current,
            ));
            let relays: Vec<usize> = (saying.claims.iter())
                .filter_map(|id| naive.claims.iter().find(|claim| claim.id == *id))
                .map(|claim| claim.via.len())
                .collect();
            differences.check(relays.is_sorted(), || {
                format!("echoes out of order: {relays:?} relays in {:?}", saying.claims)
            });
        }
    }
    let mut wanted: Vec<String> = (expected.sorted.sayings.iter())
        .map(|said| {
            format!(
                "{:?} {} {} {:?} {:?} admits {} claims {:?} answers {:?} current {}",
                said.voice,
                if said.denies { "Denies" } else { "Affirms" },
                exact(&said.value),
                said.held,
                said.said,
                said.admits,
                said.claims,
                said.statements,
                said.current,
            )
        })
        .collect();
    lines.sort();
    wanted.sort();
    differences.equal("sayings", lines, wanted);
    for line in &found.voices {
        let voice = naive.voice_by_name(&line.voice);
        let persons: BTreeSet<RecordId> =
            line.persons.iter().map(|person| naive.identity.canonical(*person)).collect();
        let own = || expected.sorted.sayings.iter().filter(|said| said.voice == voice);
        // Those that speak for each other in a circle share a voice under either name.
        let other = |speaker: &&RecordId| voice != Voice::Speaker(naive.circle(**speaker));
        let speakers: BTreeSet<RecordId> =
            own().flat_map(|said| &said.speakers).filter(other).copied().collect();
        let most =
            own().flat_map(|said| said.speakers.iter().chain(&said.stating)).copied().collect();
        differences.within(&format!("who speaks as {voice:?}"), &persons, &speakers, &most);
        let turns = expected.turns(&voice);
        let (least, most) = turns.unsettled;
        differences.check((least..=most).contains(&line.unsettled), || {
            format!("unsettled of {voice:?}: found {}, expected {least} to {most}", line.unsettled)
        });
        let revised = line.is_revised();
        let listed = found.overlays.revised.contains(&line.voice);
        let (certain, possible) = turns.revised;
        differences.check(revised == listed && revised >= certain && revised <= possible, || {
            format!(
                "revised of {voice:?}: line {revised}, overlay {listed}, certain {certain}, possible \
                 {possible}"
            )
        });
    }
}

fn compare_positions(
    found: &Resolution,
    naive: &Naive<'_>,
    expected: &Expected<'_>,
    differences: &mut Differences,
) {
    let stated = |position: &Position| -> Stated {
        (naive.identity.value(&position.value), position.held.clone())
    };
    let name = |stated: &Stated| format!("{} {:?}", exact(&stated.0), stated.1);
    let mut names: Vec<String> =
        found.positions.iter().map(|position| name(&stated(position))).collect();
    let wanted = expected.positions();
    let mut wanted_names: Vec<String> = wanted.iter().map(name).collect();
    names.sort();
    wanted_names.sort();
    differences.equal("positions", names, wanted_names);
    for position in &found.positions {
        let stated = stated(position);
        if !wanted.contains(&stated) {
            continue;
        }
        let what = format!("position {}", name(&stated));
        let voices = |voices: &BTreeSet<Voice>| -> BTreeSet<Voice> {
            voices.iter().map(|voice| naive.voice_by_name(voice)).collect()
        };
        let supported = voices(&position.supported_by);
        let conflicts = voices(&position.conflicts_with);
        differences.equal(
            &format!("{what} stated by"),
            voices(&position.stated_by),
            expected.voices_saying(&stated, false),
        );
        differences.equal(
            &format!("{what} denied by"),
            voices(&position.denied_by),
            expected.voices_saying(&stated, true),
        );
        differences.within(
            &format!("{what} supported by"),
            &supported,
            &expected.supporters(&stated, Reading::Strict),
            &expected.supporters(&stated, Reading::Lenient),
        );
        differences.within(
            &format!("{what} conflicts with"),
            &conflicts,
            &expected.opponents(&stated, Reading::Strict),
            &expected.opponents(&stated, Reading::Lenient),
        );
        // What denies a value is listed with the rest, but does not stand behind it.
        let here = |list: &[Apart]| -> BTreeSet<ClaimId> {
            (list.iter())
                .filter(|one| !one.denies)
                .filter(|one| (&one.value, &one.held) == (&stated.0, &stated.1))
                .map(|one| one.claim)
                .collect()
        };
        let (derived, noted) = (here(&expected.sorted.derived), here(&expected.sorted.annotations));
        differences.equal(&format!("{what} derived"), set(&position.derived), derived);
        differences.equal(&format!("{what} annotations"), set(&position.annotations), noted);
        let status = &position.status;
        differences.equal(
            &format!("{what} status"),
            [status.origins, status.independent, status.in_conflict],
            [supported.len(), naive.independent(&supported), conflicts.len()],
        );
    }
}

fn compare_status(
    found: &Resolution,
    naive: &Naive<'_>,
    expected: &Expected<'_>,
    differences: &mut Differences,
) {
    let status = &found.status;
    differences.equal("origins", status.origins, expected.voices.len());
    let independent = naive.independent(&expected.affirming());
    differences.equal("independent", status.independent, independent);
    let least = expected.in_conflict(Reading::Strict).len();
    let most = expected.in_conflict(Reading::Lenient).len();
    differences.check((least..=most).contains(&status.in_conflict), || {
        format!("in conflict: found {}, expected {least} to {most}", status.in_conflict)
    });
}

/// The claims that a resolution shows.
fn shown(resolution: &Resolution) -> BTreeSet<ClaimId> {
    let mut shown = set(&resolution.reported);
    shown.extend(&resolution.calls);
    shown.extend(&resolution.judgements);
    shown.extend(resolution.overlays.altered.iter().map(|altered| altered.claim));
    let uncounted = resolution.derived.iter().chain(&resolution.annotations);
    shown.extend(uncounted.map(|uncounted| uncounted.claim));
    for saying in resolution.voices.iter().flat_map(|line| &line.sayings) {
        shown.extend(&saying.claims);
    }
    shown
}

/// What must hold of any answer: it can be had again from its own explanation, and from the same claims in
/// any order.
fn compare_with_itself(
    schema: &Schema,
    case: &Case,
    corpus: &Corpus<'_>,
    found: &[Resolution],
    differences: &mut Differences,
) {
    let naive = Naive::new(schema, case);
    let visible: BTreeSet<ClaimId> = naive.claims.iter().map(|claim| claim.id).collect();
    for (place, resolution) in found.iter().enumerate() {
        let claims = corpus.explain(resolution).claims();
        let missing: BTreeSet<ClaimId> = shown(resolution).difference(&claims).copied().collect();
        differences.check(missing.is_empty(), || format!("not explained: {missing:?}"));
        let strange: BTreeSet<ClaimId> = claims.difference(&visible).copied().collect();
        differences
            .check(strange.is_empty(), || format!("explained by unseen claims: {strange:?}"));
        let again = corpus.restricted(&claims).resolve(case.target, case.property);
        differences.check(again.iter().any(|again| again == resolution), || {
            format!(
                "replaying the explanation {claims:?} of scope {place} gives\n    {again:?}\n    \
                 instead of\n    {resolution:?}"
            )
        });
    }
    let mut shuffled = case.logged.clone();
    Random::new(shuffled.len() as u64).shuffle(&mut shuffled);
    let other = Corpus::new(schema, &case.records, &shuffled, &case.view);
    let again = other.resolve(case.target, case.property);
    differences.check(again == found, || {
        format!("in another order the answer is\n    {again:?}\n    instead of\n    {found:?}")
    });
    let lazily = Corpus::over(schema, case, case.view.clone());
    let again = lazily.resolve(case.target, case.property);
    differences.check(again == found, || {
        format!("asked one by one the answer is\n    {again:?}\n    instead of\n    {found:?}")
    });
    for claim in &case.logged {
        let id = claim.claim.id;
        differences.equal("in view", lazily.claim(id), corpus.claim(id));
        differences.equal("answers", lazily.answers_to(id), corpus.answers_to(id));
        if let Some(claim) = corpus.claim(id) {
            differences.equal("a sum", lazily.check_sum(claim), corpus.check_sum(claim));
        }
    }
    for &record in case.records.keys() {
        let properties = corpus.properties_of(record).collect::<Vec<_>>();
        let again = lazily.properties_of(record).collect::<Vec<_>>();
        differences.equal("properties", again, properties);
        differences.equal("mentions", lazily.mentioning(record), corpus.mentioning(record));
        for &other in case.records.keys() {
            let one = lazily.identity_of(record, other);
            differences.equal("an identity", one, corpus.identity_of(record, other));
            let one = lazily.dependence_of(record, other);
            differences.equal("a dependence", one, corpus.dependence_of(record, other));
            let one = lazily.group_relation(record, other);
            differences.equal("a relation", one, corpus.group_relation(record, other));
        }
    }
}

/// Everything in which implementation and oracle differ on a case.
pub(crate) fn differences(schema: &Schema, case: &Case) -> Vec<String> {
    let mut differences = Differences::default();
    let corpus = Corpus::new(schema, &case.records, &case.logged, &case.view);
    let found = corpus.resolve(case.target, case.property);
    let naive = Naive::new(schema, case);
    for claim in &naive.claims {
        let voice = naive.voice_by_name(&corpus.voice(claim));
        differences.equal(&format!("voice of {}", claim.id), voice, naive.voice(claim));
    }
    for (first, second) in case
        .records
        .keys()
        .flat_map(|first| case.records.keys().map(move |second| (*first, *second)))
    {
        let joined = corpus.canonical(first) == corpus.canonical(second);
        let expected = naive.identity.canonical(first) == naive.identity.canonical(second);
        differences.equal(&format!("{first} joined with {second}"), joined, expected);
    }
    let mut sorted = naive.sorted();
    let scopes: Vec<String> = sorted.keys().cloned().collect();
    let found_scopes: Vec<String> =
        found.iter().map(|resolution| naive.identity.scope(&resolution.scope)).collect();
    let printed: Vec<String> =
        found.iter().map(|resolution| resolution.scope.to_string()).collect();
    differences.check(printed.is_sorted(), || format!("scopes out of order: {printed:?}"));
    let distinct: BTreeSet<String> = found_scopes.iter().cloned().collect();
    differences.equal("scopes", distinct, scopes.into_iter().collect());
    differences.equal("number of scopes", found.len(), sorted.len());
    for (resolution, scope) in found.iter().zip(&found_scopes) {
        if let Some(sorted) = sorted.remove(scope) {
            let expected = Expected::new(&naive, sorted);
            compare_scope(resolution, &naive, &expected, &mut differences);
        }
    }
    compare_with_itself(schema, case, &corpus, &found, &mut differences);
    differences.0
}
