//! The case on a page, in careful words.
//!
//! The words are the program's own, but for what stands between “ and ”, which are the words of the
//! record. Whoever says something stands beside it; nobody is said to be responsible.

mod facts;
mod open;
mod when;

use serde::Serialize;

use onus_case::Look;
pub use onus_reason::{
    Acts, Brief, BriefLimits, Facts, Section, SectionKind, Sentence, Subject, brief,
};

use crate::count::sum_text;
use crate::desk::{Desk, Tools};
use crate::shape::{ClaimNameShape, document};
use crate::style::Style;
use crate::table::push_hanging;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    sections: Vec<SectionShape>,
    claims: usize,
    drafts: usize,
}

#[derive(Serialize)]
struct SectionShape {
    section: &'static str,
    title: String,
    sentences: Vec<SentenceShape>,
    left_out: usize,
}

#[derive(Serialize)]
struct SentenceShape {
    number: usize,
    text: String,
    draft: bool,
    claims: Vec<ClaimNameShape>,
}

fn section_word(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Happened => "happened",
        SectionKind::ToWhom => "to-whom",
        SectionKind::Authorities => "authorities",
        SectionKind::Others => "others",
        SectionKind::Done => "done",
        SectionKind::Owed => "owed",
        SectionKind::Conflict => "conflict",
        SectionKind::NotKnown => "not-known",
    }
}

fn title(desk: &Desk<'_, '_>, kind: SectionKind) -> String {
    desk.phrases.plain(match kind {
        SectionKind::Happened => "brief-happened",
        SectionKind::ToWhom => "brief-to-whom",
        SectionKind::Authorities => "brief-authorities",
        SectionKind::Others => "brief-others",
        SectionKind::Done => "brief-done",
        SectionKind::Owed => "brief-owed",
        SectionKind::Conflict => "brief-conflict",
        SectionKind::NotKnown => "brief-not-known",
    })
}

/// The answer as a document of shape `onus.brief/1`.
#[must_use]
pub fn to_json(brief: &Brief, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let sections = brief.sections.iter().map(|section| SectionShape {
        section: section_word(section.kind),
        title: title(&tools.desk(look), section.kind),
        left_out: section.left_out,
        sentences: section
            .sentences
            .iter()
            .map(|sentence| {
                let desk = tools.desk_with(look, &sentence.by_role);
                SentenceShape {
                    number: sentence.number,
                    text: sentence_text(&desk, sentence),
                    draft: sentence.draft,
                    claims: desk.claim_names(&sentence.claims),
                }
            })
            .collect(),
    });
    document(&Document {
        shape: "onus.brief/1",
        sections: sections.collect(),
        claims: brief.claims,
        drafts: brief.drafts,
    })
}

/// The answer in words.
#[must_use]
pub fn to_text(brief: &Brief, look: &Look<'_>, style: &Style) -> String {
    let tools = Tools::new(look, style);
    let desk = tools.desk(look);
    let phrases = desk.phrases;
    let mut out = String::new();
    let mut line = |indent: usize, text: &str| {
        push_hanging(&mut out, indent, indent + 5, text, style.width);
    };
    if brief.is_empty() {
        line(0, &phrases.plain("brief-none"));
        return out;
    }
    for (place, section) in brief.sections.iter().enumerate() {
        if place > 0 {
            line(0, "");
        }
        line(0, &desk.heading(&title(&desk, section.kind)));
        for sentence in &section.sentences {
            let desk = tools.desk_with(look, &sentence.by_role);
            let text = sentence_text(&desk, sentence);
            line(1, &format!("{:>3}. {text}", sentence.number));
        }
        if section.left_out > 0 {
            let more = phrases.say("brief-left-out", [("number", section.left_out.into())]);
            line(6, &desk.quiet(&more));
        }
    }
    line(0, "");
    let note = phrases
        .say("brief-note", [("claims", brief.claims.into()), ("drafts", brief.drafts.into())]);
    line(0, &desk.quiet(&note));
    out
}

/// One sentence in words.
pub(crate) fn sentence_text(desk: &Desk<'_, '_>, sentence: &Sentence) -> String {
    let text = match &sentence.subject {
        Subject::Facts(facts) => facts::facts_text(desk, facts),
        Subject::Statement { facts, denies, admits } => {
            facts::statement_text(desk, facts, *denies, *admits)
        }
        Subject::Acts(acts) => facts::acts_text(desk, acts),
        Subject::Tally(group) => open::tally_text(desk, group),
        Subject::Sum(sum) => sum_text(desk, sum),
        other => open::open_text(desk, other),
    };
    capitalised(&crate::mark::without(&crate::mark::clean(&text)))
}

/// The text with its first letter in upper case.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
