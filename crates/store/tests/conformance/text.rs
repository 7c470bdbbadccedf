//! The text index.

use onus_model::Level;
use onus_store::{Clause, Hits, Store, TextQuery};

use crate::support::{document_id, query, tokens};
use crate::{change, on_each};

fn index(store: &mut dyn Store, documents: &[(u32, Level, &str)]) {
    change(store, |transaction| {
        for (number, level, text) in documents {
            transaction.index_text(document_id(*number), *level, &tokens(text)).unwrap();
        }
    });
}

fn found(hits: &Hits) -> Vec<onus_store::DocumentId> {
    let mut found: Vec<_> = hits.hits.iter().map(|hit| hit.document).collect();
    found.sort_unstable();
    found
}

fn search(store: &dyn Store, clauses: Vec<Clause>) -> Vec<onus_store::DocumentId> {
    let query = TextQuery::new(clauses, Level::Sealed, 100);
    let hits = store.reader().search(&query).unwrap();
    assert_eq!(hits.total, hits.hits.len() as u64);
    found(&hits)
}

#[test]
fn all_clauses_must_occur_in_any_script() {
    on_each(|store| {
        index(
            store,
            &[
                (1, Level::Public, "полиция оцепила площадь жаңаөзен"),
                (2, Level::Team, "площадь пуста"),
                (3, Level::Sealed, "شرطة ساحة площадь"),
                (4, Level::Public, "it's o'clock \"quoted\" a-b c* (d) near and or not"),
            ],
        );
        let word = |word: &str| search(store, vec![Clause::word(word)]);
        assert_eq!(word("площадь"), [document_id(1), document_id(2), document_id(3)]);
        assert_eq!(word("شرطة"), [document_id(3)]);
        assert_eq!(word("ПЛОЩАДЬ"), [], "folding is not the store's business");
        assert_eq!(word("площад"), []);
        for mark in ["it's", "\"quoted\"", "a-b", "c*", "(d)", "near", "and", "or", "not"] {
            assert_eq!(word(mark), [document_id(4)], "{mark}");
        }
        assert_eq!(word("quoted"), []);
        let both = vec![Clause::word("площадь"), Clause::word("пуста")];
        assert_eq!(search(store, both), [document_id(2)]);
        assert_eq!(search(store, vec![Clause::prefix("площ")]).len(), 3);
        assert_eq!(search(store, vec![Clause::prefix("жаң")]), [document_id(1)]);
        let phrase = |text| search(store, vec![Clause::Phrase(tokens(text))]);
        assert_eq!(phrase("оцепила площадь"), [document_id(1)]);
        assert_eq!(phrase("площадь оцепила"), []);
        let begun = search(store, vec![Clause::Prefix(tokens("оцепила пло"))]);
        assert_eq!(begun, [document_id(1)]);
        assert_eq!(search(store, vec![]), []);
        assert_eq!(word(" \n"), []);
        let empty_beside = vec![Clause::word(""), Clause::word("пуста")];
        assert_eq!(search(store, empty_beside), [document_id(2)]);
    });
}

#[test]
fn documents_above_the_level_change_nothing() {
    on_each(|store| {
        let readable = [
            (1, Level::Public, "town square police"),
            (2, Level::Partner, "town town hall"),
            (3, Level::Pseudonym, "square"),
        ];
        index(store, &readable);
        let ask = |store: &dyn Store, level| {
            let queries = [&["town"][..], &["square"], &["town", "square"], &["secret"]];
            queries.map(|words| store.reader().search(&query(words, level)).unwrap())
        };
        let before = ask(store, Level::Partner);
        assert!(before[0].hits.len() == 2 && before[3].hits.is_empty());
        let many: Vec<(u32, Level, &str)> = (10..60)
            .map(|n| (n, Level::ALL[3 + n as usize % 2], "town square secret town"))
            .collect();
        index(store, &many);
        assert_eq!(ask(store, Level::Partner), before);
        let above = ask(store, Level::Sealed);
        assert_eq!((above[0].total, above[3].total), (52, 50));
        assert_ne!(above[0].hits[0].score, before[0].hits[0].score);
    });
}

#[test]
fn better_fits_come_first_and_the_limit_holds() {
    on_each(|store| {
        index(
            store,
            &[
                (1, Level::Public, "town and a long text with many other words in it"),
                (2, Level::Public, "town town"),
                (3, Level::Team, "town hall"),
                (5, Level::Public, "nothing"),
                (4, Level::Public, "hall town"),
            ],
        );
        let mut query = query(&["town"], Level::Team);
        let hits = store.reader().search(&query).unwrap();
        let order: Vec<_> = hits.hits.iter().map(|hit| hit.document).collect();
        let expected = [2, 3, 4, 1].map(document_id);
        assert_eq!(order, expected, "equal scores as they came in");
        assert_eq!(hits.hits[1].level, Level::Team);
        query.limit = 2;
        let best = store.reader().search(&query).unwrap();
        assert_eq!((best.hits.as_slice(), best.total), (&hits.hits[..2], 4));
        query.limit = 0;
        assert_eq!(store.reader().search(&query).unwrap(), Hits { total: 4, ..Hits::default() });
    });
}

#[test]
fn a_document_is_replaced_moved_and_removed() {
    on_each(|store| {
        index(store, &[(1, Level::Public, "old words"), (2, Level::Team, "other words")]);
        index(store, &[(1, Level::Sealed, "new words")]);
        let at = |store: &dyn Store, word, level| {
            found(&store.reader().search(&query(&[word], level)).unwrap())
        };
        assert_eq!(at(store, "old", Level::Sealed), []);
        assert_eq!(at(store, "new", Level::Team), []);
        assert_eq!(at(store, "new", Level::Sealed), [document_id(1)]);
        index(store, &[(2, Level::Team, " ")]);
        assert_eq!(at(store, "words", Level::Sealed), [document_id(1)]);
        change(store, |transaction| {
            assert!(transaction.remove_text(document_id(1)).unwrap());
            assert!(!transaction.remove_text(document_id(1)).unwrap());
            assert!(!transaction.remove_text(document_id(2)).unwrap());
        });
        assert_eq!(at(store, "words", Level::Sealed), []);
        assert_eq!(store.reader().counts().unwrap().documents, 0);
    });
}
