//! Records, claims, names, sheets, entries.

use std::collections::BTreeMap;

use onus_model::Level;
use onus_store::{
    Area, ClaimRow, Error, PropertyNumber, RecordNumber, Refusal, SkeletonRow, SpeakerKey,
};

use crate::support::{
    AREA, claim, claim_id, fill, gathered, name, record, record_id, sheet_id, sheet_row,
};
use crate::{change, on_each};

#[test]
fn records_are_found_by_id_handle_and_type() {
    on_each(|store| {
        change(store, |transaction| {
            transaction.put_record(&record(3, "person", Some("х\u{0}\"'—"))).unwrap();
            transaction.put_record(&record(1, "person", Some("twice"))).unwrap();
            transaction.put_record(&record(2, "event", Some("twice"))).unwrap();
            transaction.put_record(&record(4, "event", None)).unwrap();
            transaction.put_record(&record(4, "place", None)).unwrap();
        });
        let reader = store.reader();
        let twice = reader.records_with_handle("twice").unwrap();
        assert_eq!(twice, [record(1, "person", Some("twice")), record(2, "event", Some("twice"))]);
        assert_eq!(reader.records_with_handle("х\u{0}\"'—").unwrap().len(), 1);
        assert!(reader.records_with_handle("х").unwrap().is_empty());
        let people = reader.records_of_type(&"person".parse().unwrap()).unwrap();
        assert_eq!(
            people.iter().map(|row| row.id).collect::<Vec<_>>(),
            [record_id(1), record_id(3)]
        );
        assert_eq!(reader.record(record_id(4)).unwrap(), Some(record(4, "place", None)));
        change(store, |transaction| {
            assert!(transaction.remove_record(record_id(4)).unwrap());
            assert!(!transaction.remove_record(record_id(4)).unwrap());
        });
        assert_eq!(store.reader().record(record_id(4)).unwrap(), None);
    });
}

#[test]
fn claims_are_found_by_what_they_are_about() {
    on_each(|store| {
        fill(store);
        let reader = store.reader();
        let all = gathered(|visit| reader.each_claim(None, visit)).unwrap();
        assert_eq!(all.len(), 39);
        let expected = |keep: &dyn Fn(&ClaimRow) -> bool| {
            all.iter().filter(|row| keep(row)).cloned().collect::<Vec<_>>()
        };
        let about = reader.claims_about(record_id(2)).unwrap();
        assert_eq!(about, expected(&|row| row.record == record_id(2)));
        assert_eq!(about[0], claim(1, 2, "born"));
        let on = reader.claims_on(record_id(2), &"died".parse().unwrap()).unwrap();
        assert_eq!(
            on,
            expected(&|row| row.record == record_id(2) && row.property.as_str() == "died")
        );
        assert!(!on.is_empty());
        let read_in = reader.claims_in(record_id(901)).unwrap();
        assert_eq!(read_in, expected(&|row| row.source == Some(record_id(901))));
        assert!(reader.claims_about(record_id(12345)).unwrap().is_empty());
        let late = gathered(|visit| reader.each_claim(Some(37), visit)).unwrap();
        assert_eq!(late.iter().map(|row| row.seq).collect::<Vec<_>>(), [38, 39]);
        assert!(gathered(|visit| reader.each_claim(Some(u64::MAX), visit)).unwrap().is_empty());
        assert_eq!(reader.last_claim().unwrap(), Some(39));
        assert_eq!(reader.claim_at(u64::MAX).unwrap(), None);
    });
}

#[test]
fn claims_are_found_by_who_says_them_and_what_they_mention() {
    on_each(|store| {
        fill(store);
        let (name, died) = ("name".parse().unwrap(), "died".parse().unwrap());
        let numbers = |rows: Vec<ClaimRow>| rows.iter().map(|row| row.seq).collect::<Vec<_>>();
        let reader = store.reader();
        let said = numbers(reader.claims_by(record_id(800)).unwrap());
        assert_eq!(said, [4, 10, 16, 22, 28, 34]);
        let mentioning = reader.claims_mentioning(record_id(700), None).unwrap();
        assert_eq!(mentioning.len(), 39);
        let on = numbers(reader.claims_mentioning(record_id(3), Some(&died)).unwrap());
        assert_eq!(on, [11, 26]);
        assert!(reader.claims_mentioning(record_id(1), None).unwrap().is_empty());
        assert_eq!(numbers(reader.claims_naming(claim_id(7)).unwrap()), [14, 15]);
        let with = gathered(|visit| reader.each_claim_with(&name, visit)).unwrap();
        assert_eq!(numbers(with), (1..40).filter(|n| n % 3 == 0).collect::<Vec<u64>>());
        assert!(reader.has_claims_with(&name).unwrap());
        assert!(!reader.has_claims_with(&"height".parse().unwrap()).unwrap());

        // A claim that is put again keeps what it mentions; one that is removed mentions nothing.
        change(store, |transaction| {
            transaction.put_claim(&claim(14, 15 % 5, "died")).unwrap();
            transaction.remove_claim(claim_id(15)).unwrap();
        });
        let reader = store.reader();
        assert_eq!(numbers(reader.claims_naming(claim_id(7)).unwrap()), [14]);
        assert_eq!(reader.claims_mentioning(record_id(700), None).unwrap().len(), 38);
    });
}

#[test]
fn the_skeleton_says_the_same_as_the_claims() {
    on_each(|store| {
        fill(store);
        let reader = store.reader();
        let records: BTreeMap<RecordNumber, _> =
            gathered(|visit| reader.each_record_number(visit)).unwrap().into_iter().collect();
        let properties: BTreeMap<PropertyNumber, _> =
            reader.properties().unwrap().into_iter().collect();
        let skeleton = gathered(|visit| reader.each_skeleton(visit)).unwrap();
        let claims = gathered(|visit| reader.each_claim(None, visit)).unwrap();
        assert_eq!(skeleton.len(), claims.len());
        for (thin, full) in skeleton.iter().zip(&claims) {
            assert_eq!(thin.seq, full.seq);
            assert_eq!(records[&thin.record], full.record);
            assert_eq!(properties[&thin.property], full.property);
            assert_eq!(thin.source.map(|number| records[&number]), full.source);
            assert_eq!((thin.level, thin.retracted), (full.level, full.retracted));
            assert_eq!(thin.bounds, full.bounds);
            assert_eq!(thin.annotation, matches!(full.origin, SpeakerKey::Member(_)));
            let speaker = thin.speaker.map(|number| SpeakerKey::Record(records[&number]));
            let said_by_record = matches!(full.origin, SpeakerKey::Record(_));
            assert_eq!(speaker, said_by_record.then_some(full.origin));
        }
        assert!(size_of::<SkeletonRow>() <= 64, "{}", size_of::<SkeletonRow>());
    });
}

#[test]
fn claims_are_replaced_retracted_and_removed() {
    on_each(|store| {
        fill(store);
        change(store, |transaction| {
            // Another property, another source, the same number.
            transaction.put_claim(&ClaimRow { source: None, ..claim(1, 30, "home") }).unwrap();
            // Another number.
            transaction.put_claim(&ClaimRow { seq: 99, ..claim(2, 30, "home") }).unwrap();
            let taken = transaction.put_claim(&ClaimRow { seq: 3, ..claim(4, 30, "home") });
            assert!(matches!(taken, Err(Error::Refused(Refusal::ClaimNumber(3)))), "{taken:?}");
            let huge = ClaimRow { seq: 1 << 63, ..claim(4, 30, "home") };
            let huge = transaction.put_claim(&huge);
            assert!(matches!(huge, Err(Error::Refused(Refusal::NumberTooLarge(_)))), "{huge:?}");
            assert!(transaction.set_retracted(claim_id(5), true).unwrap());
            assert!(transaction.set_retracted(claim_id(7), false).unwrap());
            assert!(!transaction.set_retracted(claim_id(500), true).unwrap());
            assert!(transaction.remove_claim(claim_id(6)).unwrap());
            assert!(!transaction.remove_claim(claim_id(6)).unwrap());
        });
        let reader = store.reader();
        let home: Vec<u64> =
            reader.claims_about(record_id(30)).unwrap().iter().map(|row| row.seq).collect();
        assert_eq!(home, [1, 99]);
        assert_eq!(reader.claim_at(2).unwrap(), None);
        assert_eq!(reader.claim(claim_id(4)).unwrap().unwrap().seq, 4);
        assert!(reader.claim(claim_id(5)).unwrap().unwrap().retracted);
        assert!(!reader.claim(claim_id(7)).unwrap().unwrap().retracted);
        assert_eq!(reader.claim(claim_id(6)).unwrap(), None);
        assert_eq!(reader.last_claim().unwrap(), Some(99));
        let born = reader.claims_in(record_id(901)).unwrap();
        assert!(born.iter().all(|row| row.seq != 1));
    });
}

#[test]
fn names_are_found_whole_and_by_their_beginning() {
    on_each(|store| {
        change(store, |transaction| {
            for (folded, about, of) in
                [("анна", 2, 1), ("анна", 1, 2), ("аннабель", 3, 3), ("б", 4, 4), ("а", 5, 5)]
            {
                transaction.put_name(&name(folded, about, of)).unwrap();
            }
            // The last possible character, and the same again at another level.
            transaction.put_name(&name("анна\u{10ffff}", 6, 6)).unwrap();
            let sealed = onus_store::NameRow { level: Level::Sealed, ..name("б", 4, 4) };
            transaction.put_name(&sealed).unwrap();
        });
        let reader = store.reader();
        assert_eq!(reader.named("анна").unwrap(), [name("анна", 1, 2), name("анна", 2, 1)]);
        assert!(reader.named("анн").unwrap().is_empty());
        let like = reader.named_like("анна", 10).unwrap();
        let about: Vec<_> = like.iter().map(|row| row.record).collect();
        assert_eq!(about, [record_id(1), record_id(2), record_id(3), record_id(6)]);
        assert_eq!(reader.named_like("анна", 2).unwrap().len(), 2);
        assert_eq!(reader.named_like("", usize::MAX).unwrap().len(), 6);
        assert_eq!(reader.names_of(record_id(4)).unwrap()[0].level, Level::Sealed);
        change(store, |transaction| {
            assert_eq!(transaction.remove_names(claim_id(1)).unwrap(), 1);
            assert_eq!(transaction.remove_names(claim_id(1)).unwrap(), 0);
        });
        assert_eq!(store.reader().named("анна").unwrap(), [name("анна", 1, 2)]);
    });
}

#[test]
fn sheets_know_their_rows() {
    on_each(|store| {
        change(store, |transaction| {
            for row in [
                sheet_row(2, "b", 1),
                sheet_row(1, "b", 2),
                sheet_row(1, "a", 1),
                sheet_row(1, "c", 3),
            ] {
                transaction.put_sheet_row(&row).unwrap();
            }
            transaction.put_sheet_row(&sheet_row(1, "b", 4)).unwrap();
            assert!(transaction.remove_sheet_row(sheet_id(1), "c").unwrap());
            assert!(!transaction.remove_sheet_row(sheet_id(3), "c").unwrap());
        });
        let reader = store.reader();
        assert_eq!(reader.sheets().unwrap(), [sheet_id(1), sheet_id(2)]);
        let rows = reader.sheet_rows(sheet_id(1)).unwrap();
        assert_eq!(rows, [sheet_row(1, "a", 1), sheet_row(1, "b", 4)]);
        assert_eq!(reader.sheet_row(sheet_id(2), "b").unwrap(), Some(sheet_row(2, "b", 1)));
        assert_eq!(reader.sheet_row(sheet_id(2), "a").unwrap(), None);
        let rows = reader.rows_of_claim(claim_id(1)).unwrap();
        assert_eq!(rows, [sheet_row(1, "a", 1), sheet_row(2, "b", 1)]);
    });
}

#[test]
fn entries_are_ordered_bytes() {
    on_each(|store| {
        let other = Area("other");
        change(store, |transaction| {
            for key in [&[1, 255, 255][..], &[1, 255], &[2], &[], &[255], &[255, 255]] {
                transaction.put_entry(AREA, key, key).unwrap();
            }
            transaction.put_entry(other, &[1], b"elsewhere").unwrap();
            transaction.put_entry(AREA, &[2], b"replaced").unwrap();
        });
        let keys = |store: &dyn onus_store::Store, area, beginning: &[u8]| {
            let entries = gathered(|visit| store.reader().each_entry(area, beginning, visit));
            entries.unwrap().into_iter().map(|(key, _)| key).collect::<Vec<_>>()
        };
        assert_eq!(keys(store, AREA, &[1]), [vec![1, 255], vec![1, 255, 255]]);
        assert_eq!(keys(store, AREA, &[255]), [vec![255], vec![255, 255]]);
        assert_eq!(keys(store, AREA, &[]).len(), 6);
        assert_eq!(store.reader().entry(AREA, &[2]).unwrap().as_deref(), Some(&b"replaced"[..]));
        assert_eq!(store.reader().entry(other, &[2]).unwrap(), None);
        change(store, |transaction| {
            assert_eq!(transaction.remove_entries(AREA, &[255]).unwrap(), 2);
            assert_eq!(transaction.remove_entries(AREA, &[1, 255]).unwrap(), 2);
        });
        assert_eq!(keys(store, AREA, &[]), [vec![], vec![2]]);
        change(store, |transaction| {
            assert_eq!(transaction.remove_entries(AREA, &[]).unwrap(), 2);
        });
        assert_eq!(keys(store, other, &[]), [vec![1]]);
    });
}
