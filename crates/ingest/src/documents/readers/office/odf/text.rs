//! Paragraphs of OpenDocument (OpenDocument 1.3 part 3, chapters 5 to 7).

use std::collections::BTreeSet;

use super::super::xml::{Element, Node, Xml};
use crate::documents::readers::flow::{Beside, Flow, Standing};
use crate::documents::{Failure, Field, Property};

/// The most spaces that one element may stand for.
const SPACES: usize = 4096;

/// Reads paragraphs into one flow of text.
pub(super) struct Text<'f, 'a> {
    /// Where the text goes.
    pub(super) flow: &'f mut Flow<'a>,
    /// The styles whose text is hidden.
    hidden: BTreeSet<String>,
    /// How many remarks were read.
    comments: u32,
    /// Who made them and when.
    pub(super) claims: Vec<Property>,
}

/// Something open that changes what the text in it is.
struct Around {
    depth: u32,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Aside,
    Comment,
    Deletion,
    Hidden,
    Paragraph,
    HiddenParagraph,
}

impl<'f, 'a> Text<'f, 'a> {
    pub(super) fn new(flow: &'f mut Flow<'a>) -> Self {
        Self { flow, hidden: BTreeSet::new(), comments: 0, claims: Vec::new() }
    }

    /// Reads which styles hide their text.
    pub(super) fn styles(&mut self, xml: &mut Xml<'_>) -> Result<(), Failure> {
        let mut style = None;
        while let Some(node) = xml.next()? {
            let Node::Open(element) = node else { continue };
            match element.name() {
                "style" => style = element.attribute("name"),
                "text-properties" if element.attribute("display").as_deref() == Some("none") => {
                    self.hidden.extend(style.clone());
                }
                "body" => xml.skip()?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads everything inside the element that was opened last.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Failure> {
        let outside = xml.depth();
        let mut around: Vec<Around> = Vec::new();
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(element) => {
                    let depth = xml.depth();
                    let standing = standing(&around);
                    let comment = around.last().is_some_and(|around| around.what == What::Comment);
                    if comment && element.prefix() == "dc" {
                        self.claim(element.name(), xml)?;
                        continue;
                    }
                    match self.open(&element, standing)? {
                        Some(what) => around.push(Around { depth, what }),
                        None if passed_over(&element) => xml.skip()?,
                        None => {}
                    }
                }
                Node::Text(text) => {
                    // Text between paragraphs only lays out the XML.
                    let paragraph = around.iter().rev().find_map(|around| match around.what {
                        What::Paragraph | What::HiddenParagraph => Some(true),
                        What::Aside | What::Comment | What::Deletion => Some(false),
                        What::Hidden => None,
                    });
                    if paragraph == Some(true) {
                        self.words(&text, standing(&around))?;
                    }
                }
                Node::Close(_) => {
                    let depth = xml.depth() + 1;
                    while around.last().is_some_and(|around| around.depth == depth) {
                        match around.pop().map(|around| around.what) {
                            Some(What::Aside | What::Comment) => self.flow.end()?,
                            // The paragraphs of one deletion are one aside.
                            Some(What::Paragraph | What::HiddenParagraph) if deleted(&around) => {
                                self.flow.push("\n", Standing::Deleted)?;
                            }
                            Some(What::Paragraph | What::HiddenParagraph | What::Deletion) => {
                                self.flow.end_paragraph()?;
                            }
                            Some(What::Hidden) | None => {}
                        }
                    }
                    if depth == outside {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes in who made a remark, or when.
    fn claim(&mut self, name: &str, xml: &mut Xml<'_>) -> Result<(), Failure> {
        let value = xml.inside()?;
        let field = match name {
            "creator" => Field::Author,
            "date" => Field::Made,
            _ => return Ok(()),
        };
        let at = format!("content.xml comment {}", self.comments);
        self.claims.push(Property { field, value, at });
        Ok(())
    }

    /// Takes in the beginning of an element. Says what it changes about the text inside.
    fn open(&mut self, element: &Element<'_>, standing: Standing) -> Result<Option<What>, Failure> {
        let style = || element.attribute("style-name").unwrap_or_default();
        Ok(match element.name() {
            "p" | "h" if self.hidden.contains(&style()) => Some(What::HiddenParagraph),
            "p" | "h" => Some(What::Paragraph),
            "span" if self.hidden.contains(&style()) => Some(What::Hidden),
            "hidden-text" if element.attribute("is-hidden").as_deref() == Some("true") => {
                Some(What::Hidden)
            }
            "deletion" => Some(What::Deletion),
            "note" => {
                let end = element.attribute("note-class").as_deref() == Some("endnote");
                self.flow.begin(if end { Beside::Endnote } else { Beside::Footnote })?;
                Some(What::Aside)
            }
            "annotation" => {
                self.flow.begin(Beside::Comment)?;
                self.comments += 1;
                Some(What::Comment)
            }
            "text-box" => {
                self.flow.begin(Beside::TextBox)?;
                Some(What::Aside)
            }
            "s" => {
                let count =
                    element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.flow.push(&" ".repeat(SPACES.min(count)), standing)?;
                None
            }
            "tab" => {
                self.flow.push("\t", standing)?;
                None
            }
            "line-break" => {
                self.flow.push("\n", standing)?;
                None
            }
            _ => None,
        })
    }

    /// Adds words, of whose white space a run is one space and none at a paragraph's beginning (6.1.2).
    fn words(&mut self, text: &str, standing: Standing) -> Result<(), Failure> {
        let mut words = String::with_capacity(text.len());
        let mut last = self.flow.last();
        for scalar in text.chars() {
            let scalar = if matches!(scalar, '\t' | '\n' | '\r') { ' ' } else { scalar };
            if scalar == ' ' && matches!(last, None | Some(' ' | '\t' | '\n')) {
                continue;
            }
            words.push(scalar);
            last = Some(scalar);
        }
        self.flow.push(&words, standing)
    }
}

fn deleted(around: &[Around]) -> bool {
    around.iter().any(|around| matches!(around.what, What::Deletion))
}

fn standing(around: &[Around]) -> Standing {
    if deleted(around) {
        Standing::Deleted
    } else if around
        .iter()
        .any(|around| matches!(around.what, What::Hidden | What::HiddenParagraph))
    {
        Standing::Hidden
    } else {
        Standing::Shown
    }
}

/// Whether an element holds nothing that stands on the page: what its fields are called, who made a change,
/// what a picture's bytes are.
fn passed_over(element: &Element<'_>) -> bool {
    matches!(
        (element.prefix(), element.name()),
        ("office", "forms" | "binary-data" | "change-info" | "event-listeners")
            | ("svg", "title" | "desc")
            | ("dc", _)
            | ("meta", _)
            | (
                "text",
                "note-citation" | "number" | "ruby-text" | "sequence-decls" | "variable-decls"
            )
            | ("text", "user-field-decls" | "table-of-content-source" | "bibliography-source")
    )
}
