//! The case as a hostile lawyer reads it, in words: each line with what can be said against it and what would help.

use serde::Serialize;

use onus_case::Look;
pub use onus_reason::{
    Attack, Challenge, Challenged, ChallengedLine, Objection, Pillar, challenge,
};

use crate::brief::sentence_text;
use crate::desk::{Desk, Tools};
use crate::mark::Mark;
use crate::shape::{ClaimNameShape, QualifierShape, RecordShape, VoiceShape, document};
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    record: Option<RecordShape>,
    lines: Vec<LineShape>,
    pillars: Vec<PillarShape>,
}

#[derive(Serialize)]
struct LineShape {
    sentence: Option<usize>,
    property: Option<String>,
    scope: Vec<QualifierShape>,
    text: String,
    sentences: usize,
    resting: usize,
    objections: Vec<ObjectionShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct ObjectionShape {
    attack: &'static str,
    text: String,
    strengthen: String,
    voices: Vec<VoiceShape>,
    through: Vec<RecordShape>,
    all: bool,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct PillarShape {
    voice: VoiceShape,
    alone: Vec<usize>,
    speaks_in: usize,
}

/// The attack in a word, its message, and the message of what would help.
fn words_of(attack: Attack) -> (&'static str, &'static str, &'static str) {
    match attack {
        Attack::InConflict => ("in-conflict", "attack-in-conflict", "strengthen-in-conflict"),
        Attack::Denied => ("denied", "attack-denied", "strengthen-denied"),
        Attack::OneVoice => ("one-voice", "attack-one-voice", "strengthen-one-voice"),
        Attack::NotIndependent => {
            ("not-independent", "attack-not-independent", "strengthen-not-independent")
        }
        Attack::Unattributed => ("unattributed", "attack-unattributed", "strengthen-unattributed"),
        Attack::AttributionInferred => {
            ("attribution-inferred", "attack-attribution-inferred", "strengthen-unattributed")
        }
        Attack::OnlyRelayed => ("only-relayed", "attack-only-relayed", "strengthen-only-relayed"),
        Attack::Altered => ("altered", "attack-altered", "strengthen-only-relayed"),
        Attack::PassedOn => ("passed-on", "attack-passed-on", "strengthen-passed-on"),
        Attack::Hearsay => ("hearsay", "attack-hearsay", "strengthen-hearsay"),
        Attack::Interest => ("interest", "attack-interest", "strengthen-interest"),
        Attack::OnlyAsserted => {
            ("only-asserted", "attack-only-asserted", "strengthen-only-asserted")
        }
        Attack::OneAnalyst => ("one-analyst", "attack-one-analyst", "strengthen-one-analyst"),
        Attack::NoPassage => ("no-passage", "attack-no-passage", "settle-no-passage"),
        Attack::PassageNotHeld => {
            ("passage-not-held", "attack-passage-not-held", "strengthen-passage-not-held")
        }
        Attack::Unchecked => ("unchecked", "attack-unchecked", "strengthen-unchecked"),
    }
}

/// The answer as a document of shape `onus.challenge/1`.
#[must_use]
pub fn to_json(answer: &Challenge, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk_with(look, &answer.by_role);
    let objection = |objection: &Objection| {
        let (word, _, strengthen) = words_of(objection.attack);
        ObjectionShape {
            attack: word,
            text: objection_text(&desk, objection),
            strengthen: desk.phrases.plain(strengthen),
            voices: desk.voice_shapes(&objection.voices),
            through: desk.record_shapes(&objection.through),
            all: objection.all,
            claims: desk.claim_names(&objection.claims),
        }
    };
    let line = |line: &Challenged| {
        let (sentence, property, scope) = match &line.line {
            ChallengedLine::Sentence(sentence) => (Some(sentence.number), None, Vec::new()),
            ChallengedLine::Property(reading) => (
                None,
                Some(reading.property.to_string()),
                desk.qualifier_shapes(reading.record, &reading.property, &reading.scope),
            ),
        };
        LineShape {
            sentence,
            property,
            scope,
            text: line_text(&tools, look, &desk, line),
            sentences: line.sentences,
            resting: line.resting,
            objections: line.objections.iter().map(objection).collect(),
            claims: desk.claim_names(&line.claims),
        }
    };
    let pillars = answer.pillars.iter().map(|pillar| PillarShape {
        voice: desk.voice_shape(pillar.voice),
        alone: pillar.alone.clone(),
        speaks_in: pillar.speaks_in,
    });
    document(&Document {
        shape: "onus.challenge/1",
        record: answer.of.map(|record| desk.record_shape(record)),
        lines: answer.lines.iter().map(line).collect(),
        pillars: pillars.collect(),
    })
}

/// The answer in words.
#[must_use]
pub fn to_text(answer: &Challenge, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk_with(look, &answer.by_role);
    let phrases = desk.phrases;
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    if answer.lines.is_empty() {
        line(0, &phrases.plain("challenge-none"));
        return out;
    }
    for one in &answer.lines {
        let text = line_text(&tools, look, &desk, one);
        let head = match &one.line {
            ChallengedLine::Sentence(sentence) => format!("{}. {text}", sentence.number),
            ChallengedLine::Property(_) => text,
        };
        line(0, &desk.heading(&head));
        let args = [("sentences", one.sentences.into()), ("claims", one.resting.into())];
        line(3, &desk.quiet(&phrases.say("challenge-depends", args)));
        if one.objections.is_empty() {
            line(3, &phrases.plain("challenge-nothing"));
        }
        for objection in &one.objections {
            let text = desk.mark(Mark::Conflict, &objection_text(&desk, objection));
            line(3, &format!("- {text} {}", desk.rows(&objection.claims)));
            let (_, _, strengthen) = words_of(objection.attack);
            line(5, &phrases.plain(strengthen));
        }
        line(0, "");
    }
    if answer.of.is_none() && !answer.pillars.is_empty() {
        line(0, &desk.heading(&phrases.plain("challenge-pillars")));
        for pillar in &answer.pillars {
            let numbers = pillar.alone.iter().map(ToString::to_string).collect::<Vec<_>>();
            let args = [
                ("voice", desk.voice(pillar.voice).into()),
                ("number", pillar.alone.len().into()),
                ("sentences", numbers.join(", ").into()),
                ("all", pillar.speaks_in.into()),
            ];
            line(2, &phrases.say("challenge-pillar", args));
        }
        line(0, "");
    }
    line(0, &desk.quiet(&phrases.plain("challenge-note")));
    out
}

fn line_text(tools: &Tools, look: &Look<'_>, desk: &Desk<'_, '_>, line: &Challenged) -> String {
    match &line.line {
        ChallengedLine::Sentence(sentence) => {
            sentence_text(&tools.desk_with(look, &sentence.by_role), sentence)
        }
        ChallengedLine::Property(reading) => {
            let property = desk.property(reading.record, &reading.property, &reading.scope);
            let mut values: Vec<String> = reading
                .stands
                .iter()
                .filter(|stand| {
                    let own = stand.derived.iter().chain(&stand.annotations);
                    !stand.stated_by.is_empty() || own.count() > 0
                })
                .map(|stand| desk.value(&stand.value))
                .collect();
            values.dedup();
            format!("{}, {property}: {}", desk.named(reading.record), values.join("; "))
        }
    }
}

fn objection_text(desk: &Desk<'_, '_>, objection: &Objection) -> String {
    let phrases = desk.phrases;
    let (_, key, _) = words_of(objection.attack);
    let number = objection.claims.len();
    let text = phrases.say(
        key,
        [
            ("voices", desk.voices(&objection.voices).into()),
            ("through", desk.names(&objection.through).into()),
            ("number", number.into()),
        ],
    );
    let counts = [Attack::OneVoice, Attack::NotIndependent].contains(&objection.attack);
    if counts {
        return text;
    }
    let scope = if objection.all {
        phrases.plain("challenge-all")
    } else {
        phrases.say("challenge-some", [("number", number.into())])
    };
    format!("{text} ({scope})")
}
