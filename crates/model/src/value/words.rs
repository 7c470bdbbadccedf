//! Texts and names, which are kept as they were written.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use super::{Comparison, Kind, ValueError};

/// A language tag (BCP 47) such as `en`, `kk-Latn` or `ru`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// The tag as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split('-');
        let primary = parts.next().unwrap_or_default();
        let well_formed = (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_lowercase())
            && parts.all(|part| {
                (1..=8).contains(&part.len())
                    && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("\"{text}\" is not a language tag such as en, ru or kk-Latn"))
        }
    }
}

/// How a text came to be in its language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Translation {
    from: Language,
    by: String,
    checked: bool,
}

impl Translation {
    /// A translation from the language `from`, by whom as far as known, `checked` by a second person.
    ///
    /// # Errors
    ///
    /// When `by` holds a colon or a semicolon, which the canonical text needs for itself.
    pub fn new(from: Language, by: &str, checked: bool) -> Result<Self, ValueError> {
        if by.contains([':', ';']) {
            let reason = "the translator's name holds a colon or a semicolon; leave it out";
            return Err(ValueError::new(Kind::Text, by, reason));
        }
        Ok(Self { from, by: by.to_owned(), checked })
    }

    /// The language the text was translated from.
    #[must_use]
    pub fn from(&self) -> &Language {
        &self.from
    }

    /// Who translated it, as far as known.
    #[must_use]
    pub fn by(&self) -> &str {
        &self.by
    }

    /// Whether a second person has checked it.
    #[must_use]
    pub fn is_checked(&self) -> bool {
        self.checked
    }
}

/// A passage of words in one language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// The language it is in.
    pub language: Language,
    /// Where it is a translation: from what, by whom, and whether checked.
    pub translation: Option<Translation>,
    /// The words, verbatim.
    pub words: String,
}

impl Text {
    /// Whether the two say the same words; different words never settle anything.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        let same = self.language == other.language && same_letters(&self.words, &other.words);
        Comparison::of_sets(same, false)
    }
}

/// Whether two texts are the same but for how their letters are composed (Unicode NFC).
fn same_letters(first: &str, second: &str) -> bool {
    first == second || first.trim().nfc().eq(second.trim().nfc())
}

impl fmt::Display for Text {
    /// Prints `en: words`, or `en<ru;translator;checked: words`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.language)?;
        if let Some(Translation { from, by, checked }) = &self.translation {
            write!(f, "<{from};{by};{}", if *checked { "checked" } else { "unchecked" })?;
        }
        write!(f, ": {}", self.words)
    }
}

impl FromStr for Text {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let error = |reason: &str| {
            ValueError::new(
                Kind::Text,
                text,
                format!("{reason}; write en: words, or en<ru;who translated;unchecked: words"),
            )
        };
        let (head, words) =
            text.split_once(": ").ok_or_else(|| error("it does not say in which language"))?;
        let read = |tag: &str| tag.parse::<Language>().map_err(|reason| error(&reason));
        let Some((language, translation)) = head.split_once('<') else {
            return Ok(Self { language: read(head)?, translation: None, words: words.to_owned() });
        };
        let mut parts = translation.splitn(3, ';');
        let (Some(from), Some(by), Some(checked)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(error("its translation lacks the language, the translator, or the check"));
        };
        let checked = match checked {
            "checked" => true,
            "unchecked" => false,
            _ => return Err(error("its translation is neither checked nor unchecked")),
        };
        Ok(Self {
            language: read(language)?,
            translation: Some(Translation::new(read(from)?, by, checked)?),
            words: words.to_owned(),
        })
    }
}

/// A name as written in one script.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The script (ISO 15924), where it is told: `Latn`, `Cyrl`, `Arab`.
    pub script: Option<String>,
    /// What kind of name it is, as a word: `pen`, `former`, `birth`.
    pub kind: Option<String>,
    /// The name, verbatim.
    pub name: String,
}

impl Name {
    /// Whether the two are the same letters; different names never settle anything.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Comparison {
        Comparison::of_sets(same_letters(&self.name, &other.name), false)
    }
}

fn is_script(text: &str) -> bool {
    text.len() == 4
        && text.bytes().enumerate().all(|(place, byte)| {
            if place == 0 { byte.is_ascii_uppercase() } else { byte.is_ascii_lowercase() }
        })
}

fn is_name_kind(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

impl fmt::Display for Name {
    /// Prints `Cyrl/former: Новый Узень`; `-` where script or kind are not told.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
        write!(f, "{}/{}: {}", part(&self.script), part(&self.kind), self.name)
    }
}

impl FromStr for Name {
    type Err = ValueError;

    /// Reads a name as printed, or a plain name without script and kind.
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let named = text.split_once(": ").and_then(|(head, name)| {
            let (script, kind) = head.split_once('/')?;
            let fits = (script == "-" || is_script(script)) && (kind == "-" || is_name_kind(kind));
            let told = |part: &str| (part != "-").then(|| part.to_owned());
            fits.then(|| Self { script: told(script), kind: told(kind), name: name.to_owned() })
        });
        let name =
            named.unwrap_or_else(|| Self { script: None, kind: None, name: text.to_owned() });
        if name.name.trim().is_empty() {
            return Err(ValueError::new(Kind::Name, text, "the name is empty"));
        }
        Ok(name)
    }
}
