//! The part of a text that is worth showing of it: where most of what was looked for stands, with some words around.

use std::ops::Range;

use crate::mark::safe;

/// A part of a text, with what was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The part: one line, safe to show.
    pub text: String,
    /// What was found, as ranges of Unicode scalars of that part, in order and apart from each other.
    pub found: Vec<Range<usize>>,
    /// Whether the text goes on before it.
    pub cut_before: bool,
    /// Whether the text goes on after it.
    pub cut_after: bool,
}

impl Excerpt {
    /// The part of a text of about so many scalars that holds the most of what was found; its beginning where
    /// nothing was. `found` is in order.
    #[must_use]
    pub fn of(text: &str, found: &[Range<usize>], most: usize) -> Self {
        let letters: Vec<char> = text.chars().map(safe).collect();
        let within = |range: &&Range<usize>| range.start < range.end && range.end <= letters.len();
        let found: Vec<&Range<usize>> = found.iter().filter(within).collect();
        // From each find, how many others fit with it; the first of the best.
        let fitting = |first: &Range<usize>| {
            let fits = |other: &&&Range<usize>| {
                other.start >= first.start && other.end <= first.start.saturating_add(most)
            };
            let all = found.iter().filter(fits);
            (all.clone().count(), all.map(|other| other.end).max().unwrap_or(first.end))
        };
        let mut best: Option<(usize, Range<usize>)> = None;
        for first in &found {
            let (count, end) = fitting(first);
            if best.as_ref().is_none_or(|(known, _)| count > *known) {
                best = Some((count, first.start..end));
            }
        }
        let core = best.map_or(0..0, |(_, range)| range);
        let room = most.saturating_sub(core.len());
        let mut start = core.start.saturating_sub(room / 2);
        let mut end = start.saturating_add(core.len().max(most)).min(letters.len());
        start = start.min(end.saturating_sub(most));
        // Words are not cut in two, unless they are very long.
        let is_space = |at: usize| letters.get(at).is_some_and(|letter| letter.is_whitespace());
        if start > 0 && !is_space(start - 1) {
            start = (start..core.start.max(start)).find(|at| is_space(*at)).unwrap_or(start);
        }
        if end < letters.len() && !is_space(end) {
            let least = core.end.max(start).min(end);
            end = (least..end).rev().find(|at| is_space(*at)).unwrap_or(end);
        }
        while start < end && is_space(start) {
            start += 1;
        }
        while end > start && is_space(end - 1) {
            end -= 1;
        }
        let part = letters.get(start..end).unwrap_or_default();
        let shown = found.iter().filter(|range| range.start >= start && range.end <= end);
        Self {
            text: part.iter().collect(),
            found: shown.map(|range| range.start - start..range.end - start).collect(),
            cut_before: letters[..start].iter().any(|letter| !letter.is_whitespace()),
            cut_after: letters[end..].iter().any(|letter| !letter.is_whitespace()),
        }
    }

    /// The part with each find given to `mark`, and dots where it was cut.
    #[must_use]
    pub fn marked(&self, mark: impl Fn(&str) -> String) -> String {
        let letters: Vec<char> = self.text.chars().collect();
        let part = |range: Range<usize>| -> String {
            letters.get(range).unwrap_or_default().iter().collect()
        };
        let mut out = String::new();
        if self.cut_before {
            out.push_str("… ");
        }
        let mut at = 0;
        for found in &self.found {
            out.push_str(&part(at..found.start));
            out.push_str(&mark(&part(found.clone())));
            at = found.end;
        }
        out.push_str(&part(at..letters.len()));
        if self.cut_after {
            out.push_str(" …");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn star(text: &str) -> String {
        format!("*{text}*")
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        let excerpt = Excerpt::of("The police came.", std::slice::from_ref(&(4..10)), 60);
        assert_eq!(excerpt.marked(star), "The *police* came.");
        assert_eq!(Excerpt::of("", &[], 60), Excerpt::default());
        assert_eq!(Excerpt::of("Nothing here", &[], 60).marked(star), "Nothing here");
        // A range that is none is passed over.
        assert_eq!(Excerpt::of("short", &[3..3, 2..90], 60).marked(star), "short");
    }

    #[test]
    fn of_a_long_text_where_most_was_found() {
        let text = format!(
            "police {} police and fire in one line {}",
            "word ".repeat(50),
            "end ".repeat(50)
        );
        let at = |word: &str, from: usize| {
            let start = from + text[from..].find(word).unwrap();
            start..start + word.len()
        };
        let found = [at("police", 0), at("police", 9), at("fire", 9)];
        let excerpt = Excerpt::of(&text, &found, 60);
        assert!(excerpt.text.chars().count() <= 60, "{excerpt:?}");
        let marked = excerpt.marked(star);
        assert!(marked.starts_with("… word ") && marked.ends_with(" …"), "{marked}");
        assert!(marked.contains("*police* and *fire* in one line"), "{marked}");
        // Without a find, the beginning.
        assert!(Excerpt::of(&text, &[], 20).marked(star).starts_with("police word"));
    }

    #[test]
    fn lines_and_commands_to_a_terminal_become_harmless() {
        let found = 4..7;
        let text = "one\ntwo \u{1b}[2J three\u{202e}";
        let excerpt = Excerpt::of(text, std::slice::from_ref(&found), 60);
        assert_eq!(excerpt.marked(star), "one *two* \u{fffd}[2J three\u{fffd}");
    }

    proptest! {
        #[test]
        fn what_was_found_is_shown_as_it_stands(
            text in "[a-cé \n]{0,90}", ends in prop::collection::btree_set(0_usize..90, 0..8), most in 1_usize..40,
        ) {
            let length = text.chars().count();
            let ends: Vec<usize> = ends.into_iter().filter(|end| *end <= length).collect();
            let found: Vec<Range<usize>> = ends.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            let excerpt = Excerpt::of(&text, &found, most);
            let plain: Vec<char> = text.chars().map(safe).collect();
            let shown: Vec<char> = excerpt.text.chars().collect();
            prop_assert!(shown.is_empty() || plain.windows(shown.len()).any(|part| part == shown));
            let longest = found.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
            prop_assert!(shown.len() <= most.max(longest));
            for range in &excerpt.found {
                let words: String = shown[range.clone()].iter().collect();
                let of = |range: &Range<usize>| plain[range.clone()].iter().collect::<String>();
                prop_assert!(found.iter().any(|found| of(found) == words));
            }
            let marks = excerpt.marked(|part| part.to_owned());
            prop_assert!(marks.contains(&excerpt.text));
        }
    }
}
