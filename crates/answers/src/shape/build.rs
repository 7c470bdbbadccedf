//! The objects of JSON documents, made from answers.

use serde::Serialize;

use onus_model::claim::{Locator, Relay, Rendering, Speaker};
use onus_model::corpus::Voice;
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::resolve::{Polarity, Status};
use onus_model::value::date::DayBounds;
use onus_model::value::{Answers, Held, Value, When};
use onus_reason::{
    AccountOfDate, AdmissionLine, Apart, ApartKind, DenialLine, Line, Reading, SaidOnce, Stand,
    Told,
};

use crate::desk::{Desk, moment};
use crate::mark::clean;

use super::*;

pub(crate) fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Affirms => "affirms",
        Polarity::Denies => "denies",
    }
}

/// The JSON value of a document; every shape here can be written.
pub(crate) fn document(shape: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(shape).unwrap_or(serde_json::Value::Null)
}

pub(crate) fn days(bounds: &DayBounds) -> DaysShape {
    DaysShape {
        earliest: bounds.earliest().map(|day| day.to_string()),
        latest: bounds.latest().map(|day| day.to_string()),
    }
}

pub(crate) fn status(status: Status) -> StatusShape {
    let Status { origins, independent, in_conflict } = status;
    StatusShape { origins, independent, in_conflict }
}

impl Desk<'_, '_> {
    pub(crate) fn record_shape(&self, record: RecordId) -> RecordShape {
        let record = self.look.corpus().canonical(record);
        RecordShape {
            id: self.order.representative(self.look, record).to_string(),
            handle: self.order.handle(self.look, record).map(crate::mark::clean),
            r#type: self.look.corpus().record_type(record).map(ToString::to_string),
            label: self.name(record),
        }
    }

    pub(crate) fn record_shapes(&self, records: &[RecordId]) -> Vec<RecordShape> {
        records.iter().map(|record| self.record_shape(*record)).collect()
    }

    pub(crate) fn voice_shape(&self, voice: Voice) -> VoiceShape {
        let (kind, record, source, member) = match voice {
            Voice::Speaker(record) => ("speaker", Some(record), None, None),
            Voice::UnstatedIn(source) => ("unstated", None, Some(source), None),
            Voice::Unstated(_) => ("unstated", None, None, None),
            Voice::Member(member) => ("member", None, None, Some(member.to_string())),
        };
        VoiceShape {
            kind,
            record: record.map(|record| self.record_shape(record)),
            source: source.map(|source| self.record_shape(source)),
            member,
            label: self.voice(voice),
        }
    }

    pub(crate) fn voice_shapes(&self, voices: &[Voice]) -> Vec<VoiceShape> {
        voices.iter().map(|voice| self.voice_shape(*voice)).collect()
    }

    pub(crate) fn value_shape(&self, value: &Value) -> ValueShape {
        let record = match value {
            Value::Ref(record) => Some(self.record_shape(*record)),
            _ => None,
        };
        let records = match value {
            Value::ClosedSet(set) => {
                let records = self.order.records(self.look, set.named().iter().copied());
                self.record_shapes(&records)
            }
            _ => Vec::new(),
        };
        let count = match value {
            Value::Count(count) => Some(count),
            Value::ClosedSet(set) => Some(set.count()),
            _ => None,
        };
        let days = match value {
            Value::Date(When::Calendar(date)) => Some(days(&date.bounds())),
            _ => None,
        };
        ValueShape {
            kind: value.kind().word(),
            canonical: self.canonical(value),
            words: self.value(value),
            record,
            records,
            low: count.map(|count| count.low()),
            high: count.and_then(|count| count.high()),
            days,
        }
    }

    /// The canonical text, its lists in the order of content; it reads back as the same value.
    fn canonical(&self, value: &Value) -> String {
        let joined = |names: Vec<String>| names.join(", ");
        match value {
            Value::Ref(record) => self.order.representative(self.look, *record).to_string(),
            Value::ClosedSet(set) if !set.named().is_empty() => {
                let named = self.order.records(self.look, set.named().iter().copied());
                let named = named.iter().map(|one| self.order.representative(self.look, *one));
                let named = named.map(|one| one.to_string()).collect();
                format!("only {}: {}", set.count(), joined(named))
            }
            Value::Answers(Answers::Claims(claims)) => {
                let claims = self.order.claims(self.look, claims.iter().copied());
                format!("claims: {}", joined(claims.iter().map(ToString::to_string).collect()))
            }
            Value::Answers(Answers::Class { what, except }) if !except.is_empty() => {
                let except = self.order.records(self.look, except.iter().copied());
                let except = except.iter().map(|one| self.order.representative(self.look, *one));
                let except = except.map(|one| one.to_string()).collect();
                format!("class except {}: {what}", joined(except))
            }
            value => value.to_string(),
        }
    }

    fn held_shape(&self, held: Option<&Held>) -> Option<ValueShape> {
        held.map(|held| self.value_shape(&Value::Held(held.clone())))
    }

    pub(crate) fn qualifier_shapes(
        &self,
        record: RecordId,
        property: &PropertyId,
        scope: &[(PropertyId, Value)],
    ) -> Vec<QualifierShape> {
        let shape = |(qualifier, value): &(PropertyId, Value)| QualifierShape {
            property: qualifier.to_string(),
            label: self.namer.qualifier(record, property, qualifier),
            value: self.value_shape(value),
        };
        scope.iter().map(shape).collect()
    }

    pub(crate) fn claim_name(&self, claim: ClaimId) -> ClaimNameShape {
        let draft = onus_reason::is_draft(self.look, claim);
        ClaimNameShape {
            id: claim.to_string(),
            row: self.look.row_of(claim).ok().flatten().map(|row| row.to_string()),
            draft,
        }
    }

    pub(crate) fn claim_names(&self, claims: &[ClaimId]) -> Vec<ClaimNameShape> {
        claims.iter().map(|claim| self.claim_name(*claim)).collect()
    }

    pub(crate) fn saying_shape(&self, saying: &SaidOnce) -> SayingShape {
        SayingShape {
            polarity: polarity(saying.polarity),
            admits: saying.admits,
            value: self.value_shape(&saying.value),
            held: self.held_shape(saying.held.as_ref()),
            said: saying.said.as_ref().map(days),
            wording: saying.wording.clone(),
            current: saying.current,
            draft: saying.draft,
            claims: self.claim_names(&saying.claims),
            statements: self.record_shapes(&saying.statements),
            statement_claims: self.claim_names(&saying.statement_claims),
        }
    }

    fn line_shape(&self, line: &Line) -> LineShape {
        LineShape {
            voice: self.voice_shape(line.voice),
            persons: self.record_shapes(&line.persons),
            sayings: line.sayings.iter().map(|saying| self.saying_shape(saying)).collect(),
            revised: line.revised,
            unsettled: line.unsettled,
            known_only_through: self.record_shapes(&line.known_only_through),
        }
    }

    pub(crate) fn apart_shape(&self, apart: &Apart) -> ApartShape {
        let relay = match apart.kind {
            ApartKind::Altered(relay) => Some(self.record_shape(relay)),
            _ => None,
        };
        ApartShape {
            kind: apart_word(apart.kind),
            relay,
            voice: self.voice_shape(apart.voice),
            polarity: polarity(apart.polarity),
            value: self.value_shape(&apart.value),
            wording: apart.wording.clone(),
            claim: self.claim_name(apart.claim),
        }
    }

    fn position_shape(&self, stand: &Stand) -> PositionShape {
        PositionShape {
            value: self.value_shape(&stand.value),
            held: self.held_shape(stand.held.as_ref()),
            status: status(stand.status),
            stated_by: self.voice_shapes(&stand.stated_by),
            supported_by: self.voice_shapes(&stand.supported_by),
            conflicts_with: self.voice_shapes(&stand.conflicts_with),
            denied_by: self.voice_shapes(&stand.denied_by),
            derived: self.claim_names(&stand.derived),
            annotations: self.claim_names(&stand.annotations),
        }
    }

    pub(crate) fn denial_shape(&self, denial: &DenialLine) -> DenialShape {
        DenialShape {
            voice: self.voice_shape(denial.voice),
            value: self.value_shape(&denial.value),
            party: denial.party.map(|party| self.record_shape(party)),
            interest: denial.interest.clone(),
            given_up: denial.given_up,
            statements: self.record_shapes(&denial.statements),
            claims: self.claim_names(&denial.claims),
        }
    }

    fn admission_shape(&self, admission: &AdmissionLine) -> AdmissionShape {
        AdmissionShape {
            voice: self.voice_shape(admission.voice),
            value: self.value_shape(&admission.value),
            of: admission.of.iter().map(|term| term.term().to_owned()).collect(),
            statements: self.record_shapes(&admission.statements),
            claims: self.claim_names(&admission.claims),
        }
    }

    pub(crate) fn reading_shape(&self, reading: &Reading) -> ReadingShape {
        ReadingShape {
            scope: self.qualifier_shapes(reading.record, &reading.property, &reading.scope),
            status: status(reading.status),
            positions: reading.stands.iter().map(|stand| self.position_shape(stand)).collect(),
            voices: reading.voices.iter().map(|line| self.line_shape(line)).collect(),
            apart: reading.apart.iter().map(|apart| self.apart_shape(apart)).collect(),
            denied: reading.denied.iter().map(|denial| self.denial_shape(denial)).collect(),
            admitted: reading.admitted.iter().map(|one| self.admission_shape(one)).collect(),
            judgements: self.claim_names(&reading.judgements),
        }
    }

    pub(crate) fn told_shape(&self, told: &Told) -> ToldShape {
        ToldShape {
            value: self.value_shape(&told.value),
            voices: self.voice_shapes(&told.voices),
            denied_by: self.voice_shapes(&told.denied_by),
            own: told.own,
            chosen: told.chosen,
            in_conflict: told.in_conflict,
            claims: self.claim_names(&told.claims),
        }
    }

    pub(crate) fn told_shapes(&self, told: &[Told]) -> Vec<ToldShape> {
        told.iter().map(|told| self.told_shape(told)).collect()
    }

    pub(crate) fn slot_shapes(
        &self,
        record: RecordId,
        slots: &[(PropertyId, Vec<Told>)],
    ) -> Vec<SlotShape> {
        let slot = |(property, told): &(PropertyId, Vec<Told>)| SlotShape {
            property: property.to_string(),
            label: self.namer.property_of(record, property),
            values: self.told_shapes(told),
        };
        slots.iter().map(slot).collect()
    }

    pub(crate) fn date_shape(&self, date: &AccountOfDate) -> DateShape {
        DateShape {
            value: self.value_shape(&date.value),
            days: days(&date.bounds),
            qualified: date.qualified,
            relative: date.relative,
            voices: self.voice_shapes(&date.voices),
            through: self.voice_shapes(&date.through),
            own: date.own,
            claims: self.claim_names(&date.claims),
        }
    }

    fn relay_shape(&self, relay: &Relay) -> RelayShape {
        let rendering = match relay.rendering {
            Rendering::Faithful => "faithful",
            Rendering::Altered => "altered",
            Rendering::Unknown => "unknown",
        };
        RelayShape { by: self.record_shape(relay.by), rendering }
    }

    pub(crate) fn claim_shape(&self, claim: ClaimId) -> Option<ClaimShape> {
        let logged = self.look.logged(claim)?;
        let claim = &logged.claim;
        let scope: Vec<(PropertyId, Value)> =
            claim.scope.iter().map(|(id, value)| (id.clone(), value.clone())).collect();
        let speaker = match claim.origin.speaker {
            Speaker::Record(record) => Some(self.record_shape(record)),
            _ => None,
        };
        let name = self.claim_name(claim.id);
        Some(ClaimShape {
            id: name.id,
            row: name.row,
            record: self.record_shape(claim.record),
            property: claim.property.to_string(),
            label: self.namer.property_of(claim.record, &claim.property),
            value: self.value_shape(&self.look.corpus().canonical_value(&claim.value)),
            wording: claim.wording.clone(),
            scope: self.qualifier_shapes(claim.record, &claim.property, &scope),
            voice: self.voice_shape(self.look.corpus().voice(claim)),
            speaker,
            on_behalf_of: claim.origin.on_behalf_of.map(|record| self.record_shape(record)),
            basis: claim.origin.basis.as_ref().map(|term| term.term().to_owned()),
            party: claim.origin.party.map(|record| self.record_shape(record)),
            interest: claim.origin.interest.clone(),
            attribution: match claim.origin.attribution {
                onus_model::claim::Attribution::Stated => "stated",
                onus_model::claim::Attribution::Implied => "implied",
                onus_model::claim::Attribution::Inferred => "inferred",
            },
            via: claim.via.iter().map(|relay| self.relay_shape(relay)).collect(),
            source: claim.source.map(|record| self.record_shape(record)),
            passage: claim
                .passage
                .as_ref()
                .map(|passage| passage_shape(&passage.locator, self.look.quote(claim).as_deref())),
            said: claim.said.as_ref().map(|said| self.value_shape(&Value::Date(said.clone()))),
            held: self.held_shape(claim.held.as_ref()),
            stance: stance(claim.stance),
            rests_on: claim.rests_on.as_ref().map(|rests_on| RestsOnShape {
                how: derivation(rests_on.how),
                claims: self
                    .claim_names(&self.order.claims(self.look, rests_on.claims.iter().copied())),
            }),
            level: claim.level.word(),
            review: match logged.review_at(self.look.view().as_of) {
                onus_model::claim::Review::Draft => "draft",
                onus_model::claim::Review::Checked => "checked",
                onus_model::claim::Review::Released => "released",
            },
            recorded: Some(moment(logged.recorded)),
            recorded_by: self.member_name(logged.recorded_by),
            checked_by: logged
                .checked_by(self.look.view().as_of)
                .and_then(|member| self.member_name(member)),
        })
    }
}

pub(crate) fn passage_shape(locator: &Locator, quote: Option<&str>) -> PassageShape {
    let quote = quote.map(clean);
    match locator {
        Locator::Range { digest, start, end } => PassageShape {
            digest: Some(digest.iter().map(|byte| format!("{byte:02x}")).collect()),
            start: Some(*start),
            end: Some(*end),
            locator: None,
            quote,
        },
        Locator::Words(words) => PassageShape {
            digest: None,
            start: None,
            end: None,
            locator: Some(words.clone()),
            quote,
        },
    }
}

pub(crate) fn stance(stance: onus_model::claim::Stance) -> &'static str {
    use onus_model::claim::Stance;
    match stance {
        Stance::Asserts => "asserts",
        Stance::Reports => "reports",
        Stance::Denies => "denies",
        Stance::Admits => "admits",
        Stance::CallsFor => "calls for",
    }
}

pub(crate) fn derivation(how: onus_model::claim::Derivation) -> &'static str {
    use onus_model::claim::Derivation;
    match how {
        Derivation::Sum => "sum",
        Derivation::Inference => "inference",
        Derivation::Finding => "finding",
    }
}

pub(crate) fn apart_word(kind: ApartKind) -> &'static str {
    match kind {
        ApartKind::Derived(how) => derivation(how),
        ApartKind::Annotation => "annotation",
        ApartKind::Altered(_) => "altered",
        ApartKind::Reported => "reported",
        ApartKind::CallsFor => "calls for",
    }
}
