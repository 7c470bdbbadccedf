//! The columns of sheets and of the register: one definition for reading, writing and explaining.

use std::fmt;

macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $help:literal, $example:literal;)+) => {
        /// A column of a sheet or of the register.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Column { $($(#[$doc])* $variant),+ }

        impl Column {
            /// Every column, those of a sheet first, in the order in which they are written.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The column's name, as it stands in the first row.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// What the column means, for the coder.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help),+ }
            }

            /// What may stand in it.
            #[must_use]
            pub fn example(self) -> &'static str {
                match self { $(Self::$variant => $example),+ }
            }
        }
    };
}

columns! {
    /// Names the row.
    RowId = "row_id", "Names the row for ever; unique in the sheet. Needed.", "C11";
    /// What the claim is about.
    Record = "record", "Handle of what the claim is about. Needed.", "toll-city";
    /// Which property of it.
    Property = "property", "A property of that record's type. Needed.", "figure";
    /// The value claimed.
    Value = "value", "The value in its canonical text. Needed.", ">=15";
    /// Its words in the source.
    Wording = "wording", "The value's words as they stand in the source, hedge included.", "at least 15";
    /// What the claim is limited to.
    Scope = "scope", "What the claim is limited to: qualifier = value, separated by ;", "with = north-gate";
    /// Who says it.
    Origin = "origin", "Who says it: a handle, \"not stated\", or \"team\" for a claim of the team's own. Needed.", "city-council";
    /// In whose name.
    For = "for", "The organization in whose name the speaker spoke.", "city-council";
    /// How the speaker knows.
    Basis = "basis", "How the speaker knows.", "eyewitness";
    /// The speaker's party.
    Party = "party", "The party that the speaker belongs to.", "city-council";
    /// The speaker's interest.
    Interest = "interest", "What the speaker has at stake, in words.", "answers for the police";
    /// How the speaker is known.
    Attribution = "attribution", "How it is known who says it: stated (if empty), implied or inferred.", "implied";
    /// Who passed it on.
    Via = "via", "Who passed it on, from the speaker towards the source, separated by ;", "daily-post (faithful)";
    /// Where it was read.
    Source = "source", "The source it was read in. Needed, but for claims of the team's own.", "s01";
    /// Where in the source.
    Passage = "passage", "Where in the source: characters of its text, its words in quotation marks, or a place in words.", "659-689";
    /// When it was said.
    Said = "said", "When it was said; a date.", "2012-01-25";
    /// When it was true.
    Held = "held", "When it was true.", "throughout 2010 to 2012";
    /// What the speaker does with it.
    Stance = "stance", "asserts (if empty), reports, denies, admits or calls for.", "denies";
    /// What it rests on.
    RestsOn = "rests_on", "Rows it rests on, separated by ;", "C11; other-sheet/C4";
    /// How it rests on them.
    How = "how", "How it follows from them: sum, inference or finding.", "sum";
    /// Who may see it.
    Level = "level", "Who may see it; if empty, as the property or the type says.", "public";
    /// The record's short name.
    Handle = "handle", "A short name: lower-case letters, digits, hyphens; unique in the case.", "toll-city";
    /// The record's type.
    Type = "type", "The record's type.", "tally";
    /// What the coder calls it.
    Label = "label", "What the coder calls it, for the coder's own use.", "The council's count";
}

impl Column {
    /// The columns of a sheet.
    #[must_use]
    pub fn of_sheet() -> &'static [Self] {
        let end = Self::ALL.iter().position(|column| *column == Self::Handle);
        &Self::ALL[..end.unwrap_or(Self::ALL.len())]
    }

    /// The columns of the register.
    #[must_use]
    pub fn of_register() -> &'static [Self] {
        &Self::ALL[Self::of_sheet().len()..]
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
