//! A press release, in every form that other programs make of it: the same ten quotations in the same places.
//!
//! The release itself is not ours to hand on; where `ONUS_CORPUS` names no folder that has it, the letter in
//! `text` is all that is tested.

use onus_ingest::documents::quote::{Found, Haystack};
use onus_ingest::documents::{Document, Place};

use crate::archives::captured;
use crate::mail::mailbox;
use crate::read::read;
use crate::tools::converted;

/// Quotations, and the paragraphs of the release they stand in.
const QUOTATIONS: [(u32, &str); 10] = [
    (2, "Kazakhstan Continues to Dismiss Allegations of Torture Despite Evidence"),
    (5, "deceiving the international community with his government’s promise to eradicate torture"),
    (6, "at least 15 people were killed and more than 100 others were seriously injured"),
    (6, "subsequently tortured in overcrowded underground police cells"),
    (8, "resulting in unfair trials for scores of people"),
    (10, "only five senior security officers were charged with and sentenced to prison"),
    (11, "stripped naked, beaten, kicked and doused with cold water"),
    (13, "sentenced to five years in prison for “inciting social discord.”"),
    (14, "died on December 21, 2011 – two days after he was released from police custody"),
    (16, "located more than 1,000 miles away from his home town"),
];

fn release() -> Option<Vec<u8>> {
    let folder = std::env::var_os("ONUS_CORPUS")?;
    let path = std::path::Path::new(&folder).join("ai-usa-2013-07-10.txt");
    let release = std::fs::read(path).ok();
    if release.is_none() {
        eprintln!("not tested: ONUS_CORPUS has no press release");
    }
    release
}

/// Every quotation stands once in the text, and in the paragraph where it belongs.
fn has_quotations(document: &Document, form: &str) {
    let text = Haystack::new(&document.text);
    for (number, quotation) in QUOTATIONS {
        let found = text.find(quotation);
        let Found::Once(range) = found else { panic!("{form}: {quotation}: {found:?}") };
        let inside = document.parts.iter().any(|part| {
            part.place == Place::Paragraph(number)
                && part.range.start <= range.start
                && range.end <= part.range.end
        });
        assert!(inside, "{form}: {quotation} is not in paragraph {number}");
    }
}

fn made(to: &str) -> Option<Vec<u8>> {
    converted("release.txt", &release()?, to, Some("Text (encoded):UTF8,LF,,"))
}

#[test]
fn quotations_stand_in_text_and_office_files() {
    let Some(release) = release() else { return };
    has_quotations(&read(&release, "release.txt"), "txt");
    for to in ["docx", "odt", "rtf", "fodt"] {
        let Some(bytes) = made(to) else { return };
        has_quotations(&read(&bytes, &format!("release.{to}")), to);
    }
}

#[test]
fn quotations_stand_in_the_main_text_of_a_page() {
    let Some(page) = made("html:HTML (StarWriter)") else { return };
    let document = read(&page, "release.html");
    has_quotations(&document, "html");
    let text = Haystack::new(&document.text);
    for place in [Place::Main, Place::Capture] {
        let part = document.parts.iter().find(|part| part.place == place).unwrap();
        for (_, quotation) in QUOTATIONS {
            let found = text.find_in(quotation, &part.range);
            assert!(matches!(found, Found::Once(_)), "{place:?}: {quotation}: {found:?}");
        }
    }
}

#[test]
fn quotations_stand_in_what_a_mailbox_has_attached() {
    let (Some(release), Some(word)) = (release(), made("docx")) else { return };
    let attached = [("release.txt", &release[..]), ("release.docx", &word)];
    let Some(bytes) = mailbox(&attached) else { return };
    let messages = read(&bytes, "inbox.mbox").attachments;
    let message = read(&messages[0].bytes, &messages[0].name);
    assert_eq!(message.attachments.len(), 2);
    for ((name, bytes), attachment) in attached.iter().zip(&message.attachments) {
        assert_eq!((attachment.name.as_str(), &attachment.bytes[..]), (*name, *bytes));
        has_quotations(&read(&attachment.bytes, &attachment.name), name);
    }
}

#[test]
fn quotations_stand_in_a_web_archive() {
    let Some(page) = made("html:HTML (StarWriter)") else { return };
    for packed in [true, false] {
        let Some(archive) = captured(&page, packed) else { return };
        let document = read(&archive, "release.warc");
        let page = document.attachments.iter().find(|file| file.name == "release.html").unwrap();
        has_quotations(&read(&page.bytes, &page.name), "warc");
    }
}
