//! Putting a document's text together, with the places of its parts.

use super::{Failure, Limits, Part, Place};

/// A text in the making. It counts Unicode scalars, keeps parts in their order and stops at what a reading
/// may give.
///
/// Parts are opened and closed like brackets:
///
/// ```text
/// open(Page(1)) · open(Paragraph(1)) · push("…") · close() · line() · … · close()
/// ```
#[derive(Debug)]
pub(crate) struct TextBuilder<'a> {
    limits: &'a Limits,
    text: String,
    scalars: u64,
    parts: Vec<Part>,
    open: Vec<usize>,
}

impl<'a> TextBuilder<'a> {
    /// An empty text.
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self { limits, text: String::new(), scalars: 0, parts: Vec::new(), open: Vec::new() }
    }

    /// Adds text. Line ends become `\n`, and the scalar NUL, which no text has, becomes U+FFFD.
    ///
    /// # Errors
    ///
    /// When the text is longer than a reading may give.
    pub(crate) fn push(&mut self, text: &str) -> Result<(), Failure> {
        if (self.text.len() + text.len()) as u64 > self.limits.output {
            let most = self.limits.output;
            return Err(Failure::too_much(format!("more than {most} bytes of text")));
        }
        let mut scalars = text.chars().peekable();
        while let Some(scalar) = scalars.next() {
            let scalar = match scalar {
                '\r' => {
                    scalars.next_if_eq(&'\n');
                    '\n'
                }
                '\0' => char::REPLACEMENT_CHARACTER,
                other => other,
            };
            self.text.push(scalar);
            self.scalars += 1;
        }
        Ok(())
    }

    /// Ends the line, unless it is ended already or nothing was written yet.
    pub(crate) fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            self.scalars += 1;
        }
    }

    /// Ends the line and leaves one line blank, unless that is so already or nothing was written yet.
    pub(crate) fn blank(&mut self) {
        self.line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
            self.scalars += 1;
        }
    }

    /// Opens a part here, inside those that are open.
    ///
    /// # Errors
    ///
    /// When there are too many parts, or they lie too deep in one another.
    pub(crate) fn open(&mut self, place: Place) -> Result<(), Failure> {
        if self.parts.len() >= self.limits.parts as usize {
            let most = self.limits.parts;
            return Err(Failure::too_much(format!("more than {most} parts")));
        }
        if self.open.len() >= self.limits.depth as usize {
            let most = self.limits.depth;
            return Err(Failure::too_much(format!("parts in one another deeper than {most}")));
        }
        self.open.push(self.parts.len());
        self.parts.push(Part { place, range: self.scalars..self.scalars, recognized: None });
        Ok(())
    }

    /// Closes the part opened last. Without an open part it does nothing.
    pub(crate) fn close(&mut self) {
        if let Some(part) = self.open.pop().and_then(|index| self.parts.get_mut(index)) {
            part.range.end = self.scalars;
        }
    }

    /// A whole part: opened, filled and closed.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open) and [`push`](Self::push).
    pub(crate) fn part(&mut self, place: Place, text: &str) -> Result<(), Failure> {
        self.open(place)?;
        self.push(text)?;
        self.close();
        Ok(())
    }

    /// The number of scalars so far.
    pub(crate) fn len(&self) -> u64 {
        self.scalars
    }

    /// The number of parts so far, open ones included.
    pub(crate) fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The text so far.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text and its parts; what is still open ends here.
    pub(crate) fn finish(mut self) -> (String, Vec<Part>) {
        while !self.open.is_empty() {
            self.close();
        }
        (self.text, self.parts)
    }
}
