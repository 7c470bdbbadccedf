//! Which claims count: the options that every reading command takes.

use std::collections::BTreeSet;

use clap::Args;
use onus_case::CaseReader;
use onus_model::Level;
use onus_model::claim::Moment;
use onus_model::id::RecordId;
use onus_model::value::date::{Day, Edtf};
use onus_model::view::{Sources, View};

use crate::error::CommandError;

/// Which claims count.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Which claims count")]
pub(crate) struct ViewArgs {
    /// What the log held at the end of this day
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Only claims whose source was public by this day
    #[arg(long, value_name = "DATE")]
    known_by: Option<String>,
    /// Only this source; can be given several times
    #[arg(long, value_name = "SOURCE", conflicts_with = "without_source")]
    only_source: Vec<String>,
    /// All sources but this; can be given several times
    #[arg(long, value_name = "SOURCE")]
    without_source: Vec<String>,
    /// As if this speaker had said nothing; can be given several times
    #[arg(long, value_name = "SPEAKER")]
    without_speaker: Vec<String>,
    /// What a reader at this level sees: public, pseudonym, partner, team or sealed
    #[arg(long, value_name = "LEVEL")]
    level: Option<Level>,
    /// Only what has been released; drafts are left out
    #[arg(long)]
    released: bool,
}

/// The last day of a date.
fn day(option: &str, text: &str) -> Result<Day, CommandError> {
    let date: Edtf = text.parse().map_err(|error| {
        CommandError::input(format!("{option}: \"{text}\" is not a date: {error}"))
            .hint("write 2013-07-10, 2013-07 or 2013")
    })?;
    date.bounds().latest().ok_or_else(|| {
        CommandError::input(format!("{option}: \"{text}\" has no last day"))
            .hint("write 2013-07-10, 2013-07 or 2013")
    })
}

impl ViewArgs {
    /// The highest level that is shown.
    pub(crate) fn level(&self) -> Level {
        self.level.unwrap_or(Level::Sealed)
    }

    /// The view that the options say.
    pub(crate) fn view(&self, reader: &dyn CaseReader) -> Result<View, CommandError> {
        let records = |option: &str, handles: &[String], wanted: &str| {
            let found = handles.iter().map(|handle| record(reader, option, handle, wanted));
            found.collect::<Result<BTreeSet<RecordId>, CommandError>>()
        };
        let only = records("--only-source", &self.only_source, "source")?;
        let without = records("--without-source", &self.without_source, "source")?;
        let as_of = match &self.as_of {
            None => None,
            Some(text) => {
                let next = day("--as-of", text)?.number().saturating_add(1);
                Some(Moment(next.saturating_mul(86_400).saturating_sub(1)))
            }
        };
        Ok(View {
            level: self.level(),
            as_of,
            known_by: self.known_by.as_deref().map(|text| day("--known-by", text)).transpose()?,
            sources: match (only.is_empty(), without.is_empty()) {
                (false, _) => Sources::Only(only),
                (true, false) => Sources::Without(without),
                (true, true) => Sources::All,
            },
            without_speakers: records("--without-speaker", &self.without_speaker, "")?,
            released: self.released,
        })
    }
}

fn record(
    reader: &dyn CaseReader,
    option: &str,
    handle: &str,
    wanted: &str,
) -> Result<RecordId, CommandError> {
    let record = reader.record_of(handle).ok_or_else(|| {
        CommandError::input(format!("{option}: there is no record with the handle \"{handle}\""))
            .hint("onus list source shows the sources with their handles, onus search finds the others")
    })?;
    match reader.records().get(&record) {
        Some(found) if !wanted.is_empty() && found.as_str() != wanted => {
            Err(CommandError::input(format!("{option}: {handle} is a {found}, not a {wanted}")))
        }
        _ => Ok(record),
    }
}
