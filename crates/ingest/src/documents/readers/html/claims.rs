//! What a page says of itself: in its head, in data for search engines, and in the remarks that programs leave
//! when they save it.

use dom_query::{Document as Page, NodeData, NodeRef};
use serde_json::Value;

use crate::documents::{Field, Property};

/// Names of `meta` elements, in small letters, and what they say.
const NAMES: &[(&str, Field)] = &[
    ("article:author", Field::Author),
    ("article:modified_time", Field::Changed),
    ("article:published_time", Field::Made),
    ("author", Field::Author),
    ("citation_author", Field::Author),
    ("citation_date", Field::Made),
    ("citation_publication_date", Field::Made),
    ("citation_title", Field::Title),
    ("content-language", Field::Language),
    ("date", Field::Made),
    ("datemodified", Field::Changed),
    ("datepublished", Field::Made),
    ("dc.creator", Field::Author),
    ("dc.date", Field::Made),
    ("dc.date.issued", Field::Made),
    ("dc.identifier", Field::Identifier),
    ("dc.language", Field::Language),
    ("dc.title", Field::Title),
    ("dcterms.created", Field::Made),
    ("dcterms.creator", Field::Author),
    ("dcterms.issued", Field::Made),
    ("dcterms.modified", Field::Changed),
    ("dcterms.title", Field::Title),
    ("generator", Field::Device),
    ("last-modified", Field::Changed),
    ("og:title", Field::Title),
    ("og:updated_time", Field::Changed),
    ("og:url", Field::Address),
    ("pubdate", Field::Made),
    ("title", Field::Title),
];

/// The most properties taken from one page.
const MOST: usize = 256;

/// The encoding that a page states, looked for where browsers look.
pub(super) fn encoding(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let value = |text: &str| -> Option<String> {
        let rest = text.trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.trim_start_matches(['"', '\'']);
        let end = rest.find(|scalar: char| {
            matches!(scalar, '"' | '\'' | ';' | '>' | '?') || scalar.is_whitespace()
        });
        Some(rest.get(..end.unwrap_or(rest.len()))?.to_owned())
    };
    let stated = if let Some(declaration) =
        head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"))
    {
        declaration.0.split_once("encoding").and_then(|(_, rest)| value(rest))
    } else {
        None
    };
    let stated = stated.or_else(|| {
        head.split("<meta").skip(1).find_map(|tag| {
            let tag = tag.split('>').next()?;
            value(tag.split_once("charset")?.1)
        })
    })?;
    // A page in which this can be read is not in sixteen bits a letter, whatever it states.
    Some(if stated.starts_with("utf-16") { "utf-8".to_owned() } else { stated })
}

/// What a page says of itself.
pub(super) fn of(page: &Page) -> Vec<Property> {
    let mut claims = Claims(Vec::new());
    let mut titles = 0;
    for node in page.root().descendants_it() {
        if claims.0.len() >= MOST {
            break;
        }
        match element(&node) {
            Some(Element::Remark(remark)) => claims.remark(&remark),
            Some(Element::Element { name, attributes }) => {
                let attribute = |name: &str| {
                    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
                };
                match name.as_str() {
                    "html" => {
                        let language = attribute("lang").or_else(|| attribute("xml:lang"));
                        claims.add(Field::Language, language.unwrap_or_default(), "html lang");
                    }
                    "title" if titles == 0 => {
                        titles += 1;
                        let text = node.text();
                        let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
                        claims.add(Field::Title, &title, "title");
                    }
                    "meta" => {
                        let named = ["property", "name", "itemprop", "http-equiv"];
                        let name =
                            named.iter().find_map(|name| attribute(name)).unwrap_or_default();
                        let small = name.to_lowercase();
                        if let Ok(found) =
                            NAMES.binary_search_by_key(&small.as_str(), |(name, _)| name)
                        {
                            let content = attribute("content").unwrap_or_default();
                            claims.add(NAMES[found].1, content, &format!("meta {name}"));
                        }
                    }
                    "link"
                        if attribute("rel")
                            .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
                    {
                        let address = attribute("href").unwrap_or_default();
                        claims.add(Field::Address, address, "link canonical");
                    }
                    "time"
                        if attribute("itemprop") == Some("datePublished")
                            || attribute("pubdate").is_some() =>
                    {
                        claims.add(
                            Field::Made,
                            attribute("datetime").unwrap_or_default(),
                            "time datetime",
                        );
                    }
                    "script"
                        if attribute("type").is_some_and(|kind| {
                            kind.eq_ignore_ascii_case("application/ld+json")
                        }) =>
                    {
                        if let Ok(data) = serde_json::from_str(node.text().trim()) {
                            claims.data(&data);
                        }
                    }
                    _ => {}
                }
            }
            None => {}
        }
    }
    claims.0
}

enum Element {
    Remark(String),
    Element { name: String, attributes: Vec<(String, String)> },
}

fn element(node: &NodeRef<'_>) -> Option<Element> {
    node.query(|node| match &node.data {
        NodeData::Comment { contents } => Some(Element::Remark(contents.to_string())),
        NodeData::Element(element) => {
            let name = element.name.local.to_string();
            let told =
                matches!(name.as_str(), "html" | "title" | "meta" | "link" | "time" | "script");
            told.then(|| {
                let attributes = element.attrs.iter().map(|attribute| {
                    (attribute.name.local.to_string(), attribute.value.to_string())
                });
                Element::Element { name, attributes: attributes.collect() }
            })
        }
        _ => None,
    })?
}

struct Claims(Vec<Property>);

impl Claims {
    fn add(&mut self, field: Field, value: &str, at: &str) {
        if !value.is_empty() && self.0.len() < MOST {
            self.0.push(Property { field, value: value.to_owned(), at: at.to_owned() });
        }
    }

    /// Remarks of programs that save pages.
    fn remark(&mut self, remark: &str) {
        let remark = remark.trim();
        if let Some(rest) = remark.strip_prefix("saved from url=") {
            // The address's length stands before it: `(0029)`.
            let address = rest.split_once(')').map_or(rest, |(_, address)| address);
            self.add(Field::Address, address.trim(), "remark saved from url");
        } else if remark.contains("saved with SingleFile") {
            for line in remark.lines() {
                if let Some((key, value)) = line.split_once(": ") {
                    match key.trim() {
                        "url" => self.add(Field::Address, value.trim(), "remark of SingleFile"),
                        "saved date" => {
                            self.add(Field::Captured, value.trim(), "remark of SingleFile")
                        }
                        _ => {}
                    }
                }
            }
        } else if let Some(rest) = remark.strip_prefix("Mirrored from ") {
            let (address, rest) = rest.split_once(" by HTTrack").unwrap_or((rest, ""));
            self.add(Field::Address, address.trim(), "remark of HTTrack");
            if let Some((_, date)) = rest.split_once("], ") {
                self.add(Field::Captured, date.trim(), "remark of HTTrack");
            }
        } else if let Some(rest) = remark.strip_prefix("FILE ARCHIVED ON ") {
            let date = rest.split(" AND RETRIEVED").next().unwrap_or_default();
            self.add(Field::Captured, date.trim(), "remark of the Internet Archive");
        }
    }

    /// Data for search engines (schema.org in JSON-LD): the things described, one after another.
    fn data(&mut self, data: &Value) {
        let things: Vec<&Value> = match data {
            Value::Array(things) => things.iter().collect(),
            thing => match thing.get("@graph").and_then(Value::as_array) {
                Some(things) => things.iter().collect(),
                None => vec![thing],
            },
        };
        for thing in things {
            const FIELDS: &[(&str, Field)] = &[
                ("headline", Field::Title),
                ("datePublished", Field::Made),
                ("dateModified", Field::Changed),
                ("inLanguage", Field::Language),
            ];
            if thing.get("headline").is_none() && thing.get("datePublished").is_none() {
                continue;
            }
            for (name, field) in FIELDS {
                if let Some(value) = thing.get(name).and_then(Value::as_str) {
                    self.add(*field, value.trim(), &format!("JSON-LD {name}"));
                }
            }
            let authors = match thing.get("author") {
                Some(Value::Array(authors)) => authors.iter().collect(),
                Some(author) => vec![author],
                None => Vec::new(),
            };
            for author in authors {
                let name = author.as_str().or_else(|| author.get("name").and_then(Value::as_str));
                self.add(Field::Author, name.unwrap_or_default().trim(), "JSON-LD author");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn names_can_be_found() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| *name));
    }
}
