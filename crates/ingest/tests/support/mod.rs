//! An invented case: a dockers' strike in the port of Amsel, told by two papers and the port's board.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use onus_ingest::sheets::{
    CaseNames, ClaimDraft, Format, Handle, Known, KnownRecord, Mistakes, Reading, Resolver, Row,
    RowName, SheetFile, Snapshot, read,
};
use onus_model::claim::{Locator, Passage};
use onus_model::id::{ClaimId, MemberId, RecordId, TypeId};
use onus_model::schema::Schema;

/// The schema built in.
pub(crate) static SCHEMA: LazyLock<Schema> =
    LazyLock::new(|| Schema::standard().unwrap_or_else(|errors| panic!("{errors}")));

/// Who applies the sheets.
pub(crate) const CODER: MemberId = MemberId::from_bytes([0xc0; 16]);
/// Another member.
pub(crate) const LENA: MemberId = MemberId::from_bytes([0x1e; 16]);

/// The records of the case, by type.
pub(crate) const RECORDS: &[(&str, &str)] = &[
    ("person", "mira-halden jonas-wirt"),
    ("organization", "port-board daily-post evening-mail harbour-court"),
    ("place", "amsel north-quay"),
    ("event", "strike"),
    ("tally", "toll-board toll-post toll-north toll-south"),
    ("statement", "denial"),
    ("proceeding", "inquest"),
    ("custody", "arrest"),
    ("source", "s01 s02"),
];

/// A file of that name.
pub(crate) fn file(name: &str, content: &str) -> SheetFile {
    SheetFile { name: name.to_owned(), bytes: content.as_bytes().to_vec() }
}

/// What the case knows: its records, one member besides the coder, and the text of `s01`.
pub(crate) fn case() -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (record_type, handles) in RECORDS {
        for handle in handles.split_whitespace() {
            let number = snapshot.records.len() as u128 + 1;
            snapshot.records.insert(
                handle.parse().expect(handle),
                KnownRecord {
                    id: RecordId::from_bytes(number.to_be_bytes()),
                    record_type: record_type.parse().expect(record_type),
                },
            );
        }
    }
    snapshot.members.insert("Lena".to_owned(), LENA);
    snapshot.texts.insert("s01".parse().expect("s01"), 1_000);
    snapshot
}

/// Reads files into the case.
pub(crate) fn reading(files: &[SheetFile]) -> Result<Reading, Mistakes> {
    read(files, &SCHEMA, &case())
}

/// Reads files that are right.
pub(crate) fn right(files: &[SheetFile]) -> Reading {
    reading(files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// Reads files that are wrong, and gives their mistakes as text.
pub(crate) fn wrong(files: &[SheetFile]) -> String {
    match reading(files) {
        Ok(reading) => panic!("nothing is wrong in {reading:#?}"),
        Err(mistakes) => mistakes.to_string(),
    }
}

/// A YAML sheet `t` with these claims, each the flow mapping of its columns; what every claim needs is
/// in the defaults.
pub(crate) fn claims(claims: &[&str]) -> SheetFile {
    let mut text = String::from(
        "sheet: t\ndefaults: { record: mira-halden, property: name, value: M, origin: daily-post, \
         source: s01 }\nclaims:\n",
    );
    for (number, claim) in (1..).zip(claims) {
        let id =
            if claim.contains("row_id:") { String::new() } else { format!("row_id: r{number}, ") };
        text.push_str(&format!("  - {{ {id}{claim} }}\n"));
    }
    file("t.yaml", &text)
}

/// Each row's canonical text, by its name.
pub(crate) fn canonical(reading: &Reading) -> BTreeMap<String, String> {
    reading.rows.iter().map(|row| (row.name.to_string(), row.canonical())).collect()
}

/// A case that makes what a reading announces, in its order.
#[derive(Default)]
pub(crate) struct Committed {
    pub(crate) snapshot: Snapshot,
    pub(crate) claims: BTreeMap<RowName, (ClaimId, ClaimDraft)>,
}

impl Committed {
    /// Makes every record and claim of a reading.
    pub(crate) fn apply(snapshot: Snapshot, reading: &Reading) -> Self {
        let mut made = Self { snapshot, claims: BTreeMap::new() };
        for record in &reading.records {
            let number = made.snapshot.records.len() as u128 + 0x1000;
            let known = KnownRecord {
                id: RecordId::from_bytes(number.to_be_bytes()),
                record_type: record.record_type.clone(),
            };
            made.snapshot.records.insert(record.handle.clone(), known);
        }
        for row in &reading.rows {
            let draft = row.claim(&made).unwrap_or_else(|error| panic!("{}: {error}", row.name));
            let mut id = [0xaa; 32];
            id[24..].copy_from_slice(&(made.claims.len() as u64).to_be_bytes());
            let id = ClaimId::from_bytes(id);
            made.snapshot.rows.insert(row.name.clone(), id);
            made.claims.insert(row.name.clone(), (id, draft));
        }
        made
    }

    /// The rows of the claims, made from the claims alone.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let row = |(name, (_, draft)): (&RowName, &(ClaimId, ClaimDraft))| {
            Row::of_claim(name.clone(), draft, &SCHEMA, self)
                .unwrap_or_else(|error| panic!("{name}: {error}"))
        };
        self.claims.iter().map(row).collect()
    }
}

impl Resolver for Committed {
    fn record(&self, handle: &str) -> Option<RecordId> {
        Some(Known::record(&self.snapshot, handle)?.id)
    }

    fn claim(&self, row: &RowName) -> Option<ClaimId> {
        self.snapshot.rows.get(row).copied()
    }

    fn coder(&self) -> MemberId {
        CODER
    }

    fn member(&self, name: &str) -> Option<MemberId> {
        self.snapshot.members.get(name).copied()
    }

    fn passage(&self, source: &str, start: u64, end: u64) -> Option<Passage> {
        (end <= self.snapshot.text_length(source)?).then(|| Passage {
            locator: Locator::Range { digest: [7; 32], start, end },
            quote: Some(format!("characters {start} to {end} of {source}")),
            before: "before ".to_owned(),
            after: " after".to_owned(),
        })
    }
}

impl CaseNames for Committed {
    fn record(&self, id: RecordId) -> Option<(Handle, TypeId)> {
        let found = self.snapshot.records.iter().find(|(_, known)| known.id == id);
        found.map(|(handle, known)| (handle.clone(), known.record_type.clone()))
    }

    fn row(&self, id: ClaimId) -> Option<RowName> {
        let found = self.snapshot.rows.iter().find(|(_, claim)| **claim == id);
        found.map(|(row, _)| row.clone())
    }

    fn coder(&self) -> MemberId {
        CODER
    }

    fn member(&self, id: MemberId) -> Option<String> {
        let found = self.snapshot.members.iter().find(|(_, member)| **member == id);
        found.map(|(name, _)| name.clone())
    }
}

/// The names of the formats' files, for a sheet of that id.
pub(crate) fn formats() -> BTreeSet<Format> {
    Format::ALL.into_iter().collect()
}

/// A CSV sheet that uses every column and most kinds of value.
pub(crate) const EVERYTHING: &str = "\
row_id,record,property,value,wording,scope,origin,for,basis,party,interest,attribution,via,source,passage,said,held,stance,rests_on,how,level
default,,,,,,daily-post,,,,,,,s01,,,,,,,
1,toll-board,figure,>100,\"more than a hundred, it said\",,port-board,port-board,official,amsel,answers for the quay,implied,daily-post (faithful); evening-mail,,10-45,2031-04-02,,admits,,,public
2,toll-north,figure,3,,,,,,,,,,,page 2,,,,,,
3,toll-south,figure,4..6,,,,,,,,,evening-mail (altered),,,,,,,,
4,toll-post,figure,7..9,,,team,,,,,,,-,,,,,2;3,sum,team
5,mira-halden,died,2 days after strike.when,,,not stated,,,,,,,,,2031~,,reports,,,
6,mira-halden,name,Мира Хальден,,,,,,,,,,,,,throughout 2019 to ?,,,,
7,mira-halden,name,Arab/pen: ميرا,,,,,,,,,,,,,,,,,
8,inquest,charged,only 1: jonas-wirt,,as-of = 2031-05; within = en: the quay;; its sheds,harbour-court,,,,,,,s02,,,,,,,
9,inquest,charged,none found by me until 2032-01 in court registers,,,team,,,,,,,-,,,,,,,
10,denial,answers,claims: 3; 2,,,,,,,,,,,,,,,,,
11,denial,answers,class except mira-halden: all of it,,,,,,,,,,,,,,denies,,,
12,toll-board,note,\"en: two
lines \"\"quoted\"\"\",,,member Lena,,,,,,,-,,,,,,,sealed
13,mira-halden,identity,probably-same,,with = jonas-wirt,team,,,,,,,-,,,,,,,
14,s02,author,jonas-wirt,,,,,,,,,,,,,,,,,
15,s02,author,en: a docker,,,,,,,,,,,,,,,,,
16,toll-post,inclusion,record strike,,,,,,,,,,,,,,,,,
17,arrest,released,none asserted,,,,,,,,,,,,,,calls for,,,
18,toll-post,preliminary,true,,,,,,,,,,,,,,,,,
";
