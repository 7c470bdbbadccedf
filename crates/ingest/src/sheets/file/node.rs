//! A YAML document as texts, lists and mappings, each with its place.
//!
//! YAML's own idea of types is not asked for: every scalar is the text that stands there, so that `no`,
//! `0301`, `11:30` and `2011-12-21` are what was written. Anchors, aliases and tags are refused: a row is
//! to say by itself what it claims, and an alias of an alias of an alias fills any memory. A key that is
//! given twice is a mistake, because readers differ in which of the two they keep.

use std::borrow::Cow;
use std::collections::BTreeMap;

use granit_parser::{Event, Marker, Parser, ScanError};

/// The most texts, lists and mappings of one file.
const MOST: usize = 2_000_000;

/// Line and character, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) line: u32,
    pub(super) column: u32,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) spot: Spot,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    Text(String),
    /// Something that has been reported as a fault.
    Refused,
    List(Vec<Node>),
    Mapping(Vec<(Key, Node)>),
}

#[derive(Debug)]
pub(super) struct Key {
    pub(super) spot: Spot,
    pub(super) name: String,
}

/// A mistake in the YAML itself.
pub(super) struct Fault {
    pub(super) spot: Spot,
    pub(super) message: String,
    pub(super) hint: &'static str,
}

/// A list or mapping that is not complete yet.
enum Open {
    List(Spot, Vec<Node>),
    Mapping(Spot, Entries),
}

/// The entries of a mapping so far.
#[derive(Default)]
struct Entries {
    entries: Vec<(Key, Node)>,
    /// The key whose value comes next.
    pending: Option<Key>,
    /// The line of each key.
    lines: BTreeMap<String, u32>,
}

struct Builder<'f> {
    open: Vec<Open>,
    documents: Vec<Node>,
    faults: &'f mut Vec<Fault>,
}

/// Reads every document of the text; what could be read, even where there are faults.
pub(super) fn documents(text: &str, faults: &mut Vec<Fault>) -> Vec<Node> {
    let mut builder = Builder { open: Vec::new(), documents: Vec::new(), faults };
    let options = granit_parser::options! { strict_indentation: true };
    for (number, event) in Parser::new_from_str_with_options(text, options).enumerate() {
        match event {
            Err(error) => {
                let fault = syntax(text, &error);
                builder.faults.push(fault);
                break;
            }
            Ok((_, span)) if number > MOST => {
                let spot = spot(&span.start);
                let message = "the file has far more entries than a sheet".to_owned();
                builder.faults.push(Fault { spot, message, hint: "split it" });
                break;
            }
            // The parser writes ~ for a value that is not there; only what stands there counts.
            Ok((Event::Scalar(_, style, anchor, tag), span)) if span.is_empty() => {
                let nothing = Event::Scalar(Cow::Borrowed(""), style, anchor, tag);
                builder.event(nothing, spot(&span.start));
            }
            Ok((event, span)) => builder.event(event, spot(&span.start)),
        }
    }
    builder.documents
}

fn spot(marker: &Marker) -> Spot {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Spot { line: number(marker.line()), column: number(marker.col().saturating_add(1)) }
}

/// Words the parser's error, and tells of a tab where that is the likely cause.
fn syntax(text: &str, error: &ScanError) -> Fault {
    let spot = spot(error.marker());
    let place = usize::try_from(spot.line.saturating_sub(1)).unwrap_or_default();
    let line = text.lines().nth(place).unwrap_or_default();
    let indent: String = line.chars().take_while(|character| character.is_whitespace()).collect();
    if indent.contains('\t') {
        let message = "the line is indented with a tab".to_owned();
        return Fault { spot, message, hint: "indent with spaces: YAML allows no tabs there" };
    }
    Fault {
        spot,
        message: format!("this is not YAML: {}", error.info()),
        hint: "put a text with : # or quotes in it between quotes; check the indentation",
    }
}

impl Builder<'_> {
    fn fault(&mut self, spot: Spot, message: String, hint: &'static str) {
        self.faults.push(Fault { spot, message, hint });
    }

    fn event(&mut self, event: Event, spot: Spot) {
        let (anchored, tagged) = match &event {
            Event::Scalar(_, _, anchor, tag) => (*anchor > 0, tag.is_some()),
            Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag) => {
                (*anchor > 0, tag.is_some())
            }
            _ => (false, false),
        };
        if anchored {
            let message = "an anchor (&) is not read".to_owned();
            self.fault(spot, message, "write the text out where it is needed");
        }
        if tagged {
            self.fault(spot, "a tag (!) is not read".to_owned(), "leave it out: all is text");
        }
        match event {
            Event::Scalar(text, ..) => self.close(spot, Content::Text(text.into_owned())),
            Event::SequenceStart(..) => self.open.push(Open::List(spot, Vec::new())),
            Event::MappingStart(..) => self.open.push(Open::Mapping(spot, Entries::default())),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(spot, items)) => self.close(spot, Content::List(items)),
                Some(Open::Mapping(spot, mapping)) => {
                    self.close(spot, Content::Mapping(mapping.entries));
                }
                None => {}
            },
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let message = "an alias (*) is not read".to_owned();
                self.fault(spot, message, "write the text out where it is needed");
                self.close(spot, Content::Refused);
            }
            _ => {}
        }
    }

    /// Puts something complete where it belongs: into the list or mapping around it.
    fn close(&mut self, spot: Spot, content: Content) {
        match self.open.last_mut() {
            None => self.documents.push(Node { spot, content }),
            Some(Open::List(_, items)) => items.push(Node { spot, content }),
            Some(Open::Mapping(_, mapping)) => match (mapping.pending.take(), content) {
                (Some(key), content) => mapping.entries.push((key, Node { spot, content })),
                (None, Content::Text(name)) => {
                    let first = mapping.lines.insert(name.clone(), spot.line);
                    let message = format!("the key \"{}\" is there twice", shorten(&name));
                    mapping.pending = Some(Key { spot, name });
                    if let Some(line) = first {
                        let message = format!("{message}; the first is in line {line}");
                        self.fault(spot, message, "keep one of them");
                    }
                }
                (None, _) => {
                    mapping.pending = Some(Key { spot, name: String::new() });
                    let message = "a key is not a text".to_owned();
                    self.fault(spot, message, "write the name of a column before the colon");
                }
            },
        }
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(60).collect()
}
