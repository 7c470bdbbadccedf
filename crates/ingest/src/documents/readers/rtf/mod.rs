//! Rich Text Format (RTF 1.9.1).
//!
//! Our own, because what there is in libraries loses what matters here: footnotes, text in other code pages,
//! what was deleted or hidden. A file is a tree of groups; a group begins as its parent is and forgets its
//! changes when it ends. What a group is for, its destination, is said by its first word; a destination that
//! is not known and marked as one that may be passed over is passed over.

mod encoding;
mod state;
mod token;
mod words;

use super::Reader;
use super::flow::Flow;
use crate::documents::input::{Head, Job};
use crate::documents::{Document, Failure, Limits, Note};
use state::State;
use token::{Token, Tokens};

/// Rich Text Format.
pub(crate) const READER: Reader = Reader { version: "rtf/1", recognize, read };

fn recognize(head: &Head) -> Option<&'static str> {
    head.starts_with(b"{\\rtf").then_some("application/rtf")
}

fn read(job: &mut Job<'_>) -> Result<Document, Failure> {
    parse(&job.whole()?, job.limits)
}

fn parse(bytes: &[u8], limits: &Limits) -> Result<Document, Failure> {
    let mut state = State::new(Flow::new(limits), limits);
    let mut tokens = Tokens::new(bytes);
    let mut at = 0;
    while let Some(token) = tokens.next() {
        let ended = state.take(token).map_err(|failure| failure.at(format!("byte {at}")))?;
        if ended {
            return state.finish();
        }
        at = tokens.position();
    }
    Err(Failure::malformed("it breaks off").at(format!("byte {}", bytes.len())))
}

/// Notes on what a file holds that is not read.
fn left_out(objects: u32) -> Option<Note> {
    let where_ = format!("{objects} embedded objects");
    (objects > 0)
        .then(|| Note::LeftOut(where_, "objects of other programs are not read".to_owned()))
}
