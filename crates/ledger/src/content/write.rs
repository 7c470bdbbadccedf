//! Writes a value in its one spelling.

use super::{CONTENT_LIMIT, Json, MAX_DEPTH, MAX_INTEGER, Object, is_key};
use crate::reason::{Fault, Reason};

/// Writes an operation's content, at most [`CONTENT_LIMIT`] bytes.
///
/// # Errors
///
/// A `content.…` reason when the object lies outside the profile (a field name, a number, U+0000, depth,
/// size), with the offset in the output where that showed.
pub fn write(object: &Object) -> Result<Vec<u8>, Fault> {
    write_within(object, CONTENT_LIMIT)
}

/// Writes an object of at most `limit` bytes.
///
/// # Errors
///
/// As [`write()`].
pub fn write_within(object: &Object, limit: usize) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    fields(object, 1, &mut out)?;
    if out.len() > limit {
        return Err(Fault::at(Reason::ContentSize, limit));
    }
    Ok(out)
}

fn value(json: &Json, depth: usize, out: &mut Vec<u8>) -> Result<(), Fault> {
    match json {
        Json::Bool(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Json::Integer(number) => {
            if !(-MAX_INTEGER..=MAX_INTEGER).contains(number) {
                return Err(Fault::at(Reason::ContentRange, out.len()));
            }
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Json::Text(text) => string(text, out)?,
        Json::List(items) => {
            check_depth(depth + 1, out)?;
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                value(item, depth + 1, out)?;
            }
            out.push(b']');
        }
        Json::Object(object) => fields(object, depth + 1, out)?,
    }
    Ok(())
}

fn fields(object: &Object, depth: usize, out: &mut Vec<u8>) -> Result<(), Fault> {
    check_depth(depth, out)?;
    out.push(b'{');
    for (place, (key, json)) in object.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        if !is_key(key.as_bytes()) {
            return Err(Fault::at(Reason::ContentKey, out.len()));
        }
        out.push(b'"');
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        value(json, depth, out)?;
    }
    out.push(b'}');
    Ok(())
}

fn check_depth(depth: usize, out: &[u8]) -> Result<(), Fault> {
    if depth > MAX_DEPTH {
        return Err(Fault::at(Reason::ContentDepth, out.len()));
    }
    Ok(())
}

fn string(text: &str, out: &mut Vec<u8>) -> Result<(), Fault> {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            0 => return Err(Fault::at(Reason::ContentNul, out.len())),
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            8 => out.extend_from_slice(b"\\b"),
            9 => out.extend_from_slice(b"\\t"),
            10 => out.extend_from_slice(b"\\n"),
            12 => out.extend_from_slice(b"\\f"),
            13 => out.extend_from_slice(b"\\r"),
            1..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
    Ok(())
}
