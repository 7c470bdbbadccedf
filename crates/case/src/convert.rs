//! Claims of the model as operations of the log, and back.
//!
//! The log carries words and canonical texts; the model has types. What the log holds may have been made
//! by another version or by hand, so reading it back can fail, and says at which field.

use onus_ledger::operation as log;
use onus_ledger::{Digest, OperationId, Word};
use onus_model::Level;
use onus_model::claim::{
    Attribution, Claim, Derivation, Locator, Origin, Passage, Relay, Rendering, RestsOn, Review,
    Scope, Speaker, Stance,
};
use onus_model::id::{ClaimId, MemberId, RecordId, TermId};
use onus_model::value::{Kind, Value};

/// A field of an operation that means nothing to this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("its field {field} cannot be read: {reason}")]
pub struct NotReadable {
    /// The field.
    pub field: &'static str,
    /// Why.
    pub reason: String,
}

fn wrong(field: &'static str, reason: impl ToString) -> NotReadable {
    NotReadable { field, reason: reason.to_string() }
}

/// The vocabulary of the basis on which a speaker knows.
const BASIS: &str = "basis";

macro_rules! words {
    ($to:ident, $from:ident, $own:ty, $log:ty { $($name:ident),+ $(,)? }) => {
        pub(crate) fn $to(own: $own) -> $log {
            match own { $(<$own>::$name => <$log>::$name),+ }
        }

        pub(crate) fn $from(log: $log) -> $own {
            match log { $(<$log>::$name => <$own>::$name),+ }
        }
    };
}

words!(
    level_to_log,
    level_from_log,
    Level,
    onus_ledger::Level { Public, Pseudonym, Partner, Team, Sealed }
);
words!(
    stance_to_log,
    stance_from_log,
    Stance,
    log::Stance { Asserts, Reports, Denies, Admits, CallsFor }
);
words!(
    rendering_to_log,
    rendering_from_log,
    Rendering,
    log::Rendering { Faithful, Altered, Unknown }
);
words!(review_to_log, review_from_log, Review, log::ReviewState { Draft, Checked, Released });

pub(crate) fn record_to_log(record: RecordId) -> onus_ledger::RecordId {
    onus_ledger::RecordId::from_bytes(*record.as_bytes())
}

pub(crate) fn record_from_log(record: onus_ledger::RecordId) -> RecordId {
    RecordId::from_bytes(*record.as_bytes())
}

pub(crate) fn member_to_log(member: MemberId) -> onus_ledger::MemberId {
    onus_ledger::MemberId::from_bytes(*member.as_bytes())
}

pub(crate) fn member_from_log(member: onus_ledger::MemberId) -> MemberId {
    MemberId::from_bytes(*member.as_bytes())
}

pub(crate) fn claim_to_log(claim: ClaimId) -> OperationId {
    OperationId::from_bytes(*claim.as_bytes())
}

pub(crate) fn claim_from_log(operation: OperationId) -> ClaimId {
    ClaimId::from_bytes(*operation.as_bytes())
}

/// A word of the schema as a word of the log.
pub(crate) fn word(field: &'static str, text: &str) -> Result<Word, NotReadable> {
    Word::new(text).ok_or_else(|| wrong(field, format!("\"{text}\" is longer than 64 letters")))
}

fn attribution_word(attribution: Attribution) -> &'static str {
    match attribution {
        Attribution::Stated => "stated",
        Attribution::Implied => "implied",
        Attribution::Inferred => "inferred",
    }
}

fn derivation_word(how: Derivation) -> &'static str {
    match how {
        Derivation::Sum => "sum",
        Derivation::Inference => "inference",
        Derivation::Finding => "finding",
    }
}

/// The claim as an operation of the log, which names it.
///
/// # Errors
///
/// When a word of it is too long for the log.
pub(crate) fn to_log(claim: &Claim) -> Result<log::Claim, NotReadable> {
    let origin = &claim.origin;
    let scope = claim.scope.iter().map(|(name, value)| {
        Ok(log::Qualifier {
            name: word("scope", name.as_str())?,
            kind: word("scope", value.kind().word())?,
            text: value.to_string(),
        })
    });
    let rests_on = claim.rests_on.as_ref().map(|rests_on| {
        Ok(log::RestsOn {
            how: word("rests_on", derivation_word(rests_on.how))?,
            claims: rests_on.claims.iter().copied().map(claim_to_log).collect(),
        })
    });
    Ok(log::Claim {
        record: record_to_log(claim.record),
        property: word("property", claim.property.as_str())?,
        value: log::Typed {
            kind: word("value", claim.value.kind().word())?,
            text: claim.value.to_string(),
        },
        wording: claim.wording.clone(),
        scope: scope.collect::<Result<_, NotReadable>>()?,
        origin: log::Origin {
            speaker: match origin.speaker {
                Speaker::Record(record) => log::Speaker::Record(record_to_log(record)),
                Speaker::NotStated => log::Speaker::NotStated,
                Speaker::Member(member) => log::Speaker::Member(member_to_log(member)),
            },
            on_behalf_of: origin.on_behalf_of.map(record_to_log),
            basis: origin.basis.as_ref().map(|term| word("basis", term.term())).transpose()?,
            party: origin.party.map(record_to_log),
            interest: origin.interest.clone(),
            how: word("how", attribution_word(origin.attribution))?,
        },
        via: claim
            .via
            .iter()
            .map(|relay| log::Relay {
                who: record_to_log(relay.by),
                rendering: rendering_to_log(relay.rendering),
            })
            .collect(),
        source: claim.source.map(record_to_log),
        passage: claim.passage.as_ref().map(passage_to_log),
        said: claim.said.as_ref().map(ToString::to_string),
        held: claim.held.as_ref().map(ToString::to_string),
        stance: stance_to_log(claim.stance),
        rests_on: rests_on.transpose()?,
        level: level_to_log(claim.level),
    })
}

fn passage_to_log(passage: &Passage) -> log::Passage {
    let around = |text: &String| (!text.is_empty()).then(|| text.clone());
    log::Passage {
        locator: match &passage.locator {
            Locator::Range { digest, start, end } => log::Locator::Range(log::Range {
                text: Digest::from_bytes(*digest),
                start: *start,
                end: *end,
            }),
            Locator::Words(words) => log::Locator::Words(log::Words { words: words.clone() }),
        },
        quote: passage.quote.clone(),
        before: around(&passage.before),
        after: around(&passage.after),
    }
}

fn typed(field: &'static str, kind: &Word, text: &str) -> Result<Value, NotReadable> {
    let kind: Kind = kind.as_str().parse().map_err(|reason| wrong(field, reason))?;
    Value::parse(kind, text).map_err(|reason| wrong(field, reason))
}

/// The claim that an operation of the log holds.
///
/// # Errors
///
/// [`NotReadable`] names the field that this version cannot read.
pub(crate) fn from_log(name: OperationId, claim: &log::Claim) -> Result<Claim, NotReadable> {
    let origin = &claim.origin;
    let attribution = match origin.how.as_str() {
        "stated" => Attribution::Stated,
        "implied" => Attribution::Implied,
        "inferred" => Attribution::Inferred,
        other => return Err(wrong("how", format!("\"{other}\" is not known"))),
    };
    let basis = origin.basis.as_ref().map(|basis| {
        let vocabulary = BASIS.parse().map_err(|reason| wrong("basis", reason))?;
        TermId::new(vocabulary, basis.as_str()).map_err(|reason| wrong("basis", reason))
    });
    let scope = claim.scope.iter().map(|qualifier| {
        let name = qualifier.name.as_str().parse().map_err(|reason| wrong("scope", reason))?;
        Ok((name, typed("scope", &qualifier.kind, &qualifier.text)?))
    });
    let rests_on = claim.rests_on.as_ref().map(|rests_on| {
        let how = match rests_on.how.as_str() {
            "sum" => Derivation::Sum,
            "inference" => Derivation::Inference,
            "finding" => Derivation::Finding,
            other => return Err(wrong("rests_on", format!("\"{other}\" is not known"))),
        };
        let claims = rests_on.claims.iter().copied().map(claim_from_log).collect();
        Ok(RestsOn { how, claims })
    });
    Ok(Claim {
        id: claim_from_log(name),
        record: record_from_log(claim.record),
        property: claim.property.as_str().parse().map_err(|reason| wrong("property", reason))?,
        value: typed("value", &claim.value.kind, &claim.value.text)?,
        wording: claim.wording.clone(),
        scope: Scope::new(scope.collect::<Result<Vec<_>, NotReadable>>()?),
        origin: Origin {
            speaker: match origin.speaker {
                log::Speaker::Record(record) => Speaker::Record(record_from_log(record)),
                log::Speaker::NotStated => Speaker::NotStated,
                log::Speaker::Member(member) => Speaker::Member(member_from_log(member)),
            },
            on_behalf_of: origin.on_behalf_of.map(record_from_log),
            basis: basis.transpose()?,
            party: origin.party.map(record_from_log),
            interest: origin.interest.clone(),
            attribution,
        },
        via: claim
            .via
            .iter()
            .map(|relay| Relay {
                by: record_from_log(relay.who),
                rendering: rendering_from_log(relay.rendering),
            })
            .collect(),
        source: claim.source.map(record_from_log),
        passage: claim.passage.as_ref().map(passage_from_log),
        said: claim
            .said
            .as_ref()
            .map(|said| said.parse().map_err(|reason| wrong("said", reason)))
            .transpose()?,
        held: claim
            .held
            .as_ref()
            .map(|held| held.parse().map_err(|reason| wrong("held", reason)))
            .transpose()?,
        stance: stance_from_log(claim.stance),
        rests_on: rests_on.transpose()?,
        level: level_from_log(claim.level),
    })
}

fn passage_from_log(passage: &log::Passage) -> Passage {
    Passage {
        locator: match &passage.locator {
            log::Locator::Range(range) => Locator::Range {
                digest: *range.text.as_bytes(),
                start: range.start,
                end: range.end,
            },
            log::Locator::Words(words) => Locator::Words(words.words.clone()),
        },
        quote: passage.quote.clone(),
        before: passage.before.clone().unwrap_or_default(),
        after: passage.after.clone().unwrap_or_default(),
    }
}
