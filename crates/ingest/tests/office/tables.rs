//! Tables, as LibreOffice saves them.

use onus_ingest::documents::{Document, Note, Place};

use crate::read::{aside, parts, read};
use crate::tools::converted;

const BOOK: &[u8] = include_bytes!("made/book.fods");

fn cell(sheet: &str, cell: &str) -> Place {
    Place::Cell { sheet: sheet.to_owned(), cell: cell.to_owned() }
}

/// What each form of the book must say. The old format keeps no share as such, and no remarks that are read.
fn is_the_book(document: &Document, form: &str) {
    let share = if form == "xls" { "0.275" } else { "27.5%" };
    let expected = [
        ("Count", "A1", "Place"),
        ("Count", "B1", "Hurt"),
        ("Count", "C1", "Share"),
        ("Count", "D1", "On"),
        ("Count", "A2", "Жаңаөзен, қала"),
        ("Count", "B2", "15"),
        ("Count", "C2", share),
        ("Count", "D2", "2011-12-16"),
        ("Count", "A4", "Sum\nof all"),
        ("Count", "B4", "32"),
        ("Count", "AB4", "far"),
        ("Names", "B2", "Mira Halden"),
    ];
    let expected: Vec<_> =
        expected.map(|(sheet, at, text)| (cell(sheet, at), text.to_owned())).into_iter().collect();
    let found: Vec<_> = parts(document)
        .into_iter()
        .filter(|(place, _)| matches!(place, Place::Cell { .. }))
        .collect();
    assert_eq!(found, expected, "{form}");
    assert!(
        document.notes.contains(&Note::Unseen("Names".to_owned())),
        "{form}: {:?}",
        document.notes
    );
    if form != "xls" {
        assert_eq!(aside(document, "comment", 1), "From the clinic.", "{form}");
    }
    let first = document.text.lines().next().unwrap();
    assert_eq!(first, "Place\tHurt\tShare\tOn", "{form}");
}

#[test]
fn a_book_says_the_same_in_every_form() {
    is_the_book(&read(BOOK, "book.fods"), "fods");
    for to in ["ods", "xlsx", "xls"] {
        let Some(bytes) = converted("book.fods", BOOK, to, None) else { return };
        is_the_book(&read(&bytes, &format!("book.{to}")), to);
    }
}

#[test]
fn separated_values_are_cells() {
    let Some(bytes) =
        converted("book.fods", BOOK, "csv:Text - txt - csv (StarCalc):59,34,76", None)
    else {
        return;
    };
    let document = read(&bytes, "book.csv");
    let found = parts(&document);
    assert!(found.contains(&(cell("", "A2"), "Жаңаөзен, қала".to_owned())), "{found:?}");
    assert!(found.contains(&(cell("", "A4"), "Sum\nof all".to_owned())), "{found:?}");
    assert!(found.contains(&(cell("", "C2"), "27.5%".to_owned())), "{found:?}");
}
