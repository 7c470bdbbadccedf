//! Markers that let a terminal or a page show parts of a text in its own way.
//!
//! A marked part stands between two characters of Unicode's private use area, of which no source's words
//! can hold any: [`clean`] takes them, and everything that could steer a terminal or turn the direction
//! of writing, out of every text that comes from a case.

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// A heading.
    Heading,
    /// A record's handle, by which it can be asked for.
    Handle,
    /// Something that is in conflict or does not fit.
    Conflict,
    /// Something denied.
    Denied,
    /// Something not checked by a second person.
    Draft,
    /// Something beside the matter: where a claim stands, what was superseded.
    Quiet,
    /// What was looked for.
    Found,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 7] = [
        Self::Heading,
        Self::Handle,
        Self::Conflict,
        Self::Denied,
        Self::Draft,
        Self::Quiet,
        Self::Found,
    ];

    const END: char = '\u{f8e0}';

    const fn start(self) -> char {
        match self {
            Self::Heading => '\u{f8e1}',
            Self::Handle => '\u{f8e2}',
            Self::Conflict => '\u{f8e3}',
            Self::Denied => '\u{f8e4}',
            Self::Draft => '\u{f8e5}',
            Self::Quiet => '\u{f8e6}',
            Self::Found => '\u{f8e7}',
        }
    }

    fn of(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.start() == letter)
    }

    /// The text between markers of this kind. Marks do not nest: those inside are dropped.
    #[must_use]
    pub fn around(self, text: &str) -> String {
        let plain = without(text);
        if plain.is_empty() {
            return plain;
        }
        format!("{}{plain}{}", self.start(), Self::END)
    }
}

/// The text without any markers.
#[must_use]
pub fn without(text: &str) -> String {
    text.chars().filter(|letter| *letter != Mark::END && Mark::of(*letter).is_none()).collect()
}

/// How many columns a text takes, markers left out; every letter is taken to be one wide.
#[must_use]
pub fn width(text: &str) -> usize {
    text.chars().filter(|letter| *letter != Mark::END && Mark::of(*letter).is_none()).count()
}

/// Takes a marked text apart, in order: each part with its mark.
#[must_use]
pub fn split(text: &str) -> Vec<(Option<Mark>, &str)> {
    let mut parts = Vec::new();
    let (mut from, mut current) = (0, None);
    for (at, letter) in text.char_indices() {
        let next = if letter == Mark::END { Some(None) } else { Mark::of(letter).map(Some) };
        let Some(next) = next else { continue };
        if from < at {
            parts.push((current, &text[from..at]));
        }
        (from, current) = (at + letter.len_utf8(), next);
    }
    if from < text.len() {
        parts.push((current, &text[from..]));
    }
    parts
}

/// A text from a case, made safe to show: on one line, without control characters, without characters
/// that turn the direction of writing, without markers.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars().map(safe).collect::<String>().trim().to_owned()
}

/// A letter from a case, as [`clean`] shows it.
pub(crate) fn safe(letter: char) -> char {
    match letter {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e000}'..='\u{f8ff}' => '\u{fffd}',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_text_comes_apart_into_what_went_in() {
        let text = format!("a {} b {}", Mark::Handle.around("roza"), Mark::Draft.around("draft"));
        let parts = [
            (None, "a "),
            (Some(Mark::Handle), "roza"),
            (None, " b "),
            (Some(Mark::Draft), "draft"),
        ];
        assert_eq!(split(&text), parts);
        assert_eq!(without(&text), "a roza b draft");
        assert_eq!(width(&text), 14);
    }

    #[test]
    fn words_of_a_case_cannot_steer_the_terminal_or_fake_a_mark() {
        let hostile = format!("\u{1b}[2J red\n{}bold{}\u{202e}", Mark::Draft.start(), Mark::END);
        let clean = clean(&hostile);
        assert!(clean.chars().all(|letter| !letter.is_control()));
        assert_eq!(split(&clean).len(), 1);
        assert!(!clean.contains('\u{202e}'));
    }
}
