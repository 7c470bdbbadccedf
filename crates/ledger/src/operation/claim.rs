//! Claims: a speaker says, in a source, that a property of a record has a value.
//!
//! There is no other way to say what a case holds. That two records are one, that two speakers depend
//! on each other, whom the team names: all are claims. One whose speaker is a member is the team's own,
//! an annotation, and nothing beside the speaker says so.
//!
//! Names, kinds and values are words and texts of the model and the schema; here they are carried
//! exactly and not looked into. What this crate reads of a claim is what it rests on, because those are
//! names in the log.

use std::collections::BTreeSet;

use super::Passage;
use crate::content::{Json, Object};
use crate::id::{MemberId, OperationId, RecordId};
use crate::object::{Value, Wrong, fields, finish, object, put, take};
use crate::word::{Level, Word, words};

object! {
    /// A claim.
    pub struct Claim {
        /// The record it is about.
        "record" record: RecordId,
        /// The property of that record.
        "property" property: Word,
        /// The value.
        "value" value: Typed,
        /// The value's words in the source, verbatim, the hedge included ("is said to be at least 15").
        "wording" wording: Option<String>,
        /// What the claim is limited to: values of its property's qualifiers; ascending by name.
        "scope" scope: Vec<Qualifier>,
        /// Who says it.
        "origin" origin: Origin,
        /// The relays from the origin to the source, the one nearest the origin first.
        "via" via: Vec<Relay>,
        /// The source it was read in, a record; absent from most annotations.
        "source" source: Option<RecordId>,
        /// Where in the source.
        "passage" passage: Option<Passage>,
        /// When it was said, as the model's canonical text of a date.
        "said" said: Option<String>,
        /// When the state it describes was true, as the model's canonical text.
        "held" held: Option<String>,
        /// What the speaker does with the proposition.
        "stance" stance: Stance,
        /// The claims it is drawn from.
        "rests_on" rests_on: Option<RestsOn>,
        /// Who may see it.
        "level" level: Level,
    }
}

impl Claim {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        let ascends =
            |list: &[Qualifier]| list.is_sorted_by(|first, second| first.name < second.name);
        if !ascends(&self.scope) {
            return Err(Wrong::here().within("scope"));
        }
        match &self.passage {
            Some(passage) => passage.check().map_err(|wrong| wrong.within("passage")),
            None => Ok(()),
        }
    }
}

object! {
    /// A value: its kind and its canonical text, both the model's.
    pub struct Typed {
        /// The kind of value, such as `count`.
        "kind" kind: Word,
        /// Its canonical text, such as `>=15`.
        "text" text: String,
    }
}

object! {
    /// A qualifier of the claim's property with its value. A list of these is written rather than an
    /// object because names of the schema have hyphens, and field names of the profile have not.
    pub struct Qualifier {
        /// The qualifier, a word of the schema.
        "name" name: Word,
        /// The kind of value.
        "kind" kind: Word,
        /// Its canonical text.
        "text" text: String,
    }
}

/// Who is taken to have said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// A person, office, organization or group of the case.
    Record(RecordId),
    /// The source does not state one.
    NotStated,
    /// A member of the team: the claim is an annotation.
    Member(MemberId),
}

/// Who says it, and how that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The speaker: field `speaker` for a record, `member` for a member, neither when not stated.
    pub speaker: Speaker,
    /// The organization the speaker speaks for, when speaking officially: field `for`.
    pub on_behalf_of: Option<RecordId>,
    /// How the speaker knows: a term of the vocabulary `basis`, such as `eyewitness`.
    pub basis: Option<Word>,
    /// The party to the matter that the speaker belongs to, a record.
    pub party: Option<RecordId>,
    /// What the speaker has at stake, in words.
    pub interest: Option<String>,
    /// How the attribution is known: `stated`, `implied` or `inferred`.
    pub how: Word,
}

impl Value for Origin {
    fn from_json(json: Json) -> Result<Self, Wrong> {
        let mut object = fields(json)?;
        let record: Option<RecordId> = take(&mut object, "speaker")?;
        let member: Option<MemberId> = take(&mut object, "member")?;
        let speaker = match (record, member) {
            (Some(record), None) => Speaker::Record(record),
            (None, None) => Speaker::NotStated,
            (None, Some(member)) => Speaker::Member(member),
            (Some(_), Some(_)) => return Err(Wrong::here().within("member")),
        };
        let read = Self {
            speaker,
            on_behalf_of: take(&mut object, "for")?,
            basis: take(&mut object, "basis")?,
            party: take(&mut object, "party")?,
            interest: take(&mut object, "interest")?,
            how: take(&mut object, "how")?,
        };
        finish(&object)?;
        Ok(read)
    }

    fn to_json(&self) -> Json {
        let mut object = Object::new();
        match self.speaker {
            Speaker::Record(record) => put(&mut object, "speaker", &record),
            Speaker::NotStated => {}
            Speaker::Member(member) => put(&mut object, "member", &member),
        }
        put(&mut object, "for", &self.on_behalf_of);
        put(&mut object, "basis", &self.basis);
        put(&mut object, "party", &self.party);
        put(&mut object, "interest", &self.interest);
        put(&mut object, "how", &self.how);
        Json::Object(object)
    }
}

object! {
    /// One relay between the origin and the source.
    pub struct Relay {
        /// Who relays, a record.
        "who" who: RecordId,
        /// What became of the words.
        "rendering" rendering: Rendering,
    }
}

object! {
    /// What a claim is drawn from.
    pub struct RestsOn {
        /// How: `sum`, `inference` or `finding`.
        "how" how: Word,
        /// The claims, earlier in the log or earlier in the same commit.
        "claims" claims: BTreeSet<OperationId>,
    }
}

words! {
    /// What the speaker does with the proposition.
    pub enum Stance {
        /// Says that it is so.
        Asserts = "asserts",
        /// Passes it on without endorsing it.
        Reports = "reports",
        /// Says that it is not so.
        Denies = "denies",
        /// Concedes it.
        Admits = "admits",
        /// Demands it.
        CallsFor = "calls-for",
    }
}

words! {
    /// How a relay rendered what it passed on.
    pub enum Rendering {
        /// Without change of meaning.
        Faithful = "faithful",
        /// Changed.
        Altered = "altered",
        /// Nobody has compared.
        Unknown = "unknown",
    }
}
