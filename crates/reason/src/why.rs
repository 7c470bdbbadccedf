//! Why an answer says what it says: a tree that ends at passages, or at claims that do.

use std::collections::BTreeSet;

use onus_case::Look;
use onus_model::claim::{Claim, Stance};
use onus_model::corpus::Voice;
use onus_model::explain::Role;
use onus_model::id::{ClaimId, PropertyId, RecordId};
use onus_model::resolve::{Polarity, Status};
use onus_model::value::Value;

use crate::brief::{BriefLimits, Sentence, brief};
use crate::order::Order;
use crate::reading::{ApartKind, Reading, read};
use crate::show::properties_in_order;

/// How many steps of what rests on what stand one below the other, so that no chain of claims can
/// outgrow the program's stack.
const DEEPEST: usize = 64;

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Everything claimed of a record.
    Record(RecordId),
    /// One property of it.
    Property(RecordId, PropertyId),
    /// A sentence of the brief, by its number, from 1.
    Brief(usize),
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WhyError {
    /// Nothing is claimed of the record.
    #[error("nothing in view is claimed of this record")]
    NothingClaimed,
    /// The type has no such property.
    #[error("{record_type} has no property \"{property}\"; its properties are {known}")]
    NoProperty {
        /// The record's type.
        record_type: String,
        /// What was asked for.
        property: String,
        /// The properties there are.
        known: String,
    },
    /// Nothing is claimed of the property.
    #[error("nothing in view is claimed of \"{0}\"; nothing follows from that")]
    NothingOfProperty(PropertyId),
    /// The brief has no such sentence.
    #[error("the brief has no sentence {0}; it has {1}")]
    NoSentence(usize, usize),
}

/// Where a claim's explanation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// At a passage of a source.
    Passage,
    /// At other claims, which stand below it or elsewhere in the tree.
    Premises,
    /// At a member of the team, whose own judgement it is.
    Team,
    /// Nowhere: it has neither a passage nor claims it rests on.
    Nowhere,
}

/// What one part of the tree says.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeReason {
    /// Everything claimed of a record.
    Record(RecordId),
    /// A sentence of the brief.
    Sentence(Box<Sentence>),
    /// What the claims on a property add up to.
    Property {
        /// The record.
        record: RecordId,
        /// The property.
        property: PropertyId,
        /// What the claims are limited to.
        scope: Vec<(PropertyId, Value)>,
        /// How the voices stand.
        status: Status,
    },
    /// What one voice says.
    Voice(Voice),
    /// One thing it said.
    Said {
        /// Whether it affirms or denies the value.
        polarity: Polarity,
        /// The value.
        value: Value,
        /// Whether it may be the voice's last word.
        current: bool,
    },
    /// A claim, the part it plays, and where its explanation ends.
    Claim(ClaimId, Role, Ending),
    /// Claims that add no voice.
    AddNoVoice,
    /// Judgements relied on.
    Judgements,
}

/// A part of the tree with what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it says.
    pub reason: NodeReason,
    /// What it rests on.
    pub because: Vec<Node>,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The question.
    pub question: Question,
    /// The tree.
    pub root: Node,
}

impl Why {
    /// Every claim in the tree with where it ends.
    #[must_use]
    pub fn endings(&self) -> Vec<(ClaimId, Ending)> {
        let mut endings = Vec::new();
        let mut waiting = vec![&self.root];
        while let Some(node) = waiting.pop() {
            if let NodeReason::Claim(claim, _, ending) = node.reason {
                endings.push((claim, ending));
            }
            waiting.extend(&node.because);
        }
        endings
    }

    /// Every claim in the tree.
    #[must_use]
    pub fn claims(&self) -> BTreeSet<ClaimId> {
        self.endings().into_iter().map(|(claim, _)| claim).collect()
    }
}

/// Explains an answer.
///
/// # Errors
///
/// A [`WhyError`] when nothing was asked that has an answer.
pub fn why(look: &Look<'_>, question: &Question) -> Result<Why, WhyError> {
    let order = Order::of(look);
    let root = match question {
        Question::Record(record) => of_record(look, &order, *record)?,
        Question::Property(record, property) => {
            let mut nodes = of_property(look, &order, *record, property)?;
            if nodes.len() == 1 {
                nodes.remove(0)
            } else {
                let record = look.corpus().canonical(*record);
                Node { reason: NodeReason::Record(record), because: nodes }
            }
        }
        Question::Brief(number) => {
            let brief = brief(look, &BriefLimits::default());
            let sentence = brief
                .sentence(*number)
                .ok_or_else(|| WhyError::NoSentence(*number, brief.len()))?;
            let because = by_property(look, &order, &sentence.claims);
            Node { reason: NodeReason::Sentence(Box::new(sentence.clone())), because }
        }
    };
    Ok(Why { question: question.clone(), root })
}

/// The claims of a sentence, those of one property together: what the voices on it add up to, then each claim with all
/// it rests on.
fn by_property(look: &Look<'_>, order: &Order, claims: &[ClaimId]) -> Vec<Node> {
    let corpus = look.corpus();
    let mut nodes: Vec<Node> = Vec::new();
    for id in order.claims(look, claims.iter().copied()) {
        let Some(claim) = corpus.claim(id) else { continue };
        let record = corpus.canonical(claim.record);
        let readings = read(look, order, record, claim.property.as_str());
        let reading = readings.into_iter().find(|reading| reading.claims().contains(&id));
        let (scope, status) = reading.map_or_else(Default::default, |one| (one.scope, one.status));
        let property = claim.property.clone();
        let reason = NodeReason::Property { record, property, scope, status };
        let node = of_claim(look, order, id, role_of(claim));
        match nodes.iter_mut().find(|node| node.reason == reason) {
            Some(known) => known.because.push(node),
            None => nodes.push(Node { reason, because: vec![node] }),
        }
    }
    nodes
}

fn of_record(look: &Look<'_>, order: &Order, record: RecordId) -> Result<Node, WhyError> {
    let record = look.corpus().canonical(record);
    let mut because = Vec::new();
    for property in properties_in_order(look, record) {
        because.extend(of_property(look, order, record, &property)?);
    }
    if because.is_empty() {
        return Err(WhyError::NothingClaimed);
    }
    Ok(Node { reason: NodeReason::Record(record), because })
}

fn of_property(
    look: &Look<'_>,
    order: &Order,
    record: RecordId,
    property: &PropertyId,
) -> Result<Vec<Node>, WhyError> {
    let readings = read(look, order, record, property.as_str());
    if readings.is_empty() {
        let record_type = look.corpus().record_type(record);
        let known = record_type.and_then(|id| look.schema().record_type(id.as_str()));
        if let Some(known) = known
            && look.schema().property(known.id.as_str(), property.as_str()).is_none()
        {
            let words: Vec<&str> =
                look.schema().properties(known).map(|one| one.id.as_str()).collect();
            return Err(WhyError::NoProperty {
                record_type: known.id.to_string(),
                property: property.to_string(),
                known: words.join(", "),
            });
        }
        return Err(WhyError::NothingOfProperty(property.clone()));
    }
    Ok(readings.iter().map(|reading| of_reading(look, order, reading)).collect())
}

/// What each voice said, then what adds no voice, then the judgements relied on.
fn of_reading(look: &Look<'_>, order: &Order, reading: &Reading) -> Node {
    let claim = |claim: ClaimId, role: Role| of_claim(look, order, claim, role);
    let mut because = Vec::new();
    for line in &reading.voices {
        let sayings = line.sayings.iter().map(|saying| {
            let mut because = Vec::new();
            for (place, id) in saying.claims.iter().enumerate() {
                because.push(claim(*id, if place == 0 { Role::Says } else { Role::Echo }));
            }
            let statements = saying.statement_claims.iter();
            because.extend(statements.map(|id| claim(*id, Role::Statement)));
            let reason = NodeReason::Said {
                polarity: saying.polarity,
                value: saying.value.clone(),
                current: saying.current,
            };
            Node { reason, because }
        });
        because.push(Node { reason: NodeReason::Voice(line.voice), because: sayings.collect() });
    }
    if !reading.apart.is_empty() {
        let apart = reading.apart.iter().map(|apart| {
            let role = match apart.kind {
                ApartKind::Derived(_) => Role::Derived,
                ApartKind::Annotation => Role::Annotation,
                ApartKind::Altered(_) => Role::Altered,
                ApartKind::Reported => Role::Reported,
                ApartKind::CallsFor => Role::CallsFor,
            };
            claim(apart.claim, role)
        });
        because.push(Node { reason: NodeReason::AddNoVoice, because: apart.collect() });
    }
    if !reading.judgements.is_empty() {
        let judgements = reading.judgements.iter().map(|id| claim(*id, Role::Judgement));
        because.push(Node { reason: NodeReason::Judgements, because: judgements.collect() });
    }
    let reason = NodeReason::Property {
        record: reading.record,
        property: reading.property.clone(),
        scope: reading.scope.clone(),
        status: reading.status,
    };
    Node { reason, because }
}

/// A claim with all it rests on, each at its first place only, so that the tree always ends.
fn of_claim(look: &Look<'_>, order: &Order, claim: ClaimId, role: Role) -> Node {
    let mut seen = BTreeSet::from([claim]);
    let because = premises(look, order, claim, DEEPEST, &mut seen);
    Node { reason: NodeReason::Claim(claim, role, ending_of(look, claim)), because }
}

/// The claims that one rests on; what lies deeper than the tree goes stands side by side.
fn premises(
    look: &Look<'_>,
    order: &Order,
    claim: ClaimId,
    depth: usize,
    seen: &mut BTreeSet<ClaimId>,
) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut waiting = vec![claim];
    while let Some(claim) = waiting.pop() {
        let Some(rests_on) = look.corpus().claim(claim).and_then(|claim| claim.rests_on.as_ref())
        else {
            continue;
        };
        let in_view = rests_on.claims.iter().copied();
        let in_view = in_view.filter(|premise| look.corpus().claim(*premise).is_some());
        for premise in order.claims(look, in_view) {
            if !seen.insert(premise) {
                continue;
            }
            let because = if depth > 0 {
                premises(look, order, premise, depth - 1, seen)
            } else {
                waiting.push(premise);
                Vec::new()
            };
            let role = Role::Premise(rests_on.how);
            let reason = NodeReason::Claim(premise, role, ending_of(look, premise));
            nodes.push(Node { reason, because });
        }
    }
    nodes
}

/// The part that a claim plays by itself.
fn role_of(claim: &Claim) -> Role {
    if claim.altered_by().is_some() {
        Role::Altered
    } else if claim.stance == Stance::CallsFor {
        Role::CallsFor
    } else if claim.stance == Stance::Reports {
        Role::Reported
    } else if claim.rests_on.is_some() {
        Role::Derived
    } else if claim.is_annotation() {
        Role::Annotation
    } else {
        Role::Says
    }
}

/// Where a claim's explanation ends.
pub(crate) fn ending_of(look: &Look<'_>, claim: ClaimId) -> Ending {
    let Some(claim) = look.corpus().claim(claim) else { return Ending::Nowhere };
    let has_premises = claim.rests_on.as_ref().is_some_and(|rests_on| {
        rests_on.claims.iter().any(|premise| look.corpus().claim(*premise).is_some())
    });
    if claim.passage.is_some() {
        Ending::Passage
    } else if has_premises {
        Ending::Premises
    } else if claim.is_annotation() {
        Ending::Team
    } else {
        Ending::Nowhere
    }
}
