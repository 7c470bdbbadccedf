//! What is made again answers as a store does, and whatever differs from what is stored is named.

use std::ops::ControlFlow;

use onus_model::Level;
use onus_store::{Area, ClaimRow, MadeAgain, MemoryStore, Reader, Store, Transaction};
use proptest::prelude::*;

use crate::support::{
    AREA, claim, claim_id, document_id, fill, fill_in, record, record_id, sheet_row, tokens,
};
use crate::{change, on_each};

const AREAS: [Area; 1] = [AREA];

/// What differs when everything is made again beside a filled store that was changed since.
fn differing(changes: impl Fn(&mut dyn Transaction)) -> Vec<String> {
    let mut found = Vec::new();
    on_each(|store| {
        fill(store);
        change(store, &changes);
        let mut again = MadeAgain::beside(store.reader());
        fill_in(&mut again);
        found.push(again.compare(&AREAS, 0).unwrap());
        // Both kinds of stores tell the same.
    });
    assert!(found.iter().all(|other| *other == found[0]), "{found:?}");
    found.remove(0)
}

#[test]
fn nothing_differs_where_nothing_was_changed() {
    assert_eq!(differing(|_| {}), Vec::<String>::new());
}

#[test]
fn whatever_was_changed_is_named() {
    let id = |number: u32| claim_id(number).to_string();
    let altered = differing(|transaction| {
        let mut row = claim(7, 3, "died");
        row.body[0] ^= 1;
        transaction.put_claim(&row).unwrap();
    });
    assert_eq!(altered, [format!("the claim {} is not what the log says", id(7))]);
    let levelled = differing(|transaction| {
        let row = claim(8, 4, "died");
        transaction.put_claim(&ClaimRow { level: Level::Public, ..row }).unwrap();
    });
    assert_eq!(levelled, [format!("the claim {} is not what the log says", id(8))]);
    let removed = differing(|transaction| {
        transaction.remove_claim(claim_id(9)).unwrap();
    });
    assert_eq!(
        removed,
        [
            format!("the claim {} is not what the log says", id(9)),
            "there are 38 stored rows of the claim, and the log makes 39".to_owned(),
        ]
    );
    let added = differing(|transaction| {
        transaction.put_claim(&claim(500, 1, "name")).unwrap();
    });
    assert_eq!(added, ["there are 40 stored rows of the claim, and the log makes 39"]);
    let another = differing(|transaction| {
        transaction.put_record(&record(5, "group", Some("handle-5"))).unwrap();
    });
    assert_eq!(another, [format!("the record {} is not what the log says", record_id(5))]);
    let entry = differing(|transaction| {
        transaction.put_entry(AREA, b"key 3", b"other").unwrap();
        transaction.put_entry(AREA, b"new", b"").unwrap();
    });
    assert_eq!(
        entry,
        [
            "the entry 6b65792033 is not what the log says",
            "the entry 6e6577 is not what the log says",
            "there are 40 stored rows of the entry, and the log makes 39",
        ]
    );
    let row = differing(|transaction| {
        transaction.put_sheet_row(&sheet_row(1, "row 3", 4)).unwrap();
    });
    assert_eq!(row.len(), 1, "{row:?}");
    assert!(row[0].starts_with("the rows of the sheet"), "{row:?}");
    let text = differing(|transaction| {
        transaction.remove_text(document_id(4)).unwrap();
    });
    assert_eq!(text, ["38 claims are indexed, and the log makes 39"]);
}

/// A step of making a claim again: another body, another number, or none of it any more.
#[derive(Clone, Debug)]
enum Step {
    Put { seq: u64, version: u8 },
    Retract(u32, bool),
    Remove(u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (1_u64..12, 0_u8..3).prop_map(|(seq, version)| Step::Put { seq, version }),
        2 => (1_u32..12, any::<bool>()).prop_map(|(number, is)| Step::Retract(number, is)),
        1 => (1_u32..12).prop_map(Step::Remove),
    ];
    prop::collection::vec(step, 0..60)
}

fn take(transaction: &mut dyn Transaction, step: &Step) {
    match step {
        Step::Put { seq, version } => {
            let mut row = claim(*seq, *seq as u32 % 3, "name");
            // A body grows at its beginning as reviews come in.
            row.body.splice(0..0, vec![*version; usize::from(*version)]);
            transaction.put_claim(&row).unwrap();
        }
        Step::Retract(number, is) => {
            transaction.set_retracted(claim_id(*number), *is).unwrap();
        }
        Step::Remove(number) => {
            transaction.remove_claim(claim_id(*number)).unwrap();
        }
    }
}

fn answers(reader: &dyn Reader) -> Vec<String> {
    let mut answers = vec![format!("{:?}", reader.last_claim())];
    for number in 0..12 {
        let row = reader.claim(claim_id(number)).unwrap();
        assert_eq!(row, reader.claim_at(number.into()).unwrap());
        answers.push(row.map_or(String::new(), |row| format!("{row:?} {:?}", row.body)));
        answers.push(format!("{:?}", reader.claims_about(record_id(number)).unwrap()));
    }
    reader
        .each_claim(Some(3), &mut |row| {
            answers.push(row.id.to_string());
            ControlFlow::Continue(())
        })
        .unwrap();
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Beside whatever is stored, each step is answered as a store answers that holds only what was made again.
    #[test]
    fn it_answers_as_a_store_would(stored in steps(), made in steps()) {
        let (mut beside, mut alone) = (MemoryStore::new(), MemoryStore::new());
        change(&mut beside, |transaction| stored.iter().for_each(|step| take(transaction, step)));
        let mut again = MadeAgain::beside(beside.reader());
        let mut transaction = alone.begin().unwrap();
        for step in &made {
            take(&mut again, step);
            take(&mut *transaction, step);
            prop_assert_eq!(answers(again.reader()), answers(transaction.reader()));
        }
        let same = answers(beside.reader()) == answers(again.reader());
        prop_assert_eq!(again.compare(&AREAS, 0).unwrap().is_empty(), same);
    }
}

#[test]
fn without_words_there_is_no_document() {
    let store = MemoryStore::new();
    let mut again = MadeAgain::beside(store.reader());
    let index = |again: &mut MadeAgain<'_>, words| {
        again.index_text(document_id(1), Level::Team, &tokens(words)).unwrap();
        again.counts().unwrap().documents
    };
    assert_eq!(index(&mut again, "a town"), 1);
    assert_eq!(index(&mut again, ""), 0);
}
