//! Office files, pages, messages and web archives, read in a process of its own: as they are read here, and
//! without anything that such a process has given up.

#![allow(
    clippy::unwrap_used,
    reason = "without the usual runner no function here is marked as a test"
)]

mod apart;

use std::io::{Cursor, Write};
use std::process::ExitCode;

use apart::reader;
use onus_ingest::documents::process::Source;
use onus_ingest::documents::{Limits, Trouble};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn main() -> ExitCode {
    apart::main(&[
        ("files_read_apart_read_as_they_do_here", as_here),
        ("what_takes_too_long_is_ended", too_long),
    ])
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn as_here() {
    let letter = "<w:document><w:body><w:p><w:r><w:t>text</w:t></w:r></w:p></w:body></w:document>";
    let types = ("[Content_Types].xml", "<Types/>");
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book =
        "<workbook xmlns:r='r'><sheets><sheet name='S' sheetId='1' r:id='b'/></sheets></workbook>";
    let whole = format!(
        "<Relationships><Relationship Id='a' Type='{kind}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    );
    let inner = format!(
        "<Relationships><Relationship Id='b' Type='{kind}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
    );
    let workbook = zipped(&[
        types,
        ("_rels/.rels", &whole),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", &inner),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData></worksheet>",
        ),
    ]);
    let article = "<p>Witnesses on the quay, who asked that their names be kept, said that guards had fired.</p>";
    let page = format!(
        "<!DOCTYPE html><html><nav><a href=/>Home</a></nav><article>{}</article></html>",
        article.repeat(20)
    );
    let mail =
        "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>one<p>two";
    let mailbox = format!("From a Mon Apr  1 10:00:00 2019\n{}\n", mail.replace('\r', ""));
    let archive = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n";
    let files: &[(&str, Vec<u8>)] = &[
        ("a.docx", zipped(&[types, ("word/document.xml", letter)])),
        ("a.xlsx", workbook),
        ("a.fodt", include_bytes!("office/made/everything.fodt").to_vec()),
        ("a.fods", include_bytes!("office/made/book.fods").to_vec()),
        ("a.rtf", b"{\\rtf1 text\\par}".to_vec()),
        ("a.html", page.into_bytes()),
        ("a.eml", mail.as_bytes().to_vec()),
        ("a.mbox", mailbox.into_bytes()),
        ("a.warc", archive.as_bytes().to_vec()),
        (
            "a.wacz",
            zipped(&[("datapackage.json", "{\"title\":\"a\"}"), ("archive/a.warc", archive)]),
        ),
        ("a.csv", b"a;b\n\"c\";d".to_vec()),
    ];
    for (name, bytes) in files {
        let apart = reader().read(&Source::Bytes(bytes), name, &Limits::default());
        let here = onus_ingest::documents::read(&mut Cursor::new(bytes), name, &Limits::default());
        assert_eq!(apart, here, "{name}");
        assert!(here.is_ok_and(|document| !document.reader.starts_with("plain")), "{name}");
    }
}

/// A page on which every paragraph opens again all that was left open before it.
fn too_long() {
    let left_open: String = (0..4000).map(|number| format!("<b id={number}>")).collect();
    let page = format!("<html><body>{left_open}{}", "<p>text</p>".repeat(20_000));
    let limits =
        Limits { time: std::time::Duration::from_secs(3), memory: 512 << 20, ..Limits::default() };
    let failure = reader().read(&Source::Bytes(page.as_bytes()), "page.html", &limits).unwrap_err();
    assert!(matches!(failure.trouble, Trouble::TooMuch(_) | Trouble::Broken(_)), "{failure}");
}
