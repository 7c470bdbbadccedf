//! Whether a bag is complete and what it was when it was packed.
//!
//! `onus-publish` checks it; here is only how its report is given.

use onus_publish::bag::Finding;
pub use onus_publish::bag::Verified;
use serde::Serialize;

use crate::mark::{Mark, clean};
use crate::phrases::Phrases;
use crate::shape::document;
use crate::style::Style;
use crate::table::push;

#[derive(Serialize)]
struct Document<'b> {
    shape: &'static str,
    bag: &'b str,
    valid: bool,
    version: Option<String>,
    algorithms: Vec<&'static str>,
    files: u64,
    bytes: u64,
    info: Vec<InfoShape<'b>>,
    errors: Vec<FindingShape<'b>>,
    warnings: Vec<FindingShape<'b>>,
}

#[derive(Serialize)]
struct InfoShape<'b> {
    label: &'b str,
    value: &'b str,
}

#[derive(Serialize)]
struct FindingShape<'b> {
    file: Option<&'b str>,
    line: Option<u64>,
    problem: String,
}

impl<'b> FindingShape<'b> {
    fn of(finding: &'b Finding) -> Self {
        let file = Some(finding.file.as_str()).filter(|file| !file.is_empty());
        Self { file, line: finding.line, problem: finding.problem.to_string() }
    }
}

/// The answer about the bag of that name as a document of shape `onus.bag-verify/1`.
#[must_use]
pub fn to_json(bag: &str, verified: &Verified) -> serde_json::Value {
    let info = verified.info.iter().map(|(label, value)| InfoShape { label, value });
    document(&Document {
        shape: "onus.bag-verify/1",
        bag,
        valid: verified.is_valid(),
        version: verified.version.map(|version| version.to_string()),
        algorithms: verified.algorithms.iter().map(|algorithm| algorithm.name()).collect(),
        files: verified.files,
        bytes: verified.bytes,
        info: info.collect(),
        errors: verified.errors.iter().map(FindingShape::of).collect(),
        warnings: verified.warnings.iter().map(FindingShape::of).collect(),
    })
}

/// The answer in words, without the warnings.
#[must_use]
pub fn to_text(bag: &str, verified: &Verified, style: &Style) -> String {
    let phrases = Phrases::of(style.language);
    let mark = |mark: Mark, text: &str| {
        if style.marks { mark.around(text) } else { text.to_owned() }
    };
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX).into();
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| push(&mut out, indent, text, style.width);
    let names: Vec<&str> = verified.algorithms.iter().map(|algorithm| algorithm.name()).collect();
    let unknown = || phrases.plain("bag-unknown");
    let version = verified.version.map_or_else(unknown, |version| version.to_string());
    let algorithms = if names.is_empty() { unknown() } else { names.join(", ") };
    line(
        0,
        &phrases.say(
            "bag-checked",
            [
                ("bag", clean(bag).into()),
                ("version", version.into()),
                ("algorithms", algorithms.into()),
                ("files", number(verified.files)),
                ("bytes", number(verified.bytes)),
            ],
        ),
    );
    if verified.is_valid() {
        line(0, &mark(Mark::Heading, &phrases.plain("bag-valid")));
    } else {
        let errors = phrases.say("bag-not-valid", [("number", verified.errors.len().into())]);
        line(0, &mark(Mark::Conflict, &errors));
    }
    listed(&verified.errors, &phrases).iter().for_each(|error| line(2, error));
    out
}

/// What should be otherwise and does not make the bag invalid; nothing where there is nothing.
#[must_use]
pub fn warnings(verified: &Verified, style: &Style) -> String {
    let phrases = Phrases::of(style.language);
    let mut out = String::new();
    if !verified.warnings.is_empty() {
        let heading = phrases.say("bag-warnings", [("number", verified.warnings.len().into())]);
        push(&mut out, 0, &heading, style.width);
    }
    listed(&verified.warnings, &phrases)
        .iter()
        .for_each(|warning| push(&mut out, 2, warning, style.width));
    out
}

/// Findings, each on a line of its own.
fn listed(findings: &[Finding], phrases: &Phrases) -> Vec<String> {
    let told = findings.iter().map(|finding| match finding.file.is_empty() {
        true => format!("{}: {}", phrases.plain("bag-whole"), finding.problem),
        false => finding.to_string(),
    });
    told.map(|told| clean(&told)).collect()
}
