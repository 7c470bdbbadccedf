//! Names and texts in two scripts, made of syllables: they mean nothing and name nobody.

use crate::random::Random;

const SYLLABLES: [(&str, &str); 24] = [
    ("ka", "ка"),
    ("re", "ре"),
    ("mo", "мо"),
    ("lin", "лин"),
    ("tas", "тас"),
    ("bol", "бол"),
    ("ve", "ве"),
    ("dar", "дар"),
    ("ni", "ни"),
    ("sho", "шо"),
    ("gul", "гүл"),
    ("zha", "жа"),
    ("rim", "рим"),
    ("os", "ос"),
    ("ya", "я"),
    ("pek", "пек"),
    ("tu", "ту"),
    ("fan", "фан"),
    ("ir", "ир"),
    ("che", "че"),
    ("kov", "ков"),
    ("aq", "ақ"),
    ("ben", "бен"),
    ("sul", "сұл"),
];

const ENGLISH: [&str; 24] = [
    "the", "police", "square", "morning", "said", "that", "were", "taken", "hospital", "wounded",
    "night", "they", "heard", "shots", "station", "held", "without", "lawyer", "road", "factory",
    "workers", "family", "body", "returned",
];

const RUSSIAN: [&str; 24] = [
    "полиция",
    "площадь",
    "утром",
    "сказал",
    "что",
    "были",
    "доставлены",
    "больницу",
    "раненые",
    "ночью",
    "слышали",
    "выстрелы",
    "участок",
    "без",
    "адвоката",
    "дорога",
    "завод",
    "рабочие",
    "семья",
    "тело",
    "вернули",
    "свидетель",
    "город",
    "отдел",
];

/// Which of the two scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
}

impl Script {
    pub(crate) fn any(random: &mut Random) -> Self {
        if random.percent(50) { Self::Latin } else { Self::Cyrillic }
    }
}

fn word(number: usize, syllables: usize, script: Script) -> String {
    let mut word = String::new();
    let mut rest = number;
    for _ in 0..syllables {
        let (latin, cyrillic) = SYLLABLES[rest % SYLLABLES.len()];
        word.push_str(if script == Script::Latin { latin } else { cyrillic });
        rest = rest / SYLLABLES.len() + rest % 7;
    }
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// The name of a thing by its number: two words, the same number the same name in either script.
pub(crate) fn name(number: usize, script: Script) -> String {
    format!("{} {}", word(number % 3_001, 2, script), word(number / 3 + 11, 3, script))
}

/// A sentence of so many words.
pub(crate) fn sentence(random: &mut Random, words: usize, script: Script) -> String {
    let list = if script == Script::Latin { &ENGLISH } else { &RUSSIAN };
    let words: Vec<&str> = (0..words).filter_map(|_| random.pick(list).copied()).collect();
    words.join(" ")
}
