//! Whether everything that is present is what was committed.
//!
//! The case checks; here is only how its report is given.

use serde::Serialize;

pub use onus_case::Verified;

use crate::mark::{Mark, clean};
use crate::phrases::Phrases;
use crate::shape::document;
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document<'r> {
    shape: &'static str,
    sound: bool,
    commits: u64,
    operations: u64,
    tree_head: Option<HeadShape<'r>>,
    wrong: &'r [String],
}

#[derive(Serialize)]
struct HeadShape<'r> {
    size: u64,
    root: &'r str,
}

/// The answer as a document of shape `onus.verify/1`.
#[must_use]
pub fn to_json(verified: &Verified) -> serde_json::Value {
    let tree_head = verified.tree_head.as_ref();
    document(&Document {
        shape: "onus.verify/1",
        sound: verified.is_sound(),
        commits: verified.commits,
        operations: verified.operations,
        tree_head: tree_head.map(|(size, root)| HeadShape { size: *size, root }),
        wrong: &verified.wrong,
    })
}

/// The answer in words.
#[must_use]
pub fn to_text(verified: &Verified, style: &Style) -> String {
    let phrases = Phrases::of(style.language);
    let mark = |mark: Mark, text: &str| {
        if style.marks { mark.around(text) } else { text.to_owned() }
    };
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX).into();
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    let checked = phrases.say(
        "verify-checked",
        [("commits", number(verified.commits)), ("operations", number(verified.operations))],
    );
    line(0, &checked);
    if let Some((size, root)) = &verified.tree_head {
        let head = [("size", number(*size)), ("root", clean(root).into())];
        line(0, &phrases.say("verify-head", head));
    }
    if verified.is_sound() {
        line(0, &mark(Mark::Heading, &phrases.plain("verify-sound")));
    } else {
        let faults = phrases.say("verify-wrong", [("number", verified.wrong.len().into())]);
        line(0, &mark(Mark::Conflict, &faults));
    }
    verified.wrong.iter().for_each(|fault| line(2, &clean(fault)));
    out
}
