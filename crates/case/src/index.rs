//! What of a case is found by words: names, claims, and passages of sources.
//!
//! Each name that is claimed is a document of its own, at the level of its claim; all names of a record are one group, found as that
//! record. So a name that a reader may not see leads nowhere for them, and the record is found by those they may. Every
//! other claim is a document of its text, wording, place and quote. Passages are pieces of a source's text; that text is kept outside the log,
//! so whoever reads it gives it to be indexed.

use std::collections::BTreeSet;

use onus_model::Level;
use onus_model::claim::{Claim, Locator};
use onus_model::id::{ClaimId, RecordId};
use onus_model::value::{Answers, Value, When};
use onus_store::{
    Attributes, Bounds, Document, DocumentId, FACETS, Facet, Space, Tokens, Transaction,
};
use onus_text::search::{Analyser, Term, detect};

use crate::error::CaseError;

/// Whether a record, a claim or a passage was found.
pub(crate) const KIND: Facet = Facet(0);
/// The type of the record it is about.
pub(crate) const TYPE: Facet = Facet(1);
/// The source it stands in: sixteen bytes.
pub(crate) const SOURCE: Facet = Facet(2);
/// The language it is in.
pub(crate) const LANGUAGE: Facet = Facet(3);
/// Set where a claim was retracted.
pub(crate) const STATE: Facet = Facet(4);

/// The values of [`KIND`].
pub(crate) const RECORD: &[u8] = b"record";
pub(crate) const CLAIM: &[u8] = b"claim";
pub(crate) const PASSAGE: &[u8] = b"passage";
/// The value of [`STATE`].
pub(crate) const RETRACTED: &[u8] = b"retracted";

/// The document under which a claim's words are indexed.
pub(crate) fn document(claim: ClaimId) -> DocumentId {
    DocumentId::from_bytes(*claim.as_bytes())
}

/// A way in which a word is found, as the store numbers it.
pub(crate) fn space(of: onus_text::search::Space) -> Space {
    use onus_text::search::Space as Way;
    match of {
        Way::Form => Space::FORM,
        Way::Stem => Space(1),
        Way::Spelling => Space(2),
        Way::Likeness => Space(3),
    }
}

/// Adds the words of a text.
pub(crate) fn add(tokens: &mut Tokens, terms: &[Term]) {
    for term in terms {
        let others = term.forms.others.iter();
        tokens.push(&term.forms.form, others.map(|(way, form)| (space(*way), form.as_str())));
    }
}

/// Attributes of something of a kind.
pub(crate) fn attributes(kind: &[u8]) -> Attributes {
    let mut values: [Vec<u8>; FACETS] = Default::default();
    values[usize::from(KIND.0)] = kind.to_vec();
    Attributes { values, ..Attributes::default() }
}

/// Sets the value of a facet.
pub(crate) fn set(attributes: &mut Attributes, facet: Facet, value: &[u8]) {
    if let Some(place) = attributes.values.get_mut(usize::from(facet.0)) {
        *place = value.to_vec();
    }
}

/// The days that a claim is of: those of its value, else when it was said.
fn days(claim: &Claim) -> Bounds {
    let calendar = |when: &When| match when {
        When::Calendar(date) => {
            let bounds = date.bounds();
            Bounds {
                low: bounds.earliest().map(|day| day.number()),
                high: bounds.latest().map(|day| day.number()),
            }
        }
        When::Relative { .. } => Bounds::default(),
    };
    match &claim.value {
        Value::Date(when) => calendar(when),
        _ => claim.said.as_ref().map(calendar).unwrap_or_default(),
    }
}

/// A text by which a claim is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClaimText<'c> {
    /// The text.
    pub text: &'c str,
    /// The language it is said to be in (BCP 47); without, it is recognised.
    pub language: Option<&'c str>,
}

/// The texts by which a claim is found: of its value, its wording, the quote and the place of its passage. A claim
/// that gives a name is found by that alone, as its record.
#[must_use]
pub fn claim_texts(claim: &Claim) -> Vec<ClaimText<'_>> {
    let plain = |text| ClaimText { text, language: None };
    let mut texts = Vec::new();
    match &claim.value {
        Value::Text(text) => {
            texts.push(ClaimText { text: &text.words, language: Some(text.language.as_str()) })
        }
        Value::Answers(Answers::Class { what, .. }) => texts.push(plain(what)),
        Value::Term(term) => {
            texts.push(ClaimText { text: term.term(), language: Some("en") });
        }
        _ => {}
    }
    texts.extend(claim.wording.as_deref().map(plain));
    if let Some(passage) = &claim.passage {
        texts.extend(passage.quote.as_deref().map(plain));
        if let Locator::Words(place) = &passage.locator {
            texts.push(plain(place));
        }
    }
    texts
}

/// The language that a claim is found to be in: what its first text is said to be in, or is recognised as.
#[must_use]
pub fn claim_language(claim: &Claim) -> Option<String> {
    if matches!(claim.value, Value::Name(_)) {
        return None;
    }
    let of = |one: ClaimText<'_>| {
        let language = one.language.or_else(|| detect(one.text).language);
        language.map(ToOwned::to_owned)
    };
    claim_texts(claim).into_iter().find_map(of)
}

/// Indexes the words of a claim, in place of what was indexed for it before.
pub(crate) fn index_claim(
    transaction: &mut dyn Transaction,
    analyser: &mut Analyser,
    claim: &Claim,
    is_retracted: bool,
) -> Result<(), CaseError> {
    let mut tokens = Tokens::default();
    let mut language: Option<String> = None;
    let mut attributes = attributes(CLAIM);
    if let Value::Name(name) = &claim.value {
        add(&mut tokens, &analyser.name(&name.name));
        set(&mut attributes, KIND, RECORD);
        attributes.group = claim.record.as_bytes().to_vec();
        attributes.note = claim.record.as_bytes().to_vec();
    } else {
        for one in claim_texts(claim) {
            let (terms, detected) = analyser.analyse(one.text, one.language);
            if language.is_none() {
                language = one.language.or(detected.language).map(ToOwned::to_owned);
            }
            if !tokens.is_empty() {
                tokens.part();
            }
            add(&mut tokens, &terms);
        }
        attributes.days = days(claim);
    }
    if let Some(record) = transaction.reader().record(claim.record)? {
        set(&mut attributes, TYPE, record.kind.as_str().as_bytes());
    }
    if let Some(source) = claim.source {
        set(&mut attributes, SOURCE, source.as_bytes());
    }
    if let Some(language) = language {
        set(&mut attributes, LANGUAGE, language.as_bytes());
    }
    if is_retracted {
        set(&mut attributes, STATE, RETRACTED);
    }
    let (id, level) = (document(claim.id), claim.level);
    transaction.index(&Document { id, level, tokens: &tokens, attributes: &attributes })?;
    Ok(())
}

/// Which passages of a text are indexed, as the store keeps it: the level, then each range.
pub(crate) fn write_ranges(level: Level, ranges: &BTreeSet<(u64, u64)>) -> Vec<u8> {
    let mut bytes = vec![level as u8];
    for (start, end) in ranges {
        bytes.extend(start.to_be_bytes());
        bytes.extend(end.to_be_bytes());
    }
    bytes
}

/// Reads what [`write_ranges`] wrote.
pub(crate) fn read_ranges(bytes: &[u8]) -> Option<(Level, Vec<(u64, u64)>)> {
    let (level, mut bytes) = bytes.split_first()?;
    let level = Level::ALL.get(usize::from(*level)).copied()?;
    let mut ranges = Vec::new();
    while let Some((start, rest)) = bytes.split_first_chunk::<8>() {
        let (end, rest) = rest.split_first_chunk::<8>()?;
        ranges.push((u64::from_be_bytes(*start), u64::from_be_bytes(*end)));
        bytes = rest;
    }
    bytes.is_empty().then_some((level, ranges))
}

/// Where a passage stands, as it is handed back with a hit: source, digest of the text, range, language.
pub(crate) fn write_passage(
    source: RecordId,
    text: [u8; 32],
    (start, end): (u64, u64),
    language: Option<&str>,
) -> Vec<u8> {
    let mut note = source.as_bytes().to_vec();
    note.extend(text);
    note.extend(start.to_be_bytes());
    note.extend(end.to_be_bytes());
    note.extend(language.unwrap_or_default().as_bytes());
    note
}
