//! The eyes through which a case is looked at: which claims count, and in which words and colours it is told.

use std::collections::BTreeSet;

use onus_case::CaseReader;
use onus_model::Level;
use onus_model::claim::Moment;
use onus_model::id::RecordId;
use onus_model::value::date::{Day, Edtf};
use onus_model::view::{Sources, View};
use onus_pages::{Language, Theme};

use crate::asked::Asked;
use crate::refusal::Refusal;

/// How a session looks at its case, until it is locked.
#[derive(Clone, Debug)]
pub(crate) struct Eyes {
    /// The highest level that is shown.
    pub(crate) level: Level,
    /// The last day whose commits count.
    pub(crate) as_of: Option<Day>,
    /// The last day by which a source must have been public.
    pub(crate) known_by: Option<Day>,
    /// Whether drafts are left out.
    pub(crate) released: bool,
    /// The language of the pages.
    pub(crate) language: Language,
    /// Their colours.
    pub(crate) theme: Theme,
}

impl Default for Eyes {
    fn default() -> Self {
        Self {
            level: Level::Sealed,
            as_of: None,
            known_by: None,
            released: false,
            language: Language::ENGLISH,
            theme: Theme::System,
        }
    }
}

/// The last day of a date that somebody wrote.
pub(crate) fn last_day(text: &str) -> Option<Day> {
    text.parse::<Edtf>().ok()?.bounds().latest()
}

/// The last moment of a day.
fn end_of(day: Day) -> Moment {
    let next = day.number().saturating_add(1);
    Moment(next.saturating_mul(86_400).saturating_sub(1))
}

impl Eyes {
    /// Which claims count.
    pub(crate) fn view(&self) -> View {
        View {
            level: self.level,
            as_of: self.as_of.map(end_of),
            known_by: self.known_by,
            released: self.released,
            ..View::default()
        }
    }

    /// Which claims count for a request that says so itself, as the options of commands do. What it does not say is
    /// as the session has it; a level above the session's is not given.
    pub(crate) fn view_of(&self, reader: &dyn CaseReader, asked: &Asked) -> Result<View, Refusal> {
        let mut view = self.view();
        let wrong = |name: &str, value: &str, why: &str| {
            Refusal::Wrong(format!("{name}: \"{value}\" {why}"))
        };
        if let Some(word) = asked.query("level") {
            let level = Level::ALL.into_iter().find(|level| level.word() == word);
            let level = level.ok_or_else(|| wrong("level", word, "is no level"))?;
            view.level = level.min(self.level);
        }
        for (name, of) in [("as-of", &mut view.as_of)] {
            if let Some(text) = asked.query(name) {
                let day = last_day(text);
                *of = Some(end_of(day.ok_or_else(|| wrong(name, text, "is no date"))?));
            }
        }
        if let Some(text) = asked.query("known-by") {
            let day = last_day(text);
            view.known_by = Some(day.ok_or_else(|| wrong("known-by", text, "is no date"))?);
        }
        view.released |= asked.says("released");
        let records = |name: &str| -> Result<BTreeSet<RecordId>, Refusal> {
            let named = asked.queries(name).into_iter().map(|text| {
                let id = text.parse().ok().or_else(|| reader.record_of(&text));
                id.ok_or_else(|| wrong(name, &text, "names no record"))
            });
            named.collect()
        };
        let (only, without) = (records("only-source")?, records("without-source")?);
        view.sources = match (only.is_empty(), without.is_empty()) {
            (false, _) => Sources::Only(only),
            (true, false) => Sources::Without(without),
            (true, true) => Sources::All,
        };
        view.without_speakers = records("without-speaker")?;
        Ok(view)
    }
}
