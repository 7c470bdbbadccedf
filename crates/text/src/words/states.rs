//! The words for what is said about claims and values: one for each case, and nothing put into them.

use onus_model::Level;
use onus_model::claim::{Attribution, Derivation, Rendering, Review, Stance};
use onus_model::value::{Comparison, Kind, Overlap};

use super::{Words, keys};
use crate::read::Hedge;

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident($type:ident) { $($variant:ident = $key:ident),+ $(,)? })+) => {
        impl Words {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $name(&self, of: $type) -> String {
                    self.messages.plain(match of { $($type::$variant => keys::$key),+ })
                }
            )+

            /// That the text does not say who speaks.
            #[must_use]
            pub fn speaker_not_stated(&self) -> String {
                self.messages.plain(keys::SPEAKER_NOT_STATED)
            }
        }
    };
}

states! {
    /// How one value bears on another, as a verb between the two.
    comparison(Comparison) {
        Entails = COMPARISON_ENTAILS,
        Conflicts = COMPARISON_CONFLICTS,
        CannotTell = COMPARISON_CANNOT_TELL,
    }
    /// How far a claim has been checked.
    review(Review) {
        Draft = REVIEW_DRAFT,
        Checked = REVIEW_CHECKED,
        Released = REVIEW_RELEASED,
    }
    /// What a speaker does with the proposition.
    stance(Stance) {
        Asserts = STANCE_ASSERTS,
        Reports = STANCE_REPORTS,
        Denies = STANCE_DENIES,
        Admits = STANCE_ADMITS,
        CallsFor = STANCE_CALLS_FOR,
    }
    /// Whether a relay passed on what it was given.
    rendering(Rendering) {
        Faithful = RENDERING_FAITHFUL,
        Altered = RENDERING_ALTERED,
        Unknown = RENDERING_UNKNOWN,
    }
    /// Who may see a claim.
    level(Level) {
        Public = LEVEL_PUBLIC,
        Pseudonym = LEVEL_PSEUDONYM,
        Partner = LEVEL_PARTNER,
        Team = LEVEL_TEAM,
        Sealed = LEVEL_SEALED,
    }
    /// How a claim follows from others.
    derivation(Derivation) {
        Sum = DERIVATION_SUM,
        Inference = DERIVATION_INFERENCE,
        Finding = DERIVATION_FINDING,
    }
    /// How it is known who said it.
    attribution(Attribution) {
        Stated = ATTRIBUTION_STATED,
        Implied = ATTRIBUTION_IMPLIED,
        Inferred = ATTRIBUTION_INFERRED,
    }
    /// How the times of two states relate.
    overlap(Overlap) {
        Certain = OVERLAP_CERTAIN,
        None = OVERLAP_NONE,
        Unknown = OVERLAP_UNKNOWN,
    }
    /// A kind of value.
    kind(Kind) {
        Date = KIND_DATE,
        Held = KIND_HELD,
        Count = KIND_COUNT,
        Share = KIND_SHARE,
        Spread = KIND_SPREAD,
        ClosedSet = KIND_CLOSED_SET,
        Age = KIND_AGE,
        Duration = KIND_DURATION,
        Distance = KIND_DISTANCE,
        Money = KIND_MONEY,
        Text = KIND_TEXT,
        Name = KIND_NAME,
        Term = KIND_TERM,
        Ref = KIND_REF,
        Point = KIND_POINT,
        Flag = KIND_FLAG,
        Negative = KIND_NEGATIVE,
        Answers = KIND_ANSWERS,
    }
    /// How a wording was hedged.
    hedge(Hedge) {
        Plain = HEDGE_PLAIN,
        Exactly = HEDGE_EXACTLY,
        Only = HEDGE_ONLY,
        Further = HEDGE_FURTHER,
        AtLeast = HEDGE_AT_LEAST,
        MoreThan = HEDGE_MORE_THAN,
        AtMost = HEDGE_AT_MOST,
        UpTo = HEDGE_UP_TO,
        LessThan = HEDGE_LESS_THAN,
        Nearly = HEDGE_NEARLY,
        About = HEDGE_ABOUT,
        Between = HEDGE_BETWEEN,
        Vague = HEDGE_VAGUE,
        PartOf = HEDGE_PART_OF,
        Uncertain = HEDGE_UNCERTAIN,
        Before = HEDGE_BEFORE,
        Until = HEDGE_UNTIL,
        Since = HEDGE_SINCE,
        After = HEDGE_AFTER,
    }
}
