//! Random documents and questions: both stores give the same answer to the bit, and what a reader may not see changes no byte of it.

use onus_model::Level;
use onus_store::{
    Alternative, Attributes, Bounds, Clause, Document, DocumentId, FACETS, Facet, FacetFilter,
    MemoryStore, Space, Store, TextQuery, Tokens,
};
use proptest::prelude::*;

use crate::support::{TestCase, document_id};

/// A document as plain data.
#[derive(Clone, Debug)]
struct Sample {
    id: DocumentId,
    level: Level,
    words: Vec<(String, Option<String>)>,
    attributes: Attributes,
}

fn word() -> impl Strategy<Value = String> {
    // Few, so that they repeat; most of them very common.
    prop_oneof![
        6 => prop::sample::select(vec!["a", "b", "ab", "abc", "ц"]).prop_map(str::to_owned),
        1 => "[a-d]{1,3}",
    ]
}

fn attributes() -> impl Strategy<Value = Attributes> {
    let value = prop::sample::select(vec![&b""[..], b"x", b"y", b"z"]).prop_map(<[u8]>::to_vec);
    let values = prop::collection::vec(value.clone(), FACETS);
    let group = prop_oneof![3 => Just(Vec::new()), 1 => value];
    let day = || prop::option::of(-3..4_i64);
    (values, group, day(), day(), any::<u8>()).prop_map(|(values, group, low, high, note)| {
        let values = values.try_into().unwrap_or_default();
        // Bounds the wrong way round are no date.
        let high = low.zip(high).map_or(high, |(low, high)| Some(high.max(low)));
        Attributes { values, group, days: Bounds { low, high }, note: vec![note] }
    })
}

fn samples(level: impl Strategy<Value = Level> + Clone) -> impl Strategy<Value = Vec<Sample>> {
    let words = prop::collection::vec((word(), prop::option::of(word())), 0..30);
    let one =
        (any::<u32>(), level, words, attributes()).prop_map(|(id, level, words, attributes)| {
            Sample { id: document_id(id % 40), level, words, attributes }
        });
    prop::collection::vec(one, 0..25)
}

fn clause() -> impl Strategy<Value = Clause> {
    let alternative = (0..3_u8, word(), 1..5_u32).prop_map(|(space, term, weight)| Alternative {
        space: Space(space),
        term,
        weight: f64::from(weight) / 5.0,
    });
    let alternatives = prop::collection::vec(alternative, 1..4).boxed();
    let words = || prop::collection::vec(word(), 1..4).prop_map(Tokens::from_words);
    prop_oneof![
        words().prop_map(Clause::Phrase),
        words().prop_map(Clause::Prefix),
        alternatives.clone().prop_map(Clause::Any),
        alternatives.prop_map(Clause::Begun),
    ]
}

fn query() -> impl Strategy<Value = TextQuery> {
    let value = prop::sample::select(vec![&b""[..], b"x", b"y", b"none"]).prop_map(<[u8]>::to_vec);
    let filter = (0..FACETS as u8, prop::collection::vec(value, 1..3), any::<bool>())
        .prop_map(|(facet, values, except)| FacetFilter { facet: Facet(facet), values, except });
    (
        prop::collection::vec(clause(), 0..4),
        prop::collection::vec(clause(), 0..2),
        prop::collection::vec(filter, 0..2),
        prop::option::of(-3..4_i64),
        prop::option::of(-3..4_i64),
        0..9_usize,
        0..4_u64,
    )
        .prop_map(|(clauses, without, filters, after, before, limit, count_to)| TextQuery {
            without,
            filters,
            after: after.filter(|_| limit % 2 == 0),
            before: before.filter(|_| limit % 3 == 0),
            facets: (0..FACETS as u8).map(Facet).collect(),
            count_to,
            each: limit == 5,
            ..TextQuery::new(clauses, Level::Sealed, limit)
        })
}

fn index(store: &mut dyn Store, samples: &[Sample], together: usize) {
    for samples in samples.chunks(together.max(1)) {
        let mut transaction = store.begin().unwrap();
        for sample in samples {
            let mut tokens = Tokens::default();
            for (at, (word, other)) in sample.words.iter().enumerate() {
                if at % 7 == 6 {
                    tokens.part();
                }
                tokens.push(word, other.as_deref().map(|other| (Space(1), other)));
            }
            let Sample { id, level, attributes, .. } = sample;
            let document = Document { id: *id, level: *level, tokens: &tokens, attributes };
            transaction.index(&document).unwrap();
        }
        transaction.commit().unwrap();
    }
}

fn answers(store: &dyn Store, queries: &[TextQuery], levels: &[Level]) -> Vec<String> {
    let mut answers = Vec::new();
    for query in queries {
        for level in levels {
            let query = TextQuery { level: *level, ..query.clone() };
            answers.push(format!("{:?}", store.reader().search(&query).unwrap()));
        }
    }
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn both_stores_answer_alike_to_the_bit(
        samples in samples(prop::sample::select(Level::ALL.to_vec())),
        removed in prop::collection::vec(0..40_u32, 0..5),
        together in 1..30_usize,
        queries in prop::collection::vec(query(), 1..12),
    ) {
        let case = TestCase::new();
        let (mut memory, mut sqlite) = (MemoryStore::new(), case.open());
        for store in [&mut memory as &mut dyn Store, &mut sqlite] {
            index(store, &samples, together);
            let mut transaction = store.begin().unwrap();
            for id in &removed {
                transaction.remove_text(document_id(*id)).unwrap();
            }
            transaction.commit().unwrap();
        }
        let of_memory = answers(&memory, &queries, &Level::ALL);
        let of_sqlite = answers(&sqlite, &queries, &Level::ALL);
        for (at, (memory, sqlite)) in of_memory.iter().zip(&of_sqlite).enumerate() {
            prop_assert_eq!(memory, sqlite, "{:?}", queries[at / Level::ALL.len()]);
        }
    }

    #[test]
    fn what_is_above_the_reader_changes_no_byte_of_an_answer(
        seen in samples(prop::sample::select(vec![Level::Public, Level::Pseudonym, Level::Partner])),
        hidden in samples(prop::sample::select(vec![Level::Team, Level::Sealed])),
        other in samples(prop::sample::select(vec![Level::Team, Level::Sealed])),
        cut in 0..20_usize,
        queries in prop::collection::vec(query(), 1..12),
    ) {
        let levels = [Level::Public, Level::Partner];
        // Whatever is seen is the same; what is hidden comes before, in between and after, under other names.
        let hide = |mut samples: Vec<Sample>, tag: u32| {
            for (number, sample) in (0_u32..).zip(&mut samples) {
                sample.id = document_id(1_000 * tag + number);
            }
            samples
        };
        let (hidden, other) = (hide(hidden, 1), hide(other, 2));
        let cut = cut.min(seen.len());
        let first = [&hidden[..hidden.len() / 2], &seen[..cut], &hidden[hidden.len() / 2..], &seen[cut..]].concat();
        let second = [&seen[..cut], &other[..], &seen[cut..]].concat();
        let mut found: Vec<Vec<String>> = Vec::new();
        for samples in [&first, &second, &seen] {
            let mut memory = MemoryStore::new();
            index(&mut memory, samples, 100);
            found.push(answers(&memory, &queries, &levels));
            let case = TestCase::new();
            let mut sqlite = case.open();
            index(&mut sqlite, samples, 100);
            found.push(answers(&sqlite, &queries, &levels));
        }
        for answers in &found[1..] {
            prop_assert_eq!(answers, &found[0]);
        }
    }
}
