//! What applying sheets would change: worked out whole, before anything happens.
//!
//! A row is known by its sheet and `row_id`, and by what it says: the SHA-256 of its canonical text. A row
//! that says what it said commits nothing. One that says something else makes a new claim; the old claim
//! stays in the log, and is reported as one that its sheet no longer makes, like the claim of a row that
//! is gone, until it is retracted with a reason. A sheet never touches a claim that it did not make.
//!
//! When a claim is retracted whose row says something new, an unchanged row that rests on it is made again
//! on the new claim: it names the row, not the old claim, and would otherwise rest on something withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::{CaseReader, Edit, NewClaim, NewRecord, NewRetraction, OpenCase};
use onus_ingest::sheets::passages::place;
use onus_ingest::sheets::{
    Change, Handle, Question, Reading, Row, RowName, SheetFile, SheetId, Unresolved, read,
};
use onus_model::claim::{Claim, Locator, Logged};
use onus_model::id::{ClaimId, RecordId, TypeId};
use onus_model::schema::Schema;
use onus_model::value::{Answers, Value};
use onus_store::{Entropy, SheetRow};
use sha2::{Digest, Sha256};

use crate::error::CommandError;
use onus_ingest::sheets::in_case::{InCase, Names, draft_of, from_case, sheet_of, to_case};

/// Why a claim is retracted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Reason {
    /// The coder read or typed it wrongly.
    CoderError,
    /// The source corrected itself.
    SourceCorrected,
    /// Whoever said it took it back.
    WitnessWithdrew,
}

impl Reason {
    /// The reason as the log has it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::CoderError => "coder-error",
            Self::SourceCorrected => "source-corrected",
            Self::WitnessWithdrew => "witness-withdrew",
        }
    }
}

/// A row that says something else than it did.
pub(crate) struct Changed {
    /// The row.
    pub(crate) row: RowName,
    /// What is different; empty when what it said cannot be written as a row.
    pub(crate) changes: Vec<Change>,
}

/// A claim that its sheet made and no longer makes.
pub(crate) struct Old {
    /// The row that made it.
    pub(crate) row: RowName,
    /// The claim.
    pub(crate) claim: ClaimId,
    /// Whether the row is gone, and not only says something else.
    pub(crate) dropped: bool,
    /// Rows of any sheet whose claims rest on it.
    pub(crate) rested_on_by: Vec<String>,
}

/// What applying sheets would change.
#[derive(Default)]
pub(crate) struct Plan {
    /// What is to be committed.
    pub(crate) edit: Edit,
    /// The sheets that were read.
    pub(crate) sheets: Vec<SheetId>,
    /// Records that are made: handle and type.
    pub(crate) records: Vec<(Handle, TypeId)>,
    /// Rows that are new.
    pub(crate) added: Vec<RowName>,
    /// Rows that say something else.
    pub(crate) changed: Vec<Changed>,
    /// Unchanged rows whose claims are made again, because what they rested on is retracted.
    pub(crate) renewed: Vec<RowName>,
    /// How many rows say what they said.
    pub(crate) unchanged: usize,
    /// Claims that the sheets no longer make.
    pub(crate) old: Vec<Old>,
    /// What the coder should look at.
    pub(crate) questions: Vec<Question>,
}

/// The last two parts of a schema file's path, which name it in the case.
fn schema_key(path: &str) -> String {
    let parts: Vec<&str> = path.rsplitn(3, '/').take(2).collect();
    parts.into_iter().rev().collect::<Vec<_>>().join("/")
}

/// Works out what applying these files would change.
///
/// # Errors
///
/// Every mistake in the files, or what of the case cannot be read.
pub(crate) fn plan(
    open: &OpenCase,
    known: &InCase<'_>,
    files: &[SheetFile],
    schema: &[(String, String)],
    retract: Option<Reason>,
    entropy: &mut dyn Entropy,
) -> Result<Plan, CommandError> {
    let mut additions = known.case.schema_additions()?;
    let new_schema: Vec<(String, String)> = schema
        .iter()
        .map(|(path, text)| (schema_key(path), text.clone()))
        .filter(|(key, text)| additions.get(key) != Some(text))
        .collect();
    additions.extend(new_schema.iter().cloned());
    let extensions: Vec<(&str, &str)> =
        additions.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let schema = Schema::standard()
        .and_then(|standard| standard.extended(&extensions))
        .map_err(|errors| CommandError::input(format!("the schema is wrong\n{errors}")))?;
    let mut reading = read(files, &schema, known)?;
    let mut planning = Planning {
        known,
        schema: &schema,
        rows: stored_rows(known, &reading)?,
        logged: BTreeMap::new(),
        plan: Plan { sheets: reading.sheets.iter().cloned().collect(), ..Plan::default() },
    };
    let claims = known.stored.claims()?;
    planning.logged = claims.iter().map(|entry| (entry.claim.id, entry.as_ref())).collect();
    planning.plan.edit.schema = new_schema;
    let mut names = Names::new(known, &reading);
    let made_on = |row: &RowName| {
        let claim = planning.rows.get(row)?.claim;
        let passage = planning.logged.get(&claim)?.claim.passage.as_ref()?;
        match passage.locator {
            Locator::Range { digest, .. } => Some(digest),
            Locator::Words(_) => None,
        }
    };
    let claimed = |source: &str| names.digest_of(source);
    let placed = place(open, known.stored, &mut reading.rows, &made_on, &claimed)?;
    names.placed = placed.passages;
    if !placed.wrong.is_empty() {
        return Err(mistaken(&placed.wrong));
    }
    planning.records(&reading, &mut names, entropy)?;
    planning.old_claims(&reading)?;
    planning.claims(&reading, &mut names, retract.is_some())?;
    let mut plan = planning.plan;
    if let Some(reason) = retract {
        let claims: BTreeSet<ClaimId> = plan.old.iter().map(|old| old.claim).collect();
        if !claims.is_empty() {
            let retraction = NewRetraction { claims, reason: reason.word().to_owned(), note: None };
            plan.edit.retractions.push(retraction);
        }
    }
    let sheets: Vec<&str> = plan.sheets.iter().map(SheetId::as_str).collect();
    plan.edit.message = Some(format!("Sheets applied: {}", sheets.join(", ")));
    plan.questions = reading.questions;
    Ok(plan)
}

/// What the case knows of the rows of the sheets that were read.
fn stored_rows(
    known: &InCase<'_>,
    reading: &Reading,
) -> Result<BTreeMap<RowName, SheetRow>, CommandError> {
    let mut rows = BTreeMap::new();
    for sheet in &reading.sheets {
        let Some(id) = sheet_of(known.stored, sheet) else { continue };
        for row in known.stored.rows(id)? {
            if let Ok(name) = row.row.parse() {
                rows.insert(RowName { sheet: sheet.clone(), row: name }, row);
            }
        }
    }
    Ok(rows)
}

/// What a row says, hashed.
fn fingerprint(row: &Row) -> [u8; 32] {
    Sha256::digest(row.canonical().as_bytes()).into()
}

/// The claims that a claim names: those it rests on or answers.
fn named_by(claim: &Claim) -> BTreeSet<ClaimId> {
    let mut named = BTreeSet::new();
    named.extend(claim.rests_on.iter().flat_map(|rests_on| rests_on.claims.iter().copied()));
    if let Value::Answers(Answers::Claims(claims)) = &claim.value {
        named.extend(claims.iter().copied());
    }
    named
}

struct Planning<'p, 'c> {
    known: &'p InCase<'c>,
    schema: &'p Schema,
    rows: BTreeMap<RowName, SheetRow>,
    logged: BTreeMap<ClaimId, &'p Logged>,
    plan: Plan,
}

impl Planning<'_, '_> {
    fn records(
        &mut self,
        reading: &Reading,
        names: &mut Names<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<(), CommandError> {
        for record in &reading.records {
            let mut id = [0; 16];
            entropy.fill(&mut id)?;
            let id = RecordId::from_bytes(id);
            names.made.insert(record.handle.clone(), id);
            self.plan.records.push((record.handle.clone(), record.record_type.clone()));
            self.plan.edit.records.push(NewRecord {
                record: id,
                record_type: record.record_type.clone(),
                handle: Some(record.handle.to_string()),
                label: record.label.clone(),
            });
        }
        for (handle, label) in &reading.labels {
            let Some(record) = self.known.stored.record_of(handle.as_str()) else { continue };
            if self.known.stored.label(record)?.as_ref() != Some(label) {
                let label = (record, handle.to_string(), Some(label.clone()));
                self.plan.edit.handles.push(label);
            }
        }
        Ok(())
    }

    /// Whether a row says what the claim that it last made says, and that claim stands.
    fn is_unchanged(&self, row: &Row) -> bool {
        self.rows.get(&row.name).is_some_and(|stored| {
            let stands =
                self.logged.get(&stored.claim).is_some_and(|entry| entry.retracted.is_none());
            stands && stored.fingerprint == fingerprint(row)
        })
    }

    /// Finds every standing claim that the sheets made and no longer make.
    fn old_claims(&mut self, reading: &Reading) -> Result<(), CommandError> {
        let made: BTreeMap<&RowName, &Row> =
            reading.rows.iter().map(|row| (&row.name, row)).collect();
        let mut old = Vec::new();
        for entry in self.logged.values().filter(|entry| entry.retracted.is_none()) {
            let claim = entry.claim.id;
            let Some(name) = self.known.stored.row_of(claim)? else { continue };
            let Some(name) = from_case(&name) else { continue };
            if !reading.sheets.contains(&name.sheet) {
                continue;
            }
            let is_current = self.rows.get(&name).is_some_and(|row| row.claim == claim);
            let now = made.get(&name);
            if is_current && now.is_some_and(|row| self.is_unchanged(row)) {
                continue;
            }
            old.push(self.old(name, claim, now.is_none())?);
        }
        old.sort_by(|one, other| one.row.cmp(&other.row));
        self.plan.old = old;
        Ok(())
    }

    fn old(&self, row: RowName, claim: ClaimId, dropped: bool) -> Result<Old, CommandError> {
        let mut rested_on_by = Vec::new();
        for entry in self.logged.values().filter(|entry| entry.retracted.is_none()) {
            if named_by(&entry.claim).contains(&claim)
                && let Some(name) = self.known.stored.row_of(entry.claim.id)?
            {
                rested_on_by.push(name.to_string());
            }
        }
        rested_on_by.sort();
        Ok(Old { row, claim, dropped, rested_on_by })
    }

    fn claims(
        &mut self,
        reading: &Reading,
        names: &mut Names<'_>,
        retracting: bool,
    ) -> Result<(), CommandError> {
        let mut withdrawn: BTreeSet<ClaimId> = if retracting {
            self.plan.old.iter().map(|old| old.claim).collect()
        } else {
            BTreeSet::new()
        };
        let mut wrong = Vec::new();
        for row in &reading.rows {
            let stored = self.rows.get(&row.name).map(|stored| stored.claim);
            if self.is_unchanged(row) {
                let claim = stored.and_then(|claim| self.logged.get(&claim));
                let rests =
                    claim.is_some_and(|entry| !named_by(&entry.claim).is_disjoint(&withdrawn));
                let Some(claim) = stored.filter(|_| rests) else {
                    self.plan.unchanged += 1;
                    continue;
                };
                withdrawn.insert(claim);
                let old = self.old(row.name.clone(), claim, false)?;
                self.plan.old.push(old);
                self.plan.renewed.push(row.name.clone());
            } else if let Some(claim) = stored {
                let changes = self.changes(row, claim);
                self.plan.changed.push(Changed { row: row.name.clone(), changes });
            } else {
                self.plan.added.push(row.name.clone());
            }
            names.turn_to(&row.name);
            match row.claim(names) {
                Ok(draft) => {
                    let place = self.plan.edit.claims.len();
                    names.makes(&row.name, place);
                    let id = names.claims.get(&row.name).copied();
                    let id = id.unwrap_or_else(|| onus_case::provisional(u64::MAX));
                    self.plan.edit.claims.push(NewClaim {
                        claim: draft.with_id(id),
                        row: Some((to_case(&row.name), fingerprint(row))),
                    });
                }
                Err(error) => wrong.push(refused(row, &error)),
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(mistaken(&wrong)) }
    }

    /// What is different between a row and the claim that it last made.
    fn changes(&self, row: &Row, claim: ClaimId) -> Vec<Change> {
        let Some(entry) = self.logged.get(&claim) else { return Vec::new() };
        let before =
            Row::of_claim(row.name.clone(), &draft_of(&entry.claim), self.schema, self.known);
        before.map(|before| row.changes_since(&before)).unwrap_or_default()
    }
}

/// Mistakes in rows, a line each.
fn mistaken(wrong: &[String]) -> CommandError {
    let told = match wrong.len() {
        1 => "1 mistake".to_owned(),
        count => format!("{count} mistakes"),
    };
    CommandError::input(format!("{told} in the sheets; nothing was applied\n{}", wrong.join("\n")))
}

/// A row that cannot be turned into a claim, with its place.
fn refused(row: &Row, error: &Unresolved) -> String {
    let place = row.place.as_ref().map_or_else(|| row.name.to_string(), ToString::to_string);
    match error {
        Unresolved::Passage { source_handle, .. } => format!(
            "{place}, passage: the case knows no text of {source_handle} to count characters in (claim the \
             SHA-256 of its text as its digest, or tell the place in words: page 3, paragraph 2)"
        ),
        error => format!("{place}: {error}"),
    }
}
