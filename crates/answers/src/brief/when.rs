//! When something happened, as a sentence begins: "On 17 December 2011", "In May 2011", "By 2013".

use onus_model::corpus::Voice;
use onus_model::value::date::DayBounds;
use onus_reason::AccountOfDate;

use crate::desk::{Desk, as_written};

/// The dates on every account, each with whose it is where that differs from the rest of the sentence;
/// empty where none is told.
pub(super) fn when(desk: &Desk<'_, '_>, dates: &[AccountOfDate], main: &[Voice]) -> String {
    let mut accounts: Vec<String> = Vec::new();
    for date in dates {
        let mut text = account(desk, date);
        if date.voices != main && !date.voices.is_empty() {
            text = desk.phrases.say(
                "told-by",
                [("value", text.into()), ("voices", desk.voices(&date.voices).into())],
            );
        }
        if !accounts.contains(&text) {
            accounts.push(text);
        }
    }
    match accounts.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => desk
            .phrases
            .say("brief-or", [("first", first.join(", ").into()), ("last", last.into())]),
    }
}

/// One account with the word that a date of its width takes.
fn account(desk: &Desk<'_, '_>, date: &AccountOfDate) -> String {
    let phrases = desk.phrases;
    // What another date comes to is enough on a page; by which date it is told, the claims say.
    let told = if date.relative { desk.days(&date.bounds) } else { desk.date(date) };
    let day = |bounds: DayBounds| desk.days(&bounds);
    match (date.bounds.earliest(), date.bounds.latest()) {
        (Some(first), Some(last)) if first == last => {
            phrases.say("brief-on-day", [("date", told.into())])
        }
        // A month, a year, or a season, which the bounds of a whole year stand for.
        (Some(_), Some(_)) if !as_written(&date.bounds).contains('/') => {
            phrases.say("brief-in-month", [("date", told.into())])
        }
        (Some(first), Some(last)) => phrases.say(
            "brief-between",
            [
                ("first", day(DayBounds::exact(first)).into()),
                ("last", day(DayBounds::exact(last)).into()),
            ],
        ),
        (Some(first), None) => {
            phrases.say("brief-from", [("date", day(DayBounds::exact(first)).into())])
        }
        (None, Some(last)) => {
            phrases.say("brief-by-day", [("date", day(DayBounds::exact(last)).into())])
        }
        (None, None) => told,
    }
}
