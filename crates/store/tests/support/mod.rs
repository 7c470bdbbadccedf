//! What the tests share: cases in temporary folders, rows made from small numbers, and everything that
//! a store holds as text.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use onus_model::Level;
use onus_model::id::{ClaimId, MemberId, RecordId};
use onus_store::{
    Access, Area, Bounds, CaseFolder, ClaimRow, Clause, CommitId, Created, DeviceId, DocumentId,
    KeyCost, LeafId, LeafRow, NameRow, NewCommit, OpenOptions, Opening, OsEntropy, Passphrase,
    Place, Reader, RecordRow, SheetId, SheetRow, SpeakerKey, SqliteStore, Store, TextQuery, Tokens,
    Transaction, Unlocked,
};
use tempfile::TempDir;

pub(crate) const PASSPHRASE: &str = "seven words that nobody would ever guess";
pub(crate) const AREA: Area = Area("settled");

/// A new case in a folder that goes away with it.
pub(crate) struct TestCase {
    pub(crate) temporary: TempDir,
    pub(crate) created: Created,
}

impl TestCase {
    pub(crate) fn new() -> Self {
        let temporary = TempDir::new().unwrap();
        let passphrase = Passphrase::new(PASSPHRASE).unwrap();
        let path = temporary.path().join("CASE.onus");
        let created =
            CaseFolder::create(&path, &passphrase, KeyCost::CHEAP, &mut OsEntropy).unwrap();
        Self { temporary, created }
    }

    pub(crate) fn folder(&self) -> &CaseFolder {
        &self.created.folder
    }

    pub(crate) fn unlocked(&self) -> &Unlocked {
        &self.created.unlocked
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.temporary.path().join("devices")
    }

    pub(crate) fn open(&self) -> SqliteStore {
        SqliteStore::open(self.folder(), self.unlocked().data_key(), impatient()).unwrap()
    }
}

/// Options that wait for others only as long as a test may take.
pub(crate) fn impatient() -> OpenOptions {
    OpenOptions { access: Access::Write, wait: Duration::from_millis(150) }
}

fn bytes<const N: usize>(tag: u8, number: u32) -> [u8; N] {
    let mut bytes = [tag; N];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub(crate) fn commit_id(number: u32) -> CommitId {
    CommitId::from_bytes(bytes(b'c', number))
}

pub(crate) fn device_id(number: u32) -> DeviceId {
    DeviceId::from_bytes(bytes(b'd', number))
}

pub(crate) fn leaf_id(number: u32) -> LeafId {
    LeafId::from_bytes(bytes(b'l', number))
}

pub(crate) fn record_id(number: u32) -> RecordId {
    RecordId::from_bytes(bytes(b'r', number))
}

pub(crate) fn claim_id(number: u32) -> ClaimId {
    ClaimId::from_bytes(bytes(b'l', number))
}

pub(crate) fn sheet_id(number: u32) -> SheetId {
    SheetId::from_bytes(bytes(b's', number))
}

pub(crate) fn document_id(number: u32) -> DocumentId {
    DocumentId::from_bytes(bytes(b't', number))
}

/// A commit of device 1 with these parents.
pub(crate) fn commit(number: u32, parents: &[u32]) -> NewCommit {
    NewCommit {
        id: commit_id(number),
        header: format!("header {number}").into_bytes(),
        signature: vec![7; 64],
        device: device_id(1),
        seq: number.into(),
        height: number.into(),
        parents: parents.iter().copied().map(commit_id).collect(),
    }
}

/// The leaf of a commit at an index, open, named by both.
pub(crate) fn leaf(commit: u32, index: u32) -> LeafRow {
    LeafRow {
        commit: commit_id(commit),
        index,
        id: leaf_id(commit * 1000 + index),
        level: Some(Level::Team),
        opening: Some(Opening {
            salt: vec![index as u8; 16],
            content: format!("content {commit}.{index}").into_bytes(),
        }),
    }
}

pub(crate) fn record(number: u32, kind: &str, handle: Option<&str>) -> RecordRow {
    RecordRow {
        id: record_id(number),
        kind: kind.parse().unwrap(),
        handle: handle.map(ToOwned::to_owned),
    }
}

/// A claim on a property of a record, with particulars that differ by its number.
pub(crate) fn claim(seq: u64, about: u32, property: &str) -> ClaimRow {
    let number = u32::try_from(seq).unwrap();
    ClaimRow {
        seq,
        id: claim_id(number),
        record: record_id(about),
        property: property.parse().unwrap(),
        level: Level::ALL[number as usize % 5],
        source: (number % 4 != 0).then(|| record_id(900 + number % 3)),
        origin: match number % 3 {
            0 => SpeakerKey::NotStated,
            1 => SpeakerKey::Record(record_id(800 + number % 2)),
            _ => SpeakerKey::Member(MemberId::from_bytes([9; 16])),
        },
        retracted: number % 7 == 0,
        bounds: Bounds { low: Some(i64::from(number)), high: (number % 2 == 0).then_some(-5) },
        body: format!("body {seq}").into_bytes(),
    }
}

pub(crate) fn name(folded: &str, about: u32, of: u32) -> NameRow {
    NameRow {
        folded: folded.to_owned(),
        record: record_id(about),
        claim: claim_id(of),
        level: Level::Team,
    }
}

pub(crate) fn sheet_row(sheet: u32, row: &str, of: u32) -> SheetRow {
    SheetRow {
        sheet: sheet_id(sheet),
        row: row.to_owned(),
        claim: claim_id(of),
        fingerprint: [of as u8; 32],
    }
}

pub(crate) fn tokens(text: &str) -> Tokens {
    Tokens::from_words([text])
}

pub(crate) fn query(words: &[&str], level: Level) -> TextQuery {
    let clauses = words.iter().map(|word| Clause::word(word)).collect();
    TextQuery::new(clauses, level, 1000)
}

/// What a visiting method shows.
pub(crate) fn gathered<T>(
    visit: impl FnOnce(&mut dyn FnMut(T) -> ControlFlow<()>) -> onus_store::Result<()>,
) -> onus_store::Result<Vec<T>> {
    let mut rows = Vec::new();
    visit(&mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

/// Everything a store holds, line by line; the same for two stores that hold the same.
pub(crate) fn dump(reader: &dyn Reader) -> onus_store::Result<Vec<String>> {
    let mut lines = vec![
        format!("{:?}", reader.counts()?),
        format!("heads {:?}", reader.heads()?),
        format!("derivation {:?}", reader.derivation()?),
        format!("last claim {:?}", reader.last_claim()?),
        format!("sheets {:?}", reader.sheets()?),
        format!("properties {:?}", reader.properties()?),
    ];
    for commit in gathered(|visit| reader.each_commit(Place(0), visit))? {
        lines.push(format!("{commit:?} {:?}", reader.parents(commit.id)?));
        assert_eq!(reader.commit(commit.id)?.as_ref(), Some(&commit));
        lines.push(format!("{:?}", reader.last_of(commit.device)?));
    }
    for (place, leaf) in gathered(|visit| reader.each_leaf(Place(0), visit))? {
        lines.push(format!("{place:?} {leaf:?} {:?}", leaf.opening.as_ref().map(|o| &o.content)));
        assert_eq!(reader.leaf(leaf.commit, leaf.index)?.as_ref(), Some(&leaf));
        assert!(reader.leaves_named(leaf.id)?.contains(&leaf));
        assert!(reader.leaves_of(leaf.commit)?.contains(&leaf));
    }
    for record in gathered(|visit| reader.each_record(visit))? {
        assert_eq!(reader.record(record.id)?.as_ref(), Some(&record));
        assert!(reader.records_of_type(&record.kind)?.contains(&record));
        if let Some(handle) = &record.handle {
            lines.push(format!("{:?}", reader.records_with_handle(handle)?));
        }
        lines.push(format!("{record:?}"));
    }
    for (number, id) in gathered(|visit| reader.each_record_number(visit))? {
        lines.push(format!("{number:?} {id}"));
        assert_eq!(reader.record_number(id)?, Some(number));
        lines.push(format!("about {:?}", reader.claims_about(id)?));
        lines.push(format!("in {:?}", reader.claims_in(id)?));
        lines.push(format!("by {:?}", reader.claims_by(id)?));
        lines.push(format!("mentioning {:?}", reader.claims_mentioning(id, None)?));
        lines.push(format!("names {:?}", reader.names_of(id)?));
    }
    for claim in gathered(|visit| reader.each_claim(None, visit))? {
        assert_eq!(reader.claim(claim.id)?.as_ref(), Some(&claim));
        assert_eq!(reader.claim_at(claim.seq)?.as_ref(), Some(&claim));
        assert!(reader.claims_on(claim.record, &claim.property)?.contains(&claim));
        lines.push(format!("naming {:?}", reader.claims_naming(claim.id)?));
        lines.push(format!(
            "{claim:?} {:?} {:?} {} {:?} {:?}",
            claim.source, claim.origin, claim.retracted, claim.bounds, claim.body
        ));
        lines.push(format!("{:?}", reader.rows_of_claim(claim.id)?));
    }
    for skeleton in gathered(|visit| reader.each_skeleton(visit))? {
        lines.push(format!("{skeleton:?}"));
    }
    for name in gathered(|visit| reader.each_name(visit))? {
        assert!(reader.named(&name.folded)?.contains(&name));
        lines.push(format!("{name:?}"));
    }
    for sheet in reader.sheets()? {
        for row in reader.sheet_rows(sheet)? {
            assert_eq!(reader.sheet_row(sheet, &row.row)?.as_ref(), Some(&row));
            lines.push(format!("{row:?}"));
        }
    }
    for entry in gathered(|visit| reader.each_entry(AREA, b"", visit))? {
        lines.push(format!("{entry:?}"));
    }
    for level in Level::ALL {
        for words in [&["town"][..], &["square", "town"]] {
            lines.push(format!("{:?}", reader.search(&query(words, level))?));
        }
    }
    Ok(lines)
}

/// Puts a little of everything into a store.
pub(crate) fn fill(store: &mut dyn Store) {
    let mut transaction = store.begin().unwrap();
    fill_in(&mut *transaction);
    transaction.commit().unwrap();
}

/// The same, as part of a transaction.
pub(crate) fn fill_in(transaction: &mut dyn Transaction) {
    transaction.append(&commit(1, &[]), &[leaf(1, 0), leaf(1, 1)]).unwrap();
    transaction.append(&commit(2, &[1]), &[leaf(2, 0)]).unwrap();
    transaction.put_meta("case", b"value").unwrap();
    for number in 1..40 {
        let handle = format!("handle-{number}");
        transaction.put_record(&record(number, "person", Some(&handle))).unwrap();
        let property = ["name", "born", "died"][number as usize % 3];
        let row = claim(number.into(), number % 5 + 1, property);
        transaction.put_claim(&row).unwrap();
        let records = [record_id(number % 5 + 2), record_id(700)].into();
        transaction.put_mentions(&row, &records, &[claim_id(number / 2)].into()).unwrap();
        transaction.put_name(&name(&format!("name {number}"), number % 5 + 1, number)).unwrap();
        transaction.put_sheet_row(&sheet_row(1, &format!("row {number}"), number)).unwrap();
        let text = format!("the town square number {number}");
        let level = Level::ALL[number as usize % 5];
        transaction.index_text(document_id(number), level, &tokens(&text)).unwrap();
        transaction.put_entry(AREA, format!("key {number}").as_bytes(), b"value").unwrap();
    }
    transaction.set_derivation(3).unwrap();
}
