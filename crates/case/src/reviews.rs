//! The reviews of one claim, in an order that is the same on every replica.
//!
//! A reader asks how far a claim was checked at a moment, and takes the latest review up to then. Two
//! reviewers who did not know of each other break that: the later clock would win. By the log, the less far
//! state stands once both are known (`docs/log-format.md`, Operations). So where the latest review is not
//! the one that counts, the one that does is repeated at that moment, marked as repeated.

use std::collections::BTreeSet;

use onus_ledger::{CommitId, DeviceId, Known};
use onus_model::claim::{Moment, Review, Reviewed};
use onus_model::id::MemberId;

use crate::known::InStore;
use crate::order::follows;

/// How many bytes a review takes.
pub(crate) const LENGTH: usize = 8 + 1 + 16 + 32 + 4;

/// A review as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) reviewed: Reviewed,
    pub(crate) commit: CommitId,
    pub(crate) index: u32,
    /// Whether it is repeated at a moment other than its own.
    pub(crate) repeated: bool,
}

impl Kept {
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.reviewed.at.0.to_be_bytes());
        let state: u8 = match self.reviewed.state {
            Review::Draft => 0,
            Review::Checked => 1,
            Review::Released => 2,
        };
        bytes.push(state | if self.repeated { 0x80 } else { 0 });
        bytes.extend(self.reviewed.by.as_bytes());
        bytes.extend(self.commit.as_bytes());
        bytes.extend(self.index.to_be_bytes());
    }

    pub(crate) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (at, bytes) = bytes.split_first_chunk::<8>()?;
        let (&state, bytes) = bytes.split_first()?;
        let (by, bytes) = bytes.split_first_chunk::<16>()?;
        let (commit, bytes) = bytes.split_first_chunk::<32>()?;
        let (index, bytes) = bytes.split_first_chunk::<4>()?;
        let repeated = state & 0x80 != 0;
        let state = match state & 0x7f {
            0 => Review::Draft,
            1 => Review::Checked,
            2 => Review::Released,
            _ => return None,
        };
        let at = Moment(i64::from_be_bytes(*at));
        let kept = Self {
            reviewed: Reviewed { at, state, by: MemberId::from_bytes(*by) },
            commit: CommitId::from_bytes(*commit),
            index: u32::from_be_bytes(*index),
            repeated,
        };
        Some((kept, bytes))
    }
}

/// Takes in a review. In one commit the last one counts.
pub(crate) fn add(
    reviews: &mut Vec<Kept>,
    new: Kept,
    known: &InStore<'_>,
    forked: &BTreeSet<DeviceId>,
) {
    reviews.retain(|kept| !kept.repeated && (kept.commit != new.commit || kept.index > new.index));
    if !reviews.iter().any(|kept| kept.commit == new.commit) {
        reviews.push(new);
    }
    // Each after those that its author knew of: heights grow along every ancestry.
    let place = |kept: &Kept| {
        let height = known.node(&kept.commit).map(|node| node.height);
        (kept.reviewed.at, kept.repeated, height, kept.commit)
    };
    if reviews.len() > 1 {
        reviews.sort_by_key(place);
    }
    if reviews.len() > 1 {
        let repeated = repeated(reviews, known, forked);
        reviews.extend(repeated);
        reviews.sort_by_key(place);
    }
}

/// What has to be repeated so that the latest review at each moment is the one that counts.
fn repeated(reviews: &[Kept], known: &InStore<'_>, forked: &BTreeSet<DeviceId>) -> Vec<Kept> {
    let nodes: Vec<_> = reviews.iter().map(|kept| known.node(&kept.commit)).collect();
    let mut repeated = Vec::new();
    let moments: BTreeSet<Moment> = reviews.iter().map(|kept| kept.reviewed.at).collect();
    for moment in moments {
        let seen: Vec<usize> = (0..reviews.len())
            .filter(|place| reviews.get(*place).is_some_and(|kept| kept.reviewed.at <= moment))
            .collect();
        let is_last = |place: &usize| {
            let Some(Some(node)) = nodes.get(*place) else { return false };
            !seen.iter().any(|other| {
                let later = nodes.get(*other).and_then(Option::as_ref);
                later.is_some_and(|later| follows(known, forked, later, node))
            })
        };
        let last = seen.iter().filter(|place| is_last(place)).filter_map(|at| reviews.get(*at));
        let least = last.min_by_key(|kept| (kept.reviewed.state, kept.commit));
        let shown = reviews.iter().rfind(|kept| kept.reviewed.at == moment);
        let shown = shown.map(|kept| kept.reviewed.state);
        if let Some(least) = least.filter(|least| Some(least.reviewed.state) != shown) {
            let reviewed = Reviewed { at: moment, ..least.reviewed };
            repeated.push(Kept { reviewed, repeated: true, ..*least });
        }
    }
    repeated
}
