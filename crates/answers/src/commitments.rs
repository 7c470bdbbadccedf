//! What was promised and recommended, with what followed.

use serde::Serialize;

use onus_case::Look;
pub use onus_reason::{Bearing, Commitments, Followed, Owed, commitments};

use crate::desk::{Desk, Tools};
use crate::mark::Mark;
use crate::shape::{
    ClaimNameShape, DateShape, RecordShape, SlotShape, ToldShape, VoiceShape, document,
};
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    commitments: Vec<OwedShape>,
}

#[derive(Serialize)]
struct OwedShape {
    record: RecordShape,
    dates: Vec<DateShape>,
    told: Vec<SlotShape>,
    status: Vec<ToldShape>,
    followed: Vec<FollowedShape>,
}

#[derive(Serialize)]
struct FollowedShape {
    record: RecordShape,
    property: String,
    bearing: &'static str,
    voices: Vec<VoiceShape>,
    own: bool,
    dates: Vec<DateShape>,
    later: bool,
    claims: Vec<ClaimNameShape>,
}

fn bearing_word(bearing: Bearing) -> &'static str {
    match bearing {
        Bearing::Supports => "supports",
        Bearing::Contradicts => "contradicts",
        Bearing::Concerns => "concerns",
    }
}

/// The answer as a document of shape `onus.commitments/1`.
#[must_use]
pub fn to_json(answer: &Commitments, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let dates = |dates: &[onus_reason::AccountOfDate]| {
        dates.iter().map(|date| desk.date_shape(date)).collect()
    };
    let owed = |owed: &Owed| OwedShape {
        record: desk.record_shape(owed.record),
        dates: dates(&owed.dates),
        told: desk.slot_shapes(owed.record, &owed.slots),
        status: desk.told_shapes(&owed.status),
        followed: owed
            .followed
            .iter()
            .map(|one| FollowedShape {
                record: desk.record_shape(one.record),
                property: one.property.to_string(),
                bearing: bearing_word(one.bearing),
                voices: desk.voice_shapes(&one.voices),
                own: one.own,
                dates: dates(&one.dates),
                later: one.later,
                claims: desk.claim_names(&one.claims),
            })
            .collect(),
    };
    document(&Document {
        shape: "onus.commitments/1",
        commitments: answer.entries.iter().map(owed).collect(),
    })
}

/// The answer in words.
#[must_use]
pub fn to_text(answer: &Commitments, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let mut out = String::new();
    for entry in &answer.entries {
        write(&desk, entry, &mut out);
    }
    if answer.entries.is_empty() {
        push(&mut out, 0, &desk.phrases.plain("commitments-none"), style.width);
    }
    out
}

fn write(desk: &Desk<'_, '_>, entry: &Owed, out: &mut String) {
    let (phrases, width) = (desk.phrases, desk.style.width);
    push(out, 0, &desk.heading(&desk.named(entry.record)), width);
    for line in desk.slot_lines(entry.record, &entry.slots) {
        push(out, 2, &line, width);
    }
    let dates: Vec<String> = entry.dates.iter().map(|date| desk.date(date)).collect();
    if !dates.is_empty() {
        let when = phrases.say("statements-when", [("dates", dates.join("; ").into())]);
        push(out, 2, &when, width);
    }
    if entry.status.is_empty() {
        push(out, 2, &phrases.plain("commitments-no-status"), width);
    }
    for told in &entry.status {
        let args = [
            ("status", desk.value(&told.value).into()),
            ("voices", desk.voices(&told.voices).into()),
        ];
        let line = phrases.say("commitments-status", args);
        push(out, 2, &format!("{line} {}", desk.rows(&told.claims)), width);
    }
    if !entry.followed.is_empty() {
        push(out, 2, &phrases.plain("commitments-followed"), width);
    }
    for one in &entry.followed {
        let dates: Vec<String> = one.dates.iter().map(|date| desk.date(date)).collect();
        let dates =
            if dates.is_empty() { phrases.plain("commitments-undated") } else { dates.join("; ") };
        let args = [
            ("what", desk.named(one.record).into()),
            ("dates", dates.into()),
            ("voices", desk.voices(&one.voices).into()),
        ];
        let mut line = match one.bearing {
            Bearing::Supports => phrases.say("commitments-supports", args),
            Bearing::Contradicts => {
                desk.mark(Mark::Conflict, &phrases.say("commitments-contradicts", args))
            }
            Bearing::Concerns => phrases.say("commitments-concerns", args),
        };
        if !one.later {
            line += &format!(" ({})", phrases.plain("statements-order-unknown"));
        }
        push(out, 4, &format!("{line} {}", desk.rows(&one.claims)), width);
    }
    push(out, 0, "", width);
}
