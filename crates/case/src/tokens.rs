//! The words of a text as they are indexed and searched for.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Splits a text into words, in small letters and without marks above or below them (Unicode NFKD), so
/// that "Жаңаөзен" is found by "жаңаөзен" and "Café" by "cafe".
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let folded: String = text
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .collect();
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn words_are_folded() {
        assert_eq!(tokens("Café, «Жаңаөзен» 2011!"), ["cafe", "жаңаөзен", "2011"]);
    }
}
