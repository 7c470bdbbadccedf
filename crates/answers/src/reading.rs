//! What became of the reading of a file, in words.

use onus_ingest::adding::{Added, Was};
use onus_ingest::documents::{Failure, Note, Place, Trouble};
use onus_text::InterfaceLanguage;

use crate::mark::clean;
use crate::phrases::Phrases;

/// The most letters of what a file calls things that are repeated.
const LONGEST: usize = 120;

fn named(text: &str) -> String {
    clean(&text.chars().take(LONGEST).collect::<String>())
}

fn number(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Says what became of readings, in one language.
pub struct Teller {
    phrases: Phrases,
}

impl Teller {
    /// Says it in this language.
    #[must_use]
    pub fn new(language: InterfaceLanguage) -> Self {
        Self { phrases: Phrases::of(language) }
    }

    /// What a person should know about a reading.
    #[must_use]
    pub fn note(&self, note: &Note) -> String {
        let phrases = &self.phrases;
        match note {
            Note::PageNotRecognized(page) => phrases
                .say("reading-page-not-recognized", [("page", number((*page).into()).into())]),
            Note::PageRecognized(page) => {
                phrases.say("reading-page-recognized", [("page", number((*page).into()).into())])
            }
            Note::NoText => phrases.plain("reading-no-text"),
            Note::Replaced(count) => {
                phrases.say("reading-replaced", [("number", number(*count).into())])
            }
            Note::EncodingGuessed(encoding) => {
                phrases.say("reading-encoding", [("encoding", named(encoding).into())])
            }
            Note::Reordered => phrases.plain("reading-reordered"),
            Note::LeftOut(at, why) => phrases
                .say("reading-left-out", [("at", named(at).into()), ("why", named(why).into())]),
            Note::Unseen(what) => phrases.say("reading-unseen", [("what", named(what).into())]),
            Note::OtherKind(ending, media) => phrases.say(
                "reading-other-kind",
                [("ending", named(ending).into()), ("media", named(media).into())],
            ),
        }
    }

    /// Why a file could not be read.
    #[must_use]
    pub fn failure(&self, failure: &Failure) -> String {
        let phrases = &self.phrases;
        let told = match &failure.trouble {
            Trouble::Empty => phrases.plain("trouble-empty"),
            Trouble::Unknown(what) => {
                phrases.say("trouble-unknown", [("what", named(what).into())])
            }
            Trouble::Malformed(why) => {
                phrases.say("trouble-malformed", [("why", named(why).into())])
            }
            Trouble::Protected => phrases.plain("trouble-protected"),
            Trouble::TooMuch(what) => {
                phrases.say("trouble-too-much", [("what", named(what).into())])
            }
            Trouble::Hostile(what) => {
                phrases.say("trouble-hostile", [("what", named(what).into())])
            }
            Trouble::Broken(why) => phrases.say("trouble-broken", [("why", named(why).into())]),
        };
        match &failure.at {
            Some(at) => {
                phrases.say("trouble-at", [("told", told.into()), ("at", named(at).into())])
            }
            None => told,
        }
    }

    /// A place in a file.
    #[must_use]
    pub fn place(&self, place: &Place) -> String {
        let phrases = &self.phrases;
        let count = |count: u32| number(count.into()).into();
        match place {
            Place::Page(page) => phrases.say("place-page", [("number", count(*page))]),
            Place::Paragraph(at) => phrases.say("place-paragraph", [("number", count(*at))]),
            Place::Cell { sheet, cell } if sheet.is_empty() => {
                phrases.say("place-cell", [("cell", named(cell).into())])
            }
            Place::Cell { sheet, cell } => phrases.say(
                "place-cell-of",
                [("cell", named(cell).into()), ("sheet", named(sheet).into())],
            ),
            Place::Time { from, to } => phrases
                .say("place-time", [("from", clock(*from).into()), ("to", clock(*to).into())]),
            Place::Message(part) => phrases.say("place-message", [("part", named(part).into())]),
            Place::Main => phrases.plain("place-main"),
            Place::Capture => phrases.plain("place-capture"),
            Place::Aside(word, at) => {
                phrases.say("place-aside", [("word", named(word).into()), ("number", count(*at))])
            }
        }
    }

    /// What a file that was added was to the case.
    #[must_use]
    pub fn was(&self, was: Was) -> String {
        self.phrases.plain(match was {
            Was::New => "added-new",
            Was::ReceivedAgain => "added-received-again",
            Was::ReadAgain => "added-read-again",
            Was::There => "added-there",
        })
    }

    /// How much text a file gave.
    #[must_use]
    pub fn texts(&self, added: &Added) -> String {
        if added.texts == 0 {
            return self.phrases.plain("added-no-text");
        }
        self.phrases.say(
            "added-texts",
            [("texts", number(added.texts).into()), ("letters", number(added.scalars).into())],
        )
    }
}

/// Hours, minutes and seconds of milliseconds.
fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
