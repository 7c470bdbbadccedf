//! `onus search`: names and words.

use onus_answers::search::{self, Hit, Hits};
use onus_case::{CaseError, Look, OpenCase, Search, What};
use onus_model::id::ClaimId;
use onus_reason::{Found, Matched, find, find_named};
use onus_text::search::{Part, Question, Wish};

use crate::ask::{Answer, Stop};
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Find records by name, claims and passages by their words
///
/// Names are found in any script and spelling, words in any of their forms; a word that occurs nowhere is taken
/// for the beginning of one. Put a question with marks of its own into single quotation marks: "opened fire" for
/// a phrase, suffoc* for a beginning, -theatre for what is left out, and filters: kind:passage, type:act,
/// source:HANDLE, language:ru, after:2011-12, before:2012.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus search Шетпе\n  onus search shetpe police\n  onus search suffoc*\n  onus search 'police -theatre type:act after:2011-12'"
)]
pub(crate) struct Args {
    /// What to find
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// How many claims to list at most
    #[arg(long, default_value_t = 30, value_name = "NUMBER")]
    limit: usize,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    session.answer(&args.view, |look, style, open| {
        let words = args.words.join(" ");
        let question = open.case().question(&words).map_err(|error| {
            let place = error.place().start + 1;
            let told = format!("{}, at character {place} of what was asked", error.problem());
            Stop::Failed(CommandError::input(told).hint(error.advice()))
        })?;
        let hits = hits(look, open, &words, &question, args.limit)?;
        let is_something = !hits.hits.is_empty();
        Ok(Answer::new(
            search::to_json(&hits, look),
            search::to_text(&hits, look, style),
            is_something,
        ))
    })
}

/// Whether a question is nothing but words, which may be a name.
fn is_plain(question: &Question) -> bool {
    question.parts.iter().all(|part| matches!(part, Part::Find(Wish::Word(_))))
}

/// Records of that name, then whatever has those words, the best first.
fn hits(
    look: &Look<'_>,
    open: &OpenCase,
    words: &str,
    question: &Question,
    limit: usize,
) -> Result<Hits, CaseError> {
    let mut hits = if is_plain(question) { named(look, words) } else { Vec::new() };
    let records = hits.len();
    let search = Search {
        question,
        level: look.view().level,
        limit: usize::MAX,
        retracted: true,
        count_to: None,
    };
    for found in open.case().find(&search)?.hits {
        // The index holds all that was ever claimed; the view says what counts.
        let hit = match found.what {
            What::Record { record, name } => {
                look.corpus().claim(name).map(|claim| (record, claim)).map(|(record, claim)| {
                    let record = look.corpus().canonical(record);
                    let name = match &claim.value {
                        onus_model::value::Value::Name(name) => name.name.clone(),
                        value => value.to_string(),
                    };
                    Hit::Record { record, name }
                })
            }
            What::Claim(claim) => claimed(look, claim),
            What::Passage { source, start, end, .. } => look
                .is_in_view(source)
                .then(|| Hit::Passage { source, start, end, excerpt: String::new() }),
        };
        hits.extend(hit.filter(|hit| !is_known(&hits, hit)));
    }
    let left_out = hits.len().saturating_sub(records).saturating_sub(limit);
    hits.truncate(hits.len() - left_out);
    Ok(Hits { words: words.to_owned(), hits, left_out })
}

/// A record is one hit, whatever name it was found by.
fn is_known(hits: &[Hit], hit: &Hit) -> bool {
    let Hit::Record { record, .. } = hit else { return false };
    hits.iter().any(|known| matches!(known, Hit::Record { record: other, .. } if other == record))
}

/// Records of a name, or with a handle.
fn named(look: &Look<'_>, words: &str) -> Vec<Hit> {
    // What the team calls a record is no word of a question by others.
    let found = if look.shows_team_words() { find(look, words) } else { find_named(look, words) };
    let candidates = match found {
        Found::One(record) => {
            let name = onus_reason::best_name(look, record);
            vec![(record, name.unwrap_or_else(|| words.to_owned()))]
        }
        Found::Several(candidates) => {
            candidates.into_iter().map(|candidate| (candidate.record, candidate.matched)).collect()
        }
        // What is only alike is no answer to a search.
        Found::None(near) => near
            .into_iter()
            .filter(|candidate| candidate.how != Matched::Near)
            .map(|candidate| (candidate.record, candidate.matched))
            .collect(),
    };
    candidates.into_iter().map(|(record, name)| Hit::Record { record, name }).collect()
}

/// A claim in view, with the words of its value.
fn claimed(look: &Look<'_>, claim: ClaimId) -> Option<Hit> {
    let known = look.corpus().claim(claim)?;
    let wording = known.wording.as_deref().unwrap_or_default();
    let excerpt = match known.value.to_string() {
        value if wording.is_empty() || value.contains(wording) => value,
        value => format!("{value} ({wording})"),
    };
    Some(Hit::Claim { claim, excerpt })
}
