//! What is put where something else should stand.

use serde_json::{Value, json};

use crate::dice::Dice;
use crate::vectors;

/// Operations as the vectors have them, and values of every kind.
pub(crate) struct Pools {
    pub(crate) operations: Vec<Value>,
    pub(crate) values: Vec<Value>,
}

const TEXTS: &[&str] = &[
    "",
    "0",
    "a",
    "A",
    "a-b",
    "a--b",
    "-a",
    "a-",
    "a_b",
    "é",
    "\u{7f}",
    "\u{1}",
    "\u{2028}",
    "onus/0",
    "onus/1",
    "ed25519-sha256",
    "public",
    "pseudonym",
    "partner",
    "team",
    "sealed",
    "reader",
    "coder",
    "reviewer",
    "custodian",
    "owner",
    "consent",
    "law",
    "safety",
    "mistake",
    "draft",
    "checked",
    "released",
    "asserts",
    "denies",
    "calls-for",
    "faithful",
    "received",
    "handed-over",
    "meta",
    "message",
    "claim",
    "review",
    "retraction",
    "erasure",
    "rows",
    "stamp",
    "checkpoint",
    "case",
    "device_add",
    "device_retire",
    "device_revoke",
    "role",
    "retract",
    "level",
    "erase",
    "floor",
    "2026-11-24T08:00:00Z",
    "2099-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "2026-02-29T00:00:00Z",
    "2028-02-29T00:00:00Z",
    "2026-11-24T24:00:00Z",
    "2026-11-24T08:00:60Z",
    "2026-11-24t08:00:00z",
    "9999-12-31T23:59:59Z",
    "MAA=",
    "MAA",
    "MAB=",
    "-0.50",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
];

impl Pools {
    pub(crate) fn read() -> Self {
        let read: Value = serde_json::from_str(include_str!("../vectors/operations.json")).unwrap();
        let contents = read.as_array().unwrap().iter().map(|one| vectors::bytes(one, "content"));
        let operations = contents.filter_map(|bytes| serde_json::from_slice(&bytes).ok()).collect();
        let mut values: Vec<Value> = TEXTS.iter().map(|text| (*text).into()).collect();
        for (byte, length) in
            [("00", 32), ("ab", 32), ("ff", 32), ("AB", 32), ("ab", 16), ("ab", 31), ("0g", 32)]
        {
            values.push(byte.repeat(length).into());
        }
        values.push(format!("01{}", "00".repeat(31)).into());
        values.push(format!("ec{}7f", "ff".repeat(30)).into());
        values.push(format!("ed{}7f", "ff".repeat(30)).into());
        values.push(format!("{}80", "00".repeat(31)).into());
        values.push(format!("02{}", "00".repeat(31)).into());
        values.push("w".repeat(64).into());
        values.push("w".repeat(65).into());
        for number in
            [-1_i64, 0, 1, 2, 255, 65_536, 65_537, 9_007_199_254_740_991, 9_007_199_254_740_992]
        {
            values.push(json!(number));
        }
        values.extend([
            json!(-9_007_199_254_740_991_i64),
            json!(u64::MAX),
            json!(1.5),
            Value::Null,
        ]);
        values.extend([
            json!(true),
            json!([]),
            json!({}),
            json!([1]),
            json!({"a": 1}),
            json!([["a"]]),
        ]);
        Self { operations, values }
    }

    /// A value of this pool, or one that stands somewhere in the history: a name of the right kind at a
    /// wrong place says more than one that fits nowhere.
    pub(crate) fn value(&self, here: &[Value], dice: &mut Dice) -> Value {
        if here.is_empty() || dice.one_in(3) { dice.of(&self.values) } else { dice.of(here) }
            .clone()
    }
}

/// All scalars that stand in a value.
pub(crate) fn scalars(value: &Value, into: &mut Vec<Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| scalars(item, into)),
        Value::Object(fields) => fields.values().for_each(|item| scalars(item, into)),
        scalar => into.push(scalar.clone()),
    }
}
