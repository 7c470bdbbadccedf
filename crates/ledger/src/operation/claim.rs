//! Claims: a speaker says, in a source, that a property of a record has a value.
//!
//! Names, kinds and values are words and texts of the model and the schema; here they are carried
//! exactly and not looked into. What this crate reads of a claim is what it rests on, because those are
//! names in the log.

use std::collections::BTreeSet;

use super::Passage;
use crate::id::{OperationId, RecordId};
use crate::object::{Wrong, object};
use crate::word::{Level, Word, words};

object! {
    /// A claim.
    pub struct Claim {
        /// Whether a source or the team says it.
        "kind" kind: ClaimKind,
        /// The record it is about.
        "record" record: RecordId,
        /// The property of that record.
        "property" property: Word,
        /// The value.
        "value" value: Typed,
        /// The words of the source for the value, verbatim, when they differ from its text.
        "wording" wording: Option<String>,
        /// A hedge of the speaker's ("allegedly", "is thought to"), verbatim.
        "hedge" hedge: Option<String>,
        /// What the value is restricted to: of what, where, by whom; ascending by name.
        "scope" scope: Vec<Qualifier>,
        /// What the value says beside itself, such as the other side of a relation; ascending by name.
        "qualifiers" qualifiers: Vec<Qualifier>,
        /// Who says it.
        "origin" origin: Origin,
        /// The relays from the origin to the source, the one nearest the origin first.
        "via" via: Vec<Relay>,
        /// The source it was read in, a record.
        "source" source: Option<RecordId>,
        /// Where in the source.
        "passage" passage: Option<Passage>,
        /// When it was said, as the canonical text of a date.
        "said" said: Option<String>,
        /// When the state it describes was true, as the model's canonical text.
        "held" held: Option<String>,
        /// What the speaker does with the proposition.
        "stance" stance: Stance,
        /// The claims it is drawn from.
        "rests_on" rests_on: Option<RestsOn>,
        /// Who may see it.
        "level" level: Level,
        /// A remark of the coder's.
        "note" note: Option<String>,
    }
}

impl Claim {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        for (key, list) in [("scope", &self.scope), ("qualifiers", &self.qualifiers)] {
            if !list.is_sorted_by(|first, second| first.name < second.name) {
                return Err(Wrong::here().within(key));
            }
        }
        match &self.passage {
            Some(Passage::Range(range)) if range.start > range.end => {
                Err(Wrong::here().within("end").within("passage"))
            }
            _ => Ok(()),
        }
    }
}

object! {
    /// A value: its kind and its canonical text, both the model's.
    pub struct Typed {
        /// The kind of value, such as `count`.
        "kind" kind: Word,
        /// Its canonical text, such as `15..`.
        "text" text: String,
        /// The language of a text or the script and language of a name, as a BCP 47 tag.
        "lang" lang: Option<String>,
    }
}

object! {
    /// A named value beside the claim's own. A list of these is written rather than an object because
    /// names of the schema have hyphens, and field names of the profile have not.
    pub struct Qualifier {
        /// The name, a word of the schema.
        "name" name: Word,
        /// The kind of value.
        "kind" kind: Word,
        /// Its canonical text.
        "text" text: String,
    }
}

object! {
    /// Who says it, and how that is known.
    pub struct Origin {
        /// The speaker, a record; absent when the source does not state one.
        "speaker" speaker: Option<RecordId>,
        /// The organization the speaker speaks for, when speaking officially.
        "for" on_behalf_of: Option<RecordId>,
        /// How the speaker knows, such as `eyewitness`.
        "basis" basis: Option<Word>,
        /// The speaker's party or interest, such as `state`.
        "party" party: Option<Word>,
        /// How the attribution is known, such as `stated` or `inferred`.
        "how" how: Word,
    }
}

object! {
    /// One relay between the origin and the source.
    pub struct Relay {
        /// Who relays, a record; absent when not known.
        "who" who: Option<RecordId>,
        /// What became of the words.
        "rendering" rendering: Rendering,
    }
}

object! {
    /// What a claim or a decision is drawn from.
    pub struct RestsOn {
        /// How: a sum, an inference, a finding and so on.
        "how" how: Word,
        /// The claims, earlier in the log or earlier in the same commit.
        "claims" claims: BTreeSet<OperationId>,
    }
}

words! {
    /// Who stands behind a claim.
    pub enum ClaimKind {
        /// Taken from a source.
        Assertion = "assertion",
        /// The team's own: an inference, a judgement, a characterisation.
        Annotation = "annotation",
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
