//! Where a reading of RTF stands: the groups that are open, and what the text in them is.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::encoding::{character_set, code_page};
use super::words::{PASSED, character};
use super::{Token, left_out};
use crate::documents::readers::flow::{Beside, Flow, Standing};
use crate::documents::{Attachment, Document, Failure, Field, Limits, Note, Property};

/// How many times deeper groups may lie in one another than files may.
const GROUPS: usize = 16;

/// What a group is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    /// Text of the page.
    Text,
    /// Nothing that is read.
    Passed,
    /// The table of fonts.
    Fonts,
    /// What the file says of itself.
    Info,
    /// A property of the file, in words.
    Property(Field, &'static str),
    /// A time, in numbers.
    Time(Field, &'static str),
    /// Who made a remark.
    Author,
    /// The bytes of a picture, in hexadecimal.
    Picture(&'static str),
}

/// A group that is open.
#[derive(Clone, Copy, Debug)]
struct Group {
    destination: Destination,
    /// What to go back to for the Unicode form of something that is written twice.
    twice: Option<Destination>,
    encoding: &'static Encoding,
    /// How many characters follow a Unicode character for programs that do not know it.
    fallback: usize,
    hidden: bool,
    deleted: bool,
    /// Whether it began something beside the text.
    beside: bool,
    /// Whether nothing was read of it yet, so that the next word is its destination.
    fresh: bool,
    /// Whether it may be passed over when its destination is not known.
    optional: bool,
}

/// A reading of RTF.
pub(super) struct State<'a> {
    limits: &'a Limits,
    flow: Flow<'a>,
    groups: Vec<Group>,
    group: Group,
    fonts: BTreeMap<i32, &'static Encoding>,
    font: i32,
    default_font: i32,
    default_encoding: &'static Encoding,
    /// Bytes of text that are still to be decoded together.
    bytes: Vec<u8>,
    /// The first half of a character that is written in two.
    half: Option<u16>,
    /// How many characters are still to be passed over.
    passing: usize,
    /// Words of a property.
    words: String,
    time: BTreeMap<&'static str, i32>,
    picture: Vec<u8>,
    digit: Option<u8>,
    objects: u32,
    comments: u32,
    replaced: u64,
    document: Document,
}

impl<'a> State<'a> {
    pub(super) fn new(flow: Flow<'a>, limits: &'a Limits) -> Self {
        let group = Group {
            destination: Destination::Text,
            twice: None,
            encoding: WINDOWS_1252,
            fallback: 1,
            hidden: false,
            deleted: false,
            beside: false,
            fresh: false,
            optional: false,
        };
        Self {
            limits,
            flow,
            groups: Vec::new(),
            group,
            fonts: BTreeMap::new(),
            font: 0,
            default_font: 0,
            default_encoding: WINDOWS_1252,
            bytes: Vec::new(),
            half: None,
            passing: 0,
            words: String::new(),
            time: BTreeMap::new(),
            picture: Vec::new(),
            digit: None,
            objects: 0,
            comments: 0,
            replaced: 0,
            document: Document::default(),
        }
    }

    /// Takes in what comes next. Says whether the file ended.
    pub(super) fn take(&mut self, token: Token<'_>) -> Result<bool, Failure> {
        if !matches!(token, Token::Hex(_) | Token::Text(_)) {
            self.decode()?;
        }
        match token {
            Token::Open => {
                self.passing = 0;
                if self.groups.len() >= self.limits.depth as usize * GROUPS {
                    let most = self.groups.len();
                    return Err(Failure::too_much(format!(
                        "groups in one another deeper than {most}"
                    )));
                }
                self.groups.push(self.group);
                self.group = Group { fresh: true, optional: false, beside: false, ..self.group };
                return Ok(false);
            }
            Token::Close => {
                self.passing = 0;
                self.close()?;
                let Some(outer) = self.groups.pop() else { return Ok(true) };
                self.group = outer;
                return Ok(self.groups.is_empty());
            }
            Token::Symbol(b'*') if self.group.fresh => {
                self.group.optional = true;
                return Ok(false);
            }
            Token::Word(name, number) => self.word(name, number)?,
            Token::Symbol(symbol) => self.symbol(symbol)?,
            Token::Hex(byte) => {
                if self.passing > 0 {
                    self.passing -= 1;
                } else {
                    self.text(&[byte])?;
                }
            }
            Token::Text(bytes) => {
                let passed = self.passing.min(bytes.len());
                self.passing -= passed;
                self.text(bytes.get(passed..).unwrap_or_default())?;
            }
            Token::Binary => self.passing = self.passing.saturating_sub(1),
        }
        self.group.fresh = false;
        Ok(false)
    }

    /// Takes in bytes of text.
    fn text(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self.group.destination {
            Destination::Passed
            | Destination::Fonts
            | Destination::Info
            | Destination::Time(..) => {}
            Destination::Picture(_) => {
                for byte in bytes {
                    let Some(digit) = char::from(*byte).to_digit(16) else { continue };
                    match self.digit.take() {
                        Some(high) => self.picture.push(high * 16 + digit as u8),
                        None => self.digit = Some(digit as u8),
                    }
                }
            }
            Destination::Text | Destination::Property(..) | Destination::Author => {
                self.bytes.extend_from_slice(bytes);
            }
        }
        Ok(())
    }

    /// Decodes the bytes of text that came one after another.
    fn decode(&mut self) -> Result<(), Failure> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (text, damaged) = self.group.encoding.decode_without_bom_handling(&bytes);
        if damaged {
            let replaced = text.chars().filter(|scalar| *scalar == char::REPLACEMENT_CHARACTER);
            self.replaced += replaced.count() as u64;
        }
        self.put(&text)
    }

    /// Puts decoded text where it belongs.
    fn put(&mut self, text: &str) -> Result<(), Failure> {
        if self.half.take().is_some() {
            self.replaced += 1;
        }
        let standing = match (self.group.deleted, self.group.hidden) {
            (true, _) => Standing::Deleted,
            (false, true) => Standing::Hidden,
            (false, false) => Standing::Shown,
        };
        match self.group.destination {
            Destination::Text => self.flow.push(text, standing)?,
            Destination::Property(..) | Destination::Author => self.words.push_str(text),
            _ => {}
        }
        Ok(())
    }

    fn symbol(&mut self, symbol: u8) -> Result<(), Failure> {
        if self.passing > 0 {
            self.passing -= 1;
            return Ok(());
        }
        match symbol {
            b'\\' | b'{' | b'}' => self.put(char::from(symbol).encode_utf8(&mut [0; 4])),
            b'~' => self.put("\u{a0}"),
            b'-' => self.put("\u{ad}"),
            b'_' => self.put("\u{2011}"),
            b'\t' => self.put("\t"),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => Ok(()),
        }
    }

    fn end_paragraph(&mut self) -> Result<(), Failure> {
        if self.group.destination == Destination::Text {
            self.flow.end_paragraph()?;
        }
        Ok(())
    }

    fn word(&mut self, name: &str, number: Option<i32>) -> Result<(), Failure> {
        if self.passing > 0 {
            self.passing -= 1;
            return Ok(());
        }
        if name == "ud" && self.group.twice.is_some() {
            self.group.destination = self.group.twice.take().unwrap_or(Destination::Passed);
            return Ok(());
        }
        if self.group.destination == Destination::Passed {
            return Ok(());
        }
        if self.destination(name)? {
            return Ok(());
        }
        if self.group.fresh && self.group.optional {
            self.group.destination = Destination::Passed;
            return Ok(());
        }
        let on = number != Some(0);
        match name {
            "u" => return self.unicode(number.unwrap_or(0)),
            "uc" => self.group.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(64),
            "par" | "sect" | "page" | "column" | "cell" | "nestcell" | "row" | "nestrow" => {
                return self.end_paragraph();
            }
            "v" => self.group.hidden = on,
            "deleted" => self.group.deleted = on,
            "plain" => {
                (self.group.hidden, self.group.deleted) = (false, false);
                self.use_font(self.default_font);
            }
            "ansicpg" | "mac" => {
                let page = if name == "mac" { 10_000 } else { number.unwrap_or(1252) };
                if let Some(encoding) = code_page(page) {
                    self.default_encoding = encoding;
                    self.group.encoding = encoding;
                }
            }
            "deff" => self.default_font = number.unwrap_or(0),
            "f" if self.group.destination == Destination::Fonts => self.font = number.unwrap_or(0),
            "f" => self.use_font(number.unwrap_or(0)),
            "fcharset" | "cpg" if self.group.destination == Destination::Fonts => {
                let number = number.unwrap_or(1);
                let found = if name == "cpg" { code_page(number) } else { character_set(number) };
                if let Some(encoding) = found {
                    self.fonts.insert(self.font, encoding);
                }
            }
            "pngblip" | "jpegblip" => {
                if let Destination::Picture(kind) = &mut self.group.destination {
                    *kind = if name == "pngblip" { "png" } else { "jpeg" };
                }
            }
            "yr" | "mo" | "dy" | "hr" | "min" | "sec" => {
                const UNITS: [&str; 6] = ["yr", "mo", "dy", "hr", "min", "sec"];
                if let Some(unit) = UNITS.iter().find(|unit| **unit == name) {
                    self.time.insert(unit, number.unwrap_or(0));
                }
            }
            "nofpages" if self.group.destination == Destination::Info => {
                self.property(Field::Extent, number.unwrap_or(0).to_string(), "info nofpages");
            }
            name => {
                if let Some(text) = character(name) {
                    return self.put(text);
                }
            }
        }
        Ok(())
    }

    /// Takes in a word that says what its group is for. Says whether it was one.
    fn destination(&mut self, name: &str) -> Result<bool, Failure> {
        let of_info = self.group.destination == Destination::Info;
        let destination = match name {
            "fonttbl" => Destination::Fonts,
            "info" => Destination::Info,
            "title" if of_info => Destination::Property(Field::Title, "info title"),
            "author" if of_info => Destination::Property(Field::Author, "info author"),
            "operator" if of_info => Destination::Property(Field::Author, "info operator"),
            "company" if of_info => Destination::Property(Field::Author, "info company"),
            "creatim" if of_info => Destination::Time(Field::Made, "info creatim"),
            "revtim" if of_info => Destination::Time(Field::Changed, "info revtim"),
            "generator" => Destination::Property(Field::Device, "generator"),
            "atnauthor" => Destination::Author,
            "pict" => Destination::Picture(""),
            "objdata" => {
                self.objects += 1;
                Destination::Passed
            }
            "upr" => {
                self.group.twice = Some(self.group.destination);
                Destination::Passed
            }
            // Groups that hold others which are read.
            "shpinst" | "shppict" | "do" => return Ok(true),
            "footnote" => return self.beside(Beside::Footnote).map(|()| true),
            "annotation" => {
                self.comments += 1;
                return self.beside(Beside::Comment).map(|()| true);
            }
            "shptxt" | "dptxbxtext" => return self.beside(Beside::TextBox).map(|()| true),
            "header" | "headerl" | "headerr" | "headerf" => {
                return self.beside(Beside::Header).map(|()| true);
            }
            "footer" | "footerl" | "footerr" | "footerf" => {
                return self.beside(Beside::Footer).map(|()| true);
            }
            "ftnalt" => {
                self.flow.rename(Beside::Endnote);
                return Ok(true);
            }
            name if PASSED.contains(&name) || of_info && self.group.fresh && name != "nofpages" => {
                Destination::Passed
            }
            _ => return Ok(false),
        };
        self.words.clear();
        self.time.clear();
        self.picture.clear();
        self.digit = None;
        self.group.destination = destination;
        Ok(true)
    }

    fn beside(&mut self, kind: Beside) -> Result<(), Failure> {
        if self.group.beside || self.group.destination != Destination::Text {
            return Ok(());
        }
        self.group.beside = true;
        (self.group.hidden, self.group.deleted) = (false, false);
        self.flow.begin(kind)
    }

    fn use_font(&mut self, font: i32) {
        self.group.encoding = self.fonts.get(&font).copied().unwrap_or(self.default_encoding);
    }

    fn unicode(&mut self, number: i32) -> Result<(), Failure> {
        self.passing = self.group.fallback;
        // Numbers are signed in sixteen bits; some programs write them unsigned or whole.
        let code = if number < 0 { number + 0x1_0000 } else { number };
        let code = u32::try_from(code).unwrap_or(0xfffd);
        let unit = u16::try_from(code).ok().filter(|unit| (0xd800..0xe000).contains(unit));
        let scalar = match (self.half.take(), unit) {
            (None, Some(half)) if half < 0xdc00 => {
                self.half = Some(half);
                return Ok(());
            }
            (Some(high), Some(low)) => char::decode_utf16([high, low]).next().and_then(Result::ok),
            (_, Some(_)) => None,
            // Fonts of symbols have their letters in a private area; these are the letters themselves.
            (_, None) => char::from_u32(code),
        };
        let scalar = scalar.unwrap_or_else(|| {
            self.replaced += 1;
            char::REPLACEMENT_CHARACTER
        });
        self.put(scalar.encode_utf8(&mut [0; 4]))
    }

    /// Ends the group that was opened last.
    fn close(&mut self) -> Result<(), Failure> {
        if self.group.beside {
            self.flow.end()?;
        }
        // A destination ends with the group that began it, not with those inside.
        if self.groups.last().is_some_and(|outer| outer.destination == self.group.destination) {
            return Ok(());
        }
        match self.group.destination {
            Destination::Property(field, at) => {
                let words = std::mem::take(&mut self.words);
                let words = words.trim().trim_end_matches(';').to_owned();
                self.property(field, words, at);
            }
            Destination::Author => {
                let author = std::mem::take(&mut self.words);
                let at = format!("comment {}", self.comments + 1);
                self.property(Field::Author, author, &at);
            }
            Destination::Time(field, at) => {
                let part = |unit| self.time.get(unit).copied().unwrap_or(0);
                let (year, month, day) = (part("yr"), part("mo"), part("dy"));
                let value = match (month, day) {
                    (0, _) => format!("{year:04}"),
                    (month, 0) => format!("{year:04}-{month:02}"),
                    (month, day) => {
                        let (hour, minute, second) = (part("hr"), part("min"), part("sec"));
                        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
                    }
                };
                if year != 0 {
                    self.property(field, value, at);
                }
            }
            Destination::Picture(kind) if !kind.is_empty() && !self.picture.is_empty() => {
                let number = self.document.attachments.len() + 1;
                self.document.attachments.push(Attachment {
                    name: format!("picture {number}.{kind}"),
                    media: Some(format!("image/{kind}")),
                    at: format!("picture {number}"),
                    address: None,
                    captured: None,
                    bytes: std::mem::take(&mut self.picture),
                });
            }
            _ => {}
        }
        Ok(())
    }

    fn property(&mut self, field: Field, value: String, at: &str) {
        if !value.is_empty() {
            self.document.properties.push(Property { field, value, at: at.to_owned() });
        }
    }

    pub(super) fn finish(mut self) -> Result<Document, Failure> {
        if self.replaced > 0 {
            self.document.notes.push(Note::Replaced(self.replaced));
        }
        self.document.notes.extend(left_out(self.objects));
        self.flow.finish(&mut self.document)?;
        Ok(self.document)
    }
}
