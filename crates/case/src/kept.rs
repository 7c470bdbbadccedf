//! Default views of records, computed once and kept until something they rest on changes.
//!
//! A [`DefaultView`] is a function of one record, seen as the case stands now with nothing left out. The
//! crates above define them; here they are computed, stored among the derived tables, and found again by
//! record or by key. While one is computed, every question it asks is noted ([`Loaded::noting`]). A commit
//! works out which questions its claims, retractions, reviews and records answer, and what had asked any of
//! them is *stale*: it is thrown away and computed again. Nothing else is touched.
//!
//! Questions are kept by a short hash. Two that share one make something stale that need not be, never the
//! other way round. What is stale is read as if it had never been kept, so a copy that cannot be written
//! gives the same answers, only later.
//!
//! ```text
//! kept         view record → version, questions, keys, value
//! kept-by-key  view key record →
//! asked        question view record →
//! stale        record →
//! kept-views   → the views that are kept, with their versions; without it, nothing is
//! ```

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use onus_model::claim::Claim;
use onus_model::id::RecordId;
use onus_model::schema::Schema;
use onus_model::view::View;
use onus_store::{Area, Reader, Transaction};

use crate::error::CaseError;
use crate::loaded::Loaded;
use crate::look::Look;
use crate::question::{Question, touched_by};
use crate::stored::Stored;

const KEPT: Area = Area("kept");
const BY_KEY: Area = Area("kept-by-key");
const ASKED: Area = Area("asked");
const STALE: Area = Area("stale");
const VIEWS: Area = Area("kept-views");

/// The most questions whose views are sought one by one; past it, everything is stale.
const MOST_TOUCHED: usize = 50_000;

/// How many records are computed over one set of loaded claims.
const BATCH: usize = 500;

/// What a view shows of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// What it shows, as the view has it.
    pub value: Vec<u8>,
    /// By what it is to be found. A key holds no zero byte.
    pub keys: BTreeSet<Vec<u8>>,
}

/// The keys that a view keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptKeys {
    /// Records with a key each, in the order of the keys.
    pub keys: Vec<(RecordId, Vec<u8>)>,
    /// Records of which nothing that holds is kept.
    pub stale: Vec<RecordId>,
}

/// A view of records that is computed once and kept.
#[derive(Clone, Copy, Debug)]
pub struct DefaultView {
    /// Its name, a word.
    pub name: &'static str,
    /// Raised whenever what it computes changes its meaning.
    pub version: u32,
    /// What it shows of a record. It may ask the look anything, and nothing else.
    pub compute: fn(&Look<'_>, RecordId) -> Kept,
}

/// What a commit changes, as far as it bears on what is kept.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    questions: BTreeSet<[u8; 8]>,
    records: BTreeSet<RecordId>,
    everything: bool,
}

impl Touched {
    /// Begins to note; nothing, where nothing is kept.
    pub(crate) fn begin(reader: &dyn Reader) -> Result<Option<Self>, CaseError> {
        Ok(reader.entry(VIEWS, &[])?.map(|_| Self::default()))
    }

    pub(crate) fn question(&mut self, question: &Question) {
        if self.questions.len() < MOST_TOUCHED {
            self.questions.insert(question.short());
        } else {
            self.everything = true;
        }
    }

    pub(crate) fn claim(&mut self, claim: &Claim) {
        for question in touched_by(claim) {
            self.question(&question);
        }
    }

    /// A record was made, or its handle changed.
    pub(crate) fn record(&mut self, record: RecordId, record_type: &str) {
        self.records.insert(record);
        self.question(&Question::Type(record));
        self.question(&Question::Handle(record));
        self.question(&Question::OfType(record_type.to_owned()));
    }

    /// What everything depends on has changed: the schema.
    pub(crate) fn everything(&mut self) {
        self.everything = true;
    }

    /// Makes stale whatever asked any of these questions.
    pub(crate) fn apply(self, transaction: &mut dyn Transaction) -> Result<(), CaseError> {
        if self.everything {
            return make_all_stale(transaction);
        }
        let mut stale = self.records;
        for question in &self.questions {
            transaction.reader().each_entry(ASKED, question, &mut |(key, _)| {
                stale.extend(record_of(&key));
                ControlFlow::Continue(())
            })?;
        }
        for record in stale {
            transaction.put_entry(STALE, record.as_bytes(), &[])?;
        }
        Ok(())
    }
}

/// The record at the end of a key.
fn record_of(key: &[u8]) -> Option<RecordId> {
    Some(RecordId::from_bytes(*key.last_chunk::<16>()?))
}

fn key_of(view: &DefaultView, rest: &[&[u8]]) -> Vec<u8> {
    let mut key = view.name.as_bytes().to_vec();
    key.push(0);
    rest.iter().for_each(|part| key.extend_from_slice(part));
    key
}

fn asked_key(question: &[u8], view: &DefaultView, record: RecordId) -> Vec<u8> {
    [question, &key_of(view, &[record.as_bytes()])].concat()
}

fn make_all_stale(transaction: &mut dyn Transaction) -> Result<(), CaseError> {
    for area in [KEPT, BY_KEY, ASKED] {
        transaction.remove_entries(area, &[])?;
    }
    let mut records = Vec::new();
    transaction.reader().each_record(&mut |row| {
        records.push(row.id);
        ControlFlow::Continue(())
    })?;
    for record in records {
        transaction.put_entry(STALE, record.as_bytes(), &[])?;
    }
    Ok(())
}

/// The views that are kept, as they are written down.
fn registry(views: &[DefaultView]) -> Vec<u8> {
    let lines = views.iter().map(|view| format!("{} {}\n", view.name, view.version));
    lines.collect::<String>().into_bytes()
}

/// A row of what is kept: the version, the questions, the keys, the value.
struct Row {
    questions: Vec<[u8; 8]>,
    kept: Kept,
}

impl Row {
    fn write(&self, version: u32) -> Vec<u8> {
        let mut bytes = version.to_be_bytes().to_vec();
        let length = |bytes: &mut Vec<u8>, length: usize| {
            bytes.extend(u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
        };
        length(&mut bytes, self.questions.len());
        self.questions.iter().for_each(|question| bytes.extend(question));
        length(&mut bytes, self.kept.keys.len());
        for key in &self.kept.keys {
            length(&mut bytes, key.len());
            bytes.extend(key);
        }
        bytes.extend(&self.kept.value);
        bytes
    }

    fn read(bytes: &[u8], version: u32) -> Option<Self> {
        let (found, bytes) = bytes.split_first_chunk::<4>()?;
        if u32::from_be_bytes(*found) != version {
            return None;
        }
        let (count, mut bytes) = bytes.split_first_chunk::<4>()?;
        let mut questions = Vec::new();
        for _ in 0..u32::from_be_bytes(*count) {
            let (question, rest) = bytes.split_first_chunk::<8>()?;
            questions.push(*question);
            bytes = rest;
        }
        let (count, mut bytes) = bytes.split_first_chunk::<4>()?;
        let mut keys = BTreeSet::new();
        for _ in 0..u32::from_be_bytes(*count) {
            let (length, rest) = bytes.split_first_chunk::<4>()?;
            let (key, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
            keys.insert(key.to_vec());
            bytes = rest;
        }
        Some(Self { questions, kept: Kept { value: bytes.to_vec(), keys } })
    }
}

/// Whether what is kept of a record no longer holds, or nothing is kept of it yet.
pub(crate) fn is_stale(reader: &dyn Reader, record: RecordId) -> Result<bool, CaseError> {
    Ok(reader.entry(STALE, record.as_bytes())?.is_some())
}

/// The records of which nothing that holds is kept.
pub(crate) fn stale(reader: &dyn Reader) -> Result<Vec<RecordId>, CaseError> {
    let mut stale = Vec::new();
    reader.each_entry(STALE, &[], &mut |(key, _)| {
        stale.extend(record_of(&key));
        ControlFlow::Continue(())
    })?;
    Ok(stale)
}

/// Whether this very view is kept.
pub(crate) fn is_kept(reader: &dyn Reader, view: &DefaultView) -> Result<bool, CaseError> {
    let line = format!("{} {}\n", view.name, view.version);
    let kept = reader.entry(VIEWS, &[])?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&kept).split_inclusive('\n').any(|known| known == line))
}

/// What is kept of a record, stale or not.
pub(crate) fn kept(
    reader: &dyn Reader,
    view: &DefaultView,
    record: RecordId,
) -> Result<Option<Kept>, CaseError> {
    let row = reader.entry(KEPT, &key_of(view, &[record.as_bytes()]))?;
    Ok(row.and_then(|row| Row::read(&row, view.version)).map(|row| row.kept))
}

/// The records of which a key is kept that begins so, stale ones included.
pub(crate) fn with_key(
    reader: &dyn Reader,
    view: &DefaultView,
    beginning: &[u8],
) -> Result<BTreeSet<RecordId>, CaseError> {
    let mut found = BTreeSet::new();
    reader.each_entry(BY_KEY, &key_of(view, &[beginning]), &mut |(key, _)| {
        found.extend(record_of(&key));
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// Every record that a key is kept of which begins so, stale ones included, with what follows that beginning.
pub(crate) fn keys(
    reader: &dyn Reader,
    view: &DefaultView,
    beginning: &[u8],
) -> Result<Vec<(RecordId, Vec<u8>)>, CaseError> {
    let place = key_of(view, &[]);
    let mut found = Vec::new();
    reader.each_entry(BY_KEY, &key_of(view, &[beginning]), &mut |(key, _)| {
        let own = key.strip_prefix(place.as_slice()).and_then(|key| key.split_last_chunk::<16>());
        if let Some((own, record)) = own {
            let own = own.strip_suffix(&[0]).unwrap_or(own);
            found.push((RecordId::from_bytes(*record), own.to_vec()));
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// Keeps exactly these views from now on.
pub(crate) fn keep(
    transaction: &mut dyn Transaction,
    views: &[DefaultView],
) -> Result<(), CaseError> {
    if are_kept(transaction.reader(), views)? {
        return Ok(());
    }
    transaction.put_entry(VIEWS, &[], &registry(views))?;
    make_all_stale(transaction)
}

/// Whether exactly these views are kept.
pub(crate) fn are_kept(reader: &dyn Reader, views: &[DefaultView]) -> Result<bool, CaseError> {
    Ok(reader.entry(VIEWS, &[])?.as_ref() == Some(&registry(views)))
}

/// Whether whatever changes the answer to a question changes that to another one that was asked too.
fn is_within_another(loaded: &Loaded<'_>, asked: &BTreeSet<Question>, question: &Question) -> bool {
    match question {
        Question::On(record, _) => asked.contains(&Question::About(*record)),
        Question::MentioningOn(record, _) => asked.contains(&Question::Mentioning(*record)),
        Question::Claim(claim) => loaded.known(*claim).is_some_and(|claim| {
            let mut wider = touched_by(claim).into_iter();
            wider.any(|wider| wider != *question && asked.contains(&wider))
        }),
        _ => false,
    }
}

fn compute(
    schema: &Schema,
    reader: &dyn Reader,
    views: &[DefaultView],
    records: &[RecordId],
) -> Result<Vec<Vec<Row>>, CaseError> {
    let stored = Stored::new(schema, reader);
    let loaded = Loaded::lazily(&stored);
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        let of_record = views.iter().map(|view| {
            // A look of its own: what another had worked out would hide what this one rests on.
            let look = loaded.look(View::default());
            let (kept, asked) = loaded.noting(|| (view.compute)(&look, *record));
            let needed =
                asked.iter().filter(|question| !is_within_another(&loaded, &asked, question));
            let questions: BTreeSet<[u8; 8]> = needed.map(Question::short).collect();
            Row { questions: questions.into_iter().collect(), kept }
        });
        rows.push(of_record.collect());
    }
    loaded.check().map_err(|error| CaseError::Damaged(error.to_string()))?;
    Ok(rows)
}

/// The same without the questions: then what one record had worked out may serve the next.
fn compute_alike(
    schema: &Schema,
    reader: &dyn Reader,
    views: &[DefaultView],
    records: &[RecordId],
) -> Result<Vec<Vec<Kept>>, CaseError> {
    let stored = Stored::new(schema, reader);
    let loaded = Loaded::lazily(&stored);
    let look = loaded.look(View::default());
    let of_record = |record: &RecordId| -> Vec<Kept> {
        views.iter().map(|view| (view.compute)(&look, *record)).collect()
    };
    // While questions are noted, nothing that is kept is used.
    let (all, _) = loaded.noting(|| records.iter().map(of_record).collect());
    loaded.check().map_err(|error| CaseError::Damaged(error.to_string()))?;
    Ok(all)
}

/// Computes what is stale, at most so many records; answers how many there were.
pub(crate) fn refresh(
    transaction: &mut dyn Transaction,
    schema: &Schema,
    views: &[DefaultView],
    most: usize,
) -> Result<usize, CaseError> {
    let mut stale = stale(transaction.reader())?;
    stale.truncate(most);
    for records in stale.chunks(BATCH) {
        let rows = compute(schema, transaction.reader(), views, records)?;
        for (record, rows) in records.iter().zip(rows) {
            for (view, row) in views.iter().zip(rows) {
                replace(transaction, view, *record, &row)?;
            }
            transaction.remove_entries(STALE, record.as_bytes())?;
        }
    }
    Ok(stale.len())
}

fn replace(
    transaction: &mut dyn Transaction,
    view: &DefaultView,
    record: RecordId,
    row: &Row,
) -> Result<(), CaseError> {
    let place = key_of(view, &[record.as_bytes()]);
    let by_key = |key: &[u8]| key_of(view, &[key, &[0], record.as_bytes()]);
    let former = transaction.reader().entry(KEPT, &place)?;
    if let Some(former) = former.and_then(|former| Row::read(&former, view.version)) {
        for key in former.kept.keys.difference(&row.kept.keys) {
            transaction.remove_entries(BY_KEY, &by_key(key))?;
        }
        for question in former.questions.iter().filter(|asked| !row.questions.contains(asked)) {
            transaction.remove_entries(ASKED, &asked_key(question, view, record))?;
        }
    }
    for key in &row.kept.keys {
        transaction.put_entry(BY_KEY, &by_key(key), &[])?;
    }
    for question in &row.questions {
        transaction.put_entry(ASKED, &asked_key(question, view, record), &[])?;
    }
    transaction.put_entry(KEPT, &place, &row.write(view.version))?;
    Ok(())
}

/// Computes everything that is kept again and says, in words, where what is kept differs.
pub(crate) fn compare(
    reader: &dyn Reader,
    schema: &Schema,
    views: &[DefaultView],
    wrong: &mut Vec<String>,
) -> Result<(), CaseError> {
    if !are_kept(reader, views)? {
        return Ok(());
    }
    let stale: BTreeSet<RecordId> = stale(reader)?.into_iter().collect();
    let mut records = Vec::new();
    reader.each_record(&mut |row| {
        if !stale.contains(&row.id) {
            records.push(row.id);
        }
        ControlFlow::Continue(())
    })?;
    let (mut kept_keys, mut found_keys) = (0_u64, 0_u64);
    for records in records.chunks(BATCH) {
        let all = compute_alike(schema, reader, views, records)?;
        for (record, of_record) in records.iter().zip(all) {
            for (view, computed) in views.iter().zip(of_record) {
                if kept(reader, view, *record)?.as_ref() != Some(&computed) {
                    let name = view.name;
                    wrong.push(format!("what is kept as {name} of {record} is not what it is"));
                }
                for key in &computed.keys {
                    kept_keys += 1;
                    let place = key_of(view, &[key, &[0], record.as_bytes()]);
                    found_keys += u64::from(reader.entry(BY_KEY, &place)?.is_some());
                }
                if wrong.len() > 20 {
                    return Ok(());
                }
            }
        }
    }
    if kept_keys != found_keys {
        wrong.push(format!("of {kept_keys} keys that are kept, {found_keys} are found"));
    }
    Ok(())
}
