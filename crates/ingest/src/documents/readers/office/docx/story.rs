//! A story: one run of paragraphs, such as the body, a footnote or a header (ECMA-376 part 1, 17.1).

use std::collections::{BTreeMap, BTreeSet};

use super::super::xml::{Element, Node, Xml};
use crate::documents::readers::flow::{Beside, Flow, Standing};
use crate::documents::{Failure, Field, Limits, Property};

/// The styles whose text is hidden.
#[derive(Debug, Default)]
pub(super) struct Styles {
    hidden: BTreeSet<String>,
}

impl Styles {
    /// Reads the styles of a document.
    pub(super) fn read(&mut self, text: &str, path: &str, limits: &Limits) -> Result<(), Failure> {
        let mut xml = Xml::new(text, path, limits);
        let mut style = None;
        while let Some(node) = xml.next()? {
            let Node::Open(element) = node else { continue };
            match element.name() {
                "style" => style = element.attribute("styleId"),
                "vanish" if element.on() => self.hidden.extend(style.clone()),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Reads stories into one flow of text.
pub(super) struct Story<'f, 'a> {
    /// Where the text goes.
    pub(super) flow: &'f mut Flow<'a>,
    /// The styles of the document.
    pub(super) styles: &'f Styles,
    /// What reading may take.
    pub(super) limits: &'a Limits,
    /// The notes and comments that the text mentions, in its order.
    pub(super) mentions: Vec<(Beside, String)>,
}

/// What is open while a story is read.
#[derive(Default)]
struct Inside {
    /// Depths at which deleted or moved text began.
    deleted: Vec<u32>,
    /// Whether the paragraph's style hides it.
    hidden_paragraph: bool,
    /// Whether the run is hidden.
    hidden_run: bool,
    /// Whether the text of elements counts: they are letters of the page.
    letters: bool,
    /// Whether this is what a paragraph says of itself.
    properties: bool,
}

impl Inside {
    fn standing(&self) -> Standing {
        match (self.deleted.is_empty(), self.hidden_run || self.hidden_paragraph) {
            (false, _) => Standing::Deleted,
            (true, true) => Standing::Hidden,
            (true, false) => Standing::Shown,
        }
    }
}

impl Story<'_, '_> {
    /// Reads a part that is one story.
    pub(super) fn read(&mut self, text: &str, path: &str) -> Result<(), Failure> {
        let mut xml = Xml::new(text, path, self.limits);
        self.paragraphs(&mut xml)
    }

    /// Reads a part that holds many short stories, and what it says of their authors. `order` is the order in
    /// which the text mentions them, by their ids; those it does not mention follow.
    pub(super) fn notes(
        &mut self,
        text: &str,
        path: &str,
        kind: Beside,
        order: &BTreeMap<&str, usize>,
    ) -> Result<Vec<Property>, Failure> {
        let mut found = Vec::new();
        let mut xml = Xml::new(text, path, self.limits);
        let mut start = 0;
        // The notes are read where they stand, in the order of the text: first each one's place is found.
        while let Some(node) = xml.next()? {
            if let Node::Open(element) = node
                && matches!(element.name(), "footnote" | "endnote" | "comment")
            {
                // Lines that separate notes from the text are notes of a type of their own.
                let kept = matches!(element.attribute("type").as_deref(), None | Some("normal"));
                let id = element.attribute("id").unwrap_or_default();
                let says = (element.attribute("author"), element.attribute("date"));
                xml.skip()?;
                let end = xml.position();
                if kept {
                    found.push((
                        order.get(id.as_str()).copied().unwrap_or(usize::MAX),
                        start,
                        end,
                        says,
                    ));
                }
                start = end;
                continue;
            }
            start = xml.position();
        }
        found.sort_by_key(|(rank, start, ..)| (*rank, *start));
        let mut properties = Vec::new();
        for (number, (_, start, end, (author, date))) in (1..).zip(found) {
            self.flow.begin(kind)?;
            let part = text.get(start..end).unwrap_or_default();
            let mut xml = Xml::new(part, path, self.limits);
            self.paragraphs(&mut xml)?;
            self.flow.end()?;
            let at = format!("{path} comment {number}");
            let claims = [(Field::Author, author), (Field::Made, date)];
            properties.extend(claims.into_iter().filter_map(|(field, value)| {
                Some(Property { field, value: value?, at: at.clone() })
            }));
        }
        Ok(properties)
    }

    /// Reads paragraphs to the end.
    fn paragraphs(&mut self, xml: &mut Xml<'_>) -> Result<(), Failure> {
        let mut inside = Inside::default();
        // What was open around a text box, with the depth at which it began.
        let mut around: Vec<(u32, Inside)> = Vec::new();
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(element) => {
                    let depth = xml.depth();
                    if element.name() == "txbxContent" {
                        self.flow.begin(Beside::TextBox)?;
                        around.push((depth, std::mem::take(&mut inside)));
                    } else if !self.open(&element, depth, &mut inside)? {
                        xml.skip()?;
                    }
                }
                Node::Text(text) if inside.letters => self.flow.push(&text, inside.standing())?,
                Node::Text(_) => {}
                Node::Close(name) => {
                    let depth = xml.depth() + 1;
                    if around.last().is_some_and(|(began, _)| *began == depth) {
                        self.flow.end()?;
                        inside = around.pop().map(|(_, inside)| inside).unwrap_or_default();
                    }
                    if inside.deleted.last() == Some(&depth) {
                        inside.deleted.pop();
                    }
                    match &*name {
                        "p" => {
                            self.flow.end_paragraph()?;
                            inside.hidden_paragraph = false;
                        }
                        "pPr" => inside.properties = false,
                        "r" => inside.hidden_run = false,
                        "t" | "delText" => inside.letters = false,
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes in the beginning of an element. Says whether what is inside it is to be read.
    fn open(
        &mut self,
        element: &Element<'_>,
        depth: u32,
        inside: &mut Inside,
    ) -> Result<bool, Failure> {
        let standing = inside.standing();
        match element.name() {
            "t" | "delText" => inside.letters = true,
            "del" | "moveFrom" => inside.deleted.push(depth),
            "tab" | "ptab" => self.flow.push("\t", standing)?,
            "br" | "cr" => self.flow.push("\n", standing)?,
            "noBreakHyphen" => self.flow.push("\u{2011}", standing)?,
            "softHyphen" => self.flow.push("\u{ad}", standing)?,
            "sym" => {
                let code =
                    element.attribute("char").and_then(|hex| u32::from_str_radix(&hex, 16).ok());
                if let Some(scalar) = code.and_then(char::from_u32) {
                    self.flow.push(scalar.encode_utf8(&mut [0; 4]), standing)?;
                }
            }
            "vanish" if element.on() => inside.hidden_run = true,
            "rStyle" | "pStyle" => {
                let style = element.attribute("val").unwrap_or_default();
                if self.styles.hidden.contains(&style) {
                    match element.name() {
                        "rStyle" => inside.hidden_run = true,
                        _ => inside.hidden_paragraph = true,
                    }
                }
            }
            "footnoteReference" => self.mention(Beside::Footnote, element),
            "endnoteReference" => self.mention(Beside::Endnote, element),
            "commentReference" => self.mention(Beside::Comment, element),
            // A paragraph's properties hold those of its mark, hidden or deleted apart from its words, and the
            // places of tabulators; only its style says something of the words.
            "tabs" | "sectPr" | "sdtPr" | "tblPr" | "trPr" | "tcPr" | "pPrChange" | "rPrChange" => {
                return Ok(false);
            }
            "rPr" if inside.properties => return Ok(false),
            "pPr" => inside.properties = true,
            // Of two forms of one thing the first is read; the other is for programs that do not know it.
            "Fallback" => return Ok(false),
            "instrText" | "delInstrText" | "fldData" => return Ok(false),
            _ => {}
        }
        Ok(true)
    }

    fn mention(&mut self, kind: Beside, element: &Element<'_>) {
        if let Some(id) = element.attribute("id") {
            self.mentions.push((kind, id));
        }
    }
}
