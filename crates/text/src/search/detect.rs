//! Which language a passage is in.
//!
//! Two kinds of evidence. Small words (`және`, `что`, `the`) hold every sentence together and are few enough to be listed;
//! letters tell languages of one script apart: a word with `ұ` is Kazakh and cannot be Russian. A word that a language could not
//! spell speaks against it, a small word of it for it. What has no evidence, or as much for two languages, has no language
//! here: a wrong one would be worse, since words would be stemmed by another grammar's rules.
//!
//! Statistical recognisers were tried and left. One is fast and calls Kazakh Russian; one (lingua) is right, but
//! takes 54 MB of the binary for nine languages and reads a third of a megabyte a second, where indexing wants five.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::fold;
use super::script::Script;
use super::segment::words;
use crate::language::TONGUES;

/// What was recognised of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// Its language (BCP 47 tag); `None` when that cannot be told.
    pub language: Option<&'static str>,
    /// The script that most of its letters are of; `None` when it has none.
    pub script: Option<Script>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tongue {
    #[allow(dead_code, reason = "says the same as the name of the file, which a test checks")]
    language: String,
    script: String,
    letters: String,
    words: Vec<String>,
}

/// A set of languages, one bit each.
type Set = u32;

/// Every letter of the scripts known here has a code below this.
const LETTERS: usize = 0x700;

struct Tongues {
    tags: Vec<&'static str>,
    scripts: Vec<Option<Script>>,
    /// Which languages write with a letter, by its code; letters beyond are nobody's.
    letters: Vec<Option<Set>>,
    /// Which languages have a small word, by its folded form.
    words: BTreeMap<String, Set>,
}

static KNOWN: LazyLock<Tongues> = LazyLock::new(|| {
    let mut known = Tongues {
        tags: Vec::new(),
        scripts: Vec::new(),
        letters: vec![None; LETTERS],
        words: BTreeMap::new(),
    };
    for (tag, text) in TONGUES.iter().take(Set::BITS as usize) {
        // The files are built in, and a test reads them all.
        let Ok(tongue) = toml::from_str::<Tongue>(text) else { continue };
        let bit = 1 << known.tags.len();
        for letter in tongue.letters.chars() {
            if let Some(set) = known.letters.get_mut(letter as usize) {
                *set.get_or_insert_default() |= bit;
            }
        }
        for word in &tongue.words {
            *known.words.entry(fold(word)).or_default() |= bit;
        }
        known.tags.push(tag);
        known.scripts.push(Script::ALL.into_iter().find(|script| script.code() == tongue.script));
    }
    known
});

/// Whether a folded word is one of the small words of any language: nobody's name.
pub(crate) fn is_small_word(folded: &str) -> bool {
    KNOWN.words.contains_key(folded)
}

/// The script of a language that is known here.
pub(crate) fn script_of(tag: &str) -> Option<Script> {
    let at = KNOWN.tags.iter().position(|known| *known == tag)?;
    KNOWN.scripts.get(at).copied().flatten()
}

/// What a word says of the language it is in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    script: Option<Script>,
    /// How long it is, in bytes.
    length: usize,
    /// The languages that have it as a small word.
    listed: Set,
    /// The languages that could spell it.
    spelt: Set,
    /// Whether it begins with a capital.
    is_name: bool,
    /// Whether it has letters beyond those of English.
    is_marked: bool,
}

impl Evidence {
    /// Of a word and its folded form.
    pub(crate) fn of(word: &str, folded: &str) -> Self {
        let known = &*KNOWN;
        let mut spelt = Set::MAX;
        let mut is_marked = false;
        for letter in word.chars().flat_map(char::to_lowercase) {
            if let Some(set) = known.letters.get(letter as usize).copied().flatten() {
                spelt &= set;
                is_marked |= !letter.is_ascii();
            } else if Script::of(letter).is_some() {
                spelt = 0;
            }
        }
        Self {
            script: Script::of_word(word),
            length: word.len(),
            listed: known.words.get(folded).copied().unwrap_or(0),
            spelt,
            is_name: word.chars().next().is_some_and(char::is_uppercase),
            is_marked,
        }
    }
}

/// Recognises the language and script of a passage.
///
/// Made for passages of a sentence or more; of a few words it says a language only when they leave no other.
#[must_use]
pub fn detect(text: &str) -> Detected {
    weigh(words(text).map(|word| Evidence::of(word.text, &fold(word.text))))
}

/// What the words of a passage say together.
pub(crate) fn weigh(words: impl Iterator<Item = Evidence>) -> Detected {
    let known = &*KNOWN;
    let mut by_script: BTreeMap<Script, usize> = BTreeMap::new();
    let mut scores: Vec<i64> = vec![0; known.tags.len()];
    let mut small: Vec<i64> = vec![0; known.tags.len()];
    for Evidence { script, length, listed, spelt, is_name, is_marked } in words {
        let Some(script) = script else { continue };
        *by_script.entry(script).or_default() += length;
        // A letter that few of the script's languages have is worth as much as a small word.
        let is_rare = spelt != 0 && spelt.count_ones() <= 3;
        for (at, of) in known.scripts.iter().enumerate() {
            if *of != Some(script) {
                continue;
            }
            let has = |set: Set| set & (1 << at) != 0;
            if has(listed) {
                scores[at] += 10;
                small[at] += 1;
            }
            if !has(spelt) {
                // A name is spelt as its own language spells it.
                scores[at] -= if is_name { 2 } else { 8 };
                continue;
            }
            if is_marked && script == Script::Latin {
                scores[at] += 3;
            }
            if is_rare {
                scores[at] += 6;
                small[at] += 1;
            }
        }
    }
    let script =
        by_script.into_iter().max_by_key(|(_, letters)| *letters).map(|(script, _)| script);
    let mut best: Option<(i64, usize)> = None;
    let mut second = 0;
    for (at, score) in scores.iter().copied().enumerate() {
        let of_script = script.is_some() && known.scripts[at] == script;
        if !of_script || small[at] == 0 || score <= 0 {
            continue;
        }
        match best {
            Some((most, _)) if score <= most => second = second.max(score),
            _ => {
                second = best.map_or(0, |(most, _)| most);
                best = Some((score, at));
            }
        }
    }
    let language = best.filter(|(most, _)| *most > second).map(|(_, at)| known.tags[at]);
    Detected { language, script }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read() {
        for (name, text) in TONGUES {
            let tongue: Tongue =
                toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(tongue.language, *name);
            for word in &tongue.words {
                let strange = word.to_lowercase().chars().find(|letter| {
                    letter.is_alphabetic()
                        && Script::of(*letter).is_some()
                        && !tongue.letters.contains(*letter)
                });
                assert_eq!(strange, None, "{name}: {word}");
            }
        }
        assert!(TONGUES.len() <= Set::BITS as usize);
    }
}
