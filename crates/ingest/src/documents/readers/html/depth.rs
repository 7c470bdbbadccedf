//! How deep a page may be, told before it is parsed.
//!
//! To place an element the parser looks through those that are open, so that the time a page takes grows with
//! the square of its depth: one of a few hundred kilobytes can keep it busy for an hour. Elements that are opened
//! and not closed are counted first, in one pass and without placing any.

use crate::documents::Failure;

/// How deep a page may be. Broken pages leave hundreds of elements open; none that people made thousands.
const MOST: usize = 8192;

/// Elements that hold nothing, or that the next of their kind closes.
const CLOSED: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "option", "optgroup", "p", "param", "rp", "rt", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Refuses a page that is too deep.
pub(super) fn check(page: &str) -> Result<(), Failure> {
    let mut open = 0_usize;
    for (at, _) in page.match_indices('<') {
        let rest = page.get(at + 1..).unwrap_or_default();
        let (closes, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let name = rest
            .get(..rest.find(|scalar: char| !scalar.is_ascii_alphanumeric()).unwrap_or(rest.len()));
        let name = name.unwrap_or_default();
        if !name.starts_with(|scalar: char| scalar.is_ascii_alphabetic())
            || CLOSED.iter().any(|closed| closed.eq_ignore_ascii_case(name))
        {
            continue;
        }
        open = if closes { open.saturating_sub(1) } else { open + 1 };
        if open > MOST {
            return Err(Failure::too_much(format!("elements in one another deeper than {MOST}")));
        }
    }
    Ok(())
}
