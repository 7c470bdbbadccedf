//! What the form offers: record types with their properties, and the terms that these take.

use onus_model::schema::Property;
use onus_model::value::Kind;
use onus_pages::rooms::coding::{Kind as KindChoice, Property as PropertyChoice};

use crate::desk::Desk;

fn labelled(labels: &onus_model::schema::Labels, language: &str, word: &str) -> String {
    let label = labels.get(language).or_else(|| labels.get("en"));
    label.cloned().unwrap_or_else(|| word.to_owned())
}

/// The terms of a vocabulary: name and what it is called.
pub(super) fn terms(desk: &Desk, vocabulary: &str, language: &str) -> Vec<(String, String)> {
    let vocabulary = desk.open.case().schema().vocabulary(vocabulary);
    let terms = vocabulary.into_iter().flat_map(|vocabulary| vocabulary.terms());
    terms
        .map(|term| (term.id.term().to_owned(), labelled(&term.label, language, term.id.term())))
        .collect()
}

/// The record types with their properties.
pub(super) fn kinds(desk: &Desk, language: &str) -> Vec<KindChoice> {
    let schema = desk.open.case().schema();
    let property = |property: &Property| PropertyChoice {
        id: property.id.to_string(),
        label: labelled(&property.label, language, property.id.as_str()),
        example: property.kinds.iter().map(|kind| example(*kind)).collect::<Vec<_>>().join(" · "),
        terms: property
            .vocabulary
            .as_ref()
            .map(|one| terms(desk, one.as_str(), language))
            .unwrap_or_default(),
    };
    let kind = |kind: &onus_model::schema::RecordType| KindChoice {
        id: kind.id.to_string(),
        label: labelled(&kind.label, language, kind.id.as_str()),
        properties: schema.properties(kind).map(property).collect(),
    };
    schema.record_types().map(kind).collect()
}

/// What a value of a kind looks like.
fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Date => "2011-12-16",
        Kind::Held => "throughout 2010 to 2012",
        Kind::Count => ">=15",
        Kind::Share => "27 of 37",
        Kind::Spread => "5 years to 7 years over 5",
        Kind::ClosedSet => "only 5",
        Kind::Age => "60 on 2013-07-10",
        Kind::Duration => "<3 years",
        Kind::Distance => ">1000 miles",
        Kind::Money => ">=500 EUR",
        Kind::Text => "words",
        Kind::Name => "a name",
        Kind::Term => "a term",
        Kind::Ref => "a record's name",
        Kind::Point => "43.338,52.855 within 500",
        Kind::Flag => "true",
        Kind::Negative => "none asserted",
        Kind::Answers => "class: the allegations",
    }
}
