//! Making a claim from words of a source: who says what about whom.
//!
//! The form is complete by itself: words are given by where they stand or pasted, records and speakers by name. A small
//! script offers names while one types. What the program reads from the words is shown, and taken only when the form is
//! sent with it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::frame::{Frame, Room, level, page, token};
use crate::parts;
use crate::words::Words;

/// A record type with its properties, as choices of the form.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// Its properties.
    pub properties: Vec<Property>,
}

/// A property as a choice of the form.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// What a value of it looks like.
    pub example: String,
    /// The terms that it takes: name and what it is called.
    pub terms: Vec<(String, String)>,
}

/// What the form is filled with, and what is to be said about it.
#[derive(Clone, Debug, Default)]
pub struct Coding<'c> {
    /// The source's identifier.
    pub source: &'c str,
    /// What the source is called.
    pub source_label: &'c str,
    /// What was filled in, by field.
    pub fields: BTreeMap<String, String>,
    /// Record types to choose from.
    pub kinds: &'c [Kind],
    /// The ways in which a speaker may know: name and what it is called.
    pub bases: &'c [(String, String)],
    /// Why it could not be recorded.
    pub problems: Vec<String>,
    /// What should be looked at before it is recorded.
    pub questions: Vec<String>,
    /// What the program read from the words: the value's canonical text, and its words.
    pub readings: Vec<(String, String)>,
    /// Records that may be meant: what to write, and what it is called.
    pub meant: Vec<(String, String)>,
}

impl Coding<'_> {
    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

const STANCES: [(&str, &str); 5] = [
    ("asserts", "p-stance-asserts"),
    ("reports", "p-stance-reports"),
    ("denies", "p-stance-denies"),
    ("admits", "p-stance-admits"),
    ("calls for", "p-stance-calls-for"),
];

const LEVELS: [&str; 5] = ["public", "pseudonym", "partner", "team", "sealed"];

/// Types that may speak.
const SPEAKERS: [&str; 4] = ["person", "organization", "posting", "group"];

/// The page with the form.
#[must_use]
pub fn coding(frame: &Frame<'_>, coding: &Coding<'_>) -> String {
    let words = frame.words;
    let title = words.say("p-code-title");
    let back = format!("/sources/{}", coding.source);
    let action = format!("/sources/{}/code", coding.source);
    let proof = frame.case.as_ref().map_or("", |case| case.token);
    let quote = coding.field("quote");
    let body = html! {
        (parts::title(html! { (words.say("p-read-in")) " " a href=(back) { bdi { (coding.source_label) } } }, &title, html! {}))
        @if !quote.is_empty() { blockquote.quote { p dir="auto" { bdi { (quote) } } } }
        @if !coding.problems.is_empty() {
            div.problem role="alert" { ul { @for problem in &coding.problems { li { @for line in problem.lines() { (line) " " } } } } }
        }
        @if !coding.questions.is_empty() {
            div.question role="status" { p.label { (words.say("p-code-questions")) } ul { @for question in &coding.questions { li { (question) } } } }
        }
        form.claimform method="post" action=(action) data-coding {
            (token(proof))
            @for name in ["text", "start", "end", "confirmed"] { input type="hidden" name=(name) value=(coding.field(name)); }
            @if coding.field("start").is_empty() {
                (wide(words, "p-code-quote", html! { textarea #quote name="quote" rows="2" { (quote) } }, "quote", Some("p-code-quote-note")))
            } @else { input type="hidden" name="quote" value=(quote); }
            fieldset {
                legend { (words.say("p-code-who")) }
                div.fields {
                    (named(words, coding, "origin", "p-code-origin", "p-code-origin-note"))
                    label { span { (words.say("p-code-new-kind")) } select name="origin-type" { option value="" { (words.say("p-code-known")) } @for kind in coding.kinds.iter().filter(|kind| SPEAKERS.contains(&kind.id.as_str())) { option value=(kind.id) selected[coding.field("origin-type") == kind.id] { (kind.label) } } } }
                    label { span { (words.say("p-code-stance")) } select name="stance" { @for (stance, key) in STANCES { option value=(stance) selected[coding.field("stance") == stance] { (words.say(key)) } } } }
                    label { span { (words.say("p-code-basis")) } select name="basis" { option value="" { (words.say("p-code-not-told")) } @for (id, label) in coding.bases { option value=(id) selected[coding.field("basis") == id] { (label) } } } }
                    label { span { (words.say("p-code-said")) } input name="said" value=(coding.field("said")) placeholder="2012-01-25" autocomplete="off"; }
                }
            }
            fieldset {
                legend { (words.say("p-code-about")) }
                div.fields {
                    (named(words, coding, "record", "p-code-record", "p-code-record-note"))
                    label { span { (words.say("p-code-new-kind")) } select name="type" data-kind { option value="" { (words.say("p-code-known")) } @for kind in coding.kinds { option value=(kind.id) selected[coding.field("type") == kind.id] { (kind.label) } } } }
                    label { span { (words.say("p-code-property")) }
                        select name="property" required data-property {
                            option value="" { (words.say("p-choose")) }
                            @for kind in coding.kinds {
                                optgroup label=(kind.label) data-kind=(kind.id) {
                                    @for property in &kind.properties {
                                        @let value = format!("{}.{}", kind.id, property.id);
                                        option value=(value) data-example=(property.example) selected[coding.field("property") == value] { (property.label) }
                                    }
                                }
                            }
                        }
                    }
                    label { span { (words.say("p-code-value")) } input name="value" value=(coding.field("value")) list="values" autocomplete="off" data-value; }
                    label { span { (words.say("p-code-wording")) } input name="wording" value=(coding.field("wording")) autocomplete="off"; }
                    label { span { (words.say("p-code-held")) } input name="held" value=(coding.field("held")) autocomplete="off"; }
                    label { span { (words.say("p-level")) } select name="level" { option value="" { (words.say("p-code-level-usual")) } @for one in LEVELS { option value=(one) selected[coding.field("level") == one] { (level(words, one)) } } } }
                }
                @if let Some(property) = chosen(coding) { p.tiny { (words.with("p-code-example", [("example", (&property.example).into())])) } (terms(property)) } @else { datalist #values {} }
                @if !coding.readings.is_empty() {
                    p.small {
                        (words.say("p-code-readings")) " "
                        @for (value, wording) in &coding.readings { button type="submit" name="take" value=(value) { bdi { (wording) } " → " bdi { (value) } } " " }
                    }
                }
            }
            div.go {
                button.primary name="act" value="record" { (words.say("p-code-record-it")) }
                button name="act" value="look" { (words.say("p-code-look")) }
                a href=(back) { (words.say("p-code-aside")) }
                span.tiny { (words.say("p-code-nothing-yet")) }
            }
        }
        details.how { summary { (words.say("p-code-how")) } @for key in ["p-code-how-value", "p-code-how-new", "p-code-how-wording"] { p.small { (words.say(key)) } } }
    };
    page(frame, Room::Sources, &title, body)
}

fn wide(words: &Words, key: &str, field: Markup, id: &str, note: Option<&str>) -> Markup {
    html! { p.wide { label for=(id) { (words.say(key)) } (field) @if let Some(note) = note { span.tiny { (words.say(note)) } } } }
}

/// A field in which a record is named, with candidates offered.
fn named(words: &Words, coding: &Coding<'_>, name: &str, label: &str, note: &str) -> Markup {
    let list = format!("{name}-names");
    html! {
        label {
            span { (words.say(label)) }
            input name=(name) value=(coding.field(name)) list=(list) required autocomplete="off" data-names=(list);
            span.tiny { (words.say(note)) }
        }
        datalist id=(list) { @for (value, label) in &coding.meant { option value=(value) { (label) } } }
    }
}

fn chosen<'c>(coding: &Coding<'c>) -> Option<&'c Property> {
    let (kind, property) = coding.field("property").split_once('.')?;
    let kind = coding.kinds.iter().find(|one| one.id == kind)?;
    kind.properties.iter().find(|one| one.id == property)
}

fn terms(property: &Property) -> Markup {
    html! { datalist #values { @for (id, label) in &property.terms { option value=(id) { (label) } } } }
}
