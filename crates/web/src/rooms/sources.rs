//! `/sources`: where it was read.

use onus_pages::rooms::source::{Documents, source};
use onus_pages::rooms::sources::sources;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn list(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let list = desk.see(|look| of::list_of(look, "source", asked))?;
    desk.page(|frame| sources(frame, &list, asked.number("from", 0)))
}

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    if asked.query("at").is_some() {
        // A place in the text has its paragraph's own address.
        let (id, paragraph) = desk.see(|look| {
            Ok((of::source_of(look, asked)?, of::paragraph(desk, look, asked)?.unwrap_or(1)))
        })?;
        let from = of::first_for(paragraph);
        return Ok(Reply::See(format!("/sources/{id}?from={from}#p{paragraph}")));
    }
    let (read, shown) = desk.see(|look| {
        of::source_of(look, asked)?;
        Ok((of::source(desk, look, asked)?, of::show(desk, look, asked)?))
    })?;
    let selected = asked.query("claim");
    desk.page(|frame| source(frame, &Documents { source: &read, show: &shown, selected }))
}
