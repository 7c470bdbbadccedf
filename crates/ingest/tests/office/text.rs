//! An invented letter with everything that stands beside a text, in the forms that LibreOffice makes of it, and
//! what Word and RTF can say that it does not.

use onus_ingest::documents::{Document, Field, Note};

use crate::hostile::zip;
use crate::read::{aside, paragraphs, properties, read};
use crate::tools::converted;

const LETTER: &[u8] = include_bytes!("made/everything.fodt");

/// What each form of the letter must say.
fn is_the_letter(document: &Document, form: &str) {
    let expected = [
        "What we saw on the quay",
        "At least seventeen people were hurt by armed guards.",
        "The guards left at noon.",
        "Ship\u{ad}yard gate",
        "North  quay\nand\tmole",
        "Wounded",
        "17",
        "See the list of names: Жаңаөзен, قُتل سبعة عشر شخصًا.",
        "We ask for an inquest.",
    ];
    assert_eq!(paragraphs(document), expected, "{form}");
    for (word, text) in [
        ("text box", "Map on the next page"),
        ("footnote", "Counted at the clinic."),
        ("endnote", "By the harbour clock."),
        ("comment", "Ask the clinic again."),
        ("header", "Confidential until the hearing"),
        ("footer", "Harbour registry"),
        ("deleted", "perhaps "),
        ("hidden", " of the second shift"),
    ] {
        assert_eq!(aside(document, word, 1), text, "{form}: {word}");
        assert_eq!(aside(document, word, 2), "", "{form}: {word}");
    }
    let unseen = ["deleted", "hidden"].map(|word| Note::Unseen(word.to_owned()));
    assert_eq!(document.notes, unseen, "{form}");
    assert_eq!(properties(document, Field::Title), ["Letter to the harbour court"], "{form}");
    let authors = properties(document, Field::Author);
    for name in ["Mira Halden", "Jonas Wirt", "Lena Ost"] {
        assert!(authors.contains(&name), "{form}: {authors:?}");
    }
    let made = properties(document, Field::Made);
    assert!(made.iter().any(|made| made.starts_with("2019-04-02T09:30:00")), "{form}: {made:?}");
    let changed = properties(document, Field::Changed);
    assert!(changed.iter().any(|changed| changed.starts_with("2019-04-03T17:05:00")), "{form}");
}

#[test]
fn the_letter_says_the_same_in_every_form() {
    is_the_letter(&read(LETTER, "letter.fodt"), "fodt");
    for to in ["docx", "odt", "rtf"] {
        let Some(bytes) = converted("letter.fodt", LETTER, to, None) else { return };
        is_the_letter(&read(&bytes, &format!("letter.{to}")), to);
    }
}

#[test]
fn a_word_document_of_the_old_format_is_told_by_what_it_is() {
    let Some(bytes) = converted("letter.fodt", LETTER, "doc", None) else { return };
    let failure = crate::read::try_read(&bytes, "letter.doc").unwrap_err();
    assert!(failure.to_string().contains("save it as .docx"), "{failure}");
}

/// A Word document with this body.
fn word(body: &str) -> Vec<u8> {
    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let text = format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>");
    zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", text.as_bytes())])
}

#[test]
fn changes_and_fields_of_word_are_told_apart() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs><w:rPr><w:del w:id='1'/><w:vanish/></w:rPr></w:pPr>\
        <w:r><w:t xml:space='preserve'>The </w:t></w:r>\
        <w:moveFrom w:id='2'><w:r><w:t>court</w:t></w:r></w:moveFrom>\
        <w:moveTo w:id='3'><w:r><w:t>board</w:t></w:r></w:moveTo>\
        <w:del w:id='4'><w:r><w:delText> never</w:delText></w:r></w:del>\
        <w:ins w:id='5'><w:r><w:t> met</w:t></w:r></w:ins>\
        <w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t> on page 7</w:t></w:r>\
        <w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:noBreakHyphen/></w:r></w:p>\
        <mc:AlternateContent xmlns:mc='m'><mc:Choice><w:p><w:r><w:t>once</w:t></w:r></w:p></mc:Choice>\
        <mc:Fallback><w:p><w:r><w:t>once</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>";
    let document = read(&word(body), "minutes.docx");
    assert_eq!(paragraphs(&document), ["The board met on page 7\u{2011}", "once"]);
    assert_eq!(aside(&document, "deleted", 1), "court");
    assert_eq!(aside(&document, "deleted", 2), " never");
}

#[test]
fn rtf_is_read_in_the_encodings_of_its_fonts() {
    let rtf =
        b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}}\
        {\\info{\\title {\\upr{R?ne}{\\*\\ud{R\\u233?ne}}}}{\\nofpages3}}\
        caf\\'e9 {\\f1 \\'c6\\'e0\\'ed\\'e0}\\u1187?\\uc2\\u-10179 ab\\u-9087 cd!\\par\
        {\\*\\unknown {gone}}{\\v hidden}\\bin5 }}}}}left\\par}";
    let document = read(rtf, "note.rtf");
    assert_eq!(paragraphs(&document), ["caf\u{e9} Жана\u{4a3}\u{1f481}!", "left"]);
    assert_eq!(aside(&document, "hidden", 1), "hidden");
    assert_eq!(properties(&document, Field::Title), ["Réne"]);
    assert_eq!(properties(&document, Field::Extent), ["3"]);
}
