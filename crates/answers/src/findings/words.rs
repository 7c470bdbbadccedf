//! Findings in words.

use onus_case::Look;
use onus_model::claim::Stance;
use onus_reason::{
    AccountFared, AskedInput, Confidence, Fared, Findings, Measured, PartFared, PartyGate,
    Standard, StandardFared, Standards, TimeGate, Truth,
};

use super::Writer;
use crate::desk::Tools;
use crate::mark::{Mark, clean};
use crate::phrases::Arg;
use crate::style::Style;
use crate::table::push;

/// A number of days in a message.
fn number(days: i64) -> Arg {
    usize::try_from(days).map_or_else(|_| Arg::from(days.to_string()), Arg::from)
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
                    Stance::Denies => "findings-claim-denied",
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
        let (least, most) = (one.least, one.most);
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
            PartyGate::NotKnown if standard.parties.is_empty() => {
                push(out, 4, &phrases.plain("findings-no-party"), width);
            }
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
