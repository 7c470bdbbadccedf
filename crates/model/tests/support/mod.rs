//! A small case written by hand: records by handle, claims in canonical text.
//!
//! Everything is checked against the schema on the way in, so that a test cannot say what the model
//! cannot.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use onus_model::Level;
use onus_model::claim::{
    Attribution, Claim, Derivation, Logged, Moment, Origin, Relay, Rendering, RestsOn, Scope,
    Speaker, Stance,
};
use onus_model::corpus::{Corpus, Records, Voice};
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_model::resolve::{Position, Resolution};
use onus_model::schema::Schema;
use onus_model::value::{Kind, Value};
use onus_model::view::View;

/// The built-in schema, read once.
static STANDARD: LazyLock<Arc<Schema>> =
    LazyLock::new(|| Arc::new(Schema::standard().unwrap_or_else(|errors| panic!("{errors}"))));

/// A case under construction.
pub(crate) struct Case {
    pub(crate) schema: Arc<Schema>,
    pub(crate) records: Records,
    pub(crate) logged: Vec<Logged>,
    handles: BTreeMap<String, RecordId>,
}

/// The claim being written; the setters change it in place.
pub(crate) struct Draft<'c> {
    case: &'c mut Case,
    place: usize,
}

impl Case {
    /// An empty case with the built-in schema.
    pub(crate) fn new() -> Self {
        Self::of(STANDARD.clone())
    }

    /// An empty case with a schema of its own.
    pub(crate) fn with_schema(schema: Schema) -> Self {
        Self::of(Arc::new(schema))
    }

    fn of(schema: Arc<Schema>) -> Self {
        Self { schema, records: Records::new(), logged: Vec::new(), handles: BTreeMap::new() }
    }

    /// Makes records of one type: `records("person", "tuletaeva kenzhebaev")`.
    pub(crate) fn records(&mut self, record_type: &str, handles: &str) {
        assert!(self.schema.record_type(record_type).is_some(), "no record type {record_type}");
        for handle in handles.split_whitespace() {
            let number = self.handles.len() as u128 + 1;
            let id = RecordId::from_bytes(number.to_be_bytes());
            let known = self.handles.insert(handle.to_owned(), id);
            assert!(known.is_none(), "the handle {handle} is taken");
            self.records.insert(id, record_type.parse().expect(record_type));
        }
    }

    /// The record of a handle.
    pub(crate) fn id(&self, handle: &str) -> RecordId {
        *self.handles.get(handle).unwrap_or_else(|| panic!("no record {handle}"))
    }

    /// The voice of a record.
    pub(crate) fn voice(&self, handle: &str) -> Voice {
        Voice::Speaker(self.id(handle))
    }

    /// Replaces every `@handle` by the record's name.
    fn resolve_handles(&self, text: &str) -> String {
        let mut resolved = String::new();
        let mut parts = text.split('@');
        resolved.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part
                .find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-'))
                .unwrap_or(part.len());
            resolved.push_str(&self.id(&part[..end]).to_string());
            resolved.push_str(&part[end..]);
        }
        resolved
    }

    /// Reads a value for a property, trying the kinds that the property takes.
    pub(crate) fn value(&self, path: &str, text: &str) -> Value {
        let (handle, property) = path.split_once('.').expect("a path is handle.property");
        let record_type = &self.records[&self.id(handle)];
        let property = self
            .schema
            .property(record_type.as_str(), property)
            .unwrap_or_else(|| panic!("{record_type} has no property {property}"));
        let text = self.resolve_handles(text);
        let special = [Kind::Negative, Kind::ClosedSet];
        let kinds = special.iter().filter(|kind| property.takes(**kind)).chain(&property.kinds);
        let mut errors = Vec::new();
        for &kind in kinds {
            match Value::parse(kind, &text) {
                Ok(Value::Term(term)) => {
                    assert!(self.schema.term(&term).is_some(), "no term {term}");
                    let vocabulary = property.vocabulary.as_ref();
                    assert_eq!(Some(term.vocabulary()), vocabulary, "wrong vocabulary at {path}");
                    return Value::Term(term);
                }
                Ok(Value::Ref(record)) => {
                    let target = &self.records[&record];
                    let fits = property.to.is_empty() || property.to.contains(target);
                    assert!(fits, "{path} may not point to a {target}");
                    return Value::Ref(record);
                }
                Ok(value) => return value,
                Err(error) => errors.push(error.to_string()),
            }
        }
        panic!("{path} = {text}: {}", errors.join("; "));
    }

    /// Claims a value: `claim("toll.figure", ">=15")`. In values, `@handle` stands for a record. By
    /// default the origin is not stated, the source is none, and the stance is to assert.
    pub(crate) fn claim(&mut self, path: &str, text: &str) -> Draft<'_> {
        let value = self.value(path, text);
        let (handle, property) = path.split_once('.').expect("a path is handle.property");
        let mut id = [0; 32];
        id[24..].copy_from_slice(&(self.logged.len() as u64 + 1).to_be_bytes());
        let claim = Claim {
            id: ClaimId::from_bytes(id),
            record: self.id(handle),
            property: property.parse().expect(property),
            value,
            wording: None,
            scope: Scope::default(),
            origin: Origin::of(Speaker::NotStated),
            via: Vec::new(),
            source: None,
            passage: None,
            said: None,
            held: None,
            stance: Stance::Asserts,
            rests_on: None,
            level: Level::Public,
        };
        let recorded = Moment(self.logged.len() as i64);
        self.logged.push(Logged::draft(claim, recorded, MemberId::from_bytes([1; 16])));
        let place = self.logged.len() - 1;
        Draft { case: self, place }
    }

    /// Takes a claim back, after all that has been recorded so far.
    pub(crate) fn retract(&mut self, claim: ClaimId) {
        let now = Moment(self.logged.len() as i64);
        let entry = self.logged.iter_mut().find(|entry| entry.claim.id == claim);
        entry.expect("the claim is in the case").retracted = Some(now);
    }

    /// Takes back every claim on one property of a record.
    pub(crate) fn retract_on(&mut self, path: &str) {
        let (handle, property) = path.split_once('.').expect("a path is handle.property");
        let record = self.id(handle);
        let on_it = |claim: &Claim| claim.record == record && claim.property.as_str() == property;
        let claims: Vec<ClaimId> = self
            .logged
            .iter()
            .map(|entry| &entry.claim)
            .filter(|claim| on_it(claim))
            .map(|claim| claim.id)
            .collect();
        for claim in claims {
            self.retract(claim);
        }
    }

    /// The corpus of everything.
    pub(crate) fn corpus(&self) -> Corpus<'_> {
        self.corpus_in(&View::default())
    }

    /// The corpus of a view.
    pub(crate) fn corpus_in(&self, view: &View) -> Corpus<'_> {
        Corpus::new(&self.schema, &self.records, &self.logged, view)
    }

    /// The only resolution of a property, which must have one scope.
    pub(crate) fn resolve(&self, path: &str) -> Resolution {
        let mut all = self.resolve_all(path);
        assert_eq!(all.len(), 1, "{path} is claimed in {} scopes", all.len());
        all.remove(0)
    }

    /// The resolutions of a property, one a scope.
    pub(crate) fn resolve_all(&self, path: &str) -> Vec<Resolution> {
        let (handle, property) = path.split_once('.').expect("a path is handle.property");
        self.corpus().resolve(self.id(handle), property)
    }

    /// The position of a value, which must be among those of the property.
    pub(crate) fn position(&self, path: &str, text: &str) -> Position {
        let value = self.value(path, text);
        self.resolve_all(path)
            .iter()
            .find_map(|resolution| resolution.position(&value))
            .unwrap_or_else(|| panic!("{text} is no position of {path}"))
            .clone()
    }

    /// The voices of handles.
    pub(crate) fn voices(&self, handles: &str) -> BTreeSet<Voice> {
        handles.split_whitespace().map(|handle| self.voice(handle)).collect()
    }
}

impl Draft<'_> {
    fn change(self, change: impl FnOnce(&Case, &mut Claim)) -> Self {
        let mut claim = self.case.logged[self.place].claim.clone();
        change(self.case, &mut claim);
        self.case.logged[self.place].claim = claim;
        self
    }

    /// Who says it.
    pub(crate) fn by(self, handle: &str) -> Self {
        self.change(|case, claim| claim.origin.speaker = Speaker::Record(case.id(handle)))
    }

    /// A member of the team says it: the claim is an annotation.
    pub(crate) fn by_member(self, number: u8) -> Self {
        self.change(|_, claim| {
            claim.origin.speaker = Speaker::Member(MemberId::from_bytes([number; 16]));
        })
    }

    /// In whose name it is said.
    pub(crate) fn for_organization(self, handle: &str) -> Self {
        self.change(|case, claim| claim.origin.on_behalf_of = Some(case.id(handle)))
    }

    /// On what basis the speaker knows, as a term of the vocabulary `basis`.
    pub(crate) fn basis(self, term: &str) -> Self {
        let term = format!("basis:{term}").parse().expect(term);
        self.change(|case, claim| {
            assert!(case.schema.term(&term).is_some(), "no term {term}");
            claim.origin.basis = Some(term);
        })
    }

    /// Which party the speaker belongs to.
    pub(crate) fn party(self, handle: &str) -> Self {
        self.change(|case, claim| claim.origin.party = Some(case.id(handle)))
    }

    /// How it is known that the speaker said it.
    pub(crate) fn attributed(self, attribution: Attribution) -> Self {
        self.change(|_, claim| claim.origin.attribution = attribution)
    }

    /// Who passed it on, faithfully.
    pub(crate) fn via(self, handle: &str) -> Self {
        self.relayed(handle, Rendering::Faithful)
    }

    /// Who passed it on, and how.
    pub(crate) fn relayed(self, handle: &str, rendering: Rendering) -> Self {
        self.change(|case, claim| claim.via.push(Relay { by: case.id(handle), rendering }))
    }

    /// In which source it was read.
    pub(crate) fn source(self, handle: &str) -> Self {
        self.change(|case, claim| claim.source = Some(case.id(handle)))
    }

    /// When it was said.
    pub(crate) fn said(self, when: &str) -> Self {
        self.change(|case, claim| {
            claim.said = Some(case.resolve_handles(when).parse().expect(when));
        })
    }

    /// When what it says was true.
    pub(crate) fn held(self, held: &str) -> Self {
        self.change(|case, claim| {
            claim.held = Some(case.resolve_handles(held).parse().expect(held));
        })
    }

    /// What it is limited to; the qualifier must be one of the property's.
    pub(crate) fn scope(self, qualifier: &str, text: &str) -> Self {
        self.change(|case, claim| {
            let record_type = &case.records[&claim.record];
            let property = case
                .schema
                .property(record_type.as_str(), claim.property.as_str())
                .expect("the property is known");
            let entry = property
                .qualifier(qualifier)
                .unwrap_or_else(|| panic!("{} has no qualifier {qualifier}", property.id));
            let value = Value::parse(entry.kind, &case.resolve_handles(text)).expect(text);
            let id = qualifier.parse().expect(qualifier);
            let known = claim.scope.iter().map(|(id, value)| (id.clone(), value.clone()));
            claim.scope = Scope::new(known.chain([(id, value)]));
        })
    }

    /// What the speaker does with it.
    pub(crate) fn stance(self, stance: Stance) -> Self {
        self.change(|_, claim| claim.stance = stance)
    }

    /// Its wording in the source.
    pub(crate) fn wording(self, wording: &str) -> Self {
        self.change(|_, claim| claim.wording = Some(wording.to_owned()))
    }

    /// What it rests on.
    pub(crate) fn rests_on(self, how: Derivation, claims: &[ClaimId]) -> Self {
        self.change(|_, claim| {
            claim.rests_on = Some(RestsOn { how, claims: claims.iter().copied().collect() });
        })
    }

    /// Who may see it.
    pub(crate) fn level(self, level: Level) -> Self {
        self.change(|_, claim| claim.level = level)
    }

    /// The finished claim's name.
    pub(crate) fn id(self) -> ClaimId {
        self.case.logged[self.place].claim.id
    }
}
