//! The documents that pages are set from and the API gives: those of the commands.

use onus_answers::findings::{FindingsFilter, Standards};
use onus_answers::search::{Hits, SearchError};
use onus_answers::{
    accountability, brief, challenge, check, claim, commitments, count, find, findings, links,
    list, log, map, members, network, review, search, show, source, statements, timeline, why,
};
use onus_case::Look;
use onus_model::id::{ClaimId, RecordId};
use onus_reason::{BriefLimits, Found, Part, Question, StatementsFilter, TimelineFilter};
use serde_json::Value;

use crate::asked::Asked;
use crate::desk::Desk;
use crate::refusal::Refusal;

/// Makes a document of what is asked of a case in one view.
pub(crate) type Document = fn(&Desk, &Look<'_>, &Asked) -> Result<Value, Refusal>;

/// How many paragraphs of a source's texts are given at a time.
const PARAGRAPHS: usize = 150;

/// How many hits are given at a time, and how many at most.
const HITS: usize = 30;
const MOST_HITS: usize = 2_000;

/// How much of a list is given at a time.
const MOST: usize = 100;

/// How many commits are given at a time.
const COMMITS: usize = 100;

fn wrong(error: impl std::fmt::Display) -> Refusal {
    Refusal::Wrong(error.to_string())
}

/// The record that somebody names: by its identifier, else as commands take it. One that cannot be seen is not there.
pub(crate) fn record(look: &Look<'_>, named: &str) -> Result<RecordId, Refusal> {
    if let Ok(id) = named.parse::<RecordId>() {
        let id = look.corpus().canonical(id);
        return if is_spoken_of(look, id) { Ok(id) } else { Err(Refusal::NotThere) };
    }
    match onus_reason::find(look, named) {
        Found::One(id) => Ok(id),
        _ => Err(Refusal::NotThere),
    }
}

/// Whether anything in view is said of a record, by it, in it, or with it.
fn is_spoken_of(look: &Look<'_>, record: RecordId) -> bool {
    let corpus = look.corpus();
    corpus.members_of(record).into_iter().any(|one| {
        look.is_in_view(one)
            || !corpus.mentioning(one).is_empty()
            || !corpus.said_by(one).is_empty()
            || !corpus.read_in(one).is_empty()
    })
}

/// The record that an open part of the path names.
pub(crate) fn record_of(look: &Look<'_>, asked: &Asked) -> Result<RecordId, Refusal> {
    record(look, asked.param("id"))
}

/// The claim that an open part of the path names, if it is in view.
pub(crate) fn claim_of(look: &Look<'_>, asked: &Asked) -> Result<ClaimId, Refusal> {
    let id: ClaimId = asked.param("id").parse().map_err(|_| Refusal::NotThere)?;
    look.corpus().claim(id).map(|claim| claim.id).ok_or(Refusal::NotThere)
}

pub(crate) fn brief(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let limits =
        if asked.says("all") { BriefLimits { most: None } } else { BriefLimits::default() };
    Ok(brief::to_json(&brief::brief(look, &limits), look))
}

pub(crate) fn types(_: &Desk, look: &Look<'_>, _: &Asked) -> Result<Value, Refusal> {
    Ok(list::types(look))
}

/// The records of a type; the conditions as `where`.
pub(crate) fn list_of(look: &Look<'_>, kind: &str, asked: &Asked) -> Result<Value, Refusal> {
    let listed = list::list(look, kind, &asked.queries("where")).map_err(wrong)?;
    Ok(list::to_json(&listed, look))
}

pub(crate) fn list(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    list_of(look, asked.param("type"), asked)
}

pub(crate) fn show(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    Ok(show::to_json(&show::show(look, record_of(look, asked)?), look))
}

pub(crate) fn why_of(look: &Look<'_>, question: &Question) -> Result<Value, Refusal> {
    // What is claimed of nothing is not there; the words of the refusal name only what was asked.
    let why = why::why(look, question).map_err(|_| Refusal::NotThere)?;
    Ok(why::to_json(&why, look))
}

pub(crate) fn why_record(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    why_of(look, &Question::Record(record_of(look, asked)?))
}

/// Of a property of a record or, where the record is called `brief`, of a sentence of the brief.
pub(crate) fn why_property(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let property = asked.param("property");
    if asked.param("id") == "brief" {
        let number = property.parse().map_err(|_| Refusal::NotThere)?;
        return why_of(look, &Question::Brief(number));
    }
    let property = property.parse().map_err(|_| Refusal::NotThere)?;
    why_of(look, &Question::Property(record_of(look, asked)?, property))
}

pub(crate) fn claim(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    claim::to_json(claim_of(look, asked)?, look).ok_or(Refusal::NotThere)
}

/// The source that an open part of the path names.
pub(crate) fn source_of(look: &Look<'_>, asked: &Asked) -> Result<RecordId, Refusal> {
    let id = record_of(look, asked)?;
    let kind = look.corpus().record_type(id);
    if kind.is_some_and(|kind| kind.as_str() == "source") { Ok(id) } else { Err(Refusal::NotThere) }
}

/// The paragraph that an address points to: by a scalar of the text, or by a claim.
pub(crate) fn paragraph(
    desk: &Desk,
    look: &Look<'_>,
    asked: &Asked,
) -> Result<Option<usize>, Refusal> {
    let scalar = asked.query("at").and_then(|at| at.parse().ok()).map(source::At::Scalar);
    let claim = asked.query("claim").and_then(|claim| claim.parse().ok()).map(source::At::Claim);
    match scalar.or(claim) {
        Some(at) => Ok(source::paragraph_at(look, &desk.open, source_of(look, asked)?, at)?),
        None => Ok(None),
    }
}

/// From which paragraph on a source is shown, so that one of them is among those shown.
pub(crate) fn first_for(paragraph: usize) -> usize {
    if paragraph <= PARAGRAPHS { 1 } else { paragraph - 2 }
}

pub(crate) fn source(desk: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let first = match asked.query("from") {
        Some(_) => asked.number("from", 1).max(1),
        None => paragraph(desk, look, asked)?.map_or(1, first_for),
    };
    let part = source::Part { first, most: PARAGRAPHS };
    Ok(source::to_json(look, &desk.open, source_of(look, asked)?, part)?)
}

pub(crate) fn kinds(_: &Desk, look: &Look<'_>, _: &Asked) -> Result<Value, Refusal> {
    Ok(count::kinds(look))
}

pub(crate) fn count_of(look: &Look<'_>, kind: &str, asked: &Asked) -> Result<Value, Refusal> {
    let event = asked.query("event").map(|event| record(look, event)).transpose()?;
    let counted = count::count(look, kind, event).map_err(wrong)?;
    Ok(count::to_json(&counted, look))
}

pub(crate) fn count(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    count_of(look, asked.param("kind"), asked)
}

/// The part of a long list that is asked for.
fn part(asked: &Asked) -> Part {
    Part { after: asked.number("after", 0), most: asked.number("most", MOST) }
}

pub(crate) fn statements(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let about = asked.query("about").map(|about| record(look, about)).transpose()?;
    let filter = StatementsFilter { all: asked.says("all"), about, part: part(asked) };
    Ok(statements::to_json(&statements::statements(look, &filter), look))
}

pub(crate) fn commitments(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let about = asked.query("about").map(|about| record(look, about)).transpose()?;
    Ok(commitments::to_json(&commitments::commitments(look, about), look))
}

pub(crate) fn timeline(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let mut types = Vec::new();
    for name in asked.queries("type") {
        let known = look.schema().record_type(&name);
        let known = known.ok_or_else(|| wrong(format!("there is no record type \"{name}\"")))?;
        types.push(known.id.clone());
    }
    let filter = TimelineFilter { types, work: asked.says("work") };
    Ok(timeline::to_json(&timeline::timeline(look, &filter), look))
}

pub(crate) fn checks(_: &Desk, look: &Look<'_>, _: &Asked) -> Result<Value, Refusal> {
    Ok(check::to_json(&check::check(look), look))
}

/// The standards are those built in.
pub(crate) fn findings(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let standards =
        Standards::built_in(look.schema()).map_err(|errors| Refusal::Failed(errors.to_string()))?;
    let record = asked.query("about").map(|about| record(look, about)).transpose()?;
    let standard = asked.query("standard").map(ToOwned::to_owned);
    let filter = FindingsFilter { standard, record };
    let answer = findings::findings(look, &standards, &filter).map_err(wrong)?;
    Ok(findings::to_json(&answer, &standards, look))
}

pub(crate) fn accountability(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let of = asked.query("about").map(|about| record(look, about)).transpose()?;
    Ok(accountability::to_json(&accountability::accountability(look, of, part(asked)), look))
}

pub(crate) fn challenge(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let of = asked.query("about").map(|about| record(look, about)).transpose()?;
    Ok(challenge::to_json(&challenge::challenge(look, of), look))
}

pub(crate) fn links(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let of = asked.query("about").map(|about| record(look, about)).transpose()?;
    Ok(links::to_json(&links::links(look, of, links::MOST), look))
}

pub(crate) fn map(_: &Desk, look: &Look<'_>, _: &Asked) -> Result<Value, Refusal> {
    Ok(map::to_json(&map::atlas(look), look))
}

pub(crate) fn network(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let of = asked.query("about").map(|about| record(look, about)).transpose()?;
    Ok(network::to_json(&network::network(look, of, network::MOST), look))
}

pub(crate) fn members(desk: &Desk, _: &Look<'_>, _: &Asked) -> Result<Value, Refusal> {
    Ok(members::to_json(&desk.open.case().team()?))
}

pub(crate) fn review(_: &Desk, look: &Look<'_>, _: &Asked) -> Result<Value, Refusal> {
    Ok(review::to_json(&review::review(look)?, look))
}

pub(crate) fn log(desk: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let mut lines = desk.open.case().log_at(look.view().level)?;
    if let Some(as_of) = look.view().as_of {
        let until = u64::try_from(as_of.0).unwrap_or(0);
        lines.retain(|line| line.time <= until);
    }
    let before = asked.query("before").and_then(|place| place.parse::<u64>().ok());
    if let Some(before) = before {
        lines.retain(|line| line.place < before);
    }
    let left_out = lines.len().saturating_sub(COMMITS);
    let lines = lines.into_iter().rev().take(COMMITS).collect();
    Ok(log::to_json(&log::Lines { lines, left_out }))
}

pub(crate) fn search(desk: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let words = asked.query("q").unwrap_or_default();
    if words.is_empty() {
        return Ok(search::to_json(&Hits::default(), look));
    }
    let most = asked.number("most", HITS).clamp(1, MOST_HITS);
    let hits = search::search(look, &desk.open, words, most).map_err(|error| match error {
        SearchError::Question(error) => wrong(error),
        SearchError::Case(error) => error.into(),
    })?;
    Ok(search::to_json(&hits, look))
}

/// Long work of the session.
pub(crate) fn work(desk: &Desk, _: &Look<'_>, _: &Asked) -> Result<Value, Refusal> {
    Ok(crate::rooms::work::document(desk))
}

pub(crate) fn find(_: &Desk, look: &Look<'_>, asked: &Asked) -> Result<Value, Refusal> {
    let found = onus_reason::find(look, asked.query("q").unwrap_or_default());
    Ok(find::to_json(&found, look))
}
