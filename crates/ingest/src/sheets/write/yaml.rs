//! Writing YAML: plain words plainly, everything else between double quotes, so that no reader of YAML
//! takes a text for a number, a date or a truth value.

use super::{REGISTER, Written};
use crate::sheets::column::Column;

pub(super) fn write(table: &Written) -> Vec<u8> {
    let mut text = String::new();
    if table.name == REGISTER {
        register(table, &mut text);
    } else {
        text.push_str(&format!("sheet: {}\nclaims:", scalar(&table.name)));
        if table.rows.is_empty() {
            text.push_str(" []");
        }
        text.push('\n');
        for row in &table.rows {
            let filled = table.columns.iter().filter_map(|column| Some((column, row.get(column)?)));
            for (place, (column, cell)) in filled.enumerate() {
                let indent = if place == 0 { "  - " } else { "    " };
                text.push_str(&format!("{indent}{column}: {}\n", scalar(cell)));
            }
        }
    }
    text.into_bytes()
}

fn register(table: &Written, text: &mut String) {
    text.push_str("register:\n");
    for row in &table.rows {
        let cell = |column| row.get(&column).map_or_else(String::new, |cell| scalar(cell));
        let (handle, record_type) = (cell(Column::Handle), cell(Column::Type));
        match row.get(&Column::Label) {
            None => text.push_str(&format!("  {handle}: {record_type}\n")),
            Some(_) => {
                let label = cell(Column::Label);
                text.push_str(&format!("  {handle}: {{ type: {record_type}, label: {label} }}\n"));
            }
        }
    }
}

/// Words that some reader of YAML takes for something else.
const TAKEN: &[&str] = &["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"];

fn scalar(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|character| {
            character.is_ascii_alphanumeric() || matches!(character, ' ' | '-' | '_' | '.' | '/')
        })
        && !TAKEN.contains(&text.to_ascii_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // Line ends of other kinds and marks of byte order would be folded or dropped.
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
