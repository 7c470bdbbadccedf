//! What everything above reads a case through.
//!
//! One small trait, two implementations: over the store's derived tables, and fully resident for tests
//! and small cases. Both pass the same tests. Nothing above knows where the claims come from.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use onus_model::claim::Logged;
use onus_model::corpus::Records;
use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};
use onus_model::schema::Schema;

use crate::kept::{DefaultView, Kept, KeptKeys};
use crate::question::Question;

/// A row of a coding sheet: `sheet/row`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowName {
    /// The sheet's id.
    pub sheet: String,
    /// The row's id within the sheet.
    pub row: String,
}

impl fmt::Display for RowName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.sheet, self.row)
    }
}

impl FromStr for RowName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('/') {
            Some((sheet, row)) if !sheet.is_empty() && !row.is_empty() => {
                Ok(Self { sheet: sheet.to_owned(), row: row.to_owned() })
            }
            _ => Err(format!("\"{text}\" names no row; write sheet/row")),
        }
    }
}

/// Why claims could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the case cannot be read: {0}")]
pub struct ReadError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Reads what a case holds, as it is asked for it.
///
/// Where a claim that cannot be read is an error, it is given. Where a record's type or handle cannot be
/// read, it is left out and the failure kept ([`CaseReader::failure`]): nothing computed after it may be
/// shown.
pub trait CaseReader {
    /// The case's schema, with its own additions.
    fn schema(&self) -> &Schema;

    /// Why something that was asked for was left out, if anything was.
    fn failure(&self) -> Option<String>;

    /// Every record with its type. On a large case, these are many.
    fn records(&self) -> &Records;

    /// The type of a record.
    fn record_type(&self, record: RecordId) -> Option<&TypeId>;

    /// The records of a type, by name.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn records_of_type(&self, record_type: &str) -> Result<Vec<RecordId>, ReadError>;

    /// The handle by which coding sheets call a record.
    fn handle(&self, record: RecordId) -> Option<&str>;

    /// The record of a handle.
    fn record_of(&self, handle: &str) -> Option<RecordId>;

    /// The name by which the team knows a member.
    fn member_name(&self, member: MemberId) -> Option<&str>;

    /// One claim, retracted or not.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn claim(&self, claim: ClaimId) -> Result<Option<Arc<Logged>>, ReadError>;

    /// The claims that answer a question, retracted ones included, in the order of the log. There may be
    /// others among them.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn claims_for(&self, question: &Question) -> Result<Vec<Arc<Logged>>, ReadError>;

    /// Every claim on a record, retracted ones included, in the order of the log.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn claims_of(&self, record: RecordId) -> Result<Vec<Arc<Logged>>, ReadError> {
        self.claims_for(&Question::About(record))
    }

    /// Every claim, retracted ones included, in the order of the log.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn claims(&self) -> Result<Vec<Arc<Logged>>, ReadError> {
        self.claims_for(&Question::All)
    }

    /// Whether there is any claim on a property, retracted ones included.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn has_claims_with(&self, property: &str) -> Result<bool, ReadError>;

    /// What is kept of a record as a default view; none where nothing is kept that holds.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn kept(&self, view: &DefaultView, record: RecordId) -> Result<Option<Kept>, ReadError> {
        let _ = (view, record);
        Ok(None)
    }

    /// The records that a default view keeps under a key that begins so, and those of which nothing that
    /// holds is kept, which may have such a key too; none where the view is not kept.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn kept_with(
        &self,
        view: &DefaultView,
        beginning: &[u8],
    ) -> Result<Option<BTreeSet<RecordId>>, ReadError> {
        let _ = (view, beginning);
        Ok(None)
    }

    /// The records that a default view keeps keys of which begin so, with these keys; and those of which nothing
    /// that holds is kept. None where the view is not kept.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn kept_keys(
        &self,
        view: &DefaultView,
        beginning: &[u8],
    ) -> Result<Option<KeptKeys>, ReadError> {
        let _ = (view, beginning);
        Ok(None)
    }

    /// Whether contents are withheld from this copy of the case: nothing may be concluded from what is not here.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn is_partial(&self) -> Result<bool, ReadError> {
        Ok(false)
    }

    /// The row of a coding sheet that a claim was made from.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn row_of(&self, claim: ClaimId) -> Result<Option<RowName>, ReadError>;

    /// The claim that a row of a coding sheet last made.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    fn claim_of(&self, row: &RowName) -> Result<Option<ClaimId>, ReadError>;
}
