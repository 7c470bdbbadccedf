//! Records that may be one, in words: whom their names bring together, and what speaks for it and against it.

use serde::Serialize;

use onus_case::Look;
use onus_model::id::{PropertyId, RecordId};
use onus_model::value::Value;
pub use onus_reason::{Alike, Joined, LinkEvidence, LinkPair, Links, Matched, Told, Weighs, links};

use crate::desk::{Desk, Tools};
use crate::mark::{Mark, clean};
use crate::shape::{ClaimNameShape, RecordShape, ToldShape, document};
use crate::show::grade_word;
use crate::style::Style;
use crate::table::push;

/// The most pairs that an answer holds.
pub const MOST: usize = 200;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    record: Option<RecordShape>,
    pairs: Vec<PairShape>,
    left_out: usize,
    joined: Vec<JoinedShape>,
}

#[derive(Serialize)]
struct PairShape {
    first: RecordShape,
    second: RecordShape,
    how: Option<&'static str>,
    first_name: Option<String>,
    second_name: Option<String>,
    judged: Option<&'static str>,
    judgements: Vec<ClaimNameShape>,
    evidence: Vec<EvidenceShape>,
}

#[derive(Serialize)]
struct EvidenceShape {
    property: String,
    label: String,
    weighs: &'static str,
    first: Vec<ToldShape>,
    second: Vec<ToldShape>,
}

#[derive(Serialize)]
struct JoinedShape {
    record: RecordShape,
    members: Vec<MemberShape>,
    judgements: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct MemberShape {
    id: String,
    handle: Option<String>,
    names: Vec<String>,
}

fn how_word(how: Matched) -> &'static str {
    match how {
        Matched::Name => "name",
        Matched::Spelling => "spelling",
        _ => "part-of-name",
    }
}

fn weighs_word(weighs: Weighs) -> &'static str {
    match weighs {
        Weighs::For => "for",
        Weighs::Against => "against",
        Weighs::Open => "open",
    }
}

/// The answer as a document of shape `onus.link/1`.
#[must_use]
pub fn to_json(answer: &Links, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let pair = |pair: &LinkPair| PairShape {
        first: desk.record_shape(pair.first),
        second: desk.record_shape(pair.second),
        how: pair.alike.as_ref().map(|alike| how_word(alike.how)),
        first_name: pair.alike.as_ref().map(|alike| alike.first.clone()),
        second_name: pair.alike.as_ref().map(|alike| alike.second.clone()),
        judged: pair.judged.map(grade_word),
        judgements: desk.claim_names(&pair.judgements),
        evidence: pair
            .evidence
            .iter()
            .map(|one| EvidenceShape {
                property: one.property.to_string(),
                label: label(&desk, pair.first, &one.property),
                weighs: weighs_word(one.weighs),
                first: desk.told_shapes(&one.first),
                second: desk.told_shapes(&one.second),
            })
            .collect(),
    };
    let joined = |joined: &Joined| JoinedShape {
        record: desk.record_shape(joined.record),
        members: joined
            .members
            .iter()
            .map(|(member, names)| MemberShape {
                id: member.to_string(),
                handle: look.handle(*member).map(ToOwned::to_owned),
                names: names.clone(),
            })
            .collect(),
        judgements: desk.claim_names(&joined.judgements),
    };
    document(&Document {
        shape: "onus.link/1",
        record: answer.of.map(|record| desk.record_shape(record)),
        pairs: answer.pairs.iter().map(pair).collect(),
        left_out: answer.left_out,
        joined: answer.joined.iter().map(joined).collect(),
    })
}

fn label(desk: &Desk<'_, '_>, record: RecordId, property: &PropertyId) -> String {
    desk.property(record, property, &[])
}

/// The answer in words.
#[must_use]
pub fn to_text(answer: &Links, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let phrases = desk.phrases;
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    if answer.pairs.is_empty() && answer.joined.is_empty() {
        line(0, &phrases.plain("link-none"));
        return out;
    }
    for (place, pair) in answer.pairs.iter().enumerate() {
        if place > 0 {
            line(0, "");
        }
        let names =
            [("first", desk.named(pair.first).into()), ("second", desk.named(pair.second).into())];
        line(0, &desk.heading(&phrases.say("link-pair", names)));
        line(2, &alike(&desk, pair.alike.as_ref()));
        line(2, &judged(&desk, pair));
        for one in &pair.evidence {
            let told = |told: &[Told]| desk.list(told.iter().map(|told| desk.value(&told.value)));
            let key = match one.weighs {
                Weighs::For => "link-for",
                Weighs::Against => "link-against",
                Weighs::Open => "link-open",
            };
            let parts = [
                ("property", label(&desk, pair.first, &one.property).into()),
                ("first", told(&one.first).into()),
                ("second", told(&one.second).into()),
            ];
            line(2, &phrases.say(key, parts));
        }
        if pair.evidence.is_empty() {
            line(2, &desk.quiet(&phrases.plain("link-nothing-else")));
        }
    }
    if answer.left_out > 0 {
        line(0, &phrases.say("link-left-out", [("number", answer.left_out.into())]));
    }
    for one in &answer.joined {
        let members = one.members.iter().map(|(member, names)| {
            let names = clean(&names.join(", "));
            match look.handle(*member) {
                Some(handle) => {
                    format!("{} {}", names, desk.mark(Mark::Handle, &format!("[{handle}]")))
                }
                None => names,
            }
        });
        let parts = [
            ("record", desk.named(one.record).into()),
            ("members", desk.list(members.map(|one| one.trim().to_owned())).into()),
            ("claims", desk.rows(&one.judgements).into()),
        ];
        line(0, &phrases.say("link-joined", parts));
    }
    out
}

fn alike(desk: &Desk<'_, '_>, alike: Option<&Alike>) -> String {
    let phrases = desk.phrases;
    let Some(alike) = alike else { return phrases.plain("link-by-facts") };
    let names = [("first", clean(&alike.first).into()), ("second", clean(&alike.second).into())];
    match alike.how {
        Matched::Name => phrases.say("link-by-name", names),
        Matched::Spelling => phrases.say("link-by-spelling", names),
        _ => phrases.say("link-by-part", names),
    }
}

fn judged(desk: &Desk<'_, '_>, pair: &LinkPair) -> String {
    let phrases = desk.phrases;
    let Some(grade) = pair.judged else { return phrases.plain("link-not-judged") };
    let word = grade_word(grade);
    let term = format!("identity-grade:{word}").parse();
    let grade = term.map_or_else(|_| word.to_owned(), |term| desk.value(&Value::Term(term)));
    phrases.say(
        "link-judged",
        [("grade", grade.into()), ("claims", desk.rows(&pair.judgements).into())],
    )
}
