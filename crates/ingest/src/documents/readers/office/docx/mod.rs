//! Word documents: Office Open XML text (ECMA-376 part 1, chapter 17), in both editions of the standard.
//!
//! The text is what a reader of the page sees, tracked insertions included. What was deleted or moved away
//! while changes were tracked, and what is hidden, is kept beside it. Numbers that a program makes while it
//! draws the page (of list items, pages, footnotes) stand nowhere in the file and are not made up.

pub(in super::super) mod properties;
mod story;

use std::collections::BTreeMap;

use super::package::Package;
use crate::documents::input::{Head, Job};
use crate::documents::readers::Reader;
use crate::documents::readers::flow::{Beside, Flow};
use crate::documents::{Document, Failure};
use story::{Story, Styles};

/// Word documents.
pub(crate) const READER: Reader = Reader { version: "docx/1", recognize, read };

fn recognize(head: &Head) -> Option<&'static str> {
    let word = head.has_member("[Content_Types].xml")
        && head.members.iter().any(|member| member.starts_with("word/"));
    word.then_some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let limits = job.limits;
    let mut package = Package::open(&mut *job.input, limits)?;
    let mut document = Document::default();
    let main = package.relations("")?.into_iter().find(|(_, to)| to.kind == "officeDocument");
    let main = main.map_or_else(|| "word/document.xml".to_owned(), |(_, to)| to.path);
    let Some(text) = package.text(&main)? else {
        return Err(Failure::malformed("it holds no text").at(main));
    };
    let relations = package.relations(&main)?;
    let related = |kind: &str| -> Vec<String> {
        let paths = relations.iter().filter(|(_, to)| to.kind == kind);
        paths.map(|(_, to)| to.path.clone()).collect()
    };

    let mut styles = Styles::default();
    for path in related("styles") {
        if let Some(text) = package.text(&path)? {
            styles.read(&text, &path, limits)?;
        }
    }
    let mut flow = Flow::new(limits);
    let mut story = Story { flow: &mut flow, styles: &styles, limits, mentions: Vec::new() };
    story.read(&text, &main)?;
    let mentions = std::mem::take(&mut story.mentions);

    let notes = [
        ("footnotes", Beside::Footnote),
        ("endnotes", Beside::Endnote),
        ("comments", Beside::Comment),
    ];
    for (kind, beside) in notes {
        // The order in which the text mentions them is the order in which they are numbered.
        let mut order: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, (of, id)) in mentions.iter().enumerate() {
            if *of == beside {
                order.entry(id.as_str()).or_insert(index);
            }
        }
        for path in related(kind) {
            if let Some(text) = package.text(&path)? {
                let authors = story.notes(&text, &path, beside, &order)?;
                document.properties.extend(authors);
            }
        }
    }
    for (kind, beside) in [("header", Beside::Header), ("footer", Beside::Footer)] {
        for path in related(kind) {
            if let Some(text) = package.text(&path)? {
                story.flow.begin(beside)?;
                story.read(&text, &path)?;
                story.flow.end()?;
            }
        }
    }
    properties::read(&mut package, limits, &mut document.properties)?;
    document.attachments = package.files(&["word/media/", "word/embeddings/"])?;
    flow.finish(&mut document)?;
    Ok(document)
}
