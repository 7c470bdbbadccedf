//! `bagit.txt`: which version the bag has, and how its other tag files are encoded.

use encoding_rs::{Encoding, UTF_8};

use super::finding::{Problem, Verified};
use super::text::{Text, lines};

/// A version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The number before the point.
    pub major: u16,
    /// The number after it.
    pub minor: u16,
}

impl Version {
    /// RFC 8493.
    pub const V1_0: Self = Self { major: 1, minor: 0 };
    pub(super) const V0_93: Self = Self { major: 0, minor: 93 };
    pub(super) const V0_96: Self = Self { major: 0, minor: 96 };
    pub(super) const V0_97: Self = Self { major: 0, minor: 97 };

    /// Whether the letter of RFC 8493 itself holds.
    pub(super) fn is_final(self) -> bool {
        self >= Self::V1_0
    }

    /// The file with the metadata.
    pub(super) fn info_file(self) -> &'static str {
        if self >= Self::V0_96 { "bag-info.txt" } else { "package-info.txt" }
    }

    fn read(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        let number = |digits: &str| {
            let digits = (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
                .then_some(digits)?;
            digits.parse().ok()
        };
        Some(Self { major: number(major)?, minor: number(minor)? })
    }

    fn is_known(self) -> bool {
        self == Self::V1_0 || (Self::V0_93..=Self::V0_97).contains(&self)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

pub(super) const FILE: &str = "bagit.txt";
const VERSION: &str = "BagIt-Version";
const ENCODING: &str = "Tag-File-Character-Encoding";

/// What a bag declares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declaration {
    pub(super) version: Version,
    pub(super) encoding: &'static Encoding,
    /// "UTF-16" says nothing of the order of its bytes.
    pub(super) sixteen: bool,
}

/// Reads the declaration. Without a usable one the bag is held to 1.0 in UTF-8, so that the rest is
/// still looked at.
pub(super) fn read(bytes: &[u8], found: &mut Verified) -> Declaration {
    let mut declaration = Declaration { version: Version::V1_0, encoding: UTF_8, sixteen: false };
    let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            found.error(FILE, None, Problem::ByteOrderMark);
            rest
        }
        None => bytes,
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        found.error(FILE, None, Problem::NotText("UTF-8".to_owned()));
        return declaration;
    };
    let Text { lines, ended } = lines(text);
    let first = lines.first().copied().unwrap_or_default();
    let second = lines.get(1).copied().unwrap_or_default();
    let must = (Problem::Declaration("BagIt-Version: M.N"), 1);
    match labelled(first, VERSION) {
        Some(Labelled { value, exact, case }) => match Version::read(value.trim()) {
            Some(version) if version.is_known() => {
                declaration.version = version;
                found.version = Some(version);
                // Spaces were not spoken of in the oldest drafts.
                if !exact {
                    found.strict(version >= Version::V0_97, FILE, must.1, must.0);
                }
                if !case {
                    found.warn(FILE, 1, Problem::DeclarationCase(VERSION));
                }
            }
            Some(version) => {
                found.version = Some(version);
                found.error(FILE, 1, Problem::Version(version.to_string()));
            }
            None => found.error(FILE, must.1, must.0),
        },
        None => found.error(FILE, must.1, must.0),
    }
    let version = declaration.version;
    let must = (Problem::Declaration("Tag-File-Character-Encoding: ENCODING"), 2);
    match labelled(second, ENCODING) {
        Some(Labelled { value, exact, case }) if !value.trim().is_empty() => {
            let name = value.trim();
            match Encoding::for_label_no_replacement(name.as_bytes()) {
                Some(encoding) => {
                    declaration.encoding = encoding;
                    declaration.sixteen = name.eq_ignore_ascii_case("UTF-16");
                }
                None => found.error(FILE, 2, Problem::Encoding(name.to_owned())),
            }
            if !exact {
                found.strict(version >= Version::V0_97, FILE, must.1, must.0);
            }
            if !case {
                found.warn(FILE, 2, Problem::DeclarationCase(ENCODING));
            }
        }
        _ => found.error(FILE, must.1, must.0),
    }
    if lines.len() > 2 {
        let blank = lines.iter().skip(2).all(|line| line.trim().is_empty());
        found.strict(version.is_final() || !blank, FILE, 3, Problem::DeclarationLonger);
    }
    if !ended {
        found.warn(FILE, lines.len() as u64, Problem::LastLine);
    }
    declaration
}

struct Labelled<'t> {
    value: &'t str,
    /// The label, a colon, one space and the value without more space.
    exact: bool,
    /// The letters are in the case of the specification.
    case: bool,
}

fn labelled<'t>(line: &'t str, label: &str) -> Option<Labelled<'t>> {
    let (found, value) = line.split_once(':')?;
    let trimmed = found.trim();
    if !trimmed.eq_ignore_ascii_case(label) {
        return None;
    }
    let exact = trimmed == found
        && value.strip_prefix(' ').is_some_and(|value| !value.is_empty() && value.trim() == value);
    Some(Labelled { value, exact, case: trimmed == label })
}
