//! What the authorities said, with what stands beside it.

use serde::Serialize;

use onus_case::Look;
use onus_model::value::Value;
pub use onus_reason::{
    Afterwards, Answered, Beside, Juxtaposed, StatementEntry, Statements, StatementsFilter,
    statements,
};
use onus_reason::{Told, told};

use crate::desk::{Desk, Tools};
use crate::mark::{Mark, clean};
use crate::shape::{
    ClaimNameShape, DateShape, RecordShape, SlotShape, StatusShape, ValueShape, VoiceShape,
    document, stance, status,
};
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    statements: Vec<EntryShape>,
    after: usize,
    total: usize,
    others: usize,
}

#[derive(Serialize)]
struct EntryShape {
    record: RecordShape,
    official: bool,
    denies: bool,
    admits: bool,
    dates: Vec<DateShape>,
    told: Vec<SlotShape>,
    reversed_by: Vec<RecordShape>,
    answers: Vec<JuxtaposedShape>,
    set_beside: Vec<JuxtaposedShape>,
    afterwards: Vec<AfterwardsShape>,
}

#[derive(Serialize)]
struct JuxtaposedShape {
    class: Option<String>,
    except: Vec<RecordShape>,
    claims: Vec<BesideShape>,
    voices: Vec<VoiceShape>,
    because: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct BesideShape {
    claim: ClaimNameShape,
    record: RecordShape,
    property: String,
    label: String,
    value: ValueShape,
    wording: Option<String>,
    content: Vec<ValueShape>,
    voice: VoiceShape,
    stance: &'static str,
    on_oath: bool,
    status: StatusShape,
    supported_by: Vec<VoiceShape>,
    conflicts_with: Vec<VoiceShape>,
    denied_by: Vec<VoiceShape>,
    admitted_by: Vec<VoiceShape>,
}

#[derive(Serialize)]
struct AfterwardsShape {
    record: RecordShape,
    dates: Vec<DateShape>,
    later: bool,
    shared: Vec<RecordShape>,
}

impl Desk<'_, '_> {
    fn juxtaposed_shape(&self, one: &Juxtaposed) -> JuxtaposedShape {
        let (class, except, claims) = match &one.what {
            Answered::Claims(claims) => {
                (None, Vec::new(), claims.iter().map(|claim| self.beside_shape(claim)).collect())
            }
            Answered::Class { what, except } => {
                (Some(clean(what)), self.record_shapes(except), Vec::new())
            }
        };
        let (voices, because) = (self.voice_shapes(&one.voices), self.claim_names(&one.claims));
        JuxtaposedShape { class, except, claims, voices, because }
    }

    /// What was said by a statement that a claim beside another is on. Of it that matters, and not which of its properties
    /// the claim is on.
    fn content_of(&self, beside: &Beside) -> Vec<Told> {
        match beside.property.as_str() {
            "content" => Vec::new(),
            _ => told(self.look, self.order, beside.record, "content"),
        }
    }

    fn beside_shape(&self, beside: &Beside) -> BesideShape {
        BesideShape {
            claim: self.claim_name(beside.claim),
            record: self.record_shape(beside.record),
            property: beside.property.to_string(),
            label: self.namer.property_of(beside.record, &beside.property),
            value: self.value_shape(&beside.value),
            wording: beside.wording.clone(),
            content: self
                .content_of(beside)
                .iter()
                .map(|told| self.value_shape(&told.value))
                .collect(),
            voice: self.voice_shape(beside.voice),
            stance: stance(beside.stance),
            on_oath: beside.on_oath,
            status: status(beside.status),
            supported_by: self.voice_shapes(&beside.supported_by),
            conflicts_with: self.voice_shapes(&beside.conflicts_with),
            denied_by: self.voice_shapes(&beside.denied_by),
            admitted_by: self.voice_shapes(&beside.admitted_by),
        }
    }

    fn entry_shape(&self, entry: &StatementEntry) -> EntryShape {
        let juxtaposed =
            |list: &[Juxtaposed]| list.iter().map(|one| self.juxtaposed_shape(one)).collect();
        let afterwards = entry.afterwards.iter().map(|one| AfterwardsShape {
            record: self.record_shape(one.record),
            dates: one.dates.iter().map(|date| self.date_shape(date)).collect(),
            later: one.later,
            shared: self.record_shapes(&one.shared),
        });
        EntryShape {
            record: self.record_shape(entry.record),
            official: entry.official,
            denies: entry.denies,
            admits: entry.admits,
            dates: entry.dates.iter().map(|date| self.date_shape(date)).collect(),
            told: self.slot_shapes(entry.record, &entry.slots),
            reversed_by: self.record_shapes(&entry.reversed_by),
            answers: juxtaposed(&entry.answers),
            set_beside: juxtaposed(&entry.beside),
            afterwards: afterwards.collect(),
        }
    }
}

/// The answer as a document of shape `onus.statements/1`.
#[must_use]
pub fn to_json(answer: &Statements, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    document(&Document {
        shape: "onus.statements/1",
        statements: answer.entries.iter().map(|entry| desk.entry_shape(entry)).collect(),
        after: answer.after,
        total: answer.total,
        others: answer.others,
    })
}

/// The answer in words.
#[must_use]
pub fn to_text(answer: &Statements, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let mut out = String::new();
    for entry in &answer.entries {
        write(&desk, entry, &mut out);
    }
    if answer.total == 0 {
        push(&mut out, 0, &desk.phrases.plain("statements-none"), style.width);
    }
    if let Some(part) = desk.part(answer.after, answer.entries.len(), answer.total) {
        push(&mut out, 0, &part, style.width);
    }
    if answer.others > 0 {
        let others = desk.phrases.say("statements-others", [("number", answer.others.into())]);
        push(&mut out, 0, &desk.quiet(&others), style.width);
    }
    out
}

fn write(desk: &Desk<'_, '_>, entry: &StatementEntry, out: &mut String) {
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
    if !entry.reversed_by.is_empty() {
        let by = ("statements", desk.names(&entry.reversed_by).into());
        push(out, 2, &phrases.say("statements-reversed-by", [by]), width);
    }
    for one in &entry.answers {
        juxtaposed(desk, one, "answers", out);
    }
    for one in &entry.beside {
        juxtaposed(desk, one, "beside", out);
    }
    if entry.stands_alone() {
        push(out, 2, &phrases.plain("statements-alone"), width);
    }
    if !entry.afterwards.is_empty() {
        push(out, 2, &phrases.plain("statements-afterwards"), width);
    }
    for one in &entry.afterwards {
        let dates: Vec<String> = one.dates.iter().map(|date| desk.date(date)).collect();
        let order = if one.later {
            String::new()
        } else {
            format!(" ({})", phrases.plain("statements-order-unknown"))
        };
        let about = phrases.say(
            "statements-about",
            [
                ("what", desk.named(one.record).into()),
                ("dates", dates.join("; ").into()),
                ("shared", desk.names(&one.shared).into()),
            ],
        );
        push(out, 4, &format!("{about}{order}"), width);
    }
    push(out, 0, "", width);
}

fn juxtaposed(desk: &Desk<'_, '_>, one: &Juxtaposed, how: &str, out: &mut String) {
    let (phrases, width) = (desk.phrases, desk.style.width);
    let voices = desk.voices(&one.voices);
    let rows = desk.rows(&one.claims);
    let head = match (&one.what, how) {
        (Answered::Class { what, except }, _) => {
            let mut told = phrases.say("statements-answers-class", [("what", clean(what).into())]);
            if !except.is_empty() {
                let except = [("records", desk.names(except).into())];
                told += &format!(" {}", phrases.say("statements-except", except));
            }
            told
        }
        (Answered::Claims(_), "answers") => phrases.plain("statements-answers-claims"),
        (Answered::Claims(_), _) => phrases.plain("statements-set-beside"),
    };
    let by = phrases.say("statements-by", [("voices", voices.into())]);
    push(out, 2, &format!("{head} {} {rows}", desk.quiet(&by)), width);
    let Answered::Claims(claims) = &one.what else { return };
    for beside in claims {
        let value = match &beside.value {
            Value::Text(_) => format!("“{}”", desk.value(&beside.value)),
            value => desk.value_as_worded(value, beside.wording.as_deref()),
        };
        let mut line = phrases.say(
            "statements-claim",
            [
                ("voice", desk.voice(beside.voice).into()),
                ("record", desk.name(beside.record).into()),
                ("property", desk.namer.property_of(beside.record, &beside.property).into()),
                ("value", value.into()),
            ],
        );
        let content = desk.content_of(beside);
        if !content.is_empty() {
            let words: Vec<String> = content.iter().map(|told| desk.value(&told.value)).collect();
            line += &format!(": “{}”", words.join(" "));
        }
        if beside.on_oath {
            line += &format!(", {}", phrases.plain("statements-on-oath"));
        }
        line += &format!(" ({})", desk.status(&beside.status));
        for (key, voices, mark) in [
            ("statements-denied-by", &beside.denied_by, Mark::Denied),
            ("statements-admitted-by", &beside.admitted_by, Mark::Handle),
            ("statements-conflicts-with", &beside.conflicts_with, Mark::Conflict),
        ] {
            if !voices.is_empty() {
                let told = phrases.say(key, [("voices", desk.voices(voices).into())]);
                line += &format!("; {}", desk.mark(mark, &told));
            }
        }
        push(out, 4, &format!("{line} {}", desk.rows(&[beside.claim])), width);
    }
}
