//! The time that is stamped, with how exact it is.

use der::{Any, DateTime, Tag, Tagged};

use super::asn1::Accuracy;
use super::error::StampError;

/// A time as an authority states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StampTime {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: u64,
    /// Nanoseconds within the second; what is finer is left out.
    pub nanoseconds: u32,
    /// By how much it may be off to either side, in microseconds, where the authority says so.
    pub accuracy: Option<u64>,
}

impl StampTime {
    /// The first full second after which it is certain that the stamp had been made, by the authority's
    /// own account: the stated time, with its accuracy where it is stated, rounded up. What was stamped
    /// existed before that.
    #[must_use]
    pub fn latest(&self) -> u64 {
        let accuracy = self.accuracy.unwrap_or(0);
        let fraction = u64::from(self.nanoseconds) + (accuracy % 1_000_000) * 1000;
        self.seconds
            .saturating_add(accuracy / 1_000_000)
            .saturating_add(fraction.div_ceil(1_000_000_000))
    }

    /// Reads `YYYYMMDDhhmmss[.fraction]Z` (RFC 3161, section 2.4.2).
    pub(super) fn read(time: &Any, accuracy: Option<&Accuracy>) -> Result<Self, StampError> {
        let text = String::from_utf8_lossy(time.value());
        let wrong = || StampError::Time(text.clone().into_owned());
        if time.tag() != Tag::GeneralizedTime {
            return Err(wrong());
        }
        let (seconds, nanoseconds) = read(&text).ok_or_else(wrong)?;
        Ok(Self { seconds, nanoseconds, accuracy: accuracy.map(exactness).transpose()? })
    }
}

fn read(text: &str) -> Option<(u64, u32)> {
    let text = text.strip_suffix('Z')?;
    let (whole, fraction) = match text.split_once('.') {
        // The last digit of a fraction is not 0.
        Some((whole, fraction)) if !fraction.is_empty() && !fraction.ends_with('0') => {
            (whole, fraction)
        }
        Some(_) => return None,
        None => (text, ""),
    };
    if whole.len() != 14 || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| whole.get(from..to)?.parse::<u16>().ok();
    let small = |from: usize| u8::try_from(number(from, from + 2)?).ok();
    let date =
        DateTime::new(number(0, 4)?, small(4)?, small(6)?, small(8)?, small(10)?, small(12)?)
            .ok()?;
    let digits: String = fraction.chars().chain("000000000".chars()).take(9).collect();
    Some((date.unix_duration().as_secs(), digits.parse().ok()?))
}

/// Microseconds.
fn exactness(accuracy: &Accuracy) -> Result<u64, StampError> {
    let part = |part: Option<u16>| match part {
        Some(part @ 1..=999) => Some(u64::from(part)),
        Some(_) => None,
        None => Some(0),
    };
    let wrong = || StampError::Time("its accuracy".to_owned());
    let millis = part(accuracy.millis).ok_or_else(wrong)?;
    let micros = part(accuracy.micros).ok_or_else(wrong)?;
    let seconds = accuracy.seconds.unwrap_or(0).checked_mul(1_000_000).ok_or_else(wrong)?;
    seconds.checked_add(millis * 1000 + micros).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_fractions() {
        assert_eq!(read("20111216060000Z"), Some((1_324_015_200, 0)));
        assert_eq!(read("20111216060000.5Z"), Some((1_324_015_200, 500_000_000)));
        assert_eq!(read("20111216060000.123456789123Z"), Some((1_324_015_200, 123_456_789)));
        for wrong in [
            "",
            "Z",
            "20111216060000",
            "20111216060000.Z",
            "20111216060000.10Z",
            "2011121606000Z",
            "20111316060000Z",
            "20111216060000+0600",
            "2011121606000 Z",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_existed_before_when() {
        let time = |nanoseconds, accuracy| StampTime { seconds: 10, nanoseconds, accuracy };
        assert_eq!(time(0, None).latest(), 10);
        assert_eq!(time(1, None).latest(), 11);
        assert_eq!(time(0, Some(1_000_000)).latest(), 11);
        assert_eq!(time(0, Some(1_500_100)).latest(), 12);
        assert_eq!(time(600_000_000, Some(500_000)).latest(), 12);
    }
}
