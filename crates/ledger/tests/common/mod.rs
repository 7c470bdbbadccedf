//! Reading vectors.

#![allow(dead_code, reason = "each test file uses a part")]

use data_encoding::HEXLOWER;
use onus_ledger::{Absence, Commit, Leaf, Reason, Salt, Signature, Slot};
use serde_json::Value;

pub(crate) fn text<'a>(vector: &'a Value, key: &str) -> &'a str {
    vector[key].as_str().unwrap_or_else(|| panic!("{key} of {vector}"))
}

pub(crate) fn hex(text: &str) -> Vec<u8> {
    HEXLOWER.decode(text.as_bytes()).unwrap()
}

pub(crate) fn hash(value: &Value) -> [u8; 32] {
    hex(value.as_str().unwrap()).try_into().unwrap()
}

/// A field that is given as text, or as hexadecimal where it is not UTF-8.
pub(crate) fn bytes(vector: &Value, key: &str) -> Vec<u8> {
    match vector[key].as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => hex(text(vector, &format!("{key}_hex"))),
    }
}

pub(crate) fn number(vector: &Value, key: &str) -> u64 {
    vector[key].as_u64().unwrap_or_else(|| panic!("{key} of {vector}"))
}

/// A commit of a vector; bytes of the wrong length are refused before there is one.
pub(crate) fn commit(vector: &Value) -> Result<Commit, (String, Reason)> {
    let mut leaves = Vec::new();
    for (index, leaf) in vector["leaves"].as_array().unwrap().iter().enumerate() {
        if let Some(why) = leaf.get("closed") {
            let why = Absence::from_number(u8::try_from(why.as_u64().unwrap()).unwrap()).unwrap();
            leaves.push(Slot::Closed(text(leaf, "id").parse().unwrap(), why));
            continue;
        }
        let salt = Salt::from_slice(&hex(text(leaf, "salt")))
            .map_err(|reason| (format!("leaf {index}"), reason))?;
        leaves.push(Slot::Open(Leaf { salt, content: bytes(leaf, "content") }));
    }
    let names = vector.get("names").map(|names| {
        names
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap().parse().unwrap())
            .collect()
    });
    let signature = Signature::from_slice(&hex(text(vector, "signature")))
        .map_err(|reason| ("signature".to_owned(), reason))?;
    Ok(Commit { header: bytes(vector, "header"), signature, leaves, names })
}
