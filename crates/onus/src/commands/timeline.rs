//! `onus timeline`: what happened when.

use std::path::{Path, PathBuf};

use onus_answers::timeline;
use onus_case::Look;
use onus_reason::TimelineFilter;

use crate::ask::Answer;
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;
use crate::{coding, console, files};

/// Show everything dated, in order of time
///
/// Dates are shown as wide as they were claimed, and once for each account where accounts differ. As a drawing, each
/// is a bar from the earliest day to the latest, and an end that nobody sets runs off in an arrow.
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  onus timeline\n  onus timeline --type statement --type decision\n  onus timeline --known-by 2012-01-31\n  onus timeline --svg timeline.svg          a drawing that says the same"
)]
pub(crate) struct Args {
    /// Only records of this type; can be given several times
    #[arg(long = "type", value_name = "TYPE")]
    types: Vec<String>,
    /// The dates of the team's own work too
    #[arg(long)]
    work: bool,
    /// Draw it as SVG into this file, or - for standard output
    #[arg(long, value_name = "FILE|-")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    view: ViewArgs,
}

pub(crate) fn run(session: &mut Session, args: &Args) -> Result<Outcome, CommandError> {
    if let Some(out) = &args.svg {
        return draw(session, args, out);
    }
    session.answer(&args.view, |look, style, _| {
        let timeline = timeline::timeline(look, &filter(look, args)?);
        let is_something = is_something(&timeline);
        let json = timeline::to_json(&timeline, look);
        Ok(Answer::new(json, timeline::to_text(&timeline, look, style), is_something))
    })
}

fn is_something(timeline: &timeline::Timeline) -> bool {
    !timeline.entries.is_empty() || !timeline.undated.is_empty()
}

/// Which dates are wanted.
fn filter(look: &Look<'_>, args: &Args) -> Result<TimelineFilter, CommandError> {
    let mut types = Vec::new();
    for name in &args.types {
        let known = look.schema().record_type(name).ok_or_else(|| {
            CommandError::input(format!("--type: there is no record type \"{name}\""))
                .hint("onus list shows the types of the case")
        })?;
        types.push(known.id.clone());
    }
    Ok(TimelineFilter { types, work: args.work })
}

/// Draws the timeline: into a new file that only its user can read, or on standard output.
fn draw(session: &Session, args: &Args, out: &Path) -> Result<Outcome, CommandError> {
    if session.json {
        return Err(CommandError::input("--svg and --json are two forms of one answer")
            .hint("ask for one of them"));
    }
    let to_file = out != Path::new("-");
    if to_file && out.symlink_metadata().is_ok() {
        return Err(CommandError::input(format!("{} exists already", files::shown(out)))
            .hint("name another file"));
    }
    let open = session.open()?;
    let withheld = usize::try_from(open.case().missing()?.withheld).unwrap_or(usize::MAX);
    let (drawing, is_something) = session.look(&open, &args.view, |look| {
        let timeline = timeline::timeline(look, &filter(look, args)?);
        let drawing = timeline::to_svg(&timeline, look, &session.style(), withheld);
        Ok((drawing, is_something(&timeline)))
    })?;
    if to_file {
        coding::create(out, drawing.as_bytes())?;
        console::note(&format!("note: {} can be read by whoever has it", files::shown(out)));
    } else {
        console::print(&drawing);
    }
    Ok(if is_something { Outcome::Done } else { Outcome::No })
}
