//! The checksum algorithms of manifests.

use std::io::{self, Read};

use data_encoding::HEXLOWER;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

/// How much is read at once.
const BUFFER: usize = 128 * 1024;

/// A checksum algorithm, by the name it has in the names of manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `md5`: for old bags only.
    Md5,
    /// `sha1`: for old bags only.
    Sha1,
    /// `sha224`.
    Sha224,
    /// `sha256`.
    Sha256,
    /// `sha384`.
    Sha384,
    /// `sha512`.
    Sha512,
}

impl Algorithm {
    /// All that are known.
    pub const ALL: [Self; 6] =
        [Self::Md5, Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];

    /// The name, in lower case and without marks.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha224 => "sha224",
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// The algorithm of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    /// How many hexadecimal digits a checksum has.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Md5 => 32,
            Self::Sha1 => 40,
            Self::Sha224 => 56,
            Self::Sha256 => 64,
            Self::Sha384 => 96,
            Self::Sha512 => 128,
        }
    }

    /// Whether finding two files with one checksum is within somebody's reach.
    #[must_use]
    pub const fn is_weak(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    fn begin(self) -> Hasher {
        match self {
            Self::Md5 => Hasher::Md5(Md5::new()),
            Self::Sha1 => Hasher::Sha1(Sha1::new()),
            Self::Sha224 => Hasher::Sha224(Sha224::new()),
            Self::Sha256 => Hasher::Sha256(Sha256::new()),
            Self::Sha384 => Hasher::Sha384(Sha384::new()),
            Self::Sha512 => Hasher::Sha512(Sha512::new()),
        }
    }
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

enum Hasher {
    Md5(Md5),
    Sha1(Sha1),
    Sha224(Sha224),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

/// Does the same with whichever it is.
macro_rules! each {
    ($hasher:expr, $inner:ident => $do:expr) => {
        match $hasher {
            Hasher::Md5($inner) => $do,
            Hasher::Sha1($inner) => $do,
            Hasher::Sha224($inner) => $do,
            Hasher::Sha256($inner) => $do,
            Hasher::Sha384($inner) => $do,
            Hasher::Sha512($inner) => $do,
        }
    };
}

/// Several checksums of one reading, in lower-case hexadecimal, in the order of the algorithms.
pub(super) struct Checksums {
    pub(super) bytes: u64,
    pub(super) sums: Vec<(Algorithm, String)>,
}

/// Reads to the end, once, handing what was read to `also` as well.
pub(super) fn checksums(
    source: &mut dyn Read,
    algorithms: &[Algorithm],
    mut also: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<Checksums, Failed> {
    let mut hashers: Vec<(Algorithm, Hasher)> =
        algorithms.iter().map(|algorithm| (*algorithm, algorithm.begin())).collect();
    let mut buffer = vec![0; BUFFER];
    let mut bytes = 0;
    loop {
        let read = match source.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Failed::Reading(error)),
        };
        let part = buffer.get(..read).unwrap_or_default();
        bytes += read as u64;
        for (_, hasher) in &mut hashers {
            each!(hasher, inner => inner.update(part));
        }
        also(part).map_err(Failed::Writing)?;
    }
    let sums = hashers.into_iter().map(|(algorithm, hasher)| {
        (algorithm, each!(hasher, inner => HEXLOWER.encode(&inner.finalize())))
    });
    Ok(Checksums { bytes, sums: sums.collect() })
}

/// Which side failed.
pub(super) enum Failed {
    Reading(io::Error),
    Writing(io::Error),
}
