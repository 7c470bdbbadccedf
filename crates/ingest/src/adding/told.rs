//! What a file says of itself, as claims about the exhibit: none of it is known to be true, and it may be wanted.

use std::collections::BTreeSet;

use onus_case::Exhibit;
use onus_model::claim::{Claim, Locator, Origin, Passage, Scope, Speaker, Stance};
use onus_model::id::{ClaimId, MemberId, PropertyId, RecordId};
use onus_model::schema::Schema;
use onus_model::value::{Kind, Value};

use crate::documents::{Field, Property};

/// The most that is taken of one property of a file, in letters.
const LONGEST: usize = 2_000;

/// Radius of a position that a device noted, in metres: what such devices are known to reach.
const RADIUS: u32 = 50;

/// About which record, in which source.
pub(super) struct About<'a> {
    pub(super) schema: &'a Schema,
    pub(super) exhibit: RecordId,
    pub(super) source: RecordId,
}

impl About<'_> {
    /// A claim with nothing said of it but this.
    fn claim(&self, record: (RecordId, &str), property: &str, value: Value) -> Option<Claim> {
        let property: PropertyId = property.parse().ok()?;
        let record_type = self.schema.record_type(record.1)?;
        let known = self.schema.property(record.1, property.as_str())?;
        let level = known.level.map_or(record_type.level, |level| level.max(record_type.level));
        Some(Claim {
            id: ClaimId::from_bytes([0; 32]),
            record: record.0,
            property,
            value,
            wording: None,
            scope: Scope::default(),
            origin: Origin::of(Speaker::NotStated),
            via: Vec::new(),
            source: Some(self.source),
            passage: None,
            said: None,
            held: None,
            stance: Stance::Asserts,
            rests_on: None,
            level,
        })
    }

    /// A claim of the team's own.
    fn own(
        &self,
        member: MemberId,
        record: (RecordId, &str),
        property: &str,
        value: Value,
    ) -> Option<Claim> {
        let origin = Origin::of(Speaker::Member(member));
        Some(Claim { origin, source: None, ..self.claim(record, property, value)? })
    }

    /// That the source is kept as this exhibit.
    pub(super) fn kept_as(&self, member: MemberId) -> Option<Claim> {
        self.own(member, (self.source, "source"), "exhibit", Value::Ref(self.exhibit))
    }

    /// What the team itself notes of a file it was given.
    pub(super) fn noted(&self, member: MemberId, exhibit: &Exhibit) -> Vec<Claim> {
        let record = (self.exhibit, "exhibit");
        let noted = [
            ("media-type", Value::parse(Kind::Text, &format!("zxx: {}", exhibit.media))),
            ("bytes", Value::parse(Kind::Count, &exhibit.bytes.to_string())),
            ("digest", Value::parse(Kind::Text, &format!("zxx: {}", exhibit.file))),
        ];
        let claims = noted
            .into_iter()
            .filter_map(|(property, value)| self.own(member, record, property, value.ok()?));
        claims.chain(self.kept_as(member)).collect()
    }

    /// What the file says of itself: of the exhibit, and its title as the source's too.
    pub(super) fn says(&self, properties: &[Property]) -> Vec<Claim> {
        let exhibit = (self.exhibit, "exhibit");
        let (mut claims, mut said) = (Vec::new(), BTreeSet::new());
        for property in properties {
            let Some((name, value)) = value(property) else { continue };
            if !said.insert((name, value.to_string())) {
                continue;
            }
            let at = |claim: Claim| {
                let passage = Passage {
                    locator: Locator::Words(shortened(&property.at)),
                    quote: None,
                    before: String::new(),
                    after: String::new(),
                };
                Claim { passage: Some(passage), ..claim }
            };
            if name == "title" {
                claims.extend(self.claim((self.source, "source"), name, value.clone()).map(at));
            }
            claims.extend(self.claim(exhibit, name, value).map(at));
        }
        claims
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// The text as it stands, on one line.
fn text(words: &str) -> Option<Value> {
    let words = shortened(words);
    let words: Vec<&str> = words.split_whitespace().collect();
    if words.is_empty() {
        return None;
    }
    Value::parse(Kind::Text, &format!("und: {}", words.join(" "))).ok()
}

/// Which property of an exhibit it is, and its value. What cannot be read as what it should be is kept as words.
fn value(property: &Property) -> Option<(&'static str, Value)> {
    let date = |name| Value::parse(Kind::Date, &property.value).ok().map(|date| (name, date));
    let read = match property.field {
        Field::Title => Some(("title", text(&property.value)?)),
        Field::Author => Some(("made-by", text(&property.value)?)),
        Field::Made => date("made"),
        Field::Changed => date("changed"),
        Field::Captured => date("captured"),
        Field::Position => {
            let point = Value::parse(Kind::Point, &format!("{} within {RADIUS}", property.value));
            point.ok().map(|point| ("position", point))
        }
        Field::Device => Some(("device", text(&property.value)?)),
        Field::Language => Some(("language", text(&property.value)?)),
        Field::Address => Some(("locator", text(&property.value)?)),
        Field::Recipient | Field::Duration | Field::Extent | Field::Identifier => None,
    };
    read.or_else(|| {
        Some(("metadata", text(&format!("{}: {}", word(property.field), property.value))?))
    })
}

/// What a property of a file is called where it has no property of its own.
fn word(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Author => "author",
        Field::Recipient => "recipient",
        Field::Made => "made",
        Field::Changed => "changed",
        Field::Position => "position",
        Field::Device => "device",
        Field::Language => "language",
        Field::Address => "address",
        Field::Captured => "captured",
        Field::Duration => "duration",
        Field::Extent => "extent",
        Field::Identifier => "identifier",
    }
}
