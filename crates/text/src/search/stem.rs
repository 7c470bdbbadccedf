//! Stems: what is left of a word when its grammar is taken away.
//!
//! English, Russian, French, Spanish and Arabic have Snowball's stemmers. Kazakh has none, and the Russian one
//! breaks it (`қаласында` would lose the wrong end), so its endings are stripped here by a table: plural,
//! possession, case and the copula, in the order in which the language puts them on, never leaving fewer than
//! three letters. That finds a noun in most of its forms. It is no analysis: verbs are mostly left as they
//! are, a stem that happens to end like an ending is cut too short (`бала` keeps its three letters, `қалада`
//! loses `да`, and so does a name that ends in it), and a beginning with a star finds what it misses.

use frostem::{Algorithm, Stemmer};

use super::fold::fold;

/// A language whose words have stems here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stemming {
    /// English.
    English,
    /// Russian.
    Russian,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Arabic.
    Arabic,
    /// Kazakh in Cyrillic letters, by stripping endings.
    Kazakh,
}

impl Stemming {
    /// Every language with stems.
    pub const ALL: [Self; 6] =
        [Self::English, Self::Russian, Self::French, Self::Spanish, Self::Arabic, Self::Kazakh];

    /// The stemming of a language, by its tag (BCP 47); `None` where there is none.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let language = tag.split('-').next().unwrap_or(tag);
        Self::ALL.into_iter().find(|one| one.tag() == language)
    }

    /// The language's tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Arabic => "ar",
            Self::Kazakh => "kk",
        }
    }

    /// The word's stem, folded, with the language's tag before it so that stems of two languages never meet.
    /// `None` when there is nothing to take away.
    #[must_use]
    pub fn stem(self, word: &str) -> Option<String> {
        let small: String = word.to_lowercase().replace('ё', "е");
        let stem = match self.algorithm() {
            Some(algorithm) => Stemmer::new(algorithm).stem(&small).into_owned(),
            None => kazakh(&small),
        };
        let stem = fold(&stem);
        (!stem.is_empty()).then(|| format!("{}:{stem}", self.tag()))
    }

    fn algorithm(self) -> Option<Algorithm> {
        Some(match self {
            Self::English => Algorithm::English,
            Self::Russian => Algorithm::Russian,
            Self::French => Algorithm::French,
            Self::Spanish => Algorithm::Spanish,
            Self::Arabic => Algorithm::Arabic,
            Self::Kazakh => return None,
        })
    }
}

/// Kazakh endings, the outermost first; of each row at most one is taken off, the longest that fits.
///
/// After the usual school grammar: copula; case; possession; plural.
const ENDINGS: [&[&str]; 5] = [
    &["мын", "мін", "бын", "бін", "пын", "пін", "сың", "сің", "сыз", "сіз", "мыз", "міз"],
    &[
        "ның",
        "нің",
        "дың",
        "дің",
        "тың",
        "тің", // whose
        "нан",
        "нен",
        "дан",
        "ден",
        "тан",
        "тен", // from where
        "мен",
        "бен",
        "пен", // with what
        "нда",
        "нде",
        "да",
        "де",
        "та",
        "те", // where
        "дағы",
        "дегі",
        "тағы",
        "тегі",
        "ндағы",
        "ндегі", // which is there
        "ға",
        "ге",
        "қа",
        "ке",
        "на",
        "не", // where to
        "ны",
        "ні",
        "ды",
        "ді",
        "ты",
        "ті", // whom
    ],
    &[
        "ымыз", "іміз", "мыз", "міз", "ыңыз", "іңіз", "ңыз", "ңіз", "сы", "сі", "ым", "ім", "ың",
        "ің", "ы", "і",
    ],
    &["лар", "лер", "дар", "дер", "тар", "тер"],
    // The vowel of `мұнайшы`, which looks like possession wherever no plural stands after it.
    &["ы", "і"],
];

/// The fewest letters that a stem keeps.
const LEAST: usize = 3;

fn kazakh(word: &str) -> String {
    let mut stem: Vec<char> = word.chars().collect();
    let mut cut = false;
    for endings in ENDINGS {
        let longest = endings
            .iter()
            .map(|ending| ending.chars().count())
            .zip(endings)
            .filter(|(length, ending)| {
                stem.len() >= length + LEAST
                    && stem[stem.len() - length..].iter().copied().eq(ending.chars())
            })
            .map(|(length, _)| length)
            .max();
        if let Some(length) = longest {
            stem.truncate(stem.len() - length);
            cut = true;
        }
    }
    // A last к, қ or п softens before a vowel: кітап, кітабы.
    if cut && let Some(last) = stem.last_mut() {
        *last = match *last {
            'б' => 'п',
            'г' => 'к',
            'ғ' => 'қ',
            letter => letter,
        };
    }
    stem.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        let families: &[(Stemming, &[&str])] = &[
            (Stemming::English, &["strike", "strikes", "striking"]),
            (Stemming::Russian, &["полиция", "полиции", "полицией", "Полицию"]),
            (Stemming::French, &["grève", "grèves"]),
            (Stemming::Spanish, &["huelga", "huelgas"]),
            (Stemming::Arabic, &["الشرطة", "شرطة"]),
            (Stemming::Kazakh, &["қала", "қаланың", "қалалар", "қалаларда", "қаласында", "қаласы"]),
            (Stemming::Kazakh, &["кітап", "кітаптар", "кітабы", "кітапта", "кітабында"]),
            (Stemming::Kazakh, &["мұнайшы", "мұнайшылар", "мұнайшыларға", "мұнайшылардың"]),
        ];
        for (language, words) in families {
            for word in *words {
                assert_eq!(language.stem(word), language.stem(words[0]), "{word}");
            }
        }
    }

    #[test]
    fn stems_of_two_languages_never_meet() {
        assert_ne!(Stemming::English.stem("information"), Stemming::French.stem("information"));
        assert_eq!(Stemming::of("ru-RU"), Some(Stemming::Russian));
        assert_eq!(Stemming::of("tr"), None);
    }

    #[test]
    fn a_stem_keeps_three_letters() {
        for word in ["да", "мен", "бала", "ата"] {
            let stem = Stemming::Kazakh.stem(word).unwrap_or_default();
            assert!(stem.chars().count() >= 3 + word.chars().count().min(3), "{stem}");
        }
    }
}
