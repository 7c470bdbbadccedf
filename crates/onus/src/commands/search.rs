//! `onus search`: names and words.

use onus_answers::search::{self, Hit, Hits};
use onus_case::{CaseError, Look, OpenCase};
use onus_reason::{Found, Matched, find};

use crate::ask::Answer;
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// Find records by name and claims by their words
///
/// Names are found in any script and spelling, words by their beginning.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus search Шетпе\n  onus search shetpe police\n  onus search suffocat"
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
        let hits = hits(look, open, &args.words.join(" "), args.limit)?;
        let is_something = !hits.hits.is_empty();
        Ok(Answer::new(
            search::to_json(&hits, look),
            search::to_text(&hits, look, style),
            is_something,
        ))
    })
}

/// Records of that name, then claims with those words.
fn hits(look: &Look<'_>, open: &OpenCase, words: &str, limit: usize) -> Result<Hits, CaseError> {
    let candidates = match find(look, words) {
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
    let mut hits: Vec<Hit> =
        candidates.into_iter().map(|(record, name)| Hit::Record { record, name }).collect();
    let found = open.case().search(words, look.view().level, usize::MAX)?;
    let mut claims = Vec::new();
    for claim in found.claims {
        // The index holds all that was ever claimed; the view says what counts.
        let Some(known) = look.corpus().claim(claim) else { continue };
        let wording = known.wording.as_deref().unwrap_or_default();
        let excerpt = match known.value.to_string() {
            value if wording.is_empty() || value.contains(wording) => value,
            value => format!("{value} ({wording})"),
        };
        claims.push(Hit::Claim { claim, excerpt });
    }
    let left_out = claims.len().saturating_sub(limit);
    claims.truncate(limit);
    hits.extend(claims);
    Ok(Hits { words: words.to_owned(), hits, left_out })
}
