//! `/records`: what is talked about.

use std::collections::BTreeMap;

use onus_pages::rooms::record::record_page;
use onus_pages::rooms::records::{Asked as Wanted, records};
use serde_json::Value;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

/// What record types are called, by their names.
fn kinds(types: &Value) -> BTreeMap<String, String> {
    let types = types["types"].as_array().into_iter().flatten();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    types.map(|known| (word(&known["type"]), word(&known["label"]))).collect()
}

pub(crate) fn list(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let kind = asked.query("type");
    let (types, list) = desk.see(|look| {
        let list = kind.map(|kind| of::list_of(look, kind, asked)).transpose()?;
        Ok((of::types(desk, look, asked)?, list))
    })?;
    let from = asked.number("from", 0);
    let wanted = kind.zip(list.as_ref()).map(|(kind, list)| Wanted { list, kind, from });
    desk.page(|frame| records(frame, &types, wanted.as_ref()))
}

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let (types, shown) = desk
        .see_as(asked, |look| Ok((of::types(desk, look, asked)?, of::show(desk, look, asked)?)))?;
    desk.page(|frame| record_page(frame, &shown, &kinds(&types), asked.query("as-of")))
}
