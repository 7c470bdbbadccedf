//! Digits as a language writes them.

use rust_decimal::Decimal;

use super::Words;
use super::keys;

/// A number for choosing the plural.
///
/// Plural rules look at the last digits of large numbers, at whether there are decimals, and at whether
/// a number is a round million; so much is kept of numbers that a float does not hold exactly.
pub(super) fn plural(number: Decimal) -> f64 {
    let million = Decimal::from(1_000_000);
    let kept = if number >= million { number % million + million } else { number };
    kept.normalize().to_string().parse().unwrap_or_default()
}

impl Words {
    /// A number with its digits grouped and its decimals after the language's mark.
    pub(super) fn digits(&self, number: Decimal) -> String {
        let text = number.abs().normalize().to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let from: usize =
            self.messages.plain(keys::NUMBER_GROUP_FROM).parse().unwrap_or(usize::MAX);
        let mut digits = String::from(if number < Decimal::ZERO { "−" } else { "" });
        let group = self.messages.plain(keys::NUMBER_GROUP);
        for (place, digit) in whole.chars().enumerate() {
            let left = whole.len() - place;
            if place > 0 && left % 3 == 0 && whole.len() >= from {
                digits.push_str(&group);
            }
            digits.push(digit);
        }
        if !decimals.is_empty() {
            digits.push_str(&self.messages.plain(keys::NUMBER_DECIMAL));
            digits.push_str(decimals);
        }
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::InterfaceLanguage;

    #[test]
    fn digits_are_grouped_as_the_language_does() {
        let number = |text: &str| text.parse::<Decimal>().expect("a number");
        let english = Words::new(InterfaceLanguage::ENGLISH);
        assert_eq!(english.digits(number("1000")), "1,000");
        assert_eq!(english.digits(number("1234567.50")), "1,234,567.5");
        assert_eq!(english.digits(number("-123.5")), "−123.5");
        let russian = Words::new(InterfaceLanguage::RUSSIAN);
        assert_eq!(russian.digits(number("1000")), "1000");
        assert_eq!(russian.digits(number("12345.5")), "12\u{A0}345,5");
    }

    #[test]
    fn large_numbers_keep_what_their_plural_hangs_on() {
        let number = |text: &str| plural(text.parse().expect("a number"));
        assert_eq!(number("9007199254740991"), 1_740_991.0);
        assert_eq!(number("2000000"), 1_000_000.0);
        assert_eq!(number("2.5"), 2.5);
    }
}
