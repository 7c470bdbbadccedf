//! `/claims/…`: one claim, checked by a second person, or retracted with a reason.

use std::collections::BTreeSet;

use onus_case::{CaseError, Edit, NewRetraction};
use onus_model::claim::Review;
use onus_model::id::ClaimId;
use onus_pages::rooms::claim::claim;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let document = desk.see(|look| of::claim(desk, look, asked))?;
    desk.page(|frame| claim(frame, &document, None))
}

/// The claim again, with what is wrong.
fn unfit(desk: &Desk, asked: &Asked, problem: &str) -> Result<Reply, Refusal> {
    let document = desk.see(|look| of::claim(desk, look, asked))?;
    let page = desk.framed(|frame| claim(frame, &document, Some(problem)))?;
    Ok(Reply::Unfit(page))
}

/// Commits an edit that concerns a claim; what the case refuses is told beside the claim.
fn commit(desk: &mut Desk, asked: &Asked, edit: &Edit, next: &str) -> Result<Reply, Refusal> {
    let done = {
        let (open, mut now) = desk.changing();
        open.commit(edit, &mut now).and_then(|_| open.refresh_views())
    };
    match done {
        Ok(_) => Ok(Reply::See(next.to_owned())),
        Err(error @ (CaseError::OwnReview(_) | CaseError::Edit(_) | CaseError::NotAllowed(_))) => {
            unfit(desk, asked, &error.to_string())
        }
        Err(error) => Err(error.into()),
    }
}

fn meant(desk: &Desk, asked: &Asked) -> Result<ClaimId, Refusal> {
    desk.see(|look| of::claim_of(look, asked))
}

pub(crate) fn review(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let id = meant(desk, asked)?;
    let state = match asked.field("state") {
        Some("draft") => Review::Draft,
        Some("checked") => Review::Checked,
        Some("released") => Review::Released,
        _ => return Err(Refusal::Wrong("a claim can be draft, checked or released".to_owned())),
    };
    let mut edit = Edit { alone: asked.field("alone").is_some(), ..Edit::default() };
    edit.reviews.insert(id, state);
    commit(desk, asked, &edit, &format!("/claims/{id}"))
}

pub(crate) fn retract(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let id = meant(desk, asked)?;
    let reason = asked.field("reason").unwrap_or_default();
    if !matches!(reason, "coder-error" | "source-corrected" | "witness-withdrew") {
        return Err(Refusal::Wrong("say why the claim is retracted".to_owned()));
    }
    let retraction = NewRetraction {
        claims: BTreeSet::from([id]),
        reason: reason.to_owned(),
        note: asked.field("note").map(ToOwned::to_owned),
    };
    let message = format!("A claim was retracted: {reason}.");
    let edit = Edit { message: Some(message), retractions: vec![retraction], ..Edit::default() };
    commit(desk, asked, &edit, "/log")
}
