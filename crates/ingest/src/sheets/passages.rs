//! Passages of sheets looked for in the texts of their sources.
//!
//! A row says where its claim was read: characters, words, or words on a page. Where the case holds the text, that
//! is checked here, and words become the characters that they stand at. A row that was applied before is looked
//! for first in the version that its claim was made on, so that a newer reading of a file changes no claim.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use onus_case::{CaseError, CaseReader, OpenCase, Stored, slice};
use onus_model::Level;
use onus_model::claim::{Locator, Passage};
use onus_store::ContentDigest;

use super::{Located, Row, RowName, place_of};
use crate::adding::{Version, newest, versions};
use crate::documents::Place;
use crate::documents::quote::{Found, Haystack, Near};

/// How much of a text is kept before and after a quote, in Unicode scalars.
const AROUND: u64 = 40;

/// Where the passages of rows are.
#[derive(Debug, Default)]
pub struct Placed {
    /// The passage of each row whose text is known.
    pub passages: BTreeMap<RowName, Passage>,
    /// What is wrong, a line each, with its place.
    pub wrong: Vec<String>,
}

/// The texts of one source.
#[derive(Default)]
struct Texts {
    /// Every version, the earliest first.
    versions: Vec<Version>,
    /// Those that nothing takes the place of.
    newest: BTreeSet<ContentDigest>,
    texts: BTreeMap<ContentDigest, String>,
}

impl Texts {
    fn of(open: &OpenCase, stored: &Stored<'_>, source: &str) -> Result<Self, CaseError> {
        let Some(record) = stored.record_of(source) else { return Ok(Self::default()) };
        let versions = versions(open, record)?;
        let newest = newest(open, record)?;
        let newest = newest.iter().map(|version| version.reading.what.text).collect();
        let mut texts = BTreeMap::new();
        for version in &versions {
            let digest = version.reading.what.text;
            if let Some(text) = open.text(digest)? {
                texts.insert(digest, text);
            }
        }
        Ok(Self { versions, newest, texts })
    }

    fn version(&self, text: ContentDigest) -> Option<&Version> {
        self.versions.iter().find(|version| version.reading.what.text == text)
    }

    /// The characters of a place of a text; all of them where no place is told.
    fn within(&self, text: ContentDigest, place: Option<&Place>) -> Option<Range<u64>> {
        match place {
            None => Some(0..u64::MAX),
            Some(place) => self.version(text)?.outline.as_ref()?.range_of(place),
        }
    }

    fn level(&self, text: ContentDigest) -> Level {
        self.version(text).map_or(Level::Sealed, |version| version.reading.level)
    }
}

/// Looks for the passages of rows, and writes those that were found as characters into the rows.
///
/// `made_on` tells on which text (SHA-256) a row's claim was made when it was applied before, `claimed` which text a
/// source is claimed to have. A row whose source has no text here is left as it is.
///
/// # Errors
///
/// When the case cannot be read.
pub fn place(
    open: &OpenCase,
    stored: &Stored<'_>,
    rows: &mut [Row],
    made_on: &dyn Fn(&RowName) -> Option<[u8; 32]>,
    claimed: &dyn Fn(&str) -> Option<[u8; 32]>,
) -> Result<Placed, CaseError> {
    let mut sources: BTreeMap<String, Texts> = BTreeMap::new();
    for row in rows.iter() {
        if let (Some(source), Some(_)) = (&row.source, &row.passage)
            && !sources.contains_key(source.as_str())
        {
            sources.insert(source.to_string(), Texts::of(open, stored, source.as_str())?);
        }
    }
    let stacks: BTreeMap<&str, BTreeMap<ContentDigest, Haystack<'_>>> = sources
        .iter()
        .map(|(source, texts)| {
            let stacks = texts.texts.iter().map(|(digest, text)| (*digest, Haystack::new(text)));
            (source.as_str(), stacks.collect())
        })
        .collect();
    let mut placed = Placed::default();
    for row in rows.iter_mut() {
        let (Some(source), Some(located)) = (&row.source, &row.passage) else { continue };
        let Some(texts) = sources.get(source.as_str()).filter(|texts| !texts.texts.is_empty())
        else {
            continue;
        };
        let first = made_on(&row.name).map(ContentDigest::from_bytes);
        let first = first.filter(|text| texts.texts.contains_key(text));
        let claimed = claimed(source.as_str()).map(ContentDigest::from_bytes);
        let look = Looking {
            source: source.as_str(),
            texts,
            stacks: stacks.get(source.as_str()),
            first,
            claimed,
        };
        let found = match located {
            Located::Range { start, end, quote } => look.range(*start..*end, quote.as_deref()),
            Located::Quote { within, quote } => look.quote(within.as_deref(), quote),
            Located::Words(words) => look.words(words).map(|()| None),
        };
        match found {
            Ok(None) => {}
            Ok(Some(there)) => {
                let passage = passage(texts, &there, row.level);
                if matches!(located, Located::Quote { .. }) {
                    row.passage = Some(Located::Range {
                        start: there.range.start,
                        end: there.range.end,
                        quote: passage.quote.clone(),
                    });
                }
                placed.passages.insert(row.name.clone(), passage);
            }
            Err(what) => {
                let at =
                    row.place.as_ref().map_or_else(|| row.name.to_string(), ToString::to_string);
                placed.wrong.push(format!("{at}, passage: {what}"));
            }
        }
    }
    Ok(placed)
}

/// A stretch of a text, and whether its words are to be kept with the claim.
struct There {
    text: ContentDigest,
    range: Range<u64>,
    quoted: bool,
}

/// The passage as the claim has it. The words around it are the text's, and kept only where whoever may see the
/// claim may see the text.
fn passage(texts: &Texts, there: &There, level: Level) -> Passage {
    let text = texts.texts.get(&there.text).map(String::as_str).unwrap_or_default();
    let part = |range: Range<u64>| slice(text, &range).unwrap_or_default().to_owned();
    let (start, end) = (there.range.start, there.range.end);
    let around = there.quoted && level >= texts.level(there.text);
    let length = text.chars().count() as u64;
    Passage {
        locator: Locator::Range { digest: *there.text.as_bytes(), start, end },
        quote: there.quoted.then(|| part(start..end)),
        before: if around { part(start.saturating_sub(AROUND)..start) } else { String::new() },
        after: if around { part(end..length.min(end + AROUND)) } else { String::new() },
    }
}

/// Looking for the passage of one row.
struct Looking<'t> {
    source: &'t str,
    texts: &'t Texts,
    stacks: Option<&'t BTreeMap<ContentDigest, Haystack<'t>>>,
    /// The text that the row's claim was made on.
    first: Option<ContentDigest>,
    /// The text whose digest is claimed of the source.
    claimed: Option<ContentDigest>,
}

impl Looking<'_> {
    /// The texts to look in, the best first.
    fn candidates(&self) -> Vec<ContentDigest> {
        let mut candidates = Vec::new();
        let newest = self.texts.versions.iter().map(|version| version.reading.what.text);
        let newest = newest
            .filter(|text| self.texts.newest.contains(text) && self.texts.texts.contains_key(text));
        let claimed = self.claimed.filter(|text| self.texts.texts.contains_key(text));
        for text in self.first.into_iter().chain(claimed).chain(newest) {
            if !candidates.contains(&text) {
                candidates.push(text);
            }
        }
        candidates
    }

    fn slice(&self, text: ContentDigest, range: &Range<u64>) -> Option<&str> {
        slice(self.texts.texts.get(&text)?, range)
    }

    fn range(&self, range: Range<u64>, quote: Option<&str>) -> Result<Option<There>, String> {
        let candidates = self.candidates();
        let Some(quote) = quote else {
            let text = match (self.first.or(self.claimed), candidates.as_slice()) {
                // What is counted in a text that is not here cannot be checked.
                (Some(text), _) if !self.texts.texts.contains_key(&text) => return Ok(None),
                (Some(text), _) => text,
                (None, [text]) => *text,
                _ => {
                    return Err(format!(
                        "{} has {} texts; write the words too, as in {}-{} \"words\", to tell in which",
                        self.source,
                        candidates.len(),
                        range.start,
                        range.end
                    ));
                }
            };
            return match self.slice(text, &range) {
                Some(_) => Ok(Some(There { text, range, quoted: false })),
                None => Err(self.too_short(text)),
            };
        };
        let mut there = None;
        for text in candidates {
            let Some(words) = self.slice(text, &range) else { continue };
            if matches!(Haystack::new(words).find(quote), Found::Once(_)) {
                return Ok(Some(There { text, range, quoted: true }));
            }
            there = there.or(Some(words));
        }
        Err(match there {
            Some(words) => format!(
                "characters {}-{} of {} are \"{words}\" and not \"{quote}\"",
                range.start, range.end, self.source
            ),
            None => format!(
                "the text of {} has no characters {}-{}",
                self.source, range.start, range.end
            ),
        })
    }

    fn too_short(&self, text: ContentDigest) -> String {
        let length = self.texts.version(text).map_or(0, |version| version.reading.what.length);
        format!("the text of {} has only {length} characters", self.source)
    }

    fn quote(&self, within: Option<&str>, quote: &str) -> Result<Option<There>, String> {
        let place = within.and_then(place_of);
        let mut places: Vec<(ContentDigest, Range<u64>)> = Vec::new();
        let mut nearest: Option<Near> = None;
        let mut is_place = false;
        for text in self.candidates() {
            let Some(stack) = self.stacks.and_then(|stacks| stacks.get(&text)) else { continue };
            let Some(range) = self.texts.within(text, place.as_ref()) else { continue };
            is_place = true;
            match stack.find_in(quote, &range) {
                Found::Once(range) => places.push((text, range)),
                Found::Several(ranges) => {
                    places.extend(ranges.into_iter().map(|range| (text, range)))
                }
                Found::Nowhere(Some(near))
                    if nearest.as_ref().is_none_or(|best| best.likeness < near.likeness) =>
                {
                    nearest = Some(near);
                }
                Found::Nowhere(_) | Found::Empty => {}
            }
            // The text that the claim was made on decides, where it has the words once.
            if self.first == Some(text) && places.len() == 1 {
                break;
            }
        }
        let at = within.map(|within| format!(", {within}")).unwrap_or_default();
        match places.as_slice() {
            [(text, range)] => Ok(Some(There { text: *text, range: range.clone(), quoted: true })),
            [] if !is_place => Err(format!(
                "the text of {} has no {}",
                self.source,
                within.unwrap_or("characters")
            )),
            [] => Err(match nearest {
                Some(near) => format!(
                    "\"{quote}\" is not in the text of {}{at}; nearest is \"{}\", characters {}-{}",
                    self.source, near.text, near.range.start, near.range.end
                ),
                None => {
                    format!(
                        "\"{quote}\" is not in the text of {}{at}, nor anything like it",
                        self.source
                    )
                }
            }),
            several => {
                let ranges: Vec<String> = several
                    .iter()
                    .map(|(_, range)| format!("{}-{}", range.start, range.end))
                    .collect();
                Err(format!(
                    "\"{quote}\" stands more than once in the text of {}{at}: at {}; write more of it, the page \
                     before it, or the characters",
                    self.source,
                    ranges.join(", ")
                ))
            }
        }
    }

    /// A page that is told in words has to be there.
    fn words(&self, words: &str) -> Result<(), String> {
        let Some(place @ Place::Page(_)) = place_of(words) else { return Ok(()) };
        let mut pages = self.texts.versions.iter().filter_map(|version| {
            let outline = version.outline.as_ref()?;
            let is_paged = outline.parts.iter().any(|part| matches!(part.place, Place::Page(_)));
            is_paged.then(|| outline.range_of(&place).is_some())
        });
        match pages.next() {
            Some(false) if !pages.any(|there| there) => {
                Err(format!("the text of {} has no {words}", self.source))
            }
            _ => Ok(()),
        }
    }
}
