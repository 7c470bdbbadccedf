//! Every dated thing in order of time.

mod svg;

use serde::Serialize;

use onus_case::Look;
pub use onus_reason::{Timeline, TimelineEntry, TimelineFilter, Undated, UndatedEntry, timeline};

use crate::desk::{Desk, Tools};
use crate::shape::{ClaimNameShape, DateShape, RecordShape, ValueShape, document};
use crate::style::Style;
use crate::table::{Table, push};
pub use svg::to_svg;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    entries: Vec<EntryShape>,
    undated: Vec<UndatedShape>,
}

#[derive(Serialize)]
struct EntryShape {
    record: RecordShape,
    property: String,
    label: String,
    date: DateShape,
    accounts: usize,
}

#[derive(Serialize)]
struct UndatedShape {
    record: RecordShape,
    property: String,
    label: String,
    value: ValueShape,
    reason: &'static str,
    claims: Vec<ClaimNameShape>,
}

fn reason_word(reason: &Undated) -> &'static str {
    match reason {
        Undated::AnchorUnknown => "anchor unknown",
        Undated::NoBound => "no bound",
        Undated::Error(_) => "not reached",
    }
}

/// The answer as a document of shape `onus.timeline/1`.
#[must_use]
pub fn to_json(timeline: &Timeline, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    document(&Document {
        shape: "onus.timeline/1",
        entries: timeline
            .entries
            .iter()
            .map(|entry| EntryShape {
                record: desk.record_shape(entry.record),
                property: entry.property.to_string(),
                label: desk.namer.property_of(entry.record, &entry.property),
                date: desk.date_shape(&entry.date),
                accounts: entry.accounts,
            })
            .collect(),
        undated: timeline
            .undated
            .iter()
            .map(|entry| UndatedShape {
                record: desk.record_shape(entry.record),
                property: entry.property.to_string(),
                label: desk.namer.property_of(entry.record, &entry.property),
                value: desk.value_shape(&entry.value),
                reason: reason_word(&entry.reason),
                claims: desk.claim_names(&entry.claims),
            })
            .collect(),
    })
}

/// The answer in words: a table, one row a date and account.
#[must_use]
pub fn to_text(timeline: &Timeline, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let phrases = desk.phrases;
    if timeline.entries.is_empty() && timeline.undated.is_empty() {
        return format!("{}\n", phrases.plain("timeline-none"));
    }
    let heading = |key: &str| desk.heading(&phrases.plain(key));
    let mut table = Table::new(vec![
        heading("timeline-when"),
        heading("timeline-what"),
        heading("timeline-who"),
    ]);
    for entry in &timeline.entries {
        table.row(vec![desk.date(&entry.date), what(&desk, entry), who(&desk, entry)]);
    }
    let mut out = table.lines(style.width).join("\n");
    out.push('\n');
    if !timeline.undated.is_empty() {
        push(&mut out, 0, "", style.width);
        push(&mut out, 0, &heading("timeline-undated"), style.width);
    }
    for entry in &timeline.undated {
        let reason = reason_text(&desk, &entry.reason);
        let text = format!(
            "{}: {}: {} ({reason}) {}",
            desk.namer.property_of(entry.record, &entry.property),
            desk.named(entry.record),
            desk.value(&entry.value),
            desk.rows(&entry.claims)
        );
        push(&mut out, 2, &text, style.width);
    }
    out
}

/// Which date of which record it is.
fn what(desk: &Desk<'_, '_>, entry: &TimelineEntry) -> String {
    let property = desk.namer.property_of(entry.record, &entry.property);
    format!("{property}: {}", desk.named(entry.record))
}

/// Why a value gives no date.
fn reason_text(desk: &Desk<'_, '_>, reason: &Undated) -> String {
    desk.phrases.plain(match reason {
        Undated::AnchorUnknown => "undated-anchor-unknown",
        Undated::NoBound => "undated-no-bound",
        Undated::Error(_) => "undated-not-reached",
    })
}

/// Whose account it is, and through whose dates.
fn who(desk: &Desk<'_, '_>, entry: &TimelineEntry) -> String {
    let voices = desk.voices(&entry.date.voices);
    let mut through = entry.date.through.clone();
    through.retain(|voice| !entry.date.voices.contains(voice));
    if through.is_empty() {
        return voices;
    }
    let through = desk.voices(&through);
    desk.phrases.say("timeline-through", [("voices", voices.into()), ("through", through.into())])
}
