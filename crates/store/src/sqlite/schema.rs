//! The tables.
//!
//! Ids of records are 16 bytes and stand in every claim up to three times, so they are numbered once in
//! `record_ids`, and properties in `properties`. A claim is in two tables: `claims` holds the few small
//! numbers that whole-case work scans, `claim_bodies` its name and all of it. `mentions` leads from a
//! record to the claims that mention it, `claim_mentions` from a claim to those that name it. Names and
//! keys that are searched by their beginnings are blobs, compared byte by byte.
//!
//! Names of 32 bytes (leaves, claims, documents) are hashes: in an index each lands on another page. So
//! the indexes hold their first 8 bytes as a number, `prefix`, in place of all 32: fewer pages to
//! touch. That a name is there only once is seen to when it is written.

/// The format of the database that this program writes, and the newest that it reads. Kept as SQLite's
/// `user_version`.
///
/// | format | what came with it |
/// | --- | --- |
/// | 1 | the log and what is derived from it |
/// | 2 | `objects`, the index of the vault; `mentions` and what else finds claims in small steps |
/// | 3 | the text index of our own postings, in place of FTS5's; what was derived is derived again |
pub(crate) const FORMAT: u32 = 3;

/// What brings a database from each format to the next: the first from 1 to 2.
pub(super) const MIGRATIONS: [&[&str]; FORMAT as usize - 1] =
    [&[MENTIONS, OBJECTS], &[NO_FTS5, TEXT]];

/// Leaves the text index of formats 1 and 2 behind.
const NO_FTS5: &str = "
DROP TABLE text_0;
DROP TABLE text_1;
DROP TABLE text_2;
DROP TABLE text_3;
DROP TABLE text_4;
DROP TABLE text_documents;
DROP TABLE text_totals;
DELETE FROM state WHERE key = 'derivation';
";

/// Which claims mention what. Derived; some databases of format 1 have it already.
pub(super) const MENTIONS: &str = "
CREATE INDEX IF NOT EXISTS claims_by_speaker ON claims (speaker) WHERE speaker IS NOT NULL;
CREATE INDEX IF NOT EXISTS claims_by_property ON claims (property);
CREATE TABLE IF NOT EXISTS mentions (
    record INTEGER NOT NULL REFERENCES record_ids,
    property INTEGER NOT NULL REFERENCES properties,
    seq INTEGER NOT NULL,
    PRIMARY KEY (record, property, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS claim_mentions (
    prefix INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (prefix, seq)
) STRICT, WITHOUT ROWID;
";

/// Which file of the vault holds what, and the key to it.
pub(super) const OBJECTS: &str = "
CREATE TABLE objects (
    digest BLOB PRIMARY KEY,
    bytes INTEGER NOT NULL,
    name BLOB NOT NULL UNIQUE,
    sealed INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    identity TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX objects_by_length ON objects (bytes);
";

/// Every table but the mentions, the objects and those of the text index.
pub(super) const TABLES: &str = "
CREATE TABLE state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO state VALUES ('revision', 0);
CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE commits (
    place INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    height INTEGER NOT NULL,
    signature BLOB NOT NULL,
    header BLOB NOT NULL
) STRICT;
CREATE INDEX commits_by_device ON commits (device, seq);
CREATE TABLE parents (
    child INTEGER NOT NULL REFERENCES commits,
    parent INTEGER NOT NULL REFERENCES commits,
    PRIMARY KEY (child, parent)
) STRICT, WITHOUT ROWID;
CREATE TABLE heads (place INTEGER PRIMARY KEY REFERENCES commits) STRICT;
CREATE TABLE leaves (
    number INTEGER PRIMARY KEY,
    place INTEGER NOT NULL REFERENCES commits,
    leaf INTEGER NOT NULL,
    prefix INTEGER NOT NULL,
    id BLOB NOT NULL,
    level INTEGER,
    salt BLOB,
    content BLOB,
    UNIQUE (place, leaf)
) STRICT;
CREATE INDEX leaves_by_id ON leaves (prefix);

CREATE TABLE record_ids (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE record_types (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE properties (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE records (
    number INTEGER PRIMARY KEY REFERENCES record_ids,
    kind INTEGER NOT NULL REFERENCES record_types,
    handle TEXT
) STRICT;
CREATE INDEX records_by_handle ON records (handle) WHERE handle IS NOT NULL;
CREATE INDEX records_by_kind ON records (kind);

CREATE TABLE claims (
    seq INTEGER PRIMARY KEY,
    record INTEGER NOT NULL REFERENCES record_ids,
    property INTEGER NOT NULL REFERENCES properties,
    level INTEGER NOT NULL,
    source INTEGER REFERENCES record_ids,
    speaker_kind INTEGER NOT NULL,
    speaker INTEGER REFERENCES record_ids,
    retracted INTEGER NOT NULL,
    low INTEGER,
    high INTEGER
) STRICT;
CREATE INDEX claims_by_record ON claims (record, property);
CREATE INDEX claims_by_source ON claims (source) WHERE source IS NOT NULL;
CREATE TABLE claim_bodies (
    seq INTEGER PRIMARY KEY,
    prefix INTEGER NOT NULL,
    id BLOB NOT NULL,
    member BLOB,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX claims_by_id ON claim_bodies (prefix);

CREATE TABLE names (
    folded BLOB NOT NULL,
    record BLOB NOT NULL,
    claim BLOB NOT NULL,
    level INTEGER NOT NULL,
    PRIMARY KEY (folded, record, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_by_record ON names (record);
CREATE INDEX names_by_claim ON names (claim);
CREATE TABLE sheet_rows (
    sheet BLOB NOT NULL,
    row_id TEXT NOT NULL,
    claim BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    PRIMARY KEY (sheet, row_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sheet_rows_by_claim ON sheet_rows (claim);
CREATE TABLE entries (
    area TEXT NOT NULL,
    key BLOB NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (area, key)
) STRICT, WITHOUT ROWID;

";

/// The text index.
pub(super) const TEXT: &str = "
CREATE TABLE text_documents (
    number INTEGER PRIMARY KEY,
    prefix INTEGER NOT NULL,
    id BLOB NOT NULL,
    level INTEGER NOT NULL,
    length INTEGER NOT NULL,
    note BLOB NOT NULL,
    terms BLOB NOT NULL
) STRICT;
CREATE INDEX text_documents_by_id ON text_documents (prefix);
CREATE TABLE text_terms (
    list INTEGER PRIMARY KEY,
    level INTEGER NOT NULL,
    term BLOB NOT NULL,
    documents INTEGER NOT NULL,
    blocks INTEGER NOT NULL,
    last INTEGER NOT NULL,
    postings BLOB NOT NULL,
    places BLOB NOT NULL,
    UNIQUE (level, term)
) STRICT;
CREATE TABLE text_blocks (
    key INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    postings BLOB NOT NULL
) STRICT;
CREATE TABLE text_places (key INTEGER PRIMARY KEY, places BLOB NOT NULL) STRICT;
CREATE TABLE text_columns (
    level INTEGER NOT NULL,
    row INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (level, row)
) STRICT;
CREATE TABLE text_values (
    number INTEGER PRIMARY KEY,
    facet INTEGER NOT NULL,
    value BLOB NOT NULL,
    UNIQUE (facet, value)
) STRICT;
CREATE TABLE text_totals (
    level INTEGER PRIMARY KEY,
    documents INTEGER NOT NULL,
    tokens INTEGER NOT NULL
) STRICT;
";

/// Derived tables but those of the text index, those that refer to others first.
pub(super) const DERIVED: [&str; 11] = [
    "mentions",
    "claim_mentions",
    "claim_bodies",
    "claims",
    "records",
    "record_types",
    "properties",
    "record_ids",
    "names",
    "sheet_rows",
    "entries",
];

/// The tables of the text index.
pub(super) const TEXT_TABLES: [&str; 7] = [
    "text_documents",
    "text_terms",
    "text_blocks",
    "text_places",
    "text_columns",
    "text_values",
    "text_totals",
];
