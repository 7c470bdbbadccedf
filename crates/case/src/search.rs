//! Finding claims by their words.

use onus_model::Level;
use onus_model::id::ClaimId;
use onus_store::{Clause, TextQuery};

use crate::case::Case;
use crate::error::CaseError;
use crate::tokens::tokens;

/// Claims whose words contain what was searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordsFound {
    /// The claims, the best first.
    pub claims: Vec<ClaimId>,
    /// How many there are in all.
    pub total: u64,
}

impl Case {
    /// Claims whose texts, names, terms, wordings or places contain words that begin like each of these,
    /// as far as a reader at that level may see; retracted ones too.
    ///
    /// Case and accents do not matter. Words are found by their beginning, since in many languages their
    /// ends change.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn search(&self, words: &str, level: Level, limit: usize) -> Result<WordsFound, CaseError> {
        let clauses = tokens(words).iter().map(|word| Clause::prefix(word)).collect();
        let hits = self.store.reader().search(&TextQuery { clauses, level, limit })?;
        let claims = hits.hits.iter().map(|hit| ClaimId::from_bytes(*hit.document.as_bytes()));
        Ok(WordsFound { claims: claims.collect(), total: hits.total })
    }
}
