//! Asking a case: a view of it, an answer as words and as JSON, and records by any of their names.

use onus_answers::Style;
use onus_answers::mark::{self, Mark};
use onus_case::{Loaded, Look, OpenCase, VaultTexts};
use onus_model::id::RecordId;
use onus_reason::{Found, find};
use serde_json::Value;

use crate::console;
use crate::error::{CommandError, Outcome};
use crate::session::Session;
use crate::view::ViewArgs;

/// An answer in both of its forms.
pub(crate) struct Answer {
    /// For programs.
    pub(crate) json: Value,
    /// For people.
    pub(crate) text: String,
    /// How the command ends.
    pub(crate) outcome: Outcome,
}

impl Answer {
    /// An answer that ends the command well, unless it holds nothing.
    pub(crate) fn new(json: Value, text: String, is_something: bool) -> Self {
        let outcome = if is_something { Outcome::Done } else { Outcome::No };
        Self { json, text, outcome }
    }
}

/// What may end the asking early: a failure, or an answer that is not the one asked for.
pub(crate) enum Stop {
    /// It failed.
    Failed(CommandError),
    /// This is to be answered instead, such as which records a name may mean.
    Instead(Box<Answer>),
}

impl<E: Into<CommandError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Session {
    /// How answers are written.
    pub(crate) fn style(&self) -> Style {
        Style { marks: self.color, width: console::width(), ..Style::default() }
    }

    /// Opens the case, answers a question about a view of it, and prints the answer.
    pub(crate) fn answer(
        &self,
        view: &ViewArgs,
        question: impl FnOnce(&Look<'_>, &Style, &OpenCase) -> Result<Answer, Stop>,
    ) -> Result<Outcome, CommandError> {
        let open = self.open()?;
        let answer = {
            let _progress = console::Progress::start("reading the case");
            self.look(&open, view, |look| match question(look, &self.style(), &open) {
                Ok(answer) => Ok(answer),
                Err(Stop::Instead(answer)) => Ok(*answer),
                Err(Stop::Failed(error)) => Err(error),
            })?
        };
        // Nothing follows from what is not here: a program that reads answers has to be told, too.
        let missing = open.case().missing()?;
        if self.json {
            let mut json = answer.json;
            if let (false, Some(fields)) = (missing.is_nothing(), json.as_object_mut()) {
                let partial = serde_json::json!({ "withheld": missing.withheld });
                fields.insert("partial".to_owned(), partial);
            }
            console::print_json(&json);
        } else {
            console::print(&coloured(&answer.text));
            if !missing.is_nothing() {
                console::print(&format!(
                    "\nThis copy is partial: {} operations are withheld from it. Where it says that there is \
                     nothing, or that something is not met, it knows of nothing.",
                    missing.withheld
                ));
            }
        }
        Ok(answer.outcome)
    }

    /// Looks at a case in a view.
    pub(crate) fn look<T>(
        &self,
        open: &OpenCase,
        view: &ViewArgs,
        see: impl FnOnce(&Look<'_>) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let stored = open.case().read()?;
        let view = view.view(&stored)?;
        let texts = VaultTexts::of(open);
        let loaded = Loaded::lazily(&stored).with_texts(&texts);
        let seen = see(&loaded.look(view));
        // What was computed while something could not be read does not hold, not even as a refusal.
        loaded.check()?;
        seen
    }
}

/// The one record that a text names; else the candidates, to be answered instead.
pub(crate) fn record(look: &Look<'_>, style: &Style, text: &str) -> Result<RecordId, Stop> {
    match find(look, text) {
        Found::One(record) => Ok(record),
        found => {
            let json = onus_answers::find::to_json(&found, look);
            let text = onus_answers::find::to_text(&found, look, style);
            Err(Stop::Instead(Box::new(Answer::new(json, text, false))))
        }
    }
}

/// A marked text with the terminal's colours; a plain one as it is.
pub(crate) fn coloured(text: &str) -> String {
    use anstyle::{AnsiColor, Style as Look};
    let mut coloured = String::with_capacity(text.len());
    for (mark, part) in mark::split(text) {
        let look = match mark {
            None => {
                coloured.push_str(part);
                continue;
            }
            Some(Mark::Heading) => Look::new().bold(),
            Some(Mark::Handle) => AnsiColor::Cyan.on_default(),
            Some(Mark::Conflict) => AnsiColor::Red.on_default(),
            Some(Mark::Denied) => AnsiColor::Magenta.on_default(),
            Some(Mark::Draft) => AnsiColor::Yellow.on_default(),
            Some(Mark::Quiet) => Look::new().dimmed(),
            Some(Mark::Found) => AnsiColor::Yellow.on_default().bold(),
        };
        coloured.push_str(&format!("{}{part}{}", look.render(), look.render_reset()));
    }
    coloured
}
