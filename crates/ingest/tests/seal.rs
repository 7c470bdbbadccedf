//! Sealed sheets open with their passphrase, and with nothing else.

use age::secrecy::SecretString;
use onus_ingest::sheets::seal::{LARGEST_WORK, SealError, open, seal};

/// A work factor far too low for use, and quick.
const QUICK: u8 = 4;

fn passphrase(words: &str) -> SecretString {
    SecretString::from(words.to_owned())
}

#[test]
fn a_sealed_sheet_opens_with_its_passphrase() {
    let sheet = "row_id,record\n1,mira-halden\n".as_bytes();
    let sealed = seal(sheet, &passphrase("quay gull rope"), QUICK).expect("it seals");
    assert!(sealed.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    assert!(!sealed.windows(4).any(|window| window == b"mira"));
    assert_eq!(open(&sealed, &passphrase("quay gull rope"), QUICK).expect("it opens"), sheet);
}

#[test]
fn nothing_else_opens_it() {
    let sealed = seal(b"x", &passphrase("right"), QUICK).expect("it seals");
    let opened = |bytes: &[u8], words, work| open(bytes, &passphrase(words), work);
    assert!(matches!(opened(&sealed, "wrong", QUICK), Err(SealError::WrongPassphrase)));
    assert!(matches!(
        opened(&sealed, "right", QUICK - 1),
        Err(SealError::TooMuchWork { found: QUICK, most: 3 })
    ));
    assert!(matches!(opened(b"row_id", "right", QUICK), Err(SealError::Damaged(_))));
    for place in [0, sealed.len() / 2, sealed.len() - 1] {
        let mut altered = sealed.clone();
        altered[place] ^= 1;
        assert!(opened(&altered, "right", QUICK).is_err(), "byte {place} was altered unnoticed");
        assert!(
            opened(&sealed[..place], "right", QUICK).is_err(),
            "cut short at {place} unnoticed"
        );
    }
}

#[test]
fn impossible_work_is_refused() {
    for work in [0, LARGEST_WORK + 1, 255] {
        assert!(matches!(seal(b"x", &passphrase("p"), work), Err(SealError::WorkFactor(_))));
    }
}
