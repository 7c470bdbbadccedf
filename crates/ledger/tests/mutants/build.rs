//! From pieces to bytes: names, roots, links, proofs and signatures made again.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use onus_ledger::merkle;
use serde_json::Value;

use crate::bases::{Keys, Part, Piece, name_of, sha, tagged};

pub(crate) const MAGIC: &[u8] = b"onus/0/bundle\n";

/// The canonical spelling, also of what the profile does not allow.
pub(crate) fn spell(value: &Value) -> Vec<u8> {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(spell).collect();
            [&b"["[..], &items.join(&b","[..]), b"]"].concat()
        }
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort();
            let field = |name: &&String| {
                [&serde_json::to_vec(name).unwrap(), &b":"[..], &spell(&fields[*name])].concat()
            };
            let fields: Vec<_> = names.iter().map(field).collect();
            [&b"{"[..], &fields.join(&b","[..]), b"}"].concat()
        }
        scalar => serde_json::to_vec(scalar).unwrap(),
    }
}

/// A commit ready to be framed.
#[derive(Clone)]
pub(crate) struct Built {
    pub(crate) header: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) leaves: Vec<Part>,
    pub(crate) id: String,
    pub(crate) device: String,
    pub(crate) previous: Option<String>,
    pub(crate) parents: Vec<String>,
}

/// What is bent while a commit is made again, before its names, its root and its signature.
pub(crate) enum Bend<'a> {
    Nothing,
    /// Leaves, of which names and root are then made.
    Leaves(&'a mut dyn FnMut(&mut Vec<Part>)),
    /// The header's fields, the root among them.
    Header(&'a mut dyn FnMut(&mut Value)),
    /// The header's bytes.
    Bytes(&'a mut dyn FnMut(&mut Vec<u8>)),
}

/// Makes commits again, one after another; what earlier ones are called now is carried over to later ones.
pub(crate) struct Rebuild<'k> {
    keys: &'k Keys,
    renames: BTreeMap<String, String>,
}

impl<'k> Rebuild<'k> {
    pub(crate) fn new(keys: &'k Keys) -> Self {
        Self { keys, renames: BTreeMap::new() }
    }

    pub(crate) fn commit(&mut self, piece: &Piece, bend: Bend<'_>) -> Built {
        let mut leaves = piece.leaves.clone();
        for part in &mut leaves {
            if let Part::Open { content, .. } = part
                && let Ok(mut value) = serde_json::from_slice::<Value>(content)
                && spell(&value) == *content
            {
                self.rename(&mut value);
                *content = spell(&value);
            }
        }
        let mut header = piece.header.clone();
        self.rename(&mut header);
        self.prove(&mut header);
        let (mut at_leaves, mut at_header, mut at_bytes) = (None, None, None);
        match bend {
            Bend::Nothing => {}
            Bend::Leaves(bend) => at_leaves = Some(bend),
            Bend::Header(bend) => at_header = Some(bend),
            Bend::Bytes(bend) => at_bytes = Some(bend),
        }
        if let Some(bend) = &mut at_leaves {
            bend(&mut leaves);
        }
        if let Some(bend) = &mut at_header {
            // Before the root, since case, device and seq are part of the names under it.
            bend(&mut header);
        }
        let mut names = Vec::new();
        for (index, part) in leaves.iter().enumerate() {
            let name = match part {
                Part::Open { salt, content } => name_of(&header, index, salt, content),
                Part::Closed { id, .. } => match self.renames.get(&HEXLOWER.encode(id)) {
                    Some(renamed) => HEXLOWER.decode(renamed.as_bytes()).unwrap(),
                    None => id.clone(),
                },
            };
            if let Some(old) = piece.names.get(index) {
                self.renames.insert(old.clone(), HEXLOWER.encode(&name));
            }
            names.push(name);
        }
        let bent = at_header.is_some() && header["leaves"] != piece.header["leaves"];
        if !bent && let Some(fields) = header.as_object_mut() {
            let root = HEXLOWER.encode(&merkle::root(names.iter().map(Vec::as_slice)));
            fields.insert(
                "leaves".to_owned(),
                serde_json::json!({"count": names.len(), "root": root}),
            );
        }
        let mut bytes = spell(&header);
        if let Some(bend) = &mut at_bytes {
            bend(&mut bytes);
        }
        let id = HEXLOWER.encode(&tagged("commit", &bytes));
        self.renames.insert(piece.id.clone(), id.clone());
        let device = header["device"].as_str().unwrap_or_default().to_owned();
        let signer = if self.keys.public(&device).is_some() {
            device.as_str()
        } else {
            piece.header["device"].as_str().unwrap()
        };
        let signature =
            self.keys.sign(signer, &[&b"onus/0/commit\n"[..], &bytes].concat()).unwrap();
        let ids = |value: &Value| -> Vec<String> {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            items.iter().filter_map(|item| Some(item.as_str()?.to_owned())).collect()
        };
        Built {
            signature,
            leaves,
            id,
            device,
            previous: header["previous"].as_str().map(str::to_owned),
            parents: ids(&header["parents"]),
            header: bytes,
        }
    }

    /// Gives everything the name it has now, and lists of names the order they then have.
    fn rename(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(renamed) = self.renames.get(text) {
                    text.clone_from(renamed);
                }
            }
            Value::Array(items) => {
                items.iter_mut().for_each(|item| self.rename(item));
                let is_name = |item: &Value| item.as_str().is_some_and(|text| text.len() == 64);
                let is_effect = |item: &Value| item.get("do").is_some();
                if items.iter().all(is_name) || items.iter().all(is_effect) {
                    items.sort_by_key(spell);
                }
            }
            Value::Object(fields) => fields.values_mut().for_each(|item| self.rename(item)),
            _ => {}
        }
    }

    /// Makes proofs of new devices again: they are over the case, which may be called otherwise now.
    fn prove(&self, header: &mut Value) {
        let Some(case) = header["case"].as_str().map(str::to_owned) else { return };
        let Some(effects) = header["effects"].as_array_mut() else { return };
        for effect in effects.iter_mut().filter(|effect| effect.get("proof").is_some()) {
            if let Some(proof) = self.proof(&case, effect) {
                effect["proof"] = proof.into();
            }
        }
        effects.sort_by_key(spell);
    }

    fn proof(&self, case: &str, effect: &Value) -> Option<String> {
        let hex = |value: &Value| HEXLOWER.decode(value.as_str()?.as_bytes()).ok();
        let key = hex(&effect["key"])?;
        let device = tagged("key", &[&b"ed25519-sha256\n"[..], &key].concat());
        let message = [
            b"onus/0/join\n".to_vec(),
            HEXLOWER.decode(case.as_bytes()).ok()?,
            hex(&effect["member"])?,
            key,
            hex(&effect["seal"])?,
        ];
        let signature = self.keys.sign(&HEXLOWER.encode(&device), &message.concat())?;
        Some(HEXLOWER.encode(&signature))
    }
}

pub(crate) fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&[kind], &length[..], payload].concat()
}

pub(crate) fn commit_frames(built: &Built) -> Vec<Vec<u8>> {
    let mut frames = vec![frame(b'C', &built.header), frame(b'S', &built.signature)];
    frames.extend(built.leaves.iter().map(|part| match part {
        Part::Open { salt, content } => frame(b'P', &[&salt[..], content].concat()),
        Part::Closed { why, id } => frame(b'A', &[&[*why], &id[..]].concat()),
    }));
    frames
}

/// The first line of a checkpoint, the ids of a device's chain, and the note over the first of them.
pub(crate) fn note(
    keys: &Keys,
    case: &str,
    device: &str,
    chain: &[Vec<u8>],
    size: usize,
) -> String {
    let base64 = data_encoding::BASE64;
    let root = merkle::root(chain.iter().take(size).map(Vec::as_slice));
    let origin = format!("onus/0/checkpoint/{case}/{device}");
    let text = format!("{origin}\n{size}\n{}\n", base64.encode(&root));
    let public = keys.public(device).unwrap();
    let id = sha(&[origin.as_bytes(), b"\n\x01", &public].concat());
    let signature = keys.sign(device, text.as_bytes()).unwrap();
    format!("{text}\n— {origin} {}\n", base64.encode(&[&id[..4], &signature].concat()))
}

/// A countersignature's line.
pub(crate) fn countersigned(
    keys: &Keys,
    case: &str,
    device: &str,
    note: &str,
    time: u64,
) -> String {
    let name = format!("onus/0/device/{case}/{device}");
    let text = note.split_once("\n\n").map_or(note, |(text, _)| text);
    let message = format!("cosignature/v1\ntime {time}\n{text}\n");
    let id = sha(&[name.as_bytes(), b"\n\x04", &keys.public(device).unwrap()].concat());
    let signature = keys.sign(device, message.as_bytes()).unwrap();
    let bytes = [&id[..4], &time.to_be_bytes(), &signature].concat();
    format!("— {name} {}\n", data_encoding::BASE64.encode(&bytes))
}

/// Magic, frames and the closing signature.
pub(crate) fn close(keys: &Keys, from: &str, frames: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = [MAGIC, &frames.concat()].concat();
    let message = [MAGIC, &sha(&bytes)].concat();
    let signature = keys.sign(from, &message).unwrap_or(vec![7; 64]);
    bytes.extend(frame(b'Z', &signature));
    bytes
}
