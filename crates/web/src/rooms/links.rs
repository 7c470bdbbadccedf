//! `/links`: records that may be one, judged by members, and judgements taken back.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::{Look, NewRetraction};
use onus_model::id::{ClaimId, RecordId};
use onus_pages::Words;
use onus_pages::rooms::links::links;

use super::coding::sheet::made_of;
use super::coding::{Made, Told};
use super::one;
use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

/// The grades by which members judge.
const GRADES: [&str; 4] = ["same", "probably-same", "undetermined", "distinct"];

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    one(desk, asked, of::links, |frame, document| links(frame, document, None))
}

/// Judges whether two records are one: what was judged of them before is taken back, and stays in the log.
pub(crate) fn judge(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let words = Words::of(desk.eyes.language);
    let grade = asked.field("grade").unwrap_or_default();
    if grade != "none" && !GRADES.contains(&grade) {
        return Err(Refusal::Wrong(words.say("p-links-no-grade")));
    }
    let reason = asked.field("reason").unwrap_or_default();
    if reason.is_empty() {
        return unfit(desk, asked, &words.say("p-links-no-reason"));
    }
    let made = desk.see(|look| {
        let first = of::record(look, asked.field("first").unwrap_or_default())?;
        let second = match asked.field("second") {
            Some(second) => Some(of::record(look, second)?),
            None => None,
        };
        let before = judged(look, first, second);
        if grade == "none" {
            let edit = onus_case::Edit::default();
            return Ok(Ok((Made { edit, questions: Vec::new() }, before)));
        }
        let handle = |record: Option<RecordId>| {
            record.and_then(|record| look.handle(record)).map(ToOwned::to_owned)
        };
        let (Some(one), Some(other)) = (handle(Some(first)), handle(second)) else {
            return Err(Refusal::NotThere);
        };
        let row = BTreeMap::from([
            ("record", one),
            ("property", "identity".to_owned()),
            ("value", grade.to_owned()),
            ("scope", format!("with = {other}")),
            ("origin", "team".to_owned()),
        ]);
        let made = made_of(desk, look, &BTreeMap::new(), &[row], "", Told::default())?;
        Ok(made.map(|made| (made, before)))
    })?;
    let (mut made, before) = match made {
        Ok(made) => made,
        Err(told) => return unfit(desk, asked, &told.problems.join("\n")),
    };
    if made.edit.claims.is_empty() && before.is_empty() {
        return Err(Refusal::NotThere);
    }
    // The log is in one language, whoever reads it.
    made.edit.message = Some(match grade {
        "none" => format!("A judgement of identity is taken back: {reason}"),
        grade => format!("Judged {}: {reason}", grade.replace('-', " ")),
    });
    if !before.is_empty() {
        let reason = "judged-anew".to_owned();
        made.edit.retractions.push(NewRetraction { claims: before, reason, note: None });
    }
    let committed = {
        let (open, mut now) = desk.changing();
        open.commit(&made.edit, &mut now).and_then(|_| open.refresh_views())
    };
    match committed {
        Ok(_) => Ok(Reply::See("/links".to_owned())),
        Err(error @ (onus_case::CaseError::Edit(_) | onus_case::CaseError::NotAllowed(_))) => {
            unfit(desk, asked, &error.to_string())
        }
        Err(error) => Err(error.into()),
    }
}

/// What members judged of two records or, of one, of all that it stands for.
fn judged(look: &Look<'_>, first: RecordId, second: Option<RecordId>) -> BTreeSet<ClaimId> {
    let links = onus_reason::links(look, Some(first), usize::MAX);
    match second {
        Some(second) => {
            let is_pair = |one: RecordId, other: RecordId| {
                (one, other) == (first, second) || (one, other) == (second, first)
            };
            let pair = links.pairs.into_iter().find(|pair| is_pair(pair.first, pair.second));
            let direct = |claim: &ClaimId| {
                look.corpus().claim(*claim).is_some_and(|claim| {
                    let corpus = look.corpus();
                    let own = corpus.canonical(claim.record);
                    own == first || own == second
                })
            };
            pair.map(|pair| pair.judgements)
                .unwrap_or_default()
                .into_iter()
                .filter(direct)
                .collect()
        }
        None => links.joined.into_iter().flat_map(|joined| joined.judgements).collect(),
    }
}

/// The page again, with what is wrong.
fn unfit(desk: &Desk, asked: &Asked, problem: &str) -> Result<Reply, Refusal> {
    let document = desk.see(|look| of::links(desk, look, asked))?;
    let page = desk.framed(|frame| links(frame, &document, Some(problem)))?;
    Ok(Reply::Unfit(page))
}
