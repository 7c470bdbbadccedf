//! `onus review`: what a second person still has to look at.

use onus_answers::review;
use onus_case::{Edit, RowName, Stored};
use onus_model::claim::Review;
use onus_model::id::ClaimId;
use serde_json::json;

use crate::ask::Answer;
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// A state of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum State {
    /// Nobody else has looked at it.
    Draft,
    /// A second person has compared it with its source.
    Checked,
    /// It may leave the team.
    Released,
}

impl From<State> for Review {
    fn from(state: State) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::Checked => Self::Checked,
            State::Released => Self::Released,
        }
    }
}

/// Show what waits for a second person, and where coders differ
///
/// With --mark, says of sheets or rows that they were checked, released, or are drafts again. A second
/// person compares a claim with its source; where there is nobody else, --alone says so.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus review\n  onus review --mark checked z02            all rows of a sheet\n  onus review --mark released z02/1a z02/2  two rows"
)]
pub(crate) struct Args {
    /// The state to put the rows into
    #[arg(long, value_enum, value_name = "STATE", requires = "rows")]
    mark: Option<State>,
    /// Mark your own claims that nobody else has checked
    #[arg(long, requires = "mark")]
    alone: bool,
    /// Sheets, or rows as SHEET/ROW
    #[arg(value_name = "SHEET[/ROW]", requires = "mark")]
    rows: Vec<String>,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    if let Some(state) = args.mark {
        return mark(session, state.into(), args);
    }
    session.answer(&args.view, |look, style, _| {
        let review = review::review(look)?;
        Ok(Answer::new(review::to_json(&review, look), review::to_text(&review, look, style), true))
    })
}

fn mark(session: &mut Session, state: Review, args: &Args) -> Result<Outcome, CommandError> {
    let mut open = session.open()?;
    let mut edit = Edit { alone: args.alone, ..Edit::default() };
    {
        let stored = open.case().read()?;
        for text in &args.rows {
            for claim in claims(&stored, text)? {
                edit.reviews.insert(claim, state);
            }
        }
    }
    let count = edit.reviews.len();
    let committed = open.commit(&edit, &mut session.now())?;
    let text = format!("{count} claims are {} now.", word(state));
    let json = json!({
        "shape": "onus.reviewed/1", "claims": count, "state": word(state),
        "commit": committed.commit.to_string(),
    });
    session.tell(&text, &json);
    Ok(Outcome::Done)
}

fn word(state: Review) -> &'static str {
    match state {
        Review::Draft => "draft",
        Review::Checked => "checked",
        Review::Released => "released",
    }
}

/// The current claims of a sheet or of one row.
fn claims(stored: &Stored<'_>, text: &str) -> Result<Vec<ClaimId>, CommandError> {
    use onus_case::CaseReader;
    if let Ok(row) = text.parse::<RowName>() {
        return match stored.claim_of(&row)? {
            Some(claim) => Ok(vec![claim]),
            None => Err(CommandError::input(format!("there is no row {row}"))
                .hint("name it as SHEET/ROW, as onus why shows it")),
        };
    }
    let sheet = stored.sheet(text).ok_or_else(|| {
        let known: Vec<&str> = stored.sheets().map(|(_, name)| name).collect();
        CommandError::input(format!("there is no sheet \"{text}\""))
            .hint(format!("the sheets are {}", known.join(", ")))
    })?;
    Ok(stored.rows(sheet)?.into_iter().map(|row| row.claim).collect())
}
