//! What a search for words found: records by name, and claims by their words.
//!
//! The case finds them; here is only how they are given.

use serde::Serialize;

use onus_case::Look;
pub use onus_case::WordsFound;
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::Value;

use crate::desk::Tools;
use crate::mark::{clean, without};
use crate::shape::{ClaimNameShape, RecordShape, ValueShape, document};
use crate::style::Style;
use crate::table::push;

/// What was found by one hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A record, by one of its names.
    Record {
        /// The record.
        record: RecordId,
        /// The name that was found.
        name: String,
    },
    /// A claim, by words of its value, wording or quote.
    Claim {
        /// The claim.
        claim: ClaimId,
        /// Words around what was found.
        excerpt: String,
    },
    /// A part of a source's text.
    Passage {
        /// The source.
        source: RecordId,
        /// First Unicode scalar of the excerpt.
        start: u64,
        /// First Unicode scalar after it.
        end: u64,
        /// Words around what was found.
        excerpt: String,
    },
}

/// Everything found, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// What was looked for.
    pub words: String,
    /// What was found.
    pub hits: Vec<Hit>,
    /// How many more there are.
    pub left_out: usize,
}

impl Hits {
    /// The hits that a view leaves in of what the case found, each with the words of its value. A claim
    /// that gives a name stands for its record.
    #[must_use]
    pub fn of(look: &Look<'_>, words: &str, found: &WordsFound) -> Self {
        let tools = Tools::new(look, &Style::default());
        let desk = tools.desk(look);
        let mut hits: Vec<Hit> = Vec::new();
        for claim in found.claims.iter().filter_map(|claim| look.corpus().claim(*claim)) {
            let hit = match &claim.value {
                Value::Name(name) => {
                    let record = look.corpus().canonical(claim.record);
                    Hit::Record { record, name: name.name.clone() }
                }
                value => {
                    let value = look.corpus().canonical_value(value);
                    let excerpt = without(&desk.value_as_worded(&value, claim.wording.as_deref()));
                    Hit::Claim { claim: claim.id, excerpt }
                }
            };
            if !hits.contains(&hit) {
                hits.push(hit);
            }
        }
        let total = usize::try_from(found.total).unwrap_or(usize::MAX);
        let left_out = total.saturating_sub(found.claims.len());
        Self { words: words.to_owned(), hits, left_out }
    }
}

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    words: String,
    hits: Vec<HitShape>,
    left_out: usize,
}

#[derive(Serialize)]
struct HitShape {
    kind: &'static str,
    record: Option<RecordShape>,
    claim: Option<ClaimNameShape>,
    property: Option<String>,
    value: Option<ValueShape>,
    start: Option<u64>,
    end: Option<u64>,
    excerpt: String,
}

/// The answer as a document of shape `onus.search/1`.
#[must_use]
pub fn to_json(hits: &Hits, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let shape = |hit: &Hit| match hit {
        Hit::Record { record, name } => HitShape {
            kind: "record",
            record: Some(desk.record_shape(*record)),
            claim: None,
            property: None,
            value: None,
            start: None,
            end: None,
            excerpt: name.clone(),
        },
        Hit::Claim { claim, excerpt } => {
            let known = look.corpus().claim(*claim);
            HitShape {
                kind: "claim",
                record: known.map(|claim| desk.record_shape(claim.record)),
                claim: Some(desk.claim_name(*claim)),
                property: known.map(|claim| claim.property.to_string()),
                value: known
                    .map(|claim| desk.value_shape(&look.corpus().canonical_value(&claim.value))),
                start: None,
                end: None,
                excerpt: excerpt.clone(),
            }
        }
        Hit::Passage { source, start, end, excerpt } => HitShape {
            kind: "passage",
            record: Some(desk.record_shape(*source)),
            claim: None,
            property: None,
            value: None,
            start: Some(*start),
            end: Some(*end),
            excerpt: excerpt.clone(),
        },
    };
    document(&Document {
        shape: "onus.search/1",
        words: hits.words.clone(),
        hits: hits.hits.iter().map(shape).collect(),
        left_out: hits.left_out,
    })
}

/// The answer in words.
#[must_use]
pub fn to_text(hits: &Hits, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    if hits.hits.is_empty() {
        line(0, &desk.phrases.plain("search-none"));
    }
    for hit in &hits.hits {
        let text = match hit {
            Hit::Record { record, name } => format!("{} — {}", desk.named(*record), clean(name)),
            Hit::Claim { claim, excerpt } => {
                let known = look.corpus().claim(*claim);
                let about = known.map(|claim| {
                    let property = desk.namer.property_of(claim.record, &claim.property);
                    format!("{}, {property}", desk.named(claim.record))
                });
                let about = about.unwrap_or_default();
                format!("{about}: {} {}", clean(excerpt), desk.rows(&[*claim]))
            }
            Hit::Passage { source, excerpt, .. } => {
                format!("{}: … {} …", desk.named(*source), clean(excerpt))
            }
        };
        line(0, &text);
    }
    if hits.left_out > 0 {
        line(
            0,
            &desk.quiet(&desk.phrases.say("search-left-out", [("number", hits.left_out.into())])),
        );
    }
    out
}
