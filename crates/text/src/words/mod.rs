//! The words for values, and for what is said about claims, in each interface language.
//!
//! Words come from Fluent files (`locales/LANGUAGE/values.ftl`); the code knows which parts a value has
//! and in which order they are asked for, the files know grammar. A source's own wording goes first
//! wherever it is known: "about 60" tells a reader more than the bounds it leaves.

mod amounts;
mod bundle;
mod dates;
mod keys;
mod number;
mod states;

use std::fmt;

use onus_model::id::{MemberId, PropertyId, RecordId, TermId};
use onus_model::value::{Answers, Name, Negative, Point, Text, Value};

use crate::InterfaceLanguage;
use bundle::{Args, Form, Messages};
use number::plural;

/// Knows what records, terms, properties and members are called in the reader's language.
pub trait Labels {
    /// What to call a record.
    fn record(&self, record: RecordId) -> String;

    /// What to call a term.
    fn term(&self, term: &TermId) -> String;

    /// What to call a property; its own name unless said otherwise.
    fn property(&self, property: &PropertyId) -> String {
        property.to_string()
    }

    /// What to call a member of the team; their identifier unless said otherwise.
    fn member(&self, member: MemberId) -> String {
        member.to_string()
    }
}

/// The words of one interface language.
pub struct Words {
    language: InterfaceLanguage,
    messages: Messages,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Words {
    /// The words of a language.
    #[must_use]
    pub fn new(language: InterfaceLanguage) -> Self {
        Self { language, messages: Messages::of(language) }
    }

    /// The language the words are in.
    #[must_use]
    pub fn language(&self) -> InterfaceLanguage {
        self.language
    }

    /// A value in words, by its bounds alone.
    #[must_use]
    pub fn value(&self, value: &Value, labels: &dyn Labels) -> String {
        match value {
            Value::Date(when) => self.when(when, labels),
            Value::Held(held) => self.held(held, labels),
            Value::Count(count) => self.count(count),
            Value::Share(share) => self.share(share),
            Value::Spread(spread) => self.spread(spread),
            Value::ClosedSet(set) => self.closed_set(set, labels),
            Value::Age(age) => self.age(age),
            Value::Duration(duration) => self.duration(duration),
            Value::Distance(distance) => self.distance(distance),
            Value::Money(money) => self.money(money),
            Value::Text(text) => self.text(text),
            Value::Name(name) => self.name(name),
            Value::Term(term) => labels.term(term),
            Value::Ref(record) => labels.record(*record),
            Value::Point(point) => self.point(point),
            Value::Flag(true) => self.messages.plain(keys::FLAG_YES),
            Value::Flag(false) => self.messages.plain(keys::FLAG_NO),
            Value::Negative(negative) => self.negative(negative, labels),
            Value::Answers(answers) => self.answers(answers, labels),
        }
    }

    /// A value with its wording in the source first, and its bounds after it unless they say the same.
    ///
    /// Texts and names are their own wording and are shown once.
    #[must_use]
    pub fn with_wording(
        &self,
        value: &Value,
        wording: Option<&str>,
        labels: &dyn Labels,
    ) -> String {
        let words = self.value(value, labels);
        let wording = wording.map(str::trim).filter(|wording| !wording.is_empty());
        let Some(wording) = wording else { return words };
        let same = |own: &str| own.to_lowercase() == wording.to_lowercase();
        let own = match value {
            Value::Text(text) => same(&text.words),
            Value::Name(name) => same(&name.name),
            _ => false,
        };
        if own {
            return words;
        }
        let args = Args::new().text("wording", wording);
        if same(&words) {
            self.messages.say(keys::WORDING_ALONE, &args)
        } else {
            self.messages.say(keys::WORDING_AND_VALUE, &args.text("value", words))
        }
    }

    fn language_name(&self, tag: &str) -> String {
        self.messages.say(keys::LANGUAGE_NAME, &Args::new().text("tag", tag))
    }

    fn text(&self, text: &Text) -> String {
        let args = Args::new().text("words", text.words.as_str());
        if let Some(translation) = &text.translation {
            let yes_or_no = |yes| if yes { "yes" } else { "no" };
            let args = args
                .text("checked", yes_or_no(translation.is_checked()))
                .text("from", self.language_name(translation.from().as_str()))
                .text("told", yes_or_no(!translation.by().trim().is_empty()))
                .text("by", translation.by());
            return self.messages.say(keys::TEXT_TRANSLATED, &args);
        }
        let tag = text.language.as_str();
        if tag.split('-').next() == Some(self.language.tag()) {
            return text.words.clone();
        }
        self.messages.say(keys::TEXT_IN, &args.text("language", self.language_name(tag)))
    }

    fn name(&self, name: &Name) -> String {
        match &name.kind {
            None => name.name.clone(),
            Some(kind) => {
                let args = Args::new().text("name", name.name.as_str()).text("kind", kind.as_str());
                self.messages.say(keys::NAME_OF_KIND, &args)
            }
        }
    }

    fn point(&self, point: &Point) -> String {
        let args = Args::new()
            .text("latitude", self.digits(point.latitude()))
            .text("longitude", self.digits(point.longitude()))
            .text("radius", self.metres(point.radius(), &self.messages.form(keys::POINT)));
        self.messages.say(keys::POINT, &args)
    }

    fn negative(&self, negative: &Negative, labels: &dyn Labels) -> String {
        match negative {
            Negative::Asserted => self.messages.plain(keys::NEGATIVE_ASSERTED),
            Negative::Searched { by, until, place } => {
                let args = Args::new()
                    .text("member", labels.member(*by))
                    .text("place", place.as_str())
                    .text("date", self.edtf(until, &Form::plain()));
                self.messages.say(keys::NEGATIVE_SEARCHED, &args)
            }
            Negative::Decided { by } => {
                let args = Args::new().text("record", labels.record(*by));
                self.messages.say(keys::NEGATIVE_DECIDED, &args)
            }
        }
    }

    fn answers(&self, answers: &Answers, labels: &dyn Labels) -> String {
        match answers {
            Answers::Claims(claims) => {
                let number = rust_decimal::Decimal::from(claims.len());
                let args = Args::new()
                    .number("number", plural(number))
                    .text("digits", self.digits(number));
                self.messages.say(keys::ANSWERS_CLAIMS, &args)
            }
            Answers::Class { what, except } if except.is_empty() => what.clone(),
            Answers::Class { what, except } => {
                let names = self.list(except.iter().map(|record| labels.record(*record)).collect());
                let args = Args::new().text("what", what.as_str()).text("names", names);
                self.messages.say(keys::ANSWERS_CLASS_EXCEPT, &args)
            }
        }
    }
}
