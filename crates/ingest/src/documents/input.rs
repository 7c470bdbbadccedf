//! What a reader is handed: the file, a look at its beginning, and what it may spend.

use std::io::{self, Read, Seek, SeekFrom};

use super::{Failure, Limits, Trouble};

/// A file to be read: bytes that can be gone back to.
pub trait Input: Read + Seek {}

impl<T: Read + Seek + ?Sized> Input for T {}

/// How many bytes of a file's beginning are looked at to tell its kind.
const SAMPLE: u64 = 64 << 10;

/// How many bytes of a packed file are looked at to tell its kind.
const UNPACKED: u64 = 4 << 10;

/// How many names of an archive's members are looked at to tell its kind.
const MEMBERS: usize = 4096;

/// The beginning of a file, by which its kind is told. What the file is called decides nothing, except
/// between kinds of plain text that no byte tells apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    /// The first 64 KiB, or all there is.
    pub(crate) bytes: Vec<u8>,
    /// The length of the whole file.
    pub(crate) length: u64,
    /// The ending of the file's name, in small letters and without the dot; empty when it has none.
    pub(crate) ending: String,
    /// For a ZIP archive, the names of its members in the archive's order, the first few thousand of them.
    pub(crate) members: Vec<String>,
    /// For a ZIP archive with a member called `mimetype` (OpenDocument, EPUB), what that says.
    pub(crate) declared: Option<String>,
    /// For a file packed with gzip, the first 4 KiB of what is in it.
    pub(crate) unpacked: Vec<u8>,
}

impl Head {
    /// Looks at a file, and leaves it at its beginning.
    pub(crate) fn of(input: &mut dyn Input, name: &str) -> Result<Self, Failure> {
        let length = input.seek(SeekFrom::End(0))?;
        input.rewind()?;
        let mut bytes = Vec::new();
        Read::take(&mut *input, SAMPLE).read_to_end(&mut bytes)?;
        let mut head = Self { bytes, length, ending: ending(name), ..Self::default() };
        if head.bytes.starts_with(b"PK\x03\x04") || head.bytes.starts_with(b"PK\x05\x06") {
            head.look_into_zip(input);
        }
        if head.bytes.starts_with(b"\x1f\x8b") {
            let packed = flate2::read::MultiGzDecoder::new(head.bytes.as_slice());
            // What breaks off in the middle still shows its beginning.
            packed.take(UNPACKED).read_to_end(&mut head.unpacked).ok();
        }
        input.rewind()?;
        Ok(head)
    }

    /// Whether the file begins so.
    pub(crate) fn starts_with(&self, magic: &[u8]) -> bool {
        self.bytes.starts_with(magic)
    }

    /// Whether these bytes stand at this place.
    pub(crate) fn has_at(&self, at: usize, magic: &[u8]) -> bool {
        self.bytes.get(at..).is_some_and(|rest| rest.starts_with(magic))
    }

    /// Whether the archive has a member of this name.
    pub(crate) fn has_member(&self, name: &str) -> bool {
        self.members.iter().any(|member| member == name)
    }

    /// An archive that cannot be opened has no members here; the reader that opens it says what is wrong.
    fn look_into_zip(&mut self, input: &mut dyn Input) {
        let Ok(mut archive) = zip::ZipArchive::new(input) else { return };
        self.members = archive
            .file_names()
            .take(MEMBERS)
            .filter_map(|name| name.ok().map(std::borrow::Cow::into_owned))
            .collect();
        if let Ok(member) = archive.by_name("mimetype") {
            let mut text = String::new();
            if member.take(256).read_to_string(&mut text).is_ok() {
                self.declared = Some(text.trim().to_owned());
            }
        }
    }
}

fn ending(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.chars().count() <= 8 => {
            ending.to_lowercase()
        }
        _ => String::new(),
    }
}

/// One file being read.
pub(crate) struct Job<'a> {
    /// The file, at its beginning.
    pub(crate) input: &'a mut dyn Input,
    /// Its beginning.
    pub(crate) head: &'a Head,
    /// The media type that the reader recognised.
    pub(crate) media: &'static str,
    /// What reading it may take.
    pub(crate) limits: &'a Limits,
}

impl Job<'_> {
    /// The whole file, for formats that can only be read so.
    ///
    /// # Errors
    ///
    /// When the file is larger than a quarter of the memory allowed.
    pub(crate) fn whole(&mut self) -> Result<Vec<u8>, Failure> {
        let most = self.limits.memory / 4;
        if self.head.length > most {
            return Err(Failure::too_much(format!(
                "{} bytes at once (a file of this kind may have {most})",
                self.head.length
            )));
        }
        self.input.rewind()?;
        let mut bytes = Vec::with_capacity(usize::try_from(self.head.length).unwrap_or(0));
        Read::take(&mut *self.input, most + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A failure that travels through code which knows only of input and output.
#[derive(Debug)]
struct Carried(Failure);

impl std::fmt::Display for Carried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Carried {}

impl From<Failure> for io::Error {
    fn from(failure: Failure) -> Self {
        Self::other(Carried(failure))
    }
}

impl From<io::Error> for Failure {
    /// A failure that went through a `Read` comes out as it went in; anything else means that the file breaks
    /// off or is not what it should be, since the disk itself was read before.
    fn from(error: io::Error) -> Self {
        if error.get_ref().is_some_and(|inner| inner.is::<Carried>()) {
            if let Some(Ok(carried)) = error.into_inner().map(|inner| inner.downcast::<Carried>()) {
                return carried.0;
            }
            return Self::malformed("it cannot be read");
        }
        let why = match error.kind() {
            io::ErrorKind::UnexpectedEof => "it breaks off".to_owned(),
            _ => error.to_string(),
        };
        Self { trouble: Trouble::Malformed(why), at: None }
    }
}
