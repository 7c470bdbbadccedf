//! What goes in comes out.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom};
use std::process::Command;

use onus_store::{
    Error, FolderVault, ObjectKind, ObjectRow, OsEntropy, Refusal, Store, Vault, digest_of,
    recognise,
};
use proptest::prelude::*;

use crate::{bytes, content_of, digest, index_of, on_each, put, record};

const KIB: usize = 1024;

#[test]
fn every_length_around_the_edges_of_chunks_and_buffers_comes_back() {
    on_each(|vault| {
        let edges = [0, 64 * KIB, 128 * KIB, 1024 * KIB, 2048 * KIB];
        let lengths = edges.into_iter().flat_map(|edge: usize| [edge.max(1) - 1, edge, edge + 1]);
        for length in lengths.collect::<BTreeSet<_>>() {
            let content = bytes(length, length as u64);
            let row = put(vault, &content);
            assert_eq!((row.bytes, row.digest), (length as u64, digest(&content)));
            assert!(content_of(vault, &row) == content, "{length} bytes");
            assert_eq!(vault.open(&row).unwrap().length(), length as u64);
        }
    });
}

/// Gives few bytes at a time, and interrupts itself.
struct Dripping<'a>(&'a [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 += 1;
        if self.1.is_multiple_of(7) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let most = (self.1 * 7919) % 70_000 + 1;
        let length = buffer.len().min(most);
        self.0.read(&mut buffer[..length])
    }
}

#[test]
fn how_the_source_gives_its_bytes_makes_no_difference() {
    on_each(|vault| {
        let content = bytes(3_000_001, 5);
        let lease = vault.lease().unwrap();
        let mut source = Dripping(&content, 0);
        let row = vault.put(&lease, &mut source, ObjectKind::Text, &mut OsEntropy).unwrap();
        assert_eq!((row.digest, row.kind), (digest(&content), ObjectKind::Text));
        assert!(content_of(vault, &row) == content);
        let answer = digest_of(&mut Dripping(&content, 3)).unwrap();
        assert_eq!(answer, (row.digest, row.bytes));
    });
}

#[test]
fn a_source_that_fails_leaves_nothing() {
    struct Failing(u32);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            if self.0 < 40 { Ok(buffer.len()) } else { Err(io::Error::other("a bad sector")) }
        }
    }
    on_each(|vault| {
        let lease = vault.lease().unwrap();
        let error =
            vault.put(&lease, &mut Failing(0), ObjectKind::Exhibit, &mut OsEntropy).unwrap_err();
        assert!(matches!(error, Error::Source(_)), "{error:?}");
        assert_eq!(error.to_string(), "it cannot be read: a bad sector");
        assert_eq!(vault.files().unwrap(), []);
    });
}

#[test]
fn objects_are_read_from_anywhere() {
    on_each(|vault| {
        let content = bytes(300_000, 9);
        let row = put(vault, &content);
        let mut opened = vault.open(&row).unwrap();
        for at in [299_999, 0, 65_535, 65_536, 131_072, 7, 200_000] {
            opened.seek(SeekFrom::Start(at as u64)).unwrap();
            let mut found = vec![0; 1000.min(content.len() - at)];
            opened.read_exact(&mut found).unwrap();
            assert_eq!(found, content[at..at + found.len()], "from {at}");
        }
        assert_eq!(opened.seek(SeekFrom::End(-5)).unwrap(), 299_995);
        let mut end = Vec::new();
        opened.read_to_end(&mut end).unwrap();
        assert_eq!(end, content[299_995..]);
        opened.rewind().unwrap();
        let mut all = Vec::new();
        opened.read_to_end(&mut all).unwrap();
        assert!(all == content);
    });
}

#[test]
fn the_recorded_digest_is_compared_at_the_end() {
    on_each(|vault| {
        let content = bytes(100_000, 2);
        let row = put(vault, &content);
        let wrong = ObjectRow { digest: digest(b"something else"), ..row.clone() };
        let mut opened = vault.open(&wrong).unwrap();
        let error = io::copy(&mut opened, &mut io::sink()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert_eq!(error.to_string(), "this is not the content that was recorded");
        let longer = ObjectRow { bytes: 100_001, ..row };
        let mut opened = vault.open(&longer).unwrap();
        assert!(io::copy(&mut opened, &mut io::sink()).is_err());
    });
}

#[test]
fn the_same_content_twice_is_one_object() {
    on_each(|vault| {
        let content = bytes(70_000, 1);
        let (first, second) = (put(vault, &content), put(vault, &content));
        assert_eq!(first.digest, second.digest);
        assert_ne!(first.name, second.name);
        assert_ne!(first.identity, second.identity);
        let mut store = index_of(&[&first]);
        let refused = store.begin().unwrap().put_object(&second).unwrap_err();
        assert!(
            matches!(refused, Error::Refused(Refusal::ObjectPresent(digest)) if digest == first.digest)
        );
        assert!(vault.remove(&second).unwrap());
        assert!(!vault.remove(&second).unwrap());
        assert_eq!(vault.files().unwrap().len(), 1);
        // And is recognised before it is sealed a second time; what has another length is not even read.
        let found = recognise(store.reader(), 70_000, &mut &content[..]).unwrap();
        assert_eq!(found.as_ref(), Some(&first));
        let other = bytes(70_000, 2);
        assert_eq!(recognise(store.reader(), 70_000, &mut &other[..]).unwrap(), None);
        assert_eq!(recognise(store.reader(), 70_001, &mut unreadable()).unwrap(), None);
    });
}

fn unreadable() -> impl Read {
    struct Never;
    impl Read for Never {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("it is not to be read"))
        }
    }
    Never
}

#[test]
fn a_shredded_object_is_gone_and_the_others_are_not() {
    on_each(|vault| {
        let (one, other) = (put(vault, b"the one"), put(vault, b"the other"));
        let mut store = index_of(&[&one, &other]);
        let mut transaction = store.begin().unwrap();
        let removed = transaction.remove_object(one.digest).unwrap().unwrap();
        assert!(transaction.remove_object(one.digest).unwrap().is_none());
        transaction.commit().unwrap();
        assert_eq!(removed, one);
        assert!(vault.remove(&removed).unwrap());
        assert!(matches!(vault.open(&one).unwrap_err(), Error::Object { .. }));
        assert_eq!(store.reader().object(one.digest).unwrap(), None);
        assert_eq!(content_of(vault, &other), b"the other");
        let checked = vault.check(store.reader()).unwrap();
        assert_eq!((checked.objects, checked.damaged), (1, Vec::new()));
    });
}

#[test]
fn neither_names_nor_bytes_say_what_is_inside() {
    let folder = tempfile::tempdir().unwrap();
    let vault = FolderVault::at(folder.path().join("vault"));
    let content = "Сорок два свидетеля назвали одно имя. ".repeat(2000);
    let row = put(&vault, content.as_bytes());
    let row = {
        let again = put(&vault, content.as_bytes());
        assert_ne!(again.name, row.name);
        assert!(vault.remove(&row).unwrap());
        again
    };
    for entry in std::fs::read_dir(vault.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        assert!(name == "lock" || name == row.name.to_string(), "{name}");
        let bytes = std::fs::read(entry.path()).unwrap();
        for word in ["свидетеля", "имя", &row.digest.to_string(), row.identity.expose()]
        {
            assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{word}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}

/// The program of another author opens one object with that object's identity.
#[test]
fn another_program_opens_an_object_with_its_identity() {
    let program = ["age", "rage"].into_iter().find(|program| {
        Command::new(program).arg("--version").output().is_ok_and(|out| out.status.success())
    });
    let Some(program) = program else {
        assert!(std::env::var_os("ONUS_TOOLS").is_none(), "age or rage is needed");
        eprintln!("skipped: neither age nor rage is installed");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let vault = FolderVault::at(folder.path().join("vault"));
    for length in [0, 1, 65_536, 65_537, 3_000_000] {
        let content = bytes(length, 77);
        let row = put(&vault, &content);
        let key = folder.path().join("key");
        std::fs::write(&key, row.identity.expose()).unwrap();
        let out = Command::new(program)
            .args(["-d", "-i"])
            .arg(&key)
            .arg(vault.path().join(row.name.to_string()))
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        assert!(out.stdout == content, "{program}, {length} bytes");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Any contents, recorded one after another, are found again by their digests.
    #[test]
    fn whatever_is_stored_is_found(
        contents in prop::collection::vec((0..200_000_usize, any::<u64>()), 1..6),
        reads in prop::collection::vec((0..210_000_u64, 0..70_000_usize), 0..6),
    ) {
        on_each(|vault| {
            let mut store = onus_store::MemoryStore::new();
            for (length, seed) in &contents {
                let row = put(vault, &bytes(*length, *seed));
                match store.reader().object(row.digest).unwrap() {
                    None => record(&mut store, &[&row]),
                    Some(_) => assert!(vault.remove(&row).unwrap()),
                }
            }
            for (length, seed) in &contents {
                let content = bytes(*length, *seed);
                let row = store.reader().object(digest(&content)).unwrap().unwrap();
                assert!(content_of(vault, &row) == content);
                let mut opened = vault.open(&row).unwrap();
                for (at, length) in &reads {
                    let at = (*at).min(content.len() as u64);
                    opened.seek(SeekFrom::Start(at)).unwrap();
                    let mut found = Vec::new();
                    (&mut opened).take(*length as u64).read_to_end(&mut found).unwrap();
                    let rest = &content[at as usize..];
                    assert!(found == rest[..rest.len().min(*length)]);
                }
            }
            assert_eq!(vault.check(store.reader()).unwrap().damaged, []);
            assert_eq!(vault.sweep(store.reader()).unwrap(), onus_store::Swept::default());
        });
    }
}
