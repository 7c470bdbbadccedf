//! Running text: paragraphs one after another, with what stands beside them.
//!
//! Word processors and web pages interleave what a page keeps apart: a footnote stands inside the sentence it
//! belongs to, a text box inside a paragraph, a deleted word between two that stay. Here the paragraphs keep
//! their course, counted from 1 as a reader of the page would count them (headings, list items and the cells of
//! tables are paragraphs, empty ones are none), and everything beside them follows after the last paragraph as
//! an aside of its own. So a quotation that runs past a footnote's mark is found, and no deleted word is taken
//! for one that was said.

use super::super::builder::TextBuilder;
use super::super::{Document, Failure, Limits, Note, Place};

/// What stands beside running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Beside {
    /// A box with text of its own.
    TextBox,
    /// A footnote.
    Footnote,
    /// An endnote.
    Endnote,
    /// A remark of somebody who read the text.
    Comment,
    /// What stands above each page.
    Header,
    /// What stands below each page.
    Footer,
    /// Text that somebody deleted or moved away while changes were tracked.
    Deleted,
    /// Text that programs do not show.
    Hidden,
}

impl Beside {
    /// The word that names its place.
    fn word(self) -> &'static str {
        match self {
            Self::TextBox => "text box",
            Self::Footnote => "footnote",
            Self::Endnote => "endnote",
            Self::Comment => "comment",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Deleted => "deleted",
            Self::Hidden => "hidden",
        }
    }
}

/// How a stretch of text stands in its paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Like any other.
    #[default]
    Shown,
    /// It was deleted.
    Deleted,
    /// It is not shown.
    Hidden,
}

/// Something that stands beside the text, complete.
struct Aside {
    kind: Beside,
    paragraphs: Vec<String>,
}

/// A run of paragraphs that is being read: the text itself or something beside it.
struct Stream {
    /// What it is; nothing for the text itself.
    kind: Option<Beside>,
    /// The paragraph that is being read.
    paragraph: String,
    /// The paragraphs of an aside so far.
    paragraphs: Vec<String>,
    /// What was deleted or hidden at this place of the paragraph.
    apart: Vec<(Beside, String)>,
}

impl Stream {
    fn new(kind: Option<Beside>) -> Self {
        Self { kind, paragraph: String::new(), paragraphs: Vec::new(), apart: Vec::new() }
    }
}

/// Running text in the making.
pub(crate) struct Flow<'a> {
    limits: &'a Limits,
    text: TextBuilder<'a>,
    count: u32,
    spent: u64,
    below: Vec<Stream>,
    top: Stream,
    asides: Vec<Aside>,
}

impl<'a> Flow<'a> {
    /// An empty text.
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            text: TextBuilder::new(limits),
            count: 0,
            spent: 0,
            below: Vec::new(),
            top: Stream::new(None),
            asides: Vec::new(),
        }
    }

    /// Adds to the paragraph that is being read.
    ///
    /// # Errors
    ///
    /// When there is more text than a reading may give.
    pub(crate) fn push(&mut self, text: &str, standing: Standing) -> Result<(), Failure> {
        self.spent = self.spent.saturating_add(text.len() as u64);
        if self.spent > self.limits.output {
            let most = self.limits.output;
            return Err(Failure::too_much(format!("more than {most} bytes of text")));
        }
        let apart = match standing {
            Standing::Shown => {
                if !text.is_empty() {
                    self.set_apart();
                    self.top.paragraph.push_str(text);
                }
                return Ok(());
            }
            Standing::Deleted => Beside::Deleted,
            Standing::Hidden => Beside::Hidden,
        };
        match self.top.apart.iter_mut().find(|(kind, _)| *kind == apart) {
            Some((_, words)) => words.push_str(text),
            None => self.top.apart.push((apart, text.to_owned())),
        }
        Ok(())
    }

    /// Whether the paragraph that is being read has text so far, and what it ends with.
    pub(crate) fn last(&self) -> Option<char> {
        self.top.paragraph.chars().next_back()
    }

    /// Ends the paragraph. One without a letter is none: nobody who counts paragraphs would count it. Says
    /// whether it was one.
    ///
    /// # Errors
    ///
    /// When there is more text, or there are more parts, than a reading may give.
    pub(crate) fn end_paragraph(&mut self) -> Result<bool, Failure> {
        self.set_apart();
        let paragraph = std::mem::take(&mut self.top.paragraph);
        if paragraph.trim().is_empty() {
            return Ok(false);
        }
        if self.top.kind.is_some() {
            // A note's number is made while the page is drawn; the space after it stands in the file.
            self.top.paragraphs.push(paragraph.trim_start().to_owned());
            return Ok(true);
        }
        self.count += 1;
        self.text.line();
        self.text.part(Place::Paragraph(self.count), &paragraph)?;
        Ok(true)
    }

    /// Begins something that stands beside the text; the paragraph that is being read waits.
    ///
    /// # Errors
    ///
    /// When such things lie too deep in one another.
    pub(crate) fn begin(&mut self, kind: Beside) -> Result<(), Failure> {
        if self.below.len() >= self.limits.depth as usize {
            let most = self.limits.depth;
            return Err(Failure::too_much(format!("text boxes in one another deeper than {most}")));
        }
        self.below.push(std::mem::replace(&mut self.top, Stream::new(Some(kind))));
        Ok(())
    }

    /// Says that what was begun last is of another kind than it was taken for.
    pub(crate) fn rename(&mut self, kind: Beside) {
        if let Some(top) = &mut self.top.kind {
            *top = kind;
        }
    }

    /// Ends what was begun last; the paragraph before it goes on.
    ///
    /// # Errors
    ///
    /// As [`end_paragraph`](Self::end_paragraph).
    pub(crate) fn end(&mut self) -> Result<(), Failure> {
        self.end_paragraph()?;
        let Some(below) = self.below.pop() else { return Ok(()) };
        let done = std::mem::replace(&mut self.top, below);
        if let (Some(kind), false) = (done.kind, done.paragraphs.is_empty()) {
            self.asides.push(Aside { kind, paragraphs: done.paragraphs });
        }
        Ok(())
    }

    /// What was deleted or hidden here becomes an aside, since other text follows.
    fn set_apart(&mut self) {
        for (kind, words) in std::mem::take(&mut self.top.apart) {
            let words = words.trim_end_matches('\n');
            if !words.trim().is_empty() {
                self.asides.push(Aside { kind, paragraphs: vec![words.to_owned()] });
            }
        }
    }

    /// Puts everything into a document: the paragraphs, then what stands beside them, in kinds.
    ///
    /// # Errors
    ///
    /// When there is more text, or there are more parts, than a reading may give.
    pub(crate) fn finish(mut self, document: &mut Document) -> Result<(), Failure> {
        while !self.below.is_empty() {
            self.end()?;
        }
        self.end_paragraph()?;
        self.asides.sort_by_key(|aside| aside.kind);
        let (mut kind, mut number) = (None, 0);
        for aside in &self.asides {
            if kind.replace(aside.kind) != Some(aside.kind) {
                number = 0;
                if matches!(aside.kind, Beside::Deleted | Beside::Hidden) {
                    document.notes.push(Note::Unseen(aside.kind.word().to_owned()));
                }
            }
            number += 1;
            self.text.blank();
            self.text.open(Place::Aside(aside.kind.word().to_owned(), number))?;
            self.text.push(&aside.paragraphs.join("\n"))?;
            self.text.close();
        }
        let (text, parts) = self.text.finish();
        document.text = text;
        document.parts = parts;
        if document.text.is_empty() {
            document.notes.push(Note::NoText);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_text_does_not_stand_in_it() {
        let limits = Limits::default();
        let mut flow = Flow::new(&limits);
        flow.push("At least 15", Standing::Shown).unwrap();
        flow.begin(Beside::Footnote).unwrap();
        flow.push("As of May.", Standing::Shown).unwrap();
        flow.end().unwrap();
        flow.push(" or 16", Standing::Deleted).unwrap();
        flow.push(" people", Standing::Shown).unwrap();
        flow.end_paragraph().unwrap();
        flow.push("  ", Standing::Shown).unwrap();
        flow.end_paragraph().unwrap();
        flow.push("Second.", Standing::Shown).unwrap();
        let mut document = Document::default();
        flow.finish(&mut document).unwrap();
        assert_eq!(document.text, "At least 15 people\nSecond.\n\nAs of May.\n\n or 16");
        let places: Vec<_> = document.parts.iter().map(|part| part.place.clone()).collect();
        let aside = |word: &str| Place::Aside(word.to_owned(), 1);
        let expected =
            [Place::Paragraph(1), Place::Paragraph(2), aside("footnote"), aside("deleted")];
        assert_eq!(places, expected);
        assert_eq!(document.notes, [Note::Unseen("deleted".to_owned())]);
    }
}
