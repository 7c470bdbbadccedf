//! A word as it is compared: without case, accents and habits of the keyboard, in its own script.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::segment::is_apostrophe;

/// The word in small letters, without marks above or below them and without apostrophes.
///
/// Compatibility forms become plain ones (Unicode NFKD); letters that differ only by a habit of writing
/// become one: the Arabic alefs, the final ya and the alef maqsura, the ta marbuta and the ha, the
/// Persian kaf and the Arabic; `ł`, `ø`, `ß` and the like become what they are typed as. Letters that
/// are their own (`ғ`, `қ`, `ң`, `ө`) stay: bringing those together is [`spelling`](super::spelling)'s business.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        let kept = word.chars().filter(|letter| !is_apostrophe(*letter));
        return kept.map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let mut folded = String::with_capacity(word.len());
    for letter in word.nfkd() {
        if is_combining_mark(letter) || is_apostrophe(letter) {
            continue;
        }
        for letter in letter.to_lowercase() {
            plain(letter, &mut folded);
        }
    }
    folded
}

/// What a letter becomes once it is small and bare.
fn plain(letter: char, folded: &mut String) {
    let plain = match letter {
        'ı' => "i",
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ŋ' => "n",
        // Tatweel, the high hamza of Kazakh, the lone hamza, joiners.
        'ـ' | 'ٴ' | 'ء' | '\u{200c}' | '\u{200d}' | '\u{ad}' | '\u{feff}' => "",
        'ٱ' => "ا",
        'ى' | 'ی' | 'ې' => "ي",
        'ک' | 'ڪ' => "ك",
        'ة' | 'ہ' | 'ھ' => "ه",
        '٠'..='٩' => return folded.push(digit(letter, '٠')),
        '۰'..='۹' => return folded.push(digit(letter, '۰')),
        letter => return folded.push(letter),
    };
    folded.push_str(plain);
}

/// A digit of another script as the Latin one.
fn digit(letter: char, zero: char) -> char {
    let value = u32::from(letter).saturating_sub(u32::from(zero));
    char::from_digit(value, 10).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn habits_of_writing_are_taken_away() {
        for (word, folded) in [
            ("CAFÉ", "cafe"),
            ("Жаңаөзен", "жаңаөзен"),
            ("Ёлка", "елка"),
            ("İstanbul", "istanbul"),
            ("Straße", "strasse"),
            ("O’Brien", "obrien"),
            ("Oʻzbekiston", "ozbekiston"),
            ("مُحَمَّد", "محمد"),
            ("أحمد", "احمد"),
            ("مصطفى", "مصطفي"),
            ("فاطمة", "فاطمه"),
            ("قا\u{640}ل", "قال"),
            ("٢٠١١", "2011"),
            ("ﬁn", "fin"),
        ] {
            assert_eq!(fold(word), folded);
        }
    }
}
