//! Web archives, made by wget, by a script with warcio, and by the reference program for WACZ.

use std::io::{Read, Write};
use std::net::TcpListener;

use onus_ingest::documents::{Document, Field, Note};

use crate::read::{paragraphs, properties, read};
use crate::tools::{Folder, program, python, run};

/// What wget captures from a server that answers every request with this page; nothing without wget.
pub(crate) fn captured(page: &[u8], packed: bool) -> Option<Vec<u8>> {
    let wget = program("wget")?;
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    let page = page.to_vec();
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = server.accept().unwrap();
        let mut asked = Vec::new();
        let mut buffer = [0; 1024];
        while !asked.ends_with(b"\r\n\r\n") {
            let count = stream.read(&mut buffer).unwrap();
            assert!(count > 0);
            asked.extend_from_slice(&buffer[..count]);
        }
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n";
        write!(stream, "{head}Content-Length: {}\r\n\r\n", page.len()).unwrap();
        stream.write_all(&page).unwrap();
    });
    let folder = Folder::new();
    let address = format!("http://127.0.0.1:{port}/news/release.html");
    let mut arguments = vec!["--no-proxy", "--tries=1", "--warc-file=out", "-O", "page"];
    if !packed {
        arguments.push("--no-warc-compression");
    }
    arguments.push(&address);
    run(&wget, &arguments, &folder);
    serving.join().unwrap();
    Some(folder.read(if packed { "out.warc.gz" } else { "out.warc" }))
}

#[test]
fn what_wget_captured_is_found() {
    for packed in [true, false] {
        let page = "<!DOCTYPE html><html><title>N</title><p>Seventeen were hurt.</html>";
        let Some(bytes) = captured(page.as_bytes(), packed) else { return };
        let document = read(&bytes, "out.warc.gz");
        let [file] = &document.attachments[..] else { panic!("{:?}", document.attachments) };
        assert_eq!((file.name.as_str(), &file.bytes[..]), ("release.html", page.as_bytes()));
        assert!(file.address.as_deref().is_some_and(|at| at.ends_with("/news/release.html")));
        assert!(
            file.captured
                .as_deref()
                .is_some_and(|time| time.starts_with("20") && time.ends_with('Z'))
        );
        let device = properties(&document, Field::Device);
        assert!(device.iter().any(|device| device.starts_with("Wget/")), "{device:?}");
    }
}

/// What is in the archive that the script makes.
fn is_the_archive(document: &Document, within: &str) {
    let files: Vec<_> =
        document.attachments.iter().map(|file| (file.name.as_str(), file.at.clone())).collect();
    let at = |number: u32, more: &str| format!("{within}record {number}{more}");
    let expected = [
        ("17.html", at(3, "")),
        ("gone.html", at(5, ", status 404")),
        ("urn:example:note", at(7, "")),
    ];
    assert_eq!(files, expected);
    let page = &document.attachments[0];
    assert_eq!(page.address.as_deref(), Some("https://example.org/news/17"));
    assert_eq!(page.captured.as_deref(), Some("2019-04-10T10:00:00Z"));
    assert_eq!(page.media.as_deref(), Some("text/html; charset=utf-8"));
    assert_eq!(paragraphs(&read(&page.bytes, &page.name))[0], "Seventeen were hurt.");
    let left_out = document.notes.iter().filter(|note| matches!(note, Note::LeftOut(..)));
    assert_eq!(left_out.count(), 2, "{:?}", document.notes);
    assert_eq!(properties(document, Field::Device)[0], "a script of the tests");
}

/// The archives that the script makes, plain and packed, in a folder.
fn scripted() -> Option<Folder> {
    let python = python("warcio")?;
    let folder = Folder::new();
    let page = format!(
        "<!DOCTYPE html><html><p>Seventeen were hurt.</p>{}",
        "<p>And more.</p>".repeat(400)
    );
    folder.write("page.html", page.as_bytes());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/office/made/make_archive.py");
    run(&python, &[script, "page.html", "a.warc", "a.warc.gz"], &folder);
    Some(folder)
}

#[test]
fn what_servers_packed_and_sent_in_chunks_is_put_together() {
    let Some(folder) = scripted() else { return };
    for name in ["a.warc", "a.warc.gz"] {
        is_the_archive(&read(&folder.read(name), name), "");
    }
}

#[test]
fn an_archive_with_an_index_is_the_same() {
    let Some(folder) = scripted() else { return };
    let Some(python) = python("wacz") else { return };
    let make = "from wacz.main import main; main(['create', '-t', '--title', 'News', '-o', 'a.wacz', 'a.warc.gz'])";
    run(&python, &["-c", make], &folder);
    let document = read(&folder.read("a.wacz"), "a.wacz");
    assert_eq!(document.media, "application/wacz");
    assert_eq!(properties(&document, Field::Title), ["News"]);
    let mut document = document;
    document.properties.retain(|property| property.at.contains("record"));
    is_the_archive(&document, "archive/a.warc.gz ");
}
