//! How a workbook's cells show their numbers.

use std::collections::BTreeMap;

use super::markup;
use super::package::Unreadable;

/// What a number format makes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Shows a whole number as its digits.
    Digits,
    /// Shows a date or a time.
    Date,
    /// Shows something else: a percentage, an amount of money, a fraction.
    Special,
}

/// The look of each style of cell.
pub(super) struct Looks(Vec<Look>);

impl Looks {
    pub(super) fn read(styles: &str) -> Result<Self, Unreadable> {
        let mut codes: BTreeMap<u32, Look> = BTreeMap::new();
        let mut looks = Vec::new();
        let mut in_cell_formats = false;
        let mut reader = markup::reader(styles);
        loop {
            use quick_xml::events::Event;
            match reader.read_event().map_err(Unreadable::damaged)? {
                Event::Start(element) => {
                    let attribute = |name| markup::attribute(&element, name);
                    let id = || attribute("numFmtId").and_then(|id| id.parse::<u32>().ok());
                    match element.local_name().as_ref() {
                        "numFmt" => {
                            if let (Some(id), Some(code)) = (id(), attribute("formatCode")) {
                                codes.insert(id, of_code(&code));
                            }
                        }
                        "cellXfs" => in_cell_formats = true,
                        "xf" if in_cell_formats => {
                            let id = id().unwrap_or_default();
                            looks.push(codes.get(&id).copied().unwrap_or_else(|| of_builtin(id)));
                        }
                        _ => {}
                    }
                }
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => {
                    in_cell_formats = false;
                }
                Event::Eof => return Ok(Self(looks)),
                _ => {}
            }
        }
    }

    /// The look of a cell with that style.
    pub(super) fn of(&self, style: Option<&str>) -> Look {
        let place = style.and_then(|style| style.parse::<usize>().ok());
        place.and_then(|place| self.0.get(place)).copied().unwrap_or(Look::Digits)
    }
}

/// The look of a number format that every workbook has (ISO/IEC 29500-1, 18.8.30).
fn of_builtin(id: u32) -> Look {
    match id {
        // General, 0, #,##0, text
        0 | 1 | 3 | 49 => Look::Digits,
        14..=22 | 27..=36 | 45..=47 | 50..=58 => Look::Date,
        _ => Look::Special,
    }
}

/// The look of a number format that the workbook defines.
fn of_code(code: &str) -> Look {
    if matches!(code, "General" | "GENERAL" | "0" | "#,##0" | "@") {
        return Look::Digits;
    }
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            // Words in quotes, colours and conditions in brackets, characters after a stroke are fixed.
            '"' => while characters.next().is_some_and(|character| character != '"') {},
            '[' => {
                let inside: String = characters.by_ref().take_while(|end| *end != ']').collect();
                if matches!(
                    inside.to_ascii_lowercase().as_str(),
                    "h" | "hh" | "m" | "mm" | "s" | "ss"
                ) {
                    return Look::Date;
                }
            }
            '\\' | '_' | '*' => {
                characters.next();
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return Look::Date,
            _ => {}
        }
    }
    Look::Special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_formats_are_told_apart() {
        for (code, look) in [
            ("0", Look::Digits),
            ("0%", Look::Special),
            ("yyyy\\-mm\\-dd", Look::Date),
            ("[$-419]d mmmm yyyy", Look::Date),
            ("[h]:mm", Look::Date),
            ("[Red]0.00", Look::Special),
            ("#,##0 \"days\"", Look::Special),
        ] {
            assert_eq!(of_code(code), look, "{code}");
        }
    }
}
