//! How often each thing worth testing came up, so that the cases cannot quietly become empty ones.

use std::collections::BTreeMap;
use std::fmt;

use onus_model::schema::Schema;

use crate::case::Case;
use crate::expected::{Expected, Reading};
use crate::naive::Naive;

/// What is counted, and in how many of a thousand cases it must at least come up.
const FLOORS: [(&str, usize); 22] = [
    ("a conflict", 80),
    ("a voice revised", 40),
    ("a last word open", 100),
    ("two independent supporters", 20),
    ("a denial", 200),
    ("a denial by a statement", 50),
    ("a denial given up", 10),
    ("an admission by a statement", 30),
    ("a denial of something affirmed", 80),
    ("a value supported through another", 30),
    ("joined records", 200),
    ("contradictory identities", 30),
    ("an office speaking for an organization", 50),
    ("echoes", 60),
    ("an altered relay", 60),
    ("a derived claim", 40),
    ("an annotation", 60),
    ("several scopes", 30),
    ("claims left out by the view", 200),
    ("a negative", 80),
    ("a closed set", 50),
    ("a call", 60),
];

/// The counts.
#[derive(Default)]
pub(crate) struct Statistics {
    cases: usize,
    counts: BTreeMap<&'static str, usize>,
}

impl Statistics {
    fn note(&mut self, what: &'static str, happened: bool) {
        *self.counts.entry(what).or_default() += usize::from(happened);
    }

    /// Counts what comes up in a case, by the oracle's own reading of it.
    pub(crate) fn add(&mut self, schema: &Schema, case: &Case) {
        use onus_model::value::Kind;
        self.cases += 1;
        let naive = Naive::new(schema, case);
        let scopes: Vec<Expected<'_>> =
            naive.sorted().into_values().map(|sorted| Expected::new(&naive, sorted)).collect();
        let any = |holds: &dyn Fn(&Expected<'_>) -> bool| scopes.iter().any(holds);
        let said = |holds: &dyn Fn(&crate::naive::Said) -> bool| {
            scopes.iter().any(|scope| scope.sorted.sayings.iter().any(holds))
        };
        let supported = any(&|scope| {
            scope.positions().iter().any(|position| {
                let supporters = scope.supporters(position, Reading::Strict);
                let stating = scope.voices_saying(position, false);
                supporters.iter().any(|voice| !stating.contains(voice))
            })
        });
        let contradicted = any(&|scope| {
            scope.positions().iter().any(|position| {
                !scope.voices_saying(position, false).is_empty()
                    && !scope.voices_saying(position, true).is_empty()
            })
        });
        let turned = |revised: bool| {
            any(&|scope| {
                scope.voices.keys().any(|voice| {
                    let turns = scope.turns(voice);
                    if revised { turns.revised.0 } else { turns.unsettled.0 > 0 }
                })
            })
        };
        let asked = |kind: Kind| {
            naive
                .claims
                .iter()
                .any(|claim| claim.property.as_str() == case.property && claim.value.kind() == kind)
        };
        let facts = [
            ("a conflict", any(&|scope| !scope.in_conflict(Reading::Strict).is_empty())),
            ("a voice revised", turned(true)),
            ("a last word open", turned(false)),
            (
                "two independent supporters",
                any(&|scope| {
                    scope.positions().iter().any(|position| {
                        naive.independent(&scope.supporters(position, Reading::Strict)) > 1
                    })
                }),
            ),
            ("a denial", said(&|said| said.denies)),
            ("a denial by a statement", said(&|said| said.denies && !said.statements.is_empty())),
            ("a denial given up", said(&|said| said.denies && !said.current)),
            (
                "an admission by a statement",
                said(&|said| !said.denies && !said.statements.is_empty()),
            ),
            ("a denial of something affirmed", contradicted),
            ("a value supported through another", supported),
            ("joined records", naive.identity.joins()),
            ("contradictory identities", naive.identity.is_contradictory()),
            (
                "an office speaking for an organization",
                naive.claims.iter().any(|claim| {
                    matches!(
                        (claim.origin.speaker, claim.origin.on_behalf_of, naive.voice(claim)),
                        (
                            onus_model::claim::Speaker::Record(speaker),
                            None,
                            onus_model::corpus::Voice::Speaker(voice),
                        ) if naive.identity.canonical(speaker) != voice
                    )
                }),
            ),
            ("echoes", said(&|said| said.claims.len() > 1)),
            ("an altered relay", any(&|scope| !scope.sorted.altered.is_empty())),
            ("a derived claim", any(&|scope| !scope.sorted.derived.is_empty())),
            ("an annotation", any(&|scope| !scope.sorted.annotations.is_empty())),
            ("several scopes", scopes.len() > 1),
            ("claims left out by the view", naive.claims.len() < case.logged.len()),
            ("a negative", asked(Kind::Negative)),
            ("a closed set", asked(Kind::ClosedSet)),
            ("a call", any(&|scope| !scope.sorted.calls.is_empty())),
        ];
        for (what, happened) in facts {
            self.note(what, happened);
        }
    }

    /// What came up too seldom.
    pub(crate) fn too_seldom(&self) -> Vec<&'static str> {
        FLOORS
            .iter()
            .filter(|(what, least)| {
                self.counts.get(what).copied().unwrap_or(0) * 1000 < least * self.cases
            })
            .map(|(what, _)| *what)
            .collect()
    }
}

impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "of {} cases", self.cases)?;
        for (what, least) in FLOORS {
            let count = self.counts.get(what).copied().unwrap_or(0);
            let mill = count * 1000 / self.cases.max(1);
            writeln!(
                f,
                "{count:>8}  {:>3}.{}% (at least {}.{}%)  {what}",
                mill / 10,
                mill % 10,
                least / 10,
                least % 10
            )?;
        }
        Ok(())
    }
}
