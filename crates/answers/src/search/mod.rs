//! What a search for words found: records by name, claims and passages by their words, and what they have in common.
//!
//! The case finds them; here is only how they are given. What was looked for is marked in each: in colour on a
//! terminal, between asterisks in plain text, as ranges in JSON.

mod finding;

use std::cmp::Reverse;

use serde::Serialize;

use onus_case::{Common, Counted, Look, claim_texts};
use onus_model::id::{ClaimId, RecordId};
use onus_text::search::{Question, highlights};

use crate::desk::{Desk, Tools};
use crate::excerpt::Excerpt;
use crate::mark::{Mark, clean};
use crate::shape::{ClaimNameShape, RecordShape, ValueShape, document};
use crate::style::Style;
use crate::table::push;

pub use finding::{SearchError, search};

/// About how many Unicode scalars of a text are shown of it.
const EXCERPT: usize = 240;

/// The most values of a facet that the text shows.
const VALUES: usize = 8;

/// The most values of a facet that are given at all.
const MOST_VALUES: usize = 100;

/// What was found by one hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A record, by one of its names.
    Record {
        /// The record.
        record: RecordId,
        /// The name that was found.
        name: Excerpt,
    },
    /// A claim, by words of its value, wording, quote or place.
    Claim {
        /// The claim.
        claim: ClaimId,
        /// Words around what was found.
        excerpt: Excerpt,
    },
    /// A part of a source's text.
    Passage {
        /// The source.
        source: RecordId,
        /// SHA-256 of the text.
        text: [u8; 32],
        /// First Unicode scalar of the passage.
        start: u64,
        /// First Unicode scalar after it.
        end: u64,
        /// Where it stands in the file, in words.
        place: Option<String>,
        /// Words around what was found; none where the text is not here.
        excerpt: Option<Excerpt>,
    },
}

/// What is shown of the hits of a question.
pub struct Showing<'s, 'l> {
    question: &'s Question,
    look: &'s Look<'l>,
    tools: Tools,
}

impl<'s, 'l> Showing<'s, 'l> {
    /// For a question that is asked of a case in one view.
    #[must_use]
    pub fn new(question: &'s Question, look: &'s Look<'l>) -> Self {
        Self { question, look, tools: Tools::new(look, &Style::default()) }
    }

    /// A record that was found by a name.
    #[must_use]
    pub fn record(&self, record: RecordId, name: &str) -> Hit {
        Hit::Record { record, name: self.excerpt(name, None, true) }
    }

    /// A claim: its value, or what else of it has the words. None where it is not in view.
    #[must_use]
    pub fn claim(&self, claim: ClaimId) -> Option<Hit> {
        let known = self.look.corpus().claim(claim)?;
        let desk = self.tools.desk(self.look);
        let value = self.look.corpus().canonical_value(&known.value);
        let shown = desk.value_as_worded(&value, known.wording.as_deref());
        let texts = claim_texts(known);
        let language = texts.first().and_then(|first| first.language);
        let mut best = self.excerpt(&shown, language, false);
        // What stands neither in the value nor in its wording was found in the quote or the place.
        for one in texts {
            if !best.found.is_empty() {
                break;
            }
            let other = self.excerpt(one.text, one.language, false);
            if !other.found.is_empty() {
                best = other;
            }
        }
        Some(Hit::Claim { claim, excerpt: best })
    }

    /// What is shown of the words of a passage, which were indexed as being in a language.
    #[must_use]
    pub fn words(&self, words: &str, language: Option<&str>) -> Excerpt {
        self.excerpt(words, language, false)
    }

    fn excerpt(&self, text: &str, language: Option<&str>, is_name: bool) -> Excerpt {
        let found = highlights(self.question, text, language, is_name);
        let found: Vec<_> = found.iter().map(|one| one.start..one.end).collect();
        Excerpt::of(text, &found, EXCERPT)
    }
}

/// Everything found, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// What was looked for.
    pub words: String,
    /// What was found.
    pub hits: Vec<Hit>,
    /// How many hits there are in all. Records that are one, by several names, may count more than once.
    pub total: u64,
    /// How many of them are not shown.
    pub left_out: u64,
    /// Words that occur nowhere and were taken for beginnings of others.
    pub beginnings: Vec<String>,
    /// How many hits have what in common.
    pub facets: Vec<(Common, Counted)>,
}

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    words: String,
    beginnings: Vec<String>,
    hits: Vec<HitShape>,
    total: u64,
    left_out: u64,
    facets: Vec<FacetShape>,
}

#[derive(Serialize)]
struct HitShape {
    kind: &'static str,
    record: Option<RecordShape>,
    claim: Option<ClaimNameShape>,
    property: Option<String>,
    label: Option<String>,
    value: Option<ValueShape>,
    text: Option<String>,
    start: Option<u64>,
    end: Option<u64>,
    place: Option<String>,
    excerpt: String,
    highlights: Vec<HighlightShape>,
}

#[derive(Serialize)]
struct HighlightShape {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct FacetShape {
    facet: &'static str,
    value: String,
    label: String,
    record: Option<RecordShape>,
    count: u64,
    more: bool,
}

/// A value that hits have in common, ready to be shown.
struct Shared {
    facet: &'static str,
    /// As a filter takes it.
    value: String,
    label: String,
    source: Option<RecordId>,
    count: Counted,
}

/// The values that hits have in common, kinds first, then types, sources and languages, the most frequent first.
fn shared(hits: &Hits, desk: &Desk<'_, '_>) -> Vec<Shared> {
    const FACETS: [&str; 4] = ["kind", "type", "source", "language"];
    let rank = |common: &Common| match common {
        Common::Kind(_) => 0,
        Common::Type(_) => 1,
        Common::Source(_) => 2,
        Common::Language(_) => 3,
    };
    let mut all = Vec::new();
    for (place, facet) in FACETS.into_iter().enumerate() {
        let of = hits.facets.iter().filter(|(common, _)| rank(common) == place);
        let mut values: Vec<&(Common, Counted)> = of.collect();
        values.sort_by_key(|(_, count)| Reverse(*count));
        values.truncate(MOST_VALUES);
        // What is equally frequent stands in an order that does not depend on identifiers.
        values.sort_by_cached_key(|(common, count)| {
            let source = match common {
                Common::Source(source) => Some(desk.order.record_place(desk.look, *source)),
                _ => None,
            };
            (Reverse(*count), source, common)
        });
        for (common, count) in values {
            let (value, label, source) = match common {
                Common::Kind(word) | Common::Language(word) => (word.clone(), word.clone(), None),
                Common::Type(word) => (word.clone(), desk.namer.type_name(word), None),
                Common::Source(source) => {
                    let handle = desk.order.handle(desk.look, *source);
                    let value = handle.map_or_else(|| source.to_string(), ToOwned::to_owned);
                    (value, desk.name(*source), Some(*source))
                }
            };
            all.push(Shared { facet, value, label, source, count: *count });
        }
    }
    all
}

/// The answer as a document of shape `onus.search/1`.
#[must_use]
pub fn to_json(hits: &Hits, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let shape = |hit: &Hit| {
        let mut shape = HitShape {
            kind: "record",
            record: None,
            claim: None,
            property: None,
            label: None,
            value: None,
            text: None,
            start: None,
            end: None,
            place: None,
            excerpt: String::new(),
            highlights: Vec::new(),
        };
        let shown = match hit {
            Hit::Record { record, name } => {
                shape.record = Some(desk.record_shape(*record));
                Some(name)
            }
            Hit::Claim { claim, excerpt } => {
                let known = look.corpus().claim(*claim);
                shape.kind = "claim";
                shape.record = known.map(|claim| desk.record_shape(claim.record));
                shape.claim = Some(desk.claim_name(*claim));
                shape.property = known.map(|claim| claim.property.to_string());
                shape.label =
                    known.map(|claim| desk.namer.property_of(claim.record, &claim.property));
                shape.value = known
                    .map(|claim| desk.value_shape(&look.corpus().canonical_value(&claim.value)));
                Some(excerpt)
            }
            Hit::Passage { source, text, start, end, place, excerpt } => {
                shape.kind = "passage";
                shape.record = Some(desk.record_shape(*source));
                shape.text = Some(text.iter().map(|byte| format!("{byte:02x}")).collect());
                (shape.start, shape.end) = (Some(*start), Some(*end));
                shape.place.clone_from(place);
                excerpt.as_ref()
            }
        };
        if let Some(shown) = shown {
            shape.excerpt.clone_from(&shown.text);
            let ranges = shown.found.iter();
            shape.highlights =
                ranges.map(|one| HighlightShape { start: one.start, end: one.end }).collect();
        }
        shape
    };
    let facet = |one: Shared| {
        let (count, more) = match one.count {
            Counted::Exactly(count) => (count, false),
            Counted::MoreThan(count) => (count, true),
        };
        let record = one.source.map(|source| desk.record_shape(source));
        FacetShape { facet: one.facet, value: one.value, label: one.label, record, count, more }
    };
    document(&Document {
        shape: "onus.search/1",
        words: hits.words.clone(),
        beginnings: hits.beginnings.clone(),
        hits: hits.hits.iter().map(shape).collect(),
        total: hits.total,
        left_out: hits.left_out,
        facets: shared(hits, &desk).into_iter().map(facet).collect(),
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
    let found = |part: &str| match style.marks {
        true => Mark::Found.around(part),
        false => format!("*{part}*"),
    };
    for hit in &hits.hits {
        let text = match hit {
            Hit::Record { record, name } => {
                format!("{} — {}", desk.named(*record), name.marked(found))
            }
            Hit::Claim { claim, excerpt } => {
                let known = look.corpus().claim(*claim);
                let about = known.map(|claim| {
                    let property = desk.namer.property_of(claim.record, &claim.property);
                    format!("{}, {property}", desk.named(claim.record))
                });
                let about = about.unwrap_or_default();
                format!("{about}: {} {}", excerpt.marked(found), desk.rows(&[*claim]))
            }
            Hit::Passage { source, place, excerpt, .. } => {
                let place = place.as_deref().map(|place| format!(", {}", clean(place)));
                let excerpt = match excerpt {
                    Some(excerpt) => excerpt.marked(found),
                    None => desk.quiet(&desk.phrases.plain("search-no-text")),
                };
                format!("{}{}: {excerpt}", desk.named(*source), place.unwrap_or_default())
            }
        };
        line(0, &text);
    }
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX).into();
    if hits.left_out > 0 {
        let left_out = [("number", number(hits.left_out))];
        line(0, &desk.quiet(&desk.phrases.say("search-left-out", left_out)));
    }
    if !hits.beginnings.is_empty() {
        let words = hits.beginnings.iter().map(|word| format!("{}*", clean(word)));
        let words = words.collect::<Vec<_>>().join(", ");
        line(0, &desk.quiet(&desk.phrases.say("search-beginnings", [("words", words.into())])));
    }
    let shared = shared(hits, &desk);
    if !shared.is_empty() {
        line(0, &desk.quiet(&desk.phrases.say("search-total", [("number", number(hits.total))])));
    }
    for facet in shared.chunk_by(|one, other| one.facet == other.facet) {
        let mut values: Vec<String> = Vec::new();
        for one in facet.iter().take(VALUES) {
            let count = match one.count {
                Counted::Exactly(count) => count.to_string(),
                Counted::MoreThan(count) => {
                    desk.phrases.say("search-more-than", [("number", number(count))])
                }
            };
            values.push(format!("{} {count}", clean(&one.value)));
        }
        if facet.len() > VALUES {
            values.push("…".to_owned());
        }
        let name = facet.first().map_or("", |one| one.facet);
        line(2, &desk.quiet(&format!("{name}: {}", values.join(", "))));
    }
    out
}
