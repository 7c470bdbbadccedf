//! Which paragraphs of a page are its main text.

use std::collections::BTreeSet;

use dom_query::{Document as Page, NodeData};
use dom_smoothie::{Config, Readability};

use super::capture::{MARK, Paragraph};

/// The most elements of a page in which a main text is looked for.
const ELEMENTS: usize = 200_000;

/// Says of each paragraph whether it belongs to the main text. Of a page that has none, such as a list of
/// headlines, no paragraph does.
pub(super) fn of(page: Page, paragraphs: &[Paragraph]) -> Vec<bool> {
    let none = vec![false; paragraphs.len()];
    let config = Config {
        max_elements_to_parse: ELEMENTS,
        disable_json_ld: true,
        keep_classes: true,
        ..Config::default()
    };
    let Ok(mut readability) = Readability::with_document(page, None, Some(config)) else {
        return none;
    };
    let Ok(article) = readability.parse() else { return none };
    let kept = marks(&Page::fragment(article.content));
    paragraphs.iter().map(|paragraph| kept.contains(&paragraph.element)).collect()
}

/// The marks of the elements in a page.
fn marks(page: &Page) -> BTreeSet<u32> {
    let root = page.root();
    let marks = root.descendants_it().filter_map(|node| {
        node.query(|node| match &node.data {
            NodeData::Element(element) => element
                .attrs
                .iter()
                .find(|attribute| &*attribute.name.local == MARK)
                .and_then(|attribute| attribute.value.parse().ok()),
            _ => None,
        })?
    });
    marks.collect()
}
