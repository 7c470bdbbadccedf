//! Everything that is claimed of a record.

use serde::Serialize;

use onus_case::Look;
use onus_model::corpus::Grade;
use onus_reason::DenialLine;
pub use onus_reason::{Backlink, Reading, Shown, ShownProperty, show};

use crate::desk::{Desk, Tools};
use crate::mark::Mark;
use crate::shape::{ClaimNameShape, DateShape, ReadingShape, RecordShape, document};
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    record: RecordShape,
    members: Vec<RecordShape>,
    linked: Vec<LinkShape>,
    properties: Vec<PropertyShape>,
    backlinks: Vec<BacklinkShape>,
}

#[derive(Serialize)]
struct LinkShape {
    record: RecordShape,
    grade: &'static str,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct PropertyShape {
    property: String,
    label: String,
    readings: Vec<ReadingShape>,
    dates: Vec<DateShape>,
}

#[derive(Serialize)]
struct BacklinkShape {
    r#type: String,
    property: String,
    label: String,
    records: Vec<RecordShape>,
}

/// The word of a judgement on identity.
pub(crate) fn grade_word(grade: Grade) -> &'static str {
    match grade {
        Grade::Same => "same",
        Grade::ProbablySame => "probably-same",
        Grade::Undetermined => "undetermined",
        Grade::Distinct => "distinct",
    }
}

/// The answer as a document of shape `onus.show/1`.
#[must_use]
pub fn to_json(shown: &Shown, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let members = shown.members.iter();
    document(&Document {
        shape: "onus.show/1",
        record: desk.record_shape(shown.record),
        members: members
            .map(|member| RecordShape {
                id: member.to_string(),
                handle: look.handle(*member).map(ToOwned::to_owned),
                r#type: look.corpus().record_type(*member).map(ToString::to_string),
                label: desk.name(*member),
            })
            .collect(),
        linked: shown
            .linked
            .iter()
            .map(|(record, grade, claims)| LinkShape {
                record: desk.record_shape(*record),
                grade: grade_word(*grade),
                claims: desk.claim_names(claims),
            })
            .collect(),
        properties: shown
            .properties
            .iter()
            .map(|one| PropertyShape {
                property: one.property.to_string(),
                label: desk.namer.property_of(shown.record, &one.property),
                readings: one.readings.iter().map(|reading| desk.reading_shape(reading)).collect(),
                dates: one.dates.iter().map(|date| desk.date_shape(date)).collect(),
            })
            .collect(),
        backlinks: shown
            .backlinks
            .iter()
            .map(|link| BacklinkShape {
                r#type: link.record_type.to_string(),
                property: link.property.to_string(),
                label: backlink_label(&desk, link),
                records: desk.record_shapes(&link.records),
            })
            .collect(),
    })
}

pub(crate) fn backlink_label(desk: &Desk<'_, '_>, link: &Backlink) -> String {
    let record_type = link.record_type.as_str();
    desk.namer.reverse(record_type, &link.property).unwrap_or_else(|| {
        let property = desk.namer.property_of_type(record_type, link.property.as_str());
        desk.phrases.say(
            "show-referred-as",
            [("type", desk.namer.type_name(record_type).into()), ("property", property.into())],
        )
    })
}

/// The answer in words.
#[must_use]
pub fn to_text(shown: &Shown, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    let what = shown.record_type.as_ref().map(|known| desk.namer.type_name(known.as_str()));
    let name = desk.heading(&desk.name(shown.record));
    let handles = shown.members.iter().filter_map(|member| look.handle(*member));
    let handles: Vec<String> = handles
        .map(|handle| desk.mark(Mark::Handle, &format!("[{}]", crate::mark::clean(handle))))
        .collect();
    line(0, &format!("{name} {} {}", handles.join(" "), what.unwrap_or_default()));
    for (record, grade, claims) in &shown.linked {
        let key = match grade {
            Grade::Same => "identity-same",
            Grade::ProbablySame => "identity-probably-same",
            Grade::Undetermined => "identity-undetermined",
            Grade::Distinct => "identity-distinct",
        };
        let text = desk.phrases.say(key, [("record", desk.named(*record).into())]);
        line(0, &format!("{text} {}", desk.rows(claims)));
    }
    for property in &shown.properties {
        for reading in &property.readings {
            reading_text(&desk, reading, &mut line);
        }
        if !property.dates.is_empty() {
            let dates = property.dates.iter().map(|date| desk.date(date));
            let dates = desk.list(dates);
            line(2, &desk.phrases.say("show-dates", [("dates", dates.into())]));
        }
    }
    if !shown.backlinks.is_empty() {
        line(0, "");
        line(0, &desk.heading(&desk.phrases.plain("show-referred-to")));
    }
    for link in &shown.backlinks {
        let records = link.records.iter().map(|record| desk.named(*record));
        let records: Vec<String> = records.collect();
        line(2, &format!("{}: {}", backlink_label(&desk, link), records.join("; ")));
    }
    out
}

fn reading_text(desk: &Desk<'_, '_>, reading: &Reading, line: &mut dyn FnMut(usize, &str)) {
    line(0, "");
    let label = desk.property(reading.record, &reading.property, &reading.scope);
    line(0, &format!("{}   {}", desk.heading(&label), desk.status(&reading.status)));
    for one in &reading.voices {
        let mut voice = desk.voice(one.voice);
        if !one.persons.is_empty() {
            voice = desk.phrases.say(
                "voice-through-persons",
                [("voice", voice.into()), ("persons", desk.names(&one.persons).into())],
            );
        }
        let mut notes = Vec::new();
        if one.revised {
            notes.push(desk.phrases.plain("voice-revised"));
        }
        if one.unsettled > 0 {
            notes.push(desk.phrases.plain("voice-unsettled"));
        }
        if !one.known_only_through.is_empty() {
            let through = desk.names(&one.known_only_through);
            notes.push(desk.phrases.say("voice-known-only-through", [("through", through.into())]));
        }
        let notes = if notes.is_empty() {
            String::new()
        } else {
            format!(" {}", desk.quiet(&format!("({})", notes.join("; "))))
        };
        match one.sayings.as_slice() {
            [only] => line(2, &format!("{} — {voice}{notes}", desk.saying(only))),
            several => {
                line(2, &format!("{voice}{notes}:"));
                several.iter().for_each(|saying| line(4, &desk.saying(saying)));
            }
        }
    }
    reading.apart.iter().for_each(|apart| line(2, &desk.apart(apart)));
    // What is denied stands above already; whose interest the denial is in does not.
    let told_more = |denial: &&DenialLine| denial.party.is_some() || denial.interest.is_some();
    reading.denied.iter().filter(told_more).for_each(|denial| line(2, &desk.denial(denial)));
    reading.admitted.iter().for_each(|admission| line(2, &desk.admission(admission)));
    for stand in reading.stands.iter().filter(|stand| !stand.conflicts_with.is_empty()) {
        if reading.stands.len() > 1 && !stand.stated_by.is_empty() {
            let text = desk.phrases.say(
                "show-conflict",
                [
                    ("value", desk.value(&stand.value).into()),
                    ("voices", desk.voices(&stand.conflicts_with).into()),
                ],
            );
            line(2, &desk.mark(Mark::Conflict, &text));
        }
    }
}
