//! What was committed, and when.
//!
//! The case reads the log; here is only how it is given.

use serde::Serialize;

pub use onus_case::LogLine;

use crate::desk::seconds;
use crate::mark::{Mark, clean};
use crate::phrases::Phrases;
use crate::shape::document;
use crate::style::Style;
use crate::table::Table;

/// Commits in the order in which they are to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The commits.
    pub lines: Vec<LogLine>,
    /// How many others are not shown.
    pub left_out: usize,
}

#[derive(Serialize)]
struct Document<'l> {
    shape: &'static str,
    commits: Vec<CommitShape<'l>>,
    left_out: usize,
}

#[derive(Serialize)]
struct CommitShape<'l> {
    commit: String,
    place: u64,
    time: String,
    member: String,
    name: Option<&'l str>,
    message: Option<&'l str>,
    records: u64,
    claims: u64,
    retracted: u64,
    reviewed: u64,
    stamps: u64,
    existed_before: Option<String>,
    checkpoints: u64,
    not_understood: u64,
}

/// The time that a commit states.
fn stated(line: &LogLine) -> String {
    seconds(line.time)
}

/// The answer as a document of shape `onus.log/1`.
#[must_use]
pub fn to_json(lines: &Lines) -> serde_json::Value {
    let commits = lines.lines.iter().map(|line| CommitShape {
        commit: line.commit.to_string(),
        place: line.place,
        time: stated(line),
        member: line.member.to_string(),
        name: line.name.as_deref(),
        message: line.message.as_deref(),
        records: line.records,
        claims: line.claims,
        retracted: line.retracted,
        reviewed: line.reviewed,
        stamps: line.stamps,
        existed_before: line.existed_before.map(seconds),
        checkpoints: line.checkpoints,
        not_understood: line.not_understood,
    });
    document(&Document {
        shape: "onus.log/1",
        commits: commits.collect(),
        left_out: lines.left_out,
    })
}

/// The answer in words: a table, one row a commit.
#[must_use]
pub fn to_text(lines: &Lines, style: &Style) -> String {
    let phrases = Phrases::of(style.language);
    let mark = |mark: Mark, text: &str| {
        if style.marks { mark.around(text) } else { text.to_owned() }
    };
    let heading = |key: &str| mark(Mark::Heading, &phrases.plain(key));
    let mut table = Table::new(vec![
        heading("log-commit"),
        heading("log-time"),
        heading("log-author"),
        heading("log-what"),
    ]);
    for line in &lines.lines {
        let counts = [
            (line.records, "log-records"),
            (line.claims, "log-claims"),
            (line.retracted, "log-retractions"),
            (line.reviewed, "log-reviews"),
            (line.checkpoints, "log-checkpoints"),
            (line.not_understood, "log-not-understood"),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, key)| {
                let number = usize::try_from(number).unwrap_or(usize::MAX);
                phrases.say(key, [("number", number.into())])
            })
            .collect();
        let mut counts = counts;
        if let Some(before) = line.existed_before {
            let number = usize::try_from(line.stamps).unwrap_or(usize::MAX);
            let stamped = [("number", number.into()), ("before", seconds(before).into())];
            counts.push(phrases.say("log-stamps", stamped));
        }
        let mut what = counts.join(", ");
        if let Some(message) = &line.message {
            let message = clean(message);
            what = if what.is_empty() { message } else { format!("{message} ({what})") };
        }
        let member = line.name.as_deref().map(clean).unwrap_or_else(|| line.member.to_string());
        table.row(vec![
            mark(Mark::Handle, &line.commit.to_string().chars().take(12).collect::<String>()),
            stated(line),
            member,
            what,
        ]);
    }
    let mut out = table.lines(style.width).join("\n");
    out.push('\n');
    if lines.left_out > 0 {
        out.push_str(&phrases.say("log-left-out", [("number", lines.left_out.into())]));
        out.push('\n');
    }
    out
}
