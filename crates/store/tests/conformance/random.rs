//! Random histories: after each, all stores hold and answer the same.

use onus_model::Level;
use onus_store::{Clause, MemoryStore, Store, TextQuery, Tokens, Transaction};
use proptest::prelude::*;

use crate::support::{
    AREA, TestCase, claim, claim_id, commit, commit_id, document_id, dump, leaf, name, record,
    record_id, sheet_id, sheet_row,
};

#[derive(Clone, Debug)]
enum Step {
    Append(u32, Vec<u32>, u32),
    Erase(u32, u32),
    PutRecord(u32, bool),
    RemoveRecord(u32),
    PutClaim(u64, u32, u64),
    RemoveClaim(u32),
    Retract(u32, bool),
    PutName(String, u32, u32),
    RemoveNames(u32),
    PutSheetRow(u32, String, u32),
    RemoveSheetRow(u32, String),
    PutEntry(Vec<u8>, Vec<u8>),
    RemoveEntries(Vec<u8>),
    Index(u32, usize, String),
    RemoveText(u32),
    Clear,
    End(bool),
}

/// Texts of few different words, so that words repeat; some words are of anything at all.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => prop::sample::select(vec!["town", "square", "tow", "Ға", "ү", "\"", "'", "*", "a\u{301}"]),
        1 => Just("NEAR("),
    ];
    let known = prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "));
    prop_oneof![4 => known, 1 => any::<String>()]
}

fn step() -> impl Strategy<Value = Step> {
    let few = 0..6_u32;
    prop_oneof![
        (few.clone(), prop::collection::vec(few.clone(), 0..3), 0..4_u32)
            .prop_map(|(id, parents, leaves)| Step::Append(id, parents, leaves)),
        (few.clone(), 0..4_u32).prop_map(|(id, index)| Step::Erase(id, index)),
        (few.clone(), any::<bool>()).prop_map(|(id, handle)| Step::PutRecord(id, handle)),
        few.clone().prop_map(Step::RemoveRecord),
        (0..9_u64, few.clone(), 0..9_u64)
            .prop_map(|(id, about, seq)| Step::PutClaim(id, about, seq)),
        few.clone().prop_map(Step::RemoveClaim),
        (few.clone(), any::<bool>()).prop_map(|(id, to)| Step::Retract(id, to)),
        (text(), few.clone(), few.clone()).prop_map(|(n, r, c)| Step::PutName(n, r, c)),
        few.clone().prop_map(Step::RemoveNames),
        (0..2_u32, "[ab]{0,2}", few.clone()).prop_map(|(s, r, c)| Step::PutSheetRow(s, r, c)),
        (0..2_u32, "[ab]{0,2}").prop_map(|(s, r)| Step::RemoveSheetRow(s, r)),
        (prop::collection::vec(254..=255_u8, 0..3), any::<Vec<u8>>())
            .prop_map(|(k, v)| Step::PutEntry(k, v)),
        prop::collection::vec(254..=255_u8, 0..3).prop_map(Step::RemoveEntries),
        (few.clone(), 0..5_usize, text()).prop_map(|(d, l, t)| Step::Index(d, l, t)),
        few.prop_map(Step::RemoveText),
        Just(Step::Clear),
        any::<bool>().prop_map(Step::End),
    ]
}

/// What the step answered, as text.
fn take(transaction: &mut dyn Transaction, step: &Step) -> String {
    match step {
        Step::Append(id, parents, leaves) => {
            let leaves: Vec<_> = (0..*leaves).map(|index| leaf(*id, index)).collect();
            format!("{:?}", transaction.append(&commit(*id, parents), &leaves))
        }
        Step::Erase(id, index) => format!("{:?}", transaction.erase_leaf(commit_id(*id), *index)),
        Step::PutRecord(id, handle) => {
            let row = record(*id, ["person", "event"][*id as usize % 2], handle.then_some("h"));
            format!("{:?}", transaction.put_record(&row))
        }
        Step::RemoveRecord(id) => format!("{:?}", transaction.remove_record(record_id(*id))),
        Step::PutClaim(id, about, seq) => {
            let row = onus_store::ClaimRow { seq: *seq, ..claim(*id, *about, "name") };
            format!("{:?}", transaction.put_claim(&row))
        }
        Step::RemoveClaim(id) => format!("{:?}", transaction.remove_claim(claim_id(*id))),
        Step::Retract(id, to) => format!("{:?}", transaction.set_retracted(claim_id(*id), *to)),
        Step::PutName(folded, about, of) => {
            format!("{:?}", transaction.put_name(&name(folded, *about, *of)))
        }
        Step::RemoveNames(of) => format!("{:?}", transaction.remove_names(claim_id(*of))),
        Step::PutSheetRow(sheet, row, of) => {
            format!("{:?}", transaction.put_sheet_row(&sheet_row(*sheet, row, *of)))
        }
        Step::RemoveSheetRow(sheet, row) => {
            format!("{:?}", transaction.remove_sheet_row(sheet_id(*sheet), row))
        }
        Step::PutEntry(key, value) => format!("{:?}", transaction.put_entry(AREA, key, value)),
        Step::RemoveEntries(key) => format!("{:?}", transaction.remove_entries(AREA, key)),
        Step::Index(document, level, text) => {
            let tokens = Tokens::from_words([text]);
            let level = Level::ALL[*level];
            format!("{:?}", transaction.index_text(document_id(*document), level, &tokens))
        }
        Step::RemoveText(document) => {
            format!("{:?}", transaction.remove_text(document_id(*document)))
        }
        Step::Clear => format!("{:?}", transaction.clear_derived()),
        Step::End(_) => String::new(),
    }
}

/// Takes all steps; transactions end where a step says so. Answers what was answered, and what
/// the store holds after each transaction.
fn run(store: &mut dyn Store, steps: &[Step], queries: &[(bool, String)]) -> Vec<String> {
    let mut answers = Vec::new();
    for steps in steps.split_inclusive(|step| matches!(step, Step::End(_))) {
        let mut transaction = store.begin().unwrap();
        for step in steps {
            answers.push(take(&mut *transaction, step));
        }
        answers.extend(dump(transaction.reader()).unwrap());
        match steps.last() {
            Some(Step::End(false)) => drop(transaction),
            _ => transaction.commit().unwrap(),
        }
        answers.push(format!("{:?}", store.reader().revision()));
        answers.extend(dump(store.reader()).unwrap());
        for (prefix, words) in queries {
            let tokens = Tokens::from_words([words]);
            let clause = if *prefix { Clause::Prefix(tokens) } else { Clause::Phrase(tokens) };
            for level in Level::ALL {
                let query = TextQuery::new(vec![clause.clone()], level, 3);
                answers.push(format!("{:?}", store.reader().search(&query).unwrap()));
            }
            answers.push(format!("{:?}", store.reader().named_like(words, 2)));
        }
    }
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_store_answers_the_same(
        steps in prop::collection::vec(step(), 1..60),
        queries in prop::collection::vec((any::<bool>(), text()), 1..4),
    ) {
        let in_memory = run(&mut MemoryStore::new(), &steps, &queries);
        let case = TestCase::new();
        let mut store = case.open();
        let in_sqlite = run(&mut store, &steps, &queries);
        for (memory, sqlite) in in_memory.iter().zip(&in_sqlite) {
            prop_assert_eq!(memory, sqlite);
        }
        prop_assert_eq!(in_memory.len(), in_sqlite.len());
        prop_assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }
}
