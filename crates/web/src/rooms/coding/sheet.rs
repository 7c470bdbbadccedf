//! The form as one row of a coding sheet, and the edit that the row makes.

use std::collections::BTreeMap;

use onus_case::{Edit, Look, NewClaim, NewRecord, provisional};
use onus_ingest::sheets::in_case::{InCase, Names};
use onus_ingest::sheets::passages::place;
use onus_ingest::sheets::{SheetFile, read};
use onus_model::Level;
use onus_model::id::{ClaimId, RecordId};
use onus_model::schema::Property;
use onus_model::value::Kind;
use onus_pages::Words;
use onus_reason::Found;
use onus_store::{Entropy, OsEntropy};

use super::form::Form;
use super::names::Named;
use super::{Made, Told};
use crate::desk::Desk;
use crate::refusal::Refusal;

/// The name of the sheet as which the form is read. No claim belongs to it.
const SHEET: &str = "browser";

impl Form {
    /// Makes the edit, or tells what is wrong.
    pub(super) fn make(&self, desk: &Desk) -> Result<Result<Made, Told>, Refusal> {
        desk.see(|look| self.make_in(desk, look))
    }

    pub(super) fn make_in(
        &self,
        desk: &Desk,
        look: &Look<'_>,
    ) -> Result<Result<Made, Told>, Refusal> {
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
        made_of(desk, look, &new, &rows, "A claim made while reading.", told)
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
}

/// Reads rows as those of a sheet, with a register of what is new (handle, type and name), and makes claims of them.
pub(crate) fn made_of(
    desk: &Desk,
    look: &Look<'_>,
    new: &BTreeMap<&str, (&str, &str)>,
    rows: &[BTreeMap<&str, String>],
    message: &str,
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
    let mut edit = Edit { message: Some(message.to_owned()), ..Edit::default() };
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

/// What the form says as files: a register of what is new, and one sheet.
fn sheet(new: &BTreeMap<&str, (&str, &str)>, rows: &[BTreeMap<&str, String>]) -> Vec<SheetFile> {
    const COLUMNS: [&str; 13] = [
        "record", "property", "value", "wording", "scope", "origin", "basis", "source", "passage",
        "said", "held", "stance", "level",
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
