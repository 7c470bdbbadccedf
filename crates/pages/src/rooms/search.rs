//! Search: names, claims and passages, what was found marked in each, with what the finds have in common.

use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;

use crate::document::{ClaimName, NotADocument, Record, read};
use crate::frame::{Frame, Room, page};
use crate::parts::{self, address, record, record_with_handle};
use crate::rooms::records::query;
use crate::words::Words;

#[derive(Deserialize)]
struct Search {
    words: String,
    beginnings: Vec<String>,
    hits: Vec<Hit>,
    total: u64,
    left_out: u64,
    facets: Vec<Facet>,
}

#[derive(Deserialize)]
struct Hit {
    kind: String,
    record: Option<Record>,
    claim: Option<ClaimName>,
    label: Option<String>,
    start: Option<u64>,
    place: Option<String>,
    excerpt: String,
    highlights: Vec<Highlight>,
}

#[derive(Deserialize)]
struct Highlight {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct Facet {
    facet: String,
    value: String,
    label: String,
    count: u64,
    more: bool,
}

/// The page of an `onus.search/1`, or of the empty question. `problem` says what is wrong with the question.
///
/// # Errors
///
/// When the document is of another shape.
pub fn search(
    frame: &Frame<'_>,
    asked: &str,
    document: Option<&Json>,
    problem: Option<&str>,
    most: usize,
) -> Result<String, NotADocument> {
    let words = frame.words;
    let found: Option<Search> = document.map(read).transpose()?;
    let title = words.say("p-room-search");
    let body = html! {
        (parts::title(
            html! { @if let Some(found) = &found { (words.with("p-search-total", [("number", found.total.into())])) } },
            &title,
            html! {},
        ))
        form.searching method="get" action="/search" {
            input type="search" name="q" value=(asked) aria-label=(words.say("p-search-words")) autocomplete="off";
            button.primary { (words.say("p-find")) }
        }
        @if let Some(problem) = problem { p.problem role="alert" { (problem) } }
        @match &found {
            None => p.prose { (words.say("p-search-how")) },
            Some(found) => {
                @if found.hits.is_empty() { p.prose { (words.with("p-search-none", [("words", (&found.words).into())])) } }
                @if !found.beginnings.is_empty() { p.small { (words.with("p-search-beginnings", [("words", found.beginnings.join(", ").into())])) } }
                div.facets {
                    (facets(words, asked, found))
                    ol.hits { @for hit in &found.hits { (one(words, hit)) } }
                }
                @if found.left_out > 0 {
                    p.pager { a href={ "/search?q=" (query(asked)) "&most=" (most.saturating_mul(4)) } { (words.with("p-search-more", [("number", found.left_out.into())])) } }
                }
            }
        }
    };
    Ok(page(frame, Room::Search, &title, body))
}

fn facets(words: &Words, asked: &str, found: &Search) -> Markup {
    html! {
        nav.facet aria-label=(words.say("p-narrow")) {
            @for group in found.facets.chunk_by(|one, other| one.facet == other.facet) {
                @if let Some(first) = group.first() { h2.label { (facet(words, &first.facet)) } }
                ul {
                    @for one in group.iter().take(10) {
                        @let filter = format!("{asked} {}:{}", one.facet, one.value);
                        li { a href={ "/search?q=" (query(&filter)) } { bdi { (one.label) } " " span.num { @if one.more { (words.with("p-more-than", [("number", one.count.into())])) } @else { (one.count) } } } }
                    }
                }
            }
        }
    }
}

fn facet(words: &Words, facet: &str) -> String {
    match facet {
        "kind" => words.say("p-facet-kind"),
        "type" => words.say("p-facet-type"),
        "source" => words.say("p-facet-source"),
        _ => words.say("p-facet-language"),
    }
}

fn one(words: &Words, hit: &Hit) -> Markup {
    html! {
        li.hit {
            p.small {
                @match (hit.kind.as_str(), &hit.record) {
                    ("record", Some(one)) => (record_with_handle(one)),
                    ("passage", Some(one)) => {
                        a href={ (address(one)) @if let Some(start) = hit.start { "?at=" (start) } } { bdi { (one.label) } }
                        @if let Some(place) = &hit.place { ", " (place) }
                    }
                    (_, Some(one)) => { (record(one)) @if let Some(label) = &hit.label { ", " (label) } }
                    _ => {}
                }
                @if let Some(claim) = &hit.claim { " " (parts::claim(claim)) }
            }
            @if hit.excerpt.is_empty() { p.tiny { (words.say("p-search-no-text")) } } @else { p.excerpt dir="auto" { (marked(hit)) } }
        }
    }
}

/// The excerpt with what was found marked.
fn marked(hit: &Hit) -> Markup {
    let letters: Vec<char> = hit.excerpt.chars().collect();
    let part = |start: usize, end: usize| -> String {
        letters.get(start..end.min(letters.len())).unwrap_or_default().iter().collect()
    };
    let mut at = 0;
    let mut pieces = Vec::new();
    for found in &hit.highlights {
        pieces.push((part(at, found.start), part(found.start, found.end)));
        at = found.end;
    }
    html! {
        @for (before, found) in &pieces { (before) mark.found { (found) } }
        (part(at, letters.len()))
    }
}
