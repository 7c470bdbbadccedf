//! Everything that a page shows, paragraph by paragraph.
//!
//! White space is laid out as HTML lays it out: a run of it is one space, none stands at the edges of a block,
//! and `pre` keeps it. Elements that begin a new line in every browser end a paragraph; a line break is a line
//! end, two of them end a paragraph, as pages older than style sheets use them. Every element is marked with a
//! number as it is met, so that the main text can be found again. Nothing here calls itself, since pages may be
//! as deep as they are long.

use dom_query::{Document as Page, NodeData, NodeRef};

use crate::documents::{Failure, Limits};

/// The attribute that elements are marked with.
pub(super) const MARK: &str = "data-onus";

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Captured {
    /// Its paragraphs.
    pub(super) paragraphs: Vec<Paragraph>,
    /// What it hides.
    pub(super) hidden: Vec<String>,
    /// How deep its elements lie in one another.
    pub(super) depth: usize,
}

/// A paragraph of a page.
#[derive(Debug)]
pub(super) struct Paragraph {
    /// Its text.
    pub(super) text: String,
    /// The number of the element in which its first words stand.
    pub(super) element: u32,
}

/// An element that is open.
#[derive(Clone, Copy)]
struct Open {
    number: u32,
    block: bool,
    hidden: bool,
    kept: bool,
}

/// A paragraph in the making.
#[derive(Default)]
struct Line {
    text: String,
    space: bool,
    breaks: usize,
    element: Option<u32>,
}

/// Captures a page, and marks its elements.
pub(super) fn of(page: &Page, limits: &Limits) -> Result<Captured, Failure> {
    let mut captured = Captured::default();
    let (mut shown, mut hidden) = (Line::default(), Line::default());
    let mut open: Vec<Open> = Vec::new();
    let mut count = 0_u32;
    let mut spent = 0_u64;
    let root = page.root();
    let mut next = root.first_child();
    while let Some(node) = next {
        let around = open.last().copied().unwrap_or(Open {
            number: 0,
            block: true,
            hidden: false,
            kept: false,
        });
        let mut inside = None;
        match kind(&node) {
            Kind::Text(text) => {
                spent = spent.saturating_add(text.len() as u64);
                if spent > limits.output {
                    let most = limits.output;
                    return Err(Failure::too_much(format!("more than {most} bytes of text")));
                }
                let line = if around.hidden { &mut hidden } else { &mut shown };
                line.words(&text, around, &mut captured);
            }
            Kind::Element { name, unseen } => {
                count = count.saturating_add(1);
                captured.depth = captured.depth.max(open.len() + 1);
                node.set_attr(MARK, &count.to_string());
                let element = Open {
                    number: count,
                    block: BLOCKS.contains(&name.as_str()),
                    hidden: around.hidden || unseen,
                    kept: around.kept || matches!(name.as_str(), "pre" | "textarea" | "listing"),
                };
                let line = if element.hidden { &mut hidden } else { &mut shown };
                if element.block {
                    line.end(&mut captured, element.hidden);
                }
                match name.as_str() {
                    "br" => line.end_of_line(),
                    name if PASSED.contains(&name) => {}
                    _ => inside = node.first_child(),
                }
                if inside.is_some() {
                    open.push(element);
                }
            }
            Kind::Other => {}
        }
        next = inside.or_else(|| {
            let mut node = node;
            loop {
                if let Some(sibling) = node.next_sibling() {
                    return Some(sibling);
                }
                node = node.parent().filter(|parent| parent.id != root.id)?;
                let closed = open.pop()?;
                let around = open.last().is_some_and(|open| open.hidden);
                if closed.block || closed.hidden != around {
                    let line = if closed.hidden { &mut hidden } else { &mut shown };
                    line.end(&mut captured, closed.hidden);
                }
            }
        });
    }
    shown.end(&mut captured, false);
    hidden.end(&mut captured, true);
    Ok(captured)
}

enum Kind {
    Text(String),
    Element { name: String, unseen: bool },
    Other,
}

fn kind(node: &NodeRef<'_>) -> Kind {
    let kind = node.query(|node| match &node.data {
        NodeData::Text { contents } => Kind::Text(contents.to_string()),
        NodeData::Element(element) => {
            let attribute = |name: &str| {
                let found = element.attrs.iter().find(|attribute| &*attribute.name.local == name);
                found.map(|attribute| attribute.value.to_string())
            };
            let style = attribute("style").unwrap_or_default();
            let style: String = style
                .chars()
                .filter(|scalar| !scalar.is_whitespace())
                .collect::<String>()
                .to_lowercase();
            let unseen = attribute("hidden").is_some()
                || style.contains("display:none")
                || style.contains("visibility:hidden")
                || &*element.name.local == "dialog" && attribute("open").is_none();
            Kind::Element { name: element.name.local.to_string(), unseen }
        }
        _ => Kind::Other,
    });
    kind.unwrap_or(Kind::Other)
}

impl Line {
    /// Adds words as HTML lays out their white space.
    fn words(&mut self, text: &str, around: Open, captured: &mut Captured) {
        for scalar in text.chars() {
            if around.kept && scalar == '\n' {
                self.end_of_line();
            } else if matches!(scalar, ' ' | '\t' | '\n' | '\r' | '\x0c') && !around.kept {
                self.space = true;
            } else {
                self.put(scalar, around, captured);
            }
        }
    }

    fn put(&mut self, scalar: char, around: Open, captured: &mut Captured) {
        if self.breaks > 1 {
            self.end(captured, around.hidden);
        }
        for _ in 0..std::mem::take(&mut self.breaks) {
            self.text.push('\n');
        }
        if std::mem::take(&mut self.space) && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        self.element.get_or_insert(around.number);
        self.text.push(scalar);
    }

    fn end_of_line(&mut self) {
        self.space = false;
        if !self.text.is_empty() {
            self.breaks += 1;
        }
    }

    /// Ends the paragraph.
    fn end(&mut self, captured: &mut Captured, hidden: bool) {
        let line = std::mem::take(self);
        if line.text.trim().is_empty() {
            return;
        }
        if hidden {
            captured.hidden.push(line.text);
        } else {
            let element = line.element.unwrap_or(0);
            captured.paragraphs.push(Paragraph { text: line.text, element });
        }
    }
}

/// Elements that begin a new line. Cells of a table are paragraphs of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Elements in which nothing stands on the page itself.
const PASSED: &[&str] = &[
    "applet", "audio", "canvas", "datalist", "embed", "head", "iframe", "map", "meter", "noembed",
    "noframes", "noscript", "object", "progress", "rp", "script", "style", "svg", "template",
    "title", "video",
];
