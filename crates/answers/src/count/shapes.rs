//! The JSON document of a count.

use std::collections::BTreeSet;

use serde::Serialize;

use onus_case::Look;
use onus_model::corpus::SumRefusal;
use onus_model::id::RecordId;
use onus_model::schema::Vocabulary;
use onus_model::value::Value;
use onus_reason::{
    Between, CountLine, Counted, Minimum, NamedPeople, PartsCheck, Relation, ScopeGroup, StatedSum,
    Verdict,
};

use crate::desk::{Desk, Tools};
use crate::shape::{
    ApartShape, ClaimNameShape, DenialShape, RecordShape, SayingShape, StatusShape, ToldShape,
    ValueShape, VoiceShape, document, status,
};
use crate::style::Style;

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    kind: String,
    label: String,
    events: Vec<RecordShape>,
    groups: Vec<GroupShape>,
    sums: Vec<SumShape>,
    parts: Vec<PartsShape>,
    relations: Vec<RelationShape>,
}

#[derive(Serialize)]
struct GroupShape {
    scope: Vec<ScopePartShape>,
    unstated: Vec<String>,
    tallies: Vec<RecordShape>,
    status: StatusShape,
    lines: Vec<CountLineShape>,
    apart: Vec<ApartShape>,
    denied: Vec<DenialShape>,
    between: Vec<BetweenShape>,
    if_all_right: Option<ValueShape>,
    preliminary: Vec<ToldShape>,
    minimums: Vec<MinimumShape>,
    named: Vec<NamedShape>,
    may_be_counted: Vec<MayBeShape>,
}

#[derive(Serialize)]
struct ScopePartShape {
    property: String,
    label: String,
    values: Vec<ToldShape>,
    contested: bool,
}

#[derive(Serialize)]
struct CountLineShape {
    voice: VoiceShape,
    persons: Vec<RecordShape>,
    tallies: Vec<RecordShape>,
    sayings: Vec<SayingShape>,
    revised: bool,
    unsettled: bool,
    known_only_through: Vec<RecordShape>,
}

#[derive(Serialize)]
struct BetweenShape {
    first: ValueShape,
    first_voices: Vec<VoiceShape>,
    second: ValueShape,
    second_voices: Vec<VoiceShape>,
    verdict: &'static str,
}

#[derive(Serialize)]
struct MinimumShape {
    tally: RecordShape,
    minimum: ToldShape,
    criteria: Vec<ToldShape>,
}

#[derive(Serialize)]
struct MayBeShape {
    tally: RecordShape,
    who: RecordShape,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct NamedShape {
    tally: RecordShape,
    people: Vec<RecordShape>,
    groups: Vec<RecordShape>,
    closed: Vec<ToldShape>,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct AddendShape {
    tally: RecordShape,
    value: ValueShape,
    claim: ClaimNameShape,
}

#[derive(Serialize)]
struct RefusalShape {
    reason: &'static str,
    first: Option<RecordShape>,
    second: Option<RecordShape>,
    claim: Option<ClaimNameShape>,
}

#[derive(Serialize)]
struct SumShape {
    claim: ClaimNameShape,
    tally: RecordShape,
    voice: VoiceShape,
    stated: ValueShape,
    addends: Vec<AddendShape>,
    total: Option<ValueShape>,
    refusal: Option<RefusalShape>,
    verdict: &'static str,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct PartsShape {
    whole: RecordShape,
    parts: Vec<RecordShape>,
    relation: Vec<ToldShape>,
    voice: Option<VoiceShape>,
    stated: Option<ValueShape>,
    total: Option<ValueShape>,
    refusal: Option<RefusalShape>,
    verdict: &'static str,
    claims: Vec<ClaimNameShape>,
}

#[derive(Serialize)]
struct RelationShape {
    first: RecordShape,
    second: RecordShape,
    relation: Vec<ToldShape>,
    in_conflict: bool,
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "same",
        Verdict::FirstEntails => "first entails second",
        Verdict::SecondEntails => "second entails first",
        Verdict::Conflict => "conflict",
        Verdict::CannotTell => "cannot tell",
    }
}

/// How a total bears on what is stated: what entails what matters less than whether both can be right.
fn sum_verdict(of: Verdict, refused: bool) -> &'static str {
    match of {
        _ if refused => "refused",
        Verdict::Same => "agrees",
        Verdict::Conflict => "conflict",
        _ => "compatible",
    }
}

/// The answer as a document of shape `onus.count/1`.
#[must_use]
pub fn to_json(counted: &Counted, look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    document(&Document {
        shape: "onus.count/1",
        kind: counted.kind.term().to_owned(),
        label: desk.value(&Value::Term(counted.kind.clone())),
        events: desk.record_shapes(&counted.events),
        groups: counted.groups.iter().map(|group| group_shape(&desk, group)).collect(),
        sums: counted.sums.iter().map(|sum| sum_shape(&desk, sum)).collect(),
        parts: counted.parts.iter().map(|parts| parts_shape(&desk, parts)).collect(),
        relations: counted.relations.iter().map(|one| relation_shape(&desk, one)).collect(),
    })
}

fn group_shape(desk: &Desk<'_, '_>, group: &ScopeGroup) -> GroupShape {
    GroupShape {
        scope: group
            .scope
            .iter()
            .map(|part| ScopePartShape {
                property: part.property.to_string(),
                label: desk.namer.property_of_type("tally", part.property.as_str()),
                values: desk.told_shapes(&part.values),
                contested: part.contested,
            })
            .collect(),
        unstated: group.unstated.iter().map(ToString::to_string).collect(),
        tallies: desk.record_shapes(&group.tallies),
        status: status(group.status),
        lines: group.lines.iter().map(|line| line_shape(desk, line)).collect(),
        apart: group.apart.iter().map(|apart| desk.apart_shape(apart)).collect(),
        denied: group.denied.iter().map(|denial| desk.denial_shape(denial)).collect(),
        between: group.between.iter().map(|between| between_shape(desk, between)).collect(),
        if_all_right: group.if_all_right.map(|count| desk.value_shape(&Value::Count(count))),
        preliminary: desk.told_shapes(&group.preliminary),
        minimums: group.minimums.iter().map(|one| minimum_shape(desk, one)).collect(),
        named: group.named.iter().map(|named| named_shape(desk, named)).collect(),
        may_be_counted: group
            .may_be
            .iter()
            .map(|one| MayBeShape {
                tally: desk.record_shape(one.tally),
                who: desk.record_shape(one.who),
                claims: desk.claim_names(&one.claims),
            })
            .collect(),
    }
}

fn line_shape(desk: &Desk<'_, '_>, line: &CountLine) -> CountLineShape {
    CountLineShape {
        voice: desk.voice_shape(line.voice),
        persons: desk.record_shapes(&line.persons),
        tallies: desk.record_shapes(&line.tallies),
        sayings: line.sayings.iter().map(|saying| desk.saying_shape(saying)).collect(),
        revised: line.revised,
        unsettled: line.unsettled,
        known_only_through: desk.record_shapes(&line.known_only_through),
    }
}

fn between_shape(desk: &Desk<'_, '_>, between: &Between) -> BetweenShape {
    BetweenShape {
        first: desk.value_shape(&between.first),
        first_voices: desk.voice_shapes(&between.first_voices),
        second: desk.value_shape(&between.second),
        second_voices: desk.voice_shapes(&between.second_voices),
        verdict: verdict(between.verdict),
    }
}

fn minimum_shape(desk: &Desk<'_, '_>, minimum: &Minimum) -> MinimumShape {
    MinimumShape {
        tally: desk.record_shape(minimum.tally),
        minimum: desk.told_shape(&minimum.minimum),
        criteria: desk.told_shapes(&minimum.criteria),
    }
}

fn named_shape(desk: &Desk<'_, '_>, named: &NamedPeople) -> NamedShape {
    NamedShape {
        tally: desk.record_shape(named.tally),
        people: desk.record_shapes(&named.people),
        groups: desk.record_shapes(&named.groups),
        closed: desk.told_shapes(&named.closed),
        claims: desk.claim_names(&named.claims),
    }
}

fn refusal_shape(desk: &Desk<'_, '_>, refusal: &SumRefusal) -> RefusalShape {
    let (reason, pair, claim) = match refusal {
        SumRefusal::OverlapUnknown { first, second } => {
            ("overlap unknown", Some((*first, *second)), None)
        }
        SumRefusal::Overlapping { first, second } => ("overlapping", Some((*first, *second)), None),
        SumRefusal::NotANumber(claim) => ("not a number", None, Some(*claim)),
        SumRefusal::TooLarge => ("too large", None, None),
    };
    RefusalShape {
        reason,
        first: pair.map(|(first, _)| desk.record_shape(first)),
        second: pair.map(|(_, second)| desk.record_shape(second)),
        claim: claim.map(|claim| desk.claim_name(claim)),
    }
}

/// A stated sum.
fn sum_shape(desk: &Desk<'_, '_>, sum: &StatedSum) -> SumShape {
    SumShape {
        claim: desk.claim_name(sum.claim),
        tally: desk.record_shape(sum.tally),
        voice: desk.voice_shape(sum.voice),
        stated: desk.value_shape(&sum.stated),
        addends: sum
            .addends
            .iter()
            .map(|addend| AddendShape {
                tally: desk.record_shape(addend.group),
                value: desk.value_shape(&Value::Count(addend.count)),
                claim: desk.claim_name(addend.claim),
            })
            .collect(),
        total: sum.sum.as_ref().ok().map(|sum| desk.value_shape(&Value::Count(sum.total))),
        refusal: sum.sum.as_ref().err().map(|refusal| refusal_shape(desk, refusal)),
        verdict: sum_verdict(sum.verdict, sum.sum.is_err()),
        claims: desk.claim_names(&sum.claims),
    }
}

/// A whole and its parts.
fn parts_shape(desk: &Desk<'_, '_>, parts: &PartsCheck) -> PartsShape {
    let sum = parts.sum.as_ref();
    let total = sum.and_then(|sum| sum.as_ref().ok());
    let refusal = sum.and_then(|sum| sum.as_ref().err());
    PartsShape {
        whole: desk.record_shape(parts.whole),
        parts: desk.record_shapes(&parts.parts),
        relation: desk.told_shapes(&parts.relation),
        voice: parts.voice.map(|voice| desk.voice_shape(voice)),
        stated: parts.stated.map(|count| desk.value_shape(&Value::Count(count))),
        total: total.map(|sum| desk.value_shape(&Value::Count(sum.total))),
        refusal: refusal.map(|refusal| refusal_shape(desk, refusal)),
        verdict: sum_verdict(parts.verdict, refusal.is_some()),
        claims: desk.claim_names(&parts.claims),
    }
}

fn relation_shape(desk: &Desk<'_, '_>, relation: &Relation) -> RelationShape {
    RelationShape {
        first: desk.record_shape(relation.first),
        second: desk.record_shape(relation.second),
        relation: desk.told_shapes(&relation.relation),
        in_conflict: relation.in_conflict,
    }
}

#[derive(Serialize)]
struct KindsDocument {
    shape: &'static str,
    kinds: Vec<KindShape>,
}

#[derive(Serialize)]
struct KindShape {
    kind: String,
    label: String,
    tallies: usize,
}

/// What is counted in view, and by how many tallies, as a document of shape `onus.kinds/1`; in the vocabulary's order.
#[must_use]
pub fn kinds(look: &Look<'_>) -> serde_json::Value {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let of = look.corpus().claims_with("of").into_iter();
    let told: BTreeSet<(RecordId, &str)> = of
        .filter_map(|claim| match &claim.value {
            Value::Term(term) if term.vocabulary().as_str() == "tally-of" => {
                Some((look.corpus().canonical(claim.record), term.term()))
            }
            _ => None,
        })
        .collect();
    let terms = look.schema().vocabulary("tally-of").into_iter().flat_map(Vocabulary::terms);
    let kinds = terms.map(|term| KindShape {
        kind: term.id.term().to_owned(),
        label: desk.value(&Value::Term(term.id.clone())),
        tallies: told.iter().filter(|(_, known)| *known == term.id.term()).count(),
    });
    document(&KindsDocument {
        shape: "onus.kinds/1",
        kinds: kinds.filter(|kind| kind.tallies > 0).collect(),
    })
}
