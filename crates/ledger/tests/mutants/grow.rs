//! What a team might have done next: commits, effects and operations that mostly mean something.

use std::collections::BTreeSet;

use data_encoding::HEXLOWER;
use onus_ledger::{SealSecret, merkle};
use serde_json::{Value, json};

use crate::bases::{Keys, Part, Piece, name_of, tagged};
use crate::build::spell;
use crate::change::{Known, heads};
use crate::dice::Dice;
use crate::pools::Pools;

/// An operation of the vectors, with names that stand in the history.
pub(crate) fn operation(pools: &Pools, names: &[&str], dice: &mut Dice) -> Value {
    let mut value = dice.of(&pools.operations).clone();
    let mut put = |list: &mut Value| {
        let mut some: BTreeSet<String> = BTreeSet::new();
        for _ in 0..=dice.below(3) {
            some.insert((*dice.of(names)).to_owned());
        }
        *list = some.into_iter().collect();
    };
    for field in ["claims", "operations"] {
        if value.get(field).is_some_and(Value::is_array) {
            put(&mut value[field]);
        }
    }
    if value.pointer("/rests_on/claims").is_some_and(Value::is_array) {
        put(&mut value["rests_on"]["claims"]);
    }
    value
}

/// The members and devices of a history: `(device, member)`.
fn enrolled(pieces: &[Piece]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for piece in pieces {
        for effect in piece.header["effects"].as_array().into_iter().flatten() {
            if let (Some(key), Some(member)) = (effect["key"].as_str(), effect["member"].as_str()) {
                let key = HEXLOWER.decode(key.as_bytes()).unwrap_or_default();
                let id = tagged("key", &[&b"ed25519-sha256\n"[..], &key].concat());
                found.push((HEXLOWER.encode(&id), member.to_owned()));
            }
        }
    }
    found
}

pub(crate) fn effect(pieces: &[Piece], device: &str, keys: &Keys, dice: &mut Dice) -> Value {
    let people = enrolled(pieces);
    let (other, member) = dice.of(&people).clone();
    let mut leaves: BTreeSet<&String> = BTreeSet::new();
    // What a commit holds beside its particulars, which are no target.
    let said: Vec<&String> = pieces.iter().flat_map(|piece| piece.names.iter().skip(1)).collect();
    for _ in 0..=dice.below(2) {
        let meta = said.is_empty() || dice.one_in(25);
        leaves.insert(if meta { &dice.of(pieces).names[0] } else { *dice.of(&said) });
    }
    // Without anything said yet, an effect on operations has no target.
    match if said.is_empty() { 3 + dice.below(6) } else { dice.below(9) } {
        0 => json!({"do": "retract", "leaves": leaves}),
        1 => {
            json!({"do": "erase", "class": dice.of(&["consent", "law", "safety", "mistake"]), "leaves": leaves})
        }
        2 => {
            json!({"do": "level", "level": dice.of(&["public", "partner", "team", "sealed"]), "leaves": leaves})
        }
        3 | 4 => {
            let roles = ["reader", "coder", "reviewer", "custodian", "owner"];
            json!({"do": "role", "member": member, "role": dice.of(&roles)})
        }
        5 => {
            let mut effect = json!({"do": "device_revoke", "device": other});
            let theirs: Vec<&Piece> =
                pieces.iter().filter(|piece| piece.header["device"] == other.as_str()).collect();
            if !theirs.is_empty() && !dice.one_in(3) {
                let kept = *dice.of(&theirs);
                effect["keep"] = json!({"commit": kept.id, "seq": kept.header["seq"]});
            }
            effect
        }
        6 => {
            json!({"do": "device_retire", "device": if dice.one_in(5) { other.as_str() } else { device }})
        }
        7 => {
            let new = dice.of(&keys.devices()).to_string();
            let seal = SealSecret::from_seed(keys.seed(&new).unwrap()).public();
            // The proof is made when the commit is.
            json!({"do": "device_add", "key": HEXLOWER.encode(&keys.public(&new).unwrap()), "member": member,
                   "proof": "00".repeat(64), "seal": HEXLOWER.encode(seal.as_bytes())})
        }
        _ if dice.one_in(4) => {
            json!({"do": "case", "nonce": "0e".repeat(16), "recovery": "0e".repeat(32)})
        }
        _ => json!({"do": "floor", "format": "onus/0", "suite": "ed25519-sha256"}),
    }
}

/// A further commit of a device of the history, which has seen all, or some; and may fork its chain.
pub(crate) fn commit(pieces: &[Piece], keys: &Keys, pools: &Pools, dice: &mut Dice) -> Piece {
    let mut people = enrolled(pieces);
    people.retain(|(device, _)| keys.public(device).is_some());
    let (mut device, member) = dice.of(&people).clone();
    if dice.one_in(12) {
        // The recovery key's id, if a founding commit says it.
        let public = pieces[0].header["effects"]
            .as_array()
            .into_iter()
            .flatten()
            .find_map(|effect| effect["recovery"].as_str());
        let key = HEXLOWER.decode(public.unwrap_or_default().as_bytes()).unwrap_or_default();
        device = HEXLOWER.encode(&tagged("key", &[&b"ed25519-sha256\n"[..], &key].concat()));
    }
    let known: Vec<Known> = pieces.iter().map(Known::of).collect();
    let mut seen: BTreeSet<usize> = (0..known.len()).collect();
    if dice.one_in(3) {
        seen = BTreeSet::from([dice.below(known.len()), dice.below(known.len())]);
    }
    let own: Vec<usize> = (0..known.len()).filter(|n| known[*n].device == device).collect();
    let mut previous = own.last().copied();
    if dice.one_in(6) && !own.is_empty() {
        previous = Some(*dice.of(&own));
        seen = BTreeSet::from([dice.below(known.len())]);
    }
    seen.extend(previous);
    let seen = closure(&known, seen);
    let among: Vec<Known> = seen.iter().map(|n| Known::of(&pieces[*n])).collect();
    let mut parents: BTreeSet<String> = heads(&among).into_iter().collect();
    parents.extend(previous.map(|n| known[n].id.clone()));
    let mut header = json!({
        "case": pieces[0].id, "device": device, "effects": [], "format": "onus/0", "leaves": {},
        "parents": parents, "seq": previous.map_or(0, |n| pieces[n].header["seq"].as_u64().unwrap_or(0) + 1),
        "suite": "ed25519-sha256",
    });
    if let Some(n) = previous {
        header["previous"] = known[n].id.as_str().into();
    }
    let effects: Vec<Value> =
        (0..dice.below(3)).map(|_| effect(pieces, &device, keys, dice)).collect();
    let mut effects = effects;
    effects.sort_by_key(spell);
    effects.dedup();
    header["effects"] = effects.into();
    let time = if dice.one_in(25) { "2099-01-01T00:00:00Z" } else { "2026-11-24T09:00:00Z" };
    let meta = json!({"op": "meta", "v": 1, "author": member, "time": time, "tool": "test 0"});
    let names: Vec<&str> =
        seen.iter().flat_map(|n| pieces[*n].names.iter().map(String::as_str)).collect();
    let mut contents = vec![spell(&meta)];
    contents.extend((0..dice.below(4)).map(|_| spell(&operation(pools, &names, dice))));
    let (mut leaves, mut names) = (Vec::new(), Vec::new());
    for (index, content) in contents.into_iter().enumerate() {
        let salt = dice.bytes::<16>().to_vec();
        names.push(name_of(&header, index, &salt, &content));
        leaves.push(Part::Open { salt, content });
    }
    let root = HEXLOWER.encode(&merkle::root(names.iter().map(Vec::as_slice)));
    header["leaves"] = json!({"count": names.len(), "root": root});
    let id = HEXLOWER.encode(&tagged("commit", &spell(&header)));
    Piece { header, leaves, id, names: names.iter().map(|name| HEXLOWER.encode(name)).collect() }
}

fn closure(known: &[Known], of: BTreeSet<usize>) -> BTreeSet<usize> {
    let mut closed = BTreeSet::new();
    let mut left: Vec<usize> = of.into_iter().collect();
    while let Some(n) = left.pop() {
        if closed.insert(n) {
            let parents = known[n].parents.iter();
            left.extend(parents.filter_map(|id| known.iter().position(|one| one.id == *id)));
        }
    }
    closed
}
