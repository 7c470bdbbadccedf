//! The form: what was filled in, the words it is about, and what the program reads in them.

use std::collections::BTreeMap;

use onus_case::slice;
use onus_model::id::RecordId;
use onus_model::schema::Property;
use onus_pages::rooms::coding::{Coding, coding};
use onus_store::ContentDigest;
use onus_text::ReadingLanguage;
use onus_text::read::readings;

use super::Told;
use super::choices::{kinds, terms};
use crate::asked::Asked;
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

/// The fields of the form.
const FIELDS: [&str; 18] = [
    "text",
    "start",
    "end",
    "quote",
    "origin",
    "origin-type",
    "stance",
    "basis",
    "said",
    "record",
    "type",
    "property",
    "value",
    "wording",
    "held",
    "level",
    "confirmed",
    "for",
];

/// The most words of a text that one claim may be made from, in Unicode scalars.
const LONGEST: u64 = 20_000;

pub(super) struct Form {
    pub(super) source: RecordId,
    pub(super) label: String,
    /// The language of the source's text, as far as it is told.
    pub(super) language: String,
    fields: BTreeMap<String, String>,
}

impl Form {
    pub(super) fn of(
        desk: &Desk,
        asked: &Asked,
        sent: &[(String, String)],
    ) -> Result<Self, Refusal> {
        let (source, label) = desk.see(|look| {
            let source = of::source_of(look, asked)?;
            let shown = onus_answers::show::to_json(&onus_reason::show(look, source), look);
            let label = shown["record"]["label"].as_str().unwrap_or_default().to_owned();
            Ok((source, label))
        })?;
        let sent = sent.iter().filter(|(name, _)| FIELDS.contains(&name.as_str()));
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in sent {
            fields.entry(name.clone()).or_insert_with(|| value.trim().to_owned());
        }
        let readings = desk.open.case().readings_of(source)?;
        let language = readings.into_iter().filter_map(|reading| reading.what.language).next_back();
        let language = language.unwrap_or_else(|| "en".to_owned());
        Ok(Self { source, label, language, fields })
    }

    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.fields.insert(name.to_owned(), value.to_owned());
    }

    /// The words that were selected, as the text itself has them. What cannot be found there is left to be pasted.
    pub(super) fn find_words(&mut self, desk: &Desk) -> Result<(), Refusal> {
        let range = self.field("start").parse::<u64>().ok().zip(self.field("end").parse().ok());
        let text = digest(self.field("text"));
        let found = match (range, text) {
            (Some((start, end)), Some(text)) if start < end && end - start <= LONGEST => {
                self.words(desk, text, start, end)?
            }
            _ => None,
        };
        match found {
            Some(words) => self.set("quote", &words),
            None => ["text", "start", "end"].iter().for_each(|name| self.set(name, "")),
        }
        Ok(())
    }

    /// Words of a text of this source, if the reader may see it.
    pub(super) fn words(
        &self,
        desk: &Desk,
        text: ContentDigest,
        start: u64,
        end: u64,
    ) -> Result<Option<String>, Refusal> {
        let readings = desk.open.case().readings_of(self.source)?;
        let may_see = readings.iter().any(|reading| {
            reading.what.text == text && !reading.retracted && reading.level <= desk.eyes.level
        });
        if !may_see {
            return Ok(None);
        }
        let whole = desk.open.text(text)?;
        Ok(whole.and_then(|whole| slice(&whole, &(start..end)).map(ToOwned::to_owned)))
    }

    /// The words from which a value was read.
    pub(super) fn wording_of(&self, desk: &Desk, value: &str) -> Option<String> {
        let read = self.read(desk);
        read.into_iter().find(|(canonical, _)| canonical == value).map(|(_, wording)| wording)
    }

    /// What the words say that the property takes: values with their wording.
    pub(super) fn read(&self, desk: &Desk) -> Vec<(String, String)> {
        let Some(property) = self.property(desk) else { return Vec::new() };
        let tag = self.language.split('-').next().unwrap_or_default();
        let language = tag.parse().unwrap_or(ReadingLanguage::ENGLISH);
        let found = readings(self.field("quote"), language).into_iter();
        let fitting = found.filter_map(|reading| {
            let value = reading.value()?;
            property.takes(value.kind()).then(|| (value.to_string(), reading.wording))
        });
        fitting.take(6).collect()
    }

    pub(super) fn property<'d>(&self, desk: &'d Desk) -> Option<&'d Property> {
        let (kind, property) = self.field("property").split_once('.')?;
        desk.open.case().schema().property(kind, property)
    }

    pub(super) fn page(&self, desk: &Desk, told: Told) -> Result<String, Refusal> {
        let language = desk.eyes.language.tag();
        let kinds = kinds(desk, language);
        let bases = terms(desk, "basis", language);
        let source = self.source.to_string();
        let mut fields = self.fields.clone();
        fields.entry("stance".to_owned()).or_insert_with(|| "asserts".to_owned());
        let with = Coding {
            source: &source,
            source_label: &self.label,
            fields,
            kinds: &kinds,
            bases: &bases,
            problems: told.problems,
            questions: told.questions,
            readings: self.read(desk),
            meant: told.meant,
        };
        desk.framed(|frame| Ok::<_, Refusal>(coding(frame, &with)))
    }
}

/// A digest as it is written, in hexadecimal.
fn digest(text: &str) -> Option<ContentDigest> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(ContentDigest::from_bytes(bytes))
}
