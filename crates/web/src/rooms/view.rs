//! `/view`: how the case is looked at, until it is locked.

use onus_model::Level;
use onus_pages::rooms::view::view;
use onus_pages::{Language, Theme, Words};

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::eyes::{Eyes, last_day};
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, _: &Asked) -> Result<Reply, Refusal> {
    desk.page(|frame| Ok(view(frame, None)))
}

pub(crate) fn take(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    match eyes(desk, asked) {
        Ok(eyes) => {
            desk.eyes = eyes;
            Ok(Reply::See("/view".to_owned()))
        }
        Err(date) => {
            let problem = Words::of(desk.eyes.language).no_date(&date);
            let page = desk.framed(|frame| Ok::<_, Refusal>(view(frame, Some(&problem))))?;
            Ok(Reply::Unfit(page))
        }
    }
}

/// The eyes that a form describes; the date that is none.
fn eyes(desk: &Desk, asked: &Asked) -> Result<Eyes, String> {
    let day = |name: &str| {
        let text = asked.field(name);
        text.map(|text| last_day(text).ok_or_else(|| text.to_owned())).transpose()
    };
    let level =
        asked.field("level").and_then(|word| Level::ALL.into_iter().find(|one| one.word() == word));
    Ok(Eyes {
        level: level.unwrap_or(desk.eyes.level),
        as_of: day("as-of")?,
        known_by: day("known-by")?,
        released: asked.field("released").is_some(),
        language: asked.field("language").and_then(Language::of_tag).unwrap_or(desk.eyes.language),
        theme: asked.field("theme").and_then(Theme::of_word).unwrap_or(desk.eyes.theme),
    })
}
