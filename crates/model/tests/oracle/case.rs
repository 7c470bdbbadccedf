//! One small case: records, claims as the log holds them, a view, and the property asked about.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use onus_model::claim::{Claim, Logged, Rendering, Speaker};
use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};
use onus_model::view::{Sources, View};

/// A case with the question asked of it.
#[derive(Clone)]
pub(crate) struct Case {
    /// The type of each record.
    pub(crate) records: BTreeMap<RecordId, TypeId>,
    /// What each record is called when a case is printed.
    pub(crate) names: BTreeMap<RecordId, String>,
    /// What each claim is called when a case is printed.
    pub(crate) claim_names: BTreeMap<ClaimId, String>,
    /// What each member is called when a case is printed.
    pub(crate) member_names: BTreeMap<MemberId, String>,
    /// The claims.
    pub(crate) logged: Vec<Logged>,
    /// Which of them count.
    pub(crate) view: View,
    /// The record asked about.
    pub(crate) target: RecordId,
    /// The property asked about.
    pub(crate) property: &'static str,
}

impl Case {
    /// The type of a record, by its word.
    pub(crate) fn type_of(&self, record: RecordId) -> &str {
        self.records.get(&record).map_or("", TypeId::as_str)
    }

    /// Puts names where a text has identifiers.
    pub(crate) fn readable(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (record, name) in &self.names {
            text = text.replace(&format!("RecordId({record})"), name);
            text = text.replace(&record.to_string(), name);
        }
        for (claim, name) in &self.claim_names {
            text = text.replace(&format!("ClaimId({claim})"), name);
            text = text.replace(&claim.to_string(), name);
        }
        for (member, name) in &self.member_names {
            text = text.replace(&format!("MemberId({member})"), name);
            text = text.replace(&member.to_string(), name);
        }
        text
    }

    fn line(&self, entry: &Logged) -> String {
        let Claim { id, record, property, value, scope, origin, .. } = &entry.claim;
        let mut line = format!("{id}: ");
        match origin.speaker {
            Speaker::Record(speaker) => line += &speaker.to_string(),
            Speaker::NotStated => line += "(not stated)",
            Speaker::Member(member) => line += &member.to_string(),
        }
        if let Some(organization) = origin.on_behalf_of {
            line += &format!(" for {organization}");
        }
        for relay in &entry.claim.via {
            let rendering = match relay.rendering {
                Rendering::Faithful => "",
                Rendering::Altered => " (altered)",
                Rendering::Unknown => " (unknown)",
            };
            line += &format!(", via {}{rendering}", relay.by);
        }
        if let Some(source) = entry.claim.source {
            line += &format!(", in {source}");
        }
        match &entry.claim.said {
            Some(when) => line += &format!(", on {when}"),
            None => line += ", undated",
        }
        line += &format!(", {:?} {record}.{property}", entry.claim.stance);
        if !scope.is_empty() {
            line += &format!(" [{scope}]");
        }
        line += &format!(" = {value}");
        if let Some(held) = &entry.claim.held {
            line += &format!(", held {held}");
        }
        if let Some(rests_on) = &entry.claim.rests_on {
            line += &format!(", rests on {:?}", rests_on.claims);
        }
        let _ = write!(line, "  ({}, recorded {}", entry.claim.level, entry.recorded.0);
        if let Some(retracted) = entry.retracted {
            let _ = write!(line, ", retracted {}", retracted.0);
        }
        for review in &entry.reviews {
            let own = if review.by == entry.recorded_by { " by its recorder" } else { "" };
            let _ = write!(line, ", {:?} {}{own}", review.state, review.at.0);
        }
        line + ")"
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut used = String::new();
        for entry in &self.logged {
            used += &self.line(entry);
            used.push('\n');
        }
        let target = self.target.to_string();
        let types: BTreeSet<String> = self
            .records
            .iter()
            .filter(|(record, _)| used.contains(&record.to_string()))
            .map(|(record, record_type)| format!("{} is a {record_type}", self.names[record]))
            .collect();
        writeln!(f, "asked: {}.{}", self.readable(&target), self.property)?;
        writeln!(f, "{}", types.into_iter().collect::<Vec<_>>().join(", "))?;
        let View { level, as_of, known_by, sources, without_speakers, released } = &self.view;
        write!(f, "view: level {level}")?;
        if let Some(as_of) = as_of {
            write!(f, ", as of {}", as_of.0)?;
        }
        if let Some(day) = known_by {
            write!(f, ", known by {day}")?;
        }
        if *sources != Sources::All {
            write!(f, ", sources {}", self.readable(&format!("{sources:?}")))?;
        }
        if !without_speakers.is_empty() {
            write!(f, ", without {}", self.readable(&format!("{without_speakers:?}")))?;
        }
        writeln!(f, "{}", if *released { ", released" } else { "" })?;
        f.write_str(&self.readable(&used))
    }
}
