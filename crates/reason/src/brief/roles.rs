//! Who may be called by name.
//!
//! A person who is only accused stands under their role. Reporting a conviction with its court is no
//! naming, and neither is a person's part as victim, witness or speaker. A recorded decision that
//! someone may be named lets them be named.

use std::borrow::Cow;
use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::id::RecordId;
use onus_model::value::Value;

use crate::check::degrees_of_responsibility;
use crate::fold;
use crate::names::all_names;
use crate::order::Order;
use crate::told::told;

/// Outcomes by which a court holds someone to have done something.
const CONVICTED: &[&str] = &["convicted", "reduced", "increased", "upheld"];

/// Properties of a proceeding that name those it is against.
const ACCUSED_IN: &[&str] = &[
    "defendant",
    "identified",
    "suspected",
    "charged",
    "tried",
    "convicted",
    "imprisoned",
    "punished",
];

/// People by how they may be called.
pub(crate) struct Roles {
    /// Everyone who is accused or said to be responsible, and not convicted by a named court.
    pub(crate) accused: BTreeSet<RecordId>,
    /// Everyone of whom it was decided that they may be named.
    pub(crate) may_be_named: BTreeSet<RecordId>,
    /// Those of the accused who are not spoken of as victims: called by their role in every sentence.
    pub(crate) shielded: Vec<RecordId>,
}

fn refs(look: &Look<'_>, order: &Order, record: RecordId, property: &str) -> Vec<RecordId> {
    let mut records = Vec::new();
    for told in told(look, order, record, property) {
        match &told.value {
            Value::Ref(other) => records.push(*other),
            Value::ClosedSet(set) => records.extend(set.named()),
            _ => {}
        }
    }
    records
}

/// Whether a decision convicts, and says which court decided.
pub(crate) fn convicts(look: &Look<'_>, order: &Order, decision: RecordId) -> bool {
    let outcome = told(look, order, decision, "outcome");
    let convicted = outcome
        .iter()
        .any(|told| matches!(&told.value, Value::Term(term) if CONVICTED.contains(&term.term())));
    convicted && !told(look, order, decision, "court").is_empty()
}

/// Words by which people who stand under a role would be named: those of their names, folded, that are longer than three
/// letters.
#[derive(Clone, Default)]
pub(crate) struct NamingWords(BTreeSet<String>);

impl NamingWords {
    pub(crate) fn of(look: &Look<'_>, people: &[RecordId]) -> Self {
        let names = people.iter().flat_map(|person| all_names(look, *person));
        let folded = names.map(|name| fold::across(&name.name));
        let words = folded.flat_map(|name| {
            let long = name.split(' ').filter(|word| word.chars().count() > 3);
            long.map(ToOwned::to_owned).collect::<Vec<_>>()
        });
        Self(words.collect())
    }

    /// The same with more people.
    pub(crate) fn and(&self, look: &Look<'_>, people: &[RecordId]) -> Cow<'_, Self> {
        if people.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut words = Self::of(look, people).0;
        words.extend(self.0.iter().cloned());
        Cow::Owned(Self(words))
    }

    /// Whether a text names any of them.
    pub(crate) fn are_in(&self, value: &Value) -> bool {
        let Value::Text(text) = value else { return false };
        !self.0.is_empty() && fold::across(&text.words).split(' ').any(|word| self.0.contains(word))
    }
}

impl Roles {
    pub(crate) fn of(look: &Look<'_>, order: &Order) -> Self {
        let people = |record: RecordId| {
            look.corpus().record_type(record).is_some_and(|one| one.as_str() == "person")
        };
        let mut accused: BTreeSet<RecordId> = BTreeSet::new();
        for involvement in look.records_of_type("involvement") {
            if !degrees_of_responsibility(look, order, involvement).is_empty() {
                accused.extend(refs(look, order, involvement, "actor"));
            }
        }
        for charge in look.records_of_type("charge") {
            accused.extend(refs(look, order, charge, "who"));
        }
        for proceeding in look.records_of_type("proceeding") {
            for property in ACCUSED_IN {
                accused.extend(refs(look, order, proceeding, property));
            }
        }
        for decision in look.records_of_type("decision") {
            accused.extend(refs(look, order, decision, "defendant"));
        }
        for person in look.records_of_type("person") {
            if !told(look, order, person, "standing").is_empty() {
                accused.insert(person);
            }
        }
        accused.retain(|record| people(*record));
        for decision in look.records_of_type("decision") {
            if convicts(look, order, decision) {
                for person in refs(look, order, decision, "defendant") {
                    accused.remove(&person);
                }
            }
        }
        let mut may_be_named: BTreeSet<RecordId> = BTreeSet::new();
        for decision in look.records_of_type("naming-decision") {
            let may = told(look, order, decision, "outcome")
                .iter()
                .any(|told| matches!(&told.value, Value::Term(term) if term.term() == "name"));
            if may {
                may_be_named.extend(refs(look, order, decision, "who"));
            }
        }
        accused.retain(|person| !may_be_named.contains(person));
        let mut victims: BTreeSet<RecordId> = BTreeSet::new();
        for act in look.records_of_type("act") {
            victims.extend(refs(look, order, act, "against"));
        }
        let killed =
            accused.iter().filter(|person| !told(look, order, **person, "killed-in").is_empty());
        victims.extend(killed.copied().collect::<Vec<_>>());
        let shielded = accused.difference(&victims).copied().collect();
        Self { accused, may_be_named, shielded }
    }
}
