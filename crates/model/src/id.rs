//! Identifiers, each a type of its own.
//!
//! Records are named by 16 random bytes and claims by the 32 bytes of their leaf in the log; both print
//! as lower-case hexadecimal. What the schema names (types, properties, vocabularies, terms) is named
//! by lower-case ASCII words joined by hyphens.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Says why a text is not an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text is not exactly the expected number of lower-case hexadecimal digits.
    #[error("expected {expected} lower-case hexadecimal digits, found \"{found}\"")]
    NotHex {
        /// How many digits the identifier has.
        expected: usize,
        /// What stood there.
        found: String,
    },
    /// The text is not a schema word.
    #[error(
        "\"{0}\" is not a name: use lower-case letters, digits and single hyphens, starting with a letter"
    )]
    NotAWord(String),
    /// The text is not `vocabulary:term`.
    #[error("\"{0}\" is not a term: write vocabulary:term")]
    NotATerm(String),
}

fn parse_hex<const N: usize>(text: &str) -> Result<[u8; N], IdError> {
    let error = || IdError::NotHex { expected: N * 2, found: text.chars().take(80).collect() };
    let digits = text.as_bytes();
    if digits.len() != N * 2 {
        return Err(error());
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = [pair[0], pair[1]].map(|digit| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        });
        *byte = high.ok_or_else(error)? << 4 | low.ok_or_else(error)?;
    }
    Ok(bytes)
}

macro_rules! byte_id {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Wraps the bytes of an identifier.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// The bytes of the identifier.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_hex(text).map(Self)
            }
        }
    };
}

byte_id!(
    /// Names a record: 16 random bytes.
    RecordId,
    16
);
byte_id!(
    /// Names a claim: the 32 bytes of its leaf in the log.
    ClaimId,
    32
);
byte_id!(
    /// Names a member of the team: 16 random bytes.
    MemberId,
    16
);

/// Whether the text is lower-case ASCII letters and digits in parts joined by single hyphens,
/// the first part starting with a letter.
fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.split('-').all(|part| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

macro_rules! word_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The word itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                if is_word(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(IdError::NotAWord(text.chars().take(80).collect()))
                }
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

word_id!(
    /// Names a record type of the schema, such as `tally`.
    TypeId
);
word_id!(
    /// Names a property of a record type, such as `counted-on`.
    PropertyId
);
word_id!(
    /// Names a vocabulary, such as `statement-kind`.
    VocabularyId
);

/// Names a term of a vocabulary; prints as `vocabulary:term`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId {
    vocabulary: VocabularyId,
    term: Arc<str>,
}

impl TermId {
    /// Names the term `term` of `vocabulary`.
    ///
    /// # Errors
    ///
    /// [`IdError::NotAWord`] when `term` is not a schema word.
    pub fn new(vocabulary: VocabularyId, term: &str) -> Result<Self, IdError> {
        if is_word(term) {
            Ok(Self { vocabulary, term: term.into() })
        } else {
            Err(IdError::NotAWord(term.chars().take(80).collect()))
        }
    }

    /// The vocabulary the term belongs to.
    #[must_use]
    pub fn vocabulary(&self) -> &VocabularyId {
        &self.vocabulary
    }

    /// The term's word within its vocabulary.
    #[must_use]
    pub fn term(&self) -> &str {
        &self.term
    }
}

impl fmt::Display for TermId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.vocabulary, self.term)
    }
}

impl FromStr for TermId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let (vocabulary, term) = text
            .split_once(':')
            .ok_or_else(|| IdError::NotATerm(text.chars().take(80).collect()))?;
        Self::new(vocabulary.parse()?, term)
    }
}
