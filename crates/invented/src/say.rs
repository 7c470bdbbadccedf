//! What a source says: its own claims, what it relays, denies and revises, and what the team adds.

use std::collections::BTreeSet;

use onus_case::{Edit, provisional};
use onus_model::Level;
use onus_model::claim::{
    Attribution, Claim, Derivation, Locator, Origin, Passage, Relay, Rendering, RestsOn, Scope,
    Speaker, Stance,
};
use onus_model::id::{RecordId, TermId};
use onus_model::value::{Answers, Kind, Value};

use crate::Invented;
use crate::words::{self, Script};

/// One source while it tells.
pub(crate) struct Telling {
    source: RecordId,
    number: usize,
    /// Who speaks in it, the one who speaks most first.
    speakers: Vec<RecordId>,
    publisher: Option<RecordId>,
    script: Script,
    text: [u8; 32],
}

impl Telling {
    pub(crate) fn of(case: &mut Invented<'_>, source: RecordId, number: usize) -> Self {
        let mut speakers = Vec::new();
        for kind in ["organization", "posting", "person", "person", "group"] {
            speakers.extend(case.some(kind));
        }
        let first = case.random.below(speakers.len().max(1));
        if first < speakers.len() {
            speakers.swap(0, first);
        }
        let publisher = case.some("organization");
        let script = Script::any(&mut case.random);
        Self { source, number, speakers, publisher, script, text: case.random.bytes() }
    }
}

impl Invented<'_> {
    fn plain(&mut self, record: RecordId, property: &str, value: Value) -> Option<Claim> {
        Some(Claim {
            id: provisional(0),
            record,
            property: property.parse().ok()?,
            value,
            wording: None,
            scope: Scope::default(),
            origin: Origin::of(Speaker::Member(self.member)),
            via: Vec::new(),
            source: None,
            passage: None,
            said: None,
            held: None,
            stance: Stance::Asserts,
            rests_on: None,
            level: Level::Team,
        })
    }

    /// A claim that a source makes.
    fn told(
        &mut self,
        told: &Telling,
        record: RecordId,
        property: &str,
        value: Value,
    ) -> Option<Claim> {
        let mut claim = self.plain(record, property, value)?;
        claim.origin = self.origin(told);
        claim.source = Some(told.source);
        claim.passage = Some(self.passage(told));
        claim.said = if self.random.percent(70) { self.date().parse().ok() } else { None };
        if self.random.percent(50) {
            let words = 2 + self.random.low(6);
            claim.wording = Some(words::sentence(&mut self.random, words, told.script));
        }
        claim.stance = match self.random.below(100) {
            0..=2 => Stance::Denies,
            3..=5 => Stance::Reports,
            6 => Stance::Admits,
            7 => Stance::CallsFor,
            _ => Stance::Asserts,
        };
        claim.level = match self.random.below(100) {
            0..=4 => Level::Public,
            5..=14 => Level::Partner,
            15..=18 => Level::Sealed,
            _ => Level::Team,
        };
        if self.random.percent(25) {
            claim.via = self.via(told);
        }
        Some(claim)
    }

    fn origin(&mut self, told: &Telling) -> Origin {
        let speaker = told.speakers.get(self.random.low(told.speakers.len())).copied();
        let speaker = speaker.filter(|_| !self.random.percent(15));
        let mut origin = Origin::of(speaker.map_or(Speaker::NotStated, Speaker::Record));
        if let (Some(speaker), true) = (speaker, self.random.percent(12)) {
            // Who speaks for somebody mostly speaks for the same.
            origin.on_behalf_of = match self.random.percent(95) {
                true => self.steady(speaker, "organization"),
                false => self.some("organization"),
            };
        }
        let basis = ["eyewitness", "official", "document", "hearsay", "victim"];
        let basis = self.random.pick(&basis).map(|word| format!("basis:{word}"));
        origin.basis = basis.and_then(|term| term.parse::<TermId>().ok());
        if self.random.percent(10) {
            origin.attribution = Attribution::Implied;
        }
        origin
    }

    fn via(&mut self, told: &Telling) -> Vec<Relay> {
        let rendering = match self.random.below(10) {
            0 => Rendering::Altered,
            1..=4 => Rendering::Unknown,
            _ => Rendering::Faithful,
        };
        let relay = told.publisher.or(self.some("organization"));
        relay.map(|by| Relay { by, rendering }).into_iter().collect()
    }

    fn passage(&mut self, told: &Telling) -> Passage {
        let quoted = self.random.percent(60);
        let words = 6 + self.random.low(16);
        let quote = quoted.then(|| words::sentence(&mut self.random, words, told.script));
        let start = self.random.below(40_000) as u64;
        let locator = match &quote {
            Some(quote) => Locator::Range {
                digest: told.text,
                start,
                end: start + quote.chars().count() as u64,
            },
            None => Locator::Words(format!("page {}", start / 900 + 1)),
        };
        Passage { locator, quote, before: String::new(), after: String::new() }
    }

    /// What a source is: its name and when it was public.
    pub(crate) fn describe(&mut self, told: &Telling, edit: &mut Edit) {
        let title = words::name(told.number + 700_000, told.script);
        let script = if told.script == Script::Latin { "Latn" } else { "Cyrl" };
        let name = Value::parse(Kind::Name, &format!("{script}/-: {title}")).ok();
        let published = Value::parse(Kind::Date, &self.date()).ok();
        for (property, value) in [("name", name), ("published", published)] {
            let claim = value.and_then(|value| self.plain(told.source, property, value));
            if let Some(claim) = claim {
                self.push(claim, edit);
            }
        }
    }

    /// Says something about one of the subjects; answers how many claims that took.
    pub(crate) fn say(
        &mut self,
        told: &Telling,
        subjects: &[(RecordId, &'static str)],
        edit: &mut Edit,
    ) -> usize {
        let before = edit.claims.len();
        let Some((record, kind)) = self.random.pick(subjects).copied() else { return 1 };
        match self.random.below(1_000) {
            0..=149 => self.name(told, record, edit),
            150..=299 => self.echo(told, edit),
            300..=319 => self.revise(told, edit),
            320..=339 => self.statement(told, edit),
            340..=343 => self.judge("identity", "identity-grade", record, kind, edit),
            344..=346 => self.judge("dependence", "dependence", record, kind, edit),
            347..=356 => self.speaks_for(edit),
            357..=359 => self.add_up(told, edit),
            _ => self.property(told, record, kind, edit),
        }
        (edit.claims.len() - before).max(1)
    }

    fn name(&mut self, told: &Telling, record: RecordId, edit: &mut Edit) {
        // The record's own name, in the source's script.
        let number = u32::from_le_bytes(record.as_bytes()[..4].try_into().unwrap_or_default());
        let name = words::name(number as usize % 2_000_000, told.script);
        let script = if told.script == Script::Latin { "Latn" } else { "Cyrl" };
        if let Ok(value) = Value::parse(Kind::Name, &format!("{script}/-: {name}"))
            && let Some(claim) = self.told(told, record, "name", value)
        {
            self.push(claim, edit);
        }
    }

    fn property(&mut self, told: &Telling, record: RecordId, kind: &str, edit: &mut Edit) {
        let list = self.properties.get(kind).map_or(&[][..], Vec::as_slice);
        let list = list.to_vec();
        // Not every property has a value each time; then something else is said.
        let found = (0..4).find_map(|_| {
            let property = *list.get(self.random.low(list.len()))?;
            Some((property, self.value(record, property)?))
        });
        let Some((property, value)) = found else { return };
        let Some(mut claim) = self.told(told, record, property.id.as_str(), value) else { return };
        if property.changes && self.random.percent(40) {
            claim.held = format!("throughout {} to ?", self.date()).parse().ok();
        }
        self.push(claim, edit);
    }

    /// Repeats what another source had said, with the same origin.
    fn echo(&mut self, told: &Telling, edit: &mut Edit) {
        let Some(mut claim) = self.random.pick(&self.recent).cloned() else { return };
        if claim.source.is_none() || matches!(claim.value, Value::Answers(_)) {
            return;
        }
        claim.source = Some(told.source);
        claim.passage = Some(self.passage(told));
        claim.via = self.via(told);
        claim.rests_on = None;
        self.push(claim, edit);
    }

    /// The same speaker gives another figure, later.
    fn revise(&mut self, told: &Telling, edit: &mut Edit) {
        let figures: Vec<Claim> = self
            .recent
            .iter()
            .rev()
            .take(400)
            .filter(|claim| matches!(claim.value, Value::Count(_)) && claim.source.is_some())
            .cloned()
            .collect();
        let Some(mut claim) = self.random.pick(&figures).cloned() else { return };
        let figure = self.count();
        let Ok(value) = Value::parse(Kind::Count, &figure) else { return };
        claim.value = value;
        claim.said = self.date().parse().ok();
        claim.source = Some(told.source);
        claim.passage = Some(self.passage(told));
        claim.rests_on = None;
        self.push(claim, edit);
    }

    /// A statement that answers some claims of this edit.
    fn statement(&mut self, told: &Telling, edit: &mut Edit) {
        let statement = self.record("statement", edit);
        let Some(by) = told.speakers.first().copied() else { return };
        let kind = *self
            .random
            .pick(&[
                "denial-of-act",
                "denial-of-responsibility",
                "partial-acknowledgement",
                "promise",
            ])
            .unwrap_or(&"promise");
        let targets: BTreeSet<_> = (0..1 + self.random.below(3))
            .map(|_| provisional(self.random.below(edit.claims.len().max(1)) as u64))
            .collect();
        let when = self.date();
        let parts = [
            ("by", Some(Value::Ref(by))),
            ("kind", Value::parse(Kind::Term, &format!("statement-kind:{kind}")).ok()),
            ("when", Value::parse(Kind::Date, &when).ok()),
            ("answers", Some(Value::Answers(Answers::Claims(targets)))),
        ];
        for (property, value) in parts {
            let claim = value.and_then(|value| self.told(told, statement, property, value));
            if let Some(mut claim) = claim {
                claim.origin = Origin::of(Speaker::Record(by));
                claim.stance = Stance::Asserts;
                self.push(claim, edit);
            }
        }
    }

    /// A member judges how two records of a type relate.
    fn judge(
        &mut self,
        property: &str,
        vocabulary: &str,
        record: RecordId,
        kind: &str,
        edit: &mut Edit,
    ) {
        let list = self.records.get(kind).map_or(&[][..], Vec::as_slice);
        // Two that were made about the same time, so that no group of the same grows without end.
        let place = list.iter().rposition(|known| *known == record);
        let near = place.and_then(|place| list.get((place + 1).min(list.len() - 1))).copied();
        let Some(other) = near.filter(|other| *other != record) else { return };
        let terms: &[&str] = match property {
            "identity" => &["same", "same", "probably-same", "distinct"],
            _ => &["excluded", "excluded", "dependent"],
        };
        let Some(term) = self.random.pick(terms).copied() else { return };
        let Ok(value) = Value::parse(Kind::Term, &format!("{vocabulary}:{term}")) else { return };
        if let Some(mut claim) = self.plain(record, property, value)
            && let Ok(with) = "with".parse()
        {
            claim.scope = Scope::new([(with, Value::Ref(other))]);
            self.push(claim, edit);
        }
    }

    /// An office is one organization's, and that is said of it once.
    fn speaks_for(&mut self, edit: &mut Edit) {
        let (Some(office), Some(organization)) = (self.some("posting"), self.some("organization"))
        else {
            return;
        };
        if !self.offices.insert(office) {
            return;
        }
        if let Some(claim) = self.plain(office, "speaks-for", Value::Ref(organization)) {
            self.push(claim, edit);
        }
    }

    /// A tally that is the sum of two figures of this edit.
    fn add_up(&mut self, told: &Telling, edit: &mut Edit) {
        let figures: BTreeSet<_> = edit
            .claims
            .iter()
            .enumerate()
            .rev()
            .take(2_000)
            .filter(|(_, new)| matches!(new.claim.value, Value::Count(_)))
            .map(|(place, _)| provisional(place as u64))
            .take(2)
            .collect();
        let Some(tally) = self.some("tally").filter(|_| figures.len() == 2) else { return };
        let figure = self.count();
        let Ok(value) = Value::parse(Kind::Count, &figure) else { return };
        if let Some(mut claim) = self.told(told, tally, "figure", value) {
            claim.rests_on = Some(RestsOn { how: Derivation::Sum, claims: figures });
            self.push(claim, edit);
        }
    }
}
