//! How texts are to be written.

use onus_text::InterfaceLanguage;

/// How texts are to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The language of the program's own words.
    pub language: InterfaceLanguage,
    /// Whether parts stand between markers (see [`crate::mark`]).
    pub marks: bool,
    /// How many columns a line may take; none for as many as it needs.
    pub width: Option<usize>,
}

impl Default for Style {
    /// Plain English, lines as long as they need to be.
    fn default() -> Self {
        Self { language: InterfaceLanguage::ENGLISH, marks: false, width: None }
    }
}
