//! Whether everything that is present is what was committed.
//!
//! The case checks; here is only how its report is given.

use serde::Serialize;

pub use onus_case::{ComparedCheckpoints, ForkedChain, Verified};

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
    withheld: u64,
    erased: u64,
    waiting: u64,
    files_not_here: u64,
    forks: Vec<ForkShape<'r>>,
    checkpoints: CheckpointsShape,
    wrong: &'r [String],
}

#[derive(Serialize)]
struct ForkShape<'r> {
    device: String,
    name: Option<&'r str>,
    common: u64,
    branches: u64,
}

#[derive(Serialize)]
struct CheckpointsShape {
    seen: u64,
    logged: u64,
    countersigned: u64,
    unproven: u64,
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
        withheld: verified.withheld,
        erased: verified.erased,
        waiting: verified.waiting,
        files_not_here: verified.files_not_here,
        forks: verified.forks.iter().map(fork_shape).collect(),
        checkpoints: CheckpointsShape {
            seen: verified.checkpoints.seen,
            logged: verified.checkpoints.logged,
            countersigned: verified.checkpoints.countersigned,
            unproven: verified.checkpoints.unproven,
        },
        wrong: &verified.wrong,
    })
}

fn fork_shape(fork: &ForkedChain) -> ForkShape<'_> {
    ForkShape {
        device: fork.device.to_string(),
        name: fork.name.as_deref(),
        common: fork.common,
        branches: fork.branches,
    }
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
    if verified.withheld > 0 {
        line(0, &phrases.say("verify-withheld", [("number", number(verified.withheld))]));
    }
    if verified.erased > 0 {
        let erased = [("number", number(verified.erased)), ("waiting", number(verified.waiting))];
        line(0, &phrases.say("verify-erased", erased));
    }
    if verified.files_not_here > 0 {
        line(0, &phrases.say("verify-files", [("number", number(verified.files_not_here))]));
    }
    for fork in &verified.forks {
        let device: String = fork.device.to_string().chars().take(8).collect();
        let name = fork.name.as_deref().map_or_else(|| "?".to_owned(), clean);
        let said = phrases.say(
            "verify-forked",
            [
                ("device", device.into()),
                ("name", name.into()),
                ("common", number(fork.common)),
                ("branches", number(fork.branches)),
            ],
        );
        line(0, &mark(Mark::Conflict, &said));
    }
    let compared = &verified.checkpoints;
    if compared.seen + compared.logged > 0 {
        let checkpoints = [
            ("seen", number(compared.seen)),
            ("logged", number(compared.logged)),
            ("countersigned", number(compared.countersigned)),
        ];
        line(0, &phrases.say("verify-checkpoints", checkpoints));
    }
    if compared.unproven > 0 {
        line(0, &phrases.say("verify-unchecked", [("number", number(compared.unproven))]));
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
