//! The histories that mutants are made of: those of the vectors, with the keys they were signed with.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::vectors;

/// A leaf as it is sent.
#[derive(Clone)]
pub(crate) enum Part {
    Open { salt: Vec<u8>, content: Vec<u8> },
    Closed { why: u8, id: Vec<u8> },
}

/// A commit that can be bent.
#[derive(Clone)]
pub(crate) struct Piece {
    pub(crate) header: Value,
    pub(crate) leaves: Vec<Part>,
    /// The id it had, and the names its leaves had, by which others call them.
    pub(crate) id: String,
    pub(crate) names: Vec<String>,
}

/// A history.
pub(crate) struct Base {
    pub(crate) name: String,
    /// As the vectors have it, to be held before the mutant comes.
    pub(crate) shown: Vec<Value>,
    pub(crate) pieces: Vec<Piece>,
}

pub(crate) fn sha(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// `SHA-256("onus/0/" ‖ tag ‖ 0x0A ‖ bytes)`.
pub(crate) fn tagged(tag: &str, bytes: &[u8]) -> Vec<u8> {
    sha(&[b"onus/0/", tag.as_bytes(), b"\n", bytes].concat())
}

/// The devices of the vectors by id, and the recovery key.
pub(crate) struct Keys(BTreeMap<String, (SigningKey, [u8; 32])>);

impl Keys {
    pub(crate) fn all() -> Self {
        let mut keys = BTreeMap::new();
        let people =
            ["ana", "ana2", "ben", "cai", "dan", "eve", "fay", "gus", "bob", "owner2", "two"];
        let mut labels = vec!["recovery of the team".to_owned()];
        for person in people {
            labels.push(format!("device {person}"));
            labels.extend((2..4).map(|number| format!("device {person}-{number}")));
        }
        for label in labels {
            let seed: [u8; 32] = sha(label.as_bytes()).try_into().unwrap();
            let key = SigningKey::from_bytes(&seed);
            let public = key.verifying_key().to_bytes();
            let id = tagged("key", &[&b"ed25519-sha256\n"[..], &public].concat());
            keys.insert(HEXLOWER.encode(&id), (key, seed));
        }
        Self(keys)
    }

    pub(crate) fn sign(&self, device: &str, message: &[u8]) -> Option<Vec<u8>> {
        self.0.get(device).map(|(key, _)| key.sign(message).to_bytes().to_vec())
    }

    pub(crate) fn public(&self, device: &str) -> Option<[u8; 32]> {
        self.0.get(device).map(|(key, _)| key.verifying_key().to_bytes())
    }

    /// What a device's seal key is made of.
    pub(crate) fn seed(&self, device: &str) -> Option<&[u8; 32]> {
        self.0.get(device).map(|(_, seed)| seed)
    }

    pub(crate) fn devices(&self) -> Vec<&String> {
        self.0.keys().collect()
    }
}

/// The name of a leaf at its place.
pub(crate) fn name_of(header: &Value, index: usize, salt: &[u8], content: &[u8]) -> Vec<u8> {
    let id = |field: &str| {
        let text = header.get(field).and_then(Value::as_str).unwrap_or_default();
        HEXLOWER.decode(text.as_bytes()).ok().filter(|id| id.len() == 32).unwrap_or(vec![0; 32])
    };
    let seq = header.get("seq").and_then(Value::as_u64).unwrap_or_default();
    let index = u32::try_from(index).unwrap();
    let place =
        [id("case"), id("device"), seq.to_be_bytes().to_vec(), index.to_be_bytes().to_vec()];
    tagged("leaf", &[&place.concat(), salt, content].concat())
}

pub(crate) fn all(keys: &Keys) -> Vec<Base> {
    let read: Value = serde_json::from_str(include_str!("../vectors/histories.json")).unwrap();
    let mut bases = Vec::new();
    for vector in read.as_array().unwrap().iter().filter(|vector| vector.get("state").is_some()) {
        let shown = vector["commits"].as_array().unwrap().clone();
        let pieces: Vec<Piece> = shown.iter().map(piece).collect();
        let signed =
            |piece: &Piece| keys.public(piece.header["device"].as_str().unwrap()).is_some();
        if pieces.iter().all(signed) {
            bases.push(Base { name: vectors::text(vector, "name").to_owned(), shown, pieces });
        }
    }
    assert!(bases.len() > 40, "the keys of the vectors are known: {}", bases.len());
    bases
}

fn piece(shown: &Value) -> Piece {
    let bytes = vectors::bytes(shown, "header");
    let header: Value = serde_json::from_slice(&bytes).unwrap();
    let (mut leaves, mut names) = (Vec::new(), Vec::new());
    for (index, leaf) in shown["leaves"].as_array().unwrap().iter().enumerate() {
        if let Some(why) = leaf.get("closed") {
            let id = vectors::hex(vectors::text(leaf, "id"));
            names.push(HEXLOWER.encode(&id));
            leaves.push(Part::Closed { why: u8::try_from(why.as_u64().unwrap()).unwrap(), id });
        } else {
            let salt = vectors::hex(vectors::text(leaf, "salt"));
            let content = vectors::bytes(leaf, "content");
            names.push(HEXLOWER.encode(&name_of(&header, index, &salt, &content)));
            leaves.push(Part::Open { salt, content });
        }
    }
    Piece { header, leaves, id: HEXLOWER.encode(&tagged("commit", &bytes)), names }
}
