//! A name however it is spelt: keys that the spellings of one name share across scripts.
//!
//! A word is read into sounds by the rules of its script (`spelling/*.toml`), and what the scripts' habits still
//! leave apart is brought together. Three keys come of it, from the closest to the loosest:
//!
//! - the **spelling** keeps every vowel: Жаңаөзен, Жанаозен, Zhanaozen, Jañaözen and جاڭاوزەن share theirs.
//!   A letter that is read in two ways (`j` is ж or й) gives a word several spellings, four at most.
//! - the **likeness** takes `e` for `a` and `o` for `u`, which are heard and written one for another where
//!   vowels are unstressed or were never written: Muhammad, Mohammed, Mohamed.
//! - the **consonants** bring together what Arabic writes and what is written in letters with vowels: محمد.
//!   They are compared only across that border, because within one script they would bring together far
//!   too much.
//!
//! A last vowel is kept in all three, so that Tuletaeva and Tuletaev, a woman and a man, stay apart. What shares a
//! key is offered to a person, never merged.
//!
//! What is not brought together: German `s` for з in words that nothing else shows to be German, Turkish `c` for дж, Ukrainian г as `h`, and
//! letters that a Latin alphabet wrote differently from year to year and that clash with another's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::script::Script;

use crate::language::SPELLINGS;

/// The most spellings of one word.
const MOST_SPELLINGS: usize = 4;

/// The longest word that has keys, in letters: longer ones are no names.
const LONGEST: usize = 40;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "says to a reader which script the file is for")]
    script: String,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    from: String,
    to: String,
    #[allow(dead_code, reason = "for readers of the file")]
    note: Option<String>,
}

/// What a group of letters sounds like: the group's other letters, its length, its readings.
type Readings = Vec<(Vec<char>, Vec<String>)>;

/// By first letter, the longest groups first.
static RULES: LazyLock<BTreeMap<char, Readings>> = LazyLock::new(|| {
    let mut rules: BTreeMap<char, Readings> = BTreeMap::new();
    for (_, text) in SPELLINGS {
        // The files are built in, and a test reads them all.
        let Ok(file) = toml::from_str::<File>(text) else { continue };
        for rule in file.rule {
            let letters: Vec<char> = rule.from.nfc().collect();
            let readings = rule.to.split(' ').map(|sound| sound.replace('-', "")).collect();
            if let Some(first) = letters.first() {
                rules.entry(*first).or_default().push((letters, readings));
            }
        }
    }
    for group in rules.values_mut() {
        group.sort_by_key(|(letters, _)| std::cmp::Reverse(letters.len()));
    }
    rules
});

/// The keys of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Its spellings, the likeliest first; empty when it is no word of letters known here.
    pub spellings: Vec<String>,
    /// Its likenesses, one a spelling, without repetition.
    pub likenesses: Vec<String>,
    /// Its consonants as written with vowels.
    pub voweled: Vec<String>,
    /// Its consonants as written in Arabic letters.
    pub abjad: Vec<String>,
}

/// The keys of a word.
#[must_use]
pub fn keys(word: &str) -> Keys {
    let letters = letters(word);
    let script = letters.iter().copied().find_map(Script::of);
    let known = matches!(script, Some(Script::Latin | Script::Cyrillic | Script::Arabic));
    if !known || letters.len() > LONGEST || letters.len() < 2 {
        return Keys::default();
    }
    let sounds = readings(&letters);
    let mut keys = Keys::default();
    for sound in &sounds {
        add(&mut keys.spellings, spelling(sound));
    }
    for spelling in &keys.spellings {
        add(&mut keys.likenesses, likeness(spelling));
    }
    if script == Some(Script::Arabic) {
        add(&mut keys.abjad, abjad(&letters));
    } else {
        for sound in &sounds {
            add(&mut keys.voweled, consonants(sound));
        }
    }
    keys
}

fn add(keys: &mut Vec<String>, key: String) {
    if !key.is_empty() && !keys.contains(&key) {
        keys.push(key);
    }
}

/// The letters of a word: small, composed, without the marks of Arabic vowels and without what is not heard.
fn letters(word: &str) -> Vec<char> {
    // Compatibility forms of Arabic letters and ligatures go; marks that make a letter (й, ң, ñ) stay with it.
    let composed = word.nfkc().flat_map(char::to_lowercase).nfc();
    let mut letters: Vec<char> = Vec::with_capacity(word.len());
    for letter in composed {
        match letter {
            // The Uzbek letters oʻ and gʻ, however their mark is typed.
            'ʻ' | '‘' | '’' | '\'' | '`' | 'ʼ' => {
                if letters.last().is_some_and(|last| matches!(last, 'o' | 'g')) {
                    letters.push('ʻ');
                }
            }
            letter if is_combining_mark(letter) => {}
            letter => letters.push(letter),
        }
    }
    letters
}

/// The sounds of a word, in every way that it is read.
fn readings(letters: &[char]) -> Vec<String> {
    let mut sounds = vec![String::new()];
    let mut at = 0;
    while let Some(first) = letters.get(at) {
        let groups = RULES.get(first).map_or(&[][..], Vec::as_slice);
        let rule = groups.iter().find(|(group, _)| letters[at..].starts_with(group));
        let Some((group, readings)) = rule else {
            if !matches!(first, 'ʻ') {
                let plain = super::fold::fold(&first.to_string());
                sounds.iter_mut().for_each(|sound| sound.push_str(&plain));
            }
            at += 1;
            continue;
        };
        let before = sounds.len();
        for other in readings.iter().skip(1) {
            for index in 0..before {
                if sounds.len() < MOST_SPELLINGS {
                    let mut sound = sounds[index].clone();
                    sound.push_str(other);
                    sounds.push(sound);
                }
            }
        }
        if let Some(first) = readings.first() {
            sounds.iter_mut().take(before).for_each(|sound| sound.push_str(first));
        }
        at += group.len();
    }
    if is_german(letters)
        && let Some(last) = sounds.last().cloned()
        && sounds.len() < MOST_SPELLINGS
    {
        sounds.push(voiced(&last));
    }
    sounds
}

/// Whether a word is spelt as German spells names of Cyrillic: its з is written with an s.
fn is_german(letters: &[char]) -> bool {
    let endings: [&[char]; 4] = [&['o', 'w'], &['e', 'w'], &['o', 'w', 'a'], &['e', 'w', 'a']];
    letters.windows(3).any(|group| group == ['s', 'c', 'h'])
        || endings.iter().any(|ending| letters.ends_with(ending))
}

/// An `s` between vowels as German reads it.
fn voiced(sound: &str) -> String {
    let letters: Vec<char> = sound.chars().collect();
    let vowel = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|l| is_vowel(*l));
    let voice = |(at, letter): (usize, &char)| {
        let between = vowel(at.checked_sub(1)) && vowel(at.checked_add(1));
        if *letter == 's' && between { 'z' } else { *letter }
    };
    letters.iter().enumerate().map(voice).collect()
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Sounds as the closest key writes them.
fn spelling(sound: &str) -> String {
    let mut letters: Vec<char> = Vec::with_capacity(sound.len());
    let sounds: Vec<char> = sound.chars().collect();
    for (at, &letter) in sounds.iter().enumerate() {
        let next = sounds.get(at + 1).copied();
        let letter = match letter {
            'w' => 'v',
            // ye and ie are е.
            'i' if next == Some('e') => continue,
            // ң is ng as often as n.
            'g' if letters.last() == Some(&'n') => continue,
            // Қазақстан, Казахстан: only at the beginning is х always its own.
            'h' if !letters.is_empty() => 'k',
            // Жеңісбек is Zhenishbek too; a ш before a vowel is its own.
            'š' if next.is_some_and(|next| !is_vowel(next)) => 's',
            letter => letter,
        };
        if letters.last() != Some(&letter) {
            letters.push(letter);
        }
    }
    letters.into_iter().collect()
}

/// A spelling with one vowel for those that are taken one for another.
fn likeness(spelling: &str) -> String {
    let mut alike = String::with_capacity(spelling.len());
    for letter in spelling.chars() {
        let letter = match letter {
            'e' => 'a',
            'o' => 'u',
            letter => letter,
        };
        if !alike.ends_with(letter) {
            alike.push(letter);
        }
    }
    alike
}

/// The consonants of a word whose vowels are written.
fn consonants(sound: &str) -> String {
    let spelling = spelling_of_consonants(sound);
    let mut bones = String::new();
    let count = spelling.chars().count();
    for (at, letter) in spelling.chars().enumerate() {
        bones.extend(bone(letter, at == 0, at + 1 == count));
    }
    bones
}

/// Sounds with doubled letters once, before w and h become what they are in a spelling.
fn spelling_of_consonants(sound: &str) -> String {
    let mut letters = String::new();
    for letter in sound.chars() {
        if !letters.ends_with(letter) {
            letters.push(letter);
        }
    }
    letters
}

/// What a sound leaves in the consonants.
fn bone(letter: char, first: bool, last: bool) -> Option<char> {
    Some(match letter {
        _ if first && (is_vowel(letter) || letter == 'w') => 'a',
        'a' | 'e' if last => 'a',
        'i' if last => 'i',
        'a' | 'e' | 'i' | 'o' | 'u' | 'w' => return None,
        // Arabic has neither a v nor a p of its own.
        'v' => 'f',
        'p' => 'b',
        'h' if !first => 'k',
        letter => letter,
    })
}

/// The consonants of a word in Arabic letters, its article left off.
fn abjad(letters: &[char]) -> String {
    let letters = match letters {
        ['ا', 'ل', rest @ ..] if rest.len() >= 3 => rest,
        letters => letters,
    };
    let heard: Vec<char> = letters
        .iter()
        .copied()
        .filter(|letter| !matches!(letter, 'ء' | 'ٴ' | 'ـ' | '\u{200c}' | '\u{200d}'))
        .collect();
    let mut bones = String::new();
    let mut at = 0;
    while let Some(&letter) = heard.get(at) {
        let (first, next) = (at == 0, heard.get(at + 1).copied());
        let last = next.is_none();
        at += 1;
        let sound = match (letter, next) {
            ('ت', Some('ش')) => 'č',
            ('ت', Some('س')) => 'c',
            ('ا' | 'آ' | 'أ' | 'إ' | 'ٱ' | 'ى' | 'ة' | 'ە' | 'ه' | 'ع', _) if first || last => {
                'a'
            }
            ('ا' | 'آ' | 'أ' | 'إ' | 'ٱ' | 'ى' | 'ع', _) => continue,
            ('و' | 'ۇ' | 'ۆ' | 'ؤ' | 'ۋ', _) => 'w',
            ('ي' | 'ی' | 'ئ' | 'ې', _) => 'i',
            (letter, _) => {
                let rule = RULES
                    .get(&letter)
                    .and_then(|groups| groups.iter().find(|(group, _)| group.len() == 1));
                match rule.and_then(|(_, readings)| readings.first()?.chars().next()) {
                    Some(sound) => sound,
                    None => continue,
                }
            }
        };
        if matches!(sound, 'č' | 'c') {
            at += 1;
        }
        bones.extend(bone(sound, first, last));
    }
    bones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_read() {
        for (name, text) in SPELLINGS {
            let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            for rule in &file.rule {
                assert!(!rule.from.is_empty() && !rule.to.is_empty(), "{name}");
                assert!(rule.to.split(' ').all(|to| to == "-" || !to.contains('-')), "{name}");
            }
        }
    }
}
