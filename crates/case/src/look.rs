//! A case seen in one view: what every answer is computed from.

use onus_model::Level;
use onus_model::claim::{Claim, Locator, Logged};
use onus_model::corpus::Corpus;
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::resolve::Resolution;
use onus_model::schema::Schema;
use onus_model::view::View;
use onus_store::ContentDigest;

use crate::kept::{DefaultView, Kept, KeptKeys};
use crate::loaded::Loaded;
use crate::question::Question;
use crate::read::{ReadError, RowName};

/// The longest words that are given for a claim which does not quote them, in Unicode scalars.
const LONGEST_QUOTE: u64 = 600;

/// A case seen in one view.
pub struct Look<'a> {
    loaded: &'a Loaded<'a>,
    corpus: Corpus<'a>,
    view: View,
}

impl<'a> Look<'a> {
    pub(crate) fn new(loaded: &'a Loaded<'_>, corpus: Corpus<'a>, view: View) -> Self {
        Self { loaded, corpus, view }
    }

    /// The claims in view, as resolution asks for them.
    #[must_use]
    pub fn corpus(&self) -> &Corpus<'a> {
        &self.corpus
    }

    /// The view.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The case's schema.
    #[must_use]
    pub fn schema(&self) -> &'a Schema {
        self.loaded.reader().schema()
    }

    /// Whether contents are withheld from this copy of the case: nothing may be concluded from what is not here.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.loaded.read(self.loaded.reader().is_partial())
    }

    /// What the log says of a claim in view.
    #[must_use]
    pub fn logged(&self, claim: ClaimId) -> Option<&'a Logged> {
        self.corpus.claim(claim)?;
        self.loaded.logged(claim)
    }

    /// The words that a claim was read in: those it quotes, else those at its place in the source's text, where the
    /// text is at hand and the reader may see it. Long ones are cut, with a sign for it.
    #[must_use]
    pub fn quote(&self, claim: &Claim) -> Option<String> {
        let passage = claim.passage.as_ref()?;
        if passage.quote.is_some() {
            return passage.quote.clone();
        }
        let Locator::Range { digest, start, end } = passage.locator else { return None };
        let cut = end.min(start.saturating_add(LONGEST_QUOTE));
        let text = ContentDigest::from_bytes(digest);
        let words = self.loaded.texts()?.words(text, &(start..cut), self.view.level)?;
        Some(if cut < end { format!("{} […]", words.trim_end()) } else { words })
    }

    /// Whether the reader may see the team's own words: handles, labels, names of sheets and of members. Below
    /// the level of the team none of them may show in an answer, nor decide anything in it.
    #[must_use]
    pub fn shows_team_words(&self) -> bool {
        self.view.level >= Level::Team
    }

    /// The row that a claim was made from, for whoever may see the team's words.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub fn row_of(&self, claim: ClaimId) -> Result<Option<RowName>, ReadError> {
        if !self.shows_team_words() {
            return Ok(None);
        }
        self.loaded.note(|| Question::Row(claim));
        self.loaded.reader().row_of(claim)
    }

    /// Every record of a type in view, each standing for those judged the same, by handle. A record is in
    /// view when something in view is claimed of it.
    #[must_use]
    pub fn records_of_type(&self, record_type: &str) -> Vec<RecordId> {
        let mut found: Vec<(Option<&str>, RecordId)> = Vec::new();
        for record in self.loaded.records_of_type(record_type) {
            if self.corpus.canonical(record) == record && self.is_in_view(record) {
                found.push((self.handle(record), record));
            }
        }
        found.sort();
        found.into_iter().map(|(_, record)| record).collect()
    }

    /// Whether anything in view is claimed of a record.
    #[must_use]
    pub fn is_in_view(&self, record: RecordId) -> bool {
        self.corpus.properties_of(record).next().is_some()
    }

    /// The handle of a record, for whoever may see the team's words.
    #[must_use]
    pub fn handle(&self, record: RecordId) -> Option<&'a str> {
        if !self.shows_team_words() {
            return None;
        }
        self.loaded.note(|| Question::Handle(record));
        self.loaded.reader().handle(record)
    }

    /// The name by which the team knows a member, for whoever may see the team's words.
    #[must_use]
    pub fn member_name(&self, member: MemberId) -> Option<&'a str> {
        if !self.shows_team_words() {
            return None;
        }
        self.loaded.reader().member_name(member)
    }

    /// The record of a handle that the reader typed. Below the level of the team, one of which they may see
    /// nothing is as if it were not there.
    #[must_use]
    pub fn record_of(&self, handle: &str) -> Option<RecordId> {
        let record = self.loaded.reader().record_of(handle);
        record.filter(|record| self.shows_team_words() || self.is_in_view(*record))
    }

    /// What is kept of a record as a default view, or what it is now where nothing is kept that holds. Always
    /// what the view computes in this look.
    #[must_use]
    pub fn kept(&self, view: &DefaultView, record: RecordId) -> Kept {
        let kept = match self.is_default() {
            true => self.loaded.read(self.loaded.reader().kept(view, record)),
            false => None,
        };
        kept.unwrap_or_else(|| (view.compute)(self, record))
    }

    /// The records that a default view shows under a key that begins so, with what it shows of them; none
    /// where that cannot be told without looking at every record.
    #[must_use]
    pub fn kept_with(&self, view: &DefaultView, beginning: &[u8]) -> Option<Vec<(RecordId, Kept)>> {
        if !self.is_default() {
            return None;
        }
        let records = self.loaded.read(self.loaded.reader().kept_with(view, beginning))?;
        let kept = records.into_iter().map(|record| (record, self.kept(view, record)));
        // A key that ends where a zero byte stands is meant whole.
        let has_key = |kept: &Kept| match beginning.strip_suffix(&[0]) {
            Some(whole) => kept.keys.contains(whole),
            None => kept.keys.iter().any(|key| key.starts_with(beginning)),
        };
        Some(kept.filter(|(_, kept)| has_key(kept)).collect())
    }

    /// The keys of a default view that begin so, each with its record; none where that cannot be told without looking at every
    /// record.
    #[must_use]
    pub fn kept_keys(
        &self,
        view: &DefaultView,
        beginning: &[u8],
    ) -> Option<Vec<(RecordId, Vec<u8>)>> {
        if !self.is_default() {
            return None;
        }
        let KeptKeys { mut keys, stale } =
            self.loaded.read(self.loaded.reader().kept_keys(view, beginning))?;
        for record in stale {
            let kept = (view.compute)(self, record).keys.into_iter();
            keys.extend(kept.filter(|key| key.starts_with(beginning)).map(|key| (record, key)));
        }
        Some(keys)
    }

    /// Whether nothing is left out, and nothing is being noted that what is kept would hide.
    fn is_default(&self) -> bool {
        self.view == View::default() && !self.loaded.is_noting()
    }

    /// What the claims on a property add up to.
    #[must_use]
    pub fn resolve(&self, record: RecordId, property: &str) -> Vec<Resolution> {
        self.corpus.resolve(record, property)
    }
}
