//! `/members`: who is in the team, with which devices.

use onus_pages::rooms::members::members;

use super::one;
use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    one(desk, asked, of::members, members)
}
