//! What an OpenDocument file says of itself (OpenDocument 1.3 part 3, chapter 4).

use super::super::xml::{Node, Xml};
use crate::documents::{Failure, Field, Limits, Property};

/// Adds what a part says of the file.
pub(super) fn read(
    text: &str,
    path: &str,
    limits: &Limits,
    properties: &mut Vec<Property>,
) -> Result<(), Failure> {
    let mut xml = Xml::new(text, path, limits);
    let mut inside = false;
    while let Some(node) = xml.next()? {
        let element = match node {
            Node::Open(element) => element,
            Node::Close(name) if name == "meta" => break,
            _ => continue,
        };
        let (prefix, name) = (element.prefix().to_owned(), element.name().to_owned());
        if name == "meta" {
            inside = true;
        }
        if !inside {
            continue;
        }
        let at = format!("{path} {prefix}:{name}");
        if name == "document-statistic" {
            if let Some(value) = element.attribute("page-count") {
                properties.push(Property { field: Field::Extent, value, at });
            }
            continue;
        }
        let field = match name.as_str() {
            "title" => Field::Title,
            "initial-creator" | "creator" | "printed-by" => Field::Author,
            "creation-date" => Field::Made,
            "date" => Field::Changed,
            "generator" => Field::Device,
            "language" => Field::Language,
            "identifier" => Field::Identifier,
            _ => continue,
        };
        let value = xml.inside()?;
        if !value.trim().is_empty() {
            properties.push(Property { field, value, at });
        }
    }
    Ok(())
}
