//! Words that stand for something: schema words, and the levels of disclosure.

use std::fmt;
use std::str::FromStr;

/// A name from the schema or a vocabulary: lower-case letters and digits in parts joined by single
/// hyphens, the first part starting with a letter, at most 64 bytes, such as `counted-on`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(String);

impl Word {
    /// Reads a word; `None` when the text is not one.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let fits = text.len() <= 64
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.split('-').all(|part| {
                !part.is_empty()
                    && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
        fits.then_some(Self(text))
    }

    /// The word itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Defines an enumeration whose members are written as fixed words.
macro_rules! words {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$member_doc:meta])* $member:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$member_doc])* $member,)*
        }

        impl $name {
            /// All members, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$member,)*];

            /// The word it is written as.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)*
                }
            }

            /// Reads the word; `None` when it is none of them.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($word => Some(Self::$member),)*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::object::Value for $name {
            fn from_json(json: $crate::content::Json) -> Result<Self, $crate::object::Wrong> {
                let text = String::from_json(json)?;
                Self::parse(&text).ok_or_else($crate::object::Wrong::here)
            }

            fn to_json(&self) -> $crate::content::Json {
                $crate::content::Json::Text(self.as_str().to_owned())
            }
        }
    };
}
pub(crate) use words;

/// The member of an enumeration with this number.
pub(crate) fn words_by_number<T: Copy>(all: &[T], number: u64) -> Option<T> {
    all.get(usize::try_from(number).ok()?).copied()
}

words! {
    /// Who may see an operation. Ordered: what comes later is seen by fewer.
    pub enum Level {
        /// Anyone.
        Public = "public",
        /// Anyone, with persons replaced.
        Pseudonym = "pseudonym",
        /// The team and its partners.
        Partner = "partner",
        /// The team.
        Team = "team",
        /// Only those with a grant of their own.
        Sealed = "sealed",
    }
}

impl FromStr for Level {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::parse(text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Word};

    #[test]
    fn words_of_the_schema() {
        for good in ["killed", "counted-on", "a1-2b"] {
            assert!(Word::new(good).is_some(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "1a", "A", "a_b", "é", &"a".repeat(65)] {
            assert!(Word::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn levels_are_ordered_by_strictness() {
        assert!(Level::ALL.is_sorted());
        assert!(Level::Public < Level::Pseudonym && Level::Team < Level::Sealed);
    }
}
