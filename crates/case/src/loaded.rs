//! The claims of a case as they are asked for, each read once.
//!
//! Nothing is read before something asks. What was read stays until the whole is dropped, so that answers
//! can point into it. Every question is noted on request: whatever was computed in the meantime depends
//! on these and on nothing else ([`Loaded::noting`]).

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use onus_model::claim::{Claim, Logged};
use onus_model::corpus::{Corpus, Entries};
use onus_model::id::{ClaimId, RecordId, TypeId};
use onus_model::memo::Memo;
use onus_model::view::View;

use crate::look::Look;
use crate::question::Question;
use crate::read::{CaseReader, ReadError};
use crate::texts::Texts;

/// The claims of a case, loaded to be looked at.
pub struct Loaded<'r> {
    reader: &'r dyn CaseReader,
    entries: Memo<ClaimId, Option<Arc<Logged>>>,
    answers: Memo<Question, Vec<ClaimId>>,
    properties: Memo<String, bool>,
    /// Everything, for whole cases held in memory.
    all: OnceCell<Vec<Arc<Logged>>>,
    failure: OnceCell<String>,
    noted: RefCell<Option<BTreeSet<Question>>>,
    /// The texts of sources, where they are at hand.
    texts: Option<&'r dyn Texts>,
}

impl<'r> Loaded<'r> {
    /// Loads claims when they are asked for.
    #[must_use]
    pub fn lazily(reader: &'r dyn CaseReader) -> Self {
        Self {
            reader,
            entries: Memo::default(),
            answers: Memo::default(),
            properties: Memo::default(),
            all: OnceCell::new(),
            failure: OnceCell::new(),
            noted: RefCell::default(),
            texts: None,
        }
    }

    /// The same, with the texts of its sources at hand.
    #[must_use]
    pub fn with_texts(self, texts: &'r dyn Texts) -> Self {
        Self { texts: Some(texts), ..self }
    }

    pub(crate) fn texts(&self) -> Option<&'r dyn Texts> {
        self.texts
    }

    /// Loads every claim of a case at once, for small cases and tests.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn all(reader: &'r dyn CaseReader) -> Result<Self, ReadError> {
        let loaded = Self::lazily(reader);
        let claims = reader.claims()?;
        for entry in &claims {
            loaded.entries.keep(entry.claim.id, Some(Arc::clone(entry)));
        }
        let _ = loaded.all.set(claims);
        Ok(loaded)
    }

    /// What the case shows in a view.
    #[must_use]
    pub fn look(&self, view: View) -> Look<'_> {
        let corpus = match self.all.get() {
            Some(claims) => {
                let logged = claims.iter().map(Arc::as_ref);
                Corpus::new(self.reader.schema(), self.reader.records(), logged, &view)
            }
            None => Corpus::over(self.reader.schema(), self, view.clone()),
        };
        Look::new(self, corpus, view)
    }

    pub(crate) fn reader(&self) -> &'r dyn CaseReader {
        self.reader
    }

    /// Fails when anything that was asked for could not be read: nothing that was computed holds then.
    ///
    /// # Errors
    ///
    /// What could not be read.
    pub fn check(&self) -> Result<(), ReadError> {
        match self.failure.get().cloned().or_else(|| self.reader.failure()) {
            Some(failure) => Err(ReadError(failure.into())),
            None => Ok(()),
        }
    }

    /// Computes something, and says which questions it asked.
    pub fn noting<T>(&self, compute: impl FnOnce() -> T) -> (T, BTreeSet<Question>) {
        let before = self.noted.replace(Some(BTreeSet::new()));
        let answer = compute();
        let asked = self.noted.replace(before).unwrap_or_default();
        if let Some(noted) = self.noted.borrow_mut().as_mut() {
            noted.extend(asked.iter().cloned());
        }
        (answer, asked)
    }

    pub(crate) fn is_noting(&self) -> bool {
        self.noted.borrow().is_some()
    }

    pub(crate) fn note(&self, question: impl FnOnce() -> Question) {
        if let Some(noted) = self.noted.borrow_mut().as_mut() {
            noted.insert(question());
        }
    }

    pub(crate) fn read<T: Default>(&self, result: Result<T, ReadError>) -> T {
        result.unwrap_or_else(|error| {
            let _ = self.failure.set(error.to_string());
            T::default()
        })
    }

    pub(crate) fn records_of_type(&self, record_type: &str) -> Vec<RecordId> {
        self.note(|| Question::OfType(record_type.to_owned()));
        self.read(self.reader.records_of_type(record_type))
    }

    /// A claim that was read, without asking for it.
    pub(crate) fn known(&self, claim: ClaimId) -> Option<&Claim> {
        Some(&self.entries.get(&claim)?.as_deref()?.claim)
    }

    /// What the log says of a claim.
    pub(crate) fn logged(&self, claim: ClaimId) -> Option<&Logged> {
        self.note(|| Question::Claim(claim));
        self.entries.get_or(claim, || self.read(self.reader.claim(claim))).as_deref()
    }

    /// The answer to a question; `within` is one whose answer holds it all.
    fn ask(&self, question: Question, within: Option<&Question>) -> Vec<&Logged> {
        self.note(|| question.clone());
        let known = within.and_then(|within| self.answers.get(within));
        if let (Some(known), None) = (known, self.answers.get(&question)) {
            let mut found = self.entries_of(known);
            found.retain(|entry| question.takes(&entry.claim));
            return found;
        }
        let answer = self.answers.get_or(question.clone(), || {
            let entries = self.read(self.reader.claims_for(&question));
            let entries = entries.into_iter().filter(|entry| question.takes(&entry.claim));
            let keep = |entry: Arc<Logged>| {
                let claim = entry.claim.id;
                self.entries.keep(claim, Some(entry));
                claim
            };
            entries.map(keep).collect()
        });
        self.entries_of(answer)
    }

    fn entries_of(&self, claims: &[ClaimId]) -> Vec<&Logged> {
        claims.iter().filter_map(|claim| self.entries.get(claim)?.as_deref()).collect()
    }
}

impl Entries for Loaded<'_> {
    fn record_type(&self, record: RecordId) -> Option<&TypeId> {
        self.note(|| Question::Type(record));
        self.reader.record_type(record)
    }

    fn entry(&self, claim: ClaimId) -> Option<&Logged> {
        self.logged(claim)
    }

    fn about(&self, record: RecordId) -> Vec<&Logged> {
        self.ask(Question::About(record), None)
    }

    fn on(&self, record: RecordId, property: &str) -> Vec<&Logged> {
        let all = Question::About(record);
        self.ask(Question::On(record, property.to_owned()), Some(&all))
    }

    fn mentioning(&self, record: RecordId) -> Vec<&Logged> {
        self.ask(Question::Mentioning(record), None)
    }

    fn mentioning_on(&self, record: RecordId, property: &str) -> Vec<&Logged> {
        let all = Question::Mentioning(record);
        self.ask(Question::MentioningOn(record, property.to_owned()), Some(&all))
    }

    fn said_by(&self, record: RecordId) -> Vec<&Logged> {
        self.ask(Question::SaidBy(record), None)
    }

    fn read_in(&self, source: RecordId) -> Vec<&Logged> {
        self.ask(Question::ReadIn(source), None)
    }

    fn answering(&self, claim: ClaimId) -> Vec<&Logged> {
        self.ask(Question::Answering(claim), None)
    }

    fn with_property(&self, property: &str) -> Vec<&Logged> {
        self.ask(Question::With(property.to_owned()), None)
    }

    fn may_have_property(&self, property: &str) -> bool {
        // Whether there are any is asked so often that it is no question of its own: where there were none,
        // what was computed depends on none coming.
        let has = *self.properties.get_or(property.to_owned(), || {
            match self.reader.has_claims_with(property) {
                Ok(has) => has,
                Err(error) => {
                    let _ = self.failure.set(error.to_string());
                    true
                }
            }
        });
        if !has {
            self.note(|| Question::With(property.to_owned()));
        }
        has
    }

    fn all(&self) -> Vec<&Logged> {
        self.ask(Question::All, None)
    }
}
