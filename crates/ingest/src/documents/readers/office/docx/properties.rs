//! What an Office file says of itself: the core properties (ECMA-376 part 2, chapter 11) and those of the
//! program that made it.

use std::io::{Read, Seek};

use super::super::package::Package;
use super::super::xml::{Node, Xml};
use crate::documents::{Failure, Field, Limits, Property};

/// Adds what the file says of itself.
///
/// # Errors
///
/// When the parts that say it cannot be read.
pub(crate) fn read<R: Read + Seek>(
    package: &mut Package<'_, R>,
    limits: &Limits,
    properties: &mut Vec<Property>,
) -> Result<(), Failure> {
    for (_, part) in package.relations("")? {
        let field: fn(&str) -> Option<Field> = match part.kind.as_str() {
            "core-properties" => core,
            "extended-properties" => extended,
            _ => continue,
        };
        let Some(text) = package.text(&part.path)? else { continue };
        let mut xml = Xml::new(&text, &part.path, limits);
        let mut program = None;
        while let Some(node) = xml.next()? {
            let Node::Open(element) = node else { continue };
            let (prefix, name) = (element.prefix().to_owned(), element.name().to_owned());
            let name_at = if prefix.is_empty() { name.clone() } else { format!("{prefix}:{name}") };
            let at = format!("{} {name_at}", part.path);
            if let Some(field) = field(&name) {
                let value = xml.inside()?;
                if !value.trim().is_empty() {
                    properties.push(Property { field, value, at });
                    if name == "Application" {
                        program = Some(properties.len() - 1);
                    }
                }
            } else if name == "AppVersion" {
                let version = xml.inside()?;
                if let Some(property) = program.and_then(|index| properties.get_mut(index)) {
                    property.value = format!("{} {version}", property.value);
                }
            }
        }
    }
    Ok(())
}

fn core(name: &str) -> Option<Field> {
    Some(match name {
        "title" => Field::Title,
        "creator" | "lastModifiedBy" => Field::Author,
        "created" => Field::Made,
        "modified" => Field::Changed,
        "language" => Field::Language,
        "identifier" => Field::Identifier,
        _ => return None,
    })
}

fn extended(name: &str) -> Option<Field> {
    Some(match name {
        "Application" => Field::Device,
        "Company" | "Manager" => Field::Author,
        "Pages" => Field::Extent,
        _ => return None,
    })
}
