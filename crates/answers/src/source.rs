//! A source to be read: its texts in paragraphs, with the claims that were read in them where they stand now.
//!
//! Claims stay with the version of a text that they were made on. Here each is given where its words stand in the
//! newest version, or that they do not stand there. A text above the reader's level is not there at all, nor is a
//! file; of a text that is long a part is given, by the number of its first paragraph.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use onus_case::{CaseError, Look, OpenCase};
use onus_ingest::adding::{Carried, Pinned, Version, carry, newest};
use onus_ingest::documents::Place;
use onus_model::claim::{Claim, Locator};
use onus_model::id::{ClaimId, RecordId};
use onus_store::ContentDigest;

use crate::claim::Standing;
use crate::desk::{Desk, Tools, moment};
use crate::mark::clean;
use crate::reading::Teller;
use crate::shape::{ClaimShape, RecordShape, StatusShape, document};
use crate::style::Style;

/// The most Unicode scalars of one paragraph; what is longer is parted at ends of lines, or there.
const LONGEST: usize = 6000;

/// Which part of the texts is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The number of the first paragraph, from 1, through all texts of the source.
    pub first: usize,
    /// How many paragraphs at most.
    pub most: usize,
}

/// A place in the texts of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A Unicode scalar of its text.
    Scalar(u64),
    /// The words of a claim.
    Claim(ClaimId),
}

#[derive(Serialize)]
struct Document {
    shape: &'static str,
    record: RecordShape,
    files: Vec<FileShape>,
    texts: Vec<TextShape>,
    paragraphs: usize,
    first: usize,
    next: Option<usize>,
    claims: Vec<SourceClaimShape>,
}

#[derive(Serialize)]
struct FileShape {
    exhibit: RecordShape,
    digest: String,
    media: String,
    bytes: u64,
    here: bool,
    events: Vec<EventShape>,
}

#[derive(Serialize)]
struct EventShape {
    kind: &'static str,
    when: String,
    from: Option<String>,
    to: Option<String>,
    note: Option<String>,
    recorded: String,
    recorded_by: Option<String>,
}

#[derive(Serialize)]
struct TextShape {
    digest: String,
    file: Option<String>,
    inside: Vec<String>,
    language: Option<String>,
    reader: String,
    corrects: Option<String>,
    characters: u64,
    here: bool,
    paragraphs: Vec<ParagraphShape>,
}

#[derive(Serialize)]
struct ParagraphShape {
    number: usize,
    start: u64,
    end: u64,
    place: Option<String>,
    recognized: bool,
    text: String,
}

#[derive(Serialize)]
struct SourceClaimShape {
    claim: ClaimShape,
    status: StatusShape,
    denied: bool,
    found: &'static str,
    text: Option<String>,
    start: Option<u64>,
    end: Option<u64>,
}

/// Where a claim's words stand now.
struct Stands {
    found: &'static str,
    at: Option<(ContentDigest, Range<u64>)>,
}

/// The source as a document of shape `onus.source/1`.
///
/// # Errors
///
/// When the case cannot be read.
pub fn to_json(
    look: &Look<'_>,
    open: &OpenCase,
    source: RecordId,
    part: Part,
) -> Result<serde_json::Value, CaseError> {
    let tools = Tools::new(look, &Style::default());
    let desk = tools.desk(look);
    let source = look.corpus().canonical(source);
    let (mut versions, mut read): (Vec<Version>, Vec<&Claim>) = (Vec::new(), Vec::new());
    let mut stands: BTreeMap<ClaimId, Stands> = BTreeMap::new();
    for member in look.corpus().members_of(source) {
        let claims = look.corpus().read_in(member);
        stands.extend(placed(open, member, &claims)?);
        read.extend(claims);
    }
    versions.extend(texts_of(look, open, source)?);
    let paragraphs = Paragraphs::of(open, &versions)?;
    let (texts, next) = paragraphs.shapes(&versions, part);
    // What stands in texts comes in their order; then what is told by its place in words, then the rest.
    let place = |text: &ContentDigest| {
        versions.iter().position(|version| version.reading.what.text == *text)
    };
    let ordered = desk.order.claims(look, read.iter().map(|claim| claim.id));
    let mut claims: Vec<(ClaimId, Stands)> = ordered
        .into_iter()
        .filter_map(|claim| stands.remove(&claim).map(|stands| (claim, stands)))
        .collect();
    claims.sort_by_key(|(_, stands)| match &stands.at {
        Some((text, range)) => (place(text).unwrap_or(usize::MAX), range.start, range.end),
        None => (usize::MAX, u64::MAX, u64::MAX),
    });
    let claims = claims.into_iter().filter_map(|(claim, stands)| {
        let known = look.corpus().claim(claim)?;
        let Standing { status, denied } = desk.standing(known);
        Some(SourceClaimShape {
            claim: desk.claim_shape(claim)?,
            status,
            denied,
            found: stands.found,
            text: stands.at.as_ref().map(|(text, _)| text.to_string()),
            start: stands.at.as_ref().map(|(_, range)| range.start),
            end: stands.at.as_ref().map(|(_, range)| range.end),
        })
    });
    Ok(document(&Document {
        shape: "onus.source/1",
        record: desk.record_shape(source),
        files: files(&desk, open, &versions)?,
        texts,
        paragraphs: paragraphs.number,
        first: part.first,
        next,
        claims: claims.collect(),
    }))
}

/// The texts of a source as they are now, as far as the reader may see them.
fn texts_of(look: &Look<'_>, open: &OpenCase, source: RecordId) -> Result<Vec<Version>, CaseError> {
    let mut versions = Vec::new();
    for member in look.corpus().members_of(source) {
        let newest = newest(open, member)?;
        versions.extend(newest.into_iter().filter(|one| one.reading.level <= look.view().level));
    }
    Ok(versions)
}

/// The number of the paragraph of a source in which a Unicode scalar of one of its texts stands; with a claim, that in
/// which its words stand now. None where that is in no text that is here.
///
/// # Errors
///
/// When the case cannot be read.
pub fn paragraph_at(
    look: &Look<'_>,
    open: &OpenCase,
    source: RecordId,
    at: At,
) -> Result<Option<usize>, CaseError> {
    let source = look.corpus().canonical(source);
    let versions = texts_of(look, open, source)?;
    let (text, scalar) = match at {
        At::Scalar(scalar) => (None, scalar),
        At::Claim(claim) => {
            let Some(claim) = look.corpus().claim(claim) else { return Ok(None) };
            let Some(member) = claim.source else { return Ok(None) };
            let stands = placed(open, member, &[claim])?.remove(&claim.id);
            let Some((text, range)) = stands.and_then(|stands| stands.at) else { return Ok(None) };
            (Some(text), range.start)
        }
    };
    let paragraphs = Paragraphs::of(open, &versions)?;
    let mut number = 0;
    for (version, ranges) in versions.iter().zip(&paragraphs.texts) {
        let Some((_, ranges)) = ranges else { continue };
        let is_meant = text.is_none_or(|text| version.reading.what.text == text);
        let within = ranges.iter().position(|range| scalar < range.end);
        if let (true, Some(place)) = (is_meant, within) {
            return Ok(Some(number + place + 1));
        }
        number += ranges.len();
    }
    Ok(None)
}

/// Where the words of claims stand in the newest texts of their source.
fn placed(
    open: &OpenCase,
    source: RecordId,
    claims: &[&Claim],
) -> Result<BTreeMap<ClaimId, Stands>, CaseError> {
    let mut pinned: Vec<(ClaimId, Pinned)> = Vec::new();
    let mut stands = BTreeMap::new();
    for claim in claims {
        match claim.passage.as_ref().map(|passage| &passage.locator) {
            Some(Locator::Range { digest, start, end }) => {
                let text = ContentDigest::from_bytes(*digest);
                pinned.push((claim.id, Pinned { text, range: *start..*end }));
            }
            Some(Locator::Words(_)) => {
                stands.insert(claim.id, Stands { found: "words", at: None });
            }
            None => {
                stands.insert(claim.id, Stands { found: "none", at: None });
            }
        }
    }
    let places: Vec<Pinned> = pinned.iter().map(|(_, place)| place.clone()).collect();
    let carried = carry(open, source, &places)?;
    for ((claim, place), carried) in pinned.into_iter().zip(carried) {
        let at = |place: Pinned| Some((place.text, place.range));
        let (found, at) = match carried {
            Carried::Same if open.case().holds(place.text)? => ("same", at(place)),
            Carried::Same | Carried::NotHere => ("not-here", at(place)),
            Carried::To(to) => ("carried", at(to)),
            Carried::Several(first, _) => ("several", at(first)),
            Carried::Nowhere(_) => ("lost", None),
        };
        stands.insert(claim, Stands { found, at });
    }
    Ok(stands)
}

/// The paragraphs of the texts of a source, as ranges of their Unicode scalars.
struct Paragraphs {
    texts: Vec<Option<(String, Vec<Range<u64>>)>>,
    number: usize,
}

impl Paragraphs {
    fn of(open: &OpenCase, versions: &[Version]) -> Result<Self, CaseError> {
        let mut texts = Vec::with_capacity(versions.len());
        for version in versions {
            let text = open.text(version.reading.what.text)?;
            texts.push(text.map(|text| {
                let ranges = paragraphs(&text);
                (text, ranges)
            }));
        }
        let number = texts.iter().flatten().map(|(_, ranges)| ranges.len()).sum();
        Ok(Self { texts, number })
    }

    /// The texts with the paragraphs that are wanted, and where the next part begins.
    fn shapes(&self, versions: &[Version], part: Part) -> (Vec<TextShape>, Option<usize>) {
        let (first, end) = (part.first.max(1), part.first.max(1).saturating_add(part.most));
        let teller = Teller::new(Style::default().language);
        let mut number = 0;
        let mut shapes = Vec::new();
        for (version, text) in versions.iter().zip(&self.texts) {
            let what = &version.reading.what;
            let mut shown = Vec::new();
            if let Some((text, ranges)) = text {
                let mut letters = Letters::of(text);
                for range in ranges {
                    number += 1;
                    if !(first..end).contains(&number) {
                        continue;
                    }
                    let outline = version.outline.as_ref();
                    let places: Vec<&Place> =
                        outline.map(|outline| outline.places_of(range)).unwrap_or_default();
                    // Paragraphs are numbered here through the whole source.
                    let place = places.iter().find(|place| !matches!(place, Place::Paragraph(_)));
                    let recognized =
                        outline.is_some_and(|outline| outline.recognized(range).is_some());
                    shown.push(ParagraphShape {
                        number,
                        start: range.start,
                        end: range.end,
                        place: place.map(|place| teller.place(place)),
                        recognized,
                        text: letters.slice(range).to_owned(),
                    });
                }
            }
            shapes.push(TextShape {
                digest: what.text.to_string(),
                file: what.file.map(|file| file.to_string()),
                inside: version.path().iter().map(|part| clean(part)).collect(),
                language: what.language.clone(),
                reader: clean(&what.reader),
                corrects: what.corrects.map(|text| text.to_string()),
                characters: what.length,
                here: text.is_some(),
                paragraphs: shown,
            });
        }
        (shapes, (end <= number).then_some(end))
    }
}

/// Parts of a text one after the other, by Unicode scalars, found without starting over.
struct Letters<'t> {
    text: &'t str,
    scalar: u64,
    byte: usize,
}

impl<'t> Letters<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, scalar: 0, byte: 0 }
    }

    /// The byte at which a scalar begins that is no earlier than any asked for before.
    fn byte_of(&mut self, scalar: u64) -> usize {
        let rest = self.text.get(self.byte..).unwrap_or_default();
        let ahead = usize::try_from(scalar.saturating_sub(self.scalar)).unwrap_or(usize::MAX);
        let step = rest.char_indices().nth(ahead).map_or(rest.len(), |(at, _)| at);
        self.byte += step;
        self.scalar = self.scalar.max(scalar);
        self.byte
    }

    fn slice(&mut self, range: &Range<u64>) -> &'t str {
        let start = self.byte_of(range.start);
        let end = self.byte_of(range.end);
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The paragraphs of a text: what stands between empty lines or, where there are none, its lines. None of them is
/// empty, none very long, and white space around them is left out.
fn paragraphs(text: &str) -> Vec<Range<u64>> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let by_lines = !lines.iter().any(|line| line.trim().is_empty());
    let mut found = Vec::new();
    let (mut at, mut open): (u64, Option<Range<u64>>) = (0, None);
    for line in lines {
        let length = line.chars().count() as u64;
        let before = line.chars().take_while(|letter| letter.is_whitespace()).count() as u64;
        let end = at + line.trim_end().chars().count() as u64;
        if before == length {
            found.extend(open.take());
        } else {
            let start = open.as_ref().map_or(at + before, |range| range.start);
            let fits = usize::try_from(end - start).is_ok_and(|long| long <= LONGEST);
            match open.take() {
                Some(range) if by_lines || !fits => {
                    found.push(range);
                    open = Some(at + before..end);
                }
                _ => open = Some(start..end),
            }
        }
        at += length;
    }
    found.extend(open);
    let longest = LONGEST as u64;
    let parted = |range: Range<u64>| {
        let starts = (range.start..range.end).step_by(LONGEST);
        starts.map(move |start| start..range.end.min(start + longest))
    };
    found.into_iter().flat_map(parted).collect()
}

/// The files that the texts were read from, with what was done with them.
fn files(
    desk: &Desk<'_, '_>,
    open: &OpenCase,
    versions: &[Version],
) -> Result<Vec<FileShape>, CaseError> {
    let level = desk.look.view().level;
    let mut shapes: Vec<FileShape> = Vec::new();
    for version in versions {
        let Some(file) = version.reading.what.file else { continue };
        let digest = file.to_string();
        if shapes.iter().any(|known| known.digest == digest) {
            continue;
        }
        let exhibits = open.case().exhibits_of(file)?;
        let Some(exhibit) = exhibits.iter().find(|one| !one.retracted && one.level <= level) else {
            continue;
        };
        let mut events = Vec::new();
        for event in open.case().custody_of(file)? {
            if event.retracted || event.level > level {
                continue;
            }
            events.push(EventShape {
                kind: kind_word(event.what.kind),
                when: event.what.when,
                from: event.what.from.as_deref().map(clean),
                to: event.what.to.as_deref().map(clean),
                note: event.what.note.as_deref().map(clean),
                recorded: moment(event.recorded),
                recorded_by: desk.member_name(event.recorded_by),
            });
        }
        shapes.push(FileShape {
            exhibit: desk.record_shape(exhibit.what.record),
            digest,
            media: clean(&exhibit.what.media),
            bytes: exhibit.what.bytes,
            here: open.case().holds(file)?,
            events,
        });
    }
    Ok(shapes)
}

fn kind_word(kind: onus_case::CustodyKind) -> &'static str {
    use onus_case::CustodyKind;
    match kind {
        CustodyKind::Received => "received",
        CustodyKind::Copied => "copied",
        CustodyKind::Exported => "exported",
        CustodyKind::HandedOver => "handed-over",
        CustodyKind::Examined => "examined",
        CustodyKind::Returned => "returned",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parted(text: &str) -> Vec<String> {
        let mut letters = Letters::of(text);
        paragraphs(text).iter().map(|range| letters.slice(range).to_owned()).collect()
    }

    #[test]
    fn empty_lines_part_paragraphs_and_without_any_each_line_is_one() {
        assert_eq!(parted("one\ntwo\n\n three \n"), ["one\ntwo", "three"]);
        assert_eq!(parted("one\ntwo\nthree"), ["one", "two", "three"]);
        assert_eq!(parted(" \n\n"), [""; 0]);
        assert_eq!(parted("ё\u{301}\n\nقال"), ["ё\u{301}", "قال"]);
        assert_eq!(parted(&"x".repeat(LONGEST + 5)).len(), 2);
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_is_left_out(text in "[a-cё \n]{0,60}") {
            let shown: String = parted(&text).concat();
            let plain = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(plain(&shown), plain(&text));
            let ranges = paragraphs(&text);
            prop_assert!(ranges.iter().all(|range| range.start < range.end));
            prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }
}
