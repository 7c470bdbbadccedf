//! How standards fare on the records of a case.

use std::collections::BTreeSet;

use serde::Serialize;

use onus_case::Look;
use onus_model::schema::Labels;
use onus_reason::{
    AccountFared, AskedInput, Confidence, Fared, Force, Measured, PartFared, PartyGate,
    RunningClock, Standard, StandardFared, TimeGate, Truth,
};
pub use onus_reason::{Findings, FindingsError, FindingsFilter, Standards, finding, findings};

use crate::desk::{Desk, Tools};
use crate::label::in_language;
use crate::mark::{Mark, clean};
use crate::phrases::Arg;
use crate::shape::{ClaimNameShape, DateShape, DaysShape, RecordShape, VoiceShape, days, document};
use crate::style::Style;
use crate::table::push;

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

/// A number of days in a message.
fn number(days: i64) -> Arg {
    usize::try_from(days).map_or_else(|_| Arg::from(days.to_string()), Arg::from)
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

    fn account_shape(&self, standard: Option<&Standard>, account: &AccountFared) -> FindingAccountShape {
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

/// The answer in words: every finding in short.
#[must_use]
pub fn to_text(answer: &Findings, standards: &Standards, look: &Look<'_>, style: &Style) -> String {
    written(answer, standards, look, style, false)
}

/// The answer in words, with all that each part rests on.
#[must_use]
pub fn explained(
    answer: &Findings,
    standards: &Standards,
    look: &Look<'_>,
    style: &Style,
) -> String {
    written(answer, standards, look, style, true)
}

fn written(
    answer: &Findings,
    standards: &Standards,
    look: &Look<'_>,
    style: &Style,
    full: bool,
) -> String {
    let tools = Tools::new(look, style);
    let writer = Writer { desk: tools.desk(look), standards };
    let (phrases, width) = (writer.desk.phrases, style.width);
    let mut out = String::new();
    let mut last = "";
    for entry in &answer.entries {
        let Some(standard) = standards.get(&entry.standard) else { continue };
        if last != entry.standard {
            writer.head(standard, &mut out, full);
            last = &entry.standard;
        }
        writer.entry(standard, entry, &mut out, full);
    }
    if answer.entries.is_empty() {
        push(&mut out, 0, &phrases.plain("findings-none"), width);
    } else {
        push(&mut out, 0, &phrases.plain("findings-not-law"), width);
    }
    if answer.partial {
        push(&mut out, 0, &phrases.plain("findings-partial"), width);
    }
    out
}

impl Writer<'_, '_> {
    fn head(&self, standard: &Standard, out: &mut String, full: bool) {
        let (desk, phrases, width) = (&self.desk, self.desk.phrases, self.desk.style.width);
        let label = self.words(&standard.label, &standard.id);
        let id = desk.mark(Mark::Handle, &format!("[{}]", standard.id));
        push(out, 0, &format!("{} {id}", desk.heading(&label)), width);
        let args = [
            ("instrument", self.words(&standard.instrument, &standard.id).into()),
            ("paragraph", self.words(&standard.paragraph, &standard.id).into()),
            ("adopted", standard.adopted_told.clone().into()),
        ];
        push(out, 2, &phrases.say("findings-standard", args), width);
        let checked = match (standard.confidence, &standard.checked_by) {
            (Confidence::Checked, Some(by)) => {
                phrases.say("findings-checked", [("by", clean(by).into())])
            }
            (Confidence::Checked | Confidence::High, _) => phrases.plain("findings-from-memory"),
            (Confidence::Medium | Confidence::Low, _) => phrases.plain("findings-to-be-confirmed"),
        };
        push(out, 2, &desk.quiet(&checked), width);
        if full {
            let caveat = self.words(&standard.caveat, "");
            push(out, 2, &phrases.say("findings-caveat", [("caveat", caveat.into())]), width);
        }
    }

    /// Inputs in words, those of one record together.
    fn inputs(&self, inputs: &[AskedInput]) -> String {
        let told = inputs.chunk_by(|one, other| one.record == other.record).map(|group| {
            let labels: Vec<String> = group.iter().map(|input| self.label(input)).collect();
            let record = group.first().map(|input| self.desk.named(input.record));
            let args = [
                ("properties", labels.join(", ").into()),
                ("record", record.unwrap_or_default().into()),
            ];
            self.desk.phrases.say("findings-input", args)
        });
        told.collect::<Vec<_>>().join("; ")
    }

    fn entry(&self, standard: &Standard, entry: &StandardFared, out: &mut String, full: bool) {
        let (desk, phrases, width) = (&self.desk, self.desk.phrases, self.desk.style.width);
        let named = desk.named(entry.record);
        match entry.accounts.as_slice() {
            [only] => {
                let args = [("record", named.into()), ("outcome", self.outcome(only.fared).into())];
                push(out, 2, &phrases.say("findings-one", args), width);
            }
            _ => push(out, 2, &phrases.say("findings-differs", [("record", named.into())]), width),
        }
        for account in &entry.accounts {
            let mut indent = 4;
            if entry.accounts.len() > 1 {
                let args = [
                    ("voices", desk.voices(&account.voices).into()),
                    ("outcome", self.outcome(account.fared).into()),
                ];
                push(out, 4, &phrases.say("findings-account", args), width);
                indent = 6;
            }
            if account.fared == Fared::Met {
                push(out, indent, &self.words(&standard.met, ""), width);
            }
            if full {
                self.parts(standard, account, out, indent);
            }
            self.reasons(account, out, indent, full);
        }
        self.gates(standard, entry, out);
        push(out, 0, "", width);
    }

    fn outcome(&self, fared: Fared) -> String {
        let key = match fared {
            Fared::Met => "findings-met",
            Fared::NotMet => "findings-not-met",
            Fared::Possible => "findings-possible",
            Fared::CannotBeJudged => "findings-cannot-be-judged",
        };
        self.desk.phrases.plain(key)
    }

    fn parts(&self, standard: &Standard, account: &AccountFared, out: &mut String, indent: usize) {
        let (desk, phrases, width) = (&self.desk, self.desk.phrases, self.desk.style.width);
        let written = standard.parts.iter().zip(standard.condition());
        for (part, (labels, condition)) in account.parts.iter().zip(written) {
            let label = self.words(labels, condition);
            push(out, indent, &self.part(part, &label), width);
            push(out, indent + 2, &desk.quiet(condition), width);
            for claim in &part.claims {
                let Some(known) = desk.look.corpus().claim(*claim) else { continue };
                let value = desk.value_as_worded(&known.value, known.wording.as_deref());
                let args = [
                    ("voice", desk.voice(desk.look.corpus().voice(known)).into()),
                    ("record", desk.named(desk.look.corpus().canonical(known.record)).into()),
                    ("property", desk.namer.property_of(known.record, &known.property).into()),
                    ("value", value.into()),
                ];
                let key = match known.stance {
                    onus_model::claim::Stance::Denies => "findings-claim-denied",
                    _ => "findings-claim",
                };
                let line = phrases.say(key, args);
                push(out, indent + 2, &format!("{line} {}", desk.rows(&[*claim])), width);
            }
            if !part.missing.is_empty() {
                let missing = self.inputs(&part.missing);
                let line = phrases.say("findings-missing", [("inputs", missing.into())]);
                push(out, indent + 2, &line, width);
            }
        }
    }

    fn part(&self, part: &PartFared, label: &str) -> String {
        let voices = self.desk.voices(&part.voices);
        let args = [("part", label.to_owned().into()), ("voices", voices.clone().into())];
        let key = match (part.truth, voices.is_empty()) {
            (Truth::True, false) => "findings-part-met",
            (Truth::True, true) => "findings-part-met-always",
            (Truth::False, false) => "findings-part-not-met",
            (Truth::False, true) => "findings-part-never-met",
            (Truth::Unknown, _) => "findings-part-not-known",
        };
        self.desk.phrases.say(key, args)
    }

    fn reasons(&self, account: &AccountFared, out: &mut String, indent: usize, full: bool) {
        let (desk, phrases, width) = (&self.desk, self.desk.phrases, self.desk.style.width);
        let mut say = |key: &str, inputs: &[AskedInput]| {
            if !inputs.is_empty() {
                let line = phrases.say(key, [("inputs", self.inputs(inputs).into())]);
                push(out, indent, &line, width);
            }
        };
        say("findings-left-open", &account.wide);
        say("findings-missing", &account.missing);
        say("findings-accounts-differ", &account.differs);
        if account.withheld {
            push(out, indent, &phrases.plain("findings-withheld"), width);
        }
        for one in &account.measured {
            if let Some(line) = self.measured(one) {
                push(out, indent, &line, width);
            }
        }
        if !full && !account.claims.is_empty() {
            let rows = desk.rows(&account.claims);
            if !rows.is_empty() {
                push(out, indent, &rows, width);
            }
        }
    }

    fn measured(&self, one: &Measured) -> Option<String> {
        let (least, most) = match (one.least, one.most) {
            // A date before another one is told the other way round.
            (Some(least), Some(most)) if most < 0 => {
                let (from, to) = (one.to.clone(), one.from.clone());
                return self.measured(&Measured { from, to, least: Some(-most), most: Some(-least) });
            }
            (least, most) => (least, most),
        };
        let args = |days: i64| {
            [
                ("from", self.inputs(std::slice::from_ref(&one.from)).into()),
                ("to", self.inputs(std::slice::from_ref(&one.to)).into()),
                ("days", number(days)),
            ]
        };
        let phrases = self.desk.phrases;
        match (least, most) {
            (Some(least), Some(most)) if least == most => {
                Some(phrases.say("findings-days", args(least)))
            }
            (Some(least), Some(most)) => {
                let [from, to, _] = args(least);
                let more = [from, to, ("least", number(least)), ("most", number(most))];
                Some(phrases.say("findings-days-between", more))
            }
            (Some(least), None) => Some(phrases.say("findings-days-at-least", args(least))),
            (None, Some(most)) => Some(phrases.say("findings-days-at-most", args(most))),
            (None, None) => None,
        }
    }

    fn gates(&self, standard: &Standard, entry: &StandardFared, out: &mut String) {
        let (desk, phrases, width) = (&self.desk, self.desk.phrases, self.desk.style.width);
        let adopted = || [("adopted", standard.adopted_told.clone().into())];
        let time = match entry.time {
            TimeGate::Before => None,
            TimeGate::Later => Some(phrases.say("findings-later", adopted())),
            TimeGate::Open => Some(phrases.say("findings-time-open", adopted())),
            TimeGate::NoDate => Some(phrases.plain("findings-no-date")),
        };
        if let Some(time) = time {
            push(out, 4, &time, width);
        }
        match &entry.party {
            PartyGate::Guidance => push(out, 4, &phrases.plain("findings-guidance"), width),
            PartyGate::NotKnown => {
                let parties: Vec<String> = standard
                    .parties
                    .iter()
                    .map(|party| {
                        let args = [
                            ("country", party.country.clone().into()),
                            ("since", party.since_told.clone().into()),
                        ];
                        phrases.say("findings-party", args)
                    })
                    .collect();
                let args = [("parties", desk.list(parties).into())];
                push(out, 4, &phrases.say("findings-state-not-known", args), width);
            }
            PartyGate::States(states) => {
                for state in states {
                    let party = state.party.and_then(|place| standard.parties.get(place));
                    let since = party.map(|party| party.since_told.clone()).unwrap_or_default();
                    let args = [
                        ("state", desk.named(state.place).into()),
                        ("country", clean(&state.country).into()),
                        ("since", since.into()),
                    ];
                    let key = match (party, state.before) {
                        (None, _) => "findings-not-listed",
                        (Some(_), true) => "findings-bound-later",
                        (Some(_), false) => "findings-bound",
                    };
                    push(out, 4, &phrases.say(key, args), width);
                }
            }
        }
        if let Some(clock) = &entry.clock {
            let dates: Vec<String> = clock.from.iter().map(|date| desk.date(date)).collect();
            let args = [
                ("from", dates.join("; ").into()),
                ("until", desk.days(&clock.until).into()),
                ("least", number(clock.least.unwrap_or(0))),
            ];
            let line = phrases.say("findings-clock", args);
            push(out, 4, &format!("{line} {}", desk.rows(&clock.claims)), width);
        }
    }
}
