//! Who may see a claim.

use std::fmt;
use std::str::FromStr;

/// How widely a claim may be shown, from everyone to the fewest.
///
/// Levels are totally ordered: a reader at a level sees every claim at that level or below it. On one
/// machine a level is a rule of display; what protects is that contents above a member's grant are not
/// on their device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// For anyone.
    Public,
    /// For anyone, with persons replaced by pseudonyms.
    Pseudonym,
    /// For partner organizations.
    Partner,
    /// For the team.
    #[default]
    Team,
    /// For those named, and no one else.
    Sealed,
}

impl Level {
    /// Every level, from the widest audience to the narrowest.
    pub const ALL: [Self; 5] =
        [Self::Public, Self::Pseudonym, Self::Partner, Self::Team, Self::Sealed];

    /// The level's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Pseudonym => "pseudonym",
            Self::Partner => "partner",
            Self::Team => "team",
            Self::Sealed => "sealed",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|level| level.word() == word).ok_or_else(|| {
            format!("\"{word}\" is not a level: write public, pseudonym, partner, team or sealed")
        })
    }
}
