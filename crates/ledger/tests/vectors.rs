//! The test vectors, made by a stand-alone script from `docs/log-format.md`.
//!
//! Ids, roots, signatures and proofs in them were computed by that script, so these tests are an
//! agreement of two implementations.

#![allow(clippy::unwrap_used, reason = "a test stops where something is not as expected")]

mod common;

use common::{bytes, commit, hash, hex, number, text};
use onus_ledger::content::{parse, write};
use onus_ledger::merkle::{
    Frontier, Hash, consistency, inclusion, leaf_hash, verify_consistency, verify_inclusion,
};
use onus_ledger::{
    Checkpoint, Content, DeviceId, Graph, Known, Leaf, PublicKey, Reason, Refusal, Resident, Salt,
    SigningKey, Time, TreeHead,
};
use serde_json::Value;

macro_rules! vectors {
    ($file:literal) => {
        serde_json::from_str::<Value>(include_str!(concat!("vectors/", $file, ".json"))).unwrap()
    };
}

fn hashes(value: &Value) -> Vec<Hash> {
    value.as_array().unwrap().iter().map(hash).collect()
}

#[test]
fn content() {
    let vectors = vectors!("content");
    for vector in vectors.as_array().unwrap() {
        let (name, bytes) = (text(vector, "name"), bytes(vector, "content"));
        let read = parse(&bytes);
        match vector.get("refused") {
            None => assert_eq!(write(&read.expect(name)).unwrap(), bytes, "{name}"),
            Some(refused) => {
                let fault = read.expect_err(name);
                assert_eq!(fault.reason.code(), text(refused, "reason"), "{name}");
                let offset = usize::try_from(number(refused, "offset")).unwrap();
                assert_eq!(fault.offset, Some(offset), "{name}");
            }
        }
    }
}

#[test]
fn operations() {
    let vectors = vectors!("operations");
    for vector in vectors.as_array().unwrap() {
        let (name, bytes) = (text(vector, "name"), bytes(vector, "content"));
        let content = Content::read(&bytes);
        assert_eq!(said_of(&content), expected_of(vector), "{name}");
        match content {
            Content::Operation(operation) => {
                assert_eq!(operation.write().unwrap(), bytes, "{name}");
            }
            Content::Void(fault) => {
                let field = vector["void"].get("field").map(|field| field.as_str().unwrap());
                assert_eq!(fault.field.as_deref(), field, "{name}");
            }
            Content::NotUnderstood { .. } | Content::Closed(_) => {}
        }
    }
}

/// How the vectors speak of a content: what it is, or the reason why it is void.
fn said_of(content: &Content) -> &'static str {
    match content {
        Content::Operation(_) => "operation",
        Content::NotUnderstood { .. } => "not understood",
        Content::Closed(_) => "closed",
        Content::Void(fault) => fault.reason.code(),
    }
}

fn expected_of(vector: &Value) -> &str {
    vector.get("read").unwrap_or(&vector["void"]["reason"]).as_str().unwrap()
}

#[test]
fn keys() {
    let vectors = vectors!("keys");
    for vector in vectors.as_array().unwrap() {
        let name = text(vector, "name");
        let key = PublicKey::from_bytes(&hash(&vector["key"]));
        match vector.get("refused") {
            None => assert_eq!(key.expect(name).device().to_string(), text(vector, "device")),
            Some(reason) => {
                assert_eq!(key.expect_err(name).code(), reason.as_str().unwrap(), "{name}")
            }
        }
    }
}

#[test]
fn leaves() {
    let vectors = vectors!("leaves");
    for vector in vectors.as_array().unwrap() {
        let leaf = Leaf {
            salt: Salt::from_slice(&hex(text(vector, "salt"))).unwrap(),
            content: bytes(vector, "content"),
        };
        let case = vector.get("case").map(|case| case.as_str().unwrap().parse().unwrap());
        let device = text(vector, "device").parse().unwrap();
        let index = u32::try_from(number(vector, "index")).unwrap();
        let id = leaf.id(case, device, number(vector, "seq"), index);
        assert_eq!(id.to_string(), text(vector, "id"), "{}", text(vector, "name"));
    }
}

#[test]
fn trees() {
    let vectors = vectors!("merkle");
    let (entries, roots) = (hashes(&vectors["entries"]), hashes(&vectors["roots"]));
    let mut frontier = Frontier::default();
    assert_eq!(frontier.root(), roots[0]);
    for (entry, root) in entries.iter().zip(&roots[1..]) {
        frontier.append(entry);
        assert_eq!(frontier.root(), *root);
    }
    let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
    let at = |number: u64| usize::try_from(number).unwrap();
    for proof in vectors["inclusion"].as_array().unwrap() {
        let (index, size, path) =
            (number(proof, "index"), number(proof, "size"), hashes(&proof["path"]));
        assert_eq!(inclusion(&leaves[..at(size)], at(index)), Some(path.clone()));
        assert!(verify_inclusion(&leaves[at(index)], index, size, &path, &roots[at(size)]));
    }
    for proof in vectors["consistency"].as_array().unwrap() {
        let (old, new, path) = (number(proof, "old"), number(proof, "new"), hashes(&proof["path"]));
        assert_eq!(consistency(&leaves[..at(new)], at(old)), Some(path.clone()));
        assert!(verify_consistency(old, &roots[at(old)], new, &roots[at(new)], &path));
    }
}

#[test]
fn checkpoints() {
    let vectors = vectors!("checkpoints");
    for vector in vectors.as_array().unwrap() {
        let (name, note) = (text(vector, "name"), text(vector, "note"));
        let key = PublicKey::from_bytes(&hash(&vector["key"])).unwrap();
        let head = TreeHead {
            case: text(vector, "case").parse().unwrap(),
            device: text(vector, "device").parse().unwrap(),
            size: number(vector, "size"),
            root: hash(&vector["root"]),
        };
        let cosigner = vector.get("cosigner").map(|key| PublicKey::from_bytes(&hash(key)).unwrap());
        let cosigner = cosigner.as_ref().map(|key| (key.device(), key));
        let mut cosigned = Vec::new();
        let judged = Checkpoint::parse(note).and_then(|checkpoint| {
            checkpoint.verify(&key)?;
            cosigned = checkpoint.countersigned(cosigner.iter().map(|(id, key)| (id, *key)))?;
            checkpoint.compare(&head)
        });
        if let Some(times) = vector.get("cosigned") {
            let said: Vec<u64> = cosigned.iter().map(|(_, time)| time.unix_seconds()).collect();
            assert_eq!(serde_json::to_value(said).unwrap(), *times, "{name}");
        }
        let expected = vector.get("refused").map(|reason| reason.as_str().unwrap());
        assert_eq!(judged.err().map(Reason::code), expected, "{name}");
        if vector.get("signed").is_some() {
            let signing = SigningKey::from_seed(&hash(&vector["seed"]));
            assert_eq!(head.sign(&signing).unwrap(), note, "{name}");
        }
    }
}

#[test]
fn logs() {
    let vectors = vectors!("logs");
    for vector in vectors.as_array().unwrap() {
        let name = text(vector, "name");
        let clock = vector.get("clock").map(|clock| Time::parse(clock.as_str().unwrap()).unwrap());
        let mut graph = match vector.get("expected") {
            Some(case) => Graph::of_case(case.as_str().unwrap().parse().unwrap()),
            None => Graph::new(),
        };
        let mut resident = Resident::default();
        let mut refused = None;
        let mut said: Vec<Vec<&str>> = Vec::new();
        for (at, shown) in vector["commits"].as_array().unwrap().iter().enumerate() {
            let judged = commit(shown).and_then(|commit| {
                graph.check(&commit, &resident, clock).map_err(
                    |Refusal { commit: id, object, reason, .. }| {
                        assert_eq!(id, Some(commit.id()), "{name}");
                        (object.to_string(), reason)
                    },
                )
            });
            match judged {
                Ok(accepted) => {
                    said.push(accepted.entries().iter().map(|e| said_of(&e.content)).collect());
                    resident.record(&accepted);
                    graph.advance(&accepted, &resident).unwrap();
                }
                Err((object, reason)) => {
                    refused = Some((at as u64, object, reason.code()));
                    break;
                }
            }
        }
        let expected = vector.get("refused").map(|refused| {
            let object = text(refused, "object").to_owned();
            (number(refused, "at"), object, text(refused, "reason"))
        });
        assert_eq!(refused, expected, "{name}");
        if let Some(standing) = vector.get("standing") {
            check_standing(name, standing, &graph, &resident);
        }
        if let Some(contents) = vector.get("contents") {
            assert_eq!(serde_json::to_value(&said).unwrap(), *contents, "{name}");
        }
    }
}

fn check_standing(name: &str, expected: &Value, graph: &Graph, resident: &Resident) {
    let device: DeviceId = graph.devices(resident)[0].id;
    let (mut ids, mut time) = (Vec::new(), None);
    resident.chain(&device, 0, &mut |node| {
        ids.push(node.id.to_string());
        time = Some(node.time.to_string());
    });
    assert_eq!(serde_json::to_value(&ids).unwrap(), expected["ids"], "{name}");
    assert_eq!(graph.tree_heads(&device)[0].root, hash(&expected["root"]), "{name}");
    assert_eq!(time.as_deref(), Some(text(expected, "time")), "{name}");
    for (commit, operations) in ids.iter().zip(expected["operations"].as_array().unwrap()) {
        for (index, id) in (0u32..).zip(operations.as_array().unwrap()) {
            let position = resident.positions(&id.as_str().unwrap().parse().unwrap())[0];
            assert_eq!((position.commit.to_string(), position.index), (commit.clone(), index));
        }
    }
    let (mut retracted, mut levels) = (Vec::new(), serde_json::Map::new());
    for operation in resident.acted_on() {
        let state = graph.operation(operation, resident);
        if !state.retracted.is_empty() {
            retracted.push(operation.to_string());
        }
        levels.extend(state.level.map(|level| (operation.to_string(), level.as_str().into())));
    }
    let expected_retracted =
        expected.get("retracted").cloned().unwrap_or_else(|| Value::Array(vec![]));
    assert_eq!(serde_json::to_value(&retracted).unwrap(), expected_retracted, "{name}");
    let expected_levels =
        expected.get("levels").cloned().unwrap_or_else(|| Value::Object(Default::default()));
    assert_eq!(Value::Object(levels), expected_levels, "{name}");
}

/// Every reason that bytes from outside can give has a vector.
#[test]
fn every_reason_has_a_vector() {
    let all = concat!(
        include_str!("vectors/content.json"),
        include_str!("vectors/operations.json"),
        include_str!("vectors/keys.json"),
        include_str!("vectors/logs.json"),
        include_str!("vectors/checkpoints.json"),
        include_str!("vectors/histories.json"),
        include_str!("vectors/bundles.json"),
    );
    // A snapshot does not come from outside, and what is erased is named without a code.
    let others = [Reason::SnapshotForm, Reason::LeafErased];
    for reason in Reason::ALL.iter().filter(|reason| !others.contains(reason)) {
        assert!(all.contains(&format!("\"{}\"", reason.code())), "{}", reason.code());
    }
}
