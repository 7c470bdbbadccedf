//! `/statements`: what officials said, what others say.

use onus_pages::rooms::statements::statements;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let (document, about) = desk.see(|look| {
        let about = asked.query("about").map(|about| of::record(look, about)).transpose()?;
        let about = about.map(|about| onus_reason::short_name(look, about));
        Ok((of::statements(desk, look, asked)?, about))
    })?;
    let address = asked.address("/statements", &["all", "about", "most"]);
    desk.page(|frame| statements(frame, &document, about.as_deref(), &address))
}
