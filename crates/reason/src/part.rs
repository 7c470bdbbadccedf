//! Parts of long lists.

use onus_model::id::RecordId;
use onus_model::value::date::DayBounds;

use crate::order::{DayKey, day_place};

/// So many entries of a list, after so many that are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How many entries are left out before it.
    pub after: usize,
    /// How many it has at most.
    pub most: usize,
}

impl Part {
    /// The whole list.
    pub const ALL: Self = Self { after: 0, most: usize::MAX };

    /// That part of a list.
    #[must_use]
    pub fn of<T>(self, list: Vec<T>) -> Vec<T> {
        list.into_iter().skip(self.after).take(self.most).collect()
    }
}

impl Default for Part {
    fn default() -> Self {
        Self::ALL
    }
}

/// Where something stands in a list that is in order of time: undated last, then by the days it can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct InTime(bool, (DayKey, DayKey));

impl InTime {
    /// Of the first of its dates; `unbounded` says whether what has none stands last or where unbounded days do.
    pub(crate) fn of(days: Option<DayBounds>, undated_last: bool) -> Self {
        let place = day_place(&days.unwrap_or(DayBounds::UNBOUNDED));
        Self(undated_last && days.is_none(), place)
    }
}

/// The records of a part of a list that is ordered by a place, and where that is the same by what `closer` says: it is
/// asked only of records that may be in that part.
pub(crate) fn part_of<P: Ord + Copy, K: Ord>(
    mut listed: Vec<(P, RecordId)>,
    part: Part,
    closer: impl Fn(RecordId) -> K,
) -> Vec<RecordId> {
    listed.sort_unstable_by_key(|(place, _)| *place);
    let end = part.after.saturating_add(part.most);
    let mut found = Vec::new();
    let mut before = 0;
    for alike in listed.chunk_by(|(one, _), (other, _)| one == other) {
        let here = before..before + alike.len();
        before = here.end;
        if here.end <= part.after {
            continue;
        }
        if here.start >= end {
            break;
        }
        let mut records: Vec<RecordId> = alike.iter().map(|(_, record)| *record).collect();
        records.sort_by_cached_key(|record| closer(*record));
        let wanted = here.zip(records).filter(|(place, _)| (part.after..end).contains(place));
        found.extend(wanted.map(|(_, record)| record));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_slices_of_the_whole() {
        let record = |number: u8| RecordId::from_bytes([number; 16]);
        let listed: Vec<(u8, RecordId)> =
            (0..40).rev().map(|number| (number / 7, record(number))).collect();
        let closer = |record: RecordId| std::cmp::Reverse(record);
        let whole = part_of(listed.clone(), Part::ALL, closer);
        assert_eq!(whole.len(), 40);
        for after in 0..45 {
            for most in [0, 1, 6, 7, 50] {
                let part = part_of(listed.clone(), Part { after, most }, closer);
                assert_eq!(part, Part { after, most }.of(whole.clone()));
            }
        }
    }
}
