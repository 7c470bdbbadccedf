//! `/network`: who is tied to what.

use onus_pages::rooms::network::network;

use super::one;
use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    one(desk, asked, of::network, network)
}
