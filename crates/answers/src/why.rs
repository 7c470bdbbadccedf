//! Why an answer says what it says.

use serde::Serialize;

use onus_case::Look;
use onus_model::claim::{Claim, Rendering, Speaker};
use onus_model::explain::Role;
use onus_model::id::ClaimId;
use onus_model::resolve::Polarity;
use onus_model::value::Value;
pub use onus_reason::{Ending, Node, NodeReason, Question, Why, WhyError, why};

use crate::brief::sentence_text;
use crate::desk::{Desk, Tools, moment};
use crate::mark::clean;
use crate::shape::{
    ClaimShape, QualifierShape, RecordShape, StatusShape, ValueShape, VoiceShape, document,
    polarity, status,
};
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    about: &'static str,
    record: Option<RecordShape>,
    property: Option<String>,
    sentence: Option<usize>,
    root: NodeShape,
}

#[derive(Serialize)]
struct NodeShape {
    reason: &'static str,
    record: Option<RecordShape>,
    property: Option<String>,
    label: Option<String>,
    scope: Vec<QualifierShape>,
    status: Option<StatusShape>,
    voice: Option<VoiceShape>,
    polarity: Option<&'static str>,
    value: Option<ValueShape>,
    current: Option<bool>,
    text: Option<String>,
    role: Option<&'static str>,
    ending: Option<&'static str>,
    claim: Option<ClaimShape>,
    because: Vec<NodeShape>,
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Says => "says",
        Role::Echo => "echo",
        Role::Statement => "statement",
        Role::Derived => "derived",
        Role::Annotation => "annotation",
        Role::Altered => "altered",
        Role::Reported => "reported",
        Role::CallsFor => "calls for",
        Role::Premise(_) => "premise",
        Role::Judgement => "judgement",
    }
}

fn ending_word(ending: Ending) -> &'static str {
    match ending {
        Ending::Passage => "passage",
        Ending::Premises => "premises",
        Ending::Team => "team",
        Ending::Nowhere => "nowhere",
    }
}

/// The answer as a document of shape `onus.why/1`.
#[must_use]
pub fn to_json(why: &Why, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let (about, record, property, sentence) = match &why.question {
        Question::Record(record) => ("record", Some(*record), None, None),
        Question::Property(record, property) => {
            ("property", Some(*record), Some(property.to_string()), None)
        }
        Question::Brief(number) => ("brief", None, None, Some(*number)),
    };
    document(&Document {
        shape: "onus.why/1",
        about,
        record: record.map(|record| desk.record_shape(record)),
        property,
        sentence,
        root: node_shape(&tools, &desk, &why.root),
    })
}

fn node_shape(tools: &Tools, desk: &Desk<'_, '_>, node: &Node) -> NodeShape {
    let mut shape = NodeShape {
        reason: "",
        record: None,
        property: None,
        label: None,
        scope: Vec::new(),
        status: None,
        voice: None,
        polarity: None,
        value: None,
        current: None,
        text: None,
        role: None,
        ending: None,
        claim: None,
        because: node.because.iter().map(|below| node_shape(tools, desk, below)).collect(),
    };
    match &node.reason {
        NodeReason::Record(record) => {
            shape.reason = "record";
            shape.record = Some(desk.record_shape(*record));
        }
        NodeReason::Sentence(sentence) => {
            shape.reason = "sentence";
            let desk = tools.desk_with(desk.look, &sentence.by_role);
            shape.text = Some(sentence_text(&desk, sentence));
        }
        NodeReason::Property { record, property, scope, status: counted } => {
            shape.reason = "property";
            shape.record = Some(desk.record_shape(*record));
            shape.property = Some(property.to_string());
            shape.label = Some(desk.namer.property_of(*record, property));
            shape.scope = desk.qualifier_shapes(*record, property, scope);
            shape.status = Some(status(*counted));
        }
        NodeReason::Voice(voice) => {
            shape.reason = "voice";
            shape.voice = Some(desk.voice_shape(*voice));
        }
        NodeReason::Said { polarity: said, value, current } => {
            shape.reason = "said";
            shape.polarity = Some(polarity(*said));
            shape.value = Some(desk.value_shape(value));
            shape.current = Some(*current);
        }
        NodeReason::Claim(claim, role, ending) => {
            shape.reason = "claim";
            shape.role = Some(role_word(*role));
            shape.ending = Some(ending_word(*ending));
            shape.claim = desk.claim_shape(*claim);
        }
        NodeReason::AddNoVoice => shape.reason = "add no voice",
        NodeReason::Judgements => shape.reason = "judgements",
    }
    shape
}

/// The answer in words.
#[must_use]
pub fn to_text(why: &Why, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let mut out = String::new();
    // Trees are as deep as chains of claims are; the lines are put out without recursion.
    let mut waiting: Vec<(&Node, usize)> = vec![(&why.root, 0)];
    while let Some((node, depth)) = waiting.pop() {
        let text = node_text(&tools, &desk, node);
        push(&mut out, depth.min(20) * 2, &text, style.width);
        waiting.extend(node.because.iter().rev().map(|below| (below, depth + 1)));
    }
    out
}

fn node_text(tools: &Tools, desk: &Desk<'_, '_>, node: &Node) -> String {
    let phrases = desk.phrases;
    match &node.reason {
        NodeReason::Record(record) => desk.heading(&desk.name(*record)),
        NodeReason::Sentence(sentence) => {
            let desk = tools.desk_with(desk.look, &sentence.by_role);
            desk.heading(&format!("{}. {}", sentence.number, sentence_text(&desk, sentence)))
        }
        NodeReason::Property { record, property, scope, status } => {
            let label = desk.property(*record, property, scope);
            let of = phrases.say(
                "why-property",
                [("property", label.into()), ("record", desk.name(*record).into())],
            );
            format!("{}   {}", desk.heading(&of), desk.status(status))
        }
        NodeReason::Voice(voice) => desk.voice(*voice),
        NodeReason::Said { polarity, value, current } => {
            let value = desk.value(value);
            let text = match polarity {
                Polarity::Affirms => phrases.say("why-said", [("value", value.into())]),
                Polarity::Denies => phrases.say("why-denied", [("value", value.into())]),
            };
            if *current {
                text
            } else {
                format!("{text}, {}", desk.quiet(&phrases.plain("saying-superseded")))
            }
        }
        NodeReason::Claim(claim, role, ending) => claim_text(desk, *claim, *role, *ending),
        NodeReason::AddNoVoice => phrases.plain("why-add-no-voice"),
        NodeReason::Judgements => phrases.plain("why-judgements"),
    }
}

/// A claim on one line: what it says and of what, who says it, through whom, where it stands.
fn claim_text(desk: &Desk<'_, '_>, id: ClaimId, role: Role, ending: Ending) -> String {
    let Some(logged) = desk.look.logged(id) else { return desk.row(id) };
    let claim = &logged.claim;
    let phrases = desk.phrases;
    let role_key = match role {
        Role::Says => "role-says",
        Role::Echo => "role-echo",
        Role::Statement => "role-statement",
        Role::Derived => "role-derived",
        Role::Annotation => "role-annotation",
        Role::Altered => "role-altered",
        Role::Reported => "role-reported",
        Role::CallsFor => "role-calls-for",
        Role::Premise(_) => "role-premise",
        Role::Judgement => "role-judgement",
    };
    let scope: Vec<_> = claim.scope.iter().map(|(id, value)| (id.clone(), value.clone())).collect();
    let value = desk.look.corpus().canonical_value(&claim.value);
    let mut parts = vec![format!(
        "{}: {} {} = {}",
        phrases.plain(role_key),
        desk.name(claim.record),
        desk.property(claim.record, &claim.property, &scope),
        desk.value_as_worded(&value, claim.wording.as_deref()),
    )];
    if let Some(held) = &claim.held {
        let held = desk.value(&Value::Held(held.clone()));
        parts.push(phrases.say("claim-held", [("held", held.into())]));
    }
    parts.push(speaker_text(desk, claim));
    for relay in &claim.via {
        let by = ("by", desk.name(relay.by).into());
        parts.push(match relay.rendering {
            Rendering::Faithful => phrases.say("claim-via-faithful", [by]),
            Rendering::Altered => phrases.say("claim-via-altered", [by]),
            Rendering::Unknown => phrases.say("claim-via", [by]),
        });
    }
    if let Some(said) = &claim.said {
        let said = desk.value(&Value::Date(said.clone()));
        parts.push(phrases.say("claim-said", [("date", said.into())]));
    }
    let place = desk.place(claim);
    if !place.is_empty() {
        parts.push(phrases.say("claim-in", [("place", place.into())]));
    }
    if let Some(quote) = desk.look.quote(claim) {
        parts.push(format!("“{}”", clean(&quote)));
    }
    match ending {
        Ending::Passage | Ending::Premises => {}
        Ending::Team => parts.push(phrases.plain("ending-team")),
        Ending::Nowhere => parts.push(phrases.plain("ending-nowhere")),
    }
    let mut recorded = phrases.say(
        "claim-recorded",
        [("row", desk.row(id).into()), ("time", moment(logged.recorded).into())],
    );
    if let Some(member) = desk.member_name(logged.recorded_by) {
        recorded.push(' ');
        recorded.push_str(&phrases.say("claim-recorded-by", [("member", member.into())]));
    }
    let checked_by = logged.checked_by(desk.look.view().as_of);
    if let Some(member) = checked_by.and_then(|member| desk.member_name(member)) {
        recorded.push_str(", ");
        recorded.push_str(&phrases.say("claim-checked-by", [("member", member.into())]));
    }
    let recorded = format!("[{recorded}]");
    let mut text = format!("{}  {}", parts.join(", "), desk.quiet(&recorded));
    if desk.claim_name(id).draft {
        text.push_str(&format!(" {}", desk.draft()));
    }
    text
}

fn speaker_text(desk: &Desk<'_, '_>, claim: &Claim) -> String {
    let phrases = desk.phrases;
    let stance = desk.namer.words.stance(claim.stance);
    let mut speaker = match claim.origin.speaker {
        Speaker::Record(record) => desk.name(record),
        Speaker::NotStated => phrases.plain("voice-unstated"),
        Speaker::Member(_) => phrases.plain("voice-member"),
    };
    if let Some(organization) = claim.origin.on_behalf_of {
        speaker = phrases.say(
            "claim-on-behalf-of",
            [("speaker", speaker.into()), ("organization", desk.name(organization).into())],
        );
    }
    if let Some(basis) = &claim.origin.basis {
        let basis = onus_text::words::Labels::term(&desk.namer, basis);
        speaker = format!("{speaker} ({basis})");
    }
    phrases.say("claim-speaker", [("speaker", speaker.into()), ("stance", stance.into())])
}
