//! Whether everything that is present is what was committed.
//!
//! The case checks; here is only how its report is given.

use serde::Serialize;

use crate::mark::{Mark, clean};
use crate::phrases::Phrases;
use crate::shape::document;
use crate::style::Style;
use crate::table::push;

/// Something that is not as it was committed, or cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The commit concerned, in hexadecimal digits, where one is.
    pub commit: Option<String>,
    /// The leaf, file or table concerned, where one is.
    pub at: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: Option<String>,
}

/// What was checked, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many commits were checked.
    pub commits: usize,
    /// How many leaves were present and checked.
    pub leaves: usize,
    /// How many leaves are withheld or erased, as the log says.
    pub withheld: usize,
    /// How many files of the vault were checked.
    pub files: usize,
    /// Whether what is derived was rebuilt and compared.
    pub rebuilt: bool,
    /// Heads of the devices' chains, in hexadecimal digits.
    pub heads: Vec<String>,
    /// What is wrong; empty where all is well.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

#[derive(Serialize)]
struct Document<'r> {
    shape: &'static str,
    sound: bool,
    commits: usize,
    leaves: usize,
    withheld: usize,
    files: usize,
    rebuilt: bool,
    heads: &'r [String],
    faults: Vec<FaultShape<'r>>,
}

#[derive(Serialize)]
struct FaultShape<'r> {
    commit: Option<&'r str>,
    at: Option<&'r str>,
    what: &'r str,
    hint: Option<&'r str>,
}

/// The answer as a document of shape `onus.verify/1`.
#[must_use]
pub fn to_json(report: &Report) -> serde_json::Value {
    document(&Document {
        shape: "onus.verify/1",
        sound: report.is_sound(),
        commits: report.commits,
        leaves: report.leaves,
        withheld: report.withheld,
        files: report.files,
        rebuilt: report.rebuilt,
        heads: &report.heads,
        faults: report
            .faults
            .iter()
            .map(|fault| FaultShape {
                commit: fault.commit.as_deref(),
                at: fault.at.as_deref(),
                what: &fault.what,
                hint: fault.hint.as_deref(),
            })
            .collect(),
    })
}

/// The answer in words.
#[must_use]
pub fn to_text(report: &Report, style: &Style) -> String {
    let phrases = Phrases::of(style.language);
    let mark = |mark: Mark, text: &str| {
        if style.marks { mark.around(text) } else { text.to_owned() }
    };
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    let checked = phrases.say(
        "verify-checked",
        [
            ("commits", report.commits.into()),
            ("leaves", report.leaves.into()),
            ("files", report.files.into()),
        ],
    );
    line(0, &checked);
    if report.withheld > 0 {
        line(0, &phrases.say("verify-withheld", [("number", report.withheld.into())]));
    }
    if report.rebuilt {
        line(0, &phrases.plain("verify-rebuilt"));
    }
    for head in &report.heads {
        line(0, &phrases.say("verify-head", [("head", clean(head).into())]));
    }
    if report.is_sound() {
        line(0, &mark(Mark::Heading, &phrases.plain("verify-sound")));
    }
    for fault in &report.faults {
        let mut text = clean(&fault.what);
        let places = [&fault.commit, &fault.at].into_iter().flatten();
        for place in places {
            text = format!("{}: {text}", clean(place));
        }
        line(0, &mark(Mark::Conflict, &text));
        if let Some(hint) = &fault.hint {
            line(2, &clean(hint));
        }
    }
    out
}
