//! Finding records, claims and passages by words.
//!
//! A word is looked for as itself, in its other forms, and in other spellings and scripts, each worth less than the one before. A
//! word that is found in none of these ways is taken for the beginning of one. What the reader may not see changes
//! nothing in an answer: neither what is found nor in which order nor how many; and nothing here says whether a source or
//! a word exists that they may not see.

use onus_model::Level;
use onus_model::id::{ClaimId, RecordId};
use onus_store::{
    Alternative, Clause, Counted, Facet, FacetFilter, Hits, Reader, TextQuery, Tokens,
};
use onus_text::search::{Filter, Part, Question, QuestionError, Wish, alternatives, beginnings};

use crate::case::Case;
use crate::error::CaseError;
use crate::index::{CLAIM, KIND, LANGUAGE, PASSAGE, RECORD, RETRACTED, SOURCE, STATE, TYPE, space};

/// The fewest letters of a word that may be taken for a beginning.
const LEAST_BEGINNING: usize = 3;

/// What to find, for whom, and how much of it.
#[derive(Clone, Debug)]
pub struct Search<'q> {
    /// What was asked: see [`Case::question`].
    pub question: &'q Question,
    /// The highest level the reader may see.
    pub level: Level,
    /// How many hits to give at most.
    pub limit: usize,
    /// Whether retracted claims are found too.
    pub retracted: bool,
    /// How far values are counted; without it they are not.
    pub count_to: Option<u64>,
}

/// What was found by a hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A record, by one of its names.
    Record {
        /// The record.
        record: RecordId,
        /// The claim that gives the name.
        name: ClaimId,
    },
    /// A claim, by words of its value, wording or place.
    Claim(ClaimId),
    /// A passage of a source's text.
    Passage {
        /// The source.
        source: RecordId,
        /// SHA-256 of the text.
        digest: [u8; 32],
        /// First Unicode scalar of the passage.
        start: u64,
        /// First scalar after it.
        end: u64,
        /// The language it was indexed as; what [`highlights`](onus_text::search::highlights) needs to know.
        language: Option<String>,
    },
}

/// One hit.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundHit {
    /// What was found.
    pub what: What,
    /// Its level.
    pub level: Level,
    /// How well it fits, greater is better; comparable within one answer only.
    pub score: f64,
}

/// A value that hits have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Common {
    /// `record`, `claim` or `passage`.
    Kind(String),
    /// The type of the record that it is about.
    Type(String),
    /// The source that it stands in.
    Source(RecordId),
    /// The language that it is in (BCP 47).
    Language(String),
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// The best hits, best first.
    pub hits: Vec<FoundHit>,
    /// How many there are in all.
    pub total: u64,
    /// How many hits have what in common: kinds, types, sources, languages, each the most frequent first.
    pub facets: Vec<(Common, Counted)>,
    /// Words that occur nowhere and were taken for beginnings.
    pub beginnings: Vec<String>,
}

/// Claims whose words contain what was searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordsFound {
    /// The claims, the best first.
    pub claims: Vec<ClaimId>,
    /// How many there are in all.
    pub total: u64,
}

impl Case {
    /// Reads a question, and checks that the types it names are types of this case.
    ///
    /// # Errors
    ///
    /// What is wrong with the question, where, and what to do.
    pub fn question(&self, text: &str) -> Result<Question, QuestionError> {
        let question = Question::read(text)?;
        for part in &question.parts {
            let (Part::Only(Filter::Type(kind)) | Part::Except(Filter::Type(kind))) = part else {
                continue;
            };
            if self.schema.record_type(kind).is_some() {
                continue;
            }
            let written = format!("type:{kind}");
            let at = text.find(&written).or_else(|| text.find("type:")).unwrap_or(0);
            let start = text.get(..at).unwrap_or_default().chars().count() + "type:".len();
            let types: Vec<&str> =
                self.schema.record_types().map(|known| known.id.as_str()).collect();
            return Err(QuestionError::new(
                start..start + kind.chars().count(),
                &format!("there is no type \"{kind}\" of records"),
                &format!("the types are {}", types.join(", ")),
            ));
        }
        Ok(question)
    }

    /// Finds records, claims and passages, the best first.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn find(&self, search: &Search<'_>) -> Result<Findings, CaseError> {
        let reader = self.store.reader();
        let mut query = query(reader, search)?;
        let mut hits = reader.search(&query)?;
        let mut beginnings = Vec::new();
        if hits.total == 0 {
            beginnings = self.take_for_beginnings(search, &mut query)?;
            if !beginnings.is_empty() {
                hits = reader.search(&query)?;
            }
        }
        Ok(findings(hits, beginnings))
    }

    /// Takes words that are found nowhere for beginnings of words; answers which.
    fn take_for_beginnings(
        &self,
        search: &Search<'_>,
        query: &mut TextQuery,
    ) -> Result<Vec<String>, CaseError> {
        let mut taken = Vec::new();
        for (wish, clause) in search.question.wishes().zip(&mut query.clauses) {
            let Wish::Word(word) = wish else { continue };
            if word.chars().count() < LEAST_BEGINNING {
                continue;
            }
            let alone = TextQuery::new(vec![clause.clone()], search.level, 0);
            if self.store.reader().search(&alone)?.total == 0 {
                *clause = begun(word);
                taken.push(word.clone());
            }
        }
        Ok(taken)
    }

    /// Claims whose texts, names, terms, wordings or places contain each of these words, in any form, spelling and script, as
    /// far as a reader at that level may see; retracted ones too.
    ///
    /// Marks between words are no commands here; for those see [`Case::question`].
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn search(&self, words: &str, level: Level, limit: usize) -> Result<WordsFound, CaseError> {
        let question = Question::plain(words);
        let search = Search { question: &question, level, limit, retracted: true, count_to: None };
        let reader = self.store.reader();
        let mut query = query(reader, &search)?;
        if query.clauses.is_empty() {
            return Ok(WordsFound::default());
        }
        // Every name, because the view that the reader looks through may leave out the best.
        query.each = true;
        let passages = vec![PASSAGE.to_vec()];
        query.filters.push(FacetFilter { facet: KIND, values: passages, except: true });
        let mut hits = reader.search(&query)?;
        if hits.total == 0 && !self.take_for_beginnings(&search, &mut query)?.is_empty() {
            hits = reader.search(&query)?;
        }
        let claims = hits.hits.iter().map(|hit| ClaimId::from_bytes(*hit.document.as_bytes()));
        Ok(WordsFound { claims: claims.collect(), total: hits.total })
    }
}

fn clause(wish: &Wish) -> Clause {
    let weighted = |found: Vec<onus_text::search::Alternative>| {
        let weighted = found.into_iter().map(|one| Alternative {
            space: space(one.place),
            term: one.term,
            weight: one.space.weight(),
        });
        weighted.collect::<Vec<_>>()
    };
    match wish {
        Wish::Word(word) => Clause::Any(weighted(alternatives(word))),
        Wish::Beginning(word) => Clause::Begun(weighted(beginnings(word))),
        Wish::Phrase { words, begun } => {
            let tokens = Tokens::from_words(words);
            if *begun { Clause::Prefix(tokens) } else { Clause::Phrase(tokens) }
        }
    }
}

fn begun(word: &str) -> Clause {
    clause(&Wish::Beginning(word.to_owned()))
}

/// The question as the store is asked it.
fn query(reader: &dyn Reader, search: &Search<'_>) -> Result<TextQuery, CaseError> {
    let mut query = TextQuery::new(Vec::new(), search.level, search.limit);
    if let Some(limit) = search.count_to {
        query.facets = vec![KIND, TYPE, SOURCE, LANGUAGE];
        query.count_to = limit;
    }
    if !search.retracted {
        let values = vec![RETRACTED.to_vec()];
        query.filters.push(FacetFilter { facet: STATE, values, except: true });
    }
    for part in &search.question.parts {
        match part {
            Part::Find(wish) => query.clauses.push(clause(wish)),
            Part::Without(wish) => query.without.push(clause(wish)),
            Part::Only(filter) => limit(reader, &mut query, filter, false)?,
            Part::Except(filter) => limit(reader, &mut query, filter, true)?,
        }
    }
    Ok(query)
}

/// Adds a filter. Two of one name are met when either is.
fn limit(
    reader: &dyn Reader,
    query: &mut TextQuery,
    filter: &Filter,
    except: bool,
) -> Result<(), CaseError> {
    let (facet, values) = match filter {
        Filter::Kind(kind) => (KIND, vec![kind.as_bytes().to_vec()]),
        Filter::Type(kind) => (TYPE, vec![kind.as_bytes().to_vec()]),
        Filter::Language(tag) => (LANGUAGE, vec![tag.as_bytes().to_vec()]),
        Filter::Source(handle) => {
            // A handle that leads nowhere finds nothing, like one that leads to what the reader may not see.
            let named = reader.records_with_handle(handle)?.into_iter().map(|row| row.id);
            let sources = named.chain(handle.parse::<RecordId>().ok());
            (SOURCE, sources.map(|source| source.as_bytes().to_vec()).collect())
        }
        // What is not after a day is before it; what has no date is neither.
        Filter::After(day) if !except => {
            query.after = Some(query.after.map_or(*day, |known| known.max(*day)));
            return Ok(());
        }
        Filter::Before(day) if !except => {
            query.before = Some(query.before.map_or(*day, |known| known.min(*day)));
            return Ok(());
        }
        Filter::After(day) => return limit(reader, query, &Filter::Before(*day), false),
        Filter::Before(day) => return limit(reader, query, &Filter::After(*day), false),
    };
    let known = query
        .filters
        .iter_mut()
        .find(|known| known.facet == facet && known.except == except && facet != STATE);
    match known {
        Some(known) => known.values.extend(values),
        None => query.filters.push(FacetFilter { facet, values, except }),
    }
    Ok(())
}

fn findings(hits: Hits, beginnings: Vec<String>) -> Findings {
    let found = hits.hits.into_iter().filter_map(|hit| {
        let claim = ClaimId::from_bytes(*hit.document.as_bytes());
        let what = match hit.note.len() {
            0 => What::Claim(claim),
            16 => {
                let record = RecordId::from_bytes(hit.note.as_slice().try_into().ok()?);
                What::Record { record, name: claim }
            }
            _ => passage(&hit.note)?,
        };
        Some(FoundHit { what, level: hit.level, score: hit.score })
    });
    let facets =
        hits.facets.into_iter().filter_map(|one| Some((common(one.facet, &one.value)?, one.count)));
    Findings { hits: found.collect(), total: hits.total, facets: facets.collect(), beginnings }
}

fn common(facet: Facet, value: &[u8]) -> Option<Common> {
    let words = || String::from_utf8(value.to_vec()).ok();
    match facet {
        KIND => [RECORD, CLAIM, PASSAGE].contains(&value).then(words)?.map(Common::Kind),
        TYPE => words().map(Common::Type),
        SOURCE => Some(Common::Source(RecordId::from_bytes(value.try_into().ok()?))),
        LANGUAGE => words().map(Common::Language),
        _ => None,
    }
}

/// Reads where a passage stands.
fn passage(note: &[u8]) -> Option<What> {
    let (source, note) = note.split_first_chunk::<16>()?;
    let (digest, note) = note.split_first_chunk::<32>()?;
    let (start, note) = note.split_first_chunk::<8>()?;
    let (end, language) = note.split_first_chunk::<8>()?;
    let language = String::from_utf8(language.to_vec()).ok()?;
    Some(What::Passage {
        source: RecordId::from_bytes(*source),
        digest: *digest,
        start: u64::from_be_bytes(*start),
        end: u64::from_be_bytes(*end),
        language: Some(language).filter(|language| !language.is_empty()),
    })
}
