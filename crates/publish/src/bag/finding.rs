//! What a verification answers.

use super::algorithm::Algorithm;
use super::declaration::Version;
use super::path::PathError;

/// Something that is not as it must, or should, be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file it was found in or is about, relative to the bag.
    pub file: String,
    /// The line in that file, from 1, where there is one.
    pub line: Option<u64>,
    /// What it is.
    pub problem: Problem,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Names come from outside; a line end in one must not make a line of its own.
        for character in self.file.chars() {
            if character.is_control() {
                write!(f, "{}", character.escape_default())?;
            } else {
                write!(f, "{character}")?;
            }
        }
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

/// What can be found.
///
/// Whether it is an error or a warning can depend on the version of the bag; [`Verified`] keeps the two apart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    // --- the declaration ---
    /// A required file or folder is not there.
    #[error("is missing, and every bag has it")]
    RequiredMissing,
    /// There is no payload manifest.
    #[error("there is no payload manifest")]
    NoManifest,
    /// A line of `bagit.txt` is not as it must be.
    #[error("must be \"{0}\"")]
    Declaration(&'static str),
    /// `bagit.txt` has more than two lines.
    #[error("must have two lines and no more")]
    DeclarationLonger,
    /// The label has other letters in upper case than the specification.
    #[error("the label is to be written \"{0}\"")]
    DeclarationCase(&'static str),
    /// A version that does not exist, or is newer.
    #[error("version {0} is not one that this program knows (0.93 to 1.0)")]
    Version(String),
    /// The named encoding is not known.
    #[error("the encoding {0:?} is not one that this program knows")]
    Encoding(String),

    // --- text of tag files ---
    /// A byte-order mark where none may be.
    #[error("begins with a byte-order mark")]
    ByteOrderMark,
    /// Bytes that are not text in the declared encoding.
    #[error("is not text in {0}")]
    NotText(String),
    /// The last line has no end.
    #[error("the last line does not end with a line end")]
    LastLine,
    /// An empty line.
    #[error("is empty")]
    EmptyLine,

    // --- manifests ---
    /// The algorithm of a manifest is not known, so what it says was not verified.
    #[error(
        "the algorithm {0:?} is not one that this program knows, so nothing in it was verified"
    )]
    Algorithm(String),
    /// Collisions can be made for the only algorithms there are.
    #[error("only has checksums that can be forged ({0})")]
    Weak(String),
    /// A line that is not a checksum and a path.
    #[error("must be a checksum, white space, and a path")]
    ManifestLine,
    /// The checksum is not one of this algorithm.
    #[error("{found:?} is not a checksum of {algorithm}")]
    NotAChecksum {
        /// Which it should be.
        algorithm: Algorithm,
        /// What stands there.
        found: String,
    },
    /// An asterisk before the path, as md5sum writes it.
    #[error("has an asterisk before the path, which fails strict validation")]
    Asterisk,
    /// A path that is refused; the file was not looked for.
    #[error("the path {path:?} {why}")]
    Path {
        /// The path as it is written.
        path: String,
        /// Why.
        why: PathError,
    },
    /// A percent sign that is not encoded.
    #[error("the path {0:?} has a percent sign that is not written as %25")]
    Percent(String),
    /// A path with parts that do nothing.
    #[error("the path {0:?} has parts that lead nowhere")]
    Roundabout(String),
    /// A payload manifest names a file outside the payload.
    #[error("names {0:?}, which is not in data/")]
    NotPayload(String),
    /// A tag manifest names a payload file.
    #[error("names {0:?}, which is in data/: a tag manifest lists no payload")]
    PayloadInTagManifest(String),
    /// A tag manifest names a tag manifest.
    #[error("names {0:?}: a tag manifest lists no tag manifest")]
    TagManifestListed(String),
    /// A tag manifest does not name a payload manifest.
    #[error("does not list {0:?}")]
    ManifestNotListed(String),
    /// A tag file that no tag manifest lists.
    #[error("is not listed in {0}")]
    TagNotListed(String),
    /// Two tag manifests list different files.
    #[error("does not list the same files as {0}")]
    TagManifestsDiffer(String),
    /// Tag manifests and payload manifests use different algorithms.
    #[error("the payload manifests use other algorithms")]
    OtherAlgorithms,
    /// A path is listed again.
    #[error("lists {path:?} again, after line {first}")]
    ListedTwice {
        /// The path.
        path: String,
        /// Where it was first.
        first: u64,
    },
    /// A path is listed again with another checksum.
    #[error("lists {path:?} with another checksum than on line {first}")]
    Contradiction {
        /// The path.
        path: String,
        /// Where it was first.
        first: u64,
    },
    /// Two listed paths differ only in case or normalization.
    #[error("{path:?} differs from {other:?} only in case or in how letters are composed")]
    AlmostSame {
        /// The path.
        path: String,
        /// The other.
        other: String,
    },
    /// The file is there under a name that is composed otherwise, or encoded otherwise.
    #[error("{listed:?} was found as {found:?}")]
    FoundAs {
        /// As listed.
        listed: String,
        /// As it stands in the folder.
        found: String,
    },

    // --- files ---
    /// A listed file is not there.
    #[error("is listed in {0} and is missing")]
    Missing(String),
    /// A listed file is yet to be fetched.
    #[error("is yet to be fetched (fetch.txt, line {0})")]
    ToBeFetched(u64),
    /// A payload file that a manifest does not list.
    #[error("is not listed in {0}")]
    NotListed(String),
    /// The checksum is another.
    #[error("does not have the {algorithm} checksum that {manifest} says on line {line}")]
    Checksum {
        /// Of which algorithm.
        algorithm: Algorithm,
        /// Where it is listed.
        manifest: String,
        /// On which line.
        line: u64,
    },
    /// A manifest lists a folder.
    #[error("is a folder, and {0} lists it as a file")]
    Folder(String),
    /// A link that is not followed.
    #[error("is a link that leads out of the bag, to a folder, or nowhere")]
    LinkOut,
    /// A link to a file in the bag.
    #[error("is a link, which a copy may lose")]
    Link,
    /// Neither a file nor a folder.
    #[error("is neither a file nor a folder")]
    Special,
    /// The system does not give it.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// Its name is not text.
    #[error("has a name that is not text")]
    Name,
    /// Windows cannot have this name.
    #[error("has a name that Windows cannot have: {0:?}")]
    Windows(String),

    // --- metadata ---
    /// A line that is not label, colon, space, value.
    #[error("must be a label, a colon, a space, and a value")]
    InfoLine,
    /// White space around the label.
    #[error("has white space around the label {0:?}")]
    InfoLabel(String),
    /// A label without a value.
    #[error("{0} has no value")]
    InfoEmpty(String),
    /// A label that is not to be repeated.
    #[error("{0} is given more than once")]
    InfoRepeated(&'static str),
    /// A value that is not of the form it has.
    #[error("{label} must be {form}, not {found:?}")]
    InfoForm {
        /// The label.
        label: &'static str,
        /// What it must be.
        form: &'static str,
        /// What it is.
        found: String,
    },
    /// The payload is not as long, or not as many files, as said.
    #[error("Payload-Oxum says {said}, and the payload is {found}")]
    Oxum {
        /// Bytes and files as said.
        said: String,
        /// As they are.
        found: String,
    },

    // --- fetch.txt ---
    /// A line that is not URL, length, path.
    #[error("must be an absolute URL, a length or \"-\", and a path")]
    FetchLine,
    /// The URL is not absolute.
    #[error("{0:?} is not an absolute URL")]
    FetchUrl(String),
    /// The length is neither a number nor "-".
    #[error("{0:?} is neither a length nor \"-\"")]
    FetchLength(String),
    /// The file is listed in no payload manifest, or not in all.
    #[error("{path:?} is not listed in {manifest}")]
    FetchNotListed {
        /// What is to be fetched.
        path: String,
        /// Where it should be listed.
        manifest: String,
    },
    /// The file is here, and has another length.
    #[error("{path:?} has {found} bytes, not {said}")]
    FetchOtherLength {
        /// The file.
        path: String,
        /// Length as said.
        said: u64,
        /// Length as it is.
        found: u64,
    },
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The version that the bag declares, where it can be read.
    pub version: Option<Version>,
    /// The algorithms of its payload manifests.
    pub algorithms: Vec<Algorithm>,
    /// How many files its payload has.
    pub files: u64,
    /// How many bytes they have together.
    pub bytes: u64,
    /// The elements of `bag-info.txt`, in their order.
    pub info: Vec<(String, String)>,
    /// What makes it invalid.
    pub errors: Vec<Finding>,
    /// What should be otherwise, and does not make it invalid.
    pub warnings: Vec<Finding>,
}

impl Verified {
    /// Whether it is complete and valid.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    pub(super) fn error(&mut self, file: &str, line: impl Into<Option<u64>>, problem: Problem) {
        self.errors.push(Finding { file: file.to_owned(), line: line.into(), problem });
    }

    pub(super) fn warn(&mut self, file: &str, line: impl Into<Option<u64>>, problem: Problem) {
        self.warnings.push(Finding { file: file.to_owned(), line: line.into(), problem });
    }

    /// An error from some version on, and a warning before.
    pub(super) fn strict(
        &mut self,
        is_error: bool,
        file: &str,
        line: impl Into<Option<u64>>,
        problem: Problem,
    ) {
        if is_error {
            self.error(file, line, problem);
        } else {
            self.warn(file, line, problem);
        }
    }
}
