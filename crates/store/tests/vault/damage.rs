//! Each kind of damage is found and named.

use std::io::Read;

use onus_store::{Damage, Error, Identity, MemoryVault, ObjectRow, Store, Swept, Vault, VaultFile};

use crate::{bytes, index_of, put};

fn names(swept: &[VaultFile]) -> Vec<&str> {
    swept.iter().map(|file| file.file.as_str()).collect()
}

/// What a check says of an object after its file was changed, given that opening it and reading it fails.
fn found(content: &[u8], change: impl FnOnce(&mut Vec<u8>)) -> Damage {
    let vault = MemoryVault::new();
    let (row, beside) = (put(&vault, content), put(&vault, b"untouched"));
    let store = index_of(&[&row, &beside]);
    vault.change(&row.name.to_string(), change);
    let checked = vault.check(store.reader()).unwrap();
    assert_eq!((checked.objects, checked.damaged.len()), (2, 1), "{checked:?}");
    let (digest, name, damage) = checked.damaged.into_iter().next().unwrap();
    assert_eq!((digest, name), (row.digest, row.name));
    let read = vault
        .open(&row)
        .and_then(|mut opened| opened.read_to_end(&mut Vec::new()).map_err(Error::Source));
    assert!(read.is_err(), "what is damaged was read to its end");
    damage
}

#[test]
fn a_flipped_byte_is_found_wherever_it_is() {
    let content = bytes(200_000, 3);
    let sealed = put(&MemoryVault::new(), &content).sealed as usize;
    // A header has about 300 bytes, of a length that varies.
    for at in (0..400).chain((400..sealed).step_by(9_973)).chain(sealed - 20..sealed) {
        let damage = found(&content, |bytes| {
            let at = at.min(bytes.len() - 1);
            bytes[at] ^= 1;
        });
        let named = match &damage {
            Damage::Header | Damage::Other => at < 400,
            Damage::Changed { at: from } => *from <= at as u64 && at as u64 <= from + 70_000,
            _ => false,
        };
        assert!(named, "byte {at}: {damage:?}");
    }
}

#[test]
fn files_that_are_cut_off_or_added_to() {
    let content = bytes(150_000, 4);
    for keep in [0, 1, 100, 1000, 66_000, 140_000] {
        let damage = found(&content, |bytes| bytes.truncate(keep));
        assert!(matches!(damage, Damage::Length { found, .. } if found == keep as u64));
        assert!(damage.to_string().contains("is cut off"), "{damage}");
    }
    let damage = found(&content, |bytes| bytes.push(0));
    assert!(damage.to_string().contains("was added to"), "{damage}");
    // Torn: as long as it was, with nothing where the last pages should be.
    let damage = found(&content, |bytes| {
        let at = bytes.len() - 5000;
        bytes[at..].fill(0);
    });
    assert!(matches!(damage, Damage::Changed { .. }), "{damage:?}");
    let damage = found(&content, |bytes| bytes.fill(0));
    assert_eq!(damage, Damage::Header);
    // Two chunks exchanged.
    let damage = found(&content, |bytes| {
        let at = bytes.len() - (150_000 - 2 * 65_536 + 16) - 2 * 65_552;
        let (one, two) = bytes[at..].split_at_mut(65_552);
        one.swap_with_slice(&mut two[..65_552]);
    });
    assert_eq!(damage, Damage::Changed { at: 0 });
}

#[test]
fn missing_and_exchanged_files() {
    let vault = MemoryVault::new();
    let rows: Vec<ObjectRow> = (0..4).map(|seed| put(&vault, &bytes(5000, seed))).collect();
    let store = index_of(&rows.iter().collect::<Vec<_>>());
    assert!(vault.remove(&rows[0]).unwrap());
    // Two files exchange their names: padded headers differ in length, so that may show first.
    let file = |row: &ObjectRow| {
        let mut sealed = Vec::new();
        vault.read(row.name).unwrap().unwrap().read_to_end(&mut sealed).unwrap();
        sealed
    };
    let (one, two) = (file(&rows[1]), file(&rows[2]));
    vault.place(&rows[1].name.to_string(), two);
    vault.place(&rows[2].name.to_string(), one);
    let checked = vault.check(store.reader()).unwrap();
    assert_eq!(checked.damaged.len(), 3);
    for (digest, _, damage) in &checked.damaged {
        if *digest == rows[0].digest {
            assert_eq!(*damage, Damage::Missing);
            assert_eq!(damage.to_string(), "is missing from the vault");
        } else {
            assert!(matches!(damage, Damage::Other | Damage::Length { .. }), "{damage:?}");
            assert_ne!(*digest, rows[3].digest);
        }
    }
    // Looking without reading finds the missing one, and those whose lengths differ.
    let looked = vault.look(store.reader()).unwrap();
    assert!(looked.damaged.iter().any(|(digest, _, _)| *digest == rows[0].digest));
    let error = vault.open(&rows[0]).unwrap_err().to_string();
    assert!(error.contains(&rows[0].digest.to_string()) && error.contains("is missing"), "{error}");
}

#[test]
fn exchanged_files_of_one_length_and_wrong_keys() {
    let vault = MemoryVault::new();
    let row = put(&vault, b"a testimony");
    let mut other = put(&vault, b"b testimony");
    while other.sealed != row.sealed {
        other = put(&vault, b"b testimony");
    }
    let mut sealed = Vec::new();
    vault.read(other.name).unwrap().unwrap().read_to_end(&mut sealed).unwrap();
    vault.place(&row.name.to_string(), sealed);
    let damage = |row: &ObjectRow| {
        let checked = vault.check(index_of(&[row]).reader()).unwrap();
        checked.damaged.first().map(|(_, _, damage)| damage.clone())
    };
    assert_eq!(damage(&row), Some(Damage::Other));
    let no_key = Identity::new("AGE-SECRET-KEY-1NOTAKEY".to_owned());
    assert_eq!(damage(&ObjectRow { identity: no_key, ..other.clone() }), Some(Damage::Key));
    // The right key under the digest of something else.
    assert_eq!(damage(&ObjectRow { digest: row.digest, ..other.clone() }), Some(Damage::Content));
    assert_eq!(damage(&other), None);
}

#[test]
fn what_nobody_recorded_is_swept_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let vault = onus_store::FolderVault::at(folder.path().join("vault"));
    let nothing = index_of(&[]);
    assert_eq!(vault.orphans(nothing.reader()).unwrap(), Swept::default());
    let (kept, orphan) = (put(&vault, b"kept"), put(&vault, b"orphan"));
    let store = index_of(&[&kept]);
    let unfinished = format!("{}.part", "ab".repeat(16));
    std::fs::write(vault.path().join(&unfinished), b"half").unwrap();
    std::fs::write(vault.path().join("notes.txt"), b"not ours").unwrap();
    std::fs::create_dir(vault.path().join("cd".repeat(16))).unwrap();

    let listed = vault.orphans(store.reader()).unwrap();
    let mut expected = [orphan.name.to_string(), unfinished];
    expected.sort();
    assert_eq!(names(&listed.orphans), expected);
    assert_eq!(names(&listed.foreign), ["cd".repeat(16).as_str(), "notes.txt"]);
    assert_eq!(vault.sweep(store.reader()).unwrap(), listed);
    let after = vault.sweep(store.reader()).unwrap();
    assert_eq!((after.orphans, after.foreign.len()), (Vec::new(), 2));
    assert_eq!(vault.check(store.reader()).unwrap().damaged, []);
}

#[test]
fn a_sweep_waits_for_those_who_add() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("vault");
    let open = || onus_store::FolderVault::at(place.clone()).waiting(std::time::Duration::ZERO);
    let memory = MemoryVault::new();
    let (one, other) = (open(), open());
    let vaults: [(&dyn Vault, &dyn Vault); 2] = [(&one, &other), (&memory, &memory)];
    for (adding, sweeping) in vaults {
        let mut store = index_of(&[]);
        let lease = adding.lease().unwrap();
        let second = adding.lease().unwrap();
        let content = &mut &b"just written"[..];
        let entropy = &mut onus_store::OsEntropy;
        let row = adding.put(&lease, content, onus_store::ObjectKind::Exhibit, entropy).unwrap();
        drop(second);
        assert!(matches!(sweeping.sweep(store.reader()), Err(Error::Busy)));
        crate::record(&mut store, &[&row]);
        drop(lease);
        assert_eq!(sweeping.sweep(store.reader()).unwrap(), Swept::default());
        let alone = sweeping.lease_alone().unwrap();
        assert!(matches!(adding.lease(), Err(Error::Busy)));
        drop(alone);
        adding.lease().unwrap();
    }
}
