//! `/log`: who changed what; and whether all of it is what was signed.

use onus_pages::rooms::log::log;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let document = desk.see(|look| of::log(desk, look, asked))?;
    let verified = desk.verified.as_ref().map(|(_, document)| document);
    desk.page(|frame| log(frame, &document, verified))
}

/// Checks every byte that is here. What was found stays on the page until the case is locked.
pub(crate) fn verify(desk: &mut Desk, _: &Asked) -> Result<Reply, Refusal> {
    let verified = desk.open.verify()?;
    let document = onus_answers::verify::to_json(&verified);
    desk.verified = Some(((desk.house.clock)(), document));
    Ok(Reply::See("/log#verify".to_owned()))
}
