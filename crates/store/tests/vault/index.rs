//! The index of the vault: a table of every store.

use onus_store::{
    Access, Error, Identity, MemoryStore, ObjectKind, ObjectName, ObjectRow, OpenOptions, Refusal,
    SqliteStore, Store,
};

use crate::support::{TestCase, dump, fill, gathered, impatient};
use crate::{digest, index_of};

fn row(number: u8, bytes: u64) -> ObjectRow {
    ObjectRow {
        digest: digest(&[number]),
        bytes,
        name: ObjectName::from_bytes([number; 16]),
        sealed: bytes + 300,
        kind: if number.is_multiple_of(2) { ObjectKind::Exhibit } else { ObjectKind::Text },
        identity: Identity::new(format!("AGE-SECRET-KEY-{number}")),
    }
}

#[test]
fn every_store_answers_the_same() {
    let case = TestCase::new();
    let (mut memory, mut sqlite) = (MemoryStore::new(), case.open());
    let stores: [&mut dyn Store; 2] = [&mut memory, &mut sqlite];
    for store in stores {
        fill(store);
        let mut transaction = store.begin().unwrap();
        for (number, bytes) in [(1, 5), (2, 5), (3, 0), (4, i64::MAX as u64 - 300)] {
            transaction.put_object(&row(number, bytes)).unwrap();
        }
        // Again, as something else: only the kind changes.
        let text = ObjectRow { kind: ObjectKind::Text, bytes: 9, ..row(2, 5) };
        transaction.put_object(&text).unwrap();
        let refused = transaction.put_object(&ObjectRow { digest: digest(b"x"), ..row(3, 0) });
        assert!(matches!(refused, Err(Error::Refused(Refusal::ObjectName(_)))), "{refused:?}");
        let refused = transaction.put_object(&ObjectRow { name: row(9, 0).name, ..row(3, 0) });
        assert!(matches!(refused, Err(Error::Refused(Refusal::ObjectPresent(_)))), "{refused:?}");
        let refused = transaction.put_object(&row(8, u64::MAX - 400));
        assert!(matches!(refused, Err(Error::Refused(Refusal::NumberTooLarge(_)))), "{refused:?}");
        transaction.commit().unwrap();
        let mut transaction = store.begin().unwrap();
        transaction.remove_object(row(1, 5).digest).unwrap();
        drop(transaction);

        let reader = store.reader();
        assert_eq!(reader.counts().unwrap().objects, 4);
        let found = gathered(|visit| reader.each_object(visit)).unwrap();
        let mut expected = vec![row(1, 5), row(2, 5), row(3, 0), row(4, i64::MAX as u64 - 300)];
        expected[1].kind = ObjectKind::Text;
        expected.sort_by_key(|row| row.digest);
        assert_eq!(found, expected);
        assert_eq!(reader.object(row(3, 0).digest).unwrap(), Some(row(3, 0)));
        assert_eq!(reader.object(digest(b"other")).unwrap(), None);
        let lengths = [0, 5, 9, 6, u64::MAX];
        let has = lengths.map(|bytes| reader.has_object_of(bytes).unwrap());
        assert_eq!(has, [true, true, false, false, false]);

        // It is not derived: deriving everything again leaves it.
        let mut transaction = store.begin().unwrap();
        transaction.clear_derived().unwrap();
        let removed = transaction.remove_object(row(4, 0).digest).unwrap();
        assert_eq!(removed.map(|row| row.identity), Some(row(4, 0).identity));
        transaction.commit().unwrap();
        assert_eq!(store.reader().counts().unwrap().objects, 3);
    }
    assert_eq!(dump(memory.reader()).unwrap(), dump(sqlite.reader()).unwrap());
}

#[test]
fn keys_are_not_printed() {
    let printed = format!("{:?}", row(1, 5));
    assert!(!printed.contains("SECRET") && printed.contains("Identity(…)"), "{printed}");
    let index = index_of(&[&row(1, 5)]);
    assert!(!format!("{index:?}").contains("SECRET"));
}

#[test]
fn a_key_that_was_removed_is_not_in_the_database() {
    let case = TestCase::new();
    let mut store = case.open();
    let mut transaction = store.begin().unwrap();
    transaction.put_object(&row(1, 5)).unwrap();
    transaction.commit().unwrap();
    let mut transaction = store.begin().unwrap();
    transaction.remove_object(row(1, 5).digest).unwrap();
    transaction.commit().unwrap();
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    assert_eq!(store.reader().counts().unwrap().objects, 0);
    drop(store);
    let options = OpenOptions { access: Access::Read, ..impatient() };
    let store = SqliteStore::open(case.folder(), case.unlocked().data_key(), options).unwrap();
    assert_eq!(store.reader().object(row(1, 5).digest).unwrap(), None);
}
