//! The languages that are built in: those prose is read in, and those of the interface.
//!
//! Each is a file found when the crate is built, so that a new language is a new file.

use std::fmt;
use std::str::FromStr;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// Says that a language is not one of those built in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no language \"{tag}\" here; the languages are {known}")]
pub struct UnknownLanguage {
    tag: String,
    known: String,
}

macro_rules! language {
    ($(#[$doc:meta])* $name:ident in $table:ident: $($(#[$constant_doc:meta])* $constant:ident = $tag:literal),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(&'static str);

        impl $name {
            $($(#[$constant_doc])* pub const $constant: Self = Self($tag);)+

            /// Every language built in, in the order of their tags.
            pub fn all() -> impl Iterator<Item = Self> {
                $table.iter().map(|(tag, _)| Self(tag))
            }

            /// The language's tag (BCP 47).
            #[must_use]
            pub fn tag(self) -> &'static str {
                self.0
            }

            /// The text of the language's file.
            pub(crate) fn file(self) -> Option<&'static str> {
                $table.iter().find(|(tag, _)| *tag == self.0).map(|(_, text)| *text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }

        impl FromStr for $name {
            type Err = UnknownLanguage;

            fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
                Self::all().find(|language| language.0 == tag).ok_or_else(|| UnknownLanguage {
                    tag: tag.chars().take(40).collect(),
                    known: Self::all().map(Self::tag).collect::<Vec<_>>().join(", "),
                })
            }
        }
    };
}

language!(
    /// A language that prose can be read in.
    ReadingLanguage in LEXICONS:
        /// English.
        ENGLISH = "en",
        /// Russian.
        RUSSIAN = "ru"
);

language!(
    /// A language that the interface speaks.
    InterfaceLanguage in LOCALES:
        /// English.
        ENGLISH = "en",
        /// Russian.
        RUSSIAN = "ru",
        /// Kazakh.
        KAZAKH = "kk"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_languages_are_built_in() {
        for language in [ReadingLanguage::ENGLISH, ReadingLanguage::RUSSIAN] {
            assert_eq!(language.tag().parse(), Ok(language));
        }
        for language in
            [InterfaceLanguage::ENGLISH, InterfaceLanguage::RUSSIAN, InterfaceLanguage::KAZAKH]
        {
            assert_eq!(language.tag().parse(), Ok(language));
        }
    }

    #[test]
    fn an_unknown_language_names_those_there_are() {
        let error = "tlh".parse::<ReadingLanguage>().expect_err("there is no such lexicon");
        assert_eq!(
            error.to_string(),
            "there is no language \"tlh\" here; the languages are en, ru"
        );
    }
}
