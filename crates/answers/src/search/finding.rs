//! A question answered: what the case finds, as far as it is in view, with what is shown of it.

use std::collections::{BTreeMap, BTreeSet};

use onus_case::{
    CaseError, Common, Counted, FoundHit, Look, OpenCase, Search, What, claim_language, slice,
};
use onus_ingest::adding::{Version, versions};
use onus_model::id::RecordId;
use onus_model::value::Value;
use onus_model::view::{Sources, View};
use onus_store::ContentDigest;
use onus_text::search::{Part, Question, QuestionError, Wish};

use super::{Hit, Hits, Showing};
use crate::reading::Teller;
use crate::style::Style;

/// How far hits of one value are counted.
const COUNT_TO: u64 = 1_000;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// It is not one: a mark is where it means nothing.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// The case cannot be read.
    #[error(transparent)]
    Case(#[from] CaseError),
}

/// What is found in view by names and by words; `limit` is how many hits are given at most, and with 0 only what they
/// have in common is. The words may have the marks of a question ([`Question`]).
///
/// # Errors
///
/// When the words are not a question, or the case cannot be read.
pub fn search(
    look: &Look<'_>,
    open: &OpenCase,
    words: &str,
    limit: usize,
) -> Result<Hits, SearchError> {
    let question = open.case().question(words)?;
    let finding = Finding { look, open, question: &question, limit };
    Ok(finding.hits(words)?)
}

/// A question being answered.
struct Finding<'f, 'l> {
    look: &'f Look<'l>,
    open: &'f OpenCase,
    question: &'f Question,
    limit: usize,
}

/// What was found, before it is known what is shown of it.
enum Chosen {
    /// A record, by a name.
    Record(RecordId, String),
    /// What the index found.
    Found(FoundHit),
}

impl Finding<'_, '_> {
    fn hits(&self, words: &str) -> Result<Hits, CaseError> {
        let mut chosen = if is_plain(self.question) { self.named(words) } else { Vec::new() };
        let mut hits = match is_by_level(self.look.view()) {
            true => self.counted(&mut chosen)?,
            false => self.narrowed(&mut chosen)?,
        };
        hits.left_out =
            hits.left_out.saturating_add(chosen.len().saturating_sub(self.limit) as u64);
        chosen.truncate(self.limit);
        let question = with_beginnings(self.question, &hits.beginnings);
        hits.hits = self.shown(&question, chosen)?;
        words.clone_into(&mut hits.words);
        Ok(hits)
    }

    fn find(&self, limit: usize, count: bool) -> Result<onus_case::Findings, CaseError> {
        let search = Search {
            question: self.question,
            level: self.look.view().level,
            limit,
            // As of an earlier day, what has been retracted since still counts.
            retracted: self.look.view().as_of.is_some(),
            count_to: count.then_some(COUNT_TO),
        };
        self.open.case().find(&search)
    }

    /// Where the reader's level is all that the view limits, the index itself knows what is in view: it is asked
    /// for as many hits as are shown, and counts the others.
    fn counted(&self, chosen: &mut Vec<Chosen>) -> Result<Hits, CaseError> {
        let named = chosen.len();
        let mut limit = self.limit;
        loop {
            let found = self.find(limit, true)?;
            let (given, mut total) = (found.hits.len() as u64, found.total);
            chosen.truncate(named);
            let known = self.take(found.hits, chosen);
            // Names of one record are one hit, so that there may be room for more.
            if chosen.len() < self.limit && given < total {
                limit = limit.saturating_mul(2);
                continue;
            }
            let left_out = total.saturating_sub(given);
            if left_out == 0 {
                total += named.saturating_sub(known) as u64;
            }
            // Taken for beginnings in vain, they are not worth a word.
            let beginnings = if total > 0 { found.beginnings } else { Vec::new() };
            let facets = found.facets;
            return Ok(Hits { total, left_out, beginnings, facets, ..Hits::default() });
        }
    }

    /// Where the view limits more, only looking at each hit tells whether it is in view.
    fn narrowed(&self, chosen: &mut Vec<Chosen>) -> Result<Hits, CaseError> {
        let named = chosen.len();
        let mut found = self.find(usize::MAX, false)?;
        let mut counts: BTreeMap<Common, u64> = BTreeMap::new();
        found.hits.retain(|hit| {
            let common = self.common(hit);
            let in_view = common.is_some();
            common.into_iter().flatten().for_each(|one| *counts.entry(one).or_default() += 1);
            in_view
        });
        let total = found.hits.len() as u64;
        let known = self.take(found.hits, chosen);
        let count = |(common, number): (Common, u64)| match number > COUNT_TO {
            true => (common, Counted::MoreThan(COUNT_TO)),
            false => (common, Counted::Exactly(number)),
        };
        Ok(Hits {
            total: total + named.saturating_sub(known) as u64,
            facets: counts.into_iter().map(count).collect(),
            beginnings: if total > 0 { found.beginnings } else { Vec::new() },
            ..Hits::default()
        })
    }

    /// Takes hits that are in view; a record is one hit, whatever name it was found by. Answers how many of those that
    /// were taken before are among them.
    fn take(&self, hits: Vec<FoundHit>, chosen: &mut Vec<Chosen>) -> usize {
        let corpus = self.look.corpus();
        let named: BTreeSet<RecordId> = chosen.iter().filter_map(Chosen::record).collect();
        let (mut records, mut known) = (named.clone(), BTreeSet::new());
        for hit in hits {
            let is_taken = match &hit.what {
                What::Record { record, name } => {
                    let record = corpus.canonical(*record);
                    known.extend(named.get(&record).copied());
                    corpus.claim(*name).is_some() && records.insert(record)
                }
                What::Claim(claim) => corpus.claim(*claim).is_some(),
                What::Passage { .. } => true,
            };
            if is_taken {
                chosen.push(Chosen::Found(hit));
            }
        }
        known.len()
    }

    /// What a hit has in common with others, as the index has it; none where it is not in view.
    fn common(&self, hit: &FoundHit) -> Option<Vec<Common>> {
        let corpus = self.look.corpus();
        let mut common = Vec::new();
        let claim = match &hit.what {
            What::Record { name, .. } => {
                common.push(Common::Kind("record".to_owned()));
                corpus.claim(*name)?
            }
            What::Claim(claim) => {
                common.push(Common::Kind("claim".to_owned()));
                corpus.claim(*claim)?
            }
            What::Passage { source, language, .. } => {
                let sources = &self.look.view().sources;
                let is_meant = match sources {
                    Sources::All => true,
                    Sources::Only(only) => only.contains(source),
                    Sources::Without(without) => !without.contains(source),
                };
                if !is_meant || !self.look.is_in_view(*source) {
                    return None;
                }
                common.push(Common::Kind("passage".to_owned()));
                common.push(Common::Type("source".to_owned()));
                common.push(Common::Source(*source));
                common.extend(language.clone().map(Common::Language));
                return Some(common);
            }
        };
        common.extend(corpus.record_type(claim.record).map(|kind| Common::Type(kind.to_string())));
        common.extend(claim.source.map(Common::Source));
        common.extend(claim_language(claim).map(Common::Language));
        Some(common)
    }

    /// Records of a name, or with a handle, as far as anything in view is claimed of them.
    fn named(&self, words: &str) -> Vec<Chosen> {
        let named = onus_reason::named(self.look, words);
        named.into_iter().map(|one| Chosen::Record(one.record, one.matched)).collect()
    }

    /// What is shown of hits; each text is read once.
    fn shown(&self, question: &Question, chosen: Vec<Chosen>) -> Result<Vec<Hit>, CaseError> {
        let showing = Showing::new(question, self.look);
        let mut texts: BTreeMap<[u8; 32], Vec<usize>> = BTreeMap::new();
        let mut hits: Vec<Option<Hit>> = Vec::new();
        let mut languages = Vec::new();
        for one in chosen {
            let mut tongue = None;
            let hit = match one {
                Chosen::Record(record, name) => Some(showing.record(record, &name)),
                Chosen::Found(found) => match found.what {
                    What::Record { record, name } => {
                        let record = self.look.corpus().canonical(record);
                        let name = self.look.corpus().claim(name).map(|claim| match &claim.value {
                            Value::Name(name) => name.name.clone(),
                            value => value.to_string(),
                        });
                        name.map(|name| showing.record(record, &name))
                    }
                    What::Claim(claim) => showing.claim(claim),
                    What::Passage { source, digest, start, end, language } => {
                        texts.entry(digest).or_default().push(hits.len());
                        tongue = language;
                        let (place, excerpt) = (None, None);
                        Some(Hit::Passage { source, text: digest, start, end, place, excerpt })
                    }
                },
            };
            hits.push(hit);
            languages.push(tongue);
        }
        let teller = Teller::new(Style::default().language);
        let mut known: BTreeMap<RecordId, Vec<Version>> = BTreeMap::new();
        for (digest, places) in texts {
            let digest = ContentDigest::from_bytes(digest);
            let text = self.open.text(digest)?;
            for at in places {
                let Some(Some(Hit::Passage { source, start, end, place, excerpt, .. })) =
                    hits.get_mut(at)
                else {
                    continue;
                };
                let range = *start..*end;
                let part = text.as_deref().and_then(|text| slice(text, &range));
                let language = languages.get(at).and_then(Option::as_deref);
                *excerpt = part.map(|part| showing.words(part, language));
                let versions = match known.entry(*source) {
                    std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
                    std::collections::btree_map::Entry::Vacant(entry) => {
                        entry.insert(versions(self.open, *source)?)
                    }
                };
                let version = versions.iter().find(|one| one.reading.what.text == digest);
                let outline = version.and_then(|version| version.outline.as_ref());
                let places = outline.map(|outline| outline.places_of(&range)).unwrap_or_default();
                *place = places.first().map(|place| teller.place(place));
            }
        }
        Ok(hits.into_iter().flatten().collect())
    }
}

impl Chosen {
    fn record(&self) -> Option<RecordId> {
        match self {
            Self::Record(record, _) => Some(*record),
            Self::Found(_) => None,
        }
    }
}

/// Whether a question is nothing but words, which may be a name.
fn is_plain(question: &Question) -> bool {
    question.parts.iter().all(|part| matches!(part, Part::Find(Wish::Word(_))))
}

/// Whether a view limits nothing but by the reader's level.
fn is_by_level(view: &View) -> bool {
    *view == View { level: view.level, ..View::default() }
}

/// The question with the words that were taken for beginnings as that.
fn with_beginnings(question: &Question, beginnings: &[String]) -> Question {
    let mut question = question.clone();
    for part in &mut question.parts {
        if let Part::Find(Wish::Word(word)) = part
            && beginnings.contains(word)
        {
            *part = Part::Find(Wish::Beginning(word.clone()));
        }
    }
    question
}
