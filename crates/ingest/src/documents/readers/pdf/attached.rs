//! Files inside a PDF.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Object, Stream, String as PdfString};

use super::info::decode;
use crate::documents::bounded::Budget;
use crate::documents::{Attachment, Document, Failure, Limits, Note};

/// The most branches of the tree of names that are looked at.
const MOST: usize = 2000;

/// Takes out the files that the document lists as embedded. Branches that come back to themselves end with the
/// number that is looked at.
///
/// # Errors
///
/// When they come to more than is allowed.
pub(super) fn take(pdf: &Pdf, document: &mut Document, limits: &Limits) -> Result<(), Failure> {
    let catalogue = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let names = catalogue.and_then(|catalogue| catalogue.get::<Dict<'_>>("Names"));
    let Some(root) = names.and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles")) else {
        return Ok(());
    };
    let mut budget = Budget::new(limits);
    let (mut branches, mut looked) = (vec![root], 0);
    while let Some(branch) = branches.pop() {
        looked += 1;
        if looked > MOST {
            let why = format!("more than {MOST} branches");
            document.notes.push(Note::LeftOut("embedded files".to_owned(), why));
            break;
        }
        if let Some(kids) = branch.get::<Array<'_>>("Kids") {
            branches.extend(dictionaries(&kids));
        }
        let Some(leaves) = branch.get::<Array<'_>>("Names") else { continue };
        for file in dictionaries(&leaves) {
            let name = ["UF", "F"].iter().find_map(|key| file.get::<PdfString<'_>>(*key));
            let name = name.map(|name| decode(name.as_bytes())).unwrap_or_default();
            let embedded = file.get::<Dict<'_>>("EF").and_then(|places| {
                ["UF", "F"].iter().find_map(|key| places.get::<Stream<'_>>(*key))
            });
            match embedded.map(|stream| stream.decoded()) {
                Some(Ok(bytes)) => {
                    budget.spend(bytes.len() as u64 * 2)?;
                    document.attachments.push(Attachment {
                        name: name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
                        media: None,
                        at: format!("embedded file {}", document.attachments.len() + 1),
                        address: None,
                        captured: None,
                        bytes: bytes.into_owned(),
                    });
                }
                Some(Err(_)) => {
                    document.notes.push(Note::LeftOut(name, "damaged".to_owned()));
                }
                None => {}
            }
        }
    }
    Ok(())
}

/// The dictionaries in an array in which names stand between them.
fn dictionaries<'a>(array: &Array<'a>) -> impl Iterator<Item = Dict<'a>> + use<'a> {
    array.iter::<Object<'a>>().take(MOST).filter_map(Object::into_dict)
}
