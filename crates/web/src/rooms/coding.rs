//! `/sources/…/code`: a claim made from words of a source.
//!
//! What the form says is written as one row of a coding sheet, with a register for whoever is new, and read as sheets
//! are: so that both ways of coding mean the same, and say the same of what is wrong. The claim itself belongs to no
//! sheet.

use std::collections::BTreeMap;

use onus_case::{Edit, Look, NewClaim, NewRecord, provisional, slice};
use onus_ingest::sheets::in_case::{InCase, Names};
use onus_ingest::sheets::passages::place;
use onus_ingest::sheets::{SheetFile, read};
use onus_model::Level;
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::Property;
use onus_model::value::Kind;
use onus_pages::Words;
use onus_pages::rooms::coding::{Coding, Kind as KindChoice, Property as PropertyChoice, coding};
use onus_reason::Found;
use onus_store::{ContentDigest, Entropy, OsEntropy};
use onus_text::ReadingLanguage;
use onus_text::read::readings;

use crate::asked::{Asked, Reply};
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

/// The name of the sheet as which the form is read. No claim belongs to it.
const SHEET: &str = "browser";

/// The form, empty but for the words it is about.
pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let mut form = Form::of(desk, asked, &asked.query)?;
    form.find_words(desk)?;
    let page = form.page(desk, Told::default())?;
    Ok(Reply::Page(page))
}

/// Records the claim, or shows the form again with what is wrong or to be asked.
pub(crate) fn record(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let mut form = Form::of(desk, asked, &asked.form)?;
    form.find_words(desk)?;
    if let Some(value) = asked.field("take") {
        let wording = form.wording_of(desk, value);
        form.set("value", value);
        form.set("wording", &wording.unwrap_or_default());
        let page = form.page(desk, Told::default())?;
        return Ok(Reply::Page(page));
    }
    let made = match form.make(desk)? {
        Ok(made) => made,
        Err(told) => return Ok(Reply::Unfit(form.page(desk, told)?)),
    };
    let asks = !made.questions.is_empty() && form.field("confirmed").is_empty();
    if asks || asked.field("act") == Some("look") {
        form.set("confirmed", "yes");
        let told = Told { questions: made.questions, ..Told::default() };
        return Ok(Reply::Page(form.page(desk, told)?));
    }
    let committed = {
        let (open, mut now) = desk.changing();
        let committed = open.commit(&made.edit, &mut now)?;
        open.refresh_views()?;
        committed
    };
    let last = committed.claims.last().map(ToString::to_string).unwrap_or_default();
    Ok(Reply::See(format!("/sources/{}?claim={last}#c-{last}", form.source)))
}

/// What is to be said beside the form.
#[derive(Default)]
struct Told {
    problems: Vec<String>,
    questions: Vec<String>,
    meant: Vec<(String, String)>,
}

/// What is to be committed, and what should be asked before it is.
struct Made {
    edit: Edit,
    questions: Vec<String>,
}

/// A record that the form names.
enum Named {
    /// One of the case, by its handle.
    Known(String),
    /// One that is to be made: its handle, type and name.
    New(String, String, String),
}

impl Named {
    fn handle(&self) -> &str {
        match self {
            Self::Known(handle) | Self::New(handle, _, _) => handle,
        }
    }
}

struct Form {
    source: RecordId,
    label: String,
    /// The language of the source's text, as far as it is told.
    language: String,
    fields: BTreeMap<String, String>,
}

impl Form {
    fn of(desk: &Desk, asked: &Asked, sent: &[(String, String)]) -> Result<Self, Refusal> {
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

    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn set(&mut self, name: &str, value: &str) {
        self.fields.insert(name.to_owned(), value.to_owned());
    }

    /// The words that were selected, as the text itself has them. What cannot be found there is left to be pasted.
    fn find_words(&mut self, desk: &Desk) -> Result<(), Refusal> {
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
    fn words(
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
    fn wording_of(&self, desk: &Desk, value: &str) -> Option<String> {
        let read = self.read(desk);
        read.into_iter().find(|(canonical, _)| canonical == value).map(|(_, wording)| wording)
    }

    /// What the words say that the property takes: values with their wording.
    fn read(&self, desk: &Desk) -> Vec<(String, String)> {
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

    fn property<'d>(&self, desk: &'d Desk) -> Option<&'d Property> {
        let (kind, property) = self.field("property").split_once('.')?;
        desk.open.case().schema().property(kind, property)
    }

    /// A record that a field names, in the session's view.
    fn named(
        &self,
        desk: &Desk,
        look: &Look<'_>,
        field: &str,
        kind_field: &str,
        told: &mut Told,
    ) -> Option<Named> {
        let (name, new) = (self.field(field), self.field(kind_field));
        let words = Words::of(desk.eyes.language);
        let label = |record: RecordId| {
            let name = onus_reason::best_name(look, record).unwrap_or_default();
            (onus_reason::short_name(look, record), onus_answers::mark::clean(&name))
        };
        match onus_reason::find(look, name) {
            Found::One(record) if new.is_empty() => match look.handle(record) {
                Some(handle) => Some(Named::Known(handle.to_owned())),
                None => {
                    told.problems.push(words.nobody(name));
                    None
                }
            },
            Found::Several(candidates) if new.is_empty() => {
                let meant: Vec<_> = candidates.iter().map(|one| label(one.record)).collect();
                told.problems.push(words.several(name, &listed(&meant)));
                told.meant.extend(meant);
                None
            }
            Found::None(near) if new.is_empty() => {
                told.problems.push(words.nobody(name));
                told.meant.extend(near.iter().map(|one| label(one.record)));
                None
            }
            found => {
                let like: Vec<_> = match found {
                    Found::One(record) => vec![label(record)],
                    Found::Several(near) | Found::None(near) => {
                        near.iter().map(|one| label(one.record)).collect()
                    }
                };
                if !like.is_empty() {
                    told.questions.push(words.may_be(name, &listed(&like)));
                }
                Some(Named::New(fresh_handle(desk, name), new.to_owned(), name.to_owned()))
            }
        }
    }

    /// Makes the edit, or tells what is wrong.
    fn make(&self, desk: &Desk) -> Result<Result<Made, Told>, Refusal> {
        desk.see(|look| self.make_in(desk, look))
    }

    fn make_in(&self, desk: &Desk, look: &Look<'_>) -> Result<Result<Made, Told>, Refusal> {
        let words = Words::of(desk.eyes.language);
        let mut told = Told::default();
        let about = self.named(desk, look, "record", "type", &mut told);
        let said_by = match self.field("origin").to_lowercase().as_str() {
            "not stated" | "team" => None,
            _ => self.named(desk, look, "origin", "origin-type", &mut told),
        };
        let Some(source) = look.handle(self.source).map(ToOwned::to_owned) else {
            told.problems.push(words.nobody(&self.label));
            return Ok(Err(told));
        };
        let (kind, property) = self.field("property").split_once('.').unwrap_or_default();
        let Some(known) = self.property(desk) else {
            told.problems.push(words.say("p-code-no-property"));
            return Ok(Err(told));
        };
        if let Some(about) = &about {
            let own = match about {
                Named::New(_, own, _) => Some(own.clone()),
                Named::Known(handle) => look
                    .record_of(handle)
                    .and_then(|id| look.corpus().record_type(id))
                    .map(ToString::to_string),
            };
            if let Some(own) = own.filter(|own| own != kind) {
                // Of every type the property may be had under the same name.
                if desk.open.case().schema().property(&own, property).is_none() {
                    told.problems.push(words.wrong_kind(self.field("record"), &own));
                }
            }
        }
        let value = self.value(look, known, &mut told, &words);
        let (Some(about), true) = (about, told.problems.is_empty()) else { return Ok(Err(told)) };
        let mut new: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
        for one in [Some(&about), said_by.as_ref()].into_iter().flatten() {
            if let Named::New(handle, kind, name) = one {
                new.insert(handle, (kind, name));
            }
        }
        let origin = said_by
            .as_ref()
            .map_or_else(|| self.field("origin").to_lowercase(), |one| one.handle().to_owned());
        let passage = self.passage();
        let mut rows: Vec<BTreeMap<&str, String>> = Vec::new();
        for (handle, (kind, name)) in &new {
            let names = desk.open.case().schema().property(kind, "name");
            if names.is_some_and(|property| property.takes(Kind::Name)) {
                rows.push(BTreeMap::from([
                    ("record", (*handle).to_owned()),
                    ("property", "name".to_owned()),
                    ("value", (*name).to_owned()),
                    ("origin", "team".to_owned()),
                ]));
            }
        }
        let mut row = BTreeMap::from([
            ("record", about.handle().to_owned()),
            ("property", property.to_owned()),
            ("value", value),
            ("origin", origin),
            ("source", source),
            ("passage", passage),
        ]);
        for (column, field) in [
            ("wording", "wording"),
            ("basis", "basis"),
            ("said", "said"),
            ("held", "held"),
            ("stance", "stance"),
            ("level", "level"),
        ] {
            row.insert(column, self.field(field).to_owned());
        }
        rows.push(row);
        self.read_rows(desk, look, &new, &rows, told)
    }

    /// Reads what the form says as a sheet, and makes claims of it.
    fn read_rows(
        &self,
        desk: &Desk,
        look: &Look<'_>,
        new: &BTreeMap<&str, (&str, &str)>,
        rows: &[BTreeMap<&str, String>],
        mut told: Told,
    ) -> Result<Result<Made, Told>, Refusal> {
        let case = desk.open.case();
        let Some(coder) = case.author().map(|author| author.member) else {
            return Err(onus_case::CaseError::NotEnrolled.into());
        };
        let stored = case.read()?;
        let known = InCase { case, stored: &stored, coder };
        let files = sheet(new, rows);
        let mut reading = match read(&files, case.schema(), &known) {
            Ok(reading) => reading,
            Err(mistakes) => {
                told.problems.extend(mistakes.listed.iter().map(|mistake| {
                    let column = mistake.column.as_ref().map(|column| format!("{column}: "));
                    let hint = mistake.hint.as_ref().map(|hint| format!(" ({hint})"));
                    format!(
                        "{}{}{}",
                        column.unwrap_or_default(),
                        mistake.message,
                        hint.unwrap_or_default()
                    )
                }));
                return Ok(Err(told));
            }
        };
        let mut names = Names::new(&known, &reading);
        let claimed = |source: &str| names.digest_of(source);
        let placed = place(&desk.open, &stored, &mut reading.rows, &|_| None, &claimed)?;
        names.placed = placed.passages;
        if !placed.wrong.is_empty() {
            let without = |line: &String| match line.split_once("passage: ") {
                Some((_, rest)) => rest.to_owned(),
                None => line.clone(),
            };
            told.problems.extend(placed.wrong.iter().map(without));
            return Ok(Err(told));
        }
        let mut edit =
            Edit { message: Some("A claim made while reading.".to_owned()), ..Edit::default() };
        for record in &reading.records {
            let mut id = [0; 16];
            OsEntropy.fill(&mut id)?;
            let id = RecordId::from_bytes(id);
            names.made.insert(record.handle.clone(), id);
            edit.records.push(NewRecord {
                record: id,
                record_type: record.record_type.clone(),
                handle: Some(record.handle.to_string()),
                label: record.label.clone(),
            });
        }
        // The claim that the form is about comes last, whatever order the rows were put in.
        reading.rows.sort_by_key(|row| row.source.is_some());
        for row in &reading.rows {
            names.turn_to(&row.name);
            match row.claim(&names) {
                Ok(draft) => {
                    let place = u64::try_from(edit.claims.len()).unwrap_or(u64::MAX);
                    let id: ClaimId = provisional(place);
                    edit.claims.push(NewClaim { claim: draft.with_id(id), row: None });
                }
                Err(error) => told.problems.push(error.to_string()),
            }
        }
        if !told.problems.is_empty() {
            return Ok(Err(told));
        }
        // Whom a new handle resembles is told to those only from whom nothing is kept.
        if look.view().level == Level::Sealed {
            let asked = reading.questions.iter().map(ToString::to_string);
            told.questions.extend(asked.map(|line| match line.split_once(": ") {
                Some((_, rest)) => rest.to_owned(),
                None => line,
            }));
        }
        Ok(Ok(Made { edit, questions: told.questions }))
    }

    /// The value as a sheet has it: names of records become their handles, labels of terms their names, plain words
    /// get the language of the source.
    fn value(
        &self,
        look: &Look<'_>,
        property: &Property,
        told: &mut Told,
        words: &Words,
    ) -> String {
        let text = self.field("value");
        if text.is_empty() {
            told.problems.push(words.say("p-code-no-value"));
        }
        if property.kinds.contains(&Kind::Ref) && look.record_of(text).is_none() {
            match onus_reason::find(look, text) {
                Found::One(record) => {
                    if let Some(handle) = look.handle(record) {
                        return handle.to_owned();
                    }
                }
                _ if property.kinds.len() == 1
                    && !text.starts_with("only ")
                    && !text.starts_with("none") =>
                {
                    told.problems.push(words.nobody(text));
                }
                _ => {}
            }
        }
        if property.kinds.contains(&Kind::Term)
            && let Some(vocabulary) = &property.vocabulary
            && let Some(vocabulary) = look.schema().vocabulary(vocabulary.as_str())
        {
            let lower = text.to_lowercase();
            let mut terms = vocabulary.terms();
            let meant =
                terms.find(|term| term.label.values().any(|label| label.to_lowercase() == lower));
            if let Some(term) = meant {
                return term.id.term().to_owned();
            }
        }
        let is_tagged = text.split_once(": ").is_some_and(|(tag, _)| {
            (2..=12).contains(&tag.len())
                && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if property.kinds == [Kind::Text] && !is_tagged && !text.is_empty() {
            return format!("{}: {text}", self.language);
        }
        text.to_owned()
    }

    /// Where the claim was read, as a sheet has it.
    fn passage(&self) -> String {
        let quote = self.field("quote");
        match (self.field("start"), self.field("end")) {
            ("", _) | (_, "") if quote.is_empty() => String::new(),
            ("", _) | (_, "") => format!("\"{quote}\""),
            (start, end) => format!("{start}-{end} \"{quote}\""),
        }
    }

    fn page(&self, desk: &Desk, told: Told) -> Result<String, Refusal> {
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

/// Records in a line: what to write, and what they are called.
fn listed(records: &[(String, String)]) -> String {
    let one = |(handle, name): &(String, String)| match name.is_empty() {
        true => handle.clone(),
        false => format!("{handle}: {name}"),
    };
    records.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A handle that nothing has yet, made from a name.
fn fresh_handle(desk: &Desk, name: &str) -> String {
    let mut handle = String::new();
    for letter in name.to_lowercase().chars().take(60) {
        if letter.is_alphanumeric() {
            handle.push(letter);
        } else if !handle.is_empty() && !handle.ends_with('-') {
            handle.push('-');
        }
    }
    let handle = handle.trim_matches('-').to_owned();
    let begins = handle.starts_with(|first: char| first.is_alphabetic());
    let handle =
        if begins { handle } else { format!("record-{handle}").trim_end_matches('-').to_owned() };
    let is_free = |handle: &str| {
        let known = desk.open.case().rows().records_with_handle(handle);
        known.is_ok_and(|known| known.is_empty())
    };
    if is_free(&handle) {
        return handle;
    }
    let further = (2..).map(|number: u32| format!("{handle}-{number}"));
    further.into_iter().find(|handle| is_free(handle)).unwrap_or(handle)
}

/// What the form says as files: a register of what is new, and one sheet.
fn sheet(new: &BTreeMap<&str, (&str, &str)>, rows: &[BTreeMap<&str, String>]) -> Vec<SheetFile> {
    const COLUMNS: [&str; 12] = [
        "record", "property", "value", "wording", "origin", "basis", "source", "passage", "said",
        "held", "stance", "level",
    ];
    let mut register = String::from("handle,type,label\n");
    for (handle, (kind, name)) in new {
        register.push_str(&format!("{},{},{}\n", cell(handle), cell(kind), cell(name)));
    }
    let mut sheet = format!("row_id,{}\n", COLUMNS.join(","));
    for (place, row) in rows.iter().enumerate() {
        let cells =
            COLUMNS.map(|column| row.get(column).map_or_else(String::new, |text| cell(text)));
        sheet.push_str(&format!("r{},{}\n", place + 1, cells.join(",")));
    }
    let file =
        |name: &str, text: String| SheetFile { name: name.to_owned(), bytes: text.into_bytes() };
    let mut files = Vec::new();
    if !new.is_empty() {
        files.push(file("register.csv", register));
    }
    files.push(file(&format!("{SHEET}.csv"), sheet));
    files
}

/// A cell of a table parted by commas (RFC 4180). What no cell may hold becomes a space.
fn cell(text: &str) -> String {
    let plain: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    format!("\"{}\"", plain.replace('"', "\"\""))
}

fn labelled(labels: &onus_model::schema::Labels, language: &str, word: &str) -> String {
    let label = labels.get(language).or_else(|| labels.get("en"));
    label.cloned().unwrap_or_else(|| word.to_owned())
}

/// The terms of a vocabulary: name and what it is called.
fn terms(desk: &Desk, vocabulary: &str, language: &str) -> Vec<(String, String)> {
    let vocabulary = desk.open.case().schema().vocabulary(vocabulary);
    let terms = vocabulary.into_iter().flat_map(|vocabulary| vocabulary.terms());
    terms
        .map(|term| (term.id.term().to_owned(), labelled(&term.label, language, term.id.term())))
        .collect()
}

/// The record types with their properties.
fn kinds(desk: &Desk, language: &str) -> Vec<KindChoice> {
    let schema = desk.open.case().schema();
    let property = |property: &Property| PropertyChoice {
        id: property.id.to_string(),
        label: labelled(&property.label, language, property.id.as_str()),
        example: property.kinds.iter().map(|kind| example(*kind)).collect::<Vec<_>>().join(" · "),
        terms: property
            .vocabulary
            .as_ref()
            .map(|one| terms(desk, one.as_str(), language))
            .unwrap_or_default(),
    };
    let kind = |kind: &onus_model::schema::RecordType| KindChoice {
        id: kind.id.to_string(),
        label: labelled(&kind.label, language, kind.id.as_str()),
        properties: schema.properties(kind).map(property).collect(),
    };
    schema.record_types().map(kind).collect()
}

/// What a value of a kind looks like.
fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "2011-12-16",
        Kind::Held => "throughout 2010 to 2012",
        Kind::Count => ">=15",
        Kind::Share => "27 of 37",
        Kind::Spread => "5 years to 7 years over 5",
        Kind::ClosedSet => "only 5",
        Kind::Age => "60 on 2013-07-10",
        Kind::Duration => "<3 years",
        Kind::Distance => ">1000 miles",
        Kind::Money => ">=500 EUR",
        Kind::Text => "words",
        Kind::Name => "a name",
        Kind::Term => "a term",
        Kind::Ref => "a record's name",
        Kind::Point => "43.338,52.855 within 500",
        Kind::Flag => "true",
        Kind::Negative => "none asserted",
        Kind::Answers => "class: the allegations",
    }
}
