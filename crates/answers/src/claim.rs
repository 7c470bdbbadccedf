//! One claim in full, with how the voices stand on what it is about.

use serde::Serialize;

use onus_case::Look;
use onus_model::claim::Claim;
use onus_model::id::ClaimId;
use onus_reason::read;

use crate::desk::{Desk, Tools};
use crate::shape::{ClaimShape, StatusShape, document, status};
use crate::style::Style;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    claim: ClaimShape,
    status: StatusShape,
    denied: bool,
}

/// How the voices stand on one property, within the scope of a claim.
pub(crate) struct Standing {
    pub(crate) status: StatusShape,
    pub(crate) denied: bool,
}

impl Desk<'_, '_> {
    /// How the voices stand on what a claim is about, within its scope.
    pub(crate) fn standing(&self, claim: &Claim) -> Standing {
        let record = self.look.corpus().canonical(claim.record);
        let readings = read(self.look, self.order, record, claim.property.as_str());
        let own = readings.iter().find(|reading| reading.claims().contains(&claim.id));
        match own {
            Some(reading) => {
                Standing { status: status(reading.status), denied: !reading.denied.is_empty() }
            }
            None => {
                let status = StatusShape { origins: 0, independent: 0, in_conflict: 0 };
                Standing { status, denied: false }
            }
        }
    }
}

/// The claim as a document of shape `onus.claim/1`; none where it is not in view.
#[must_use]
pub fn to_json(claim: ClaimId, look: &Look<'_>) -> Option<serde_json::Value> {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let known = look.corpus().claim(claim)?;
    let Standing { status, denied } = desk.standing(known);
    Some(document(&Document {
        shape: "onus.claim/1",
        claim: desk.claim_shape(claim)?,
        status,
        denied,
    }))
}
