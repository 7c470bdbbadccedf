//! From a row to a claim of the model and back: where names become ids, and ids names.

use std::collections::{BTreeMap, BTreeSet};

use onus_model::Level;
use onus_model::claim::{Claim, Locator, Origin, Passage, Relay, RestsOn, Scope, Speaker, Stance};
use onus_model::id::{ClaimId, MemberId, PropertyId, RecordId, TypeId};
use onus_model::schema::Schema;
use onus_model::value::{Held, Kind, Value, ValueError, When};

use super::check::cell_of_value;
use super::name::{Handle, NameError, RowName};
use super::phrase::{Named, Phrase};
use super::row::{Located, Relayed, Row, Said};
use super::text;

/// A claim without its id, which it gets in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimDraft {
    /// What it is about.
    pub record: RecordId,
    /// Which property of it.
    pub property: PropertyId,
    /// The value claimed.
    pub value: Value,
    /// The value's wording in the source, hedge included.
    pub wording: Option<String>,
    /// What the claim is limited to.
    pub scope: Scope,
    /// Who said it.
    pub origin: Origin,
    /// Who passed it on, from the speaker towards the source.
    pub via: Vec<Relay>,
    /// The source it was read in.
    pub source: Option<RecordId>,
    /// Where in the source.
    pub passage: Option<Passage>,
    /// When it was said.
    pub said: Option<When>,
    /// When what it says was true.
    pub held: Option<Held>,
    /// What the speaker does with it.
    pub stance: Stance,
    /// What it is derived from.
    pub rests_on: Option<RestsOn>,
    /// Who may see it.
    pub level: Level,
}

impl ClaimDraft {
    /// The claim of that id.
    #[must_use]
    pub fn with_id(self, id: ClaimId) -> Claim {
        Claim {
            id,
            record: self.record,
            property: self.property,
            value: self.value,
            wording: self.wording,
            scope: self.scope,
            origin: self.origin,
            via: self.via,
            source: self.source,
            passage: self.passage,
            said: self.said,
            held: self.held,
            stance: self.stance,
            rests_on: self.rests_on,
            level: self.level,
        }
    }
}

/// Who knows the ids of what rows name, once they exist.
pub trait Resolver {
    /// The record of a handle.
    fn record(&self, handle: &str) -> Option<RecordId>;

    /// The claim that a row makes.
    fn claim(&self, row: &RowName) -> Option<ClaimId>;

    /// The member who applies the sheet.
    fn coder(&self) -> MemberId;

    /// A member by name.
    fn member(&self, name: &str) -> Option<MemberId>;

    /// The passage of a range of characters of a source's text, with its quote.
    fn passage(&self, source: &str, start: u64, end: u64) -> Option<Passage>;
}

/// A name that has no id: whoever resolves did not make what was announced.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unresolved {
    /// No record has this handle.
    #[error("no record is called {0}")]
    Record(String),
    /// No claim was made by this row.
    #[error("there is no claim of the row {0}")]
    Claim(String),
    /// No member has this name.
    #[error("no member is called {0}")]
    Member(String),
    /// The source's text has no such characters.
    #[error("the text of {source_handle} has no characters {start} to {end}")]
    Passage {
        /// The source.
        source_handle: String,
        /// The first character.
        start: u64,
        /// The first after them.
        end: u64,
    },
    /// A name of a row is none.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The value does not hold with these ids.
    #[error(transparent)]
    Value(#[from] ValueError),
}

/// The place in words of a passage of which only the words are known.
const QUOTED: &str = "quoted";

fn in_words(place: String, quote: Option<String>) -> Passage {
    Passage { locator: Locator::Words(place), quote, before: String::new(), after: String::new() }
}

/// In a value, the member who applies the sheet.
pub(super) const ME: &str = "me";

impl Row {
    /// The claim that the row makes, with the ids that `resolver` gives.
    ///
    /// # Errors
    ///
    /// The first name that it gives no id for. It gives all when everything the reading announced has
    /// been made, rows in the order of the reading.
    pub fn claim(&self, resolver: &dyn Resolver) -> Result<ClaimDraft, Unresolved> {
        let record = |handle: &Handle| {
            let id = resolver.record(handle.as_str());
            id.ok_or_else(|| Unresolved::Record(handle.to_string()))
        };
        let optional = |handle: &Option<Handle>| handle.as_ref().map(record).transpose();
        let claim =
            |row: &RowName| resolver.claim(row).ok_or_else(|| Unresolved::Claim(row.to_string()));
        let member = |name: &str| {
            let id = if name == ME { Some(resolver.coder()) } else { resolver.member(name) };
            id.ok_or_else(|| Unresolved::Member(name.to_owned()))
        };
        let value = |phrase: &Phrase| {
            phrase.value(|named, name| -> Result<String, Unresolved> {
                Ok(match named {
                    Named::Record => record(&name.parse()?)?.to_string(),
                    Named::Claim => claim(&RowName::within(&self.name.sheet, name)?)?.to_string(),
                    Named::Member => member(name)?.to_string(),
                })
            })
        };
        let scope: Result<Vec<_>, Unresolved> = self
            .scope
            .iter()
            .map(|(qualifier, phrase)| Ok((qualifier.clone(), value(phrase)?)))
            .collect();
        let via: Result<Vec<_>, Unresolved> = self
            .via
            .iter()
            .map(|relay| Ok(Relay { by: record(&relay.by)?, rendering: relay.rendering }))
            .collect();
        let said = match self.said.as_ref().map(value).transpose()? {
            Some(Value::Date(when)) => Some(when),
            _ => None,
        };
        let held = match self.held.as_ref().map(value).transpose()? {
            Some(Value::Held(held)) => Some(held),
            _ => None,
        };
        let rests_on = match &self.rests_on {
            None => None,
            Some((how, rows)) => {
                let claims: Result<BTreeSet<_>, _> = rows.iter().map(claim).collect();
                Some(RestsOn { how: *how, claims: claims? })
            }
        };
        Ok(ClaimDraft {
            record: record(&self.record)?,
            property: self.property.clone(),
            value: value(&self.value)?,
            wording: self.wording.clone(),
            scope: Scope::new(scope?),
            origin: Origin {
                speaker: match &self.said_by {
                    Said::By(handle) => Speaker::Record(record(handle)?),
                    Said::NotStated => Speaker::NotStated,
                    Said::Team => Speaker::Member(resolver.coder()),
                    Said::Member(name) => Speaker::Member(member(name)?),
                },
                on_behalf_of: optional(&self.on_behalf_of)?,
                basis: self.basis.clone(),
                party: optional(&self.party)?,
                interest: self.interest.clone(),
                attribution: self.attribution,
            },
            via: via?,
            source: optional(&self.source)?,
            passage: self.passage_with(resolver)?,
            said,
            held,
            stance: self.stance,
            rests_on,
            level: self.level,
        })
    }

    fn passage_with(&self, resolver: &dyn Resolver) -> Result<Option<Passage>, Unresolved> {
        match (&self.passage, &self.source) {
            (Some(Located::Range { start, end, .. }), Some(source)) => {
                let passage = resolver.passage(source.as_str(), *start, *end);
                passage.map(Some).ok_or_else(|| Unresolved::Passage {
                    source_handle: source.to_string(),
                    start: *start,
                    end: *end,
                })
            }
            (Some(Located::Quote { within, quote }), _) => {
                // Where no text is held to look in, the words are kept as they were given.
                let place = within.clone().unwrap_or_else(|| QUOTED.to_owned());
                Ok(Some(in_words(place, Some(quote.clone()))))
            }
            (Some(located), _) => Ok(Some(in_words(located.cell(), None))),
            (None, _) => Ok(None),
        }
    }
}

/// Who knows the names of what claims refer to.
pub trait CaseNames {
    /// A record's handle and type.
    fn record(&self, id: RecordId) -> Option<(Handle, TypeId)>;

    /// The row that made a claim.
    fn row(&self, id: ClaimId) -> Option<RowName>;

    /// The member for whom the sheet is written: their claims are the team's own.
    fn coder(&self) -> MemberId;

    /// A member's name.
    fn member(&self, id: MemberId) -> Option<String>;
}

/// Says what of a claim cannot be written into a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotName {
    /// A record without a handle.
    #[error("the record {0} has no handle")]
    Record(RecordId),
    /// A claim that no row made.
    #[error("the claim {0} was made by no row of a sheet")]
    Claim(ClaimId),
    /// A member without a name.
    #[error("the member {0} has no name")]
    Member(MemberId),
    /// A property that the record's type does not have.
    #[error("{record_type} has no property {property}")]
    Property {
        /// The type.
        record_type: TypeId,
        /// The property.
        property: PropertyId,
    },
    /// A value that does not read back with these names in it.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// A text that a cell would not give back as it is.
    #[error(
        "the text \"{0}\" cannot stand in a cell: it starts or ends with white space, is a lone -, holds \
         control characters, or reads as something else"
    )]
    Text(String),
}

impl Row {
    /// The row that makes this claim.
    ///
    /// # Errors
    ///
    /// What of it has no name, or cannot stand in a cell.
    pub fn of_claim(
        name: RowName,
        claim: &ClaimDraft,
        schema: &Schema,
        names: &dyn CaseNames,
    ) -> Result<Self, CannotName> {
        let known = |id| names.record(id).ok_or(CannotName::Record(id));
        let record = |id| known(id).map(|(handle, _)| handle);
        let optional = |id: Option<RecordId>| id.map(record).transpose();
        let row = |id| names.row(id).ok_or(CannotName::Claim(id));
        let member = |id| match id == names.coder() {
            true => Ok(None),
            false => {
                let name = names.member(id).filter(|name| name != ME && text::is_kept(name));
                name.map(Some).ok_or(CannotName::Member(id))
            }
        };
        let phrase = |value: &Value| {
            Phrase::of(value, &name.sheet, |named, id| match named {
                Named::Record => match id.parse() {
                    Ok(id) => Ok(record(id)?.to_string()),
                    Err(_) => Err(CannotName::Text(id.to_owned())),
                },
                Named::Claim => match id.parse() {
                    Ok(id) => Ok(row(id)?.from_within(&name.sheet)),
                    Err(_) => Err(CannotName::Text(id.to_owned())),
                },
                Named::Member => match id.parse() {
                    Ok(id) => Ok(member(id)?.unwrap_or_else(|| ME.to_owned())),
                    Err(_) => Err(CannotName::Text(id.to_owned())),
                },
            })
        };
        let (handle, record_type) = known(claim.record)?;
        let property =
            schema.property(record_type.as_str(), claim.property.as_str()).ok_or_else(|| {
                CannotName::Property {
                    record_type: record_type.clone(),
                    property: claim.property.clone(),
                }
            })?;
        let scope: Result<BTreeMap<_, _>, CannotName> = claim
            .scope
            .iter()
            .map(|(qualifier, value)| {
                let kinds: Vec<Kind> = property
                    .qualifier(qualifier.as_str())
                    .into_iter()
                    .map(|known| known.kind)
                    .collect();
                Ok((qualifier.clone(), cell_of_value(phrase(value)?, &kinds)))
            })
            .collect();
        let via: Result<Vec<_>, CannotName> = claim
            .via
            .iter()
            .map(|relay| Ok(Relayed { by: record(relay.by)?, rendering: relay.rendering }))
            .collect();
        let rests_on = match &claim.rests_on {
            None => None,
            Some(RestsOn { how, claims }) => {
                let rows: Result<BTreeSet<_>, _> = claims.iter().map(|id| row(*id)).collect();
                Some((*how, rows?))
            }
        };
        let passage = claim.passage.as_ref().map(|passage| {
            let quote = passage.quote.clone();
            match (&passage.locator, quote) {
                (Locator::Range { start, end, .. }, quote) => {
                    Located::Range { start: *start, end: *end, quote }
                }
                (Locator::Words(words), Some(quote)) => {
                    let within = (words != QUOTED).then(|| words.clone());
                    Located::Quote { within, quote }
                }
                (Locator::Words(words), None) => Located::Words(words.clone()),
            }
        });
        if let Some(located) = &passage
            && Located::read(&located.cell()) != *located
        {
            return Err(CannotName::Text(located.cell()));
        }
        let made = Self {
            place: None,
            record: handle,
            property: claim.property.clone(),
            value: cell_of_value(phrase(&claim.value)?, &property.kinds),
            wording: claim.wording.clone(),
            scope: scope?,
            said_by: match claim.origin.speaker {
                Speaker::Record(id) => Said::By(record(id)?),
                Speaker::NotStated => Said::NotStated,
                Speaker::Member(id) => member(id)?.map_or(Said::Team, Said::Member),
            },
            on_behalf_of: optional(claim.origin.on_behalf_of)?,
            basis: claim.origin.basis.clone(),
            party: optional(claim.origin.party)?,
            interest: claim.origin.interest.clone(),
            attribution: claim.origin.attribution,
            via: via?,
            source: optional(claim.source)?,
            passage,
            said: claim.said.clone().map(|when| phrase(&Value::Date(when))).transpose()?,
            held: claim.held.clone().map(|held| phrase(&Value::Held(held))).transpose()?,
            stance: claim.stance,
            rests_on,
            level: claim.level,
            name,
        };
        let parts = made.scope.values().map(|value| value.cell().to_owned());
        match made.cells().into_values().chain(parts).find(|cell| !text::is_kept(cell)) {
            Some(cell) => Err(CannotName::Text(cell.chars().take(120).collect())),
            None => Ok(made),
        }
    }
}
