//! The messages of one language, through Fluent.
//!
//! Fluent wraps what is put into a message in invisible isolation marks (U+2068, U+2069) unless told
//! not to. They are off here: these words also go into plain text, spreadsheets and searches, and are
//! read back by this crate. Where a page mixes directions of writing, it isolates the whole value.
//!
//! Numbers are put in as text that this crate formatted, so that they come out alike on every machine;
//! Fluent gets the number beside it only to choose the plural.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::InterfaceLanguage;

/// A form of the language that a message asks for in what is put into it; "plain" if it asks for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form(String);

impl Form {
    /// The form a word has by itself.
    pub(super) fn plain() -> Self {
        Self("plain".to_owned())
    }
}

/// What is put into a message.
pub(super) struct Args(FluentArgs<'static>);

impl Args {
    pub(super) fn new() -> Self {
        Self(FluentArgs::new())
    }

    /// Puts in a text.
    pub(super) fn text(mut self, name: &'static str, text: impl Into<String>) -> Self {
        self.0.set(name, text.into());
        self
    }

    /// Puts in a number that chooses between variants and is not shown.
    pub(super) fn number(mut self, name: &'static str, number: f64) -> Self {
        self.0.set(name, FluentValue::from(number));
        self
    }

    /// Puts in the form that words are to have.
    pub(super) fn form(self, form: &Form) -> Self {
        self.text("form", form.0.clone())
    }
}

/// The messages of one language.
pub(super) struct Messages(FluentBundle<FluentResource>);

impl Messages {
    pub(super) fn of(language: InterfaceLanguage) -> Self {
        let text = language.file().expect("every language listed has its file built in");
        let resource = FluentResource::try_new(text.to_owned())
            .expect("the messages built in are parsed by a test");
        let tag = language.tag().parse().expect("the languages' tags are checked by a test");
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no message is given twice, by a test");
        Self(bundle)
    }

    /// The message's words; its name where it is missing, which a test rules out.
    pub(super) fn say(&self, key: &'static str, args: &Args) -> String {
        let Some(pattern) = self.0.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let words = self.0.format_pattern(pattern, Some(&args.0), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        words
    }

    /// The words of a message into which nothing is put.
    pub(super) fn plain(&self, key: &'static str) -> String {
        self.say(key, &Args::new())
    }

    /// The form that the message asks for.
    pub(super) fn form(&self, key: &'static str) -> Form {
        let attribute = self.0.get_message(key).and_then(|message| message.get_attribute("form"));
        match attribute {
            Some(attribute) => {
                Form(self.0.format_pattern(attribute.value(), None, &mut Vec::new()).into_owned())
            }
            None => Form::plain(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_syntax::ast::Entry;

    use super::*;
    use crate::words::keys;

    #[test]
    fn every_language_has_each_message_and_no_other() {
        let wanted: BTreeSet<&str> = keys::ALL.iter().copied().collect();
        assert_eq!(wanted.len(), keys::ALL.len(), "a name is listed twice");
        for language in InterfaceLanguage::all() {
            let text = language.file().expect("the file is built in");
            let resource = fluent_syntax::parser::parse(text)
                .unwrap_or_else(|(_, errors)| panic!("{language}: {errors:?}"));
            let names: Vec<&str> = resource
                .body
                .iter()
                .filter_map(|entry| match entry {
                    Entry::Message(message) => Some(message.id.name),
                    Entry::Term(term) => panic!("{language}: the term {} is unused", term.id.name),
                    _ => None,
                })
                .collect();
            let found: BTreeSet<&str> = names.iter().copied().collect();
            assert_eq!(found.len(), names.len(), "{language}: a message is given twice");
            let missing: Vec<_> = wanted.difference(&found).collect();
            let unused: Vec<_> = found.difference(&wanted).collect();
            assert!(missing.is_empty(), "{language} lacks {missing:?}");
            assert!(unused.is_empty(), "{language} has {unused:?}, which nothing uses");
            Messages::of(language);
        }
    }

    #[test]
    fn languages_nobody_has_reviewed_say_so() {
        for language in InterfaceLanguage::all().filter(|language| language.tag() != "en") {
            let text = language.file().expect("the file is built in");
            let reviewed = text.lines().any(|line| line.starts_with("# Reviewed by "));
            assert!(reviewed || text.contains("# UNREVIEWED"), "{language}: reviewed or not?");
        }
    }
}
