//! Two sources or origins side by side.

use serde::Serialize;

use onus_case::Look;
use onus_model::resolve::Polarity;
use onus_model::value::Value;
pub use onus_reason::{CompareError, Compared, Entry, Outcome, Pair, SideValue, compare};

use crate::desk::{Desk, Tools};
use crate::mark::Mark;
use crate::shape::{
    ClaimNameShape, DaysShape, QualifierShape, RecordShape, ValueShape, VoiceShape, days, document,
    polarity,
};
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    first: RecordShape,
    first_is_source: bool,
    second: RecordShape,
    second_is_source: bool,
    totals: Vec<TotalShape>,
    entries: Vec<EntryShape>,
}

#[derive(Serialize)]
struct TotalShape {
    outcome: &'static str,
    number: usize,
}

#[derive(Serialize)]
struct EntryShape {
    outcome: &'static str,
    records: Vec<RecordShape>,
    property: String,
    label: String,
    scope: Vec<QualifierShape>,
    first: Vec<SideShape>,
    second: Vec<SideShape>,
    pairs: Vec<PairShape>,
}

#[derive(Serialize)]
struct SideShape {
    voice: VoiceShape,
    polarity: &'static str,
    value: ValueShape,
    held: Option<ValueShape>,
    said: Option<DaysShape>,
    wording: Option<String>,
    current: bool,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct PairShape {
    first: usize,
    second: usize,
    outcome: &'static str,
}

const OUTCOMES: &[Outcome] = &[
    Outcome::Conflicts,
    Outcome::Revised,
    Outcome::Agrees,
    Outcome::CannotTell,
    Outcome::Differs,
    Outcome::OnlyFirst,
    Outcome::OnlySecond,
];

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Conflicts => "conflicts",
        Outcome::Revised => "revised",
        Outcome::Agrees => "agrees",
        Outcome::CannotTell => "cannot tell",
        Outcome::Differs => "differs",
        Outcome::OnlyFirst => "second is silent",
        Outcome::OnlySecond => "first is silent",
    }
}

/// The answer as a document of shape `onus.compare/1`.
#[must_use]
pub fn to_json(compared: &Compared, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let totals = OUTCOMES.iter().map(|outcome| TotalShape {
        outcome: outcome_word(*outcome),
        number: compared.number_of(*outcome),
    });
    document(&Document {
        shape: "onus.compare/1",
        first: desk.record_shape(compared.first),
        first_is_source: compared.first_is_source,
        second: desk.record_shape(compared.second),
        second_is_source: compared.second_is_source,
        totals: totals.collect(),
        entries: compared.entries.iter().map(|entry| entry_shape(&desk, entry)).collect(),
    })
}

fn entry_shape(desk: &Desk<'_, '_>, entry: &Entry) -> EntryShape {
    let side = |values: &[SideValue]| values.iter().map(|one| side_shape(desk, one)).collect();
    let about = entry.records.first().copied();
    EntryShape {
        outcome: outcome_word(entry.outcome),
        records: desk.record_shapes(&entry.records),
        property: entry.property.to_string(),
        label: about.map_or_else(
            || entry.property.to_string(),
            |record| desk.namer.property_of(record, &entry.property),
        ),
        scope: about
            .map(|record| desk.qualifier_shapes(record, &entry.property, &entry.scope))
            .unwrap_or_default(),
        first: side(&entry.first),
        second: side(&entry.second),
        pairs: entry
            .pairs
            .iter()
            .map(|pair| PairShape {
                first: pair.first,
                second: pair.second,
                outcome: outcome_word(pair.outcome),
            })
            .collect(),
    }
}

fn side_shape(desk: &Desk<'_, '_>, side: &SideValue) -> SideShape {
    SideShape {
        voice: desk.voice_shape(side.voice),
        polarity: polarity(side.polarity),
        value: desk.value_shape(&side.value),
        held: side.held.as_ref().map(|held| desk.value_shape(&Value::Held(held.clone()))),
        said: side.said.as_ref().map(days),
        wording: side.wording.clone(),
        current: side.current,
        claims: desk.claim_names(&side.claims),
    }
}

/// The answer in words: what conflicts first, what only one side says last.
#[must_use]
pub fn to_text(compared: &Compared, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let phrases = desk.phrases;
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    let names = [("first", desk.named(compared.first)), ("second", desk.named(compared.second))];
    let args = || names.clone().map(|(name, text)| (name, text.into()));
    line(0, &desk.heading(&phrases.say("compare-title", args())));
    for outcome in OUTCOMES {
        let number = compared.number_of(*outcome);
        if number == 0 {
            continue;
        }
        let key = match outcome {
            Outcome::Conflicts => "compare-conflicts",
            Outcome::Revised => "compare-revised",
            Outcome::Agrees => "compare-agrees",
            Outcome::CannotTell => "compare-cannot-tell",
            Outcome::Differs => "compare-differs",
            Outcome::OnlyFirst => "compare-only-first",
            Outcome::OnlySecond => "compare-only-second",
        };
        let [first, second] = args();
        let title = phrases.say(key, [first, second, ("number", number.into())]);
        line(0, "");
        line(0, &desk.heading(&title));
        for entry in compared.entries.iter().filter(|entry| entry.outcome == *outcome) {
            entry_text(&desk, compared, entry, &mut line);
        }
    }
    out
}

fn entry_text(
    desk: &Desk<'_, '_>,
    compared: &Compared,
    entry: &Entry,
    line: &mut dyn FnMut(usize, &str),
) {
    let records: Vec<String> = entry.records.iter().map(|record| desk.named(*record)).collect();
    let Some(first) = entry.records.first() else { return };
    let property = desk.property(*first, &entry.property, &entry.scope);
    let mut about = format!("{}: {property}", records.join("; "));
    if entry.outcome == Outcome::Conflicts {
        about = desk.mark(Mark::Conflict, &about);
    }
    line(2, &about);
    let sides = [
        (compared.first, compared.first_is_source, &entry.first),
        (compared.second, compared.second_is_source, &entry.second),
    ];
    for (side, is_source, values) in sides {
        for one in values {
            let mut text = desk.value_as_worded(&one.value, one.wording.as_deref());
            if one.polarity == Polarity::Denies {
                text = desk.phrases.say("saying-denies", [("value", text.into())]);
            }
            if let Some(said) = &one.said {
                let said = desk.days(said);
                text =
                    desk.phrases.say("saying-on", [("value", text.into()), ("date", said.into())]);
            }
            if !one.current {
                let past = desk.phrases.plain("saying-superseded");
                text = format!("{text}, {}", desk.quiet(&past));
            }
            let mut who = desk.name(side);
            let voice = desk.voice(one.voice);
            if is_source && voice != who {
                who = desk
                    .phrases
                    .say("compare-voice-in", [("voice", voice.into()), ("source", who.into())]);
            }
            line(4, &format!("{who}: {text} {}", desk.rows(&one.claims)));
        }
    }
}
