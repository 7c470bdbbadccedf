//! A text being read, and what can be told from the surroundings of a place in it.
//!
//! Most numbers in documents are not quantities: years, articles, telephone numbers, times of day,
//! numbered lists. What is said here keeps them from being read. A phrase read by itself has no
//! surroundings, so that it is taken at its word.

use onus_model::value::Kind;

use super::lexicon::{Lexicon, Setting, matches};
use super::token::{Gap, Token, tokens};
use crate::ReadingLanguage;

/// Whether the tokens are running text or one phrase that has to be read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Running,
    Phrase,
}

/// What stands at a place.
#[derive(Clone, Debug)]
pub(super) enum Found<T> {
    /// Nothing that could be read here; something may start at the next token.
    Nothing,
    /// Something that looks like a quantity or date and is none; go on at this token.
    Skip(usize),
    /// This.
    This(T),
}

/// A text and the words of its language.
pub(super) struct Prose<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token>,
    pub(super) lexicon: &'static Lexicon,
    pub(super) mode: Mode,
    /// The token after the last thing read: what stands before it no longer matters.
    pub(super) read_to: usize,
    /// What kind of value that was.
    pub(super) read_kind: Option<Kind>,
}

impl<'t> Prose<'t> {
    pub(super) fn new(text: &'t str, language: ReadingLanguage, mode: Mode) -> Self {
        Self {
            text,
            tokens: tokens(text),
            lexicon: Lexicon::of(language),
            mode,
            read_to: 0,
            read_kind: None,
        }
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The token before a place, when it is in the same paragraph.
    pub(super) fn before(&self, at: usize) -> Option<&Token> {
        if self.token(at).is_some_and(|token| token.gap == Gap::Break) {
            return None;
        }
        self.token(at.checked_sub(1)?)
    }

    /// The token at a place, when it is in the same paragraph as the one before it.
    pub(super) fn next(&self, at: usize) -> Option<&Token> {
        self.token(at).filter(|token| token.gap != Gap::Break)
    }

    pub(super) fn is_running(&self) -> bool {
        self.mode == Mode::Running
    }

    /// Whether the token at a place is attached to the one before it and has this text.
    pub(super) fn is_attached(&self, at: usize, text: &str) -> bool {
        self.token(at).is_some_and(|token| token.is_attached() && token.text == text)
    }

    /// Whether an attached dash of any kind stands at a place.
    pub(super) fn is_attached_dash(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.is_attached() && token.is_dash())
    }

    /// The place after the first of the phrases that stands here.
    pub(super) fn any_phrase(&self, phrases: &[Vec<String>], at: usize) -> Option<usize> {
        phrases.iter().filter_map(|phrase| matches(phrase, &self.tokens, at)).max()
    }

    /// Whether what starts here is free of what stands before it: not the tail of a code, a telephone
    /// number, a decimal or a compound.
    pub(super) fn is_clear_before(&self, at: usize) -> bool {
        let Some(token) = self.token(at) else { return false };
        let Some(before) = self.before(at) else { return true };
        if at <= self.read_to && self.read_to > 0 && !token.is_attached() {
            return true;
        }
        if !token.is_attached() {
            // "Nineteen eighty-four", "8 727 250": two numbers in a row are neither.
            let number =
                before.is_digits() || self.lexicon.numbers.additive.contains_key(&before.text);
            return !(self.starts_number(at) && number);
        }
        let dash_after_word = matches!(before.text.as_str(), "–" | "—")
            && at
                .checked_sub(2)
                .and_then(|at| self.token(at))
                .is_none_or(|token| !token.is_digits());
        dash_after_word
            || matches!(
                before.text.as_str(),
                "(" | "["
                    | "{"
                    | "\""
                    | "“"
                    | "„"
                    | "«"
                    | "‘"
                    | "'"
                    | "‹"
                    | "…"
                    | "¡"
                    | "¿"
                    | "|"
            )
    }

    /// Whether a number that ends here ends for good: no letters, further digits or joining marks.
    pub(super) fn is_clear_after(&self, end: usize) -> bool {
        let Some(next) = self.next(end) else { return true };
        if !next.is_attached() {
            let runs_on = self.starts_number(end) && self.starts_number(end.saturating_sub(1));
            return !runs_on && !matches!(next.text.as_str(), "°" | "/" | "№" | "*" | "×");
        }
        let following = self.token(end + 1).filter(|following| following.is_attached());
        let into_digits = following.is_some_and(Token::is_digits);
        let into_word = following.is_some_and(Token::is_word);
        match next.text.as_str() {
            "." | "," | ":" => !into_digits && !into_word,
            "—" | "–" => !into_digits,
            ";" | "!" | "?" | ")" | "]" | "}" | "\"" | "”" | "“" | "»" | "’" | "'" | "…" | "›"
            | "|" => true,
            _ => false,
        }
    }

    /// Whether just one word or mark stands between this place and a value of this kind: "2010 and 2011".
    pub(super) fn is_beside(&self, at: usize, kind: Kind) -> bool {
        self.read_kind == Some(kind) && at == self.read_to + 1
    }

    /// Whether the clause ends here: at punctuation, or at the end of the paragraph.
    pub(super) fn is_clause_end(&self, at: usize) -> bool {
        self.next(at).is_none_or(|next| {
            matches!(
                next.text.as_str(),
                "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "”" | "»" | "\"" | "…" | "–" | "—"
            )
        })
    }

    /// Whether the place is the beginning of a sentence.
    pub(super) fn is_sentence_start(&self, at: usize) -> bool {
        self.before(at).is_none_or(|before| {
            matches!(
                before.text.as_str(),
                "." | "!" | "?" | "…" | "“" | "\"" | "«" | "•" | "„" | ":" | "”"
            )
        })
    }

    /// Whether a word such as "article" or "No." right before this place makes the number its name.
    pub(super) fn is_labelled(&self, at: usize) -> bool {
        let labels = &self.lexicon.context.labels;
        let Some(before) = self.before(at) else { return false };
        if matches!(before.text.as_str(), "№" | "#" | "§") || labels.has(Some(before)) {
            return true;
        }
        let abbreviated = before.text == "." && before.is_attached();
        abbreviated && at.checked_sub(2).is_some_and(|at| labels.has(self.token(at)))
    }

    /// Whether a negation stands right before this place.
    pub(super) fn is_negated(&self, at: usize) -> bool {
        self.lexicon.context.negations.has(self.before(at))
    }

    /// Whether a word that counts people or things stands here.
    pub(super) fn is_counted(&self, at: usize) -> bool {
        self.lexicon.context.counted.has(self.next(at))
    }

    /// Whether the phrase from `start` to `end` stands where it may.
    pub(super) fn fits(&self, setting: &Setting, start: usize, end: usize) -> bool {
        !self.is_running()
            || (setting.next.is_empty() || setting.next.has(self.next(end)))
                && !setting.not_after.has(self.before(start))
    }
}
