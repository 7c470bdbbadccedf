//! Whole or not at all.

use crate::support::{commit, dump, fill, record};
use crate::{change, on_each};

#[test]
fn a_dropped_transaction_has_not_happened() {
    on_each(|store| {
        fill(store);
        let before = (dump(store.reader()).unwrap(), store.reader().revision().unwrap());
        {
            let mut transaction = store.begin().unwrap();
            transaction.append(&commit(3, &[2]), &[]).unwrap();
            transaction.put_record(&record(77, "event", None)).unwrap();
            transaction.clear_derived().unwrap();
            transaction.remove_meta("case").unwrap();
            assert_eq!(transaction.reader().counts().unwrap().commits, 3);
            assert_eq!(transaction.reader().counts().unwrap().records, 0);
        }
        let after = (dump(store.reader()).unwrap(), store.reader().revision().unwrap());
        assert_eq!(after, before);
        assert_eq!(store.reader().meta("case").unwrap().as_deref(), Some(&b"value"[..]));
        // And the next one works.
        change(store, |transaction| {
            transaction.append(&commit(3, &[2]), &[]).unwrap();
        });
    });
}

#[test]
fn every_commit_is_a_revision() {
    on_each(|store| {
        assert_eq!(store.reader().revision().unwrap(), 0);
        fill(store);
        assert_eq!(store.reader().revision().unwrap(), 1);
        change(store, |_| {});
        assert_eq!(store.reader().revision().unwrap(), 2);
    });
}

#[test]
fn a_snapshot_reads_and_lets_go() {
    on_each(|store| {
        fill(store);
        let whole = dump(store.reader()).unwrap();
        {
            let snapshot = store.snapshot().unwrap();
            assert_eq!(dump(snapshot.reader()).unwrap(), whole);
        }
        change(store, |transaction| transaction.put_meta("key", b"").unwrap());
        assert_eq!(store.reader().meta("key").unwrap(), Some(Vec::new()));
    });
}

#[test]
fn clearing_what_is_derived_leaves_the_log() {
    on_each(|store| {
        fill(store);
        let before = store.reader().counts().unwrap();
        change(store, |transaction| transaction.clear_derived().unwrap());
        let after = store.reader().counts().unwrap();
        assert_eq!((after.commits, after.leaves), (before.commits, before.leaves));
        assert_eq!((after.records, after.claims, after.documents), (0, 0, 0));
        let reader = store.reader();
        assert_eq!(reader.derivation().unwrap(), None);
        assert!(reader.properties().unwrap().is_empty());
        assert!(reader.meta("case").unwrap().is_some());
        assert_eq!(crate::support::gathered(|v| reader.each_record_number(v)).unwrap(), []);
    });
}
