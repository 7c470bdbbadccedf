//! Files that honest programs do not make: each ends in one clear line, or is read without harm.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use onus_ingest::documents::{Failure, Note, Trouble};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::read::{read, try_read};

/// A ZIP archive of these files.
pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The one line in which reading a file ends, soon.
fn fails(bytes: &[u8], name: &str) -> Failure {
    let begun = Instant::now();
    let failure = match try_read(bytes, name) {
        Err(failure) => failure,
        Ok(document) => {
            panic!("{name} was read: {:?}", document.text.chars().take(100).collect::<String>())
        }
    };
    let line = failure.to_string();
    assert!(!line.contains('\n') && line.len() < 300, "{name}: {line}");
    assert!(begun.elapsed() < Duration::from_secs(30), "{name} took {:?}", begun.elapsed());
    println!("{name}: {line}");
    failure
}

fn too_much(bytes: &[u8], name: &str) {
    let failure = fails(bytes, name);
    assert!(matches!(failure.trouble, Trouble::TooMuch(_)), "{name}: {failure:?}");
}

fn malformed(bytes: &[u8], name: &str) {
    let failure = fails(bytes, name);
    assert!(matches!(failure.trouble, Trouble::Malformed(_)), "{name}: {failure:?}");
}

const DOCX: &str = "word/document.xml";
const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");

/// An OpenDocument file with this content.
pub(crate) fn odf(kind: &str, content: &str) -> Vec<u8> {
    let media = format!("application/vnd.oasis.opendocument.{kind}");
    zip(&[("mimetype", media.as_bytes()), ("content.xml", content.as_bytes())])
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn nothing_is_empty() {
    assert_eq!(fails(b"", "a.docx").trouble, Trouble::Empty);
}

#[test]
fn bombs_do_not_go_off() {
    let spaces = vec![b' '; 64 << 20];
    too_much(&zip(&[TYPES, (DOCX, &spaces)]), "bomb.docx");
    too_much(
        &zip(&[TYPES, ("xl/workbook.xml", b"<w/>"), ("xl/sharedStrings.xml", &spaces)]),
        "bomb.xlsx",
    );
    let media: &[u8] = b"application/vnd.oasis.opendocument.text";
    too_much(&zip(&[("mimetype", media), ("content.xml", &spaces)]), "bomb.odt");
    let head =
        format!("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: {}\r\n\r\n", spaces.len());
    let mut record = head.into_bytes();
    record.extend(&spaces);
    too_much(&packed(&record), "bomb.warc.gz");
    let inner = packed(&spaces);
    let answer = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
    let length = answer.len() + inner.len();
    let kind = "WARC-Type: response\r\nContent-Type: application/http";
    let mut record =
        format!("WARC/1.0\r\n{kind}\r\nContent-Length: {length}\r\n\r\n{answer}").into_bytes();
    record.extend(&inner);
    too_much(&record, "inner-bomb.warc");
    too_much(&zip(&[("datapackage.json", b"{}"), ("archive/a.warc", &spaces)]), "bomb.wacz");
}

#[test]
fn entities_do_not_grow() {
    let laughs = "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>";
    let word = format!(
        "{laughs}<w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    );
    let failure = fails(&zip(&[TYPES, (DOCX, word.as_bytes())]), "laughs.docx");
    assert!(matches!(failure.trouble, Trouble::Hostile(_)), "{failure:?}");
    let content = format!(
        "{laughs}<office:document><office:body><office:text><text:p>&b;</text:p></office:text></office:body></office:document>"
    );
    let failure = fails(&odf("text", &content), "laughs.odt");
    assert!(matches!(failure.trouble, Trouble::Hostile(_)), "{failure:?}");
    let outside =
        "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document>&x;</w:document>";
    let failure = fails(&zip(&[TYPES, (DOCX, outside.as_bytes())]), "outside.docx");
    assert!(matches!(failure.trouble, Trouble::Hostile(_)), "{failure:?}");
    malformed(&zip(&[TYPES, (DOCX, b"<w:document>&nothing;</w:document>")]), "entity.docx");
}

#[test]
fn depth_has_an_end() {
    let deep = "<w:tbl>".repeat(1_000_000);
    too_much(&zip(&[TYPES, (DOCX, deep.as_bytes())]), "deep.docx");
    too_much(&odf("text", &"<text:section>".repeat(100_000)), "deep.odt");
    too_much(format!("{{\\rtf1 {}", "{".repeat(1_000_000)).as_bytes(), "deep.rtf");
    let boxes = "<w:txbxContent><w:p><w:r>".repeat(300);
    too_much(&zip(&[TYPES, (DOCX, format!("<w:document>{boxes}").as_bytes())]), "boxes.docx");

    let head = "From: a@example.org\nMIME-Version: 1.0\n";
    let mut parts = head.to_owned();
    for number in 0..1000 {
        parts.push_str(&format!(
            "Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"
        ));
    }
    too_much(parts.as_bytes(), "deep.eml");
    let messages = format!("{head}{}", "Content-Type: message/rfc822\n\n".repeat(100_000));
    too_much(messages.as_bytes(), "messages.eml");
    let nested = format!("{head}{}", "Content-Type: message/rfc822\n\n".repeat(900));
    let _ = try_read(nested.as_bytes(), "nested.eml");
    let page =
        format!("<html><script type='application/ld+json'>{}</script>text", "[".repeat(1_000_000));
    assert_eq!(read(page.as_bytes(), "json.html").text, "text");
}

#[test]
fn numbers_that_lie_are_not_believed() {
    for length in ["99999999999999999999", "18446744073709551615", "-1", "9000", "3"] {
        let record = format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: {length}\r\n\r\nabcdef\r\n\r\n"
        );
        fails(format!("{record}{record}").as_bytes(), &format!("{length}.warc"));
    }
    malformed(b"{\\rtf1 a\\bin999999999 b}", "bin.rtf");
    let cells = |cells: &str| {
        let rows = format!(
            "<office:document><office:body><office:spreadsheet><table:table table:name='a'><table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body></office:document>"
        );
        odf("spreadsheet", &rows)
    };
    let many = "<table:table-cell table:number-columns-repeated='4294967295'><text:p>x</text:p></table:table-cell>";
    too_much(&cells(many), "repeated.ods");
    let empty = "<table:table-cell table:number-columns-repeated='4294967295'/><table:table-cell><text:p>x</text:p></table:table-cell>";
    assert_eq!(read(&cells(empty), "far.ods").text, "x");
    let spaces =
        "<table:table-cell><text:p><text:s text:c='4294967295'/>x</text:p></table:table-cell>";
    assert!(read(&cells(spaces), "spaces.ods").text.len() < 10_000);

    let sheet = |cells: &str| workbook(&format!("<row r='1'>{cells}</row>"));
    let corners = "<c r='A1'><v>1</v></c><c r='XFD1048576'><v>2</v></c>";
    let document = read(&sheet(corners), "corners.xlsx");
    assert_eq!(document.parts.len(), 2);
    fails(&sheet("<c r='ZZZZZZZZ99999999999'><v>1</v></c>"), "beyond.xlsx");
    fails(&sheet("<c r='A1' t='s'><v>4000000000</v></c>"), "strings.xlsx");
}

/// A workbook of one sheet.
pub(crate) fn workbook(rows: &str) -> Vec<u8> {
    let relations =
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>";
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = format!(
        "{relations}<Relationship Id='a' Type='{kind}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    );
    let inner = format!(
        "{relations}<Relationship Id='b' Type='{kind}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
    );
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let book = format!(
        "<workbook xmlns='{main}' xmlns:r='{kind}'><sheets><sheet name='S' sheetId='1' r:id='b'/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns='{main}'><sheetData>{rows}</sheetData></worksheet>");
    zip(&[
        TYPES,
        ("_rels/.rels", package.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", inner.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[test]
fn too_many_are_too_many() {
    let messages = "From a Mon Apr  1 10:00:00 2019\nSubject: a\n\n".repeat(200_001);
    too_much(messages.as_bytes(), "messages.mbox");
    too_much("a,".repeat(200_001).as_bytes(), "cells.csv");
    let paragraphs = "<w:p><w:t>a</w:t></w:p>".repeat(200_001);
    // What repeats so much is also packed more than anything honest; stored as it is, it is too many.
    let text = format!("<w:document><w:body>{paragraphs}</w:body></w:document>");
    too_much(&stored(&[TYPES, (DOCX, text.as_bytes())]), "paragraphs.docx");
    let record =
        "WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 0\r\n\r\n\r\n\r\n".repeat(200_001);
    too_much(record.as_bytes(), "records.warc");
    let fields = format!("WARC/1.0\r\n{}", "a: b\r\n".repeat(1_000_000));
    malformed(fields.as_bytes(), "fields.warc");
}

/// A ZIP archive of these files, not packed.
pub(crate) fn stored(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_breaks_off_is_said_to() {
    let letter = b"<w:document><w:body><w:p><w:r><w:t>text</w:t></w:r></w:p></w:body></w:document>";
    let docx = zip(&[TYPES, (DOCX, letter)]);
    fails(&docx[..docx.len() / 2], "half.docx");
    malformed(&zip(&[TYPES, (DOCX, &letter[..40])]), "inside.docx");
    malformed(&zip(&[TYPES, ("word/other.xml", letter)]), "nothing.docx");
    malformed(&odf("text", "<office:document><office:body><office:text><text:p>a"), "inside.odt");
    malformed(&odf("spreadsheet", "<office:document><office:body>"), "inside.ods");
    malformed(b"{\\rtf1 text \\par", "half.rtf");
    let book = workbook("<row r='1'><c r='A1'><v>1</v></c></row>");
    fails(&book[..book.len() - 30], "half.xlsx");
    malformed(&workbook("<row r='1'><c r='A1'><v>1</v>"), "inside.xlsx");
    let record = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 6\r\n\r\nabcdef\r\n\r\n";
    malformed(&record[..record.len() - 6], "half.warc");
    malformed(&record[..30], "head.warc");
    let gz = packed(&record.repeat(50));
    malformed(&gz[..gz.len() - 12], "half.warc.gz");
    malformed(b"WARC/1.0\r\nWARC-Type: resource\r\n\r\n", "length.warc");
}

#[test]
fn names_that_climb_stay_names() {
    let letter = b"<w:document><w:body><w:p><w:r><w:t>text</w:t></w:r></w:p></w:body></w:document>";
    let files: &[(&str, &[u8])] = &[
        TYPES,
        (DOCX, letter),
        ("word/media/../../../etc/passwd", b"x"),
        ("../word/media/a.png", b"y"),
    ];
    let document = read(&zip(files), "climbs.docx");
    let names: Vec<_> = document.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["passwd"]);
}

#[test]
fn a_name_that_promises_something_else_is_noted() {
    let document = read(b"{\\rtf1 text\\par}", "letter.docx");
    let other = Note::OtherKind("docx".to_owned(), "application/rtf".to_owned());
    assert_eq!((document.text.as_str(), &document.notes[..]), ("text", &[other][..]));
    let page = read(b"<!DOCTYPE html><p>text", "table.xlsx");
    assert!(page.notes.contains(&Note::OtherKind("xlsx".to_owned(), "text/html".to_owned())));
}

/// A container of the older office programs with a stream of this name.
fn container(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0; 512 * 3];
    bytes[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes[1024..1024 + name.len()].copy_from_slice(&name);
    bytes[1024 + 64..1024 + 66].copy_from_slice(&(name.len() as u16 + 2).to_le_bytes());
    bytes[1024 + 66] = 2;
    bytes
}

#[test]
fn what_is_protected_or_old_is_said_to_be() {
    assert_eq!(fails(&container("EncryptedPackage"), "secret.docx").trouble, Trouble::Protected);
    let manifest: &[u8] = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let media: &[u8] = b"application/vnd.oasis.opendocument.text";
    let files = [
        ("mimetype", media),
        ("content.xml", &b"\x00\x01"[..]),
        ("META-INF/manifest.xml", manifest),
    ];
    assert_eq!(fails(&zip(&files), "secret.odt").trouble, Trouble::Protected);
    let mut locked = zip(&[TYPES, (DOCX, b"<w:document/>")]);
    for (magic, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> =
            (0..locked.len() - 4).filter(|at| locked[*at..].starts_with(magic)).collect();
        for at in places {
            locked[at + flags] |= 1;
        }
    }
    assert_eq!(fails(&locked, "locked.docx").trouble, Trouble::Protected);
    for (stream, advice) in [
        ("WordDocument", ".docx"),
        ("PowerPoint Document", "PDF"),
        ("__substg1.0_0037001F", ".eml"),
    ] {
        let failure = fails(&container(stream), "old.bin");
        assert!(
            matches!(failure.trouble, Trouble::Unknown(_)) && failure.to_string().contains(advice)
        );
    }
    fails(&container("Workbook"), "old.xls");
}
