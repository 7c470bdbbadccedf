//! PDF, page by page.
//!
//! A PDF says where on the paper each letter goes and, if its maker was kind, which letter it is; words, lines
//! and the order of reading are gone. A maintained crate interprets the pages and hands over letters with their
//! places ([`glyphs`]); [`lines`] makes words, lines and paragraphs of them, and [`order`] puts right-to-left
//! text, of which a page has only the order on paper, back into the order in which it is read.
//!
//! A page that is a picture, or whose letters are only shapes, is left empty and listed to be recognised. A page
//! that nothing can be made of is left out and named; the others are read.

mod attached;
mod glyphs;
mod info;
mod lines;
mod order;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};

use super::Reader;
use crate::documents::builder::TextBuilder;
use crate::documents::input::{Head, Job};
use crate::documents::{Document, Drawn, Failure, Field, Note, Picture, Place, Property, Trouble};

/// PDF files.
pub(crate) const READER: Reader = Reader { version: "pdf/1", recognize, read };

/// Below so many letters, a page that a picture covers counts as scanned: a stamp or a page number was printed
/// on it.
const STAMP: usize = 60;

/// A PDF begins with its mark, before which old programs wrote up to a kilobyte of other things.
fn recognize(head: &Head) -> Option<&'static str> {
    let start = head.bytes.get(..head.bytes.len().min(1024))?;
    start.windows(5).any(|bytes| bytes == b"%PDF-").then_some("application/pdf")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    let bytes = job.whole()?;
    let pdf = Pdf::new(bytes).map_err(failure)?;
    let pages = pdf.pages();
    let most = job.limits.parts as usize / 4;
    if pages.len() > most {
        return Err(Failure::too_much(format!("{} pages (a file may have {most})", pages.len())));
    }
    if pages.is_empty() {
        return Err(Failure::malformed("it has no pages"));
    }
    let mut document = Document { properties: info::properties(&pdf), ..Document::default() };
    document.properties.push(Property {
        field: Field::Extent,
        value: format!("{} pages", pages.len()),
        at: "page tree".to_owned(),
    });
    attached::take(&pdf, &mut document, job.limits)?;
    let cache = InterpreterCache::new();
    let mut text = TextBuilder::new(job.limits);
    let mut reordered = false;
    let mut unknown = 0;
    for (number, page) in (1..).zip(pages.iter()) {
        if number > 1 {
            text.push("\n")?;
        }
        // A fault on one page must not lose the others.
        let seen = catch_unwind(AssertUnwindSafe(|| look(&pdf, page, &cache)));
        let Ok(seen) = seen else {
            text.part(Place::Page(number), "")?;
            let why = "a fault in the reader".to_owned();
            document.notes.push(Note::LeftOut(format!("page {number}"), why));
            continue;
        };
        let letters = seen.letters();
        let picture = seen.pictured && letters < STAMP || seen.drawn && letters == 0;
        if letters > 0 || !picture {
            let set = lines::set(seen.glyphs, &mut reordered);
            unknown += set.unknown;
            text.open(Place::Page(number))?;
            for (count, paragraph) in (1..).zip(&set.paragraphs) {
                if count > 1 {
                    text.push("\n\n")?;
                }
                text.part(Place::Paragraph(count), paragraph)?;
            }
            text.close();
            if picture && letters > 0 {
                text.push("\n")?;
            }
        }
        if picture {
            let part = u32::try_from(text.parts()).unwrap_or(u32::MAX);
            text.part(Place::Page(number), "")?;
            document.pictures.push(Picture { part, drawn: Drawn::Page(number) });
        }
    }
    if reordered {
        document.notes.push(Note::Reordered);
    }
    if unknown > 0 {
        document.notes.push(Note::Replaced(unknown));
    }
    if text.text().trim().is_empty() {
        document.notes.push(Note::NoText);
    }
    (document.text, document.parts) = text.finish();
    Ok(document)
}

fn look<'a>(pdf: &'a Pdf, page: &Page<'a>, cache: &InterpreterCache<'a>) -> glyphs::Seen {
    let (width, height) = page.render_dimensions();
    let [a, b, c, d, e, f] = page.initial_transform(true).as_coeffs();
    let transform = Affine::new([a, b, c, d, e, f]);
    let paper = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, paper, cache, pdf.xref(), settings);
    let mut seen = glyphs::Seen::new(paper);
    interpret_page(page, &mut context, &mut seen);
    seen
}

fn failure(error: LoadPdfError) -> Failure {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Trouble::Protected.into(),
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            Failure::malformed("it is encrypted in a way that is not known")
        }
        LoadPdfError::Decryption(_) => Failure::malformed("its encryption is damaged"),
        LoadPdfError::Invalid => Failure::malformed("it has no list of pages that can be found"),
    }
}
