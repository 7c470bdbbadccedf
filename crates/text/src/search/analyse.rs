//! The forms under which a word is indexed, and those under which it is looked for.

use std::rc::Rc;

use foldhash::fast::RandomState;
use indexmap::IndexMap;

use super::detect::{Detected, Evidence, is_small_word, weigh};
use super::fold::fold;
use super::script::Script;
use super::segment::{Word, words};
use super::spelling::{Keys, keys};
use super::stem::Stemming;

/// A way in which a word can be the one that was looked for, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// The word itself, but for case and accents.
    Form,
    /// Another form of it, by its language's grammar.
    Stem,
    /// The same name in another spelling or script.
    Spelling,
    /// A name with vowels that are taken one for another, or written in a script without them.
    Likeness,
}

impl Space {
    /// Every space, the closest first.
    pub const ALL: [Self; 4] = [Self::Form, Self::Stem, Self::Spelling, Self::Likeness];

    /// How much finding it this way is worth beside finding the word itself.
    #[must_use]
    pub fn weight(self) -> f64 {
        match self {
            Self::Form => 1.0,
            Self::Stem => 0.7,
            Self::Spelling => 0.5,
            Self::Likeness => 0.2,
        }
    }
}

/// A word of a text with the forms it is indexed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its first Unicode scalar in the text.
    pub start: usize,
    /// The first scalar after it.
    pub end: usize,
    /// The forms of it, shared between its occurrences.
    pub forms: Rc<Forms>,
}

/// The forms of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// The word itself, folded.
    pub form: String,
    /// Forms in the other spaces, those left out that say nothing new.
    pub others: Vec<(Space, String)>,
}

/// The most words whose forms are remembered: some tens of megabytes.
const MOST_REMEMBERED: usize = 200_000;

/// A word that was met before.
#[derive(Debug)]
struct Seen {
    evidence: Evidence,
    /// Its forms, by the language it was taken for.
    forms: Vec<(Option<Stemming>, Rc<Forms>)>,
}

/// Gives the words of texts their forms, and remembers those it has seen.
#[derive(Debug, Default)]
pub struct Analyser {
    /// By word as written.
    seen: IndexMap<String, Seen, RandomState>,
}

impl Analyser {
    /// A new one, which has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The words of a text in a language (BCP 47); without one, in the language that is recognised, or in the likeliest of the
    /// script.
    pub fn analyse(&mut self, text: &str, language: Option<&str>) -> (Vec<Term>, Detected) {
        if self.seen.len() >= MOST_REMEMBERED {
            self.seen.clear();
        }
        let words: Vec<(Word<'_>, usize)> =
            words(text).map(|word| (word, self.place(word.text))).collect();
        let seen = words.iter().filter_map(|(_, place)| self.seen.get_index(*place));
        let detected = weigh(seen.map(|(_, seen)| seen.evidence));
        let language = language.or(detected.language);
        let terms = words.into_iter().map(|(word, place)| {
            let stemming = stemming(language, word.text);
            let forms = self.forms(place, word.text, stemming);
            Term { start: word.start, end: word.end, forms }
        });
        (terms.collect(), detected)
    }

    /// Where a word is remembered.
    fn place(&mut self, word: &str) -> usize {
        if let Some(place) = self.seen.get_index_of(word) {
            return place;
        }
        let evidence = Evidence::of(word, &fold(word));
        self.seen.insert_full(word.to_owned(), Seen { evidence, forms: Vec::new() }).0
    }

    /// The forms of a remembered word.
    fn forms(&mut self, place: usize, word: &str, stemming: Option<Stemming>) -> Rc<Forms> {
        let Some((_, seen)) = self.seen.get_index_mut(place) else {
            return Rc::new(forms(word, stemming));
        };
        if let Some((_, known)) = seen.forms.iter().find(|(known, _)| *known == stemming) {
            return Rc::clone(known);
        }
        let forms = Rc::new(forms(word, stemming));
        seen.forms.push((stemming, Rc::clone(&forms)));
        forms
    }

    /// The words of a name: without stems, which would make one of a woman's surname and a man's.
    pub fn name(&mut self, name: &str) -> Vec<Term> {
        let name = words(name);
        name.map(|word| {
            let mut forms = forms(word.text, None);
            if forms.others.iter().all(|(space, _)| *space != Space::Likeness) {
                // A name is one, with a capital or without.
                add_likenesses(&mut forms, &keys(word.text));
            }
            Term { start: word.start, end: word.end, forms: Rc::new(forms) }
        })
        .collect()
    }
}

/// The grammar that a word of a passage in a language is stemmed by. A word in another script than the passage's,
/// or in a passage of no known language, by the likeliest of its script.
fn stemming(language: Option<&str>, word: &str) -> Option<Stemming> {
    let script = Script::of_word(word)?;
    let of_passage = language.and_then(Stemming::of).filter(|stemming| fits(*stemming, script));
    let known = language.is_some_and(|language| super::detect::script_of(language) == Some(script));
    match of_passage {
        Some(stemming) => Some(stemming),
        // Turkish is not stemmed as English.
        None if known => None,
        None => match script {
            Script::Latin => Some(Stemming::English),
            Script::Cyrillic => Some(Stemming::Russian),
            Script::Arabic => Some(Stemming::Arabic),
            Script::Other => None,
        },
    }
}

fn fits(stemming: Stemming, script: Script) -> bool {
    let own = match stemming {
        Stemming::English | Stemming::French | Stemming::Spanish => Script::Latin,
        Stemming::Russian | Stemming::Kazakh => Script::Cyrillic,
        Stemming::Arabic => Script::Arabic,
    };
    own == script
}

/// Marks consonants of letters with vowels and of Arabic letters, which are compared with each other only.
const VOWELED: char = '<';
const ABJAD: char = '>';

/// The shortest consonants that are worth comparing.
const FEWEST_CONSONANTS: usize = 3;

fn forms(word: &str, stemming: Option<Stemming>) -> Forms {
    let form = fold(word);
    let mut forms = Forms { form, others: Vec::new() };
    // A number has one form, and a small word is nobody's name and hardly looked for.
    if is_small_word(&forms.form) || word.chars().any(char::is_numeric) {
        return forms;
    }
    // Also where it is the word itself: found by its stem it is found as prose, which names are not.
    let stem = stemming.and_then(|stemming| stemming.stem(word));
    forms.others.extend(stem.iter().cloned().map(|stem| (Space::Stem, stem)));
    let keys = keys(word);
    for spelling in &keys.spellings {
        if *spelling != forms.form {
            forms.others.push((Space::Spelling, spelling.clone()));
        }
    }
    if may_be_name(word) {
        add_likenesses(&mut forms, &keys);
        // A name that is declined, in another script: `Жанаозене` is found by Zhanaozen.
        let bare = stem.as_deref().and_then(|stem| stem.split_once(':'));
        for likeness in bare.map(|(_, bare)| self::keys(bare).likenesses).unwrap_or_default() {
            add_likeness(&mut forms, likeness);
        }
    }
    forms
}

fn add_likeness(forms: &mut Forms, key: String) {
    let key = (Space::Likeness, key);
    if !forms.others.contains(&key) {
        forms.others.push(key);
    }
}

fn add_likenesses(forms: &mut Forms, keys: &Keys) {
    let likenesses = keys.likenesses.iter().cloned();
    let consonants = keys.voweled.iter().filter(|bones| is_long(bones));
    let consonants = consonants.map(|bones| format!("{VOWELED}{bones}"));
    let abjad = keys.abjad.iter().filter(|bones| is_long(bones));
    let abjad = abjad.map(|bones| format!("{ABJAD}{bones}"));
    for likeness in likenesses.chain(consonants).chain(abjad) {
        add_likeness(forms, likeness);
    }
}

fn is_long(bones: &str) -> bool {
    bones.chars().count() >= FEWEST_CONSONANTS
}

/// Whether a word of prose may be a name: it begins with a capital, or its script has none.
fn may_be_name(word: &str) -> bool {
    word.chars().find(|letter| letter.is_alphabetic()).is_some_and(|letter| !letter.is_lowercase())
}

/// One form under which a word is looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alternative {
    /// Where it is looked up.
    pub place: Space,
    /// What is looked up there.
    pub term: String,
    /// How close finding it is to finding the word.
    pub space: Space,
}

/// Every form under which a word that somebody looks for is found, the closest first.
#[must_use]
pub fn alternatives(word: &str) -> Vec<Alternative> {
    let form = fold(word);
    let mut found: Vec<Alternative> = Vec::new();
    let mut add = |place: Space, term: String, space: Space| {
        let known = found.iter().any(|known| known.place == place && known.term == term);
        if !known && !term.is_empty() {
            found.push(Alternative { place, term, space });
        }
    };
    add(Space::Form, form.clone(), Space::Form);
    if is_small_word(&form) || word.chars().any(char::is_numeric) {
        return found;
    }
    let script = Script::of_word(word);
    for stemming in Stemming::ALL {
        if script.is_some_and(|script| fits(stemming, script))
            && let Some(stem) = stemming.stem(word)
        {
            add(Space::Stem, stem, Space::Stem);
        }
    }
    let keys = keys(word);
    for spelling in &keys.spellings {
        add(Space::Spelling, spelling.clone(), Space::Spelling);
        add(Space::Form, spelling.clone(), Space::Spelling);
    }
    for likeness in keys.likenesses {
        add(Space::Likeness, likeness, Space::Likeness);
    }
    for bones in keys.voweled.iter().filter(|bones| is_long(bones)) {
        add(Space::Likeness, format!("{ABJAD}{bones}"), Space::Likeness);
    }
    for bones in keys.abjad.iter().filter(|bones| is_long(bones)) {
        add(Space::Likeness, format!("{VOWELED}{bones}"), Space::Likeness);
    }
    found
}

/// Beginnings under which the beginning of a word is found: as written, and across scripts.
#[must_use]
pub fn beginnings(word: &str) -> Vec<Alternative> {
    let form = fold(word);
    let mut found =
        vec![Alternative { place: Space::Form, term: form.clone(), space: Space::Form }];
    for spelling in keys(word).spellings {
        // What stands under its form only, because the two are alike, is found there.
        if spelling != form {
            let (place, space) = (Space::Form, Space::Spelling);
            found.push(Alternative { place, term: spelling.clone(), space });
        }
        let (place, space) = (Space::Spelling, Space::Spelling);
        found.push(Alternative { place, term: spelling, space });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_what_it_is_indexed_under() {
        let mut analyser = Analyser::new();
        let (terms, detected) =
            analyser.analyse("Полиция сообщила, что в Жаңаөзен стреляла.", None);
        assert_eq!(detected.language, Some("ru"));
        let indexed = |at: usize, place: Space, term: &str| {
            let forms: &Forms = &terms[at].forms;
            place == Space::Form && forms.form == term
                || forms.others.iter().any(|(space, form)| *space == place && form == term)
        };
        for (at, word, how) in [
            (0, "полиция", Space::Form),
            (0, "полицией", Space::Stem),
            (4, "Жаңаөзен", Space::Form),
            (4, "Zhanaozen", Space::Spelling),
            (4, "janaozen", Space::Spelling),
            (4, "جاڭاوزەن", Space::Spelling),
            (4, "Zhenaozan", Space::Likeness),
        ] {
            let closest = alternatives(word)
                .into_iter()
                .find(|one| indexed(at, one.place, &one.term))
                .map(|one| one.space);
            assert_eq!(closest, Some(how), "{word}");
        }
    }

    #[test]
    fn a_name_has_no_stem() {
        let terms = Analyser::new().name("Роза Тулетаева");
        assert!(terms.iter().all(|term| term.forms.others.iter().all(|(s, _)| *s != Space::Stem)));
    }
}
