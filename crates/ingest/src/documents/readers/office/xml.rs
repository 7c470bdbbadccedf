//! XML as the parts of office files use it.
//!
//! Names are compared without their prefixes, because producers choose these as they like. No document type is
//! ever followed: one that declares entities is an attack on whoever reads it, since no program that writes
//! office files declares any. Elements are counted as they open, and nothing here calls itself.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::documents::encoding::decode;
use crate::documents::{Failure, Limits};

/// How many times deeper elements may lie in one another than files may: a cell of a table in a table in a text
/// box is some thirty elements deep.
const ELEMENTS: u32 = 16;

/// What comes next in a part.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// The element of this name ends.
    Close(Cow<'a, str>),
    /// Text, with what its entities stand for.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
#[derive(Debug)]
pub(crate) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// Its name without prefix.
    pub(crate) fn name(&self) -> &str {
        let name = self.0.name().0;
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// Its prefix, where it has one.
    pub(crate) fn prefix(&self) -> &str {
        self.0.name().0.split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The value of an attribute, by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        Some(match found.normalized_value(XmlVersion::Explicit1_0) {
            Ok(value) => value.into_owned(),
            Err(_) => found.value.into_owned(),
        })
    }

    /// Whether a switch is on: there, and not said to be off.
    pub(crate) fn on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off"))
    }
}

/// The text of a part, whatever it is encoded in.
pub(crate) fn text(bytes: &[u8]) -> String {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let stated = head.strip_prefix("<?xml").and_then(|rest| {
        let declaration = rest.split("?>").next()?;
        let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        value.get(1..)?.split(quote).next().map(str::to_owned)
    });
    decode(bytes, stated.as_deref().or(Some("utf-8"))).text
}

/// A part, read one node after another.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    path: &'a str,
    depth: u32,
    most: u32,
}

impl<'a> Xml<'a> {
    /// Begins to read a part's text. `path` is what failures call it.
    pub(crate) fn new(text: &'a str, path: &'a str, limits: &Limits) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.trim_text(false);
        Self { reader, path, depth: 0, most: limits.depth.saturating_mul(ELEMENTS) }
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> u32 {
        self.depth
    }

    /// The byte of the part's text that comes next.
    pub(crate) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// The next node; nothing at the end of the part.
    ///
    /// # Errors
    ///
    /// When the part is not well-formed, breaks off, is too deep, or declares entities.
    pub(crate) fn next(&mut self) -> Result<Option<Node<'a>>, Failure> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.damaged(&error))?;
            return Ok(Some(match event {
                Event::Start(element) => {
                    self.depth += 1;
                    if self.depth > self.most {
                        let most = self.most;
                        let what = format!("elements in one another deeper than {most}");
                        return Err(Failure::too_much(what).at(self.path));
                    }
                    Node::Open(Element(element))
                }
                Event::End(element) => {
                    self.depth = self.depth.saturating_sub(1);
                    let name = element.name().0;
                    let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
                    Node::Close(Cow::Owned(name.to_owned()))
                }
                Event::Text(text) => Node::Text(Cow::Owned(text.xml10_content().into_owned())),
                Event::CData(text) => Node::Text(Cow::Owned(text.xml10_content().into_owned())),
                Event::GeneralRef(entity) => {
                    let scalar = entity.resolve_char_ref().map_err(|error| self.damaged(&error))?;
                    let scalar = match (scalar, entity.xml10_content().as_ref()) {
                        (Some(scalar), _) => scalar,
                        (None, "lt") => '<',
                        (None, "gt") => '>',
                        (None, "amp") => '&',
                        (None, "quot") => '"',
                        (None, "apos") => '\'',
                        (None, name) => {
                            let why = format!("the entity &{name}; stands for nothing");
                            return Err(Failure::malformed(why).at(self.path));
                        }
                    };
                    Node::Text(Cow::Owned(scalar.to_string()))
                }
                Event::DocType(kind) if kind.xml10_content().contains("<!ENTITY") => {
                    let what =
                        "it declares entities of its own, which can be made to grow without end";
                    return Err(Failure::hostile(what).at(self.path));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(Failure::malformed("it breaks off").at(self.path));
                }
                Event::Eof => return Ok(None),
                // Empty elements come as their beginning and their end.
                Event::Empty(_)
                | Event::DocType(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::Comment(_) => continue,
            }));
        }
    }

    /// Passes over the rest of the element that was opened last.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub(crate) fn skip(&mut self) -> Result<(), Failure> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }

    /// All text inside the element that was opened last, which is read to its end.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub(crate) fn inside(&mut self) -> Result<String, Failure> {
        let outside = self.depth.saturating_sub(1);
        let mut text = String::new();
        while self.depth > outside {
            match self.next()? {
                Some(Node::Text(more)) => text.push_str(&more),
                Some(_) => {}
                None => break,
            }
        }
        Ok(text)
    }

    fn damaged(&self, error: &impl std::fmt::Display) -> Failure {
        Failure::malformed(error.to_string()).at(self.path)
    }
}
