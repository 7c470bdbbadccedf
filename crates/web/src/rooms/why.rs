//! `/why/…`: the reasons of what is told.

use onus_pages::rooms::why::why;

use super::one;
use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn record(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    one(desk, asked, of::why_record, why)
}

pub(crate) fn property(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    one(desk, asked, of::why_property, why)
}
