//! The names that sheets use: handles of records, ids of sheets and of rows.
//!
//! A sheet's id must also be possible as a worksheet's name, because the formats are turned into one
//! another; hence its length. Letters of any script are letters here, in their composed form (Unicode
//! NFC), so that the same name typed on two machines is one name.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Says why a text cannot be a name, and what can.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{text}\" is not {what}: {rule}")]
pub struct NameError {
    /// What stood there, shortened.
    pub text: String,
    /// What it was to be.
    pub what: &'static str,
    /// The rule it breaks.
    pub rule: &'static str,
}

fn error(text: &str, what: &'static str, rule: &'static str) -> NameError {
    NameError { text: text.chars().take(60).collect(), what, rule }
}

macro_rules! text_name {
    ($(#[$doc:meta])* $name:ident, $what:literal, $rule:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = NameError;

            fn from_str(text: &str) -> Result<Self, NameError> {
                let composed: String = text.nfc().collect();
                match $rule(&composed) {
                    Ok(()) => Ok(Self(composed.into())),
                    Err(rule) => Err(error(text, $what, rule)),
                }
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

text_name!(
    /// A record's short name, unique in the case, such as `toll-amnesty`.
    Handle,
    "a handle",
    handle_rule
);
text_name!(
    /// Names a sheet: its file's name without the ending, or its worksheet's name.
    SheetId,
    "a sheet's id",
    sheet_rule
);
text_name!(
    /// Names a row of a sheet for ever, such as `C11`.
    RowId,
    "a row_id",
    row_rule
);

/// The longest handle, in characters.
const LONGEST_HANDLE: usize = 64;
/// The longest sheet id, in UTF-16 units: the longest name of a worksheet.
const LONGEST_SHEET: usize = 31;
/// The longest row id, in characters.
const LONGEST_ROW: usize = 64;

fn handle_rule(text: &str) -> Result<(), &'static str> {
    let parts = || text.split('-');
    let plain = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if !parts().all(plain) || !text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Err(
            "use lower-case letters a to z, digits and single hyphens, with a letter in it",
        );
    }
    if text.len() > LONGEST_HANDLE {
        return Err("it is longer than 64 characters");
    }
    if text == "team" {
        return Err("\"team\" stands for the team itself; choose another");
    }
    Ok(())
}

/// Whether the text is of letters, digits and `.` `_` `-`, starting with a letter or digit.
fn is_plain(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
        && text.chars().all(|character| {
            character.is_alphanumeric()
                || matches!(character, '.' | '_' | '-')
                || is_combining_mark(character)
        })
}

fn sheet_rule(text: &str) -> Result<(), &'static str> {
    if !is_plain(text) {
        return Err("use letters, digits and . _ -, starting with a letter or digit");
    }
    if text.encode_utf16().count() > LONGEST_SHEET {
        return Err("it is longer than 31 characters, the most a worksheet's name can have");
    }
    if ["register", "history"].iter().any(|taken| text.eq_ignore_ascii_case(taken)) {
        return Err("that name has a meaning of its own; choose another");
    }
    Ok(())
}

fn row_rule(text: &str) -> Result<(), &'static str> {
    if !is_plain(text) {
        return Err("use letters, digits and . _ -, starting with a letter or digit");
    }
    if text.chars().count() > LONGEST_ROW {
        return Err("it is longer than 64 characters");
    }
    if text == DEFAULT_ROW {
        return Err("\"default\" marks a row of defaults; choose another");
    }
    Ok(())
}

/// In a table, the `row_id` of a row that holds defaults.
pub(crate) const DEFAULT_ROW: &str = "default";

impl RowId {
    /// Stands for the name of a row that has none; no text reads as it.
    pub(super) fn unnamed() -> Self {
        Self("".into())
    }
}

/// Names a row of any sheet of the case; prints as `sheet/row`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowName {
    /// The sheet.
    pub sheet: SheetId,
    /// The row in it.
    pub row: RowId,
}

impl RowName {
    /// Reads a row's name as written in `sheet`: `row` for one of its own, else `sheet/row`.
    ///
    /// # Errors
    ///
    /// When a part of it is not a name.
    pub fn within(sheet: &SheetId, text: &str) -> Result<Self, NameError> {
        match text.split_once('/') {
            Some((sheet, row)) => Ok(Self { sheet: sheet.parse()?, row: row.parse()? }),
            None => Ok(Self { sheet: sheet.clone(), row: text.parse()? }),
        }
    }

    /// The name as written in `sheet`.
    #[must_use]
    pub fn from_within(&self, sheet: &SheetId) -> String {
        if self.sheet == *sheet { self.row.to_string() } else { self.to_string() }
    }
}

impl fmt::Display for RowName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.sheet, self.row)
    }
}
