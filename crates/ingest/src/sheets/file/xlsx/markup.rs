//! What the parts of a workbook have in common as XML: elements, attributes, texts.
//!
//! Names are compared without their prefixes, because producers choose these as they like.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::package::Unreadable;

/// Reads XML event by event; an empty element comes as its start and its end.
pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.trim_text(false);
    reader
}

/// The value of an element's attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            Some(attribute.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
        })
}

/// Calls `visit` with the name of every element and a way to its attributes.
pub(super) fn elements(
    text: &str,
    mut visit: impl FnMut(&str, &dyn Fn(&str) -> Option<String>),
) -> Result<(), Unreadable> {
    let mut reader = reader(text);
    loop {
        match reader.read_event().map_err(Unreadable::damaged)? {
            Event::Start(element) => {
                visit(element.local_name().as_ref(), &|name| attribute(&element, name));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Adds what an entity stands for.
fn add_entity(entity: &BytesRef, text: &mut String) -> Result<(), Unreadable> {
    if let Some(character) = entity.resolve_char_ref().map_err(Unreadable::damaged)? {
        text.push(character);
        return Ok(());
    }
    text.push(match entity.xml10_content().as_ref() {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        name => return Err(Unreadable::damaged(format!("unknown entity &{name};"))),
    });
    Ok(())
}

/// Adds the text that an event carries, if it carries one.
pub(super) fn add_text(event: &Event, text: &mut String) -> Result<(), Unreadable> {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(entity) => add_entity(entity, text)?,
        _ => {}
    }
    Ok(())
}

/// The texts that cells share, in their order. A text may be in several runs, each with its own look,
/// and may carry its pronunciation, which is no part of it.
pub(super) fn shared_texts(text: &str) -> Result<Vec<String>, Unreadable> {
    let mut reader = reader(text);
    let mut texts = Vec::new();
    let mut run = Run::default();
    loop {
        let event = reader.read_event().map_err(Unreadable::damaged)?;
        match &event {
            Event::Start(element) if element.local_name().as_ref() == "si" => run = Run::default(),
            Event::End(element) if element.local_name().as_ref() == "si" => {
                texts.push(unescape(&run.text));
            }
            Event::Eof => return Ok(texts),
            event => run.read(event)?,
        }
    }
}

/// A text in runs, while it is read.
#[derive(Default)]
pub(super) struct Run {
    text: String,
    in_text: bool,
    in_pronunciation: bool,
}

impl Run {
    pub(super) fn read(&mut self, event: &Event) -> Result<(), Unreadable> {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => self.in_text = true,
                "rPh" => self.in_pronunciation = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => self.in_text = false,
                "rPh" => self.in_pronunciation = false,
                _ => {}
            },
            event if self.in_text && !self.in_pronunciation => add_text(event, &mut self.text)?,
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish(self) -> String {
        unescape(&self.text)
    }
}

/// Reads `_x000D_` as the character of that number, as these files write what XML cannot hold.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let (before, escape) = rest.split_at(start);
        plain.push_str(before);
        let digits = escape.get(2..6).filter(|_| escape.get(6..7) == Some("_"));
        let code = digits
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        // Half a pair of UTF-16 cannot stand alone; it stays as it is written.
        match code.and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = escape.get(7..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = escape.get(2..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn escapes_are_read_once() {
        assert_eq!(unescape("a_x000D_b"), "a\rb");
        assert_eq!(unescape("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescape("file_x1 _x00Ж1_ _xD800_ _x"), "file_x1 _x00Ж1_ _xD800_ _x");
    }
}
