//! `/timeline`: what happened when.

use onus_pages::rooms::timeline::timeline;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let (document, types) =
        desk.see(|look| Ok((of::timeline(desk, look, asked)?, of::types(desk, look, asked)?)))?;
    let chosen = asked.queries("type");
    let kinds: Vec<(String, String, bool)> = types["types"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|known| {
            let (name, label) = (known["type"].as_str()?, known["label"].as_str()?);
            Some((name.to_owned(), label.to_owned(), chosen.iter().any(|one| one == name)))
        })
        .collect();
    desk.page(|frame| timeline(frame, &document, &kinds, asked.number("from", 0)))
}
