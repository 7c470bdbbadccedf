//! Messages and mailboxes, made by Python's library.

use onus_ingest::documents::{Field, Note, Place};

use crate::read::{parts, properties, read, texts};
use crate::tools::{Folder, python, run};

/// A mailbox of which the first message has these files attached; nothing without Python.
pub(crate) fn mailbox(attached: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let python = python("mailbox")?;
    let folder = Folder::new();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/office/made/make_mailbox.py");
    let mut arguments = vec![script, "out.mbox"];
    for (name, bytes) in attached {
        folder.write(name, bytes);
        arguments.push(name);
    }
    run(&python, &arguments, &folder);
    Some(folder.read("out.mbox"))
}

#[test]
fn a_mailbox_is_its_messages() {
    let Some(bytes) = mailbox(&[("note.txt", "Жазба\r\n".as_bytes())]) else { return };
    let document = read(&bytes, "inbox.mbox");
    assert_eq!((document.media.as_str(), document.text.as_str()), ("application/mbox", ""));
    let messages: Vec<_> =
        document.attachments.iter().map(|file| read(&file.bytes, &file.name)).collect();
    assert_eq!(messages.len(), 3);

    let first = &messages[0];
    let message =
        |name: &str| texts(first, |place| *place == Place::Message(name.to_owned())).concat();
    assert_eq!(message("subject"), "Пресс-релиз от 10 июля");
    assert_eq!(message("from"), "Лена Ост <lena@example.org>");
    assert_eq!(message("date"), "Mon, 01 Apr 2019 10:30:00 +0200");
    assert_eq!(message("body"), "Attached as text and as a document.\n\nКөктем шықты.");
    let paragraphs = texts(first, |place| matches!(place, Place::Paragraph(_)));
    assert_eq!(paragraphs, ["Attached as text and as a document.", "Көктем шықты."]);
    assert_eq!(properties(first, Field::Made), ["2019-04-01T10:30:00+02:00"]);
    assert_eq!(properties(first, Field::Identifier), ["<1@example.org>"]);
    assert_eq!(properties(first, Field::Title), ["Пресс-релиз от 10 июля"]);
    assert_eq!(properties(first, Field::Recipient).len(), 2);
    assert_eq!(first.attachments[0].bytes, "Жазба\r\n".as_bytes());
    assert_eq!(
        (first.attachments[0].name.as_str(), first.attachments[0].at.as_str()),
        ("note.txt", "part 2")
    );
}

#[test]
fn forms_of_one_body_are_one_unless_they_differ() {
    let Some(bytes) = mailbox(&[]) else { return };
    let messages = read(&bytes, "inbox.mbox").attachments;
    let second = read(&messages[1].bytes, &messages[1].name);
    let body = texts(&second, |place| *place == Place::Message("body".to_owned()));
    assert_eq!(body, ["Seventeen were hurt."]);
    let names: Vec<_> = second.attachments.iter().map(|file| (&*file.name, &*file.at)).collect();
    assert_eq!(
        names,
        [("part 1.2.html", "part 1.2"), ("../../quay.png", "part 2"), ("part 3.eml", "part 3")]
    );
    let other = read(&second.attachments[0].bytes, "part 1.2.html");
    assert!(other.text.contains("One died."));
    let inner = read(&second.attachments[2].bytes, "part 3.eml");
    assert_eq!(properties(&inner, Field::Title), ["inside"]);

    let third = read(&messages[2].bytes, &messages[2].name);
    assert!(third.attachments.is_empty());
    let paragraphs = texts(&third, |place| matches!(place, Place::Paragraph(_)));
    assert_eq!(paragraphs, ["He wrote:", "From 5 to 7 people at 10:30 in 2019"]);
}

#[test]
fn letters_of_old_programs_are_read() {
    let body = encoding_of("Убито не менее 15 человек, ранено более ста.");
    let mut message = b"Received: from a by b; Mon, 1 Apr 2019 10:00:00 +0600\r\n\
        From: =?koi8-r?B?7MXOwQ==?= <lena@example.org>\r\nSubject: =?windows-1251?Q?=C6=E0=ED=E0?=\r\n\r\n"
        .to_vec();
    message.extend(body);
    let document = read(&message, "old.eml");
    assert_eq!(properties(&document, Field::Title), ["Жана"]);
    assert_eq!(properties(&document, Field::Author), ["Лена <lena@example.org>"]);
    assert!(document.text.ends_with("Убито не менее 15 человек, ранено более ста."));
    assert!(
        document.notes.contains(&Note::EncodingGuessed("windows-1251".to_owned())),
        "{:?}",
        document.notes
    );
    assert_eq!(parts(&document).last().unwrap().0, Place::Paragraph(1));
}

/// Russian in Windows-1251, of which nobody says that it is.
fn encoding_of(text: &str) -> Vec<u8> {
    text.chars()
        .map(|scalar| match scalar {
            'А'..='я' => (scalar as u32 - 'А' as u32 + 0xc0) as u8,
            other => other as u8,
        })
        .collect()
}

#[test]
fn a_page_saved_with_everything_on_it_is_a_page() {
    let saved = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/news/17\r\n\
        Subject: =?utf-8?Q?Seventeen=20hurt?=\r\nDate: Wed, 10 Apr 2019 10:00:00 -0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----x\"\r\n\r\n\r\n\
        ------x\r\nContent-Type: text/html\r\nContent-ID: <f@mhtml.blink>\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/news/17\r\n\r\n\
        <!DOCTYPE html><html><head><meta charset=3D\"utf-8\"></head><body><p>Seventeen were hu=\r\nrt.</body></html>\r\n\
        ------x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
        Content-Location: https://example.org/a.png\r\n\r\niVBORw0KGgo=\r\n\
        ------x\r\nContent-Type: text/css\r\nContent-Location: https://example.org/a.css\r\n\r\np {}\r\n------x--\r\n";
    let document = read(saved.as_bytes(), "page.mhtml");
    assert_eq!(document.media, "multipart/related");
    assert_eq!(texts(&document, |place| *place == Place::Paragraph(1)), ["Seventeen were hurt."]);
    assert_eq!(properties(&document, Field::Address), ["https://example.org/news/17"]);
    assert_eq!(properties(&document, Field::Captured), ["2019-04-10T10:00:00Z"]);
    assert_eq!(properties(&document, Field::Title), ["Seventeen hurt"]);
    assert_eq!(document.attachments.len(), 1);
    assert_eq!(document.attachments[0].bytes, b"\x89PNG\r\n\x1a\n");
    assert_eq!(document.attachments[0].address.as_deref(), Some("https://example.org/a.png"));
}
