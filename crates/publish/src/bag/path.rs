//! File paths as manifests write them, and paths that are refused.

use std::borrow::Cow;

/// Writes a path as a manifest of version 1.0 has it: line ends and percent signs, and only those,
/// percent-encoded.
#[must_use]
pub fn encode(path: &str) -> Cow<'_, str> {
    if !path.contains(['%', '\n', '\r']) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D"))
}

/// Reads a path as a manifest of version 1.0 has it. `None` when it holds a percent sign that stands for
/// nothing a manifest may encode.
#[must_use]
pub fn decode(written: &str) -> Option<Cow<'_, str>> {
    if !written.contains('%') {
        return Some(Cow::Borrowed(written));
    }
    let mut parts = written.split('%');
    let mut path = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (character, rest) = escaped(part)?;
        path.push(character);
        path.push_str(rest);
    }
    Some(Cow::Owned(path))
}

/// The character that two digits after a percent sign stand for, and what follows them.
fn escaped(part: &str) -> Option<(char, &str)> {
    let (digits, rest) = part.split_at_checked(2)?;
    let character = match digits {
        "25" => '%',
        "0A" | "0a" => '\n',
        "0D" | "0d" => '\r',
        _ => return None,
    };
    Some((character, rest))
}

/// Reads a path as before 1.0: only line ends are decoded, everything else stands as it is.
pub(super) fn decode_line_ends(written: &str) -> String {
    let mut parts = written.split('%');
    let mut path = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match escaped(part) {
            Some((character, rest)) if character != '%' => {
                path.push(character);
                path.push_str(rest);
            }
            _ => {
                path.push('%');
                path.push_str(part);
            }
        }
    }
    path
}

/// Why a path is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// There is nothing.
    #[error("is empty")]
    Empty,
    /// It begins at a root, a drive or somebody's home folder.
    #[error("leads out of the bag: it does not start in it")]
    Absolute,
    /// It goes up.
    #[error("leads out of the bag: it has a part \"..\"")]
    Up,
    /// It has a character that no file name has.
    #[error("has a character that no file name can have")]
    Nul,
}

/// A path inside the bag, with `.` and empty parts left out. The flag says whether there were any.
pub(super) fn inside(path: &str) -> Result<(String, bool), PathError> {
    if path.is_empty() {
        return Err(PathError::Empty);
    }
    if path.contains('\0') {
        return Err(PathError::Nul);
    }
    let drive = path.as_bytes().get(1) == Some(&b':')
        && path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if drive || path.starts_with(['/', '\\', '~']) {
        return Err(PathError::Absolute);
    }
    // A backslash separates on some systems, and must not lead out there either.
    if path.split(['/', '\\']).any(|part| part == "..") {
        return Err(PathError::Up);
    }
    let plain: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if plain.is_empty() {
        return Err(PathError::Empty);
    }
    let plain = plain.join("/");
    let changed = plain != path;
    Ok((plain, changed))
}

/// What keeps a path from being a file name on Windows, if anything does.
pub(super) fn not_on_windows(path: &str) -> Option<&str> {
    path.split('/').find(|part| {
        let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
        let numbered = |name: &str| {
            let number = stem.strip_prefix(name);
            number.is_some_and(|number| number.len() == 1 && ("1"..="9").contains(&number))
        };
        part.contains(['<', '>', ':', '"', '|', '?', '*', '\\'])
            || part.chars().any(char::is_control)
            || part.ends_with(['.', ' '])
            || matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
            || numbered("COM")
            || numbered("LPT")
            || part.encode_utf16().count() > 255
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(path in any::<String>()) {
            let written = encode(&path);
            prop_assert!(!written.contains(['\n', '\r']));
            let decoded = decode(&written);
            prop_assert_eq!(decoded.as_deref(), Some(path.as_str()));
        }

        #[test]
        fn few_characters_are_encoded_and_no_others(path in "[a%0-9\n\r D/]{0,12}") {
            let written = encode(&path);
            let marked = path.matches(['%', '\n', '\r']).count();
            prop_assert_eq!(written.len(), path.len() + 2 * marked);
            let decoded = decode(&written);
            prop_assert_eq!(decoded.as_deref(), Some(path.as_str()));
            let lines = path.replace('\n', "%0A").replace('\r', "%0D");
            if !path.contains('%') {
                prop_assert_eq!(decode_line_ends(&lines), path);
            }
        }

        #[test]
        fn no_accepted_path_leads_out(path in "[a./\\\\~:C]{0,9}") {
            if let Ok((plain, _)) = inside(&path) {
                prop_assert!(!plain.starts_with('/'));
                prop_assert!(plain.split('/').all(|part| !matches!(part, "" | "." | "..")));
            }
        }
    }

    #[test]
    fn stray_percent_signs_are_not_read() {
        for written in ["100%", "a%2", "a%zz", "a%20b", "%é"] {
            assert_eq!(decode(written), None, "{written}");
            assert_eq!(decode_line_ends(written), written);
        }
        assert_eq!(decode("a%0a%0D%25").as_deref(), Some("a\n\r%"));
        assert_eq!(decode_line_ends("a%0a%0D%25"), "a\n\r%25");
    }

    #[test]
    fn names_that_windows_refuses() {
        for name in ["data/aux", "data/COM1.txt", "data/a:b", "data/x.", "data/NUL .txt", "a\\b"] {
            assert!(not_on_windows(name).is_some(), "{name}");
        }
        for name in ["data/auxiliary", "data/COM10", "data/Жаңаөзен.txt"] {
            assert_eq!(not_on_windows(name), None, "{name}");
        }
    }
}
