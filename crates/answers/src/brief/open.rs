//! Sentences on counts, on what is in conflict, and on what is not known.

use onus_model::corpus::{Grade, Voice};
use onus_model::resolve::Polarity;
use onus_model::value::Value;
use onus_reason::{ApartKind, CountLine, ScopeGroup, Subject};

use crate::count::{minimum_text, refusal_text, scope_text};
use crate::desk::Desk;
use crate::mark::without;

/// What one voice counted, in order: 10, then 11, then 14.
fn figures(desk: &Desk<'_, '_>, line: &CountLine) -> String {
    let phrases = desk.phrases;
    let mut parts: Vec<String> = Vec::new();
    for saying in &line.sayings {
        let mut text = desk.value_as_worded(&saying.value, saying.wording.as_deref());
        if saying.polarity == Polarity::Denies {
            text = phrases.say("saying-denies", [("value", text.into())]);
        }
        if let Some(said) = &saying.said {
            let date = desk.days(said);
            text = phrases.say("saying-on", [("value", text.into()), ("date", date.into())]);
        }
        parts.push(text);
    }
    let joined = if line.revised { phrases.plain("brief-then") } else { "; ".to_owned() };
    let figures = parts.join(&joined);
    let voice = desk.voice(line.voice);
    phrases.say("brief-counted", [("voice", voice.into()), ("figures", figures.into())])
}

pub(super) fn tally_text(desk: &Desk<'_, '_>, group: &ScopeGroup) -> String {
    let phrases = desk.phrases;
    let mut parts: Vec<String> = group.lines.iter().map(|line| figures(desk, line)).collect();
    for apart in &group.apart {
        let value = desk.value_as_worded(&apart.value, apart.wording.as_deref());
        let args = [("value", value.into()), ("voice", desk.voice(apart.voice).into())];
        parts.push(match apart.kind {
            ApartKind::Derived(onus_model::claim::Derivation::Sum) => {
                phrases.say("apart-sum", args)
            }
            ApartKind::Derived(onus_model::claim::Derivation::Inference) => {
                phrases.say("apart-inference", args)
            }
            ApartKind::Derived(onus_model::claim::Derivation::Finding) => {
                phrases.say("apart-finding", args)
            }
            ApartKind::Annotation => phrases.say("apart-annotation", args),
            ApartKind::Reported => phrases.say("apart-reported", args),
            ApartKind::CallsFor => phrases.say("apart-calls-for", args),
            ApartKind::Altered(relay) => {
                let [value, voice] = args;
                let relay = ("relay", desk.name(relay).into());
                phrases.say("apart-altered", [value, voice, relay])
            }
        });
    }
    parts.extend(group.minimums.iter().map(|minimum| minimum_text(desk, minimum)));
    let scope = without(&scope_text(desk, group));
    phrases.say("brief-tally", [("scope", scope.into()), ("figures", parts.join("; ").into())])
}

fn sides(desk: &Desk<'_, '_>, sides: &[(Value, Vec<Voice>)]) -> String {
    let texts: Vec<String> = sides
        .iter()
        .map(|(value, voices)| {
            let value = quoted(desk, value);
            let voices = desk.voices(voices);
            desk.phrases.say("told-by", [("value", value.into()), ("voices", voices.into())])
        })
        .collect();
    texts.join("; ")
}

/// A value, in quotation marks where it is words of the record.
fn quoted(desk: &Desk<'_, '_>, value: &Value) -> String {
    match value {
        Value::Text(_) => format!("“{}”", desk.value(value).replace(['“', '”'], "\"")),
        value => desk.value(value),
    }
}

pub(super) fn open_text(desk: &Desk<'_, '_>, subject: &Subject) -> String {
    let phrases = desk.phrases;
    match subject {
        Subject::Conflict { record, property, scope, stands, denied } => {
            let what = ("property", without(&desk.property(*record, property, scope)).into());
            let record = ("record", desk.name(*record).into());
            match (stands.as_slice(), denied.as_slice()) {
                ([only], [(value, by)]) if only.0 == *value => {
                    let sides = ("sides", sides(desk, stands).into());
                    let by = ("voices", desk.voices(by).into());
                    phrases.say("brief-conflict-denied", [record, what, sides, by])
                }
                _ => {
                    let mut all = sides(desk, stands);
                    for (value, by) in denied {
                        let not =
                            phrases.say("saying-denies", [("value", quoted(desk, value).into())]);
                        let by = desk.voices(by);
                        all.push_str("; ");
                        all.push_str(
                            &phrases.say("told-by", [("value", not.into()), ("voices", by.into())]),
                        );
                    }
                    phrases.say("brief-conflict-on", [record, what, ("sides", all.into())])
                }
            }
        }
        Subject::TallyConflict { group, figures } => phrases.say(
            "brief-tally-conflict",
            [
                ("scope", without(&scope_text(desk, group)).into()),
                ("sides", sides(desk, figures).into()),
            ],
        ),
        Subject::Undetermined { record, property, scope, told } => {
            let what = without(&desk.property(*record, property, scope));
            phrases.say(
                "brief-undetermined",
                [
                    ("property", what.into()),
                    ("record", desk.name(*record).into()),
                    ("value", desk.value(&told.value).into()),
                    ("voices", desk.voices(&told.voices).into()),
                ],
            )
        }
        Subject::Identity { records, grade } => {
            let key = match grade {
                Grade::ProbablySame => "brief-identity-probable",
                _ => "brief-identity-open",
            };
            let [first, second] = records.map(|record| desk.name(record));
            phrases.say(key, [("first", first.into()), ("second", second.into())])
        }
        Subject::Searched { record, property, value } => phrases.say(
            "brief-searched",
            [
                ("property", desk.namer.property_of(*record, property).into()),
                ("record", desk.name(*record).into()),
                ("value", desk.value(value).into()),
            ],
        ),
        Subject::Withheld { record, told } => phrases.say(
            "brief-withheld",
            [
                ("record", desk.name(*record).into()),
                ("words", quoted(desk, &told.value).into()),
                ("voices", desk.voices(&told.voices).into()),
            ],
        ),
        Subject::Unchecked(sum) => {
            let why = sum.sum.as_ref().err().map(|refusal| refusal_text(desk, refusal));
            phrases.say(
                "brief-unchecked",
                [
                    ("stated", desk.value(&sum.stated).into()),
                    ("voice", desk.voice(sum.voice).into()),
                    ("why", why.unwrap_or_default().into()),
                ],
            )
        }
        Subject::Unsettled { record, property, voice, values } => {
            let values = values.iter().map(|value| quoted(desk, value));
            phrases.say(
                "brief-unsettled",
                [
                    ("property", desk.namer.property_of(*record, property).into()),
                    ("record", desk.name(*record).into()),
                    ("voice", desk.voice(*voice).into()),
                    ("values", desk.list(values).into()),
                ],
            )
        }
        Subject::Facts(_)
        | Subject::Statement { .. }
        | Subject::Acts(_)
        | Subject::Tally(_)
        | Subject::Sum(_) => String::new(),
    }
}
