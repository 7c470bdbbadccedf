//! Which script a letter is of, as far as searching needs to know.

use std::fmt;

/// A script that words are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Latin letters.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Arabic letters, those for Kazakh, Persian and Uyghur included.
    Arabic,
    /// Letters of any other script.
    Other,
}

impl Script {
    /// Every script.
    pub const ALL: [Self; 4] = [Self::Latin, Self::Cyrillic, Self::Arabic, Self::Other];

    /// The script of a letter; `None` for digits, marks and whatever else is no letter.
    #[must_use]
    pub fn of(letter: char) -> Option<Self> {
        match letter {
            'a'..='z' | 'A'..='Z' => Some(Self::Latin),
            '\0'..='\u{7f}' => None,
            '\u{2b0}'..='\u{2ff}' => None,
            letter if !letter.is_alphabetic() => None,
            '\u{80}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}' => {
                Some(Self::Latin)
            }
            '\u{250}'..='\u{2af}' => Some(Self::Latin),
            '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' => Some(Self::Cyrillic),
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{8a0}'..='\u{8ff}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}' => Some(Self::Arabic),
            _ => Some(Self::Other),
        }
    }

    /// The script of a word: that of its first letter.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        word.chars().find_map(Self::of)
    }

    /// The code of ISO 15924.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Latin => "Latn",
            Self::Cyrillic => "Cyrl",
            Self::Arabic => "Arab",
            Self::Other => "Zyyy",
        }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
