//! The words of pages, from `locales/LANGUAGE/pages.ftl`.
//!
//! English is complete; a message that another language lacks is said in English.

use onus_answers::messages::{Arg, Messages};

/// A language of the interface: its tag, its own name, its messages.
const FILES: &[(&str, &str, &str)] = &[
    ("en", "English", include_str!("../../../locales/en/pages.ftl")),
    ("kk", "Қазақша", include_str!("../../../locales/kk/pages.ftl")),
    ("ru", "Русский", include_str!("../../../locales/ru/pages.ftl")),
    ("ar", "العربية", include_str!("../../../locales/ar/pages.ftl")),
];

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(usize);

impl Language {
    /// English, which is complete.
    pub const ENGLISH: Self = Self(0);

    /// Every language there is.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..FILES.len()).map(Self)
    }

    /// The language of that tag (BCP 47).
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::all().find(|language| language.tag() == tag)
    }

    /// Its tag (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        FILES.get(self.0).map_or("en", |(tag, _, _)| tag)
    }

    /// What it is called in itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        FILES.get(self.0).map_or("English", |(_, name, _)| name)
    }

    /// In which direction it is written, as HTML has it.
    #[must_use]
    pub fn direction(self) -> &'static str {
        if self.tag() == "ar" { "rtl" } else { "ltr" }
    }

    fn text(self) -> &'static str {
        FILES.get(self.0).map_or("", |(_, _, text)| text)
    }
}

/// Messages of a language, with the English ones behind them.
pub struct Words {
    language: Language,
    messages: Messages,
}

impl Words {
    /// The words of a language.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let own = std::iter::once(language);
        let behind = (language != Language::ENGLISH).then_some(Language::ENGLISH);
        let files: Vec<(&str, &str)> =
            own.chain(behind).map(|language| (language.tag(), language.text())).collect();
        Self { language, messages: Messages::of(&files) }
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words of a message into which nothing is put; its name in double brackets where it is missing, which
    /// tests rule out.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.with(key, [])
    }

    /// That a case could not be opened, with why.
    #[must_use]
    pub fn refused(&self, reason: &str) -> String {
        self.with("p-unlock-refused", [("reason", reason.into())])
    }

    /// That nobody in the case has a name.
    #[must_use]
    pub fn nobody(&self, name: &str) -> String {
        self.with("p-code-nobody", [("name", name.into())])
    }

    /// That several records have a name.
    #[must_use]
    pub fn several(&self, name: &str, others: &str) -> String {
        self.with("p-code-several", [("name", name.into()), ("others", others.into())])
    }

    /// That a new record may be one that is there.
    #[must_use]
    pub fn may_be(&self, name: &str, others: &str) -> String {
        self.with("p-code-may-be", [("name", name.into()), ("others", others.into())])
    }

    /// That a record's type has no such property.
    #[must_use]
    pub fn wrong_kind(&self, name: &str, kind: &str) -> String {
        self.with("p-code-wrong-kind", [("name", name.into()), ("kind", kind.into())])
    }

    /// That a value was read from words, to be looked at.
    #[must_use]
    pub fn was_read(&self, words: &str, value: &str) -> String {
        self.with("p-code-was-read", [("words", words.into()), ("value", value.into())])
    }

    /// That something is no date.
    #[must_use]
    pub fn no_date(&self, date: &str) -> String {
        self.with("p-view-bad-date", [("date", date.into())])
    }

    /// The words of a message about a number of things.
    pub(crate) fn number(&self, key: &str, number: usize) -> String {
        self.with(key, [("number", number.into())])
    }

    pub(crate) fn with<const N: usize>(&self, key: &str, args: [(&'static str, Arg); N]) -> String {
        self.messages.say(key, args)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    fn keys(text: &str) -> BTreeSet<String> {
        let starts =
            text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        starts.filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()).collect()
    }

    fn sources(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn every_message_asked_for_is_there_and_every_one_there_is_asked_for() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut code = String::new();
        sources(&folder.join("src"), &mut code);
        sources(&folder.join("../web/src"), &mut code);
        let english = keys(FILES[0].2);
        // Put together, so that this line does not find itself.
        let mark = format!("{}p-", '"');
        for (at, _) in code.match_indices(&mark) {
            let rest = &code[at + 1..];
            let key: String = rest.chars().take_while(|letter| *letter != '"').collect();
            assert!(english.contains(&key), "no message {key}");
        }
        for key in &english {
            assert!(code.contains(&format!("\"{key}\"")), "nothing asks for {key}");
        }
        for (tag, _, text) in FILES {
            assert_eq!(onus_answers::messages::unreadable(text), None, "{tag}");
            let starts = text.lines().filter(|line| line.starts_with('p') && line.contains(" ="));
            assert_eq!(starts.count(), keys(text).len(), "{tag} says something twice");
            let more: Vec<_> = keys(text).difference(&english).cloned().collect();
            assert!(more.is_empty(), "{tag} has {more:?}, which English lacks");
            assert!(*tag == "en" || text.contains("# UNREVIEWED"), "{tag}: reviewed or not?");
        }
    }
}
