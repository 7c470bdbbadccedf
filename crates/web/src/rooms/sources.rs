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
    let (read, shown) = desk.see(|look| {
        of::source_of(look, asked)?;
        Ok((of::source(desk, look, asked)?, of::show(desk, look, asked)?))
    })?;
    let selected = asked.query("claim");
    desk.page(|frame| source(frame, &Documents { source: &read, show: &shown, selected }))
}
