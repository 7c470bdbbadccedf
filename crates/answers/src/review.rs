//! What waits for a second person.

use serde::Serialize;

use onus_case::Look;
use onus_model::claim::Passage;
pub use onus_reason::{CoderValue, Disagreement, Review, SourceDrafts, review};

use crate::desk::{Desk, Tools};
use crate::mark::{Mark, clean};
use crate::shape::{
    ClaimNameShape, PassageShape, RecordShape, ValueShape, VoiceShape, document, passage_shape,
    stance,
};
use crate::style::Style;
use crate::table::{Table, push};

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    sources: Vec<SourceShape>,
    disagreements: Vec<DisagreementShape>,
}

#[derive(Serialize)]
struct SourceShape {
    source: Option<RecordShape>,
    sheet: Option<String>,
    draft: Vec<ClaimNameShape>,
    checked: usize,
    released: usize,
}

#[derive(Serialize)]
struct DisagreementShape {
    source: RecordShape,
    passage: PassageShape,
    record: RecordShape,
    property: String,
    label: String,
    codings: Vec<CodingShape>,
}

#[derive(Serialize)]
struct CodingShape {
    sheet: String,
    claim: ClaimNameShape,
    value: ValueShape,
    voice: VoiceShape,
    stance: &'static str,
}

/// The answer as a document of shape `onus.review/1`.
#[must_use]
pub fn to_json(review: &Review, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    document(&Document {
        shape: "onus.review/1",
        sources: review
            .sources
            .iter()
            .map(|one| SourceShape {
                source: one.source.map(|source| desk.record_shape(source)),
                sheet: one.sheet.clone(),
                draft: desk.claim_names(&one.draft),
                checked: one.checked,
                released: one.released,
            })
            .collect(),
        disagreements: review
            .disagreements
            .iter()
            .map(|one| DisagreementShape {
                source: desk.record_shape(one.source),
                passage: passage_shape(&one.locator, None),
                record: desk.record_shape(one.record),
                property: one.property.to_string(),
                label: desk.namer.property_of(one.record, &one.property),
                codings: one.codings.iter().map(|coding| coding_shape(&desk, coding)).collect(),
            })
            .collect(),
    })
}

fn coding_shape(desk: &Desk<'_, '_>, coding: &CoderValue) -> CodingShape {
    CodingShape {
        sheet: coding.sheet.clone(),
        claim: desk.claim_name(coding.claim),
        value: desk.value_shape(&coding.value),
        voice: desk.voice_shape(coding.voice),
        stance: stance(coding.stance),
    }
}

/// The answer in words.
#[must_use]
pub fn to_text(review: &Review, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let phrases = desk.phrases;
    let heading = |key: &str| desk.heading(&phrases.plain(key));
    let mut table = Table::new(vec![
        heading("review-source"),
        heading("review-sheet"),
        heading("review-draft"),
        heading("review-checked"),
        heading("review-released"),
    ]);
    for one in &review.sources {
        let draft = one.draft.len().to_string();
        table.row(vec![
            one.source.map_or_else(|| phrases.plain("voice-member"), |source| desk.named(source)),
            one.sheet.as_deref().map(clean).unwrap_or_default(),
            if one.draft.is_empty() { draft } else { desk.mark(Mark::Draft, &draft) },
            one.checked.to_string(),
            one.released.to_string(),
        ]);
    }
    let mut out = table.lines(style.width).join("\n");
    out.push('\n');
    if !review.disagreements.is_empty() {
        push(&mut out, 0, "", style.width);
        push(&mut out, 0, &heading("review-disagreements"), style.width);
    }
    for one in &review.disagreements {
        let passage = Passage {
            locator: one.locator.clone(),
            quote: None,
            before: String::new(),
            after: String::new(),
        };
        let text = format!(
            "{}, {}: {}, {}",
            desk.named(one.source),
            desk.passage(&passage),
            desk.name(one.record),
            desk.namer.property_of(one.record, &one.property)
        );
        push(&mut out, 2, &text, style.width);
        for coding in &one.codings {
            let stance = desk.namer.words.stance(coding.stance);
            let text = format!(
                "{}: {} — {} ({stance})",
                desk.row(coding.claim),
                desk.value(&coding.value),
                desk.voice(coding.voice),
            );
            push(&mut out, 4, &text, style.width);
        }
    }
    out
}
