//! Where a text answers a question, as ranges of the text itself.

use super::analyse::{Analyser, Forms, Space, Term, alternatives, beginnings};
use super::question::{Question, Wish};

/// A part of a text that is what was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Highlight {
    /// Its first Unicode scalar.
    pub start: usize,
    /// The first scalar after it.
    pub end: usize,
    /// How close it is.
    pub space: Space,
}

/// The parts of a text that a question looks for, in their order; of those that overlap, the longest.
///
/// `language` is what the text was indexed as (BCP 47), so that the same stems are compared; `is_name` says
/// that it is a name.
#[must_use]
pub fn highlights(
    question: &Question,
    text: &str,
    language: Option<&str>,
    is_name: bool,
) -> Vec<Highlight> {
    let mut analyser = Analyser::new();
    let terms = if is_name { analyser.name(text) } else { analyser.analyse(text, language).0 };
    let mut found = Vec::new();
    for wish in question.wishes() {
        match wish {
            Wish::Word(word) => {
                let ways = alternatives(word);
                for term in &terms {
                    let way = ways
                        .iter()
                        .find(|way| stands(&term.forms, way.place, |form| form == way.term));
                    found.extend(way.map(|way| highlight(term, term, way.space)));
                }
            }
            Wish::Beginning(word) => {
                let ways = beginnings(word);
                for term in &terms {
                    let way = ways.iter().find(|way| {
                        stands(&term.forms, way.place, |form| form.starts_with(&way.term))
                    });
                    found.extend(way.map(|way| highlight(term, term, way.space)));
                }
            }
            Wish::Phrase { words, begun } => phrase(&terms, words, *begun, &mut found),
        }
    }
    // The longest first where two begin together, the closest where they are as long.
    found.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end), one.space));
    let mut shown: Vec<Highlight> = Vec::new();
    for one in found {
        if shown.last().is_none_or(|last| last.end <= one.start) {
            shown.push(one);
        }
    }
    shown
}

fn stands(forms: &Forms, place: Space, fits: impl Fn(&str) -> bool) -> bool {
    if place == Space::Form {
        return fits(&forms.form);
    }
    forms.others.iter().any(|(space, form)| *space == place && fits(form))
}

fn highlight(first: &Term, last: &Term, space: Space) -> Highlight {
    Highlight { start: first.start, end: last.end, space }
}

fn phrase(terms: &[Term], words: &[String], begun: bool, found: &mut Vec<Highlight>) {
    for window in terms.windows(words.len().max(1)) {
        let fits = window.iter().zip(words).enumerate().all(|(at, (term, word))| {
            let form = &term.forms.form;
            if begun && at + 1 == words.len() { form.starts_with(word) } else { form == word }
        });
        if let ([first, ..], [.., last], true) = (window, window, fits) {
            found.push(highlight(first, last, Space::Form));
        }
    }
}
