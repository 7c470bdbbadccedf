//! A source to be read: its text in numbered paragraphs with the coded passages marked, its claims in the margin.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use super::record::properties_of;
use crate::document::{Claim, NotADocument, Record, Status, read};
use crate::frame::{Frame, Room, level, page, time};
use crate::parts::{self, record, status, voice, voices_status, why, worded};
use crate::rooms::claim::place;
use crate::words::Words;

#[derive(Deserialize)]
struct Source {
    record: Record,
    files: Vec<File>,
    texts: Vec<Text>,
    paragraphs: usize,
    first: usize,
    next: Option<usize>,
    claims: Vec<Coded>,
}

#[derive(Deserialize)]
struct File {
    exhibit: Record,
    digest: String,
    media: String,
    bytes: u64,
    here: bool,
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    kind: String,
    when: String,
    from: Option<String>,
    to: Option<String>,
    note: Option<String>,
    recorded: String,
    recorded_by: Option<String>,
}

#[derive(Deserialize)]
struct Text {
    digest: String,
    inside: Vec<String>,
    language: Option<String>,
    reader: String,
    corrects: Option<String>,
    characters: u64,
    here: bool,
    paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    number: usize,
    start: usize,
    end: usize,
    place: Option<String>,
    recognized: bool,
    text: String,
}

#[derive(Deserialize)]
struct Coded {
    claim: Claim,
    label: String,
    status: Status,
    denied: bool,
    found: String,
    text: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
}

impl Coded {
    /// Where it stands in a text, as scalars of it.
    fn within(&self, text: &str) -> Option<(usize, usize)> {
        let stands = self.text.as_deref() == Some(text) && self.found != "not-here";
        stands.then_some((self.start?, self.end?))
    }

    fn is_disputed(&self) -> bool {
        self.denied || self.status.in_conflict > 0
    }
}

/// What a reader sees of a source beside its text.
#[derive(Clone, Copy, Debug)]
pub struct Documents<'d> {
    /// An `onus.source/1`.
    pub source: &'d Json,
    /// An `onus.show/1` of the same source.
    pub show: &'d Json,
    /// The claim to be shown as selected, by its identifier.
    pub selected: Option<&'d str>,
}

/// The page.
///
/// # Errors
///
/// When a document is of another shape.
pub fn source(frame: &Frame<'_>, documents: &Documents<'_>) -> Result<String, NotADocument> {
    let words = frame.words;
    let source: Source = read(documents.source)?;
    let mut numbers = BTreeMap::new();
    for (place, coded) in source.claims.iter().enumerate() {
        numbers.insert(coded.claim.id.as_str(), place + 1);
    }
    let reading = Reading { words, source: &source, numbers: &numbers, selected: documents.selected };
    let changes = frame.case.as_ref().is_some_and(|case| case.changes);
    let may_code = changes.then(|| format!("/sources/{}/code", source.record.id));
    let elsewhere: Vec<&Coded> = source.claims.iter().filter(|coded| !reading.is_in_text(coded)).collect();
    let has_text = source.texts.iter().any(|text| text.here);
    let body = html! {
        (parts::title(
            html! {
                (words.say("p-source")) @if let Some(handle) = &source.record.handle { " " span.cid { (handle) } }
                " · " a href="/sources" { (words.say("p-all-of-them")) }
            },
            &source.record.label,
            html! { p.small { (words.number("p-claims-number", source.claims.len())) " · " a href="#s-about" { (words.say("p-source-about")) } } },
        ))
        (facts(words, &source))
        @if has_text {
            ul.legend aria-label=(words.say("p-legend")) {
                li { mark { (words.say("p-mark-one")) } } li { mark.two { (words.say("p-mark-several")) } }
                li { mark.disputed { (words.say("p-mark-disputed")) } }
            }
        } @else { p.prose.empty { (words.say("p-source-no-text")) } }
        @if let Some(address) = &may_code {
            form.code-here method="get" action=(address) data-code {
                input type="hidden" name="text" value=""; input type="hidden" name="start" value=""; input type="hidden" name="end" value="";
                label { (words.say("p-code-quote")) " " input name="quote" autocomplete="off" placeholder=(words.say("p-code-quote-hint")); }
                button { (words.say("p-code-here")) }
            }
        }
        @for text in &source.texts { (reading.text(text)) }
        @if let Some(next) = source.next {
            p.pager { (words.with("p-paragraphs", [("first", source.first.into()), ("last", (next - 1).into()), ("all", source.paragraphs.into())])) " " a rel="next" href={ "/sources/" (source.record.id) "?from=" (next) } { (words.say("p-after")) } }
        }
        @if !elsewhere.is_empty() {
            section aria-labelledby="s-elsewhere" {
                h2 #s-elsewhere { (if has_text { words.say("p-claims-elsewhere") } else { words.say("p-claims-read-here") }) }
                ol.notes.long.whole { @for coded in elsewhere { (reading.note(coded, true)) } }
            }
        }
        section aria-labelledby="s-about" {
            h2 #s-about { (words.say("p-source-about")) }
            @if let Some(properties) = properties_of(words, documents.show)? { (properties) }
            p.small { a href={ "/why/" (source.record.id) } { (words.say("p-down-to-passages")) } }
        }
    };
    Ok(page(frame, Room::Sources, &source.record.label, body))
}

fn facts(words: &Words, source: &Source) -> Markup {
    html! {
        @if !source.files.is_empty() || !source.texts.is_empty() {
            dl.srcdata {
                @for text in &source.texts {
                    div {
                        dt { (words.say("p-text")) }
                        dd {
                            (words.with("p-text-told", [("characters", text.characters.into()), ("reader", (&text.reader).into())]))
                            @if let Some(language) = &text.language { ", " (language) }
                            @if !text.inside.is_empty() { ", " bdi { (text.inside.join(" › ")) } }
                            @if text.corrects.is_some() { ", " (words.say("p-text-correction")) }
                            @if !text.here { ", " (words.say("p-not-here")) }
                        }
                    }
                }
                @for file in &source.files {
                    div {
                        dt { (words.say("p-original")) }
                        dd {
                            (record(&file.exhibit)) ", " (file.media) ", " (words.with("p-bytes", [("number", file.bytes.into())]))
                            ", SHA-256 " bdi.digest { (file.digest.chars().take(12).collect::<String>()) "…" }
                            @if !file.here { ", " (words.say("p-not-here")) }
                        }
                    }
                    @if !file.events.is_empty() {
                        div {
                            dt { (words.say("p-custody")) }
                            dd { ul { @for event in &file.events { li { (custody(words, event)) } } } }
                        }
                    }
                }
            }
        }
    }
}

fn custody(words: &Words, event: &Event) -> Markup {
    let what = match event.kind.as_str() {
        "received" => words.say("p-custody-received"),
        "copied" => words.say("p-custody-copied"),
        "exported" => words.say("p-custody-exported"),
        "handed-over" => words.say("p-custody-handed-over"),
        "examined" => words.say("p-custody-examined"),
        "returned" => words.say("p-custody-returned"),
        other => other.to_owned(),
    };
    html! {
        span.num { (event.when) } " " (what)
        @if let Some(from) = &event.from { ", " (words.say("p-from")) " " bdi { (from) } }
        @if let Some(to) = &event.to { ", " (words.say("p-to")) " " bdi { (to) } }
        @if let Some(note) = &event.note { ": " bdi { (note) } }
        " " span.tiny { (words.say("p-recorded")) " " (time(&event.recorded)) @if let Some(by) = &event.recorded_by { ", " bdi { (by) } } }
    }
}

/// A stretch of a paragraph and the claims that cover it.
struct Piece<'s> {
    text: String,
    claims: Vec<&'s Coded>,
}

struct Reading<'s> {
    words: &'s Words,
    source: &'s Source,
    numbers: &'s BTreeMap<&'s str, usize>,
    selected: Option<&'s str>,
}

impl Reading<'_> {
    /// Whether a claim stands in a paragraph that is shown, or in one of another part.
    fn is_in_text(&self, coded: &Coded) -> bool {
        let mut texts = self.source.texts.iter().filter(|text| text.here);
        texts.any(|text| coded.within(&text.digest).is_some_and(|(start, end)| {
            start < end && (self.source.next.is_some() || self.source.first > 1 || text.paragraphs.iter().any(|one| start < one.end && one.start < end))
                && !is_whole(text, start, end)
        }))
    }

    fn text(&self, text: &Text) -> Markup {
        html! {
            @if !text.inside.is_empty() { h2 { bdi { (text.inside.join(" › ")) } } }
            ol.leaf lang=[text.language.as_deref()] data-text=(text.digest) {
                @for paragraph in &text.paragraphs { (self.paragraph(text, paragraph)) }
            }
        }
    }

    fn paragraph(&self, text: &Text, paragraph: &Paragraph) -> Markup {
        let id = format!("p{}", paragraph.number);
        let reference = format!("#{id}");
        let here: Vec<&Coded> = self
            .source
            .claims
            .iter()
            .filter(|coded| coded.within(&text.digest).is_some_and(|(start, end)| {
                start < paragraph.end && paragraph.start < end && !is_whole(text, start, end)
            }))
            .collect();
        // A claim stands in the margin of the paragraph in which it begins.
        let begins = |coded: &&&Coded| {
            coded.start.is_some_and(|start| start >= paragraph.start) || paragraph.number == self.source.first
        };
        html! {
            li {
                div {
                    p.para id=(id) data-start=(paragraph.start) dir="auto" {
                        a.n href=(reference) aria-label=(self.words.number("p-paragraph-n", paragraph.number)) { "¶" (paragraph.number) }
                        span.run { (self.pieces(text, paragraph, &here)) }
                    }
                    @if paragraph.place.is_some() || paragraph.recognized {
                        p.tiny { @if let Some(place) = &paragraph.place { (place) } @if paragraph.recognized { " · " (self.words.say("p-recognized")) } }
                    }
                }
                ul.notes aria-label=(self.words.number("p-claims-of-paragraph", paragraph.number)) {
                    @for coded in here.iter().filter(begins) { (self.note(coded, false)) }
                }
            }
        }
    }

    /// The words of a paragraph with what is coded in them marked; after each passage the numbers of its claims.
    fn pieces(&self, text: &Text, paragraph: &Paragraph, here: &[&Coded]) -> Markup {
        let pieces = cut(text, paragraph, here);
        html! {
            @for (place, piece) in pieces.iter().enumerate() {
                @if piece.claims.is_empty() { (piece.text) } @else {
                    mark.two[piece.claims.len() > 1].disputed[piece.claims.iter().any(|one| one.is_disputed())].sel[piece.claims.iter().any(|one| self.selected == Some(one.claim.id.as_str()))] { (piece.text) }
                    @let next: &[&Coded] = pieces.get(place + 1).map_or(&[], |piece| &piece.claims);
                    @for coded in piece.claims.iter().filter(|one| !next.iter().any(|other| other.claim.id == one.claim.id)) {
                        @let number = self.numbers.get(coded.claim.id.as_str()).copied().unwrap_or_default();
                        a.ref href={ "#c-" (coded.claim.id) } aria-label=(self.words.number("p-claim-n", number)) { (number) }
                    }
                }
            }
        }
    }

    fn note(&self, coded: &Coded, with_place: bool) -> Markup {
        let claim = &coded.claim;
        let id = format!("c-{}", claim.id);
        let reasons = why(&claim.record.id, &claim.property);
        let number = self.numbers.get(claim.id.as_str()).copied().unwrap_or_default();
        let words = self.words;
        html! {
            li id=(id) .on[self.selected == Some(claim.id.as_str())] {
                a.cid href={ "/claims/" (claim.id) } aria-label=(words.number("p-claim-n", number)) { (number) }
                div {
                    b { (voice(&claim.voice)) } @if claim.stance != "asserts" { " " (super::claim::stance(words, &claim.stance)) } ": "
                    (record(&claim.record)) ", " (coded.label) ": "
                    @match claim.value.record {
                        Some(_) => (parts::value(&claim.value)),
                        None => a.why href=(reasons) { (worded(&claim.value, claim.wording.as_deref())) },
                    }
                    @if coded.is_disputed() {
                        " " (voices_status(words, Status { origins: 0, independent: 0, ..coded.status }, Some(&reasons)))
                        @if coded.denied { " " (status("denied", &words.say("p-denied"), Some(&reasons))) }
                    }
                    @if claim.review == "draft" { (parts::draft(words)) }
                    @if claim.level == "sealed" { " " span.tiny { (level(words, &claim.level)) } }
                    @if matches!(coded.found.as_str(), "lost" | "several") { " " span.tiny { (words.say("p-passage-not-found")) } }
                    @if with_place { (place(words, claim)) }
                }
            }
        }
    }
}

/// Whether a passage is all of a text: such a claim stands on the source as a whole, and marks nothing.
fn is_whole(text: &Text, start: usize, end: usize) -> bool {
    let characters = usize::try_from(text.characters).unwrap_or(usize::MAX);
    start == 0 && end >= characters.saturating_sub(1)
}

/// Cuts a paragraph where a passage begins or ends.
fn cut<'s>(text: &Text, paragraph: &Paragraph, here: &[&'s Coded]) -> Vec<Piece<'s>> {
    let letters: Vec<char> = paragraph.text.chars().collect();
    let mut cuts = vec![paragraph.start, paragraph.end];
    for (start, end) in here.iter().filter_map(|coded| coded.within(&text.digest)) {
        cuts.extend([start, end].into_iter().filter(|at| (paragraph.start..paragraph.end).contains(at)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|pair| {
            let (start, end) = (*pair.first()?, *pair.last()?);
            let part = letters.get(start - paragraph.start..(end - paragraph.start).min(letters.len()))?;
            let covers = |coded: &&&Coded| {
                coded.within(&text.digest).is_some_and(|(from, to)| from <= start && end <= to)
            };
            Some(Piece { text: part.iter().collect(), claims: here.iter().filter(covers).copied().collect() })
        })
        .collect()
}
