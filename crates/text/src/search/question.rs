//! What somebody searches for, as they write it.
//!
//! ```text
//! police square           both words, in any form, spelling and script
//! "opened fire"           these words, one right after the other
//! suffoc*                 words that begin so
//! -theatre                not with this word; a phrase, a beginning or a filter can be left out alike
//! type:act                only of records of this type
//! kind:passage            only records, only claims, or only passages
//! source:press-release    only what stands in this source
//! language:ru             only what is in this language
//! after:2011-12           dated on the first day of this or later
//! before:2012             dated before the first day of this
//! ```
//!
//! Every part must be met; two filters of one name, but for dates, are met when either is. A date that is not exact meets a filter when
//! it may; what has no date meets none. What looks like a filter and is none is an error, which says where and
//! what to do: to look for it as words, it is put into quotation marks.

use std::fmt;
use std::ops::Range;

use onus_model::value::date::Edtf;

use super::fold::fold;
use super::segment::words;

/// A question, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// What it is made of, in its order.
    pub parts: Vec<Part>,
}

/// One part of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words to be found.
    Find(Wish),
    /// Words that must not occur.
    Without(Wish),
    /// What is found must be so.
    Only(Filter),
    /// What is found must not be so.
    Except(Filter),
}

/// Words that are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// One word, in any of its forms.
    Word(String),
    /// A word that begins so.
    Beginning(String),
    /// Folded words, one right after the other.
    Phrase {
        /// The words.
        words: Vec<String>,
        /// Whether the last is only begun.
        begun: bool,
    },
}

/// A limit to what is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Only hits of this kind: `record`, `claim` or `passage`.
    Kind(String),
    /// Only of records of this type.
    Type(String),
    /// Only what stands in this source, by its handle.
    Source(String),
    /// Only what is in this language (BCP 47).
    Language(String),
    /// Only what may be dated on this day or later (days as dates count them).
    After(i64),
    /// Only what may be dated before this day.
    Before(i64),
}

/// The names of filters, for people who mistyped one.
const FILTERS: [&str; 6] = ["type", "kind", "source", "language", "after", "before"];

/// The kinds of hits.
const KINDS: [&str; 3] = ["record", "claim", "passage"];

/// The fewest letters of a beginning.
const LEAST_BEGINNING: usize = 2;

/// The longest question, in Unicode scalars.
const LONGEST: usize = 2_000;

/// Says what in a question cannot be read, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionError {
    place: Range<usize>,
    problem: String,
    advice: String,
}

impl QuestionError {
    /// What a case says of a question that is well written and asks for what it does not have.
    #[must_use]
    pub fn new(place: Range<usize>, problem: &str, advice: &str) -> Self {
        error(place, problem.to_owned(), advice)
    }

    /// Which Unicode scalars of the question are meant.
    #[must_use]
    pub fn place(&self) -> Range<usize> {
        self.place.clone()
    }

    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> &str {
        &self.advice
    }
}

impl fmt::Display for QuestionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "character {}: {}; {}", self.place.start + 1, self.problem, self.advice)
    }
}

impl std::error::Error for QuestionError {}

impl Question {
    /// Reads a question.
    ///
    /// # Errors
    ///
    /// When a quotation mark has no partner, a star stands elsewhere than at the end of two letters or more, a filter is none or its
    /// value cannot be, or nothing is asked for.
    pub fn read(text: &str) -> Result<Self, QuestionError> {
        let scalars: Vec<char> = text.chars().collect();
        if scalars.len() > LONGEST {
            return Err(error(
                LONGEST..scalars.len(),
                format!("the question is longer than {LONGEST} characters"),
                "ask for fewer words",
            ));
        }
        let mut reader = Reading { scalars: &scalars, at: 0, parts: Vec::new() };
        while reader.next()? {}
        let question = Self { parts: reader.parts };
        let asks = |part: &Part| matches!(part, Part::Find(_) | Part::Only(_) | Part::Except(_));
        if !question.parts.iter().any(asks) {
            let problem = if question.parts.is_empty() {
                "nothing is asked for"
            } else {
                "only words to leave out are given"
            };
            let advice = "give a word to find, such as square or suffoc*";
            return Err(error(0..scalars.len(), problem.to_owned(), advice));
        }
        Ok(question)
    }

    /// A question for these words, whatever marks stand between them: nothing in it is read as a command.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let words = words(text).map(|word| Part::Find(Wish::Word(word.text.to_owned())));
        Self { parts: words.collect() }
    }

    /// What is to be found, without what is to be left out.
    pub fn wishes(&self) -> impl Iterator<Item = &Wish> {
        self.parts.iter().filter_map(|part| match part {
            Part::Find(wish) => Some(wish),
            _ => None,
        })
    }
}

fn error(place: Range<usize>, problem: String, advice: &str) -> QuestionError {
    QuestionError { place, problem, advice: advice.to_owned() }
}

struct Reading<'q> {
    scalars: &'q [char],
    at: usize,
    parts: Vec<Part>,
}

/// The mark that closes a quotation which this one opens.
fn closing(mark: char) -> Option<&'static [char]> {
    Some(match mark {
        '"' => &['"'],
        '“' | '”' => &['”', '“'],
        '„' => &['“', '”'],
        '«' => &['»'],
        _ => return None,
    })
}

impl Reading<'_> {
    /// Reads one part; answers whether there was any.
    fn next(&mut self) -> Result<bool, QuestionError> {
        while self.scalars.get(self.at).is_some_and(|letter| letter.is_whitespace()) {
            self.at += 1;
        }
        let start = self.at;
        let Some(&first) = self.scalars.get(start) else { return Ok(false) };
        let follows = self.scalars.get(start + 1).is_some_and(|next| !next.is_whitespace());
        let without = matches!(first, '-' | '−' | '–') && follows;
        if without {
            self.at += 1;
        }
        let from = self.at;
        if let Some(close) = self.scalars.get(from).copied().and_then(closing) {
            let words = self.quoted(close)?;
            let begun = self.scalars.get(self.at) == Some(&'*');
            if begun {
                self.at += 1;
            }
            return self.phrase(start, &words, begun, without).map(|()| true);
        }
        while let Some(&letter) = self.scalars.get(self.at) {
            if letter.is_whitespace() || closing(letter).is_some() {
                break;
            }
            self.at += 1;
        }
        let token: String = self.scalars[from..self.at].iter().collect();
        if let Some((name, value)) = token.split_once(':')
            && let Some(filter) = self.filter(from, name, value)?
        {
            self.parts.push(if without { Part::Except(filter) } else { Part::Only(filter) });
            return Ok(true);
        }
        self.words(from, &token, without)?;
        Ok(true)
    }

    /// What stands between quotation marks; the reading goes on after them.
    fn quoted(&mut self, close: &[char]) -> Result<String, QuestionError> {
        let opening = self.at;
        self.at += 1;
        let from = self.at;
        while let Some(letter) = self.scalars.get(self.at) {
            if close.contains(letter) {
                let quoted = self.scalars[from..self.at].iter().collect();
                self.at += 1;
                return Ok(quoted);
            }
            self.at += 1;
        }
        Err(error(
            opening..self.scalars.len(),
            "this quotation mark has no partner".to_owned(),
            "add one where the phrase ends, or leave this one out",
        ))
    }

    fn phrase(
        &mut self,
        start: usize,
        quoted: &str,
        begun: bool,
        without: bool,
    ) -> Result<(), QuestionError> {
        let words: Vec<String> = words(quoted).map(|word| fold(word.text)).collect();
        if words.is_empty() {
            return Err(error(
                start..self.at,
                "there are no words between these quotation marks".to_owned(),
                "put the words to find between them",
            ));
        }
        let wish = Wish::Phrase { words, begun };
        self.parts.push(if without { Part::Without(wish) } else { Part::Find(wish) });
        Ok(())
    }

    /// A run of letters without white space: a word, a beginning, or several words with marks between them.
    fn words(&mut self, from: usize, token: &str, without: bool) -> Result<(), QuestionError> {
        let begun = token.ends_with('*');
        let body = token.trim_end_matches('*');
        if let Some(star) = body.chars().position(|letter| letter == '*') {
            return Err(error(
                from + star..from + star + 1,
                "a star stands for the rest of a word, and here it is not at its end".to_owned(),
                "put it after the beginning of a word, such as suffoc*",
            ));
        }
        let mut found: Vec<String> = words(body).map(|word| word.text.to_owned()).collect();
        let last = if begun { found.pop() } else { None };
        if begun && last.as_ref().is_none_or(|last| last.chars().count() < LEAST_BEGINNING) {
            return Err(error(
                from..self.at,
                format!("before a star there must be at least {LEAST_BEGINNING} letters"),
                "give more of the word's beginning",
            ));
        }
        // What is left out must be left out whole: -Al-Jazeera is not -Al.
        if without && found.len() + usize::from(begun) > 1 {
            let mut words: Vec<String> = found.iter().map(|word| fold(word)).collect();
            words.extend(last.iter().map(|word| fold(word)));
            self.parts.push(Part::Without(Wish::Phrase { words, begun }));
            return Ok(());
        }
        let wishes = found.into_iter().map(Wish::Word).chain(last.map(Wish::Beginning));
        let part = if without { Part::Without } else { Part::Find };
        self.parts.extend(wishes.map(part));
        Ok(())
    }

    /// The filter that a token is, when it is one.
    fn filter(
        &mut self,
        from: usize,
        name: &str,
        value: &str,
    ) -> Result<Option<Filter>, QuestionError> {
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_name || value.starts_with("//") {
            return Ok(None);
        }
        let end = from + name.chars().count();
        if !FILTERS.contains(&name) {
            return Err(error(
                from..end,
                format!("there is no filter \"{name}\""),
                &format!(
                    "the filters are {}; to look for it as words, put it into quotation marks",
                    FILTERS.join(", ")
                ),
            ));
        }
        let mut value = value.to_owned();
        if value.is_empty()
            && let Some(close) = self.scalars.get(self.at).copied().and_then(closing)
        {
            value = self.quoted(close)?;
        }
        let place = end + 1..self.at;
        if value.trim().is_empty() {
            let advice = format!("write it right after the colon, such as {}", example(name));
            return Err(error(from..self.at, format!("{name}: lacks its value"), &advice));
        }
        let day = |value: &str| {
            let bounds = value.parse::<Edtf>().ok().map(|date| date.bounds());
            let first = bounds.and_then(|bounds| bounds.earliest()).map(|day| day.number());
            first.ok_or_else(|| {
                let problem = format!("\"{value}\" is no date with a first day");
                let advice = "write a year, a month or a day: 2011, 2011-12, 2011-12-16";
                error(place.clone(), problem, advice)
            })
        };
        Ok(Some(match name {
            "kind" if KINDS.contains(&value.as_str()) => Filter::Kind(value),
            "kind" => {
                let advice = format!("the kinds are {}", KINDS.join(", "));
                let problem = format!("there is no kind \"{value}\" of hits");
                return Err(error(place, problem, &advice));
            }
            "type" => Filter::Type(value),
            "source" => Filter::Source(value),
            "language" if is_language(&value) => Filter::Language(value),
            "language" => {
                let problem = format!("\"{value}\" is no language's tag");
                return Err(error(place, problem, "write a tag such as ru, kk or en"));
            }
            "after" => Filter::After(day(&value)?),
            _ => Filter::Before(day(&value)?),
        }))
    }
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn example(name: &str) -> &'static str {
    match name {
        "kind" => "kind:passage",
        "type" => "type:act",
        "source" => "source:press-release",
        "language" => "language:ru",
        "after" => "after:2011-12",
        _ => "before:2012",
    }
}
