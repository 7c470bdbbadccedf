//! What was committed, and when.
//!
//! The case reads the log; here is only how it is given.

use serde::Serialize;

use onus_model::claim::Moment;

use crate::desk::moment;
use crate::mark::{Mark, clean};
use crate::phrases::Phrases;
use crate::shape::document;
use crate::style::Style;
use crate::table::Table;

/// One commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its name, in hexadecimal digits.
    pub commit: String,
    /// Its place in its device's chain, from 1.
    pub sequence: u64,
    /// When it was made, as its author says.
    pub time: Moment,
    /// Who made it, by their name where it is known.
    pub author: String,
    /// What they said about it.
    pub message: Option<String>,
    /// How many records it made.
    pub records: usize,
    /// How many claims it made.
    pub claims: usize,
    /// How many claims it took back.
    pub retractions: usize,
    /// How many claims it reviewed.
    pub reviews: usize,
    /// How many other operations it holds.
    pub others: usize,
}

/// Commits, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The commits.
    pub commits: Vec<Commit>,
    /// How many older ones are not shown.
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
    commit: &'l str,
    sequence: u64,
    time: String,
    author: &'l str,
    message: Option<&'l str>,
    records: usize,
    claims: usize,
    retractions: usize,
    reviews: usize,
    others: usize,
}

/// The answer as a document of shape `onus.log/1`.
#[must_use]
pub fn to_json(lines: &Lines) -> serde_json::Value {
    let commits = lines.commits.iter().map(|one| CommitShape {
        commit: &one.commit,
        sequence: one.sequence,
        time: moment(one.time),
        author: &one.author,
        message: one.message.as_deref(),
        records: one.records,
        claims: one.claims,
        retractions: one.retractions,
        reviews: one.reviews,
        others: one.others,
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
    for one in &lines.commits {
        let counts = [
            (one.records, "log-records"),
            (one.claims, "log-claims"),
            (one.retractions, "log-retractions"),
            (one.reviews, "log-reviews"),
            (one.others, "log-others"),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, key)| phrases.say(key, [("number", number.into())]))
            .collect();
        let mut what = counts.join(", ");
        if let Some(message) = &one.message {
            what = format!("{} ({what})", clean(message));
        }
        table.row(vec![
            mark(Mark::Handle, &one.commit.chars().take(12).collect::<String>()),
            moment(one.time),
            clean(&one.author),
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
