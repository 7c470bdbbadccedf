//! Postings as bytes: which document, how often, how long it is; and the places of words.
//!
//! Numbers of documents are written as distances from the one before, in groups of seven bits. The lowest bit of a distance says
//! whether a number of occurrences follows; most often it is one and is left out. The first posting of a block is
//! written as its distance from 0, so that each block is read by itself. A distance of 0, which cannot be, says that the next is
//! from 0 again: so postings are appended to others without reading those.

/// A document that holds a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) number: u32,
    pub(super) times: u32,
    /// The document's length, rounded: see [`length_code`](crate::rank::length_code).
    pub(super) length: u8,
}

pub(super) fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push((number & 0x7f) as u8);
}

/// Reads a number; `None` at the end.
#[inline]
pub(super) fn number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let first = *bytes.get(*at)?;
    *at += 1;
    if first < 0x80 {
        return Some(u64::from(first));
    }
    let mut number = u64::from(first & 0x7f);
    let mut shift = 7;
    loop {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

/// Writes a posting after the document `last`; 0 at a block's beginning.
pub(super) fn put(bytes: &mut Vec<u8>, last: u32, posting: Posting) {
    let distance = u64::from(posting.number.wrapping_sub(last));
    put_number(bytes, distance << 1 | u64::from(posting.times > 1));
    if posting.times > 1 {
        put_number(bytes, posting.times.into());
    }
    bytes.push(posting.length);
}

/// Reads the postings of a block. What cannot be read ends it.
pub(super) struct Postings<'b> {
    bytes: &'b [u8],
    at: usize,
    last: u32,
}

impl<'b> Postings<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0, last: 0 }
    }
}

impl Iterator for Postings<'_> {
    type Item = Posting;

    #[inline]
    fn next(&mut self) -> Option<Posting> {
        let mut head = number(self.bytes, &mut self.at)?;
        if head == 0 {
            self.last = 0;
            head = number(self.bytes, &mut self.at)?;
        }
        let times = if head & 1 == 1 { number(self.bytes, &mut self.at)? as u32 } else { 1 };
        let length = *self.bytes.get(self.at)?;
        self.at += 1;
        self.last = self.last.wrapping_add((head >> 1) as u32);
        Some(Posting { number: self.last, times, length })
    }
}

/// Writes the places of a word in one document, ascending.
pub(super) fn put_places(bytes: &mut Vec<u8>, places: &[u32]) {
    let mut last = 0;
    for place in places {
        put_number(bytes, place.wrapping_sub(last).into());
        last = *place;
    }
}

/// Reads the places of a word that occurs so many times in a document.
pub(super) fn places(bytes: &[u8], at: &mut usize, times: u32) -> Vec<u32> {
    let mut places = Vec::new();
    let mut last = 0_u32;
    for _ in 0..times {
        let Some(distance) = number(bytes, at) else { break };
        last = last.wrapping_add(distance as u32);
        places.push(last);
    }
    places
}

/// Passes over the places of a document.
pub(super) fn skip_places(bytes: &[u8], at: &mut usize, times: u32) {
    let mut left = times;
    while left > 0 {
        match bytes.get(*at) {
            Some(byte) => left -= u32::from(*byte < 0x80),
            None => return,
        }
        *at += 1;
    }
}

/// Postings of one term with their places, in the order of their documents.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) postings: Vec<u8>,
    /// Empty but for the words themselves.
    pub(super) places: Vec<u8>,
    /// The last document; 0 where there is none.
    pub(super) last: u32,
    pub(super) count: u32,
}

impl Run {
    pub(super) fn push(&mut self, posting: Posting, places: &[u32]) {
        put(&mut self.postings, self.last, posting);
        put_places(&mut self.places, places);
        self.last = posting.number;
        self.count += 1;
    }

    /// Makes it empty, to be used again.
    pub(super) fn clear(&mut self) {
        self.postings.clear();
        self.places.clear();
        (self.last, self.count) = (0, 0);
    }

    /// Postings as they were written.
    pub(super) fn of(postings: Vec<u8>, places: Vec<u8>) -> Self {
        let (mut last, mut count) = (0, 0);
        for posting in Postings::new(&postings) {
            last = posting.number;
            count += 1;
        }
        Self { postings, places, last, count }
    }

    /// Parts it into runs of about so many bytes of postings; the last may be short.
    pub(super) fn parted(&self, size: usize) -> Vec<Self> {
        let mut runs = vec![Self::default()];
        let mut at = 0;
        let has_places = !self.places.is_empty();
        for posting in Postings::new(&self.postings) {
            if runs.last().is_some_and(|run| run.postings.len() >= size) {
                runs.push(Self::default());
            }
            let from = at;
            if has_places {
                skip_places(&self.places, &mut at, posting.times);
            }
            if let Some(run) = runs.last_mut() {
                run.push(posting, &[]);
                run.places.extend_from_slice(self.places.get(from..at).unwrap_or_default());
            }
        }
        runs
    }

    /// What is left of postings and their places without one document. `None` when it was not among them.
    pub(super) fn without(postings: &[u8], places: &[u8], number: u32) -> Option<Self> {
        let mut left = Self::default();
        let (mut at, mut found) = (0, false);
        for posting in Postings::new(postings) {
            let from = at;
            if !places.is_empty() {
                skip_places(places, &mut at, posting.times);
            }
            if posting.number == number {
                found = true;
                continue;
            }
            left.push(posting, &[]);
            left.places.extend_from_slice(places.get(from..at).unwrap_or_default());
        }
        found.then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn postings() -> impl Strategy<Value = Vec<(u32, Vec<u32>, u8)>> {
        let places = prop::collection::btree_set(0..1_000_u32, 1..6);
        let one = (1..5_000_u32, places, any::<u8>());
        prop::collection::vec(one, 0..300).prop_map(|steps| {
            let mut number = 0;
            let place = |(step, places, length): (u32, std::collections::BTreeSet<u32>, u8)| {
                number += step;
                (number, places.into_iter().collect(), length)
            };
            steps.into_iter().map(place).collect()
        })
    }

    fn run(of: &[(u32, Vec<u32>, u8)]) -> Run {
        let mut run = Run::default();
        for (number, places, length) in of {
            let times = places.len() as u32;
            run.push(Posting { number: *number, times, length: *length }, places);
        }
        run
    }

    fn read(run: &Run) -> Vec<(u32, Vec<u32>, u8)> {
        let mut at = 0;
        Postings::new(&run.postings)
            .map(|one| (one.number, places(&run.places, &mut at, one.times), one.length))
            .collect()
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(all in postings(), cut in 0..300_usize, size in 1..200_usize) {
            prop_assert_eq!(read(&run(&all)), all.clone());
            let (first, second) = all.split_at(cut.min(all.len()));
            let (first, second) = (run(first), run(second));
            let postings = [first.postings, vec![0], second.postings].concat();
            let joined = Run::of(postings, [first.places, second.places].concat());
            prop_assert_eq!(read(&joined), all.clone());
            let parted: Vec<_> = joined.parted(size).iter().flat_map(read).collect();
            prop_assert_eq!(parted, all.clone());
            if let Some(one) = all.get(cut) {
                let whole = run(&all);
                let left = Run::without(&whole.postings, &whole.places, one.0);
                let mut expected = all.clone();
                expected.remove(cut);
                prop_assert_eq!(left.map(|left| read(&left)), Some(expected));
            }
        }

        #[test]
        fn whatever_bytes_come_nothing_panics(bytes in any::<Vec<u8>>(), times in 0..50_u32) {
            let _ = Postings::new(&bytes).count();
            let (mut at, mut skipped) = (0, 0);
            let _ = places(&bytes, &mut at, times);
            skip_places(&bytes, &mut skipped, times);
            let _ = Run::without(&bytes, &bytes, 3);
        }
    }
}
