//! `/search`: names, claims and passages.

use onus_pages::rooms::search::search;

use crate::asked::{Asked, Reply};
use crate::desk::Desk;
use crate::documents as of;
use crate::refusal::Refusal;

pub(crate) fn show(desk: &mut Desk, asked: &Asked) -> Result<Reply, Refusal> {
    let desk = &*desk;
    let words = asked.query("q").unwrap_or_default();
    let most = asked.number("most", 30);
    if words.is_empty() {
        return desk.page(|frame| search(frame, "", None, None, most));
    }
    match desk.see(|look| of::search(desk, look, asked)) {
        Ok(found) => desk.page(|frame| search(frame, words, Some(&found), None, most)),
        Err(Refusal::Wrong(problem)) => {
            let page = desk.framed(|frame| search(frame, words, None, Some(&problem), most))?;
            Ok(Reply::Unfit(page))
        }
        Err(other) => Err(other),
    }
}
