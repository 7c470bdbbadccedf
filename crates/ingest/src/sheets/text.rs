//! The text of one cell: what of it counts, and what no cell may hold.
//!
//! White space around a cell is never meant. Line ends are one character whatever machine wrote them.
//! Control characters are refused, not dropped: XLSX and YAML cannot hold them, and one in the middle
//! of a name is a sign that something went wrong before.

/// Normalizes a cell's text; `None` when nothing is in it.
///
/// # Errors
///
/// The first character that no cell may hold.
pub(super) fn clean(raw: &str) -> Result<Option<String>, char> {
    if let Some(refused) = raw.chars().find(|character| is_refused(*character)) {
        return Err(refused);
    }
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    if trimmed.contains('\r') {
        return Ok(Some(trimmed.replace("\r\n", "\n").replace('\r', "\n")));
    }
    Ok(Some(trimmed.to_owned()))
}

/// Whether the character may stand in no cell: controls but tab and line end, and what is no character.
fn is_refused(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        character => character.is_control(),
    }
}

/// Whether a cell holding this text gives it back unchanged when read.
pub(super) fn is_kept(text: &str) -> bool {
    text != EMPTY && clean(text).is_ok_and(|cleaned| cleaned.as_deref() == Some(text))
}

/// What keeps a cell empty where there is a default.
pub(super) const EMPTY: &str = "-";

/// Whether a spreadsheet program would take the text, after any apostrophes, for a formula.
fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@']) && text != EMPTY
}

/// Writes a text so that no spreadsheet program takes it for a formula when it opens a CSV file: with
/// one apostrophe before it.
pub(super) fn guard(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Writes a text into a cell that is marked as text, where only the apostrophe needs guarding.
pub(super) fn guard_typed(text: &str) -> String {
    if text.starts_with('\'') { guard(text) } else { text.to_owned() }
}

/// Takes back what [`guard`] and [`guard_typed`] add.
pub(super) fn unguard(text: String) -> String {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_comes_back_as_it_was() {
        for text in ["=1+1", "'=1", "''=1", "+7 701", "-43.3,52.8", "@who", "'tis", "'", "-", "a=b"]
        {
            assert_eq!(unguard(guard(text)), text);
            assert_eq!(unguard(guard_typed(text)), text);
            assert!(!guard(text).starts_with(['=', '+', '@']), "{text} is still a formula");
        }
    }

    #[test]
    fn cells_lose_what_surrounds_them_and_refuse_controls() {
        assert_eq!(clean("\u{feff}a"), Ok(Some("\u{feff}a".to_owned())));
        assert_eq!(clean("  a\r\nb \n"), Ok(Some("a\nb".to_owned())));
        assert_eq!(clean(" \n"), Ok(None));
        assert_eq!(clean("a\0b"), Err('\0'));
        assert_eq!(clean("a\u{1b}b"), Err('\u{1b}'));
        assert_eq!(clean("\u{202b}متن"), Ok(Some("\u{202b}متن".to_owned())));
    }
}
