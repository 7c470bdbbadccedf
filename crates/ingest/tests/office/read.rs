//! Reading, and looking at what was read.

use std::io::Cursor;

use onus_ingest::documents::{Document, Failure, Field, Limits, Place};

/// Reads a file.
pub(crate) fn try_read(bytes: &[u8], name: &str) -> Result<Document, Failure> {
    onus_ingest::documents::read(&mut Cursor::new(bytes), name, &Limits::default())
}

/// Reads a file that can be read, twice, since the same bytes must give the same text.
pub(crate) fn read(bytes: &[u8], name: &str) -> Document {
    let document = try_read(bytes, name).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    assert_eq!(Ok(&document), try_read(bytes, name).as_ref());
    document
}

/// The parts of a document with their texts.
pub(crate) fn parts(document: &Document) -> Vec<(Place, String)> {
    let scalars: Vec<char> = document.text.chars().collect();
    let text = |from: u64, to: u64| scalars[from as usize..to as usize].iter().collect::<String>();
    let parts = document.parts.iter();
    parts.map(|part| (part.place.clone(), text(part.range.start, part.range.end))).collect()
}

/// The texts of all parts in one kind of place.
pub(crate) fn texts(document: &Document, place: impl Fn(&Place) -> bool) -> Vec<String> {
    parts(document).into_iter().filter(|(here, _)| place(here)).map(|(_, text)| text).collect()
}

/// The text of an aside.
pub(crate) fn aside(document: &Document, word: &str, number: u32) -> String {
    let place = Place::Aside(word.to_owned(), number);
    texts(document, |here| *here == place).concat()
}

/// The paragraphs of a document.
pub(crate) fn paragraphs(document: &Document) -> Vec<String> {
    texts(document, |place| matches!(place, Place::Paragraph(_)))
}

/// The values of a property.
pub(crate) fn properties(document: &Document, field: Field) -> Vec<&str> {
    let properties = document.properties.iter().filter(|property| property.field == field);
    properties.map(|property| property.value.as_str()).collect()
}
