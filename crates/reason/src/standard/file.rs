//! A standard's file as it is written, and its mistakes with their places.

use std::collections::BTreeSet;
use std::ops::Range;

use onus_model::id::{PropertyId, TypeId};
use onus_model::schema::{Labels, Schema};
use onus_model::value::Kind;
use onus_model::value::date::{DayBounds, Edtf};
use serde::Deserialize;
use toml::Spanned;

use super::{Clock, Confidence, Force, Party, Standard, StandardError};
use crate::condition;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawStandard {
    id: Spanned<String>,
    label: Spanned<Labels>,
    instrument: Spanned<Labels>,
    paragraph: Spanned<Labels>,
    confidence: Spanned<String>,
    checked_by: Option<Spanned<String>>,
    adopted: Spanned<String>,
    force: Spanned<String>,
    #[serde(default)]
    party: Vec<RawParty>,
    of: Spanned<String>,
    #[serde(default)]
    facts: Vec<Spanned<String>>,
    #[serde(default)]
    states: Vec<Spanned<String>>,
    clock: Option<RawClock>,
    when: Spanned<String>,
    met: Spanned<Labels>,
    caveat: Spanned<Labels>,
    part: Spanned<Vec<Labels>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawParty {
    country: Spanned<String>,
    since: Spanned<String>,
    confidence: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawClock {
    from: Vec<Spanned<String>>,
    until: Spanned<String>,
}

struct Reader<'a> {
    schema: &'a Schema,
    file: &'a str,
    text: &'a str,
    errors: Vec<StandardError>,
}

/// Reads a file: the standard, and where its name stands.
pub(super) fn read(
    schema: &Schema,
    file: &str,
    text: &str,
) -> Result<(Standard, (usize, usize)), Vec<StandardError>> {
    let mut reader = Reader { schema, file, text, errors: Vec::new() };
    let raw: RawStandard = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let message = error.message().replace('\n', ", ");
            reader.error(error.span().unwrap_or(0..0), message);
            return Err(reader.errors);
        }
    };
    let place = reader.position(raw.id.span().start);
    match reader.standard(raw) {
        Some(standard) if reader.errors.is_empty() => Ok((standard, place)),
        _ => Err(reader.errors),
    }
}

impl Reader<'_> {
    fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
    }

    fn error(&mut self, span: Range<usize>, message: impl Into<String>) {
        let (line, column) = self.position(span.start);
        let (file, message) = (self.file.to_owned(), message.into());
        self.errors.push(StandardError { file, line, column, message });
    }

    fn standard(&mut self, raw: RawStandard) -> Option<Standard> {
        let id = raw.id.get_ref().parse::<TypeId>().map(|id| id.to_string());
        if let Err(error) = &id {
            self.error(raw.id.span(), error.to_string());
        }
        let of = self.record_type(&raw.of);
        let confidence = self.confidence(&raw.confidence);
        let checked_by = raw.checked_by.map(Spanned::into_inner);
        if confidence == Some(Confidence::Checked) && checked_by.is_none() {
            self.error(raw.confidence.span(), "who checked it? add checked-by, or write H, M or L");
        }
        let adopted = self.date(&raw.adopted);
        let force = match raw.force.get_ref().as_str() {
            "treaty" => Some(Force::Treaty),
            "guidance" => Some(Force::Guidance),
            _ => {
                self.error(raw.force.span(), "write treaty or guidance");
                None
            }
        };
        let parties: Vec<Party> =
            raw.party.into_iter().filter_map(|party| self.party(&party)).collect();
        let of = of?;
        let facts = self.ways(&of, &raw.facts, &[Kind::Date, Kind::Held]);
        let states = self.ways(&of, &raw.states, &[Kind::Ref]);
        let clock = raw.clock.and_then(|clock| {
            let from = self.ways(&of, &clock.from, &[Kind::Date]);
            let until = clock.until.get_ref().parse::<PropertyId>().ok();
            let until = until.filter(|id| self.schema.property(of.as_str(), id.as_str()).is_some());
            if until.is_none() {
                let message = format!("{of} has no property \"{}\"", clock.until.get_ref());
                self.error(clock.until.span(), message);
            }
            Some(Clock { from, until: until? })
        });
        let condition = self.condition(&of, &raw.when)?;
        if condition.len() != raw.part.get_ref().len() {
            let message = format!(
                "the condition has {} parts and {} are called something: give each outermost part its part",
                condition.len(),
                raw.part.get_ref().len()
            );
            self.error(raw.part.span(), message);
        }
        let label = self.labels(raw.label);
        let instrument = self.labels(raw.instrument);
        let paragraph = self.labels(raw.paragraph);
        let met = self.labels(raw.met);
        let caveat = self.labels(raw.caveat);
        let parts_at = raw.part.span();
        if raw.part.get_ref().iter().any(|labels| !labels.contains_key("en")) {
            self.error(parts_at, "each part is called something in English: add en");
        }
        Some(Standard {
            id: id.ok()?,
            label,
            instrument,
            paragraph,
            confidence: confidence?,
            checked_by,
            adopted: adopted?,
            adopted_told: raw.adopted.into_inner(),
            force: force?,
            parties,
            of,
            met,
            caveat,
            parts: raw.part.into_inner(),
            facts,
            states,
            clock,
            condition,
        })
    }

    fn labels(&mut self, raw: Spanned<Labels>) -> Labels {
        if !raw.get_ref().contains_key("en") {
            self.error(raw.span(), "English is missing: add en");
        }
        raw.into_inner()
    }

    fn record_type(&mut self, raw: &Spanned<String>) -> Option<TypeId> {
        let known = self.schema.record_type(raw.get_ref()).map(|known| known.id.clone());
        if known.is_none() {
            self.error(raw.span(), format!("there is no record type \"{}\"", raw.get_ref()));
        }
        known
    }

    fn confidence(&mut self, raw: &Spanned<String>) -> Option<Confidence> {
        match raw.get_ref().as_str() {
            "V" => Some(Confidence::Checked),
            "H" => Some(Confidence::High),
            "M" => Some(Confidence::Medium),
            "L" => Some(Confidence::Low),
            _ => {
                self.error(raw.span(), "write V (compared with the text), H, M or L (from memory)");
                None
            }
        }
    }

    fn date(&mut self, raw: &Spanned<String>) -> Option<DayBounds> {
        match raw.get_ref().parse::<Edtf>() {
            Ok(date) => Some(date.bounds()),
            Err(error) => {
                self.error(raw.span(), error.to_string());
                None
            }
        }
    }

    fn party(&mut self, raw: &RawParty) -> Option<Party> {
        let country = raw.country.get_ref();
        if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
            self.error(raw.country.span(), "write the country's code in two capital letters");
        }
        Some(Party {
            country: country.clone(),
            since: Some(self.date(&raw.since)?),
            since_told: raw.since.get_ref().clone(),
            confidence: self.confidence(&raw.confidence)?,
        })
    }

    /// Ways of properties from one record to the next, each ending in a property of one of these kinds.
    fn ways(
        &mut self,
        of: &TypeId,
        raw: &[Spanned<String>],
        kinds: &[Kind],
    ) -> Vec<Vec<PropertyId>> {
        let ways = raw.iter().filter_map(|raw| match self.way(of, raw.get_ref(), kinds) {
            Ok(way) => Some(way),
            Err(message) => {
                self.error(raw.span(), message);
                None
            }
        });
        ways.collect()
    }

    fn way(&self, of: &TypeId, text: &str, kinds: &[Kind]) -> Result<Vec<PropertyId>, String> {
        let mut types = BTreeSet::from([of.clone()]);
        let mut way = Vec::new();
        let steps: Vec<&str> = text.split('.').collect();
        for (place, step) in steps.iter().enumerate() {
            let id: PropertyId = step.parse().map_err(|error| format!("{error}"))?;
            let own: Vec<_> = types
                .iter()
                .filter_map(|known| self.schema.property(known.as_str(), step))
                .collect();
            let is_last = place + 1 == steps.len();
            let mut next: BTreeSet<TypeId> = BTreeSet::new();
            let mut fits = false;
            for property in &own {
                fits |= match is_last {
                    true => kinds.iter().any(|kind| property.kinds.contains(kind)),
                    false => property.kinds.contains(&Kind::Ref),
                };
                next.extend(property.to.iter().cloned());
            }
            for (record_type, _) in self.schema.reversed(&types, step) {
                fits |= !is_last || kinds.contains(&Kind::Ref);
                next.extend(record_type.cloned());
            }
            if !fits {
                let wanted: Vec<String> = match is_last {
                    true => kinds.iter().map(Kind::to_string).collect(),
                    false => vec![Kind::Ref.to_string()],
                };
                let types: Vec<&str> = types.iter().map(TypeId::as_str).collect();
                let (types, wanted) = (types.join(" or "), wanted.join(" or "));
                return Err(format!("{types} has no property \"{step}\" that is {wanted}"));
            }
            types = next;
            way.push(id);
        }
        Ok(way)
    }

    fn condition(&mut self, of: &TypeId, raw: &Spanned<String>) -> Option<Vec<condition::Part>> {
        match condition::read(self.schema, of, raw.get_ref()) {
            Ok(parts) => Some(parts),
            Err(mistake) => {
                let start = self.start_of(raw);
                let offset = start.map_or(raw.span().start, |start| start + mistake.span.start);
                self.error(offset..offset, mistake.message);
                None
            }
        }
    }

    /// Where the words of a text between quotation marks start, if they stand there as they are.
    fn start_of(&self, raw: &Spanned<String>) -> Option<usize> {
        let span = raw.span();
        let written = self.text.get(span.clone())?;
        let at = written.find(raw.get_ref().as_str())?;
        Some(span.start + at)
    }
}
