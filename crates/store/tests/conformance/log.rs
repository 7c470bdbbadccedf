//! Commits and leaves.

use onus_model::Level;
use onus_store::{Error, NewCommit, Opening, Place, Refusal};

use crate::support::{commit, commit_id, device_id, dump, gathered, leaf, leaf_id};
use crate::{change, on_each};

fn refusal<T: std::fmt::Debug>(answer: onus_store::Result<T>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, found {other:?}"),
    }
}

#[test]
fn what_is_appended_is_read_back() {
    on_each(|store| {
        change(store, |transaction| {
            let first = transaction.append(&commit(1, &[]), &[leaf(1, 0), leaf(1, 1)]).unwrap();
            let second = transaction.append(&commit(2, &[1]), &[]).unwrap();
            assert_eq!((first, second), (Place(1), Place(2)));
        });
        let reader = store.reader();
        let row = reader.commit(commit_id(1)).unwrap().unwrap();
        assert_eq!((row.header.as_slice(), row.seq, row.height), (&b"header 1"[..], 1, 1));
        assert_eq!((row.device, row.signature.len()), (device_id(1), 64));
        assert_eq!(reader.leaves_of(commit_id(1)).unwrap(), [leaf(1, 0), leaf(1, 1)]);
        assert_eq!(reader.leaf(commit_id(1), 1).unwrap(), Some(leaf(1, 1)));
        assert_eq!(reader.leaf(commit_id(1), 2).unwrap(), None);
        assert_eq!(reader.leaf(commit_id(1), u32::MAX).unwrap(), None);
        assert_eq!(reader.leaves_named(leaf_id(1001)).unwrap(), [leaf(1, 1)]);
        assert_eq!(reader.commit(commit_id(9)).unwrap(), None);
        assert!(reader.has_commit(commit_id(2)).unwrap());
        assert!(!reader.has_commit(commit_id(9)).unwrap());
    });
}

#[test]
fn heads_are_the_commits_nothing_follows() {
    on_each(|store| {
        change(store, |transaction| {
            for (number, parents) in [(5, &[][..]), (3, &[5]), (4, &[5]), (1, &[3, 4]), (2, &[5])] {
                transaction.append(&commit(number, parents), &[]).unwrap();
            }
        });
        let reader = store.reader();
        assert_eq!(reader.heads().unwrap(), [commit_id(1), commit_id(2)]);
        assert_eq!(reader.parents(commit_id(1)).unwrap(), [commit_id(3), commit_id(4)]);
        assert!(reader.parents(commit_id(5)).unwrap().is_empty());
    });
}

#[test]
fn scans_go_on_from_a_place() {
    on_each(|store| {
        change(store, |transaction| {
            transaction.append(&commit(9, &[]), &[leaf(9, 0)]).unwrap();
            transaction.append(&commit(8, &[9]), &[]).unwrap();
            transaction.append(&commit(7, &[8]), &[leaf(7, 0), leaf(7, 1)]).unwrap();
        });
        let reader = store.reader();
        let commits = |after| {
            let rows = gathered(|visit| reader.each_commit(Place(after), visit)).unwrap();
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(commits(0), [commit_id(9), commit_id(8), commit_id(7)]);
        assert_eq!(commits(2), [commit_id(7)]);
        assert!(commits(3).is_empty() && commits(u64::MAX).is_empty());
        let leaves = |after| gathered(|visit| reader.each_leaf(Place(after), visit)).unwrap();
        assert_eq!(leaves(1), [(Place(3), leaf(7, 0)), (Place(3), leaf(7, 1))]);
        assert!(leaves(3).is_empty() && leaves(u64::MAX).is_empty());
        assert_eq!(leaves(0).len(), 3);

        let mut seen = 0;
        let stop_at_once = &mut |_| {
            seen += 1;
            std::ops::ControlFlow::Break(())
        };
        reader.each_leaf(Place(0), stop_at_once).unwrap();
        assert_eq!(seen, 1);
    });
}

#[test]
fn a_fork_shows_as_two_last_commits() {
    on_each(|store| {
        change(store, |transaction| {
            for number in [1, 2, 3] {
                let seq = u64::from(number > 1);
                let parents = if number > 1 { vec![commit_id(1)] } else { vec![] };
                let forked = NewCommit { seq, parents, ..commit(number, &[]) };
                transaction.append(&forked, &[]).unwrap();
            }
        });
        let last = store.reader().last_of(device_id(1)).unwrap();
        let ids: Vec<_> = last.iter().map(|row| row.id).collect();
        assert_eq!(ids, [commit_id(2), commit_id(3)]);
        assert!(store.reader().last_of(device_id(2)).unwrap().is_empty());
    });
}

#[test]
fn what_contradicts_the_log_is_refused_and_changes_nothing() {
    on_each(|store| {
        change(store, |transaction| {
            transaction.append(&commit(1, &[]), &[leaf(1, 0)]).unwrap();
            let before = dump(transaction.reader()).unwrap();

            let again = transaction.append(&commit(1, &[]), &[]);
            assert_eq!(refusal(again), Refusal::CommitPresent(commit_id(1)));
            let orphan = transaction.append(&commit(3, &[2]), &[]);
            let (child, parent) = (commit_id(3), commit_id(2));
            assert_eq!(refusal(orphan), Refusal::ParentMissing { child, parent });
            let elsewhere = transaction.append(&commit(2, &[1]), &[leaf(1, 0)]);
            assert_eq!(refusal(elsewhere), Refusal::LeafPlace(leaf_id(1000)));
            let out_of_order = transaction.append(&commit(2, &[1]), &[leaf(2, 1), leaf(2, 0)]);
            assert_eq!(refusal(out_of_order), Refusal::LeafPlace(leaf_id(2001)));
            let huge = NewCommit { seq: u64::MAX, ..commit(2, &[1]) };
            let huge = transaction.append(&huge, &[]);
            assert_eq!(refusal(huge), Refusal::NumberTooLarge(u64::MAX));

            let opening = Opening { salt: vec![1], content: vec![2] };
            let open = transaction.open_leaf(commit_id(1), 0, Level::Team, &opening);
            assert_eq!(refusal(open), Refusal::LeafOpen { commit: commit_id(1), index: 0 });
            let none = transaction.open_leaf(commit_id(1), 1, Level::Team, &opening);
            assert_eq!(refusal(none), Refusal::NoLeaf { commit: commit_id(1), index: 1 });

            assert_eq!(dump(transaction.reader()).unwrap(), before);
        });
    });
}

#[test]
fn a_withheld_leaf_can_be_opened_later_and_an_open_one_erased() {
    on_each(|store| {
        let mut withheld = leaf(1, 0);
        let opening = withheld.opening.take().unwrap();
        withheld.level = None;
        change(store, |transaction| {
            transaction.append(&commit(1, &[]), &[withheld.clone(), leaf(1, 1)]).unwrap();
        });
        assert_eq!(store.reader().leaf(commit_id(1), 0).unwrap(), Some(withheld));
        assert_eq!(store.reader().counts().unwrap().closed_leaves, 1);
        change(store, |transaction| {
            transaction.open_leaf(commit_id(1), 0, Level::Team, &opening).unwrap();
        });
        assert_eq!(store.reader().leaf(commit_id(1), 0).unwrap(), Some(leaf(1, 0)));
        change(store, |transaction| {
            assert!(transaction.erase_leaf(commit_id(1), 0).unwrap());
            assert!(!transaction.erase_leaf(commit_id(1), 0).unwrap());
            assert!(!transaction.erase_leaf(commit_id(1), 5).unwrap());
            assert!(!transaction.erase_leaf(commit_id(5), 0).unwrap());
        });
        let erased = store.reader().leaf(commit_id(1), 0).unwrap().unwrap();
        assert_eq!((erased.opening, erased.level), (None, Some(Level::Team)));
        assert_eq!(store.reader().leaf(commit_id(1), 1).unwrap(), Some(leaf(1, 1)));
    });
}
