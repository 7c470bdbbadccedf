//! How alike two names are, for a person to judge.
//!
//! Words are paired, each with the one most like it, and what is left without a partner counts against the whole. The number is
//! made for putting candidates in order and for showing; nothing is decided by it.

use super::fold::fold;
use super::segment::words;
use super::spelling::{Keys, keys};

/// In which way two words are alike, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same but for case and accents.
    Same,
    /// The same in another spelling or script.
    Spelling,
    /// The same but for vowels that are taken one for another.
    Vowels,
    /// The same consonants, one of them in a script without vowels.
    Consonants,
    /// An initial and what it may stand for.
    Initial,
    /// Some letters differ.
    Near,
    /// Surnames of a man and of a woman: not the same person's.
    Ending,
    /// Nothing alike.
    None,
}

/// How alike two names are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resemblance {
    /// From 0, nothing alike, to 1, the same.
    pub score: f64,
    /// The least close way in which two of their words were paired.
    pub least: Likeness,
}

impl Resemblance {
    /// The score in hundredths.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
    pub fn percent(self) -> u8 {
        (self.score * 100.0 + 0.5).floor() as u8
    }
}

struct Known {
    form: String,
    keys: Keys,
}

fn known(name: &str) -> Vec<Known> {
    words(name).map(|word| Known { form: fold(word.text), keys: keys(word.text) }).collect()
}

/// How alike two names are, whatever their script and the order of their words.
#[must_use]
pub fn resemblance(first: &str, second: &str) -> Resemblance {
    let (first, second) = (known(first), known(second));
    let longest = first.len().max(second.len());
    if first.is_empty() || second.is_empty() {
        return Resemblance { score: 0.0, least: Likeness::None };
    }
    let mut pairs: Vec<(f64, Likeness, usize, usize)> = Vec::new();
    for (at, own) in first.iter().enumerate() {
        for (to, other) in second.iter().enumerate() {
            let (score, how) = alike(own, other);
            pairs.push((score, how, at, to));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.3).cmp(&(b.2, b.3))));
    let (mut used, mut used_other) = (vec![false; first.len()], vec![false; second.len()]);
    let (mut sum, mut least) = (0.0, Likeness::Same);
    for (score, how, at, to) in pairs {
        if !used[at] && !used_other[to] && score > 0.0 {
            used[at] = true;
            used_other[to] = true;
            sum += score;
            least = least.max(how);
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "names have few words")]
    let score = sum / longest as f64;
    Resemblance { score, least: if score > 0.0 { least } else { Likeness::None } }
}

fn share(first: &[String], second: &[String]) -> bool {
    first.iter().any(|key| second.contains(key))
}

fn alike(first: &Known, second: &Known) -> (f64, Likeness) {
    if first.form == second.form {
        return (1.0, Likeness::Same);
    }
    if share(&first.keys.spellings, &second.keys.spellings) {
        return (0.95, Likeness::Spelling);
    }
    if share(&first.keys.likenesses, &second.keys.likenesses) {
        return (0.8, Likeness::Vowels);
    }
    let across = share(&first.keys.voweled, &second.keys.abjad)
        || share(&first.keys.abjad, &second.keys.voweled);
    if across {
        return (0.75, Likeness::Consonants);
    }
    if is_initial(first, second) || is_initial(second, first) {
        return (0.6, Likeness::Initial);
    }
    let nearest = first.keys.spellings.iter().flat_map(|own| {
        second.keys.spellings.iter().map(move |other| {
            if is_ending(own, other) || is_ending(other, own) {
                return (0.3, Likeness::Ending);
            }
            let near = letters_alike(own, other);
            if near >= 0.6 { (0.75 * near, Likeness::Near) } else { (0.0, Likeness::None) }
        })
    });
    nearest.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, Likeness::None))
}

fn is_initial(initial: &Known, whole: &Known) -> bool {
    let mut letters = initial.form.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
    let sound = fold_sound(letter);
    whole.keys.spellings.iter().any(|spelling| spelling.starts_with(sound))
}

/// A single letter as spellings write it.
fn fold_sound(letter: char) -> char {
    // Two letters are the fewest that have a spelling, and a doubled letter counts once.
    let doubled = format!("{letter}{letter}");
    let keys = keys(&doubled);
    keys.spellings.first().and_then(|spelling| spelling.chars().next()).unwrap_or(letter)
}

/// Whether one is a woman's surname and the other the man's: -ova, -eva, -ina, -skaia.
fn is_ending(woman: &str, man: &str) -> bool {
    let endings = [("ova", "ov"), ("eva", "ev"), ("ina", "in"), ("skaia", "ski")];
    endings.iter().any(|(hers, his)| {
        let stem = woman.strip_suffix(hers);
        stem.is_some() && stem == man.strip_suffix(his)
    })
}

/// The share of letters that need not be changed to make one of the other.
fn letters_alike(first: &str, second: &str) -> f64 {
    let (first, second): (Vec<char>, Vec<char>) =
        (first.chars().collect(), second.chars().collect());
    let longest = first.len().max(second.len());
    let mut before: Vec<usize> = (0..=second.len()).collect();
    for (row, own) in first.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in second.iter().enumerate() {
            let change = before[column] + usize::from(own != other);
            current.push(change.min(before[column + 1] + 1).min(current[column] + 1));
        }
        before = current;
    }
    let distance = before.last().copied().unwrap_or(longest);
    #[allow(clippy::cast_precision_loss, reason = "words with spellings are short")]
    let share = distance as f64 / longest.max(1) as f64;
    1.0 - share
}
