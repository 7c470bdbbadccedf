//! The `scope` column: `qualifier = value`, several separated by semicolons.
//!
//! A semicolon separates only where a qualifier and `=` follow it, so that words may have semicolons.
//! Two semicolons together always stand for one that belongs to the value; the writer doubles them all.

/// Splits a scope into its entries, each with its qualifier and its value.
///
/// # Errors
///
/// The entry that has no `=`.
pub(super) fn split(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut entries = Vec::new();
    let mut entry = String::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        rest = &rest[character.len_utf8()..];
        if character != ';' {
            entry.push(character);
        } else if let Some(after) = rest.strip_prefix(';') {
            entry.push(';');
            rest = after;
        } else if rest.trim().is_empty() {
            break;
        } else if starts_with_qualifier(rest) {
            entries.push(std::mem::take(&mut entry));
        } else {
            entry.push(';');
        }
    }
    entries.push(entry);
    entries
        .into_iter()
        .map(|entry| match entry.split_once('=') {
            Some((qualifier, value)) => Ok((qualifier.trim().to_owned(), value.trim().to_owned())),
            None => Err(entry.trim().chars().take(60).collect()),
        })
        .collect()
}

fn starts_with_qualifier(text: &str) -> bool {
    text.split_once('=').is_some_and(|(word, _)| {
        let word = word.trim();
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

/// Writes one entry.
pub(super) fn entry(qualifier: &str, value: &str) -> String {
    format!("{qualifier} = {}", value.replace(';', ";;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_as_written() {
        let values = ["a", "en: one; two", "en: x = y; z = w", ";", "a;", ";;b", "a;b=c"];
        for first in values {
            for second in values {
                let text = format!("{}; {}", entry("with", first), entry("to", second));
                let expected = [("with", first), ("to", second)]
                    .map(|(one, two)| (one.to_owned(), two.to_owned()));
                assert_eq!(split(&text), Ok(expected.to_vec()), "{text}");
            }
        }
    }

    #[test]
    fn single_semicolons_are_read_as_meant() {
        let words = vec![("by".to_owned(), "en: one; two".to_owned())];
        assert_eq!(split("by = en: one; two"), Ok(words));
        assert_eq!(split("with = a;"), Ok(vec![("with".to_owned(), "a".to_owned())]));
        assert_eq!(split("with a"), Err("with a".to_owned()));
    }
}
