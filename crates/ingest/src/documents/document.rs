//! What a reader makes of a file.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What a reader made of a file: its text, where each part of it stands in the file, what the file says of
/// itself, and the files inside it.
///
/// The text is what passages point into, by Unicode scalars from 0. It is not cleaned up beyond what the format
/// demands: line ends become `\n`, runs that only lay out a page become one space, and nothing is normalised.
/// Reading the same bytes with the same reader gives the same text, so that its digest names this version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Which reader made it, with its version: `pdf/1`. A reader whose text changes takes a new number.
    pub reader: String,
    /// The media type that the bytes themselves show, not what the file's name promises.
    pub media: String,
    /// The whole text.
    pub text: String,
    /// Where its parts stand, in the order of the text. Parts may lie inside others (a paragraph in a page) and
    /// do not otherwise overlap; text between them, such as the line ends that join them, belongs to none.
    pub parts: Vec<Part>,
    /// What the file says of itself.
    pub properties: Vec<Property>,
    /// The files inside it, each to be read as a file of its own.
    pub attachments: Vec<Attachment>,
    /// What a person should know about this reading: pages without text, parts left out.
    pub notes: Vec<Note>,
    /// Parts that are pictures of text and still to be recognised. Whoever runs the reader has them recognised
    /// where it can, and says of each what came of it in the notes.
    pub pictures: Vec<Picture>,
}

/// A part of a document that is a picture of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Which part, by its index in the document's parts. The part is empty and holds no others.
    pub part: u32,
    /// Where the picture is.
    pub drawn: Drawn,
}

/// Where the picture of a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Drawn {
    /// The file itself is the picture.
    File,
    /// A page of the file, by its number from 1, which is first to be drawn.
    Page(u32),
}

/// A part of a text and its place in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its place.
    pub place: Place,
    /// Unicode scalars of the text.
    pub range: Range<u64>,
    /// Whether it was recognised from a picture, by what and how surely.
    pub recognized: Option<Recognized>,
}

/// A text that was recognised from a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognized {
    /// The program and the languages it was told: `tesseract 5.3.0 rus+kaz`.
    pub by: String,
    /// The program's own confidence, 0 to 100.
    pub confidence: u8,
}

/// A place in a file, as a reader of that kind of file would name it. All numbers count from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A page.
    Page(u32),
    /// A paragraph, heading, list item or line: of the page or message it lies in, else of the file.
    Paragraph(u32),
    /// A cell of a table: the sheet's name (empty where there is only one) and the cell in letters and number.
    Cell {
        /// The sheet.
        sheet: String,
        /// The cell, such as `B7`.
        cell: String,
    },
    /// A stretch of a recording, in milliseconds from its beginning.
    Time {
        /// Its beginning.
        from: u64,
        /// Its end.
        to: u64,
    },
    /// A part of a message: `subject`, `from`, `body`, or a part's number such as `1.2`.
    Message(String),
    /// The main text of a web page, as told apart from menus, advertisements and comments.
    Main,
    /// Everything visible on a web page.
    Capture,
    /// A foot- or endnote, a header or footer, a comment, by the word for it and its number.
    Aside(String, u32),
}

/// What a file says of itself. None of it is known to be true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// Which.
    pub field: Field,
    /// The value as the file has it, verbatim.
    pub value: String,
    /// Where it stands in the file: `EXIF DateTimeOriginal`, `docProps/core.xml dc:creator`.
    pub at: String,
}

/// A property of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// Its title or subject.
    Title,
    /// Who made it, or who sent a message.
    Author,
    /// To whom it was sent.
    Recipient,
    /// When it was made, taken or sent: EDTF where it could be read as such, otherwise verbatim.
    Made,
    /// When it was last changed.
    Changed,
    /// Where it was taken: `latitude,longitude` in decimal degrees.
    Position,
    /// The device or program that made it.
    Device,
    /// Its language, as a BCP 47 tag.
    Language,
    /// The address it was saved from.
    Address,
    /// When it was captured from there.
    Captured,
    /// How long it is: hours, minutes and seconds, `h:mm:ss.mmm`.
    Duration,
    /// Its size: pages, or width and height.
    Extent,
    /// An identifier it carries: `Message-ID`, ISBN, case number.
    Identifier,
}

/// A file inside a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name as the outer file has it. Never used as a path.
    pub name: String,
    /// The media type that the outer file claims for it.
    pub media: Option<String>,
    /// Where it stands, in the outer file's own terms: `folder/report.docx`, `part 2`, `record 14`.
    pub at: String,
    /// The address it was captured from, in a web archive.
    pub address: Option<String>,
    /// When it was captured.
    pub captured: Option<String>,
    /// Its bytes.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

/// Something that a person should know about a reading, in a word that is shown in their language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// A page is a picture, and no program that recognises text is installed.
    PageNotRecognized(u32),
    /// A page is a picture; its text was recognised.
    PageRecognized(u32),
    /// The file holds no text that this reader can read.
    NoText,
    /// Bytes that are no text in the file's encoding were replaced: how many.
    Replaced(u64),
    /// The encoding was not stated and was guessed: which.
    EncodingGuessed(String),
    /// Right-to-left text was put into its logical order.
    Reordered,
    /// A part could not be read and is left out: where, and why.
    LeftOut(String, String),
    /// Text that programs do not show when the file is opened was read all the same: which, by its aside's word
    /// or its sheet's name.
    Unseen(String),
    /// The file's name promises another kind of file than its bytes are: the ending, and the media type found.
    OtherKind(String, String),
}
