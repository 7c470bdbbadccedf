//! `/accountability`: what followed each act, event and death.

use onus_pages::rooms::accountability::accountability;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let (document, about) = desk.see(|look| {
        let about = asked.query("about").map(|about| of::record(look, about)).transpose()?;
        let about = about.map(|about| onus_reason::short_name(look, about));
        Ok((of::accountability(desk, look, asked)?, about))
    })?;
    let address = asked.address("/accountability", &["all", "about", "most"]);
    desk.page(|frame| accountability(frame, &document, about.as_deref(), &address))
}
