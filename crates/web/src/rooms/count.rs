//! `/count`: how many, according to whom.

use onus_pages::rooms::count::count;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let (kinds, kind, counted) = desk.see(|look| {
        let kinds = of::kinds(desk, look, asked)?;
        let first = kinds["kinds"][0]["kind"].as_str();
        let kind = asked.query("kind").or(first).map(ToOwned::to_owned);
        let counted = kind.as_deref().map(|kind| of::count_of(look, kind, asked)).transpose()?;
        Ok((kinds, kind, counted))
    })?;
    let chosen = kind.as_deref().zip(counted.as_ref());
    desk.page(|frame| count(frame, &kinds, chosen))
}
