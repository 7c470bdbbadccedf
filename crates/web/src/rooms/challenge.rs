//! `/challenge`: how each line can be attacked, and what would help.

use onus_pages::rooms::challenge::challenge;

use super::one;
use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    one(desk, asked, of::challenge, challenge)
}
