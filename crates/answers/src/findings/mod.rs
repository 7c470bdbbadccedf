//! How standards fare on the records of a case.

mod words;

use std::collections::BTreeSet;

use serde::Serialize;

use onus_case::Look;
use onus_model::schema::Labels;
use onus_reason::{
    AccountFared, AskedInput, Confidence, Fared, Force, PartyGate, RunningClock, Standard,
    StandardFared, TimeGate, Truth,
};
pub use onus_reason::{Findings, FindingsError, FindingsFilter, Standards, finding, findings};

use crate::desk::{Desk, Tools};
use crate::label::in_language;
use crate::mark::clean;
use crate::shape::{ClaimNameShape, DateShape, DaysShape, RecordShape, VoiceShape, days, document};
use crate::style::Style;

pub use words::{explained, to_text};

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    copy_is_partial: bool,
    standards: Vec<StandardShape>,
    findings: Vec<FindingShape>,
}

#[derive(Serialize)]
struct StandardShape {
    id: String,
    label: String,
    instrument: String,
    paragraph: String,
    confidence: &'static str,
    checked_by: Option<String>,
    adopted: String,
    force: &'static str,
    parties: Vec<PartyShape>,
    asked_of: String,
    parts: Vec<ConditionPartShape>,
    met: String,
    caveat: String,
}

#[derive(Serialize)]
struct PartyShape {
    country: String,
    since: String,
    confidence: &'static str,
}

#[derive(Serialize)]
struct ConditionPartShape {
    label: String,
    condition: String,
}

#[derive(Serialize)]
struct FindingShape {
    standard: String,
    record: RecordShape,
    accounts: Vec<FindingAccountShape>,
    time: &'static str,
    binding: &'static str,
    states: Vec<StateShape>,
    clock: Option<ClockShape>,
}

#[derive(Serialize)]
struct FindingAccountShape {
    voices: Vec<VoiceShape>,
    outcome: &'static str,
    withheld: bool,
    parts: Vec<FindingPartShape>,
    claims: Vec<ClaimNameShape>,
    judgements: Vec<ClaimNameShape>,
    negatives: Vec<ClaimNameShape>,
    missing: Vec<InputShape>,
    open: Vec<InputShape>,
    differs: Vec<InputShape>,
    measured: Vec<MeasuredShape>,
}

#[derive(Serialize)]
struct FindingPartShape {
    label: String,
    outcome: &'static str,
    voices: Vec<VoiceShape>,
    claims: Vec<ClaimNameShape>,
    missing: Vec<InputShape>,
    open: Vec<InputShape>,
}

#[derive(Serialize)]
struct InputShape {
    record: RecordShape,
    property: String,
    reverse: bool,
    label: String,
}

#[derive(Serialize)]
struct MeasuredShape {
    from: InputShape,
    to: InputShape,
    least: Option<i64>,
    most: Option<i64>,
}

#[derive(Serialize)]
struct StateShape {
    place: RecordShape,
    country: String,
    party_since: Option<String>,
    facts_before: bool,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct ClockShape {
    from: Vec<DateShape>,
    until: DaysShape,
    least: Option<i64>,
    most: Option<i64>,
    claims: Vec<ClaimNameShape>,
}

fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Checked => "checked",
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

fn outcome_word(fared: Fared) -> &'static str {
    match fared {
        Fared::Met => "met",
        Fared::NotMet => "not met",
        Fared::Possible => "possible",
        Fared::CannotBeJudged => "cannot be judged",
    }
}

fn truth_word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "met",
        Truth::False => "not met",
        Truth::Unknown => "not known",
    }
}

fn time_word(time: TimeGate) -> &'static str {
    match time {
        TimeGate::Before => "adopted before the facts",
        TimeGate::Later => "later benchmark",
        TimeGate::Open => "not known",
        TimeGate::NoDate => "no date claimed",
    }
}

/// Writes findings with the standards they are about.
struct Writer<'d, 'a> {
    desk: Desk<'d, 'a>,
    standards: &'d Standards,
}

impl Writer<'_, '_> {
    fn words(&self, labels: &Labels, otherwise: &str) -> String {
        clean(&in_language(labels, self.desk.style.language.tag(), otherwise))
    }

    fn label(&self, input: &AskedInput) -> String {
        if !input.reverse {
            return self.desk.namer.property_of(input.record, &input.property);
        }
        let corpus = self.desk.look.corpus();
        let types: BTreeSet<_> = corpus.record_type(input.record).cloned().into_iter().collect();
        let schema = self.desk.look.schema();
        let mut reversed = schema.reversed(&types, input.property.as_str());
        let labels = reversed.find_map(|(_, property)| property.reverse.as_ref());
        match labels {
            Some(reverse) => self.words(&reverse.label, input.property.as_str()),
            None => input.property.to_string(),
        }
    }

    fn input_shape(&self, input: &AskedInput) -> InputShape {
        InputShape {
            record: self.desk.record_shape(input.record),
            property: input.property.to_string(),
            reverse: input.reverse,
            label: self.label(input),
        }
    }

    fn input_shapes(&self, inputs: &[AskedInput]) -> Vec<InputShape> {
        inputs.iter().map(|input| self.input_shape(input)).collect()
    }

    fn standard_shape(&self, standard: &Standard) -> StandardShape {
        let parts = standard.parts.iter().zip(standard.condition());
        StandardShape {
            id: standard.id.clone(),
            label: self.words(&standard.label, &standard.id),
            instrument: self.words(&standard.instrument, &standard.id),
            paragraph: self.words(&standard.paragraph, &standard.id),
            confidence: confidence_word(standard.confidence),
            checked_by: standard.checked_by.clone(),
            adopted: standard.adopted_told.clone(),
            force: match standard.force {
                Force::Treaty => "treaty",
                Force::Guidance => "guidance",
            },
            parties: standard
                .parties
                .iter()
                .map(|party| PartyShape {
                    country: party.country.clone(),
                    since: party.since_told.clone(),
                    confidence: confidence_word(party.confidence),
                })
                .collect(),
            asked_of: standard.of.to_string(),
            parts: parts
                .map(|(label, condition)| ConditionPartShape {
                    label: self.words(label, condition),
                    condition: condition.to_owned(),
                })
                .collect(),
            met: self.words(&standard.met, &standard.id),
            caveat: self.words(&standard.caveat, &standard.id),
        }
    }

    fn account_shape(
        &self,
        standard: Option<&Standard>,
        account: &AccountFared,
    ) -> FindingAccountShape {
        let desk = &self.desk;
        let parts = account.parts.iter().enumerate();
        FindingAccountShape {
            voices: desk.voice_shapes(&account.voices),
            outcome: outcome_word(account.fared),
            withheld: account.withheld,
            parts: parts
                .map(|(place, part)| FindingPartShape {
                    label: self.part_label(standard, place),
                    outcome: truth_word(part.truth),
                    voices: desk.voice_shapes(&part.voices),
                    claims: desk.claim_names(&part.claims),
                    missing: self.input_shapes(&part.missing),
                    open: self.input_shapes(&part.wide),
                })
                .collect(),
            claims: desk.claim_names(&account.claims),
            judgements: desk.claim_names(&account.judgements),
            negatives: desk.claim_names(&account.negatives),
            missing: self.input_shapes(&account.missing),
            open: self.input_shapes(&account.wide),
            differs: self.input_shapes(&account.differs),
            measured: account
                .measured
                .iter()
                .map(|one| MeasuredShape {
                    from: self.input_shape(&one.from),
                    to: self.input_shape(&one.to),
                    least: one.least,
                    most: one.most,
                })
                .collect(),
        }
    }

    fn part_label(&self, standard: Option<&Standard>, place: usize) -> String {
        let labels = standard.and_then(|standard| standard.parts.get(place));
        labels.map(|labels| self.words(labels, "")).unwrap_or_default()
    }

    fn clock_shape(&self, clock: &RunningClock) -> ClockShape {
        ClockShape {
            from: clock.from.iter().map(|date| self.desk.date_shape(date)).collect(),
            until: days(&clock.until),
            least: clock.least,
            most: clock.most,
            claims: self.desk.claim_names(&clock.claims),
        }
    }

    fn finding_shape(&self, one: &StandardFared) -> FindingShape {
        let standard = self.standards.get(&one.standard);
        let states = match &one.party {
            PartyGate::States(states) => states.as_slice(),
            PartyGate::Guidance | PartyGate::NotKnown => &[],
        };
        let since = |party: Option<usize>| {
            let party = standard?.parties.get(party?)?;
            Some(party.since_told.clone())
        };
        FindingShape {
            standard: one.standard.clone(),
            record: self.desk.record_shape(one.record),
            accounts: one
                .accounts
                .iter()
                .map(|account| self.account_shape(standard, account))
                .collect(),
            time: time_word(one.time),
            binding: match &one.party {
                PartyGate::Guidance => "guidance",
                PartyGate::States(_) => "states named",
                PartyGate::NotKnown => "state not known",
            },
            states: states
                .iter()
                .map(|state| StateShape {
                    place: self.desk.record_shape(state.place),
                    country: clean(&state.country),
                    party_since: since(state.party),
                    facts_before: state.before,
                    claims: self.desk.claim_names(&state.claims),
                })
                .collect(),
            clock: one.clock.as_ref().map(|clock| self.clock_shape(clock)),
        }
    }
}

/// The answer as a document of shape `onus.findings/1`.
#[must_use]
pub fn to_json(answer: &Findings, standards: &Standards, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let writer = Writer { desk: tools.desk(look), standards };
    let about: BTreeSet<&str> = answer.entries.iter().map(|one| one.standard.as_str()).collect();
    let about = about.into_iter().filter_map(|id| standards.get(id));
    document(&Document {
        shape: "onus.findings/1",
        copy_is_partial: answer.partial,
        standards: about.map(|standard| writer.standard_shape(standard)).collect(),
        findings: answer.entries.iter().map(|one| writer.finding_shape(one)).collect(),
    })
}
