//! Small changes to a value and to bytes.

use serde_json::Value;

use crate::dice::Dice;
use crate::pools::Pools;

const NAMES: &[&str] = &[
    "a",
    "zz",
    "case",
    "proof",
    "previous",
    "v",
    "note",
    "consent",
    "label",
    "keep",
    "motto",
    "token",
    "object",
    "speaker",
    "member",
    "scope",
    "via",
    "base",
    "corrects",
    "Aa",
    "a-b",
    "abcdefghijklmnopqrstuvwxyzabcdefg",
];

/// Changes one place of a value.
pub(crate) fn value(value: &mut Value, pools: &Pools, here: &[Value], dice: &mut Dice) {
    let mut places = Vec::new();
    collect(value, String::new(), &mut places);
    // The outermost too, but seldom.
    let place = if dice.one_in(20) { String::new() } else { dice.of(&places).clone() };
    if !place.is_empty() && dice.one_in(5) {
        return remove(value, &place);
    }
    let Some(at) = value.pointer_mut(&place) else { return };
    match at {
        Value::Object(fields) if !dice.one_in(4) => {
            fields.insert((*dice.of(NAMES)).to_owned(), pools.value(here, dice));
        }
        Value::Array(items) if !dice.one_in(4) => match dice.below(5) {
            0 => items.reverse(),
            1 => items.clear(),
            2 if !items.is_empty() => items.push(items[0].clone()),
            3 if !items.is_empty() => items.insert(0, items[items.len() - 1].clone()),
            _ => {
                items.push(pools.value(here, dice));
                if dice.one_in(2) {
                    items.sort_by_key(crate::build::spell);
                }
            }
        },
        Value::String(text) if dice.one_in(2) => match dice.below(6) {
            0 => *text = text.to_uppercase(),
            1 => text.push(*dice.of(&['0', 'a', ' ', '-', 'é', '\n', '\u{0}'])),
            2 => drop(text.pop()),
            3 => text.clear(),
            _ => {
                let at = dice.below(text.chars().count());
                let other = *dice.of(&['0', '1', 'a', 'f', 'g', '-', '.', 'Z']);
                *text = text
                    .chars()
                    .enumerate()
                    .map(|(n, c)| if n == at { other } else { c })
                    .collect();
            }
        },
        Value::Number(number) if dice.one_in(2) => {
            let now = number.as_i64().unwrap_or(0);
            *at = (*dice.of(&[now + 1, now - 1, -now, now + 65_536])).into();
        }
        _ => *at = pools.value(here, dice),
    }
}

fn collect(value: &Value, at: String, into: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                collect(item, format!("{at}/{number}"), into);
            }
        }
        Value::Object(fields) => {
            for (name, item) in fields {
                collect(item, format!("{at}/{name}"), into);
            }
        }
        _ => {}
    }
    into.push(at);
}

fn remove(value: &mut Value, place: &str) {
    let Some((parent, step)) = place.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.remove(step)),
        Some(Value::Array(items)) => {
            if let Some(number) = step.parse::<usize>().ok().filter(|number| *number < items.len())
            {
                items.remove(number);
            }
        }
        _ => {}
    }
}

const PIECES: &[&[u8]] = &[
    b" ",
    b"\t",
    b"\n",
    b"null",
    b"true",
    b"\\u0000",
    b"\\u001f",
    b"\\u001F",
    b"\\u000a",
    b"\\u00e9",
    b"\\/",
    b"\\x",
    b"\\ud800",
    b"\\u12",
    b"1e3",
    b"1.5",
    b"-0",
    b"-",
    b"01",
    b"9007199254740992",
    b"\"",
    b"\\",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    "é".as_bytes(),
    b"\x00",
    b"\x01",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"[[[[[[[[[[[[[[[[[",
    b"{\"a\":",
    b"\"a\":1,",
    b"\"zz\":1,",
    b",\"zz\":1",
    b"tr",
    b"x",
    b"0",
];

/// Changes a few bytes.
pub(crate) fn bytes(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let colon = bytes.iter().position(|byte| *byte == b':').unwrap_or_default() + 1;
    match dice.below(16) {
        // Too many brackets where a value begins.
        0 if colon > 1 => return drop(bytes.splice(colon..colon, [b'['; 17])),
        // The first field once more.
        1 if colon > 1 => {
            let name: Vec<u8> = bytes[1..colon].to_vec();
            return drop(bytes.splice(1..1, [&name[..], b"1,"].concat()));
        }
        _ => {}
    }
    for _ in 0..=dice.below(2) {
        let at = dice.below(bytes.len() + 1);
        // Where tokens meet, more is said than within a long text.
        let at = match dice.one_in(2) {
            true => {
                let marks = |byte: &u8| b"{}[]:,\"".contains(byte);
                let found = bytes.iter().skip(at).position(marks);
                found.map_or(at, |found| at + found + dice.below(2))
            }
            false => at,
        };
        let end = (at + 1 + dice.below(3)).min(bytes.len());
        match dice.below(8) {
            0 => drop(bytes.drain(at.min(end)..end)),
            1 => bytes.truncate(at.max(1)),
            2 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            3 if dice.one_in(4) => drop(bytes.splice(0..0, *b"\xef\xbb\xbf")),
            4 if at < bytes.len() => {
                let piece = *dice.of(PIECES);
                bytes.splice(at..end, piece.iter().copied());
            }
            _ => {
                let piece = *dice.of(PIECES);
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
    if bytes.is_empty() {
        bytes.push(b'{');
    }
}
