//! How a mutant is made: a history, what is added to it, and what is bent.

use data_encoding::HEXLOWER;
use onus_ledger::SealSecret;
use onus_ledger::bundle::seal;
use serde_json::{Value, json};
use std::io::Write as _;

use crate::bases::{Base, Keys, Part, Piece, name_of, tagged};
use crate::build::{
    Bend, Built, MAGIC, Rebuild, close, commit_frames, countersigned, frame, note, spell,
};
use crate::dice::Dice;
use crate::pools::{Pools, scalars};
use crate::{edit, grow};

/// A bundle to be judged.
pub(crate) struct Mutant {
    pub(crate) kind: &'static str,
    pub(crate) base: String,
    /// Commits that are held before, as the vectors show them.
    pub(crate) held: Vec<Value>,
    pub(crate) input: Vec<u8>,
    /// The seed of the device that opens it, when it is sealed.
    pub(crate) seed: Option<[u8; 32]>,
    pub(crate) to: Option<String>,
    pub(crate) clock: Option<&'static str>,
}

impl Mutant {
    /// What the other verifier is asked.
    pub(crate) fn line(&self) -> String {
        let held: Vec<Value> = self.held.iter().map(raw).collect();
        let mut line = json!({"held": held});
        let input = HEXLOWER.encode(&self.input);
        match &self.seed {
            Some(seed) => {
                line["sealed"] = input.into();
                line["secret"] = HEXLOWER.encode(&tagged("seal", seed)).into();
            }
            None => line["bundle"] = input.into(),
        }
        if let Some(to) = &self.to {
            line["device"] = to.as_str().into();
        }
        if let Some(clock) = self.clock {
            line["now"] = clock.into();
        }
        line.to_string()
    }
}

fn raw(shown: &Value) -> Value {
    let hex = |field: &str, of: &Value| HEXLOWER.encode(&crate::vectors::bytes(of, field));
    let leaf = |leaf: &Value| match leaf.get("closed") {
        Some(why) => json!({"why": why, "id": leaf["id"]}),
        None => json!({"salt": leaf["salt"], "content": hex("content", leaf)}),
    };
    let leaves: Vec<Value> = shown["leaves"].as_array().unwrap().iter().map(leaf).collect();
    json!({"header": hex("header", shown), "signature": shown["signature"], "leaves": leaves})
}

/// Where something is bent, and how often of how many.
const KINDS: &[(&str, usize)] = &[
    ("nothing", 14),
    ("a field of an operation", 16),
    ("a byte of an operation", 8),
    ("another operation", 8),
    ("a field of a header", 16),
    ("a byte of a header", 6),
    ("an effect more", 12),
    ("a field of an effect", 12),
    ("a key", 4),
    ("a parent more", 4),
    ("a leaf closed", 4),
    ("altered after signing", 5),
    ("order of commits", 5),
    ("a checkpoint", 8),
    ("an object", 3),
    ("a field of the manifest", 7),
    ("a byte of the manifest", 2),
    ("frames", 4),
    ("bytes of the whole", 3),
    ("bytes of the sealed file", 2),
];

pub(crate) fn mutant(bases: &[Base], keys: &Keys, pools: &Pools, dice: &mut Dice) -> Mutant {
    let base = dice.of(bases);
    let mut pieces = base.pieces.clone();
    for _ in 0..dice.below(4) {
        let piece = grow::commit(&pieces, keys, pools, dice);
        pieces.push(piece);
    }
    let held = if dice.one_in(3) { dice.below(base.pieces.len() + 1) } else { 0 };
    let from = if dice.one_in(2) { held } else { 0 };
    let mut kind = pick(dice);
    if from == pieces.len() {
        kind = "a field of the manifest";
    }
    let target = from + dice.below(pieces.len() - from);
    let mut here = Vec::new();
    for piece in &pieces {
        scalars(&piece.header, &mut here);
        here.extend(piece.names.iter().map(|name| Value::from(name.as_str())));
    }

    let mut rebuild = Rebuild::new(keys);
    let mut built = Vec::new();
    for (number, piece) in pieces.iter().enumerate().skip(from) {
        let bent = number == target;
        let mut at_leaves = |leaves: &mut Vec<Part>| bend_leaves(kind, leaves, pools, &here, dice);
        let one = match kind {
            "a field of an operation" | "a byte of an operation" | "another operation" if bent => {
                rebuild.commit(piece, Bend::Leaves(&mut at_leaves))
            }
            "a field of a header" if bent => rebuild
                .commit(piece, Bend::Header(&mut |header| edit::value(header, pools, &here, dice))),
            "a byte of a header" if bent => {
                rebuild.commit(piece, Bend::Bytes(&mut |bytes| edit::bytes(bytes, dice)))
            }
            "a key" if bent => {
                rebuild.commit(piece, Bend::Header(&mut |header| bend_key(header, dice)))
            }
            "a parent more" if bent => rebuild
                .commit(piece, Bend::Header(&mut |header| bend_parents(header, &pieces, dice))),
            "an effect more" | "a field of an effect" if bent => rebuild.commit(
                piece,
                Bend::Header(&mut |header| {
                    bend_effects(kind, header, &pieces, keys, pools, &here, dice)
                }),
            ),
            _ => rebuild.commit(piece, Bend::Nothing),
        };
        built.push(one);
    }
    let index = target - from;
    if kind == "a leaf closed" || (kind == "nothing" && dice.one_in(3)) {
        close_leaf(&mut built[index], dice);
    }
    if kind == "altered after signing" {
        alter(&mut built[index], dice);
    }

    // What is known once all of this is held: for heads and checkpoints.
    let mut known: Vec<Known> =
        base.pieces[..held.max(from).min(base.pieces.len())].iter().map(Known::of).collect();
    known.retain(|one| !built.iter().any(|new| new.id == one.id));
    known.extend(built.iter().map(Known::built));
    let case = known.first().map_or(String::new(), |one| one.id.clone());
    let mut manifest = manifest(&known, &built, keys, dice);
    manifest["case"] = case.clone().into();
    if from > 0 {
        let before: Vec<Known> =
            base.pieces[..from.min(base.pieces.len())].iter().map(Known::of).collect();
        manifest["base"] = heads(&before).into();
    }
    let mut commits: Vec<Vec<Vec<u8>>> = built.iter().map(commit_frames).collect();
    if kind == "order of commits" && commits.len() > 1 {
        let (one, two) = (dice.below(commits.len()), dice.below(commits.len()));
        match dice.below(3) {
            0 => commits.swap(one, two),
            1 => drop(commits.remove(one)),
            _ => commits.insert(two, commits[one].clone()),
        }
    }
    let mut frames: Vec<Vec<u8>> = commits.concat();
    let count =
        |kind: u8, frames: &[Vec<u8>]| frames.iter().filter(|frame| frame[0] == kind).count();
    for (field, kind) in [("commits", b'C'), ("open", b'P'), ("closed", b'A')] {
        manifest[field] = count(kind, &frames).into();
    }
    if kind == "a checkpoint" || dice.one_in(4) {
        let bend = kind == "a checkpoint";
        let notes = notes(&known, &case, keys, bend, dice);
        manifest["checkpoints"] = notes.len().into();
        frames.extend(notes.iter().map(|note| frame(b'K', note)));
    }
    if kind == "an object" || dice.one_in(5) {
        let (objects, number) = objects(kind == "an object", dice);
        manifest["objects"] = number.into();
        frames.extend(objects);
    }
    let to = manifest["to"][0].as_str().map(str::to_owned);
    let from_device = manifest["from"].as_str().unwrap_or_default().to_owned();
    if kind == "a field of the manifest" {
        edit::value(&mut manifest, pools, &here, dice);
    }
    let mut bytes = spell(&manifest);
    if kind == "a byte of the manifest" {
        edit::bytes(&mut bytes, dice);
    }
    frames.insert(0, frame(b'M', &bytes));
    if kind == "frames" {
        bend_frames(&mut frames, dice);
    }
    let stated = manifest["from"].as_str().filter(|device| keys.public(device).is_some());
    let signer = match dice.one_in(60) {
        true => dice.of(&keys.devices()).to_string(),
        false => stated.map_or(from_device, str::to_owned),
    };
    let mut input = close(keys, &signer, &frames);
    if kind == "bytes of the whole" {
        bend_whole(&mut input, dice);
    }
    let to = if dice.one_in(30) { dice.of(&keys.devices()).to_string().into() } else { to };
    let sealed = kind == "bytes of the sealed file" || dice.one_in(10);
    let mut seed = None;
    if sealed {
        let device = dice.of(&keys.devices()).to_string();
        let other = dice.of(&keys.devices()).to_string();
        let key = |device: &str| SealSecret::from_seed(keys.seed(device).unwrap()).public();
        let mut output = seal(Vec::new(), &[key(&other), key(&device)]).unwrap();
        output.write_all(&input).unwrap();
        input = output.finish().unwrap();
        seed = keys.seed(&device).copied();
        if kind == "bytes of the sealed file" {
            bend_sealed(&mut input, dice);
        }
    }
    Mutant {
        kind,
        base: base.name.clone(),
        held: base.shown[..held].to_vec(),
        input,
        seed,
        to: to.filter(|_| dice.one_in(3)),
        clock: dice.one_in(3).then_some("2026-11-25T00:00:00Z"),
    }
}

fn pick(dice: &mut Dice) -> &'static str {
    let all: usize = KINDS.iter().map(|(_, weight)| weight).sum();
    let mut left = dice.below(all);
    for (kind, weight) in KINDS {
        if left < *weight {
            return kind;
        }
        left -= weight;
    }
    unreachable!("the weights add up")
}

/// A commit as far as heads and chains need it.
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) device: String,
    pub(crate) previous: Option<String>,
    pub(crate) parents: Vec<String>,
}

impl Known {
    pub(crate) fn of(piece: &Piece) -> Self {
        let text = |field: &str| piece.header[field].as_str().map(str::to_owned);
        let parents = piece.header["parents"].as_array().unwrap().iter();
        Self {
            id: piece.id.clone(),
            device: text("device").unwrap_or_default(),
            previous: text("previous"),
            parents: parents.filter_map(|id| Some(id.as_str()?.to_owned())).collect(),
        }
    }

    fn built(built: &Built) -> Self {
        Self {
            id: built.id.clone(),
            device: built.device.clone(),
            previous: built.previous.clone(),
            parents: built.parents.clone(),
        }
    }
}

pub(crate) fn heads(known: &[Known]) -> Vec<String> {
    let mut heads: Vec<String> = known
        .iter()
        .filter(|one| !known.iter().any(|other| other.parents.contains(&one.id)))
        .map(|one| one.id.clone())
        .collect();
    heads.sort();
    heads.dedup();
    heads
}

fn manifest(known: &[Known], built: &[Built], keys: &Keys, dice: &mut Dice) -> Value {
    let devices: Vec<&str> = known
        .iter()
        .map(|one| one.device.as_str())
        .filter(|device| keys.public(device).is_some())
        .collect();
    let from = if built.is_empty() || dice.one_in(3) { *dice.of(&devices) } else { devices[0] };
    let mut to = vec![dice.of(&keys.devices()).to_string(), dice.of(&keys.devices()).to_string()];
    to.sort();
    to.dedup();
    json!({
        "bundle": HEXLOWER.encode(&dice.bytes::<16>()), "case": "", "checkpoints": 0, "closed": 0,
        "commits": 0, "format": "onus/0", "from": from, "heads": heads(known), "level": "team",
        "objects": 0, "open": 0, "time": "2026-11-24T10:00:00Z", "to": to,
    })
}

fn bend_leaves(kind: &str, leaves: &mut Vec<Part>, pools: &Pools, here: &[Value], dice: &mut Dice) {
    let names: Vec<&str> =
        here.iter().filter_map(Value::as_str).filter(|text| text.len() == 64).collect();
    let index = dice.below(leaves.len());
    if kind == "another operation" {
        let content = spell(&grow::operation(pools, &names, dice));
        let leaf = Part::Open { salt: dice.bytes::<16>().to_vec(), content };
        match dice.below(8) {
            0 => leaves[index] = leaf,
            1 => leaves.insert(index, leaf),
            2 => drop(leaves.remove(index)),
            _ => leaves.push(leaf),
        }
        return;
    }
    let Part::Open { content, .. } = &mut leaves[index] else { return };
    if dice.one_in(2) && index > 0 {
        *content = spell(&grow::operation(pools, &names, dice));
    }
    match serde_json::from_slice::<Value>(content) {
        Ok(mut value) if kind == "a field of an operation" => {
            edit::value(&mut value, pools, here, dice);
            *content = spell(&value);
        }
        _ => edit::bytes(content, dice),
    }
    content.truncate(65_536);
}

fn bend_effects(
    kind: &str,
    header: &mut Value,
    pieces: &[Piece],
    keys: &Keys,
    pools: &Pools,
    here: &[Value],
    dice: &mut Dice,
) {
    let device = header["device"].as_str().unwrap_or_default().to_owned();
    let Some(effects) = header["effects"].as_array_mut() else { return };
    if kind == "an effect more" || effects.is_empty() {
        for _ in 0..=dice.below(2) {
            effects.push(grow::effect(pieces, &device, keys, dice));
        }
    }
    if kind == "a field of an effect" {
        let place = dice.below(effects.len());
        edit::value(&mut effects[place], pools, here, dice);
    }
    if !dice.one_in(10) {
        effects.sort_by_key(spell);
    }
}

const BAD_KEYS: &[&str] = &[
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0200000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "0900000000000000000000000000000000000000000000000000000000000000",
];

/// Puts a bad key, or one that stands elsewhere in the header, where a key stands.
fn bend_key(header: &mut Value, dice: &mut Dice) {
    let Some(effects) = header["effects"].as_array_mut() else { return };
    let fields = ["key", "seal", "recovery"];
    let mut keys: Vec<String> = BAD_KEYS.iter().map(|key| (*key).to_owned()).collect();
    for effect in effects.iter() {
        keys.extend(fields.iter().filter_map(|field| Some(effect[*field].as_str()?.to_owned())));
    }
    let key = dice.of(&keys).clone();
    let start = dice.below(fields.len());
    for effect in effects.iter_mut() {
        for turn in 0..fields.len() {
            let field = fields[(start + turn) % fields.len()];
            if effect.get(field).is_some() {
                effect[field] = key.into();
                effects.sort_by_key(spell);
                return;
            }
        }
    }
}

/// Names a commit of the history as a parent too, in order.
fn bend_parents(header: &mut Value, pieces: &[Piece], dice: &mut Dice) {
    let other = Value::from(dice.of(pieces).id.as_str());
    let Some(parents) = header["parents"].as_array_mut() else { return };
    parents.push(other);
    parents.sort_by_key(spell);
    parents.dedup();
}

fn close_leaf(built: &mut Built, dice: &mut Dice) {
    let header: Value = serde_json::from_slice(&built.header).unwrap_or_default();
    let index = dice.below(built.leaves.len());
    if let Part::Open { salt, content } = &built.leaves[index] {
        let mut id = name_of(&header, index, salt, content);
        if dice.one_in(6) {
            id[dice.below(32)] ^= 1;
        }
        let why =
            u8::try_from(if dice.one_in(6) { dice.below(256) } else { 1 + dice.below(3) }).unwrap();
        built.leaves[index] = Part::Closed { why, id };
    }
}

fn alter(built: &mut Built, dice: &mut Dice) {
    let index = dice.below(built.leaves.len());
    let flip = |bytes: &mut Vec<u8>, dice: &mut Dice| {
        if !bytes.is_empty() {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
        }
    };
    match (dice.below(4), &mut built.leaves[index]) {
        (0, Part::Open { salt, .. }) => flip(salt, dice),
        (1, Part::Open { content, .. }) => flip(content, dice),
        (0 | 1, Part::Closed { id, .. }) => flip(id, dice),
        (2, _) => flip(&mut built.signature, dice),
        _ => flip(&mut built.header, dice),
    }
}

fn notes(known: &[Known], case: &str, keys: &Keys, bend: bool, dice: &mut Dice) -> Vec<Vec<u8>> {
    let devices: Vec<&str> = known
        .iter()
        .map(|one| one.device.as_str())
        .filter(|device| keys.public(device).is_some())
        .collect();
    let mut notes = Vec::new();
    for _ in 0..=dice.below(2) {
        let device = *dice.of(&devices);
        let mut at = known.iter().rev().find(|one| one.device == device).map(|one| one.id.clone());
        let mut chain = Vec::new();
        while let Some(one) = at.and_then(|id| known.iter().find(|one| one.id == id)) {
            chain.insert(0, HEXLOWER.decode(one.id.as_bytes()).unwrap());
            at = one.previous.clone().filter(|_| chain.len() < 100);
        }
        let size = 1 + dice.below(chain.len());
        let bent = if bend { dice.below(9) } else { 9 };
        if bent == 0 {
            let at = dice.below(chain.len());
            chain[at][0] ^= 1;
        }
        let size = if bent == 1 { dice.below(4) } else { size };
        let other = dice.of(&keys.devices()).to_string();
        let device = if bent == 2 { other.as_str() } else { device };
        let mut note = note(keys, case, device, &chain, size);
        let time = if bent == 3 { dice.next() >> dice.below(40) } else { 1_795_456_800 };
        if bent == 3 || dice.one_in(3) {
            note += &countersigned(keys, case, &other, &note, time);
        }
        if bent == 4 {
            note += *dice.of(&[
                "— office.example AAAAAAA=\n",
                "— a+b AAAAAAA=\n",
                "— a\u{a0}b AAAAAAA=\n",
                "— a AAAA\n",
                "\n",
            ]);
        }
        let mut bytes = note.into_bytes();
        if bent == 5 || bent == 6 {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(7);
        }
        if bent == 7 {
            edit::bytes(&mut bytes, dice);
        }
        bytes.truncate(65_536);
        if bytes.is_empty() {
            bytes.push(b'\n');
        }
        notes.push(bytes);
    }
    notes
}

fn objects(bend: bool, dice: &mut Dice) -> (Vec<Vec<u8>>, usize) {
    let (mut frames, number) = (Vec::new(), 1 + dice.below(2));
    for n in 0..number {
        let content = format!("text {}", "x".repeat(dice.below(40) + n));
        let mut digest = crate::bases::sha(content.as_bytes());
        let mut length = content.len() as u64;
        match if bend { dice.below(5) } else { 9 } {
            0 => digest[0] ^= 1,
            1 => length = length.wrapping_add(dice.next() % 3).wrapping_sub(1),
            2 => length = dice.next(),
            _ => {}
        }
        frames.push(frame(b'O', &[&digest[..], &length.to_be_bytes()].concat()));
        frames.extend(content.as_bytes().chunks(16).map(|piece| frame(b'D', piece)));
        if bend && dice.one_in(4) {
            let again = frames.clone();
            frames.extend(again);
        }
    }
    (frames, number)
}

fn bend_frames(frames: &mut Vec<Vec<u8>>, dice: &mut Dice) {
    let (one, two) = (dice.below(frames.len()), dice.below(frames.len()));
    match dice.below(6) {
        0 => frames.swap(one, two),
        1 => drop(frames.remove(one)),
        2 => frames.insert(two, frames[one].clone()),
        3 => frames[one][0] = *dice.of(b"MCSPAKODZQ"),
        4 => frames[one][4] = frames[one][4].wrapping_add(1),
        _ => frames[one][1 + dice.below(4)] ^= 1 << dice.below(8),
    }
}

fn bend_whole(input: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(input.len());
    match dice.below(4) {
        0 => input.truncate(at),
        1 => input.push(0),
        2 => input[dice.below(MAGIC.len() + 5)] ^= 1 << dice.below(8),
        _ => input[at] ^= 1 << dice.below(8),
    }
}

fn bend_sealed(input: &mut Vec<u8>, dice: &mut Dice) {
    let at =
        if dice.one_in(2) { dice.below(400).min(input.len() - 1) } else { dice.below(input.len()) };
    match dice.below(4) {
        0 => input.truncate(at),
        1 => input.push(0),
        _ => input[at] ^= 1 << dice.below(8),
    }
}
