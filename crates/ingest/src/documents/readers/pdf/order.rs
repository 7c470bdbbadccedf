//! From the order on paper to the order of reading.
//!
//! The bidirectional algorithm says how text in its order of reading is laid out on a line; here it is undone.
//! What it takes from the file's letters and cannot be had back (marks of direction that nobody sees) is decided
//! as most texts would have it: a line is read from the side of the script that most of its letters are in,
//! a number keeps its digits, and what stands between two stretches of one direction has that direction.

use unicode_bidi::{BidiClass, bidi_class};
use unicode_normalization::UnicodeNormalization;

/// The direction of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Right,
    Left,
    /// A digit: written from left to right in every script, and no reason to read its neighbours so.
    Digit,
    /// Stands inside a number: `1,234`, `12:30`.
    Joiner,
    Neutral,
}

/// Whether any letter is written from right to left.
pub(super) fn has_right_to_left(pieces: &[String]) -> bool {
    pieces.iter().any(|piece| way(piece) == Way::Left)
}

fn way(piece: &str) -> Way {
    let mut found = Way::Neutral;
    for scalar in piece.chars() {
        match bidi_class(scalar) {
            BidiClass::R | BidiClass::AL => return Way::Left,
            BidiClass::L => return Way::Right,
            BidiClass::EN | BidiClass::AN => found = Way::Digit,
            BidiClass::CS | BidiClass::ET if found == Way::Neutral => found = Way::Joiner,
            _ => {}
        }
    }
    found
}

/// The pieces of a line, given from left to right, in the order in which they are read.
pub(super) fn logical(pieces: Vec<String>) -> Vec<String> {
    let ways: Vec<Way> = pieces.iter().map(|piece| way(piece)).collect();
    let count = |way: Way| ways.iter().filter(|it| **it == way).count();
    // A line of which half is Arabic is an Arabic line with foreign names in it more often than the other way.
    let leftward = count(Way::Left) * 2 >= count(Way::Right);
    let leftwards = resolve(&ways, leftward);
    let mut runs: Vec<(bool, Vec<String>)> = Vec::new();
    for (piece, left) in pieces.into_iter().zip(leftwards) {
        match runs.last_mut() {
            Some((way, run)) if *way == left => run.push(piece),
            _ => runs.push((left, vec![piece])),
        }
    }
    if leftward {
        runs.reverse();
    }
    let mut read: Vec<(bool, String)> = Vec::new();
    for (left, mut run) in runs {
        if left {
            run.reverse();
        }
        read.extend(run.into_iter().map(|piece| (left, piece)));
    }
    mirror(&mut read);
    read.into_iter().map(|(left, piece)| if left { plain(&piece) } else { piece }).collect()
}

/// Whether each piece belongs to a stretch that is read from right to left.
fn resolve(ways: &[Way], leftward: bool) -> Vec<bool> {
    let around = |index: usize, step: isize| {
        let mut at = index;
        loop {
            at = at.checked_add_signed(step)?;
            match ways.get(at)? {
                Way::Neutral | Way::Joiner => {}
                found => return Some((*found, at.abs_diff(index))),
            }
        }
    };
    let one = |index: usize, way: &Way| match way {
        Way::Left => true,
        Way::Right | Way::Digit => false,
        Way::Joiner | Way::Neutral => match (around(index, -1), around(index, 1)) {
            (Some((Way::Left, _)), Some((Way::Left, _))) => true,
            (Some((Way::Right, _)), Some((Way::Right, _))) => false,
            (Some((Way::Digit, 1)), Some((Way::Digit, 1))) if *way == Way::Joiner => false,
            (Some((Way::Right, _)), Some((Way::Digit, _)))
            | (Some((Way::Digit, _)), Some((Way::Right, _))) => false,
            _ => leftward,
        },
    };
    ways.iter().enumerate().map(|(index, way)| one(index, way)).collect()
}

/// Some programs write for a bracket in a right-to-left text what it looks like, others what it means. If
/// brackets close before they open, they are what they look like.
fn mirror(read: &mut [(bool, String)]) {
    let unmatched = |mirrored: bool| {
        let (mut open, mut wrong) = (0_u32, 0_u32);
        for (left, piece) in read.iter() {
            for scalar in piece.chars() {
                let scalar = if mirrored && *left { mirrored_of(scalar) } else { scalar };
                match scalar {
                    '(' | '[' | '{' | '«' => open += 1,
                    ')' | ']' | '}' | '»' if open > 0 => open -= 1,
                    ')' | ']' | '}' | '»' => wrong += 1,
                    _ => {}
                }
            }
        }
        wrong + open
    };
    if unmatched(true) < unmatched(false) {
        for (_, piece) in read.iter_mut().filter(|(left, _)| *left) {
            *piece = piece.chars().map(mirrored_of).collect();
        }
    }
}

fn mirrored_of(scalar: char) -> char {
    match scalar {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

/// The shapes of a letter at the beginning, in the middle and at the end of a word, and shapes of several, as
/// the letters that people write and search for.
fn plain(piece: &str) -> String {
    let shape = |scalar: char| matches!(scalar, '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if !piece.contains(shape) {
        return piece.to_owned();
    }
    let mut text = String::new();
    for scalar in piece.chars() {
        if shape(scalar) {
            text.extend(std::iter::once(scalar).nfkc());
        } else {
            text.push(scalar);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(visual: &str) -> String {
        logical(visual.chars().map(String::from).collect()).concat()
    }

    /// What the bidirectional algorithm makes of a line: its letters from left to right.
    fn visual(line: &str) -> String {
        let info = unicode_bidi::BidiInfo::new(line, None);
        let paragraph = &info.paragraphs[0];
        info.reorder_line(paragraph, paragraph.range.clone()).into_owned()
    }

    #[test]
    fn what_was_laid_out_is_read_again() {
        for line in [
            "قتل سبعة عشر شخصا في زاناوزن",
            "في 16 ديسمبر 2011 قتل 17 شخصا على الأقل",
            "قال ممثل Amnesty International إن التحقيق لم يبدأ",
            "بلغ العدد 1,234 شخصا (على الأقل) حتى الآن",
            "الساعة 12:30 ظهرا",
            "نص عربي",
        ] {
            assert_eq!(read(&visual(line)), line);
        }
    }

    #[test]
    fn brackets_are_told_by_how_they_pair() {
        assert_eq!(read("(دحاو) صن"), "نص (واحد)");
        assert_eq!(read(")دحاو( صن"), "نص (واحد)");
    }

    #[test]
    fn shapes_become_letters() {
        assert_eq!(read("\u{fefb}"), "لا");
    }
}
