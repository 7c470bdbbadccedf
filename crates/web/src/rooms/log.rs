//! `/log`: who changed what; and whether all of it is what was signed.

use onus_pages::rooms::log::log;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;
use crate::work::{Kind, SOON, Stage};

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let document = desk.see(|look| of::log(desk, look, asked))?;
    let verified = desk.verified().map(|(_, document)| document);
    let going = desk.works.going(Kind::Verifying).is_some();
    desk.page(|frame| log(frame, &document, verified.as_ref(), going))
}

/// Checks every byte that is here, apart from the desk. What was found stays on the page until the case is locked.
pub(crate) fn verify(desk: &mut Desk, _: &Asked) -> Result<Reply, Refusal> {
    if desk.works.going(Kind::Verifying).is_some() {
        return Ok(Reply::See("/work".to_owned()));
    }
    let (_, progress) = desk.start(Kind::Verifying, None, |open, progress| {
        let tell = &mut |step| progress.at(Stage::Checking(step));
        let verified = open.verify_telling(tell).map_err(|error| error.to_string())?;
        Ok(onus_answers::verify::to_json(&verified))
    })?;
    let next = if progress.wait(SOON).is_some() { "/log#verify" } else { "/work" };
    Ok(Reply::See(next.to_owned()))
}
