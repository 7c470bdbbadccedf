//! What does not fit together, and what would settle it.

use serde::Serialize;

use onus_case::Look;
use onus_model::corpus::DateError;
use onus_model::id::RecordId;
use onus_model::value::Value;
pub use onus_reason::{
    Checked, DateOf, Finding, Misfit, Missing, Open, PersonCandidate, Problem, Shared, Unjudged,
    check,
};

use crate::count::{parts_text, sum_text};
use crate::desk::{Desk, Tools};
use crate::mark::Mark;
use crate::shape::{ClaimNameShape, RecordShape, document};
use crate::show::grade_word;
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    claims: usize,
    findings: Vec<FindingShape>,
    not_judged: Vec<FindingShape>,
}

#[derive(Serialize)]
struct FindingShape {
    number: usize,
    problem: &'static str,
    records: Vec<RecordShape>,
    text: String,
    settle: String,
    claims: Vec<ClaimNameShape>,
}

/// The problem in a word, the same in every language.
fn problem_word(problem: &Problem) -> &'static str {
    match problem {
        Problem::NoPassage { .. } => "no-passage",
        Problem::Dates { misfit, .. } => match misfit {
            Misfit::DeathBeforeBirth => "death-before-birth",
            Misfit::EndBeforeStart => "end-before-start",
            Misfit::AfterDeath => "after-death",
            Misfit::BeforeWhatItFollows => "before-what-it-follows",
            Misfit::TwoDates => "two-dates",
            Misfit::AgeAgainstBirth => "age-against-birth",
        },
        Problem::SaidAfterPublication { .. } => "said-after-publication",
        Problem::DateNotReached { .. } => "date-not-reached",
        Problem::TwoCustodies { .. } => "two-custodies",
        Problem::Sum(sum) if sum.sum.is_err() => "sum-not-checkable",
        Problem::Sum(_) => "sum-wrong",
        Problem::Parts(_) => "parts-wrong",
        Problem::PlaceholderResponsible { .. } => "placeholder-responsible",
        Problem::NamedWithoutDecision { .. } => "named-without-decision",
        Problem::Identity { .. } => "identity-contradicted",
        Problem::Distance { .. } => "distance-wrong",
    }
}

fn records(problem: &Problem) -> Vec<RecordId> {
    match problem {
        Problem::NoPassage { source } => source.iter().copied().collect(),
        Problem::Dates { first, second, .. } if first.record == second.record => vec![first.record],
        Problem::Dates { first, second, .. } => vec![first.record, second.record],
        Problem::SaidAfterPublication { source, .. } => vec![*source],
        Problem::DateNotReached { record, .. } => vec![*record],
        Problem::TwoCustodies { person, custodies, .. } => {
            vec![*person, custodies[0], custodies[1]]
        }
        Problem::Sum(sum) => vec![sum.tally],
        Problem::Parts(parts) => vec![parts.whole],
        Problem::PlaceholderResponsible { involvement, actor, .. } => vec![*actor, *involvement],
        Problem::NamedWithoutDecision { person, by, .. } => vec![*person, *by],
        Problem::Identity { records, .. } => records.clone(),
        Problem::Distance { from, to, .. } => vec![*from, *to],
    }
}

/// The answer as a document of shape `onus.check/1`.
#[must_use]
pub fn to_json(checked: &Checked, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let findings = checked.findings.iter().enumerate().map(|(place, finding)| FindingShape {
        number: place + 1,
        problem: problem_word(&finding.problem),
        records: desk.record_shapes(&records(&finding.problem)),
        text: problem_text(&desk, finding),
        settle: desk.phrases.plain(settle_key(&finding.problem)),
        claims: desk.claim_names(&finding.claims),
    });
    let open = checked.open.iter().enumerate().map(|(place, one)| FindingShape {
        number: place + 1,
        problem: match &one.open {
            Open::Distance { .. } => "distance",
            Open::PerhapsOne { .. } => "perhaps-one",
        },
        records: desk.record_shapes(&open_records(&one.open)),
        text: open_text(&desk, &one.open),
        settle: open_settle(&desk, &one.open),
        claims: desk.claim_names(&one.claims),
    });
    document(&Document {
        shape: "onus.check/1",
        claims: checked.claims,
        findings: findings.collect(),
        not_judged: open.collect(),
    })
}

/// The answer in words.
#[must_use]
pub fn to_text(checked: &Checked, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let phrases = desk.phrases;
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    let summary = phrases.say(
        "check-summary",
        [("number", checked.findings.len().into()), ("claims", checked.claims.into())],
    );
    line(0, &desk.heading(&summary));
    for (place, finding) in checked.findings.iter().enumerate() {
        line(0, "");
        let text = problem_text(&desk, finding);
        line(0, &format!("{}. {}", place + 1, desk.mark(Mark::Conflict, &text)));
        line(3, &phrases.plain(settle_key(&finding.problem)));
        let rows = desk.rows(&finding.claims);
        if !rows.is_empty() {
            line(3, &phrases.say("check-rests-on", [("rows", rows.into())]));
        }
    }
    if checked.open.is_empty() {
        return out;
    }
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    line(0, "");
    let number = ("number", checked.open.len().into());
    line(0, &desk.heading(&phrases.say("check-open", [number])));
    for (place, one) in checked.open.iter().enumerate() {
        line(0, "");
        line(0, &format!("{}. {}", place + 1, open_text(&desk, &one.open)));
        line(3, &open_settle(&desk, &one.open));
        let rows = desk.rows(&one.claims);
        if !rows.is_empty() {
            line(3, &phrases.say("check-rests-on", [("rows", rows.into())]));
        }
    }
    out
}

fn open_records(open: &Open) -> Vec<RecordId> {
    match open {
        Open::Distance { of, .. } => of.clone(),
        Open::PerhapsOne { nameless, candidates } => {
            [*nameless].into_iter().chain(candidates.iter().map(|one| one.person)).collect()
        }
    }
}

/// What cannot be judged, and what is missing or waits.
fn open_text(desk: &Desk<'_, '_>, open: &Open) -> String {
    let phrases = desk.phrases;
    match open {
        Open::Distance { of, stated, missing } => {
            let missing = missing.iter().map(|missing| match missing {
                Missing::Home(person) => {
                    phrases.say("missing-home", [("person", desk.name(*person).into())])
                }
                Missing::Place(custody) => {
                    phrases.say("missing-place", [("custody", desk.name(*custody).into())])
                }
                Missing::Coordinates(place) => {
                    phrases.say("missing-coordinates", [("place", desk.name(*place).into())])
                }
            });
            let missing = ("missing", desk.list(missing).into());
            let stated = ("stated", desk.value(stated).into());
            match of.as_slice() {
                [custody] => {
                    let custody = ("custody", desk.named(*custody).into());
                    phrases.say("open-distance-from-home", [custody, stated, missing])
                }
                places => {
                    let places = ("places", desk.names(places).into());
                    phrases.say("open-distance", [places, stated, missing])
                }
            }
        }
        Open::PerhapsOne { nameless, candidates } => {
            let all = candidates.iter().map(|one| {
                let shared = one.shared.iter().map(|shared| {
                    phrases.plain(match shared {
                        Shared::Sex => "shared-sex",
                        Shared::Date => "shared-date",
                        Shared::Circumstance => "shared-circumstance",
                        Shared::Custody => "shared-custody",
                    })
                });
                let judged = match one.judged {
                    Some(grade) => grade_label(desk, grade_word(grade)),
                    None => phrases.plain("open-not-judged"),
                };
                let args = [
                    ("person", desk.named(one.person).into()),
                    ("shared", desk.list(shared).into()),
                    ("judged", judged.into()),
                ];
                phrases.say("open-candidate", args)
            });
            let all = ("candidates", all.collect::<Vec<_>>().join("; ").into());
            phrases.say("open-perhaps-one", [("nameless", desk.named(*nameless).into()), all])
        }
    }
}

fn open_settle(desk: &Desk<'_, '_>, open: &Open) -> String {
    desk.phrases.plain(match open {
        Open::Distance { of, .. } if of.len() == 1 => "settle-open-distance-from-home",
        Open::Distance { .. } => "settle-open-distance",
        Open::PerhapsOne { .. } => "settle-perhaps-one",
    })
}

/// What would settle it.
fn settle_key(problem: &Problem) -> &'static str {
    match problem {
        Problem::NoPassage { .. } => "settle-no-passage",
        Problem::Dates { misfit: Misfit::TwoDates, .. } => "settle-two-dates",
        Problem::Dates { .. } => "settle-dates",
        Problem::SaidAfterPublication { .. } => "settle-said-after-publication",
        Problem::DateNotReached { .. } => "settle-date-not-reached",
        Problem::TwoCustodies { .. } => "settle-two-custodies",
        Problem::Sum(sum) if sum.sum.is_err() => "settle-sum-not-checkable",
        Problem::Sum(_) | Problem::Parts(_) => "settle-sum",
        Problem::PlaceholderResponsible { .. } => "settle-placeholder",
        Problem::NamedWithoutDecision { .. } => "settle-naming",
        Problem::Identity { .. } => "settle-identity",
        Problem::Distance { .. } => "settle-distance",
    }
}

/// One date with whose account it is.
fn date_text(desk: &Desk<'_, '_>, date: &DateOf) -> String {
    let value = match &date.date.value {
        // An age stands for the days of birth it leaves open.
        Value::Age(_) => {
            format!("{} ({})", desk.value(&date.date.value), desk.days(&date.date.bounds))
        }
        _ => desk.date(&date.date),
    };
    desk.phrases.say(
        "check-date",
        [
            ("property", desk.namer.property_of(date.record, &date.property).into()),
            ("record", desk.name(date.record).into()),
            ("value", value.into()),
            ("voices", desk.voices(&date.date.voices).into()),
        ],
    )
}

fn problem_text(desk: &Desk<'_, '_>, finding: &Finding) -> String {
    let phrases = desk.phrases;
    match &finding.problem {
        Problem::NoPassage { source } => {
            let number = ("number", finding.claims.len().into());
            match source {
                Some(source) => phrases
                    .say("problem-no-passage", [number, ("source", desk.name(*source).into())]),
                None => phrases.say("problem-no-source", [number]),
            }
        }
        Problem::Dates { misfit, first, second } => {
            let key = match misfit {
                Misfit::DeathBeforeBirth => "problem-death-before-birth",
                Misfit::EndBeforeStart => "problem-end-before-start",
                Misfit::AfterDeath => "problem-after-death",
                Misfit::BeforeWhatItFollows => "problem-before-what-it-follows",
                Misfit::TwoDates => "problem-two-dates",
                Misfit::AgeAgainstBirth => "problem-age-against-birth",
            };
            let first = date_text(desk, first);
            let second = date_text(desk, second);
            phrases.say(key, [("first", first.into()), ("second", second.into())])
        }
        Problem::SaidAfterPublication { source, published, said } => phrases.say(
            "problem-said-after-publication",
            [
                ("source", desk.name(*source).into()),
                ("published", desk.days(published).into()),
                ("said", desk.days(said).into()),
            ],
        ),
        Problem::DateNotReached { record, property, error } => {
            let what =
                format!("{}: {}", desk.name(*record), desk.namer.property_of(*record, property));
            let what = ("what", what.into());
            match error {
                DateError::Circle(circle) => {
                    let mut steps: Vec<String> = circle
                        .iter()
                        .map(|(record, property)| {
                            let record_type = desk.look.corpus().record_type(*record);
                            let record_type = record_type.map_or("", |known| known.as_str());
                            let label = desk.namer.property_of_type(record_type, property);
                            format!("{}: {label}", desk.name(*record))
                        })
                        .collect();
                    steps.sort();
                    phrases.say("problem-date-circle", [what, ("steps", steps.join("; ").into())])
                }
                DateError::TooManySteps => phrases.say("problem-date-steps", [what]),
                DateError::TooManyAccounts => phrases.say("problem-date-accounts", [what]),
            }
        }
        Problem::TwoCustodies { person, places, days, .. } => phrases.say(
            "problem-two-custodies",
            [
                ("person", desk.name(*person).into()),
                ("first", desk.name(places[0]).into()),
                ("second", desk.name(places[1]).into()),
                ("days", desk.days(days).into()),
            ],
        ),
        Problem::Sum(sum) => sum_text(desk, sum),
        Problem::Parts(parts) => parts_text(desk, parts),
        Problem::PlaceholderResponsible { involvement, actor, degrees } => phrases.say(
            "problem-placeholder-responsible",
            [
                ("actor", desk.name(*actor).into()),
                ("involvement", desk.name(*involvement).into()),
                ("degrees", degrees_text(desk, degrees).into()),
            ],
        ),
        Problem::NamedWithoutDecision { person, by, degrees } => phrases.say(
            "problem-named-without-decision",
            [
                ("person", desk.name(*person).into()),
                ("by", desk.name(*by).into()),
                ("degrees", degrees_text(desk, degrees).into()),
            ],
        ),
        Problem::Identity { records, grades } => {
            let labels: Vec<String> =
                records.iter().map(|record| own_label(desk, *record)).collect();
            let grades: Vec<String> =
                grades.iter().map(|grade| grade_label(desk, grade_word(*grade))).collect();
            phrases.say(
                "problem-identity",
                [("records", desk.list(labels).into()), ("grades", desk.list(grades).into())],
            )
        }
        Problem::Distance { from, to, stated, metres } => {
            let (least, most) = *metres;
            phrases.say(
                "problem-distance",
                [
                    ("from", desk.name(*from).into()),
                    ("to", desk.name(*to).into()),
                    ("stated", desk.value(stated).into()),
                    ("least", kilometres(least).into()),
                    ("most", kilometres(most).into()),
                ],
            )
        }
    }
}

/// A record by its own name and handle, though it may be merged with another.
fn own_label(desk: &Desk<'_, '_>, record: RecordId) -> String {
    match desk.look.handle(record) {
        Some(handle) => {
            format!("{} {}", desk.name(record), desk.mark(Mark::Handle, &format!("[{handle}]")))
        }
        None => desk.name(record),
    }
}

fn grade_label(desk: &Desk<'_, '_>, word: &str) -> String {
    format!("identity-grade:{word}")
        .parse()
        .map_or_else(|_| word.to_owned(), |term| desk.value(&Value::Term(term)))
}

fn degrees_text(desk: &Desk<'_, '_>, degrees: &[Value]) -> String {
    if degrees.is_empty() {
        return desk.phrases.plain("check-no-degree");
    }
    desk.list(degrees.iter().map(|degree| desk.value(degree)))
}

/// Metres as kilometres with one decimal, computed without fractions.
fn kilometres(metres: u64) -> String {
    format!("{}.{}", metres / 1000, metres % 1000 / 100)
}
