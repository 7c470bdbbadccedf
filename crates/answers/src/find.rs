//! Which record a name or handle may mean: "did you mean".

use serde::Serialize;

use onus_case::Look;
pub use onus_reason::{Candidate, Found, Matched, find};

use crate::desk::{Desk, Tools};
use crate::mark::clean;
use crate::shape::{RecordShape, document};
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    found: &'static str,
    candidates: Vec<CandidateShape>,
}

#[derive(Serialize)]
struct CandidateShape {
    record: RecordShape,
    matched: String,
    how: &'static str,
    likeness: f64,
}

fn how_word(how: Matched) -> &'static str {
    match how {
        Matched::Handle => "handle",
        Matched::Name => "name",
        Matched::Spelling => "spelling",
        Matched::PartOfName => "part of name",
        Matched::Near => "near",
    }
}

/// The answer as a document of shape `onus.find/1`.
#[must_use]
pub fn to_json(found: &Found, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let shape = |candidate: &Candidate| CandidateShape {
        record: desk.record_shape(candidate.record),
        matched: candidate.matched.clone(),
        how: how_word(candidate.how),
        likeness: (candidate.likeness * 100.0).round() / 100.0,
    };
    let (found, candidates) = match found {
        Found::One(record) => {
            let only = CandidateShape {
                record: desk.record_shape(*record),
                matched: desk.name(*record),
                how: how_word(Matched::Handle),
                likeness: 1.0,
            };
            ("one", vec![only])
        }
        Found::Several(candidates) => ("several", candidates.iter().map(shape).collect()),
        Found::None(near) => ("none", near.iter().map(shape).collect()),
    };
    document(&Document { shape: "onus.find/1", found, candidates })
}

/// The answer in words.
#[must_use]
pub fn to_text(found: &Found, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    match found {
        Found::One(record) => line(0, &desk.named(*record)),
        Found::Several(candidates) => {
            line(0, &desk.phrases.plain("find-several"));
            candidates.iter().for_each(|one| line(2, &candidate_text(&desk, one)));
        }
        Found::None(near) if near.is_empty() => line(0, &desk.phrases.plain("find-none")),
        Found::None(near) => {
            line(0, &desk.phrases.plain("find-none-but-near"));
            near.iter().for_each(|one| line(2, &candidate_text(&desk, one)));
        }
    }
    out
}

fn candidate_text(desk: &Desk<'_, '_>, candidate: &Candidate) -> String {
    let record_type = candidate.record_type.as_ref();
    let what = record_type.map(|known| desk.namer.type_name(known.as_str())).unwrap_or_default();
    let mut text = format!("{}, {what}", desk.named(candidate.record));
    let name = desk.name(candidate.record);
    let matched = clean(&candidate.matched);
    if matched != name {
        let also = desk.phrases.say("find-matched", [("name", matched.into())]);
        text = format!("{text}, {also}");
    }
    text
}
