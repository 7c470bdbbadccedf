//! The objects that JSON documents are made of; `docs/json.md` describes each of them.
//!
//! Every field of an object is always there, `null` or an empty list where there is nothing to say, so
//! that a reader never has to ask whether it was left out.

mod build;

use serde::Serialize;

pub(crate) use build::{days, document, passage_shape, polarity, stance, status};

#[derive(Serialize)]
pub(crate) struct RecordShape {
    pub(crate) id: String,
    pub(crate) handle: Option<String>,
    pub(crate) r#type: Option<String>,
    pub(crate) label: String,
}

#[derive(Serialize)]
pub(crate) struct VoiceShape {
    pub(crate) kind: &'static str,
    pub(crate) record: Option<RecordShape>,
    pub(crate) source: Option<RecordShape>,
    pub(crate) member: Option<String>,
    pub(crate) label: String,
}

#[derive(Serialize)]
pub(crate) struct DaysShape {
    pub(crate) earliest: Option<String>,
    pub(crate) latest: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct ValueShape {
    pub(crate) kind: &'static str,
    pub(crate) canonical: String,
    pub(crate) words: String,
    pub(crate) record: Option<RecordShape>,
    pub(crate) records: Vec<RecordShape>,
    pub(crate) low: Option<u64>,
    pub(crate) high: Option<u64>,
    pub(crate) days: Option<DaysShape>,
}

#[derive(Serialize)]
pub(crate) struct StatusShape {
    pub(crate) origins: usize,
    pub(crate) independent: usize,
    pub(crate) in_conflict: usize,
}

#[derive(Serialize)]
pub(crate) struct QualifierShape {
    pub(crate) property: String,
    pub(crate) label: String,
    pub(crate) value: ValueShape,
}

#[derive(Serialize)]
pub(crate) struct ClaimNameShape {
    pub(crate) id: String,
    pub(crate) row: Option<String>,
    pub(crate) draft: bool,
}

#[derive(Serialize)]
pub(crate) struct SayingShape {
    pub(crate) polarity: &'static str,
    pub(crate) admits: bool,
    pub(crate) value: ValueShape,
    pub(crate) held: Option<ValueShape>,
    pub(crate) said: Option<DaysShape>,
    pub(crate) wording: Option<String>,
    pub(crate) current: bool,
    pub(crate) draft: bool,
    pub(crate) claims: Vec<ClaimNameShape>,
    pub(crate) statements: Vec<RecordShape>,
    pub(crate) statement_claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
pub(crate) struct LineShape {
    pub(crate) voice: VoiceShape,
    pub(crate) persons: Vec<RecordShape>,
    pub(crate) sayings: Vec<SayingShape>,
    pub(crate) revised: bool,
    pub(crate) unsettled: usize,
    pub(crate) known_only_through: Vec<RecordShape>,
}

#[derive(Serialize)]
pub(crate) struct ApartShape {
    pub(crate) kind: &'static str,
    pub(crate) relay: Option<RecordShape>,
    pub(crate) voice: VoiceShape,
    pub(crate) polarity: &'static str,
    pub(crate) value: ValueShape,
    pub(crate) wording: Option<String>,
    pub(crate) claim: ClaimNameShape,
}

#[derive(Serialize)]
pub(crate) struct PositionShape {
    pub(crate) value: ValueShape,
    pub(crate) held: Option<ValueShape>,
    pub(crate) status: StatusShape,
    pub(crate) stated_by: Vec<VoiceShape>,
    pub(crate) supported_by: Vec<VoiceShape>,
    pub(crate) conflicts_with: Vec<VoiceShape>,
    pub(crate) denied_by: Vec<VoiceShape>,
    pub(crate) derived: Vec<ClaimNameShape>,
    pub(crate) annotations: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
pub(crate) struct DenialShape {
    pub(crate) voice: VoiceShape,
    pub(crate) value: ValueShape,
    pub(crate) party: Option<RecordShape>,
    pub(crate) interest: Option<String>,
    pub(crate) given_up: bool,
    pub(crate) statements: Vec<RecordShape>,
    pub(crate) claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
pub(crate) struct AdmissionShape {
    pub(crate) voice: VoiceShape,
    pub(crate) value: ValueShape,
    pub(crate) of: Vec<String>,
    pub(crate) statements: Vec<RecordShape>,
    pub(crate) claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
pub(crate) struct ReadingShape {
    pub(crate) scope: Vec<QualifierShape>,
    pub(crate) status: StatusShape,
    pub(crate) positions: Vec<PositionShape>,
    pub(crate) voices: Vec<LineShape>,
    pub(crate) apart: Vec<ApartShape>,
    pub(crate) denied: Vec<DenialShape>,
    pub(crate) admitted: Vec<AdmissionShape>,
    pub(crate) judgements: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
pub(crate) struct ToldShape {
    pub(crate) value: ValueShape,
    pub(crate) voices: Vec<VoiceShape>,
    pub(crate) denied_by: Vec<VoiceShape>,
    pub(crate) own: bool,
    pub(crate) chosen: bool,
    pub(crate) in_conflict: bool,
    pub(crate) claims: Vec<ClaimNameShape>,
}

/// A property of a record with what is told of it.
#[derive(Serialize)]
pub(crate) struct SlotShape {
    pub(crate) property: String,
    pub(crate) label: String,
    pub(crate) values: Vec<ToldShape>,
}

#[derive(Serialize)]
pub(crate) struct DateShape {
    pub(crate) value: ValueShape,
    pub(crate) days: DaysShape,
    pub(crate) qualified: bool,
    pub(crate) relative: bool,
    pub(crate) voices: Vec<VoiceShape>,
    pub(crate) through: Vec<VoiceShape>,
    pub(crate) own: bool,
    pub(crate) claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
pub(crate) struct RelayShape {
    pub(crate) by: RecordShape,
    pub(crate) rendering: &'static str,
}

#[derive(Serialize)]
pub(crate) struct PassageShape {
    pub(crate) digest: Option<String>,
    pub(crate) start: Option<u64>,
    pub(crate) end: Option<u64>,
    pub(crate) locator: Option<String>,
    pub(crate) quote: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct RestsOnShape {
    pub(crate) how: &'static str,
    pub(crate) claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
pub(crate) struct ClaimShape {
    pub(crate) id: String,
    pub(crate) row: Option<String>,
    pub(crate) record: RecordShape,
    pub(crate) property: String,
    pub(crate) label: String,
    pub(crate) value: ValueShape,
    pub(crate) wording: Option<String>,
    pub(crate) scope: Vec<QualifierShape>,
    pub(crate) voice: VoiceShape,
    pub(crate) speaker: Option<RecordShape>,
    pub(crate) on_behalf_of: Option<RecordShape>,
    pub(crate) basis: Option<String>,
    pub(crate) party: Option<RecordShape>,
    pub(crate) interest: Option<String>,
    pub(crate) attribution: &'static str,
    pub(crate) via: Vec<RelayShape>,
    pub(crate) source: Option<RecordShape>,
    pub(crate) passage: Option<PassageShape>,
    pub(crate) said: Option<ValueShape>,
    pub(crate) held: Option<ValueShape>,
    pub(crate) stance: &'static str,
    pub(crate) rests_on: Option<RestsOnShape>,
    pub(crate) level: &'static str,
    pub(crate) review: &'static str,
    pub(crate) recorded: Option<String>,
    pub(crate) recorded_by: Option<String>,
    pub(crate) checked_by: Option<String>,
}
