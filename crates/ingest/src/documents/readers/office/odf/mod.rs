//! OpenDocument text and spreadsheets (ISO/IEC 26300; OASIS OpenDocument 1.3), in packages and as single files
//! of XML.
//!
//! Spreadsheets are read here and not by a library of tables, because OpenDocument writes each cell's text as
//! it is shown beside its value, and what is shown is what people quote.

mod properties;
mod sheet;
mod text;

use super::package::Package;
use super::xml::{self, Node, Xml};
use crate::documents::builder::TextBuilder;
use crate::documents::input::{Head, Job};
use crate::documents::readers::Reader;
use crate::documents::readers::flow::{Beside, Flow};
use crate::documents::{Document, Failure, Limits, Trouble};
use text::Text;

/// OpenDocument text.
pub(crate) const TEXT: Reader =
    Reader { version: "odt/1", recognize: |head| recognize(head, "text"), read: read_text };

/// OpenDocument spreadsheets.
pub(crate) const SHEET: Reader = Reader {
    version: "ods/1",
    recognize: |head| recognize(head, "spreadsheet"),
    read: read_sheets,
};

fn recognize(head: &Head, kind: &str) -> Option<&'static str> {
    const MEDIA: &str = "application/vnd.oasis.opendocument.";
    let declared = match &head.declared {
        Some(declared) => declared.clone(),
        // A single file says its kind in its first element.
        None => {
            let start = head.bytes.get(..head.bytes.len().min(4096))?;
            let start = String::from_utf8_lossy(start);
            if !start.contains("<office:document") {
                return None;
            }
            start.split_once("office:mimetype=\"")?.1.split('"').next()?.to_owned()
        }
    };
    let declared = declared.strip_prefix(MEDIA)?;
    let plain = declared.strip_suffix("-template").unwrap_or(declared);
    match kind {
        "text" if matches!(plain, "text" | "text-master" | "text-web") => {
            Some("application/vnd.oasis.opendocument.text")
        }
        "spreadsheet" if plain == "spreadsheet" => {
            Some("application/vnd.oasis.opendocument.spreadsheet")
        }
        _ => None,
    }
}

/// The parts of an OpenDocument file that are read, each as text with its path.
struct Parts {
    content: (String, &'static str),
    styles: Option<(String, &'static str)>,
    meta: Option<(String, &'static str)>,
    single: bool,
}

/// Opens the file and takes its parts; pictures and other files go into the document.
fn parts(job: &mut Job<'_>, document: &mut Document) -> Result<Parts, Failure> {
    let limits = job.limits;
    if !job.head.starts_with(b"PK") {
        let content = (xml::text(&job.whole()?), "the file");
        return Ok(Parts { content, styles: None, meta: None, single: true });
    }
    let mut package = Package::open(&mut *job.input, limits)?;
    let manifest = package.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Trouble::Protected.into());
    }
    let mut part = |path: &'static str| -> Result<Option<(String, &'static str)>, Failure> {
        Ok(package.text(path)?.map(|text| (text, path)))
    };
    let Some(content) = part("content.xml")? else {
        return Err(Failure::malformed("it holds no text").at("content.xml"));
    };
    let (styles, meta) = (part("styles.xml")?, part("meta.xml")?);
    document.attachments = package.files(&["Pictures/", "media/"])?;
    Ok(Parts { content, styles, meta, single: false })
}

impl Parts {
    fn properties(&self, limits: &Limits, document: &mut Document) -> Result<(), Failure> {
        let meta = if self.single { Some(&self.content) } else { self.meta.as_ref() };
        if let Some((text, path)) = meta {
            properties::read(text, path, limits, &mut document.properties)?;
        }
        Ok(())
    }
}

fn read_text(job: &mut Job<'_>) -> Result<Document, Failure> {
    let limits = job.limits;
    let mut document = Document::default();
    let parts = parts(job, &mut document)?;
    parts.properties(limits, &mut document)?;
    let mut flow = Flow::new(limits);
    let mut reader = Text::new(&mut flow);
    if let Some((text, path)) = &parts.styles {
        reader.styles(&mut Xml::new(text, path, limits))?;
    }
    let (text, path) = &parts.content;
    reader.styles(&mut Xml::new(text, path, limits))?;
    within(text, path, limits, &["text"], |xml, _| reader.read(xml))?;
    // Headers and footers stand with the styles of pages.
    let masters = if parts.single { Some(&parts.content) } else { parts.styles.as_ref() };
    if let Some((text, path)) = masters {
        let names =
            ["header", "header-left", "header-first", "footer", "footer-left", "footer-first"];
        within(text, path, limits, &names, |xml, name| {
            let kind = if name.starts_with("header") { Beside::Header } else { Beside::Footer };
            reader.flow.begin(kind)?;
            reader.read(xml)?;
            reader.flow.end()
        })?;
    }
    document.properties.append(&mut reader.claims);
    flow.finish(&mut document)?;
    Ok(document)
}

fn read_sheets(job: &mut Job<'_>) -> Result<Document, Failure> {
    let limits = job.limits;
    let mut document = Document::default();
    let parts = parts(job, &mut document)?;
    parts.properties(limits, &mut document)?;
    let (text, path) = &parts.content;
    let hidden = sheet::hidden_styles(&mut Xml::new(text, path, limits))?;
    let mut sheets = Vec::new();
    within(text, path, limits, &["spreadsheet"], |xml, _| {
        sheets.extend(sheet::read(xml, &hidden, limits)?);
        Ok(())
    })?;
    let mut builder = TextBuilder::new(limits);
    crate::documents::readers::table::write(sheets, &mut builder, &mut document.notes)?;
    (document.text, document.parts) = builder.finish();
    Ok(document)
}

/// Reads what lies in the elements of these names, wherever they are in a part.
fn within(
    text: &str,
    path: &str,
    limits: &Limits,
    names: &[&str],
    mut read: impl FnMut(&mut Xml<'_>, &str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut xml = Xml::new(text, path, limits);
    while let Some(node) = xml.next()? {
        if let Node::Open(element) = node
            && matches!(element.prefix(), "office" | "style")
            && names.contains(&element.name())
        {
            let name = element.name().to_owned();
            read(&mut xml, &name)?;
        }
    }
    Ok(())
}
