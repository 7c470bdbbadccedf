//! Letters on paper as words, lines and paragraphs.
//!
//! Letters are taken in the order in which the page draws them, which nearly every program chooses to be that
//! of reading, columns included; within a line they are put in the order of their places. Spaces, which many
//! files do not draw, are where there is a gap.

use super::glyphs::Letter;
use super::order;

/// A page's paragraphs.
#[derive(Debug, Default)]
pub(super) struct Set {
    /// Each with its lines, which end in `\n`.
    pub(super) paragraphs: Vec<String>,
    /// How many letters the file does not say the meaning of.
    pub(super) unknown: u64,
}

/// The most letters of a line. Ordering takes time in the square of it.
const LONGEST: usize = 4096;

/// A line as it is being filled.
struct Line {
    letters: Vec<Letter>,
    at: f64,
    size: f64,
    turned: i32,
}

impl Line {
    fn new(letter: Letter) -> Self {
        let (at, size, turned) = (letter.line, letter.size, letter.turned);
        Self { letters: vec![letter], at, size, turned }
    }

    /// Whether a letter stands on this line. Raised and lowered ones do; the next line is a whole size away.
    fn takes(&self, letter: &Letter) -> bool {
        self.letters.len() < LONGEST
            && (self.turned - letter.turned).abs() <= 2
            && (self.at - letter.line).abs() < 0.45 * self.size.max(letter.size)
    }

    /// A raised number at the beginning must not decide where the line is.
    fn add(&mut self, letter: Letter) {
        if letter.size > self.size * 1.2 {
            (self.at, self.size) = (letter.line, letter.size);
        }
        self.letters.push(letter);
    }

    fn start(&self) -> f64 {
        self.letters.iter().map(|letter| letter.from).fold(f64::INFINITY, f64::min)
    }
}

/// Sets the letters of a page. `reordered` becomes true when some of them are written from right to left.
pub(super) fn set(letters: Vec<Letter>, reordered: &mut bool) -> Set {
    let mut set = Set::default();
    let mut before: Option<(f64, f64, f64, i32)> = None;
    let mut leading: Option<f64> = None;
    for line in lines(letters) {
        let here = (line.at, line.size, line.start(), line.turned);
        let text = words(line, &mut set.unknown, reordered);
        if text.trim().is_empty() {
            continue;
        }
        let step = before.map(|(at, ..)| here.0 - at);
        let joins = match (before, step) {
            (Some((_, size, _, turned)), Some(step)) => {
                let usual = leading.unwrap_or(1.5 * size.max(here.1));
                turned == here.3
                    && step > -0.5 * here.1
                    && step < (1.25 * usual).max(1.1 * here.1)
                    && (0.8..1.25).contains(&(here.1 / size))
            }
            _ => false,
        };
        match set.paragraphs.last_mut() {
            Some(paragraph) if joins => {
                if step.is_some_and(|step| step > 0.5 * here.1) {
                    leading = step;
                }
                paragraph.push('\n');
                paragraph.push_str(text.trim_end());
            }
            _ => {
                leading = None;
                set.paragraphs.push(text.trim_end().to_owned());
            }
        }
        before = Some(here);
    }
    set
}

fn lines(letters: Vec<Letter>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for letter in letters {
        match lines.last_mut() {
            Some(line) if line.takes(&letter) => line.add(letter),
            _ => lines.push(Line::new(letter)),
        }
    }
    lines
}

/// The text of a line.
fn words(mut line: Line, unknown: &mut u64, reordered: &mut bool) -> String {
    line.letters.sort_by(|one, two| one.from.total_cmp(&two.from));
    let mut pieces: Vec<String> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    let marks = attach_marks(&mut line.letters);
    for (letter, marks) in line.letters.iter().zip(marks) {
        let mut text = match &letter.text {
            Some(text) => text.clone(),
            None => {
                *unknown += 1;
                char::REPLACEMENT_CHARACTER.to_string()
            }
        };
        text.push_str(&marks);
        let blank = text.chars().all(char::is_whitespace);
        let after_blank = pieces.last().is_none_or(|last| last.ends_with(char::is_whitespace));
        if blank && (text.is_empty() || after_blank) {
            end = end.max(letter.to);
            continue;
        }
        if !blank && !after_blank && letter.from - end > 0.18 * letter.size {
            pieces.push(" ".to_owned());
        }
        pieces.push(if blank { " ".to_owned() } else { text });
        end = end.max(letter.to);
    }
    if order::has_right_to_left(&pieces) {
        *reordered = true;
        pieces = order::logical(pieces);
    }
    pieces.concat()
}

/// Vowel signs and accents drawn as letters of their own belong after the letter above or below which they
/// stand, wherever they begin on paper. Gives for each letter the marks on it, and takes those letters out.
fn attach_marks(letters: &mut Vec<Letter>) -> Vec<String> {
    let is_mark = |letter: &Letter| {
        letter.text.as_ref().is_some_and(|text| {
            !text.is_empty() && text.chars().all(unicode_normalization::char::is_combining_mark)
        })
    };
    if !letters.iter().any(is_mark) {
        return vec![String::new(); letters.len()];
    }
    let (marks, bases): (Vec<Letter>, Vec<Letter>) = letters.drain(..).partition(is_mark);
    *letters = bases;
    let mut on = vec![String::new(); letters.len()];
    for mark in marks {
        let middle = f64::midpoint(mark.from, mark.to);
        let distance = |letter: &Letter| {
            if letter.text.as_ref().is_none_or(|text| text.trim().is_empty()) {
                f64::INFINITY
            } else {
                (letter.from - middle).max(middle - letter.to).max(0.0)
            }
        };
        // Letters are sorted by their beginnings: the base is among the few around the mark.
        let near = letters.partition_point(|letter| letter.from < middle);
        let around = near.saturating_sub(4)..(near + 4).min(letters.len());
        let base = around.min_by(|one, two| {
            let of = |index: &usize| letters.get(*index).map_or(f64::INFINITY, distance);
            of(one).total_cmp(&of(two))
        });
        if let Some(place) = base.and_then(|index| on.get_mut(index)) {
            place.push_str(mark.text.as_deref().unwrap_or_default());
        }
    }
    on
}
