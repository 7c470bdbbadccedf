//! What others have shown of their copies. Kept outside of the case's folder, where a rolled-back folder
//! cannot take it along.

use std::collections::{BTreeMap, BTreeSet};

use onus_ledger::{CommitId, DeviceId, Level, TreeHead};

/// What one device has shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peer {
    /// The heads that its last bundle named: it has these, and all they descend from.
    pub heads: BTreeSet<CommitId>,
    /// Up to which level it was last given contents.
    pub level: Option<Level>,
}

/// What all others have shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peers {
    /// By device.
    pub known: BTreeMap<DeviceId, Peer>,
    /// The largest head of the tree over each device's chain that was seen here: size and root.
    pub checkpoints: BTreeMap<DeviceId, (u64, [u8; 32])>,
}

impl Peers {
    /// Keeps a head if it is larger than the one kept.
    pub fn saw(&mut self, head: &TreeHead) {
        let seen = self.checkpoints.entry(head.device).or_insert((0, [0; 32]));
        if head.size > seen.0 {
            *seen = (head.size, head.root);
        }
    }

    /// As bytes to be kept.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![1];
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes();
        bytes.extend(number(self.known.len()));
        for (device, peer) in &self.known {
            bytes.extend(device.as_bytes());
            bytes.push(peer.level.map_or(u8::MAX, |level| level as u8));
            bytes.extend(number(peer.heads.len()));
            peer.heads.iter().for_each(|head| bytes.extend(head.as_bytes()));
        }
        bytes.extend(number(self.checkpoints.len()));
        for (device, (size, root)) in &self.checkpoints {
            bytes.extend(device.as_bytes());
            bytes.extend(size.to_be_bytes());
            bytes.extend(root);
        }
        bytes
    }

    /// Reads them back; nothing, where there are none.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() {
            return Some(Self::default());
        }
        let mut from = From(bytes);
        let mut peers = Self::default();
        if from.take::<1>()? != [1] {
            return None;
        }
        for _ in 0..u32::from_be_bytes(from.take()?) {
            let device = DeviceId::from_bytes(from.take()?);
            let [level] = from.take()?;
            let level = Level::ALL.get(usize::from(level)).copied();
            let count = u32::from_be_bytes(from.take()?);
            let heads = (0..count).map(|_| from.take().map(CommitId::from_bytes));
            let heads = heads.collect::<Option<_>>()?;
            peers.known.insert(device, Peer { heads, level });
        }
        for _ in 0..u32::from_be_bytes(from.take()?) {
            let device = DeviceId::from_bytes(from.take()?);
            let size = u64::from_be_bytes(from.take()?);
            peers.checkpoints.insert(device, (size, from.take()?));
        }
        from.0.is_empty().then_some(peers)
    }
}

struct From<'b>(&'b [u8]);

impl From<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let mut peers = Peers::default();
        let device = DeviceId::from_bytes([1; 32]);
        let heads = [CommitId::from_bytes([2; 32]), CommitId::from_bytes([3; 32])].into();
        peers.known.insert(device, Peer { heads, level: Some(Level::Partner) });
        peers.known.insert(DeviceId::from_bytes([9; 32]), Peer::default());
        peers.checkpoints.insert(device, (7, [4; 32]));
        let bytes = peers.to_bytes();
        assert_eq!(Peers::from_bytes(&bytes), Some(peers));
        assert_eq!(Peers::from_bytes(&[]), Some(Peers::default()));
        for end in 1..bytes.len() {
            assert_eq!(Peers::from_bytes(&bytes[..end]), None, "{end}");
        }
    }
}
