//! Against the vectors that the Certificate Transparency project publishes for RFC 6962.

use data_encoding::HEXLOWER;
use proptest::prelude::*;

use super::{
    Frontier, Hash, consistency, inclusion, leaf_hash, root, verify_consistency, verify_inclusion,
};

const ENTRIES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hash(hex: &str) -> Hash {
    HEXLOWER.decode(hex.as_bytes()).unwrap().try_into().unwrap()
}

fn entries() -> Vec<Vec<u8>> {
    ENTRIES.iter().map(|hex| HEXLOWER.decode(hex.as_bytes()).unwrap()).collect()
}

fn hashes() -> Vec<Hash> {
    entries().iter().map(|entry| leaf_hash(entry)).collect()
}

#[test]
fn published_roots() {
    let entries = entries();
    let mut frontier = Frontier::default();
    assert_eq!(frontier.root(), hash(ROOTS[0]));
    for size in 1..=8 {
        frontier.append(&entries[size - 1]);
        assert_eq!(frontier.root(), hash(ROOTS[size]), "size {size}");
        assert_eq!(root(entries[..size].iter().map(Vec::as_slice)), hash(ROOTS[size]));
    }
}

#[test]
fn published_inclusion_paths() {
    let hashes = hashes();
    for (index, size, path) in [
        (0, 1, vec![]),
        (
            0,
            8,
            vec![
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            vec![
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
    ] {
        let path: Vec<Hash> = path.into_iter().map(hash).collect();
        assert_eq!(inclusion(&hashes[..size], index).unwrap(), path);
        let (index, size) = (index as u64, size as u64);
        let root = hash(ROOTS[size as usize]);
        assert!(verify_inclusion(&hashes[index as usize], index, size, &path, &root));
    }
}

#[test]
fn published_consistency_paths() {
    let hashes = hashes();
    for (old, new, path) in [
        (1, 1, vec![]),
        (
            1,
            8,
            vec![
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            vec![
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            vec![
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ] {
        let path: Vec<Hash> = path.into_iter().map(hash).collect();
        assert_eq!(consistency(&hashes[..new], old).unwrap(), path);
        let (old_root, new_root) = (hash(ROOTS[old]), hash(ROOTS[new]));
        assert!(verify_consistency(old as u64, &old_root, new as u64, &new_root, &path));
    }
}

#[test]
fn every_proof_of_small_trees_holds_and_nothing_else_does() {
    let hashes: Vec<Hash> = (0..40u8).map(|byte| leaf_hash(&[byte])).collect();
    let roots: Vec<Hash> = (0..=40u8)
        .map(|size| root((0..size).map(|byte| [byte]).collect::<Vec<_>>().iter().map(|e| &e[..])))
        .collect();
    for size in 1..=40usize {
        for index in 0..size {
            let path = inclusion(&hashes[..size], index).unwrap();
            let holds = |index: usize, size: usize, path: &[Hash]| {
                verify_inclusion(&hashes[index % 40], index as u64, size as u64, path, &roots[size])
            };
            assert!(holds(index, size, &path));
            let root = &roots[size];
            for other in (0..size + 2).filter(|other| *other != index) {
                assert!(!verify_inclusion(&hashes[index], other as u64, size as u64, &path, root));
            }
            if let Some((_, shorter)) = path.split_last() {
                assert!(!holds(index, size, shorter));
            }
            assert!(!holds(index, size, &[path.as_slice(), &[roots[1]]].concat()));
        }
        assert_eq!(inclusion(&hashes[..size], size), None);
        for old in 1..=size {
            let path = consistency(&hashes[..size], old).unwrap();
            let holds = |old: usize, new: usize, path: &[Hash]| {
                verify_consistency(old as u64, &roots[old], new as u64, &roots[new], path)
            };
            assert!(holds(old, size, &path));
            assert!(!holds(old, size, &[path.as_slice(), &[roots[1]]].concat()));
            if let Some((_, shorter)) = path.split_last() {
                assert!(!holds(old, size, shorter));
            }
            for damaged in 0..path.len() {
                let mut path = path.clone();
                path[damaged][7] ^= 1;
                assert!(!holds(old, size, &path));
            }
            let root = &roots[size];
            assert!(!verify_consistency(size as u64 + 1, root, size as u64, root, &path));
        }
        assert_eq!(consistency(&hashes[..size], 0), None);
        assert_eq!(consistency(&hashes[..size], size + 1), None);
        let root = &roots[size];
        assert!(!verify_consistency(0, root, size as u64, root, &[]));
    }
}

proptest! {
    #[test]
    fn arbitrary_proofs_never_panic(
        index in any::<u64>(),
        size in any::<u64>(),
        path in proptest::collection::vec(any::<Hash>(), 0..70),
    ) {
        prop_assert!(!verify_inclusion(&[1; 32], index, size, &path, &[2; 32]));
        prop_assert!(size == index || !verify_consistency(index, &[1; 32], size, &[2; 32], &path));
    }

    #[test]
    fn a_frontier_taken_up_again_continues(
        before in 0u64..100,
        after in 0u64..20,
    ) {
        let mut whole = Frontier::default();
        (0..before).for_each(|entry| whole.append(&entry.to_be_bytes()));
        let mut resumed = Frontier::from_parts(whole.size(), whole.peaks().to_vec()).unwrap();
        for entry in 0..after {
            whole.append(&entry.to_be_bytes());
            resumed.append(&entry.to_be_bytes());
        }
        prop_assert_eq!(whole.root(), resumed.root());
        prop_assert_eq!(whole, resumed);
    }
}
