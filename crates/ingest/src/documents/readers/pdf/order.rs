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
    let leftward = leftward(&pieces, &ways);
    let levels = levels(&ways, leftward);
    let mut read: Vec<(u8, String)> = levels.into_iter().zip(pieces).collect();
    // Laying out turns the deepest stretches around first; undoing it begins with the outermost.
    for level in 1..=2 {
        for stretch in read.chunk_by_mut(|(one, _), (two, _)| (*one >= level) == (*two >= level)) {
            if stretch.first().is_some_and(|(deep, _)| *deep >= level) {
                stretch.reverse();
            }
        }
    }
    mirror(&mut read);
    let letters = |(level, piece): (u8, String)| if level == 1 { plain(&piece) } else { piece };
    read.into_iter().map(letters).collect()
}

/// Whether a line is read from the right. What ends a sentence stands where the line ends; where nothing does,
/// a line of which a third is Arabic is an Arabic line with foreign names in it more often than the other way.
fn leftward(pieces: &[String], ways: &[Way]) -> bool {
    let ends = |piece: Option<&String>| {
        piece.is_some_and(|piece| piece.ends_with(['.', '!', '?', ':', ';', '،', '؛', '؟', '۔']))
    };
    let mut solid = pieces.iter().filter(|piece| !piece.trim().is_empty());
    let (first, last) = (ends(solid.next()), ends(solid.next_back()));
    if first != last {
        return first;
    }
    let count = |way: Way| ways.iter().filter(|it| **it == way).count();
    count(Way::Left) * 2 >= count(Way::Right)
}

/// How deep each piece lies: 0 left to right, 1 right to left, 2 left to right within right to left.
fn levels(ways: &[Way], leftward: bool) -> Vec<u8> {
    let base = u8::from(leftward);
    let inner = if leftward { 2 } else { 0 };
    let next = |index: usize, step: isize, passed: fn(Way) -> bool| {
        let mut at = index;
        loop {
            at = at.checked_add_signed(step)?;
            let way = *ways.get(at)?;
            if !passed(way) {
                return Some((way, at.abs_diff(index)));
            }
        }
    };
    // A number belongs to the words around it.
    let number = |index: usize| {
        let weak = |way| !matches!(way, Way::Left | Way::Right);
        let sides =
            [next(index, -1, weak), next(index, 1, weak)].map(|side| side.map(|(way, _)| way));
        match sides {
            [Some(Way::Right), Some(Way::Right) | None] | [None, Some(Way::Right)] => inner,
            [Some(Way::Left), Some(Way::Left) | None] | [None, Some(Way::Left)] => 2,
            _ => inner,
        }
    };
    let neutral = |index: usize, way: Way| {
        let blank = |way| matches!(way, Way::Neutral | Way::Joiner);
        let [Some((before, near)), Some((after, far))] =
            [next(index, -1, blank), next(index, 1, blank)]
        else {
            return base;
        };
        let level = |way: Way, at: usize| match way {
            Way::Left => 1,
            Way::Right => inner,
            _ => number(at),
        };
        let (one, two) = (level(before, index - near), level(after, index + far));
        match (before, after) {
            (Way::Digit, Way::Digit) if way == Way::Joiner && near == 1 && far == 1 => one,
            // Two numbers beside one another are two words.
            (Way::Digit, Way::Digit) if one == 2 => 1,
            (Way::Right, Way::Digit) | (Way::Digit, Way::Right) => inner,
            // A number among words that are read from the right counts as one of them.
            (Way::Left, Way::Digit) if two == 2 => 1,
            (Way::Digit, Way::Left) if one == 2 => 1,
            _ if one == two => one,
            _ => base,
        }
    };
    let one = |(index, way): (usize, &Way)| match way {
        Way::Left => 1,
        Way::Right => inner,
        Way::Digit => number(index),
        Way::Joiner | Way::Neutral => neutral(index, *way),
    };
    ways.iter().enumerate().map(one).collect()
}

/// Some programs write for a bracket in a right-to-left text what it looks like, others what it means. If
/// brackets close before they open, they are what they look like.
fn mirror(read: &mut [(u8, String)]) {
    let unmatched = |mirrored: bool| {
        let (mut open, mut wrong) = (0_u32, 0_u32);
        for (level, piece) in read.iter() {
            for scalar in piece.chars() {
                let scalar = if mirrored && *level == 1 { mirrored_of(scalar) } else { scalar };
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
        for (_, piece) in read.iter_mut().filter(|(level, _)| *level == 1) {
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
            "الهاتف 202 675 الداخلي",
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
    fn an_arabic_line_may_have_been_laid_out_from_the_left() {
        assert_eq!(read("لاق Amnesty نإ."), "قال Amnesty إن.");
        let line = "في 16 ديسمبر 2011، قتل 17.";
        let info = unicode_bidi::BidiInfo::new(line, Some(unicode_bidi::Level::ltr()));
        let laid_out = info.reorder_line(&info.paragraphs[0], 0..line.len());
        assert_eq!(read(&laid_out), line);
        assert_eq!(read(".نإ Amnesty لاق"), "قال Amnesty إن.");
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
