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
    let groups = groups(&source);
    let mut numbers = BTreeMap::new();
    for (place, group) in groups.iter().enumerate() {
        numbers.extend(group.claims.iter().map(|coded| (coded.claim.id.as_str(), place + 1)));
    }
    let reading = Reading {
        words,
        source: &source,
        groups: &groups,
        numbers: &numbers,
        selected: documents.selected,
    };
    let changes = frame.case.as_ref().is_some_and(|case| case.changes);
    let may_code = changes.then(|| format!("/sources/{}/code", source.record.id));
    let elsewhere: Vec<&Group<'_>> =
        groups.iter().filter(|group| group.paragraph.is_none()).collect();
    let has_text = source.texts.iter().any(|text| text.here);
    let body = html! {
        (parts::title(
            html! {
                (words.say("p-source")) @if let Some(handle) = &source.record.handle { " " span.cid { (handle) } }
                " · " a href="/sources" { (words.say("p-all-of-them")) }
            },
            &parts::heading(&source.record),
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
                ol.notes.long.whole { @for group in elsewhere { (reading.note(group)) } }
            }
        }
        section aria-labelledby="s-about" {
            h2 #s-about { (words.say("p-source-about")) }
            @match properties_of(words, documents.show)? {
                Some(properties) => {
                    (properties)
                    p.small { a href={ "/why/" (source.record.id) } { (words.say("p-down-to-passages")) } }
                }
                None => p.prose { (words.say("p-record-nothing")) }
            }
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

/// Claims of one voice on one record, read in one place: they stand together in the margin, under one number.
struct Group<'s> {
    /// The paragraph in which they begin; none for what stands in no text that is here.
    paragraph: Option<usize>,
    claims: Vec<&'s Coded>,
}

/// The paragraph of a text in which a claim begins; none where it stands in no text that is here, or on all of it.
/// Paragraphs of a part that is not shown are told apart by where they begin.
fn paragraph_of(source: &Source, coded: &Coded) -> Option<usize> {
    let text =
        source.texts.iter().find(|text| text.here && coded.within(&text.digest).is_some())?;
    let (start, end) = coded.within(&text.digest)?;
    if is_whole(text, start, end) || start >= end {
        return None;
    }
    let shown = text.paragraphs.iter().find(|one| start < one.end && one.start < end);
    Some(shown.map_or(usize::MAX, |one| one.number))
}

/// What claims of one group have in common: paragraph, voice, record, and where there is no text the place.
type Place<'s> = (Option<usize>, &'s str, &'s str, &'s str, Option<usize>);

fn groups(source: &Source) -> Vec<Group<'_>> {
    let mut places: BTreeMap<Place<'_>, usize> = BTreeMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    for coded in &source.claims {
        let paragraph = paragraph_of(source, coded);
        let passage = coded.claim.passage.as_ref();
        let locator = passage.and_then(|passage| passage.locator.as_deref()).unwrap_or_default();
        // Without a text, what was read in one place stands together.
        let start = coded.start.filter(|_| paragraph.is_none());
        let key = (
            paragraph,
            coded.claim.voice.label.as_str(),
            coded.claim.record.id.as_str(),
            locator,
            start,
        );
        match places.get(&key).and_then(|place| groups.get_mut(*place)) {
            Some(group) => group.claims.push(coded),
            None => {
                places.insert(key, groups.len());
                groups.push(Group { paragraph, claims: vec![coded] });
            }
        }
    }
    groups
}

/// How many claims of a group stand in the margin at once; the rest is folded.
const FIRST: usize = 4;

struct Reading<'s> {
    words: &'s Words,
    source: &'s Source,
    groups: &'s [Group<'s>],
    numbers: &'s BTreeMap<&'s str, usize>,
    selected: Option<&'s str>,
}

impl Reading<'_> {
    fn number(&self, coded: &Coded) -> usize {
        self.numbers.get(coded.claim.id.as_str()).copied().unwrap_or_default()
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
            .filter(|coded| {
                coded.within(&text.digest).is_some_and(|(start, end)| {
                    start < paragraph.end && paragraph.start < end && !is_whole(text, start, end)
                })
            })
            .collect();
        let groups = self.groups.iter().filter(|group| group.paragraph == Some(paragraph.number));
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
                    @for group in groups { (self.note(group)) }
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
                    @for number in self.ended(&piece.claims, next) {
                        a.ref href={ "#n-" (number) } aria-label=(self.words.number("p-claim-n", number)) { (number) }
                    }
                }
            }
        }
    }

    /// The numbers of claims that cover a piece and not the next one.
    fn ended(&self, claims: &[&Coded], next: &[&Coded]) -> Vec<usize> {
        let goes_on = |coded: &&&Coded| next.iter().any(|other| other.claim.id == coded.claim.id);
        let mut numbers: Vec<usize> =
            claims.iter().filter(|coded| !goes_on(coded)).map(|coded| self.number(coded)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn note(&self, group: &Group<'_>) -> Markup {
        let Some(first) = group.claims.first() else { return html! {} };
        let words = self.words;
        let number = self.number(first);
        let is_selected =
            group.claims.iter().any(|coded| self.selected == Some(coded.claim.id.as_str()));
        let is_draft = group.claims.iter().all(|coded| coded.claim.review == "draft");
        let reference = format!("#n-{number}");
        html! {
            li id={ "n-" (number) } .on[is_selected] {
                a.cid href=(reference) aria-label=(words.number("p-claim-n", number)) { (number) }
                div {
                    b { (voice(&first.claim.voice)) } ": " (record(&first.claim.record)) ": "
                    @let (shown, folded) = group.claims.split_at(group.claims.len().min(FIRST));
                    @for (place, coded) in shown.iter().enumerate() { @if place > 0 { "; " } (self.claim(coded)) }
                    @if !folded.is_empty() {
                        details.rest open[is_selected] {
                            summary { (words.number("p-and-more", folded.len())) }
                            @for (place, coded) in folded.iter().enumerate() { @if place > 0 { "; " } (self.claim(coded)) }
                        }
                    }
                    @if is_draft { (parts::draft(words)) }
                    @if group.paragraph.is_none() { (place(words, &first.claim)) }
                }
            }
        }
    }

    fn claim(&self, coded: &Coded) -> Markup {
        let (words, claim) = (self.words, &coded.claim);
        let reasons = why(&claim.record.id, &claim.property);
        html! {
            span.coded id={ "c-" (claim.id) } {
                a.quiet href={ "/claims/" (claim.id) } { (claim.label) }
                @if claim.stance != "asserts" { " (" (super::claim::stance(words, &claim.stance)) ")" }
                " "
                @match claim.value.record {
                    Some(_) => (parts::value(&claim.value)),
                    None => a.why href=(reasons) { (worded(&claim.value, claim.wording.as_deref())) },
                }
                @if coded.is_disputed() {
                    " " (voices_status(words, Status { origins: 0, independent: 0, ..coded.status }, Some(&reasons)))
                    @if coded.denied { " " (status("denied", &words.say("p-denied"), Some(&reasons))) }
                }
                @if claim.level == "sealed" { " " span.tiny { (level(words, &claim.level)) } }
                @if matches!(coded.found.as_str(), "lost" | "several") { " " span.tiny { (words.say("p-passage-not-found")) } }
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
        cuts.extend(
            [start, end].into_iter().filter(|at| (paragraph.start..paragraph.end).contains(at)),
        );
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|pair| {
            let (start, end) = (*pair.first()?, *pair.last()?);
            let part =
                letters.get(start - paragraph.start..(end - paragraph.start).min(letters.len()))?;
            let covers = |coded: &&&Coded| {
                coded.within(&text.digest).is_some_and(|(from, to)| from <= start && end <= to)
            };
            Some(Piece {
                text: part.iter().collect(),
                claims: here.iter().filter(covers).copied().collect(),
            })
        })
        .collect()
}
