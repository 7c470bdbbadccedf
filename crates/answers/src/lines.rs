//! Lines that several answers share: a saying, a claim that adds no voice, a denial.

use onus_model::claim::Derivation;
use onus_model::id::{PropertyId, RecordId};
use onus_model::resolve::Polarity;
use onus_reason::{AdmissionLine, Apart, ApartKind, DenialLine, SaidOnce, Told};

use crate::desk::Desk;
use crate::mark::Mark;

impl Desk<'_, '_> {
    /// What is told of a record, a line a property.
    pub(crate) fn slot_lines(
        &self,
        record: RecordId,
        slots: &[(PropertyId, Vec<Told>)],
    ) -> Vec<String> {
        let value = |told: &Told| {
            let words = self.value_as_worded(&told.value, None);
            if told.denied_by.is_empty() {
                return words;
            }
            let by = self
                .phrases
                .say("statements-denied-by", [("voices", self.voices(&told.denied_by).into())]);
            format!("{words} ({})", self.mark(Mark::Denied, &by))
        };
        let line = |(property, told): &(PropertyId, Vec<Told>)| {
            let label = self.namer.property_of(record, property);
            let values: Vec<String> = told.iter().map(value).collect();
            format!("{label}: {}", values.join("; "))
        };
        slots.iter().map(line).collect()
    }

    /// A value as one saying has it, with when it held.
    pub(crate) fn said_value(&self, saying: &SaidOnce) -> String {
        let mut text = self.value_as_worded(&saying.value, saying.wording.as_deref());
        if saying.polarity == Polarity::Denies {
            let denied = self.phrases.say("saying-denies", [("value", text.into())]);
            text = self.mark(Mark::Denied, &denied);
        }
        if let Some(held) = &saying.held {
            let held = self.value(&onus_model::value::Value::Held(held.clone()));
            text = self.phrases.say("saying-held", [("value", text.into()), ("held", held.into())]);
        }
        text
    }

    /// A saying on one line: value, when it was said, what carries it.
    pub(crate) fn saying(&self, saying: &SaidOnce) -> String {
        let mut text = self.said_value(saying);
        if let Some(said) = &saying.said {
            let said = self.days(said);
            text = self.phrases.say("saying-on", [("value", text.into()), ("date", said.into())]);
        }
        if saying.admits {
            text.push_str(&format!(", {}", self.phrases.plain("saying-admits")));
        }
        if !saying.current {
            text.push_str(&format!(", {}", self.quiet(&self.phrases.plain("saying-superseded"))));
        }
        for statement in &saying.statements {
            let statement = self.named(*statement);
            let by = self.phrases.say("saying-by-statement", [("statement", statement.into())]);
            text.push_str(&format!(", {by}"));
        }
        let (first, echoes) = match saying.claims.split_first() {
            Some((first, echoes)) => (std::slice::from_ref(first), echoes),
            None => (saying.statement_claims.as_slice(), [].as_slice()),
        };
        text.push_str(&format!(" {}", self.rows(first)));
        if !echoes.is_empty() {
            let echoes = echoes.iter().map(|claim| self.echo(*claim)).collect::<Vec<_>>();
            let echoes = self.phrases.say("saying-echoes", [("echoes", echoes.join("; ").into())]);
            text.push_str(&format!(" {}", self.quiet(&echoes)));
        }
        if saying.draft {
            text.push_str(&format!(" {}", self.draft()));
        }
        text
    }

    /// What carries a saying on: its last relay, else its source.
    fn echo(&self, claim: onus_model::id::ClaimId) -> String {
        let known = self.look.corpus().claim(claim);
        let carrier = known.and_then(|claim| {
            let relay = claim.via.last().map(|relay| relay.by);
            relay.or(claim.source)
        });
        match carrier {
            Some(carrier) => format!("{} {}", self.name(carrier), self.row(claim)),
            None => self.row(claim),
        }
    }

    /// A claim that adds no voice, on one line.
    pub(crate) fn apart(&self, apart: &Apart) -> String {
        let mut value = self.value_as_worded(&apart.value, apart.wording.as_deref());
        if apart.polarity == Polarity::Denies {
            value = self.phrases.say("saying-denies", [("value", value.into())]);
        }
        let args = [("value", value.into()), ("voice", self.voice(apart.voice).into())];
        let mut text = match apart.kind {
            ApartKind::Derived(Derivation::Sum) => self.phrases.say("apart-sum", args),
            ApartKind::Derived(Derivation::Inference) => self.phrases.say("apart-inference", args),
            ApartKind::Derived(Derivation::Finding) => self.phrases.say("apart-finding", args),
            ApartKind::Annotation => self.phrases.say("apart-annotation", args),
            ApartKind::Altered(relay) => {
                let [value, voice] = args;
                let relay = ("relay", self.name(relay).into());
                self.phrases.say("apart-altered", [value, voice, relay])
            }
            ApartKind::Reported => self.phrases.say("apart-reported", args),
            ApartKind::CallsFor => self.phrases.say("apart-calls-for", args),
        };
        text.push_str(&format!(" {}", self.rows(&[apart.claim])));
        if apart.draft {
            text.push_str(&format!(" {}", self.draft()));
        }
        text
    }

    /// A denial on one line.
    pub(crate) fn denial(&self, denial: &DenialLine) -> String {
        let mut text = self.phrases.say(
            "overlay-denied",
            [
                ("value", self.value(&denial.value).into()),
                ("voice", self.voice(denial.voice).into()),
            ],
        );
        if let Some(party) = denial.party {
            let party = self.phrases.say("overlay-party", [("party", self.name(party).into())]);
            text.push_str(&format!(", {party}"));
        }
        if let Some(interest) = &denial.interest {
            let interest = crate::mark::clean(interest);
            let interest = self.phrases.say("overlay-interest", [("interest", interest.into())]);
            text.push_str(&format!(", {interest}"));
        }
        if denial.given_up {
            text.push_str(&format!(", {}", self.phrases.plain("overlay-given-up")));
        }
        for statement in &denial.statements {
            let statement = self.named(*statement);
            let by = self.phrases.say("saying-by-statement", [("statement", statement.into())]);
            text.push_str(&format!(", {by}"));
        }
        format!("{} {}", self.mark(Mark::Denied, &text), self.rows(&denial.claims))
    }

    /// An admission on one line.
    pub(crate) fn admission(&self, admission: &AdmissionLine) -> String {
        let of = admission.of.iter().map(|term| onus_text::words::Labels::term(&self.namer, term));
        let of = self.list(of);
        let value: crate::phrases::Arg = self.value(&admission.value).into();
        let voice: crate::phrases::Arg = self.voice(admission.voice).into();
        let text = if of.is_empty() {
            self.phrases.say("overlay-admitted", [("value", value), ("voice", voice)])
        } else {
            let of = ("of", of.into());
            self.phrases.say("overlay-admitted-of", [("value", value), ("voice", voice), of])
        };
        format!("{text} {}", self.rows(&admission.claims))
    }

    /// A value with whose it is.
    pub(crate) fn told(&self, told: &Told) -> String {
        let mut text = self.phrases.say(
            "told-by",
            [
                ("value", self.value(&told.value).into()),
                ("voices", self.voices(&told.voices).into()),
            ],
        );
        if !told.denied_by.is_empty() {
            let denied = self
                .phrases
                .say("told-denied-by", [("voices", self.voices(&told.denied_by).into())]);
            text.push_str(&format!(", {}", self.mark(Mark::Denied, &denied)));
        }
        text
    }
}
